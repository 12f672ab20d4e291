//! Brackets and braces that do not close, or close too much.

use super::Slip;
use super::line::Line;

/// A slip of brackets, where the parser's words are about them.
pub(super) fn find(text: &str, here: Line, at: usize, words: &str) -> Option<Slip> {
    if words.contains("misplaced bracket") {
        let sign = text[at..].chars().next().filter(|c| matches!(c, ']' | '}'))?;
        return Some(
            Slip::new(at..at + 1, format!("this `{sign}` closes nothing"))
                .label("nothing is open here")
                .help("remove it, or put the text in quotes")
                .fix(at..at + 1, ""),
        );
    }
    let flow =
        ["flow", "illegal placement of ':'", "block entries in this context"].iter().any(|part| words.contains(part));
    if !flow {
        return None;
    }
    let mut line = here;
    loop {
        if let Some(open) = last_open(line) {
            return Some(unclosed(text, open, line, here));
        }
        line = line.above()?;
    }
}

/// The last bracket of a line that does not close on it; brackets between quotes do not count.
fn last_open(line: Line) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    for (at, c) in line.text().char_indices() {
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
    // The list may go on over lines; it ends before the line that cannot be part of it.
    let last = if here == line { line } else { here.above().unwrap_or(line) };
    let end = last.start + last.text().trim_end().len();
    Slip::new(open..open + 1, format!("this `{sign}` is not closed"))
        .label("opens here")
        .help(format!("close it with `{closing}`; a text that begins with `{sign}` stands in quotes"))
        .fix(end..end, closing)
}
