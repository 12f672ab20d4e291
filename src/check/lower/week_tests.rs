//! What `tests/` expect of weeks.

use super::Lower;
use super::sessions::selector;
use crate::check::raw::RawWeekTest;
use crate::diagnostics::{Finding, lints};
use crate::model::{Ahead, Count, Parts, Selector, WeekTest};
use crate::quantity::{Interval, Unit};
use crate::source::{Span, Spanned};
use crate::syntax::decode::MapOf;
use crate::syntax::{Id, ScalarText};

/// The farthest week or day that a test may look at: a year and a bit.
const FARTHEST: f64 = 371.0;

/// What can be given up, as tests name it.
const GIVEN_UP: [&str; 5] = ["race", "rest-day", "long-run-day", "session", "rule"];

/// Lowers an expectation; none where it names no days.
pub(super) fn week_test(low: &mut Lower, raw: RawWeekTest, parts: &Parts) -> Option<WeekTest> {
    let window = match (&raw.weeks, &raw.days) {
        (Some(weeks), None) => window(low, weeks).map(|(first, last)| Ahead::Weeks(first, last)),
        (None, Some(days)) => window(low, days).map(|(first, last)| Ahead::Days(first, last)),
        _ => {
            low.lacking(
                raw.span,
                Finding::new(&lints::MISSING_FIELD, raw.span, "this does not say which days it is about")
                    .label("needs `weeks`, such as `1..4`, or `days`, and not both"),
            );
            None
        }
    };
    let of_week = [&raw.mon, &raw.tue, &raw.wed, &raw.thu, &raw.fri, &raw.sat, &raw.sun];
    let mut days = Vec::new();
    for (at, ids) in of_week.into_iter().enumerate() {
        let found = selectors(low, &ids.0, parts);
        if let Some((_, span)) = found.first() {
            let span = *span;
            days.push((at, found.into_iter().map(|(of, _)| of).collect(), span));
        }
    }
    let mut counts = Vec::new();
    for (ids, between) in [(&raw.some, (1.0, f64::INFINITY)), (&raw.none, (0.0, 0.0))] {
        let found = selectors(low, &ids.0, parts).into_iter();
        counts.extend(found.map(|(of, span)| Count { of, between, in_all: true, span }));
    }
    let in_all = matches!(window, Some(Ahead::Days(..)));
    let most = |n: f64| (0.0, n);
    let least = |n: f64| (n, f64::INFINITY);
    bounds(low, &raw.at_most, parts, in_all, &most, &mut counts);
    bounds(low, &raw.at_least, parts, in_all, &least, &mut counts);
    for word in raw.gave_up.0.iter().filter(|word| !GIVEN_UP.contains(&word.text.as_str())) {
        low.findings.push(
            Finding::new(&lints::UNKNOWN_REFERENCE, word.span, format!("`{}` cannot be given up", word.text))
                .label(format!("must be one of {}", GIVEN_UP.join(", "))),
        );
    }
    let mut says = Vec::new();
    for (ids, said) in [(&raw.says.0, true), (&raw.says_not.0, false)] {
        let known = |id: &Id| Some((low.names.week_rules.resolve(&id.text, id.span)?, said, id.span));
        says.extend(ids.iter().filter_map(known));
    }
    let plan = raw.plan.as_ref().and_then(|id| Some((resolve(low, id)?, id.span)));
    Some(WeekTest {
        plan,
        days,
        counts,
        apart: selectors(low, &raw.apart.0, parts),
        distance: raw.distance.as_ref().and_then(|text| Some((distance(low, text)?, text.span))),
        longest: raw.longest.as_ref().and_then(|text| Some((distance(low, text)?, text.span))),
        gave_up: raw.gave_up.0.into_iter().map(|id| (id.text, id.span)).collect(),
        says,
        span: raw.span,
        window: window?,
    })
}

fn resolve(low: &mut Lower, id: &Id) -> Option<usize> {
    low.names.plans.resolve(&id.text, id.span)
}

fn selectors(low: &mut Lower, ids: &[Id], parts: &Parts) -> Vec<(Selector, Span)> {
    let word = |id: &Id| Spanned { value: id.text.clone(), span: id.span };
    ids.iter().filter_map(|id| Some((selector(low, &word(id), parts)?, id.span))).collect()
}

fn bounds(
    low: &mut Lower,
    raw: &MapOf<ScalarText>,
    parts: &Parts,
    in_all: bool,
    between: &dyn Fn(f64) -> (f64, f64),
    counts: &mut Vec<Count>,
) {
    for (word, number) in &raw.0 {
        let (Some(of), Some(days)) = (selector(low, word, parts), low.quantity(number, "1")) else { continue };
        counts.push(Count { of, between: between(days), in_all, span: number.span });
    }
}

fn distance(low: &mut Lower, text: &ScalarText) -> Option<Interval> {
    low.range(text, &Unit::parse("km").ok()?)
}

/// First and last of some weeks or days, counted from 1.
fn window(low: &mut Lower, text: &ScalarText) -> Option<(usize, usize)> {
    let range = low.range(text, &Unit::one())?;
    let whole = |x: f64| x.fract() == 0.0 && (1.0..=FARTHEST).contains(&x);
    if !whole(range.lo()) || !whole(range.hi()) {
        low.findings.push(
            Finding::new(&lints::WRONG_TYPE, text.span, format!("`{}` names no weeks or days", text.text))
                .label("must be whole numbers from 1 on, such as `3` or `1..4`"),
        );
        return None;
    }
    Some((range.lo() as usize, range.hi() as usize))
}
