//! `measures.yaml`: derived numbers, in an order in which each comes after those that it is made of.

use super::Lower;
use super::condition::{condition, unless};
use super::formula::{Names, formula};
use crate::check::raw::RawMeasure;
use crate::check::read::Entries;
use crate::condition::{Condition, Domain, Unless};
use crate::diagnostics::{Finding, lints};
use crate::model::{Axis, Bound, Case, Input, Measure, Parts};
use crate::quantity::Unit;
use crate::source::Span;
use std::collections::BTreeSet;

pub(super) const BOUNDS: &[(&str, Bound)] =
    &[("at_most", Bound::AtMost), ("at_least", Bound::AtLeast), ("nearest", Bound::Nearest)];

/// Lowers the measures into the parts. Their units come first, since conditions and formulas may use any of them.
pub(super) fn measures(low: &mut Lower, raws: Entries<RawMeasure>, parts: &mut Parts) {
    for raw in &raws.list {
        let unit = low.unit(&raw.unit);
        if unit.is_none() {
            low.names.axes.break_off(&raw.id.text);
        }
        let valid = raw.valid.as_ref().zip(unit.as_ref()).and_then(|(text, unit)| low.range(text, unit));
        let unit = unit.unwrap_or_else(Unit::one);
        let bound = raw.bound.as_ref().and_then(|word| low.word(&word.value, word.span, BOUNDS));
        let sources = low.sources_of(&raw.sources);
        parts.measures.push(Measure {
            id: raw.id.text.clone(),
            title: raw.title.value.clone(),
            unit,
            valid,
            valid_text: raw.valid_text.as_ref().map(|t| t.value.clone()),
            of: raw.of.as_ref().map(|id| id.text.clone()),
            unless: Unless::default(),
            unless_text: raw.unless_text.as_ref().map(|t| t.value.clone()),
            bound: bound.unwrap_or_default(),
            internal: raw.internal.unwrap_or(false),
            cases: Vec::new(),
            sources,
            feeds: BTreeSet::new(),
            span: raw.id.span,
        });
    }
    let inputs = parts.inputs.iter().map(Input::domain);
    let measures = parts.measures.iter().map(|m| Domain::Number { unit: m.unit.clone() });
    parts.domains = inputs.chain(measures).collect();
    for (at, raw) in raws.list.iter().enumerate() {
        if let Some(unless) = unless(low, &[&raw.unless], parts) {
            parts.measures[at].unless = unless;
        }
        let mut cases = Vec::new();
        let mut mismatched = 0;
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for raw_case in &raw.cases {
            let id = &raw_case.id;
            if let Some((_, first)) = seen.iter().find(|(text, _)| *text == id.text) {
                low.findings.push(
                    Finding::new(&lints::DUPLICATE_ID, id.span, format!("two cases are called `{}`", id.text))
                        .label("again here")
                        .related(*first, "the first one"),
                );
            }
            seen.push((&id.text, id.span));
            let when = condition(low, &raw_case.when, parts);
            let names = Names::of(&parts.inputs, &parts.measures);
            // A measure whose unit is none is broken off, and its formulas may be of any.
            let unit = low.names.axes.get(&raw.id.text).map(|_| parts.measures[at].unit.clone());
            let before = low.findings.len();
            let value = formula(low, &raw_case.value, &names, unit.as_ref());
            mismatched += usize::from(low.findings.iter().skip(before).any(|f| f.lint == &lints::UNIT_MISMATCH));
            if let (Some(when), Some(value)) = (when, value) {
                let label = raw_case.label.as_ref().map(|l| l.value.clone());
                cases.push(Case { id: id.text.clone(), label, when, value, span: id.span });
            }
        }
        // Where no case comes to the unit it is the unit that is wrong, and with it whatever is held against it elsewhere.
        if mismatched > 0 && mismatched == raw.cases.len() {
            low.names.axes.break_off(&raw.id.text);
        }
        if raw.cases.is_empty() {
            low.findings.push(
                Finding::new(&lints::MISSING_FIELD, raw.id.span, format!("the measure `{}` has no cases", raw.id.text))
                    .label("needs `cases` with at least one formula"),
            );
        }
        if cases.len() < raw.cases.len() || raw.cases.iter().any(|case| case.id.span.is_stand_in()) {
            low.broken_cases.insert(at);
        }
        parts.measures[at].cases = cases;
    }
    parts.measure_order = order(low, parts);
    for at in parts.measure_order.clone() {
        let feeds = made_of(&parts.measures[at], parts).into_iter().flat_map(|axis| {
            match axis.checked_sub(parts.inputs.len()) {
                None => BTreeSet::from([axis]),
                // A measure of a circle has been reported, and has nothing yet.
                Some(inner) => parts.measures[inner].feeds.clone(),
            }
        });
        parts.measures[at].feeds = feeds.collect();
    }
}

/// The inputs and measures that a measure names or tests itself.
fn made_of(measure: &Measure, parts: &Parts) -> BTreeSet<Axis> {
    let tested = measure.cases.iter().flat_map(|case| Condition::entries(&case.when));
    let axes = tested.chain(measure.unless.entries()).map(|entry| entry.axis);
    let ids = || parts.inputs.iter().map(|i| &i.id).chain(parts.measures.iter().map(|m| &m.id));
    let named = measure.cases.iter().flat_map(|case| case.value.names());
    let named = named.filter_map(|(name, _)| ids().position(|id| id == name));
    axes.chain(named).collect()
}

/// Depth first; a measure met while it is still being worked out is a cycle, reported once.
fn order(low: &mut Lower, parts: &Parts) -> Vec<usize> {
    let inner = |axis: Axis| axis.checked_sub(parts.inputs.len());
    let needs = parts.measures.iter().map(|m| made_of(m, parts).into_iter().filter_map(inner).collect());
    let needs: Vec<BTreeSet<usize>> = needs.collect();
    let mut done = Vec::with_capacity(needs.len());
    let mut path = Vec::new();
    for start in 0..needs.len() {
        visit(start, &needs, &mut done, &mut path, low, parts);
    }
    done
}

fn visit(
    at: usize,
    needs: &[BTreeSet<usize>],
    done: &mut Vec<usize>,
    path: &mut Vec<usize>,
    low: &mut Lower,
    parts: &Parts,
) {
    if done.contains(&at) {
        return;
    }
    if let Some(from) = path.iter().position(|&p| p == at) {
        let names: Vec<&str> = path[from..].iter().chain([&at]).map(|&m| parts.measures[m].id.as_str()).collect();
        low.findings.push(
            Finding::new(
                &lints::MEASURE_CYCLE,
                parts.measures[at].span,
                format!("the measure `{}` is made of itself", parts.measures[at].id),
            )
            .label("a circle without a start")
            .note(format!("the way round: {}", names.join(" -> ")))
            .help("let one of them be worked out from inputs alone"),
        );
        return;
    }
    path.push(at);
    for &need in &needs[at] {
        visit(need, needs, done, path, low, parts);
    }
    path.pop();
    if !done.contains(&at) {
        done.push(at);
    }
}
