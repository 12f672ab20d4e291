//! Findings as JSON, for editors and scripts.
//!
//! One object: `{"schema": "afterrun-findings/1", "errors": n, "warnings": n, "findings": [...]}`; a finding has
//! `name`, `group`, `severity`, `message`, `place` (`file`, `line`, `column`, `end_line`, `end_column`, `label`),
//! `related` places, `notes`, `witness` (a profile that shows it, which `afterrun guide -` takes as it is) and `help` (`message` and, where an edit is known, `replace` with `place` and `text`).
//! Lines and columns count from 1, columns in characters. Fields may be added, never renamed.

use super::{Finding, Findings, Severity};
use crate::source::{Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    errors: usize,
    warnings: usize,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    name: &'a str,
    group: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<PlaceOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<&'a serde_json::Map<String, serde_json::Value>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    help: Vec<HelpOut<'a>>,
}

#[derive(Serialize)]
struct PlaceOut<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
}

#[derive(Serialize)]
struct HelpOut<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replace: Option<FixOut<'a>>,
}

#[derive(Serialize)]
struct FixOut<'a> {
    place: PlaceOut<'a>,
    text: &'a str,
}

/// The report, ending in a line break.
pub fn report(findings: &Findings, sources: &Sources) -> String {
    let count = |s: Severity| findings.iter().filter(|f| f.severity == s).count();
    let report = Report {
        schema: "afterrun-findings/1",
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        findings: findings.iter().map(|f| item(f, sources)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn item<'a>(f: &'a Finding, sources: &'a Sources) -> Item<'a> {
    Item {
        name: f.lint.name,
        group: f.lint.group.name(),
        severity: match f.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        message: &f.message,
        place: f.span.map(|span| place(span, &f.label, sources)),
        related: f.related.iter().map(|(span, words)| place(*span, words, sources)).collect(),
        notes: f.notes.iter().map(String::as_str).collect(),
        witness: f.witness.as_ref(),
        help: f
            .help
            .iter()
            .map(|h| HelpOut {
                message: &h.message,
                replace: h.fix.as_ref().map(|fix| FixOut { place: place(fix.span, "", sources), text: &fix.text }),
            })
            .collect(),
    }
}

fn place<'a>(span: Span, label: &'a str, sources: &'a Sources) -> PlaceOut<'a> {
    let source = sources.get(span.file);
    let (start, end) = (source.place(span.start), source.place(span.end));
    PlaceOut {
        file: source.shown(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        label,
    }
}
