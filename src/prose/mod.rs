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
pub use html::{HtmlOptions, addresses, to_html, to_html_with, to_inline_html, to_inline_html_with};
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
    let breaks = |c: char| c.is_ascii_whitespace() || matches!(c, '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.trim().to_owned()
}
