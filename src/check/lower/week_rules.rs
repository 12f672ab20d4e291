//! `week-rules.yaml`.

use super::condition::{condition, unless};
use super::formula::{Names, formula};
use super::sessions::{by_option, number, number_formula, selector};
use super::{Lower, words_of};
use crate::check::raw::{RawNumber, RawWeekRule};
use crate::check::read::Entries;
use crate::condition::Condition;
use crate::diagnostics::{Finding, lints};
use crate::model::{Asks, Counted, Gapped, Near, Number, Parts, Rising, Selector, Setting, WeekRule};
use crate::quantity::formula::Formula;
use crate::source::Spanned;

const COUNTED: &[(&str, Counted)] =
    &[("distance", Counted::Distance), ("minutes", Counted::Minutes), ("sessions", Counted::Sessions)];

/// Kinds of rule with the fields that mean something to them.
const KINDS: &[(&str, &[&str])] = &[
    ("in-a-row", &["of", "at_most"]),
    ("count", &["of", "at_most", "at_least", "within"]),
    ("gap-after", &["after", "of", "items", "topics", "at_least"]),
    ("share", &["of", "per", "in", "at_most", "at_least"]),
    ("at-most", &["of", "in", "at_most", "before", "after", "within"]),
    ("increase", &["in", "any_of", "at_most"]),
    ("every", &["at_most", "volume"]),
    ("remark", &["of"]),
];

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Lowers the rules into the parts. Every rule is lowered, so that indices stay what was declared.
pub(super) fn week_rules(low: &mut Lower, raws: Entries<RawWeekRule>, parts: &mut Parts) {
    let mut rules = Vec::new();
    for raw in raws.list {
        let asks = asks(low, &raw, parts);
        if asks.is_none() {
            low.names.week_rules.break_off(&raw.id.text);
        }
        let asks = asks.unwrap_or_else(nothing);
        let plans = |low: &mut Lower, ids: &[crate::syntax::Id]| -> Vec<usize> {
            ids.iter().filter_map(|id| low.names.plans.resolve(&id.text, id.span)).collect()
        };
        let only = plans(low, &raw.plans);
        let weight = raw.weight.as_ref().map_or(1, |w| w.value);
        if let Some(wrong) = raw.weight.as_ref().filter(|w| !(1..=10).contains(&w.value)) {
            low.findings.push(
                Finding::new(&lints::WRONG_TYPE, wrong.span, format!("a weight of {} is out of bounds", wrong.value))
                    .label("must be from 1 to 10"),
            );
        }
        rules.push(WeekRule {
            title: raw.title.map_or_else(|| words_of(&raw.id.text), |t| t.value),
            asks,
            hard: raw.hard.unwrap_or(false),
            weight: weight.clamp(1, 10),
            warn: raw.warn.unwrap_or(false),
            when: condition(low, &raw.when, parts).unwrap_or_else(|| Condition::new(Vec::new())),
            unless: unless(low, &[&raw.unless], parts).unwrap_or_default(),
            plans: (!raw.plans.is_empty()).then_some(only),
            not_plans: plans(low, &raw.not_plans),
            because: raw.because.map(|b| b.value),
            evidence: raw.evidence.map(|e| e.value),
            sources: low.sources_of(&raw.sources),
            id: raw.id.text,
            span: raw.id.span,
        });
    }
    parts.week_rules = rules;
}

/// Stands in for a rule that could not be read, which has been reported: it asks for nothing.
fn nothing() -> Asks {
    Asks::Rising { of: Vec::new(), at_most: Number { value: Setting::By(0, Vec::new()), unknown: None } }
}

