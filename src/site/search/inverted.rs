//! From documents to words: which documents have a word, and how much of it.

use super::lexicon::{Lexicon, Numbers};
use super::lists::{Lists, encoded};
use super::words::{LONGEST, words};
use rayon::prelude::*;
use std::cmp::Ordering;

/// How much a word counts by where it stands.
const IN_TITLE: u16 = 6;
const IN_TAGS: u16 = 3;
const IN_TEXT: u16 = 1;

/// BM25: how soon more of a word adds little, and how much a long document is held back.
const K: f32 = 1.2;
const B: f32 = 0.6;

/// The words of some documents that follow each other.
#[derive(Debug, Default)]
pub(super) struct Inverted {
    numbers: Numbers,
    words: Lexicon,
    /// Each word of each document, with its count.
    postings: Vec<(u32, u16)>,
    /// Where each word's posting of the document at hand is, beyond those of earlier documents.
    latest: Vec<u32>,
    /// How many words each document has, and where its postings end.
    documents: Vec<(u32, u32)>,
}

impl Inverted {
    /// Adds the next document.
    pub fn add(&mut self, title: &str, tags: &[String], text: &str) {
        let start = self.postings.len() as u32;
        let mut length = 0;
        let mut chain = String::new();
        let fields = tags.iter().map(|tag| (tag.as_str(), IN_TAGS));
        for (field, counts) in [(title, IN_TITLE), (text, IN_TEXT)].into_iter().chain(fields) {
            let mut parts = 0;
            words(field, |word, joined| {
                length += 1;
                self.count(word, start, counts);
                if joined {
                    chain.push_str(word);
                    parts += 1;
                    return;
                }
                if parts > 1 && chain.len() <= LONGEST {
                    self.count(&chain, start, counts);
                }
                chain.clear();
                chain.push_str(word);
                parts = 1;
            });
            // Who looks for `warmup` means `warm-up` too.
            if parts > 1 && chain.len() <= LONGEST {
                self.count(&chain, start, counts);
            }
            chain.clear();
        }
        self.documents.push((length, self.postings.len() as u32));
    }

    fn count(&mut self, word: &str, start: u32, counts: u16) {
        let number = self.numbers.of(word, &mut self.words);
        self.latest.resize(self.words.len(), u32::MAX);
        let latest = self.latest[number as usize];
        if latest != u32::MAX && latest >= start {
            let count = &mut self.postings[latest as usize].1;
            *count = count.saturating_add(counts);
        } else {
            self.latest[number as usize] = self.postings.len() as u32;
            self.postings.push((number, counts));
        }
    }

    /// How many words each document has.
    pub fn lengths(&self) -> impl Iterator<Item = u32> {
        self.documents.iter().map(|(length, _)| *length)
    }

    /// The words of each document, with their counts.
    pub fn counts(&self) -> impl Iterator<Item = Vec<(&str, u16)>> {
        let word = |(word, count): &(u32, u16)| (self.words.get(*word as usize), *count);
        self.by_document().map(move |(_, postings)| postings.iter().map(word).collect())
    }

    /// Each document's number and postings.
    fn by_document(&self) -> impl Iterator<Item = (u32, &[(u32, u16)])> {
        let mut start = 0;
        self.documents.iter().enumerate().map(move |(document, (_, end))| {
            let postings = &self.postings[start..*end as usize];
            start = *end as usize;
            (document as u32, postings)
        })
    }

    /// Gives back what only adding needs: all parts are held at once.
    pub fn finish(&mut self) {
        self.numbers = Numbers::default();
        self.latest = Vec::new();
        self.postings.shrink_to_fit();
    }
}

/// How many words are put into lists at once.
const AT_ONCE: usize = 4_096;

