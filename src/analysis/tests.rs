//! The analysis against brute force: on random small packs it agrees with every banded profile.

use super::analyse;
use crate::check::{Scope, check};
use crate::diagnostics::{Finding, Findings, human};
use crate::model::Content;
use crate::profile::{Given, Profile, read};
use crate::select::{Fate, Selection, Stop, select};
use crate::source::Sources;
use crate::syntax::{Cx, Decode, Flat, parse};
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select as one_of;
use std::collections::BTreeSet;
use std::fmt::Write;

const TODAY: Date = date(2026, 11, 24);

const PROFILE: &str = r#"
groups:
  - id: all
    title: All
    inputs:
      - { id: kind, title: Kind, ask: Which?, type: choice, required: true, options: [{ id: a, label: A }, { id: b, label: B }, { id: c, label: C }] }
      - { id: minutes, title: Minutes, ask: How long?, type: number, unit: min, range: 0..100, to_know: Add it. }
      - { id: litres, title: Litres, ask: How much?, type: number, unit: L, range: 0..4, to_know: Add it. }
      - { id: hot, title: Hot, ask: Hot?, type: flag, to_know: Add it. }
      - id: traits
        title: Traits
        ask: Which?
        type: set
        to_know: Add it.
        options: [{ id: x, label: X, caveat: x }, { id: y, label: "Y", caveat: y }]
      - { id: symptoms, title: Symptoms, ask: Which?, type: set, options: red-flags }
"#;

const MEASURES: &str = r#"
- id: rate
  title: Rate
  unit: L/h
  valid: 0..6 L/h
  unless: { traits: y }
  unless_text: Not for you.
  cases:
    - { id: measured, when: { minutes: ">= 10" }, value: litres / minutes }
    - { id: usual, when: { hot: "true" }, value: 2 L/h }
  sources: [handbook]
"#;

#[derive(Debug, Clone)]
struct RandomItem {
    when: Vec<Vec<(&'static str, &'static str)>>,
    unless: Option<(&'static str, &'static str)>,
    section: usize,
    priority: &'static str,
    evidence: &'static str,
    group: Option<&'static str>,
    instead: Option<usize>,
    contradicts: Option<usize>,
}

#[derive(Debug, Clone)]
struct RandomPack {
    items: Vec<RandomItem>,
    at_least: [usize; 2],
    at_most: [usize; 2],
    impossible: Option<(&'static str, &'static str)>,
    forbids: usize,
    data: Option<(&'static str, &'static str)>,
}

fn test(measured: bool) -> impl Strategy<Value = (&'static str, &'static str)> {
    let tests = vec![
        ("kind", "a"),
        ("kind", "not(a)"),
        ("kind", "b, c"),
        ("minutes", "< 30"),
        ("minutes", ">= 30"),
        ("minutes", "[30..60]"),
        ("minutes", "> 60, unknown"),
        ("minutes", "unknown"),
        ("hot", "true"),
        ("hot", "false, unknown"),
        ("traits", "x"),
        ("traits", "all(x, y)"),
        ("traits", "none(x)"),
        ("traits", "known"),
    ];
    let more = vec![("rate", "> 3"), ("rate", "[1..2]"), ("rate", "known"), ("rate", "> 5"), ("rate", "unknown")];
    one_of(if measured { [tests, more].concat() } else { tests })
}

fn alternative(measured: bool) -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    vec(test(measured), 1..4).prop_map(|mut tests| {
        let mut seen = BTreeSet::new();
        tests.retain(|(input, _)| seen.insert(*input));
        tests
    })
}

fn item(measured: bool) -> impl Strategy<Value = RandomItem> {
    (
        vec(alternative(measured), 0..3),
        of(test(measured)),
        0..2_usize,
        one_of(vec!["must", "should", "could"]),
        one_of(vec!["A", "B"]),
        of(one_of(vec!["g", "h"])),
        of(0..6_usize),
        proptest::option::weighted(0.2, 0..6_usize),
    )
        .prop_map(|(when, unless, section, priority, evidence, group, instead, contradicts)| RandomItem {
            when,
            unless,
            section,
            priority,
            evidence,
            group,
            instead,
            contradicts,
        })
}

