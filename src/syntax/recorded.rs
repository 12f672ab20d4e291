//! What the parser said of a file when the binary was built; `build.rs` writes it.

/// One event, with the bytes of the file that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recorded<'r> {
    /// Start of what it covers.
    pub(super) start: usize,
    /// How many bytes it covers, blanks at the end left out.
    pub(super) length: usize,
    /// What happened there.
    pub(super) what: What<'r>,
}

/// What an event says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What<'r> {
    /// A list begins.
    List,
    /// A map begins.
    Map,
    /// The innermost list or map ends.
    End,
    /// A text; its value, where the file does not have it as it is.
    Scalar {
        /// Whether it stands without quotes.
        plain: bool,
        /// The value after escapes and folding.
        value: Option<&'r str>,
    },
}

/// Reads events one by one; ends at the first byte that makes no sense.
pub(super) struct Events<'r>(pub(super) &'r [u8]);

impl<'r> Iterator for Events<'r> {
    type Item = Recorded<'r>;

    fn next(&mut self) -> Option<Recorded<'r>> {
        let (&tag, rest) = self.0.split_first()?;
        self.0 = rest;
        let start = self.number()?;
        let length = self.number()?;
        let what = match tag {
            0 => What::List,
            1 => What::Map,
            2 => What::End,
            3 | 4 => What::Scalar { plain: tag == 3, value: None },
            5 | 6 => {
                let (value, rest) = {
                    let n = self.number()?;
                    self.0.split_at_checked(n)?
                };
                self.0 = rest;
                What::Scalar { plain: tag == 5, value: Some(std::str::from_utf8(value).ok()?) }
            }
            _ => return None,
        };
        Some(Recorded { start, length, what })
    }
}

impl Events<'_> {
    fn number(&mut self) -> Option<usize> {
        let mut n = 0;
        for shift in (0..35).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            n |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Some(n);
            }
        }
        None
    }
}
