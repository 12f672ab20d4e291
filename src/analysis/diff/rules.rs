//! Which rules are not what they were.
//!
//! A rule has a face, its fields as text, and a condition. Conditions are compared by meaning: a test of the old pack is read
//! against the new pack's input of the same id.

use crate::condition::{Entry, Test};
use crate::model::{Axis, Content, Item, Measure, Moment, RedFlag, Window};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeMap;

/// Something of both packs that is not what it was.
#[derive(Debug, Clone, Serialize)]
pub struct Edited {
    /// `item`, `flag` or `measure`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// The fields that differ, with their lines.
    pub fields: BTreeMap<&'static str, Vec<Line>>,
}

/// A line of a text that changed: `-` only in the old one, `+` only in the new one, a space in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The sign.
    pub sign: char,
    /// The line.
    pub text: String,
}

/// The lines of two texts.
pub(super) fn lines(old: &str, new: &str) -> Vec<Line> {
    let difference = TextDiff::from_lines(old, new);
    let line = |change: similar::Change<&str>| Line {
        sign: match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        },
        text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
    };
    difference.iter_all_changes().map(line).collect()
}

type Face = Vec<(&'static str, String)>;

/// All that both packs have and that differs.
pub(super) fn edited(old: &Content, new: &Content) -> Vec<Edited> {
    let mut list = Vec::new();
    for item in new.items() {
        if let Some(before) = old.item(&item.id) {
            list.extend(differs("item", &item.id, item_face(old, &old.items()[before]), item_face(new, item)));
        }
    }
    for flag in new.flags() {
        if let Some(before) = old.flags().iter().find(|f| f.id == flag.id) {
            list.extend(differs("flag", &flag.id, flag_face(old, before), flag_face(new, flag)));
        }
    }
    for measure in new.measures() {
        if let Some(before) = old.measures().iter().find(|m| m.id == measure.id) {
            list.extend(differs("measure", &measure.id, measure_face(old, before), measure_face(new, measure)));
        }
    }
    list
}

fn differs(kind: &'static str, id: &str, old: Face, new: Face) -> Option<Edited> {
    let pairs = old.into_iter().zip(new).filter(|((_, old), (_, new))| old != new);
    let fields: BTreeMap<_, _> = pairs.map(|((name, old), (_, new))| (name, lines(&old, &new))).collect();
    (!fields.is_empty()).then(|| Edited { kind, id: id.to_owned(), fields })
}

fn item_face(content: &Content, item: &Item) -> Face {
    let id = |other: &usize| content.items()[*other].id.clone();
    let amounts = item.amounts.iter().map(|amount| {
        let of = amount.of.as_deref().unwrap_or("-");
        let step = amount.step.map(|step| format!(", step {step}")).unwrap_or_default();
        format!("{}: {} in {} (of {of}{step})", amount.name, amount.value, amount.unit.name())
    });
    let foods = item.examples.iter().map(|example| {
        let diet = example.diet.map_or("any", |(axis, option)| content.inputs()[axis].options[option].id.as_str());
        let foods = example.foods.iter().map(|&food| content.foods()[food].id.as_str());
        format!("{diet}: {}", foods.collect::<Vec<_>>().join(", "))
    });
    vec![
        ("title", item.title.clone()),
        ("topic", content.topics()[item.topic].id.clone()),
        ("section", content.sections()[item.section].id.clone()),
        ("at", item.at.map(|window| window_face(content, window)).unwrap_or_default()),
        ("priority", item.priority.word().to_owned()),
        ("when", alternatives(content, item.when.alternatives())),
        ("unless", listed(content, item.unless.entries())),
        ("caveat", item.caveat.clone().unwrap_or_default()),
        ("instead", item.instead.iter().map(id).collect()),
        ("exclusive", item.exclusive.clone().unwrap_or_default()),
        ("contradicts", item.contradicts.iter().map(id).collect::<Vec<_>>().join(", ")),
        ("do", item.text.text().to_owned()),
        ("why", item.why.text().to_owned()),
        ("of", item.of.join(", ")),
        ("amounts", amounts.collect::<Vec<_>>().join("\n")),
        ("when_unknown", item.when_unknown.as_ref().map(|text| text.text().to_owned()).unwrap_or_default()),
        ("examples", foods.collect::<Vec<_>>().join("\n")),
        ("evidence", item.evidence.letter().to_owned()),
        ("sources", sources(content, &item.sources)),
        ("reviewed", item.reviewed.to_string()),
        ("next_review", item.next_review.to_string()),
    ]
}

fn flag_face(content: &Content, flag: &RedFlag) -> Face {
    let topics = flag.forbids.topics.iter().map(|&topic| content.topics()[topic].id.as_str());
    let items = flag.forbids.items.iter().map(|&item| content.items()[item].id.as_str());
    let of = flag.forbids.of.iter().map(String::as_str);
    vec![
        ("title", flag.title.clone()),
        ("signs", flag.signs.clone()),
        ("may_be", flag.may_be.clone()),
        ("level", flag.level.word().to_owned()),
        ("action", flag.action.clone()),
        ("also_said", flag.also_said.join("\n")),
        ("when", flag.when.as_ref().map(|when| alternatives(content, when.alternatives())).unwrap_or_default()),
        ("option", flag.option.is_some().to_string()),
        ("forbids", topics.chain(items).chain(of).collect::<Vec<_>>().join("\n")),
        ("sessions", flag.forbids.sessions.map(|s| format!("{s:?}").to_lowercase()).unwrap_or_default()),
        ("sources", sources(content, &flag.sources)),
    ]
}

fn measure_face(content: &Content, measure: &Measure) -> Face {
    let cases = measure.cases.iter().map(|case| {
        let when = alternatives(content, case.when.alternatives()).replace('\n', " or ");
        let when = if when.is_empty() { when } else { format!(" when {when}") };
        format!("{}{when}: {}", case.id, case.value)
    });
    let unit = &measure.unit;
    let valid = measure.valid.map(|v| {
        let (low, high) =
            (crate::quantity::round6(unit.from_base(v.lo())), crate::quantity::round6(unit.from_base(v.hi())));
        format!("{low}..{high}")
    });
    vec![
        ("title", measure.title.clone()),
        ("unit", unit.name().to_owned()),
        ("valid", valid.unwrap_or_default()),
        ("of", measure.of.clone().unwrap_or_default()),
        ("unless", listed(content, measure.unless.entries())),
        ("bound", format!("{:?}", measure.bound).to_lowercase()),
        ("internal", measure.internal.to_string()),
        ("cases", cases.collect::<Vec<_>>().join("\n")),
        ("sources", sources(content, &measure.sources)),
    ]
}

fn sources(content: &Content, sources: &[usize]) -> String {
    sources.iter().map(|&source| content.sources()[source].id.as_str()).collect::<Vec<_>>().join("\n")
}

fn window_face(content: &Content, window: Window) -> String {
    let moment = |moment: Moment| match moment {
        Moment::After(minutes) => format!("{minutes} min after"),
        Moment::Clock(axis) => content.axis_id(axis).to_owned(),
        Moment::At(minutes) => format!("{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0),
    };
    format!("{}..{}", moment(window.from), moment(window.to))
}

/// Tests in normal form, an alternative a line.
fn alternatives(content: &Content, all: &[Vec<Entry>]) -> String {
    all.iter().map(|entries| listed(content, entries).replace('\n', ", ")).collect::<Vec<_>>().join("\n")
}

fn listed(content: &Content, entries: &[Entry]) -> String {
    let test =
        |entry: &Entry| format!("{}: {}", content.axis_id(entry.axis), entry.test.print(content.domain(entry.axis)));
    entries.iter().map(test).collect::<Vec<_>>().join("\n")
}

/// When a rule holds, in the axes of the new pack.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub when: Vec<Vec<Entry>>,
    pub unless: Vec<Entry>,
}

impl Rule {
    /// The axes that it tests.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.when.iter().flatten().chain(&self.unless)
    }
}