fn pack(measured: bool) -> impl Strategy<Value = RandomPack> {
    let numbers = (0..3_usize, 0..2_usize, 1..4_usize, 1..4_usize);
    (vec(item(measured), 2..7), numbers, of(test(false)), 0..6_usize, of(test(measured))).prop_map(
        |(items, (a, b, c, d), impossible, forbids, data)| RandomPack {
            items,
            at_least: [a, b],
            at_most: [c.max(a), d.max(b)],
            impossible,
            forbids,
            data,
        },
    )
}

fn tests_of(tests: &[(&str, &str)]) -> String {
    let all: Vec<String> = tests.iter().map(|(input, test)| format!("{input}: \"{test}\"")).collect();
    format!("{{ {} }}", all.join(", "))
}

impl RandomPack {
    fn sources(&self, measured: bool) -> Sources {
        let mut guide = String::from("sections:\n");
        for s in 0..2 {
            let (from, to) = (s, s + 1);
            let _ = writeln!(
                guide,
                "  - {{ id: s{s}, title: S, from: {from} h, to: {to} h, at_least: {}, at_most: {} }}",
                self.at_least[s], self.at_most[s]
            );
        }
        guide.push_str("glance: { numbers: [], things: 1 }\ndisplay: [{ unit: L, step: 0.1 }, { unit: L/h, step: 0.1 }, { unit: min, step: 1 }]\n");
        let impossible = self.impossible.map_or("[]".to_owned(), |t| format!("[{}]", tests_of(&[t])));
        let profile = format!("{PROFILE}\nimpossible: {impossible}\n");
        let number = self.items.len();
        let data = self.data.map_or(String::new(), |t| format!("  when: {}\n", tests_of(&[t])));
        let flag = |id: &str, level: &str, more: &str| {
            format!(
                "- id: {id}\n  row: R1\n  title: T\n  signs: S.\n  may_be: M.\n  level: {level}\n  action: A.\n  also_said: [{id}]\n  sources: [handbook]\n{more}"
            )
        };
        let flags = flag("red", "emergency", "")
            + &flag("amber", "clinician", &format!("  forbids: {{ items: [i{}] }}\n{data}", self.forbids % number));
        let mut topic = String::from("id: t\ntitle: T\nsummary: S.\ntext: T.\nsources: [handbook]\nitems:\n");
        for (at, item) in self.items.iter().enumerate() {
            let _ = write!(
                topic,
                "  - id: i{at}\n    title: T\n    section: s{}\n    priority: {}\n    caveat: c\n",
                item.section, item.priority
            );
            if !item.when.is_empty() {
                let all: Vec<String> = item.when.iter().map(|t| tests_of(t)).collect();
                let _ = writeln!(topic, "    when: [{}]", all.join(", "));
            }
            if let Some(test) = item.unless {
                let _ = writeln!(topic, "    unless: {}", tests_of(&[test]));
            }
            if let Some(group) = item.group {
                let _ = writeln!(topic, "    exclusive: {group}");
            }
            // Those at even places stand in, those at odd ones may need it: no chains.
            if let Some(other) = item.instead.filter(|_| at % 2 == 1) {
                let _ = writeln!(topic, "    instead: i{}", (other % number) / 2 * 2);
            }
            if let Some(other) = item.contradicts.filter(|o| o % number != at) {
                let _ = writeln!(topic, "    contradicts: [i{}]", other % number);
            }
            let _ = write!(
                topic,
                "    do: D.\n    why: W.\n    evidence: {}\n    sources: [handbook]\n    reviewed: 2026-11-24\n    next_review: 2030-11-24\n",
                item.evidence
            );
        }
        let mut sources = Sources::new();
        for (path, text) in [
            ("site.yaml", include_str!("../../tests/packs/mini/site.yaml")),
            ("sources/a.yaml", include_str!("../../tests/packs/mini/sources/a.yaml")),
            ("strings.yaml", include_str!("../../content/strings.yaml")),
            ("guide.yaml", &guide),
            ("profile.yaml", &profile),
            ("red-flags.yaml", &flags),
            ("guidance/t.yaml", &topic),
        ] {
            sources.add_text(path, text);
        }
        if measured {
            sources.add_text("measures.yaml", MEASURES);
        }
        sources
    }
}

