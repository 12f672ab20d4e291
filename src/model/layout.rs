//! The guide's sections, first numbers, rounding and limits.

use super::Axis;
use crate::quantity::formula::Formula;
use crate::quantity::{Dimension, Unit};
use crate::source::Span;

/// A moment of the hours after a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Moment {
    /// Minutes after the end of the session.
    After(f64),
    /// The time of day that an input answers.
    Clock(Axis),
    /// A time of day in minutes since midnight.
    At(f64),
}

/// From one moment to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Start.
    pub from: Moment,
    /// End.
    pub to: Moment,
}

/// A part of the guide.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// When its items are done.
    pub window: Window,
    /// How many items every runner must find in it.
    pub at_least: usize,
    /// How many items it shows; a must is never cut.
    pub at_most: usize,
    /// Its entry.
    pub span: Span,
}

/// The numbers and things at the top.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Glance {
    /// Kinds of amount, each shown once.
    pub numbers: Vec<String>,
    /// How many things are "if you only do three".
    pub things: usize,
}

/// How numbers of a unit are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Display {
    /// The unit that the rule is about.
    pub unit: Unit,
    /// The unit and step.
    pub metric: DisplayStep,
    /// What runners who prefer imperial units see.
    pub imperial: Option<DisplayStep>,
}

/// A unit with the step to which numbers are rounded.
#[derive(Debug, Clone, PartialEq)]
pub struct DisplayStep {
    /// Unit.
    pub unit: Unit,
    /// Step in that unit.
    pub step: f64,
}

/// What a limit adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Each amount by itself.
    Amount,
    /// All amounts of a section.
    Section,
    /// What falls into one hour.
    Hour,
    /// All amounts of the guide.
    Guide,
}

/// What no guide may exceed.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Id.
    pub id: String,
    /// Kind of amount.
    pub of: String,
    /// What is added up.
    pub per: Per,
    /// The one section that it holds for, if not all.
    pub section: Option<usize>,
    /// Ceiling.
    pub at_most: Option<Formula>,
    /// Floor.
    pub at_least: Option<Formula>,
    /// What it is a limit of: a mass, a volume, a rate.
    pub dimension: Dimension,
    /// Words shown where it stops an item.
    pub because: Option<String>,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Its entry.
    pub span: Span,
}
