//! Every name of a pack, with every place where it stands.

use super::card::Card;
use super::roles::{Found, Role, role};
use super::symbol::{Kind, Symbol};
use super::walk::{Site, Spot, Step, walk};
use crate::check::{self, is_yaml, kind_of};
use crate::diagnostics::{Findings, Severity, lints};
use crate::prose::{Prose, Rules};
use crate::quantity::formula::{Expr, Formula, Function, Node as Part};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Node, NodeKind, locate, parse};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Every name of a pack: what it stands for and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// In order of their places.
    occurrences: Vec<Occurrence>,
    definitions: BTreeMap<Symbol, Vec<Definition>>,
    axes: BTreeMap<String, Axis>,
    sessions: BTreeSet<String>,
    unread: Vec<Span>,
}

/// A name at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The name.
    pub symbol: Symbol,
    /// Its bytes, without quotes; where escapes make that unclear, those of the whole value.
    pub span: Span,
    /// Whether the name begins to exist here.
    pub defines: bool,
    /// Whether the span holds the name as it is, so that another can be put in its place.
    pub exact: bool,
    /// The item around it, whose amounts its texts can show.
    pub item: String,
}

/// Where a name begins to exist, and what it is in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The bytes of the name.
    pub span: Span,
    /// The bytes of its whole entry.
    pub entry: Span,
    /// One line.
    pub title: String,
    /// Markdown.
    pub text: String,
}

/// What tests and formulas can make of an input or measure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Axis {
    /// The type of an input, such as `choice`; empty for a measure.
    pub kind: String,
    /// Whether its options are the red flags.
    pub flags: bool,
    /// Ids of its own options.
    pub options: Vec<String>,
    /// Its unit, as written.
    pub unit: String,
    /// Its place among the inputs.
    order: usize,
}

impl Axis {
    /// Whether it has options to choose from.
    pub fn has_options(&self) -> bool {
        self.flags || matches!(self.kind.as_str(), "choice" | "set")
    }

    /// What an option of this input is.
    pub fn option(&self, owner: &str, id: &str) -> Symbol {
        if self.flags { Symbol::new(Kind::Flag, id) } else { Symbol::owned(Kind::Choice, owner, id) }
    }
}

impl Index {
    /// The names of a pack. Files that cannot be read have none.
    pub fn of(sources: &Sources) -> Index {
        let files: Vec<_> = sources.iter().filter(|(_, s)| is_yaml(s.path())).collect();
        let trees = files.par_iter().filter_map(|&(file, source)| {
            let (kind, overlay) = kind_of_names(source.path())?;
            let mut findings = Findings::new();
            let tree = parse(sources, file, &mut findings);
            let gap = findings.iter().find(|f| hides(f.lint.name, f.severity));
            let unread = gap.map(|finding| finding.span.unwrap_or(Span::start_of(file)));
            Some((file, kind, overlay, tree, unread))
        });
        let trees: Vec<_> = trees.collect();
        let mut index = Index::default();
        for (_, kind, _, tree, unread) in &trees {
            index.unread.extend(unread);
            index.learn(*kind, tree);
        }
        for (file, kind, overlay, tree, _) in &trees {
            let mut reader = Reader { sources, file: *file, kind: *kind, overlay: *overlay, index: &mut index };
            walk(tree, &mut |site| reader.visit(site));
        }
        index.occurrences.sort_by_key(|o| (o.span, o.defines));
        index
    }

    /// Every name, in order of place.
    pub fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// The name that a byte of a file belongs to, or that ends there.
    pub fn at(&self, file: FileId, offset: usize) -> Option<&Occurrence> {
        let here =
            |o: &&Occurrence| o.span.file == file && o.span.start as usize <= offset && offset <= o.span.end as usize;
        self.occurrences.iter().filter(here).min_by_key(|o| o.span.end - o.span.start)
    }

    /// The places where a name stands.
    pub fn places<'i>(&'i self, symbol: &'i Symbol) -> impl Iterator<Item = &'i Occurrence> {
        self.occurrences.iter().filter(move |o| o.symbol == *symbol)
    }

    /// Where a name begins to exist; more than once where two entries are called the same.
    pub fn definitions(&self, symbol: &Symbol) -> &[Definition] {
        self.definitions.get(symbol).map_or(&[], Vec::as_slice)
    }

