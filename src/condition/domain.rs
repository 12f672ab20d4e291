//! What a test is written against, and the answers it is asked of.

use jiff::SignedDuration;
use jiff::civil::{Date, Time};

use super::bands::{Bands, End};
use super::cubes::Cubes;
use super::options::OptionSet;
use super::region::Region;
use crate::quantity::{Interval, Unit};

/// The type of an input or a measure, as far as tests care.
#[derive(Clone, PartialEq, Debug)]
pub enum Domain {
    /// A number; bare numbers in tests stand in this unit.
    Number {
        /// The declared unit.
        unit: Unit,
    },
    /// One of these options, by id.
    Choice(Vec<String>),
    /// Any of these options, by id.
    Set(Vec<String>),
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A minute of the day.
    Time,
    /// Words: a test can only ask whether there are any.
    Text,
    /// Readings by day: a test can only ask whether there are any.
    Series,
}

/// Minutes in a day: the first number that is no time.
pub(super) const DAY: f64 = 24.0 * 60.0;

impl Domain {
    /// Every known answer of this type.
    #[must_use]
    pub fn full(&self) -> Region {
        match self {
            Self::Number { .. } | Self::Date => Region::Bands(Bands::all()),
            Self::Time => Region::Bands(Bands::between(End { at: 0.0, closed: true }, End { at: DAY, closed: false })),
            Self::Choice(options) => Region::Options(OptionSet::first(options.len())),
            Self::Flag => Region::Options(OptionSet::first(2)),
            Self::Set(_) => Region::Subsets(Cubes::all()),
            Self::Text | Self::Series => Region::Always,
        }
    }

    /// The unit of a number; `None` for everything else.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        match self {
            Self::Number { unit } => Some(unit),
            _ => None,
        }
    }

    /// The ids of a choice or a set, in their order; empty for everything else.
    #[must_use]
    pub fn options(&self) -> &[String] {
        match self {
            Self::Choice(options) | Self::Set(options) => options,
            _ => &[],
        }
    }
}

/// What is known of an input or a measure.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// Nothing.
    Unknown,
    /// A number or a range, in base units. A date is a point in days since 1970-01-01, a time one
    /// in minutes since midnight: see [`Answer::date`] and [`Answer::time`].
    Number(Interval),
    /// The option at this place.
    Choice(usize),
    /// These options and no others.
    Set(OptionSet),
    /// Yes or no.
    Flag(bool),
    /// Some text, or a series with readings.
    Present,
}

impl Answer {
    /// A day.
    #[must_use]
    pub fn date(day: Date) -> Self {
        Self::point(day_number(day))
    }

    /// A time of day; seconds are dropped.
    #[must_use]
    pub fn time(time: Time) -> Self {
        Self::point(f64::from(time.hour()) * 60.0 + f64::from(time.minute()))
    }

    /// A number in base units; unknown when it is not finite.
    #[must_use]
    pub fn point(x: f64) -> Self {
        Interval::new(x, x).map_or(Self::Unknown, Self::Number)
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
#[must_use]
pub fn day_number(day: Date) -> f64 {
    // A calendar day without a zone has 24 hours, and 20,000 years of days are exact in an f64.
    let days = i32::try_from(day.duration_since(EPOCH).as_hours() / 24).unwrap_or(i32::MAX);
    f64::from(days)
}

/// The day with this number, rounded; `None` outside of the calendar's years.
#[must_use]
pub fn day_of_number(days: f64) -> Option<Date> {
    let since = SignedDuration::try_from_secs_f64(days.round() * 86_400.0).ok()?;
    EPOCH.checked_add(since).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_minutes_are_numbers() {
        for (y, m, d, n) in [(1970, 1, 1, 0.0), (1969, 12, 31, -1.0), (2000, 3, 1, 11_017.0), (2026, 11, 1, 20_758.0)] {
            let day = Date::constant(y, m, d);
            assert_eq!(day_number(day).to_bits(), f64::to_bits(n), "{day}");
            assert_eq!(day_of_number(n), Some(day));
        }
        assert_eq!(day_of_number(1e300), None);
        let late = Answer::time(Time::constant(23, 59, 59, 0));
        assert_eq!(late, Answer::point(1439.0));
        assert_eq!(Answer::point(f64::NAN), Answer::Unknown);
    }

    #[test]
    fn a_day_ends_before_its_24th_hour() {
        let Region::Bands(day) = Domain::Time.full() else { panic!("times are numbers") };
        assert!(day.contains(0.0) && day.contains(1439.0) && !day.contains(1440.0));
    }
}
