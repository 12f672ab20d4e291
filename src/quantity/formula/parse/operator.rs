//! Binary operators and the spaces around them.

use super::{MAX_ERRORS, Parser};
use crate::quantity::TextError;
use crate::quantity::formula::Operator;

/// A binary operator, as far as the grammar cares.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Binary {
    Flat(Operator),
    Power,
}

/// What may stand for an operator: as written, as meant.
const OPERATORS: &[(&str, Binary)] = &[
    ("**", Binary::Power),
    ("^", Binary::Power),
    ("+", Binary::Flat(Operator::Plus)),
    ("-", Binary::Flat(Operator::Minus)),
    ("\u{2212}", Binary::Flat(Operator::Minus)),
    ("\u{2013}", Binary::Flat(Operator::Minus)),
    ("*", Binary::Flat(Operator::Times)),
    ("×", Binary::Flat(Operator::Times)),
    ("·", Binary::Flat(Operator::Times)),
    ("/", Binary::Flat(Operator::Over)),
    ("÷", Binary::Flat(Operator::Over)),
];

impl Binary {
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Binary::Flat(operator) => operator.symbol(),
            Binary::Power => "^",
        }
    }
}

impl Parser<'_> {
    /// Reads a binary operator if `wanted` says so, else stays where it is.
    pub(super) fn operator<T>(&mut self, wanted: impl Fn(Binary) -> Option<T>) -> Option<T> {
        let before = self.at;
        self.skip_spaces();
        let start = self.at;
        let found = self.peek_operator().and_then(|(length, binary)| Some((length, binary, wanted(binary)?)));
        let Some((length, binary, operator)) = found else {
            self.at = before;
            return None;
        };
        self.at += length;
        let symbol = binary.symbol();
        let written = &self.text[start..self.at];
        // At the end it is the value that is missing.
        let rest = &self.text[self.at..];
        let space_behind = rest.is_empty() || rest.starts_with(char::is_whitespace);
        if written != symbol {
            let message = format!("`{written}` is not an operator");
            self.respaced.push((start..self.at, symbol, message));
        } else if start == before || !space_behind {
            let message = format!("`{symbol}` needs a space on both sides");
            self.respaced.push((start..self.at, symbol, message));
        }
        Some(operator)
    }

    /// The operator here: its length in bytes and what is meant.
    pub(super) fn peek_operator(&self) -> Option<(usize, Binary)> {
        let rest = &self.text[self.at..];
        let mut operators = OPERATORS.iter();
        let (written, binary) = operators.find(|(written, _)| rest.starts_with(written))?;
        Some((written.len(), *binary))
    }

    /// All errors; those about operators show the whole text put right.
    pub(super) fn finish(&mut self) -> Vec<TextError> {
        self.respaced.sort_by_key(|(at, ..)| at.start);
        let mut fixed = String::new();
        let mut done = 0;
        for (at, symbol, _) in &self.respaced {
            fixed.push_str(self.text[done..at.start].trim_end());
            fixed.extend([" ", *symbol, " "]);
            done = at.end + (self.text[at.end..].len() - self.text[at.end..].trim_start().len());
        }
        fixed.push_str(&self.text[done..]);
        let help = format!("write `{}`", fixed.trim());
        let mut errors = std::mem::take(&mut self.errors);
        for (at, _, message) in self.respaced.drain(..).take(MAX_ERRORS) {
            errors.push(TextError::new(at, message).with_help(help.clone()));
        }
        errors
    }
}
