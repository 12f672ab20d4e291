//! Where in a file somebody is typing. What stands there is hardly ever YAML yet, so a word of our own is put in the
//! place of theirs, what is open is closed, and the file is read until that word turns up in the tree.

use super::walk::{Site, Spot, walk};
use crate::diagnostics::Findings;
use crate::source::Sources;
use crate::syntax::parse;
use std::ops::Range;

/// Stands for the word that is typed.
pub(super) const MARK: &str = "zzcursorzz";

/// What may have to be closed behind the word, where what its own line opens is not all.
const CLOSERS: &[&str] = &["", "]", "}", "]}", "}]", "}}", "]}]", "}]}", "\"", "'"];

/// A place in a text.
pub(super) struct Cursor<'t> {
    text: &'t str,
    /// The bytes of the word that is typed, which may be empty.
    pub word: Range<usize>,
    /// Its line up to it.
    pub before: &'t str,
    /// Its line after it.
    pub after: &'t str,
}

/// Whether a character belongs to a word: a name, or a part of one.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

impl<'t> Cursor<'t> {
    /// The place of a byte, which is moved back to the start of its character.
    pub fn new(text: &'t str, offset: usize) -> Cursor<'t> {
        let offset = text.floor_char_boundary(offset);
        let (head, tail) = text.split_at(offset);
        let line = head.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let typed = head.len() - head.trim_end_matches(is_word).len();
        // The dash of a list is no word.
        let start = (offset - typed).max(line);
        let start = if head[start..].starts_with('-') && text[line..start].trim().is_empty() {
            start + usize::from(head[start..] == *"-")
        } else {
            start
        };
        let end = offset + (tail.len() - tail.trim_start_matches(is_word).len());
        let stop = text[end..].find(['\n', '\r']).map_or(text.len(), |at| end + at);
        Cursor { text, word: start..end, before: &text[line..start], after: &text[end..stop] }
    }

    /// Whether nothing but indentation and dashes stands before the word, so that it may become a key.
    fn is_first(&self) -> bool {
        self.before.trim_matches([' ', '-']).is_empty()
    }

    /// Shows `look` the place of the word as a value and as a key, wherever one of the two can be read.
    pub fn look(&self, path: &str, look: &mut dyn FnMut(Site)) {
        let (head, tail) = (&self.text[..self.word.start], &self.text[self.word.end..]);
        let rest = &tail[self.after.len()..];
        let own = self.after.trim_start().starts_with(':');
        let mut seen = [false; 2];
        // With all that follows, so that the other fields of the same record are seen.
        let whole = [format!("{head}{MARK}{tail}"), format!("{head}{MARK}: x{rest}")];
        let opened = closers(self.before);
        let cut = CLOSERS
            .iter()
            .flat_map(|more| [format!("{head}{MARK}{opened}{more}"), format!("{head}{MARK}: x{opened}{more}")]);
        for (at, text) in whole.into_iter().chain(cut).enumerate() {
            let as_key = at % 2 == 1;
            if seen[usize::from(as_key)] || (as_key && (!self.is_first() || own)) {
                continue;
            }
            seen[usize::from(as_key)] = find(path, &text, look);
        }
    }
}

/// What closes the quote and the brackets that a line leaves open.
fn closers(line: &str) -> String {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) => quote = (c != q).then_some(q),
            // A quote within a word is an apostrophe.
            (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',' | ':') => quote = Some(c),
            (None, '[') => open.push(']'),
            (None, '{') => open.push('}'),
            (None, ']' | '}') => drop(open.pop()),
            _ => {}
        }
        before = c;
    }
    quote.into_iter().chain(open.into_iter().rev()).collect()
}

/// Reads a text and shows the place of the mark; says whether there is one.
fn find(path: &str, text: &str, look: &mut dyn FnMut(Site)) -> bool {
    let mut sources = Sources::new();
    let file = sources.add_text(path, text);
    let tree = parse(&sources, file, &mut Findings::new());
    let mut seen = false;
    walk(&tree, &mut |site| {
        let marked = match site.spot {
            Spot::Key(key, _) => key.text == MARK,
            Spot::Value(node) => node.as_scalar().is_some_and(|scalar| scalar.text.contains(MARK)),
        };
        if marked && !seen {
            seen = true;
            look(site);
        }
    });
    seen
}
