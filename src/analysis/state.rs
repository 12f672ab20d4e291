//! A set of runners, and what can be said of all of them at once.
//!
//! Every statement is an over-approximation: what [`State`] calls impossible happens to no runner of the set. Tests of
//! inputs are exact; measures are bounded by interval arithmetic over the hulls of their inputs and by `valid`.

use super::rules::{Asks, Rules, TestId, Value};
use crate::condition::{Band, Cell, Region, Truth, day_of_number};
use crate::model::{Axis, Content, InputKind};
use crate::profile::Given;
use crate::quantity::Interval;
use crate::quantity::formula::{Env, Expr, Function, Node, Value as Number};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A set of truth values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Truths(u8);

impl Truths {
    pub const NONE: Self = Self(0);

    pub fn of(truth: Truth) -> Self {
        Self(match truth {
            Truth::False => 1,
            Truth::Unknown => 2,
            Truth::True => 4,
        })
    }

    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn may(self, truth: Truth) -> bool {
        self.0 & Self::of(truth).0 != 0
    }

    /// Whether nothing else is possible.
    pub fn is(self, truth: Truth) -> bool {
        self == Self::of(truth)
    }

    pub fn is_one(self) -> bool {
        self.0.count_ones() == 1
    }

    fn pairs(self, other: Self, join: fn(Truth, Truth) -> Truth) -> Self {
        const ALL: [Truth; 3] = [Truth::False, Truth::Unknown, Truth::True];
        let pairs = ALL.into_iter().flat_map(|a| ALL.into_iter().map(move |b| (a, b)));
        let possible = pairs.filter(|(a, b)| self.may(*a) && other.may(*b));
        possible.fold(Self::NONE, |all, (a, b)| all.or(Self::of(join(a, b))))
    }
}

/// The values that a measure may have.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Bound {
    /// Whether it may have a value.
    pub known: bool,
    /// Whether it may have none.
    pub unknown: bool,
    /// All values lie inside; no bound is known where absent. Base units.
    pub hull: Option<Interval>,
    /// Whether every value is one number.
    pub point: bool,
    /// Cases that may give the value, as bits; the 64th stands for all further ones.
    pub cases: u64,
}

impl Bound {
    const NOTHING: Self = Self { known: false, unknown: false, hull: None, point: true, cases: 0 };

    fn add(&mut self, hull: Option<Interval>, point: bool) {
        self.hull = match (self.known, self.hull, hull) {
            (false, _, hull) => hull,
            (true, Some(a), Some(b)) => Interval::new(a.lo().min(b.lo()), a.hi().max(b.hi())),
            _ => None,
        };
        self.point = (self.point || !self.known) && point;
        self.known = true;
    }
}

/// A set of runners: per input the answers that they may have.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub cells: Vec<Rc<Cell>>,
    /// Series that were chosen; unknown stands for all that were not.
    pub series: Vec<Option<Rc<Given>>>,
    /// What the measures may be.
    pub bounds: Vec<Bound>,
    truths: Vec<Truths>,
    /// The day of the session.
    pub today: Date,
}

impl State {
    /// All runners; with `answered`, those who answered every question.
    pub fn all(rules: &Rules, today: Date, answered: bool) -> Self {
        let inputs = rules.inputs();
        let mut state = Self {
            cells: (0..inputs).map(|axis| Rc::new(rules.possible(axis, answered))).collect(),
            series: vec![None; inputs],
            bounds: vec![Bound::NOTHING; rules.measures.len()],
            truths: vec![Truths::NONE; rules.tests.len()],
            today,
        };
        for axis in 0..inputs {
            state.ask(rules, axis);
        }
        for &measure in rules.content.measure_order() {
            state.bounds[measure] = state.bound(rules, measure);
            state.ask(rules, inputs + measure);
        }
        state
    }