/// A rule that changed: one of the two is missing where it came or went.
#[derive(Debug, Clone)]
pub(super) struct Changed {
    /// The item or flag.
    pub id: String,
    pub old: Option<Rule>,
    pub new: Option<Rule>,
    /// Whether what it says or counts changed too, so that all for whom it holds notice.
    pub body: bool,
    /// Whether what it says rests on a measure that changed.
    pub measured: bool,
}

/// The rules of items and flags that changed; `None` where an old test cannot be asked of the new inputs.
pub(super) fn changed(old: &Content, new: &Content, edited: &[Edited]) -> Option<Vec<Changed>> {
    let is_edited = |kind: &str, id: &str| edited.iter().any(|e| e.kind == kind && e.id == id);
    let measures: Vec<&str> = edited.iter().filter(|e| e.kind == "measure").map(|e| e.id.as_str()).collect();
    let rests = |content: &Content, axes: &[Axis]| {
        let measures_of = |&axis: &Axis| content.measure_of(axis).is_some_and(|m| rests_on(content, m, &measures));
        axes.iter().any(measures_of)
    };
    let mut list = Vec::new();
    let mut ids: Vec<&str> = new.items().iter().map(|item| item.id.as_str()).collect();
    ids.extend(old.items().iter().map(|item| item.id.as_str()).filter(|id| new.item(id).is_none()));
    for id in ids {
        let find = |content: &Content| content.item(id);
        let rule = |content: &Content, at: usize| {
            let item = &content.items()[at];
            let of =
                |entries: &[Entry]| entries.iter().map(|e| translated(content, new, e)).collect::<Option<Vec<_>>>();
            let when = item.when.alternatives().iter().map(|entries| of(entries)).collect::<Option<Vec<_>>>()?;
            Some(Rule { when, unless: of(item.unless.entries())? })
        };
        let axes = |content: &Content| -> Vec<Axis> {
            let item = find(content).map(|at| &content.items()[at]);
            let amounts = item.iter().flat_map(|item| item.amounts.iter().flat_map(|a| a.axes.iter().copied()));
            let tests = item.iter().flat_map(|item| item.when.entries().chain(item.unless.entries()).map(|e| e.axis));
            amounts.chain(tests).collect()
        };
        let measured = !measures.is_empty() && (rests(old, &axes(old)) || rests(new, &axes(new)));
        if find(old).is_some() && find(new).is_some() && !is_edited("item", id) && !measured {
            continue;
        }
        let sides = (find(old).map(|at| rule(old, at)), find(new).map(|at| rule(new, at)));
        let body = edited.iter().any(|e| e.kind == "item" && e.id == id && e.fields.keys().any(|f| !is_condition(f)));
        list.push(Changed { id: id.to_owned(), old: settle(sides.0)?, new: settle(sides.1)?, body, measured });
    }
    flags(old, new, edited, &mut list)?;
    Some(list)
}

