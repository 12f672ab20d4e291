//! How long and how far: shares of the runner's usual week, shortened until every rule on amounts holds.

use super::outlook::Frame;
use super::rules::{holds, number};
use super::search::{Found, may_train};
use super::slots::Slot;
use super::{Day, WEEK};
use crate::model::{Asks, Counted, LONG, PlanDay, RACE};
use crate::quantity::Interval;

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

/// By how much the runs that are left may grow at most, where a runner has too few days for the plan's.
const SPREAD: f64 = 1.25;

/// How much longer than its share of the week a run may get by what rules have taken off others. Rules on single runs hold for
/// it too.
const PASSED_ON: f64 = 1.5;

/// Fills in minutes and distances.
pub(super) fn fill(frame: &Frame, best: &Found, volume: (f64, f64), days: &mut [Day]) {
    let content = frame.content;
    let spread = spread(frame, best);
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
        let share = choice.main.share * spread;
        let longer = if choice.main.by_distance { spread } else { 1.0 };
        let time = frame.wishes.time.unwrap_or(f64::INFINITY);
        day.minutes = Interval::new((low * longer).min(time), (high * longer).min(time)).filter(|_| high > 0.0);
        let short = choice.main.cut || high * longer > time + 1e-9;
        if short {
            day.cuts.push(Cut::Time);
        }
        // How far that is, nobody knows who does not know the pace.
        let usual = frame.usual.filter(|_| share > 0.0 && !(short && frame.pace.is_none()));
        day.distance = usual.and_then(|usual| Interval::new(share * volume.0 * usual, share * volume.1 * usual));
    }
    let agreed =
        |days: &mut [Day]| days.iter_mut().filter(|day| is_planned(frame, day)).for_each(|day| agree(frame, day));
    agreed(days);
    let in_force = || {
        let rules = content.week_rules().iter().enumerate();
        rules.filter(|(_, rule)| holds(rule, &frame.profile, frame.plan))
    };
    let before: Vec<Option<Interval>> = days.iter().map(|day| day.distance).collect();
    at_most(frame, days);
    agreed(days);
    if pass_on(frame, &before, days) {
        at_most(frame, days);
        agreed(days);
    }
    no_longer_than_the_long_run(frame, days);
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
    // Shares come last: they look at what the others have become.
    for (at, rule) in in_force() {
        let Asks::Share { of, per, what: Counted::Distance, at_most: Some(at_most), .. } = &rule.asks else { continue };
        let Some(most) = number(content, &frame.profile, at_most, true).filter(|most| (0.0..1.0).contains(most)) else {
            continue;
        };
        let (mut part, mut rest) = ((0.0, 0.0), (0.0, 0.0));
        for day in days.iter().filter(|day| is_planned(frame, day) && day.session.is_some_and(|s| per.session(s))) {
            let Some(distance) = day.distance else { continue };
            let sum = if day.session.is_some_and(|s| of.session(s)) { &mut part } else { &mut rest };
            *sum = (sum.0 + distance.lo(), sum.1 + distance.hi());
        }
        let room = match frame.usual {
            // Of a week that has begun we know what it was to be.
            Some(usual) if frame.first > 0 => (most * volume.0 * usual, most * volume.1 * usual),
            _ => (rest.0 * most / (1.0 - most), rest.1 * most / (1.0 - most)),
        };
        // Alone in its week a run is all of it, and there is nothing to hold it against.
        if rest.1 <= 0.0 || (part.0 <= room.0 + 1e-6 && part.1 <= room.1 + 1e-6) {
            continue;
        }
        for day in days.iter_mut().filter(|day| is_planned(frame, day) && day.session.is_some_and(|s| of.session(s))) {
            let Some(distance) = day.distance else { continue };
            let scale = |x: f64, part: f64, room: f64| if part > 0.0 { x * (room / part).min(1.0) } else { x };
            let low = scale(distance.lo(), part.0, room.0);
            day.distance = Interval::new(low.min(distance.hi()), scale(distance.hi(), part.1, room.1).max(low));
            day.cuts.push(Cut::Rule(at));
        }
    }
    agreed(days);
    for (at, day) in days.iter_mut().enumerate() {
        let shared = best.choice(frame, at).is_some_and(|choice| choice.main.share > 0.0);
        if is_planned(frame, day) && shared && day.distance.is_none() {
            shrink(day, volume);
        }
        day.cuts.sort_unstable();
        day.cuts.dedup();
    }
    debug_assert_eq!(days.len(), WEEK);
}

/// Cuts every run to the rules on single ones.
fn at_most(frame: &Frame, days: &mut [Day]) {
    let rules = frame.content.week_rules().iter().enumerate();
    for (at, rule) in rules.filter(|(_, rule)| holds(rule, &frame.profile, frame.plan)) {
        let Asks::AtMost { of, what, at_most } = &rule.asks else { continue };
        let Some(most) = number(frame.content, &frame.profile, at_most, true) else { continue };
        for day in days.iter_mut().filter(|day| is_planned(frame, day) && day.session.is_some_and(|s| of.session(s))) {
            let amount = if *what == Counted::Minutes { &mut day.minutes } else { &mut day.distance };
            if cut(amount, most) {
                day.cuts.push(Cut::Rule(at));
            }
        }
    }
}

