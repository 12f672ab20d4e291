//! `section-gap`: a section that is too empty for some runner.

use super::over_limit::{Over, Rivals};
use super::rules::Rules;
use super::search::{Deeper, Look, Question, Split};
use super::state::State;
use super::sure::{self, Filled};
use super::{Analysis, axes_of, runner};
use crate::condition::{AxisBox, Condition, Cover};
use crate::diagnostics::{Finding, lints};
use crate::model::{Axis, Content};
use crate::profile::{Given, Profile};
use crate::select::{Fate, Selection};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    for (at, section) in content.sections().iter().enumerate().filter(|(_, s)| s.at_least > 0) {
        let general = content.items().iter().any(|i| i.section == at && i.when == Condition::always());
        for answered in [false, true] {
            if answered && !general {
                continue;
            }
            let question = Gap { section: at, answered, limits: analysis.limits() };
            let words = || {
                let whom = if answered { " that fit a runner who answered everything" } else { "" };
                format!("whether the section `{}` always has {} items{whom}", section.id, section.at_least)
            };
            // Where one item is enough, answers alone often decide it: all rules at once, and the search for the rest.
            let filled = (section.at_least == 1 && section.at_most > 0 && !answered).then(|| question.filled(analysis));
            let found = match filled.as_ref().map(|f| f.cover(analysis.search.cap)) {
                Some(Cover::Whole) => None,
                Some(Cover::Gap(gap)) => question.inside_of(analysis, &gap).or_else(|| analysis.ask(&question, words)),
                _ => analysis.ask(&question, words),
            };
            if let Some(profile) = found {
                let message = match answered {
                    false => format!("the section `{}` can have fewer than {}", section.id, items(section.at_least)),
                    true => format!(
                        "the section `{}` can have fewer than {} with a `when`, though everything is answered",
                        section.id,
                        items(section.at_least)
                    ),
                };
                let mut finding = Finding::new(&lints::SECTION_GAP, section.span, message)
                    .label(format!("asks for at least {}", section.at_least))
                    .help("add an item for such a runner, widen a `when`, or lower `at_least`");
                if let Some(gaps) = filled.and_then(|f| f.gaps(analysis.search.rules, analysis.search.cap)) {
                    finding = finding.note(format!("it is empty wherever this holds: {gaps}"));
                }
                analysis.report(&question, profile, finding);
                break;
            }
        }
    }
}

fn items(number: usize) -> String {
    if number == 1 { "1 item".to_owned() } else { format!("{number} items") }
}

/// Whether somebody finds fewer items in it than it asks for.
struct Gap<'a> {
    section: usize,
    /// Only items with a `when`, for runners who answered everything.
    answered: bool,
    /// Limits that can take items away.
    limits: Vec<Over<'a>>,
}

impl Gap<'_> {
    /// Who surely finds an item here.
    fn filled(&self, analysis: &Analysis) -> Filled {
        let rules = analysis.search.rules;
        let all = State::all(rules, analysis.search.today, false);
        sure::filled(rules, self.section, &|item| self.may_drop(rules, &all, item))
    }

    /// A runner of a box who finds too few.
    fn inside_of(&self, analysis: &mut Analysis, gap: &AxisBox) -> Option<Profile> {
        let search = &mut analysis.search;
        let rules = search.rules;
        let all = State::all(rules, search.today, false);
        let state = gap.cells().fold(all, |state, (axis, cell)| {
            let cell = cell.intersect(&state.cells[axis]);
            state.with(rules, axis, cell, &BTreeSet::new())
        });
        let mut samples = runner::samples(rules, &state, search.today, false);
        samples.find(|profile| {
            let selection = search.select(profile);
            !selection.stop && runner::is_welcome(rules.content, profile) && self.confirm(rules, profile, &selection)
        })
    }

    fn may_drop(&self, rules: &Rules, state: &State, item: usize) -> bool {
        self.limits.iter().any(|limit| limit.may_drop(rules, state, item))
    }

    fn counts(&self, content: &Content, item: usize) -> bool {
        !self.answered || content.items()[item].when != Condition::always()
    }

    /// Questions that decide about its items: who answered everything answered these, and the smallest runner no other.
    fn asked(&self, rules: &Rules) -> BTreeSet<Axis> {
        let behind = rules.behind(axes_of(rules, self.inside(rules)));
        let inputs = behind.into_iter().filter(|axis| *axis < rules.inputs());
        inputs.filter(|&axis| rules.content.inputs()[axis].default.is_none()).collect()
    }

    fn inside<'r>(&self, rules: &'r Rules) -> impl Iterator<Item = usize> + 'r {
        let section = self.section;
        (0..rules.items.len()).filter(move |&i| rules.content.items()[i].section == section)
    }
}

impl Question for Gap<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        axes_of(rules, self.inside(rules))
    }
    fn among(&self, rules: &Rules, today: Date) -> State {
        State::all(rules, today, self.answered)
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        let content = rules.content;
        let section = &content.sections()[self.section];
        let counts = |item: usize| self.counts(content, item);
        let sure = rules.sure_in_section(state, self.section, &counts, &|item| !self.may_drop(rules, state, item));
        if sure >= section.at_least && section.at_most >= section.at_least {
            return Look::No;
        }
        // First what hangs on the fewest tests: where it is absent little is left, and where it is there we are done.
        let open =
            |&item: &usize| counts(item) && rules.may_be_candidate(state, item) && !rules.sure_candidate(state, item);
        let weight = |item: usize| {
            let rule = &rules.items[item];
            let flags = rule.forbidden.iter().flat_map(|&f| rules.flags[f].when.tests());
            let tests = rule.when.tests().chain(rule.unless.iter().copied()).chain(flags);
            let tests = tests.filter(|&t| !state.test(t).is_one());
            let costs = tests.map(|t| if rules.tests[t].axis < rules.inputs() { 1 } else { 20 });
            (costs.sum::<usize>() + 40 * usize::from(self.may_drop(rules, state, item)), rule.rank)
        };
        let next = self.inside(rules).filter(open).min_by_key(|&item| weight(item));
        Look::Maybe(next.and_then(|item| rules.absent_try(state, item)).map(Split::Test))
    }
    fn confirm(&self, rules: &Rules, profile: &Profile, selection: &Selection) -> bool {
        let content = rules.content;
        if self.answered && !self.asked(rules).iter().all(|&axis| *profile.given(axis) != Given::Unknown) {
            return false;
        }
        let here = |item: usize| selection.times.section_of(content.items()[item].section) == self.section;
        let shown = match self.answered {
            false => selection.sections[self.section].len(),
            // What only a full section cuts was thought of.
            true => (0..content.items().len())
                .filter(|&i| here(i) && self.counts(content, i))
                .filter(|&i| matches!(selection.decisions[i].fate, Fate::Shown | Fate::Cut))
                .count(),
        };
        selection.times.section_of(self.section) == self.section && shown < content.sections()[self.section].at_least
    }
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper {
        if let open @ Some(_) = rules.any_try(state, &rules.related(self.inside(rules))) {
            return Deeper::Try(open);
        }
        if selection.times.section_of(self.section) != self.section {
            return Deeper::Values;
        }
        match self.inside(rules).any(|item| self.may_drop(rules, state, item)) {
            true => Rivals::of(rules, self.inside(rules)).deeper(rules, state),
            false => Deeper::Try(None),
        }
    }
}
