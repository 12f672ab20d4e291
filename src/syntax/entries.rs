//! The fields of one map, where a slip made two of one or one of two: commas between braces, entries of a list that have lost
//! their dash or their first line, names that stand twice.

use super::slips;
use super::tree::{Key, Node, NodeKind, Scalar};
use crate::diagnostics::{Finding, Findings, lints, quoted_list};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// How many names of one list of fields are said to stand twice, and how many entries may be two.
const MOST_TWICE: usize = 100;

/// The fields of a map.
type Fields<'s> = Vec<(Key<'s>, Node<'s>)>;

/// Between braces a comma ends a text without quotes, and what follows is read as a name without a value: `{ because: So it
/// is, more or less }`, `{ by: max(a, 5 km) }`. Where it is no name it was meant to be part of the text.
pub(super) fn join_at_commas(text: &str, fields: &mut Fields, found: &mut Findings) {
    let mut at = 1;
    while at < fields.len() {
        let (key, node) = &fields[at];
        let (_, before) = &fields[at - 1];
        let between = text.get(before.span.end as usize..key.span.start as usize);
        let is_cut = between.is_some_and(|between| between.trim() == ",");
        let is_rest = is_cut && node.kind == NodeKind::Null && key.text.contains([' ', ')']);
        let Some(first) = before.as_scalar().filter(|first| first.plain && is_rest) else {
            at += 1;
            continue;
        };
        let span = Span { end: key.span.end, ..before.span };
        let written = text.get(span.start as usize..span.end as usize).unwrap_or("");
        let joined = format!("{}, {}", first.text, key.text);
        let finding = Finding::new(&lints::YAML_SYNTAX, span, "between braces a comma ends a text without quotes")
            .label("read as two");
        found.push(match written.contains('\n') {
            true => finding.help("put the whole text in quotes"),
            false => finding.fix("put it in quotes", span, slips::quoted(written)),
        });
        fields.remove(at);
        let text = Cow::Owned(joined);
        fields[at - 1].1 = Node { span, kind: NodeKind::Scalar(Scalar { text, plain: false }) };
    }
}

/// Says which names stand twice. In a list it takes entries off the front of what was read as one: behind each the next has
/// lost its dash or its first line. Where the line is lost, its field is a guess at nothing.
pub(super) fn apart<'s>(text: &str, in_list: bool, fields: &mut Fields<'s>, found: &mut Findings) -> Vec<Fields<'s>> {
    let mut firsts = Vec::new();
    let mut doubles = again(fields);
    while in_list && !doubles.is_empty() && firsts.len() < MOST_TWICE {
        if let Some(at) = undashed(fields) {
            let rest = fields.split_off(at);
            let mut first = std::mem::replace(fields, rest);
            first.shrink_to_fit();
            say_twice(&first, &again(&first), found);
            found.push(missing_dash(&fields[0].0));
            firsts.push(first);
        } else if let Some((at, names)) = beheaded(text, fields, &doubles) {
            found.extend(twice(fields, names));
            let rest = fields.split_off(at);
            let first = std::mem::replace(fields, rest);
            let start = fields[0].0.span;
            let span = Span { end: start.start, ..start };
            let nothing = Node { span, kind: NodeKind::Guess(Scalar { text: Cow::Borrowed(""), plain: true }) };
            fields.insert(0, (Key { text: first[0].0.text.clone(), span }, nothing));
            firsts.push(first);
        } else {
            break;
        }
        doubles = again(fields);
    }
    say_twice(fields, &doubles, found);
    firsts
}

/// Where a second entry of a list begins in the fields of a first one, since its dash is missing: the first field comes
/// again, and more that stand before come again behind it.
fn undashed(fields: &Fields) -> Option<usize> {
    let (first, _) = fields.first()?;
    let at = 1 + fields[1..].iter().position(|(key, _)| key.text == first.text)?;
    let again = fields[at..].iter().take(8).filter(|(key, _)| fields[..at].iter().any(|(k, _)| k.text == key.text));
    (again.count() > 1).then_some(at)
}

/// Where a second entry begins whose first line is missing, and the names that stand twice since then: three, or two if that is
/// half of the fields of the first entry.
fn beheaded<'a>(text: &str, fields: &Fields, doubles: &'a [(usize, Span)]) -> Option<(usize, &'a [(usize, Span)])> {
    let (at, second) = (doubles.first()?.0, doubles.get(1)?.0);
    // Each name once in the second entry; a third entry that has lost its line too comes later.
    let mut seen = HashSet::new();
    let once = doubles.iter().take_while(|(i, _)| seen.insert(&fields[*i].0.text)).count();
    if second > at + 8 || once < 2 || once == 2 && at > 5 {
        return None;
    }
    // What follows a blank line belongs to it, even what the first entry does not have.
    let is_apart = |at: &usize| {
        let before = text.get(..fields[*at].0.span.start as usize).unwrap_or("").trim_end_matches(' ');
        before.ends_with("\n\n") || before.ends_with("\r\n\r\n")
    };
    Some(((2..=at).rev().find(is_apart).unwrap_or(at), &doubles[..once]))
}

fn missing_dash(key: &Key) -> Finding {
    Finding::new(&lints::DUPLICATE_KEY, key.span, format!("`{}` stands twice: a new entry begins here", key.text))
        .label("an entry of a list begins with `- `")
        .help(format!("write `- {}: …`, two columns further to the left", key.text))
}

/// Fields whose names stand before, each with the place of the one before, as far as anybody reads on.
fn again(fields: &Fields) -> Vec<(usize, Span)> {
    // Most maps are records of a few fields, where looking is quicker than hashing.
    if fields.len() <= 16 {
        let before = |(i, (key, _)): (usize, &(Key, Node))| {
            fields[..i].iter().rev().find(|(k, _)| k.text == key.text).map(|(k, _)| (i, k.span))
        };
        return fields.iter().enumerate().filter_map(before).collect();
    }
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let entries = fields.iter().enumerate();
    entries.filter_map(|(i, (key, _))| Some((i, seen.insert(&key.text, key.span)?))).take(MOST_TWICE).collect()
}

fn say_twice(fields: &Fields, doubles: &[(usize, Span)], found: &mut Findings) {
    // Several are those of a second entry.
    let together = doubles.len() > 2;
    let runs = doubles.chunk_by(|(one, _), (next, _)| together || one + 1 == *next);
    found.extend(runs.filter_map(|run| twice(fields, run)));
}

/// Says at the first of some names that they stand twice.
fn twice(fields: &Fields, doubles: &[(usize, Span)]) -> Option<Finding> {
    let &(at, first) = doubles.first()?;
    let names = quoted_list(doubles.iter().map(|(at, _)| &*fields[*at].0.text), 8);
    let (verb, help) = match doubles.len() {
        1 => ("stands", "keep one of the two"),
        _ => ("stand", "does an entry begin here without its first line?"),
    };
    let finding = Finding::new(&lints::DUPLICATE_KEY, fields[at].0.span, format!("{names} {verb} twice in one map"));
    Some(finding.label("again here").related(first, "first here").help(help))
}
