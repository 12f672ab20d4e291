//! A week in which two plans' weeks meet: which of their days stand where, and what they come to.

use super::WEEK;
use crate::model::{Content, LONG, Load, PlanDay, RACE};
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
    /// The days on which the runner can train, Monday first.
    pub(super) free: [bool; WEEK],
    /// The day on which the runner wants the long run.
    pub(super) long_day: Option<usize>,
}

/// A plan's week of which some days stand in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Index of the plan.
    pub plan: usize,
    /// Which of its weeks, from 0.
    pub week: usize,
    pub(super) volume: (f64, f64),
    /// How many days the plan's weekday is ahead of the one that it stands on.
    pub(super) ahead: usize,
}

impl Laid {
    /// The part that a day belongs to, and the plan's day that stands there.
    fn day<'c>(&self, content: &'c Content, day: usize) -> (&Part, &'c PlanDay) {
        let part = &self.parts[usize::from(day >= self.second_from)];
        let days = &content.plans()[part.plan].weeks[part.week].days;
        let own = (day + part.ahead) % WEEK;
        (part, &days[if part.ahead > 0 { self.where_free(content, days)[own] } else { own }])
    }

    /// For each day of a plan's week that is counted by the race the one whose sessions stand there. Those of days on which
    /// the runner cannot train change places with the nearest day off, and the long run with what stands on the day on which
    /// it is wanted, so that they stay in the plan's own week.
    fn where_free(&self, content: &Content, days: &[PlanDay; WEEK]) -> [usize; WEEK] {
        let first = |day: usize| days[day].options.first().map(|session| &content.sessions()[*session]);
        let is_race = |day: usize| days[day].options.iter().any(|session| content.sessions()[*session].is_in(RACE));
        let trains = |day: usize| first(day).is_some_and(|session| session.load != Load::Rest) && !is_race(day);
        let is_free = |day: usize| self.free[(day + self.second_from) % WEEK];
        let mut stands: [usize; WEEK] = std::array::from_fn(|day| day);
        let long = (0..WEEK).find(|&day| first(day).is_some_and(|session| session.is_in(LONG)));
        let wanted = self.long_day.map(|day| (day + WEEK - self.second_from) % WEEK);
        if let (Some(long), Some(wanted)) = (long, wanted.filter(|&day| is_free(day) && !is_race(day))) {
            stands.swap(long, wanted);
        }
        for day in 0..WEEK {
            if is_free(day) || !trains(stands[day]) {
                continue;
            }
            let off = |other: &usize| is_free(*other) && !trains(stands[*other]) && !is_race(stands[*other]);
            // Within the same week of the calendar what is nearer is cheaper, and the search finds it.
            let week = |day: usize| day + self.second_from >= WEEK;
            let nearest = (0..WEEK).filter(off).min_by_key(|other| (week(*other) != week(day), other.abs_diff(day)));
            if let Some(other) = nearest {
                stands.swap(day, other);
            }
        }
        stands
    }

    /// The weekday from which what stands on a day has changed places, where it has.
    pub(super) fn moved_from(&self, content: &Content, day: usize) -> Option<usize> {
        let part = &self.parts[usize::from(day >= self.second_from)];
        let days = &content.plans()[part.plan].weeks[part.week].days;
        let own = (day + part.ahead) % WEEK;
        let stands = (part.ahead > 0).then(|| self.where_free(content, days)[own]).filter(|stands| *stands != own)?;
        Some((stands + self.second_from) % WEEK)
    }

    /// The share of a normal week that its days come to. What is told in minutes counts as so many days of its week.
    pub(super) fn volume(&self, content: &Content) -> (f64, f64) {
        let of_day = |day: usize| {
            let (part, own) = self.day(content, day);
            let all = &content.plans()[part.plan].weeks[part.week].days;
            let share = match all.iter().any(|day| day.share.is_some()) {
                true => own.share.filter(|_| runs(content, own)).unwrap_or(0.0),
                false => 1.0 / WEEK as f64,
            };
            (part.volume.0 * share, part.volume.1 * share)
        };
        (0..WEEK).map(of_day).fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1))
    }

    /// Its days, with shares of the whole.
    pub(super) fn days(&self, content: &Content) -> [PlanDay; WEEK] {
        let middle = |(low, high): (f64, f64)| f64::midpoint(low, high);
        let whole = middle(self.volume(content));
        std::array::from_fn(|at| {
            let (part, own) = self.day(content, at);
            let share = own.share.filter(|_| whole > 0.0).map(|share| share * middle(part.volume) / whole);
            PlanDay { share, ..own.clone() }
        })
    }
}

/// Whether the first choice of a day is running, races left out.
fn runs(content: &Content, day: &PlanDay) -> bool {
    let session = day.options.first().map(|session| &content.sessions()[*session]);
    session.is_some_and(|session| session.run && !session.is_in(RACE))
}
