//! The weeks one after the other: who the runner is by then, and which plan matches.

use super::amounts;
use super::away::ran;
use super::choose::{Taken, has_steps};
use super::closed::{Closed, closed};
use super::history::{History, days_between};
use super::laid::Laid;
use super::reasons;
use super::rules::{Around, Filled, Held, Test, after_race, date_of, held};
use super::running::number_given;
use super::search::{Found, search};
use super::slots::{Slot, Weekly, slots};
use super::wishes::{Wishes, done, weekday};
use super::{Because, Cut, Normal, WEEK, Week, cost};
use crate::condition::{Entry, OptionSet, Truth};
use crate::model::{Asks, Content, PlanDay, RACE};
use crate::profile::{Given, Profile, Race};
use crate::quantity::Interval;
use jiff::civil::Date;
use std::borrow::Cow;

/// Seconds of a day.
pub(super) const DAY: f64 = 86_400.0;

/// A week that comes to less than this part of the least that is planned falls short.
const HELD: f64 = 0.98;

/// A runner on the way through the weeks.
pub(super) struct Runner<'a> {
    pub(super) content: &'a Content,
    pub(super) base: &'a Profile,
    pub(super) wishes: &'a Wishes,
    pub(super) history: History,
    /// The session that a race is.
    pub(super) race: Option<usize>,
    pub(super) monday: Date,
    /// How many weeks are made.
    made: usize,
    /// How many of them count for `plan_week`.
    pub(super) counted: usize,
    /// The week of the plan in which the first one stands.
    first_number: f64,
    /// For each plan, how many of its weeks were taken since it last began to match.
    pub(super) taken: Vec<usize>,
    /// How many weeks in a row were no easier ones.
    pub(super) since_easier: usize,
    /// Whether one of the weeks made was an easier one: those before them went by the count.
    pub(super) was_easier: bool,
    pub(super) normal: Option<(f64, [OptionSet; WEEK])>,
    /// Runs that were planned, at their longest.
    pub(super) planned: Vec<(Date, f64)>,
    /// The same by the clock, in base units.
    pub(super) planned_time: Vec<(Date, f64)>,
    /// Races that cannot be, each with the reason: too near a more important one, closed to the runner, or against a rule.
    pub(super) not_run: Vec<(Race, Because)>,
    /// The last normal week's distance, in base units.
    pub(super) usual: Option<f64>,
    /// Whether it has started anew after a break.
    pub(super) anew: bool,
    /// What the last normal week came to, where time, days or rules did not hold all of it.
    pub(super) held_to: Option<HeldTo>,
}

/// What a normal week came to that was not held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct HeldTo {
    /// Its distance in base units.
    pub(super) metres: f64,
    /// Whether it is the time that the runner has on a day that did not hold it.
    pub(super) by_time: bool,
}

/// Everything that is fixed about a week before its sessions are placed.
pub(super) struct Frame<'a> {
    pub content: &'a Content,
    pub profile: Profile,
    pub wishes: &'a Wishes,
    pub monday: Date,
    pub plan: usize,
    /// The first day that can still be planned.
    pub first: usize,
    pub around: Around,
    pub held: Vec<Held<'a>>,
    /// The two plans' weeks that meet in it, where it is of two: no session crosses from one to the other.
    pub laid: Option<Laid>,
    /// The plan's days, as this week has them.
    pub days: Cow<'a, [PlanDay; WEEK]>,
    pub slots: Vec<Slot>,
    /// For each day of the plan the fixed day that takes its session.
    pub taken_by: [Option<usize>; WEEK],
    /// Days that are fixed: races, and the run just done.
    pub fixed: [Option<OptionSet>; WEEK],
    /// What closes each session.
    pub closed: Vec<Option<Closed>>,
    pub race: Option<usize>,
    /// The normal week as it is by then: its distance in base units.
    pub usual: Option<f64>,
    /// Why it is that.
    pub normal: Normal,
    /// Seconds for each metre of easy running.
    pub pace: Option<f64>,
    /// The same for any runner, where this one's is not known.
    pub any_pace: Option<Interval>,
}

