//! What an editor's finger does to one line of a pack is one mistake, and is said once: never twice, in no line of a pack in
//! which each record has every field of its format.

use crate::wrong_fields::{look_at, texts};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A line as its parts: the column of its content, a dash, the name of a field and its value.
struct Line<'t> {
    whole: &'t str,
    indent: usize,
    dash: &'t str,
    name: &'t str,
    value: &'t str,
}

fn line(whole: &str) -> Option<Line<'_>> {
    let indent = whole.len() - whole.trim_start().len();
    let body = &whole[indent..];
    let dash = if body.starts_with("- ") { "- " } else { "" };
    let (name, value) = body[dash.len()..].split_once(": ")?;
    let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !name.is_empty();
    is_name.then_some(Line { whole, indent, dash, name, value })
}

/// The same line as fingers leave it, with a word for what they did.
fn slips(line: &Line) -> Vec<(&'static str, String)> {
    let Line { whole, indent, dash, name, value } = *line;
    let before = format!("{}{dash}", " ".repeat(indent));
    let column = " ".repeat(indent + dash.len());
    let first = value.chars().next().unwrap_or(' ');
    let mut slips = vec![
        ("one space more", format!(" {whole}")),
        ("a tab", format!("\t{}", whole.trim_start())),
        ("no colon", format!("{before}{name} {value}")),
        ("no space", format!("{before}{name}:{value}")),
        ("an equals sign", format!("{before}{name} = {value}")),
        ("no value", format!("{before}{name}:")),
        ("twice", format!("{whole}\n{column}{name}: {value}")),
    ];
    if indent > 0 {
        slips.push(("one space less", whole[1..].to_owned()));
    }
    if !dash.is_empty() {
        slips.push(("no space behind the dash", format!("{}-{name}: {value}", " ".repeat(indent))));
    }
    if first == '"' {
        slips.push(("no closing quote", format!("{before}{name}: {}", value.trim_end_matches('"'))));
    }
    if matches!(first, '[' | '{') && value.ends_with([']', '}']) {
        slips.push(("no closing bracket", format!("{before}{name}: {}", &value[..value.len() - 1])));
        slips.push(("no opening bracket", format!("{before}{name}: {}", &value[1..])));
    }
    if first.is_alphanumeric() {
        slips.extend(
            ["%", "@", "*", "&", "!", "[", "- ", "Note: "]
                .map(|sign| ("a sign before the value", format!("{before}{name}: {sign}{value}"))),
        );
        slips.push(("words below", format!("{whole}\n{column}and more of it")));
        slips.push(("an apostrophe", format!("{before}{name}: 'it's {value}'")));
    }
    slips
}

/// What is said of the pack when a file has another text.
fn said(file: &str, text: &str) -> Vec<String> {
    let (sources, mut findings) = look_at(&BTreeMap::from([(file.to_owned(), text.to_owned())]));
    findings.sort(&sources);
    let say = |finding: &afterrun::diagnostics::Finding| {
        let place = finding.span.map(|span| (sources.get(span.file).path(), sources.place(span).line));
        format!("{place:?} {}: {}", finding.lint.name, finding.message)
    };
    findings.iter().map(say).collect()
}

#[test]
fn one_slip_of_the_fingers_is_said_once() {
    let mut wrong = String::new();
    let mut count = 0;
    for (file, text) in texts() {
        let lines: Vec<&str> = text.lines().collect();
        for (at, whole) in lines.iter().enumerate() {
            for (what, slip) in line(whole).iter().flat_map(slips) {
                count += 1;
                let mut slipped = lines.clone();
                slipped[at] = &slip;
                let said = said(&file, &(slipped.join("\n") + "\n"));
                if said.len() > 1 {
                    let _ = writeln!(wrong, "{file}:{} {what}\n  {slip}\n    {}", at + 1, said.join("\n    "));
                }
            }
        }
    }
    assert!(count > 1_000, "{count} slips");
    assert!(wrong.is_empty(), "{wrong}");
}
