//! The index is read back as the client reads it.

use super::*;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

/// An index as a client sees it.
struct Reader {
    /// Each word with its documents and weights.
    words: BTreeMap<String, Vec<(usize, u32)>>,
    /// Address, title, kind.
    entries: Vec<(String, String, String)>,
}

fn number(bytes: &[u8], at: &mut usize) -> usize {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = bytes[*at] as usize;
        *at += 1;
        number |= (byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return number;
        }
    }
}

impl Reader {
    fn new(files: &[File]) -> Self {
        let all: BTreeMap<&str, &[u8]> = files.iter().map(|f| (f.path.as_str(), f.bytes.as_slice())).collect();
        let head: Value = serde_json::from_slice(all[INDEX]).unwrap();
        let shards = |kind: &str, ending: &str| -> Vec<(usize, &[u8])> {
            let names = head[kind]["files"].as_array().unwrap().iter();
            let from = head[kind]["from"].as_array().unwrap().iter().map(|from| from.as_u64().unwrap() as usize);
            let path = |name: &Value| format!("search/{kind}-{}.{ending}", name.as_str().unwrap());
            from.zip(names.map(|name| all[path(name).as_str()])).collect()
        };
        let mut words = Vec::new();
        for ((from, bytes), first) in shards("t", "json").into_iter().zip(head["t"]["first"].as_array().unwrap()) {
            assert_eq!(from, words.len());
            let text: String = serde_json::from_slice(bytes).unwrap();
            let mut before: Vec<u16> = Vec::new();
            for entry in text.split_whitespace() {
                before.truncate(entry[..1].chars().next().unwrap().to_digit(36).unwrap() as usize);
                before.extend(entry[1..].encode_utf16());
                words.push(String::from_utf16(&before).unwrap());
            }
            assert_eq!(words[from], first.as_str().unwrap());
        }
        let mut lists = Vec::new();
        for (from, bytes) in shards("p", "bin") {
            assert_eq!(from, lists.len());
            let mut at = 0;
            while at < bytes.len() {
                let length = number(bytes, &mut at);
                let (end, mut next, mut list) = (at + length, 0, Vec::new());
                while at < end {
                    let packed = number(bytes, &mut at);
                    list.push((next + packed / 8, packed as u32 % 8 + 1));
                    next += packed / 8 + 1;
                }
                lists.push(list);
            }
        }
        assert_eq!(words.len(), lists.len());
        let mut entries = Vec::new();
        for (from, bytes) in shards("d", "json") {
            assert_eq!(from, entries.len());
            let rows: Vec<(String, String, usize)> = serde_json::from_slice(bytes).unwrap();
            entries.extend(rows.into_iter().map(|(url, title, kind)| {
                let kind = head["kinds"][kind].as_str().unwrap().to_owned();
                (url, title, kind)
            }));
        }
        assert_eq!(head["documents"].as_u64().unwrap() as usize, entries.len());
        Self { words: words.into_iter().zip(lists).collect(), entries }
    }

    /// The addresses of the documents of a word, the weightiest first.
    fn find(&self, word: &str) -> Vec<&str> {
        let mut list = self.words.get(word).cloned().unwrap_or_default();
        list.sort_by_key(|(document, weight)| (std::cmp::Reverse(*weight), *document));
        list.iter().map(|(document, _)| self.entries[*document].0.as_str()).collect()
    }
}

pub(super) fn document(url: &str, title: &str, text: &str, tags: &[&str]) -> Document {
    let owned = |text: &str| text.to_owned();
    Document {
        url: owned(url),
        title: owned(title),
        kind: owned("Question"),
        text: owned(text),
        tags: tags.iter().map(|tag| owned(tag)).collect(),
    }
}

impl Findable for Document {
    fn head(&self) -> Document {
        Document { text: String::new(), ..self.clone() }
    }

    fn text(&self) -> String {
        self.text.clone()
    }

    fn hash(&self, hasher: &mut Xxh3) {
        format!("{self:?}").hash(hasher);
    }
}

fn made(documents: &[Document]) -> Vec<File> {
    let files = index(documents, None);
    let memo = Memo::default();
    assert!(index(documents, Some(&memo)) == files, "what is to be remembered changes nothing");
    let memo = next(&memo);
    assert!(index(documents, Some(&memo)) == files, "nor does what is remembered");
    assert!(!memo.has_changed(), "all of it was known");
    files
}

/// The memo for the next run.
fn next(memo: &Memo) -> Memo {
    let mut bytes = Vec::new();
    memo.write("tests", &mut bytes).expect("to memory");
    Memo::from_bytes(bytes, "tests").expect("just written")
}

fn words_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    words(text, |word, _| found.push(word.to_owned()));
    found
}

