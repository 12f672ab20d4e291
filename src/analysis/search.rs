//! The search: sets of runners are told apart by the tests that matter until a question is answered.
//!
//! A set in which the question is surely answered with no is dropped. Where nothing is left, that is a proof. Where a set
//! may hold an answer, a runner of it goes through the real selection, whose word is final. Otherwise the set is divided:
//! by a test, between known and unknown, or, for what feeds a measure, in halves. What is left when the cap is reached,
//! or when halves are as fine as we make them, is *undecided*.

use super::fates::Try;
use super::rules::{Rules, TestId};
use super::runner;
use super::state::State;
use crate::condition::{Band, Bands, Cell, End, Region, Truth, day_number};
use crate::model::Axis;
use crate::profile::{Given, Profile};
use crate::select::{Selection, select};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How finely numbers are halved: this part of their range.
const FINEST: f64 = 1.0 / 600.0;

/// How many runners are scattered over a set, and over all, each time that twice as many sets were looked at.
const SCATTERED: usize = 64;

/// What a question makes of a set of runners.
pub(super) enum Look {
    /// Nobody in it.
    No,
    /// Perhaps somebody; what would tell more.
    Maybe(Option<Split>),
}

/// How to divide a set of runners.
#[derive(Debug, Clone)]
pub(super) enum Split {
    /// By a test, the part with this truth first.
    Test(Try),
    /// By what these axes are made of; where they have no value first, if so.
    Axes(Vec<Axis>, bool),
    /// By an input; unknown first, if so.
    Input(Axis, bool),
}

/// Whether there is a runner who...
pub(super) trait Question {
    /// Axes whose tests are looked at.
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis>;
    /// What can be said of a set of runners.
    fn look(&self, rules: &Rules, state: &State) -> Look;
    /// Whether this runner is one.
    fn confirm(&self, rules: &Rules, profile: &Profile, selection: &Selection) -> bool;
    /// What else can matter, after a runner was none although nothing that was looked at speaks against it.
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper;
    /// Whether it is worth running the selection for this runner.
    fn is_plausible(&self, _: &Rules, _: &Profile) -> bool {
        true
    }
    /// The runners among whom one is searched.
    fn among(&self, rules: &Rules, today: Date) -> State {
        State::all(rules, today, false)
    }
}

/// What else can matter.
pub(super) enum Deeper {
    /// This.
    Try(Option<Try>),
    /// The numbers that are made of these.
    Axes(Vec<Axis>),
    /// Which answers the numbers made of these lack, whatever they come to.
    Missing(Vec<Axis>),
    /// Times of day that are not tested: other runners of the set may fare differently.
    Values,
}

impl Deeper {
    /// What matters to either of two: tests first, then numbers.
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (open @ Self::Try(Some(_)), _) | (_, open @ Self::Try(Some(_))) => open,
            (Self::Try(None), other) | (other, Self::Try(None)) => other,
            (Self::Axes(mut one), Self::Axes(other)) => {
                one.extend(other);
                Self::Axes(one)
            }
            _ => Self::Values,
        }
    }
}

/// An answer.
#[derive(Debug)]
pub(super) enum Answered {
    /// This runner, with whom the real selection agrees.
    Yes(Box<Profile>),
    /// Nobody: proved.
    Nobody,
    /// Not found, and not excluded, after looking at so many sets of runners.
    Undecided(usize),
}

/// What real selections have shown so far.
pub(super) struct Seen {
    pub shown: Vec<bool>,
    pub candidate: Vec<bool>,
    pub cases: BTreeSet<(usize, usize)>,
}

/// Searches a pack.
pub(super) struct Search<'a> {
    pub rules: &'a Rules<'a>,
    pub today: Date,
    /// How many sets of runners a question may look at.
    pub cap: usize,
    pub seen: Seen,
    /// How many sets were looked at in all.
    pub looked: usize,
}

impl<'a> Search<'a> {
    /// A search with nothing seen.
    pub fn new(rules: &'a Rules<'a>, today: Date, cap: usize) -> Self {
        let items = rules.items.len();
        let seen = Seen { shown: vec![false; items], candidate: vec![false; items], cases: BTreeSet::new() };
        Self { rules, today, cap, seen, looked: 0 }
    }

