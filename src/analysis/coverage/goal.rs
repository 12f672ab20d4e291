//! Who reaches a point: a runner, nobody, or no answer.

use super::{Reach, is_asked};
use crate::analysis::hidden_item::Shown;
use crate::analysis::rules::{Asks, Rules, TestId};
use crate::analysis::search::{Answered, Deeper, Look, Question, Search, Split};
use crate::analysis::state::State;
use crate::analysis::unreachable_case::Reached;
use crate::analysis::{axes_of, fates::Try, runner};
use crate::condition::{Cell, Truth};
use crate::model::Axis;
use crate::profile::{Given, Lack, Outcome, Profile};
use crate::select::{Fate, Selection, select};
use std::collections::BTreeSet;

/// How many runners are scattered over a set of which no sample raises a flag.
const SCATTERED: usize = 256;

/// Who reaches a point.
pub(super) enum Answer {
    Runner(Box<Profile>),
    Nobody,
    Undecided(usize),
}

/// Looks for a runner who reaches a point: the smallest, if `small`.
pub(super) fn find(search: &mut Search, reach: &Reach, small: bool) -> Answer {
    let rules = search.rules;
    let mut ask = |question: &dyn Question| match search.find(question) {
        Answered::Yes(profile) if small => {
            Answer::Runner(Box::new(crate::analysis::smallest::smallest(search, question, *profile)))
        }
        Answered::Yes(profile) => Answer::Runner(profile),
        Answered::Nobody => Answer::Nobody,
        Answered::Undecided(looked) => Answer::Undecided(looked),
    };
    match reach {
        Reach::Section(section) => {
            let items = rules.content.items().iter().enumerate();
            first(
                items
                    .filter(|(_, i)| i.section <= *section)
                    .map(|(at, _)| ask(&InSection { shown: Shown::of(rules, at), item: at, section: *section })),
            )
        }
        Reach::Item(item) => ask(&Shown::of(rules, *item)),
        Reach::When { item, alternative, tests } => {
            let tests = rules.items[*item].when.0[*alternative][..*tests].to_vec();
            ask(&Goal { tests, asked: None })
        }
        Reach::Unless(owners) => first(owners.iter().map(|&(item, entry)| {
            let tests = vec![rules.items[item].unless[entry]];
            ask(&Goal { tests, asked: Some(item) })
        })),
        Reach::MeasureUnless { measure, entry } => ask(&Withheld { measure: *measure, entry: *entry }),
        Reach::Case { measure, case } => ask(&Reached { measure: *measure, case: *case }),
        Reach::Flag(flag) => raised(search, &rules.flags[*flag].when, &|selection| selection.flags.contains(flag)),
        Reach::FlagWhen { flag, alternative } => {
            // The data come before the symptom, alternative by alternative.
            let asks = Asks(vec![rules.flags[*flag].when.0[*alternative].clone()]);
            raised(search, &asks, &|selection| selection.flags.contains(flag))
        }
    }
}

/// The first runner of several questions; nobody only where none finds one.
fn first(answers: impl Iterator<Item = Answer>) -> Answer {
    let mut looked = None;
    for answer in answers {
        match answer {
            Answer::Runner(_) => return answer,
            Answer::Undecided(sets) => looked = Some(looked.unwrap_or(0) + sets),
            Answer::Nobody => {}
        }
    }
    looked.map_or(Answer::Nobody, Answer::Undecided)
}

/// Whether anybody passes all these tests, and has an item asked about if one is named.
struct Goal {
    tests: Vec<TestId>,
    asked: Option<usize>,
}

impl Goal {
    fn pass(&self, rules: &Rules, profile: &Profile) -> bool {
        self.tests.iter().all(|&t| rules.tests[t].test.holds(&profile.answer(rules.tests[t].axis)) == Truth::True)
    }
}

impl Question for Goal {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        let own = self.tests.iter().map(|&t| rules.tests[t].axis);
        own.chain(axes_of(rules, self.asked)).collect()
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        if self.tests.iter().any(|&t| !state.test(t).may(Truth::True)) {
            return Look::No;
        }
        let open = self.tests.iter().find(|&&t| !state.test(t).is_one());
        let open = open.map(|&test| Try { test, first: Truth::True });
        let Some(item) = self.asked else { return Look::Maybe(open.map(Split::Test)) };
        let own = state.asks(&rules.items[item].when);
        let mut blocked = rules.items[item].stands_in.iter().filter(|&&b| rules.may_block(state, b)).peekable();
        if !own.may(Truth::True) && blocked.peek().is_none() {
            return Look::No;
        }
        let ask = || match own.may(Truth::True) {
            true if own.is(Truth::True) => None,
            true => rules.condition_try(state, &rules.items[item].when, Truth::True),
            false => blocked.find_map(|&b| rules.block_try(state, b)),
        };
        Look::Maybe(open.or_else(ask).map(Split::Test))
    }
    fn confirm(&self, rules: &Rules, profile: &Profile, selection: &Selection) -> bool {
        self.pass(rules, profile) && self.asked.is_none_or(|item| is_asked(rules.content, profile, selection, item))
    }
    fn is_plausible(&self, rules: &Rules, profile: &Profile) -> bool {
        self.pass(rules, profile)
    }
    fn deeper(&self, rules: &Rules, state: &State, _: &Selection) -> Deeper {
        Deeper::Try(self.asked.and_then(|item| rules.any_try(state, &rules.related([item]))))
    }
}

