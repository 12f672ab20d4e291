//! `strings.yaml`: every word of the interface.

use super::Lower;
use crate::check::Scope;
use crate::check::files::BUILT_IN;
use crate::diagnostics::{Finding, lints, nearest};
use crate::model::{Strings, Words};
use crate::source::{Span, Spanned};
use crate::syntax::decode::Cx;
use crate::syntax::{Node, NodeKind};
use std::collections::BTreeMap;

/// A key with its words.
pub type RawWords = (Spanned<String>, Words);

/// Keys that the engine itself asks for; a pack (or the words that the binary lends it) must have them all.
pub const STRINGS_OF_THE_ENGINE: &[&str] = &[
    "answer.none",
    "answer.no",
    "answer.unknown",
    "answer.yes",
    "at_once",
    "between",
    "caveat.if",
    "caveat.if_test",
    "change.add",
    "change.answer",
    "change.from",
    "change.is",
    "change.not",
    "change.remove",
    "change.up_to",
    "list.and",
    "list.comma",
    "list.or",
    "number.decimal_point",
    "number.one",
    "number.range",
    "reason.blocked",
    "reason.flag",
    "reason.instead",
    "reason.limit",
    "reason.when",
    "test.after",
    "test.any",
    "test.above",
    "test.all_of",
    "test.at_least",
    "test.at_most",
    "test.before",
    "test.below",
    "test.between",
    "test.entry",
    "test.exactly",
    "test.has",
    "test.known",
    "test.no",
    "test.none_of",
    "test.not",
    "test.unknown",
    "test.yes",
    "time.after",
    "time.day",
    "time.from_to",
    "weekday.1",
    "weekday.2",
    "weekday.3",
    "weekday.4",
    "weekday.5",
    "weekday.6",
    "weekday.7",
];

/// Reads a file of strings: maps nest, and their keys are joined by dots.
pub fn read_strings(tree: &Node, into: &mut Vec<RawWords>, cx: &mut Cx) {
    match &tree.kind {
        NodeKind::Map(_) => walk("", tree, into, cx),
        NodeKind::Null | NodeKind::Reported => {}
        _ => cx.wrong_type(tree, "a map of words"),
    }
}

fn walk(prefix: &str, node: &Node, into: &mut Vec<RawWords>, cx: &mut Cx) {
    let NodeKind::Map(entries) = &node.kind else { return };
    for (key, child) in entries {
        let path = if prefix.is_empty() { key.text.to_string() } else { format!("{prefix}.{}", key.text) };
        match &child.kind {
            NodeKind::Scalar(s) => into.push((Spanned::new(path, key.span), Words::Text(s.text.to_string()))),
            NodeKind::Map(parts) if parts.iter().all(|(k, _)| matches!(&*k.text, "one" | "other")) => {
                let text = |name| child.get(name).and_then(Node::as_scalar).map(|s| s.text.to_string());
                match (text("one"), text("other")) {
                    (Some(one), Some(other)) => {
                        into.push((Spanned::new(path, key.span), Words::Plural { one, other }));
                    }
                    _ => cx.wrong_type(child, "`one` and `other`, each a text"),
                }
            }
            NodeKind::Map(_) => walk(&path, child, into, cx),
            NodeKind::Reported => {}
            _ => cx.wrong_type(child, "words"),
        }
    }
}

/// Joins all files: a pack's words win over those that the binary lends.
pub(super) fn strings(low: &mut Lower, raws: Vec<RawWords>, scope: Scope) -> Strings {
    let mut words: BTreeMap<String, (Words, Span, bool)> = BTreeMap::new();
    for (key, value) in raws {
        let lent = low.sources.get(key.span.file).path().starts_with(BUILT_IN);
        match words.get(&key.value) {
            Some((_, first, false)) if !lent => low.findings.push(
                Finding::new(&lints::DUPLICATE_ID, key.span, format!("two texts are called `{}`", key.value))
                    .label("again here")
                    .related(*first, "the first one"),
            ),
            Some((_, _, false)) => {}
            _ => {
                words.insert(key.value, (value, key.span, lent));
            }
        }
    }
    if scope == Scope::Full {
        for key in STRINGS_OF_THE_ENGINE {
            if !words.contains_key(*key) {
                let near = nearest(key, words.keys().map(String::as_str));
                low.findings.push(
                    Finding::nowhere(&lints::MISSING_STRING, format!("strings.yaml has no text `{key}`"))
                        .help_if(near.map(|n| format!("is `{n}` meant to be it?"))),
                );
            }
        }
    }
    Strings::new(words.into_iter().map(|(key, (words, ..))| (key, words)).collect())
}