    /// All names of a kind and an owner, each with its definition if it has one.
    pub fn names(&self, kind: Kind, owner: &str) -> Vec<(&str, Option<&Definition>)> {
        if kind.is_by_use() {
            let mut ids: Vec<&str> =
                self.occurrences.iter().filter(|o| o.symbol.kind == kind).map(|o| o.symbol.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            return ids.into_iter().map(|id| (id, None)).collect();
        }
        let all = self.definitions.range(Symbol::owned(kind, owner, "")..);
        let own = all.take_while(|(symbol, _)| symbol.kind == kind && symbol.owner == owner);
        own.map(|(symbol, places)| (symbol.id.as_str(), places.first())).collect()
    }

    /// Every definition, in the order of kinds, owners and names.
    pub fn all(&self) -> impl Iterator<Item = (&Symbol, &Definition)> {
        self.definitions.iter().flat_map(|(symbol, places)| places.iter().map(move |place| (symbol, place)))
    }

    /// The first place of each file that could not be read, so that names after it may be missing here.
    pub fn unread(&self) -> &[Span] {
        &self.unread
    }

    /// These names and those that another index has beside them, whose places are of another text.
    #[must_use]
    pub fn with_names_of(&self, older: &Index) -> Index {
        let mut whole = self.clone();
        for (symbol, places) in &older.definitions {
            whole.definitions.entry(symbol.clone()).or_insert_with(|| places.clone());
        }
        for (id, axis) in &older.axes {
            whole.axes.entry(id.clone()).or_insert_with(|| axis.clone());
        }
        whole.sessions.extend(older.sessions.iter().cloned());
        whole
    }

    /// The ids of the kinds of session.
    pub(super) fn sessions(&self) -> impl Iterator<Item = &str> {
        self.sessions.iter().map(String::as_str)
    }

    /// The inputs and measures.
    pub(super) fn axes(&self) -> &BTreeMap<String, Axis> {
        &self.axes
    }

    /// Learns what the inputs and measures of a file are.
    fn learn(&mut self, kind: check::Kind, tree: &Node) {
        if !matches!(kind, check::Kind::Profile | check::Kind::Measures | check::Kind::Sessions) {
            return;
        }
        walk(tree, &mut |site| {
            let Spot::Value(node) = site.spot else { return };
            let text = |field: &str| node.get(field).and_then(Node::as_scalar).map(|s| s.text.to_string());
            let axis = match (kind, site.path) {
                (check::Kind::Profile, [Step::Key("groups"), Step::Entry, Step::Key("inputs"), Step::Entry]) => {
                    let options = node.get("options");
                    let list = match options.map(|o| &o.kind) {
                        Some(NodeKind::List(list)) => list.as_slice(),
                        _ => &[],
                    };
                    let id = |option: &Node| {
                        let id = option.get("id").unwrap_or(option);
                        id.as_scalar().map(|s| s.text.to_string())
                    };
                    Axis {
                        kind: text("type").unwrap_or_default(),
                        flags: options.and_then(Node::as_scalar).is_some_and(|s| s.text == "red-flags"),
                        options: list.iter().filter_map(id).collect(),
                        unit: text("unit").unwrap_or_default(),
                        order: self.axes.len(),
                    }
                }
                (check::Kind::Sessions, []) => {
                    self.sessions.extend(text("id"));
                    return;
                }
                (check::Kind::Measures, []) => Axis { unit: text("unit").unwrap_or_default(), ..Axis::default() },
                _ => return,
            };
            if let Some(id) = text("id") {
                self.axes.entry(id).or_insert(axis);
            }
        });
    }
}

/// The kind of a file, and whether it only puts other words to entries of another file: `lang/de/faqs.yaml`.
pub(super) fn kind_of_names(path: &str) -> Option<(check::Kind, bool)> {
    match kind_of(path)? {
        check::Kind::Lang => {
            let inner = path.splitn(3, '/').nth(2)?;
            kind_of(inner).map(|kind| (kind, true))
        }
        kind => Some((kind, false)),
    }
}

/// Whether names may stand in what such a finding kept from being read.
fn hides(lint: &str, severity: Severity) -> bool {
    severity == Severity::Error && lint != lints::DUPLICATE_KEY.name
}

/// Gathers the names of one file.
struct Reader<'a> {
    sources: &'a Sources,
    file: FileId,
    kind: check::Kind,
    overlay: bool,
    index: &'a mut Index,
}