    /// The part with these answers to one question; measures that nobody looks at keep their wider bounds.
    pub fn with(&self, rules: &Rules, axis: Axis, cell: Cell, looked_at: &BTreeSet<Axis>) -> Self {
        let mut part = self.clone();
        part.cells[axis] = Rc::new(cell);
        part.update(rules, axis, looked_at);
        part
    }

    /// The part with this series.
    pub fn with_series(&self, rules: &Rules, axis: Axis, given: Given, looked_at: &BTreeSet<Axis>) -> Self {
        let mut part = self.clone();
        part.cells[axis] = Rc::new(Cell { region: Region::Always, unknown: false });
        part.series[axis] = Some(Rc::new(given));
        part.update(rules, axis, looked_at);
        part
    }

    fn update(&mut self, rules: &Rules, axis: Axis, looked_at: &BTreeSet<Axis>) {
        let inputs = rules.inputs();
        self.ask(rules, axis);
        for &measure in rules.content.measure_order() {
            if rules.measures[measure].behind.contains(&axis) && looked_at.contains(&(inputs + measure)) {
                self.bounds[measure] = self.bound(rules, measure);
                self.ask(rules, inputs + measure);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.cells.iter().any(|cell| cell.is_empty())
    }

    /// What a test may say.
    pub fn test(&self, test: TestId) -> Truths {
        self.truths[test]
    }

    /// What a condition may say.
    pub fn asks(&self, asks: &Asks) -> Truths {
        let all = |tests: &Vec<TestId>| {
            tests.iter().fold(Truths::of(Truth::True), |all, &t| all.pairs(self.truths[t], Truth::and))
        };
        asks.0.iter().fold(Truths::of(Truth::False), |any, tests| any.pairs(all(tests), Truth::or))
    }

    /// What an `unless` may say.
    pub fn any(&self, tests: &[TestId]) -> Truths {
        tests.iter().fold(Truths::of(Truth::False), |any, &t| any.pairs(self.truths[t], Truth::or))
    }

    fn ask(&mut self, rules: &Rules, axis: Axis) {
        for &id in &rules.on_axis[axis] {
            let asked = &rules.tests[id];
            let on_unknown = Truths::of(asked.test.on_unknown());
            let mut truths = Truths::NONE;
            match rules.content.measure_of(axis) {
                None => {
                    let cell = &self.cells[axis];
                    if cell.unknown {
                        truths = truths.or(on_unknown);
                    }
                    if !cell.region.intersect(&asked.holds).is_empty() {
                        truths = truths.or(Truths::of(Truth::True));
                    }
                    if !cell.region.intersect(&asked.fails).is_empty() {
                        truths = truths.or(Truths::of(Truth::False));
                    }
                }
                Some(measure) => {
                    let bound = &self.bounds[measure];
                    if bound.unknown {
                        truths = truths.or(on_unknown);
                    }
                    if bound.known {
                        truths = truths.or(told(&asked.test, bound, &asked.holds));
                    }
                }
            }
            self.truths[id] = truths;
        }
    }

    /// What a measure may be.
    fn bound(&self, rules: &Rules, measure: usize) -> Bound {
        let rule = &rules.measures[measure];
        let mut all = Bound::NOTHING;
        let blocked = self.any(&rule.unless);
        all.unknown = blocked.may(Truth::True);
        if blocked.is(Truth::True) {
            return all;
        }
        let declared = &rules.content.measures()[measure];
        for (at, case) in rule.cases.iter().enumerate() {
            let when = self.asks(&case.when);
            if !when.may(Truth::True) {
                continue;
            }
            let value = self.value(rules, &case.value);
            if value.known {
                let inside = declared.valid.is_none_or(|valid| value.hull.is_some_and(|h| valid.contains_interval(h)));
                let hull = match (declared.valid, value.hull) {
                    // A little wider, for rounding.
                    (Some(valid), Some(hull)) => {
                        let slack = (valid.hi() - valid.lo()).abs() * 1e-9 + 1e-12;
                        let (lo, hi) = (valid.lo().max(hull.lo()), valid.hi().min(hull.hi()));
                        if lo > hi + slack { Err(()) } else { Ok(Interval::new(lo.min(hi), hi.max(lo))) }
                    }
                    (Some(valid), None) => Ok(Some(valid)),
                    (None, hull) => Ok(hull),
                };
                if let Ok(hull) = hull {
                    all.add(rounded(hull, &declared.unit), value.point);
                    all.cases |= 1 << at.min(63);
                }
                all.unknown |= !inside;
            }
            if when.is(Truth::True) && !value.unknown {
                return all;
            }
        }
        all.unknown = true;
        all
    }

    /// What a formula may come to.
    pub fn value(&self, rules: &Rules, value: &Value) -> Bound {
        let mut point = !value.widens;
        let mut unknown = false;
        let mut exact = true;
        for &axis in &value.axes {
            match rules.content.measure_of(axis) {
                None => {
                    let cell = &self.cells[axis];
                    if cell.region.is_empty() {
                        return Bound { unknown: true, ..Bound::NOTHING };
                    }
                    unknown |= cell.unknown;
                    exact &= self.series[axis].is_some() || is_single(&cell.region);
                }
                Some(measure) => {
                    let bound = &self.bounds[measure];
                    if !bound.known {
                        return Bound { unknown: true, ..Bound::NOTHING };
                    }
                    unknown |= bound.unknown;
                    point &= bound.point;
                    exact &= bound.point && bound.hull.is_some_and(Interval::is_point);
                }
            }
        }
        let found = match days_of(value.formula.root(), self, rules) {
            Some(hull) => Ok(hull),
            None => {
                let sight = Sight { rules, state: self, wide: std::cell::Cell::new(false) };
                match value.formula.eval(&sight) {
                    Ok(Number::Number(hull)) if !sight.wide.get() => Ok(Some(hull)),
                    Err(_) if exact && !sight.wide.get() => Err(()),
                    _ => {
                        unknown = true;
                        Ok(None)
                    }
                }
            }
        };
        match found {
            Ok(hull) => {
                let unknown = unknown || (value.gaps && !exact);
                Bound { known: true, unknown, hull, point, cases: 0 }
            }
            Err(()) => Bound { unknown: true, ..Bound::NOTHING },
        }
    }
}

/// What a test may say of known values of a measure.
fn told(test: &crate::condition::Test, bound: &Bound, holds: &Region) -> Truths {
    let Some(hull) = bound.hull else {
        let mut any = Truths::NONE;
        if !holds.is_empty() {
            any = any.or(Truths::of(Truth::True));
        }
        if !matches!(holds, Region::Bands(bands) if bands.is_all()) {
            any = any.or(Truths::of(Truth::False));
        }
        return if bound.point { any } else { any.or(Truths::of(Truth::Unknown)) };
    };
    let whole = test.holds(&crate::condition::Answer::Number(hull));
    if whole != Truth::Unknown || hull.is_point() {
        return Truths::of(whole);
    }
    let both = Truths::of(Truth::True).or(Truths::of(Truth::False));
    if bound.point { both } else { both.or(Truths::of(Truth::Unknown)) }
}

fn rounded(hull: Option<Interval>, unit: &crate::quantity::Unit) -> Option<Interval> {
    hull?.map_increasing(|x| unit.to_base(crate::quantity::round6(unit.from_base(x))))
}

pub(super) fn is_single(region: &Region) -> bool {
    let Region::Bands(bands) = region else { return false };
    match bands.bands() {
        [one] => one.lo().zip(one.hi()).is_some_and(|(lo, hi)| lo.at >= hi.at),
        _ => false,
    }
}

/// The ends of some bands, where they have any.
pub(super) fn ends(bands: &[Band]) -> Option<(f64, f64)> {
    Some((bands.first()?.lo()?.at, bands.last()?.hi()?.at))
}

/// The ends of some bands without the open ones. Tests see numbers rounded to 6 decimals, so that what is below 40 is also
/// below 40 by half a millionth: thresholds of a measure and of its inputs then meet without a gap.
fn inside(bands: &[Band], lo: f64, hi: f64) -> (f64, f64) {
    const ROUNDED: f64 = 5e-7;
    let is_open = |end: Option<crate::condition::End>| end.is_some_and(|end| !end.closed);
    let from = if is_open(bands.first().and_then(Band::lo)) { lo + ROUNDED } else { lo };
    let to = if is_open(bands.last().and_then(Band::hi)) { hi - ROUNDED } else { hi };
    if from <= to { (from, to) } else { (lo, hi) }
}

/// `days(today, x)` and the like, which only rise or fall with their dates.
fn days_of(node: &Node, state: &State, rules: &Rules) -> Option<Option<Interval>> {
    const DAY: f64 = 86_400.0;
    let Expr::Call(Function::Days, arguments) = &node.expr else { return None };
    let [from, to] = arguments.as_slice() else { return None };
    let span = |node: &Node| -> Option<Option<(f64, f64)>> {
        match &node.expr {
            Expr::Today => {
                let day = crate::condition::day_number(state.today);
                Some(Some((day, day)))
            }
            Expr::Name(name) => {
                let axis = rules.content.axis(name).filter(|&a| rules.is_date(a))?;
                let Region::Bands(bands) = &state.cells[axis].region else { return None };
                let (first, last) = (bands.bands().first()?, bands.bands().last()?);
                // There are days before which and after which nobody can name one.
                let lo = first.lo().map_or(crate::condition::day_number(Date::MIN), |end| end.at);
                let hi = last.hi().map_or(crate::condition::day_number(Date::MAX) + 1.0, |end| end.at);
                // A day owns the numbers up to the next one.
                Some(Some((lo, (hi - 1.0).max(lo))))
            }
            _ => None,
        }
    };
    let (from, to) = (span(from)?, span(to)?);
    Some(from.zip(to).and_then(|(from, to)| Interval::new((to.0 - from.1) * DAY, (to.1 - from.0) * DAY)))
}

/// What formulas see of many runners.
struct Sight<'a> {
    rules: &'a Rules<'a>,
    state: &'a State,
    /// Whether a name was asked for that intervals cannot bound.
    wide: std::cell::Cell<bool>,
}

impl Sight<'_> {
    fn wide(&self) -> Number {
        self.wide.set(true);
        Number::Unknown
    }

