//! The index as files.

use super::lists::Lists;
use super::{Entry, File, INDEX};
use crate::memo::put_number;
use rayon::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where a sequence may be cut: once a shard has the first number of bytes, at a member whose hash is a multiple of the
/// second; and in any case before it has more than the third.
struct Cut {
    least: usize,
    every: u64,
    most: usize,
}

const WORDS: Cut = Cut { least: 4_000, every: 64, most: 10_000 };
const POSTINGS: Cut = Cut { least: 3_000, every: 8, most: 10_000 };
const DOCUMENTS: Cut = Cut { least: 2_500, every: 8, most: 6_000 };

/// All files; the index first.
pub(super) fn files(lists: &Lists, entries: &[Entry]) -> Vec<File> {
    let word = |at: usize| lists.words.get(at).as_bytes();
    let word_ranges = cut(&WORDS, lists.words.len(), word, |at| word(at).len() / 2 + 2);
    let list_ranges = cut(&POSTINGS, lists.words.len(), word, |at| lists.of(at).len() + 2);
    let entry_size = |at: usize| entries[at].url.len() + entries[at].title.len() + 9;
    let entry_ranges = cut(&DOCUMENTS, entries.len(), |at| entries[at].url.as_bytes(), entry_size);
    let mut kinds: BTreeMap<&str, usize> = entries.iter().map(|entry| (entry.kind.as_str(), 0)).collect();
    kinds.values_mut().enumerate().for_each(|(at, kind)| *kind = at);

    let words = shards("t", "json", &word_ranges, |range| in_order(range.map(|at| lists.words.get(at))));
    let postings = shards("p", "bin", &list_ranges, |range| {
        let mut bytes = Vec::new();
        for list in range.map(|at| lists.of(at)) {
            put_number(&mut bytes, list.len() as u32);
            bytes.extend_from_slice(list);
        }
        bytes
    });
    let documents = shards("d", "json", &entry_ranges, |range| {
        let rows = entries[range].iter().map(|entry| json!([entry.url, entry.title, kinds[entry.kind.as_str()]]));
        json!(rows.collect::<Vec<_>>()).to_string().into_bytes()
    });

    let from = |ranges: &[Range<usize>]| ranges.iter().map(|range| range.start).collect::<Vec<_>>();
    let names = |files: &[File]| files.iter().map(|file| name(&file.path).to_owned()).collect::<Vec<_>>();
    let index = json!({
        "format": 1,
        "documents": lists.documents(),
        "kinds": kinds.keys().collect::<Vec<_>>(),
        "t": {
            "first": word_ranges.iter().map(|range| lists.words.get(range.start)).collect::<Vec<_>>(),
            "from": from(&word_ranges), "files": names(&words),
        },
        "p": { "from": from(&list_ranges), "files": names(&postings) },
        "d": { "from": from(&entry_ranges), "files": names(&documents) },
    });
    let index = File { path: INDEX.to_owned(), bytes: index.to_string().into_bytes() };
    let mut files: Vec<File> = [index].into_iter().chain(words).chain(postings).chain(documents).collect();
    // Two shards of the same bytes are one file.
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|file| seen.insert(file.path.clone()));
    files
}

/// Cuts a sequence where its members say so.
fn cut<'a>(
    cut: &Cut,
    length: usize,
    key: impl Fn(usize) -> &'a [u8],
    size: impl Fn(usize) -> usize,
) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for at in 0..length {
        let size = size(at);
        let is_cut = bytes + size > cut.most
            || bytes >= cut.least && xxhash_rust::xxh3::xxh3_64(key(at)).is_multiple_of(cut.every);
        if is_cut && at > start {
            ranges.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    if length > start {
        ranges.push(start..length);
    }
    ranges
}

/// Words in order, each without what it shares with the one before.
fn in_order<'w>(words: impl Iterator<Item = &'w str>) -> Vec<u8> {
    let mut text = String::from("\"");
    let mut before = "";
    for word in words {
        let (mut units, mut bytes) = (0, 0);
        for (letter, other) in word.chars().zip(before.chars()) {
            if letter != other || units + letter.len_utf16() > 35 {
                break;
            }
            units += letter.len_utf16();
            bytes += letter.len_utf8();
        }
        text.extend(char::from_digit(units as u32, 36));
        text.push_str(&word[bytes..]);
        text.push(' ');
        before = word;
    }
    text.push('"');
    text.into_bytes()
}

/// Files named by their bytes.
fn shards(
    kind: &str,
    ending: &str,
    ranges: &[Range<usize>],
    bytes: impl Fn(Range<usize>) -> Vec<u8> + Sync,
) -> Vec<File> {
    let made = ranges.par_iter().map(|range| {
        let bytes = bytes(range.clone());
        let hash = xxhash_rust::xxh3::xxh3_64(&bytes) >> 24;
        File { path: format!("search/{kind}-{hash:010x}.{ending}"), bytes }
    });
    made.collect()
}

/// What tells a file from others of its kind.
fn name(path: &str) -> &str {
    let name = path.rsplit_once('.').map_or(path, |(name, _)| name);
    name.rsplit_once('-').map_or(name, |(_, hash)| hash)
}
