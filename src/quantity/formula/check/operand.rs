//! What may stand in arithmetic, and what it is called in messages.

use super::Checker;
use crate::quantity::formula::{Expr, Kind, Node};
use crate::quantity::{Dimension, TextError};

/// A number or series, as an operand of arithmetic.
#[derive(Clone, Copy)]
pub(super) struct Operand {
    pub(super) dimension: Dimension,
    pub(super) series: bool,
    /// A bare `0`, whose dimension is whatever it meets.
    pub(super) zero: bool,
}

impl Operand {
    pub(super) fn kind(self) -> Kind {
        if self.series { Kind::Series(self.dimension) } else { Kind::Number(self.dimension) }
    }

    pub(super) fn with(self, dimension: Dimension) -> Operand {
        Operand { dimension, zero: false, ..self }
    }
}

pub(super) fn describe(kind: Kind) -> String {
    match kind {
        Kind::Number(dimension) => dimension.describe(),
        Kind::Series(Dimension::ONE) => "a series of plain numbers".to_owned(),
        Kind::Series(dimension) => format!("a series in {dimension}"),
        Kind::Date => "a date".to_owned(),
    }
}

/// What two operands make together: a series if either is, and the dimension of the one that
/// is not a bare 0.
pub(super) fn joined(left: Operand, right: Operand) -> Operand {
    Operand {
        dimension: if left.zero { right.dimension } else { left.dimension },
        series: left.series || right.series,
        zero: left.zero && right.zero,
    }
}

impl Checker<'_> {
    /// A number or series.
    pub(super) fn operand(&mut self, node: &Node, user: &str) -> Option<Operand> {
        let (dimension, series) = match self.kind(node)? {
            Kind::Number(dimension) => (dimension, false),
            Kind::Series(dimension) => (dimension, true),
            Kind::Date => {
                let message = format!("{user} takes numbers; this is a date");
                let help = "`days(from, to)` is the time between two dates";
                return self.complain(node, message, help);
            }
        };
        Some(Operand { dimension, series, zero: node.is_bare_zero() })
    }

    /// A number or series that may be added and multiplied, so no absolute temperature.
    pub(super) fn arithmetic(&mut self, node: &Node) -> Option<Operand> {
        let operand = self.operand(node, "arithmetic")?;
        if operand.dimension.has_temperature() {
            return self.absolute(node);
        }
        Some(operand)
    }

    pub(super) fn absolute<T>(&mut self, node: &Node) -> Option<T> {
        let message = "a temperature cannot be computed with, as its zero is arbitrary";
        let help = format!("write `in({node}, °C)` for the plain number of degrees");
        self.complain(node, message, help)
    }

    /// A plain number or a series of those.
    pub(super) fn plain(&mut self, node: &Node, user: &str) -> Option<Operand> {
        let operand = self.operand(node, user)?;
        if operand.dimension.is_one() {
            return Some(operand.with(Dimension::ONE));
        }
        let kind = describe(operand.kind());
        let message = format!("{user} takes plain numbers; this is {kind}");
        let help = format!("write `in({node}, {})`", operand.dimension);
        self.complain(node, message, help)
    }

    /// Complains at `node` unless the two have one dimension.
    pub(super) fn same(
        &mut self,
        left: Operand,
        right: Operand,
        node: &Node,
        message: impl Fn(String, String) -> String,
    ) {
        if left.zero || right.zero || left.dimension == right.dimension {
            return;
        }
        let message = message(describe(left.kind()), describe(right.kind()));
        let help = match &node.expr {
            Expr::Literal(literal) if literal.unit.is_none() => {
                Some(format!("give it a unit: `{literal} {}`", left.dimension))
            }
            _ => None,
        };
        let error = TextError::new(node.at.clone(), message).with_help_if(help);
        self.errors.push(error);
    }
}
