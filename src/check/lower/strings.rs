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
    "amount_unknown",
    "answer.no",
    "answer.none",
    "answer.series",
    "answer.unknown",
    "answer.yes",
    "basis",
    "caveat.answer",
    "caveat.if",
    "change.above",
    "change.add",
    "change.below",
    "change.clearance",
    "change.flag",
    "change.from",
    "change.hides",
    "change.is",
    "change.remove",
    "change.shows",
    "change.up_to",
    "date",
    "example.food",
    "list.and",
    "list.comma",
    "list.or",
    "month.1",
    "month.10",
    "month.11",
    "month.12",
    "month.2",
    "month.3",
    "month.4",
    "month.5",
    "month.6",
    "month.7",
    "month.8",
    "month.9",
    "number.decimal_point",
    "number.hours",
    "number.hours_minutes",
    "number.one",
    "number.range",
    "reason.blocked",
    "reason.flag",
    "reason.limit",
    "reason.when",
    "rule.amount",
    "site.date",
    "site.faq.summary",
    "site.faq.title",
    "site.glossary.summary",
    "site.glossary.title",
    "site.home.title",
    "site.not_found.text",
    "site.not_found.title",
    "site.page_title",
    "site.search.kind.faq",
    "site.search.kind.page",
    "site.search.kind.term",
    "site.search.kind.topic",
    "site.sources.summary",
    "site.sources.title",
    "site.tag.summary",
    "site.tag.title",
    "site.tags.summary",
    "site.tags.title",
    "site.topics.summary",
    "site.topics.title",
    "test.above",
    "test.all_of",
    "test.any",
    "test.at_least",
    "test.at_most",
    "test.below",
    "test.between",
    "test.entry",
    "test.exactly",
    "test.from_below",
    "test.has",
    "test.known",
    "test.none_of",
    "test.not",
    "test.or_unknown",
    "test.unknown",
    "time.after",
    "time.after_minutes",
    "time.day",
    "time.from_to",
    "time.from_to_words",
    "time.hours_after",
    "time.hours_short",
    "timeline.line",
    "weekday.1",
    "weekday.2",
    "weekday.3",
    "weekday.4",
    "weekday.5",
    "weekday.6",
    "weekday.7",
    "weekday_short.1",
    "weekday_short.2",
    "weekday_short.3",
    "weekday_short.4",
    "weekday_short.5",
    "weekday_short.6",
    "weekday_short.7",
    "why.cannot_tell",
    "why.cut",
    "why.ends",
    "why.instead",
    "why.lost",
    "why.must",
    "why.not_matched",
    "why.shown",
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
