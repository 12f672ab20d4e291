//! Places in texts.

use std::ops::Deref;

/// Which text of a [`Sources`](super::Sources).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(super) u32);

/// A byte range of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. Offsets past 4 GiB cannot occur, since no source is that large.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        Self { file, start, end: u32::try_from(end).unwrap_or(u32::MAX).max(start) }
    }

    /// The start of a text.
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The place of a value that stands in for one which could not be read: nothing is reported there, since that was. No
    /// text is so long that anything of its own stands there.
    pub fn stand_in(file: FileId) -> Self {
        Self { file, start: u32::MAX, end: u32::MAX }
    }

    /// Whether this reaches to where only stand-ins are.
    pub fn is_stand_in(self) -> bool {
        self.end == u32::MAX
    }

    /// The whole file in which this stands, without its stand-ins.
    #[must_use]
    pub fn whole_file(self) -> Self {
        Self { start: 0, end: u32::MAX - 1, ..self }
    }

    /// Whether this begins in another, or right behind it.
    pub fn begins_in(self, whole: Self) -> bool {
        self.file == whole.file && (whole.start..=whole.end).contains(&self.start)
    }

    /// The smallest span of one text that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line from 1.
    pub line: u32,
    /// Column from 1, in characters.
    pub column: u32,
}

/// A value with the place that wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins value and place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Another value at the same place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
