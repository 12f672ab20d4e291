//! When things happen: moments of the layout on one runner's clock.

use crate::model::{Axis, Content, InputKind, Moment, Window};
use crate::profile::{Given, Profile};

/// Minutes of a day.
const DAY: f64 = 1440.0;

/// The windows of sections and items, counted in minutes from the end of the session.
#[derive(Debug, Clone)]
pub struct Times {
    /// Minutes since midnight at which the session ended, where the runner said so.
    pub session_end: Option<f64>,
    clocks: Vec<(Axis, f64)>,
    merged: Vec<usize>,
    /// Items with the minute after the session at which they are over at the latest.
    latest: Vec<(usize, f64)>,
}

/// A window on the runner's clock, or relative to what is not known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Slot {
    /// Minutes after the end of the session.
    Minutes(f64, f64),
    /// Not on the clock: as the layout says it.
    Open(Window),
}

impl Slot {
    /// For sorting: known starts by time; what is not on the clock keeps its order at the end of the same start.
    pub(super) fn start_key(self) -> f64 {
        match self {
            Slot::Minutes(from, _) => from,
            Slot::Open(window) => match window.from {
                Moment::After(minutes) => minutes,
                Moment::Clock(_) | Moment::At(_) => DAY,
            },
        }
    }
}

impl Times {
    /// Puts the layout on a runner's clock. Clock moments follow each other in the order of the layout; the first one is
    /// past where the session ended in the first half of the time between it and the next (a run that ended after bedtime).
    pub fn new(content: &Content, profile: &Profile) -> Self {
        let session_end = session_end(content, profile);
        let merged = (0..content.sections().len()).collect();
        let latest = content
            .items()
            .iter()
            .enumerate()
            .filter_map(|(at, item)| Some((at, time_after(content, profile, item.until?)?)));
        let mut times = Self { session_end, clocks: Vec::new(), merged, latest: latest.collect() };
        let Some(end) = session_end else { return times };
        let mut axes: Vec<Axis> = Vec::new();
        for section in content.sections() {
            for moment in [section.window.from, section.window.to] {
                if let Moment::Clock(axis) = moment
                    && !axes.contains(&axis)
                {
                    axes.push(axis);
                }
            }
        }
        let on_clock: Option<Vec<f64>> = axes.iter().map(|&axis| profile.clock(axis)).collect();
        let Some(on_clock) = on_clock else { return times };
        let around = |from: f64, to: f64| (to - from).rem_euclid(DAY);
        let mut at = match on_clock.as_slice() {
            // Late in the night the runner is up for the day to come, not on the way to bed.
            [first, second, ..] if around(*first, end) < around(*first, *second) / 2.0 => -around(*first, end),
            [first, ..] => around(end, *first),
            [] => 0.0,
        };
        for (i, &axis) in axes.iter().enumerate() {
            if i > 0 {
                let step = around(on_clock[i - 1], on_clock[i]);
                at += if step == 0.0 { DAY } else { step };
            }
            times.clocks.push((axis, at));
        }
        times.merge(content);
        times
    }

    /// An empty window merges into the next one, the last into the one before it.
    fn merge(&mut self, content: &Content) {
        let last = content.sections().len().saturating_sub(1);
        let empty: Vec<bool> = content
            .sections()
            .iter()
            .map(|section| matches!(self.resolve(section.window, 0.0), Slot::Minutes(from, to) if to <= from))
            .collect();
        for at in 0..content.sections().len() {
            let next = (at..=last).find(|&i| !empty[i]);
            let before = (0..at).rev().find(|&i| !empty[i]);
            self.merged[at] = next.or(before).unwrap_or(at);
        }
    }

    /// The section in which items of a section are shown.
    pub fn section_of(&self, section: usize) -> usize {
        self.merged[section]
    }

    /// A section's window.
    pub fn section_slot(&self, content: &Content, section: usize) -> Slot {
        self.resolve(content.sections()[section].window, 0.0)
    }

