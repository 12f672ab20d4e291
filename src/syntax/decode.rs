//! From trees to records, gathering every complaint on the way.
//!
//! [`Decode::decode`] gives `None` only after it has raised a finding, so a caller may drop what came back as `None`
//! without a word. Something stands in for a field that is broken or missing once its finding is raised, so that the
//! rest of its record is still checked; nothing is reported of a [stand-in](Decode::stand_in).

use super::headless::{self, Group, Headless};
use super::tree::{Key, Node, NodeKind};
use crate::diagnostics::{Finding, Findings, Lint, lints, nearest, quoted_list};
use crate::source::{FileId, Sources, Span, Spanned};
use serde_json::{Map, Value, json};

/// What a decoder needs beside the tree.
pub struct Cx<'a> {
    /// The texts, for places.
    pub sources: &'a Sources,
    /// Where complaints go.
    pub findings: &'a mut Findings,
}

impl Cx<'_> {
    /// Raises a `wrong-type` finding: `expected` reads like "a list of ids".
    pub fn wrong_type(&mut self, node: &Node, expected: &str) {
        let found = match &node.kind {
            NodeKind::Reported | NodeKind::Guess(_) => return,
            // A text that was read as something else where YAML slipped in it.
            NodeKind::List(_) | NodeKind::Map(_)
                if wants_text(expected) && self.findings.has_slip_within(node.span) =>
            {
                return;
            }
            NodeKind::Scalar(s) if s.text.trim().is_empty() => "nothing".to_owned(),
            NodeKind::Scalar(s) if s.text.chars().count() <= 40 => format!("`{}`", s.text.escape_debug()),
            _ => node.describe().to_owned(),
        };
        let finding = Finding::new(&lints::WRONG_TYPE, node.span, format!("expected {expected}, found {found}"))
            .label(format!("must be {expected}"));
        self.findings.push(self.with_way_out(finding, node, expected));
    }

    /// What to type instead, where a slip of the pen is likely.
    fn with_way_out(&self, finding: Finding, node: &Node, expected: &str) -> Finding {
        let text = self.sources.get(node.span.file).text();
        let written = text.get(node.span.start as usize..node.span.end as usize).unwrap_or("");
        let one_line = !written.is_empty() && !written.contains('\n');
        let wants_text = wants_text(expected);
        match &node.kind {
            NodeKind::Null => match self.comment_behind(node.span) {
                Some(hash) => {
                    let quoted = super::slips::quoted(&text[hash.start as usize..hash.end as usize]);
                    finding.fix("`#` begins a comment; put the value in quotes", hash, quoted)
                }
                None => finding,
            },
            NodeKind::Map(_) | NodeKind::List(_) if wants_text && one_line => {
                finding.fix("put the text in quotes", node.span, super::slips::quoted(written))
            }
            NodeKind::Scalar(_) if expected == "a list" && one_line => {
                finding.fix("put brackets around it, with commas between several", node.span, format!("[{written}]"))
            }
            NodeKind::Scalar(scalar) if expected.starts_with("`true`") => {
                let meant = match scalar.text.to_lowercase().as_str() {
                    "yes" | "on" | "y" | "true" => Some("true"),
                    "no" | "off" | "n" | "false" => Some("false"),
                    _ => None,
                };
                finding.did_you_mean(node.span, meant)
            }
            _ => finding,
        }
    }

    /// The `#` and what follows, where a value that is not there stands before a comment on its line.
    pub fn comment_behind(&self, span: Span) -> Option<Span> {
        let text = self.sources.get(span.file).text();
        let end = span.end as usize;
        let line = text.get(end..)?.lines().next()?;
        let rest = line.trim_start_matches([' ', ':']);
        let at = end + line.len() - rest.len();
        rest.starts_with('#').then(|| Span::new(span.file, at, at + rest.trim_end().len()))
    }

    /// Warns if a text without quotes ends at a ` #`, which YAML reads as a comment. Who means a comment puts two spaces
    /// before it, as is the custom, or begins it with a sign.
    pub fn cut_by_comment(&mut self, node: &Node) {
        if !node.as_scalar().is_some_and(|scalar| scalar.plain) {
            return;
        }
        let text = self.sources.get(node.span.file).text();
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let line = text.get(end..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end();
        let Some(rest) = line.strip_prefix(" #") else { return };
        if !rest.trim_start().starts_with(char::is_alphanumeric) {
            return;
        }
        let hash = Span::new(node.span.file, end + 1, end + line.len());
        let finding =
            Finding::new(&lints::TEXT_CUT_BY_COMMENT, hash, "a `#` cuts this text short").label("read as a comment");
        let whole = Span::new(node.span.file, start, end + line.len());
        let written = &text[start..end + line.len()];
        let finding = match written.contains('\n') {
            true => finding.help("put the text in quotes, or below its field after `>-`"),
            false => {
                finding.fix("if it is part of the text, put the text in quotes", whole, super::slips::quoted(written))
            }
        };
        self.findings.push(finding.help("if it is a comment, put two spaces before it"));
    }

    /// Raises a finding about the text of a scalar.
    pub fn complain(&mut self, lint: &'static Lint, span: Span, message: String, label: &str, help: &str) {
        let mut finding = Finding::new(lint, span, message).label(label);
        if !help.is_empty() {
            finding = finding.help(help);
        }
        self.findings.push(finding);
    }
}

