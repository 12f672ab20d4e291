//! One document of YAML as a tree.

use super::entries;
use super::mended::Mended;
use super::recorded::{Events, What};
use super::slips::{self, Repair, Slip};
use super::tree::{Key, Node, NodeKind, Scalar};
use crate::diagnostics::{Finding, Findings, lints};
use crate::source::{FileId, Source, Sources, Span, Trouble};
use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span as RawSpan, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// How deep collections may nest. The deepest content that the formats know is a third of it.
const DEEPEST: usize = 48;

/// How many slips of one file are mended before we give up on it.
const MOST_SLIPS: usize = 60;

/// How many bytes are read again for that, in all: a large file gets fewer repairs, and a huge one none.
const MOST_READ_AGAIN: usize = 3 << 20;

/// The tree of a file, and what is wrong with it. An empty file is [`NodeKind::Null`]. Where nothing could be read, the
/// node is [`NodeKind::Reported`].
///
/// The parser stops at its first error. Where we can tell what was meant, that is said, the text is mended and read again,
/// so that one slip does not hide a file's other findings.
pub fn parse<'s>(sources: &'s Sources, file: FileId, findings: &mut Findings) -> Node<'s> {
    let source = sources.get(file);
    if let Some(trouble) = source.trouble() {
        findings.push(not_text(file, trouble));
        return Node { span: Span::start_of(file), kind: NodeKind::Reported };
    }
    let mut mended = Mended::new(source.text());
    if let Some(events) = source.recorded() {
        let mut builder = Builder::new(source, file, &mended, 0, &[]);
        builder.replay(Events(events));
        return builder.finish(findings);
    }
    let mut slips: Vec<Slip> = Vec::new();
    let mut read_again = 0;
    // Where they stand in the file.
    let mut slipped: Vec<u32> = Vec::new();
    // Lines on which something could not be read and was left out.
    let mut left_out: Vec<u32> = Vec::new();
    loop {
        let mut builder = Builder::new(source, file, &mended, 0, &slipped);
        let error = match builder.run(mended.text()) {
            Ok(()) => return builder.finish(findings),
            Err(error) => error,
        };
        let at = floor(mended.text(), error.marker().byte_offset().unwrap_or(0));
        read_again += mended.text().len();
        let line = |span: Span| source.place(span.start).line;
        // The last slip and the line on which something was last said, once there is a slip.
        let last = slips.last().and_then(|last: &Slip| Some((last, line(findings.iter().last()?.span?))));
        let slip = slips::find(mended.text(), at, &error.info())
            .filter(|slip| slips.last() != Some(slip) && !drags_on(slip, slips.last(), mended.text()));
        match slip {
            Some(slip) if slips.len() < MOST_SLIPS && read_again < MOST_READ_AGAIN => {
                let finding = said(&slip, &mended, file);
                // A line that was moved may not have come to its place.
                let moved = last.filter(|(last, _)| last.repair != Repair::Sure).map(|(_, line)| line);
                let known = slip.repair == Repair::Everywhere && slips.iter().any(|s| s.repair == Repair::Everywhere)
                    || moved.is_some() && moved == finding.span.map(line);
                findings.extend((!known).then_some(finding));
                // A test is what it was meant to be, with or without quotes.
                if slip.lint != &lints::UNQUOTED_TEST {
                    slipped.push(u32::try_from(mended.place(slip.at.start)).unwrap_or(u32::MAX));
                }
                mended.mend(&slip.edits);
                slips.push(slip);
            }
            None if read_again < MOST_READ_AGAIN && left_out.len() < MOST_SLIPS => {
                let Some(part) = part_of(mended.text(), at).filter(|_| !is_deep(&error)) else {
                    return entry_by_entry((source, file), &mended, &slipped, &error, &|_| false, findings);
                };
                let finding = syntax_error(file, &mended, 0, mended.text(), &error);
                // What follows from a part that was left out, or from a slip of this line, is that still.
                let here = finding.span.map_or(0, line);
                let of_last = last.is_some_and(|(_, line)| line == here);
                if !of_last && !left_out.iter().any(|other: &u32| other.abs_diff(here) <= 3) {
                    findings.push(finding);
                }
                left_out.push(here);
                mended.mend(&[(part, UNREAD.to_owned())]);
            }
            _ => {
                // What cannot be read where a slip was mended is that slip still.
                let near = last.map(|(slip, at)| (at, if slip.repair == Repair::Guess { 3 } else { 0 }));
                let known = |span: Span| near.is_some_and(|(at, near)| line(span).abs_diff(at) <= near);
                return entry_by_entry((source, file), &mended, &slipped, &error, &known, findings);
            }
        }
    }
}

