//! `tests/`: cases as data.

use super::Lower;
use super::week_tests::week_test;
use crate::check::raw::{RawExpected, RawTest};
use crate::check::read::Entries;
use crate::diagnostics::{Finding, lints, nearest};
use crate::model::{ContentTest, Expected, ExpectedValue, Parts};
use crate::quantity::parse_range;
use crate::source::{Span, Spanned};
use crate::syntax::Id;

/// Lowers the tests into the parts.
pub(super) fn tests(low: &mut Lower, raws: Entries<RawTest>, parts: &mut Parts) {
    for raw in raws.list {
        says_nothing(low, &raw);
        let mut measures = Vec::new();
        for (name, expected) in raw.measures.0 {
            let axis = low.names.axes.resolve(&name.value, name.span);
            let Some(axis) = axis else { continue };
            match axis.checked_sub(parts.inputs.len()) {
                Some(measure) => {
                    let expected = expected_value(low, &name, expected, measure, parts);
                    measures.extend(expected.map(|e| (measure, e)));
                }
                None => low.findings.push(
                    Finding::new(&lints::UNKNOWN_REFERENCE, name.span, format!("`{}` is an input", name.value))
                        .label("only measures come out of a profile"),
                ),
            }
        }
        let items = |low: &mut Lower, ids: &[Id]| -> Vec<(usize, Span)> {
            let found = ids.iter().map(|id| (low.names.items.resolve(&id.text, id.span), id.span));
            found.filter_map(|(at, span)| at.map(|at| (at, span))).collect()
        };
        let flags = |low: &mut Lower, ids: &[Id]| -> Vec<(usize, Span)> {
            let found = ids.iter().map(|id| (low.names.flags.resolve(&id.text, id.span), id.span));
            found.filter_map(|(at, span)| at.map(|at| (at, span))).collect()
        };
        let topics = raw.not_shown_topics.0.iter();
        let topics = topics.map(|id| (low.names.topics.resolve(&id.text, id.span), id.span));
        let not_shown_topics = topics.filter_map(|(at, span)| at.map(|at| (at, span))).collect();
        let test = ContentTest {
            name: raw.name.value,
            profile: raw.profile,
            as_of: raw.as_of.map(|d| d.date),
            measures,
            shown: items(low, &raw.shown.0),
            not_shown: items(low, &raw.not_shown.0),
            not_shown_topics,
            stop: raw.stop.as_ref().and_then(|id| flags(low, std::slice::from_ref(id)).pop()),
            plan: raw.plan.into_iter().filter_map(|expected| week_test(low, expected, parts)).collect(),
            said: raw.said.map(|s| s.value),
            flags: flags(low, &raw.flags.0),
            not_flags: flags(low, &raw.not_flags.0),
            span: raw.name.span,
        };
        parts.tests.push(test);
    }
}

/// A test that expects nothing would always pass, and so would one whose expectations have no runner or no words.
fn says_nothing(low: &mut Lower, raw: &RawTest) {
    let of_runner = !raw.measures.0.is_empty()
        || [&raw.shown, &raw.not_shown, &raw.not_shown_topics].iter().any(|ids| !ids.0.is_empty())
        || raw.stop.is_some()
        || !raw.plan.is_empty();
    let of_words = !raw.flags.0.is_empty() || !raw.not_flags.0.is_empty();
    let missing = match (raw.profile.is_some(), raw.said.is_some()) {
        (false, _) if of_runner => "`profile`: its expectations are about a runner",
        (_, false) if of_words => "`said`: flags are looked for in words",
        (false, false) => "`profile` or `said`, and what must come of it",
        (true, _) if !of_runner => "what must come of `profile`, such as `shown`",
        (_, true) if !of_words => "what must come of `said`: `flags` or `not_flags`",
        _ => return,
    };
    low.lacking(
        raw.span,
        Finding::new(&lints::MISSING_FIELD, raw.name.span, format!("the test `{}` tests nothing", raw.name.value))
            .label(format!("needs {missing}")),
    );
}

/// `1.30 L/h`, `60..72 g/h` or `unknown`; the decimals that are written are the precision compared.
fn expected_value(
    low: &mut Lower,
    name: &Spanned<String>,
    raw: RawExpected,
    at: usize,
    parts: &Parts,
) -> Option<Expected> {
    let raw = raw.0;
    let measure = &parts.measures[at];
    if let Some(case) = &raw.case
        && !measure.cases.iter().any(|c| c.id == case.text)
        && !measure.cases.is_empty()
        && !low.broken_cases.contains(&at)
    {
        let near = nearest(&case.text, measure.cases.iter().map(|c| c.id.as_str()));
        low.findings.push(
            Finding::new(
                &lints::UNKNOWN_REFERENCE,
                case.span,
                format!("the measure `{}` has no case `{}`", name.value, case.text),
            )
            .label("not one of its cases")
            .did_you_mean(case.span, near),
        );
    }
    let case = raw.case.map(|id| id.text);
    if raw.value.text.trim() == "unknown" {
        return Some(Expected { value: None, case, span: raw.value.span });
    }
    let range = match parse_range(&raw.value.text, &measure.unit) {
        Ok(range) => range,
        Err(error) => {
            low.complain(&lints::UNIT_MISMATCH, &raw.value, error);
            return None;
        }
    };
    let number = raw.value.text.split("..").next().unwrap_or("");
    let digits = number.split_once('.').map_or("", |(_, after)| after);
    let decimals = digits.bytes().take_while(u8::is_ascii_digit).count();
    let unit = &measure.unit;
    let value = ExpectedValue { low: unit.from_base(range.lo()), high: unit.from_base(range.hi()), decimals };
    Some(Expected { value: Some(value), case, span: raw.value.span })
}