/// Whether a text is expected, in the words of a message.
fn wants_text(expected: &str) -> bool {
    expected.starts_with("text") || expected == "words"
}

/// A type that can be read from a tree, and that can say what it looks like.
pub trait Decode: Sized {
    /// Reads a value; `None` after a finding.
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self>;

    /// The value of a field that is not there, or `None` where the field must be there.
    fn absent() -> Option<Self> {
        None
    }

    /// What takes the place of a value that could not be read, at [`Span::stand_in`]; none where the type has no such place.
    fn stand_in(_: FileId) -> Option<Self> {
        None
    }

    /// The names of the fields, where the type is a record.
    fn fields() -> &'static [&'static str] {
        &[]
    }

    /// The JSON Schema (2020-12) of the type; records put themselves into `book` and answer with a reference.
    fn schema(book: &mut Book) -> Value;
}

/// What a field has that is not there: nothing, or a stand-in.
pub fn absent_or_stand_in<T: Decode>(file: FileId) -> Option<T> {
    T::absent().or_else(|| T::stand_in(file))
}

/// The records that a schema refers to.
#[derive(Default)]
pub struct Book {
    defs: Map<String, Value>,
}

impl Book {
    /// A reference to a record, described on first use.
    pub fn record(&mut self, name: &str, describe: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.defs.contains_key(name) {
            self.defs.insert(name.to_owned(), Value::Null);
            let described = describe(self);
            self.defs.insert(name.to_owned(), described);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// The records, by name.
    pub fn into_defs(self) -> Map<String, Value> {
        let mut defs = self.defs;
        defs.sort_keys();
        defs
    }
}

/// How many names of one map are compared with those that its fields have: no record has a tenth of it.
const MOST_COMPARED: usize = 500;

/// How many names of a record in a map that may have any are no chance.
const MANY: usize = 5;

/// The fields of one map while it is read.
pub struct Fields<'n, 's> {
    span: Span,
    what: &'static str,
    known: &'static [&'static str],
    entries: &'n [(Key<'s>, Node<'s>)],
    missing: Vec<&'static str>,
    /// Fields that are records themselves.
    groups: Vec<Group<'static>>,
}

impl<'n, 's> Fields<'n, 's> {
    /// Opens a map; `what` reads like "a question".
    pub fn open(node: &'n Node<'s>, what: &'static str, known: &'static [&'static str], cx: &mut Cx) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            cx.wrong_type(node, what);
            return None;
        };
        Some(Self { span: node.span, what, known, entries, missing: Vec::new(), groups: Vec::new() })
    }