/// Joins the parts, in the order of their documents.
pub(super) fn join(parts: Vec<Inverted>) -> Lists {
    let (words, places) = number(&parts);
    let mut starts = vec![0; words.len() + 1];
    for (part, places) in parts.iter().zip(&places) {
        for (word, _) in &part.postings {
            starts[places[*word as usize] as usize + 1] += 1;
        }
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut postings = vec![(0, 0); starts[starts.len() - 1]];
    let mut lengths: Vec<u32> = Vec::new();
    for (part, places) in parts.into_iter().zip(&places) {
        let before = lengths.len() as u32;
        for (document, of_document) in part.by_document() {
            for (word, count) in of_document {
                let next = &mut next[places[*word as usize] as usize];
                postings[*next] = (before + document, *count);
                *next += 1;
            }
        }
        lengths.extend(part.lengths());
    }
    let usual = usual(&lengths);
    let list = |word: usize| {
        let postings = postings[starts[word]..starts[word + 1]].iter();
        encoded(postings.map(|(document, count)| (*document, weight(*count, lengths[*document as usize], usual))))
    };
    let firsts: Vec<usize> = (0..words.len()).step_by(AT_ONCE).collect();
    let made: Vec<Vec<Vec<u8>>> =
        firsts.into_par_iter().map(|first| (first..words.len().min(first + AT_ONCE)).map(list).collect()).collect();
    let mut lists = Lists::new(lengths);
    words.iter().zip(made.iter().flatten()).for_each(|(word, list)| lists.push(word, list));
    lists
}

/// All words in order, and per part the place of each of its words among them. Parts have most words in common, so those are
/// found before any are put in order.
fn number(parts: &[Inverted]) -> (Lexicon, Vec<Vec<u32>>) {
    let (mut all, mut numbers) = (Lexicon::default(), Numbers::default());
    let mut places: Vec<Vec<u32>> =
        parts.iter().map(|part| part.words.iter().map(|word| numbers.of(word, &mut all)).collect()).collect();
    // Their first letters tell most words apart without a look at the words themselves.
    let mut order: Vec<(u64, u32)> = all.iter().map(beginning).zip(0..).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| by_units(all.get(a.1 as usize), all.get(b.1 as usize))));
    let mut ranks = vec![0; order.len()];
    for (rank, (_, number)) in order.iter().enumerate() {
        ranks[*number as usize] = rank as u32;
    }
    places.iter_mut().flatten().for_each(|place| *place = ranks[*place as usize]);
    (order.iter().map(|(_, number)| all.get(*number as usize)).collect(), places)
}

/// The mean length to two figures: one edit must not change the weights of all documents.
pub(super) fn usual(lengths: &[u32]) -> u32 {
    let mean = lengths.iter().map(|length| u64::from(*length)).sum::<u64>() / lengths.len().max(1) as u64;
    let unit = 10_u64.pow(mean.max(1).ilog10().saturating_sub(1));
    u32::try_from((mean / unit * unit).max(1)).unwrap_or(u32::MAX)
}

/// The weight of a word that a document of some length has so often, from 1 to 8.
pub(super) fn weight(count: u16, length: u32, usual: u32) -> u32 {
    let count = f32::from(count);
    let share = count / (count + K * (1.0 - B + B * (length as f32 / usual as f32)));
    ((share * 8.0) as u32).min(7) + 1
}

/// The order of UTF-16, which is a browser's: the letters from U+E000 on stand behind those of two units.
pub(super) fn by_units(a: &str, b: &str) -> Ordering {
    a.bytes().map(rank).cmp(b.bytes().map(rank))
}

/// The first bytes of a word as a number that is in the order of [`by_units`] as far as it goes.
fn beginning(word: &str) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(word.bytes()).for_each(|(to, byte)| *to = rank(byte));
    u64::from_be_bytes(bytes)
}

/// Where a byte of UTF-8 stands in the order of UTF-16.
fn rank(byte: u8) -> u8 {
    if matches!(byte, 0xee | 0xef) { byte + 0x10 } else { byte }
}
