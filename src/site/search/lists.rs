//! Which documents have a word, as the files of the index hold it.

use super::inverted::by_units;
use super::lexicon::Lexicon;
use crate::memo::{Reader, put_number, put_text};
use std::cmp::Ordering;

/// The words of all documents in order, and a list of documents for each: per document `gap * 8 + weight - 1` as varints.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub words: Lexicon,
    bytes: Vec<u8>,
    /// Where the list of each word ends.
    ends: Vec<u32>,
    /// How many words each document has.
    pub lengths: Vec<u32>,
}

/// A word of a document that came in or was edited: the word, the document, the weight of the one in the other.
pub(super) type Row<'w> = (&'w str, u32, u32);

impl Lists {
    /// Lists of documents of these lengths, without a word yet.
    pub fn new(lengths: Vec<u32>) -> Self {
        Self { lengths, ..Self::default() }
    }

    /// How many documents there are.
    pub fn documents(&self) -> usize {
        self.lengths.len()
    }

    /// The list of a word.
    pub fn of(&self, word: usize) -> &[u8] {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..self.ends[word] as usize]
    }

    /// Adds the next word, whose list stands in `bytes`.
    pub fn push(&mut self, word: &str, list: &[u8]) {
        self.words.push(word);
        self.bytes.extend_from_slice(list);
        self.ends.push(self.bytes.len() as u32);
    }

    /// The lists after some documents came, went or were edited. `now` says what has become of each document: its number now,
    /// or none if it is gone or edited; those that stay keep their order. `rows` are the words of new and edited documents, by
    /// word and document. All weights are those of the same usual length.
    pub fn mended(&self, now: &[Option<u32>], rows: &[Row], lengths: Vec<u32>) -> Self {
        let number = |document: u32| now.get(document as usize).copied().flatten();
        let moves = now.iter().zip(0..).any(|(now, before)| now.is_some_and(|now| now != before));
        let mut mended = Self::new(lengths);
        mended.bytes.reserve(self.bytes.len());
        let mut rows = rows.chunk_by(|a, b| a.0 == b.0).peekable();
        let (mut list, mut added) = (Vec::new(), Vec::new());
        for (at, word) in self.words.iter().enumerate() {
            while let Some(new) = rows.next_if(|new| by_units(new[0].0, word) == Ordering::Less) {
                mended.push(new[0].0, &encoded(new.iter().map(|row| (row.1, row.2))));
            }
            added.clear();
            added.extend(rows.next_if(|new| new[0].0 == word).into_iter().flatten().map(|row| (row.1, row.2)));
            let old = self.of(at);
            if !moves && added.is_empty() && !decoded(old).any(|(document, _)| number(document).is_none()) {
                mended.push(word, old);
                continue;
            }
            list.clear();
            list.extend(decoded(old).filter_map(|(document, weight)| Some((number(document)?, weight))));
            list.append(&mut added);
            list.sort_unstable();
            if !list.is_empty() {
                mended.push(word, &encoded(list.iter().copied()));
            }
        }
        rows.for_each(|new| mended.push(new[0].0, &encoded(new.iter().map(|row| (row.1, row.2)))));
        mended
    }

    /// Puts all of it behind other bytes, for [`Lists::read`].
    pub fn write(&self, bytes: &mut Vec<u8>) {
        put_number(bytes, self.words.len() as u32);
        for (at, word) in self.words.iter().enumerate() {
            put_text(bytes, word);
            put_number(bytes, self.of(at).len() as u32);
        }
        put_number(bytes, self.bytes.len() as u32);
        bytes.extend_from_slice(&self.bytes);
        self.lengths.iter().for_each(|length| put_number(bytes, *length));
    }

    /// What [`Lists::write`] wrote for so many documents; `None` for anything else.
    pub fn read(from: &mut Reader, documents: usize) -> Option<Self> {
        let mut lists = Self::default();
        let mut end = 0_u32;
        for _ in 0..from.number()? {
            lists.words.push(from.text()?);
            end = end.checked_add(from.number()?)?;
            lists.ends.push(end);
        }
        let length = from.number().filter(|length| *length == end)?;
        lists.bytes = from.take(length as usize)?.to_vec();
        lists.lengths = (0..documents).map(|_| from.number()).collect::<Option<_>>()?;
        Some(lists)
    }
}

/// A list of documents with weights from 1 to 8, in the order of the documents.
pub(super) fn encoded(list: impl Iterator<Item = (u32, u32)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut next = 0;
    for (document, weight) in list {
        put_number(&mut bytes, (document - next) << 3 | (weight - 1));
        next = document + 1;
    }
    bytes
}

fn decoded(list: &[u8]) -> Decoded<'_> {
    Decoded { rest: list.iter(), next: 0 }
}

/// The documents of a list, with their weights. An edit looks through all lists for its document, and most gaps are a byte.
struct Decoded<'l> {
    rest: std::slice::Iter<'l, u8>,
    next: u32,
}

impl Iterator for Decoded<'_> {
    type Item = (u32, u32);

    #[inline]
    fn next(&mut self) -> Option<(u32, u32)> {
        let mut byte = *self.rest.next()?;
        let mut packed = u32::from(byte & 0x7f);
        let mut shift = 7;
        while byte >= 0x80 {
            byte = *self.rest.next()?;
            packed |= u32::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
        }
        let document = self.next.saturating_add(packed >> 3);
        self.next = document.saturating_add(1);
        Some((document, (packed & 7) + 1))
    }
}
