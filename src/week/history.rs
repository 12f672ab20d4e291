//! What lies behind a week and what lies fixed ahead of it.

use crate::condition::OptionSet;
use crate::profile::Race;
use jiff::civil::Date;

/// How many days of the past are looked at: gaps after races are shorter.
const LOOK_BACK: i64 = 62;

/// Days with what was done or will be done on them.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    days: Vec<(Date, OptionSet)>,
    /// Races that were run, by date.
    pub races: Vec<Race>,
}

/// A day of the past, counted back from a Monday (-1 is the Sunday before).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Past {
    /// How far from Monday.
    pub at: i64,
    /// What was done.
    pub sessions: OptionSet,
    /// The race, where it was one.
    pub race: Option<Race>,
}

impl History {
    /// Adds a day after all others.
    pub fn add(&mut self, date: Date, sessions: OptionSet, race: Option<Race>) {
        self.races.extend(race);
        match self.days.iter_mut().find(|(day, _)| *day == date) {
            Some((_, there)) => *there = there.union(sessions),
            None => self.days.push((date, sessions)),
        }
    }

    /// The days before a Monday that still matter, the latest last.
    pub fn before(&self, monday: Date) -> Vec<Past> {
        let mut past: Vec<Past> = self
            .days
            .iter()
            .map(|(date, sessions)| Past {
                at: days_between(monday, *date),
                sessions: *sessions,
                race: self.races.iter().find(|race| race.date == *date).cloned(),
            })
            .filter(|past| (-LOOK_BACK..0).contains(&past.at))
            .collect();
        past.sort_by_key(|past| past.at);
        past
    }

    /// The last day before another on which something was done.
    pub fn last(&self, day: Date, what: &dyn Fn(OptionSet) -> bool) -> Option<Date> {
        let days = self.days.iter().filter(|(date, sessions)| *date < day && what(*sessions));
        days.map(|(date, _)| *date).max()
    }

    /// The last race before a day.
    pub fn last_race(&self, day: Date) -> Option<&Race> {
        self.races.iter().filter(|race| race.date < day).max_by_key(|race| race.date)
    }
}

/// Days from one day to another; negative where the other is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}