impl Reader<'_> {
    fn visit(&mut self, site: Site) {
        let (key, node) = match site.spot {
            Spot::Key(key, node) => (Some(key), node),
            Spot::Value(node) => (None, node),
        };
        let (text, span) = match (key, node.as_scalar()) {
            (Some(key), _) => (&*key.text, key.span),
            (None, Some(scalar)) => (&*scalar.text, node.span),
            (None, None) => return,
        };
        let whole = 0..text.len();
        match role(self.kind, site.path, key.is_some()) {
            Some(Found::Field(role)) => self.field(role, &site, text, span),
            Some(Found::TestName | Found::AnswerName) => {
                self.add(Symbol::new(Kind::Axis, text), text, span, whole, &site);
            }
            Some(Found::Test(axis)) => self.options(axis, text, span, option_words(text), &site),
            Some(Found::Answer(axis)) => self.options(axis, text, span, answer_words(text), &site),
            None if key.is_none() => self.text(text, span, &site),
            None => {}
        }
    }

    fn field(&mut self, role: Role, site: &Site, text: &str, span: Span) {
        let whole = 0..text.len();
        match role {
            Role::Defines(kind) => self.define(kind, text, span, site),
            Role::Refers(Kind::AmountKind) if text == "none" => {}
            Role::Refers(Kind::Case) => {
                if let [.., Step::Key(measure), _] = site.path {
                    self.add(Symbol::owned(Kind::Case, *measure, text), text, span, whole, site);
                }
            }
            Role::Refers(Kind::Session) => self.add(self.session(text), text, span, whole, site),
            // The one place that figures stand on beside topics.
            Role::Refers(Kind::Topic) if text == "home" => {}
            Role::Refers(kind) => self.add(Symbol::new(kind, text), text, span, whole, site),
            Role::Sessions => {
                for at in option_words(text) {
                    if self.index.sessions.contains(&text[at.clone()]) {
                        self.add(self.session(&text[at.clone()]), text, span, at, site);
                    }
                }
            }
            Role::OptionOfSome => {
                if let Some(input) = choice_with_all(&self.index.axes, site) {
                    self.options(&input, text, span, vec![whole], site);
                }
            }
            Role::OptionOf("diet") if text == "any" => {}
            Role::OptionOf(input) => self.options(input, text, span, vec![whole], site),
            Role::OwnOption => self.options(site.owner(), text, span, vec![whole], site),
            Role::Formula => {
                for at in formula_names(text, &self.index.axes) {
                    self.add(Symbol::new(Kind::Axis, &text[at.clone()]), text, span, at, site);
                }
            }
            Role::Moment if text.starts_with(|c: char| c.is_ascii_lowercase()) => {
                self.add(Symbol::new(Kind::Axis, text), text, span, whole, site);
            }
            Role::Moment | Role::Unit | Role::Word(_) | Role::Free | Role::Condition | Role::Answers => {}
        }
    }

    /// Options of an input, where it has any.
    fn options(&mut self, axis: &str, text: &str, span: Span, words: Vec<Range<usize>>, site: &Site) {
        let Some(input) = self.index.axes.get(axis).filter(|input| input.has_options()) else { return };
        let symbols: Vec<_> = words.into_iter().map(|at| (input.option(axis, &text[at.clone()]), at)).collect();
        for (symbol, at) in symbols {
            self.add(symbol, text, span, at, site);
        }
    }

    /// The slots and links of a text.
    fn text(&mut self, text: &str, span: Span, site: &Site) {
        if !text.contains("{{") && !text.contains("[[") {
            return;
        }
        let (prose, _) = Prose::read(text, Rules { slots: true, headings: true });
        for link in prose.links() {
            if let Some(kind) = link_kind(&link.kind) {
                self.add(Symbol::new(kind, &link.id), text, span, link.id_range.clone(), site);
            }
        }
        for slot in prose.slots() {
            let Some(start) = text[slot.range.clone()].find(&slot.name) else { continue };
            let at = slot.range.start + start..slot.range.start + start + slot.name.len();
            let own = site.holding("amounts").and_then(|item| item.get("amounts")?.get(&slot.name));
            let symbol = match own {
                Some(_) => Symbol::owned(Kind::Amount, site.owner(), &slot.name),
                None => Symbol::new(Kind::Axis, &slot.name),
            };
            self.add(symbol, text, span, at, site);
        }
    }

    /// A kind of session is called as the option of `session_kind` that it is, if there is one: two sides of one name.
    fn session(&self, id: &str) -> Symbol {
        match self.index.axes.get("session_kind") {
            Some(input) if input.options.iter().any(|option| option == id) => input.option("session_kind", id),
            _ => Symbol::new(Kind::Session, id),
        }
    }

    fn define(&mut self, kind: Kind, text: &str, span: Span, site: &Site) {
        if kind == Kind::Session && self.session(text).kind != kind {
            return self.add(self.session(text), text, span, 0..text.len(), site);
        }
        let owner = match kind {
            Kind::Choice | Kind::Case | Kind::Amount => site.owner(),
            _ => "",
        };
        let symbol = Symbol::owned(kind, owner, text);
        self.add(symbol.clone(), text, span, 0..text.len(), site);
        let Some(added) = self.index.occurrences.last_mut().filter(|_| !self.overlay) else { return };
        added.defines = true;
        let entry = match (site.spot, site.maps.last()) {
            (Spot::Key(key, value), _) => key.span.to(value.span),
            (Spot::Value(node), Some(map))
                if site.path.last() != Some(&Step::Entry) && map.span.start <= node.span.start =>
            {
                map.span
            }
            (Spot::Value(node), _) => node.span,
        };
        let card = Card::of(kind, site);
        let definition = Definition { span: added.span, entry, title: card.title, text: card.text };
        self.index.definitions.entry(symbol).or_default().push(definition);
    }

    /// Notes a name that stands in a range of a value.
    fn add(&mut self, symbol: Symbol, text: &str, span: Span, at: Range<usize>, site: &Site) {
        let place = locate(self.sources.get(self.file), span, text, &at);
        let exact = self.sources.slice(place) == symbol.id;
        let item = if self.kind == check::Kind::Guidance { site.owner().to_owned() } else { String::new() };
        self.index.occurrences.push(Occurrence { symbol, span: place, defines: false, exact, item });
    }
}

