//! Walking through the Markdown of a text: which bytes are words, code, HTML, and what is wrong with the rest.

use super::trouble::{Trouble, TroubleKind};
use super::{MARKDOWN, address};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};
use std::ops::Range;

/// What the bytes at a place are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spot {
    /// Words that a reader sees.
    Words,
    /// Words that lead somewhere when clicked.
    LinkWords,
    /// A code span or block, shown as it is.
    Code,
    /// HTML tags.
    Html,
    /// Anything that is not shown: addresses, titles, definitions, cells beyond a table's last column.
    Hidden,
}

/// What a walk found.
pub(super) struct Survey {
    /// In order of their starts.
    spots: Vec<(Range<usize>, Spot)>,
    /// In no order.
    pub troubles: Vec<Trouble>,
}

impl Survey {
    /// Walks through `markdown`, in which all marks are hidden.
    pub fn of(markdown: &str, headings: bool) -> Survey {
        let survey = Survey { spots: Vec::new(), troubles: Vec::new() };
        let mut walk =
            Walk { markdown, headings, survey, level: 1, html: Vec::new(), links: 0, images: Vec::new(), skip: None };
        let parser = Parser::new_ext(markdown, MARKDOWN);
        for (_, definition) in parser.reference_definitions().iter() {
            walk.address(&definition.dest, definition.span.clone());
        }
        for (event, at) in parser.into_offset_iter() {
            walk.event(&event, at);
        }
        walk.survey.spots.sort_by_key(|(at, _)| at.start);
        walk.survey
    }

    /// What the byte at `place` is.
    pub fn spot(&self, place: usize) -> Spot {
        let after = self.spots.partition_point(|(at, _)| at.start <= place);
        match self.spots[..after].last() {
            Some((at, spot)) if at.end > place => *spot,
            _ => Spot::Hidden,
        }
    }
}

/// Whether nothing of a text can be wrong, whatever Markdown makes of it: no tag, no heading, no link and no image begins
/// without one of these signs.
pub(super) fn is_harmless(markdown: &str) -> bool {
    let bytes = markdown.as_bytes();
    // A line of `-` or `=` makes the line above it a heading.
    let ends_a_line = |at: usize| {
        let mut rest = bytes[at + 1..].iter().take_while(|byte| !matches!(byte, b'\n' | b'\r'));
        rest.all(u8::is_ascii_whitespace)
    };
    memchr::memchr3(b'<', b'#', b'[', bytes).is_none() && !memchr::memchr2_iter(b'-', b'=', bytes).any(ends_a_line)
}

