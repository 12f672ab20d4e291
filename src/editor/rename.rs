//! Another name for the same thing, wherever it stands. A rename is made on a copy first, and is given only if the copy
//! has every name that the pack had, at the same places, and nothing else has changed.

use super::index::{Index, Occurrence};
use super::symbol::{Kind, Symbol};
use crate::check::BUILT_IN;
use crate::condition::RESERVED;
use crate::diagnostics::Findings;
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Cx, Decode, Id, Name, Node, NodeKind, Scalar};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Inputs that the program itself asks for by name.
pub const OWN_INPUTS: &[&str] = &[
    "available_days",
    "days_off",
    "diet",
    "distance",
    "duration",
    "last_race_date",
    "last_race_distance",
    "long_run_day",
    "long_run_minutes",
    "longest_run",
    "longest_time",
    "minutes_per_day",
    "name",
    "next_hard_in",
    "plan_week",
    "race_date",
    "race_distance",
    "race_priority",
    "races",
    "rest_day",
    "session_end",
    "session_kind",
    "time_zone",
    "training_days",
    "training_time",
    "units",
    "weekly_distance",
];

/// A text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// The name at a place, if it can be renamed.
///
/// # Errors
/// Words for the person who asked.
pub fn rename<'i>(sources: &Sources, index: &'i Index, file: FileId, offset: usize) -> Result<&'i Occurrence, String> {
    let found = index.at(file, offset).ok_or("no name of the pack stands here")?;
    let (kind, id) = (found.symbol.kind, &found.symbol.id);
    match index.definitions(&found.symbol) {
        _ if kind == Kind::Lint => return Err(format!("`{id}` is a lint of the program")),
        _ if kind.is_by_use() => {}
        [] => return Err(format!("there is no {} called `{id}`", kind.what())),
        [_] => {}
        [first, ..] => {
            let place = place(sources, first.span);
            return Err(format!("two entries are called `{id}`, the first at {place}; mend that by hand"));
        }
    }
    if kind == Kind::Axis && OWN_INPUTS.contains(&id.as_str()) {
        return Err(format!("afterrun itself asks for `{id}` by this name; change its `title` instead"));
    }
    Ok(found)
}

/// The edits that give the name at a place another one, in order of place.
///
/// # Errors
/// Words for the person who asked: the new name is none, or is taken, or something would change its meaning.
pub fn renamed(sources: &Sources, index: &Index, file: FileId, offset: usize, new: &str) -> Result<Vec<Edit>, String> {
    let found = rename(sources, index, file, offset)?;
    let old = &found.symbol;
    let new = new.trim();
    if new == old.id {
        return Ok(Vec::new());
    }
    valid(old.kind, new)?;
    let wanted = Symbol { id: new.to_owned(), ..old.clone() };
    if let Some(taken) =
        index.definitions(&wanted).first().map(|d| d.span).or(index.places(&wanted).map(|o| o.span).next())
    {
        return Err(format!("`{new}` is the name of another {}, at {}", old.kind.what(), place(sources, taken)));
    }
    if let Some(gap) = index.unread().first() {
        return Err(format!(
            "a part of the pack cannot be read and may use `{}`: mend {} first",
            old.id,
            place(sources, *gap)
        ));
    }
    let own = |o: &&Occurrence| !sources.get(o.span.file).path().starts_with(BUILT_IN);
    let lent = index.places(old).find(|o| !own(o));
    let strings = |o: &Occurrence| sources.get(o.span.file).path().starts_with("strings");
    if let Some(lent) = lent.filter(|_| !index.places(old).any(|o| own(&o) && strings(o))) {
        let line = sources.place(lent.span).line;
        let source = sources.get(lent.span.file);
        let words = source.text()[source.line(line)].trim();
        return Err(format!(
            "words that afterrun lends the pack belong to this name (`{words}`); copy them into your strings.yaml first"
        ));
    }
    let places: Vec<&Occurrence> = index.places(old).filter(own).collect();
    if let Some(hidden) = places.iter().find(|o| !o.exact) {
        return Err(format!(
            "`{}` is written with escapes at {}: write it plainly first",
            old.id,
            place(sources, hidden.span)
        ));
    }
    let edits: Vec<Edit> = places.iter().map(|o| Edit { span: o.span, text: new.to_owned() }).collect();
    prove(sources, index, old, new, &edits)?;
    Ok(edits)
}

/// Whether a word can be a name of this kind.
fn valid(kind: Kind, new: &str) -> Result<(), String> {
    let mut sources = Sources::new();
    let file = sources.add_text("(name)", new);
    let kind_of_node = NodeKind::Scalar(Scalar { text: Cow::Borrowed(new), plain: true });
    let node = Node { span: Span::new(file, 0, new.len()), kind: kind_of_node };
    let mut findings = Findings::new();
    let cx = &mut Cx { sources: &sources, findings: &mut findings };
    let fine = if kind.is_snake() { Name::decode(&node, cx).is_some() } else { Id::decode(&node, cx).is_some() };
    if !fine {
        let words = findings.iter().map(|f| format!("{}: {}", f.message, f.label)).next();
        return Err(words.unwrap_or_else(|| format!("`{new}` is not a name")));
    }
    if kind == Kind::Choice && RESERVED.contains(&new) {
        return Err(format!("`{new}` is a word of tests; an option of this name could not be tested"));
    }
    Ok(())
}

/// Makes the edits on a copy and compares the names of both.
fn prove(sources: &Sources, index: &Index, old: &Symbol, new: &str, edits: &[Edit]) -> Result<(), String> {
    let mut copy = Sources::new();
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.span.file).or_default().push(edit);
    }
    for (file, source) in sources.iter() {
        let mut text = source.text().to_owned();
        for edit in by_file.get(&file).into_iter().flatten().rev() {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        copy.add_text(source.path(), text);
    }
    let after = Index::of(&copy);
    let owns = |kind: Kind| match old.kind {
        Kind::Axis => matches!(kind, Kind::Choice | Kind::Case),
        Kind::Item => kind == Kind::Amount,
        _ => false,
    };
    let meant = |o: &Occurrence| {
        let lent = sources.get(o.span.file).path().starts_with(BUILT_IN);
        match &o.symbol {
            symbol if symbol == old && !lent => Symbol { id: new.to_owned(), ..symbol.clone() },
            symbol if owns(symbol.kind) && symbol.owner == old.id => Symbol { owner: new.to_owned(), ..symbol.clone() },
            symbol => symbol.clone(),
        }
    };
    let before: Vec<(FileId, Symbol, bool)> =
        index.occurrences().iter().map(|o| (o.span.file, meant(o), o.defines)).collect();
    let then: Vec<(FileId, Symbol, bool)> =
        after.occurrences().iter().map(|o| (o.span.file, o.symbol.clone(), o.defines)).collect();
    let changed = before
        .iter()
        .zip(&then)
        .position(|(a, b)| a != b)
        .or((before.len() != then.len()).then_some(before.len().min(then.len())));
    match changed {
        None => Ok(()),
        Some(at) => {
            let span = index.occurrences().get(at).map_or(edits.first().map(|e| e.span), |o| Some(o.span));
            let place = span.map(|span| place(sources, span)).unwrap_or_default();
            Err(format!("with the name `{new}` the pack would not mean the same at {place}; choose another name"))
        }
    }
}

/// `content/faqs/drinking.yaml:12:7`.
fn place(sources: &Sources, span: Span) -> String {
    let at = sources.place(span);
    format!("{}:{}:{}", sources.get(span.file).shown(), at.line, at.column)
}
