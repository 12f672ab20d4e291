//! The tree of a formula.

use super::Function;
use crate::quantity::{Interval, Unit};
use std::ops::Range;

/// A part of a formula and its bytes in the text. Equality ignores the place.
#[derive(Clone, Debug)]
pub struct Node {
    /// What the part computes.
    pub expr: Expr,
    /// Where it stands, brackets around it included.
    pub at: Range<usize>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.expr == other.expr
    }
}

/// What a part computes.
#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    /// `4 h`, `1.0..1.2`, `0`.
    Literal(Literal),
    /// A name that the scope explains.
    Name(String),
    /// The as-of date.
    Today,
    /// `-x`.
    Negative(Box<Node>),
    /// Operators of one level, from left to right: only `+ -`, or only `* /`. Kept flat, so
    /// that a long sum is not a deep tree.
    Chain(Box<Node>, Vec<(Operator, Node)>),
    /// `base ^ exponent`.
    Power(Box<Node>, Box<Node>),
    /// A function with its arguments.
    Call(Function, Vec<Node>),
    /// `in(x, unit)` or `as(n, unit)`.
    Convert(Direction, Box<Node>, Unit),
}

/// A number or range as written; `lo <= hi`, in its own unit.
#[derive(Clone, PartialEq, Debug)]
pub struct Literal {
    /// The low end.
    pub lo: f64,
    /// The high end, the same for a single number.
    pub hi: f64,
    /// The unit written behind it.
    pub unit: Option<Unit>,
}

/// A binary operator other than `^`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// Which way a conversion goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// `in(x, unit)`: from a quantity to the plain number of it in the unit.
    In,
    /// `as(n, unit)`: from a plain number to a quantity.
    As,
}

impl Node {
    /// The parts that this one is made of, in order.
    #[must_use]
    pub fn children(&self) -> Vec<&Node> {
        match &self.expr {
            Expr::Literal(_) | Expr::Name(_) | Expr::Today => Vec::new(),
            Expr::Negative(inner) | Expr::Convert(_, inner, _) => vec![inner],
            Expr::Power(base, exponent) => vec![base, exponent],
            Expr::Call(_, arguments) => arguments.iter().collect(),
            Expr::Chain(first, rest) => {
                let rest = rest.iter().map(|(_, node)| node);
                std::iter::once(&**first).chain(rest).collect()
            }
        }
    }

    /// Whether this is a bare `0`, which fits any unit.
    #[must_use]
    pub fn is_bare_zero(&self) -> bool {
        matches!(&self.expr, Expr::Literal(Literal { lo, hi, unit: None }) if *lo >= 0.0 && *hi <= 0.0)
    }

    /// The days meant by the second argument of `last` and `before`: a plain whole literal from
    /// 1 to 100 000.
    #[must_use]
    pub fn day_count(&self) -> Option<usize> {
        let Expr::Literal(literal @ Literal { lo, unit: None, .. }) = &self.expr else {
            return None;
        };
        if literal.is_range() || lo.fract() != 0.0 || !(1.0..=100_000.0).contains(lo) {
            return None;
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole and in range
        Some(*lo as usize)
    }
}

impl Literal {
    /// Whether the two ends differ.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.lo < self.hi
    }

    /// Whether the unit is °C or °F, so that a sign belongs to the number itself.
    #[must_use]
    pub fn is_affine(&self) -> bool {
        self.unit.as_ref().is_some_and(Unit::is_affine)
    }

    /// The range in base units; `None` if an end is not finite there.
    #[must_use]
    pub fn to_base(&self) -> Option<Interval> {
        match &self.unit {
            Some(unit) => Interval::new(unit.to_base(self.lo), unit.to_base(self.hi)),
            None => Interval::new(self.lo, self.hi),
        }
    }
}

impl Operator {
    /// Whether this is `+` or `-`.
    #[must_use]
    pub fn is_additive(self) -> bool {
        matches!(self, Operator::Plus | Operator::Minus)
    }

    /// The sign as written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Over => "/",
        }
    }
}

impl Direction {
    /// The word as written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::As => "as",
        }
    }
}
