//! `unreachable-case`: a case of a measure that never gives its value.

use super::Analysis;
use super::rules::Rules;
use super::search::{Answered, Deeper, Look, Question, Split};
use super::state::State;
use crate::condition::Truth;
use crate::diagnostics::{Finding, lints};
use crate::model::Axis;
use crate::profile::{Outcome, Profile};
use crate::select::Selection;
use std::collections::BTreeSet;

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    for (measure, rule) in content.measures().iter().enumerate() {
        let mut none = true;
        // A case that asks nothing takes all that come behind it: where that is said.
        let mut behind_all: Option<usize> = None;
        for (case, declared) in rule.cases.iter().enumerate() {
            if analysis.search.seen.cases.contains(&(measure, case)) {
                none = false;
                continue;
            }
            match analysis.search.find(&Reached { measure, case }) {
                Answered::Yes(_) => none = false,
                Answered::Undecided(looked) => {
                    none = false;
                    analysis
                        .undecided
                        .push((format!("whether the case `{}` of `{}` is ever reached", declared.id, rule.id), looked));
                }
                Answered::Nobody => {
                    let is_behind = rule.cases[..case].iter().any(|before| before.when.entries().next().is_none());
                    if let Some(first) = behind_all.filter(|_| is_behind) {
                        let words = format!("nor is `{}`", declared.id);
                        analysis.findings[first] = analysis.findings[first].clone().related(declared.span, words);
                        continue;
                    }
                    behind_all = is_behind.then_some(analysis.findings.len());
                    let reason = if case > 0 && !none {
                        "its `when` never holds where it is tried, or its value is never `valid`"
                    } else {
                        "its `when` never holds, or its value is never `valid`"
                    };
                    let message = format!("the case `{}` of `{}` is never reached", declared.id, rule.id);
                    let finding = Finding::new(&lints::UNREACHABLE_CASE, declared.span, message)
                        .label(reason)
                        .help("move it before the case that takes its runners, widen its `when`, or remove it");
                    analysis.findings.push(finding);
                }
            }
        }
    }
}

/// Whether anybody gets a measure's value from a case.
pub(super) struct Reached {
    pub measure: usize,
    pub case: usize,
}

impl Question for Reached {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        [rules.inputs() + self.measure].into_iter().collect()
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        if state.bounds[self.measure].cases & (1 << self.case.min(63)) == 0 {
            return Look::No;
        }
        let rule = &rules.measures[self.measure];
        let case = &rule.cases[self.case];
        let when =
            (!state.asks(&case.when).is(Truth::True)).then(|| rules.condition_try(state, &case.when, Truth::True));
        if let Some(open) = when.flatten() {
            return Look::Maybe(Some(Split::Test(open)));
        }
        // What it needs is known, what the cases before it need is not.
        let open = |axes: &[Axis], unknown_first| {
            let inputs = rules.behind(axes.iter().copied()).into_iter().filter(|a| *a < rules.inputs());
            let mut open = inputs.filter(|&a| state.cells[a].unknown && !state.cells[a].region.is_empty());
            open.next().map(|axis| Split::Input(axis, unknown_first))
        };
        let needs = open(&case.value.axes, false);
        let before = || rule.cases[..self.case].iter().find_map(|c| open(&c.value.axes, true));
        let rest = || Some(Split::Axes(vec![rules.inputs() + self.measure], false));
        Look::Maybe(needs.or_else(before).or_else(rest))
    }
    fn is_plausible(&self, _: &Rules, profile: &Profile) -> bool {
        matches!(profile.measure(self.measure).outcome, Outcome::Known(_, case) if case == self.case)
    }
    fn confirm(&self, rules: &Rules, profile: &Profile, _: &Selection) -> bool {
        self.is_plausible(rules, profile)
    }
    fn deeper(&self, _: &Rules, _: &State, _: &Selection) -> Deeper {
        Deeper::Try(None)
    }
}
