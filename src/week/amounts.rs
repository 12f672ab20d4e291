//! How long and how far: shares of the runner's usual week, shortened until every rule on amounts holds.

use super::outlook::Frame;
use super::rules::{holds, number};
use super::search::Found;
use super::{Day, WEEK};
use crate::model::{Asks, Counted, RACE};
use crate::profile::Given;
use crate::quantity::Interval;

/// What shortened a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// A rule (index).
    Rule(usize),
    /// The time that the runner has on a day.
    Time,
}

/// Fills in minutes and distances.
pub(super) fn fill(frame: &Frame, best: &Found, volume: (f64, f64), days: &mut [Day]) {
    let content = frame.content;
    let usual = content.input("weekly_distance").map(|axis| frame.profile.given(axis));
    let usual = match usual {
        Some(Given::Number(metres)) if *metres > 0.0 => Some(*metres),
        _ => None,
    };
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
        day.minutes = Interval::new(low, high).filter(|_| high > 0.0);
        if let Some(time) = frame.wishes.time
            && high >= time - 1e-9
            && high > 0.0
        {
            day.cuts.push(Cut::Time);
        }
        day.distance = usual.filter(|_| choice.main.share > 0.0).and_then(|usual| {
            let share = choice.main.share;
            Interval::new(share * volume.0 * usual, share * volume.1 * usual)
        });
    }
    let in_force = || {
        let rules = content.week_rules().iter().enumerate();
        rules.filter(|(_, rule)| holds(rule, &frame.profile, frame.plan))
    };
    for (at, rule) in in_force() {
        let Asks::AtMost { of, what, at_most } = &rule.asks else { continue };
        let Some(most) = number(content, &frame.profile, at_most, true) else { continue };
        for day in days.iter_mut().filter(|day| is_planned(frame, day) && day.session.is_some_and(|s| of.session(s))) {
            let amount = if *what == Counted::Minutes { &mut day.minutes } else { &mut day.distance };
            if cut(amount, most) {
                day.cuts.push(Cut::Rule(at));
            }
        }
    }
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
        let room = (rest.0 * most / (1.0 - most), rest.1 * most / (1.0 - most));
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
    for (at, day) in days.iter_mut().enumerate() {
        let shared = best.choice(frame, at).is_some_and(|choice| choice.main.share > 0.0);
        shorten(frame, day, shared, volume);
        day.cuts.sort_unstable();
        day.cuts.dedup();
    }
    debug_assert_eq!(days.len(), WEEK);
}

/// Less distance takes less time: at the runner's own pace where that is known. Where no distance is known, time shrinks with
/// the week, by two fifths at most.
fn shorten(frame: &Frame, day: &mut Day, shared: bool, volume: (f64, f64)) {
    if !is_planned(frame, day) || !shared {
        return;
    }
    let Some(minutes) = day.minutes else { return };
    let scaled = match (day.distance, frame.pace) {
        (Some(distance), Some(pace)) => (distance.lo() * pace, distance.hi() * pace),
        (Some(_), None) => return,
        (None, _) => (minutes.lo() * volume.0.clamp(0.6, 1.0), minutes.hi() * volume.1.clamp(0.6, 1.0)),
    };
    let (low, high) = (minutes.lo().min(scaled.0), minutes.hi().min(scaled.1));
    day.minutes = Interval::new(low.min(high), high);
}

/// Whether it is up to the plan how long the day's session is: it is not over, and no race.
fn is_planned(frame: &Frame, day: &Day) -> bool {
    !day.over && day.race.is_none() && day.session.is_some_and(|s| !frame.content.sessions()[s].is_in(RACE))
}

/// Shortens an amount to a ceiling; whether it was longer.
fn cut(amount: &mut Option<Interval>, most: f64) -> bool {
    match *amount {
        Some(range) if range.hi() > most + 1e-6 => {
            *amount = Interval::new(range.lo().min(most), most);
            true
        }
        _ => false,
    }
}