    /// Looks for a runner.
    pub fn find(&mut self, question: &dyn Question) -> Answered {
        let rules = self.rules;
        let base = rules.impossible.iter().chain(rules.flags.iter().map(|f| &f.when));
        let base = base.flat_map(|asks| asks.tests()).map(|t| rules.tests[t].axis);
        let asked = question.axes(rules);
        let looked_at = rules.behind(asked.iter().copied().chain(base));
        let all = question.among(rules, self.today);
        let mut open = vec![all.clone()];
        // Sets in which numbers were halved as far as we go; they wait until nothing easier is left.
        let mut hard = Vec::new();
        let mut scatters = 1_usize;
        let mut unresolved = false;
        let mut looked = 0;
        while let Some(state) = open.pop().or_else(|| hard.pop()) {
            if state.is_empty() || rules.refused(&state) {
                continue;
            }
            let Look::Maybe(split) = question.look(rules, &state) else { continue };
            if looked >= self.cap {
                self.looked += looked;
                return Answered::Undecided(looked);
            }
            looked += 1;
            let by_test = matches!(split, Some(Split::Test(t)) if rules.tests[t.test].axis < rules.inputs());
            let mut lower = split.as_ref().and_then(|s| self.lower(&state, s));
            let mut blunt = match &split {
                None => false,
                // What is the same number for all of them cannot be divided, and hides nothing.
                Some(Split::Axes(axes, _)) => lower.is_none() && !self.is_told(&state, axes),
                Some(_) => lower.is_none(),
            };
            if !by_test {
                let mut last = None;
                let mut sampled = false;
                let mut meet = |search: &mut Self, profile: &Profile| {
                    sampled = true;
                    if !runner::is_welcome(rules.content, profile) || !question.is_plausible(rules, profile) {
                        return false;
                    }
                    let selection = search.select(profile);
                    let found = !selection.stop && question.confirm(rules, profile, &selection);
                    if !selection.stop {
                        last = Some(selection);
                    }
                    found
                };
                let mut found = runner::samples(rules, &state, self.today, split.is_some()).find(|p| meet(self, p));
                if found.is_none() && lower.is_some() && looked >= scatters {
                    scatters *= 2;
                    let spread = [&state, &all].map(|set| runner::scatter(rules, set, &looked_at, SCATTERED, scatters));
                    found = spread.into_iter().flatten().find(|p| meet(self, p));
                }
                if let Some(profile) = found {
                    self.looked += looked;
                    return Answered::Yes(Box::new(profile));
                }
                blunt |= !sampled;
                if lower.is_none() {
                    let base = rules.refused_try(&state).map(Split::Test);
                    lower = base.as_ref().and_then(|s| self.lower(&state, s));
                    blunt |= base.is_some() && lower.is_none();
                }
                if let (None, Some(selection)) = (&lower, &last) {
                    match question.deeper(rules, &state, selection) {
                        Deeper::Try(open) => {
                            let open = open.map(Split::Test);
                            lower = open.as_ref().and_then(|s| self.lower(&state, s));
                            blunt |= open.is_some() && lower.is_none();
                        }
                        Deeper::Axes(axes) => {
                            lower = self.refine(&state, &axes, false);
                            blunt |= lower.is_none() && !self.is_told(&state, &axes);
                        }
                        Deeper::Missing(axes) => {
                            lower = self.untold(&state, &axes).or_else(|| self.refine(&state, &axes, false));
                            if self.are_tests_told(&state, &axes) {
                                lower = lower.filter(|split| self.is_coarse(&state, split));
                            } else {
                                blunt |= lower.is_none();
                            }
                        }
                        Deeper::Values => blunt = true,
                    }
                }
            }
            match lower {
                Some(lower) => {
                    let mut parts = self.divide(&state, lower, &looked_at);
                    parts.reverse();
                    open.append(&mut parts);
                }
                None if blunt => {
                    // Tests of answers tell the rest apart.
                    let tests =
                        asked.iter().filter(|axis| **axis < rules.inputs()).flat_map(|&axis| &rules.on_axis[axis]);
                    let untold = tests.copied().find(|&test| !by_test && !state.test(test).is_one());
                    match untold.filter(|_| split.is_some()) {
                        Some(test) => {
                            let by = Split::Test(Try { test, first: Truth::False });
                            let mut parts = self.divide(&state, by, &looked_at);
                            parts.reverse();
                            hard.append(&mut parts);
                        }
                        None => unresolved = true,
                    }
                }
                None => {}
            }
        }
        self.looked += looked;
        if unresolved { Answered::Undecided(looked) } else { Answered::Nobody }
    }