    /// An item's window: its own, or that of the section in which it is shown. Times of day are the first ones of that
    /// section.
    pub fn slot(&self, content: &Content, item: usize) -> Slot {
        let latest = self.latest.iter().find(|(at, _)| *at == item).map(|(_, minutes)| *minutes);
        let item = &content.items()[item];
        let section = self.section_slot(content, self.section_of(item.section));
        let slot = match (item.at, section) {
            (None, section) => section,
            (Some(window), Slot::Minutes(start, _)) => self.resolve(window, start),
            (Some(window), Slot::Open(_)) => self.resolve(window, 0.0),
        };
        match (slot, latest) {
            (Slot::Minutes(from, to), Some(latest)) => Slot::Minutes(from, to.min(latest.max(from))),
            (slot, _) => slot,
        }
    }

    /// A window on the clock; times of day are the first ones from `start` on, in minutes after the session.
    fn resolve(&self, window: Window, start: f64) -> Slot {
        let minutes = |moment: Moment| match moment {
            Moment::After(minutes) => Some(minutes),
            Moment::Clock(axis) => self.clocks.iter().find(|(a, _)| *a == axis).map(|(_, at)| *at),
            Moment::At(minute) => self.session_end.map(|end| start + (minute - end - start).rem_euclid(DAY)),
        };
        match (minutes(window.from), minutes(window.to)) {
            (Some(from), Some(to)) => {
                // A window of the clock that is running when the section starts begins with it.
                let running = matches!(window.from, Moment::At(_)) && to < from;
                let from = if running { start } else { from.max(0.0) };
                Slot::Minutes(from, to)
            }
            _ => Slot::Open(window),
        }
    }
}

/// The minutes of an input or measure that counts time from the end of the session, the early end of a range.
fn time_after(content: &Content, profile: &Profile, axis: Axis) -> Option<f64> {
    let seconds = match content.measure_of(axis) {
        Some(measure) => profile.measure(measure).interval()?.lo(),
        None => match profile.given(axis) {
            Given::Number(seconds) => *seconds,
            _ => return None,
        },
    };
    Some(seconds / 60.0)
}

/// The end of the session: the input of type time that a file fills with its end, or that is called so.
fn session_end(content: &Content, profile: &Profile) -> Option<f64> {
    let is_end = |input: &crate::model::Input| {
        input.kind == InputKind::Time
            && (input.id == "session_end" || input.from.as_deref() == Some("activity.end_time"))
    };
    let axis = content.inputs().iter().position(is_end)?;
    profile.clock(axis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(session_end: f64, clocks: Vec<(Axis, f64)>) -> Times {
        Times { session_end: Some(session_end), clocks, merged: vec![0], latest: Vec::new() }
    }

    #[test]
    fn times_of_day_are_the_first_of_the_section() {
        let nap = Window { from: Moment::At(780.0), to: Moment::At(960.0) };
        // A session that ended at 10:30: today's nap, and tomorrow's from 20 hours after it on.
        let morning = times(630.0, Vec::new());
        assert_eq!(morning.resolve(nap, 0.0), Slot::Minutes(150.0, 330.0));
        assert_eq!(morning.resolve(nap, 1200.0), Slot::Minutes(1590.0, 1770.0));
        // One that ended at 14:00, in the middle of the window.
        assert_eq!(times(840.0, Vec::new()).resolve(nap, 0.0), Slot::Minutes(0.0, 120.0));
    }

    #[test]
    fn what_is_not_known_stays_open() {
        let until_bed = Window { from: Moment::After(60.0), to: Moment::Clock(7) };
        assert_eq!(times(630.0, Vec::new()).resolve(until_bed, 0.0), Slot::Open(until_bed));
        assert_eq!(times(630.0, vec![(7, 720.0)]).resolve(until_bed, 0.0), Slot::Minutes(60.0, 720.0));
    }
}
