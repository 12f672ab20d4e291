//! The language of measures and amounts: parsed once, checked against what names mean, then
//! evaluated as often as needed.
//!
//! 1. [`Formula::parse`] reads a text (`parse`), and `Display` prints it canonically (`print`).
//! 2. [`Formula::check`] finds unknown names, units that do not meet and wrong arguments
//!    (`check`), given a [`Scope`].
//! 3. [`Formula::eval`] computes by interval arithmetic (`eval`, `series`), given an [`Env`].
//!
//! A formula that passed `check` never meets a value of the wrong kind, as long as the `Env`
//! keeps to what the `Scope` promised.
//!
//! A new function is a row in `functions`, its arguments in `check/call.rs` and its value in
//! `eval`; the compiler asks for each.

mod ast;
mod check;
mod eval;
mod functions;
mod parse;
mod print;
mod series;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod worked;

pub use ast::{Direction, Expr, Literal, Node, Operator};
pub use functions::Function;

use super::{Dimension, Interval, TextError, Unit};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ops::Range;

/// A formula as it was written; two are equal when they compute the same way, wherever their
/// parts stood in the text.
#[derive(Clone, PartialEq, Debug)]
pub struct Formula {
    root: Node,
}

/// What kind of value a name or formula has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One number, possibly a range.
    Number(Dimension),
    /// A number per day, newest last.
    Series(Dimension),
    /// A calendar date.
    Date,
}

/// What names mean, before any value is known.
pub trait Scope {
    /// The kind of a name, `None` if there is no such name.
    fn kind(&self, name: &str) -> Option<Kind>;
    /// All names, to find the nearest when one is unknown.
    fn names(&self) -> Vec<String>;
}

/// A value in base units.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Not known. Only an [`Env`] gives this; [`Formula::eval`] reports a [`Gap`] instead.
    Unknown,
    /// A number or a range.
    Number(Interval),
    /// One entry per day, newest last; `None` is a day without a reading. Readings are points,
    /// but arithmetic with a range makes ranges of them.
    Series(Vec<Option<Interval>>),
    /// A calendar date.
    Date(Date),
}

/// The values of names. An `Env` may give wide ranges, to bound a formula over many runners.
pub trait Env {
    /// The value of a name; [`Value::Unknown`] for one without.
    fn value(&self, name: &str) -> Value;
    /// The as-of date.
    fn today(&self) -> Date;
}

/// Why a formula has no value. At least one of the two is set; with both, knowing the names
/// would not be enough.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// The unknown names that it needs, sorted, each once.
    pub names: Vec<String>,
    /// Why a part whose names are all known has no value: a lower-case phrase.
    pub undefined: Option<&'static str>,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// Everything wrong that can be told without knowing the names, in order of place.
    pub fn parse(text: &str) -> Result<Formula, Vec<TextError>> {
        parse::parse(text).map(|root| Formula { root })
    }

    /// The parsed tree, for those who translate formulas; its places are bytes of the text.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The names used, each once with the place of its first use, in order of appearance.
    #[must_use]
    pub fn names(&self) -> Vec<(&str, Range<usize>)> {
        let mut names = Vec::new();
        collect_names(&self.root, &mut names);
        let mut seen = BTreeSet::new();
        names.retain(|(name, _)| seen.insert(*name));
        names
    }

    /// The kind of the formula's value.
    ///
    /// # Errors
    /// Unknown names, units that do not meet, wrong arguments: in order of place.
    pub fn check(&self, scope: &dyn Scope) -> Result<Kind, Vec<TextError>> {
        check::check(&self.root, scope)
    }

    /// Checks that the formula gives one number that can be written in `unit`; a bare `0` can,
    /// except as a temperature.
    ///
    /// # Errors
    /// As [`Formula::check`]; if nothing else is wrong, that the value is something else.
    pub fn check_as(&self, scope: &dyn Scope, unit: &Unit) -> Result<(), Vec<TextError>> {
        check::check_as(&self.root, scope, unit)
    }

    /// Computes the value in base units, never [`Value::Unknown`]. A range contains every value
    /// that the formula takes for numbers inside the given ranges.
    ///
    /// # Errors
    /// The names that are missing, or why there is no value.
    pub fn eval(&self, env: &dyn Env) -> Result<Value, Gap> {
        eval::eval(&self.root, env)
    }
}

fn collect_names<'a>(node: &'a Node, names: &mut Vec<(&'a str, Range<usize>)>) {
    if let Expr::Name(name) = &node.expr {
        names.push((name, node.at.clone()));
    }
    for child in node.children() {
        collect_names(child, names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_once_in_order() {
        let formula = Formula::parse("max(b, today_x) + in(a, kg) * b - last(c, 3)").unwrap();
        let expected = [("b", 4..5), ("today_x", 7..14), ("a", 21..22), ("c", 39..40)];
        assert_eq!(formula.names(), expected);
    }
}
