//! What runs end at: rules on single runs, on those near other days, and on the parts of a week; and the week's long run.

use super::amounts::is_planned;
use super::outlook::Frame;
use super::rules::{after_race, holds, number};
use super::{Cut, Day, WEEK};
use crate::model::{Asks, Counted, LONG, Near};
use crate::profile::Race;
use crate::quantity::Interval;

/// How often the runs of a week are held against the long run.
const ROUNDS: usize = 8;

/// The part of a week that is left at least where the other runs are made shorter than the long one.
const MOST_OF_IT: f64 = 0.95;

/// Cuts every run to the rules on single ones.
pub(super) fn at_most(frame: &Frame, days: &mut [Day]) {
    let rules = frame.content.week_rules().iter().enumerate();
    for (at, rule) in rules.filter(|(_, rule)| holds(rule, &frame.profile, frame.plan)) {
        let Asks::AtMost { of, what, at_most, near: None } = &rule.asks else { continue };
        let Some(most) = number(frame.content, &frame.profile, at_most, true) else { continue };
        for day in days.iter_mut().filter(|day| is_planned(frame, day) && day.session.is_some_and(|s| of.session(s))) {
            end_at(day, *what, most, at);
        }
    }
}

/// Ends a run at what a rule allows, and says so.
fn end_at(day: &mut Day, what: Counted, most: f64, rule: usize) {
    let amount = if what == Counted::Minutes { &mut day.minutes } else { &mut day.distance };
    if cut(amount, most) {
        day.cuts.push(Cut::Rule(rule));
    }
}

/// Cuts runs to the rules on those near other days, such as the eve of a race.
pub(super) fn at_most_near(frame: &Frame, days: &mut [Day]) {
    let content = frame.content;
    for (at, rule) in content.week_rules().iter().enumerate().filter(|(_, rule)| rule.is_about(frame.plan)) {
        let Asks::AtMost { of, what, at_most, near: Some(near) } = &rule.asks else { continue };
        for (day, others) in near_days(frame, days, near) {
            let planned = is_planned(frame, &days[day]) && days[day].session.is_some_and(|s| of.session(s));
            if !planned {
                continue;
            }
            let most = others.iter().filter_map(|race| {
                // What a race asks for is asked of the runner just after it.
                let after = race.as_ref().filter(|_| !near.before);
                let after = after.map(|race| after_race(content, &frame.profile, race, frame.race));
                let runner = after.as_ref().unwrap_or(&frame.profile);
                holds(rule, runner, frame.plan).then(|| number(content, runner, at_most, true)).flatten()
            });
            let Some(most) = most.reduce(f64::min) else { continue };
            end_at(&mut days[day], *what, most, at);
        }
    }
}

/// For each day to come the days that it is near to, each with its race where it is one.
fn near_days(frame: &Frame, days: &[Day], near: &Near) -> Vec<(usize, Vec<Option<Race>>)> {
    let around = &frame.around;
    let of_week = days.iter().enumerate().filter(|(_, day)| near.of.day(day.set()));
    let mut those: Vec<(i64, Option<Race>)> = of_week.map(|(at, _)| (at as i64, around.races[at].clone())).collect();
    if near.before {
        let ahead = around.ahead.iter().filter(|(_, set)| near.of.day(*set));
        those.extend(ahead.map(|(at, _)| (*at as i64, None)));
    } else {
        let past = around.before.iter().filter(|past| near.of.day(past.sessions));
        those.extend(past.map(|past| (past.at, past.race.clone())));
    }
    let is_near = |day: usize, other: i64| {
        let days = if near.before { other - day as i64 } else { day as i64 - other };
        (1..=near.days).contains(&days)
    };
    let of_day =
        |day: usize| (day, those.iter().filter(|(at, _)| is_near(day, *at)).map(|(_, race)| race.clone()).collect());
    (frame.first..WEEK).map(of_day).collect()
}

