//! Sessions onto days: branch and bound over all weeks.
//!
//! Days are filled from Monday on, each with one of the slots that are left or with nothing. A part of a week is given up
//! where it breaks a hard rule that more sessions cannot mend, or where it cannot become cheaper than what is known: what
//! it costs so far, what every slot that is left costs at least, and what must be left out for want of days.

use super::cost;
use super::outlook::Frame;
use super::rules::Filled;
use super::slots::{Choice, Slot};
use super::{WEEK, cost::moved};
use crate::model::LONG;

/// The first day of the weekend, and the last of the week.
const WEEKEND: usize = 5;
pub(super) const SUNDAY: usize = WEEK - 1;

/// A week that was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// For each day the slot and which of its choices.
    pub days: [Option<(usize, usize)>; WEEK],
    /// What it costs.
    pub cost: u64,
    /// Whether every hard rule is kept.
    pub keeps_all: bool,
}

impl Found {
    /// A week in which nothing is done but what is fixed.
    pub fn nothing(frame: &Frame) -> Self {
        let days = [None; WEEK];
        let keeps_all = keeps_hard(frame, &filled(frame, &days));
        let left_out: u64 = frame.slots.iter().map(|slot| slot.left_out + missed(frame, slot)).sum();
        Self { days, cost: left_out + soft(frame, &filled(frame, &days), false), keeps_all }
    }

    /// The main session of each day; none where nothing is planned.
    pub fn sessions(&self, frame: &Frame) -> [Option<usize>; WEEK] {
        std::array::from_fn(|day| self.choice(frame, day).map(|choice| choice.main.session))
    }

    /// What is planned for a day.
    pub fn choice<'f>(&self, frame: &'f Frame, day: usize) -> Option<&'f Choice> {
        self.days[day].map(|(slot, choice)| &frame.slots[slot].choices[choice])
    }
}

/// The cheapest weeks that keep every hard rule, the best first, no more than `others` besides it. Where no week keeps
/// them all, one in which nothing is planned.
pub(super) fn search(frame: &Frame, others: usize) -> Vec<Found> {
    let mut branch = Branch {
        frame,
        wanted: others + 1,
        found: Vec::new(),
        days: [None; WEEK],
        filled: filled(frame, &[None; WEEK]),
        used: vec![false; frame.slots.len()],
        least: frame.slots.iter().map(|slot| least(frame, slot)).collect(),
    };
    branch.day(0, 0);
    if branch.found.is_empty() {
        return vec![Found::nothing(frame)];
    }
    branch.found
}

struct Branch<'f, 'a> {
    frame: &'f Frame<'a>,
    wanted: usize,
    /// The best weeks so far, in order.
    found: Vec<Found>,
    days: [Option<(usize, usize)>; WEEK],
    filled: [Filled; WEEK],
    used: Vec<bool>,
    /// What each slot costs at least: placed, and left out.
    least: Vec<(u64, u64)>,
}

impl Branch<'_, '_> {
    fn day(&mut self, day: usize, cost: u64) {
        if !self.may_win(cost + self.rest_costs(day)) {
            return;
        }
        if day == WEEK {
            self.leaf(cost);
            return;
        }
        let frame = self.frame;
        if !may_train(frame, day) {
            self.day(day + 1, cost);
            return;
        }
        let own = (0..frame.slots.len()).filter(|&slot| frame.slots[slot].day == day);
        let others = (0..frame.slots.len()).filter(|&slot| frame.slots[slot].day != day);
        for slot in own.chain(others) {
            if self.used[slot] || !may_hold(frame, day, slot) {
                continue;
            }
            self.used[slot] = true;
            for choice in 0..frame.slots[slot].choices.len() {
                self.days[day] = Some((slot, choice));
                let it = &frame.slots[slot].choices[choice];
                self.filled[day] = Filled { sessions: it.sessions, main: Some(it.main) };
                if self.keeps_early() {
                    self.day(day + 1, cost + placed(frame, slot, choice, day));
                }
            }
            self.used[slot] = false;
        }
        self.days[day] = None;
        self.filled[day] = Filled::default();
        self.day(day + 1, cost);
    }

