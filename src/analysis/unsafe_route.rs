//! `unsafe-route`: a runner is kept from something, and gets it by another way.

use super::hidden_item::is_gone;
use super::over_limit::Over;
use super::rules::Rules;
use super::search::{Deeper, Look, Question, Split};
use super::state::State;
use super::{Analysis, axes_of, deeper};
use crate::condition::{Entry, Truth};
use crate::diagnostics::{Finding, lints};
use crate::model::{Axis, Item};
use crate::profile::{Lack, Outcome, Profile};
use crate::select::{Fate, Selection, Stop};
use std::collections::BTreeSet;

pub(super) fn run(analysis: &mut Analysis) {
    stand_ins(analysis);
    other_items(analysis);
    other_cases(analysis);
}

/// An `instead` that is of the same kind as what was blocked, or that is itself not for everybody.
fn stand_ins(analysis: &mut Analysis) {
    let content = analysis.content();
    let limits = analysis.limits();
    for (at, item) in content.items().iter().enumerate() {
        let Some(other) = item.instead else { continue };
        let stand_in = &content.items()[other];
        let same_kind = item.of.iter().find(|kind| stand_in.of.contains(kind));
        // What both have from their topic says nothing about how alike they are.
        let own = |of: &'_ Item, than: &'_ Item| -> Vec<Entry> {
            let shared = |entry: &&Entry| than.unless.entries().iter().any(|other| other.span == entry.span);
            of.unless.entries().iter().filter(|entry| !shared(entry)).cloned().collect()
        };
        let theirs = own(stand_in, item);
        let same_input = own(item, stand_in).into_iter().find(|e| theirs.iter().any(|o| o.axis == e.axis));
        let label = match (same_kind, same_input) {
            (Some(kind), _) => format!("both are about {kind}"),
            (None, Some(entry)) => {
                format!("it is kept from some by `{}` too, but not from these", content.axis_id(entry.axis))
            }
            (None, None) => continue,
        };
        let question = StandIn { blocked: at, other, limits: &limits };
        let words = || format!("whether `{}` is safe for all whom `{}` is kept from", stand_in.id, item.id);
        if let Some(profile) = analysis.ask(&question, words) {
            let message = format!("who must not have `{}` gets `{}` instead", item.id, stand_in.id);
            let finding = Finding::new(&lints::UNSAFE_ROUTE, item.span, message)
                .label("its `instead` lacks what blocks it")
                .related(stand_in.span, label)
                .help("give the stand-in the same `unless`, or let `instead` name words that are safe for everybody");
            analysis.report(&question, profile, finding);
        }
    }
}

/// A number that one item keeps from a runner, and another gives.
fn other_items(analysis: &mut Analysis) {
    let content = analysis.content();
    let limits = analysis.limits();
    for (measure, rule) in content.measures().iter().enumerate().filter(|(_, m)| m.of.is_some()) {
        let axis = content.inputs().len() + measure;
        let printing: Vec<usize> = (0..content.items().len())
            .filter(|&i| content.items()[i].amounts.iter().any(|a| a.axes.contains(&axis)))
            .collect();
        for &one in &printing {
            for &other in printing.iter().filter(|&&o| o != one) {
                let question = OtherItem { one, other, axis, limits: &limits };
                let (a, b) = (&content.items()[one], &content.items()[other]);
                let words = || format!("whether `{}` gives `{}` to whom `{}` keeps it from", b.id, rule.id, a.id);
                if let Some(profile) = analysis.ask(&question, words) {
                    let message = format!("`{}` is kept from a runner in `{}` and given in `{}`", rule.id, a.id, b.id);
                    let finding = Finding::new(&lints::UNSAFE_ROUTE, b.span, message)
                        .label("gives the number")
                        .related(a.span, "does not give it to this runner: its `unless`")
                        .help(format!("give both the same `unless`, or put it on the measure `{}`", rule.id));
                    analysis.report(&question, profile, finding);
                }
            }
        }
    }
}

/// A measure whose one case needs a blocked measure, and whose other case goes around it.
fn other_cases(analysis: &mut Analysis) {
    let content = analysis.content();
    for (measure, rule) in content.measures().iter().enumerate() {
        let rules = analysis.search.rules;
        let named: BTreeSet<Axis> =
            rules.measures[measure].cases.iter().flat_map(|c| c.value.axes.iter().copied()).collect();
        let blocked = rules.behind(named).into_iter().filter_map(|axis| content.measure_of(axis));
        let blocked: Vec<usize> = blocked.filter(|&b| b != measure && !rules.measures[b].unless.is_empty()).collect();
        for inner in blocked {
            let question = OtherCase { inner, outer: measure };
            let words =
                || format!("whether `{}` goes around the `unless` of `{}`", rule.id, content.measures()[inner].id);
            if let Some(profile) = analysis.ask(&question, words) {
                let kept = &content.measures()[inner];
                let message =
                    format!("`{}` has a value for a runner whom the `unless` of `{}` excludes", rule.id, kept.id);
                let case = match profile.measure(measure).outcome {
                    Outcome::Known(_, case) => rule.cases[case].span,
                    Outcome::Unknown(_) => rule.span,
                };
                let finding = Finding::new(&lints::UNSAFE_ROUTE, case, message)
                    .label("this case goes around it")
                    .related(content.measures()[inner].span, "has no value for this runner")
                    .help(format!("give `{}` the `unless` of `{}`", rule.id, kept.id));
                analysis.report(&question, profile, finding);
                break;
            }
        }
    }
}