/// The first choice input whose options are all keys of the map around a place, as numbers by option are read.
fn choice_with_all(axes: &BTreeMap<String, Axis>, site: &Site) -> Option<String> {
    let NodeKind::Map(entries) = &site.maps.last()?.kind else { return None };
    let fits = |axis: &Axis| entries.iter().all(|(key, _)| axis.options.iter().any(|option| *option == key.text));
    let inputs = axes.iter().filter(|(_, axis)| axis.kind == "choice" && fits(axis));
    inputs.min_by_key(|(_, axis)| axis.order).map(|(id, _)| id.clone())
}

/// What a `[[kind:id]]` leads to.
pub(super) fn link_kind(word: &str) -> Option<Kind> {
    Some(match word {
        "faq" => Kind::Faq,
        "plan" => Kind::Plan,
        "source" => Kind::Source,
        "term" => Kind::Term,
        "topic" => Kind::Topic,
        _ => return None,
    })
}

/// The words of a test that may be options: not the words that tests are made of.
fn option_words(text: &str) -> Vec<Range<usize>> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut words = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(is_word).map(|at| from + at) {
        let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |at| start + at);
        from = end;
        let calls = text[end..].trim_start().starts_with('(');
        if !calls && !matches!(&text[start..end], "known" | "unknown" | "-") {
            words.push(start..end);
        }
    }
    words
}

/// The options of an answer: one, or several between commas. Words of a runner's own are none.
fn answer_words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut from = 0;
    for part in text.split(',') {
        let word = part.trim();
        let start = from + (part.len() - part.trim_start().len());
        from += part.len() + 1;
        if !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            words.push(start..start + word.len());
        }
    }
    words
}

/// The names in a formula. One that cannot be read keeps those that exist, so that they are there while it is typed.
pub(super) fn formula_names(text: &str, axes: &BTreeMap<String, Axis>) -> Vec<Range<usize>> {
    let Ok(formula) = Formula::parse(text) else { return words_of_formula(text, axes) };
    let mut names = Vec::new();
    gather(formula.root(), text, &mut names);
    names
}

fn gather(part: &Part, text: &str, names: &mut Vec<Range<usize>>) {
    if let Expr::Name(name) = &part.expr {
        // Brackets around a name belong to its place.
        let inside = text[part.at.clone()].find(name.as_str()).map(|at| part.at.start + at);
        names.extend(inside.map(|start| start..start + name.len()));
    }
    part.children().into_iter().for_each(|child| gather(child, text, names));
}

/// The words of a formula that name something: no functions, no units after numbers.
fn words_of_formula(text: &str, axes: &BTreeMap<String, Axis>) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_alphabetic()).map(|at| from + at) {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = text[start..].find(|c| !is_word(c)).map_or(text.len(), |at| start + at);
        from = end;
        let word = &text[start..end];
        let before = text[..start].trim_end();
        let after_number = before.ends_with(|c: char| c.is_ascii_digit() || c == '.')
            && !before.ends_with(|c: char| c.is_ascii_alphabetic());
        let in_unit = text[..start].ends_with(['/', '*', '^', '_', '°', '%']);
        let calls = text[end..].trim_start().starts_with('(');
        let function = Function::named(word).is_some() || matches!(word, "in" | "as" | "today");
        if !calls && !function && !in_unit && !after_number && axes.contains_key(word) {
            names.push(start..end);
        }
    }
    names
}