    /// Runs the real selection and remembers what it shows.
    pub fn select(&mut self, profile: &Profile) -> Selection {
        use crate::select::{Fate, Stop};
        let selection = select(self.rules.content, profile);
        for (item, decided) in selection.decisions.iter().enumerate() {
            self.seen.shown[item] |= decided.fate == Fate::Shown;
            let limited = matches!(decided.fate, Fate::Stopped(Stop::Limit(_)));
            self.seen.candidate[item] |= limited || matches!(decided.fate, Fate::Shown | Fate::Lost(_) | Fate::Cut);
        }
        for measure in 0..self.rules.measures.len() {
            if let crate::profile::Outcome::Known(_, case) = profile.measure(measure).outcome {
                self.seen.cases.insert((measure, case));
            }
        }
        selection
    }

    /// A division by an input.
    fn lower(&self, state: &State, split: &Split) -> Option<Split> {
        match split {
            Split::Input(axis, _) => self.is_divisible(state, *axis).then(|| split.clone()),
            Split::Test(open) => {
                let axis = self.rules.tests[open.test].axis;
                if axis < self.rules.inputs() {
                    return Some(split.clone());
                }
                let on_unknown = self.rules.tests[open.test].test.on_unknown();
                // What is unknown does not hold either.
                let unknown_first =
                    on_unknown == open.first || (open.first == Truth::False && on_unknown != Truth::True);
                self.refine(state, &[axis], unknown_first)
            }
            Split::Axes(axes, unknown_first) => self.refine(state, axes, *unknown_first),
        }
    }

    /// The division that tells most about some axes.
    fn refine(&self, state: &State, axes: &[Axis], unknown_first: bool) -> Option<Split> {
        let mut best: Option<(f64, Split)> = None;
        let mut seen = BTreeSet::new();
        for &axis in axes {
            self.weigh_axis(state, axis, unknown_first, &mut seen, &mut best);
        }
        best.map(|(_, split)| split)
    }

    /// A test of an answer that a measure behind these axes asks: a case that is false lacks nothing, one that cannot be
    /// told lacks the answer.
    fn untold(&self, state: &State, axes: &[Axis]) -> Option<Split> {
        let behind = self.rules.behind(axes.iter().copied());
        let measures = behind.into_iter().filter_map(|axis| self.rules.content.measure_of(axis));
        let open = measures
            .flat_map(|m| self.rules.measures[m].tests())
            .find(|&test| self.rules.tests[test].axis < self.rules.inputs() && !state.test(test).is_one());
        open.map(|test| Split::Test(Try { test, first: Truth::False }))
    }

    /// Whether all numbers behind these axes are the same for the whole set.
    fn is_told(&self, state: &State, axes: &[Axis]) -> bool {
        let inputs = self.rules.behind(axes.iter().copied()).into_iter().filter(|a| *a < self.rules.inputs());
        inputs.into_iter().all(|axis| match &state.cells[axis].region {
            Region::Always => state.series[axis].is_some() || !is_series(self.rules, axis),
            region @ Region::Bands(_) => region.is_empty() || super::state::is_single(region),
            _ => true,
        })
    }

    /// Whether every test of a measure that is behind these axes is decided.
    fn are_tests_told(&self, state: &State, axes: &[Axis]) -> bool {
        let measures =
            self.rules.behind(axes.iter().copied()).into_iter().filter_map(|a| self.rules.content.measure_of(a));
        let asks_measures = |m: usize| {
            self.rules.measures[m]
                .tests()
                .any(|t| self.rules.tests[t].axis >= self.rules.inputs() && !state.test(t).is_one())
        };
        !measures.into_iter().any(asks_measures)
    }

    /// Whether a division tells whether something is known, or what a test says; not how large a number is.
    fn is_coarse(&self, state: &State, split: &Split) -> bool {
        match split {
            Split::Input(axis, _) => state.cells[*axis].unknown,
            Split::Test(_) | Split::Axes(..) => true,
        }
    }

    fn is_divisible(&self, state: &State, axis: Axis) -> bool {
        let cell = &state.cells[axis];
        match &cell.region {
            region if cell.unknown => !region.is_empty(),
            Region::Always => state.series[axis].is_none() && is_series(self.rules, axis),
            Region::Bands(bands) => self.halves(axis, bands).is_some(),
            _ => false,
        }
    }

