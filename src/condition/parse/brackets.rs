//! What stands inside and outside of brackets. They pair up in either shape, since an interval may
//! open with one and close with the other.

use std::ops::Range;

use super::super::ordered::trim;
use crate::quantity::TextError;

/// How deep brackets may nest.
const DEPTH: usize = 32;

/// Makes sure that brackets pair up and are not too deep. Without that, where a part ends is a
/// guess, so nothing else is reported.
pub(super) fn check(text: &str) -> Result<(), Vec<TextError>> {
    let mut errors = Vec::new();
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => {
                open.push(at);
                if open.len() == DEPTH + 1 {
                    let message = format!("brackets nest more than {DEPTH} deep");
                    errors.push(TextError::new(at..at + 1, message));
                }
            }
            ')' | ']' if open.pop().is_none() => {
                let message = format!("this `{c}` closes nothing");
                errors.push(TextError::new(at..at + 1, message).with_help("remove it"));
            }
            _ => {}
        }
    }
    errors.extend(open.into_iter().map(|at| {
        let message = format!("this `{}` is never closed", &text[at..=at]);
        TextError::new(at..at + 1, message).with_help("close it with `)` or `]`")
    }));
    errors.sort_by_key(|error| error.at.start);
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Where the bracket at the start of `at` is closed, in a text that passed [`check`].
pub(super) fn closing(text: &str, at: Range<usize>) -> usize {
    let mut depth = 0_usize;
    for (i, c) in text[at.clone()].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at.start + i;
        }
    }
    at.end
}

/// The characters of `at` that stand in no bracket of it, with their places in the text.
pub(super) fn outside(text: &str, at: Range<usize>) -> impl Iterator<Item = (usize, char)> {
    let mut depth = 0_usize;
    text[at.clone()].char_indices().filter_map(move |(i, c)| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => return Some((at.start + i, c)),
            _ => {}
        }
        None
    })
}

/// The parts between commas that stand in no bracket, without the spaces around them.
pub(super) fn commas(text: &str, at: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = at.start;
    for (i, c) in outside(text, at.clone()) {
        if c == ',' {
            parts.push(trim(text, start..i));
            start = i + 1;
        }
    }
    parts.push(trim(text, start..at.end));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_brackets_do_not_split() {
        let text = "a , not(b, (c, d]) ,,";
        let parts = commas(text, 0..text.len());
        let parts: Vec<&str> = parts.into_iter().map(|at| &text[at]).collect();
        assert_eq!(parts, ["a", "not(b, (c, d])", "", ""]);
        assert_eq!(closing(text, 7..text.len()), 17);
    }

    #[test]
    fn every_stray_bracket_is_reported() {
        let places = |text| check(text).map_err(|errors| errors.into_iter().map(|e| e.at.start).collect());
        assert_eq!(places("[1..2)"), Ok(()));
        assert_eq!(places(")a]"), Err(vec![0, 2]));
        assert_eq!(places("(a[b)("), Err(vec![0, 5]));
        assert_eq!(places(&"(".repeat(33)).map_err(|all: Vec<usize>| all.len()), Err(34));
    }
}
