//! `afterrun coverage`: what of a pack some runners reach.

use super::{Exit, Globals, load, output, profiles};
use crate::analysis::coverage::{Beyond, Boundary, Coverage, Kind, Point, generate, lcov};
use crate::check::Scope;
use crate::diagnostics::{Findings, witness};
use crate::disk::{folder_files, make_folder, write_file};
use crate::source::Sources;
use anyhow::bail;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Arguments of `coverage`.
#[derive(Args)]
pub(super) struct CoverageArgs {
    /// Profiles in YAML or JSON, folders of them, and `.ndjson` files with one a line
    #[arg(value_name = "PROFILES")]
    profiles: Vec<PathBuf>,
    /// A table, JSON, or LCOV on the lines of the pack
    #[arg(long, short, value_enum, default_value = "table")]
    format: CoverageFormat,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Add profiles to this folder until all that can be reached is reached; what is there already counts
    #[arg(long, value_name = "DIR")]
    generate: Option<PathBuf>,
    /// Day of the sessions; today if absent
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// How long is thought about each point that nobody reaches: `--effort 10` looks ten times as far
    #[arg(long, value_name = "N", default_value_t = 1)]
    effort: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CoverageFormat {
    /// For people
    Table,
    /// For machines
    Json,
    /// A tracefile for `genhtml` and code hosts
    Lcov,
}

/// Counts what the runners reach, adds runners if asked, and reports.
pub(super) fn run(globals: &Globals, args: &CoverageArgs) -> anyhow::Result<Exit> {
    if args.profiles.is_empty() && args.generate.is_none() {
        bail!(
            "whose coverage? Name profiles (`afterrun coverage examples`), or a folder for new ones \
             (`afterrun coverage --generate profiles`)"
        );
    }
    let as_of = load::date(args.as_of.as_deref())?;
    let mut sources = load::pack(globals)?;
    let mut paths = args.profiles.clone();
    paths.extend(args.generate.iter().filter(|folder| folder.exists() && !args.profiles.contains(folder)).cloned());
    let files = profiles::sources(&paths, &mut sources)?;
    let mut findings = Findings::new();
    let Some(content) = load::content(&sources, Scope::Guide, &mut findings) else {
        return output::findings(&findings, &sources, globals);
    };
    let runners = profiles::read(&content, &sources, &files, as_of, &mut findings);
    findings.sort(&sources);
    let mut coverage = Coverage::new(&content);
    runners.iter().for_each(|runner| coverage.add(runner));
    match &args.generate {
        // Where a profile of the folder cannot be read, nobody knows what is missing.
        Some(_) if findings.has_errors() => return output::findings(&findings, &sources, globals),
        Some(folder) => {
            let made = generate(&content, &mut coverage, as_of, args.effort);
            write(&made, &coverage, folder, as_of)?;
            let profiles = if made.len() == 1 { "profile" } else { "profiles" };
            output::note(&format!("{} new {profiles} in {}", made.len(), folder.display()), globals);
        }
        None => {
            coverage.settle(as_of, args.effort, false);
        }
    }
    let text = match args.format {
        CoverageFormat::Table => table(&coverage, &sources),
        CoverageFormat::Json => format!("{}\n", serde_json::to_string_pretty(&object(&coverage, &sources))?),
        CoverageFormat::Lcov => lcov::report(&coverage, &sources),
    };
    output::result(&text, args.output.as_deref())?;
    output::findings(&findings, &sources, globals)
}

/// Writes the profiles under names that are free.
fn write(made: &[Boundary], coverage: &Coverage, folder: &Path, as_of: Date) -> anyhow::Result<()> {
    make_folder(folder)?;
    let taken: BTreeSet<PathBuf> = folder_files(folder, &["yaml", "yml", "json", "ndjson"])?.into_iter().collect();
    let number = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        name.split('-').next()?.parse::<usize>().ok()
    };
    let first = taken.iter().filter_map(number).max().unwrap_or(0) + 1;
    for (at, runner) in made.iter().enumerate() {
        let main = runner.only.first().map_or("runner", |point| &coverage.points[*point].of);
        let path = folder.join(format!("{:03}-{}.yaml", first + at, main.replace('_', "-")));
        write_file(&path, file(runner, coverage, as_of).as_bytes())?;
    }
    Ok(())
}

/// A profile with a remark on what it is there for.
fn file(runner: &Boundary, coverage: &Coverage, as_of: Date) -> String {
    const MOST: usize = 4;
    let mut names: Vec<String> = runner.only.iter().map(|&point| name(&coverage.points[point])).collect();
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    let mut text = format!("# On {as_of}, the only profile here that reaches\n");
    for name in names {
        let _ = writeln!(text, "# - {name}");
    }
    if more > 0 {
        let _ = writeln!(text, "# and {more} more");
    }
    text.push_str(&witness::lines(&runner.answers));
    text
}

