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
use crate::model::Parts;
use crate::source::Sources;
use jiff::civil::Date;
use std::collections::BTreeSet;

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
}

type Lint = fn(&Pack, &mut Findings);

/// Each of these tells the truth about what was read, even where other entries are broken.
const ALWAYS: &[Lint] = &[
    forbidden_words::run,
    future_year::run,
    hard_to_read::run,
    instead_chain::run,
    missing_caveat::run,
    near_identical_questions::run,
    past_review::run,
    slow_answer::run,
    unlinked_first_use::run,
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
    for lint in WHEN_WHOLE.iter().filter(|_| whole) {
        lint(pack, findings);
    }
}
