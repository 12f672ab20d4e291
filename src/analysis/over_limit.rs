//! `over-limit`: amounts that can come to more than a limit allows, so that the guide drops an item.

use super::rules::{Rules, Value};
use super::search::{Answered, Deeper, Look, Question, Split};
use super::state::State;
use super::{Analysis, axes_of, is_asked_for};
use crate::diagnostics::{Finding, lints};
use crate::model::{Axis, Content, Limit, Moment, Per, Window};
use crate::profile::Profile;
use crate::quantity::{Dimension, Interval};
use crate::select::{Fate, Selection, Stop, select};
use std::cmp::Ordering;
use std::collections::BTreeSet;

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    let mut breakable = BTreeSet::new();
    for (at, limit) in content.limits().iter().enumerate() {
        let question = Over::new(analysis.search.rules, at, limit);
        if question.counted.is_empty() {
            continue;
        }
        match analysis.search.find(&question) {
            Answered::Nobody => {}
            Answered::Undecided(looked) => {
                breakable.insert(at);
                analysis.undecided.push((format!("whether the limit `{}` can be broken", limit.id), looked));
            }
            Answered::Yes(profile) => {
                breakable.insert(at);
                let selection = select(content, &profile);
                let stopped = selection.decisions.iter().position(|d| d.fate == Fate::Stopped(Stop::Limit(at)));
                let message = format!("amounts of {} can break the limit `{}`", limit.of, limit.id);
                let mut finding = Finding::new(&lints::OVER_LIMIT, limit.span, message)
                    .label("the guide then drops an item")
                    .help("cap the amount in its formula, narrow the `when` of an item, or put items that add up into one `exclusive` group");
                if let Some(item) = stopped {
                    let item = &content.items()[item];
                    finding = finding.related(item.span, format!("`{}` is dropped", item.id));
                }
                analysis.report(&question, *profile, finding);
            }
        }
    }
    analysis.search.rules.breakable.get_or_init(|| breakable);
}

/// An amount that the limit counts.
struct Counted<'a> {
    item: usize,
    value: Value<'a>,
    dimension: Dimension,
    /// Minutes from and to, where no clock decides.
    window: Option<(f64, f64)>,
}

/// Whether anybody's guide breaks the limit.
pub(super) struct Over<'a> {
    pub at: usize,
    limit: &'a Limit,
    most: Option<Value<'a>>,
    least: Option<Value<'a>>,
    counted: Vec<Counted<'a>>,
}

impl<'a> Over<'a> {
    pub fn new(rules: &Rules<'a>, at: usize, limit: &'a Limit) -> Self {
        let content = rules.content;
        let mut counted = Vec::new();
        for (place, item) in content.items().iter().enumerate() {
            let section = &content.sections()[item.section];
            if limit.section.is_some_and(|s| !can_be_shown_in(content, item.section, s)) {
                continue;
            }
            let window = fixed(item.at.unwrap_or(section.window));
            for amount in item.amounts.iter().filter(|a| a.of.as_ref() == Some(&limit.of) && !a.exempt) {
                let dimension = amount.unit.dimension();
                let per_time = limit.per == Per::Hour && dimension / Dimension::TIME == limit.dimension;
                if dimension == limit.dimension || per_time {
                    counted.push(Counted { item: place, value: rules.value(&amount.value), dimension, window });
                }
            }
        }
        let bound = |formula: &'a Option<_>| formula.as_ref().map(|f| rules.value(f));
        Self { at, limit, most: bound(&limit.at_most), least: bound(&limit.at_least), counted }
    }

    /// The high end that an amount can come to, as the limit counts it.
    fn high(&self, rules: &Rules, state: &State, counted: &Counted) -> Option<f64> {
        let bound = state.value(rules, &counted.value);
        if !bound.known || !rules.may_win(state, counted.item) {
            return None;
        }
        let high = bound.hull.map_or(f64::INFINITY, |h| h.hi());
        if self.limit.per != Per::Hour || counted.dimension == self.limit.dimension {
            return Some(high);
        }
        let minutes = counted.window.map_or(60.0, |(from, to)| (to - from).max(60.0));
        Some(high / (minutes * 60.0))
    }

