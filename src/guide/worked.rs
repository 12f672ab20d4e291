//! "What we worked out": measures with their values, and those that are withheld.

use super::document::{MeasureDoc, WithheldDoc};
use super::numbers;
use super::words::Voice;
use crate::model::{Axis, Content, Item};
use crate::profile::{Lack, Outcome};
use crate::select::{Fate, Selection, forbids};
use std::collections::BTreeSet;

/// Every measure that is not a helper, with its exact value or what it lacks. What a red flag forbids has none.
pub(super) fn measures(voice: &Voice, selection: &Selection) -> Vec<MeasureDoc> {
    let content = voice.content;
    if selection.stop {
        return Vec::new();
    }
    let forbidden = |of: &Option<String>| {
        let flags = selection.flags.iter().map(|&f| &content.flags()[f].forbids.of);
        of.as_ref().is_some_and(|of| flags.into_iter().any(|list| list.contains(of)))
    };
    let used = used(content, selection);
    let mut list = Vec::new();
    for (at, measure) in content.measures().iter().enumerate().filter(|(_, m)| !m.internal) {
        let value = voice.profile.measure(at);
        let mut document = MeasureDoc {
            id: measure.id.clone(),
            title: measure.title.clone(),
            value: None,
            words: None,
            case: None,
            case_words: None,
            missing: value.missing().iter().map(|&axis| content.axis_id(axis).to_owned()).collect(),
            note: None,
            told: used.contains(&at) || !content.items().iter().any(|item| tells(content, item, at)),
        };
        match &value.outcome {
            Outcome::Known(interval, case) if !forbidden(&measure.of) && !only_forbidden(content, selection, at) => {
                document.value = Some(numbers::exact(*interval, &measure.unit));
                document.words = Some(voice.amount(*interval, &measure.unit, None, measure.bound));
                document.case = Some(measure.cases[*case].id.clone());
                document.case_words = measure.cases[*case].label.clone();
            }
            Outcome::Unknown(Lack::Blocked) => document.note = measure.unless_text.clone(),
            Outcome::Unknown(Lack::Invalid) => document.note = measure.valid_text.clone(),
            _ => {}
        }
        list.push(document);
    }
    list
}

/// The told measures that have a note and no value: those with the same note share it.
pub(super) fn withheld(voice: &Voice, measures: &[MeasureDoc]) -> Vec<WithheldDoc> {
    let mut notes: Vec<(&str, Vec<String>)> = Vec::new();
    for measure in measures.iter().filter(|m| m.told && m.words.is_none()) {
        let Some(note) = measure.note.as_deref() else { continue };
        match notes.iter_mut().find(|(known, _)| *known == note) {
            Some((_, titles)) => titles.push(measure.title.clone()),
            None => notes.push((note, vec![measure.title.clone()])),
        }
    }
    let shared = |(note, titles): (&str, Vec<String>)| WithheldDoc {
        titles: voice.content.strings().list(&titles, "and"),
        note: note.to_owned(),
    };
    notes.into_iter().map(shared).collect()
}

/// Measures that a line of this guide rests on, directly or through others: its amounts, its rule, the holes of its text.
/// A line that only a full section cut counts too, since its number is still the runner's own.
fn used(content: &Content, selection: &Selection) -> BTreeSet<usize> {
    let lines = content.items().iter().zip(&selection.decisions);
    let lines = lines.filter(|(_, decided)| matches!(decided.fate, Fate::Shown | Fate::Cut));
    let mut queue: Vec<usize> =
        lines.flat_map(|(item, _)| axes(content, item)).filter_map(|a| content.measure_of(a)).collect();
    let mut used = BTreeSet::new();
    while let Some(at) = queue.pop() {
        if !used.insert(at) {
            continue;
        }
        for case in &content.measures()[at].cases {
            let named = case.value.names();
            queue.extend(named.iter().filter_map(|(name, _)| content.measure(name)));
        }
    }
    used
}

/// Whether a line tells a runner to take this much. Such a number without its line is advice that was not given; others,
/// such as a change in weight, say something about the runner.
fn tells(content: &Content, item: &Item, measure: usize) -> bool {
    let mut axes = item.amounts.iter().flat_map(|amount| &amount.axes);
    axes.any(|&axis| content.measure_of(axis) == Some(measure))
}

/// What an item's numbers, rule and text are made of.
fn axes(content: &Content, item: &Item) -> Vec<Axis> {
    let amounts = item.amounts.iter().flat_map(|amount| amount.axes.iter().copied());
    let rule = item.when.entries().map(|entry| entry.axis);
    let holes = item.text.slots().iter().filter_map(|slot| content.axis(&slot.name));
    amounts.chain(rule).chain(holes).collect()
}

/// Whether a raised flag forbids a line with this measure's amounts, and no such line is shown: then its number is told
/// nowhere, whether or not that line was meant for the runner.
fn only_forbidden(content: &Content, selection: &Selection, measure: usize) -> bool {
    let mut found = false;
    for (at, (item, decided)) in content.items().iter().zip(&selection.decisions).enumerate() {
        if !tells(content, item, measure) {
            continue;
        }
        if decided.fate == Fate::Shown {
            return false;
        }
        found |= selection.flags.iter().any(|&flag| forbids(content, flag, at, item));
    }
    found
}
