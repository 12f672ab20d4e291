//! The Markdown that editors write, and what becomes of it: HTML, plain words, or Markdown with its slots filled.
//!
//! 1. [`Prose::read`] finds the `{{ name }}` slots and the `[[kind:id]]` links of a text, and everything that is wrong
//!    with it. It never fails: bad text is a [`Prose`] and a list of [`Trouble`].
//! 2. [`Prose::fill`] puts values and addresses in. Values that come from people pass through [`escape`] first.
//! 3. [`to_html`], [`to_inline_html`] and [`to_plain`] turn the filled Markdown into what a reader sees.
//!
//! Text can run nothing. There is no template language here, raw HTML is shown as the characters it is made of, and an
//! address that could run something is dropped. That holds for any input, whether or not [`Prose::read`] complained.
//!
//! Slots and links inside code spans and code blocks, and behind a backslash, are ordinary characters.

mod address;
mod escape;
mod html;
mod marks;
mod plain;
mod read;
mod survey;
mod trouble;

pub use escape::{escape, escape_html};
pub use html::{
    HtmlOptions, addresses, to_html, to_html_with, to_inline_html, to_inline_html_with, to_plain_and_html_with,
};
pub use plain::to_plain;
pub use read::{Link, Prose, Rules, Slot};
pub use trouble::{Trouble, TroubleKind};

use pulldown_cmark::Options;

/// The Markdown that all of this room agrees on. Heading attributes stay off: they let a text write any HTML attribute.
const MARKDOWN: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// The text with each run of ASCII white space and line separators as one space, and none at its ends. No-break and
/// thin spaces inside stay: they hold a number and its unit together.
fn fold_space(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    // By bytes, and a lone space is no break: every description, every search and every calendar passes through here.
    let (mut from, mut at, mut after_break) = (0, 0, true);
    while at < bytes.len() {
        let width = match bytes[at] {
            b' ' if !after_break => {
                after_break = true;
                at += 1;
                continue;
            }
            b'\t'..=b'\r' | b' ' => 1,
            0xc2 | 0xe2 => separator_at(&bytes[at..]),
            _ => 0,
        };
        if width > 0 {
            folded.push_str(&text[from..at]);
            folded.push_str(if after_break { "" } else { " " });
            from = at + width;
        }
        after_break = width > 0;
        at += width.max(1);
    }
    folded.push_str(&text[from..]);
    let trimmed = folded.trim();
    if trimmed.len() == folded.len() { folded } else { trimmed.to_owned() }
}

/// How many bytes the line separator has with which a text begins; 0 where it begins with none.
fn separator_at(bytes: &[u8]) -> usize {
    match bytes {
        [0xc2, 0x85, ..] => 2,
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::fold_space;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn folded_texts_are_their_words(text in "[ab \t\n\r\u{b}\u{c}\u{85}\u{a0}\u{2028}\u{2029}\u{202f}é]{0,12}") {
            let breaks = |c: char| c.is_ascii_whitespace() || matches!(c, '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}');
            let words: Vec<&str> = text.split(breaks).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(fold_space(&text), words.join(" ").trim().to_owned());
        }
    }
}
