//! One runner of a set, and how a runner is written.

use super::rules::Rules;
use super::state::State;
use crate::condition::{Band, Bands, Cell, Region, Truth, day_number, day_of_number};
use crate::model::{Axis, Content, InputKind};
use crate::profile::{Given, Profile};
use crate::quantity::round6;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Which number of a band a sample takes.
#[derive(Clone, Copy, PartialEq)]
enum Pick {
    Simplest,
    Highest,
    Middle,
}

/// Runners of a set: the simplest first, then those with high and with middling numbers.
pub(super) fn samples<'s>(
    rules: &'s Rules,
    state: &'s State,
    today: Date,
    more: bool,
) -> impl Iterator<Item = Profile> + 's {
    let picks: &[Pick] = if more { &[Pick::Simplest, Pick::Highest, Pick::Middle] } else { &[Pick::Simplest] };
    picks.iter().filter_map(move |&pick| {
        let given: Option<Vec<Given>> =
            (0..rules.inputs()).map(|axis| sample(rules, state, axis, today, pick)).collect();
        Some(Profile::new(rules.content, given?, today))
    })
}

/// Runners spread over a set, in the inputs that are looked at: always the same ones for the same set.
pub(super) fn scatter<'s>(
    rules: &'s Rules,
    state: &'s State,
    looked_at: &'s BTreeSet<Axis>,
    count: usize,
    seed: usize,
) -> impl Iterator<Item = Profile> + 's {
    let mut dice = Dice::new(seed as u64);
    let base: Option<Vec<Given>> =
        (0..rules.inputs()).map(|axis| sample(rules, state, axis, state.today, Pick::Simplest)).collect();
    let inputs = rules.inputs();
    (0..count).filter_map(move |_| {
        let mut given = base.clone()?;
        // Weights before and after, this run and the longest one: numbers of one kind often lie near each other.
        let mut near: Vec<(crate::quantity::Dimension, f64)> = Vec::new();
        for &axis in looked_at.iter().filter(|a| **a < inputs) {
            if let Some(other) = scattered(rules, state, axis, &mut dice, &mut near) {
                given[axis] = other;
            }
        }
        Some(Profile::new(rules.content, given, state.today))
    })
}

/// Numbers that look random and are not.
pub(super) struct Dice(u64);

