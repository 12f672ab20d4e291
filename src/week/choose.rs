//! Which plan a week has, and the weeks in which two meet because a plan's weeks end on the day of a race.

use super::WEEK;
use super::history::days_between;
use super::laid::{Laid, Part};
use super::outlook::{DAY, Runner};
use super::rules::{holds, number};
use crate::condition::Truth;
use crate::model::{Asks, Content, Load, Plan, PlanDay};
use crate::profile::{Given, evaluate};
use jiff::civil::Date;
use std::borrow::Cow;

/// Of this many days of one plan and the rest of another, the first plan's are the most.
const MOST: usize = WEEK / 2 + 1;

/// A plan's week that was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Taken {
    pub(super) plan: usize,
    pub(super) week: usize,
    pub(super) volume: (f64, f64),
    pub(super) easier: Option<usize>,
    /// The day as of which it matched, the first of its seven.
    pub(super) from: Date,
    /// The day on whose weekday its weeks end.
    ends: Option<Date>,
    pub(super) laid: Option<Laid>,
}

impl Runner<'_> {
    /// The plan for a week: the first in pack order that matches, or that the easier week asks for; where plans end on
    /// the day of a race that is no Sunday, the two that meet.
    pub(super) fn take(&mut self, monday: Date) -> Option<Taken> {
        let content = self.content;
        let matching = self.matching(monday);
        for (at, taken) in self.taken.iter_mut().enumerate() {
            if !matching.iter().any(|(plan, _)| *plan == at) {
                *taken = 0;
            }
        }
        let matching: Vec<Taken> = matching.into_iter().filter_map(|(_, taken)| taken).collect();
        let usual = self.usual_of(&matching)?;
        let usual = self.laid_out(monday, &usual).unwrap_or(usual);
        let due = content.week_rules().iter().enumerate().find_map(|(at, rule)| {
            let Asks::Every { at_most, volume } = &rule.asks else { return None };
            let profile = self.outlooks(monday).swap_remove(0);
            let most = number(content, &profile, at_most, true)?;
            let in_force = holds(rule, &profile, usual.plan);
            // The weeks before the first one had their easier ones too.
            let since = if self.was_easier { self.since_easier } else { self.since_easier % (most.max(1.0) as usize) };
            (in_force && usual.volume.1 > volume + 1e-9 && (since + 1) as f64 >= most - 1e-9).then_some((at, *volume))
        });
        let Some((rule, volume)) = due else { return Some(usual) };
        let answers = |taken: &&Taken| content.plans()[taken.plan].answers == Some(rule) && usual.laid.is_none();
        let easier = matching.iter().find(answers).copied().unwrap_or(usual);
        Some(Taken { volume: (easier.volume.0.min(volume), easier.volume.1.min(volume)), easier: Some(rule), ..easier })
    }

    /// Every plan that matches, each with its week, where it has one left.
    fn matching(&self, monday: Date) -> Vec<(usize, Option<Taken>)> {
        let content = self.content;
        let profiles = self.outlooks(monday);
        let plans = content.plans().iter().enumerate();
        let found = plans.filter_map(|(at, plan)| {
            let profile = match &plan.when {
                None => profiles.first()?,
                Some(when) => profiles.iter().find(|profile| when.holds(&profile.answers()) == Truth::True)?,
            };
            let week = match &plan.start {
                Some(start) => {
                    let days = evaluate(content, profile, start).map_or(1.0, |days| days.lo() / DAY);
                    ((days - 1.0) / WEEK as f64).floor().max(0.0) as usize
                }
                None if plan.weeks.len() == 1 => 0,
                None if plan.when.is_none() => self.taken[at] % plan.weeks.len(),
                None => self.taken[at],
            };
            let ends = plan.ends_on.and_then(|axis| match profile.given(axis) {
                Given::Date(date) => Some(*date),
                _ => None,
            });
            let taken = plan.weeks.get(week).map(|it| Taken {
                plan: at,
                week,
                volume: it.volume,
                easier: None,
                from: monday,
                ends,
                laid: None,
            });
            Some((at, taken))
        });
        found.collect()
    }

    /// Of plans that match, the one for a week that need not be an easier one.
    fn usual_of(&self, matching: &[Taken]) -> Option<Taken> {
        let plans = self.content.plans();
        let mut regular = matching.iter().filter(|taken| plans[taken.plan].answers.is_none());
        let first = *regular.next()?;
        // What a race asks of its weeks is never lifted by a plan that comes before it.
        let lowering = regular.filter(|taken| plans[taken.plan].lowers);
        // What is told in minutes alone is no share of a week that another could be less than.
        let has_shares = plans[first.plan].weeks[first.week].days.iter().any(|day| day.share.is_some());
        let lowering = lowering.filter(|_| has_shares);
        let ends = |taken: &Taken| (taken.volume.1, taken.volume.0);
        Some(lowering.fold(first, |usual, next| if ends(next) < ends(&usual) { *next } else { usual }))
    }

    /// A week of two parts, where a plan matches whose weeks end on another day than Sunday: each part has the plan that
    /// matches on its first day. The race by which the week's plan matches goes first, then what matters most.
    fn laid_out(&self, monday: Date, usual: &Taken) -> Option<Taken> {
        if self.content.plans().iter().all(|plan| plan.ends_on.is_none()) || starts_on(usual.ends, monday) == Some(0) {
            return None;
        }
        let mut races: Vec<_> = self.races().filter(|race| race.date >= monday).collect();
        races.sort_by_key(|race| (race.priority, race.date));
        let last = self.last_race(monday).map(|race| race.date);
        let dates = usual.ends.into_iter().chain(races.into_iter().map(|race| race.date)).chain(last);
        for date in dates {
            let Some(second_from) = starts_on(Some(date), monday).filter(|from| *from > 0) else { continue };
            let from = |days: i64| monday.saturating_add(jiff::Span::new().days(days));
            let week = |day: Date| {
                let matching = self.matching(day).into_iter().filter_map(|(_, taken)| taken);
                self.usual_of(&matching.collect::<Vec<_>>())
            };
            let (first, second) = (second_from as i64 - WEEK as i64, second_from as i64);
            let Some((first, second)) = week(from(first)).zip(week(from(second))) else { continue };
            if first.ends == Some(date) || second.ends == Some(date) {
                return Some(self.meet(monday, date, second_from, first, second));
            }
        }
        None
    }

    /// Two plans' weeks in one.
    fn meet(&self, monday: Date, by: Date, second_from: usize, first: Taken, second: Taken) -> Taken {
        let own = |taken: &Taken| taken.ends == Some(by);
        // A week that no race ends stands on its own weekdays, but where a taper leaves no room for its long run.
        // One that follows a race's weeks on the last day of a week does not begin with its long run.
        let counted = [own(&first) || second_from >= MOST, own(&second) || second_from == WEEK - 1];
        let part = |taken: &Taken, counted| {
            let part = Part::as_written(taken.plan, taken.week, taken.volume);
            if counted { part.counted(self.content, self.wishes, second_from) } else { part }
        };
        let laid = Laid { by, second_from, parts: [part(&first, counted[0]), part(&second, counted[1])] };
        // The week is called after the plan of its race, or of most of its days, and never after a race that it does not hold.
        let raced = own(&first) && days_between(monday, by) == second_from as i64 - 1;
        let races = |taken: &Taken| {
            let days = &self.content.plans()[taken.plan].weeks[taken.week].days;
            days.iter().any(|day| day.holds_race(self.content.sessions()))
        };
        let most = if raced || second_from >= MOST || races(&second) { first } else { second };
        Taken { volume: laid.volume(self.content), laid: Some(laid), ..most }
    }

    /// A week that has less than a normal one, and no more than the last normal one came to.
    pub(super) fn no_more_than_held(&self, taken: Taken) -> Taken {
        match self.held_to.zip(self.usual) {
            Some((held, usual)) if taken.volume.1 < 1.0 - 1e-9 && !held.by_time && taken.easier.is_none() => {
                let most = held.metres / usual;
                Taken { volume: (taken.volume.0.min(most), taken.volume.1.min(most)), ..taken }
            }
            _ => taken,
        }
    }
}

