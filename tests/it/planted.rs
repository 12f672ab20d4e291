//! Planted faults: packs in which the right answer is known. A case of `tests/packs/planted/*.txt` is laid over
//! `tests/packs/planted/base`; what must be found stands behind the line on which it must lie, with the runner who shows
//! it. Nothing else may be found. Each of these runners is then tried: the real selection shows the fault, dropping any of
//! the answers loses it, and `afterrun guide` takes the printed line as it is.

use crate::support::{AS_OF, check_folder, copy, fed, folder, place, put, repository, runner, text_of, words};
use afterrun::check::check;
use afterrun::condition::Truth;
use afterrun::diagnostics::Finding;
use afterrun::model::{Content, Item};
use afterrun::profile::{Given, Lack, Outcome, Profile, refuse};
use afterrun::select::{AmountValue, Fate, Selection, Stop, select};
use serde_json::{Map, Value};
use std::fmt::Write;

/// What an item of a case has unless its line says otherwise.
const ITEM: [(&str, &str); 9] = [
    ("title", "T"),
    ("section", "now"),
    ("priority", "should"),
    ("do", "D."),
    ("why", "W."),
    ("evidence", "B"),
    ("sources", "[handbook]"),
    ("reviewed", "2026-11-24"),
    ("next_review", "2030-11-24"),
];

/// What the pack says of one planted fault: lint, file, line, and the runner who shows it.
type Fault = (String, String, u32, Option<Value>);

struct Case {
    name: String,
    /// Files with their texts.
    files: Vec<(String, String)>,
    faults: Vec<Fault>,
}

/// `== NAME` starts a case, `-- FILE` a file of it; lines before the first are the items of a topic.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("== ") {
            cases.push(Case { name: name.to_owned(), files: Vec::new(), faults: Vec::new() });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(path) = line.strip_prefix("-- ") {
            case.files.push((path.to_owned(), String::new()));
            continue;
        }
        if case.files.is_empty() {
            if !line.starts_with("- ") {
                continue;
            }
            let head = "id: topic\ntitle: T\nsummary: S.\ntext: T.\nsources: [handbook]\nitems:\n";
            case.files.push(("guidance/topic.yaml".to_owned(), head.to_owned()));
        }
        let Some((path, file)) = case.files.last_mut() else { continue };
        let (code, marks) = line.split_once("# <- ").unwrap_or((line, ""));
        let number = u32::try_from(file.lines().count()).expect("few lines") + 1;
        for mark in marks.split("<- ").filter(|m| !m.is_empty()) {
            let (lint, witness) = mark.trim().split_once(' ').unwrap_or((mark.trim(), ""));
            let witness = (!witness.is_empty()).then(|| json(witness));
            let at = if lint == "undecided" { (String::new(), 0) } else { (path.clone(), number) };
            case.faults.push((lint.to_owned(), at.0, at.1, witness));
        }
        match path.starts_with("guidance/") && code.starts_with("- {") {
            true => file.push_str(&item(code)),
            false => file.push_str(code),
        }
        file.push('\n');
    }
    for case in &mut cases {
        case.faults.sort_by_key(|f| (f.1.clone(), f.2, f.0.clone()));
    }
    cases
}

/// A short item with all that an item must have.
fn item(code: &str) -> String {
    let body = code.trim().trim_start_matches("- {").trim_end_matches('}');
    let mut out = format!("  - {{{body}");
    for (field, value) in ITEM.iter().filter(|(field, _)| !body.contains(&format!("{field}:"))) {
        let _ = write!(out, ", {field}: {value}");
    }
    if body.contains("unless:") {
        out.push_str(", caveat: c");
    }
    out.push('}');
    out
}

/// A flow of YAML as JSON.
fn json(flow: &str) -> Value {
    serde_yaml::from_str(flow).unwrap_or_else(|error| panic!("{flow}: {error}"))
}

fn shown(selection: &Selection, item: usize) -> bool {
    selection.decisions[item].fate == Fate::Shown
}

/// The item that a finding is about, in its main place or in one that it also names.
fn items_of(content: &Content, finding: &Finding) -> Vec<usize> {
    let spans = finding.span.into_iter().chain(finding.related.iter().map(|(span, _)| *span));
    let at = |span| content.items().iter().position(|item: &Item| item.span == span);
    spans.filter_map(at).collect()
}