    /// Reads one field; `None` where it must be there and is missing or broken.
    pub fn take<T: Decode>(&mut self, name: &'static str, cx: &mut Cx) -> Option<T> {
        let name = field_name(name);
        if let names @ [_, ..] = T::fields() {
            self.groups.push(Group { name, names: names.iter().map(|name| field_name(name)).collect() });
        }
        let mut entries = self.entries.iter().filter(|(key, node)| key.text == name && node.kind != NodeKind::Null);
        // Of two the first, but for one without words.
        let is_blank = |node: &Node| node.as_scalar().is_some_and(|scalar| scalar.text.trim().is_empty());
        let entry = match entries.next() {
            Some(first) if is_blank(&first.1) => entries.next().or(Some(first)),
            first => first,
        };
        match entry.or_else(|| self.misspelt(name, cx)) {
            Some((_, node)) => T::decode(node, cx).or_else(|| T::stand_in(self.span.file)).or_else(T::absent),
            None => {
                let absent = T::absent();
                match &absent {
                    Some(_) => self.empty(name, cx),
                    None => self.missing.push(name),
                }
                absent.or_else(|| T::stand_in(self.span.file))
            }
        }
    }

    /// The field under a name that is none and was meant to be this one: its value is looked at all the same.
    fn misspelt(&self, name: &str, cx: &Cx) -> Option<&'n (Key<'s>, Node<'s>)> {
        if cx.findings.are_too_many() || self.entries.iter().any(|(key, _)| key.text == name) {
            return None;
        }
        let names = || self.known.iter().map(|known| field_name(known));
        let is_meant = |key: &str| names().all(|known| known != key) && nearest(key, names()) == Some(name);
        let mut entries = self.entries.iter().take(MOST_COMPARED);
        entries.find(|(key, node)| node.kind != NodeKind::Null && is_meant(&key.text))
    }

    /// Reports a field that may be left out and has nothing behind its name: whoever wrote it meant something, and an empty
    /// `unless` would keep nobody away.
    fn empty(&self, name: &str, cx: &mut Cx) {
        let Some((key, _)) = self.entries.iter().find(|(key, _)| key.text == name) else { return };
        let finding =
            Finding::new(&lints::MISSING_FIELD, key.span, format!("field `{name}` of {} has nothing in it", self.what))
                .label("needs a value");
        cx.findings.push(match cx.comment_behind(key.span) {
            Some(hash) => {
                let text = cx.sources.get(hash.file).text();
                let quoted = super::slips::quoted(&text[hash.start as usize..hash.end as usize]);
                finding.fix("`#` begins a comment; put the value in quotes", hash, quoted)
            }
            None => finding.help("write its value, or remove the line"),
        });
    }

    /// Whether a part of the map was left out, in which what is missing may stand, or joined to a text in which YAML slipped.
    fn is_cut(&self, cx: &Cx) -> bool {
        let text = cx.sources.get(self.span.file).text();
        let has_lines = |span: Span| text.get(span.start as usize..span.end as usize).is_some_and(|t| t.contains('\n'));
        let one_line = !has_lines(self.span);
        if self.entries.iter().any(|(_, node)| matches!(node.kind, NodeKind::Guess(_)) && has_lines(node.span)) {
            return true;
        }
        let cuts = [super::parse::UNREADABLE, super::slips::NO_FIELD, super::slips::NO_NAME];
        let mut slips = cx.findings.within(self.span).filter(|finding| finding.lint == &lints::YAML_SYNTAX);
        slips.any(|slip| one_line || cuts.contains(&slip.message.as_str()))
    }

