//! From text to tree, by recursive descent. Slips that have one plausible meaning (a missing
//! space, `×` for `*`, an unknown unit) are noted and read as meant, so that one pass tells most
//! of what is wrong; anything else ends the pass.

mod cursor;
mod number;
mod operator;
mod word;

use super::{Expr, Node, Operator};
use crate::quantity::TextError;
use operator::Binary;
use std::ops::Range;

/// Brackets, signs and exponents may be nested this deep, so that no text can exhaust the stack.
const MAX_DEPTH: usize = 64;

/// The longest formula that is read, in bytes: no editor writes a tenth of it.
const LONGEST: usize = 4_096;

/// More complaints than this about one formula help nobody.
const MAX_ERRORS: usize = 32;

pub(super) fn parse(text: &str) -> Result<Node, Vec<TextError>> {
    if text.len() > LONGEST {
        let help = "split it: let a measure work out a part of it";
        return Err(vec![TextError::new(0..text.len(), "this formula is too long").with_help(help)]);
    }
    let mut parser = Parser { text, at: 0, depth: 0, errors: Vec::new(), respaced: Vec::new() };
    let root = parser.whole();
    let mut errors = parser.finish();
    match root {
        Ok(root) if errors.is_empty() => Ok(root),
        _ => {
            errors.sort_by_key(|error| (error.at.start, error.at.end));
            errors.truncate(MAX_ERRORS);
            Err(errors)
        }
    }
}

/// The pass cannot go on; the reason is among the errors.
struct Stop;

type Parsed<T> = Result<T, Stop>;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    errors: Vec<TextError>,
    /// Operators that were written badly, what was meant, and the complaint.
    respaced: Vec<(Range<usize>, &'static str, String)>,
}

