//! What may stand where somebody is typing: names, fields, words of tests and formulas, units.

use super::cursor::{Cursor, MARK};
use super::fields::fields;
use super::index::{Axis, Definition, Index, kind_of_names, link_kind};
use super::roles::{Found, Role, role};
use super::symbol::{Kind, Symbol};
use super::walk::{Site, Spot};
use crate::check;
use crate::diagnostics::lints;
use crate::quantity::Unit;
use crate::quantity::formula::Function;
use crate::source::{FileId, Sources};
use crate::syntax::NodeKind;
use std::ops::Range;

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    /// The bytes that are replaced.
    pub replace: Range<usize>,
    /// In order of their kinds and names.
    pub list: Vec<Candidate>,
}

/// Something that may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// What it is.
    pub kind: CandidateKind,
    /// What a list shows, and what typing is compared with.
    pub label: String,
    /// What is typed for it.
    pub insert: String,
    /// One line about it; may be empty.
    pub title: String,
    /// Markdown about it; may be empty.
    pub text: String,
}

/// What kind of thing a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CandidateKind {
    /// A name of the pack.
    Name,
    /// A field of a record.
    Field,
    /// A word of the formats.
    Word,
    /// A function of formulas.
    Function,
    /// A unit.
    Unit,
}

/// What may stand at a byte of a file. `index` may be of an earlier text, where this one cannot be read.
pub fn complete(sources: &Sources, index: &Index, file: FileId, offset: usize) -> Completions {
    let source = sources.get(file);
    let Some((kind, _)) = kind_of_names(source.path()) else { return Completions::default() };
    let cursor = Cursor::new(source.text(), offset);
    let mut done = Completions { replace: cursor.word.clone(), list: Vec::new() };
    if cursor.before.trim_start().starts_with('#') {
        return done;
    }
    let mut writer = Writer { index, kind, cursor: &cursor, done: &mut done };
    match (open_mark(cursor.before, "[[", "]]"), open_mark(cursor.before, "{{", "}}")) {
        (Some(link), _) => writer.link(link),
        (None, Some(_)) => cursor.look(source.path(), &mut |site| writer.slot(&site)),
        (None, None) => cursor.look(source.path(), &mut |site| writer.place(&site)),
    }
    done.list.sort();
    done.list.dedup();
    done
}

/// What follows the last opening mark of a line that is not closed.
fn open_mark<'t>(before: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let inner = &before[before.rfind(open)? + open.len()..];
    (!inner.contains(close)).then_some(inner)
}

struct Writer<'a> {
    index: &'a Index,
    kind: check::Kind,
    cursor: &'a Cursor<'a>,
    done: &'a mut Completions,
}

