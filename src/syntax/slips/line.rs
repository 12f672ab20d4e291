//! A line of YAML as an editor sees it: indentation, dashes, a field and its value.

use std::ops::Range;

/// Longer lines are not looked at: no editor wrote them.
const LONGEST: usize = 2_000;

/// A line of a text, without its line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    whole: &'t str,
    pub start: usize,
    pub end: usize,
}

impl<'t> Line<'t> {
    /// The line that holds a byte, unless it is too long.
    pub fn at(whole: &'t str, at: usize) -> Option<Self> {
        let start = whole.get(..at)?.rfind('\n').map_or(0, |i| i + 1);
        let end = whole[start..].find('\n').map_or(whole.len(), |i| start + i);
        let end = start + whole[start..end].trim_end_matches('\r').len();
        (end - start <= LONGEST).then_some(Self { whole, start, end })
    }

    pub fn text(self) -> &'t str {
        &self.whole[self.start..self.end]
    }

    pub fn is_blank(self) -> bool {
        let text = self.text().trim_start();
        text.is_empty() || text.starts_with('#')
    }

    /// The line above that is not blank and no comment.
    pub fn above(self) -> Option<Self> {
        let mut line = Line::at(self.whole, self.start.checked_sub(1)?)?;
        while line.is_blank() {
            line = Line::at(self.whole, line.start.checked_sub(1)?)?;
        }
        Some(line)
    }

    /// The lines above, from below, but for those that are blank.
    pub fn all_above(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.above(), |line| line.above())
    }

    /// The lines below, blank or not.
    pub fn all_below(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.below(), |line| line.below())
    }

    /// Whether it is a field whose value stands below.
    pub fn opens(self) -> bool {
        self.field().is_some() && self.value().is_empty()
    }

    /// The next line, blank or not.
    pub fn below(self) -> Option<Self> {
        let next = self.whole[self.end..].find('\n')? + self.end + 1;
        (next < self.whole.len()).then(|| Line::at(self.whole, next)).flatten()
    }

    /// Spaces at its start.
    pub fn indent(self) -> usize {
        self.text().len() - self.text().trim_start_matches(' ').len()
    }

    /// Where its content starts, behind indentation and dashes.
    pub fn content(self) -> usize {
        let mut at = self.start + self.indent();
        while let Some(rest) = self.whole[at..self.end].strip_prefix("- ") {
            at += 2 + (rest.len() - rest.trim_start_matches(' ').len());
        }
        at
    }

    /// The column of its content: where the fields of the same entry stand.
    pub fn column(self) -> usize {
        self.content() - self.start
    }

    /// Whether it is an entry of a list.
    pub fn is_entry(self) -> bool {
        self.text().trim_start().starts_with("- ") || self.text().trim() == "-"
    }

    /// The name of its field, up to the first colon with a space behind it.
    pub fn field(self) -> Option<Range<usize>> {
        let from = self.content();
        let text = &self.whole[from..self.end];
        if text.starts_with(['"', '\'', '[', '{', '#']) {
            return None;
        }
        let colon = text
            .match_indices(':')
            .map(|(i, _)| i)
            .find(|&i| matches!(text.as_bytes().get(i + 1), None | Some(b' ')))?;
        (colon > 0).then(|| from..from + colon)
    }

    /// Its value, without a comment: what follows the field, or the whole content where there is none.
    pub fn value(self) -> Range<usize> {
        let from = self.field().map_or_else(|| self.content(), |field| field.end + 1);
        let text = &self.whole[from..self.end];
        let start = from + (text.len() - text.trim_start().len());
        let text = &self.whole[start..self.end];
        let end = if text.starts_with(['"', '\'']) { text.len() } else { text.find(" #").unwrap_or(text.len()) };
        start..start + text[..end].trim_end().len()
    }

    /// Where the value ends, with the lines below that go on with it: those further to the right.
    pub fn value_end(self) -> usize {
        let depth = if self.field().is_some() { self.column() } else { self.indent() };
        let mut end = self.value().end;
        let mut next = self.below();
        while let Some(line) = next.filter(|line| line.text().trim().is_empty() || line.indent() > depth) {
            if !line.text().trim().is_empty() {
                end = line.start + line.text().trim_end().len();
            }
            next = line.below();
        }
        end
    }
}

/// The columns in which fields of a name stand in the rest of a file.
fn columns<'a>(line: Line<'a>, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let starts = line.whole.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0)
        .chain(starts)
        .filter(move |start| *start != line.start)
        .filter_map(move |start| Line::at(line.whole, start))
        .filter(move |other| other.field().is_some_and(|field| &line.whole[field] == name))
        .map(Line::column)
}

/// Whether a field of a name stands in a column in the rest of a file.
pub(super) fn stands_in(line: Line, name: &str, column: usize) -> bool {
    columns(line, name).any(|other| other == column)
}

/// The column in which fields of a name stand in the rest of a file, where they all stand in one.
pub(super) fn usual_column(line: Line, name: &str) -> Option<usize> {
    let mut columns = columns(line, name);
    let first = columns.next()?;
    columns.all(|column| column == first).then_some(first)
}

/// Whether a text could be the name of a field.
pub(super) fn is_name(text: &str) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(fine)
}

/// A text between quotes that do not stand in it.
pub(in crate::syntax) fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// Quotes around a text of the file: an edit for each end, and the text where it is one line.
pub(super) fn quotes_around(whole: &str, at: &Range<usize>) -> Vec<(Range<usize>, String)> {
    let text = &whole[at.clone()];
    if text.contains(['"', '\\']) {
        let doubled = text.match_indices('\'').map(|(i, _)| (at.start + i..at.start + i, "'".to_owned()));
        let mut edits = vec![(at.start..at.start, "'".to_owned())];
        edits.extend(doubled);
        edits.push((at.end..at.end, "'".to_owned()));
        return edits;
    }
    vec![(at.start..at.start, "\"".to_owned()), (at.end..at.end, "\"".to_owned())]
}