fn content(sources: &Sources) -> Content {
    let (content, findings) = check(sources, Scope::Full);
    content.unwrap_or_else(|| panic!("{}", human::report(&findings, sources, false)))
}

/// Every profile on a grid that meets every band, with its selection.
fn everybody(content: &Content) -> Vec<(Profile, Selection)> {
    let choice = |places: &[usize]| Given::Set(places.iter().copied().collect());
    let numbers = |id: &str, some: &[f64]| -> Vec<Given> {
        let unit = &content.inputs()[content.input(id).unwrap()].unit;
        let known = some.iter().map(|x| Given::Number(unit.to_base(*x)));
        [Given::Unknown].into_iter().chain(known).collect()
    };
    let measured = !content.measures().is_empty();
    let lists = [
        (0..3).map(Given::Choice).collect(),
        numbers("minutes", &[5.0, 10.0, 30.0, 45.0, 60.0, 80.0]),
        numbers("litres", if measured { &[0.0, 0.5, 1.0, 2.0, 4.0] } else { &[] }),
        vec![Given::Unknown, Given::Flag(true), Given::Flag(false)],
        vec![Given::Unknown, choice(&[]), choice(&[0]), choice(&[1]), choice(&[0, 1])],
        vec![Given::Unknown, choice(&[]), choice(&[0]), choice(&[1])],
    ];
    let mut all: Vec<Vec<Given>> = vec![Vec::new()];
    for list in &lists {
        all = all.iter().flat_map(|some| list.iter().map(move |g| [some.clone(), vec![g.clone()]].concat())).collect();
    }
    let profiles = all.into_iter().map(|given| Profile::new(content, given, TODAY));
    let welcome = profiles.filter(|p| super::runner::is_welcome(content, p));
    welcome.map(|p| (select(content, &p), p)).filter(|(s, _)| !s.stop).map(|(s, p)| (p, s)).collect()
}

fn runner(content: &Content, yaml: &str) -> Profile {
    let mut sources = Sources::new();
    let file = sources.add_text("(profile)", yaml);
    let mut findings = Findings::new();
    let tree = parse(&sources, file, &mut findings);
    let flat = Flat::decode(&tree, &mut Cx { sources: &sources, findings: &mut findings });
    let profile = flat.and_then(|flat| read(content, &sources, &[flat], TODAY, &mut findings));
    profile.unwrap_or_else(|| panic!("{yaml}\n{}", human::report(&findings, &sources, false)))
}

/// What the analysis says, as lint and ids.
fn claims(findings: &Findings) -> BTreeSet<(String, String)> {
    let ids = |f: &Finding| {
        let ids: Vec<&str> = f.message.split('`').skip(1).step_by(2).collect();
        ids.join(" ")
    };
    let detail =
        |f: &Finding| if f.message.contains("with a `when`") { ids(f).replace(" when", " answered") } else { ids(f) };
    findings.iter().map(|f| (f.lint.name.to_owned(), detail(f))).collect()
}

