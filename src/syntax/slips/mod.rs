//! What people type that is no YAML: each slip in plain words, with what to type instead, and with the repair that lets
//! the rest of the file be read.
//!
//! The parser says where it could not go on; what was typed wrong often stands before that. So the lines around the place
//! are looked at, by one file per family of slips. All places are bytes of the text that the parser read.

mod brackets;
mod conflict;
mod fieldless;
mod indent;
mod line;
mod part;
mod plain;
mod quotes;
mod tabs;
mod unquoted;

pub(super) use line::quoted;
pub(super) use part::part_of;
pub(super) use quotes::curly;

use crate::diagnostics::{Lint, lints};
use line::Line;
use std::ops::Range;

/// What is said of words where a field should be: they may have been a part of the text of any field.
pub(super) const NO_FIELD: &str = "this line is no field";

/// What is said where the line above with the name of a field is missing.
pub(super) const NO_NAME: &str = "this stands below no field";

/// Stands in for such a name: no field is called that.
pub(super) const NAME: char = '\u{f8ff}';

/// A slip, what to say of it, and its repair.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slip {
    /// Which lint.
    pub lint: &'static Lint,
    /// The place.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// Words under the caret.
    pub label: String,
    /// What to type instead.
    pub help: String,
    /// The edit that does what the help says, if it fits on one line.
    pub fix: Option<(Range<usize>, String)>,
    /// Other places, with words.
    pub related: Vec<(Range<usize>, String)>,
    /// What makes the text readable, in order and apart.
    pub edits: Vec<(Range<usize>, String)>,
    /// How sure the repair is.
    pub repair: Repair,
}

/// How sure a repair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repair {
    /// It is what was meant.
    Sure,
    /// A line was put where it may belong: if the next line is no better, nothing more is said of it.
    Guess,
    /// Every line of the file with this slip is mended, so that it is said once.
    Everywhere,
}

impl Slip {
    fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            lint: &lints::YAML_SYNTAX,
            at,
            message: message.into(),
            label: String::new(),
            help: String::new(),
            fix: None,
            related: Vec::new(),
            edits: Vec::new(),
            repair: Repair::Sure,
        }
    }

    /// Moves every place further on, for a text that is part of a longer one.
    pub fn shift(&mut self, by: usize) {
        let ranges = self.related.iter_mut().map(|(at, _)| at).chain(self.edits.iter_mut().map(|(at, _)| at));
        for at in ranges.chain(self.fix.as_mut().map(|(at, _)| at)).chain([&mut self.at]) {
            *at = at.start + by..at.end + by;
        }
    }

    fn guess(self) -> Self {
        Self { repair: Repair::Guess, ..self }
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// A single edit that is shown to the editor, and makes the text readable.
    fn fix(self, at: Range<usize>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { fix: Some((at.clone(), text.clone())), ..self }.edit(at, text)
    }

    /// An edit that makes the text readable, and is not shown.
    fn edit(mut self, at: Range<usize>, text: impl Into<String>) -> Self {
        self.edits.push((at, text.into()));
        self
    }
}

/// What an editor did, where the parser stopped at byte `at` of `text` with these words.
pub(super) fn find(text: &str, at: usize, words: &str) -> Option<Slip> {
    // What nests too deep is no slip of a pen.
    if ["nesting", "depth", "limit"].iter().any(|part| words.contains(part)) {
        return None;
    }
    let here = Line::at(text, at)?;
    // A line ends before its `\r`.
    let at = at.min(here.end);
    conflict::find(text)
        .or_else(|| tabs::find(text, here.end))
        .or_else(|| unquoted::find(text, here))
        .or_else(|| indent::no_colon_before(text, here))
        .or_else(|| fieldless::block(text, here))
        .or_else(|| quotes::find(text, at, words))
        .or_else(|| plain::find(text, here, at, words))
        .or_else(|| brackets::find(text, here, at, words))
        .or_else(|| fieldless::find(text, here))
        .or_else(|| indent::find(text, here, at, words))
}

#[cfg(test)]
mod tests;
