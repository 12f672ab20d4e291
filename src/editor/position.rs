//! Lines and columns as editors count them: from 0, in bytes or in units of UTF-16. A line ends with `\n`, `\r\n` or a
//! lone `\r`. Positions past the end of a line are its end, past the last line the end of the text.

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, what editors agree on unless they say otherwise.
    Utf16,
}

/// A place between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// From 0.
    pub line: u32,
    /// From 0, in units of the encoding.
    pub column: u32,
}

impl Encoding {
    fn width(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
        }
    }
}

/// The lines of a text, found once for many positions.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// The first byte of each.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub fn of(text: &'t str) -> Lines<'t> {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter_map(|(at, byte)| match byte {
            b'\n' => Some(at + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
            _ => None,
        });
        Lines { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The position of a byte; one inside a character is that of its start, one between `\r` and `\n` the line's end.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let text = self.text;
        let offset = text.floor_char_boundary(offset);
        let split = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
        let offset = offset - usize::from(split);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column: usize = text[self.starts[line]..offset].chars().map(|c| encoding.width(c)).sum();
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Position { line: short(line), column: short(column) }
    }

    /// The byte of a position.
    pub fn offset(&self, at: Position, encoding: Encoding) -> usize {
        let Some(start) = self.starts.get(at.line as usize) else { return self.text.len() };
        let mut left = at.column as usize;
        for (at, c) in self.text[*start..].char_indices() {
            let width = encoding.width(c);
            if matches!(c, '\n' | '\r') || left < width {
                return start + at;
            }
            left -= width;
        }
        self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_count_what_the_editor_counts() {
        let lines = Lines::of("a😀b\r\nä\rz\n");
        for (byte, utf8, utf16) in [(0, (0, 0), (0, 0)), (5, (0, 5), (0, 3)), (6, (0, 6), (0, 4)), (8, (1, 0), (1, 0))]
        {
            for (encoding, expected) in [(Encoding::Utf8, utf8), (Encoding::Utf16, utf16)] {
                let at = lines.position(byte, encoding);
                assert_eq!((at.line, at.column), expected, "byte {byte}, {encoding:?}");
                assert_eq!(lines.offset(at, encoding), byte);
            }
        }
        let at = |line, column| lines.offset(Position { line, column }, Encoding::Utf16);
        assert_eq!(at(0, 2), 1, "inside a character is its start");
        assert_eq!(at(0, 99), 6, "past a line's end is its end");
        assert_eq!((at(2, 0), at(3, 0), at(9, 9)), (11, 13, 13));
        assert_eq!(lines.position(7, Encoding::Utf8), Position { line: 0, column: 6 });
    }

    proptest! {
        #[test]
        fn there_and_back(text in "[a\u{e4}\u{1f600}\r\n]{0,12}", at in 0..40_usize) {
            let lines = Lines::of(&text);
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let place = lines.position(at, encoding);
                let byte = lines.offset(place, encoding);
                prop_assert_eq!(lines.position(byte, encoding), place);
                prop_assert!(byte <= at.min(text.len()) && text.is_char_boundary(byte));
            }
        }
    }
}
