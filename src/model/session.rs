//! Kinds of session, and how rules name them.

use super::Axis;
use crate::condition::{Answer, OptionSet, Unless};
use crate::prose::Prose;
use crate::quantity::Interval;
use crate::source::Span;
use crate::syntax::Grade;

/// How much a session asks of a runner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Load {
    /// Nothing at all.
    Rest,
    /// Little.
    Easy,
    /// Some.
    Moderate,
    /// Much.
    Hard,
}

impl Load {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            Load::Rest => "rest",
            Load::Easy => "easy",
            Load::Moderate => "moderate",
            Load::Hard => "hard",
        }
    }
}

/// A kind of session.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// How much it asks.
    pub load: Load,
    /// Whether it is running.
    pub run: bool,
    /// Words that rules may name.
    pub groups: Vec<String>,
    /// How hard it feels, from 0 to 10.
    pub effort: Option<Interval>,
    /// How long it takes, in base units of time.
    pub minutes: Option<Setting<Interval>>,
    /// Which part of it is easy, from 0 to 1.
    pub easy_part: f64,
    /// What to do.
    pub what: Prose,
    /// For whom not.
    pub unless: Unless,
    /// Words for an `unless` that options cannot word.
    pub caveat: Option<String>,
    /// What takes its place where it cannot be.
    pub instead: Option<usize>,
    /// Items that come after it.
    pub recover: Vec<usize>,
    /// How sure we are.
    pub evidence: Option<Grade>,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Its id in the file.
    pub span: Span,
}

impl Session {
    /// Whether it belongs to a group.
    pub fn is_in(&self, group: &str) -> bool {
        self.groups.iter().any(|g| g == group)
    }

    /// Hard or long: what wants easy days around it.
    pub fn is_demanding(&self) -> bool {
        self.load == Load::Hard || self.is_in(LONG)
    }

    /// How long it is by itself, in base units of time: the shortest, where what that depends on is not answered.
    pub fn own_minutes(&self, answers: &dyn Fn(Axis) -> Answer) -> Option<Interval> {
        let ranges = self.minutes.as_ref()?.of(answers).iter().copied();
        ranges.min_by(|a, b| a.lo().total_cmp(&b.lo()).then(a.hi().total_cmp(&b.hi())))
    }

    /// The least that it takes anybody, in base units.
    pub fn shortest(&self) -> f64 {
        match &self.minutes {
            Some(Setting::One(range)) => range.lo(),
            Some(Setting::By(_, all)) => all.iter().map(|range| range.lo()).fold(f64::INFINITY, f64::min),
            None => 0.0,
        }
    }
}

/// The group of sessions that the runner's long-run day is about.
pub const LONG: &str = "long";

/// The group of sessions that stand on race days alone.
pub const RACE: &str = "race";

/// One value for all, or one for each option of a choice.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting<T> {
    /// For all.
    One(T),
    /// One for each option of the choice input on this axis, in the order of its options.
    By(Axis, Vec<T>),
}

impl<T> Setting<T> {
    /// The value for these answers; where the choice is not answered, all values that it can be.
    pub fn of(&self, answers: &dyn Fn(Axis) -> Answer) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::By(axis, values) => match answers(*axis) {
                Answer::Choice(option) => values.get(option).map_or(values, std::slice::from_ref),
                _ => values,
            },
        }
    }
}

/// Which days, or which sessions, a rule is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Selector {
    /// As written.
    pub word: String,
    /// What it means.
    pub of: Of,
}

/// The meaning of a selector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Days with one of these sessions; the set holds indices of sessions.
    Any(OptionSet),
    /// Days with none of these sessions.
    None(OptionSet),
}

impl Selector {
    /// Whether a day that holds these sessions matches.
    pub fn day(&self, sessions: OptionSet) -> bool {
        match self.of {
            Of::Any(set) => !set.intersect(sessions).is_empty(),
            Of::None(set) => set.intersect(sessions).is_empty(),
        }
    }

    /// Whether a session is one of those named.
    pub fn session(&self, session: usize) -> bool {
        match self.of {
            Of::Any(set) => set.contains(session),
            Of::None(set) => !set.contains(session),
        }
    }
}