/// What is said where nobody can tell what was meant.
pub(super) const UNREADABLE: &str = "this cannot be read as YAML";

/// Stands in the text for what could not be read.
const UNREAD: &str = " \"\u{f8ff}\u{f8ff}\"";

/// The smallest part of a text that holds what the parser could not read, as far as its lines tell: what stands behind the
/// dash of an entry that begins further to the right than column 0, or behind the colon of a field.
fn part_of(text: &str, at: usize) -> Option<Range<usize>> {
    slips::part_of(text, at).filter(|part| !part.is_empty() && &text[part.clone()] != UNREAD)
}

/// Whether a guess at what a line was meant to be only moved the trouble to one of the next.
fn drags_on(slip: &Slip, last: Option<&Slip>, text: &str) -> bool {
    let Some(last) = last.filter(|last| last.repair == Repair::Guess && slip.repair == Repair::Guess) else {
        return false;
    };
    let (from, to) = (last.at.start.min(slip.at.start), last.at.start.max(slip.at.start));
    text.get(from..to).is_some_and(|between| between.matches('\n').count() <= 2)
}

/// A slip as a finding, its places led back to the file.
fn said(slip: &Slip, mended: &Mended, file: FileId) -> Finding {
    let span = |at: &Range<usize>| Span::new(file, mended.place(at.start), mended.place(at.end));
    let finding = Finding::new(slip.lint, span(&slip.at), &*slip.message).label(&*slip.label);
    let finding = slip.related.iter().fold(finding, |finding, (at, words)| finding.related(span(at), &**words));
    match &slip.fix {
        Some((at, text)) => finding.fix(&*slip.help, span(at), &**text),
        None => finding.help(&*slip.help),
    }
}

/// The last place of a character that is not behind `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

fn not_text(file: FileId, trouble: Trouble) -> Finding {
    let at = |start: u32| Span { file, start, end: start };
    match trouble {
        Trouble::NotUtf8(start) => Finding::new(&lints::NOT_TEXT, at(start), "this file is not valid UTF-8")
            .label("not a UTF-8 character")
            .help("save the file as UTF-8"),
        Trouble::Control(start) => Finding::new(&lints::NOT_TEXT, at(start), "a control character in a text file")
            .label("this character is invisible and has no place here")
            .help("delete the character"),
        Trouble::TooLarge => Finding::new(&lints::NOT_TEXT, at(0), "this file is too large for a pack")
            .help("split it: `X.yaml` and any `X/*.yaml` are one kind"),
    }
}

/// After an error that we cannot mend: in a list of entries every other entry is still read.
fn entry_by_entry<'s>(
    (source, file): (&'s Source, FileId),
    mended: &Mended,
    slipped: &[u32],
    error: &ScanError,
    known: &dyn Fn(Span) -> bool,
    findings: &mut Findings,
) -> Node<'s> {
    let text = mended.text();
    let unless_known = |finding: Finding| (!finding.span.is_some_and(known)).then_some(finding);
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(i, _)| i + 1))
        .filter(|&i| text[i..].starts_with("- "))
        .collect();
    let reported = Node { span: Span::start_of(file), kind: NodeKind::Reported };
    if starts.len() < 2 {
        findings.extend(unless_known(syntax_error(file, mended, 0, text, error)));
        return reported;
    }
    let mut entries = Vec::new();
    let head = &text[..starts[0]];
    if head.lines().any(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let at = mended.place(head.len() - head.trim_start().len());
        findings.extend(unless_known(
            Finding::new(&lints::YAML_SYNTAX, Span::new(file, at, at), UNREADABLE)
                .label("stands before the first entry")
                .help("every entry of a list begins with `- `"),
        ));
        entries.push(Node { span: Span::start_of(file), kind: NodeKind::Reported });
    }
    for (i, &start) in starts.iter().enumerate() {
        let part = &text[start..starts.get(i + 1).copied().unwrap_or(text.len())];
        let mut builder = Builder::new(source, file, mended, start, slipped);
        match builder.run(part) {
            Ok(()) => {
                if let NodeKind::List(nodes) = builder.finish(findings).kind {
                    entries.extend(nodes);
                }
            }
            Err(error) => {
                findings.extend(unless_known(syntax_error(file, mended, start, part, &error)));
                entries.push(Node { span: Span::start_of(file), kind: NodeKind::Reported });
            }
        }
    }
    Node { span: Span::start_of(file), kind: NodeKind::List(entries) }
}

