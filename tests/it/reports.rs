//! What `check` hands to machines: our JSON against its schema, and the same findings at the same places as SARIF and as
//! GitHub's remarks. That SARIF keeps its own schema is seen in `tests/browser/sarif.test.mjs`.

use crate::support::{Ran, finish, mini, put};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A pack with faults of every kind of report: an edit, another place, a witness, no place at all, odd signs in a path.
fn faulty() -> tempfile::TempDir {
    let pack = mini();
    let content = pack.path().join("content");
    put(
        &content.join("faqs/b, 50%.yaml"),
        "- id: naps\n  question: Ä, 50 %?\n  anwser: Yes.\n  answer: Yes.\n  updated: 2026-11-24\n",
    );
    put(&content.join("faqs/c.yaml"), "- id: first-meal\n  question: Naps?\n  answer: Yes.\n  updated: 2026-11-24\n");
    pack
}

/// A pack that only the analysis finds fault with.
fn unsafe_pack() -> tempfile::TempDir {
    let pack = mini();
    let guide = "sections:\n  - { id: first-hour, title: First hour, from: 0 h, to: 1 h, at_least: 2, at_most: 6 }\n  \
                 - { id: rest-of-day, title: Rest of the day, from: 1 h, to: bedtime, at_least: 1, at_most: 6 }\n";
    put(&pack.path().join("content/guide.yaml"), guide);
    pack
}

fn check(folder: &Path, format: &str, content: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_afterrun"));
    command.current_dir(folder).args(["check", "--format", format, "--content", content]);
    let ran = finish(command, b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{}", ran.stdout);
    ran
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}:\n{}", ran.stdout))
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Name, file and first line of every finding that has a place, as GitHub reads them.
fn remarks(text: &str) -> Vec<(String, String, String)> {
    let plain = |text: &str| text.replace("%2C", ",").replace("%3A", ":").replace("%25", "%");
    let mut found = Vec::new();
    for line in text.lines() {
        let (command, _) = line.trim_start_matches(':').split_once("::").unwrap_or_else(|| panic!("{line}"));
        let (_, properties) = command.split_once(' ').unwrap_or_else(|| panic!("{line}"));
        let of = |key: &str| {
            let mut pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
            plain(pairs.find(|(name, _)| *name == key).map_or("", |(_, value)| value))
        };
        assert_eq!(of("line"), of("endLine"), "{line}");
        found.push((of("title"), of("file"), of("line")));
    }
    found
}

#[test]
fn the_json_has_the_shape_of_its_schema() {
    let schema = json(&crate::support::afterrun(&["schema", "findings"]));
    assert!(jsonschema::draft202012::meta::validate(&schema).is_ok());
    let validator = jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{error}"));
    for pack in [faulty(), unsafe_pack()] {
        let report = json(&check(pack.path(), "json", "content"));
        let wrong: Vec<String> =
            validator.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty() && !list(&report, "findings").is_empty(), "{wrong:?}");
        let mut misspelt = report.clone();
        misspelt["findings"][0]["name"] = "nap".into();
        assert!(!validator.is_valid(&misspelt));
    }
}

#[test]
fn every_form_shows_the_same_findings_at_the_same_places() {
    for pack in [faulty(), unsafe_pack()] {
        let root = pack.path().canonicalize().unwrap_or_else(|error| panic!("{error}"));
        let whole = root.join("content").display().to_string();
        for content in ["content", "./content", "content/../content", &whole] {
            let ours = json(&check(&root, "json", content));
            let ours: Vec<_> = list(&ours, "findings")
                .iter()
                .map(|f| {
                    let file = f["place"]["file"].as_str().unwrap_or("");
                    let name = file.rsplit("content/").next().unwrap_or("");
                    let text = |value: &Value| value.to_string().trim_matches('"').to_owned();
                    (text(&f["name"]), format!("content/{name}"), text(&f["place"]["line"]))
                })
                .collect();
            assert!(!ours.is_empty(), "{content}");
            assert_eq!(remarks(&check(&root, "github", content).stdout), ours, "{content}");
            let log = json(&check(&root, "sarif", content));
            let run = &log["runs"][0];
            let rules = list(&run["tool"]["driver"], "rules");
            let theirs: Vec<_> = list(run, "results")
                .iter()
                .map(|result| {
                    let place = &result["locations"][0]["physicalLocation"];
                    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
                    let rule = result["ruleIndex"].as_u64().and_then(|at| rules.get(usize::try_from(at).ok()?));
                    assert_eq!(rule.map(|rule| &rule["id"]), Some(&result["ruleId"]));
                    let uri = place["artifactLocation"]["uri"].as_str().unwrap_or("");
                    let file = uri.replace("%20", " ").replace("%2C", ",").replace("%25", "%");
                    (result["ruleId"].as_str().unwrap_or("").to_owned(), file, place["region"]["startLine"].to_string())
                })
                .collect();
            assert_eq!(theirs, ours, "{content}");
        }
    }
}

#[test]
fn edits_other_places_and_witnesses_are_kept() {
    let pack = faulty();
    let log = json(&check(pack.path(), "sarif", "content"));
    let results = list(&log["runs"][0], "results");
    let of = |name: &str| {
        let found = results.iter().find(|r| r["ruleId"] == name);
        found.unwrap_or_else(|| panic!("no {name}: {log:#}"))
    };
    let change = &of("unknown-field")["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "answer");
    assert_eq!((&change["deletedRegion"]["startLine"], &change["deletedRegion"]["endColumn"]), (&3.into(), &9.into()));
    let other = &of("duplicate-id")["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(other, "content/faqs/a.yaml");
    let pack = unsafe_pack();
    let log = json(&check(pack.path(), "sarif", "content"));
    let gap = &log["runs"][0]["results"][0];
    assert_eq!((&gap["ruleId"], &gap["level"]), (&"section-gap".into(), &"error".into()));
    assert_eq!(gap["properties"]["witness"]["session_kind"], "easy");
    let remarks = check(pack.path(), "github", "content").stdout;
    assert!(remarks.contains("this runner shows it: { session_kind: easy, "), "{remarks}");
}
