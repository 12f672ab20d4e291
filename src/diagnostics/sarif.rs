//! Findings as SARIF 2.1.0, the format in which code hosts and editors take the results of checkers.
//!
//! One run. Its rules are the lints that were met, each with its page as help; a result has its place relative to
//! `%SRCROOT%` (the folder that the report is made for), related places, every known edit as a fix, the witness and the
//! notes as properties, and a fingerprint that stays when lines move.

use super::place::{Region, path};
use super::{Finding, Findings, Fix, Help, Lint, Severity};
use crate::source::{FileId, Sources, Span};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// The name that stands for the folder of the report.
const ROOT: &str = "%SRCROOT%";

/// The kind of our fingerprints; another way to make them gets another number.
const FINGERPRINT: &str = "afterrunFinding/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
    partial_fingerprints: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    properties: Map<String, Value>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Place,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// The report, ending in a line break; places are relative to the folder `root` where they lie in there.
pub fn report(findings: &Findings, sources: &Sources, root: &Path) -> String {
    let rules: BTreeMap<&str, &Lint> = findings.iter().map(|f| (f.lint.name, f.lint)).collect();
    let mut twins: BTreeMap<String, usize> = BTreeMap::new();
    let results: Vec<Outcome> = findings
        .iter()
        .map(|finding| {
            let index = rules.keys().position(|name| *name == finding.lint.name).unwrap_or_default();
            let twin = twins.entry(fingerprint(finding, sources, root)).or_default();
            *twin += 1;
            outcome(finding, index, *twin, sources, root)
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "afterrun",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|lint| rule(lint)).collect::<Vec<_>>(),
            }},
            "invocations": [{ "executionSuccessful": true }],
            "originalUriBaseIds": { ROOT: { "description": { "text": "The folder in which afterrun was run." } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A lint with its page: the first paragraph says what it finds, its first sentence in short.
fn rule(lint: &Lint) -> Value {
    let body = lint.page.split_once("\n\n").map_or("", |(_, body)| body);
    let full = body.split("\n\n").next().unwrap_or("").replace('\n', " ");
    let short = full.split_once(". ").map_or_else(|| full.clone(), |(first, _)| format!("{first}."));
    json!({
        "id": lint.name,
        "shortDescription": { "text": short },
        "fullDescription": { "text": full },
        "help": { "text": lint.page, "markdown": lint.page },
        "defaultConfiguration": { "level": level(lint.severity) },
        "properties": { "tags": [lint.group.name()] },
    })
}

fn outcome<'a>(finding: &'a Finding, rule_index: usize, twin: usize, sources: &Sources, root: &Path) -> Outcome<'a> {
    let label = if finding.label.is_empty() { String::new() } else { format!(": {}", finding.label) };
    let mut properties = Map::new();
    if let Some(answers) = &finding.witness {
        properties.insert("witness".to_owned(), answers.clone().into());
    }
    if !finding.notes.is_empty() {
        properties.insert("notes".to_owned(), finding.notes.clone().into());
    }
    let advice: Vec<&str> =
        finding.help.iter().filter(|help| help.fix.is_none()).map(|help| help.message.as_str()).collect();
    if !advice.is_empty() {
        properties.insert("help".to_owned(), advice.into());
    }
    let related = finding.related.iter().enumerate();
    Outcome {
        rule_id: finding.lint.name,
        rule_index,
        level: level(finding.severity),
        message: Message { text: format!("{}{label}", finding.message) },
        locations: finding.span.iter().map(|span| location(*span, sources, root)).collect(),
        related_locations: related
            .map(|(at, (span, words))| Location {
                id: Some(at + 1),
                message: Some(Message { text: words.clone() }),
                ..location(*span, sources, root)
            })
            .collect(),
        fixes: finding.help.iter().filter_map(|help| Some(fix(help, help.fix.as_ref()?, sources, root))).collect(),
        partial_fingerprints: [(FINGERPRINT, format!("{}:{twin}", fingerprint(finding, sources, root)))].into(),
        properties,
    }
}

fn location(span: Span, sources: &Sources, root: &Path) -> Location {
    let physical_location = Physical {
        artifact_location: artifact(span.file, sources, root),
        region: Place::of(Region::of(span, sources)),
    };
    Location { id: None, physical_location, message: None }
}

impl Place {
    fn of(region: Region) -> Self {
        let Region { line, column, end_line, end_column } = region;
        Self { start_line: line, start_column: column, end_line, end_column }
    }
}