/// The error at which the parser stopped in `part`, which begins at byte `from` of the text.
fn syntax_error(file: FileId, mended: &Mended, from: usize, part: &str, error: &ScanError) -> Finding {
    let at = floor(part, error.marker().byte_offset().unwrap_or(0));
    let span = Span::new(file, mended.place(from + at), mended.place(from + at));
    if is_deep(error) {
        return too_deep(span);
    }
    let words = error.info();
    if let Some(mut slip) = slips::find(part, at, &words) {
        slip.shift(from);
        return said(&slip, mended, file);
    }
    Finding::new(&lints::YAML_SYNTAX, span, UNREADABLE)
        .label("the reader stops here")
        .help("look at the quotes, the colons and the indentation of this line and the one above")
}

fn is_deep(error: &ScanError) -> bool {
    let words = error.info();
    ["nesting", "depth", "limit"].iter().any(|part| words.contains(part))
}

fn too_deep(span: Span) -> Finding {
    Finding::new(&lints::NESTED_TOO_DEEP, span, "lists and maps nest too deep here")
        .label(format!("more than {DEEPEST} levels"))
        .help("no format of a pack needs more than a dozen levels: look for a bracket too many")
}

/// A collection that is still open.
struct Open<'s> {
    start: u32,
    items: Vec<Node<'s>>,
    entries: Vec<(Key<'s>, Node<'s>)>,
    key: Option<Key<'s>>,
    is_map: bool,
}

struct Builder<'s, 'm> {
    source: &'s Source,
    file: FileId,
    /// Leads places back to the file.
    mended: &'m Mended<'m>,
    /// Where the text that is read begins in the mended one.
    from: usize,
    /// Where slips stand in the file: a value with one in it is a guess, of which nothing more is said.
    slipped: &'m [u32],
    open: Vec<Open<'s>>,
    root: Option<Node<'s>>,
    documents: usize,
    found: Findings,
}

impl<'s, 'm> Builder<'s, 'm> {
    fn new(source: &'s Source, file: FileId, mended: &'m Mended<'m>, from: usize, slipped: &'m [u32]) -> Self {
        Self { source, file, mended, from, slipped, open: Vec::new(), root: None, documents: 0, found: Findings::new() }
    }

