//! How long and how far: shares of the runner's usual week, shortened until every rule on amounts holds.

use super::ceilings::{
    at_most, at_most_near, cut, is_long, no_longer_than_the_long_run, say_what_binds, shorten_to_shares,
};
use super::outlook::Frame;
use super::rules::{holds, number};
use super::search::{Found, may_train};
use super::{Because, Day, WEEK, Why};
use crate::model::{Asks, Counted, LONG, Load, RACE, Selector};
use crate::quantity::Interval;
use std::ops::Range;

/// What shortened a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// A rule (index).
    Rule(usize),
    /// The time that the runner has on a day.
    Time,
    /// The long run of its week, which nothing else exceeds.
    LongRun,
}

/// How many times as long the runs that are left may get at most, where a runner has too few days for the plan's. Rules on
/// single runs and on shares hold for them too.
const SPREAD: f64 = 3.0;

/// The same where no rule on time would hold them, for want of a pace, and in the weeks after a race.
const LITTLE_SPREAD: f64 = 1.25;

/// How many days after a race those are.
const AFTER_RACE: i64 = 28;

/// How much longer than the others a run must be to be a long one.
const NO_LONGER: f64 = 1.1;

/// How much longer than its share of the week a run may get by what rules have taken off others. Rules on single runs hold for
/// it too.
const PASSED_ON: f64 = 1.5;

/// Fills in minutes and distances.
pub(super) fn fill(frame: &Frame, best: &Found, volume: (f64, f64), days: &mut [Day]) {
    let content = frame.content;
    let spreads = frame.parts().map(|days| (days.clone(), Spread::of(frame, best, days)));
    for (at, day) in days.iter_mut().enumerate() {
        if day.over {
            continue;
        }
        if let Some(race) = &day.race {
            day.distance = race.distance.and_then(Interval::point);
            continue;
        }
        let Some(choice) = best.choice(frame, at) else { continue };
        let (low, high) = choice.main.minutes;
        let of_day = spreads.iter().find(|(days, _)| days.contains(&at));
        let spread = of_day.map_or(1.0, |(_, spread)| spread.on(choice.main.session));
        let share = choice.main.share * spread;
        let longer = if choice.main.by_distance { spread } else { 1.0 };
        let is_long = content.sessions()[choice.main.session].is_in(LONG);
        let time = frame.wishes.time_for(is_long).unwrap_or(f64::INFINITY);
        day.minutes = Interval::new((low * longer).min(time), (high * longer).min(time)).filter(|_| high > 0.0);
        let short = choice.main.cut || high * longer > time + 1e-9;
        if short {
            day.cuts.push(Cut::Time);
        }
        // How far that is, nobody knows who does not know the pace.
        let usual = frame.usual.filter(|_| share > 0.0 && !(short && frame.pace.is_none()));
        day.distance = usual.and_then(|usual| Interval::new(share * volume.0 * usual, share * volume.1 * usual));
    }
    // Rules on distances hold for runs that the plan gives in minutes, too: how far those go is worked out for as long.
    let by_time: [bool; WEEK] = std::array::from_fn(|at| {
        let day = &mut days[at];
        let runs = is_planned(frame, day) && day.session.is_some_and(|s| content.sessions()[s].run);
        let far = day.minutes.zip(frame.pace).filter(|_| runs && day.distance.is_none());
        let far = far.and_then(|(minutes, pace)| Interval::new(minutes.lo() / pace, minutes.hi() / pace));
        day.distance = day.distance.or(far);
        far.is_some()
    });
    let agreed =
        |days: &mut [Day]| days.iter_mut().filter(|day| is_planned(frame, day)).for_each(|day| agree(frame, day));
    agreed(days);
    let in_force = || {
        let rules = content.week_rules().iter().enumerate();
        rules.filter(|(_, rule)| holds(rule, &frame.profile, frame.plan))
    };
    let before: Vec<Option<Interval>> = days.iter().map(|day| day.distance).collect();
    at_most(frame, days);
    at_most_near(frame, days);
    agreed(days);
    let mut passed = false;
    for part in frame.parts() {
        passed |= pass_on(frame, best, volume, &before, days, &part);
    }
    if passed {
        at_most(frame, days);
        at_most_near(frame, days);
        agreed(days);
    }
    shorten_to_shares(frame, volume, days);
    agreed(days);
    name_short_long_runs(frame, days, true);
    no_longer_than_the_long_run(frame, volume, days);
    for (at, rule) in in_force() {
        let Asks::Distance { at_most } = &rule.asks else { continue };
        let Some(most) = number(content, &frame.profile, at_most, true) else { continue };
        let planned = |day: &&mut Day| is_planned(frame, day) && day.distance.is_some();
        let sum: f64 = days.iter_mut().filter(planned).filter_map(|day| day.distance).map(Interval::hi).sum();
        if sum > most + 1e-6 {
            for day in days.iter_mut().filter(planned) {
                let short = day.distance.map_or(0.0, |d| d.hi() * most / sum);
                if cut(&mut day.distance, short) {
                    day.cuts.push(Cut::Rule(at));
                }
            }
        }
    }
    shorten_to_shares(frame, volume, days);
    agreed(days);
    for (at, day) in days.iter_mut().enumerate() {
        if by_time[at] {
            day.distance = None;
        }
        let shared = best.choice(frame, at).is_some_and(|choice| choice.main.share > 0.0);
        if is_planned(frame, day) && shared && day.distance.is_none() {
            shrink(day, volume);
        }
        day.cuts.sort_unstable();
        day.cuts.dedup();
    }
    name_short_long_runs(frame, days, false);
    say_what_binds(frame, days);
    debug_assert_eq!(days.len(), WEEK);
}