#[test]
fn a_text_is_its_words() {
    let cases = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/words.json")).unwrap();
    let cases: Vec<(String, Vec<String>)> = serde_json::from_str(&cases).unwrap();
    for (text, expected) in cases {
        // The file holds composed and decomposed forms alike.
        let expected: Vec<String> = expected.iter().flat_map(|word| words_of(word)).collect();
        assert_eq!(words_of(&text), expected, "{text}");
    }
}

#[test]
fn titles_and_tags_count_more_and_long_texts_less() {
    let long = format!("sleep {}", "and more words ".repeat(60));
    let documents = [
        document("long/", "Rest", &long, &[]),
        document("text/", "Rest", "You need sleep at night.", &[]),
        document("tag/", "Rest", "A quiet night does it, most of the time.", &["sleep"]),
        document("title/", "Sleep", "A quiet night does it, most of the time.", &[]),
        document("other/", "Food", "Eat well.", &[]),
    ];
    let reader = Reader::new(&made(&documents));
    assert_eq!(reader.find("sleep"), ["title/", "tag/", "text/", "long/"]);
    assert_eq!(reader.find("nothing"), Vec::<&str>::new());
}

#[test]
fn words_joined_by_hyphens_are_found_apart_and_together() {
    let reader = Reader::new(&made(&[document("a/", "Warm-up", "State-of-the-art - or not", &["ice-bath"])]));
    for word in ["warm", "up", "warmup", "state", "stateoftheart", "icebath"] {
        assert_eq!(reader.find(word), ["a/"], "{word}");
    }
    for word in ["artor", "ofthe", "ornot"] {
        assert_eq!(reader.find(word), Vec::<&str>::new(), "{word}");
    }
}

#[test]
fn no_documents_are_an_index_too() {
    let reader = Reader::new(&made(&[]));
    assert!(reader.words.is_empty() && reader.entries.is_empty());
}

/// Documents of made-up words, the same for the same number.
pub(super) fn many(count: usize) -> Vec<Document> {
    let mut state = 1_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut text = move |length: u64| {
        let word = |_| {
            let rank = next(60) * next(60);
            format!("w{}{rank:x}", ["ar", "el", "im", "on"][rank as usize % 4])
        };
        (0..length).map(word).collect::<Vec<_>>().join(" ")
    };
    (0..count).map(|at| document(&format!("faq/{at}/"), &text(6), &text(80), &[])).collect()
}

#[test]
fn an_edit_changes_few_files_and_the_threads_none() {
    let mut documents = many(1_000);
    let before = made(&documents);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(pool.install(|| made(&documents)), before);
    assert!(before.len() > 20, "{}", before.len());
    documents[500].text.push_str(" quite another");
    let after = made(&documents);
    let names: BTreeSet<&str> = before.iter().map(|file| file.path.as_str()).collect();
    let new: Vec<&str> = after.iter().map(|f| f.path.as_str()).filter(|path| !names.contains(path)).collect();
    // Two words came in, each in one file of words and one of lists.
    assert!(new.len() <= 4, "{new:?}");
    assert!(!new.iter().any(|path| path.starts_with("search/d-")), "{new:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_changed_since_the_last_run_is_put_right(
        edits in prop::collection::vec((0_usize..300, 0_u8..4, "[a-e\u{10400}\u{fb01}本]{1,3}( [a-e]{1,2}){0,6}"), 1..8),
        at_once in 1_usize..4,
    ) {
        let mut documents = many(300);
        let mut memo = Memo::default();
        index(&documents, Some(&memo));
        for edits in edits.chunks(at_once) {
            for (at, what, text) in edits {
                let at = at % documents.len();
                match what {
                    0 => documents[at].text.clone_from(text),
                    1 => drop(documents.remove(at)),
                    2 => documents.insert(at, document(&format!("new/{at}/"), text, text, &[])),
                    _ => documents[at].title.push_str(text),
                }
            }
            memo = next(&memo);
            prop_assert!(index(&documents, Some(&memo)) == index(&documents, None), "after {edits:?}");
        }
    }
}

proptest! {
    #[test]
    fn every_word_of_a_document_finds_it(texts in prop::collection::vec("[a-zA-Zé\u{1f600}\u{10400}\u{fb01}本 '-]{0,40}", 1..40)) {
        let documents: Vec<Document> =
            texts.iter().enumerate().map(|(at, text)| document(&format!("{at}/"), text, "", &[])).collect();
        let reader = Reader::new(&made(&documents));
        for (at, text) in texts.iter().enumerate() {
            for word in words_of(text) {
                prop_assert!(reader.find(&word).contains(&format!("{at}/").as_str()), "{word} of {text}");
            }
        }
        let all: BTreeSet<String> = texts.iter().flat_map(|text| words_of(text)).collect();
        for word in reader.words.keys() {
            let joined = all.iter().any(|part| word.starts_with(part.as_str()));
            prop_assert!(joined, "{word} stands nowhere");
        }
    }
}
