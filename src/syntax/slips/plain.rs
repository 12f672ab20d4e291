//! Texts without quotes that need them: a colon inside, or a sign of YAML at the start.

use super::Slip;
use super::brackets::closes_nothing;
use super::indent::no_space;
use super::line::{Line, is_name, quoted, quotes_around};
use super::quotes::curly;
use crate::diagnostics::lints;
use std::ops::Range;

/// A slip in the value of the line at which the parser stopped, or of the line above.
pub(super) fn find(text: &str, here: Line, at: usize, words: &str) -> Option<Slip> {
    if words.contains("comment intercepting") {
        return Some(comment(text, at, here));
    }
    if words.contains("mapping values") {
        return colon(text, here, at);
    }
    if let Some(slip) = colon_between_braces(text, here, at, words) {
        return Some(slip);
    }
    let above = here.above().filter(|_| at <= here.content());
    std::iter::once(here).chain(above).find_map(|line| starts_wrong(text, line))
}

/// Quotes around a value, or, where it runs over several lines, words for that.
fn needs_quotes(text: &str, value: Range<usize>, slip: Slip) -> Slip {
    let written = &text[value.clone()];
    match curly(written) {
        Some(inside) => slip.help("type straight quotes around it").fix(value.clone(), quoted(inside)),
        None if written.contains('\n') => {
            let slip = slip.help("put the whole text in quotes, or below its field after `>-`, each line indented");
            quotes_around(text, &value).into_iter().fold(slip, |slip, (at, by)| slip.edit(at, by))
        }
        None => slip.help("put the text in quotes").fix(value.clone(), quoted(written)),
    }
}

/// `do: Note: drink`.
fn colon(text: &str, here: Line, at: usize) -> Option<Slip> {
    let own = here.field()?;
    let mut line = here;
    if own.end == at {
        // The line's own colon: it goes on with the text above, or stands too far to the right.
        let above = here.above()?;
        if is_name(&text[own]) {
            // `- id:nap` was read as a text, and texts have no fields.
            return no_space(text, above).filter(|_| above.field().is_none());
        }
        line = above;
        while line.field().is_none() && !line.is_entry() {
            line = line.above()?;
        }
    }
    if let Some(slip) = no_brace(text, here) {
        return Some(slip);
    }
    // The text may begin in the line below its field.
    let start = match line.below().filter(|below| line.value().is_empty() && !below.is_blank()) {
        Some(below) => below.content(),
        None => line.value().start,
    };
    let value = start..line.value_end().max(at);
    let inner = text.get(value.start..at).unwrap_or("");
    let rest = text.get(at + 1..value.end).unwrap_or("").trim_start();
    // `sun: do: [easy], minutes: 20..40`
    let more = |(colon, _): (usize, &str)| rest[..colon].rsplit_once(", ").is_some_and(|(_, name)| is_name(name));
    let is_map = !rest.contains(' ') || rest.starts_with('"') || rest.match_indices(": ").any(more);
    if is_name(inner) && is_map && line == here {
        // `unless: conditions: kidney-disease` names something inside of `unless`.
        return Some(
            Slip::new(value.start..at + 1, format!("`{inner}` stands on the line of the field that holds it"))
                .label("another field begins")
                .help("put braces around it; if it is a text, put it in quotes")
                .fix(value.clone(), format!("{{ {} }}", &text[value])),
        );
    }
    let slip = Slip::new(at..at + 1, "this text has a colon in it").label("read as the end of a field's name");
    Some(needs_quotes(text, value, slip))
}

/// `- days: 1..3, none: [run] }`, or `sun: do: easy }`.
fn no_brace(text: &str, line: Line) -> Option<Slip> {
    let written = line.text();
    let count = |sign: char| written.matches(sign).count();
    if !written.trim_end().ends_with('}') || count('}') != count('{') + 1 || text[line.value()].starts_with('{') {
        return None;
    }
    let from = if line.is_entry() { line.content() } else { line.value().start };
    let end = line.start + written.trim_end().len();
    let slip = closes_nothing('}', end - 1).help("write the brace that opens").fix(from..from, "{ ");
    text[from..end].contains(": ").then_some(slip)
}