fn is_condition(field: &str) -> bool {
    matches!(field, "when" | "unless" | "option")
}

/// A side that is there must be readable.
fn settle(side: Option<Option<Rule>>) -> Option<Option<Rule>> {
    match side {
        Some(None) => None,
        Some(rule) => Some(rule),
        None => Some(None),
    }
}

fn flags(old: &Content, new: &Content, edited: &[Edited], list: &mut Vec<Changed>) -> Option<()> {
    let mut ids: Vec<&str> = new.flags().iter().map(|flag| flag.id.as_str()).collect();
    ids.extend(old.flags().iter().map(|f| f.id.as_str()).filter(|id| !new.flags().iter().any(|f| f.id == *id)));
    for id in ids {
        let find = |content: &Content| content.flags().iter().find(|flag| flag.id == id).cloned();
        let (before, after) = (find(old), find(new));
        let entry = edited.iter().find(|e| e.kind == "flag" && e.id == id);
        if before.is_some() && after.is_some() && entry.is_none() {
            continue;
        }
        let body = entry.is_some_and(|e| e.fields.keys().any(|field| !is_condition(field)));
        let rule = |content: &Content, flag: RedFlag| raised(content, new, &flag);
        let sides = (before.map(|flag| rule(old, flag)), after.map(|flag| rule(new, flag)));
        // A symptom that only one pack offers is an answer that the other does not know: it counts as not raised there.
        let (old, new) = (sides.0.unwrap_or(None), settle(sides.1)?);
        list.push(Changed { id: id.to_owned(), old, new, body, measured: false });
    }
    Some(())
}

fn raised(content: &Content, new: &Content, flag: &RedFlag) -> Option<Rule> {
    let data = flag.when.iter().flat_map(|when| when.alternatives());
    let mut when = data
        .map(|entries| entries.iter().map(|e| translated(content, new, e)).collect::<Option<Vec<_>>>())
        .collect::<Option<Vec<_>>>()?;
    if let (Some(_), Some(axis)) = (flag.option, new.symptoms()) {
        let test = Test::parse(&flag.id, new.domain(axis)).ok()?;
        when.push(vec![Entry { axis, test, span: flag.span }]);
    }
    Some(Rule { when, unless: Vec::new() })
}

/// A test of either pack as one of the new pack.
fn translated(content: &Content, new: &Content, entry: &Entry) -> Option<Entry> {
    let axis = new.axis(content.axis_id(entry.axis))?;
    let text = entry.test.print(content.domain(entry.axis));
    let test = Test::parse(&text, new.domain(axis)).ok()?;
    Some(Entry { axis, test, span: entry.span })
}

/// Whether a measure is one of these or is made of one.
fn rests_on(content: &Content, measure: usize, ids: &[&str]) -> bool {
    let declared = &content.measures()[measure];
    if ids.contains(&declared.id.as_str()) {
        return true;
    }
    let tests = declared.unless.entries().iter().chain(declared.cases.iter().flat_map(|case| case.when.entries()));
    let tested = tests.filter_map(|entry| content.measure_of(entry.axis));
    let named = declared.cases.iter().flat_map(|case| case.value.names());
    let named = named.filter_map(|(name, _)| content.measure(name));
    tested.chain(named).any(|inner| rests_on(content, inner, ids))
}