    /// What the slots that are left cost at least, with the days that are left.
    fn rest_costs(&self, day: usize) -> u64 {
        let left: Vec<(u64, u64)> =
            self.used.iter().zip(&self.least).filter(|(used, _)| !**used).map(|(_, least)| *least).collect();
        let room = (day..WEEK).filter(|&d| may_train(self.frame, d)).count();
        let mut cost: u64 = left.iter().map(|(placed, out)| *placed.min(out)).sum();
        if left.len() > room {
            let mut extra: Vec<u64> = left.iter().map(|(placed, out)| out.saturating_sub(*placed)).collect();
            extra.sort_unstable();
            cost += extra.iter().take(left.len() - room).sum::<u64>();
        }
        cost + soft(self.frame, &self.filled, true)
    }

    fn may_win(&self, bound: u64) -> bool {
        self.found.len() < self.wanted || self.found.last().is_some_and(|worst| bound < worst.cost)
    }

    fn keeps_early(&self) -> bool {
        let frame = self.frame;
        let mut hard = frame.held.iter().filter(|held| held.of.hard && held.early);
        hard.all(|held| !held.is_broken(frame.content, &self.filled, &frame.around))
    }

    fn leaf(&mut self, cost: u64) {
        let frame = self.frame;
        if !keeps_hard(frame, &self.filled) {
            return;
        }
        let cost = total(frame, &self.days, cost, &self.used);
        if !self.may_win(cost) {
            return;
        }
        let found = Found { days: self.days, cost, keeps_all: true };
        // The same sessions on the same days by another way are the same week.
        if self.found.iter().any(|other| other.sessions(frame) == found.sessions(frame) && other.cost <= cost) {
            return;
        }
        self.found.retain(|other| other.sessions(frame) != found.sessions(frame));
        let at = self.found.partition_point(|other| other.cost <= cost);
        self.found.insert(at, found);
        self.found.truncate(self.wanted);
    }
}

/// Whether anything can be planned for a day.
pub(super) fn may_train(frame: &Frame, day: usize) -> bool {
    frame.wishes.available[day] && frame.fixed[day].is_none()
}

/// Whether a slot may stand on a day on which something can. On days that are over stands what the plan had there, as far as
/// we know, and nothing else. Where two plans' weeks meet each keeps its own sessions.
pub(super) fn may_hold(frame: &Frame, day: usize, slot: usize) -> bool {
    let own = frame.slots[slot].day;
    let same_side = frame.laid.is_none_or(|laid| (day < laid.second_from) == (own < laid.second_from));
    same_side && (day >= frame.first || own == day)
}

/// The days as rules see them.
pub(super) fn filled(frame: &Frame, days: &[Option<(usize, usize)>; WEEK]) -> [Filled; WEEK] {
    std::array::from_fn(|day| match (frame.fixed[day], days[day]) {
        (Some(sessions), _) => Filled { sessions, main: None },
        (None, Some((slot, choice))) => {
            let it = &frame.slots[slot].choices[choice];
            Filled { sessions: it.sessions, main: Some(it.main) }
        }
        (None, None) => Filled::default(),
    })
}

/// Whether every hard rule is kept.
pub(super) fn keeps_hard(frame: &Frame, filled: &[Filled; WEEK]) -> bool {
    let mut hard = frame.held.iter().filter(|held| held.of.hard);
    hard.all(|held| !held.is_broken(frame.content, filled, &frame.around))
}

/// What broken soft rules cost: all, or those alone that more sessions cannot mend.
fn soft(frame: &Frame, filled: &[Filled; WEEK], early: bool) -> u64 {
    let rules = frame.held.iter().filter(|held| !held.of.hard && (held.early || !early));
    rules.map(|held| held.cost * held.breaks(frame.content, filled, &frame.around)).sum()
}

