//! A text with small repairs, which knows where each of its bytes stood before them.

use std::borrow::Cow;
use std::ops::Range;

/// The text of a file after repairs, and the way back.
#[derive(Debug)]
pub(super) struct Mended<'t> {
    text: Cow<'t, str>,
    /// In order, without holes; together they are the text.
    pieces: Vec<Piece>,
}

/// A stretch of the text.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins in the text as it is now.
    now: usize,
    length: usize,
    /// Where it stood in the file; for a repair, what it stands before.
    before: usize,
    /// Whether it stood in the file.
    kept: bool,
}

impl<'t> Mended<'t> {
    /// A text as it is.
    pub fn new(text: &'t str) -> Self {
        let whole = Piece { now: 0, length: text.len(), before: 0, kept: true };
        Self { text: Cow::Borrowed(text), pieces: vec![whole] }
    }

    /// The text as it is now.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts texts in the place of others. The ranges are of the text as it is now, in order and apart.
    pub fn mend(&mut self, edits: &[(Range<usize>, String)]) {
        for (range, by) in edits.iter().rev() {
            self.splice(range.clone(), by);
        }
    }

    fn splice(&mut self, range: Range<usize>, by: &str) {
        let mut pieces = Vec::with_capacity(self.pieces.len() + 2);
        let mut put = false;
        for piece in &self.pieces {
            let end = piece.now + piece.length;
            if piece.now < range.start {
                pieces.push(Piece { length: range.start.min(end) - piece.now, ..*piece });
            }
            if !put && range.start <= end {
                put = true;
                pieces.push(Piece { now: 0, length: by.len(), before: self.place(range.start), kept: false });
            }
            if end > range.end {
                let cut = range.end.saturating_sub(piece.now);
                let before = if piece.kept { piece.before + cut } else { piece.before };
                pieces.push(Piece { length: piece.length - cut, before, ..*piece });
            }
        }
        let mut now = 0;
        for piece in &mut pieces {
            piece.now = now;
            now += piece.length;
        }
        self.pieces = pieces;
        self.text.to_mut().replace_range(range, by);
    }

    /// Where a byte of the text stood in the file; for a byte of a repair, where the repair stands.
    pub fn place(&self, now: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.now <= now);
        match after.checked_sub(1).and_then(|at| self.pieces.get(at)) {
            Some(piece) if piece.kept => piece.before + (now - piece.now).min(piece.length),
            Some(piece) => piece.before,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_lead_back() {
        let mut mended = Mended::new("do: Note: drink\nb: c\n");
        mended.mend(&[(4..4, "\"".to_owned()), (15..15, "\"".to_owned())]);
        assert_eq!(mended.text(), "do: \"Note: drink\"\nb: c\n");
        assert_eq!([4, 5, 17, 18, 22].map(|at| mended.place(at)), [4, 4, 15, 16, 20]);
        mended.mend(&[(18..19, "long".to_owned())]);
        assert_eq!(mended.text(), "do: \"Note: drink\"\nlong: c\n");
        assert_eq!([5, 17, 18, 20, 22, 24].map(|at| mended.place(at)), [4, 15, 16, 16, 17, 19]);
    }

    proptest! {
        #[test]
        fn what_was_not_touched_is_found_again(edits in prop::collection::vec((0usize..40, 0usize..5, 0usize..4), 0..6)) {
            let original: String = ('a'..='z').chain('0'..='9').collect();
            let mut mended = Mended::new(&original);
            for (start, length, new) in edits {
                let start = start.min(mended.text().len());
                let end = (start + length).min(mended.text().len());
                mended.mend(&[(start..end, "_".repeat(new))]);
            }
            for (at, c) in mended.text().char_indices().filter(|(_, c)| *c != '_') {
                prop_assert_eq!(original[mended.place(at)..].chars().next(), Some(c));
            }
            prop_assert!(mended.place(mended.text().len()) <= original.len());
        }
    }
}
