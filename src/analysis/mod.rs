//! What a pack does as a whole: its own tests, and what no reader of single items can see.
//!
//! 1. [`rules`]: every distinct test of the pack once.
//! 2. [`state`]: a set of runners, and what tests and measures can be for all of them; [`fates`]: what the selection makes
//!    of that.
//! 3. [`search`]: divides sets of runners until a question is answered; [`runner`]: one runner of a set;
//!    [`smallest`]: the one who shows it with the fewest answers.
//! 4. [`sure`]: what answers alone decide, for all rules at once, as boxes.
//! 5. One file per lint asks its questions.
//!
//! # What is claimed
//! Answers to inputs are searched exactly, unknown ones included; profiles that are impossible, or whose flag ends the
//! guide, are left out. *Dead*, *hidden* and *no gap* are proofs. Everything else, a gap too, is reported with a runner
//! through whom the real selection was run. What needs numbers is searched by intervals and halves; what these cannot
//! decide, and what the cap on effort leaves, is said in one note.

mod amount_without_words;
mod conflict;
mod content_tests;
pub mod coverage;
mod dead_item;
pub mod diff;
mod excluded_session;
mod failed_test;
mod fates;
mod hidden_item;
pub mod map;
mod over_limit;
mod rules;
mod runner;
mod search;
mod section_gap;
mod smallest;
mod state;
mod sure;
mod undecided;
mod unreachable_case;
mod unsafe_route;
mod unsound_plan;
mod week_tests;

#[cfg(test)]
mod tests;

pub use content_tests::{look_at_runners, run_tests};
pub use failed_test::FailedTests;

use crate::condition::Truth;
use crate::diagnostics::{Finding, Findings};
use crate::model::Content;
use crate::profile::Profile;
use crate::select::{Fate, Selection, Stop};
use jiff::civil::Date;
use over_limit::{Over, Rivals};
use rules::Rules;
use search::{Answered, Deeper, Question, Search};
use state::State;
use std::collections::BTreeSet;

/// How many sets of runners a question may look at for each unit of effort.
const STEP: usize = 1500;

/// A pack under analysis.
struct Analysis<'a> {
    search: Search<'a>,
    findings: Vec<Finding>,
    /// Questions without an answer, and after how many sets of runners.
    undecided: Vec<(String, usize)>,
}

/// Looks at a whole pack as it is on a day, and says what its tests found. `effort`, from 1, is how long a question may be
/// thought about.
pub fn analyse(content: &Content, today: Date, effort: usize, failed: FailedTests, findings: &mut Findings) {
    let rules = Rules::new(content);
    let cap = STEP.saturating_mul(effort.max(1));
    let mut analysis =
        Analysis { search: Search::new(&rules, today, cap), findings: Vec::new(), undecided: Vec::new() };
    // Limits come first: an item that one may stop does not surely fill a section.
    for lint in [
        over_limit::run,
        dead_item::run,
        hidden_item::run,
        section_gap::run,
        conflict::run,
        unsafe_route::run,
        amount_without_words::run,
        unreachable_case::run,
        unsound_plan::run,
        excluded_session::run,
        undecided::run,
    ] {
        lint(&mut analysis);
    }
    findings.extend(failed.said(content, &mut analysis.findings));
    findings.extend(analysis.findings);
}

impl<'a> Analysis<'a> {
    fn content(&self) -> &'a Content {
        self.search.rules.content
    }

    /// The limits that can take items away.
    fn limits(&self) -> Vec<Over<'a>> {
        let limits = self.search.rules.breakable.get().into_iter().flatten();
        limits.map(|&l| Over::new(self.search.rules, l, &self.content().limits()[l])).collect()
    }

    /// Adds a finding with the smallest runner who shows it.
    fn report(&mut self, question: &dyn Question, profile: Profile, finding: Finding) {
        let content = self.content();
        let smallest = smallest::smallest(&mut self.search, question, profile);
        let mut finding = finding.witness(runner::written(content, &smallest));
        if runner::names_a_day(content, &smallest) {
            finding = finding.note(format!("on {}: give it with `--as-of`", self.search.today));
        }
        self.findings.push(finding);
    }

    /// Asks; what stays undecided is kept under these words.
    fn ask(&mut self, question: &dyn Question, words: impl Fn() -> String) -> Option<Profile> {
        match self.search.find(question) {
            Answered::Yes(profile) => Some(*profile),
            Answered::Nobody => None,
            Answered::Undecided(looked) => {
                self.undecided.push((words(), looked));
                None
            }
        }
    }
}

/// The axes of everything that can change what becomes of some items.
fn axes_of(rules: &Rules, items: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
    let related = rules.related(items);
    let tests = related.iter().flat_map(|&i| {
        let rule = &rules.items[i];
        let flags = rule.forbidden.iter().flat_map(|&f| rules.flags[f].when.tests());
        rule.when.tests().chain(rule.unless.iter().copied()).chain(flags)
    });
    tests.map(|t| rules.tests[t].axis).collect()
}

/// Whether a runner meets the `when` of an item, or of one that it stands in for.
fn is_asked_for(rules: &Rules, profile: &Profile, item: usize) -> bool {
    let items = rules.content.items();
    let meets = |item: usize| items[item].when.holds(&profile.answers()) == Truth::True;
    meets(item) || rules.items[item].stands_in.iter().any(|&blocked| meets(blocked))
}

/// What else can have kept an item from being shown to a runner.
fn deeper(rules: &Rules, state: &State, selection: &Selection, item: usize) -> Deeper {
    if let open @ Some(_) = rules.any_try(state, &rules.related([item])) {
        return Deeper::Try(open);
    }
    match selection.decisions[item].fate {
        Fate::Stopped(Stop::Limit(_)) => Rivals::of(rules, [item]).deeper(rules, state),
        Fate::Cut => {
            let sections = rules.content.sections().len();
            let merged = (0..sections).any(|s| selection.times.section_of(s) != s);
            let section = rules.content.items()[item].section;
            let all = rules.content.items().iter().enumerate();
            let there = all.filter(|(_, i)| merged || i.section == section).map(|(at, _)| at);
            let there: Vec<usize> = there.collect();
            // Whoever comes first in the section is tried without.
            let mut better: Vec<usize> =
                there.iter().copied().filter(|&i| rules.items[i].rank < rules.items[item].rank).collect();
            better.sort_by_key(|&i| rules.items[i].rank);
            if let open @ Some(_) = better.into_iter().rev().find_map(|i| rules.absent_try(state, i)) {
                return Deeper::Try(open);
            }
            // Or a limit takes away what is better.
            match Rivals::of(rules, there).deeper(rules, state) {
                Deeper::Try(None) | Deeper::Axes(_) if merged => Deeper::Values,
                open => open,
            }
        }
        _ => Deeper::Try(None),
    }
}