    /// What the limit may be at its strictest: at most, at least.
    fn bounds(&self, rules: &Rules, state: &State) -> (Option<f64>, Option<f64>) {
        let bound = |value: &Option<Value>| value.as_ref().map(|v| state.value(rules, v));
        let (most, least) = (bound(&self.most), bound(&self.least));
        let most = most.filter(|b| b.known).map(|b| b.hull.map_or(f64::NEG_INFINITY, |h| h.lo()));
        let least = least.filter(|b| b.known).map(|b| b.hull.map_or(f64::INFINITY, |h| h.hi()));
        (most, least)
    }

    /// Whether the limit may take an item from some runner of the set. The worst goes first, so only what is better counts.
    pub fn may_drop(&self, rules: &Rules, state: &State, item: usize) -> bool {
        if !self.counted.iter().any(|c| c.item == item) {
            return false;
        }
        let (most, least) = self.bounds(rules, state);
        let rank = rules.items[item].rank;
        let content = rules.content;
        let counts = |c: &&Counted, section: Option<usize>| match self.limit.per {
            Per::Amount => c.item == item,
            _ => {
                let own = content.items()[c.item].section;
                rules.items[c.item].rank <= rank && section.is_none_or(|s| can_be_shown_in(content, own, s))
            }
        };
        let over = |section: Option<usize>| {
            let shares: Vec<(&Counted, f64)> = (self.counted.iter().filter(|c| counts(c, section)))
                .filter_map(|c| Some((c, self.high(rules, state, c)?)))
                .collect();
            match self.limit.per {
                Per::Amount => {
                    shares.iter().any(|(c, high)| is_over(*high, most) || self.under(rules, state, c, least))
                }
                _ => is_over(self.total(rules, shares.into_iter()), most),
            }
        };
        match self.limit.per {
            Per::Section => {
                let own = content.items()[item].section;
                (0..content.sections().len()).any(|s| can_be_shown_in(content, own, s) && over(Some(s)))
            }
            _ => over(None),
        }
    }

    /// Whether the limit takes an item, where it would be shown beside some others, from every runner of the set: its
    /// amount, with theirs and with those of better items that surely stay, is always too much. The worst goes first.
    pub fn sure_drop(
        &self,
        rules: &Rules,
        state: &State,
        item: usize,
        beside: &[usize],
        stays: &dyn Fn(usize) -> bool,
    ) -> bool {
        let content = rules.content;
        let own = content.items()[item].section;
        let moves = |section: usize| section != own && can_be_shown_in(content, own, section);
        let is_elsewhere = |section: usize| section != own || (0..content.sections().len()).any(moves);
        let Some(most) = self.most.as_ref().map(|most| state.value(rules, most)) else { return false };
        let Some(most) = most.hull.filter(|_| !most.unknown && self.limit.per != Per::Hour) else { return false };
        if self.limit.section.is_some_and(is_elsewhere) {
            return false;
        }
        let known_low = |c: &Counted| {
            let bound = state.value(rules, &c.value);
            let hull = bound.hull.filter(|_| bound.known && !bound.unknown && c.dimension == self.limit.dimension);
            hull.map(Interval::lo)
        };
        let low = |c: &Counted| known_low(c).unwrap_or(0.0);
        // A number that may be unknown is not counted, and what is not counted is not taken.
        if !self.counted.iter().any(|c| c.item == item && known_low(c).is_some()) {
            return false;
        }
        if self.limit.per == Per::Amount {
            return self.counted.iter().any(|c| c.item == item && is_over(low(c), Some(most.hi())));
        }
        // Amounts below nothing would make room.
        let is_below = |c: &Counted| state.value(rules, &c.value).hull.is_none_or(|hull| hull.lo() < 0.0);
        if self.counted.iter().any(is_below) {
            return false;
        }
        let there = |other: usize| {
            let here = self.limit.per == Per::Guide || content.items()[other].section == own;
            let rule = &rules.items[other];
            let surely = || {
                let grouped = rule.group.is_some() || rule.stands_in.iter().any(|&b| rules.items[b].group.is_some());
                rule.rank < rules.items[item].rank
                    && !grouped
                    && stays(other)
                    && rules.sure_candidate(state, other)
                    && self.limit.section.is_none_or(|s| s == content.items()[other].section)
            };
            other == item || (here && (beside.contains(&other) || surely()))
        };
        let sum: f64 = self.counted.iter().filter(|c| there(c.item)).map(low).sum();
        is_over(sum, Some(most.hi()))
    }

