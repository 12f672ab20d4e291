//! What an edit does to advice: edits of the tiny pack whose effect is known.

use crate::support::{AS_OF, Ran, afterrun, copy, put, repository, text_of};
use serde_json::Value;
use std::path::Path;

/// The tiny pack twice; the second one with these texts replaced in its files.
fn edited(edits: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let folder = crate::support::folder();
    for name in ["old", "new"] {
        copy(&repository("tests/packs/mini"), &folder.path().join(name));
    }
    for (file, from, to) in edits {
        let path = folder.path().join("new").join(file);
        let text = text_of(&path);
        assert!(text.contains(from), "{file} has no {from:?}");
        put(&path, text.replacen(from, to, 1));
    }
    folder
}

fn diff(folder: &Path, more: &[&str]) -> Ran {
    let (old, new) = (folder.join("old").display().to_string(), folder.join("new").display().to_string());
    let ran = afterrun(&[&["diff", &old, &new, "--as-of", &AS_OF.to_string()], more].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
    ran
}

fn json(folder: &Path, more: &[&str]) -> Value {
    let ran = diff(folder, &[&["--format", "json"], more].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stdout))
}

/// The changes of an item or measure, without whom they touch.
fn changes(report: &Value, id: &str) -> Vec<Value> {
    let all = report["changes"].as_array().map_or(&[][..], Vec::as_slice);
    let of = all.iter().filter(|change| change["id"] == id).cloned();
    of.map(|mut change| {
        let object = change.as_object_mut().unwrap_or_else(|| panic!("{report:#}"));
        object.remove("id");
        object.remove("runners");
        change
    })
    .collect()
}

#[test]
fn nothing_changes_where_nothing_was_edited() {
    let folder = edited(&[("guidance/food.yaml", "items:", "# a remark\nitems:")]);
    let report = json(folder.path(), &[]);
    assert_eq!(report["schema"], "afterrun-diff/1");
    for list in ["added", "removed", "edited", "changed", "changes", "new_findings", "lost_findings"] {
        assert_eq!(report[list], Value::Array(Vec::new()), "{list}");
    }
    assert_eq!(report["share"], Value::Null);
    assert!(report["runners"].as_u64() > Some(1), "somebody was compared");
}

/// Bands: two kinds of session; the duration below 5 min, up to 40, up to 50, and above. Races below 5 min are impossible, and of
/// the 7 combinations that are left one differs.
#[test]
fn a_moved_threshold_is_counted_exactly() {
    let when = "    priority: could\n    when: { duration: \">= 40\", session_kind: easy }\n    do: Cook";
    let folder = edited(&[("guidance/food.yaml", "    priority: could\n    do: Cook", when)]);
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    put(&old.join("guidance/food.yaml"), text_of(&new.join("guidance/food.yaml")).replace(">= 40", ">= 50"));
    let report = json(folder.path(), &[]);
    let share = &report["share"];
    assert_eq!((&share["how"], &share["combinations"]), (&"exact".into(), &8.0.into()), "{share}");
    assert_eq!(share["inputs"], serde_json::json!(["session_kind", "duration"]));
    let exact = share["share"].as_f64().unwrap_or_default();
    assert!((exact - 1.0 / 7.0).abs() < 1e-12, "{exact}");
    // No boundary of either pack lies between the two thresholds; the edge that moved is shown all the same.
    let shown = report["changes"].as_array().and_then(|all| all.iter().find(|change| change["what"] == "shown"));
    let expected =
        serde_json::json!({ "id": "supper", "what": "shown", "section": "rest-of-day", "runners": ["edge-supper"] });
    assert_eq!(shown, Some(&expected), "{report:#}");
}

