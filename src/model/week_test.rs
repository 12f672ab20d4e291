//! What a content test expects of weeks.

use super::Selector;
use crate::quantity::Interval;
use crate::source::Span;

/// What some weeks or days hold.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekTest {
    /// Which days are looked at.
    pub window: Ahead,
    /// The plan (index) of each of these weeks.
    pub plan: Option<(usize, Span)>,
    /// For days of the week, from 0 for Monday: what each of them holds, one of these.
    pub days: Vec<(usize, Vec<Selector>, Span)>,
    /// What is counted.
    pub counts: Vec<Count>,
    /// What never stands on two days in a row.
    pub apart: Vec<(Selector, Span)>,
    /// Between which distances each week's running lies, in base units.
    pub distance: Option<(Interval, Span)>,
    /// Between which distances the longest run of each week lies, in base units.
    pub longest: Option<(Interval, Span)>,
    /// Words for what could not be.
    pub gave_up: Vec<(String, Span)>,
    /// Rules that remark on one of these days or on a race ahead, and whether they are to.
    pub says: Vec<(usize, bool, Span)>,
    /// Where it stands.
    pub span: Span,
}

/// Which days a test looks at, first and last, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    /// Weeks of the plan.
    Weeks(usize, usize),
    /// Days, the first being the day after the test's own.
    Days(usize, usize),
}

/// On how many days something stands: in each week, or among the days that are looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// What.
    pub of: Selector,
    /// Fewest and most days.
    pub between: (f64, f64),
    /// Whether it is counted in all days together and not week by week.
    pub in_all: bool,
    /// Where it stands.
    pub span: Span,
}
