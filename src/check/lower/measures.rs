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
use crate::syntax::ScalarText;
use std::collections::BTreeSet;

pub(super) const BOUNDS: &[(&str, Bound)] =
    &[("at_most", Bound::AtMost), ("at_least", Bound::AtLeast), ("nearest", Bound::Nearest)];

/// Lowers the measures into the parts. Their units come first, since conditions and formulas may use any of them.
pub(super) fn measures(low: &mut Lower, raws: Entries<RawMeasure>, parts: &mut Parts) {
    // What is said of each `valid`, until it is known whether the unit itself is wrong.
    let mut of_valid = Vec::new();
    for raw in &raws.list {
        let unit = low.unit(&raw.unit);
        if unit.is_none() {
            low.names.axes.break_off(&raw.id.text);
        }
        let before = low.findings.len();
        let valid = raw.valid.as_ref().zip(unit.as_ref()).and_then(|(text, unit)| low.range(text, unit));
        of_valid.push(low.findings.take_since(before));
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
    for ((at, raw), of_valid) in raws.list.iter().enumerate().zip(of_valid) {
        if let Some(unless) = unless(low, &[&raw.unless], parts) {
            parts.measures[at].unless = unless;
        }
        let mut cases = Vec::new();
        let mut mismatched = Vec::new();
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
            let mut value = formula(low, &raw_case.value, &names, None);
            let errors = value.as_ref().zip(unit.as_ref()).and_then(|(value, unit)| value.check_as(&names, unit).err());
            if let Some(errors) = errors {
                let before = low.findings.len();
                errors.into_iter().for_each(|error| low.complain(&lints::UNIT_MISMATCH, &raw_case.value, error));
                mismatched.push(low.findings.take_since(before));
                value = None;
            }
            if let (Some(when), Some(value)) = (when, value) {
                let label = raw_case.label.as_ref().map(|l| l.value.clone());
                cases.push(Case { id: id.text.clone(), label, when, value, span: id.span });
            }
        }
        // Where no case comes to the unit it is the unit that is wrong, and with it whatever is held against it elsewhere.
        let is_wrong = !mismatched.is_empty() && mismatched.len() == raw.cases.len();
        if is_wrong {
            low.names.axes.break_off(&raw.id.text);
        }
        let all = of_valid.into_iter().chain(mismatched.into_iter().flatten());
        let (units, others): (Vec<_>, Vec<_>) = all.partition(|finding| finding.lint == &lints::UNIT_MISMATCH);
        low.findings.extend(others);
        low.findings.extend(if is_wrong && units.len() > 1 { vec![wrong_unit(&raw.unit, units)] } else { units });
        if raw.cases.is_empty() {
            low.lacking(
                raw.span,
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

/// One finding for all that a measure's unit does not fit.
fn wrong_unit(unit: &ScalarText, of: Vec<Finding>) -> Finding {
    let finding =
        Finding::new(&lints::UNIT_MISMATCH, unit.span, format!("nothing of this measure is in `{}`", unit.text))
            .label("does not fit what is worked out")
            .help("write the unit that its cases come to");
    let places = of.into_iter().filter_map(|finding| Some((finding.span?, finding.message)));
    places.take(4).fold(finding, |finding, (span, message)| finding.related(span, message))
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