#[test]
fn doses_change_in_numbers_and_words_in_lines() {
    let folder = edited(&[
        ("measures.yaml", "0.25..0.3 g/kg", "0.35..0.4 g/kg"),
        ("guidance/food.yaml", "Cook a supper that you like", "Cook a supper that others like"),
    ]);
    put(&folder.path().join("me.yaml"), "session_kind: easy\nduration: 60\nbody_mass: 80\nconditions: []\n");
    let me = folder.path().join("me.yaml").display().to_string();
    let report = json(folder.path(), &["--profiles", &me]);
    assert_eq!((&report["runners"], &report["changed"]), (&1.into(), &serde_json::json!([me])));
    let dose = &changes(&report, "protein")[0];
    assert_eq!((&dose["what"], &dose["name"]), (&"dose".into(), &"portion".into()));
    assert_eq!((&dose["old"], &dose["new"]), (&"20–25 g".into(), &"30 g".into()), "{report:#}");
    let words = &changes(&report, "supper")[0];
    let lines: Vec<(&str, bool)> = words["lines"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter_map(|line| Some((line["sign"].as_str()?, line["text"].as_str()?.contains("others"))))
        .collect();
    assert_eq!(lines, [("-", false), ("+", true), (" ", false)]);
    // A measure has a say, so runners are drawn, and it is said how many and from which seed.
    assert_eq!((&report["share"]["how"], &report["share"]["seed"]), (&"sampled".into(), &1.into()));
    let share = report["share"]["share"].as_f64().unwrap_or_default();
    assert!(share > 0.5 && share <= 1.0, "everybody reads other words: {share}");
    let md = diff(folder.path(), &["--profiles", &me, "--format", "md"]).stdout;
    for part in [
        "### ",
        "1 of 1 compared guides change.",
        "`portion` 20–25 g → 30 g",
        "```diff\n",
        "      + Cook a supper that others",
    ] {
        assert!(md.contains(part), "{part:?} is not in\n{md}");
    }
    assert_eq!(md.matches("```").count() % 2, 0, "{md}");
}

#[test]
fn items_and_findings_come_and_go() {
    let at_least = (
        "guide.yaml",
        "id: tonight, title: Tonight, from: bedtime, to: wake_time, at_least: 0",
        "id: tonight, title: Tonight, from: bedtime, to: wake_time, at_least: 1",
    );
    let folder = edited(&[
        at_least,
        ("guidance/food.yaml", "  - id: supper\n", "  - id: dinner\n"),
        ("guidance/food.yaml", "instead: supper", "instead: dinner"),
    ]);
    let report = json(folder.path(), &[]);
    assert_eq!(
        (&report["added"], &report["removed"]),
        (&serde_json::json!(["dinner"]), &serde_json::json!(["supper"]))
    );
    let gone = &changes(&report, "supper")[0];
    assert_eq!((&gone["what"], &gone["why"]["because"]), (&"gone".into(), &"removed".into()));
    let new = &report["new_findings"][0];
    assert_eq!((&new["name"], &new["file"], &new["line"]), (&"section-gap".into(), &"guide.yaml".into(), &4.into()));
    assert_eq!(report["lost_findings"], Value::Array(Vec::new()));
    let back = folder.path().join("back");
    std::fs::rename(folder.path().join("old"), &back).unwrap_or_else(|error| panic!("{error}"));
    std::fs::rename(folder.path().join("new"), folder.path().join("old")).unwrap_or_else(|error| panic!("{error}"));
    std::fs::rename(&back, folder.path().join("new")).unwrap_or_else(|error| panic!("{error}"));
    let report = json(folder.path(), &[]);
    assert_eq!(report["lost_findings"][0]["name"], "section-gap");
}

#[test]
fn a_pack_that_cannot_be_read_is_not_compared() {
    let folder = edited(&[("guide.yaml", "at_most: 6", "at_mots: 6")]);
    let (old, new) = (folder.path().join("old").display().to_string(), folder.path().join("new").display().to_string());
    let ran = afterrun(&["diff", &old, &new]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(ran.stderr.contains("did you mean `at_most`?"), "{}", ran.stderr);
}
