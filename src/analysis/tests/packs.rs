//! Random small packs, of a few inputs each so that everybody can be tried.

use crate::source::Sources;
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::{select as one_of, subsequence};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A test of an input or a measure.
pub(super) type OneTest = (&'static str, &'static str);

/// Where measures may stand in a pack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measures {
    /// In amounts, and conditions test answers only.
    InAmounts,
    /// In conditions too.
    InConditions,
}

#[derive(Debug, Clone)]
struct RandomItem {
    when: Vec<Vec<OneTest>>,
    unless: Option<OneTest>,
    section: usize,
    priority: &'static str,
    evidence: &'static str,
    group: Option<&'static str>,
    instead: Option<usize>,
    contradicts: Option<usize>,
    of: Option<&'static str>,
    /// A formula and what it is of.
    amount: Option<(&'static str, &'static str)>,
    when_unknown: bool,
}

#[derive(Debug, Clone)]
struct RandomCase {
    when: Option<OneTest>,
    value: &'static str,
}

#[derive(Debug, Clone)]
struct RandomMeasure {
    unless: Option<OneTest>,
    cases: Vec<RandomCase>,
}

#[derive(Debug, Clone)]
pub(super) struct RandomPack {
    items: Vec<RandomItem>,
    measures: Vec<RandomMeasure>,
    /// Whether large numbers are not valid.
    is_bounded: bool,
    limit: Option<(&'static str, &'static str)>,
    at_least: [usize; 2],
    at_most: [usize; 2],
    impossible: Option<OneTest>,
    forbids: usize,
    data: Option<OneTest>,
    /// Which inputs say what to do without them.
    to_know: [bool; 2],
    /// The inputs that this pack knows.
    inputs: Vec<&'static str>,
}

/// Files that do not differ.
const COMMON: [&str; 3] = ["site.yaml", "sources/a.yaml", "strings.yaml"];

const INPUTS: [&str; 5] = ["kind", "minutes", "litres", "hot", "traits"];

