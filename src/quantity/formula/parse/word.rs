//! Names and calls.

use super::{Parsed, Parser, Stop};
use crate::diagnostics::nearest;
use crate::quantity::formula::{Direction, Expr, Function, Node};
use crate::quantity::scan::scan_unit;
use crate::quantity::{TextError, Unit};
use std::ops::Range;

impl Parser<'_> {
    /// A name, `today`, or a function with its arguments.
    pub(super) fn word(&mut self) -> Parsed<Node> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let word = &rest[..length];
        self.at += length;
        let at = start..self.at;
        let direction = match word {
            "in" => Some(Direction::In),
            "as" => Some(Direction::As),
            _ => None,
        };
        let function = Function::named(word);
        let known = direction.is_some() || function.is_some();
        let before_bracket = self.at;
        if known {
            self.skip_spaces();
        }
        if self.peek() == Some('(') {
            if let Some(direction) = direction {
                return self.conversion(start, direction);
            }
            return self.call(start, at, function);
        }
        self.at = before_bracket;
        if known {
            let usage = function.map_or(format!("{word}(x, km)"), |f| f.usage().to_owned());
            let message = format!("`{word}` is a function");
            self.error(at.clone(), message, format!("write `{usage}`"));
        } else if !is_name(word) {
            let message = "a name is lower-case letters, digits and `_`, and starts with a letter";
            let lower = word.to_lowercase();
            let help = is_name(&lower).then(|| format!("write `{lower}`"));
            self.errors.push(TextError::new(at.clone(), message).with_help_if(help));
        }
        let expr = match word {
            "today" => Expr::Today,
            _ => Expr::Name(word.to_owned()),
        };
        Ok(Node { expr, at })
    }

    pub(super) fn call(&mut self, start: usize, name: Range<usize>, function: Option<Function>) -> Parsed<Node> {
        let bracket = self.at;
        self.at += 1;
        let mut arguments = Vec::new();
        self.skip_spaces();
        if self.peek() != Some(')') {
            arguments.push(self.nested(bracket, Self::sum)?);
            while self.comma() {
                arguments.push(self.nested(bracket, Self::sum)?);
            }
        }
        self.close(bracket)?;
        let expr = if let Some(function) = function {
            Expr::Call(function, arguments)
        } else {
            let word = &self.text[name.clone()];
            let help = if let Some(near) = nearest(word, Function::names()) {
                format!("did you mean `{near}`?")
            } else {
                let names: Vec<_> = Function::names().collect();
                format!("the functions are {}", names.join(" "))
            };
            self.error(name, format!("`{word}` is not a function"), help);
            // The error is noted, so what is built is never seen.
            Expr::Today
        };
        Ok(Node { expr, at: start..self.at })
    }

    /// `in(x, unit)` or `as(n, unit)`, from its bracket on.
    pub(super) fn conversion(&mut self, start: usize, direction: Direction) -> Parsed<Node> {
        let bracket = self.at;
        self.at += 1;
        let inner = self.nested(bracket, Self::sum)?;
        let comma = self.comma();
        self.skip_spaces();
        let length = scan_unit(&self.text[self.at..]);
        if !comma || length == 0 {
            let help = format!("write `{}(x, km)`", direction.name());
            self.error(start..self.at, "a comma and a unit are missing", help);
            return Err(Stop);
        }
        // Without a unit the error is noted, and what is built is never seen.
        let unit = self.unit(length, None).unwrap_or_else(Unit::one);
        self.close(bracket)?;
        Ok(Node { expr: Expr::Convert(direction, Box::new(inner), unit), at: start..self.at })
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
