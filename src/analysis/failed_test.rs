//! `failed-test`: what fails for one reason is one finding.

use super::rules::Rules;
use crate::diagnostics::{Finding, lints};
use crate::model::{Content, ContentTest};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What an expectation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A red flag, by its place.
    Flag(usize),
    /// A measure.
    Measure(usize),
    /// An item.
    Item(usize),
    /// Weeks: one rule can change them all.
    Weeks,
}

/// An expectation that does not come out.
pub(super) struct Failed {
    subject: Subject,
    test: Span,
    finding: Finding,
}

impl Failed {
    /// An expectation of a test.
    pub(super) fn new(test: &ContentTest, subject: Subject, span: Span, message: String, label: &str) -> Self {
        let finding = Finding::new(&lints::FAILED_TEST, span, message).label(label).related(test.span, "in this test");
        Self { subject, test: test.span, finding }
    }

    /// The finding, changed.
    pub(super) fn map(self, change: impl FnOnce(Finding) -> Finding) -> Self {
        Self { finding: change(self.finding), ..self }
    }
}

/// What fails in the tests of a pack, by what goes together.
#[derive(Default)]
pub struct FailedTests(Vec<Vec<Failed>>);

impl FailedTests {
    /// All that fails in one test or of one subject goes together, and so on from there: an answer of a test changes all that
    /// it expects, and what changes a measure changes what is worked out from it, in any test.
    pub(super) fn new(content: &Content, failed: Vec<Failed>) -> Self {
        if failed.is_empty() {
            return Self::default();
        }
        let rules = Rules::new(content);
        let failing: BTreeSet<Subject> = failed.iter().map(|failed| failed.subject).collect();
        let behind = |subject| match subject {
            Subject::Measure(measure) => {
                let behind = rules.behind([rules.inputs() + measure]).into_iter();
                let measures = behind.filter_map(|axis| content.measure_of(axis)).filter(|&other| other != measure);
                measures.map(Subject::Measure).filter(|other| failing.contains(other)).collect()
            }
            _ => Vec::new(),
        };
        let behind: BTreeMap<Subject, Vec<Subject>> =
            failing.iter().map(|&subject| (subject, behind(subject))).collect();
        let mut ties = Ties { to: (0..failed.len()).collect(), known: BTreeMap::new() };
        for (at, failed) in failed.iter().enumerate() {
            ties.tie(at, Tie::Test(failed.test));
            ties.tie(at, Tie::Subject(failed.subject));
            behind[&failed.subject].iter().for_each(|&other| ties.tie(at, Tie::Subject(other)));
            if let Subject::Item(item) = failed.subject
                && let Some(group) = &content.items()[item].exclusive
            {
                ties.tie(at, Tie::Group(group));
            }
        }
        // What others may rest on comes before them.
        let order = |f: &Failed| (!behind[&f.subject].is_empty(), f.subject, f.finding.span);
        let order: Vec<_> = failed.iter().map(order).collect();
        let mut together: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for (at, (failed, order)) in failed.into_iter().zip(order).enumerate() {
            together.entry(ties.first(at)).or_default().push((order, failed));
        }
        let in_order = |mut all: Vec<(_, Failed)>| {
            all.sort_by_key(|(order, _)| *order);
            all.into_iter().map(|(_, failed)| failed).collect()
        };
        Self(together.into_values().map(in_order).collect())
    }

    /// One finding for all that goes together. What fails since an item is never shown or a case never reached goes to the
    /// finding that says so.
    pub fn said(self, content: &Content, mistakes: &mut [Finding]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for failed in self.0 {
            let is_of = |mistake: &&mut Finding| failed.iter().any(|f| follows_from(content, f.subject, mistake));
            match mistakes.iter_mut().find(is_of) {
                Some(mistake) => *mistake = with(mistake.clone(), failed),
                None => {
                    let mut failed = failed.into_iter();
                    findings.extend(failed.next().map(|first| with(first.finding, failed)));
                }
            }
        }
        findings
    }
}

/// Why expectations go together.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Tie<'c> {
    Test(Span),
    Subject(Subject),
    /// An `exclusive` group.
    Group(&'c str),
}

/// Places that go together, each led to an earlier one.
struct Ties<'c> {
    to: Vec<usize>,
    known: BTreeMap<Tie<'c>, usize>,
}

impl<'c> Ties<'c> {
    /// The first of those that a place goes with.
    fn first(&mut self, mut at: usize) -> usize {
        while self.to[at] != at {
            self.to[at] = self.to[self.to[at]];
            at = self.to[at];
        }
        at
    }

    fn tie(&mut self, at: usize, tie: Tie<'c>) {
        let other = *self.known.entry(tie).or_insert(at);
        let (a, b) = (self.first(at), self.first(other));
        self.to[a.max(b)] = a.min(b);
    }
}

/// Whether of two items one at most is shown.
fn are_rivals(content: &Content, a: usize, b: usize) -> bool {
    let group = |item: usize| content.items()[item].exclusive.as_ref();
    a == b || group(a).is_some() && group(a) == group(b)
}

/// Whether an item that is never shown, or a case that is never reached, may be why something of a subject fails.
fn follows_from(content: &Content, subject: Subject, mistake: &Finding) -> bool {
    match subject {
        Subject::Item(item) if [&lints::DEAD_ITEM, &lints::HIDDEN_ITEM].contains(&mistake.lint) => {
            let others = content.items().iter().enumerate().filter(|(_, other)| mistake.span == Some(other.span));
            others.map(|(other, _)| other).any(|other| are_rivals(content, item, other))
        }
        // Rules and plans may rest on any measure.
        Subject::Weeks => [&lints::UNREACHABLE_CASE, &lints::UNSOUND_PLAN].contains(&mistake.lint),
        Subject::Measure(measure) if mistake.lint == &lints::UNREACHABLE_CASE => {
            content.measures()[measure].cases.iter().any(|case| mistake.span == Some(case.span))
        }
        _ => false,
    }
}

/// A finding with what fails for the same reason.
fn with(finding: Finding, others: impl IntoIterator<Item = Failed>) -> Finding {
    let others = others.into_iter().map(|failed| failed.finding);
    finding.also(others, |other| format!("fails too: {}", other.message))
}
