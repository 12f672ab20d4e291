//! Times in words.

use super::document::AtDoc;
use super::words::Voice;
use crate::model::{Moment, Window};
use crate::quantity::round6;
use crate::select::{Selection, Slot};
use jiff::civil::Date;

/// Minutes of a day.
const DAY: f64 = 1440.0;

impl Voice<'_> {
    /// A day: `Tuesday 24 November 2026`.
    pub fn date(&self, day: Date) -> String {
        let weekday = self.text(&format!("weekday.{}", day.weekday().to_monday_one_offset()), &[]);
        let month = self.text(&format!("month.{}", day.month()), &[]);
        let (number, year) = (day.day().to_string(), day.year().to_string());
        self.text("date", &[("weekday", &weekday), ("day", &number), ("month", &month), ("year", &year)])
    }

    /// A time of day: `10:30`.
    pub fn clock(&self, minutes: f64) -> String {
        let minutes = minutes.rem_euclid(DAY).round() as u32 % 1440;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// A moment so many minutes after the session, on the runner's clock; with its day where that is another one.
    fn moment(&self, end: f64, after: f64) -> String {
        let at = end + after;
        let clock = self.clock(at);
        let days = (at / DAY).floor() as i32;
        if days == 0 {
            return clock;
        }
        let day = self.profile.as_of().saturating_add(jiff::Span::new().days(days));
        let weekday = self.text(&format!("weekday_short.{}", day.weekday().to_monday_one_offset()), &[]);
        self.text("time.day", &[("weekday", &weekday), ("clock", &clock)])
    }

    /// A window in words.
    pub fn window(&self, slot: Slot, selection: &Selection) -> String {
        match (slot, selection.times.session_end) {
            (Slot::Minutes(from, to), Some(end)) => {
                let (from, to) = (self.moment(end, from), self.moment(end, to));
                self.text("time.from_to", &[("from", &from), ("to", &to)])
            }
            (Slot::Minutes(from, to), None) => self.after(from, to),
            (Slot::Open(window), _) => self.open(window),
        }
    }

    /// `0–4 h after the run`, or minutes where it is over within the hour.
    fn after(&self, from: f64, to: f64) -> String {
        if to < 60.0 {
            let minutes = |x: f64| format!("{}", x.round());
            return self.text("time.after_minutes", &[("from", &minutes(from)), ("to", &minutes(to))]);
        }
        let hours = |minutes: f64| {
            let text = format!("{}", round6(minutes / 60.0));
            text.replace('.', &self.text("number.decimal_point", &[]))
        };
        self.text("time.after", &[("from", &hours(from)), ("to", &hours(to))])
    }

    /// A window that is not on the clock, as the layout says it.
    pub fn open(&self, window: Window) -> String {
        if let (Moment::After(from), Moment::After(to)) = (window.from, window.to) {
            return self.after(from, to);
        }
        let word = |moment: Moment| match moment {
            Moment::After(minutes) => {
                let hours = format!("{}", round6(minutes / 60.0));
                self.text("time.hours_after", &[("hours", &hours)])
            }
            Moment::Clock(axis) => self.text(&format!("moment.{}", self.content.inputs()[axis].id), &[]),
            Moment::At(minutes) => self.clock(minutes),
        };
        self.text("time.from_to_words", &[("from", &word(window.from)), ("to", &word(window.to))])
    }

    /// A window for machines.
    pub fn at(&self, slot: Slot, selection: &Selection) -> AtDoc {
        let words = self.window(slot, selection);
        let Slot::Minutes(from, to) = slot else {
            return AtDoc { from_min: None, to_min: None, from: None, to: None, words };
        };
        let local = |after: f64| {
            let end = selection.times.session_end?;
            let at = end + after;
            let days = (at / DAY).floor() as i32;
            let day = self.profile.as_of().saturating_add(jiff::Span::new().days(days));
            Some(format!("{day}T{}", self.clock(at)))
        };
        AtDoc { from_min: Some(round6(from)), to_min: Some(round6(to)), from: local(from), to: local(to), words }
    }
}
