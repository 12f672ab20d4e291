//! When things happen: moments of the layout on one runner's clock.

use crate::model::{Axis, Content, InputKind, Moment, Window};
use crate::profile::Profile;

/// Minutes of a day.
const DAY: f64 = 1440.0;

/// The windows of sections and items, counted in minutes from the end of the session.
#[derive(Debug, Clone)]
pub struct Times {
    /// Minutes since midnight at which the session ended, where the runner said so.
    pub session_end: Option<f64>,
    clocks: Vec<(Axis, f64)>,
    merged: Vec<usize>,
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
    /// past where the session ended between it and the next (a run that ended after bedtime).
    pub fn new(content: &Content, profile: &Profile) -> Self {
        let session_end = session_end(content, profile);
        let mut times = Self { session_end, clocks: Vec::new(), merged: (0..content.sections().len()).collect() };
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
            [first, second, ..] if around(*first, end) < around(*first, *second) => -around(*first, end),
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
            .map(|section| matches!(self.resolve(section.window), Slot::Minutes(from, to) if to <= from))
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
        self.resolve(content.sections()[section].window)
    }

    /// An item's window: its own, or that of the section in which it is shown.
    pub fn slot(&self, content: &Content, item: usize) -> Slot {
        let item = &content.items()[item];
        match item.at {
            Some(window) => self.resolve(window),
            None => self.section_slot(content, self.section_of(item.section)),
        }
    }

    fn resolve(&self, window: Window) -> Slot {
        let minutes = |moment: Moment| match moment {
            Moment::After(minutes) => Some(minutes),
            Moment::Clock(axis) => self.clocks.iter().find(|(a, _)| *a == axis).map(|(_, at)| *at),
            Moment::At(minute) => self.session_end.map(|end| (minute - end).rem_euclid(DAY)),
        };
        match (minutes(window.from), minutes(window.to)) {
            (Some(from), Some(to)) => {
                // A window of the clock that is running now starts now.
                let running = matches!(window.from, Moment::At(_)) && to < from;
                let from = if running { 0.0 } else { from.max(0.0) };
                Slot::Minutes(from, to)
            }
            _ => Slot::Open(window),
        }
    }
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
