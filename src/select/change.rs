//! What would change it: the nearest answer that flips an item.

use super::{Fate, select, stopped};
use crate::condition::{Answer, Bands, Domain, Entry, OptionSet, Region, Truth};
use crate::model::{Axis, Content, InputKind};
use crate::profile::{Given, Profile};
use crate::quantity::round6;
use std::collections::BTreeSet;

/// Another answer to one question, under which an item would fare differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The question.
    pub input: Axis,
    /// The answers that do it.
    pub to: To,
}

/// The answers that flip an item; numbers in the input's declared unit.
#[derive(Debug, Clone, PartialEq)]
pub enum To {
    /// This number and more (`true`: this number included).
    From(f64, bool),
    /// This number and less (`true`: this number included).
    UpTo(f64, bool),
    /// Exactly this.
    Is(Given),
    /// With this option too.
    Add(usize),
    /// Without this option.
    Remove(usize),
}

/// How finely the range of an input is searched where only a measure tests it.
const STEPS: u32 = 48;

/// Whether an item passes `when`, `unless` and the raised flags: the rule itself, not what it competes with.
fn passes(content: &Content, profile: &Profile, item: usize) -> bool {
    let when = content.items()[item].when.holds(&profile.answers()) == Truth::True;
    when && stopped(content, profile, &super::raised(content, profile), item).is_none()
}

fn possible(content: &Content, profile: &Profile) -> bool {
    !content.impossible().iter().any(|c| c.holds(&profile.answers()) == Truth::True)
}

/// The one other answer under which an item that does not match would: only where exactly one entry of an alternative
/// fails, and it tests an input.
pub fn one_answer_away(content: &Content, profile: &Profile, item: usize) -> Option<Change> {
    let answers = profile.answers();
    for entries in content.items()[item].when.alternatives() {
        let failing: Vec<&Entry> = entries.iter().filter(|e| e.holds(&answers) != Truth::True).collect();
        let [entry] = failing.as_slice() else { continue };
        if entry.holds(&answers) != Truth::False || content.measure_of(entry.axis).is_some() {
            continue;
        }
        let works = |p: &Profile| possible(content, p) && passes(content, p, item);
        let found = candidates(content, profile, entry.axis, entry.test.region())
            .into_iter()
            .find(|(_, given)| works(&profile.with(content, entry.axis, given.clone())));
        if let Some((to, _)) = found {
            return Some(Change { input: entry.axis, to });
        }
    }
    None
}

/// The nearest answer that flips whether an item is shown, by running the real selection; of several inputs the first
/// whose tests the item writes. `None` where no single answer does.
pub fn nearest_change(content: &Content, profile: &Profile, item: usize) -> Option<Change> {
    let shown = |p: &Profile| select(content, p).decisions[item].fate == Fate::Shown;
    let now = shown(profile);
    let flips = |axis: Axis, given: &Given| {
        let other = profile.with(content, axis, given.clone());
        possible(content, &other) && shown(&other) != now
    };
    let rule = &content.items()[item];
    let entries: Vec<(&Entry, bool)> =
        rule.when.entries().map(|e| (e, false)).chain(rule.unless.entries().iter().map(|e| (e, true))).collect();
    for (entry, blocks) in &entries {
        if content.measure_of(entry.axis).is_some() {
            continue;
        }
        // To show an item its tests must hold and its `unless` must not; to hide it, the other way round.
        let domain = content.domain(entry.axis);
        let region = entry.test.region();
        let wanted = if *blocks == now { region.clone() } else { region.complement(domain) };
        for (to, given) in candidates(content, profile, entry.axis, &wanted) {
            if flips(entry.axis, &given) {
                return Some(Change { input: entry.axis, to });
            }
        }
    }
    let measured = entries.iter().filter_map(|(e, _)| content.measure_of(e.axis));
    let inputs: BTreeSet<Axis> = measured.flat_map(|m| content.measures()[m].feeds.iter().copied()).collect();
    if let Some(axis) = content.symptoms()
        && let Given::Set(options) = profile.given(axis)
        && !options.is_empty()
    {
        let none = Given::Set(OptionSet::default());
        if flips(axis, &none) {
            return Some(Change { input: axis, to: To::Is(none) });
        }
    }
    inputs.into_iter().find_map(|axis| search(content, profile, axis, &flips).map(|to| Change { input: axis, to }))
}

/// Answers of an input inside a region, the nearest to the present one first.
fn candidates(content: &Content, profile: &Profile, axis: Axis, region: &Region) -> Vec<(To, Given)> {
    let input = &content.inputs()[axis];
    let now = profile.given(axis);
    match region {
        Region::Bands(bands) => numbers(content, profile, axis, bands),
        Region::Options(options) => match input.kind {
            InputKind::Flag => {
                let flags = options.iter().map(|o| Given::Flag(o == 1));
                flags.map(|g| (To::Is(g.clone()), g)).collect()
            }
            _ => options.iter().map(|o| (To::Is(Given::Choice(o)), Given::Choice(o))).collect(),
        },
        Region::Subsets(cubes) => {
            let own = match now {
                Given::Set(own) => *own,
                _ => OptionSet::default(),
            };
            let one_off = (0..input.options.len()).filter_map(|option| {
                let only = OptionSet::only(option);
                let (to, set) = if own.contains(option) {
                    (To::Remove(option), own.subtract(only))
                } else {
                    (To::Add(option), own.union(only))
                };
                cubes.contains(set).then_some((to, Given::Set(set)))
            });
            let mut found: Vec<(To, Given)> = one_off.collect();
            if found.is_empty() && cubes.contains(OptionSet::default()) {
                let none = Given::Set(OptionSet::default());
                found.push((To::Is(none.clone()), none));
            }
            found
        }
        Region::Always | Region::Never => Vec::new(),
    }
}

