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
        let mut made = Mended { text: Cow::Owned(String::with_capacity(self.text.len())), pieces: Vec::new() };
        let mut at = 0;
        for (range, by) in edits {
            self.keep(at..range.start, &mut made);
            made.add(by, Piece { now: 0, length: by.len(), before: self.place(range.start), kept: false });
            at = range.end;
        }
        self.keep(at..self.text.len(), &mut made);
        *self = made;
    }

    /// Copies a stretch of this text into another.
    fn keep(&self, range: Range<usize>, into: &mut Self) {
        let first = self.pieces.partition_point(|piece| piece.now + piece.length <= range.start);
        for piece in self.pieces[first..].iter().take_while(|piece| piece.now < range.end) {
            let start = piece.now.max(range.start);
            let end = (piece.now + piece.length).min(range.end);
            let before = if piece.kept { piece.before + (start - piece.now) } else { piece.before };
            into.add(&self.text[start..end], Piece { length: end - start, before, ..*piece });
        }
    }

    fn add(&mut self, text: &str, piece: Piece) {
        self.pieces.push(Piece { now: self.text.len(), ..piece });
        self.text.to_mut().push_str(text);
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
