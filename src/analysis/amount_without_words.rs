//! `amount-without-words`: a number that can be unknown, and nothing to say in its place.

use super::hidden_item::is_gone;
use super::over_limit::Over;
use super::rules::{Rules, Value};
use super::search::{Deeper, Look, Question, Split};
use super::state::State;
use super::{Analysis, axes_of, deeper, is_asked_for};
use crate::condition::{Cell, Truth};
use crate::diagnostics::{Finding, lints, quoted_list};
use crate::model::{Amount, Axis, Content, Item};
use crate::profile::Profile;
use crate::quantity::formula::Expr;
use crate::select::{Decision, Fate, Selection, select};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    let limits = analysis.limits();
    for (at, item) in content.items().iter().enumerate() {
        // The words for an unknown number have no number of their own.
        if item.when_unknown.as_ref().is_some_and(|text| text.slots().is_empty()) {
            continue;
        }
        for (place, amount) in item.amounts.iter().enumerate() {
            if !item.text.slots().iter().any(|slot| slot.name == amount.name) {
                continue;
            }
            let rules = analysis.search.rules;
            if is_told_by_when(rules, at, amount) {
                continue;
            }
            let value = rules.value(&amount.value);
            let question = Silent { item: at, amount: place, value, told: told(content, amount), limits: &limits };
            let words = || format!("whether `{}` of `{}` can be unknown without words", amount.name, item.id);
            let Some(profile) = analysis.ask(&question, words) else { continue };
            let profile = super::smallest::smallest(&mut analysis.search, &question, profile);
            let message = format!("`{}` can be unknown, and no words say so", amount.name);
            let mut finding = Finding::new(&lints::AMOUNT_WITHOUT_WORDS, amount.span, message)
                .label("then the text has a hole")
                .help("write `when_unknown` for the item: what to do without the number");
            let decided = &select(content, &profile).decisions[at];
            if let Some(&axis) = decided.amounts[place].missing.first() {
                let input = &content.inputs()[axis];
                let ids = quoted_list([input.id.as_str()], 3);
                finding = finding
                    .related(input.span, "has no `to_know`")
                    .help(format!("or give the input {ids} a `to_know`"));
            }
            analysis.report(&question, profile, finding);
        }
    }
}

/// Inputs that the formula names and that say what to do without them: a runner without words has answered them.
fn told(content: &Content, amount: &Amount) -> BTreeSet<Axis> {
    let says = |axis: &Axis| content.inputs().get(*axis).is_some_and(|input| input.to_know.is_some());
    amount.axes.iter().copied().filter(says).collect()
}

/// Whether a measure, for all runners of the set that lack it, lacks an answer that says what to do without it.
fn lacks_a_told_answer(rules: &Rules, state: &State, axis: Axis) -> bool {
    let content = rules.content;
    let Some(measure) = content.measure_of(axis) else {
        let cell = &state.cells[axis];
        return cell.unknown && cell.region.is_empty() && content.inputs()[axis].to_know.is_some();
    };
    let rule = &rules.measures[measure];
    let tried = || rule.cases.iter().filter(|case| state.asks(&case.when).may(Truth::True));
    !state.any(&rule.unless).may(Truth::True)
        && !tried().any(|case| state.value(rules, &case.value).known)
        && rule
            .cases
            .iter()
            .filter(|case| state.asks(&case.when).is(Truth::True))
            .any(|case| case.value.axes.iter().any(|&inner| lacks_a_told_answer(rules, state, inner)))
}

/// Whether the amount is a measure that each alternative of the item's own `when` tests, so that it is known.
fn is_told_by_when(rules: &Rules, item: usize, amount: &Amount) -> bool {
    let Expr::Name(name) = &amount.value.root().expr else { return false };
    let axis = rules.content.axis(name);
    let tells = |&t: &usize| Some(rules.tests[t].axis) == axis && rules.tests[t].test.on_unknown() != Truth::True;
    let rule = &rules.items[item];
    rule.stands_in.is_empty() && rule.when.0.iter().all(|tests| tests.iter().any(&tells))
}

/// Whether anybody is shown an item without a number and without a word about it.
struct Silent<'a> {
    item: usize,
    amount: usize,
    value: Value<'a>,
    /// Inputs that are answered.
    told: BTreeSet<Axis>,
    limits: &'a [Over<'a>],
}

impl Question for Silent<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        axes_of(rules, [self.item]).into_iter().chain(self.value.axes.iter().copied()).collect()
    }
    fn among(&self, rules: &Rules, today: Date) -> State {
        let looked_at = rules.behind(self.axes(rules));
        let mut state = State::all(rules, today, false);
        for &axis in &self.told {
            let region = state.cells[axis].region.clone();
            state = state.with(rules, axis, Cell { region, unknown: false }, &looked_at);
        }
        state
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        let bound = state.value(rules, &self.value);
        let told = || self.value.axes.iter().any(|&axis| lacks_a_told_answer(rules, state, axis));
        if !bound.unknown || !rules.may_win(state, self.item) || told() {
            return Look::No;
        }
        if is_gone(rules, state, self.limits, self.item, &[]) {
            return Look::No;
        }
        let open = rules.win_try(state, self.item).map(Split::Test);
        Look::Maybe(open.or_else(|| bound.known.then(|| Split::Axes(self.value.axes.clone(), true))))
    }
    fn confirm(&self, rules: &Rules, profile: &Profile, selection: &Selection) -> bool {
        let decided = &selection.decisions[self.item];
        let item = &rules.content.items()[self.item];
        decided.fate == Fate::Shown
            && decided.amounts[self.amount].value.is_none()
            && is_silent(rules.content, profile, item, decided)
    }
    fn is_plausible(&self, rules: &Rules, profile: &Profile) -> bool {
        is_asked_for(rules, profile, self.item)
    }
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper {
        match deeper(rules, state, selection, self.item) {
            Deeper::Try(None) => Deeper::Missing(self.value.axes.clone()),
            open => open,
        }
    }
}

/// Whether the guide has no words for what is missing: as `guide` finds them.
fn is_silent(content: &Content, profile: &Profile, item: &Item, decided: &Decision) -> bool {
    let holes = |name: &str| {
        let amount = item.amounts.iter().position(|a| a.name == name);
        match amount {
            Some(amount) => decided.amounts[amount].value.is_none(),
            None => content.axis(name).is_some_and(|a| profile.answer(a) == crate::condition::Answer::Unknown),
        }
    };
    if item.when_unknown.as_ref().is_some_and(|text| !text.slots().iter().any(|slot| holes(&slot.name))) {
        return false;
    }
    let mut withheld = decided.amounts.iter().flat_map(|a| &a.withheld);
    let mut missing = decided.amounts.iter().flat_map(|a| &a.missing);
    !withheld.any(|&m| content.measures()[m].unless_text.is_some())
        && !missing.any(|&axis| content.inputs()[axis].to_know.is_some())
}
