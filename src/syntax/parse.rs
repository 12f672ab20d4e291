//! One document of YAML as a tree.

use super::recorded::{Events, What};
use super::tree::{Key, Node, NodeKind, Scalar};
use super::unquoted;
use crate::diagnostics::{Finding, Findings, lints};
use crate::source::{FileId, Source, Sources, Span, Trouble};
use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span as RawSpan, Tag};
use std::borrow::Cow;
use std::collections::HashMap;

/// How deep collections may nest. The deepest content that the formats know is a third of it.
const DEEPEST: usize = 48;

/// How many unquoted tests of one file are blanked before we give up on it.
const MOST_UNQUOTED: usize = 40;

/// The tree of a file, and what is wrong with it. An empty file is [`NodeKind::Null`]. Where nothing could be read, the
/// node is [`NodeKind::Reported`].
pub fn parse<'s>(sources: &'s Sources, file: FileId, findings: &mut Findings) -> Node<'s> {
    let source = sources.get(file);
    if let Some(trouble) = source.trouble() {
        findings.push(not_text(file, trouble));
        return Node { span: Span::start_of(file), kind: NodeKind::Reported };
    }
    if let Some(events) = source.recorded() {
        let mut builder = Builder::new(source, file, &[]);
        builder.replay(Events(events));
        return builder.finish(findings);
    }
    let mut text = Cow::Borrowed(source.text());
    let mut poisoned = Vec::new();
    loop {
        let mut builder = Builder::new(source, file, &poisoned);
        let error = match builder.run(&text, 0) {
            Ok(()) => return builder.finish(findings),
            Err(error) => error,
        };
        let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
        match blank_unquoted(source, &text, at, file, findings) {
            Some((blanked, span)) if poisoned.len() < MOST_UNQUOTED => {
                poisoned.push(span);
                text = Cow::Owned(blanked);
            }
            _ => return entry_by_entry(source, file, &text, &poisoned, &error, findings),
        }
    }
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

/// Looks for an unquoted test in the lines up to the error; gives the text with the test overwritten.
fn blank_unquoted(
    source: &Source,
    text: &str,
    at: usize,
    file: FileId,
    findings: &mut Findings,
) -> Option<(String, Span)> {
    // An unclosed `[` is noticed at the end of its line or on the next one that has content.
    let error_line = source.place(u32::try_from(at).ok()?).line;
    let lines = (error_line.saturating_sub(3).max(1)..=error_line).rev();
    let range = lines.filter_map(|line| unquoted::find(text, source.line(line))).next()?;
    let span = Span::new(file, range.start, range.end);
    let quoted = format!("\"{}\"", &text[range.clone()]);
    findings.push(
        Finding::new(&lints::UNQUOTED_TEST, span, "a test must stand in quotes")
            .label("YAML reads this as something else")
            .fix("put it in quotes", span, quoted),
    );
    let mut blanked = text.to_owned();
    blanked.replace_range(range.clone(), &"x".repeat(range.len()));
    Some((blanked, span))
}

/// After an error that we cannot mend: in a list of entries every other entry is still read.
fn entry_by_entry<'s>(
    source: &'s Source,
    file: FileId,
    text: &str,
    poisoned: &[Span],
    error: &ScanError,
    findings: &mut Findings,
) -> Node<'s> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(i, _)| i + 1))
        .filter(|&i| text[i..].starts_with("- "))
        .collect();
    let reported = Node { span: Span::start_of(file), kind: NodeKind::Reported };
    if starts.len() < 2 {
        findings.push(syntax_error(file, text, 0, error));
        return reported;
    }
    let mut entries = Vec::new();
    for (i, &start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(text.len());
        let mut builder = Builder::new(source, file, poisoned);
        match builder.run(&text[start..end], start) {
            Ok(()) => {
                if let NodeKind::List(nodes) = builder.finish(findings).kind {
                    entries.extend(nodes);
                }
            }
            Err(error) => findings.push(syntax_error(file, text, start, &error)),
        }
    }
    Node { span: Span::start_of(file), kind: NodeKind::List(entries) }
}