impl Parser<'_> {
    fn whole(&mut self) -> Parsed<Node> {
        let root = self.sum()?;
        self.skip_spaces();
        if self.at < self.text.len() {
            return Err(self.leftover());
        }
        Ok(root)
    }

    fn sum(&mut self) -> Parsed<Node> {
        self.chain(Operator::is_additive, Self::product)
    }

    fn product(&mut self) -> Parsed<Node> {
        self.chain(|operator| !operator.is_additive(), Self::unary)
    }

    /// Operands joined by the operators of one level.
    fn chain(&mut self, takes: impl Fn(Operator) -> bool, operand: impl Fn(&mut Self) -> Parsed<Node>) -> Parsed<Node> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.operator(|binary| match binary {
            Binary::Flat(operator) if takes(operator) => Some(operator),
            _ => None,
        }) {
            rest.push((operator, operand(self)?));
        }
        let Some((_, last)) = rest.last() else {
            return Ok(first);
        };
        let at = first.at.start..last.at.end;
        Ok(Node { expr: Expr::Chain(Box::new(first), rest), at })
    }

    /// A sign and what it belongs to. As in maths, `-x ^ 2` is `-(x ^ 2)`.
    fn unary(&mut self) -> Parsed<Node> {
        self.skip_spaces();
        let start = self.at;
        let Some((written, Binary::Flat(sign @ (Operator::Minus | Operator::Plus)))) = self.peek_operator() else {
            return self.power();
        };
        if sign == Operator::Plus {
            let message = "a plus sign joins two values";
            self.error(start..start + written, message, "leave it out here");
        } else if let Some(literal) = self.signed_literal() {
            return self.power_of(literal);
        } else if written > 1 {
            let message = "this is not the minus sign of a keyboard";
            self.error(start..start + written, message, "type `-`");
        }
        self.at = start + written;
        let inner = self.nested(start, Self::unary)?;
        Ok(Node { at: start..inner.at.end, expr: Expr::Negative(Box::new(inner)) })
    }

    fn power(&mut self) -> Parsed<Node> {
        let base = self.atom()?;
        self.power_of(base)
    }

    fn power_of(&mut self, base: Node) -> Parsed<Node> {
        let place = self.at;
        if self.operator(|binary| (binary == Binary::Power).then_some(())).is_none() {
            return Ok(base);
        }
        let exponent = self.nested(place, Self::unary)?;
        Ok(Node { at: base.at.start..exponent.at.end, expr: Expr::Power(Box::new(base), Box::new(exponent)) })
    }

    fn atom(&mut self) -> Parsed<Node> {
        self.skip_spaces();
        let start = self.at;
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let mut inner = self.nested(start, Self::sum)?;
                self.close(start)?;
                // The bracket belongs to the operand when something is wrong with all of it.
                inner.at = start..self.at;
                Ok(inner)
            }
            Some(c) if c.is_ascii_digit() => self.literal(),
            Some(c) if c.is_alphabetic() || c == '_' => self.word(),
            _ => Err(self.missing_value()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<(Range<usize>, String)> {
        let errors = parse(text).map(|node| node.to_string()).unwrap_err();
        errors.into_iter().map(|e| (e.at, e.message)).collect()
    }

    #[test]
    fn units_and_operators_do_not_mix_up() {
        for text in
            ["x * 2 / y", "1 L/kg + b", "4 h / 2", "10 %", "1..1.2 g/kg/h * m", "h * 4 h", "2 ^ -1", "in(a, %) - -b"]
        {
            assert_eq!(parse(text).map(|node| node.to_string()), Ok(text.into()));
        }
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, at, message) in [
            ("", 0..0, "the formula is empty"),
            ("a + ", 4..4, "the formula ends where a value should follow"),
            ("a +", 3..3, "the formula ends where a value should follow"),
            ("a b", 2..3, "an operator is missing before this"),
            ("(a + b", 0..1, "this bracket is not closed"),
            ("a + b)", 5..6, "this bracket was not opened"),
            ("a * * b", 4..5, "a value should stand here, not `*`"),
            ("a, b", 1..2, "a comma only separates the arguments of a function"),
            ("a < b", 2..3, "`<` is not read in a formula"),
            (".5 * a", 0..1, "a digit is missing before the point"),
            ("1e3", 0..2, "powers of ten are not read"),
            ("4h", 0..2, "one space stands between a number and its unit"),
            ("4  h", 0..4, "one space stands between a number and its unit"),
            ("4 x", 2..3, "`x` is not a unit"),
            ("4 g/kq", 4..6, "`kq` is not a unit"),
            ("3..1 h", 0..4, "the low end is above the high end"),
            ("+a", 0..1, "a plus sign joins two values"),
            ("Mass", 0..4, "a name is lower-case letters, digits and `_`, and starts with a letter"),
            ("maxi(a, b)", 0..4, "`maxi` is not a function"),
            ("min + 1", 0..3, "`min` is a function"),
            ("in(a)", 0..4, "a comma and a unit are missing"),
            ("in(a, 3)", 0..6, "a comma and a unit are missing"),
            ("in(a, kq)", 6..8, "`kq` is not a unit"),
            ("−a", 0..3, "this is not the minus sign of a keyboard"),
            ("a × b", 2..4, "`×` is not an operator"),
            ("a*b", 1..2, "`*` needs a space on both sides"),
            ("a -b", 2..3, "`-` needs a space on both sides"),
            ("1..", 3..3, "the formula ends where a value should follow"),
        ] {
            assert_eq!(errors(text), [(at, message.to_owned())], "{text}");
        }
    }

    #[test]
    fn help_shows_the_spaced_form() {
        let errors = parse("a*b +c**2").unwrap_err();
        assert_eq!(errors.len(), 3);
        for error in errors {
            assert_eq!(error.help.as_deref(), Some("write `a * b + c ^ 2`"));
        }
    }

    #[test]
    fn gathers_errors() {
        let found = errors("maxx(3 kq, B) *4h + 2 x");
        let places: Vec<_> = found.into_iter().map(|(at, _)| at).collect();
        assert_eq!(places, [0..4, 7..9, 11..12, 14..15, 15..17, 22..23]);
    }

    #[test]
    fn depth_and_length_are_capped() {
        for hostile in ["(", "-", "abs(", "- - ", "2 ^ ", "in(", "-1..2 ^ "] {
            let text = hostile.repeat(100_000);
            assert!(parse(&text).is_err());
            let closed = format!("{}1{}", "(".repeat(65), ")".repeat(65));
            assert!(parse(&closed).is_err());
        }
        assert_eq!(errors(&format!("a{}", "*a".repeat(2_000))).len(), MAX_ERRORS);
        let nested = format!("{}1{}", "(".repeat(64), ")".repeat(64));
        assert!(parse(&nested).is_ok());
        assert!(parse(&format!("{}1", "1 + 2 * ".repeat(500))).is_ok());
        assert_eq!(errors(&format!("{}1", "1 + 2 * ".repeat(50_000))).len(), 1);
    }
}