    fn under(&self, rules: &Rules, state: &State, counted: &Counted, least: Option<f64>) -> bool {
        let low = state.value(rules, &counted.value).hull.map_or(f64::NEG_INFINITY, |h| h.lo());
        least.is_some_and(|least| low < least - least.abs() * 1e-9)
    }

    /// The most that all together can come to. Of a group one is shown.
    fn total<'s>(&self, rules: &Rules, shares: impl Iterator<Item = (&'s Counted<'s>, f64)>) -> f64 {
        let mut items: Vec<(usize, f64)> = Vec::new();
        for (counted, high) in shares {
            match items.iter_mut().find(|(item, _)| *item == counted.item) {
                Some((_, sum)) => *sum += high,
                None => items.push((counted.item, high)),
            }
        }
        let mut total = 0.0;
        let mut groups: Vec<(usize, f64)> = Vec::new();
        for (item, high) in items {
            match rules.items[item].group {
                None => total += high.max(0.0),
                Some(group) => match groups.iter_mut().find(|(g, _)| *g == group) {
                    Some((_, most)) => *most = most.max(high),
                    None => groups.push((group, high.max(0.0))),
                },
            }
        }
        total + groups.iter().map(|(_, high)| high).sum::<f64>()
    }
}

/// A window in minutes that no clock decides.
fn fixed(window: Window) -> Option<(f64, f64)> {
    match (window.from, window.to) {
        (Moment::After(from), Moment::After(to)) => Some((from.max(0.0), to)),
        _ => None,
    }
}

/// Whether items of a section can be shown in another: an empty section merges into the next one that is not, the last
/// ones into the one before.
pub(super) fn can_be_shown_in(content: &Content, section: usize, other: usize) -> bool {
    let empty = |at: usize| can_be_empty(content, at);
    match section.cmp(&other) {
        Ordering::Equal => true,
        Ordering::Less => (section..other).all(empty),
        Ordering::Greater => (other + 1..content.sections().len()).all(empty),
    }
}

/// Whether a section's window can have no time in it. The clock moments of the layout follow each other, each within a day
/// of the one before, the first within a day of the session.
fn can_be_empty(content: &Content, section: usize) -> bool {
    const DAY: f64 = 1440.0;
    let mut clocks: Vec<Axis> = Vec::new();
    for moment in content.sections().iter().flat_map(|s| [s.window.from, s.window.to]) {
        if let Moment::Clock(axis) = moment
            && !clocks.contains(&axis)
        {
            clocks.push(axis);
        }
    }
    let place = |axis: Axis| clocks.iter().position(|a| *a == axis).unwrap_or(0) as f64;
    let window = content.sections()[section].window;
    match (window.from, window.to) {
        (Moment::After(from), Moment::After(to)) => to <= from.max(0.0),
        // The second clock moment is after the session, and after the one before it.
        (Moment::Clock(from), Moment::Clock(to)) => place(to) <= place(from),
        (Moment::Clock(from), Moment::After(to)) => to <= (place(from) + 1.0) * DAY,
        _ => true,
    }
}