/// Shortens runs to the part of the week that rules give them at most.
pub(super) fn shorten_to_shares(frame: &Frame, volume: (f64, f64), days: &mut [Day]) {
    let content = frame.content;
    let rules = content.week_rules().iter().enumerate();
    for (at, rule) in rules.filter(|(_, rule)| holds(rule, &frame.profile, frame.plan)) {
        let Asks::Share { of, per, what: Counted::Distance, at_most: Some(at_most), .. } = &rule.asks else { continue };
        let Some(most) = number(content, &frame.profile, at_most, true).filter(|most| (0.0..1.0).contains(most)) else {
            continue;
        };
        let (mut part, mut rest, mut all_known) = ((0.0, 0.0), (0.0, 0.0), true);
        for day in days.iter().filter(|day| is_planned(frame, day) && day.session.is_some_and(|s| per.session(s))) {
            let Some(distance) = day.distance else {
                all_known = false;
                continue;
            };
            let sum = if day.session.is_some_and(|s| of.session(s)) { &mut part } else { &mut rest };
            *sum = (sum.0 + distance.lo(), sum.1 + distance.hi());
        }
        let room = match frame.usual {
            // Of a week that has begun, or has runs whose distance nobody knows, we know what it was to be.
            Some(usual) if frame.first > 0 || !all_known => (most * volume.0 * usual, most * volume.1 * usual),
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
}

/// The other runs stay below the long one, as long as that costs little: where runs are uneven, each cut would take the long
/// run's share down with it.
pub(super) fn no_longer_than_the_long_run(frame: &Frame, volume: (f64, f64), days: &mut [Day]) {
    let sum = |days: &[Day], end: fn(Interval) -> f64| -> f64 {
        days.iter().filter(|day| is_planned(frame, day)).filter_map(|day| day.distance).map(end).sum()
    };
    let mut shorter = days.to_vec();
    for _ in 0..ROUNDS {
        let Some(most) = long_run(frame, &shorter) else { return };
        let mut changed = false;
        for day in shorter.iter_mut().filter(|day| is_planned(frame, day) && !is_long(frame, day)) {
            if cut(&mut day.distance, most) {
                day.cuts.push(Cut::LongRun);
                changed = true;
            }
        }
        if !changed {
            break;
        }
        shorten_to_shares(frame, volume, &mut shorter);
    }
    // A week that is a range, as easier ones are, may lose more of its high end.
    let planned = frame.usual.map_or(f64::INFINITY, |usual| usual * f64::midpoint(volume.0, volume.1));
    let least = planned.min(sum(days, Interval::hi) * MOST_OF_IT);
    if sum(&shorter, Interval::hi) >= least && sum(&shorter, Interval::lo) >= sum(days, Interval::lo) * MOST_OF_IT {
        days.clone_from_slice(&shorter);
    }
}

/// Of the reasons that a run is short for, the long run and the runner's time stay such only where they are what ends it.
pub(super) fn say_what_binds(frame: &Frame, days: &mut [Day]) {
    let most = long_run(frame, days);
    for day in days.iter_mut() {
        let time = frame.wishes.time_for(is_long(frame, day));
        let takes_all = day.minutes.zip(time).is_some_and(|(minutes, time)| minutes.hi() > time - 60.0);
        if !takes_all && day.cuts.len() > 1 {
            day.cuts.retain(|cut| *cut != Cut::Time);
        }
        let binds = day.distance.zip(most).is_some_and(|(distance, most)| distance.hi() > most - 1.0);
        if !binds && day.cuts.len() > 1 {
            day.cuts.retain(|cut| *cut != Cut::LongRun);
        }
    }
}

pub(super) fn is_long(frame: &Frame, day: &Day) -> bool {
    day.session.is_some_and(|s| frame.content.sessions()[s].is_in(LONG))
}

/// How far the week's long run goes.
fn long_run(frame: &Frame, days: &[Day]) -> Option<f64> {
    let long = days.iter().filter(|day| is_planned(frame, day) && is_long(frame, day)).filter_map(|day| day.distance);
    long.map(Interval::hi).reduce(f64::max)
}

/// Shortens an amount to a ceiling; whether it was longer.
pub(super) fn cut(amount: &mut Option<Interval>, most: f64) -> bool {
    match *amount {
        Some(range) if range.hi() > most + 1e-6 => {
            *amount = Interval::new(range.lo().min(most), most);
            true
        }
        _ => false,
    }
}
