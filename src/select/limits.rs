//! What no guide may exceed: the breaker of lowest rank is stopped until the limit holds.

use super::rank::rank;
use super::{Fate, Selection, Slot, Stop};
use crate::model::{Content, Limit, Per};
use crate::profile::{Profile, evaluate};
use crate::quantity::Dimension;

/// Minutes in seconds, the base unit of time.
const MINUTE: f64 = 60.0;

/// Stops items until every limit that can be tested holds.
pub(super) fn keep(content: &Content, profile: &Profile, selection: &mut Selection) {
    for (at, limit) in content.limits().iter().enumerate() {
        let bound = |formula: &Option<_>| formula.as_ref().and_then(|f| evaluate(content, profile, f).ok());
        let most = bound(&limit.at_most).map(|i| i.hi());
        let least = bound(&limit.at_least).map(|i| i.lo());
        while let Some(item) = breaker(content, limit, most, least, selection) {
            selection.decisions[item].fate = Fate::Stopped(Stop::Limit(at));
        }
    }
}

/// An amount of a shown item that a limit counts: high and low end, and its window in minutes.
struct Share {
    item: usize,
    low: f64,
    high: f64,
    dimension: Dimension,
    window: Option<(f64, f64)>,
    section: usize,
}

fn shares(content: &Content, limit: &Limit, selection: &Selection) -> Vec<Share> {
    let mut shares = Vec::new();
    for (at, item) in content.items().iter().enumerate() {
        let decided = &selection.decisions[at];
        if decided.fate != Fate::Shown || limit.section.is_some_and(|s| selection.times.section_of(item.section) != s) {
            continue;
        }
        let window = match selection.times.slot(content, at) {
            Slot::Minutes(from, to) => Some((from, to)),
            Slot::Open(_) => None,
        };
        for (amount, value) in item.amounts.iter().zip(&decided.amounts) {
            let (Some(of), Some(value)) = (&amount.of, value.value) else { continue };
            if *of == limit.of && !amount.exempt {
                shares.push(Share {
                    item: at,
                    low: value.lo(),
                    high: value.hi(),
                    dimension: amount.unit.dimension(),
                    window,
                    section: selection.times.section_of(item.section),
                });
            }
        }
    }
    shares
}

/// The shown item that must go, if the limit is broken.
fn breaker(
    content: &Content,
    limit: &Limit,
    most: Option<f64>,
    least: Option<f64>,
    selection: &Selection,
) -> Option<usize> {
    let dimension = limit.dimension;
    let shares = shares(content, limit, selection);
    let over = |sum: f64| most.is_some_and(|most| sum > most + tolerance(most));
    let worst = |items: Vec<usize>| items.into_iter().max_by_key(|&i| rank(content, i));
    let same: Vec<&Share> = shares.iter().filter(|s| s.dimension == dimension).collect();
    match limit.per {
        Per::Amount => {
            let under = |share: &Share| least.is_some_and(|least| share.low < least - tolerance(least));
            worst(same.iter().filter(|s| over(s.high) || under(s)).map(|s| s.item).collect())
        }
        Per::Guide => {
            let sum: f64 = same.iter().map(|s| s.high).sum();
            if over(sum) { worst(same.iter().map(|s| s.item).collect()) } else { None }
        }
        Per::Section => (0..content.sections().len()).find_map(|section| {
            let here: Vec<&&Share> = same.iter().filter(|s| s.section == section).collect();
            let sum: f64 = here.iter().map(|s| s.high).sum();
            if over(sum) { worst(here.iter().map(|s| s.item).collect()) } else { None }
        }),
        Per::Hour => {
            let rates: Vec<(usize, f64, f64, f64)> = shares.iter().filter_map(|share| rate(share, dimension)).collect();
            // The sum only rises where a window starts.
            rates.iter().find_map(|&(_, start, _, _)| {
                let running: Vec<_> = rates.iter().filter(|(_, from, to, _)| *from <= start && start < *to).collect();
                let sum: f64 = running.iter().map(|(_, _, _, rate)| rate).sum();
                if over(sum) { worst(running.iter().map(|(item, ..)| *item).collect()) } else { None }
            })
        }
    }
}

/// A rate as it is, any other amount divided by its window (an hour at least).
fn rate(share: &Share, dimension: Dimension) -> Option<(usize, f64, f64, f64)> {
    let (from, to) = share.window?;
    if share.dimension == dimension {
        return Some((share.item, from, to, share.high));
    }
    let per_time = share.dimension / Dimension::TIME;
    let seconds = (to - from).max(60.0) * MINUTE;
    (per_time == dimension && to > from).then(|| (share.item, from, to, share.high / seconds))
}

/// Rounding noise does not break a limit.
fn tolerance(bound: f64) -> f64 {
    bound.abs() * 1e-9
}