/// Gives runs that no rule has cut the distance that rules have taken off those with fast parts, so that a week keeps its own;
/// whether any was given. The long run has its own share, and takes none.
fn pass_on(frame: &Frame, before: &[Option<Interval>], days: &mut [Day]) -> bool {
    let sessions = frame.content.sessions();
    let fast = |day: &Day| {
        let session = &sessions[day.session.filter(|_| is_planned(frame, day))?];
        (session.run && !session.is_in(LONG)).then_some(session.easy_part < 1.0)
    };
    let takes = |day: &Day| fast(day).is_some() && day.cuts.is_empty() && day.distance.is_some();
    let cut_short = days.iter().zip(before).filter(|(day, _)| fast(day) == Some(true));
    let cut_short: Vec<(Interval, Interval)> =
        cut_short.filter_map(|(day, before)| Some(((*before)?, day.distance?))).collect();
    let taking: Vec<Interval> = days.iter().filter(|day| takes(day)).filter_map(|day| day.distance).collect();
    // Low ends make up for low ends, and high for high: rules may have taken off one alone.
    let longer = |end: &dyn Fn(Interval) -> f64| {
        let lost: f64 = cut_short.iter().map(|(before, now)| end(*before) - end(*now)).sum();
        let room: f64 = taking.iter().map(|km| end(*km)).sum();
        if lost > 1e-6 && room > 0.0 { (1.0 + lost / room).min(PASSED_ON) } else { 1.0 }
    };
    let (low, high) = (longer(&|km| km.lo()), longer(&|km| km.hi()));
    let (Some(pace), true) = (frame.pace, low > 1.0 || high > 1.0) else { return false };
    let most = frame.wishes.time.map_or(f64::INFINITY, |time| time / pace);
    for day in days.iter_mut().filter(|day| takes(day)) {
        let Some(now) = day.distance else { continue };
        let hi = (now.hi() * high).min(most);
        day.distance = Interval::new((now.lo() * low).min(hi), hi);
        day.minutes = day.distance.and_then(|km| Interval::new(km.lo() * pace, km.hi() * pace));
    }
    true
}

/// Where rules have cut the long run, the other runs stay below it.
fn no_longer_than_the_long_run(frame: &Frame, days: &mut [Day]) {
    let is_long = |day: &Day| day.session.is_some_and(|s| frame.content.sessions()[s].is_in(LONG));
    let long = days.iter().filter(|day| is_planned(frame, day) && is_long(day)).filter_map(|day| day.distance);
    let Some(most) = long.map(Interval::hi).reduce(f64::max) else { return };
    for day in days.iter_mut().filter(|day| is_planned(frame, day) && !is_long(day)) {
        if cut(&mut day.distance, most) {
            day.cuts.push(Cut::LongRun);
        }
    }
}

/// What the runs that stand must make up for those that no day was left for. What a rule, a race, or a day that is over
/// keeps away is not made up for.
fn spread(frame: &Frame, best: &Found) -> f64 {
    let is_free = |day: usize| may_train(frame, day) && best.days[day].is_none() && frame.wishes.rest_day != Some(day);
    let own_race = |day: &PlanDay| day.options.iter().any(|&s| frame.content.sessions()[s].is_in(RACE));
    let races = frame.around.races.iter().flatten().count();
    let planned = frame.content.plans()[frame.plan].weeks[frame.week].days.iter().filter(|day| own_race(day)).count();
    if frame.first > 0 || (0..WEEK).any(is_free) || races > planned {
        return 1.0;
    }
    let shares = |slot: &Slot| slot.choices.first().map_or(0.0, |choice| choice.main.share);
    let whole: f64 = frame.slots.iter().map(shares).sum();
    let placed: f64 = (0..WEEK).filter_map(|day| best.choice(frame, day)).map(|choice| choice.main.share).sum();
    if placed > 0.0 { (whole / placed).clamp(1.0, SPREAD) } else { 1.0 }
}

/// Makes minutes and distance one and the same at the runner's pace: the shorter of both.
fn agree(frame: &Frame, day: &mut Day) {
    let (Some(minutes), Some(distance), Some(pace)) = (day.minutes, day.distance, frame.pace) else { return };
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
fn is_planned(frame: &Frame, day: &Day) -> bool {
    !day.over && day.race.is_none() && day.session.is_some_and(|s| !frame.content.sessions()[s].is_in(RACE))
}

/// Shortens an amount to a ceiling; whether it was longer.
fn cut(amount: &mut Option<Interval>, most: f64) -> bool {
    match *amount {
        Some(range) if range.hi() > most + 1e-6 => {
            *amount = Interval::new(range.lo() * most / range.hi(), most);
            true
        }
        _ => false,
    }
}