/// Whether a runner shows what a finding says, by the real selection.
fn shows(content: &Content, finding: &Finding, profile: &Profile) -> bool {
    let selection = select(content, profile);
    let items = items_of(content, finding);
    if selection.stop {
        return false;
    }
    match finding.lint.name {
        "section-gap" => {
            let at = content.sections().iter().position(|s| Some(s.span) == finding.span).expect("a section");
            let here = |i: &usize| selection.times.section_of(content.items()[*i].section) == at;
            if !finding.message.contains("everything is answered") {
                return selection.sections[at].len() < content.sections()[at].at_least;
            }
            // Whatever its items ask is answered, and only those that ask count.
            let own: Vec<usize> = (0..content.items().len()).filter(here).collect();
            let entries = |i: usize| content.items()[i].when.entries().chain(content.items()[i].unless.entries());
            let answered = own.iter().flat_map(|&i| entries(i)).all(|e| *profile.given(e.axis) != Given::Unknown);
            let there = |i: &&usize| matches!(selection.decisions[**i].fate, Fate::Shown | Fate::Cut);
            let asks = |i: &&usize| content.items()[**i].when.entries().count() > 0;
            answered && own.iter().filter(there).filter(asks).count() < content.sections()[at].at_least
        }
        "conflict" => items.len() == 2 && items.iter().all(|&i| shown(&selection, i)),
        "hidden-item" => matches!(selection.decisions[items[0]].fate, Fate::Lost(_) | Fate::Cut),
        "over-limit" => {
            let at = content.limits().iter().position(|l| Some(l.span) == finding.span).expect("a limit");
            selection.decisions.iter().any(|d| d.fate == Fate::Stopped(Stop::Limit(at)))
        }
        "amount-without-words" => content.items().iter().enumerate().any(|(i, item)| {
            let amount = item.amounts.iter().position(|a| Some(a.span) == finding.span);
            amount.is_some_and(|a| shown(&selection, i) && is_silent(content, item, &selection.decisions[i].amounts[a]))
        }),
        "unsafe-route" => unsafe_route(content, finding, profile, &selection, &items),
        other => panic!("{other} has no runner"),
    }
}

/// Whether a number is missing, and neither its item nor what it lacks has words for that.
fn is_silent(content: &Content, item: &Item, amount: &AmountValue) -> bool {
    let says = |axis: &usize| content.inputs()[*axis].to_know.is_some();
    let withheld = |m: &usize| content.measures()[*m].unless_text.is_some();
    amount.value.is_none()
        && item.when_unknown.is_none()
        && !amount.missing.iter().any(says)
        && !amount.withheld.iter().any(withheld)
}

fn unsafe_route(
    content: &Content,
    finding: &Finding,
    profile: &Profile,
    selection: &Selection,
    items: &[usize],
) -> bool {
    if finding.message.contains(" instead") {
        let (blocked, other) = (&selection.decisions[items[0]], &selection.decisions[items[1]]);
        return matches!(blocked.fate, Fate::Stopped(_)) && other.fate == Fate::Shown && other.stands_for.is_some();
    }
    if let [gives, keeps] = items[..] {
        let kept = content.items()[keeps].unless.blocks(&profile.answers()) == Truth::True;
        return kept && shown(selection, gives) && selection.decisions[gives].amounts.iter().any(|a| a.value.is_some());
    }
    // A measure that has a value by a case although one that it is made of is blocked.
    let known = |m: usize| matches!(profile.measure(m).outcome, Outcome::Known(..));
    let blocked = |m: usize| profile.measure(m).outcome == Outcome::Unknown(Lack::Blocked);
    let measures = content.measures();
    let outer = measures.iter().position(|m| m.cases.iter().any(|c| Some(c.span) == finding.span));
    let inner = measures.iter().position(|m| finding.related.iter().any(|(span, _)| m.span == *span));
    outer.is_some_and(known) && inner.is_some_and(blocked)
}

/// A runner from answers; `None` where the pack refuses them.
fn accepted(content: &Content, answers: &Map<String, Value>) -> Option<Profile> {
    let mut findings = afterrun::diagnostics::Findings::new();
    if content.inputs().iter().any(|i| i.required && !answers.contains_key(&i.id)) {
        return None;
    }
    let profile = runner_or_none(content, answers)?;
    refuse(content, &profile, &mut findings);
    findings.is_empty().then_some(profile)
}

fn runner_or_none(content: &Content, answers: &Map<String, Value>) -> Option<Profile> {
    let mut sources = afterrun::source::Sources::new();
    let file = sources.add_text("(profile)", serde_json::to_string(answers).ok()?);
    crate::support::answers(content, &sources, file, &mut afterrun::diagnostics::Findings::new())
}

/// The answers without one of them, or without one option of a set.
fn smaller(answers: &Map<String, Value>) -> Vec<Map<String, Value>> {
    let mut all = Vec::new();
    for (id, answer) in answers {
        let mut without = answers.clone();
        without.shift_remove(id);
        all.push(without);
        for at in 0..answer.as_array().map_or(0, Vec::len) {
            let mut fewer = answers.clone();
            if let Some(list) = fewer.get_mut(id).and_then(Value::as_array_mut) {
                list.remove(at);
            }
            all.push(fewer);
        }
    }
    all
}

