//! The search index: what a browser needs to find a document, cut so small that a query loads little of it.
//!
//! `search/index.json` names all other files by what is in them and is the only one whose name stays. A query reads
//!
//! - `t-*.json`: the words in order, each without what it shares with the one before: a text of `shared length in base 36`,
//!   `rest`, and a space for each. Words begin shards where their own hash says so: an edit moves no shard but its own;
//! - `p-*.bin`: for each word of a shard the length of its list, and the list: per document `gap * 8 + weight - 1`, all as
//!   varints. `gap` counts from the document before (from -1 at first), `weight` (1 to 8) is BM25's share of the word in
//!   the document, title and tags counted more, so that a browser only adds up;
//! - `d-*.json`: address, title and kind of each document; excerpts come from the pages themselves.
//!
//! `templates/site/assets/search.js` is the other half; [`words`] is written there a second time and
//! `tests/data/words.json` holds the two together.

mod inverted;
mod shards;
mod words;

pub use words::words;

use inverted::Inverted;
use rayon::prelude::*;

/// What can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Address below the site's root, `faq/sleep/`; it may end in a fragment.
    pub url: String,
    /// Title.
    pub title: String,
    /// What it is, in a reader's words: "Question".
    pub kind: String,
    /// Its words without markup.
    pub text: String,
    /// Further words, which count more than those of the text.
    pub tags: Vec<String>,
}

/// A file of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the site's root.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The path of the file that names all others.
pub const INDEX: &str = "search/index.json";

/// What a shard of documents says of one.
struct Entry {
    url: String,
    title: String,
    kind: String,
}

/// The index of documents, made one at a time from `items` so that their texts need not be held at once. The first file is
/// [`INDEX`]; the same documents give the same files.
pub fn index<T: Sync>(items: &[T], document: impl Fn(&T) -> Document + Sync) -> Vec<File> {
    // Few parts, since each brings words that the others have too.
    let part = items.len().div_ceil(4).max(64);
    let parts: Vec<(Inverted, Vec<Entry>)> = items
        .par_chunks(part)
        .map(|items| {
            let mut inverted = Inverted::default();
            let entries = items.iter().map(|item| {
                let Document { url, title, kind, text, tags } = document(item);
                inverted.add(&title, &tags, &text);
                Entry { url, title, kind }
            });
            let entries = entries.collect();
            inverted.finish();
            (inverted, entries)
        })
        .collect();
    let (parts, entries): (Vec<Inverted>, Vec<Vec<Entry>>) = parts.into_iter().unzip();
    let entries: Vec<Entry> = entries.into_iter().flatten().collect();
    shards::files(&inverted::join(parts), &entries)
}

#[cfg(test)]
mod tests;
