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
mod known;
mod lexicon;
mod lists;
mod shards;
mod words;

pub use words::words;

use crate::memo::Memo;
use inverted::Inverted;
use lists::Lists;
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

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

/// Something that can be found. Its text is asked for when it is needed, so that texts need not be held at once.
pub trait Findable: Sync {
    /// All of it but the text, which is empty.
    fn head(&self) -> Document;
    /// Its words without markup.
    fn text(&self) -> String;
    /// Hashes all that `head` and `text` are made of.
    fn hash(&self, hasher: &mut Xxh3);
}

/// Into how many parts documents are divided, which are looked through side by side: few, since each brings words that the
/// others have too.
const PARTS: usize = 8;

/// The index of documents. The first file is [`INDEX`]; the same documents give the same files, whatever `memo` knows of an
/// earlier index.
pub fn index<T: Findable>(items: &[T], memo: Option<&Memo>) -> Vec<File> {
    let lists = match memo {
        Some(memo) => known::lists(items, memo),
        None => made(items),
    };
    let entries: Vec<Entry> = items.par_iter().map(|item| entry(item.head())).collect();
    shards::files(&lists, &entries)
}

/// The lists of all words, from nothing.
fn made<T: Findable>(items: &[T]) -> Lists {
    let part = items.len().div_ceil(PARTS).max(64);
    inverted::join(items.par_chunks(part).map(inverted).collect())
}

fn inverted<'i, T: Findable + 'i>(items: impl IntoIterator<Item = &'i T>) -> Inverted {
    let mut inverted = Inverted::default();
    for item in items {
        let head = item.head();
        inverted.add(&head.title, &head.tags, &item.text());
    }
    inverted.finish();
    inverted
}

fn entry(head: Document) -> Entry {
    Entry { url: head.url, title: head.title, kind: head.kind }
}

#[cfg(test)]
mod tests;