/// What a rule asks. `None` after a finding.
fn asks(low: &mut Lower, raw: &RawWeekRule, parts: &Parts) -> Option<Asks> {
    let kinds: Vec<(&str, usize)> = KINDS.iter().enumerate().map(|(at, (word, _))| (*word, at)).collect();
    let Some(kind) = low.word(&raw.kind.value, raw.kind.span, &kinds) else {
        of_any_kind(low, raw, parts);
        return None;
    };
    let (kind, fields) = KINDS[kind];
    strange(low, raw, kind, fields);
    let bounds = |low: &mut Lower, unit: &str| {
        let at_most = raw.at_most.as_ref().map(|n| rule_number(low, raw, n, parts, unit));
        let at_least = raw.at_least.as_ref().map(|n| rule_number(low, raw, n, parts, unit));
        if at_most.is_none() && at_least.is_none() {
            missing(low, raw, "`at_most` or `at_least`");
        }
        // A broken bound has been reported; the rule is not read without it.
        (at_most != Some(None) && at_least != Some(None) && (at_most.is_some() || at_least.is_some()))
            .then(|| (at_most.flatten(), at_least.flatten()))
    };
    match kind {
        "in-a-row" => {
            let of = needed_selector(low, raw, raw.of.as_ref(), "of", parts);
            let at_most = needed_number(low, raw, raw.at_most.as_ref(), "at_most", parts, "1");
            Some(Asks::InARow { of: of?, at_most: at_most? })
        }
        "count" => {
            let of = needed_selector(low, raw, raw.of.as_ref(), "of", parts);
            let bounds = bounds(low, "1");
            let within = raw.within.as_ref().and_then(|text| low.quantity(text, "day"));
            let (at_most, at_least) = bounds?;
            let within = within.map(|seconds| (seconds / DAY).round() as i64);
            Some(Asks::Count { of: of?, at_most, at_least, within })
        }
        "gap-after" => {
            let after = needed_selector(low, raw, raw.after.as_ref(), "after", parts);
            let at_least = needed_number(low, raw, raw.at_least.as_ref(), "at_least", parts, "day");
            let of = match &raw.of {
                Some(word) => selector(low, word, parts).map(Gapped::Days),
                None => Some(Gapped::Items(items(low, raw, parts))),
            };
            if raw.of.is_none() && raw.items.is_empty() && raw.topics.is_empty() {
                missing(low, raw, "`of`, `items` or `topics`");
            }
            Some(Asks::GapAfter { after: after?, of: of?, at_least: at_least? })
        }
        "share" => {
            let of = needed_selector(low, raw, raw.of.as_ref(), "of", parts);
            let run = Spanned::new("run".to_owned(), raw.id.span);
            let per = selector(low, raw.per.as_ref().unwrap_or(&run), parts);
            let what = counted(low, raw, COUNTED);
            let (at_most, at_least) = bounds(low, "1")?;
            Some(Asks::Share { of: of?, per: per?, what: what?, at_most, at_least })
        }
        "at-most" => {
            let of = needed_selector(low, raw, raw.of.as_ref(), "of", parts);
            let Some(what) = counted(low, raw, &COUNTED[..2]) else {
                bounds_of_any_unit(low, raw, parts);
                return None;
            };
            let at_most = needed_number(low, raw, raw.at_most.as_ref(), "at_most", parts, unit_of(what));
            let near = near(low, raw, parts);
            Some(Asks::AtMost { of: of?, what, at_most: at_most?, near: near? })
        }
        "increase" if raw.any_of.is_empty() => {
            let what = counted(low, raw, &COUNTED[..1]);
            let at_most = needed_number(low, raw, raw.at_most.as_ref(), "at_most", parts, "km");
            what?;
            Some(Asks::Distance { at_most: at_most? })
        }
        "increase" => {
            let of: Vec<Option<Rising>> = raw.any_of.iter().map(|word| rising(low, word, parts)).collect();
            let at_most = needed_number(low, raw, raw.at_most.as_ref(), "at_most", parts, "1")?;
            Some(Asks::Rising { of: of.into_iter().collect::<Option<Vec<_>>>()?, at_most })
        }
        "remark" => {
            let of = needed_selector(low, raw, raw.of.as_ref(), "of", parts);
            if raw.because.is_none() {
                missing(low, raw, "`because`, the words that it says");
            }
            Some(Asks::Remark { of: of? })
        }
        _ => {
            let at_most = needed_number(low, raw, raw.at_most.as_ref(), "at_most", parts, "1");
            let Some(volume) = &raw.volume else {
                missing(low, raw, "`volume`");
                return None;
            };
            let volume = low.quantity(volume, "1");
            Some(Asks::Every { at_most: at_most?, volume: volume? })
        }
    }
}

/// What can be said of a rule whose kind is none.
fn of_any_kind(low: &mut Lower, raw: &RawWeekRule, parts: &Parts) {
    for word in [&raw.of, &raw.per, &raw.after, &raw.before].into_iter().flatten() {
        selector(low, word, parts);
    }
    for word in &raw.any_of {
        rising(low, word, parts);
    }
    if let Some(word) = &raw.r#in {
        low.word(&word.value, word.span, COUNTED);
    }
    items(low, raw, parts);
    bounds_of_any_unit(low, raw, parts);
    for (text, unit) in [(&raw.within, "day"), (&raw.volume, "1")] {
        text.iter().for_each(|text| _ = low.quantity(text, unit));
    }
}

/// What can be said of bounds where it is not known what they bound.
fn bounds_of_any_unit(low: &mut Lower, raw: &RawWeekRule, parts: &Parts) {
    let names = Names::of(&parts.inputs, &parts.measures);
    for bound in [&raw.at_most, &raw.at_least].into_iter().flatten() {
        by_option(low, bound, parts, &|low, text| formula(low, text, &names, None));
    }
    raw.unknown.iter().for_each(|text| _ = formula(low, text, &names, None));
}

