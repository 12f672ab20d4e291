//! A small pack for the tests of this folder.

use crate::check::review;
use crate::diagnostics::Levels;
use crate::source::Sources;

/// The settings.
pub(super) const SITE: &str = "title: T\nlanguage: en\ndescription: D.\ndisclaimer: G.\n";

const BASE: &[(&str, &str)] = &[
    ("site.yaml", SITE),
    ("built-in/strings.yaml", include_str!("../../../content/strings.yaml")),
    (
        "profile.yaml",
        "groups:\n  - id: g\n    title: G\n    inputs:\n      \
         - { id: body_mass, title: M, ask: \"M?\", type: number, unit: kg, range: 30..200 }\n      \
         - { id: duration, title: D, ask: \"D?\", type: number, unit: min, range: 0..2880 }\n",
    ),
    (
        "guide.yaml",
        "sections:\n  - { id: s, title: S, from: 0 h, to: 1 h, at_least: 0, at_most: 9 }\n\
         glance: { numbers: [], things: 3 }\ndisplay:\n  - { unit: g, step: 5 }\n",
    ),
    ("sources/a.yaml", "- { id: handbook, title: T, kind: expert, checked: true }\n"),
];

/// A finding: its message, and its place as `FILE:LINE WORDS` and as `LINE:COLUMN WORDS`.
#[derive(Debug)]
pub(super) struct Raised {
    pub message: String,
    pub place: String,
    pub at: String,
}

/// What a lint says of the small pack with these files, on 24 November 2026.
pub(super) fn raised(lint: &str, files: &[(&str, &str)]) -> Vec<Raised> {
    let mut sources = Sources::new();
    let base = BASE.iter().filter(|(path, _)| files.iter().all(|(other, _)| other != path));
    for (path, text) in base.chain(files) {
        sources.add_text(*path, *text);
    }
    let (_, findings) = review(&sources, jiff::civil::date(2026, 11, 24), &Levels::default());
    let found = findings.iter().filter(|finding| finding.lint.name == lint);
    found
        .map(|finding| {
            let span = finding.span.unwrap();
            let (place, words) = (sources.place(span), sources.slice(span));
            Raised {
                message: finding.message.clone(),
                place: format!("{}:{} {words}", sources.get(span.file).path(), place.line),
                at: format!("{}:{} {words}", place.line, place.column),
            }
        })
        .collect()
}

/// A FAQ called `b`; its answer begins in line 4, column 5.
pub(super) fn faq(question: &str, answer: &str) -> String {
    format!(
        "- id: b\n  question: {}\n  answer: |\n    {answer}\n  tags: [t]\n  sources: [handbook]\n  evidence: D\n  \
         updated: 2026-11-24\n",
        serde_json::Value::from(question)
    )
}

/// A topic with an item called `a`, and more fields of it.
pub(super) fn item(more: &str) -> String {
    let more: String = more.lines().map(|line| format!("    {line}\n")).collect();
    format!(
        "id: t\ntitle: T\nsummary: S.\ntext: X.\nsources: [handbook]\nitems:\n  - id: a\n    title: A\n    section: s\n    \
         priority: could\n    do: Do it.\n    why: So.\n    evidence: D\n    sources: [handbook]\n    \
         reviewed: 2026-01-01\n    next_review: 2030-01-01\n{more}"
    )
}

/// A term of the glossary.
pub(super) fn term(id: &str, words: &str) -> String {
    format!("- id: {id}\n  term: {words}\n  definition: It is.\n  sources: [handbook]\n")
}