    fn weigh(
        &self,
        state: &State,
        measure: usize,
        unknown_first: bool,
        seen: &mut BTreeSet<Axis>,
        best: &mut Option<(f64, Split)>,
    ) {
        let rules = self.rules;
        if !seen.insert(rules.inputs() + measure) {
            return;
        }
        let rule = &rules.measures[measure];
        let first = if unknown_first { Truth::True } else { Truth::False };
        self.weigh_tests(state, rule.unless.iter().copied(), first, seen, best);
        for case in &rule.cases {
            let when = state.asks(&case.when);
            if !when.may(Truth::True) {
                continue;
            }
            let first = if unknown_first { Truth::False } else { Truth::True };
            self.weigh_tests(state, case.when.tests(), first, seen, best);
            for &axis in &case.value.axes {
                self.weigh_axis(state, axis, unknown_first, seen, best);
            }
            if when.is(Truth::True) && !state.value(rules, &case.value).unknown {
                break;
            }
        }
    }

    fn weigh_tests(
        &self,
        state: &State,
        tests: impl Iterator<Item = TestId>,
        first: Truth,
        seen: &mut BTreeSet<Axis>,
        best: &mut Option<(f64, Split)>,
    ) {
        for test in tests.filter(|&t| !state.test(t).is_one()) {
            match self.rules.content.measure_of(self.rules.tests[test].axis) {
                None => better(best, 10.0, Split::Test(Try { test, first })),
                Some(inner) => self.weigh(state, inner, false, seen, best),
            }
        }
    }

    fn weigh_axis(
        &self,
        state: &State,
        axis: Axis,
        unknown_first: bool,
        seen: &mut BTreeSet<Axis>,
        best: &mut Option<(f64, Split)>,
    ) {
        if let Some(inner) = self.rules.content.measure_of(axis) {
            self.weigh(state, inner, unknown_first, seen, best);
            return;
        }
        if !seen.insert(axis) {
            return;
        }
        if !self.is_divisible(state, axis) {
            return;
        }
        let cell = &state.cells[axis];
        let weight = match &cell.region {
            _ if cell.unknown => 5.0,
            Region::Bands(bands) => self.width(axis, bands),
            _ => 4.0,
        };
        better(best, weight, Split::Input(axis, unknown_first));
    }

    /// The width of some bands as a part of what is possible.
    fn width(&self, axis: Axis, bands: &Bands) -> f64 {
        let Some((lo, hi)) = super::state::ends(bands.bands()) else { return 1.0 };
        ((hi - lo) / self.whole(axis).unwrap_or(1000.0)).clamp(FINEST, 1.0)
    }

    fn whole(&self, axis: Axis) -> Option<f64> {
        let Region::Bands(bands) = &self.rules.possible(axis, true).region else { return None };
        let (lo, hi) = super::state::ends(bands.bands())?;
        Some((hi - lo).max(1e-6))
    }

    /// Two parts of some bands.
    fn halves(&self, axis: Axis, bands: &Bands) -> Option<[Bands; 2]> {
        if let [first, _, ..] = bands.bands() {
            let first = [first.lo().map(Bands::above), first.hi().map(Bands::below)].into_iter().flatten();
            let first = first.fold(Bands::all(), |all, part| all.intersect(&part));
            return Some([bands.intersect(&first), bands.subtract(&first)]);
        }
        let band = bands.bands().first()?;
        let date = self.rules.is_date(axis);
        let at = match (band.lo().map(|e| e.at), band.hi().map(|e| e.at)) {
            (Some(lo), Some(hi)) if date => (hi - lo > 1.5).then_some(((lo + hi) / 2.0).floor())?,
            (Some(lo), Some(hi)) => {
                let finest = self.whole(axis).unwrap_or(1000.0) * FINEST;
                let middle = lo + (hi - lo) / 2.0;
                let tidy = crate::quantity::round6(middle);
                if hi - lo <= finest || hi - lo <= 2e-5 {
                    return round_parts(bands, band, finest);
                }
                tidy
            }
            (lo, hi) if date => {
                let today = day_number(self.today);
                let ends = [today, today + 32.0, today + 400.0, today - 32.0];
                ends.into_iter().find(|x| lo.is_none_or(|l| *x > l) && hi.is_none_or(|h| *x < h))?
            }
            (Some(lo), None) => (lo < 1e6).then_some(if lo <= 0.0 { 1.0 } else { lo * 4.0 })?,
            (None, Some(hi)) => (hi > -1e6).then_some(if hi >= 0.0 { -1.0 } else { hi * 4.0 })?,
            (None, None) => 0.0,
        };
        let parts = [Bands::below(End { at, closed: false }), Bands::above(End { at, closed: true })];
        let parts = parts.map(|part| bands.intersect(&part));
        parts.iter().all(|p| !p.is_empty()).then_some(parts)
    }