/// The ends of bands, nearest first; `bands` are in the declared unit.
fn numbers(content: &Content, profile: &Profile, axis: Axis, bands: &Bands) -> Vec<(To, Given)> {
    let input = &content.inputs()[axis];
    let Domain::Number { unit } = content.domain(axis) else { return other_numbers(input.kind, bands) };
    let now = match profile.answer(axis) {
        Answer::Number(x) => Some(unit.from_base(x.lo())),
        _ => None,
    };
    let limits = input.range.map(|r| (round6(unit.from_base(r.lo())), round6(unit.from_base(r.hi()))));
    let mut found = Vec::new();
    for band in bands.bands() {
        let (lo, hi) = (band.lo(), band.hi());
        let mut push = |x: f64, to: To| {
            if limits.is_none_or(|(low, high)| low <= x && x <= high) {
                let distance = now.map_or(0.0, |n| (n - x).abs());
                found.push((distance, to, Given::Number(unit.to_base(x))));
            }
        };
        // A step inside an open end: small beside the numbers that runners give.
        let step = |x: f64| (x.abs() * 1e-3).max(1e-3);
        match (lo, hi) {
            (Some(l), Some(h)) if l.at == h.at => push(l.at, To::Is(Given::Number(unit.to_base(l.at)))),
            _ => {
                if let Some(end) = lo {
                    let x = if end.closed { end.at } else { end.at + step(end.at) };
                    push(x, To::From(end.at, end.closed));
                }
                if let Some(end) = hi {
                    let x = if end.closed { end.at } else { end.at - step(end.at) };
                    push(x, To::UpTo(end.at, end.closed));
                }
            }
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, to, given)| (to, given)).collect()
}

/// Dates and times: a point of each band.
fn other_numbers(kind: InputKind, bands: &Bands) -> Vec<(To, Given)> {
    let given = |x: f64| match kind {
        InputKind::Time => Some(Given::Time(x)),
        InputKind::Date => crate::condition::day_of_number(x).map(Given::Date),
        _ => None,
    };
    let points = bands
        .bands()
        .iter()
        .flat_map(|band| [band.lo(), band.hi()].into_iter().flatten().map(|e| e.at).chain([band.sample()]));
    points.filter_map(given).map(|g| (To::Is(g.clone()), g)).collect()
}

/// Walks away from the present answer in both directions until the item flips, then narrows the place down.
fn search(content: &Content, profile: &Profile, axis: Axis, flips: &dyn Fn(Axis, &Given) -> bool) -> Option<To> {
    let input = &content.inputs()[axis];
    if input.kind != InputKind::Number {
        let region = content.domain(axis).full();
        return candidates(content, profile, axis, &region).into_iter().find(|(_, g)| flips(axis, g)).map(|(to, _)| to);
    }
    let unit = &input.unit;
    let range = input.range?;
    let (low, high) = (unit.from_base(range.lo()), unit.from_base(range.hi()));
    let now = match profile.answer(axis) {
        Answer::Number(x) => unit.from_base(x.lo()),
        _ => return flips_anywhere(axis, low, high, unit, flips),
    };
    let test = |x: f64| flips(axis, &Given::Number(unit.to_base(x)));
    let mut best: Option<(f64, To)> = None;
    for (end, up) in [(high, true), (low, false)] {
        let point = |i: u32| now + (end - now) * f64::from(i) / f64::from(STEPS);
        let Some(first) = (1..=STEPS).find(|&i| test(point(i))) else { continue };
        let (mut near, mut far) = (point(first - 1), point(first));
        for _ in 0..24 {
            let middle = f64::midpoint(near, far);
            if test(middle) { far = middle } else { near = middle }
        }
        let shown = tidy(far, up);
        let to = if up { To::From(shown, true) } else { To::UpTo(shown, true) };
        let distance = (far - now).abs();
        if test(shown) && best.as_ref().is_none_or(|(d, _)| distance < *d) {
            best = Some((distance, to));
        }
    }
    best.map(|(_, to)| to)
}

/// Without a present answer: the first of evenly spread answers that flips it.
fn flips_anywhere(
    axis: Axis,
    low: f64,
    high: f64,
    unit: &crate::quantity::Unit,
    flips: &dyn Fn(Axis, &Given) -> bool,
) -> Option<To> {
    let points = (0..=STEPS).map(|i| low + (high - low) * f64::from(i) / f64::from(STEPS));
    points.map(|x| Given::Number(unit.to_base(x))).find(|g| flips(axis, g)).map(To::Is)
}

/// Three digits that matter, rounded away from the present answer so that the number still flips it.
fn tidy(x: f64, up: bool) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    let scale = 10_f64.powi(2 - x.abs().log10().floor() as i32);
    let rounded = if up { (x * scale).ceil() } else { (x * scale).floor() } / scale;
    round6(rounded)
}