/// What a slot's choice costs on a day, rules aside.
pub(super) fn placed(frame: &Frame, slot: usize, choice: usize, day: usize) -> u64 {
    let slot = &frame.slots[slot];
    let choice = &slot.choices[choice];
    let mut cost = choice.cost + moved(slot.day, day, slot.apart);
    if frame.wishes.rest_day == Some(day) {
        cost += cost::REST_DAY;
    }
    let is_long = frame.content.sessions()[choice.main.session].is_in(LONG);
    if slot.long && wants_long(frame).is_some_and(|wish| !is_long || wish != day) {
        cost += cost::LONG_DAY;
    }
    if slot.long && is_long && frame.wishes.long_day.is_none() && day < WEEKEND && slot.day >= WEEKEND {
        cost += cost::LONG_ON_A_WORKDAY;
    }
    cost
}

/// The day on which the runner wants the long run, where nothing fixed stands on it.
pub(super) fn wants_long(frame: &Frame) -> Option<usize> {
    frame.wishes.long_day.filter(|&day| day >= frame.first && frame.fixed[day].is_none())
}

/// What a long run that is left out costs beside itself: the wish for it.
fn missed(frame: &Frame, slot: &Slot) -> u64 {
    if slot.long && wants_long(frame).is_some() { cost::LONG_DAY } else { 0 }
}

/// What a slot costs at least: placed, and left out.
fn least(frame: &Frame, slot: &Slot) -> (u64, u64) {
    let placed = slot.choices.first().map_or(u64::MAX / 64, |choice| choice.cost);
    (placed, slot.left_out + missed(frame, slot))
}

/// What a whole week costs; `placed` is what its choices cost on their days.
fn total(frame: &Frame, days: &[Option<(usize, usize)>; WEEK], placed: u64, used: &[bool]) -> u64 {
    let left = frame.slots.iter().zip(used).filter(|(_, used)| !**used);
    let left_out: u64 = left.map(|(slot, _)| slot.left_out + missed(frame, slot)).sum();
    let sunday = days[SUNDAY].map(|(slot, choice)| frame.slots[slot].choices[choice].main.session);
    let is_demanding = sunday.is_some_and(|session| frame.content.sessions()[session].is_demanding());
    let wished = frame.wishes.long_day == Some(SUNDAY);
    let next = is_demanding && !wished && wants_monday(frame, days).is_some();
    let next = if next { cost::SUNDAY_BEFORE_MONDAY } else { 0 };
    placed + left_out + next + soft(frame, &filled(frame, days), false)
}

/// The demanding session that a runner's Monday is for: what stands there, be it eased or not; or, where nobody can train on
/// Tuesday, one that is eased in a week with two of them.
pub(super) fn wants_monday(frame: &Frame, days: &[Option<(usize, usize)>; WEEK]) -> Option<usize> {
    let sessions = frame.content.sessions();
    let demanding = |slot: usize| Some(frame.slots[slot].first).filter(|&s| sessions[s].is_demanding());
    let on_monday = days[0].and_then(|(slot, _)| demanding(slot));
    let is_free = |day: usize| frame.wishes.available[day] && frame.wishes.rest_day != Some(day);
    let hard = (0..frame.slots.len()).filter(|&slot| !frame.slots[slot].long && demanding(slot).is_some());
    let eased = |slot: &usize| {
        let may_be = frame.slots[*slot].choices.iter().any(|choice| choice.main.session == frame.slots[*slot].first);
        let choice =
            days.iter().flatten().find(|(s, _)| s == slot).map(|(s, choice)| &frame.slots[*s].choices[*choice]);
        may_be && choice.is_none_or(|choice| !sessions[choice.main.session].is_demanding())
    };
    let crowded = is_free(0) && !is_free(1) && hard.clone().count() > 1;
    on_monday.or_else(|| hard.filter(|_| crowded).find(eased).and_then(demanding))
}

/// What any week costs, from nothing but its days: the definition that the search is held against.
#[cfg(test)]
pub(super) fn cost_of(frame: &Frame, days: &[Option<(usize, usize)>; WEEK]) -> u64 {
    let mut used = vec![false; frame.slots.len()];
    let mut cost = 0;
    for (day, choice) in days.iter().enumerate() {
        if let Some((slot, choice)) = choice {
            used[*slot] = true;
            cost += placed(frame, *slot, *choice, day);
        }
    }
    total(frame, days, cost, &used)
}