impl Frame<'_> {
    /// The days of the two plans' weeks of which the week is, or all of them.
    pub fn parts(&self) -> [std::ops::Range<usize>; 2] {
        let seam = self.laid.map_or(WEEK, |laid| laid.second_from);
        [0..seam, seam..WEEK]
    }
}

impl<'a> Runner<'a> {
    /// A runner on the day after the as-of day.
    pub fn new(content: &'a Content, base: &'a Profile, wishes: &'a Wishes) -> Self {
        let race = content.sessions().iter().position(|session| session.is_in(RACE));
        let mut history = History::default();
        if let (Some(last), Some(race)) = (&wishes.last_race, race) {
            history.add(last.date, OptionSet::only(race), Some(last.clone()));
        }
        if let Some(session) = done(content, base).filter(|s| Some(*s) != race) {
            history.add(base.as_of(), OptionSet::only(session), None);
        }
        let tomorrow = date_of(base.as_of(), 1);
        let first_number = match content.input("plan_week").map(|axis| base.given(axis)) {
            Some(Given::Number(week)) => *week,
            _ => 1.0,
        };
        let mut runner = Self {
            content,
            base,
            wishes,
            history,
            race,
            monday: date_of(tomorrow, 0).saturating_sub(jiff::Span::new().days(weekday(tomorrow) as i64)),
            made: 0,
            counted: 0,
            first_number,
            taken: vec![0; content.plans().len()],
            since_easier: first_number as usize - 1,
            was_easier: false,
            normal: None,
            planned: Vec::new(),
            planned_time: Vec::new(),
            not_run: Vec::new(),
            usual: number_given(content, base, "weekly_distance").filter(|metres| *metres > 0.0),
            anew: false,
            held_to: None,
        };
        runner.taken = runner.steps_taken();
        runner.not_run = runner.races_not_run();
        let too_soon = runner.races_too_soon();
        runner.not_run.extend(too_soon);
        runner
    }

    /// How many weeks of each plan whose weeks are steps lie behind a runner who is in a later week of the plan.
    fn steps_taken(&mut self) -> Vec<usize> {
        let (content, before) = (self.content, self.first_number as usize - 1);
        let mut taken = vec![0; content.plans().len()];
        let first = std::mem::replace(&mut self.first_number, 1.0);
        for week in 0..before.min(super::MOST_WEEKS) {
            self.counted = week;
            let then = self.outlook(self.monday, None);
            for (steps, plan) in taken.iter_mut().zip(content.plans()).filter(|(_, plan)| has_steps(plan)) {
                *steps +=
                    usize::from(plan.when.as_ref().is_some_and(|when| when.holds(&then.answers()) == Truth::True));
            }
        }
        (self.first_number, self.counted) = (first, 0);
        taken
    }

