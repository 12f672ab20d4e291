//! Sections and items in words.

use super::Marks;
use super::document::{AmountDoc, ItemDoc, SectionDoc};
use super::numbers::exact;
use super::words::Voice;
use crate::model::{Axis, Example, Item};
use crate::profile::{Given, Outcome};
use crate::prose::{Link, Prose, escape};
use crate::select::{Decision, Selection};
use std::collections::BTreeSet;

/// A section with its items; nothing where it shows none.
pub(super) fn section(voice: &Voice, selection: &Selection, at: usize, marks: &mut Marks) -> Option<SectionDoc> {
    let section = &voice.content.sections()[at];
    let items: Vec<ItemDoc> = selection.sections[at].iter().map(|&i| item(voice, selection, i, marks)).collect();
    (!items.is_empty()).then(|| SectionDoc {
        id: section.id.clone(),
        title: section.title.clone(),
        when: voice.window(selection.times.section_slot(voice.content, at), selection),
        items,
    })
}

pub(super) fn item(voice: &Voice, selection: &Selection, at: usize, marks: &mut Marks) -> ItemDoc {
    let content = voice.content;
    let item = &content.items()[at];
    let decided = &selection.decisions[at];
    let amounts = amounts(voice, item, decided);
    let slot = selection.times.slot(content, at);
    let window = voice.window(slot, selection);
    let own_window = item.at.is_some()
        && window
            != voice.window(selection.times.section_slot(content, selection.times.section_of(item.section)), selection);
    let fill = |prose: &Prose| fill(voice, prose, &amounts);
    ItemDoc {
        id: item.id.clone(),
        title: item.title.clone(),
        priority: item.priority.word().to_owned(),
        when: own_window.then_some(window),
        at: voice.at(slot, selection),
        text: text(voice, item, decided, &fill),
        why: fill(&item.why).unwrap_or_default(),
        caveats: voice.caveats(at, &decided.caveats),
        examples: examples(voice, item),
        evidence: item.evidence.letter().to_owned(),
        marks: marks.of(&item.sources),
        sources: item.sources.iter().map(|&s| content.sources()[s].id.clone()).collect(),
        reasons: decided.reasons.iter().map(|entry| voice.reason(entry)).collect(),
        stands_for: decided.stands_for.map(|b| content.items()[b].title.clone()),
        reviewed: item.reviewed.to_string(),
        next_review: item.next_review.to_string(),
        overdue: item.next_review < voice.profile.as_of(),
        basis: basis(voice, item, decided),
        amounts,
    }
}

fn amounts(voice: &Voice, item: &Item, decided: &Decision) -> Vec<AmountDoc> {
    let values = item.amounts.iter().zip(&decided.amounts);
    values
        .map(|(amount, value)| AmountDoc {
            name: amount.name.clone(),
            value: value.value.map(|v| exact(v, &amount.unit)),
            words: value.value.map(|v| voice.amount(v, &amount.unit, amount.step, amount.bound)),
            of: amount.of.clone(),
        })
        .collect()
}

/// The text with its holes filled; `None` where one of them has nothing in it.
fn fill(voice: &Voice, prose: &Prose, amounts: &[AmountDoc]) -> Option<String> {
    let value = |name: &str| -> Option<String> {
        if let Some(amount) = amounts.iter().find(|a| a.name == name) {
            return amount.words.as_deref().map(escape);
        }
        let axis = voice.content.axis(name)?;
        voice.known(axis).map(|words| escape(&words))
    };
    if prose.slots().iter().any(|slot| value(&slot.name).is_none()) {
        return None;
    }
    let link = |link: &Link| escape(&link.words.clone().unwrap_or_else(|| voice.target(&link.kind, &link.id)));
    Some(prose.fill(&|name| value(name).unwrap_or_default(), &link))
}

/// `do` where everything is known; else `when_unknown`, else the words of what is missing.
fn text(voice: &Voice, item: &Item, decided: &Decision, fill: &dyn Fn(&Prose) -> Option<String>) -> String {
    if let Some(text) = fill(&item.text) {
        return text;
    }
    if let Some(text) = item.when_unknown.as_ref().and_then(fill) {
        return text;
    }
    let withheld: BTreeSet<usize> = decided.amounts.iter().flat_map(|a| a.withheld.iter().copied()).collect();
    let mut parts: Vec<String> =
        withheld.iter().filter_map(|&m| voice.content.measures()[m].unless_text.clone()).collect();
    let mut missing: BTreeSet<Axis> = decided.amounts.iter().flat_map(|a| a.missing.iter().copied()).collect();
    let slots = item.text.slots().iter().filter_map(|slot| voice.content.axis(&slot.name));
    missing.extend(slots.filter(|&axis| voice.content.measure_of(axis).is_none() && voice.known(axis).is_none()));
    parts.extend(missing.iter().filter_map(|&axis| voice.content.inputs()[axis].to_know.clone()));
    parts.dedup();
    if parts.is_empty() { voice.text("amount_unknown", &[]) } else { parts.join(" ") }
}

/// Foods for this runner's diets; without an answer, those for everybody.
fn examples(voice: &Voice, item: &Item) -> Vec<String> {
    let content = voice.content;
    let suits = |example: &&Example| match example.diet {
        None => fits_all(voice, example),
        Some((axis, option)) => match voice.profile.given(axis) {
            Given::Set(own) => own.contains(option) && fits_all(voice, example),
            _ => false,
        },
    };
    let list = item.examples.iter().filter(suits).map(|example| {
        let foods: Vec<String> = example
            .foods
            .iter()
            .map(|&f| {
                let food = &content.foods()[f];
                voice.text("example.food", &[("food", &food.title), ("serving", &food.serving)])
            })
            .collect();
        content.strings().list(&foods, "and")
    });
    list.collect()
}

/// Whether every food suits every diet that the runner named.
fn fits_all(voice: &Voice, example: &Example) -> bool {
    let content = voice.content;
    let Some(axis) = content.input("diet") else { return true };
    let Given::Set(own) = voice.profile.given(axis) else { return true };
    example.foods.iter().all(|&f| own.iter().all(|diet| content.foods()[f].fits.contains(&diet)))
}

/// What the numbers rest on: the cases of the measures that they are made of.
fn basis(voice: &Voice, item: &Item, decided: &Decision) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (amount, value) in item.amounts.iter().zip(&decided.amounts) {
        if value.value.is_none() {
            continue;
        }
        for measure in amount.axes.iter().filter_map(|&axis| voice.content.measure_of(axis)) {
            let rule = &voice.content.measures()[measure];
            let Outcome::Known(_, case) = voice.profile.measure(measure).outcome else { continue };
            let Some(label) = &rule.cases[case].label else { continue };
            let line = voice.text("basis", &[("title", &rule.title), ("label", label)]);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}
