//! A week in which two plans' weeks meet: which of their days stand where, and what they come to.

use super::WEEK;
use super::wishes::Wishes;
use crate::model::{Content, LONG, Load, PlanDay};
use jiff::civil::Date;

/// A week of two plans' weeks, or of two weeks of one: the first ends and the second begins within it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Laid {
    /// The day of the race by which they are laid out.
    pub by: Date,
    /// The first day of the second, 1 to 6.
    pub second_from: usize,
    /// Both, in order.
    pub parts: [Part; 2],
}

/// A plan's week of which some days stand in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Index of the plan.
    pub plan: usize,
    /// Which of its weeks, from 0.
    pub week: usize,
    volume: (f64, f64),
    /// How many days the plan's weekday is ahead of the one that it stands on.
    ahead: usize,
    /// For each weekday the plan's day that stands there.
    stands: [usize; WEEK],
}

impl Part {
    /// A plan's week on its own weekdays.
    pub(super) fn as_written(plan: usize, week: usize, volume: (f64, f64)) -> Self {
        Self { plan, week, volume, ahead: 0, stands: std::array::from_fn(|day| day) }
    }

    /// A plan's week that begins on another weekday (1 to 6).
    pub(super) fn counted(self, content: &Content, wishes: &Wishes, begins: usize) -> Self {
        let stands = where_free(content, wishes, begins, &content.plans()[self.plan].weeks[self.week].days);
        let ahead = WEEK - begins;
        Self { ahead, stands: std::array::from_fn(|day| stands[(day + ahead) % WEEK]), ..self }
    }

    /// The weekday from which what stands on a day has changed places, where it has.
    fn moved_from(&self, day: usize) -> Option<usize> {
        let has_moved = self.stands[day] != (day + self.ahead) % WEEK;
        has_moved.then_some((self.stands[day] + WEEK - self.ahead) % WEEK)
    }
}

/// For each day of a plan's week that begins on another weekday the one whose sessions stand there. Those of days on which
/// the runner cannot train change places with the nearest day off, and the long run with what stands on the day on which it
/// is wanted, so that they stay in the plan's own week.
fn where_free(content: &Content, wishes: &Wishes, begins: usize, days: &[PlanDay; WEEK]) -> [usize; WEEK] {
    let sessions = content.sessions();
    let first = |day: usize| days[day].options.first().map(|session| &sessions[*session]);
    let is_race = |day: usize| days[day].holds_race(sessions);
    let trains = |day: usize| first(day).is_some_and(|session| session.load != Load::Rest) && !is_race(day);
    let is_free = |day: usize| {
        let weekday = (day + begins) % WEEK;
        wishes.available[weekday] && wishes.rest_day != Some(weekday)
    };
    let mut stands: [usize; WEEK] = std::array::from_fn(|day| day);
    let long = (0..WEEK).find(|&day| first(day).is_some_and(|session| session.is_in(LONG)));
    let wanted = wishes.long_day.map(|day| (day + WEEK - begins) % WEEK);
    if let (Some(long), Some(wanted)) = (long, wanted.filter(|&day| is_free(day) && !is_race(day))) {
        stands.swap(long, wanted);
    }
    for day in 0..WEEK {
        if is_free(day) || !trains(stands[day]) {
            continue;
        }
        let off = |other: &usize| is_free(*other) && !trains(stands[*other]) && !is_race(stands[*other]);
        // Within the same week of the calendar what is nearer is cheaper, and the search finds it.
        let week = |day: usize| day + begins >= WEEK;
        let nearest = (0..WEEK).filter(off).min_by_key(|other| (week(*other) != week(day), other.abs_diff(day)));
        if let Some(other) = nearest {
            stands.swap(day, other);
        }
    }
    stands
}

impl Laid {
    fn part(&self, day: usize) -> &Part {
        &self.parts[usize::from(day >= self.second_from)]
    }

    /// The weekday from which what stands on a day has changed places within its plan's week, where it has.
    pub(super) fn moved_from(&self, day: usize) -> Option<usize> {
        self.part(day).moved_from(day)
    }

    /// The part that a day belongs to, and the days of its plan's week.
    fn of_day<'c>(&self, content: &'c Content, day: usize) -> (&Part, &'c [PlanDay; WEEK]) {
        let part = self.part(day);
        (part, &content.plans()[part.plan].weeks[part.week].days)
    }

    /// The share of a normal week that its days come to, which is no more than what either plan's own week has: where the
    /// end of one and the beginning of the other hold most of both, each run gives something.
    pub(super) fn volume(&self, content: &Content) -> (f64, f64) {
        let sum = self.sum(content);
        let most = |of: fn(&Part) -> f64| self.parts.iter().map(of).fold(0.0, f64::max);
        (sum.0.min(most(|part| part.volume.0)), sum.1.min(most(|part| part.volume.1)))
    }

    /// What its days come to. What is told in minutes counts as so many days of its week.
    fn sum(&self, content: &Content) -> (f64, f64) {
        let of_day = |day: usize| {
            let (part, all) = self.of_day(content, day);
            let own = &all[part.stands[day]];
            let share = match all.iter().any(|day| day.share.is_some()) {
                true => own.share.filter(|_| own.runs_first(content.sessions())).unwrap_or(0.0),
                false => 1.0 / WEEK as f64,
            };
            (part.volume.0 * share, part.volume.1 * share)
        };
        (0..WEEK).map(of_day).fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1))
    }

    /// Its days, with shares of the whole.
    pub(super) fn days(&self, content: &Content) -> [PlanDay; WEEK] {
        let middle = |(low, high): (f64, f64)| f64::midpoint(low, high);
        let whole = middle(self.sum(content));
        std::array::from_fn(|at| {
            let (part, all) = self.of_day(content, at);
            let own = &all[part.stands[at]];
            let share = own.share.filter(|_| whole > 0.0).map(|share| share * middle(part.volume) / whole);
            PlanDay { share, ..own.clone() }
        })
    }
}
