//! Coverage as LCOV, on the lines of the YAML files: `genhtml` and code hosts show it.
//!
//! A line has the count of the least reached point that stands on it. Items, measures and red flags are its functions, the
//! alternatives of a `when` its branches. What nobody can reach is left out.

use super::{Beyond, Coverage, Kind, Point};
use crate::source::{FileId, Sources};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The whole tracefile.
pub fn report(coverage: &Coverage, sources: &Sources) -> String {
    let mut files: BTreeMap<(&str, FileId), Vec<&Point>> = BTreeMap::new();
    for point in coverage.points.iter().filter(|p| p.beyond != Some(Beyond::Never)) {
        files.entry((sources.get(point.span.file).shown(), point.span.file)).or_default().push(point);
    }
    let mut out = String::new();
    for ((name, _), points) in files {
        let _ = write!(out, "TN:\nSF:{name}\n");
        functions(&points, sources, &mut out);
        branches(&points, sources, &mut out);
        lines(&points, sources, &mut out);
        out.push_str("end_of_record\n");
    }
    out
}

fn line(point: &Point, sources: &Sources) -> u32 {
    sources.place(point.span).line
}

/// Sections, items and flags, and measures, of which a runner reaches one case at most.
fn functions(points: &[&Point], sources: &Sources, out: &mut String) {
    let mut all: BTreeMap<(u32, String), usize> = BTreeMap::new();
    for point in points {
        let name = match point.kind {
            Kind::Section | Kind::Item | Kind::Flag => format!("{}:{}", point.kind.word(), point.of),
            Kind::Case => format!("measure:{}:{}", point.of, point.part),
            Kind::When | Kind::Test | Kind::Unless => continue,
        };
        all.insert((line(point, sources), name), point.count);
    }
    for (at, name) in all.keys() {
        let _ = writeln!(out, "FN:{at},{name}");
    }
    for ((_, name), count) in &all {
        let _ = writeln!(out, "FNDA:{count},{name}");
    }
    let hit = all.values().filter(|count| **count > 0).count();
    let _ = write!(out, "FNF:{}\nFNH:{hit}\n", all.len());
}

fn branches(points: &[&Point], sources: &Sources, out: &mut String) {
    let mut blocks: Vec<&str> = Vec::new();
    let (mut found, mut hit) = (0, 0);
    for point in points.iter().filter(|point| point.kind == Kind::When) {
        if blocks.last() != Some(&point.of.as_str()) {
            blocks.push(&point.of);
        }
        let (at, block, count) = (line(point, sources), blocks.len() - 1, point.count);
        let _ = writeln!(out, "BRDA:{at},{block},{},{count}", point.part.parse().unwrap_or(1) - 1);
        found += 1;
        hit += usize::from(count > 0);
    }
    let _ = write!(out, "BRF:{found}\nBRH:{hit}\n");
}

fn lines(points: &[&Point], sources: &Sources, out: &mut String) {
    let mut all: BTreeMap<u32, usize> = BTreeMap::new();
    for point in points {
        let count = all.entry(line(point, sources)).or_insert(point.count);
        *count = point.count.min(*count);
    }
    for (at, count) in &all {
        let _ = writeln!(out, "DA:{at},{count}");
    }
    let hit = all.values().filter(|count| **count > 0).count();
    let _ = write!(out, "LF:{}\nLH:{hit}\n", all.len());
}
