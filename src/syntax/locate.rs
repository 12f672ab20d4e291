//! From a range of a scalar's value back to the bytes of its file.

use crate::source::{Source, Span};
use std::ops::Range;

/// The place of `range` (bytes of `value`) in the source that wrote the value at `span`; the whole span where escapes
/// or folding make that unclear.
pub fn locate(source: &Source, span: Span, value: &str, range: &Range<usize>) -> Span {
    let raw = source.text().get(span.start as usize..span.end as usize).unwrap_or("");
    let at = |offset: usize| span.start as usize + offset;
    match (align(raw, value, range.start), align(raw, value, range.end)) {
        (Some(start), Some(end)) if start <= end => Span::new(span.file, at(start), at(end)),
        _ => span,
    }
}

/// The offset in `raw` where the value's byte `target` was written: both texts are walked side by side, past quotes,
/// indentation, folding and escapes.
fn align(raw: &str, value: &str, target: usize) -> Option<usize> {
    let opens =
        |c: &char| matches!(c, '"' | '\'') || (matches!(c, '“' | '”' | '„' | '‘' | '«') && !value.starts_with(*c));
    let quote = raw.chars().next().filter(opens);
    let mut rest = raw.char_indices().peekable();
    if quote.is_some() {
        rest.next();
    }
    for (offset, wanted) in value.char_indices() {
        // Indentation and folded line breaks stand in the file and not in the value.
        while let Some(&(_, c)) = rest.peek() {
            if c.is_whitespace() && c != wanted && !wanted.is_whitespace() {
                rest.next()
            } else {
                break;
            };
        }
        if offset >= target {
            return Some(rest.peek().map_or(raw.len(), |&(i, _)| i));
        }
        match rest.peek().copied() {
            Some((_, c)) if c == wanted => {
                rest.next();
                if wanted == '\'' && quote == Some('\'') {
                    rest.next();
                }
            }
            Some((_, c)) if c.is_whitespace() && wanted.is_whitespace() => {
                rest.next();
            }
            // A blank line of the value is one line break of several in the file.
            Some(_) if wanted.is_whitespace() => {}
            _ => return None,
        }
    }
    let end = rest.peek().map_or(raw.len(), |&(i, _)| i);
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn ranges_are_found_through_quotes_and_folding() {
        let cases = [
            ("[60..90)", "[60..90)", "90", 5),
            ("\">= 60 kgg\"", ">= 60 kgg", "kgg", 7),
            ("'it''s x'", "it's x", "x", 7),
            ("first\n    second third", "first second third", "third", 17),
            ("one\n    two {{ x }}\n", "one\ntwo {{ x }}\n", "x", 15),
        ];
        for (raw, value, wanted, expected) in cases {
            let mut sources = Sources::new();
            let file = sources.add_text("a.yaml", raw);
            let start = value.rfind(wanted).unwrap();
            let span = locate(sources.get(file), Span::new(file, 0, raw.len()), value, &(start..start + wanted.len()));
            assert_eq!((span.start, sources.slice(span)), (expected, wanted), "{raw}");
        }
    }
}