/// `{ do: Note: drink }`, or `{ a: 1 b: 2 }`.
fn colon_between_braces(text: &str, here: Line, at: usize, words: &str) -> Option<Slip> {
    if !words.contains("flow mapping") || !text[at..].starts_with(':') {
        return None;
    }
    let from = text[here.start..at].rfind([',', '{', '[']).map(|i| here.start + i + 1)?;
    let to = text[at..here.end].find([',', '}', ']']).map_or(here.end, |i| at + i);
    let start = from + text[from..at].find(": ")? + 2;
    let value = start..start + text[start..to].trim_end().len();
    if let Some((before, name)) =
        text[start..at].rsplit_once(' ').filter(|(before, name)| is_name(name) && !before.contains(' '))
    {
        let end = start + before.trim_end().len();
        if before.trim_end().ends_with(';') {
            return Some(
                Slip::new(end - 1..end, "between braces, fields stand apart by commas")
                    .label("not a comma")
                    .help("write a comma")
                    .fix(end - 1..end, ","),
            );
        }
        return Some(
            Slip::new(at - name.len()..at, format!("a comma is missing before `{name}`"))
                .label("another field begins")
                .help("between braces, fields stand apart by commas")
                .fix(end..end, ","),
        );
    }
    let slip = Slip::new(at..at + 1, "this text has a colon in it").label("read as the end of a field's name");
    Some(needs_quotes(text, value, slip))
}

/// `do: Drink # of` with a line below that goes on.
fn comment(text: &str, at: usize, here: Line) -> Slip {
    let mut line = here;
    while line.field().is_none() && !line.is_entry() {
        let Some(above) = line.above() else { break };
        line = above;
    }
    let value = line.value().start..line.value_end();
    let slip = Slip { lint: &lints::TEXT_CUT_BY_COMMENT, ..Slip::new(at..at + 1, "a `#` cuts this text short") };
    needs_quotes(text, value, slip.label("the rest of the line is read as a comment"))
}

/// `do: @home`: a sign that means something else at the start of a value.
fn starts_wrong(text: &str, line: Line) -> Option<Slip> {
    if line.field().is_none() && !line.is_entry() {
        return None;
    }
    let value = line.value();
    let written = &text[value.clone()];
    let sign = written.chars().next()?;
    let wrong = match sign {
        '%' | '@' | '`' | ',' | ']' | '}' | '*' | '&' | '!' => true,
        '|' | '>' => return block(line, value, written),
        '-' | '?' => written[1..].starts_with(' '),
        '[' | '{' => closes_before_words(written),
        _ => false,
    };
    if !wrong {
        return None;
    }
    let value = if matches!(sign, '[' | '{') { value } else { value.start..line.value_end().max(value.end) };
    let slip = Slip::new(
        value.start..value.start + 1,
        format!("a text cannot begin with `{sign}` unless it stands in quotes"),
    )
    .label("means something else to YAML");
    Some(needs_quotes(text, value, slip))
}

/// `[Draft] Drink`: the bracket that opens the value closes, and words follow.
fn closes_before_words(written: &str) -> bool {
    let mut depth = 0_usize;
    for (at, c) in written.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return written[at + 1..].trim_start().starts_with(char::is_alphanumeric);
                }
            }
            _ => {}
        }
    }
    false
}

/// `do: | Drink`: words on the line of the sign that says that they come below.
fn block(line: Line, value: Range<usize>, written: &str) -> Option<Slip> {
    let sign_ends = written.find(|c: char| !matches!(c, '|' | '>' | '-' | '+' | '0'..='9')).unwrap_or(written.len());
    let words = written[sign_ends..].trim_start();
    if words.is_empty() {
        return None;
    }
    let sign = &written[..sign_ends];
    let from = value.start + sign_ends;
    let below = line.below().filter(|below| below.indent() > line.column()).map_or(line.column() + 2, Line::indent);
    Some(
        Slip::new(value.end - words.len()..value.end, format!("words stand behind `{sign}`"))
            .label("the text begins in the next line")
            .help(format!(
                "move the words to a line of their own below, indented; or leave `{sign}` out and use quotes"
            ))
            .edit(from..value.end - words.len(), format!("\n{}", " ".repeat(below))),
    )
}
