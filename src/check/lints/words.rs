//! Words in a text: where they stand, and whether they are a phrase.

use std::borrow::Cow;
use std::ops::Range;

/// A word: letters and digits, folded, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// In small letters.
    pub folded: Cow<'t, str>,
    /// Its bytes.
    pub at: Range<usize>,
}

/// The words of a text; an apostrophe or a hyphen parts two.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    each_word(text, |at| words.push(Word { folded: fold(&text[at.clone()]), at }));
    words
}

/// Which bytes of ASCII are letters and digits.
const IN_WORDS: [bool; 256] = set(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

/// Some bytes, to be asked for each byte of a text.
pub(super) const fn set(members: &[u8]) -> [bool; 256] {
    let mut set = [false; 256];
    let mut at = 0;
    while at < members.len() {
        set[members[at] as usize] = true;
        at += 1;
    }
    set
}

/// Calls `each` with the bytes of every word.
pub(super) fn each_word(text: &str, mut each: impl FnMut(Range<usize>)) {
    if text.is_ascii() {
        // Most sentences are, and this is where checking spends its time.
        let mut rest = text.as_bytes();
        while let Some(start) = rest.iter().position(|byte| IN_WORDS[usize::from(*byte)]) {
            let from = text.len() - rest.len() + start;
            let length = rest[start..].iter().position(|byte| !IN_WORDS[usize::from(*byte)]);
            let end = length.map_or(text.len(), |length| from + length);
            each(from..end);
            rest = &text.as_bytes()[end..];
        }
        return;
    }
    let mut start = None;
    for (at, is_word) in text.char_indices().map(|(at, c)| (at, c.is_alphanumeric())).chain([(text.len(), false)]) {
        match (is_word, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                each(from..at);
                start = None;
            }
            _ => {}
        }
    }
}

/// A word in small letters. Most have no others.
pub(super) fn fold(word: &str) -> Cow<'_, str> {
    match word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(word.to_lowercase()),
    }
}

/// The most words that a sentence should have.
pub(super) const LONGEST_SENTENCE: usize = 35;

/// The most findings of one lint in one text: who mends those sees the rest.
pub(super) const MOST_FINDINGS: usize = 8;

/// How many words a reader counts: what stands between spaces and has a letter or digit.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The folded words of a phrase.
pub(super) fn folded(phrase: &str) -> Vec<String> {
    words(phrase).into_iter().map(|word| word.folded.into_owned()).collect()
}

/// The bytes of the phrase that begins at a word of the text, if it does. Between its words stand spaces, hyphens and
/// apostrophes, nothing that ends a thought.
pub(super) fn phrase_at(text: &str, words: &[Word], first: usize, phrase: &[String]) -> Option<Range<usize>> {
    let found = words.get(first..first + phrase.len())?;
    let same = found.iter().zip(phrase).all(|(word, wanted)| word.folded == *wanted);
    let joined = found.windows(2).all(|pair| {
        let between = &text[pair[0].at.end..pair[1].at.start];
        between.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '\'' | '’' | ':'))
    });
    (same && joined && !phrase.is_empty()).then(|| found[0].at.start..found[found.len() - 1].at.end)
}

/// Every place of a phrase in a text.
pub(super) fn phrases(text: &str, words: &[Word], phrase: &[String]) -> Vec<Range<usize>> {
    (0..words.len()).filter_map(|first| phrase_at(text, words, first, phrase)).collect()
}

/// Whether a text begins with a phrase.
pub(super) fn begins_with(text: &str, phrase: &str) -> bool {
    phrase_at(text, &words(text), 0, &folded(phrase)).is_some()
}

/// The ranges between quotation marks, “…” or "…", the marks included.
pub(super) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (None, '“') => open = Some((at, '”')),
            (None, '"') => open = Some((at, '"')),
            (Some((from, closing)), _) if c == closing => {
                ranges.push(from..at + c.len_utf8());
                open = None;
            }
            _ => {}
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_in_any_case() {
        for (text, phrase, expected) in [
            ("Boost it. BOOST, boosts", "boost", &["Boost", "BOOST"][..]),
            ("a long run, long-run; long. Run", "long run", &["long run", "long-run"]),
            ("Runner’s knee, runner's knee", "runner's knee", &["Runner’s knee", "runner's knee"]),
            ("Überlänge über länge", "über länge", &["über länge"]),
            ("non negotiable non-negotiable", "Non-Negotiable", &["non negotiable", "non-negotiable"]),
            ("a", "", &[]),
        ] {
            let found = phrases(text, &words(text), &folded(phrase));
            let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{phrase} in {text}");
        }
        assert!(begins_with("It depends, really", "it depends") && !begins_with("Yes. It depends", "it depends"));
    }

    #[test]
    fn quotation_marks_come_in_pairs() {
        let text = "a “b “c” d \"e\" \"f";
        let found: Vec<&str> = quoted(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["“b “c”", "\"e\""]);
    }
}