/// A long run that is no longer than the session that would stand in for it takes that one's name: where it is shorter than
/// any such session is, or, held against the week's other runs, within its length and no longer than they are.
fn name_short_long_runs(frame: &Frame, days: &mut [Day], beside_others: bool) {
    let sessions = frame.content.sessions();
    let is_long = |day: &Day| day.session.is_some_and(|s| sessions[s].is_in(LONG) && sessions[s].load == Load::Easy);
    let others = days.iter().filter(|day| is_planned(frame, day) && !is_long(day));
    let others = others.filter(|day| day.session.is_some_and(|s| sessions[s].run)).filter_map(|day| day.minutes);
    let longest = others.map(Interval::hi).fold(0.0, f64::max);
    let answers = frame.profile.answers();
    for day in days.iter_mut().filter(|day| is_planned(frame, day) && is_long(day)) {
        let Some((long, minutes)) = day.session.zip(day.minutes) else { continue };
        let Some(easy) = sessions[long].instead.filter(|&s| sessions[s].run && frame.closed[s].is_none()) else {
            continue;
        };
        let own = sessions[easy].own_minutes(&answers);
        let is_shorter = own.is_some_and(|own| minutes.hi() < own.lo() - 1e-6);
        let is_within = own.is_some_and(|own| minutes.hi() < own.hi());
        if is_shorter || (beside_others && is_within && minutes.hi() < longest * NO_LONGER) {
            day.session = Some(easy);
            day.why = Why::Instead(long, too_short(frame, day));
            day.alternatives.retain(|&other| other != easy);
        }
    }
}

/// What has made a long run too short to be one: the runner's time, a rule, or how small the week is.
fn too_short(frame: &Frame, day: &Day) -> Because {
    let is_full = |minutes: Interval| frame.wishes.time_for(true).is_some_and(|time| minutes.hi() > time - 1.0);
    let rule = day.cuts.iter().rev().find_map(|cut| if let Cut::Rule(rule) = cut { Some(*rule) } else { None });
    match (day.cuts.contains(&Cut::Time) && day.minutes.is_some_and(is_full), rule) {
        (true, _) => Because::Time,
        (false, Some(rule)) => Because::Rule(rule),
        (false, None) => Because::Small,
    }
}