/// The runners of a report, as the lines in which it prints them.
fn printed(report: &str) -> Vec<&str> {
    report.lines().filter_map(|line| Some(line.split_once("this runner shows it: ")?.1)).collect()
}

/// What is wrong with a case, in words; nothing if all is as planted.
fn wrong(case: &Case) -> String {
    let folder = folder();
    let pack = folder.path().join("content");
    copy(&repository("tests/packs/planted/base"), &pack);
    for (path, text) in &case.files {
        put(&pack.join(path), text);
    }
    let (sources, findings) = check_folder(folder.path());
    let report = words(&findings, &sources);
    let mut wrong = String::new();
    let mut found: Vec<Fault> = Vec::new();
    for finding in &findings {
        let (file, line) = place(finding, &sources).unwrap_or_default();
        found.push((finding.lint.name.to_owned(), file, line, finding.witness.clone().map(Value::Object)));
    }
    found.sort_by_key(|f| (f.1.clone(), f.2, f.0.clone()));
    if found != case.faults {
        let _ = writeln!(wrong, "planted {:#?}\nfound {found:#?}\n{report}", case.faults);
        return wrong;
    }
    let Some(content) = check(&sources, afterrun::check::Scope::Full).0 else { return wrong };
    for finding in &findings {
        let Some(answers) = &finding.witness else { continue };
        let profile = runner(&content, &Value::Object(answers.clone()).to_string());
        if !shows(&content, finding, &profile) {
            let _ = writeln!(wrong, "{answers:?} does not show: {}", finding.message);
        }
        for fewer in smaller(answers) {
            if accepted(&content, &fewer).is_some_and(|profile| shows(&content, finding, &profile)) {
                let _ = writeln!(wrong, "{fewer:?} is enough for: {}", finding.message);
            }
        }
    }
    for line in printed(&report) {
        let as_of = AS_OF.to_string();
        let content = pack.to_string_lossy();
        let ran = fed(&["guide", "--content", &content, "--as-of", &as_of, "-"], line.as_bytes());
        if ran.code != Some(0) || ran.stdout.is_empty() {
            let _ = writeln!(wrong, "`{line}` is no profile:\n{}", ran.stderr);
        }
    }
    wrong
}

/// Tries every case of a file.
fn all_of(name: &str) {
    let text = text_of(&repository(&format!("tests/packs/planted/{name}.txt")));
    let cases = cases(&text);
    assert!(!cases.is_empty(), "{name} has no cases");
    let mut report = String::new();
    for case in &cases {
        let wrong = wrong(case);
        if !wrong.is_empty() {
            let _ = writeln!(report, "== {}\n{wrong}", case.name);
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn dead_items() {
    all_of("dead-item");
}

#[test]
fn hidden_items() {
    all_of("hidden-item");
}

#[test]
fn section_gaps() {
    all_of("section-gap");
}

#[test]
fn conflicts() {
    all_of("conflict");
}

#[test]
fn unsafe_routes() {
    all_of("unsafe-route");
}

#[test]
fn over_limits() {
    all_of("over-limit");
}

#[test]
fn amounts_without_words() {
    all_of("amount-without-words");
}

#[test]
fn unreachable_cases() {
    all_of("unreachable-case");
}

#[test]
fn dates_times_series_and_several_kinds() {
    all_of("several-kinds");
}

#[test]
fn undecided_questions() {
    all_of("undecided");
}

#[test]
fn forty_faults_at_once() {
    all_of("forty");
    let text = text_of(&repository("tests/packs/planted/forty.txt"));
    assert_eq!(cases(&text)[0].faults.len(), 40);
}

#[test]
fn a_failing_test_of_the_pack_hides_nothing() {
    let folder = folder();
    let pack = folder.path().join("content");
    copy(&repository("tests/packs/planted/base"), &pack);
    let item = item("- { id: one, when: { kind: unknown } }");
    let topic = format!("id: topic\ntitle: T\nsummary: S.\ntext: T.\nsources: [handbook]\nitems:\n{item}\n");
    put(&pack.join("guidance/topic.yaml"), topic);
    put(&pack.join("tests/a.yaml"), "- { name: salt, profile: { kind: a }, not_shown: [salty] }\n");
    let ran = fed(&["check", "--content", &pack.to_string_lossy()], b"");
    assert_eq!(ran.code, Some(1));
    for lint in ["failed-test", "dead-item"] {
        assert!(ran.stderr.contains(lint), "{}", ran.stderr);
    }
}
