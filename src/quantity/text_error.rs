//! What is wrong with a short text, and where.

use std::fmt;
use std::ops::Range;

/// A complaint about one place of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextError {
    /// The bytes meant, within the text that was given; on character boundaries, empty at its end.
    pub at: Range<usize>,
    /// A lower-case phrase without a full stop.
    pub message: String,
    /// What to type instead, where that is known.
    pub help: Option<String>,
}

impl TextError {
    /// A complaint about the bytes `at`, without help.
    pub fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        TextError { at, message: message.into(), help: None }
    }

    /// The same complaint with a way out.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same complaint with a way out where one is known.
    #[must_use]
    pub fn with_help_if(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The same complaint, `by` bytes further on: for a text that is part of a longer one.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.at = self.at.start + by..self.at.end + by;
        self
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TextError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_kept_and_places_shift() {
        let error =
            TextError::new(2..4, "`kq` is not a unit").with_help("did you mean `kg`?").with_help_if(None).shifted(3);
        assert_eq!(error.at, 5..7);
        assert_eq!(error.to_string(), "`kq` is not a unit (did you mean `kg`?)");
    }
}