/// The days near others that a ceiling is for; none where it is for all. `None` after a finding.
fn near(low: &mut Lower, raw: &RawWeekRule, parts: &Parts) -> Option<Option<Near>> {
    let of = [&raw.before, &raw.after].map(|word| word.as_ref().map(|word| selector(low, word, parts)));
    let within = raw.within.as_ref().map(|text| low.quantity(text, "day"));
    match (of, within) {
        ([None, None], None) => Some(None),
        ([Some(of), None] | [None, Some(of)], Some(within)) => {
            let days = (within? / DAY).round() as i64;
            Some(Some(Near { of: of?, before: raw.before.is_some(), days }))
        }
        _ => {
            missing(low, raw, "`before` or `after`, and `within` how many days");
            None
        }
    }
}

fn rising(low: &mut Lower, word: &Spanned<String>, parts: &Parts) -> Option<Rising> {
    match word.value.as_str() {
        "distance" => Some(Rising::Distance),
        _ => selector(low, word, parts).map(Rising::Days),
    }
}

/// Fields that mean nothing to a rule of this kind.
fn strange(low: &mut Lower, raw: &RawWeekRule, kind: &str, fields: &[&str]) {
    let span_of = |number: &RawNumber| match number {
        RawNumber::One(text) => text.span,
        RawNumber::By(_, span) => *span,
    };
    let written = [
        ("of", raw.of.as_ref().map(|t| t.span)),
        ("per", raw.per.as_ref().map(|t| t.span)),
        ("after", raw.after.as_ref().map(|t| t.span)),
        ("before", raw.before.as_ref().map(|t| t.span)),
        ("items", raw.items.first().map(|id| id.span)),
        ("topics", raw.topics.first().map(|id| id.span)),
        ("in", raw.r#in.as_ref().map(|t| t.span)),
        ("any_of", raw.any_of.first().map(|t| t.span)),
        ("at_most", raw.at_most.as_ref().map(span_of)),
        ("at_least", raw.at_least.as_ref().map(span_of)),
        ("within", raw.within.as_ref().map(|t| t.span)),
        ("volume", raw.volume.as_ref().map(|t| t.span)),
    ];
    for (name, span) in written {
        if let Some(span) = span.filter(|_| !fields.contains(&name)) {
            low.findings.push(
                Finding::new(&lints::UNKNOWN_FIELD, span, format!("`{name}` means nothing to a `{kind}` rule"))
                    .label(format!("in the rule `{}`", raw.id.text))
                    .note(format!("its fields are {}", crate::diagnostics::quoted_list(fields.iter().copied(), 8))),
            );
        }
    }
}

fn missing(low: &mut Lower, raw: &RawWeekRule, what: &str) {
    let rule = &raw.id.text;
    low.lacking(
        raw.span,
        Finding::new(&lints::MISSING_FIELD, raw.id.span, format!("the rule `{rule}` asks for nothing"))
            .label(format!("needs {what}")),
    );
}

fn needed_selector(
    low: &mut Lower,
    raw: &RawWeekRule,
    word: Option<&Spanned<String>>,
    name: &str,
    parts: &Parts,
) -> Option<Selector> {
    if word.is_none() {
        missing(low, raw, &format!("`{name}`"));
    }
    selector(low, word?, parts)
}

fn needed_number(
    low: &mut Lower,
    raw: &RawWeekRule,
    number: Option<&RawNumber>,
    name: &str,
    parts: &Parts,
    unit: &str,
) -> Option<Number> {
    if number.is_none() {
        missing(low, raw, &format!("`{name}`"));
    }
    rule_number(low, raw, number?, parts, unit)
}

fn rule_number(low: &mut Lower, raw: &RawWeekRule, text: &RawNumber, parts: &Parts, unit: &str) -> Option<Number> {
    let value = number(low, text, parts, unit);
    let unknown: Option<Option<Formula>> = raw.unknown.as_ref().map(|text| number_formula(low, text, parts, unit));
    let value = value?;
    match unknown {
        Some(None) => None,
        unknown => Some(Number { value, unknown: unknown.flatten() }),
    }
}

fn counted(low: &mut Lower, raw: &RawWeekRule, words: &[(&str, Counted)]) -> Option<Counted> {
    match &raw.r#in {
        Some(word) => low.word(&word.value, word.span, words),
        None => {
            missing(low, raw, "`in`");
            None
        }
    }
}

fn unit_of(what: Counted) -> &'static str {
    match what {
        Counted::Distance => "km",
        Counted::Minutes => "min",
        Counted::Sessions => "1",
    }
}

/// The items that a gap keeps away: those named, and all of the topics named.
fn items(low: &mut Lower, raw: &RawWeekRule, parts: &Parts) -> Vec<usize> {
    let named = raw.items.iter().filter_map(|id| low.names.items.resolve(&id.text, id.span));
    let mut items: Vec<usize> = named.collect();
    let topics = raw.topics.iter().filter_map(|id| low.names.topics.resolve(&id.text, id.span));
    let topics: Vec<usize> = topics.collect();
    items.extend(topics.into_iter().filter_map(|t| parts.topics.get(t)).flat_map(|topic| topic.items.clone()));
    items.sort_unstable();
    items.dedup();
    items
}