/// Gives runs that no rule has cut the distance that rules have taken off those with fast parts, so that a week keeps its own;
/// whether any was given. The long run has its own share, and takes none. It stays among days of one plan's week (`part`).
fn pass_on(
    frame: &Frame,
    best: &Found,
    volume: (f64, f64),
    before: &[Option<Interval>],
    days: &mut [Day],
    part: &Range<usize>,
) -> bool {
    let sessions = frame.content.sessions();
    let fast = |day: &Day| {
        let session = &sessions[day.session.filter(|_| is_planned(frame, day))?];
        (session.run && !session.is_in(LONG)).then_some(session.easy_part < 1.0)
    };
    // Where the plan says how long a run is at most, it is no longer.
    let takes = |at: usize, day: &Day| {
        let by_distance = best.choice(frame, at).is_some_and(|choice| choice.main.by_distance);
        part.contains(&at) && by_distance && fast(day).is_some() && day.cuts.is_empty() && day.distance.is_some()
    };
    // In a week of less than a normal one, what the long run loses leaves room for the others too.
    let lesser = volume.1 < 1.0 - 1e-9;
    let gives = |day: &Day| fast(day) == Some(true) || (lesser && is_planned(frame, day) && is_long(frame, day));
    let cut_short = days.iter().zip(before).enumerate().filter(|(at, (day, _))| part.contains(at) && gives(day));
    let cut_short: Vec<(Interval, Interval)> =
        cut_short.filter_map(|(_, (day, before))| Some(((*before)?, day.distance?))).collect();
    let taking = days.iter().enumerate().filter(|(at, day)| takes(*at, day));
    let taking: Vec<Interval> = taking.filter_map(|(_, day)| day.distance).collect();
    // Low ends make up for low ends, and high for high: rules may have taken off one alone.
    let longer = |end: &dyn Fn(Interval) -> f64| {
        let lost: f64 = cut_short.iter().map(|(before, now)| end(*before) - end(*now)).sum();
        let room: f64 = taking.iter().map(|km| end(*km)).sum();
        if lost > 1e-6 && room > 0.0 { (1.0 + lost / room).min(PASSED_ON) } else { 1.0 }
    };
    let (low, high) = (longer(&|km| km.lo()), longer(&|km| km.hi()));
    let (Some(pace), true) = (frame.pace, low > 1.0 || high > 1.0) else { return false };
    let most = frame.wishes.time.map_or(f64::INFINITY, |time| time / pace);
    for (at, day) in days.iter_mut().enumerate().filter(|(at, day)| takes(*at, day)) {
        let Some(now) = day.distance else { continue };
        // In no lesser week a run gets longer than it is in a normal one.
        let share = best.choice(frame, at).map(|choice| choice.main.share);
        let normal = frame.usual.zip(share).filter(|_| lesser).map_or(f64::INFINITY, |(usual, share)| usual * share);
        let hi = (now.hi() * high).min(most).min(normal.max(now.hi()));
        day.distance = Interval::new((now.lo() * low).min(hi), hi);
        day.minutes = day.distance.and_then(|km| Interval::new(km.lo() * pace, km.hi() * pace));
    }
    true
}

/// What the runs that stand must make up for those that no day was left for. What a rule, a race, or a day that is over
/// keeps away is not made up for.
struct Spread<'a> {
    /// The runs that a rule gives a part of the week at most: where they must end, the others are longer.
    few: Option<&'a Selector>,
    /// How many times as long those are.
    of_few: f64,
    /// How many times as long all others are.
    of_others: f64,
}