fn test(kind: Measures) -> impl Strategy<Value = OneTest> {
    let tests = vec![
        ("kind", "a"),
        ("kind", "not(a)"),
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
    let more = vec![("dose", "> 30"), ("dose", "[5..20]"), ("dose", "known"), ("dose", "> 70"), ("dose", "unknown")];
    one_of(if kind == Measures::InConditions { [tests, more].concat() } else { tests })
}

fn alternative(kind: Measures) -> impl Strategy<Value = Vec<OneTest>> {
    vec(test(kind), 1..4)
}

fn item(kind: Measures) -> impl Strategy<Value = RandomItem> {
    let amounts = vec![
        ("10 g", "food"),
        ("20 g", "food"),
        ("1 g/min * minutes", "food"),
        ("5 g/L * litres", "drink"),
        ("5 g/L * litres + 1 g/min * minutes", "food"),
        ("dose", ""),
        ("dose", ""),
        ("total", ""),
    ];
    let place = (0..2_usize, one_of(vec!["must", "should", "could"]), one_of(vec!["A", "B"]));
    let others = (of(one_of(vec!["g", "h"])), of(0..6_usize), weighted(0.2, 0..6_usize));
    let numbers = (weighted(0.3, one_of(vec!["food", "drink"])), of(one_of(amounts)), proptest::bool::weighted(0.3));
    (vec(alternative(kind), 0..3), of(test(kind)), place, others, numbers).prop_map(
        |(when, unless, (section, priority, evidence), (group, instead, contradicts), (of, amount, when_unknown))| {
            RandomItem {
                when,
                unless,
                section,
                priority,
                evidence,
                group,
                instead,
                contradicts,
                of,
                amount,
                when_unknown,
            }
        },
    )
}

fn measure() -> impl Strategy<Value = RandomMeasure> {
    let plain = || test(Measures::InAmounts);
    let value =
        one_of(vec!["10 g", "1 g/min * minutes", "5 g/L * litres", "0.5 g/min * minutes + 5 g/L * litres", "90 g"]);
    let case = (of(plain()), value).prop_map(|(when, value)| RandomCase { when, value });
    (weighted(0.4, plain()), vec(case, 1..4)).prop_map(|(unless, cases)| RandomMeasure { unless, cases })
}

/// Random packs.
pub(super) fn pack(kind: Measures) -> impl Strategy<Value = RandomPack> {
    let numbers = (0..3_usize, 0..2_usize, 1..4_usize, 1..4_usize);
    let limit =
        weighted(0.4, (one_of(vec!["amount", "section", "guide", "hour"]), one_of(vec!["23 g", "47 g", "73 g"])));
    let flags = (of(test(Measures::InAmounts)), 0..6_usize, of(test(kind)));
    let known = (any::<[bool; 2]>(), subsequence(INPUTS.to_vec(), 3), any::<bool>());
    (vec(item(kind), 2..7), vec(measure(), 2), limit, numbers, flags, known).prop_map(
        move |(items, measures, limit, (a, b, c, d), (impossible, forbids, data), (to_know, inputs, is_bounded))| {
            let mut pack = RandomPack {
                items,
                measures,
                is_bounded,
                limit,
                at_least: [a, b],
                at_most: [c.max(a), d.max(b)],
                impossible,
                forbids,
                data,
                to_know,
                inputs,
            };
            pack.settle();
            pack
        },
    )
}

fn tests_of(tests: &[OneTest]) -> String {
    let all: Vec<String> = tests.iter().map(|(input, test)| format!("{input}: \"{test}\"")).collect();
    format!("{{ {} }}", all.join(", "))
}

impl RandomPack {
    /// Leaves out what asks for inputs that this pack does not know.
    fn settle(&mut self) {
        let inputs = self.inputs.clone();
        let knows = |input: &str| input == "dose" || inputs.contains(&input);
        let fits = |test: &mut Option<OneTest>| *test = test.filter(|(input, _)| knows(input));
        let made_of = |value: &str| ["minutes", "litres"].into_iter().all(|i| !value.contains(i) || knows(i));
        for item in &mut self.items {
            for tests in &mut item.when {
                let mut seen = BTreeSet::new();
                tests.retain(|(input, _)| knows(input) && seen.insert(*input));
            }
            item.when.retain(|tests| !tests.is_empty());
            fits(&mut item.unless);
            item.amount = item.amount.filter(|(value, _)| made_of(value));
        }
        for measure in &mut self.measures {
            fits(&mut measure.unless);
            for case in &mut measure.cases {
                fits(&mut case.when);
                if !made_of(case.value) {
                    case.value = "10 g";
                }
            }
        }
        fits(&mut self.impossible);
        fits(&mut self.data);
    }

    fn profile(&self) -> String {
        let to_know = |known: bool| if known { ", to_know: Add it." } else { "" };
        let all = [
            ("kind", "{ id: kind, title: Kind, ask: Which?, type: choice, required: true, options: [{ id: a, label: A }, { id: b, label: B }] }".to_owned()),
            ("minutes", format!("{{ id: minutes, title: Minutes, ask: How long?, type: number, unit: min, range: 0..100{} }}", to_know(self.to_know[0]))),
            ("litres", format!("{{ id: litres, title: Litres, ask: How much?, type: number, unit: L, range: 0..4{} }}", to_know(self.to_know[1]))),
            ("hot", "{ id: hot, title: Hot, ask: Hot?, type: flag, to_know: Add it. }".to_owned()),
            ("traits", "{ id: traits, title: Traits, ask: Which?, type: set, to_know: Add it., options: [{ id: x, label: X, caveat: x }, { id: y, label: Z, caveat: y }] }".to_owned()),
        ];
        let mut out = String::from("groups:\n  - id: all\n    title: All\n    inputs:\n");
        for (_, input) in all.iter().filter(|(id, _)| self.inputs.contains(id)) {
            let _ = writeln!(out, "      - {input}");
        }
        out.push_str("      - { id: symptoms, title: Symptoms, ask: Which?, type: set, options: red-flags }\n");
        let impossible = self.impossible.map_or("[]".to_owned(), |t| format!("[{}]", tests_of(&[t])));
        let _ = writeln!(out, "impossible: {impossible}");
        out
    }

    fn measures(&self) -> String {
        let mut out = String::new();
        for (measure, (id, more)) in self.measures.iter().zip([("dose", ""), ("total", "dose + 1 g")]) {
            let _ = write!(out, "- id: {id}\n  title: M\n  unit: g\n  of: food\n  sources: [handbook]\n");
            if self.is_bounded {
                out.push_str("  valid: 0..80 g\n");
            }
            if let Some(test) = measure.unless {
                let _ = writeln!(out, "  unless: {}", tests_of(&[test]));
            }
            out.push_str("  cases:\n");
            if !more.is_empty() {
                let _ = writeln!(out, "    - {{ id: first, value: {more} }}");
            }
            for (at, case) in measure.cases.iter().enumerate() {
                let when = case.when.map_or(String::new(), |t| format!("when: {}, ", tests_of(&[t])));
                let _ = writeln!(out, "    - {{ id: c{at}, {when}value: \"{}\" }}", case.value);
            }
        }
        out
    }

    fn topic(&self) -> String {
        let number = self.items.len();
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
            if let Some(of) = item.of {
                let _ = writeln!(topic, "    of: {of}");
            }
            match item.amount {
                None => topic.push_str("    do: D.\n"),
                Some((value, of)) => {
                    let of = if of.is_empty() { String::new() } else { format!(", of: {of}") };
                    let _ = writeln!(topic, "    do: \"D {{{{ n{at} }}}}.\"");
                    let _ = writeln!(topic, "    amounts: {{ n{at}: {{ value: \"{value}\", unit: g{of} }} }}");
                    if item.when_unknown {
                        topic.push_str("    when_unknown: W.\n");
                    }
                }
            }
            let _ = write!(
                topic,
                "    why: W.\n    evidence: {}\n    sources: [handbook]\n    reviewed: 2026-11-24\n    next_review: 2030-11-24\n",
                item.evidence
            );
        }
        topic
    }

    /// The pack as text, without what all packs share.
    pub fn text(&self) -> String {
        let own = self.files().into_iter().filter(|(path, _)| !COMMON.contains(path));
        own.map(|(path, text)| format!("-- {path}\n{text}")).collect()
    }

    /// The pack as files.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::new();
        for (path, text) in self.files() {
            sources.add_text(path, text);
        }
        sources
    }

    pub fn files(&self) -> Vec<(&'static str, String)> {
        let mut guide = String::from("sections:\n");
        for s in 0..2 {
            let (from, to) = (s, s + 1);
            let _ = writeln!(
                guide,
                "  - {{ id: s{s}, title: S, from: {from} h, to: {to} h, at_least: {}, at_most: {} }}",
                self.at_least[s], self.at_most[s]
            );
        }
        guide.push_str("glance: { numbers: [], things: 1 }\ndisplay: [{ unit: L, step: 0.1 }, { unit: g, step: 1 }, { unit: min, step: 1 }]\n");
        let number = self.items.len();
        let data = self.data.map_or(String::new(), |t| format!("  when: {}\n", tests_of(&[t])));
        let flag = |id: &str, level: &str, more: &str| {
            format!(
                "- id: {id}\n  row: R1\n  title: T\n  signs: S.\n  may_be: M.\n  level: {level}\n  action: A.\n  also_said: [{id}]\n  sources: [handbook]\n{more}"
            )
        };
        let flags = flag("red", "emergency", "")
            + &flag("amber", "clinician", &format!("  forbids: {{ items: [i{}] }}\n{data}", self.forbids % number));
        let limits = self.limit.map_or("[]\n".to_owned(), |(per, most)| {
            let most = if per == "hour" { format!("{most}/h") } else { most.to_owned() };
            format!("- {{ id: most, of: food, per: {per}, at_most: {most}, because: B., sources: [handbook] }}\n")
        });
        vec![
            ("site.yaml", include_str!("../../../tests/packs/mini/site.yaml").to_owned()),
            ("sources/a.yaml", include_str!("../../../tests/packs/mini/sources/a.yaml").to_owned()),
            ("strings.yaml", include_str!("../../../content/strings.yaml").to_owned()),
            ("guide.yaml", guide),
            ("profile.yaml", self.profile()),
            ("red-flags.yaml", flags),
            ("limits.yaml", limits),
            ("measures.yaml", self.measures()),
            ("guidance/t.yaml", self.topic()),
        ]
    }

    /// Whether what becomes of an item can hang on a number that no condition tests: where a range crosses such a bound,
    /// intervals may leave a question open.
    pub fn hangs_on_numbers(&self) -> bool {
        self.is_bounded || self.limit.is_some()
    }
}
