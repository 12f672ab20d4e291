//! From documents to words: which documents have a word, and how much of it.

use super::words::{LONGEST, words};
use crate::memo::{Reader, put_number, put_text};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How much a word counts by where it stands.
const IN_TITLE: u16 = 6;
const IN_TAGS: u16 = 3;
const IN_TEXT: u16 = 1;

/// BM25: how soon more of a word adds little, and how much a long document is held back.
const K: f32 = 1.2;
const B: f32 = 0.6;

/// Hashes words with one call each: a document is hundreds of them, and nearly all are known.
#[derive(Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxhash_rust::xxh3::xxh3_64_with_seed(bytes, self.0);
    }

    /// The byte that ends a text tells nothing of a lone word.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The words of some documents that follow each other.
#[derive(Debug, Default)]
pub(super) struct Inverted {
    ids: HashMap<Box<str>, u32, BuildHasherDefault<WordHasher>>,
    /// The words by their id.
    words: Vec<Box<str>>,
    /// Per document and word of it: word, document, count.
    postings: Vec<(u32, u32, u16)>,
    /// Where each word's posting of the document at hand is, beyond those of earlier documents.
    latest: Vec<u32>,
    /// Words of each document.
    lengths: Vec<u32>,
}

impl Inverted {
    /// Adds the next document.
    pub fn add(&mut self, title: &str, tags: &[String], text: &str) {
        let document = self.lengths.len() as u32;
        let start = self.postings.len() as u32;
        let mut length = 0;
        let mut chain = String::new();
        let fields = tags.iter().map(|tag| (tag.as_str(), IN_TAGS));
        for (field, counts) in [(title, IN_TITLE), (text, IN_TEXT)].into_iter().chain(fields) {
            let mut parts = 0;
            words(field, |word, joined| {
                length += 1;
                self.count(word, document, start, counts);
                if joined {
                    chain.push_str(word);
                    parts += 1;
                    return;
                }
                if parts > 1 && chain.len() <= LONGEST {
                    self.count(&chain, document, start, counts);
                }
                chain.clear();
                chain.push_str(word);
                parts = 1;
            });
            // Who looks for `warmup` means `warm-up` too.
            if parts > 1 && chain.len() <= LONGEST {
                self.count(&chain, document, start, counts);
            }
            chain.clear();
        }
        self.lengths.push(length);
    }

    fn count(&mut self, word: &str, document: u32, start: u32, counts: u16) {
        let id = match self.ids.get(word) {
            Some(id) => *id,
            None => {
                let id = self.words.len() as u32;
                self.ids.insert(word.into(), id);
                self.words.push(word.into());
                self.latest.push(u32::MAX);
                id
            }
        };
        let latest = self.latest[id as usize];
        if latest != u32::MAX && latest >= start {
            let count = &mut self.postings[latest as usize].2;
            *count = count.saturating_add(counts);
        } else {
            self.latest[id as usize] = self.postings.len() as u32;
            self.postings.push((id, document, counts));
        }
    }

    /// All of it once it is finished, for [`Inverted::from_bytes`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.postings.len() * 6);
        put_number(&mut bytes, self.words.len() as u32);
        self.words.iter().for_each(|word| put_text(&mut bytes, word));
        put_number(&mut bytes, self.lengths.len() as u32);
        self.lengths.iter().for_each(|length| put_number(&mut bytes, *length));
        put_number(&mut bytes, self.postings.len() as u32);
        for (word, document, count) in &self.postings {
            [*word, *document, u32::from(*count)].into_iter().for_each(|number| put_number(&mut bytes, number));
        }
        bytes
    }

    /// What [`Inverted::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader::new(bytes);
        let words = (0..from.number()?).map(|_| from.text().map(Box::from)).collect::<Option<Vec<Box<str>>>>()?;
        let lengths = (0..from.number()?).map(|_| from.number()).collect::<Option<Vec<u32>>>()?;
        let count = from.number()? as usize;
        let mut postings = Vec::with_capacity(count.min(bytes.len()));
        for _ in 0..count {
            postings.push((from.number()?, from.number()?, u16::try_from(from.number()?).ok()?));
        }
        let fits = |(word, document, _): &(u32, u32, u16)| {
            (*word as usize) < words.len() && (*document as usize) < lengths.len()
        };
        (from.is_done() && postings.iter().all(fits)).then(|| Self { words, postings, lengths, ..Self::default() })
    }

    /// Gives back what only adding needs: all parts are held at once.
    pub fn finish(&mut self) {
        self.ids = HashMap::default();
        self.latest = Vec::new();
        self.postings.shrink_to_fit();
    }
}

