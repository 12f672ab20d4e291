//! Markdown without its markup.

use super::{MARKDOWN, fold_space};
use pulldown_cmark::{Event, Parser, TagEnd};
use std::borrow::Borrow;

/// The words of Markdown on one line: no markup, entities decoded, blocks and cells joined by a space, images as their
/// words, HTML tags left out. For searches, descriptions and calendars; not safe HTML.
#[must_use]
pub fn to_plain(markdown: &str) -> String {
    words_of(Parser::new_ext(markdown, MARKDOWN))
}

/// The words of some events, on one line.
pub(super) fn words_of<'a>(events: impl Iterator<Item: Borrow<Event<'a>>>) -> String {
    let mut words = String::new();
    for event in events {
        match event.borrow() {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::End(end) if !is_inline(*end) => words.push(' '),
            Event::SoftBreak | Event::HardBreak | Event::Rule => words.push(' '),
            _ => {}
        }
    }
    fold_space(&words)
}

fn is_inline(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_are_left() {
        for (markdown, expected) in [
            ("## A\n\nb *c **d***\ne  \nf", "A b c d e f"),
            ("- a\n- b\n\n> c\n\n---\n\n```\nd <e>\n```", "a b c d <e>"),
            ("|a|b|\n|-|-|\n|c|`d`|", "a b c d"),
            ("[a](b) ![c *d*](e \"f\") <https://g.org>", "a c d https://g.org"),
            ("a&nbsp;b &amp; &lt;c&gt; &#100;", "a\u{a0}b & <c> d"),
            ("x<b>y</b>z <!-- w -->\n\n<div>v</div>", "xyz"),
            ("ä\r\nö\r\n\r\nü", "ä ö ü"),
            ("~~a~~b", "ab"),
            ("", ""),
        ] {
            assert_eq!(to_plain(markdown), expected, "{markdown}");
        }
    }
}
