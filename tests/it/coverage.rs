//! What runners reach of a pack: counted on a tiny one, and the golden set of the shipped one.
//!
//! `tests/profiles/` holds runners who together reach all of the shipped pack that can be reached, and
//! `tests/data/selections.txt` what each of them gets. After a change of the pack, `BLESS=1 cargo test --test it coverage`
//! makes both anew; read the difference before you commit it.

use crate::runners::hold;
use crate::support::{AS_OF, afterrun, folder, mini, put, repository, runner, shipped, text_of};
use afterrun::analysis::coverage::{Beyond, Coverage, Kind, generate, lcov};
use afterrun::check::{Scope, check};
use afterrun::disk::folder_pack;
use afterrun::model::Content;
use afterrun::profile::Profile;
use afterrun::select::{Fate, Stop, select};
use afterrun::source::Sources;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A topic with one of everything: what is plain, what is blocked, what nobody can reach.
const WALKS: &str = "\
id: walks
title: Walks
summary: Walking after a run.
text: A walk is a gentle way to end a run.
unless: { conditions: raynauds }
sources: [handbook]
items:
  - id: short-walk
    title: Take a short walk
    section: tonight
    priority: could
    when:
      - { duration: \">= 90\", session_kind: race }
      - session_kind: easy
        duration: \"< 30\"
    unless: { body_mass: \"> 100\" }
    caveat: you are heavy
    do: Walk for a few minutes.
    why: It feels good.
    evidence: D
    sources: [handbook]
    reviewed: 2026-11-24
    next_review: 2030-11-24
  - id: no-walk
    title: Take no walk
    section: tonight
    priority: could
    when: { session_kind: race, duration: \"< 5\" }
    do: Sit down.
    why: It feels good.
    evidence: D
    sources: [handbook]
    reviewed: 2026-11-24
    next_review: 2030-11-24
  - id: sleep-in
    title: Sleep in
    section: next-days
    priority: could
    do: Sleep as long as you like.
    why: It feels good.
    evidence: D
    sources: [handbook]
    reviewed: 2026-11-24
    next_review: 2030-11-24
";

fn tiny() -> (tempfile::TempDir, Sources, Content) {
    let pack = mini();
    let content = pack.path().join("content");
    put(&content.join("guidance/walks.yaml"), WALKS);
    let sources = folder_pack(&content).unwrap_or_else(|error| panic!("{error}"));
    let (content, findings) = check(&sources, Scope::Full);
    let content = content.unwrap_or_else(|| panic!("{}", crate::support::words(&findings, &sources)));
    (pack, sources, content)
}

/// How often each point of the walks is reached, by kind, owner and part.
fn counts(coverage: &Coverage) -> BTreeMap<(&'static str, String), usize> {
    let ours = coverage.points.iter().filter(|p| p.of.ends_with("walk") || p.of == "walks" || p.of == "tonight");
    ours.map(|p| ((p.kind.word(), format!("{} {}", p.of, p.part).trim().to_owned()), p.count)).collect()
}

#[test]
fn what_runners_reach_is_counted() {
    let (_pack, _, content) = tiny();
    let mut coverage = Coverage::new(&content);
    for yaml in [
        "session_kind: race\nduration: 100\n",
        "session_kind: race\nduration: 60\n",
        "session_kind: easy\nduration: 20\nbody_mass: 110\nconditions: [raynauds]\n",
        "session_kind: easy\nduration: 60\nconditions: [raynauds]\n",
    ] {
        coverage.add(&runner(&content, yaml));
    }
    let expected = [
        ("section", "tonight", 1),
        ("item", "short-walk", 1),
        ("item", "no-walk", 0),
        ("when", "short-walk 1", 1),
        ("when", "short-walk 2", 1),
        ("when", "no-walk 1", 0),
        ("test", "short-walk duration: >= 90", 1),
        ("test", "short-walk session_kind: race", 1),
        ("test", "short-walk session_kind: easy", 2),
        ("test", "short-walk duration: < 30", 1),
        ("test", "no-walk session_kind: race", 2),
        ("test", "no-walk duration: < 5", 0),
        ("unless", "walks conditions: raynauds", 2),
        ("unless", "short-walk body_mass: > 100", 1),
    ];
    let expected = expected.map(|(kind, name, count)| ((kind, name.to_owned()), count));
    assert_eq!(counts(&coverage), BTreeMap::from(expected));
    assert_eq!(coverage.runners, 4);
}

#[test]
fn the_rest_is_reached_by_new_runners_or_proved_out_of_reach() {
    let (_pack, _, content) = tiny();
    let mut coverage = Coverage::new(&content);
    let made = generate(&content, &mut coverage, AS_OF, 1);
    let left: Vec<_> = coverage.points.iter().filter(|p| p.count == 0).collect();
    let names: Vec<_> = left.iter().map(|p| (p.kind, p.of.as_str(), p.beyond)).collect();
    let never = Some(Beyond::Never);
    // Nobody races for less than five minutes, says the pack.
    let expected = [(Kind::Item, "no-walk", never), (Kind::When, "no-walk", never), (Kind::Test, "no-walk", never)];
    assert_eq!(names, expected);
    assert!(made.iter().all(|boundary| !boundary.only.is_empty()), "an idle runner");
    // What is written reads as the same runner, and reaches as much.
    let mut again = Coverage::new(&content);
    for boundary in &made {
        let text = afterrun::diagnostics::witness::lines(&boundary.answers);
        again.add(&runner(&content, &text));
    }
    let counts = |coverage: &Coverage| coverage.points.iter().map(|p| p.count).collect::<Vec<_>>();
    assert_eq!(counts(&again), counts(&coverage));
    assert!(generate(&content, &mut again, AS_OF, 1).is_empty(), "nothing was left");
}

#[test]
fn lcov_counts_stand_on_their_lines() {
    let (_pack, sources, content) = tiny();
    let mut coverage = Coverage::new(&content);
    coverage.add(&runner(&content, "session_kind: race\nduration: 100\n"));
    coverage.settle(AS_OF, 1, false);
    let text = lcov::report(&coverage, &sources);
    let walks = text.split("end_of_record\n").find(|record| record.contains("walks.yaml"));
    let walks = walks.unwrap_or_else(|| panic!("{text}"));
    let of = |record: &str| -> Vec<String> {
        let lines = walks.lines().filter_map(|line| line.strip_prefix(record));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(of("DA:"), ["5,0", "8,1", "13,1", "14,0", "15,0", "16,0", "28,1", "35,1"], "{walks}");
    assert_eq!(of("FN:"), ["8,item:short-walk", "35,item:sleep-in"]);
    assert_eq!(of("FNDA:"), ["1,item:short-walk", "1,item:sleep-in"]);
    assert_eq!(of("BRDA:"), ["13,0,0,1", "14,0,1,0"]);
    assert_eq!((of("LF:"), of("LH:")), (vec!["8".to_owned()], vec!["4".to_owned()]));
}

/// The golden set of the shipped pack.
fn golden() -> Vec<(String, Profile)> {
    let paths = walkdir::WalkDir::new(repository("tests/profiles")).sort_by_file_name().into_iter().flatten();
    let files = paths.map(walkdir::DirEntry::into_path).filter(|path| path.is_file());
    let name = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    files.map(|path| (name(&path), runner(&shipped().content, &text_of(&path)))).collect()
}

/// What a runner gets: ids, section by section, and what is stopped by what.
fn selected(content: &Content, profile: &Profile, out: &mut String) {
    let selection = select(content, profile);
    let flags: Vec<&str> = selection.flags.iter().map(|&flag| content.flags()[flag].id.as_str()).collect();
    if !flags.is_empty() {
        let _ = writeln!(out, "flags: {}", flags.join(", "));
    }
    for (section, items) in content.sections().iter().zip(&selection.sections).filter(|(_, items)| !items.is_empty()) {
        let ids: Vec<&str> = items.iter().map(|&item| content.items()[item].id.as_str()).collect();
        let _ = writeln!(out, "{}: {}", section.id, ids.join(", "));
    }
    for (item, decided) in content.items().iter().zip(&selection.decisions) {
        let by = match &decided.fate {
            Fate::Stopped(Stop::Unless(entries)) => entries
                .iter()
                .map(|e| format!("{}: {}", content.axis_id(e.axis), e.test.text()))
                .collect::<Vec<_>>()
                .join("; "),
            Fate::Stopped(Stop::Flag(flag)) => content.flags()[*flag].id.clone(),
            Fate::Stopped(Stop::Limit(limit)) => content.limits()[*limit].id.clone(),
            _ => continue,
        };
        let _ = writeln!(out, "not {} ({by})", item.id);
    }
}

#[test]
fn the_golden_set_reaches_the_whole_shipped_pack_and_gets_what_it_got() {
    let content = &shipped().content;
    let (profiles, data) = (repository("tests/profiles"), repository("tests/data/selections.txt"));
    let bless = std::env::var_os("BLESS").is_some();
    if bless {
        let old: Vec<PathBuf> = golden().into_iter().map(|(name, _)| profiles.join(name + ".yaml")).collect();
        old.iter().for_each(|path| std::fs::remove_file(path).unwrap_or_else(|error| panic!("{error}")));
        let to = profiles.display().to_string();
        let ran = afterrun(&["coverage", "--generate", &to, "--effort", "4", "--as-of", &AS_OF.to_string()]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    let mut coverage = Coverage::new(content);
    let mut text = String::new();
    for (name, profile) in golden() {
        coverage.add(&profile);
        let _ = writeln!(text, "== {name}");
        selected(content, &profile, &mut text);
    }
    coverage.settle(AS_OF, 4, false);
    let left = coverage.points.iter().filter(|p| p.count == 0 && p.beyond != Some(Beyond::Never));
    let left: Vec<String> = left.map(|p| format!("{} {} {}", p.kind.word(), p.of, p.part)).collect();
    if bless {
        put(&data, &text);
    }
    let how = "if this is meant: BLESS=1 cargo test --test it coverage";
    assert!(left.is_empty(), "nobody of tests/profiles reaches\n{}\n{how}", left.join("\n"));
    let old = text_of(&data);
    let changed = text.lines().find(|line| !old.lines().any(|other| other == *line));
    assert!(old == text, "tests/data/selections.txt is out of date, first at: {}\n{how}", changed.unwrap_or("(gone)"));
}

#[test]
fn what_is_proved_out_of_reach_no_random_runner_reaches() {
    let content = &shipped().content;
    let mut proved = Coverage::new(content);
    proved.settle(AS_OF, 1, false);
    assert!(proved.points.iter().any(|p| p.beyond == Some(Beyond::Never)), "nothing to try");
    hold(content, 1_500, |profile| {
        let mut one = Coverage::new(content);
        one.add(profile);
        let both = one.points.iter().zip(&proved.points);
        match both.into_iter().find(|(point, proof)| point.count > 0 && proof.beyond == Some(Beyond::Never)) {
            Some((point, _)) => Err(format!("{} {} {} is reached", point.kind.word(), point.of, point.part)),
            None => Ok(()),
        }
    });
}

#[test]
fn files_folders_and_lines_are_runners() {
    let (pack, ..) = tiny();
    let at = |name: &str| pack.path().join(name).display().to_string();
    let content = at("content");
    put(&pack.path().join("runners/a.yaml"), "session_kind: race\nduration: 100\n");
    put(&pack.path().join("runners/deep/b.json"), r#"{"session_kind": "race", "duration": 60}"#);
    put(&pack.path().join("runners/note.txt"), "no runner");
    let lines = "{\"session_kind\": \"easy\", \"duration\": 20}\n\n{\"session_kind\": \"easy\", \"duration\": 60}\n";
    put(&pack.path().join("many.ndjson"), lines);
    let args = ["coverage", &at("runners"), &at("many.ndjson"), "--content", &content, "--format", "json"];
    let ran = afterrun(&args);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    assert_eq!((ran.code, &report["schema"], &report["runners"]), (Some(0), &"afterrun-coverage/1".into(), &4.into()));
    let points = report["points"].as_array().map_or(&[][..], Vec::as_slice);
    let point = points.iter().find(|p| p["part"] == "duration: < 30").unwrap_or_else(|| panic!("{report:#}"));
    assert_eq!((&point["line"], &point["count"], &point["status"]), (&15.into(), &1.into(), &"reached".into()));

    put(
        &pack.path().join("many.ndjson"),
        "{\"session_kind\": \"easy\", \"duration\": 20}\n{\"sesion_kind\": \"easy\"}\n",
    );
    let ran = afterrun(&args);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("many.ndjson:2:1:3") && ran.stderr.contains("did you mean `session_kind`?"),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains("\"runners\": 3"), "who can be read is counted");
    let ran = afterrun(&["coverage"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("coverage --generate"), "{}", ran.stderr);
}

#[test]
fn new_profiles_stand_beside_what_is_there() {
    let (pack, ..) = tiny();
    let content = pack.path().join("content").display().to_string();
    let to = folder();
    let made = to.path().join("made");
    put(&made.join("007-mine.yaml"), "session_kind: easy\nduration: 60\n");
    put(&made.join("note.txt"), "mine");
    let args = ["coverage", "--content", &content, "--generate", &made.display().to_string(), "--as-of", "2026-11-24"];
    let names = || -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&made)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let first = afterrun(&args);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert!(first.stdout.contains("no-walk") && !first.stdout.contains("\nnot reached"), "{}", first.stdout);
    let after = names();
    assert!(after.contains(&"007-mine.yaml".to_owned()) && after.contains(&"note.txt".to_owned()), "{after:?}");
    assert!(
        after.iter().any(|name| name.starts_with("008-")) && !after.iter().any(|n| n.starts_with('.')),
        "{after:?}"
    );
    let second = afterrun(&args);
    assert!(second.stderr.starts_with("0 new profiles"), "{}", second.stderr);
    assert_eq!(names(), after);
}
