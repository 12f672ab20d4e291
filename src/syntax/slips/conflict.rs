//! Two versions that were never made one: `<<<<<<<`, `=======`, `>>>>>>>`.

use super::Slip;
use std::ops::Range;

/// A marker stands at the start of its line.
fn marker(text: &str, sign: &str, from: usize, to: usize) -> Option<usize> {
    let mut at = from;
    while let Some(found) = text[at..to].find(sign).map(|i| at + i) {
        if found == 0 || text.as_bytes()[found - 1] == b'\n' {
            return Some(found);
        }
        at = found + sign.len();
    }
    None
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |i| at + i + 1)
}

/// The first place where two versions stand one after the other. The first of the two is kept.
pub(super) fn find(text: &str) -> Option<Slip> {
    let between = |from: usize| marker(text, "=======", from, text.len());
    let whole = marker(text, "<<<<<<<", 0, text.len()).and_then(|from| {
        let between = between(from)?;
        let to = marker(text, ">>>>>>>", between, text.len())?;
        Some((from, between, to))
    });
    let Some((from, between, to)) = whole else { return left_over(text) };
    // Some tools also show what both versions were made of.
    let older = marker(text, "|||||||", from, between);
    let first_ends = older.unwrap_or(between);
    let sign = |at: usize| -> Range<usize> { at..at + text[at..line_end(text, at)].trim_end().len() };
    let mut slip = Slip::new(sign(from), "two versions of these lines stand here")
        .label("the first version begins")
        .help("keep one version, and delete the other with the lines of `<<<<<<<`, `=======` and `>>>>>>>`")
        .edit(from..line_end(text, from), "")
        .edit(first_ends..line_end(text, to), "");
    slip.related = vec![(sign(between), "the second version begins".to_owned()), (sign(to), "and ends".to_owned())];
    Some(slip)
}

/// A marker whose partners somebody has deleted.
fn left_over(text: &str) -> Option<Slip> {
    let at = ["<<<<<<<", "=======", ">>>>>>>"].iter().filter_map(|sign| marker(text, sign, 0, text.len())).min()?;
    let end = line_end(text, at);
    let line = text[at..end].trim_end();
    Some(
        Slip::new(at..at + line.len(), "this line was left over where two versions were made one")
            .label("no part of the pack")
            .help("delete this line")
            .edit(at..end, ""),
    )
}