impl Dice {
    /// Dice that always fall the same for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ seed.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// From 0 up to, not including, 1.
    pub fn part(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A place in a list of so many.
    pub fn of(&mut self, count: usize) -> usize {
        ((self.part() * count as f64) as usize).min(count.saturating_sub(1))
    }
}

fn scattered(
    rules: &Rules,
    state: &State,
    axis: Axis,
    dice: &mut Dice,
    near: &mut Vec<(crate::quantity::Dimension, f64)>,
) -> Option<Given> {
    let cell = &state.cells[axis];
    let input = &rules.content.inputs()[axis];
    if cell.region.is_empty() || (cell.unknown && dice.part() < 0.25) {
        return None;
    }
    match &cell.region {
        Region::Bands(bands) => {
            let band = &bands.bands()[dice.of(bands.bands().len())];
            let usual = if input.kind == InputKind::Date { day_number(state.today) } else { 0.0 };
            let lo = band.lo().map_or_else(|| band.hi().map_or(usual - 40.0, |h| h.at - 100.0), |e| e.at);
            let hi = band.hi().map_or(lo.max(usual) + 60.0, |e| e.at);
            let unit = &input.unit;
            let dimension = unit.dimension();
            let sibling =
                near.iter().find(|(d, _)| *d == dimension && input.kind == InputKind::Number).map(|(_, x)| *x);
            let part = dice.part();
            let x = match (dice.of(4), sibling) {
                (0 | 1, Some(x)) => unit.from_base(x) * (0.95 + 0.1 * part),
                (3, _) => lo + (hi - lo) * part * part * part,
                _ => lo + (hi - lo) * part,
            };
            let x = tidy(bands, x)?;
            if sibling.is_none() {
                near.push((dimension, unit.to_base(x)));
            }
            Some(match input.kind {
                InputKind::Date => Given::Date(day_of_number(x.floor())?),
                InputKind::Time => Given::Time(x.floor()),
                _ => Given::Number(unit.to_base(x)),
            })
        }
        Region::Options(options) => {
            let place = options.iter().nth(dice.of(options.len()))?;
            Some(if input.kind == InputKind::Flag { Given::Flag(place == 1) } else { Given::Choice(place) })
        }
        Region::Always if input.kind == InputKind::Series && state.series[axis].is_none() => {
            let mut all = series(rules.content, axis);
            Some(all.swap_remove(dice.of(all.len())))
        }
        _ => None,
    }
}

/// The number with one or two decimals that lies inside, where there is one.
fn tidy(bands: &Bands, x: f64) -> Option<f64> {
    let scaled = |scale: f64| (x * scale).round() / scale;
    [scaled(10.0), scaled(1000.0), round6(x)].into_iter().find(|x| bands.contains(*x))
}

/// Whether the pack accepts these answers.
pub(super) fn is_welcome(content: &Content, profile: &Profile) -> bool {
    let answers = profile.answers();
    let given =
        |(axis, input): (usize, &crate::model::Input)| !input.required || *profile.given(axis) != Given::Unknown;
    content.inputs().iter().enumerate().all(given)
        && !content.impossible().iter().any(|c| c.holds(&answers) == Truth::True)
}

fn sample(rules: &Rules, state: &State, axis: Axis, today: Date, pick: Pick) -> Option<Given> {
    let cell: &Cell = &state.cells[axis];
    let input = &rules.content.inputs()[axis];
    if cell.unknown {
        return Some(Given::Unknown);
    }
    // What is required must be said, even where it is what the default says.
    if input.default.is_some() && !input.required && is_default(rules.content, axis, cell, today) {
        return Some(Given::Unknown);
    }
    Some(match &cell.region {
        Region::Bands(bands) => {
            let usual = match input.kind {
                InputKind::Date => day_number(today),
                _ => 60.0,
            };
            let usual =
                (input.required || input.kind == InputKind::Date) && pick == Pick::Simplest && bands.contains(usual);
            let x = if usual {
                if input.kind == InputKind::Date { day_number(today) } else { 60.0 }
            } else {
                number(bands, pick)?
            };
            match input.kind {
                InputKind::Date => Given::Date(day_of_number(x.floor())?),
                InputKind::Time => Given::Time(x.floor()),
                _ => Given::Number(input.unit.to_base(x)),
            }
        }
        Region::Options(options) => {
            let place = options.iter().next()?;
            match input.kind {
                InputKind::Flag => Given::Flag(place == 1),
                _ => Given::Choice(place),
            }
        }
        Region::Subsets(cubes) => Given::Set(cubes.sample()?),
        Region::Always if input.kind == InputKind::Series => match state.series[axis].as_deref() {
            Some(given @ Given::Series(_)) => given.clone(),
            _ => series(rules.content, axis).into_iter().next()?,
        },
        Region::Always => Given::Text("x".to_owned()),
        Region::Never => return None,
    })
}

fn is_default(content: &Content, axis: Axis, cell: &Cell, today: Date) -> bool {
    let stand_in = Profile::new(content, vec![Given::Unknown; axis], today).answer(axis);
    cell.region.holds(&stand_in, content.domain(axis).unit()) == Truth::True
}

fn number(bands: &Bands, pick: Pick) -> Option<f64> {
    let first = bands.bands().first()?;
    let last = bands.bands().last()?;
    match pick {
        Pick::Simplest => Some(first.sample()),
        Pick::Highest => Some(match (last.lo(), last.hi()) {
            (_, Some(hi)) if hi.closed => hi.at,
            (lo, Some(hi)) => near(last, lo.map_or(hi.at - 1.0, |lo| hi.at - (hi.at - lo.at) / 64.0)),
            (Some(lo), None) => lo.at + 1000.0,
            (None, None) => 1000.0,
        }),
        Pick::Middle => Some(match (last.lo(), last.hi()) {
            (Some(lo), Some(hi)) => near(last, lo.at + (hi.at - lo.at) / 2.0),
            (Some(lo), None) => lo.at + 10.0,
            (None, Some(hi)) => hi.at - 10.0,
            (None, None) => 10.0,
        }),
    }
}

/// A number of the band with few decimals.
fn near(band: &Band, x: f64) -> f64 {
    let tidy = (0..=6).map(|decimals| {
        let scale = 10_f64.powi(decimals);
        (x * scale).round() / scale
    });
    tidy.into_iter().find(|x| band.contains(*x)).unwrap_or(x)
}

/// Series that tell most: level ones of several lengths, and ones that change in the last week.
pub(super) fn series(content: &Content, axis: Axis) -> Vec<Given> {
    const LONG: usize = 60;
    let input = &content.inputs()[axis];
    let (lo, hi) = input.range.map_or((1.0, 100.0), |r| (input.unit.from_base(r.lo()), input.unit.from_base(r.hi())));
    let at = |part: f64| round6(lo + (hi - lo) * part);
    let base = |x: f64| Some(input.unit.to_base(x));
    let level = |x: f64, days: usize| vec![base(x); days];
    let mut all = Vec::new();
    for part in [0.5, 0.375, 0.25, 0.125, 0.0, 0.4375, 0.625, 0.75, 1.0] {
        all.push(level(at(part), LONG));
    }
    for days in [1, 3, 7] {
        all.extend([0.5, 0.25, 0.0].map(|part| level(at(part), days)));
    }
    for (before, after) in
        [(0.25, 0.35), (0.35, 0.25), (0.3, 0.32), (0.32, 0.3), (0.25, 0.5), (0.5, 0.25), (0.1, 0.9), (0.9, 0.1)]
    {
        // A little to and fro, so that there is a spread.
        let step = (hi - lo) / 100.0;
        let mut days: Vec<Option<f64>> =
            (0..LONG).map(|day| base(round6(at(before) + if day % 2 == 0 { step } else { -step }))).collect();
        days.extend(level(at(after), 7));
        all.push(days);
    }
    all.into_iter().map(Given::Series).collect()
}

/// The answers as a profile is written.
pub(super) fn written(content: &Content, profile: &Profile) -> Map<String, Value> {
    let mut map = Map::new();
    for (axis, input) in content.inputs().iter().enumerate() {
        let number = |x: f64| {
            let x = round6(input.unit.from_base(x));
            if x.fract() == 0.0 && x.abs() < 1e15 { Value::from(x as i64) } else { Value::from(x) }
        };
        let option = |place: usize| Value::from(input.options[place].id.as_str());
        let value = match profile.given(axis) {
            Given::Unknown => continue,
            Given::Number(x) => number(*x),
            Given::Choice(place) => option(*place),
            Given::Set(options) => options.iter().map(option).collect(),
            Given::Flag(yes) => Value::from(*yes),
            Given::Date(day) => Value::from(day.to_string()),
            Given::Time(minutes) => {
                let hour = (minutes / 60.0).floor();
                Value::from(format!("{hour:02}:{:02}", minutes - hour * 60.0))
            }
            Given::Text(words) => Value::from(words.as_str()),
            Given::Series(days) => days.iter().map(|day| day.map_or(Value::Null, number)).collect(),
        };
        map.insert(input.id.clone(), value);
    }
    map
}

/// Whether a profile names a day, so that it depends on the day of the session.
pub(super) fn names_a_day(content: &Content, profile: &Profile) -> bool {
    (0..content.inputs().len()).any(|axis| matches!(profile.given(axis), Given::Date(_)))
}
