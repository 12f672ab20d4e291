//! Findings as JSON, for editors and scripts.
//!
//! [`schema`] describes the form, and `afterrun schema findings` prints it. Lines and columns count from 1, columns in
//! characters. Fields may be added under the same number; one that is renamed or goes away makes a new one.

use super::{Finding, Findings, Severity, lints};
use crate::source::{Sources, Span};
use serde::Serialize;
use serde_json::{Value, json};

/// The form's name and number.
const FORM: &str = "afterrun-findings/1";

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
        schema: FORM,
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

/// JSON Schema (2020-12) of the form.
pub fn schema() -> Value {
    let text = json!({ "type": "string" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let from_one = json!({ "type": "integer", "minimum": 1 });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let place = json!({ "$ref": "#/$defs/place" });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "afterrun: the findings of a check",
        "type": "object",
        "required": ["schema", "errors", "warnings", "findings"],
        "properties": {
            "schema": { "const": FORM },
            "errors": count,
            "warnings": count,
            "findings": list(json!({ "$ref": "#/$defs/finding" })),
        },
        "$defs": {
            "finding": {
                "type": "object",
                "required": ["name", "group", "severity", "message"],
                "properties": {
                    "name": { "enum": lints::ALL.iter().map(|lint| lint.name).collect::<Vec<_>>() },
                    "group": { "enum": ["shape", "analysis", "editorial", "profile"] },
                    "severity": { "enum": ["error", "warning", "note"] },
                    "message": text,
                    "place": { "$ref": "#/$defs/place", "description": "absent where no text is to blame" },
                    "related": list(place.clone()),
                    "notes": list(text.clone()),
                    "witness": { "type": "object", "description": "a profile that shows it: `afterrun guide -` takes it" },
                    "help": list(json!({
                        "type": "object",
                        "required": ["message"],
                        "properties": {
                            "message": text,
                            "replace": {
                                "type": "object",
                                "description": "the edit that follows the advice",
                                "required": ["place", "text"],
                                "properties": { "place": place, "text": text },
                            },
                        },
                    })),
                },
            },
            "place": {
                "type": "object",
                "description": "columns count characters; the end column is the one after the last",
                "required": ["file", "line", "column", "end_line", "end_column"],
                "properties": {
                    "file": text,
                    "line": from_one,
                    "column": from_one,
                    "end_line": from_one,
                    "end_column": from_one,
                    "label": text,
                },
            },
        },
    })
}