impl<'a> Spread<'a> {
    /// What those of some days must make up for.
    fn of(frame: &Frame<'a>, best: &Found, days: Range<usize>) -> Self {
        let none = Self { few: None, of_few: 1.0, of_others: 1.0 };
        let is_free =
            |day: usize| may_train(frame, day) && best.days[day].is_none() && frame.wishes.rest_day != Some(day);
        let races = frame.around.races[days.clone()].iter().flatten().count();
        let planned = frame.days[days.clone()].iter().filter(|day| day.holds_race(frame.content.sessions())).count();
        if frame.first > 0 || days.clone().any(is_free) || races > planned {
            return none;
        }
        // What a rule turned into a walk is not made up for, only what no day was left for.
        let placed = |at: usize| best.days.iter().flatten().find(|(slot, _)| *slot == at).map(|(_, choice)| *choice);
        let slots = frame.slots.iter().enumerate().filter(|(_, slot)| days.contains(&slot.day));
        let kept = slots.filter(|(at, slot)| placed(*at).is_none_or(|choice| slot.choices[choice].main.share > 0.0));
        let whole: f64 = kept.filter_map(|(_, slot)| slot.choices.first()).map(|choice| choice.main.share).sum();
        let mut ceilings = frame.content.week_rules().iter().filter(|rule| holds(rule, &frame.profile, frame.plan));
        let ceiling = ceilings.find_map(|rule| match &rule.asks {
            Asks::Share { of, what: Counted::Distance, at_most: Some(at_most), .. } => {
                Some((of, number(frame.content, &frame.profile, at_most, true)?))
            }
            _ => None,
        });
        let (mut few, mut others) = (0.0, 0.0);
        for main in days.filter_map(|day| best.choice(frame, day)).map(|choice| choice.main) {
            let is_few = ceiling.is_some_and(|(of, _)| of.session(main.session));
            *(if is_few { &mut few } else { &mut others }) += main.share;
        }
        if few + others <= 0.0 || whole <= few + others {
            return none;
        }
        let even = whole / (few + others);
        let most = ceiling.map_or(whole, |(_, most)| most * whole);
        let to_few = if others > 0.0 { (few * even).min(most).max(few) } else { whole };
        let raced = frame.around.before.iter().any(|past| past.race.is_some() && past.at >= -AFTER_RACE);
        let limit = if raced || frame.pace.is_none() { LITTLE_SPREAD } else { SPREAD };
        let longer = |part: f64, now: f64| if now > 0.0 { (part / now).clamp(1.0, limit) } else { 1.0 };
        Self { few: ceiling.map(|(of, _)| of), of_few: longer(to_few, few), of_others: longer(whole - to_few, others) }
    }

    /// How many times as long a session is.
    fn on(&self, session: usize) -> f64 {
        if self.few.is_some_and(|few| few.session(session)) { self.of_few } else { self.of_others }
    }
}

/// Makes minutes and distance one and the same at the runner's pace: the shorter of both.
fn agree(frame: &Frame, day: &mut Day) {
    let (Some(minutes), Some(distance)) = (day.minutes, day.distance) else { return };
    let Some(pace) = frame.pace else {
        // Not even a slow runner takes longer.
        let Some(any) = frame.any_pace.filter(|_| minutes.hi() > 0.0) else { return };
        let high = minutes.hi().min(distance.hi() * any.hi());
        // Nor does a fast one less time.
        let far = distance.hi().min(high / any.lo());
        let near = distance.lo().min(far);
        day.minutes = Interval::new(minutes.lo().max(near * any.lo()).min(near * any.hi()).min(high), high);
        day.distance = Interval::new(near, far);
        return;
    };
    let (low, high) = (distance.lo() * pace, distance.hi() * pace);
    let (low, high) = (minutes.lo().min(low), minutes.hi().min(high));
    let low = low.min(high);
    day.minutes = Interval::new(low, high);
    day.distance = Interval::new((low / pace).min(distance.hi()), (high / pace).min(distance.hi()));
}

/// Where no distance is known, time shrinks with the week, by two fifths at most.
fn shrink(day: &mut Day, volume: (f64, f64)) {
    let Some(minutes) = day.minutes else { return };
    let high = minutes.hi() * volume.1.clamp(0.6, 1.0);
    day.minutes = Interval::new((minutes.lo() * volume.0.clamp(0.6, 1.0)).min(high), high);
}

/// Whether it is up to the plan how long the day's session is: it is not over, and no race.
pub(super) fn is_planned(frame: &Frame, day: &Day) -> bool {
    !day.over && day.race.is_none() && day.session.is_some_and(|s| !frame.content.sessions()[s].is_in(RACE))
}
