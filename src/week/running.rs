//! How far and how fast a runner goes by then: the normal week as plans make it grow, the longest run of late, and the pace.

use super::WEEK;
use super::away::{DAYS_OFF, MONTH_AWAY};
use super::choose::Taken;
use super::history::days_between;
use super::outlook::{DAY, Runner};
use super::rules::date_of;
use super::wishes::done;
use crate::condition::OptionSet;
use crate::model::Content;
use crate::profile::{Given, Profile, evaluate};
use crate::quantity::Interval;
use jiff::civil::Date;

/// The measure that says how long easy running takes, where a pack has it.
const EASY_PACE: &str = "easy_pace";

/// The measure that says between what it lies for anybody.
const ANY_PACE: &str = "any_pace";

/// How far back the longest run of late is looked for, in days.
const MONTH: i64 = 30;

impl Runner<'_> {
    /// The longest run of late: what the runner said and the run just done, for as long as they are of the last 30 days,
    /// and what was planned in them. Where nothing is, what was said holds on.
    pub(super) fn longest(&self, monday: Date) -> Option<f64> {
        let given = |id: &str| number_given(self.content, self.base, id);
        // After a month away there is no run that could be the longest; after a month of plans all are known.
        let said = match self.away().is_some_and(|away| away >= MONTH_AWAY) {
            true => Some(0.0),
            false => given("longest_run"),
        };
        let ran = done(self.content, self.base).is_some_and(|s| self.content.sessions()[s].run);
        let done = given("distance").filter(|_| ran);
        // On each day of the week it must be of the last 30 days.
        let last = date_of(monday, WEEK - 1);
        let since = |date: Date| days_between(date, last) <= MONTH;
        let all_planned = !since(self.base.as_of()) && !self.planned.is_empty();
        let said = said.or(all_planned.then_some(0.0))?;
        // Before days off lies what was run before them.
        let off = number_given(self.content, self.base, DAYS_OFF).map_or(0, |off| (off / DAY) as i64);
        let said_of = self.base.as_of().saturating_sub(jiff::Span::new().days(off.clamp(0, MONTH)));
        let done = done.filter(|_| since(self.base.as_of()));
        let before = done.into_iter().chain([said].into_iter().filter(|_| since(said_of)));
        let planned = self.planned.iter().filter(|(date, _)| since(*date)).map(|(_, metres)| *metres);
        planned.chain(before).reduce(f64::max).or(Some(said))
    }

    /// The longest run of late by the clock: what the runner said, the run just done, and what was planned since. Before
    /// anything was planned the run just done alone says little, and where the distance of a normal week is known, that
    /// says more.
    pub(super) fn longest_time(&self, monday: Date) -> Option<f64> {
        let given = |id: &str| number_given(self.content, self.base, id);
        if given("longest_time").is_none() && given("weekly_distance").is_some_and(|far| far > 0.0) {
            return None;
        }
        let last = date_of(monday, WEEK - 1);
        let since = |date: Date| days_between(date, last) <= MONTH;
        let ran = done(self.content, self.base).is_some_and(|s| self.content.sessions()[s].run);
        let done = given("duration").filter(|_| ran && !self.planned_time.is_empty());
        let before = given("longest_time").into_iter().chain(done).filter(|_| since(self.base.as_of()));
        let planned = self.planned_time.iter().filter(|(date, _)| since(*date)).map(|(_, time)| *time);
        planned.chain(before).reduce(f64::max)
    }

    /// The normal week that a plan grows into: one step beyond the last normal week, which has to lie behind. A race is
    /// load enough.
    pub(super) fn grown(&self, monday: Date, taken: &Taken, ahead: &[Option<OptionSet>]) -> Option<f64> {
        let grows = self.content.plans()[taken.plan].grows.as_ref()?;
        // What does not hold a normal week holds no longer one, and a week of two plans is none.
        let usual = self.usual.filter(|_| self.held_to.is_none() && taken.laid.is_none())?;
        let normal = self.normal.is_some() && taken.volume.1 >= 1.0 - 1e-9 && ahead.iter().all(Option::is_none);
        normal.then_some(())?;
        let said = number_given(self.content, self.base, "weekly_distance")?;
        let most = |(profile, formula)| evaluate(self.content, profile, formula).ok().map(|metres| metres.lo());
        let mut outlooks = self.outlooks(monday);
        let now = outlooks.swap_remove(0);
        let axis = self.content.input("weekly_distance")?;
        let as_said = now.on(self.content, monday, &[(axis, Given::Number(said))]);
        let by = most((&now, &grows.by)).filter(|by| *by > 0.0)?;
        Some((usual + by).min(most((&as_said, &grows.up_to))?).max(usual))
    }

    /// A normal week as a part of the one that the runner named.
    pub(super) fn growth(&self, usual: Option<f64>) -> f64 {
        let said = number_given(self.content, self.base, "weekly_distance");
        usual.zip(said).map_or(1.0, |(usual, said)| usual / said)
    }

    /// Seconds for each metre of easy running, as the pack works it out.
    pub(super) fn pace(&self) -> Option<f64> {
        let pace = self.base.measure(self.content.measure(EASY_PACE)?).interval()?;
        Some(f64::midpoint(pace.lo(), pace.hi())).filter(|pace| *pace > 0.0)
    }

    /// How long easy running takes anybody, where nothing is known of this runner's pace.
    pub(super) fn any_pace(&self) -> Option<Interval> {
        self.base.measure(self.content.measure(ANY_PACE)?).interval().filter(|pace| pace.lo() > 0.0)
    }
}

/// A number that the runner gave, in base units.
pub(super) fn number_given(content: &Content, profile: &Profile, id: &str) -> Option<f64> {
    match profile.given(content.input(id)?) {
        Given::Number(number) => Some(*number),
        _ => None,
    }
}
