//! Tests that someone forgot to quote.
//!
//! `duration: >= 60` and `duration: [60..90)` are no YAML. Editors write them all the time, so they get a finding of
//! their own that shows the quoted form, and the rest of the file is still read.

use super::Slip;
use super::line::Line;
use crate::diagnostics::lints;
use std::ops::Range;

/// An unquoted test in the line that the parser stopped at, or one of the two above: an unclosed `[` is noticed at the
/// end of its line or on the next one that has content.
pub(super) fn find(text: &str, here: Line) -> Option<Slip> {
    let mut line = Some(here);
    for _ in 0..3 {
        let this = line?;
        if let Some(at) = in_line(text, this.start..this.end) {
            let quoted = format!("\"{}\"", &text[at.clone()]);
            let slip = Slip::new(at.clone(), "a test must stand in quotes").label("YAML reads this as something else");
            return Some(Slip { lint: &lints::UNQUOTED_TEST, ..slip.help("put it in quotes").fix(at, quoted) });
        }
        line = this.above();
    }
    None
}

/// The byte range of an unquoted test in a line, if there is one.
fn in_line(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let body = &text[line.clone()];
    let mut from = 0;
    while let Some(colon) = body[from..].find(": ").map(|i| from + i) {
        let value_at = colon + 1 + body[colon + 1..].len() - body[colon + 1..].trim_start().len();
        let value = &body[value_at..];
        if looks_like_test(value) {
            let end = value_at + end_of_test(value);
            return Some(line.start + value_at..line.start + end);
        }
        from = colon + 2;
    }
    None
}

/// A comparison, or a range with two dots, at the start of a value.
fn looks_like_test(value: &str) -> bool {
    let number = |s: &str| s.trim_start().trim_start_matches(['-', '.']).starts_with(|c: char| c.is_ascii_digit());
    if let Some(rest) = value.strip_prefix(['>', '<']) {
        return number(rest.strip_prefix('=').unwrap_or(rest));
    }
    let inner = value.strip_prefix("not(").unwrap_or(value);
    let closed = inner
        .find([')', ']'])
        .is_some_and(|i| inner[..i].contains("..") && !["{", ": ", "*"].iter().any(|sign| inner[..i].contains(sign)));
    inner.starts_with(['[', '(']) && closed
}

/// Where the test ends: at the bracket that closes it, or before a comma, a brace or a comment.
fn end_of_test(value: &str) -> usize {
    let mut depth = 0_usize;
    let mut last = 0;
    for (i, c) in value.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return i + 1;
                }
            }
            ',' | '}' | '#' if depth == 0 => break,
            _ => {}
        }
        if !c.is_whitespace() {
            last = i + c.len_utf8();
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unquoted_tests_are_found() {
        for (line, expected) in [
            ("when: { duration: >= 60, age: 1 }", Some(">= 60")),
            ("  duration: > 90 min", Some("> 90 min")),
            ("  duration: [60..90)", Some("[60..90)")),
            ("  duration: (60..90]  # long", Some("(60..90]")),
            ("when: { duration: not([60..90)) }", Some("not([60..90))")),
            ("  title: [a, b", None),
            ("  do: >", None),
            ("  do: >-", None),
        ] {
            let found = in_line(line, 0..line.len()).map(|r| &line[r]);
            assert_eq!(found, expected, "{line}");
        }
    }
}