    /// The first week before its sessions are placed.
    #[cfg(test)]
    pub fn first_frame(&self) -> Option<Frame<'a>> {
        let mut runner = Runner::new(self.content, self.base, self.wishes);
        let taken = runner.take(self.monday)?;
        Some(runner.frame(self.monday, taken))
    }

    /// The next week; none where the pack has no plan for it.
    pub fn next(&mut self, next_best: usize) -> Option<Week> {
        let monday = self.monday;
        let mut taken = self.take(monday).map(|taken| self.no_more_than_held(taken))?;
        let (frame, found) = loop {
            let frame = self.frame(monday, taken);
            let found = search(&frame, next_best);
            match found.first() {
                Some(best) if best.keeps_all => break (frame, found),
                // Nothing keeps the hard rules with these races: the one that matters least is given up, and the week
                // with it that was made for it.
                _ => match self.least_race(monday) {
                    Some(race) => {
                        let because = reasons::against_race(&frame, &race);
                        self.not_run.push((race, because));
                        taken = self.take(monday).map_or(taken, |taken| self.no_more_than_held(taken));
                    }
                    None => break (frame, found),
                },
            }
        };
        let week = self.finish(&frame, taken, found);
        self.remember(&frame, taken, &week);
        Some(week)
    }

    /// The runner as of a Monday, once for each race to come: the one that matters most first, then by date. Without a
    /// race to come, once.
    pub(super) fn outlooks(&self, monday: Date) -> Vec<Profile> {
        let mut races: Vec<&Race> = self.races().filter(|race| race.date >= monday).collect();
        races.sort_by_key(|race| (race.priority, race.date));
        if races.is_empty() {
            return vec![self.outlook(monday, None)];
        }
        races.into_iter().map(|race| self.outlook(monday, Some(race))).collect()
    }

    /// The runner as of a Monday with one race ahead.
    pub(super) fn outlook(&self, monday: Date, race: Option<&Race>) -> Profile {
        let content = self.content;
        let mut told = Vec::new();
        let mut tell = |id: &str, answer: Given| {
            if let Some(axis) = content.input(id) {
                told.push((axis, answer));
            }
        };
        let option = |race: Option<&Race>| race.and_then(|r| r.option).map_or(Given::Unknown, Given::Choice);
        tell("race_date", race.map_or(Given::Unknown, |race| Given::Date(race.date)));
        tell("race_distance", option(race));
        tell("race_priority", race.map_or(Given::Unknown, |race| Given::Choice(race.priority)));
        // In the week of the run just done, a race that it was lies ahead of Monday and counts all the same.
        let last = self.last_race(monday).or(self.history.races.iter().find(|r| r.date <= self.base.as_of()));
        tell("last_race_date", last.map_or(Given::Unknown, |race| Given::Date(race.date)));
        tell("last_race_distance", option(last));
        tell("plan_week", Given::Number(self.first_number + self.counted as f64));
        let days = (0..WEEK).filter(|&day| self.wishes.available[day] && self.wishes.rest_day != Some(day)).count();
        if self.wishes.says_days {
            tell("training_days", Given::Number(days as f64));
        }
        if let Some(longest) = self.longest(monday) {
            tell("longest_run", Given::Number(longest));
        }
        if let Some(longest) = self.longest_time(monday) {
            tell("longest_time", Given::Number(longest));
        }
        if let Some(usual) = self.usual {
            tell("weekly_distance", Given::Number(usual));
        }
        told.extend(self.still_away(monday).map(|(axis, away)| (axis, Given::Number(away))));
        self.base.on(content, monday, &told)
    }

    fn frame(&self, monday: Date, taken: Taken) -> Frame<'a> {
        let content = self.content;
        let races: Vec<&Race> = self.races().collect();
        let next = races.iter().filter(|race| race.date >= monday).min_by_key(|race| race.date);
        let profile = self.outlook(monday, next.copied());
        let from = days_between(monday, date_of(self.base.as_of(), 1));
        let first = from.clamp(0, WEEK as i64) as usize;
        let mut around = Around { from, normal: self.normal, ..Around::default() };
        let mut fixed = [None; WEEK];
        if let Some(session) = self.race {
            for race in &races {
                match days_between(monday, race.date) {
                    day @ 0..7 => {
                        around.races[day as usize] = Some((*race).clone());
                        fixed[day as usize] = Some(OptionSet::only(session));
                    }
                    day @ 7..70 => around.ahead.push((day as usize, OptionSet::only(session))),
                    _ => {}
                }
            }
        }
        around.before = self.history.before(monday);
        if first > 0 {
            let today = done(content, self.base).map(OptionSet::only).unwrap_or_default();
            fixed[first - 1] = Some(today);
        }
        around.over = first;
        // A race that is over counts from its day, be it of this week or of one before.
        for (day, fixed) in fixed.iter_mut().enumerate().take(first) {
            let date = date_of(monday, day);
            let raced = self.history.races.iter().find(|race| race.date == date).zip(self.race);
            if let Some((race, session)) = raced {
                around.races[day] = Some(race.clone());
                *fixed = Some(fixed.unwrap_or_default().union(OptionSet::only(session)));
            }
        }
        let on_race = |race: &Race| after_race(content, self.base, race, self.race);
        let usual = match self.starts_anew(&taken) {
            true => number_given(content, self.base, "weekly_distance").filter(|said| *said > 0.0),
            false => self.grown(monday, &taken, &fixed[first..]).or(self.usual),
        };
        // Of what the runner's days have no time for there is no share, and an easier week is one of the week before it.
        let counts = |held: &HeldTo| taken.volume.1 < 1.0 - 1e-9 && (held.by_time || taken.easier.is_some());
        let less = self.held_to.filter(counts).map(|held| held.metres);
        let held_back = less.filter(|less| usual.is_some_and(|usual| *less < usual));
        let usual = held_back.or(usual);
        let said = number_given(content, self.base, "weekly_distance");
        let normal = match usual.zip(said) {
            Some((usual, said)) if usual > said + 1.0 => Normal::Grown,
            Some(_) if held_back.is_some() => Normal::Held,
            Some((usual, said)) if usual < said - 1.0 => Normal::Back,
            _ => Normal::Said,
        };
        let volume = taken.volume.1 * self.growth(usual);
        let mut held = held(content, self.base, &profile, taken.plan, volume, &around, &on_race);
        let over: [Filled; WEEK] = std::array::from_fn(|day| Filled {
            sessions: fixed[day].filter(|_| day < first).unwrap_or_default(),
            main: None,
        });
        for rule in &mut held {
            // What is missing may still come.
            let is_floor = matches!(rule.test, Test::AtLeast { .. });
            rule.done = if is_floor || first == 0 { 0 } else { rule.breaks(content, &over, &around) };
        }
        let closed: Vec<Option<Closed>> = (0..content.sessions().len()).map(|s| closed(content, &profile, s)).collect();
        let days = taken.days(content, first);
        let pace = self.pace();
        let weekly = Weekly { wishes: self.wishes, metres: usual, volume: taken.volume, pace };
        // Steps begin on the first day to come, so what was done before it is none of them.
        let mut takes = fixed;
        if has_steps(&content.plans()[taken.plan]) && taken.laid.is_none() {
            takes[..first].fill(None);
        }
        let (mut slots, taken_by) = slots(content, &profile, &weekly, &days, &closed, &takes, self.race);
        // Of days that are over, the last alone is known: on those before it the plan's own was done.
        slots.retain(|slot| slot.day >= first || (slot.day + 1 == first && !slot.apart));
        Frame {
            content,
            profile,
            wishes: self.wishes,
            monday,
            plan: taken.plan,
            first,
            around,
            held,
            laid: taken.laid,
            days,
            slots,
            taken_by,
            fixed,
            closed,
            race: self.race,
            usual,
            normal,
            pace,
            any_pace: self.any_pace(),
        }
    }

    fn finish(&self, frame: &Frame, taken: Taken, found: Vec<Found>) -> Week {
        let mut found = found.into_iter();
        let best = found.next().unwrap_or_else(|| Found::nothing(frame));
        let next_best =
            found.map(|other| super::Variant { cost: other.cost, sessions: other.sessions(frame) }).collect();
        let mut days = reasons::days(frame, &best);
        amounts::fill(frame, &best, taken.volume, &mut days);
        self.remark(frame, &mut days);
        let last = date_of(frame.monday, WEEK - 1);
        let near = self.not_run.iter().filter(|(race, _)| (frame.monday..=last).contains(&race.date));
        let near: Vec<(Race, Because)> = near.cloned().collect();
        let moved = reasons::moved_as_named(frame, &best, &mut days);
        let races: u64 = near.iter().map(|(race, _)| cost::RACE[race.priority.min(2)]).sum();
        Week {
            monday: frame.monday,
            plan: taken.plan,
            of_plan: taken.week,
            reasons: self.reasons(frame, &taken),
            laid: taken.laid,
            easier: taken.easier,
            volume: taken.volume,
            usual: frame.usual,
            normal: frame.normal,
            moved,
            gave_up: reasons::gave_up(frame, &best, &near),
            cost: best.cost + races,
            next_best,
            days,
        }
    }

    /// The entries of the plan's `when` that held, for the race by which it matched.
    fn reasons(&self, frame: &Frame, taken: &Taken) -> Vec<Entry> {
        let Some(when) = &self.content.plans()[frame.plan].when else { return Vec::new() };
        let outlooks = self.outlooks(taken.from);
        let Some(profile) = outlooks.iter().find(|p| when.holds(&p.answers()) == Truth::True) else {
            return Vec::new();
        };
        let holds = |entries: &&Vec<Entry>| entries.iter().all(|e| e.holds(&profile.answers()) == Truth::True);
        when.alternatives().iter().find(holds).cloned().unwrap_or_default()
    }

    fn runs(&self, day: &super::Day) -> bool {
        day.session.is_some_and(|session| self.content.sessions()[session].run)
    }

    /// What the next week must know of this one.
    fn remember(&mut self, frame: &Frame, taken: Taken, week: &Week) {
        let sets: [Filled; WEEK] = std::array::from_fn(|day| Filled { sessions: week.days[day].set(), main: None });
        for (day, filled) in sets.iter().enumerate().skip(frame.first) {
            let race = week.days[day].race.clone();
            self.history.add(date_of(frame.monday, day), filled.sessions, race);
            let date = date_of(frame.monday, day);
            self.planned.extend(ran(frame, &week.days[day]).map(|distance| (date, distance)));
            let time = week.days[day].minutes.filter(|_| self.runs(&week.days[day]) && week.days[day].race.is_none());
            self.planned_time.extend(time.map(|time| (date, time.hi())));
        }
        if self.starts_anew(&taken) {
            self.start_anew(frame, &taken, week);
        }
        let easier = self.content.week_rules().iter().any(|rule| match &rule.asks {
            Asks::Every { volume, .. } => taken.volume.1 <= volume + 1e-9,
            _ => false,
        });
        self.since_easier = if easier { 0 } else { self.since_easier + 1 };
        self.was_easier |= easier;
        // A partly past week says little about a normal one, and so does one with a race or of two plans.
        let raced = week.days.iter().any(|day| day.race.is_some());
        // Nor does one of which some days had to be easy.
        let is_eased = frame.held.iter().any(|held| matches!(held.of.asks, Asks::Count { within: Some(_), .. }));
        let is_normal = frame.first == 0 && !raced && taken.laid.is_none() && !is_eased;
        if taken.volume.1 >= 1.0 - 1e-9 && is_normal {
            let volume = taken.volume.1 * self.growth(frame.usual);
            self.normal = Some((volume, sets.map(|filled| filled.sessions)));
            let is_cut = week.days.iter().any(|day| !day.cuts.is_empty());
            let by_time = week.days.iter().any(|day| day.cuts.contains(&Cut::Time));
            let far: Option<f64> = week.days.iter().filter(|day| self.runs(day)).map(|day| middle(day.distance)).sum();
            let planned = frame.usual.map(|usual| usual * taken.volume.0);
            let short = |far: &f64| is_cut && planned.is_some_and(|planned| *far < planned * HELD);
            self.held_to = far.filter(short).map(|metres| HeldTo { metres, by_time });
            // What rules have cut is not where growth goes on from, and a normal week does not shrink.
            let ran = week.days.iter().filter_map(|day| day.distance);
            let ran: f64 = ran.map(|distance| f64::midpoint(distance.lo(), distance.hi())).sum();
            self.usual =
                self.usual.zip(frame.usual).map(|(last, now)| if ran > 0.0 { now.min(ran).max(last) } else { now });
        }
        // Steps begin anew with the first whole week: those that only began have been for a few days.
        if frame.first == 0 || !has_steps(&self.content.plans()[taken.plan]) {
            self.taken[taken.plan] += 1;
            self.counted += 1;
        }
        self.made += 1;
        self.monday = date_of(self.monday, WEEK);
    }
}

fn middle(distance: Option<Interval>) -> Option<f64> {
    distance.map(|distance| f64::midpoint(distance.lo(), distance.hi()))
}

impl super::Day {
    /// All sessions of the day as a set of indices.
    pub fn set(&self) -> OptionSet {
        self.session.iter().chain(&self.with).fold(OptionSet::default(), |all, &s| all.union(OptionSet::only(s)))
    }
}