struct Walk<'a> {
    markdown: &'a str,
    headings: bool,
    survey: Survey,
    /// Of the last heading; the page has one of level 1 above the text.
    level: usize,
    /// Names of tags that were reported and may be closed later.
    html: Vec<&'a str>,
    /// How many links we are in.
    links: usize,
    /// The images we are in, and whether words for them were seen.
    images: Vec<bool>,
    /// The end of something whose inside was dealt with at its start.
    skip: Option<TagEnd>,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event, at: Range<usize>) {
        match event {
            Event::End(end) if self.skip == Some(*end) => self.skip = None,
            _ if self.skip.is_some() => {}
            Event::Start(Tag::CodeBlock(_)) => {
                self.survey.spots.push((at, Spot::Code));
                self.skip = Some(TagEnd::CodeBlock);
            }
            Event::Start(Tag::HtmlBlock) => {
                self.html(at);
                self.skip = Some(TagEnd::HtmlBlock);
            }
            Event::InlineHtml(_) => self.html(at),
            Event::Start(Tag::Heading { level, .. }) => self.heading(*level, at),
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, dest_url, .. }) => {
                self.survey.spots.push((at.clone(), Spot::Hidden));
                self.address(dest_url, at);
                self.images.fill(true);
                self.skip = Some(TagEnd::Link);
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.links += 1;
                if *link_type == LinkType::Inline {
                    self.address(dest_url, at);
                }
            }
            Event::End(TagEnd::Link) => self.links -= 1,
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                self.images.push(false);
                if *link_type == LinkType::Inline {
                    self.address(dest_url, at);
                }
            }
            Event::End(TagEnd::Image) => {
                let described = self.images.pop();
                if described == Some(false) {
                    let trouble = Trouble::new(TroubleKind::MissingImageText, at, "this image has no words");
                    let help = "say in the square brackets what it shows, for readers who do not see it";
                    self.survey.troubles.push(trouble.with_help(help));
                }
            }
            Event::Code(_) => {
                self.survey.spots.push((at, Spot::Code));
                self.images.fill(true);
            }
            Event::Text(words) => {
                self.survey.spots.push((at, if self.links > 0 { Spot::LinkWords } else { Spot::Words }));
                if !words.trim().is_empty() {
                    self.images.fill(true);
                }
            }
            _ => {}
        }
    }

    /// One finding for a tag and its closing tag.
    fn html(&mut self, at: Range<usize>) {
        self.survey.spots.push((at.clone(), Spot::Html));
        let tag = &self.markdown[at.clone()];
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if tag.starts_with("</") {
            if let Some(opened) = self.html.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
                self.html.remove(opened);
                return;
            }
        } else {
            self.html.push(name);
        }
        let trouble = Trouble::new(TroubleKind::RawHtml, self.trim(at), "HTML is shown as it is written");
        self.survey.troubles.push(trouble.with_help("say it in Markdown, or write `\\<` for the character"));
    }

    fn heading(&mut self, level: HeadingLevel, at: Range<usize>) {
        let level = level as usize;
        let at = self.trim(at);
        let last = std::mem::replace(&mut self.level, level);
        let underlined = !self.markdown[at.clone()].starts_with('#');
        let (message, help) = if !self.headings {
            ("no heading can stand in this text".to_owned(), "make it a bold line or a text of its own".to_owned())
        } else if level == 1 {
            ("the page has its one heading of level 1 already".to_owned(), "start with `##`".to_owned())
        } else if level > last + 1 {
            let wanted = "#".repeat(last + 1);
            (format!("a heading of level {level} after one of level {last}"), format!("write `{wanted}`"))
        } else {
            return;
        };
        let help =
            if underlined { format!("{help}; a line of `-` or `=` makes the line above a heading") } else { help };
        self.survey.troubles.push(Trouble::new(TroubleKind::HeadingLevel, at, message).with_help(help));
    }

    /// Judges the address of the link, image or definition at `at`.
    fn address(&mut self, address: &str, at: Range<usize>) {
        let at = self.trim(at);
        let trouble = if address.trim().is_empty() {
            Trouble::new(TroubleKind::BrokenLink, at, "no address follows")
                .with_help("write the address in the round brackets")
        } else if address::is_safe(address) {
            return;
        } else {
            // Entities and escapes may hide the address; then the whole link is meant.
            let found = self.markdown[at.clone()].rfind(address);
            let at = found.map_or(at.clone(), |from| at.start + from..at.start + from + address.len());
            Trouble::new(TroubleKind::UnsafeLink, at, "this address is not allowed")
                .with_help("use http, https, mailto, a `#fragment` or a relative path")
        };
        self.survey.troubles.push(trouble);
    }

    /// The range without white space at its ends.
    fn trim(&self, at: Range<usize>) -> Range<usize> {
        let text = &self.markdown[at.clone()];
        let start = at.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TroubleKind::{BrokenLink, HeadingLevel, MissingImageText, RawHtml, UnsafeLink};

    fn seen(text: &str, headings: bool) -> Vec<(TroubleKind, &str)> {
        let mut troubles = Survey::of(text, headings).troubles;
        troubles.sort_by_key(|trouble| trouble.at.start);
        troubles.into_iter().map(|trouble| (trouble.kind, &text[trouble.at])).collect()
    }

    #[test]
    fn troubles_have_their_places() {
        for (text, expected) in [
            ("plain *nested **words*** and ~~old~~ `<b>`\n\n    <b>\n", vec![]),
            ("5 < 6 and a > b &lt;b&gt;", vec![]),
            ("ä <script>x</script> y", vec![(RawHtml, "<script>")]),
            ("<b>a</b> c</b>", vec![(RawHtml, "<b>"), (RawHtml, "</b>")]),
            ("a\r\n\r\n<div onclick=x>\r\nb\r\n</div>\r\n\r\nc", vec![(RawHtml, "<div onclick=x>\r\nb\r\n</div>")]),
            ("<!-- a -->", vec![(RawHtml, "<!-- a -->")]),
            ("a <!-- b --> c", vec![(RawHtml, "<!-- b -->")]),
            ("![](a.png) ![b](b.png) ![`c`](c.png)", vec![(MissingImageText, "![](a.png)")]),
            ("![ ![ ](a) ](b)", vec![(MissingImageText, "![ ![ ](a) ](b)"), (MissingImageText, "![ ](a)")]),
            ("[a](javascript:alert(1))", vec![(UnsafeLink, "javascript:alert(1)")]),
            ("[a](&#106;avascript:x \"t\")", vec![(UnsafeLink, "[a](&#106;avascript:x \"t\")")]),
            ("<javascript:x> <https://a.org> <a@b.org>", vec![(UnsafeLink, "javascript:x")]),
            ("[a][b] [b]\n\n[b]: javascript:x\n[c]: a/b", vec![(UnsafeLink, "javascript:x")]),
            ("![a](data:x) [b](../c) [d](#e)", vec![(UnsafeLink, "data:x")]),
            ("[a]() [b](<> 'c')", vec![(BrokenLink, "[a]()"), (BrokenLink, "[b](<> 'c')")]),
        ] {
            assert_eq!(seen(text, true), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_harmless_text_has_no_troubles(text in "([a-z .=!(:)&;\\\\`>*_|~-]|\n|\r|\r\n|    |--|\\[|<|#|http://a ){0,30}", headings: bool) {
            let found = Survey::of(&text, headings);
            proptest::prop_assert!(found.troubles.is_empty() || !is_harmless(&text), "{text:?}");
        }
    }

    #[test]
    fn headings_start_at_two_and_never_jump() {
        for (text, expected) in [
            ("## A\n\n### B\n\n#### C\n\n## D", vec![]),
            ("# A {onclick=x}\n\n## B", vec!["# A {onclick=x}"]),
            ("### A\n\n### B", vec!["### A"]),
            ("## A\n\n#### B", vec!["#### B"]),
            ("A\n===\n\nB\n---", vec!["A\n==="]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|at| (HeadingLevel, at)).collect();
            assert_eq!(seen(text, true), expected, "{text}");
        }
        assert_eq!(seen("## A", false), [(HeadingLevel, "## A")]);
        let troubles = Survey::of("a\n---", false).troubles;
        let help = "make it a bold line or a text of its own; a line of `-` or `=` makes the line above a heading";
        assert_eq!(troubles[0].help.as_deref(), Some(help));
    }

    #[test]
    fn spots_tell_words_from_the_rest() {
        let text = "w [l](h) `c` <i>\n\n```h\nc\n```\n\n| w |\n|---|\n| w | h |\n\n![w](h \"h\") <bh:h>\n\n[h]: h";
        for (place, c) in text.char_indices().filter(|(_, c)| c.is_ascii_lowercase()) {
            let expected = match c {
                'w' => Spot::Words,
                'l' => Spot::LinkWords,
                'c' => Spot::Code,
                'i' => Spot::Html,
                'h' if text[place..].starts_with("h\nc") => Spot::Code,
                _ => Spot::Hidden,
            };
            assert_eq!(Survey::of(text, true).spot(place), expected, "{}", &text[place..]);
        }
    }
}
