//! The guides of `examples/`, byte for byte as they stand in `tests/golden/`. `BLESS=1 cargo test --test it golden` writes
//! them anew; read the difference before you commit it.

use crate::support::{put, repository, shipped, text_of};
use afterrun::render::Format;
use std::fmt::Write;

/// Media with their endings.
const MEDIA: [(Format, &str); 4] =
    [(Format::Md, "md"), (Format::Html, "html"), (Format::Json, "json"), (Format::Card, "card.html")];

/// How many lines of a difference are shown, and how many around each.
const MOST: usize = 40;
const AROUND: usize = 2;

/// The lines in which two texts differ, with some around them; nothing if they do not.
fn difference(old: &str, new: &str) -> Option<String> {
    if old == new {
        return None;
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let mut out = String::new();
    for (at, line) in old.iter().enumerate().take(same).skip(same.saturating_sub(AROUND)) {
        let _ = writeln!(out, "  {:>5} {line}", at + 1);
    }
    for (sign, lines) in [('-', &old), ('+', &new)] {
        let changed = &lines[same..lines.len() - tail];
        for (at, line) in changed.iter().enumerate().take(MOST) {
            let _ = writeln!(out, "{sign} {:>5} {line}", same + at + 1);
        }
        if changed.len() > MOST {
            let _ = writeln!(out, "{sign}       … and {} lines more", changed.len() - MOST);
        }
    }
    for line in new.iter().skip(new.len() - tail).take(AROUND) {
        let _ = writeln!(out, "        {line}");
    }
    Some(out)
}

#[test]
fn guides_of_the_examples() {
    let pack = shipped();
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = String::new();
    let mut known = Vec::new();
    for entry in walkdir::WalkDir::new(repository("examples")).max_depth(1).sort_by_file_name().into_iter().flatten() {
        let Some(name) = entry.path().file_name().and_then(|n| n.to_str()).and_then(|n| n.strip_suffix(".yaml")) else {
            continue;
        };
        let guide = pack.guide(&pack.runner(&text_of(entry.path())));
        for (format, ending) in MEDIA {
            let (file, new) = (format!("{name}.{ending}"), pack.print(&guide, format));
            let path = repository("tests/golden").join(&file);
            known.push(file.clone());
            let old = if path.is_file() { text_of(&path) } else { String::new() };
            match difference(&old, &new) {
                Some(_) if bless => put(&path, &new),
                Some(lines) => {
                    let _ = writeln!(wrong, "== tests/golden/{file}\n{lines}");
                }
                None => {}
            }
        }
    }
    for entry in std::fs::read_dir(repository("tests/golden")).into_iter().flatten().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if !known.contains(&file) {
            let _ = writeln!(wrong, "== tests/golden/{file}: no example makes it");
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nif this is meant: BLESS=1 cargo test --test it golden");
}

#[test]
fn the_readme_quotes_the_guide_as_it_is() {
    let (readme, guide) = (text_of(&repository("README.md")), text_of(&repository("tests/golden/maya.md")));
    let quoted = readme.split("````markdown\n").nth(1).and_then(|rest| rest.split("````").next()).expect("an excerpt");
    let lines: Vec<&str> = quoted.lines().filter(|line| !line.is_empty() && *line != "…").collect();
    assert!(lines.len() > 10, "{lines:?}");
    let gone: Vec<&&str> = lines.iter().filter(|line| !guide.lines().any(|other| other == **line)).collect();
    assert!(gone.is_empty(), "not in the guide of today: {gone:#?}");
}

#[test]
fn differences_are_short() {
    let shown = difference("a\nb\nc\nd\ne", "a\nb\nX\nd\ne");
    assert_eq!(shown.as_deref(), Some("      1 a\n      2 b\n-     3 c\n+     3 X\n        d\n        e\n"));
    assert_eq!(difference("a", "a"), None);
    assert_eq!(difference("", "a").as_deref(), Some("-     1 \n+     1 a\n"));
}