/// The words of all documents in order, and the documents of each.
pub(super) struct Joined {
    pub words: Vec<Box<str>>,
    /// Where the postings of each word begin, and where the last end.
    starts: Vec<usize>,
    /// Document and count.
    postings: Vec<(u32, u16)>,
    lengths: Vec<u32>,
    usual_length: f32,
}

/// Joins the parts, in the order of their documents.
pub(super) fn join(parts: Vec<Inverted>) -> Joined {
    let (words, places) = number(&parts);
    let mut starts = vec![0; words.len() + 1];
    for (part, places) in parts.iter().zip(&places) {
        for (word, ..) in &part.postings {
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
        for (word, document, count) in &part.postings {
            let next = &mut next[places[*word as usize] as usize];
            postings[*next] = (before + document, *count);
            *next += 1;
        }
        lengths.extend(part.lengths);
    }
    let usual_length = usual(&lengths);
    Joined { words, starts, postings, lengths, usual_length }
}

/// All words in order, and per part the place of each of its words among them. Parts have most words in common, so those are
/// found by their hashes before any are put in order.
fn number(parts: &[Inverted]) -> (Vec<Box<str>>, Vec<Vec<u32>>) {
    let mut ids: HashMap<&str, u32, BuildHasherDefault<WordHasher>> = HashMap::default();
    let mut words: Vec<&str> = Vec::new();
    let mut places: Vec<Vec<u32>> = Vec::with_capacity(parts.len());
    for part in parts {
        let ids_of = part.words.iter().map(|word| {
            *ids.entry(word).or_insert_with(|| {
                words.push(word);
                words.len() as u32 - 1
            })
        });
        places.push(ids_of.collect());
    }
    let mut order: Vec<u32> = (0..words.len() as u32).collect();
    order.sort_unstable_by(|a, b| by_units(words[*a as usize], words[*b as usize]));
    let mut ranks = vec![0; order.len()];
    for (rank, id) in order.iter().enumerate() {
        ranks[*id as usize] = rank as u32;
    }
    places.iter_mut().flatten().for_each(|place| *place = ranks[*place as usize]);
    (order.into_iter().map(|id| Box::from(words[id as usize])).collect(), places)
}

/// The mean length to two figures: one edit must not change the weights of all documents.
fn usual(lengths: &[u32]) -> f32 {
    let mean = lengths.iter().map(|length| u64::from(*length)).sum::<u64>() / lengths.len().max(1) as u64;
    let unit = 10_u64.pow(mean.max(1).ilog10().saturating_sub(1));
    (mean / unit * unit).max(1) as f32
}

impl Joined {
    /// How many documents there are.
    pub fn documents(&self) -> usize {
        self.lengths.len()
    }

    /// The documents of a word, with the weight of the word in each: 1 to 8.
    pub fn of(&self, word: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.postings[self.starts[word]..self.starts[word + 1]].iter().map(|(document, count)| {
            let length = self.lengths[*document as usize] as f32 / self.usual_length;
            let count = f32::from(*count);
            let share = count / (count + K * (1.0 - B + B * length));
            (*document, ((share * 8.0) as u32).min(7) + 1)
        })
    }
}

/// The order of UTF-16, which is a browser's: the letters from U+E000 on stand behind those of two units.
pub(super) fn by_units(a: &str, b: &str) -> Ordering {
    let rank = |byte: u8| if matches!(byte, 0xee | 0xef) { byte + 0x10 } else { byte };
    a.bytes().map(rank).cmp(b.bytes().map(rank))
}