/// Whether a measure has no value for anybody because of an entry of its `unless`.
struct Withheld {
    measure: usize,
    entry: usize,
}

impl Withheld {
    fn test(&self, rules: &Rules) -> TestId {
        rules.measures[self.measure].unless[self.entry]
    }
}

impl Question for Withheld {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        [rules.tests[self.test(rules)].axis].into_iter().collect()
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        let test = self.test(rules);
        if !state.test(test).may(Truth::True) {
            return Look::No;
        }
        let open = !state.test(test).is_one();
        Look::Maybe(open.then_some(Split::Test(Try { test, first: Truth::True })))
    }
    fn confirm(&self, rules: &Rules, profile: &Profile, _: &Selection) -> bool {
        let asked = &rules.tests[self.test(rules)];
        let blocked = matches!(profile.measure(self.measure).outcome, Outcome::Unknown(Lack::Blocked));
        blocked && asked.test.holds(&profile.answer(asked.axis)) == Truth::True
    }
    fn deeper(&self, _: &Rules, _: &State, _: &Selection) -> Deeper {
        Deeper::Try(None)
    }
}

/// Whether anybody is shown an item in a section, its own or a later one that takes its place.
struct InSection<'a> {
    shown: Shown<'a>,
    item: usize,
    section: usize,
}

impl Question for InSection<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        self.shown.axes(rules)
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        self.shown.look(rules, state)
    }
    fn confirm(&self, _: &Rules, _: &Profile, selection: &Selection) -> bool {
        selection.sections[self.section].contains(&self.item)
    }
    fn is_plausible(&self, rules: &Rules, profile: &Profile) -> bool {
        self.shown.is_plausible(rules, profile)
    }
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper {
        match self.shown.deeper(rules, state, selection) {
            // It is shown, though elsewhere: into which section it falls hangs on times of day.
            Deeper::Try(None) if selection.decisions[self.item].fate == Fate::Shown => Deeper::Values,
            deeper => deeper,
        }
    }
}

/// Who raises a flag. The search leaves out runners whose flag ends the guide, so this looks by itself: alternative by
/// alternative, among those who pass its tests of inputs.
fn raised(search: &Search, asks: &Asks, is_raised: &dyn Fn(&Selection) -> bool) -> Answer {
    let rules = search.rules;
    let mut open = 0;
    for tests in &asks.0 {
        let axes: BTreeSet<Axis> = rules.behind(tests.iter().map(|&t| rules.tests[t].axis));
        let mut state = State::all(rules, search.today, false);
        for &test in tests {
            let asked = &rules.tests[test];
            if asked.axis < rules.inputs() {
                let cell = &state.cells[asked.axis];
                let region = cell.region.intersect(&asked.holds);
                let unknown = cell.unknown && asked.test.on_unknown() == Truth::True;
                state = state.with(rules, asked.axis, Cell { region, unknown }, &axes);
            }
        }
        let impossible = rules.impossible.iter().any(|asks| state.asks(asks).is(Truth::True));
        let never = tests.iter().any(|&t| !state.test(t).may(Truth::True));
        if state.is_empty() || impossible || never {
            continue;
        }
        let meets = |profile: &Profile| {
            runner::is_welcome(rules.content, profile) && is_raised(&select(rules.content, profile))
        };
        let simple = runner::samples(rules, &state, search.today, true);
        let spread = runner::scatter(rules, &state, &axes, SCATTERED, open + 1);
        if let Some(profile) = simple.chain(spread).find(meets) {
            return Answer::Runner(Box::new(smallest(rules, profile, &meets)));
        }
        open += 1;
    }
    if open == 0 { Answer::Nobody } else { Answer::Undecided(open * SCATTERED) }
}

/// The same without the answers that do not matter.
fn smallest(rules: &Rules, profile: Profile, meets: &dyn Fn(&Profile) -> bool) -> Profile {
    (0..rules.inputs())
        .rev()
        .filter(|&axis| *profile.given(axis) != Given::Unknown)
        .collect::<Vec<_>>()
        .into_iter()
        .fold(profile, |best, axis| {
            let other = best.with(rules.content, axis, Given::Unknown);
            if meets(&other) { other } else { best }
        })
}
