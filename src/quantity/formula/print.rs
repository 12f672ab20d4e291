//! A formula's canonical text, which parses to the same formula.

use super::{Expr, Formula, Literal, Node};
use std::fmt;

/// How tightly a part holds together, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Sum,
    Product,
    Negative,
    Power,
    Atom,
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root())
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.expr {
            Expr::Literal(literal) => write!(f, "{literal}"),
            Expr::Name(name) => f.write_str(name),
            Expr::Today => f.write_str("today"),
            Expr::Negative(inner) => {
                f.write_str("-")?;
                // `-1..2` and `-5 °C` are single numbers, so a minus before those needs brackets.
                if takes_sign(inner) { write!(f, "({inner})") } else { at_least(Level::Power, inner, f) }
            }
            Expr::Chain(first, rest) => {
                let operand = match level(self) {
                    Level::Sum => Level::Product,
                    _ => Level::Negative,
                };
                at_least(operand, first, f)?;
                for (operator, node) in rest {
                    write!(f, " {} ", operator.symbol())?;
                    at_least(operand, node, f)?;
                }
                Ok(())
            }
            Expr::Power(base, exponent) => {
                at_least(Level::Atom, base, f)?;
                f.write_str(" ^ ")?;
                at_least(Level::Negative, exponent, f)
            }
            Expr::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                for (i, argument) in arguments.iter().enumerate() {
                    let comma = if i == 0 { "" } else { ", " };
                    write!(f, "{comma}{argument}")?;
                }
                f.write_str(")")
            }
            Expr::Convert(direction, inner, unit) => {
                write!(f, "{}({inner}, {})", direction.name(), unit.name())
            }
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A single number below 0 would read as a minus and a number, unless it is a temperature.
        if self.is_range() || (self.lo < 0.0 && !self.is_affine()) {
            write!(f, "{}..{}", self.lo, self.hi)?;
        } else {
            write!(f, "{}", self.lo)?;
        }
        match &self.unit {
            Some(unit) => write!(f, " {}", unit.name()),
            None => Ok(()),
        }
    }
}

fn at_least(least: Level, node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if level(node) < least { write!(f, "({node})") } else { write!(f, "{node}") }
}

fn level(node: &Node) -> Level {
    match &node.expr {
        Expr::Chain(_, rest) if rest.iter().any(|(operator, _)| operator.is_additive()) => Level::Sum,
        Expr::Chain(..) => Level::Product,
        Expr::Negative(_) => Level::Negative,
        Expr::Power(..) => Level::Power,
        _ => Level::Atom,
    }
}

/// Whether the text of the part starts with a number that a sign before it would belong to.
fn takes_sign(node: &Node) -> bool {
    match &node.expr {
        Expr::Literal(literal) => literal.is_range() || literal.lo < 0.0 || literal.is_affine(),
        Expr::Power(base, _) => takes_sign(base),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_canonically() {
        for (text, printed) in [
            ("a+b", None),
            ("( a  *  b ) + ((c))", Some("a * b + c")),
            ("a * (b + c) / -d", Some("a * (b + c) / -d")),
            ("a - (b - c) - d", Some("a - (b - c) - d")),
            ("(a - b) - c", Some("(a - b) - c")),
            ("-x ^ 2", Some("-x ^ 2")),
            ("(-x) ^ 2", Some("(-x) ^ 2")),
            ("a ^ b ^ -c", Some("a ^ b ^ -c")),
            ("(a ^ b) ^ c", Some("(a ^ b) ^ c")),
            ("- -x", Some("-(-x)")),
            ("-(1..2)", Some("-(1..2)")),
            ("-1 .. 2 °C", Some("-1..2 °C")),
            ("-(1..2) ^ 3", Some("-(1..2 ^ 3)")),
            ("-2..-2", Some("-2..-2")),
            ("-2", Some("-2")),
            ("-2 °C", Some("-2 °C")),
            ("1.50 L/kg", Some("1.5 L/kg")),
            ("min( a,b,2 h )", Some("min(a, b, 2 h)")),
            ("in( x , g/kg/h ) + 0", Some("in(x, g/kg/h) + 0")),
            ("days(today, a)", Some("days(today, a)")),
        ] {
            let read = Formula::parse(text).ok();
            assert_eq!(read.as_ref().map(ToString::to_string).as_deref(), printed);
            if let (Some(formula), Some(printed)) = (read, printed) {
                assert_eq!(Formula::parse(printed), Ok(formula));
            }
        }
    }
}
