//! Tests of ordered types: `>= 90`, `2026-11-01`, `[13:00..16:00)`.

use std::ops::Range;

use super::super::bands::Bands;
use super::super::ordered::{Scale, Sides, Sign, trim};
use super::{RESERVED, Reader, brackets, signs};
use crate::diagnostics::nearest;
use crate::quantity::TextError;

/// The values that a comparison, a value or an interval allows.
pub(super) fn form(reader: &mut Reader<'_>, scale: Scale<'_>, at: Range<usize>) -> Option<Bands> {
    let text = &reader.text[at.clone()];
    if text.starts_with(['[', '(']) {
        let sides = sides(reader, scale, at)?;
        let bands = scale.between(reader.text, &sides);
        return bands.map_err(|errors| reader.errors.extend(errors)).ok();
    }
    let (sign, length) = signs::comparison(text).unwrap_or((Sign::Equal, 0));
    let value_at = trim(reader.text, at.start + length..at.end);
    let value = &reader.text[value_at.clone()];
    if value.is_empty() {
        let error = TextError::new(at, format!("{} is missing after `{text}`", scale.noun()));
        return reader.fail(error.with_help(format!("write `{text} {}`", scale.example())));
    }
    if value.contains("..") {
        let error = TextError::new(value_at, "an interval stands in brackets");
        let help = format!("write `[{value}]`, or `[{value})` to leave out the high end");
        return reader.fail(error.with_help(help));
    }
    match scale.value(value) {
        Ok(x) => Some(scale.compare(sign, x)),
        Err(error) => reader.fail(explain(error, value, scale).shifted(value_at.start)),
    }
}

/// A word where a value should be gets the help for tests instead of that for values.
fn explain(error: TextError, value: &str, scale: Scale<'_>) -> TextError {
    if !value.starts_with(char::is_alphabetic) {
        return error;
    }
    let message = format!("`{value}` is not {}", scale.noun());
    let help = nearest(value, RESERVED).map_or_else(
        || format!("write a test such as `>= {}`", scale.example()),
        |word| format!("did you mean `{word}`?"),
    );
    TextError::new(0..value.len(), message).with_help(help)
}

/// Splits `[60..90)` into its sides.
fn sides(reader: &mut Reader<'_>, scale: Scale<'_>, at: Range<usize>) -> Option<Sides> {
    let text = reader.text;
    let example = format!("write an interval such as `{}`", scale.example_interval());
    let close = brackets::closing(text, at.clone());
    if close + 1 < at.end {
        let extra_at = trim(text, close + 1..at.end);
        let extra = &text[extra_at.clone()];
        let help = if extra.starts_with(char::is_alphabetic) {
            "a unit stands inside the brackets"
        } else {
            "put a comma between alternatives"
        };
        let message = format!("`{extra}` cannot follow an interval");
        return reader.fail(TextError::new(extra_at, message).with_help(help));
    }
    let inside = at.start + 1..close;
    let Some((low, high)) = text[inside.clone()].split_once("..") else {
        return reader.fail(TextError::new(at, "an interval has two dots").with_help(example));
    };
    if high.starts_with('.') || high.contains("..") {
        let error = TextError::new(at, "an interval has two dots, once");
        return reader.fail(error.with_help(example));
    }
    let lo_closed = text[at.start..].starts_with('[');
    let hi_closed = text[close..].starts_with(']');
    let help = match (low.trim(), high.trim()) {
        ("", "") => example,
        ("", hi) => format!("write `{} {hi}`", if hi_closed { "<=" } else { "<" }),
        (lo, "") => format!("write `{} {lo}`", if lo_closed { ">=" } else { ">" }),
        _ => {
            return Some(Sides {
                lo: inside.start..inside.start + low.len(),
                lo_closed,
                hi: inside.end - high.len()..inside.end,
                hi_closed,
            });
        }
    };
    reader.fail(TextError::new(at, "an interval has two ends").with_help(help))
}
