//! Derived numbers.

use crate::condition::{Condition, Unless};
use crate::quantity::formula::Formula;
use crate::quantity::{Interval, Unit};
use crate::source::Span;
use std::collections::BTreeSet;

use super::Axis;

/// Which way a shown number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// To the nearest step, half up.
    #[default]
    Nearest,
    /// Down: the number is a ceiling.
    AtMost,
    /// Up: the number is a floor.
    AtLeast,
}

/// A number worked out from answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Id.
    pub id: String,
    /// Two to four words.
    pub title: String,
    /// Unit in which it is declared, tested and rounded to 6 decimals.
    pub unit: Unit,
    /// A result outside, or partly outside, makes it unknown; in base units.
    pub valid: Option<Interval>,
    /// Words for that.
    pub valid_text: Option<String>,
    /// What amounts made of it are amounts of.
    pub of: Option<String>,
    /// Where it has no value at all.
    pub unless: Unless,
    /// Words for that.
    pub unless_text: Option<String>,
    /// Rounding of what is shown.
    pub bound: Bound,
    /// Whether it is a helper that is not shown.
    pub internal: bool,
    /// Ways to work it out, the first that can be.
    pub cases: Vec<Case>,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Every input that it rests on, directly or through other measures.
    pub feeds: BTreeSet<Axis>,
    /// Its entry.
    pub span: Span,
}

/// One way to work a measure out.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Id.
    pub id: String,
    /// What it rests on, in words.
    pub label: Option<String>,
    /// When it applies.
    pub when: Condition,
    /// The formula.
    pub value: Formula,
    /// Its entry.
    pub span: Span,
}