fn syntax_error(file: FileId, text: &str, from: usize, error: &ScanError) -> Finding {
    let at = (from + error.marker().byte_offset().unwrap_or(0)).min(text.len());
    // The parser often notices a tab only at the end of the line before it.
    let tabbed = |from: usize| {
        let indent = text[from..].len() - text[from..].trim_start_matches([' ', '\t']).len();
        text[from..from + indent].find('\t').map(|tab| from + tab)
    };
    let next = text[at..].find('\n').map(|line| at + line + 1);
    let at =
        next.and_then(tabbed).filter(|_| tabbed(text[..at].rfind('\n').map_or(0, |i| i + 1)).is_none()).unwrap_or(at);
    let span = Span::new(file, at, at);
    let message = error.info();
    let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let before = &text[..at];
    let tab = line.len() > line.trim_start_matches([' ', '\t']).len()
        && line[..line.len() - line.trim_start().len()].contains('\t');
    if message.contains("nesting") || message.contains("depth") || message.contains("limit") {
        return too_deep(span);
    }
    let finding = Finding::new(&lints::YAML_SYNTAX, span, format!("this is not YAML: {message}"));
    if tab {
        finding.label("a tab indents this line").help("indent with spaces; YAML has no tabs")
    } else if line.matches(": ").count() > 1 && !line.contains(['"', '\'', '{']) {
        finding.help("text that contains `: ` must stand in quotes, or in a block after `|` or `>-`")
    } else if before.matches('"').count() % 2 == 1 {
        finding.help("look for a `\"` that is not closed above this place")
    } else {
        finding.help("look at the indentation and the quotes here and in the line above")
    }
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

struct Builder<'s, 'p> {
    source: &'s Source,
    file: FileId,
    poisoned: &'p [Span],
    open: Vec<Open<'s>>,
    root: Option<Node<'s>>,
    documents: usize,
    found: Findings,
}

impl<'s, 'p> Builder<'s, 'p> {
    fn new(source: &'s Source, file: FileId, poisoned: &'p [Span]) -> Self {
        Self { source, file, poisoned, open: Vec::new(), root: None, documents: 0, found: Findings::new() }
    }

    fn finish(self, findings: &mut Findings) -> Node<'s> {
        findings.extend(self.found);
        self.root.unwrap_or(Node { span: Span::start_of(self.file), kind: NodeKind::Null })
    }

    /// Reads the events of `text`, which stands at byte `from` of the file.
    fn run(&mut self, text: &str, from: usize) -> Result<(), ScanError> {
        let mut options = Options::default();
        options.set_emit_comments(false);
        options.emit_unresolved_aliases = true;
        options.flow_nesting_limit = DEEPEST;
        options.block_nesting_limit = DEEPEST;
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, raw) = next?;
            let span = self.span(&raw, text, from);
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
                    self.refuse_alias(span, "an alias");
                    self.close(Node { span, kind: NodeKind::Reported });
                }
                Event::Scalar(value, style, anchor, tag) => {
                    self.properties(anchor, tag.as_deref(), span);
                    let node = self.scalar(value, style, span);
                    self.close(node);
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

    fn span(&self, raw: &RawSpan, text: &str, from: usize) -> Span {
        let range = raw.byte_range().unwrap_or(0..0);
        let written = text.get(range.clone()).unwrap_or("");
        let end = range.start + written.trim_end().len();
        Span::new(self.file, from + range.start, from + end.max(range.start))
    }

    fn scalar(&self, value: Cow<'_, str>, style: ScalarStyle, span: Span) -> Node<'s> {
        if self.poisoned.iter().any(|p| p.start <= span.start && span.start < p.end) {
            return Node { span, kind: NodeKind::Reported };
        }
        let plain = style == ScalarStyle::Plain;
        if plain && matches!(&*value, "" | "~" | "null") {
            return Node { span, kind: NodeKind::Null };
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
            self.refuse_alias(span, "an anchor");
        }
        if let Some(tag) = tag {
            self.found.push(
                Finding::new(&lints::YAML_TAG, span, format!("the tag `{}` has no place in a pack", tag.original()))
                    .label("tagged")
                    .help("remove the tag; the formats say what type each field has"),
            );
        }
    }

    fn refuse_alias(&mut self, span: Span, what: &str) {
        self.found.push(
            Finding::new(&lints::YAML_ALIAS, span, format!("{what} has no place in a pack"))
                .label("written once and meant twice")
                .help("write the value out; what belongs together should be read together"),
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
        let whole = Span { file: self.file, start: done.start, end: end.max(done.start) };
        let kind = if done.is_map {
            self.duplicates(&done.entries);
            NodeKind::Map(done.entries)
        } else {
            NodeKind::List(done.items)
        };
        self.close(Node { span: whole, kind });
    }

    fn duplicates(&mut self, entries: &[(Key<'s>, Node<'s>)]) {
        // Most maps are records of a few fields, where looking is quicker than hashing.
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for (i, (key, _)) in entries.iter().enumerate() {
            let first = match entries.len() {
                0..=16 => entries[..i].iter().rev().find(|(k, _)| k.text == key.text).map(|(k, _)| k.span),
                _ => seen.insert(&key.text, key.span),
            };
            if let Some(first) = first {
                let message = format!("`{}` stands twice in one map", key.text);
                self.found.push(
                    Finding::new(&lints::DUPLICATE_KEY, key.span, message)
                        .label("again here")
                        .related(first, "first here")
                        .help("keep one of the two"),
                );
            }
        }
    }

    /// A finished node goes to the collection that holds it.
    fn close(&mut self, node: Node<'s>) {
        let Some(open) = self.open.last_mut() else {
            if self.root.is_none() && self.documents <= 1 {
                self.root = Some(node);
            }
            return;
        };
        if !open.is_map {
            open.items.push(node);
        } else if let Some(key) = open.key.take() {
            open.entries.push((key, node));
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
            open.key = Some(Key { text, span: node.span });
        }
    }
}
