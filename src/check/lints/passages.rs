//! Markdown as a reader reads it: paragraphs, headings and entries of lists as plain words, each byte with its place.

use crate::prose::{Link, Prose, Rules};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The Markdown of the room `prose`.
const MARKDOWN: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Stands for a `{{ slot }}`, whose words are not known here.
const SLOT: &str = "\u{fffc}";

/// What ends a sentence.
const ENDS: [char; 4] = ['.', '!', '?', '…'];

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading.
    Heading,
    /// A paragraph, an entry of a list or a cell of a table.
    Words,
}

/// A run of words between two breaks of the page.
#[derive(Debug, PartialEq)]
pub(super) struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Its words without markup, on one line. A link is its words, or those of the id that it leads to.
    pub text: String,
    pieces: Vec<Piece>,
}

/// Some bytes of a passage, and where they were written.
#[derive(Debug, PartialEq)]
struct Piece {
    at: Range<usize>,
    from: Range<usize>,
    /// Whether the bytes are those that were written.
    exact: bool,
    origin: Origin,
}

/// Whose words a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The author's, in running text.
    Text,
    /// The author's, as the words of a link or an image.
    Link,
    /// Those of the id that a link without words leads to.
    Id,
    /// A span of code, or a slot.
    Code,
}

impl Passage {
    /// The bytes of the Markdown that wrote a range of the passage.
    pub fn written(&self, range: &Range<usize>) -> Range<usize> {
        let mut places = self.touched(range).map(|piece| {
            let (start, end) = (range.start.max(piece.at.start), range.end.min(piece.at.end));
            match piece.exact {
                true => piece.from.start + (start - piece.at.start)..piece.from.start + (end - piece.at.start),
                false => piece.from.clone(),
            }
        });
        let first = places.next().unwrap_or(0..0);
        places.fold(first, |all, next| all.start.min(next.start)..all.end.max(next.end))
    }

    /// Whether nothing of a range is code or part of a link.
    pub fn is_free(&self, range: &Range<usize>) -> bool {
        self.touched(range).all(|piece| piece.origin == Origin::Text)
    }

    /// Whether the author chose the words of a range; a link without words is called what it leads to.
    pub fn is_chosen(&self, range: &Range<usize>) -> bool {
        self.touched(range).all(|piece| piece.origin != Origin::Id)
    }

    fn touched<'a>(&'a self, range: &'a Range<usize>) -> impl Iterator<Item = &'a Piece> {
        let first = self.pieces.partition_point(|piece| piece.at.end <= range.start);
        self.pieces[first..].iter().take_while(|piece| piece.at.start < range.end)
    }

    /// The sentences, without the spaces between them.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let text = self.text.as_str();
        let mut sentences = Vec::new();
        let mut start = 0;
        for (at, c) in ends(text) {
            let after = &text[at + c.len_utf8()..];
            if after.starts_with(ENDS) {
                continue;
            }
            let rest = after.trim_start_matches(['"', '”', '’', ')', ']']);
            let next = rest.trim_start();
            let begins = next.chars().next().is_some_and(|n| !n.is_lowercase());
            if rest.len() > next.len() && begins && !(c == '.' && is_initial(&text[start..at])) {
                sentences.push(start..text.len() - rest.len());
                start = text.len() - next.len();
            }
        }
        if start < text.len() {
            sentences.push(start..text.len());
        }
        sentences
    }
}

/// The places of all that may end a sentence, in order.
fn ends(text: &str) -> Vec<(usize, char)> {
    let signs = memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes());
    let mut ends: Vec<(usize, char)> = signs.map(|at| (at, char::from(text.as_bytes()[at]))).collect();
    let before = ends.len();
    ends.extend(text.match_indices('…').map(|(at, _)| (at, '…')));
    if ends.len() > before {
        ends.sort_unstable();
    }
    ends
}

/// Whether a text ends in a single letter, as `J.` and `e.g.` do.
fn is_initial(text: &str) -> bool {
    let mut letters = text.chars().rev();
    letters.next().is_some_and(|c| c.is_alphabetic() && c != 'I') && letters.next().is_none_or(|c| !c.is_alphanumeric())
}

/// The passages of a text; blocks of code and HTML are none.
pub(super) fn passages(text: &str) -> Vec<Passage> {
    passages_of(&Prose::read(text, Rules { slots: true, headings: true }).0)
}

/// The passages of a text that was read already.
pub(super) fn passages_of(prose: &Prose) -> Vec<Passage> {
    let text = prose.text();
    let mut reader = Reader { text, prose, passages: Vec::new(), open: None, kind: Kind::Words, links: 0, code: false };
    let hidden = hide(text, prose);
    for (event, at) in Parser::new_ext(&hidden, MARKDOWN).into_offset_iter() {
        reader.event(event, at);
    }
    reader.flush();
    reader.passages
}

/// The text with every link and slot as letters, so that Markdown sees words there; every place stays.
fn hide(text: &str, prose: &Prose) -> String {
    let mut hidden = text.to_owned();
    let marks = prose.links().iter().map(|link| &link.range).chain(prose.slots().iter().map(|slot| &slot.range));
    for range in marks {
        hidden.replace_range(range.clone(), &"x".repeat(range.len()));
    }
    hidden
}

