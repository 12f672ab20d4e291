//! Words by number, in one text: there are tens of thousands, and most have a few letters.

use hashbrown::HashTable;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Words by number, from 0.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    text: String,
    ends: Vec<u32>,
}

impl Lexicon {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word of a number.
    pub fn get(&self, number: usize) -> &str {
        &self.text[self.range(number)]
    }

    fn bytes(&self, number: usize) -> &[u8] {
        &self.text.as_bytes()[self.range(number)]
    }

    fn range(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[number] as usize
    }

    /// All of them in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Adds a word and gives it the next number.
    pub fn push(&mut self, word: &str) -> u32 {
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        self.ends.len() as u32 - 1
    }
}

impl<'w> FromIterator<&'w str> for Lexicon {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let mut lexicon = Self::default();
        words.into_iter().for_each(|word| {
            lexicon.push(word);
        });
        lexicon
    }
}

/// The numbers of the words of a [`Lexicon`], with the hashes by which they are found.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashTable<(u64, u32)>);

impl Numbers {
    /// The number of a word, which is added where it is new.
    pub fn of(&mut self, word: &str, lexicon: &mut Lexicon) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        let is_it = |known: &(u64, u32)| known.0 == hash && lexicon.bytes(known.1 as usize) == word.as_bytes();
        if let Some((_, number)) = self.0.find(hash, is_it) {
            return *number;
        }
        let number = lexicon.push(word);
        self.0.insert_unique(hash, (hash, number), |(hash, _)| *hash);
        number
    }
}
