//! `hidden-item`: an item that always loses to another.

use super::over_limit::{Over, can_be_shown_in};
use super::rules::Rules;
use super::search::{Answered, Deeper, Look, Question, Split};
use super::state::State;
use super::{Analysis, axes_of, deeper, is_asked_for};
use crate::diagnostics::{Finding, lints};
use crate::model::{Axis, Priority};
use crate::profile::Profile;
use crate::select::{Fate, Selection, select};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    // What one item hides is one mistake: where its finding stands.
    let mut of_winner: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, item) in content.items().iter().enumerate() {
        let seen = &analysis.search.seen;
        // Who is no candidate is dead, and reported as such.
        if seen.shown[at] || !seen.candidate[at] {
            continue;
        }
        let shown = Shown { item: at, limits: analysis.limits() };
        match analysis.search.find(&shown) {
            Answered::Yes(_) => {}
            Answered::Undecided(looked) => {
                analysis.undecided.push((format!("whether anybody is shown `{}`", item.id), looked));
            }
            Answered::Nobody => {
                let message = format!("`{}` is never shown: where it could be, something else always is", item.id);
                let finding = Finding::new(&lints::HIDDEN_ITEM, item.span, message);
                let hides = Hides(at);
                let Answered::Yes(profile) = analysis.search.find(&hides) else { continue };
                let finding = match select(content, &profile).decisions[at].fate {
                    Fate::Lost(winner) => {
                        if let Some(first) = of_winner.get(&winner).and_then(|first| analysis.findings.get_mut(*first))
                        {
                            let words = format!("nor is `{}`, which loses to it too", item.id);
                            *first = first.clone().related(item.span, words);
                            continue;
                        }
                        of_winner.insert(winner, analysis.findings.len());
                        let winner = &content.items()[winner];
                        (finding.label(format!("loses to `{}`", winner.id)))
                            .related(winner.span, "this one is shown in its place")
                            .help("raise its priority, narrow what hides it, or leave its `exclusive` group")
                    }
                    _ => finding
                        .label("its section is always full")
                        .help("raise the section's `at_most`, or its priority"),
                };
                analysis.report(&hides, *profile, finding);
            }
        }
    }
}

/// Whether anybody is shown it.
pub(super) struct Shown<'a> {
    item: usize,
    /// Limits that can take items away.
    limits: Vec<Over<'a>>,
}

impl<'a> Shown<'a> {
    /// The question, where nobody knows which limits can be broken: any may take items away.
    pub(super) fn of(rules: &Rules<'a>, item: usize) -> Self {
        let limits = rules.content.limits().iter().enumerate();
        Self { item, limits: limits.map(|(at, limit)| Over::new(rules, at, limit)).collect() }
    }
}

/// Whether an item that would be shown beside some others is in no guide of the set: its section is full of better items
/// for every runner, or a limit takes it from all. `limits` are those that can take items away.
pub(super) fn is_gone(rules: &Rules, state: &State, limits: &[Over], item: usize, beside: &[usize]) -> bool {
    let content = rules.content;
    let rule = &content.items()[item];
    let better = |other: usize| rules.items[other].rank < rules.items[item].rank;
    let stays = |other: usize| !limits.iter().any(|limit| limit.may_drop(rules, state, other));
    let stands_still =
        || (0..content.sections().len()).all(|s| s == rule.section || !can_be_shown_in(content, rule.section, s));
    let is_full = || {
        let most = content.sections()[rule.section].at_most;
        rule.priority != Priority::Must
            && stands_still()
            && rules.sure_in_section(state, rule.section, &better, &stays) >= most
    };
    let is_dropped = |limit: &Over| {
        let others = |other: usize| !limits.iter().any(|l| l.at != limit.at && l.may_drop(rules, state, other));
        limit.sure_drop(rules, state, item, beside, &others)
    };
    limits.iter().any(is_dropped) || is_full()
}

impl Question for Shown<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        axes_of(rules, [self.item])
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        if !rules.may_win(state, self.item) || is_gone(rules, state, &self.limits, self.item, &[]) {
            return Look::No;
        }
        Look::Maybe(rules.win_try(state, self.item).map(Split::Test))
    }
    fn confirm(&self, _: &Rules, _: &Profile, selection: &Selection) -> bool {
        selection.decisions[self.item].fate == Fate::Shown
    }
    fn is_plausible(&self, rules: &Rules, profile: &Profile) -> bool {
        is_asked_for(rules, profile, self.item)
    }
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper {
        deeper(rules, state, selection, self.item)
    }
}

/// Whether anybody could be shown it and is not.
struct Hides(usize);

impl Question for Hides {
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
        matches!(selection.decisions[self.0].fate, Fate::Lost(_) | Fate::Cut)
    }
    fn is_plausible(&self, rules: &Rules, profile: &Profile) -> bool {
        is_asked_for(rules, profile, self.0)
    }
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper {
        deeper(rules, state, selection, self.0)
    }
}
