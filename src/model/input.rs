//! Questions to a runner.

use crate::condition::Domain;
use crate::quantity::{Interval, Unit};
use crate::source::Span;

/// A heading over some questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Its inputs.
    pub inputs: std::ops::Range<usize>,
}

/// What kind of answer an input takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// A number with a unit.
    Number,
    /// One of the options.
    Choice,
    /// Any number of the options.
    Set,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// Free text.
    Text,
    /// Numbers day by day, newest last.
    Series,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Id.
    pub id: String,
    /// The question.
    pub ask: String,
    /// Two or three words for it, in reasons and tables.
    pub title: String,
    /// Help with answering.
    pub hint: Option<String>,
    /// Kind of answer.
    pub kind: InputKind,
    /// Unit of numbers; plain numbers have unit `1`.
    pub unit: Unit,
    /// Allowed values of numbers, in base units.
    pub range: Option<Interval>,
    /// Whether a profile must answer it.
    pub required: bool,
    /// Answer of a profile that does not give one: minutes since midnight, or a number in base units.
    pub default: Option<Default>,
    /// Options of choices and sets.
    pub options: Vec<Choice>,
    /// Words shown where an amount lacks this answer.
    pub to_know: Option<String>,
    /// What of an imported file fills it.
    pub from: Option<String>,
    /// For how many days after the day of the session the answer holds; none for always.
    pub lasts: Option<f64>,
    /// Whether nobody can choose another answer: no line is listed as one such answer away.
    pub fixed: bool,
    /// Its entry.
    pub span: Span,
}

/// The answer that stands in for a missing one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Default {
    /// Minutes since midnight.
    Time(f64),
    /// A number in base units.
    Number(f64),
    /// An option.
    Choice(usize),
    /// Yes or no.
    Flag(bool),
}

/// One option of a choice or a set.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Id.
    pub id: String,
    /// Words.
    pub label: String,
    /// "you have …": the words that block or warn.
    pub caveat: Option<String>,
    /// The distance that it stands for, in base units.
    pub distance: Option<f64>,
    /// Its id in its file.
    pub span: Span,
}

impl Input {
    /// What tests on this input are written against.
    pub fn domain(&self) -> Domain {
        let ids = || self.options.iter().map(|o| o.id.clone()).collect();
        match self.kind {
            InputKind::Number => Domain::Number { unit: self.unit.clone() },
            InputKind::Choice => Domain::Choice(ids()),
            InputKind::Set => Domain::Set(ids()),
            InputKind::Flag => Domain::Flag,
            InputKind::Date => Domain::Date,
            InputKind::Time => Domain::Time,
            InputKind::Text => Domain::Text,
            InputKind::Series => Domain::Series,
        }
    }

    /// The index of an option.
    pub fn option(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|o| o.id == id)
    }
}
