//! Quotes that do not close, close too early, or are no quotes to YAML.

use super::Slip;
use super::line::{Line, is_name, quoted};
use std::ops::Range;

/// Quotes of prose, which mean nothing to YAML.
const CURLY: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// What stands between curly quotes, if a text is all between them, or only opens with one.
pub(in crate::syntax) fn curly(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(CURLY)?;
    match inside.strip_suffix(CURLY) {
        Some(inside) if !inside.contains(CURLY) => Some(inside),
        // An apostrophe is no quote.
        None if !inside.contains(CURLY) && !text.starts_with('’') => Some(inside),
        _ => None,
    }
}

/// Texts between quotes in a part of a text: where each opens, and where it closes, if it does on the same line.
fn pairs(text: &str, within: Range<usize>) -> Vec<(usize, Option<usize>)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = within.start;
    let mut fresh = true;
    while at < within.end {
        let byte = bytes[at];
        if fresh && matches!(byte, b'"' | b'\'') {
            let close = closing(text, at, within.end);
            found.push((at, close));
            match close {
                Some(close) => at = close + 1,
                None => return found,
            }
            fresh = false;
            continue;
        }
        if byte == b'#' && at > within.start && bytes[at - 1] == b' ' {
            return found;
        }
        fresh = matches!(byte, b' ' | b'[' | b'{' | b',')
            && (fresh || byte != b' ' || matches!(bytes[at.saturating_sub(1)], b':' | b'-' | b','));
        at += 1;
    }
    found
}

/// The quote that closes the one at `open`, before `end`.
fn closing(text: &str, open: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = bytes[open];
    let mut at = open + 1;
    while at < end {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && at + 1 < end && bytes[at + 1] == b'\'' => at += 1,
            byte if byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// A slip of quotes, where the parser's words are about quotes.
pub(super) fn find(text: &str, at: usize, words: &str) -> Option<Slip> {
    let opens = text[at..].starts_with(['"', '\'']);
    if words.contains("escape character") && opens {
        return escape(text, at);
    }
    if words.contains("unclosed quote") && opens {
        return Some(unclosed(text, at, Line::at(text, at)?));
    }
    if !words.contains("trailing content after") {
        return None;
    }
    let line = Line::at(text, at)?;
    let closed_here = |&(_, close): &(usize, Option<usize>)| {
        close.is_some_and(|close| close < at && text[close + 1..at].trim().is_empty())
    };
    let here = pairs(text, line.content()..line.end);
    if let Some((open, Some(close))) = here.into_iter().rev().find(closed_here) {
        return Some(too_early(text, open, close, at, line));
    }
    // The quote that closed here was meant to open: one above does not close.
    let mut above = line.above();
    while let Some(line) = above {
        if let Some((open, None)) = pairs(text, line.content()..line.end).pop() {
            return Some(unclosed(text, open, line));
        }
        above = line.above();
    }
    None
}

/// A backslash between double quotes begins a sign of its own.
fn escape(text: &str, at: usize) -> Option<Slip> {
    let line = Line::at(text, at)?;
    let close = closing(text, at, line.end)?;
    let inside = &text[at + 1..close];
    let slash = inside.find('\\')? + at + 1;
    let sign = text[slash + 1..close].chars().next().map_or(0, char::len_utf8);
    Some(
        Slip::new(slash..slash + 1 + sign, "a backslash means something else between double quotes")
            .label("begins a sign of its own")
            .help("put the text between single quotes, where a backslash is one")
            .fix(at..close + 1, format!("'{}'", inside.replace("\\\"", "\"").replace('\'', "''"))),
    )
}

fn unclosed(text: &str, open: usize, line: Line) -> Slip {
    let quote = &text[open..=open];
    let at_end = line.start + line.text().trim_end().len();
    let in_flow = line.text()[..open - line.start].contains(['{', '[']);
    let value_starts = line.value().start == open;
    let end = if in_flow {
        line.start + line.text().trim_end_matches(['}', ']', ' ', ',']).len()
    } else if value_starts {
        // Lines that go on with the text belong to it, unless they look like fields.
        let last = line.value_end();
        let goes_on = text[at_end..last].lines().all(|line| !line.contains(": "));
        if goes_on { last } else { at_end }
    } else {
        at_end
    };
    let end = end.max(open + 1);
    Slip::new(open..open + 1, "this quote is not closed")
        .label("opens here")
        .help(format!("close it with another `{quote}` where the text ends"))
        .fix(end..end, quote)
}

/// A quote that closes although the text goes on.
fn too_early(text: &str, open: usize, close: usize, at: usize, line: Line) -> Slip {
    let quote = &text[open..=open];
    let inside = &text[open + 1..close];
    let rest = &text[at..line.end];
    // `a: "x, b: "y"`: what closes was meant to open.
    if let Some((before, _)) = inside
        .trim_end()
        .strip_suffix(':')
        .and_then(|head| head.rsplit_once([',', '{']))
        .filter(|(_, name)| is_name(name.trim()))
    {
        let end = open + 1 + before.trim_end().len();
        return Slip::new(open..open + 1, "this quote is not closed")
            .label("opens here")
            .help(format!("close it with another `{quote}` where the text ends"))
            .fix(end..end, quote);
    }
    // `a: "x" b: "y"`: two fields without a comma.
    let name = rest.split_once(':').map_or("", |(name, _)| name);
    if is_name(name) && line.text().contains('{') {
        return Slip::new(at..at + name.len(), format!("a comma is missing before `{name}`"))
            .label("another field begins")
            .help("between braces, fields stand apart by commas")
            .fix(close + 1..close + 1, ",");
    }
    let end = if line.text()[..open - line.start].contains(['{', '[']) {
        at + rest.find([',', '}', ']']).unwrap_or(rest.len())
    } else {
        line.start + line.text().trim_end().len()
    };
    let end = at + text.get(at..end).unwrap_or("").trim_end().len();
    let written = &text[open..end];
    // With a quote at both ends, the ones between are of the text; else the text only begins with a word in quotes.
    let meant = match written.strip_suffix(quote) {
        Some(head) if head.len() > 1 => head[1..].replace("\\\"", "\"").replace("''", "'"),
        _ => written.to_owned(),
    };
    Slip::new(close..close + 1, "the text goes on behind the quote that closes it")
        .label("closes the text")
        .help(if meant.contains('"') || !meant.contains('\'') {
            "put the whole between single quotes; write a single quote inside it twice"
        } else {
            "put the whole between double quotes, then `'` can stand in it"
        })
        .fix(
            open..end,
            if meant.contains('"') || !meant.contains('\'') {
                format!("'{}'", meant.replace('\'', "''"))
            } else {
                quoted(&meant)
            },
        )
}