    /// The map with a missing field, where its text was [joined](super::joined) to the field above or its map
    /// [to that above](headless); all since there were `before` findings is taken back then.
    pub fn apart(&self, before: usize, cx: &mut Cx) -> Option<Node<'s>> {
        if let Some(fields) = self.headless(before, cx) {
            return Some(Node { span: self.span, kind: NodeKind::Map(fields) });
        }
        let name = self.missing.first()?;
        let fields = super::joined::apart(self.entries, (self.what, self.known), name, before, cx)?;
        Some(Node { span: self.span, kind: NodeKind::Map(fields) })
    }

    /// The fields with a record that has lost the line with its name, which is said.
    fn headless(&self, before: usize, cx: &mut Cx) -> Option<Vec<(Key<'s>, Node<'s>)>> {
        if self.groups.is_empty() || cx.findings.are_too_many() {
            return None;
        }
        let is_wrong = |(key, node): &(Key, Node)| {
            let whole = key.span.to(node.span);
            cx.findings.iter().skip(before).any(|f| f.span.is_some_and(|span| span.begins_in(whole)))
        };
        // Inputs may be called as fields are, but hardly so many.
        let are_many = |of: &Headless| of.in_any && of.known >= MANY && of.known == of.fields.len();
        // A map under a name that is none may be the one that is lost.
        let is_known = |of: &Headless| self.known.iter().any(|known| field_name(known) == of.above);
        let fits = |of: &Headless, _: &Group| {
            is_known(of) && (of.doubled > 1 || of.strange || of.fields.iter().any(is_wrong) || are_many(of))
        };
        let place = headless::find(self.entries, &self.groups, &fits)?;
        cx.findings.take_since(before);
        let mut apart = self.entries.to_vec();
        headless::mend(&mut apart, &place, &lints::MISSING_FIELD, cx.sources, cx.findings);
        Some(apart)
    }

    /// Reports fields that no format knows and fields that are missing. A missing field whose misspelling stands in the
    /// same map is not reported again.
    pub fn finish(mut self, cx: &mut Cx) {
        let known = || self.known.iter().map(|known| field_name(known));
        // A field that has lost its name is said already.
        let is_unknown =
            |key: &&Key| !key.text.starts_with(super::slips::NAME) && known().all(|known| known != key.text);
        let unknown = self.entries.iter().map(|(key, _)| key).filter(is_unknown);
        let unknown: Vec<&Key> = unknown.collect();
        for key in &unknown {
            // What was no field to the reader of YAML is said already.
            if cx.findings.within(Span { end: key.span.start, ..key.span }).any(|f| f.lint == &lints::YAML_SYNTAX) {
                continue;
            }
            let mut finding =
                Finding::new(&lints::UNKNOWN_FIELD, key.span, format!("unknown field `{}`", key.text.escape_debug()))
                    .label(format!("not a field of {}", self.what));
            if cx.findings.are_too_many() {
                cx.findings.push(finding);
                continue;
            }
            finding = finding.note(format!("fields are {}", quoted_list(known(), 40)));
            // `id:easy` and `id easy` between braces.
            let glued =
                key.text.split_once([':', ' ']).and_then(|(name, rest)| Some((known().find(|k| *k == name)?, rest)));
            let near = nearest(&key.text, known());
            let meant = match glued.filter(|(_, rest)| !rest.is_empty()) {
                Some((name, rest)) => {
                    finding =
                        finding.fix("write a colon and a space behind the name", key.span, format!("{name}: {rest}"));
                    Some(name)
                }
                None => {
                    finding = finding.did_you_mean(key.span, near);
                    near.or_else(|| match self.missing.as_slice() {
                        // One field too many and one too few are one mistake.
                        [name] if unknown.len() == 1 => {
                            finding.label = format!("not a field of {}, and `{name}` is missing", self.what);
                            Some(*name)
                        }
                        _ => None,
                    })
                }
            };
            self.missing.retain(|name| Some(*name) != meant);
            cx.findings.push(finding);
        }
        if !self.missing.is_empty() && self.is_cut(cx) {
            return;
        }
        let head = self.entries.first().map_or(self.span, |(key, _)| key.span);
        for name in self.missing {
            let here = self.entries.iter().find(|(key, _)| key.text == name);
            let span = here.map_or(head, |(key, _)| key.span);
            let message = if here.is_some() { "has nothing in it" } else { "is missing" };
            let finding =
                Finding::new(&lints::MISSING_FIELD, span, format!("field `{name}` of {} {message}", self.what))
                    .label(format!("needs `{name}: …`"));
            let comment = here.and_then(|(key, _)| cx.comment_behind(key.span));
            cx.findings.push(match comment {
                Some(hash) => {
                    let text = cx.sources.get(hash.file).text();
                    let quoted = super::slips::quoted(&text[hash.start as usize..hash.end as usize]);
                    finding.fix("`#` begins a comment; put the value in quotes", hash, quoted)
                }
                None => finding,
            });
        }
    }
}

