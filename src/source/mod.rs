//! The files of a pack as text, and places in them.
//!
//! A [`Sources`] owns every text that a finding can point at: files of the pack, templates, profiles, and the
//! words of a command line (`--set`). Nothing here reads a disk: bytes come in, text and [`Span`]s go out.

mod span;

pub use span::{FileId, Place, Span, Spanned};

use std::borrow::Cow;
use std::sync::OnceLock;

/// Every text of a run, in the order in which it was added.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

/// One text with its path.
#[derive(Debug)]
pub struct Source {
    path: String,
    shown: String,
    text: Cow<'static, str>,
    trouble: Option<Trouble>,
    recorded: Option<&'static [u8]>,
    line_starts: OnceLock<Vec<u32>>,
}

/// Why bytes are not a text that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The byte at this offset is not part of valid UTF-8.
    NotUtf8(u32),
    /// A control character that no text file has (NUL, for instance) stands at this offset.
    Control(u32),
    /// The file is larger than [`LARGEST`] bytes.
    TooLarge,
}

/// The largest file that is read, in bytes. A pack of 10,000 questions in one file is a tenth of it.
pub const LARGEST: usize = 64 << 20;

impl Sources {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text that the binary carries.
    pub fn add_static(&mut self, path: impl Into<String>, text: &'static str) -> FileId {
        self.push(path.into(), Cow::Borrowed(text), None)
    }

    /// Adds a text that the binary carries together with what a parser made of it when the binary was built.
    pub fn add_recorded(&mut self, path: impl Into<String>, text: &'static str, recorded: &'static [u8]) -> FileId {
        let id = self.add_static(path, text);
        self.files[id.0 as usize].recorded = Some(recorded);
        id
    }

    /// Sets the path under which a source is shown to users, where it is not the one that the room above reads it by.
    pub fn show_as(&mut self, id: FileId, shown: impl Into<String>) {
        self.files[id.0 as usize].shown = shown.into();
    }

    /// Adds a text.
    pub fn add_text(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(path.into(), Cow::Owned(text.into()), None)
    }

    /// Adds a file's bytes. What is wrong with them as a text is kept as the source's [`Trouble`], so that the reader
    /// of the file can report it with its place.
    pub fn add_bytes(&mut self, path: impl Into<String>, bytes: Vec<u8>) -> FileId {
        if bytes.len() > LARGEST {
            return self.push(path.into(), Cow::Borrowed(""), Some(Trouble::TooLarge));
        }
        let (text, trouble) = match String::from_utf8(bytes) {
            Ok(text) => {
                let is_control = |b: u8| b < b' ' && !matches!(b, b'\n' | b'\r' | b'\t');
                // Almost no text has one: whether any does is asked of many bytes at once.
                let any = text.bytes().fold(false, |any, b| any | is_control(b));
                let control = if any { text.bytes().position(is_control) } else { None };
                (text, control.map(|at| Trouble::Control(offset(at))))
            }
            Err(error) => {
                let at = offset(error.utf8_error().valid_up_to());
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(Trouble::NotUtf8(at)))
            }
        };
        self.push(path.into(), Cow::Owned(text), trouble)
    }

    fn push(&mut self, path: String, text: Cow<'static, str>, trouble: Option<Trouble>) -> FileId {
        let id = FileId(offset(self.files.len()));
        self.files.push(Source {
            shown: path.clone(),
            path,
            text,
            trouble,
            recorded: None,
            line_starts: OnceLock::new(),
        });
        id
    }

    /// The source with this id.
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// All sources with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(i, s)| (FileId(offset(i)), s))
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a span's start.
    pub fn place(&self, span: Span) -> Place {
        self.get(span.file).place(span.start)
    }
}

impl Source {
    /// Path relative to the pack, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Path as shown to users: what they can open.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is wrong with the bytes, if anything.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// What a parser made of the text when the binary was built, in the parser's own form.
    pub fn recorded(&self) -> Option<&'static [u8]> {
        self.recorded
    }

    /// Line and column (both from 1, the column in characters) of a byte offset.
    pub fn place(&self, at: u32) -> Place {
        let starts = self.line_starts();
        let line = starts.partition_point(|&s| s <= at).max(1);
        let start = starts[line - 1] as usize;
        let column = self.text.get(start..at as usize).map_or(1, |before| before.chars().count() + 1);
        Place { line: offset(line), column: offset(column) }
    }

    /// Byte range of a line (from 1), without its line break.
    pub fn line(&self, line: u32) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let from = starts.get(line as usize - 1).map_or(self.text.len(), |&s| s as usize);
        let to = starts.get(line as usize).map_or(self.text.len(), |&s| s as usize);
        let text = &self.text[from..to];
        from..from + text.trim_end_matches(['\n', '\r']).len()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| offset(at + 1));
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

/// Offsets fit in 32 bits, since no source is larger than [`LARGEST`].
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let mut sources = Sources::new();
        let id = sources.add_text("a.yaml", "ä: 1\r\nb: 😀x\n");
        let at = |byte| {
            let place = sources.get(id).place(byte);
            (place.line, place.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(2), (1, 2));
        assert_eq!(at(7), (2, 1));
        assert_eq!(at(14), (2, 5));
        assert_eq!(&sources.get(id).text()[sources.get(id).line(1)], "ä: 1");
    }

    #[test]
    fn bytes_that_are_no_text_keep_their_place() {
        let mut sources = Sources::new();
        let bad = sources.add_bytes("bad.yaml", b"a: \xff".to_vec());
        let nul = sources.add_bytes("nul.yaml", b"a: b\0".to_vec());
        let fine = sources.add_bytes("fine.yaml", b"\xef\xbb\xbfa: b\r\n\tc".to_vec());
        assert_eq!(sources.get(bad).trouble(), Some(Trouble::NotUtf8(3)));
        assert_eq!(sources.get(nul).trouble(), Some(Trouble::Control(4)));
        assert_eq!(sources.get(fine).trouble(), None);
    }
}
