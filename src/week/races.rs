//! The races that a runner is planned for, and those that cannot be.

use super::choose::has_steps;
use super::closed::closed;
use super::history::days_between;
use super::outlook::{DAY, Runner};
use super::rules::{after_race, applies, date_of, holds, number};
use super::{Because, GaveUp, Given as Wish, WEEK};
use crate::condition::OptionSet;
use crate::model::{Asks, Gapped};
use crate::profile::Race;
use jiff::civil::Date;

impl<'a> Runner<'a> {
    /// Races that are closed to the runner, or that a hard rule keeps apart from the last one; of two that it keeps apart the
    /// lesser, and of equals the later.
    pub(super) fn races_not_run(&self) -> Vec<(Race, Because)> {
        let mut given_up: Vec<(Race, Because)> = Vec::new();
        let Some(session) = self.race else { return given_up };
        for race in &self.wishes.races {
            let then = self.outlook(race.date, Some(race));
            let closed = closed(self.content, &then, session);
            given_up.extend(closed.map(|closed| (race.clone(), Because::Closed(session, closed))));
        }
        for (at, later) in self.wishes.races.iter().enumerate() {
            // A race that is over is given up no more.
            for earlier in self.wishes.last_race.iter().chain(&self.wishes.races[..at]) {
                let gone = |race: &Race| given_up.iter().any(|(other, _)| other == race);
                if gone(earlier) || gone(later) {
                    continue;
                }
                if let Some(rule) = self.keeps_apart(session, earlier, later) {
                    let is_over = self.wishes.last_race.as_ref() == Some(earlier);
                    let earlier_is_lesser = !is_over && earlier.priority > later.priority;
                    let (lesser, other) = if earlier_is_lesser { (earlier, later) } else { (later, earlier) };
                    given_up.push((lesser.clone(), Because::TooNear(rule, other.clone())));
                }
            }
        }
        given_up
    }

    /// Races in weeks in which a hard rule leaves no place for any: no week before them leads up to one that cannot be.
    pub(super) fn races_too_soon(&mut self) -> Vec<(Race, Because)> {
        let Some(session) = self.race else { return Vec::new() };
        let (content, monday) = (self.content, self.monday);
        // Steps of a plan wait for the first whole week.
        let begun = self.base.as_of() >= monday;
        let taken = self.take(monday);
        let waits = begun && taken.is_some_and(|taken| has_steps(&content.plans()[taken.plan]));
        // After a long break the normal week is not back as soon as that.
        let before = (self.anew, self.usual);
        if taken.is_some_and(|taken| self.starts_anew(&taken)) {
            (self.anew, self.usual) = (true, None);
        }
        let kept: Vec<Race> = self.races().cloned().collect();
        let mut too_soon = Vec::new();
        for race in kept {
            let weeks = (days_between(monday, race.date) / WEEK as i64) as usize;
            self.counted = weeks.saturating_sub(usize::from(waits));
            let then = self.outlook(date_of(monday, weeks * WEEK), Some(&race));
            let no_place = content.week_rules().iter().position(|rule| match &rule.asks {
                Asks::Count { of, at_most: Some(most), within: None, .. } => {
                    rule.hard
                        && of.day(OptionSet::only(session))
                        && (0..content.plans().len()).all(|plan| holds(rule, &then, plan))
                        && number(content, &then, most, true).is_some_and(|most| most < 1.0)
                }
                _ => false,
            });
            too_soon.extend(no_place.map(|rule| (race, Because::Rule(rule))));
        }
        self.counted = 0;
        (self.anew, self.usual) = before;
        too_soon
    }

    /// The hard rule that two races break together.
    fn keeps_apart(&self, session: usize, earlier: &Race, later: &Race) -> Option<usize> {
        let racing = OptionSet::only(session);
        self.content.week_rules().iter().position(|rule| match &rule.asks {
            Asks::GapAfter { after, of: Gapped::Days(of), at_least }
                if rule.hard && after.day(racing) && of.day(racing) =>
            {
                let then = self.outlook(later.date, Some(later));
                let raced = after_race(self.content, self.base, earlier, self.race);
                let gap = number(self.content, &raced, at_least, false).map(|gap| gap / DAY);
                let between = days_between(earlier.date, later.date) - 1;
                applies(rule, &then) && gap.is_some_and(|gap| (between as f64) < gap - 1e-6)
            }
            _ => false,
        })
    }

    /// The races that are given up and come after a day: there is time to choose another.
    pub(super) fn given_up_after(&self, day: Date) -> impl Iterator<Item = GaveUp> + '_ {
        let after = self.not_run.iter().filter(move |(race, _)| race.date > day);
        after.map(|(race, because)| GaveUp { what: Wish::Race(race.clone()), because: because.clone() })
    }

    /// The races that are kept.
    pub(super) fn races(&self) -> impl Iterator<Item = &'a Race> + '_ {
        let kept = |race: &&'a Race| !self.not_run.iter().any(|(other, _)| other == *race);
        self.wishes.races.iter().filter(kept)
    }

    /// The last race before a day, of those that are over and those that are planned.
    pub(super) fn last_race(&self, day: Date) -> Option<&Race> {
        let planned = self.races().filter(|race| race.date < day);
        self.history.last_race(day).into_iter().chain(planned).max_by_key(|race| race.date)
    }

    /// The race of a week that matters least and is not given up yet.
    pub(super) fn least_race(&self, monday: Date) -> Option<Race> {
        let last = date_of(monday, WEEK - 1);
        let races = self.races().filter(|race| (monday..=last).contains(&race.date));
        races.max_by_key(|race| (race.priority, race.date)).cloned()
    }
}