    /// The parts of a set, the one to look at first in front.
    fn divide(&self, state: &State, split: Split, looked_at: &BTreeSet<Axis>) -> Vec<State> {
        let rules = self.rules;
        let part = |axis, cell| state.with(rules, axis, cell, looked_at);
        match split {
            Split::Test(open) => {
                let asked = &rules.tests[open.test];
                let cell = &state.cells[asked.axis];
                let of = |truth| {
                    let region = match truth {
                        Truth::True => cell.region.intersect(&asked.holds),
                        Truth::False => cell.region.intersect(&asked.fails),
                        Truth::Unknown => cell.region.subtract(&cell.region),
                    };
                    Cell { region, unknown: cell.unknown && asked.test.on_unknown() == truth }
                };
                let mut order = vec![open.first];
                order.extend([Truth::False, Truth::Unknown, Truth::True].into_iter().filter(|t| *t != open.first));
                let parts = order.into_iter().map(of).filter(|cell| !cell.is_empty());
                parts.map(|cell| part(asked.axis, cell)).collect()
            }
            Split::Input(axis, unknown_first) => {
                let cell = &state.cells[axis];
                if cell.unknown && !cell.region.is_empty() {
                    let known = part(axis, Cell { region: cell.region.clone(), unknown: false });
                    let unknown = part(axis, Cell { region: cell.region.subtract(&cell.region), unknown: true });
                    return if unknown_first { vec![unknown, known] } else { vec![known, unknown] };
                }
                match &cell.region {
                    Region::Bands(bands) => {
                        let halves = self.halves(axis, bands).into_iter().flatten();
                        halves.map(|b| part(axis, Cell { region: Region::Bands(b), unknown: false })).collect()
                    }
                    Region::Always => {
                        let samples = runner::series(rules.content, axis);
                        let parts = samples.into_iter().map(|given| state.with_series(rules, axis, given, looked_at));
                        // These are samples: the rest of all series stays open.
                        let mut rest = state.clone();
                        rest.series[axis] = Some(std::rc::Rc::new(Given::Unknown));
                        parts.chain([rest]).collect()
                    }
                    _ => Vec::new(),
                }
            }
            Split::Axes(..) => Vec::new(),
        }
    }
}

/// Thresholds are round numbers: parts of a narrow band before, at and after the roundest number in it.
fn round_parts(bands: &Bands, band: &Band, finest: f64) -> Option<[Bands; 2]> {
    let (lo, hi) = (band.lo()?, band.hi()?);
    let step = 10_f64.powf(finest.log10().floor());
    let round = |x: f64| crate::quantity::round6((x / step).round() * step);
    let steps = [100.0, 10.0, 1.0].map(|more| step * more);
    let inside = steps.into_iter().map(|s| crate::quantity::round6((hi.at / s).floor() * s));
    let inside = inside.chain([round(f64::midpoint(lo.at, hi.at))]).find(|x| lo.at < *x && *x < hi.at);
    let at = |at: f64, closed: bool| End { at, closed };
    let parts = match inside {
        Some(x) => [Bands::below(at(x, false)), Bands::above(at(x, true))],
        None if hi.at <= lo.at => return None,
        None if lo.closed && round(lo.at) == lo.at => [Bands::below(at(lo.at, true)), Bands::above(at(lo.at, false))],
        None if hi.closed && round(hi.at) == hi.at => [Bands::below(at(hi.at, false)), Bands::above(at(hi.at, true))],
        None => return None,
    };
    let parts = parts.map(|part| bands.intersect(&part));
    parts.iter().all(|p| !p.is_empty()).then_some(parts)
}

fn is_series(rules: &Rules, axis: Axis) -> bool {
    rules.content.inputs()[axis].kind == crate::model::InputKind::Series
}

fn better(best: &mut Option<(f64, Split)>, weight: f64, split: Split) {
    if best.as_ref().is_none_or(|(b, _)| weight > *b) {
        *best = Some((weight, split));
    }
}