/// What everybody together says.
fn truth(content: &Content, all: &[(Profile, Selection)]) -> BTreeSet<(String, String)> {
    let mut claims = BTreeSet::new();
    let id = |item: usize| content.items()[item].id.clone();
    let fates = |item: usize| all.iter().map(move |(_, s)| &s.decisions[item].fate);
    let ready = |f: &Fate| matches!(f, Fate::Shown | Fate::Lost(_) | Fate::Cut | Fate::Stopped(Stop::Limit(_)));
    for item in 0..content.items().len() {
        if !fates(item).any(ready) {
            claims.insert(("dead-item".to_owned(), id(item)));
        } else if !fates(item).any(|f| *f == Fate::Shown) {
            claims.insert(("hidden-item".to_owned(), id(item)));
        }
        for &other in &content.items()[item].contradicts {
            let both = |(_, s): &(Profile, Selection)| {
                s.decisions[item].fate == Fate::Shown && s.decisions[other].fate == Fate::Shown
            };
            let said = claims.contains(&("conflict".to_owned(), format!("{} {}", id(other), id(item))));
            if !said && all.iter().any(both) {
                claims.insert(("conflict".to_owned(), format!("{} {}", id(item), id(other))));
            }
        }
    }
    for (at, section) in content.sections().iter().enumerate() {
        if all.iter().any(|(_, s)| s.sections[at].len() < section.at_least) {
            claims.insert(("section-gap".to_owned(), section.id.clone()));
            continue;
        }
        let general = |item: &usize| content.items()[*item].when == crate::condition::Condition::always();
        let exists = (0..content.items().len()).any(|i| content.items()[i].section == at && general(&i));
        let answered = |p: &Profile| {
            (0..content.inputs().len()).all(|a| *p.given(a) != Given::Unknown || content.inputs()[a].id == "litres")
        };
        let there = |s: &Selection, i: usize| matches!(s.decisions[i].fate, Fate::Shown | Fate::Cut);
        let inside = |i: &usize| content.items()[*i].section == at && !general(i);
        let few = |s: &Selection| {
            (0..content.items().len()).filter(inside).filter(|i| there(s, *i)).count() < section.at_least
        };
        if exists && all.iter().any(|(p, s)| answered(p) && few(s)) {
            claims.insert(("section-gap".to_owned(), format!("{} answered", section.id)));
        }
    }
    claims
}

fn witnesses_read_back(content: &Content, findings: &Findings) {
    for answers in findings.iter().filter_map(|f| f.witness.as_ref()) {
        let profile = runner(content, &serde_json::to_string(answers).unwrap());
        assert!(!select(content, &profile).stop);
    }
}

const COMPARED: [&str; 5] = ["conflict", "dead-item", "hidden-item", "section-gap", "undecided"];

/// How many packs: more with `ANALYSIS_CASES`.
fn cases() -> u32 {
    std::env::var("ANALYSIS_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn without_measures_it_agrees_with_brute_force(pack in pack(false)) {
        let sources = pack.sources(false);
        let content = content(&sources);
        let mut findings = Findings::new();
        analyse(&content, TODAY, 1, &mut findings);
        let mut found = claims(&findings);
        found.retain(|(lint, _)| COMPARED.contains(&lint.as_str()));
        let expected = truth(&content, &everybody(&content));
        prop_assert_eq!(found, expected, "{}", human::report(&findings, &sources, false));
        witnesses_read_back(&content, &findings);
    }

    #[test]
    fn with_measures_it_never_contradicts_brute_force(pack in pack(true)) {
        let sources = pack.sources(true);
        let content = content(&sources);
        let mut findings = Findings::new();
        analyse(&content, TODAY, 1, &mut findings);
        let found = claims(&findings);
        let expected = truth(&content, &everybody(&content));
        let open = found.iter().any(|(lint, _)| lint == "undecided");
        for claim in &found {
            // What a proof says of everybody holds on the grid too.
            if matches!(claim.0.as_str(), "dead-item" | "hidden-item") {
                let never = expected.contains(claim) || expected.contains(&("dead-item".to_owned(), claim.1.clone()));
                prop_assert!(never, "{:?}", claim);
            }
        }
        for claim in expected.iter().filter(|(lint, _)| matches!(lint.as_str(), "conflict" | "section-gap")) {
            // A gap of all items hides the one of items with a `when`.
            let wider = (claim.0.clone(), claim.1.replace(" answered", ""));
            prop_assert!(open || found.contains(claim) || found.contains(&wider), "{:?}", claim);
        }
        witnesses_read_back(&content, &findings);
    }
}
