//! Where the parser stands, and what it says when it cannot go on.

use super::{MAX_DEPTH, Parsed, Parser, Stop};
use crate::quantity::TextError;
use crate::quantity::formula::Node;
use crate::quantity::scan::starts_unit;
use std::ops::Range;

impl Parser<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// The character here, empty at the end.
    pub(super) fn here(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    pub(super) fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.text[self.at..].trim_start().len();
    }

    pub(super) fn comma(&mut self) -> bool {
        self.skip_spaces();
        let found = self.peek() == Some(',');
        self.at += usize::from(found);
        found
    }

    /// Reads the `)` of the bracket at `opened`.
    pub(super) fn close(&mut self, opened: usize) -> Parsed<()> {
        self.skip_spaces();
        match self.peek() {
            Some(')') => {
                self.at += 1;
                Ok(())
            }
            None => {
                self.errors.push(TextError::new(opened..opened + 1, "this bracket is not closed"));
                Err(Stop)
            }
            Some(_) => Err(self.leftover()),
        }
    }

    /// Runs one level deeper; `opened` is the place to blame when that is too deep.
    pub(super) fn nested(&mut self, opened: usize, inner: impl Fn(&mut Self) -> Parsed<Node>) -> Parsed<Node> {
        if self.depth == MAX_DEPTH {
            let end = self.at.max(opened);
            self.error(opened..end, "this formula is nested too deep", "make a measure of an inner part");
            return Err(Stop);
        }
        self.depth += 1;
        let node = inner(self)?;
        self.depth -= 1;
        Ok(node)
    }

    pub(super) fn error(&mut self, at: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(TextError::new(at, message).with_help(help));
    }

    /// Complains that no value stands here.
    pub(super) fn missing_value(&mut self) -> Stop {
        let at = self.here();
        let error = match self.peek() {
            None if self.text.trim().is_empty() => TextError::new(at, "the formula is empty"),
            None => TextError::new(at, "the formula ends where a value should follow"),
            Some('.') => TextError::new(at, "a digit is missing before the point").with_help("write `0.5`"),
            Some(c) => TextError::new(at, format!("a value should stand here, not `{c}`")),
        };
        self.errors.push(error);
        Stop
    }

    /// Complains about what follows a complete part.
    pub(super) fn leftover(&mut self) -> Stop {
        let at = self.here();
        let error = match self.peek() {
            Some(')') => TextError::new(at, "this bracket was not opened"),
            Some(',') => TextError::new(at, "a comma only separates the arguments of a function")
                .with_help("a number has no commas: write `1000` or `1.5`"),
            Some(c) if c.is_alphanumeric() || starts_unit(c) || matches!(c, '(' | '_') => {
                TextError::new(at, "an operator is missing before this")
                    .with_help("write for example ` * ` between two values")
            }
            Some(c) => TextError::new(at, format!("`{c}` is not read in a formula")),
            None => TextError::new(at, "the formula ends too early"),
        };
        self.errors.push(error);
        Stop
    }
}