impl Question for Over<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        let formulas = self.counted.iter().map(|c| &c.value).chain(&self.most).chain(&self.least);
        let named = formulas.flat_map(|v| v.axes.iter().copied());
        axes_of(rules, self.counted.iter().map(|c| c.item)).into_iter().chain(named).collect()
    }

    fn look(&self, rules: &Rules, state: &State) -> Look {
        let (most, least) = self.bounds(rules, state);
        let over = |x: f64| is_over(x, most);
        let highs = self.counted.iter().map(|c| self.high(rules, state, c));
        let there: Vec<(&Counted, f64)> = self.counted.iter().zip(highs).filter_map(|(c, h)| Some((c, h?))).collect();
        let broken: Vec<&Counted> = match self.limit.per {
            Per::Amount => {
                let breaks = |(c, high): &&(&Counted, f64)| over(*high) || self.under(rules, state, c, least);
                there.iter().filter(breaks).map(|(c, _)| *c).take(1).collect()
            }
            Per::Guide => {
                let sum = self.total(rules, there.iter().map(|(c, h)| (*c, *h)));
                if over(sum) { there.iter().map(|(c, _)| *c).collect() } else { Vec::new() }
            }
            Per::Section => {
                let content = rules.content;
                let inside = |section: usize| {
                    let own = move |item: usize| content.items()[item].section;
                    there.iter().filter(move |(c, _)| can_be_shown_in(content, own(c.item), section))
                };
                let mut sections = 0..content.sections().len();
                let worst = sections.find(|&s| over(self.total(rules, inside(s).map(|(c, h)| (*c, *h)))));
                worst.map(|section| inside(section).map(|(c, _)| *c).collect()).unwrap_or_default()
            }
            Per::Hour => {
                let starts: Vec<f64> =
                    there.iter().filter_map(|(c, _)| c.window).map(|(from, _)| from).chain([0.0]).collect();
                let at = |start: f64| {
                    there.iter().filter(move |(c, _)| c.window.is_none_or(|(from, to)| from <= start && start < to))
                };
                let worst = starts.into_iter().find(|&start| over(self.total(rules, at(start).map(|(c, h)| (*c, *h)))));
                worst.map(|start| at(start).map(|(c, _)| *c).collect()).unwrap_or_default()
            }
        };
        if broken.is_empty() {
            return Look::No;
        }
        let open = broken.iter().find_map(|c| rules.win_try(state, c.item)).map(Split::Test);
        let axes: Vec<Axis> = broken.iter().flat_map(|c| c.value.axes.iter().copied()).collect();
        Look::Maybe(open.or(if axes.is_empty() { None } else { Some(Split::Axes(axes, false)) }))
    }

    fn confirm(&self, _: &Rules, _: &Profile, selection: &Selection) -> bool {
        selection.decisions.iter().any(|d| d.fate == Fate::Stopped(Stop::Limit(self.at)))
    }

    fn is_plausible(&self, rules: &Rules, profile: &Profile) -> bool {
        self.counted.iter().any(|c| is_asked_for(rules, profile, c.item))
    }
    fn deeper(&self, rules: &Rules, state: &State, _: &Selection) -> Deeper {
        Rivals::of(rules, self.counted.iter().map(|c| c.item)).deeper(rules, state)
    }
}

fn is_over(x: f64, most: Option<f64>) -> bool {
    most.is_some_and(|most| x > most + most.abs() * 1e-9)
}

/// Everything that limits let decide about some items: what counts beside them comes first, and may not be there.
pub(super) struct Rivals {
    items: BTreeSet<usize>,
    axes: Vec<Axis>,
}

impl Rivals {
    pub fn of(rules: &Rules, items: impl IntoIterator<Item = usize>) -> Self {
        let mut rivals = Self { items: rules.related(items), axes: Vec::new() };
        // Before it is known which limits can be broken, any may be.
        let mut limits: Vec<Over> = (rules.content.limits().iter().enumerate())
            .filter(|(at, _)| rules.breakable.get().is_none_or(|some| some.contains(at)))
            .map(|(at, limit)| Over::new(rules, at, limit))
            .collect();
        while let Some(next) =
            limits.iter().position(|limit| limit.counted.iter().any(|c| rivals.items.contains(&c.item)))
        {
            let limit = limits.swap_remove(next);
            let formulas = limit.counted.iter().map(|c| &c.value).chain(&limit.most).chain(&limit.least);
            rivals.axes.extend(formulas.flat_map(|v| v.axes.iter().copied()));
            // What each amount may come to by itself has no rivals.
            if limit.limit.per != Per::Amount {
                rivals.items.extend(rules.related(limit.counted.iter().map(|c| c.item)));
            }
        }
        rivals
    }

    /// What is still open: a test of any of them, or else their numbers.
    pub fn deeper(self, rules: &Rules, state: &State) -> Deeper {
        match rules.any_try(state, &self.items) {
            None if !self.axes.is_empty() => Deeper::Axes(self.axes),
            open => Deeper::Try(open),
        }
    }
}