/// On which day of the week that begins on a Monday a plan's week begins that ends on the weekday of a day.
fn starts_on(ends: Option<Date>, monday: Date) -> Option<usize> {
    ends.map(|day| (days_between(monday, day) + 1).rem_euclid(WEEK as i64) as usize)
}

impl Taken {
    /// The plan's days as the week has them, of which the first `over` are over.
    pub(super) fn days<'c>(&self, content: &'c Content, over: usize) -> Cow<'c, [PlanDay; WEEK]> {
        let planned = &content.plans()[self.plan].weeks[self.week].days;
        match &self.laid {
            Some(laid) => Cow::Owned(laid.days(content)),
            None if over > 0 && has_steps(&content.plans()[self.plan]) => {
                Cow::Owned(from_the_first(content, planned, over))
            }
            None => Cow::Borrowed(planned),
        }
    }
}

/// Whether the weeks of a plan are steps, of which none may be left out: they are played in order, and once.
pub(super) fn has_steps(plan: &Plan) -> bool {
    plan.weeks.len() > 1 && plan.when.is_some() && plan.start.is_none()
}

/// A plan's days, the first on the first day to come; what the week has no room for is left out.
fn from_the_first(content: &Content, days: &[PlanDay; WEEK], first: usize) -> [PlanDay; WEEK] {
    let rest: Vec<usize> = content.sessions().iter().position(|s| s.load == Load::Rest).into_iter().collect();
    std::array::from_fn(|at| match at.checked_sub(first) {
        Some(step) => days[step].clone(),
        None => PlanDay {
            options: rest.clone(),
            share: None,
            with: Vec::new(),
            minutes: None,
            note: None,
            ..days[at].clone()
        },
    })
}
