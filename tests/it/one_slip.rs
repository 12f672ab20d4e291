//! What an editor's finger does to one line of a pack is one mistake, and is said once: never twice, in no line of a pack in
//! which each record has every field of its format.

use crate::support::{check_folder, copy, folder, put, repository, text_of, words};
use crate::wrong_fields::{look_at, root, texts};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

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
fn said(root: &Path, file: &str, text: &str) -> Vec<String> {
    let (sources, mut findings) = look_at(root, &BTreeMap::from([(file.to_owned(), text.to_owned())]));
    findings.sort(&sources);
    let say = |finding: &afterrun::diagnostics::Finding| {
        let place = finding.span.map(|span| (sources.get(span.file).path(), sources.place(span).line));
        format!("{place:?} {}: {}", finding.lint.name, finding.message)
    };
    findings.iter().map(say).collect()
}

/// Puts other lines in the place of those of a pack, one of so many, and says where more than one thing is said of that.
fn look_at_slips(
    root: &Path,
    one_of: usize,
    least: usize,
    slips: impl Fn(&str) -> Vec<(&'static str, Option<String>)>,
) {
    let mut wrong = String::new();
    let mut count = 0;
    for (file, text) in texts(root) {
        let lines: Vec<&str> = text.lines().collect();
        for (at, whole) in lines.iter().enumerate() {
            for (what, slip) in slips(whole) {
                count += 1;
                if count % one_of != 0 {
                    continue;
                }
                let mut slipped = lines.clone();
                slipped.splice(at..=at, slip.as_deref());
                let said = said(root, &file, &(slipped.join("\n") + "\n"));
                if said.len() > 1 {
                    let slip = slip.unwrap_or_default();
                    let _ = writeln!(wrong, "{file}:{} {what}\n  {slip}\n    {}", at + 1, said.join("\n    "));
                }
            }
        }
    }
    assert!(count > least, "{count} slips");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn one_slip_of_the_fingers_is_said_once() {
    look_at_slips(&root(), 1, 1_000, |whole| {
        let slips = line(whole).iter().flat_map(slips).collect::<Vec<_>>();
        slips.into_iter().map(|(what, slip)| (what, Some(slip))).collect()
    });
}

/// The first line of an entry, or the one above a text, in a pack of many entries: what stands below is no part of what stands
/// above.
#[test]
fn words_whose_group_has_lost_its_name_are_said_once() {
    let pack = folder();
    copy(&repository("content"), &pack.path().join("content"));
    let file = pack.path().join("content/strings.yaml");
    put(&file, text_of(&file).replace("\nweek:\n", "\n"));
    let (sources, findings) = check_folder(pack.path());
    let said: Vec<String> = findings.iter().map(|finding| finding.message.clone()).collect();
    assert_eq!(said, ["the line `week:` is missing above `title`"], "{}", words(&findings, &sources));
}

#[test]
fn a_line_that_is_gone_is_said_once() {
    look_at_slips(&repository("content"), 17, 1_500, |whole| {
        let is_first = whole.trim_start().starts_with("- id: ");
        let is_opener = whole.ends_with([':', '|', '>']) || whole.ends_with("|-") || whole.ends_with(">-");
        if is_first || is_opener { vec![("the line is gone", None)] } else { Vec::new() }
    });
}

/// Maps whose fields can be told from those of the map above, or stand there already.
#[test]
fn a_map_that_has_lost_the_line_with_its_name_is_said_once() {
    let root = repository("content");
    let texts = texts(&root);
    for (file, from, to, line, name, first) in [
        ("site.yaml", "\nstyle:\n", "\n", "  forbid:", "style", "forbid"),
        ("strings.yaml", "\n  because:\n", "\n", "    not_available:", "because", "not_available"),
        ("strings.yaml", "\n  cut:\n", "\n", "    time: \"Cut", "cut", "time"),
        ("strings.yaml", "\nmap:\n", "\n", "", "map", "title"),
        ("plans/70-usual-weeks.yaml", "unknown\n  week:\n", "unknown\n", "    mon: intervals", "week", "mon"),
    ] {
        let text = texts[file].replacen(from, to, 1);
        assert_ne!(text, texts[file], "{file}: {from}");
        let said = said(&root, file, &text);
        let message = format!("the line `{name}:` is missing above `{first}`");
        assert!(said.len() == 1 && said[0].ends_with(&message), "{file}: {from}\n{said:#?}");
        let at = text.lines().position(|whole| whole.starts_with(line)).map_or(0, |at| at + 1);
        assert!(line.is_empty() || said[0].contains(&format!(", {at}))")), "{at}: {said:#?}");
    }
}

/// An id that YAML takes for something else, in a pack in which much refers to it.
#[test]
fn an_id_that_cannot_be_read_is_said_once() {
    look_at_slips(&repository("content"), 31, 800, |whole| {
        let Some((before, id)) = whole.split_once("- id: ") else { return Vec::new() };
        vec![("a sign", Some(format!("{before}- id: !{id}")))]
    });
}

/// A change of the shipped pack that other lines feel: what is said of it by the check as a whole.
fn checked(file: &str, from: &str, to: &str) -> Vec<String> {
    let folder = folder();
    let pack = folder.path().join("content");
    copy(&repository("content"), &pack);
    let text = text_of(&pack.join(file));
    assert!(text.contains(from), "{file}: {from}");
    put(&pack.join(file), text.replacen(from, to, 1));
    let (_, findings) = check_folder(folder.path());
    let found = findings.iter().filter(|finding| finding.lint.name != "undecided");
    found.map(|finding| format!("{}: {}", finding.lint.name, finding.message)).collect()
}

/// Tests that fail for one reason are one finding, as are items that one item hides and cases that one case hides.
#[test]
fn one_change_that_much_rests_on_is_said_once() {
    for (file, from, to, said) in [
        // A measure and what is worked out from it, in several tests.
        ("measures.yaml", "when: { duration: \"[15..480]\", mass_difference: known }", "", "failed-test"),
        // A case that takes all behind it, and tests of those.
        ("measures.yaml", "when: { duration: \"[60..75]\", session_kind: not(strength) }", "", "unreachable-case"),
        // An item that takes the place of three, and tests of theirs.
        ("guidance/weekly-plan.yaml", "when: { conditions: recent-illness }", "", "hidden-item"),
        // An answer that a test rests on.
        ("tests/c11-daily-protein.yaml", "conditions: [kidney-disease]", "conditions: []", "failed-test"),
    ] {
        let found = checked(file, from, to);
        assert!(found.len() == 1 && found[0].starts_with(said), "{file}: {from}: {found:#?}");
    }
}
