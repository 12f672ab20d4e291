//! Brackets and braces that do not close, or close too much.

use super::Slip;
use super::line::{Line, quoted};

/// A slip of brackets, where the parser's words are about them.
pub(super) fn find(text: &str, here: Line, at: usize, words: &str) -> Option<Slip> {
    if words.contains("misplaced bracket") {
        let sign = text[at..].chars().next().filter(|c| matches!(c, ']' | '}'))?;
        let value = here.value().start;
        if sign == ']' && text.get(value..at).is_some_and(|before| before.starts_with('{')) {
            return Some(closes_nothing(sign, at).help("write the bracket that opens").fix(value..value, "["));
        }
        return Some(closes_nothing(sign, at).help("remove it, or put the text in quotes").fix(at..at + 1, ""));
    }
    let about = [
        "flow",
        "illegal placement of ':'",
        "block entries in this context",
        "only valid inside a block",
        "unclosed bracket",
    ];
    if !about.iter().any(|part| words.contains(part)) {
        return None;
    }
    if let Some(slip) = comma_twice(here) {
        return Some(slip);
    }
    let mut line = here;
    loop {
        // A list as a name is another mistake.
        if line.text().trim_start().starts_with("? ") {
            return None;
        }
        if let Some(open) = last_open(line) {
            // One that goes on over lines is closed further down; one above it that does not is not.
            let ends = |line: &Line| !line.text().trim_end().ends_with([',', '[', '{']);
            let above = line.above().filter(|above| !ends(&line) && ends(above));
            if let Some((above, open)) = above.and_then(|above| Some((above, last_open(above)?))) {
                return Some(unclosed(text, open, above, here));
            }
            return Some(cut_short(text, open, line).unwrap_or_else(|| unclosed(text, open, line, here)));
        }
        line = line.above()?;
    }
}

/// A bracket at byte `at` that nothing opens.
pub(super) fn closes_nothing(sign: char, at: usize) -> Slip {
    Slip::new(at..at + 1, format!("this `{sign}` closes nothing")).label("nothing is open here")
}

/// `[a,, b]`.
fn comma_twice(line: Line) -> Option<Slip> {
    let text = line.text();
    let second =
        text.match_indices(',').map(|(at, _)| at).find(|at| text[..*at].trim_end().ends_with([',', '[', '{']))?;
    let at = line.start + second..line.start + second + 1;
    Some(
        Slip::new(at.clone(), "a comma too many")
            .label("nothing stands before it")
            .help("remove it, or write what is missing")
            .fix(at, ""),
    )
}

/// `{ accent: #0b6e4f }`: what closes the bracket is read as part of a comment.
fn cut_short(text: &str, open: usize, line: Line) -> Option<Slip> {
    let hash = open + text[open..line.end].find(" #")? + 1;
    let end = hash + text[hash..line.end].find([' ', ',', '}', ']']).unwrap_or(line.end - hash);
    Some(
        Slip::new(hash..end, "a `#` cuts this line short")
            .label("the rest of the line is read as a comment")
            .help("if it is part of the value, put it in quotes")
            .fix(hash..end, quoted(&text[hash..end])),
    )
}

/// The last bracket of a line that does not close on it; brackets between quotes and in comments do not count.
fn last_open(line: Line) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.text().char_indices() {
        if c == '#' && quote.is_none() && before == ' ' {
            break;
        }
        before = c;
        match (quote, c) {
            (Some(q), _) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some(c),
            (None, '[' | '{') => open.push(line.start + at),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

fn unclosed(text: &str, open: usize, line: Line, here: Line) -> Slip {
    let (sign, closing) = if text[open..].starts_with('[') { ('[', "]") } else { ('{', "}") };
    // It may go on over lines, after a comma; it ends before the line that cannot be part of it.
    let goes_on = line.text().trim_end().ends_with([',', '[', '{']);
    let last = if here == line || !goes_on { line } else { here.above().unwrap_or(line) };
    let end = last.start + last.text().trim_end().len();
    Slip::new(open..open + 1, format!("this `{sign}` is not closed"))
        .label("opens here")
        .help(format!("close it with `{closing}`; a text that begins with `{sign}` stands in quotes"))
        .fix(end..end, closing)
}
