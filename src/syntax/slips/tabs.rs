//! Lines that are indented with tabs, or with spaces that are none to YAML.

use super::line::{Line, is_name, usual_column};
use super::{Repair, Slip};

/// How many lines are mended at once: whoever has more sees the rest after that.
const MOST_LINES: usize = 20_000;

/// For how many lines the rest of the file is asked where they stand.
const MOST_LOOKED_UP: usize = 20;

/// A slip of the line that ends at `to`, of one above, or of the next. Every such line of the file is mended: whoever typed
/// one tab typed them all.
pub(super) fn find(text: &str, to: usize) -> Option<Slip> {
    strange_spaces(text, to).or_else(|| tabs(text, to))
}

/// Spaces of word processors and web pages: they look like spaces, and YAML takes them for letters.
fn strange_spaces(text: &str, to: usize) -> Option<Slip> {
    const STRANGE: [char; 4] = ['\u{a0}', '\u{2007}', '\u{202f}', '\u{3000}'];
    let mut start = 0;
    let mut edits = Vec::new();
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(|c| c == ' ' || STRANGE.contains(&c)).len();
        for (at, c) in line[..indent].char_indices().filter(|(_, c)| STRANGE.contains(c)) {
            edits.push((start + at..start + at + c.len_utf8(), " ".to_owned()));
        }
        if edits.len() > MOST_LINES {
            break;
        }
        start += line.len();
    }
    let first = edits.first().filter(|(at, _)| at.start <= to)?.0.clone();
    let slip = Slip::new(first, "a space that is no space to YAML indents this line")
        .label("a no-break space, or one like it")
        .help("delete the spaces before the line, and type them again");
    Some(Slip { repair: Repair::Everywhere, edits, ..slip })
}

fn tabs(text: &str, to: usize) -> Option<Slip> {
    let next = text[to..].find('\n').map_or(text.len(), |i| to + i + 1);
    let next = next + (text[next..].len() - text[next..].trim_start().len());
    let last = text[next..].find('\n').map_or(text.len(), |i| next + i);
    let mut start = 0;
    let mut lines = Vec::new();
    let mut above = Above::default();
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let content = line.trim();
        if lines.len() == MOST_LINES {
            break;
        }
        if !content.is_empty() {
            let spaces = match line[..indent].find('\t') {
                Some(tab) => {
                    let spaces = Some(start + indent)
                        .filter(|_| lines.len() < MOST_LOOKED_UP)
                        .and_then(|content| usual(text, content))
                        .unwrap_or_else(|| above.spaces(&line[..indent]));
                    lines.push((start + tab, start..start + indent, " ".repeat(spaces)));
                    spaces
                }
                None => indent,
            };
            above = Above { spaces, content, indent: &line[..indent] };
        }
        start += line.len();
    }
    let (tab, ..) = lines.first().filter(|(tab, ..)| *tab <= last)?;
    let message = match lines.len() {
        1 => "a tab indents this line".to_owned(),
        n => format!("tabs indent this line and {} more", n - 1),
    };
    let run = text[*tab..].len() - text[*tab..].trim_start_matches('\t').len();
    let mut slip = Slip::new(*tab..tab + run, message)
        .label("a tab")
        .help("indent with spaces, two for each step; YAML allows no tabs here");
    slip.repair = Repair::Everywhere;
    slip.edits = lines.into_iter().map(|(_, range, spaces)| (range, spaces)).collect();
    Some(slip)
}

/// Where fields of the same name stand in the rest of the file.
fn usual(text: &str, content: usize) -> Option<usize> {
    let line = Line::at(text, content)?;
    let written = &text[content..line.end];
    let dash = if written.starts_with("- ") { 2 } else { 0 };
    let (name, _) = written[dash..].split_once(':').filter(|(name, _)| is_name(name))?;
    let below = line.below().filter(|below| !below.is_blank() && !below.text().starts_with('\t'));
    let above = line.above();
    if above.is_some_and(|above| above.text().starts_with('\t')) {
        return None;
    }
    let opens = above.is_some_and(Line::opens);
    if dash > 0 {
        // Above its other fields, or below the last entry that begins with the same one.
        let is_alike = |above: &Line| above.is_entry() && above.field().is_some_and(|field| &text[field] == name);
        let alike = line.all_above().find(is_alike).map(Line::indent);
        let fields = below.filter(|below| !below.is_entry() && below.field().is_some()).map(Line::indent);
        return fields.and_then(|column| column.checked_sub(dash)).or(alike.filter(|_| !opens));
    }
    // Between two fields of one column, or where such fields stand elsewhere.
    let column = above.map_or(0, Line::column);
    if below.is_some_and(|below| below.indent() == column) && !opens {
        return Some(column);
    }
    usual_column(line, name).filter(|usual| *usual <= column)
}

/// The line above, as far as it tells what a tab was meant to be.
#[derive(Default)]
struct Above<'t> {
    spaces: usize,
    indent: &'t str,
    content: &'t str,
}

impl Above<'_> {
    /// How many spaces an indentation with tabs stands for: as many as bring it below the fields of this line, or one step
    /// into it. Lines with tabs alike stand alike.
    fn spaces(&self, indent: &str) -> usize {
        let count = |indent: &str, c: char| indent.matches(c).count();
        let (tabs, before) = (count(indent, '\t'), count(self.indent, '\t'));
        if before > tabs {
            return self.spaces.saturating_sub(2 * (before - tabs));
        }
        if before == tabs {
            return (self.spaces + count(indent, ' ')).saturating_sub(count(self.indent, ' '));
        }
        let dash = if self.content.starts_with("- ") { 2 } else { 0 };
        let opens =
            self.content.ends_with([':', '|', '>']) || self.content.ends_with("|-") || self.content.ends_with(">-");
        self.spaces + dash + if opens { 2 } else { 0 }
    }
}
