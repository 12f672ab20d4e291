//! Lints over the finished whole: one file, one lint.
//!
//! What a single record can tell is reported while it is lowered; a lint here needs to see several, or reads words as a
//! careful editor would. [`written`] keeps the places that the model does not need, [`passages`] tells words from
//! markup, [`words`] finds words in them.

mod example_sum;
mod forbidden_words;
mod future_year;
mod hard_to_read;
mod instead_chain;
mod markup_in_plain_text;
mod missing_caveat;
mod near_identical_questions;
mod passages;
mod past_review;
mod slow_answer;
mod uncited_source;
mod unlinked_first_use;
mod unlinked_term;
mod unused_amount;
mod weak_grade_a;
mod words;
mod written;

#[cfg(test)]
mod testing;

pub(super) use written::Written;

use super::Scope;
use super::files::{Kind, kind_of};
use crate::diagnostics::{Findings, Severity};
use crate::memo::Memo;
use crate::model::Parts;
use crate::prose::Prose;
use crate::source::{Sources, Span};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::hash::Hash;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// What a lint sees.
pub(super) struct Pack<'a> {
    /// The texts, for places.
    pub sources: &'a Sources,
    /// The pack.
    pub parts: &'a Parts,
    /// Where its words stand.
    pub written: &'a Written,
    /// Today; none where nobody asks for what has gone by.
    pub today: Option<Date>,
    /// What earlier runs found.
    pub memo: Option<&'a Memo>,
}

impl Pack<'_> {
    /// The ids of a kind that texts lead to.
    fn links<'p>(&'p self, kind: &'p str) -> impl Iterator<Item = &'p str> {
        let topics = self.parts.topics.iter().map(|topic| &topic.text);
        let long = topics.chain(self.parts.faqs.iter().map(|faq| &faq.answer)).flat_map(|text| text.links());
        let links = self.written.links.iter().chain(long);
        links.filter(move |link| link.kind == kind).map(|link| link.id.as_str())
    }

    /// The long texts: of topics, and answers.
    fn texts(&self) -> Vec<Text<'_>> {
        let topics = self.parts.topics.iter().map(|topic| Text {
            id: &topic.id,
            title: &topic.title,
            prose: &topic.text,
            span: topic.text_span,
            is_answer: false,
        });
        let faqs = self.parts.faqs.iter().map(|faq| Text {
            id: &faq.id,
            title: &faq.question,
            prose: &faq.answer,
            span: faq.answer_span,
            is_answer: true,
        });
        topics.chain(faqs).collect()
    }
}

/// A long text.
struct Text<'a> {
    id: &'a str,
    title: &'a str,
    prose: &'a Prose,
    span: Span,
    is_answer: bool,
}

impl Text<'_> {
    /// The key of all that these lints see of it.
    fn key(&self, rules: &Xxh3) -> u128 {
        let mut key = rules.clone();
        (self.id, self.title, self.is_answer, self.prose).hash(&mut key);
        key.digest128()
    }
}

type Lint = fn(&Pack, &mut Findings);

/// Each of these tells the truth about what was read, even where other entries are broken.
const ALWAYS: &[Lint] = &[
    forbidden_words::run,
    future_year::run,
    instead_chain::run,
    markup_in_plain_text::run,
    missing_caveat::run,
    near_identical_questions::run,
    past_review::run,
    unused_amount::run,
];

/// These rest on entries of a kind, and say nothing while something is wrong in its files.
const WHEN_READ: &[(Lint, &[Kind])] =
    &[(example_sum::run, &[Kind::Foods, Kind::Measures, Kind::Profile]), (weak_grade_a::run, &[Kind::Sources])];

/// These say that something is nowhere, or work something out: a broken entry would make them say it for no reason.
const WHEN_WHOLE: &[Lint] = &[uncited_source::run, unlinked_term::run];

/// Runs every lint; a guide needs none of them.
pub(super) fn run(pack: &Pack, scope: Scope, findings: &mut Findings) {
    if scope == Scope::Guide {
        return;
    }
    let whole = !findings.has_errors();
    let touched: BTreeSet<Kind> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .filter_map(|finding| kind_of(pack.sources.get(finding.span?.file).path()))
        .collect();
    for (lint, _) in WHEN_READ.iter().filter(|(_, kinds)| kinds.iter().all(|kind| !touched.contains(kind))) {
        lint(pack, findings);
    }
    for lint in ALWAYS {
        lint(pack, findings);
    }
    long_texts(pack, findings);
    for lint in WHEN_WHOLE.iter().filter(|_| whole) {
        lint(pack, findings);
    }
}

/// Lints that read the long texts as a reader does; each text is taken apart once for all of them. A text of which nothing
/// was said is remembered, together with the rules that it was held against.
fn long_texts(pack: &Pack, findings: &mut Findings) {
    let forbidden = forbidden_words::forbidden(pack);
    let known = unlinked_first_use::phrases_of(pack);
    let style = xxh3_128(format!("{:?} {:?}", pack.parts.site.language, pack.parts.site.style).as_bytes());
    let mut rules = Xxh3::new();
    style.hash(&mut rules);
    pack.parts.terms.iter().for_each(|term| (&term.id, &term.term, &term.aliases).hash(&mut rules));
    let found = pack.texts().into_par_iter().map(|text| {
        let key = pack.memo.map(|memo| (memo, text.key(&rules)));
        if key.is_some_and(|(memo, key)| memo.get(key).is_some()) {
            return Findings::new();
        }
        let passages = passages::passages_of(text.prose);
        let mut found = Findings::new();
        forbidden_words::look(pack, &forbidden, (text.prose.text(), text.span), &passages, &mut found);
        hard_to_read::look(pack, &text, &passages, &mut found);
        slow_answer::look(pack, &text, &passages, &mut found);
        unlinked_first_use::look(pack, &known, &text, &passages, &mut found);
        if let Some((memo, key)) = key.filter(|_| found.is_empty()) {
            memo.put(key, Vec::new());
        }
        found
    });
    found.collect::<Vec<_>>().into_iter().for_each(|found| findings.extend(found));
}
