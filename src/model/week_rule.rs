//! Rules that every week keeps.

use super::session::{Selector, Setting};
use crate::condition::{Condition, OptionSet, Unless};
use crate::quantity::formula::Formula;
use crate::source::Span;
use crate::syntax::Grade;

/// A rule.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekRule {
    /// Id.
    pub id: String,
    /// A few words for it.
    pub title: String,
    /// What it asks.
    pub asks: Asks,
    /// Whether no runner's week may break it.
    pub hard: bool,
    /// How much breaking it weighs where it is not hard, from 1 to 10.
    pub weight: u32,
    /// Whether a plan that breaks it is worth a warning where it is not hard.
    pub warn: bool,
    /// When it holds.
    pub when: Condition,
    /// When it does not.
    pub unless: Unless,
    /// Plans in whose weeks alone it holds; none for all.
    pub plans: Option<Vec<usize>>,
    /// Plans in whose weeks it does not hold.
    pub not_plans: Vec<usize>,
    /// Words shown where it changes something.
    pub because: Option<String>,
    /// How sure we are.
    pub evidence: Option<Grade>,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Its id in the file.
    pub span: Span,
}

impl WeekRule {
    /// Whether it is about weeks of a plan.
    pub fn is_about(&self, plan: usize) -> bool {
        self.plans.as_ref().is_none_or(|plans| plans.contains(&plan)) && !self.not_plans.contains(&plan)
    }
}

/// What a rule asks; days are counted in days, shares from 0 to 1, minutes and distances in base units.
#[derive(Debug, Clone, PartialEq)]
pub enum Asks {
    /// No more than so many matching days one after the other.
    InARow {
        /// Which days.
        of: Selector,
        /// How many.
        at_most: Number,
    },
    /// Matching days in a week.
    Count {
        /// Which days.
        of: Selector,
        /// Ceiling.
        at_most: Option<Number>,
        /// Floor.
        at_least: Option<Number>,
        /// How many days from the day of asking on are looked at; none for all.
        within: Option<i64>,
    },
    /// Full days between a matching day and a later one.
    GapAfter {
        /// Which days keep others away.
        after: Selector,
        /// Which days are kept away.
        of: Gapped,
        /// How many days lie between.
        at_least: Number,
    },
    /// A share of the week's running.
    Share {
        /// Whose share.
        of: Selector,
        /// Of which sessions it is a share.
        per: Selector,
        /// What is added up.
        what: Counted,
        /// Ceiling.
        at_most: Option<Number>,
        /// Floor.
        at_least: Option<Number>,
    },
    /// The size of one session.
    AtMost {
        /// Which sessions.
        of: Selector,
        /// Minutes or distance.
        what: Counted,
        /// How much.
        at_most: Number,
        /// Only near such days.
        near: Option<Near>,
    },
    /// The running distance of a week.
    Distance {
        /// How much.
        at_most: Number,
    },
    /// How many of some things may rise against the last normal week.
    Rising {
        /// The things.
        of: Vec<Rising>,
        /// How many of them.
        at_most: Number,
    },
    /// An easier week every so many weeks.
    Every {
        /// How many weeks.
        at_most: Number,
        /// What makes a week easier: this share of the usual one, or less.
        volume: f64,
    },
    /// Nothing: its words are said where such a day is planned, of a race also at once.
    Remark {
        /// Of which days.
        of: Selector,
    },
}

/// Days on one side of others.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The others.
    pub of: Selector,
    /// Whether it is the days before them, and not those after.
    pub before: bool,
    /// How many.
    pub days: i64,
}

/// What a gap keeps away.
#[derive(Debug, Clone, PartialEq)]
pub enum Gapped {
    /// Days.
    Days(Selector),
    /// Items (indices) that come after sessions.
    Items(Vec<usize>),
}

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Running distance.
    Distance,
    /// Time.
    Minutes,
    /// Sessions.
    Sessions,
}

/// What may rise from one week to the next.
#[derive(Debug, Clone, PartialEq)]
pub enum Rising {
    /// The week's distance.
    Distance,
    /// Matching days.
    Days(Selector),
}

/// A number of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// How it is worked out, for all or by option.
    pub value: Setting<Formula>,
    /// What stands in where it cannot be worked out.
    pub unknown: Option<Formula>,
}

/// Days of a week as the sessions (indices) that each holds.
pub type WeekSets = [OptionSet; 7];