/// A point in words.
fn name(point: &Point) -> String {
    let Point { of, part, .. } = point;
    match point.kind {
        Kind::Section => format!("section `{of}`"),
        Kind::Item => format!("item `{of}`"),
        Kind::When => format!("alternative {part} of `{of}`"),
        Kind::Test => format!("`{part}` in `{of}`"),
        Kind::Unless => format!("unless `{part}` of `{of}`"),
        Kind::Case => format!("case `{part}` of `{of}`"),
        Kind::Flag => format!("red flag `{of}`"),
    }
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Section => "sections",
        Kind::Item => "items",
        Kind::When => "`when` alternatives",
        Kind::Test => "tests in `when`",
        Kind::Unless => "`unless` entries",
        Kind::Case => "cases of measures",
        Kind::Flag => "red flags",
    }
}

fn table(coverage: &Coverage, sources: &Sources) -> String {
    let mut out = format!("{:<20} {:>7} {:>5}\n", "", "reached", "of");
    for kind in Kind::ALL {
        let (reached, all) = coverage.share(kind);
        let share = (reached * 100).checked_div(all).map(|share| format!("{share:>4} %")).unwrap_or_default();
        let _ = writeln!(out, "{:<20} {reached:>7} {all:>5} {share}", title(kind));
    }
    let _ = writeln!(out, "by {} runner{}", coverage.runners, if coverage.runners == 1 { "" } else { "s" });
    for (heading, wanted) in [
        ("not reached", Status::Unreached),
        ("not reached, and not decided whether anybody can (`--effort 10` looks further)", Status::Undecided),
        ("out of everybody's reach: proved, and not counted", Status::Unreachable),
    ] {
        let points = causes(coverage.points.iter().filter(|p| status(p) == wanted).collect(), sources);
        if points.is_empty() {
            continue;
        }
        let _ = write!(out, "\n{heading}:\n");
        for point in points {
            let place = sources.place(point.span);
            let _ = writeln!(out, "  {}:{}: {}", sources.get(point.span.file).shown(), place.line, name(point));
        }
    }
    out
}

/// In order of their places, without what only follows from another: a `when` fails at its first test that nobody passes.
fn causes<'p>(mut points: Vec<&'p Point>, sources: &Sources) -> Vec<&'p Point> {
    points.sort_by_key(|p| (sources.get(p.span.file).shown(), p.span.start, p.kind));
    let inside = |outer: &Point, test: &Point| {
        let (outer, test) = (outer.span, test.span);
        outer.file == test.file && outer.start <= test.start && test.end <= outer.end
    };
    let whole: Vec<&Point> = points.iter().copied().filter(|p| p.kind == Kind::When).collect();
    let tests: Vec<&Point> = points.iter().copied().filter(|p| p.kind == Kind::Test).collect();
    points.retain(|point| match point.kind {
        Kind::When => !tests.iter().any(|test| inside(point, test)),
        Kind::Test => {
            let own = whole.iter().find(|when| inside(when, point));
            tests.iter().find(|test| own.is_some_and(|own| inside(own, test))).is_none_or(|first| first == point)
        }
        _ => true,
    });
    points
}

/// How a point stands.
#[derive(Clone, Copy, PartialEq)]
enum Status {
    Reached,
    Unreached,
    Undecided,
    Unreachable,
}

fn status(point: &Point) -> Status {
    match point.beyond {
        _ if point.count > 0 => Status::Reached,
        Some(Beyond::Never) => Status::Unreachable,
        Some(Beyond::Undecided(_)) => Status::Undecided,
        Some(Beyond::Reachable) | None => Status::Unreached,
    }
}

/// The form `afterrun-coverage/1`: totals and every point.
fn object(coverage: &Coverage, sources: &Sources) -> Value {
    let count =
        |kind: Kind, wanted: Status| coverage.points.iter().filter(|p| p.kind == kind && status(p) == wanted).count();
    let totals = Kind::ALL.iter().map(|&kind| {
        json!({
            "kind": kind.word(),
            "reached": count(kind, Status::Reached),
            "not_reached": count(kind, Status::Unreached),
            "undecided": count(kind, Status::Undecided),
            "unreachable": count(kind, Status::Unreachable),
        })
    });
    let points = coverage.points.iter().map(|point| {
        json!({
            "kind": point.kind.word(),
            "of": point.of,
            "part": point.part,
            "file": sources.get(point.span.file).shown(),
            "line": sources.place(point.span).line,
            "count": point.count,
            "status": match status(point) {
                Status::Reached => "reached",
                Status::Unreached => "not-reached",
                Status::Undecided => "undecided",
                Status::Unreachable => "unreachable",
            },
        })
    });
    json!({
        "schema": "afterrun-coverage/1",
        "runners": coverage.runners,
        "totals": totals.collect::<Vec<_>>(),
        "points": points.collect::<Vec<_>>(),
    })
}
