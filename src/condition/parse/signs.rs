//! Comparison signs, and the signs and words of other languages that people type instead.

use std::ops::Range;

use super::super::domain::Domain;
use super::super::ordered::Sign;
use super::{Reader, brackets};
use crate::quantity::TextError;

/// The comparison that `text` starts with, and its length in bytes.
pub(super) fn comparison(text: &str) -> Option<(Sign, usize)> {
    let signs =
        [(">=", Sign::AtLeast), ("<=", Sign::AtMost), (">", Sign::Above), ("<", Sign::Below), ("=", Sign::Equal)];
    signs.into_iter().find_map(|(sign, meaning)| text.starts_with(sign).then_some((meaning, sign.len())))
}

/// What a foreign sign is meant to say.
#[derive(Clone, Copy)]
enum Meant {
    This(&'static str),
    Equal,
    NotEqual,
    And,
    Or,
}

/// Longer signs first: `==` before what starts like it.
const SIGNS: [(&str, Meant); 10] = [
    ("==", Meant::Equal),
    ("!=", Meant::NotEqual),
    ("<>", Meant::NotEqual),
    ("=>", Meant::This(">=")),
    ("=<", Meant::This("<=")),
    ("&&", Meant::And),
    ("||", Meant::Or),
    ("≥", Meant::This(">=")),
    ("≤", Meant::This("<=")),
    ("≠", Meant::NotEqual),
];

/// A complaint about the first sign or word of another language outside of brackets.
pub(super) fn foreign(reader: &Reader<'_>, at: Range<usize>) -> Option<TextError> {
    // By far the most alternatives are one id, and a guide reads thousands of them.
    if reader.text[at.clone()].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return None;
    }
    let outside: Vec<usize> = brackets::outside(reader.text, at.clone()).map(|(i, _)| i).collect();
    let (place, meant) = outside
        .iter()
        .find_map(|i| {
            let rest = &reader.text[*i..at.end];
            let (sign, meant) = SIGNS.into_iter().find(|(sign, _)| rest.starts_with(sign))?;
            Some((*i..*i + sign.len(), meant))
        })
        .or_else(|| word(reader, &at, &outside))?;
    let sign = &reader.text[place.clone()];
    let value = reader.text[place.end..at.end].trim();
    let help = match meant {
        Meant::This(ours) => format!("write `{ours}`"),
        Meant::Equal if value.is_empty() => "write only the value".to_owned(),
        Meant::Equal => format!("write only `{value}`"),
        Meant::NotEqual if value.is_empty() => "write `not(...)`".to_owned(),
        Meant::NotEqual => format!("write `not({value})`"),
        Meant::Or => "put a comma between alternatives".to_owned(),
        Meant::And => both(reader.domain).to_owned(),
    };
    Some(TextError::new(place, format!("tests do not use `{sign}`")).with_help(help))
}

/// The first `and` or `or` that stands between other words.
fn word(reader: &Reader<'_>, at: &Range<usize>, outside: &[usize]) -> Option<(Range<usize>, Meant)> {
    let text = &reader.text[at.clone()];
    text.split_whitespace().find_map(|word| {
        let meant = match word.to_ascii_lowercase().as_str() {
            "and" => Meant::And,
            "or" => Meant::Or,
            _ => return None,
        };
        // The word is a slice of the text, so the distance of their starts is its place.
        let start = at.start + (word.as_ptr() as usize - text.as_ptr() as usize);
        let alone = word.len() == text.len();
        (!alone && outside.binary_search(&start).is_ok()).then(|| (start..start + word.len(), meant))
    })
}

/// How to say that two things hold at once.
fn both(domain: &Domain) -> &'static str {
    match domain {
        Domain::Number { .. } => "write an interval such as `[60..90)`",
        Domain::Date => "write an interval such as `[2026-11-01..2026-12-01)`",
        Domain::Time => "write an interval such as `[13:00..16:00)`",
        Domain::Set(_) => "write `all(a, b)`",
        _ => "put a comma between alternatives; a second condition is an entry of its own",
    }
}
