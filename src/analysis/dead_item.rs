//! `dead-item`: an item that no runner can get.

use super::fates::Try;
use super::rules::Rules;
use super::search::{Answered, Deeper, Look, Question, Split};
use super::state::State;
use super::{Analysis, axes_of, is_asked_for};
use crate::condition::Truth;
use crate::diagnostics::{Finding, lints};
use crate::model::Axis;
use crate::profile::Profile;
use crate::select::{Fate, Selection, Stop};
use std::collections::BTreeSet;

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    for (at, item) in content.items().iter().enumerate() {
        if analysis.search.seen.candidate[at] {
            continue;
        }
        match analysis.search.find(&Candidate(at)) {
            Answered::Yes(_) => {}
            Answered::Undecided(looked) => {
                analysis.undecided.push((format!("whether anybody can get `{}`", item.id), looked));
            }
            Answered::Nobody => {
                let matches = !matches!(analysis.search.find(&Matches(at)), Answered::Nobody);
                let (label, help) = if matches {
                    (
                        "all who meet its `when` are blocked",
                        "narrow what blocks it: its `unless`, its topic's, and what red flags forbid",
                    )
                } else {
                    ("nobody meets its `when`", "widen its `when`, or remove the item")
                };
                let message = format!("no runner can get `{}`", item.id);
                analysis.findings.push(Finding::new(&lints::DEAD_ITEM, item.span, message).label(label).help(help));
            }
        }
    }
}

/// Whether anybody gets as far as the choice in its group.
struct Candidate(usize);

impl Question for Candidate {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        axes_of(rules, [self.0])
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        if !rules.may_be_candidate(state, self.0) {
            return Look::No;
        }
        Look::Maybe(rules.candidate_try(state, self.0).map(Split::Test))
    }
    fn confirm(&self, _: &Rules, _: &Profile, selection: &Selection) -> bool {
        let fate = &selection.decisions[self.0].fate;
        matches!(fate, Fate::Shown | Fate::Lost(_) | Fate::Cut | Fate::Stopped(Stop::Limit(_)))
    }
    fn is_plausible(&self, rules: &Rules, profile: &Profile) -> bool {
        is_asked_for(rules, profile, self.0)
    }
    fn deeper(&self, rules: &Rules, state: &State, _: &Selection) -> Deeper {
        Deeper::Try(rules.any_try(state, &rules.related([self.0])))
    }
}

/// Whether anybody meets its `when`.
struct Matches(usize);

impl Question for Matches {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        rules.items[self.0].when.tests().map(|t| rules.tests[t].axis).collect()
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        let when = &rules.items[self.0].when;
        let truths = state.asks(when);
        if !truths.may(Truth::True) {
            return Look::No;
        }
        let open = (!truths.is(Truth::True)).then(|| rules.condition_try(state, when, Truth::True)).flatten();
        Look::Maybe(open.map(|Try { test, first }| Split::Test(Try { test, first })))
    }
    fn confirm(&self, _: &Rules, _: &Profile, selection: &Selection) -> bool {
        !matches!(selection.decisions[self.0].fate, Fate::NotMatched | Fate::CannotTell(_))
    }
    fn deeper(&self, _: &Rules, _: &State, _: &Selection) -> Deeper {
        Deeper::Try(None)
    }
}