impl Writer<'_> {
    fn push(&mut self, kind: CandidateKind, label: &str, insert: String, title: &str, text: String) {
        let (label, title) = (label.to_owned(), title.to_owned());
        self.done.list.push(Candidate { kind, label, insert, title, text });
    }

    fn plain(&mut self, kind: CandidateKind, words: &[&str]) {
        for word in words {
            self.push(kind, word, (*word).to_owned(), "", String::new());
        }
    }

    /// The names of a kind, each with `tail` behind it.
    fn names(&mut self, kind: Kind, owner: &str, tail: &str) {
        for (id, definition) in self.index.names(kind, owner) {
            self.name(id, definition, tail);
        }
    }

    fn name(&mut self, id: &str, definition: Option<&Definition>, tail: &str) {
        let (title, text) = definition.map_or(("", ""), |d| (d.title.as_str(), d.text.as_str()));
        self.push(CandidateKind::Name, id, format!("{id}{tail}"), title, text.to_owned());
    }

    /// The inputs and measures that `wanted` takes.
    fn axes(&mut self, tail: &str, wanted: impl Fn(&Axis) -> bool) {
        for (id, definition) in self.index.names(Kind::Axis, "") {
            if self.index.axes().get(id).is_none_or(&wanted) {
                self.name(id, definition, tail);
            }
        }
    }

    /// Inside `[[`: kinds, then names of that kind.
    fn link(&mut self, inner: &str) {
        let close = if self.cursor.after.starts_with("]]") { "" } else { "]]" };
        match inner.split_once(':') {
            None => {
                for word in ["faq", "plan", "source", "term", "topic"] {
                    let follows = self.cursor.after.starts_with(':');
                    let insert = if follows { word.to_owned() } else { format!("{word}:") };
                    self.push(CandidateKind::Word, word, insert, "", String::new());
                }
            }
            Some((word, rest)) if !rest.contains('|') => {
                let close = if self.cursor.after.starts_with('|') { "" } else { close };
                if let Some(kind) = link_kind(word) {
                    self.names(kind, "", close);
                }
            }
            Some(_) => {}
        }
    }

    /// Inside `{{`: the amounts of the item, then everything that has a value.
    fn slot(&mut self, site: &Site) {
        let close = match self.cursor.after.trim_start() {
            rest if rest.starts_with("}}") => "",
            _ => " }}",
        };
        self.names(Kind::Amount, site.owner(), close);
        self.axes(close, |_| true);
    }

    fn place(&mut self, site: &Site) {
        let (key, text) = match site.spot {
            Spot::Key(..) => (true, MARK),
            Spot::Value(node) => (false, node.as_scalar().map_or(MARK, |scalar| &*scalar.text)),
        };
        let before = text.split(MARK).next().unwrap_or("");
        let colon = if !key || self.cursor.after.trim_start().starts_with(':') { "" } else { ": " };
        match role(self.kind, site.path, key) {
            Some(Found::TestName) => self.axes(colon, |_| true),
            Some(Found::AnswerName) => self.axes(colon, |axis| !axis.kind.is_empty()),
            Some(Found::Test(axis)) => self.test(axis, before),
            Some(Found::Answer(axis)) => self.answer(axis, before),
            Some(Found::Field(role)) => self.field(role, site, before, colon),
            None if key => self.fields(site, colon),
            None => self.words(site, before),
        }
    }

    fn field(&mut self, role: Role, site: &Site, before: &str, colon: &str) {
        match role {
            Role::Formula => return self.formula(before),
            Role::Unit => {
                self.done.replace = self.cursor.word.clone();
                return self.plain(CandidateKind::Unit, Unit::known());
            }
            // A word in the middle of others is no name.
            _ if !before.is_empty() => return,
            Role::Refers(Kind::Lint) => {
                for lint in lints::ALL {
                    self.push(
                        CandidateKind::Name,
                        lint.name,
                        format!("{}{colon}", lint.name),
                        "",
                        lint.page.to_owned(),
                    );
                }
            }
            Role::Refers(Kind::Case) => {
                if let [.., super::walk::Step::Key(measure), _] = site.path {
                    self.names(Kind::Case, measure, colon);
                }
            }
            Role::Refers(Kind::Session) | Role::Sessions => self.sessions(),
            Role::Refers(kind) => self.names(kind, "", colon),
            Role::OptionOf(input) => {
                self.options(input);
                if self.kind == check::Kind::Guidance {
                    self.plain(CandidateKind::Word, &["any"]);
                }
            }
            Role::OwnOption => self.options(site.owner()),
            Role::Moment => self.axes("", |axis| axis.kind == "time"),
            Role::Word(words) => self.plain(CandidateKind::Word, words),
            Role::Defines(_) | Role::Condition | Role::Answers | Role::Free | Role::OptionOfSome => {}
        }
        // An entry may be a word or a record.
        if matches!(site.spot, Spot::Key(..)) && matches!(role, Role::Defines(Kind::Choice)) {
            self.fields(site, colon);
        }
    }

    /// The fields of the record around, without those that it has.
    fn fields(&mut self, site: &Site, colon: &str) {
        let Some((_, record)) = site.path.split_last() else { return };
        let there: Vec<&str> = match site.maps.last().map(|map| &map.kind) {
            Some(NodeKind::Map(entries)) => entries.iter().map(|(key, _)| &*key.text).collect(),
            _ => Vec::new(),
        };
        for field in fields(self.kind, record).0 {
            if !there.contains(&field.name.as_str()) {
                let title = if field.required { "required" } else { "" };
                self.push(CandidateKind::Field, &field.name, format!("{}{colon}", field.name), title, field.about);
            }
        }
    }

    /// The few words that the format lists for a value.
    fn words(&mut self, site: &Site, before: &str) {
        if before.is_empty() {
            for word in fields(self.kind, site.path).1 {
                self.push(CandidateKind::Word, &word, word.clone(), "", String::new());
            }
        }
    }

    fn options(&mut self, input: &str) {
        let Some(axis) = self.index.axes().get(input) else { return };
        if axis.flags {
            return self.names(Kind::Flag, "", "");
        }
        self.names(Kind::Choice, input, "");
    }

    /// The kinds of session; some are options of `session_kind` as well.
    fn sessions(&mut self) {
        let named: Vec<String> = self.index.sessions().map(str::to_owned).collect();
        for id in named {
            let own = self.index.definitions(&Symbol::new(Kind::Session, id.as_str())).first();
            let other = Symbol::owned(Kind::Choice, "session_kind", id.as_str());
            let definition = own.or_else(|| self.index.definitions(&other).first()).cloned();
            self.name(&id, definition.as_ref(), "");
        }
    }

    fn test(&mut self, name: &str, before: &str) {
        let Some(axis) = self.index.axes().get(name) else { return };
        if ends_in_number(before) {
            return self.units(&axis.unit);
        }
        self.options(name);
        if axis.kind == "flag" {
            self.plain(CandidateKind::Word, &["true", "false"]);
        }
        self.plain(CandidateKind::Word, &["known", "unknown"]);
        self.push(CandidateKind::Word, "not", "not(".to_owned(), "anything but", String::new());
        if axis.kind == "set" {
            self.push(CandidateKind::Word, "all", "all(".to_owned(), "every one of", String::new());
            self.push(CandidateKind::Word, "none", "none(".to_owned(), "not one of", String::new());
        }
    }

    fn answer(&mut self, name: &str, before: &str) {
        let Some(axis) = self.index.axes().get(name) else { return };
        if ends_in_number(before) {
            return self.units(&axis.unit);
        }
        self.options(name);
        if axis.kind == "flag" {
            self.plain(CandidateKind::Word, &["true", "false"]);
        }
    }

    fn formula(&mut self, before: &str) {
        let converts = before.trim_end().ends_with(',') && (before.contains("in(") || before.contains("as("));
        if ends_in_number(before) || converts {
            return self.plain(CandidateKind::Unit, Unit::known());
        }
        self.axes("", |axis| matches!(axis.kind.as_str(), "" | "number" | "series" | "date"));
        for name in Function::names() {
            let conversion = if name == "in" { "in(x, km)" } else { "as(n, km)" };
            let usage = Function::named(name).map_or(conversion, Function::usage);
            self.push(CandidateKind::Function, name, format!("{name}("), usage, String::new());
        }
        self.plain(CandidateKind::Word, &["today"]);
    }

    /// The units that convert to this one; all where it is none.
    fn units(&mut self, unit: &str) {
        let wanted = Unit::parse(unit).ok().map(|unit| unit.dimension());
        for name in Unit::known() {
            let fits = Unit::parse(name).ok().is_none_or(|u| wanted.is_none_or(|wanted| u.dimension() == wanted));
            if fits {
                self.plain(CandidateKind::Unit, &[name]);
            }
        }
    }
}

/// Whether a number stands before the word, which is then its unit.
fn ends_in_number(before: &str) -> bool {
    let before = before.trim_end();
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    digits.len() < before.len() && !digits.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}