fn artifact(file: FileId, sources: &Sources, root: &Path) -> Artifact {
    let path = path(sources.get(file), root);
    match path.starts_with('/') {
        true => Artifact { uri: format!("file://{}", escaped(&path)), uri_base_id: None },
        false => Artifact { uri: escaped(&path), uri_base_id: Some(ROOT) },
    }
}

/// A path as part of a URI.
fn escaped(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn fix(help: &Help, fix: &Fix, sources: &Sources, root: &Path) -> Value {
    let source = sources.get(fix.span.file);
    let (start, end) = (source.place(fix.span.start), source.place(fix.span.end));
    let region =
        Place { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column };
    json!({
        "description": { "text": help.message },
        "artifactChanges": [{
            "artifactLocation": artifact(fix.span.file, sources, root),
            "replacements": [{ "deletedRegion": region, "insertedContent": { "text": fix.text } }],
        }],
    })
}

/// What stays of a finding when lines above it come and go: its lint, file and message, and the line that it marks.
fn fingerprint(finding: &Finding, sources: &Sources, root: &Path) -> String {
    let (file, line) = match finding.span {
        Some(span) => {
            let source = sources.get(span.file);
            (path(source, root), source.text()[source.line(source.place(span.start).line)].trim())
        }
        None => (String::new(), ""),
    };
    let parts = [finding.lint.name, &file, &finding.message, line];
    format!("{:016x}", xxh3_64(parts.join("\0").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::lints;

    fn log(above: &str) -> Value {
        let mut sources = Sources::new();
        let text = format!("{above}- id: ä\n  wieght: 3\n- id: b\n  wieght: 3\n");
        let file = sources.add_text("my pack/faqs.yaml", text.as_str());
        let at = |nth: usize| {
            let (start, _) = text.match_indices("wieght").nth(nth).unwrap();
            Span::new(file, start, start + 6)
        };
        let mut findings = Findings::new();
        for nth in [0, 1] {
            let finding = Finding::new(&lints::UNKNOWN_FIELD, at(nth), "unknown field `wieght`").label("not a field");
            findings.push(finding.related(at(0), "first here").did_you_mean(at(nth), Some("weight")));
        }
        let answers = json!({ "duration": 60 }).as_object().unwrap().clone();
        findings.push(Finding::new(&lints::DEAD_ITEM, at(0), "dead").witness(answers).note("so").help("mend"));
        findings.push(Finding::nowhere(&lints::UNDECIDED, "nothing"));
        serde_json::from_str(&report(&findings, &sources, Path::new("/"))).unwrap()
    }

    #[test]
    fn places_rules_and_fixes() {
        let log = log("");
        let run = &log["runs"][0];
        let rules: Vec<&str> =
            run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
        assert_eq!(rules, ["dead-item", "undecided", "unknown-field"]);
        assert_eq!(
            run["tool"]["driver"]["rules"][0]["shortDescription"]["text"].as_str().unwrap().matches('.').count(),
            1
        );
        let first = &run["results"][0];
        let region = json!({ "startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 9 });
        assert_eq!(first["ruleIndex"], 2);
        assert_eq!(first["message"]["text"], "unknown field `wieght`: not a field");
        assert_eq!(
            first["locations"],
            json!([{ "physicalLocation": {
                "artifactLocation": { "uri": "my%20pack/faqs.yaml", "uriBaseId": "%SRCROOT%" },
                "region": region,
            }}])
        );
        assert_eq!(first["relatedLocations"][0]["message"]["text"], "first here");
        let change = &first["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change, &json!({ "deletedRegion": region, "insertedContent": { "text": "weight" } }));
        assert_eq!(
            run["results"][2]["properties"],
            json!({ "witness": { "duration": 60 }, "notes": ["so"], "help": ["mend"] })
        );
        assert!(run["results"][3].get("locations").is_none());
    }

    #[test]
    fn fingerprints_tell_findings_apart_and_stay_when_lines_move() {
        let prints = |log: &Value| -> Vec<String> {
            let results = log["runs"][0]["results"].as_array().unwrap();
            results.iter().map(|r| r["partialFingerprints"][FINGERPRINT].as_str().unwrap().to_owned()).collect()
        };
        let now = prints(&log(""));
        assert_eq!(now, prints(&log("# a remark\n\n")));
        let mut apart = now.clone();
        apart.sort();
        apart.dedup();
        assert_eq!(apart.len(), now.len());
    }
}
