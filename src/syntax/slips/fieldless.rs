//! What stands below fields that are complete: the line above it with its name, `do: >-` or `when:`, is gone.

use super::line::{Line, is_name, stands_in, usual_column};
use super::{NAME, NO_NAME, Slip};

/// How many lines are looked for in the rest of the file: the first tell.
const MOST_BESIDE: usize = 20;

/// The lines of words at or right above a line, where nothing above them goes on.
pub(super) fn find(text: &str, here: Line) -> Option<Slip> {
    let is_field = |line: &Line| line.field().is_some_and(|field| is_name(&text[field]));
    let is_words = |line: &Line| !is_field(line) && text[line.content()..].starts_with(char::is_alphanumeric);
    let last = if is_words(&here) { here } else { here.above().filter(is_words)? };
    let first = last.all_above().take_while(is_words).last().unwrap_or(last);
    let opener = first.above()?;
    // A comment ends a text without quotes.
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    let below_comment = text[opener.end..first.start].lines().any(is_comment);
    let ends = text[opener.value()].trim().ends_with(['"', '\'', ']', '}']) || below_comment;
    let is_complete = is_field(&opener) && !opener.opens() && ends;
    // A map's first field may be the one that is gone.
    let in_map = opener.opens() && is_field(&here) && here.indent() < first.indent() && here.indent() > opener.indent();
    let outer = first.all_above().find(|line| line.column() < first.indent())?;
    let column = if in_map { here.indent() } else { outer.column() };
    if !(is_complete || in_map) || first.indent() <= column || is_unfinished(text, first, &is_words) {
        return None;
    }
    let said = "if it is its text, write the name of a field above it, such as `do: >-`";
    Some(below_no_field(first, column, ": |").help(said))
}

/// Rather a field without its colon or the space behind it.
fn is_unfinished(text: &str, first: Line, is_words: &dyn Fn(&Line) -> bool) -> bool {
    let mut words = text[first.content()..first.end].split(' ');
    let word = words.next().unwrap_or("");
    let is_one_line = !first.below().as_ref().is_some_and(is_words);
    let is_usual = is_name(word) && (is_one_line || usual_column(first, word) == Some(first.column()));
    is_usual || word.contains([':', '=']) || words.next().is_none_or(|next| next == "=") || words.next().is_none()
}

/// Fields or entries that stand one step deeper than a field with a value, where such fields do not stand elsewhere; or fields
/// that stand below the entries of a list.
pub(super) fn block(text: &str, here: Line) -> Option<Slip> {
    let name = |line: &Line| line.field().map(|field| &text[field]).filter(|name| is_name(name));
    let said = "write the name of its field above it, such as `when:`";
    let below_entries = here.above().is_some_and(|above| above.is_entry() && above.indent() == here.indent());
    if below_entries && !here.is_entry() && name(&here).is_some_and(|name| stands_in(here, name, here.indent())) {
        return Some(below_no_field(here, here.indent().checked_sub(2)?, ":").help(said));
    }
    let mut first = here;
    while let Some(above) = first.above().filter(|above| above.indent() >= here.indent()) {
        first = above;
    }
    let opener = first.above()?;
    let value = text[opener.value()].trim();
    let opens = value.is_empty() || value.starts_with(['>', '|']);
    if opens || name(&opener).is_none() || opener.column() + 2 != first.indent() {
        return None;
    }
    let below = first.all_below().take_while(|line| line.is_blank() || line.indent() >= first.indent());
    let beside = std::iter::once(first).chain(below).filter(|line| !line.is_blank() && line.indent() == first.indent());
    let stand_in = |line: Line, column| name(&line).is_some_and(|name| stands_in(line, name, column));
    let beside: Vec<(Line, bool)> =
        beside.take(MOST_BESIDE).map(|line| (line, stand_in(line, opener.column()))).collect();
    let nowhere_else = beside.iter().all(|(line, is_of)| line.is_entry() || name(line).is_some() && !is_of);
    let at_home = || beside.iter().any(|(line, is_of)| !is_of && stand_in(*line, first.column()));
    (nowhere_else || at_home()).then(|| below_no_field(first, opener.column(), ":").help(said))
}

fn below_no_field(first: Line, column: usize, opens: &str) -> Slip {
    let name = format!("{}{NAME}{opens}\n", " ".repeat(column));
    Slip::new(first.start + first.indent()..first.end, NO_NAME)
        .label("belongs to no field")
        .edit(first.start..first.start, name)
}