/// Whether anybody is kept from an item by its `unless` and gets its stand-in.
struct StandIn<'l> {
    blocked: usize,
    other: usize,
    limits: &'l [Over<'l>],
}

impl Question for StandIn<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        axes_of(rules, [self.blocked])
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        let unless = state.any(&rules.items[self.blocked].unless).may(Truth::True);
        if !unless || !rules.may_block(state, self.blocked) || rules.sure_stop(state, self.other) {
            return Look::No;
        }
        if is_gone(rules, state, self.limits, self.other, &[]) {
            return Look::No;
        }
        let open = rules.block_try(state, self.blocked).or_else(|| rules.candidate_try(state, self.other));
        Look::Maybe(open.map(Split::Test))
    }
    fn confirm(&self, _: &Rules, _: &Profile, selection: &Selection) -> bool {
        let (blocked, other) = (&selection.decisions[self.blocked], &selection.decisions[self.other]);
        matches!(blocked.fate, Fate::Stopped(Stop::Unless(_)))
            && other.fate == Fate::Shown
            && other.stands_for.is_some()
    }
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper {
        if let open @ Some(_) = rules.any_try(state, &rules.related([self.blocked, self.other])) {
            return Deeper::Try(open);
        }
        deeper(rules, state, selection, self.other)
    }
}

/// Whether anybody is kept from an item by its `unless` and is given its number by another.
struct OtherItem<'l> {
    one: usize,
    other: usize,
    axis: Axis,
    limits: &'l [Over<'l>],
}

impl Question for OtherItem<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        axes_of(rules, [self.one, self.other]).into_iter().chain([self.axis]).collect()
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        let unless = &rules.items[self.one].unless;
        let blocks = state.any(unless);
        let known = rules.content.measure_of(self.axis).is_some_and(|m| state.bounds[m].known);
        if !blocks.may(Truth::True) || !known || !rules.may_win(state, self.other) {
            return Look::No;
        }
        if is_gone(rules, state, self.limits, self.other, &[]) {
            return Look::No;
        }
        let open = unless
            .iter()
            .copied()
            .find(|&t| !blocks.is(Truth::True) && state.test(t).may(Truth::True) && !state.test(t).is_one());
        let open = open.map(|test| super::fates::Try { test, first: Truth::True });
        let open = open.or_else(|| rules.win_try(state, self.other)).map(Split::Test);
        Look::Maybe(open.or_else(|| Some(Split::Axes(vec![self.axis], false))))
    }
    fn confirm(&self, rules: &Rules, profile: &Profile, selection: &Selection) -> bool {
        let content = rules.content;
        let decided = &selection.decisions[self.other];
        let mut amounts = content.items()[self.other].amounts.iter().zip(&decided.amounts);
        content.items()[self.one].unless.blocks(&profile.answers()) == Truth::True
            && decided.fate == Fate::Shown
            && amounts.any(|(a, v)| a.axes.contains(&self.axis) && v.value.is_some())
    }
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper {
        if let open @ Some(_) = rules.any_try(state, &rules.related([self.one, self.other])) {
            return Deeper::Try(open);
        }
        deeper(rules, state, selection, self.other)
    }
}

/// Whether anybody has one measure although another that it is made of is blocked.
struct OtherCase {
    inner: usize,
    outer: usize,
}

impl Question for OtherCase {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        [rules.inputs() + self.inner, rules.inputs() + self.outer].into_iter().collect()
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        let unless = &rules.measures[self.inner].unless;
        let blocks = state.any(unless);
        if !blocks.may(Truth::True) || !state.bounds[self.outer].known {
            return Look::No;
        }
        let open = unless
            .iter()
            .copied()
            .find(|&t| !blocks.is(Truth::True) && state.test(t).may(Truth::True) && !state.test(t).is_one());
        let open = open.map(|test| Split::Test(super::fates::Try { test, first: Truth::True }));
        Look::Maybe(open.or_else(|| Some(Split::Axes(vec![rules.inputs() + self.outer], false))))
    }
    fn is_plausible(&self, _: &Rules, profile: &Profile) -> bool {
        profile.measure(self.inner).outcome == Outcome::Unknown(Lack::Blocked)
            && matches!(profile.measure(self.outer).outcome, Outcome::Known(..))
    }
    fn confirm(&self, rules: &Rules, profile: &Profile, _: &Selection) -> bool {
        self.is_plausible(rules, profile)
    }
    fn deeper(&self, _: &Rules, _: &State, _: &Selection) -> Deeper {
        Deeper::Try(None)
    }
}
