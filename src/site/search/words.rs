//! A text as the words that are looked up: no case, no accents, no signs. The client has the same function.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters of a longest word.
pub(super) const LONGEST: usize = 40;

/// Calls `each` with every word, and whether a hyphen joins it to the word before.
///
/// ```
/// let mut found = Vec::new();
/// afterrun::site::search::words("Ice-bath, après?", |word, joined| found.push((word.to_owned(), joined)));
/// assert_eq!(found, [("ice".to_owned(), false), ("bath".to_owned(), true), ("apres".to_owned(), false)]);
/// ```
pub fn words(text: &str, mut each: impl FnMut(&str, bool)) {
    let bytes = text.as_bytes();
    let mut word = String::new();
    let (mut at, mut joined) = (0, false);
    while at < bytes.len() {
        if !is_inner(bytes[at]) {
            at += 1;
            joined = false;
            continue;
        }
        let length = bytes[at..].iter().position(|byte| !is_inner(*byte)).unwrap_or(bytes.len() - at);
        let piece = &text[at..at + length];
        at += length;
        if length <= LONGEST && piece.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            each(piece, joined);
        } else if piece.is_ascii() {
            word.clear();
            word.push_str(&piece[..piece.len().min(LONGEST)]);
            word.make_ascii_lowercase();
            each(&word, joined);
        } else {
            for folded in fold(piece).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                cut(folded, |word| each(word, std::mem::take(&mut joined)));
            }
        }
        joined = bytes.get(at) == Some(&b'-') && bytes.get(at + 1).is_some_and(|byte| is_inner(*byte));
        at += usize::from(joined);
    }
}

/// Letters and digits of ASCII, and all else that only [`fold`] can tell.
fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn fold(piece: &str) -> String {
    let lower = piece.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c));
    let mut folded = String::with_capacity(piece.len());
    for letter in lower {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            other => folded.push(other),
        }
    }
    folded
}

/// A word of no more letters than [`LONGEST`]; letters of scripts without spaces are words each.
fn cut(word: &str, mut each: impl FnMut(&str)) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let end = if is_alone(first) { first.len_utf8() } else { rest.find(is_alone).unwrap_or(rest.len()) };
        let (word, after) = rest.split_at(end);
        let longest = word.char_indices().nth(LONGEST).map_or(word.len(), |(at, _)| at);
        each(&word[..longest]);
        rest = after;
    }
}

/// Han, hiragana, katakana and Thai.
fn is_alone(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