/// A field as files write it: Rust marks its own words (`r#do`).
pub(super) fn field_name(name: &'static str) -> &'static str {
    name.strip_prefix("r#").unwrap_or(name)
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        T::decode(node, cx).map(Some)
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn stand_in(file: FileId) -> Option<Self> {
        T::stand_in(file).map(Some)
    }
    fn fields() -> &'static [&'static str] {
        T::fields()
    }
    fn schema(book: &mut Book) -> Value {
        T::schema(book)
    }
}

/// The values of a list.
pub(super) fn each<T: Decode>(nodes: &[Node], cx: &mut Cx) -> Vec<T> {
    nodes.iter().filter_map(|node| T::decode(node, cx).or_else(|| T::stand_in(node.span.file))).collect()
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let NodeKind::List(nodes) = &node.kind else {
            cx.wrong_type(node, "a list");
            return None;
        };
        Some(each(nodes, cx))
    }
    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
    fn stand_in(file: FileId) -> Option<Self> {
        T::stand_in(file).map(|one| vec![one])
    }
    fn schema(book: &mut Book) -> Value {
        json!({ "type": "array", "items": T::schema(book) })
    }
}

/// A map whose keys the editor chooses, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct MapOf<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for MapOf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Decode> Decode for MapOf<T> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            cx.wrong_type(node, "a map");
            return None;
        };
        let read = entries.iter().filter_map(|(key, node)| {
            let value = T::decode(node, cx).or_else(|| T::stand_in(node.span.file))?;
            Some((Spanned::new(key.text.to_string(), key.span), value))
        });
        Some(Self(read.collect()))
    }
    fn absent() -> Option<Self> {
        Some(Self(Vec::new()))
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Self(vec![(Spanned::stand_in(file)?, T::stand_in(file)?)]))
    }
    fn schema(book: &mut Book) -> Value {
        json!({ "type": "object", "additionalProperties": T::schema(book) })
    }
}

impl Decode for Spanned<String> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let Some(scalar) = node.as_words() else {
            cx.wrong_type(node, "text");
            return None;
        };
        if scalar.text.trim().is_empty() {
            cx.wrong_type(node, "text with words in it");
            return None;
        }
        if matches!(node.kind, NodeKind::Guess(_)) && !cx.findings.are_too_many() {
            cx.findings.guessed(node.span);
        }
        cx.cut_by_comment(node);
        Some(Spanned::new(scalar.text.to_string(), node.span))
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Spanned::new(String::new(), Span::stand_in(file)))
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "type": ["string", "number", "boolean"] })
    }
}

impl Decode for bool {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        match node.as_scalar().map(|s| &*s.text) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                cx.wrong_type(node, "`true` or `false`");
                None
            }
        }
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "type": "boolean" })
    }
}

impl Decode for Spanned<bool> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        bool::decode(node, cx).map(|value| Spanned::new(value, node.span))
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Spanned::new(false, Span::stand_in(file)))
    }
    fn schema(book: &mut Book) -> Value {
        bool::schema(book)
    }
}

impl Decode for Spanned<u32> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let number = node.as_scalar().and_then(|s| s.text.parse().ok());
        if number.is_none() {
            cx.wrong_type(node, "a whole number");
        }
        number.map(|n| Spanned::new(n, node.span))
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "type": "integer", "minimum": 0 })
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        T::decode(node, cx).map(Box::new)
    }
    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }
    fn stand_in(file: FileId) -> Option<Self> {
        T::stand_in(file).map(Box::new)
    }
    fn fields() -> &'static [&'static str] {
        T::fields()
    }
    fn schema(book: &mut Book) -> Value {
        T::schema(book)
    }
}
