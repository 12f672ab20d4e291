//! Literals: numbers, ranges and the units behind them.

use super::{Parsed, Parser, Stop};
use crate::quantity::formula::{Expr, Literal, Node};
use crate::quantity::scan::{scan_number, scan_unit};
use crate::quantity::{TextError, Unit};

impl Parser<'_> {
    /// A negative number, where the sign belongs to the number itself: a range or a temperature.
    pub(super) fn signed_literal(&mut self) -> Option<Node> {
        let start = self.at;
        let errors = self.errors.len();
        let digits = self.text[start..].strip_prefix('-');
        if !digits.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            return None;
        }
        if let Ok(node) = self.literal()
            && let Expr::Literal(literal) = &node.expr
            && (literal.is_affine() || self.text[node.at.clone()].contains(".."))
        {
            return Some(node);
        }
        self.at = start;
        self.errors.truncate(errors);
        None
    }

    pub(super) fn literal(&mut self) -> Parsed<Node> {
        let start = self.at;
        let lo = self.number()?;
        let mut hi = lo;
        let end = self.at;
        self.skip_spaces();
        if self.text[self.at..].starts_with("..") {
            self.at += 2;
            self.skip_spaces();
            hi = self.number()?;
        } else {
            self.at = end;
        }
        if lo > hi {
            self.error(start..self.at, "the low end is above the high end", "write the lower number first");
        }
        let unit = self.unit_behind(start)?;
        Ok(Node { expr: Expr::Literal(Literal { lo, hi, unit }), at: start..self.at })
    }

    pub(super) fn number(&mut self) -> Parsed<f64> {
        let start = self.at;
        let negative = self.text[start..].starts_with('-');
        self.at += usize::from(negative);
        let Some((number, length)) = scan_number(&self.text[self.at..]) else {
            return Err(self.missing_value());
        };
        self.at += length;
        if !number.is_finite() {
            self.errors.push(TextError::new(start..self.at, "this number is too large"));
            return Err(Stop);
        }
        // Adding 0.0 turns -0.0 into 0.0.
        Ok(if negative { -number } else { number } + 0.0)
    }

    /// The unit behind the number that began at `start`, one space away.
    pub(super) fn unit_behind(&mut self, start: usize) -> Parsed<Option<Unit>> {
        let end = self.at;
        self.skip_spaces();
        let length = scan_unit(&self.text[self.at..]);
        if length == 0 {
            self.at = end;
            return Ok(None);
        }
        let number = &self.text[start..end];
        let name = &self.text[self.at..self.at + length];
        let behind = self.text[self.at + length..].chars().next();
        if self.at == end && matches!(name, "e" | "E") && behind.is_some_and(|c| c.is_ascii_digit()) {
            self.error(start..end + 1, "powers of ten are not read", "write the number out");
            return Err(Stop);
        }
        if &self.text[end..self.at] != " " {
            let message = "one space stands between a number and its unit";
            let help = format!("write `{number} {name}`");
            self.error(start..self.at + length, message, help);
        }
        Ok(self.unit(length, Some(number)))
    }

    /// Reads the unit of `length` bytes. An unknown one is noted and left out. `number` is what
    /// stands before it, where a name may have been meant.
    pub(super) fn unit(&mut self, length: usize, number: Option<&str>) -> Option<Unit> {
        let start = self.at;
        self.at += length;
        let name = &self.text[start..self.at];
        match Unit::parse(name) {
            Ok(unit) => Some(unit),
            Err(error) => {
                let part = error.at.start;
                let mut error = error.shifted(start);
                // `2 * h*x`: the unit ends where something that is no unit is joined on.
                if part > 0 {
                    let (unit, rest) = (&name[..part - 1], &name[part..]);
                    let mark = &name[part - 1..part];
                    let help = error.help.take().unwrap_or_default();
                    error.help = Some(format!("{help}; to compute, write `{unit} {mark} {rest}`"));
                } else if let Some(number) = number
                    && error.help.as_ref().is_some_and(|help| !help.starts_with("did you"))
                {
                    error.help =
                        Some(format!("a word behind a number is its unit; to multiply, write `{number} * {name}`"));
                }
                self.errors.push(error);
                None
            }
        }
    }
}