/// The links and slots in a range, in order.
fn marks<'p>(prose: &'p Prose, at: &Range<usize>) -> Vec<(Range<usize>, Option<&'p Link>)> {
    let (links, slots) = (prose.links(), prose.slots());
    let links = &links[links.partition_point(|link| link.range.start < at.start)..];
    let slots = &slots[slots.partition_point(|slot| slot.range.start < at.start)..];
    let links = links.iter().map(|link| (link.range.clone(), Some(link)));
    let slots = slots.iter().map(|slot| (slot.range.clone(), None));
    let mut marks: Vec<_> = links
        .take_while(|(range, _)| range.end <= at.end)
        .chain(slots.take_while(|(range, _)| range.end <= at.end))
        .collect();
    marks.sort_by_key(|(range, _)| range.start);
    marks
}

struct Reader<'a> {
    text: &'a str,
    prose: &'a Prose,
    passages: Vec<Passage>,
    open: Option<Passage>,
    kind: Kind,
    /// How many links and images we are in.
    links: usize,
    /// Whether we are in a block of code or HTML.
    code: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event, at: Range<usize>) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => self.links = self.links.saturating_sub(1),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            Event::Start(tag) => {
                self.flush();
                if matches!(tag, Tag::Heading { .. }) {
                    self.kind = Kind::Heading;
                }
                self.code = matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock);
            }
            Event::End(_) => {
                self.flush();
                self.kind = Kind::Words;
                self.code = false;
            }
            Event::Text(words) if !self.code => self.words(&words, at),
            Event::Code(words) => self.push(&words, at, false, Origin::Code),
            Event::SoftBreak | Event::HardBreak => self.push(" ", at, false, Origin::Text),
            _ => {}
        }
    }

    fn words(&mut self, words: &str, at: Range<usize>) {
        let marks = marks(self.prose, &at);
        if marks.is_empty() && self.text.get(at.clone()) != Some(words) {
            // An entity, such as `&amp;`.
            return self.push(words, at, false, Origin::Text);
        }
        let mut done = at.start;
        for (range, link) in marks {
            self.push_written(done..range.start);
            match link {
                Some(Link { words: Some(words), .. }) => self.push(words, range.clone(), false, Origin::Link),
                Some(link) => self.push(&link.id.replace('-', " "), range.clone(), false, Origin::Id),
                None => self.push(SLOT, range.clone(), false, Origin::Code),
            }
            done = range.end;
        }
        self.push_written(done..at.end);
    }

    fn push_written(&mut self, at: Range<usize>) {
        let words = self.text.get(at.clone()).unwrap_or_default();
        self.push(words, at, true, Origin::Text);
    }

    fn push(&mut self, words: &str, from: Range<usize>, exact: bool, origin: Origin) {
        if words.is_empty() {
            return;
        }
        let origin = if self.links > 0 { Origin::Link } else { origin };
        let open =
            self.open.get_or_insert_with(|| Passage { kind: self.kind, text: String::new(), pieces: Vec::new() });
        let start = open.text.len();
        open.text.push_str(words);
        open.pieces.push(Piece { at: start..open.text.len(), from, exact, origin });
    }

    fn flush(&mut self) {
        self.passages.extend(self.open.take().filter(|passage| !passage.text.trim().is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_where_they_were_written() {
        let text = "## A *b*\n\nc **d** [[term:e-f]]\n`g` &amp; [h i](j).\n\n- k [[faq:l|m]]\n- n\n  - o\n\n```\np\n```\n\n|q|r|\n|-|-|\n|s|t|\n";
        let found = passages(text);
        let seen: Vec<_> = found.iter().map(|p| (p.kind, p.text.as_str())).collect();
        let words = |text| (Kind::Words, text);
        let mut expected = vec![(Kind::Heading, "A b"), words("c d e f g & h i.")];
        expected.extend(["k m", "n", "o", "q", "r", "s", "t"].map(words));
        assert_eq!(seen, expected);
        for (words, written, free) in [
            ("c d", "c **d", true),
            ("e f", "[[term:e-f]]", false),
            ("g", "`g`", false),
            ("h", "h", false),
            ("d e", "d** [[term:e-f]]", false),
        ] {
            let at = found[1].text.find(words).unwrap();
            let range = at..at + words.len();
            assert_eq!((&text[found[1].written(&range)], found[1].is_free(&range)), (written, free), "{words}");
        }
    }

    #[test]
    fn sentences_end_where_a_reader_breathes() {
        for (text, expected) in [
            ("One. Two! Three? (Four.) “Five.” Six…", &["One.", "Two!", "Three?", "(Four.)", "“Five.”", "Six…"][..]),
            ("Eat 1.5 g, e.g. rice. Then rest", &["Eat 1.5 g, e.g. rice.", "Then rest"]),
            ("About 3 h. 5 h is too long.", &["About 3 h. 5 h is too long."]),
            ("No... Never.\nYes.", &["No...", "Never.", "Yes."]),
            ("", &[]),
        ] {
            let found = passages(text);
            let sentences: Vec<&str> =
                found.iter().flat_map(|p| p.sentences().into_iter().map(|r| &p.text[r])).collect();
            assert_eq!(sentences, expected);
        }
    }
}
