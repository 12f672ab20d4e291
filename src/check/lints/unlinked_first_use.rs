//! `unlinked-first-use`: a text uses a term of the glossary and never leads to it.
//!
//! A term or alias of one word is left alone: "load", "reps" and "salt" are everyday words far more often than terms. So
//! are words of the text's own title, which the reader came for.

use super::passages::{Kind, Passage};
use super::words::{Word, folded, phrase_at, phrases, words};
use super::{Pack, Text};
use crate::diagnostics::{Finding, Findings, lints};
use crate::source::Span;
use crate::syntax::locate;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// The phrases of all terms by their first word, longest first: looked up, never walked for an answer.
pub(super) type Phrases = HashMap<String, Vec<Phrase>>;

/// A term or alias of several words.
pub(super) struct Phrase {
    words: Vec<String>,
    /// How many of them are written apart: a "warm-up" is a term, and to "warm up" is not.
    apart: usize,
    term: usize,
}

pub(super) fn look(pack: &Pack, known: &Phrases, text: &Text, passages: &[Passage], findings: &mut Findings) {
    if known.is_empty() {
        return;
    }
    let written = text.prose.text();
    for (term, at) in uses(pack, known, text, passages) {
        let place = locate(pack.sources.get(text.span.file), text.span, written, &at);
        findings.push(finding(pack, term, &written[at], place));
    }
}

fn finding(pack: &Pack, term: usize, written: &str, place: Span) -> Finding {
    let id = &pack.parts.terms[term].id;
    // A link stands on one line.
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let link = match written == id.replace('-', " ") || written == pack.parts.terms[term].term {
        true => format!("[[term:{id}]]"),
        false => format!("[[term:{id}|{written}]]"),
    };
    Finding::new(&lints::UNLINKED_FIRST_USE, place, format!("the first use of the term `{id}` has no link"))
        .label("the glossary explains this")
        .fix(format!("write {link}"), place, link)
}

/// The phrases of the pack's terms.
pub(super) fn phrases_of(pack: &Pack) -> Phrases {
    let mut known = Phrases::new();
    // A term whose id could not be read may have links that nobody knows.
    for (at, term) in pack.parts.terms.iter().enumerate().filter(|(_, term)| !term.id.is_empty()) {
        for written in std::iter::once(&term.term).chain(&term.aliases) {
            let words = folded(written);
            if words.len() > 1 {
                let phrase = Phrase { words, apart: written.split_whitespace().count(), term: at };
                known.entry(phrase.words[0].clone()).or_default().push(phrase);
            }
        }
    }
    for phrases in known.values_mut() {
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
    }
    known
}

/// The first use of each term that a text uses without a link, with its bytes in the text.
fn uses(pack: &Pack, known: &Phrases, text: &Text, passages: &[Passage]) -> Vec<(usize, Range<usize>)> {
    let title = text.title;
    let linked: BTreeSet<&str> =
        text.prose.links().iter().filter(|link| link.kind == "term").map(|link| link.id.as_str()).collect();
    let title_words = words(title);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for passage in passages.iter().filter(|passage| passage.kind != Kind::Heading) {
        let words = words(&passage.text);
        let mut next = 0;
        while next < words.len() {
            let Some((phrase, at)) = longest(known, &passage.text, &words, next) else {
                next += 1;
                continue;
            };
            next += phrase.words.len();
            let own = !phrases(title, &title_words, &phrase.words).is_empty();
            let id = pack.parts.terms[phrase.term].id.as_str();
            if !own && !linked.contains(id) && passage.is_free(&at) && seen.insert(phrase.term) {
                found.push((phrase.term, passage.written(&at)));
            }
        }
    }
    found
}

/// The longest phrase that begins at a word.
fn longest<'k>(known: &'k Phrases, text: &str, words: &[Word], at: usize) -> Option<(&'k Phrase, Range<usize>)> {
    known.get(words[at].folded.as_ref())?.iter().find_map(|phrase| {
        let range = phrase_at(text, words, at, &phrase.words)?;
        (text[range.clone()].split_whitespace().count() <= phrase.apart).then_some((phrase, range))
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faq, raised, term};

    #[test]
    fn only_words_that_a_reader_may_not_know_and_cannot_press() {
        let terms = [
            term("heart-rate", "heart rate"),
            term("variability", "heart rate variability"),
            term("load", "load"),
            term("warm-up", "warm-up"),
            term("long-run", "long run\n  aliases: [weekend run]"),
        ]
        .concat();
        for (question, answer, expected) in [
            ("Q?", "Mind your heart rate. Your heart rate is it.", &["4:15 heart rate"][..]),
            ("Q?", "Heart\n    rate  variability, load", &["4:5 Heart\n    rate  variability"]),
            ("Q?", "Warm up first: the Warm-up.", &["4:24 Warm-up"]),
            ("Q?", "A weekend run and a long run", &["4:7 weekend run"]),
            ("Q?", "The long run. A [[term:long-run|longer one]].", &[]),
            ("Q?", "`long run` [long run](https://a.org) [[faq:a|long run]]\n\n    ## Long run", &[]),
            ("Is my heart rate high?", "Your heart rate is fine.", &[]),
        ] {
            let files = [("glossary.yaml", terms.as_str()), ("faqs/b.yaml", &faq(question, answer))];
            let found: Vec<String> = raised("unlinked-first-use", &files).into_iter().map(|f| f.at).collect();
            assert_eq!(found, expected, "{answer}");
        }
    }
}
