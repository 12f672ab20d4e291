//! Plans fitted to a runner: which session on which day, how much of it, and why.
//!
//! [`schedule`] works week by week, each with what the weeks before it left behind:
//! 1. [`outlook`]: the runner as of that Monday (answers that no longer hold are dropped, races that are over become the
//!    last race). [`choose`]: the first plan that matches, or the two that meet on the day of a race ([`laid`]). [`races`]:
//!    those that can be. [`running`]: how far and how fast the runner goes by then; [`away`]: after a break the normal week
//!    starts anew.
//! 2. [`rules`]: the pack's rules with this runner's numbers.
//! 3. [`slots`]: the plan's sessions, each with what may take its place; what the runner must not do is left out.
//! 4. [`search`]: sessions onto days. Hard rules are never broken; of all weeks that keep them the cheapest is found by
//!    branch and bound, and ties go to the first in a fixed order. [`cost`] says what is worth what.
//! 5. [`amounts`]: minutes and distances, shortened until every rule on them holds ([`ceilings`]).
//! 6. [`reasons`]: what was moved, changed or given up, and because of what; [`remarks`]: what is to be said besides.
//!
//! The engine knows no running: sessions, loads, plans and rules are the pack's. It knows seven days, distances, and the
//! ids of the inputs that wishes stand in ([`wishes`]).

mod amounts;
mod away;
mod ceilings;
mod check;
mod choose;
mod closed;
mod cost;
mod history;
mod laid;
mod outlook;
mod races;
mod reasons;
mod remarks;
mod rules;
mod running;
mod search;
mod slots;
mod wishes;

#[cfg(test)]
mod tests;

pub use amounts::Cut;
pub use check::{Broken, Choice, breaks_of, choices};
pub use closed::{Closed, closed};
pub use laid::{Laid, Part};
pub use reasons::{Because, GaveUp, Given, Move, Why};
pub use wishes::{Trouble, Wishes};

use crate::condition::Entry;
use crate::model::Content;
use crate::profile::{Profile, Race};
use crate::quantity::Interval;
use jiff::civil::Date;

/// Days of a week.
pub const WEEK: usize = 7;

/// The most weeks that are planned at once: a year.
pub const MOST_WEEKS: usize = 53;

/// Weeks for a runner.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// The weeks in order.
    pub weeks: Vec<Week>,
    /// Races that are still to come and not given up, by date, each with the remarks (rules) on it: by the weeks that lead
    /// to it, a year at the most.
    pub races: Vec<(Race, Vec<usize>)>,
    /// Seconds for each metre of easy running, where that is known.
    pub pace: Option<f64>,
}

/// A week for a runner.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Its Monday.
    pub monday: Date,
    /// Index of its plan.
    pub plan: usize,
    /// Which of the plan's weeks it is, from 0.
    pub of_plan: usize,
    /// The entries of the plan's `when` that held.
    pub reasons: Vec<Entry>,
    /// The two weeks of plans that meet in it, where it is of two.
    pub laid: Option<Laid>,
    /// The rule that asked for an easier week, where one did.
    pub easier: Option<usize>,
    /// Share of the normal week's running, low and high.
    pub volume: (f64, f64),
    /// The normal week by then: its distance in base units, where it is known. It grows with plans that say so.
    pub usual: Option<f64>,
    /// Why it is that.
    pub normal: Normal,
    /// Monday first.
    pub days: Vec<Day>,
    /// Sessions that do not stand on the plan's own day.
    pub moved: Vec<Move>,
    /// Wishes and sessions that could not be.
    pub gave_up: Vec<GaveUp>,
    /// What the week costs: how far it is from the plan and the wishes.
    pub cost: u64,
    /// The next best weeks: for each day the main session, none for a day off.
    pub next_best: Vec<Variant>,
}

/// Why a normal week is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Normal {
    /// The runner said so, or nothing is known.
    Said,
    /// It has grown.
    Grown,
    /// It has started anew after a break.
    Back,
    /// The last one came to no more.
    Held,
}

/// Another week that keeps every hard rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What it costs.
    pub cost: u64,
    /// For each day the main session, none for a day off.
    pub sessions: [Option<usize>; WEEK],
}

/// A day.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// Its date.
    pub date: Date,
    /// Whether it is over: the day of the run just done, or an earlier one.
    pub over: bool,
    /// What is done; a day off has the pack's rest session, a day that is over what was done, if that is known.
    pub session: Option<usize>,
    /// Sessions that go along.
    pub with: Vec<usize>,
    /// The race, on its day.
    pub race: Option<Race>,
    /// How long it takes, in base units.
    pub minutes: Option<Interval>,
    /// How far, in base units.
    pub distance: Option<Interval>,
    /// What shortened it.
    pub cuts: Vec<Cut>,
    /// The plan's remark.
    pub note: Option<String>,
    /// Rules that remark on it.
    pub remarks: Vec<usize>,
    /// Why it is this.
    pub why: Why,
    /// What may be done instead, every hard rule kept.
    pub alternatives: Vec<usize>,
}

/// Fits the pack's plans to a runner, from the week that holds the day after the as-of day on. What keeps any week from
/// being made is an error; a pack without plans gives no weeks. `next_best` is how many other weeks are told for each.
pub fn schedule(
    content: &Content,
    profile: &Profile,
    weeks: usize,
    next_best: usize,
) -> Result<Schedule, Vec<Trouble>> {
    let wishes = Wishes::of(content, profile)?;
    let mut runner = outlook::Runner::new(content, profile, &wishes);
    let mut done = Vec::new();
    for _ in 0..weeks.min(MOST_WEEKS) {
        let Some(week) = runner.next(next_best) else { break };
        done.push(week);
    }
    // What is to be said of a race hangs on the weeks that lead to it, however many of them are asked for.
    let mut beyond = Vec::new();
    while done.len() + beyond.len() < MOST_WEEKS && runner.races().any(|race| race.date >= runner.monday) {
        let Some(week) = runner.next(0) else { break };
        beyond.push(week);
    }
    // A race that cannot be is said at once, and not only when its week comes.
    if let Some(first) = done.first_mut() {
        first.gave_up.extend(runner.given_up_after(rules::date_of(first.monday, WEEK - 1)));
    }
    let said = |race: &Race| {
        let mut days = done.iter().chain(&beyond).flat_map(|week| &week.days);
        days.find(|day| day.race.as_ref() == Some(race)).map(|day| day.remarks.clone()).unwrap_or_default()
    };
    let races = runner.races().map(|race| (race.clone(), said(race))).collect();
    Ok(Schedule { weeks: done, races, pace: runner.pace() })
}

/// The items that a rule keeps away from a day of a schedule: those of gaps that reach it from that day or one before.
pub fn kept_away(content: &Content, profile: &Profile, schedule: &Schedule, week: usize, day: &Day) -> Vec<usize> {
    let days = schedule.weeks.iter().flat_map(|week| &week.days);
    let days: Vec<_> = days.map(|other| (history::days_between(day.date, other.date), other.set())).collect();
    rules::kept_away(content, profile, schedule.weeks[week].plan, &days)
}
