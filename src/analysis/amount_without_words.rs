//! `amount-without-words`: a number that can be unknown, and nothing to say in its place.

use super::rules::{Rules, Value};
use super::search::{Deeper, Look, Question, Split};
use super::state::State;
use super::{Analysis, axes_of, deeper, is_asked_for};
use crate::condition::{Cell, Truth};
use crate::diagnostics::{Finding, lints, quoted_list};
use crate::model::{Amount, Axis, Content, Item};
use crate::profile::Profile;
use crate::quantity::formula::Expr;
use crate::select::{Decision, Fate, Selection};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
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
            let behind = rules.behind(amount.axes.iter().copied()).into_iter().filter(|a| *a < rules.inputs());
            let behind: BTreeSet<Axis> = behind.collect();
            let silent = behind.iter().copied().filter(|&a| {
                let input = &content.inputs()[a];
                !input.required && input.default.is_none() && input.to_know.is_none()
            });
            // With everything answered it is the number itself that fails; else one answer is missing.
            let missing = silent.map(Some).chain([None]).collect::<Vec<_>>();
            for missing in missing {
                let value = rules.value(&amount.value);
                let question = Silent { item: at, amount: place, value, behind: behind.clone(), missing };
                let words = || format!("whether `{}` of `{}` can be unknown without words", amount.name, item.id);
                let Some(profile) = analysis.ask(&question, words) else { continue };
                let message = format!("`{}` can be unknown, and no words say so", amount.name);
                let mut finding = Finding::new(&lints::AMOUNT_WITHOUT_WORDS, amount.span, message)
                    .label("then the text has a hole")
                    .help("write `when_unknown` for the item: what to do without the number");
                if let Some(axis) = missing {
                    let input = &content.inputs()[axis];
                    let ids = quoted_list([input.id.as_str()], 3);
                    finding = finding
                        .related(input.span, "has no `to_know`")
                        .help(format!("or give the input {ids} a `to_know`"));
                }
                analysis.report(&question, profile, finding);
                break;
            }
        }
    }
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
    /// The inputs of the number, all answered but the missing one.
    behind: BTreeSet<Axis>,
    missing: Option<Axis>,
}

impl Question for Silent<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        axes_of(rules, [self.item]).into_iter().chain(self.value.axes.iter().copied()).collect()
    }
    fn among(&self, rules: &Rules, today: Date) -> State {
        let looked_at = rules.behind(self.axes(rules));
        let mut state = State::all(rules, today, false);
        for &axis in &self.behind {
            let region = state.cells[axis].region.clone();
            let unknown = self.missing == Some(axis);
            let region = if unknown { region.subtract(&region) } else { region };
            state = state.with(rules, axis, Cell { region, unknown }, &looked_at);
        }
        state
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        let bound = state.value(rules, &self.value);
        if !bound.unknown || !rules.may_win(state, self.item) {
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
        deeper(rules, state, selection, self.item)
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
