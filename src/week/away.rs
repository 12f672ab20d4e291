//! The way back after a long break: the normal week starts anew at what the first weeks come to.

use super::choose::Taken;
use super::history::days_between;
use super::outlook::{DAY, Frame, Runner};
use super::running::number_given;
use super::wishes::done;
use super::{Day, Week};
use crate::model::Axis;
use jiff::civil::Date;

/// The input that says how many days the runner had not run.
pub(super) const DAYS_OFF: &str = "days_off";

/// What a longest run of nothing in the last 30 days says of it, in base units.
pub(super) const MONTH_AWAY: f64 = 30.0 * 86_400.0;

/// So many days without running are a break, if no race or illness asks for more.
const A_BREAK: i64 = 7;

/// The longest break that follows from what was planned, in days.
const LONGEST_IDLE: i64 = 28;

impl Runner<'_> {
    /// How long the runner had not run before the run just done: what was said, or that there was no run in a month.
    pub(super) fn away(&self) -> Option<f64> {
        let given = |id: &str| number_given(self.content, self.base, id);
        let month = given("longest_run").filter(|longest| *longest <= 0.0).map(|_| MONTH_AWAY);
        given(DAYS_OFF).or(month)
    }

    /// What a plan is told of it: as long as the answer holds, and on until the normal week is back.
    pub(super) fn still_away(&self, monday: Date) -> Option<(Axis, f64)> {
        let axis = self.content.input(DAYS_OFF)?;
        let since = days_between(self.base.as_of(), monday);
        let holds = self.content.inputs()[axis].lasts.is_none_or(|days| since as f64 <= days);
        let said = number_given(self.content, self.base, "weekly_distance");
        let is_back = self.usual.zip(said).is_some_and(|(usual, said)| usual >= said - 1.0);
        let said = self.away().filter(|_| holds || (self.anew && !is_back));
        said.into_iter().chain(self.idle(monday)).reduce(f64::max).map(|away| (axis, away))
    }

    /// How long no run was planned before a Monday, where that is a week or more: once what kept running away is over, the
    /// way back is that from a break of so many days. Longer ones are the runner's to tell.
    fn idle(&self, monday: Date) -> Option<f64> {
        let runs = |session: usize| self.content.sessions()[session].run;
        let done = done(self.content, self.base).filter(|&session| runs(session)).map(|_| self.base.as_of());
        let last = self.history.last(monday, &|sessions| sessions.iter().any(runs)).into_iter().chain(done).max()?;
        // Before the as-of day nobody knows what was run, and of the week that is being laid out nothing yet.
        let idle = days_between(last.max(self.base.as_of()), monday.min(self.monday)) - 1;
        (idle >= A_BREAK).then_some(idle.min(LONGEST_IDLE) as f64 * DAY)
    }

    /// Whether the normal week starts anew at what a plan's weeks come to: it grows, and has less than a normal week.
    pub(super) fn starts_anew(&self, taken: &Taken) -> bool {
        let plan = &self.content.plans()[taken.plan];
        plan.grows.is_some() && plan.weeks.iter().all(|week| week.volume.1 < 1.0 - 1e-9)
    }

    /// What the normal week is after a week of such a plan: the longest of them, and no more than the runner said. Where
    /// the pace is not known, it is the plan's part of what the runner said.
    pub(super) fn start_anew(&mut self, frame: &Frame, taken: &Taken, week: &Week) {
        // A week that has begun says too little.
        if frame.first > 0 {
            return;
        }
        let anew = std::mem::replace(&mut self.anew, true);
        let said = number_given(self.content, self.base, "weekly_distance").filter(|said| *said > 0.0);
        let Some(said) = said else { return };
        let runs = week.days.iter().filter(|day| day.session.is_some_and(|s| self.content.sessions()[s].run));
        let ran: Option<f64> = runs.map(|day| ran(frame, day)).sum();
        let before = self.usual.filter(|_| anew).unwrap_or(0.0);
        self.usual = Some(ran.unwrap_or(said * taken.volume.1).max(before).min(said));
    }
}

/// How far a run goes at the most: as planned, or in its minutes at the runner's pace.
pub(super) fn ran(frame: &Frame, day: &Day) -> Option<f64> {
    let runs = day.session.is_some_and(|s| frame.content.sessions()[s].run);
    let by_time = || Some(day.minutes.filter(|_| runs && day.race.is_none())?.hi() / frame.pace?);
    day.distance.map(|distance| distance.hi()).or_else(by_time)
}