    fn finish(self, findings: &mut Findings) -> Node<'s> {
        findings.extend(self.found);
        self.root.unwrap_or(Node { span: Span::start_of(self.file), kind: NodeKind::Null })
    }

    /// Reads the events of `text`, which stands at byte `from` of the mended one.
    fn run(&mut self, text: &str) -> Result<(), ScanError> {
        let mut options = Options::default();
        options.set_emit_comments(false);
        options.emit_unresolved_aliases = true;
        options.flow_nesting_limit = DEEPEST;
        options.block_nesting_limit = DEEPEST;
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, raw) = next?;
            let span = self.span(&raw, text);
            match event {
                Event::DocumentStart(..) => {
                    self.documents += 1;
                    if self.documents == 2 {
                        self.found.push(
                            Finding::new(&lints::SEVERAL_DOCUMENTS, span, "a second document in one file")
                                .label("only the first document is read")
                                .help("remove the `---`, or move what follows to a file of its own"),
                        );
                    }
                }
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    self.refuse_alias(span, '*');
                    self.close(Node { span, kind: NodeKind::Reported });
                }
                Event::Scalar(value, style, anchor, tag) => {
                    self.properties(anchor, tag.as_deref(), span);
                    let is_said = anchor != 0 || tag.is_some();
                    let read = self.scalar(value, style, span);
                    self.close(if is_said { Node { span, kind: NodeKind::Reported } } else { read });
                }
                Event::SequenceStart(_, anchor, tag) => {
                    self.properties(anchor, tag.as_deref(), span);
                    self.push(span, false);
                }
                Event::MappingStart(_, anchor, tag) => {
                    self.properties(anchor, tag.as_deref(), span);
                    self.push(span, true);
                }
                Event::SequenceEnd | Event::MappingEnd => self.pop(span),
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads the events that were kept when the binary was built.
    fn replay(&mut self, events: Events<'s>) {
        for event in events {
            let span = Span::new(self.file, event.start, event.start + event.length);
            match event.what {
                What::List => self.push(span, false),
                What::Map => self.push(span, true),
                What::End => self.pop(span),
                What::Scalar { plain, value } => {
                    let written = || self.source.text().get(event.start..event.start + event.length).unwrap_or("");
                    let text = value.unwrap_or_else(written);
                    let kind = match text {
                        "" | "~" | "null" if plain => NodeKind::Null,
                        _ => NodeKind::Scalar(Scalar { text: Cow::Borrowed(text), plain }),
                    };
                    self.close(Node { span, kind });
                }
            }
        }
    }

    fn span(&self, raw: &RawSpan, text: &str) -> Span {
        let range = raw.byte_range().unwrap_or(0..0);
        let written = text.get(range.clone()).unwrap_or("");
        let end = range.start + written.trim_end().len();
        let place = |at: usize| self.mended.place(self.from + at);
        Span::new(self.file, place(range.start), place(end.max(range.start)))
    }

    fn scalar(&mut self, value: Cow<'_, str>, style: ScalarStyle, span: Span) -> Node<'s> {
        let plain = style == ScalarStyle::Plain;
        if value == UNREAD.trim_matches([' ', '"']) {
            return Node { span, kind: NodeKind::Reported };
        }
        if plain && matches!(&*value, "" | "~" | "null") {
            return Node { span, kind: NodeKind::Null };
        }
        if plain && let Some(inside) = slips::curly(&value) {
            self.found.push(
                Finding::new(&lints::CURLY_QUOTES, span, "curly quotes around a value do not count as quotes")
                    .label("they would be part of the text")
                    .fix("type straight quotes, or none", span, slips::quoted(inside)),
            );
            let text = Cow::Owned(inside.to_owned());
            return Node { span, kind: NodeKind::Scalar(Scalar { text, plain: false }) };
        }
        // Most scalars stand in the file as they are, and are then borrowed from it.
        let raw = self.source.text().get(span.start as usize..span.end as usize);
        let text = match raw {
            Some(raw) if raw == value => Cow::Borrowed(raw),
            _ => Cow::Owned(value.into_owned()),
        };
        Node { span, kind: NodeKind::Scalar(Scalar { text, plain }) }
    }

    fn properties(&mut self, anchor: usize, tag: Option<&Tag>, span: Span) {
        if anchor != 0 {
            self.refuse_alias(self.with_sign(span, '&'), '&');
        }
        if let Some(tag) = tag {
            let span = self.with_sign(span, '!');
            self.found.push(
                Finding::new(
                    &lints::YAML_TAG,
                    span,
                    format!("`{}` tells YAML a type, and no value needs that", tag.original()),
                )
                .label("read as the name of a type")
                .help("remove it; a text that begins with `!` must stand in quotes"),
            );
        }
    }

    /// The span of a value together with what stands before it on its line, from this sign on.
    fn with_sign(&self, span: Span, sign: char) -> Span {
        let before = &self.source.text()[..span.start as usize];
        let line = before.rfind('\n').map_or(0, |i| i + 1);
        match before[line..].rfind(sign) {
            Some(at) => Span::new(self.file, line + at, span.end as usize),
            None => span,
        }
    }

    fn refuse_alias(&mut self, span: Span, sign: char) {
        let message = match sign {
            '*' => "`*` before a word stands for a value written elsewhere, and a pack has none",
            _ => "`&` before a word names a value to be used again, and a pack uses none",
        };
        self.found.push(
            Finding::new(&lints::YAML_ALIAS, span, message)
                .label("not read as text")
                .help(format!("write the value out; a text that begins with `{sign}` must stand in quotes")),
        );
    }

    fn push(&mut self, span: Span, is_map: bool) {
        self.open.push(Open { start: span.start, items: Vec::new(), entries: Vec::new(), key: None, is_map });
    }

    fn pop(&mut self, span: Span) {
        let Some(done) = self.open.pop() else { return };
        let last = done.items.last().map(|n| n.span.end).or(done.entries.last().map(|(_, n)| n.span.end));
        let end = span.end.max(last.unwrap_or(done.start)).max(done.start);
        // A block collection's end event stands on the line of what follows it.
        let end = if span.start == span.end { last.unwrap_or(done.start) } else { end };
        let mut whole = Span { file: self.file, start: done.start, end: end.max(done.start) };
        let kind = if done.is_map {
            let in_list = self.open.last().is_some_and(|open| !open.is_map);
            let mut entries = done.entries;
            entries::join_at_commas(self.source.text(), &mut entries, &mut self.found);
            for first in entries::apart(self.source.text(), in_list, &mut entries, &mut self.found) {
                let end = first.last().map_or(whole.start, |(_, node)| node.span.end);
                self.close(Node { span: Span { end, ..whole }, kind: NodeKind::Map(first) });
                whole.start = entries.first().map_or(end, |(key, _)| key.span.start);
            }
            NodeKind::Map(entries)
        } else {
            // Around one value it may have been meant as a part of it.
            let is_guess = done.items.len() < 2 && self.slipped.contains(&done.start);
            if is_guess { NodeKind::Reported } else { NodeKind::List(done.items) }
        };
        self.close(Node { span: whole, kind });
    }

    /// A finished node goes to the collection that holds it.
    fn close(&mut self, node: Node<'s>) {
        let is_key = self.open.last().is_some_and(|open| open.is_map && open.key.is_none());
        let is_guess = |at: &u32| (node.span.start..node.span.end.max(node.span.start + 1)).contains(at);
        let node = match node.kind {
            NodeKind::Scalar(scalar) if !is_key && self.slipped.iter().any(is_guess) => {
                Node { span: node.span, kind: NodeKind::Guess(scalar) }
            }
            _ => node,
        };
        let Some(open) = self.open.last_mut() else {
            if self.root.is_none() && self.documents <= 1 {
                self.root = Some(node);
            }
            return;
        };
        if !open.is_map {
            open.items.push(node);
        } else if let Some(key) = open.key.take() {
            // Nobody knows what a field is that has lost its name.
            let is_lost = key.text.starts_with(slips::NAME);
            open.entries.push((key, if is_lost { Node { kind: NodeKind::Reported, ..node } } else { node }));
        } else {
            let text = match node.kind {
                NodeKind::Scalar(scalar) => scalar.text,
                NodeKind::Null => Cow::Borrowed("~"),
                _ => {
                    self.found.push(
                        Finding::new(&lints::WRONG_TYPE, node.span, "a list or map cannot be a key")
                            .label("a key is one word"),
                    );
                    Cow::Borrowed("?")
                }
            };
            open.key = Some(Key { text, span: inside_quotes(self.source.text(), node.span) });
        }
    }
}

/// The span of a name without its quotes, so that an edit leaves them where they are.
fn inside_quotes(text: &str, span: Span) -> Span {
    let written = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let between = |quote: char| written.len() > 1 && written.starts_with(quote) && written.ends_with(quote);
    if between('"') || between('\'') { Span { start: span.start + 1, end: span.end - 1, ..span } } else { span }
}