    fn hull_of(&self, axis: Axis) -> Option<Number> {
        let content: &Content = self.rules.content;
        match content.measure_of(axis) {
            Some(measure) => self.state.bounds[measure].hull.map(Number::Number),
            None => {
                if let Some(Given::Series(days)) = self.state.series[axis].as_deref() {
                    let days = days.iter().map(|d| d.and_then(Interval::point)).collect();
                    return Some(Number::Series(days));
                }
                let Region::Bands(bands) = &self.state.cells[axis].region else { return None };
                let (lo, hi) = ends(bands.bands())?;
                if content.inputs()[axis].kind == InputKind::Date {
                    return (hi - lo < 1.5).then(|| day_of_number(lo).map(Number::Date))?;
                }
                let (lo, hi) = match content.domain(axis).unit() {
                    Some(unit) => {
                        let (lo, hi) = inside(bands.bands(), lo, hi);
                        (unit.to_base(lo), unit.to_base(hi))
                    }
                    None => (lo, hi),
                };
                Interval::new(lo, hi).map(Number::Number)
            }
        }
    }
}

impl Env for Sight<'_> {
    fn value(&self, name: &str) -> Number {
        let hull = self.rules.content.axis(name).and_then(|axis| self.hull_of(axis));
        hull.unwrap_or_else(|| self.wide())
    }
    fn today(&self) -> Date {
        self.state.today
    }
}
