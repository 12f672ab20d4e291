//! Plans: weeks of sessions.

use super::Axis;
use super::session::{RACE, Session};
use crate::condition::Condition;
use crate::quantity::Interval;
use crate::quantity::formula::Formula;
use crate::source::Span;
use crate::syntax::Grade;

/// The days of a week in order, as the formats name them.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Id, the address of its page.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// More about it, in Markdown.
    pub text: Option<String>,
    /// For whom; none for the plan that everybody else gets.
    pub when: Option<Condition>,
    /// The `every` rule (index) that it answers; it is taken for nothing else.
    pub answers: Option<usize>,
    /// How many days the first of its weeks is past, for plans whose weeks follow an event.
    pub start: Option<Formula>,
    /// The date (an input) on whose weekday its weeks end; Sunday if absent.
    pub ends_on: Option<Axis>,
    /// How the normal week grows while it lasts.
    pub grows: Option<Grows>,
    /// Whether it takes the place of a plan before it that has more.
    pub lowers: bool,
    /// Its weeks, at least one.
    pub weeks: Vec<PlanWeek>,
    /// Rules that the check does not hold against it.
    pub allow: Vec<Allow>,
    /// How sure we are.
    pub evidence: Option<Grade>,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Its id in the file.
    pub span: Span,
}

/// How a normal week grows from one to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Grows {
    /// How much longer the next one is. `weekly_distance` is then the last normal week.
    pub by: Formula,
    /// Where it ends. `weekly_distance` is then what the runner said.
    pub up_to: Formula,
}

/// Seven days.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanWeek {
    /// Share of the usual week's running, low and high, 1 for all of it.
    pub volume: (f64, f64),
    /// Monday first.
    pub days: [PlanDay; 7],
}

/// What a day holds.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanDay {
    /// Sessions (indices) to choose from, the preferred one first; never empty.
    pub options: Vec<usize>,
    /// Share of the week's running, from 0 to 1.
    pub share: Option<f64>,
    /// How long it takes, in base units of time, where the plan says so.
    pub minutes: Option<Interval>,
    /// Sessions that go along.
    pub with: Vec<usize>,
    /// A remark for the runner.
    pub note: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl PlanDay {
    /// Whether a race is one of its choices: the plan's own race day.
    pub fn holds_race(&self, sessions: &[Session]) -> bool {
        self.options.iter().any(|&session| sessions[session].is_in(RACE))
    }

    /// Whether its first choice is running, races left out.
    pub fn runs_first(&self, sessions: &[Session]) -> bool {
        let session = self.options.first().and_then(|&session| sessions.get(session));
        session.is_some_and(|session| session.run && !session.is_in(RACE))
    }
}

/// A rule that is not held against a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Allow {
    /// Index of the rule.
    pub rule: usize,
    /// Why.
    pub because: String,
    /// Where it stands.
    pub span: Span,
}
