//! What may become of an item for a set of runners, in the order of the selection.
//!
//! `may_…` is true wherever it happens to some runner of the set, `sure_…` only where it happens to all of them. Between
//! the two stand the tests that are not decided yet.

use super::rules::{Asks, Rules, TestId};
use super::state::{State, Truths};
use crate::condition::Truth;
use std::collections::BTreeSet;

/// Which truth of a test is tried first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Try {
    pub test: TestId,
    pub first: Truth,
}

impl Rules<'_> {
    /// Whether no runner of the set gets advice at all.
    pub fn refused(&self, state: &State) -> bool {
        let ends = |asks: &Asks| state.asks(asks).is(Truth::True);
        self.impossible.iter().any(ends) || self.flags.iter().any(|f| f.ends && ends(&f.when))
    }

    /// A test that says whether there is advice at all.
    pub fn refused_try(&self, state: &State) -> Option<Try> {
        let all = self.impossible.iter().chain(self.flags.iter().filter(|f| f.ends).map(|f| &f.when));
        all.filter(|asks| state.asks(asks).may(Truth::True))
            .find_map(|asks| self.condition_try(state, asks, Truth::False))
    }

    fn forbidden(&self, state: &State, item: usize) -> Truths {
        let flags = self.items[item].forbidden.iter().map(|&f| state.asks(&self.flags[f].when));
        // A flag is raised or it is not.
        flags.fold(Truths::of(Truth::False), |any, raised| {
            let not = raised.may(Truth::False) || raised.may(Truth::Unknown);
            match (raised.may(Truth::True), not, any.may(Truth::True), any.may(Truth::False)) {
                (true, false, ..) | (_, _, true, false) => Truths::of(Truth::True),
                (false, ..) => any,
                _ => Truths::of(Truth::True).or(Truths::of(Truth::False)),
            }
        })
    }

    pub fn may_stop(&self, state: &State, item: usize) -> bool {
        state.any(&self.items[item].unless).may(Truth::True) || self.forbidden(state, item).may(Truth::True)
    }

    pub fn sure_stop(&self, state: &State, item: usize) -> bool {
        state.any(&self.items[item].unless).is(Truth::True) || self.forbidden(state, item).is(Truth::True)
    }

    fn may_own(&self, state: &State, item: usize) -> bool {
        state.asks(&self.items[item].when).may(Truth::True) && !self.sure_stop(state, item)
    }

    fn sure_own(&self, state: &State, item: usize) -> bool {
        state.asks(&self.items[item].when).is(Truth::True) && !self.may_stop(state, item)
    }

    pub fn may_block(&self, state: &State, item: usize) -> bool {
        state.asks(&self.items[item].when).may(Truth::True) && self.may_stop(state, item)
    }

    fn sure_block(&self, state: &State, item: usize) -> bool {
        state.asks(&self.items[item].when).is(Truth::True) && self.sure_stop(state, item)
    }

    /// Whether it may pass everything up to the choice in its group.
    pub fn may_be_candidate(&self, state: &State, item: usize) -> bool {
        let stands_in = || self.items[item].stands_in.iter().any(|&b| self.may_block(state, b));
        self.may_own(state, item) || (stands_in() && !self.sure_stop(state, item))
    }

    pub fn sure_candidate(&self, state: &State, item: usize) -> bool {
        let stands_in = || self.items[item].stands_in.iter().any(|&b| self.sure_block(state, b));
        self.sure_own(state, item) || (stands_in() && !self.may_stop(state, item))
    }

    /// Groups that it may compete in beside its own, and the best rank there: as a stand-in.
    fn other_groups<'s>(&'s self, state: &'s State, item: usize) -> impl Iterator<Item = (usize, usize)> + 's {
        let blocked = self.items[item].stands_in.iter().filter(|&&b| self.may_block(state, b));
        blocked.filter_map(|&b| Some((self.items[b].group?, self.items[b].rank)))
    }

    /// Who may compete in a group, with the best rank that each may have there.
    fn competitors(&self, state: &State, group: usize) -> Vec<(usize, usize)> {
        let own = self.groups[group].own.iter().filter(|&&i| self.may_be_candidate(state, i));
        let mut all: Vec<(usize, usize)> = own.map(|&i| (i, self.items[i].rank)).collect();
        for &blocked in &self.groups[group].own {
            let Some(other) = self.items[blocked].instead else { continue };
            if self.may_block(state, blocked) && !self.sure_stop(state, other) {
                let rank = self.items[blocked].rank;
                match all.iter_mut().find(|(i, _)| *i == other) {
                    Some((_, best)) => *best = rank.min(*best),
                    None => all.push((other, rank)),
                }
            }
        }
        all
    }

    /// Whether it can be lost in another group than this.
    fn may_compete_elsewhere(&self, state: &State, item: usize, group: usize) -> bool {
        self.items[item].group.is_some_and(|g| g != group) || self.other_groups(state, item).any(|(g, _)| g != group)
    }

    /// Whether it may be the one of its group; limits and a full section can still stop it.
    pub fn may_win(&self, state: &State, item: usize) -> bool {
        if !self.may_be_candidate(state, item) {
            return false;
        }
        let Some(group) = self.items[item].group else { return true };
        let as_stand_in = self.other_groups(state, item).filter(|(g, _)| *g == group).map(|(_, rank)| rank);
        let best = as_stand_in.fold(self.items[item].rank, usize::min);
        !self.groups[group].own.iter().any(|&other| {
            other != item
                && self.items[other].rank < best
                && self.sure_candidate(state, other)
                && !self.may_compete_elsewhere(state, other, group)
        })
    }

    /// How many items of a section are surely shown, at least. `counts` leaves items out; `stays` says that no limit can
    /// take an item away.
    pub fn sure_in_section(
        &self,
        state: &State,
        section: usize,
        counts: &dyn Fn(usize) -> bool,
        stays: &dyn Fn(usize) -> bool,
    ) -> usize {
        let content = self.content;
        let fits = |item: usize| content.items()[item].section == section && counts(item) && stays(item);
        let mut grouped: BTreeSet<usize> = BTreeSet::new();
        let mut alone: BTreeSet<usize> = BTreeSet::new();
        let is_alone = |item: usize| {
            fits(item) && self.items[item].group.is_none() && self.other_groups(state, item).next().is_none()
        };
        for item in 0..self.items.len() {
            let rule = &self.items[item];
            if content.items()[item].section != section {
                continue;
            }
            if self.sure_candidate(state, item) && is_alone(item) {
                alone.insert(item);
            }
            grouped.extend(rule.group);
        }
        // In person or through a stand-in: one of the two, if neither counts already.
        for item in 0..self.items.len() {
            let Some(other) = self.items[item].instead.filter(|o| !alone.contains(o)) else { continue };
            let there = state.asks(&self.items[item].when).is(Truth::True) && !self.may_stop(state, other);
            if there && !alone.contains(&item) && is_alone(item) && is_alone(other) {
                alone.insert(other);
            }
        }
        alone.len() + grouped.into_iter().filter(|&g| self.sure_group(state, g, &fits)).count()
    }

    /// Whether somebody wins a group, and all who may are such.
    fn sure_group(&self, state: &State, group: usize, fits: &dyn Fn(usize) -> bool) -> bool {
        // Somebody who is there, in person or through a stand-in.
        let present = |&item: &usize| {
            let rule = &self.items[item];
            let stands_in = || rule.instead.is_some_and(|other| !self.may_stop(state, other));
            state.asks(&rule.when).is(Truth::True) && (!self.may_stop(state, item) || stands_in())
                || self.sure_candidate(state, item)
        };
        let Some(least) = self.groups[group].own.iter().filter(|i| present(i)).map(|&i| self.items[i].rank).min()
        else {
            return false;
        };
        let able = self.competitors(state, group).into_iter().filter(|(_, rank)| *rank <= least);
        able.into_iter().all(|(item, _)| fits(item) && !self.may_compete_elsewhere(state, item, group))
    }

    /// The first undecided test, those of answers before those of measures: an answer decides its test at once, while
    /// halving what feeds a measure may never end.
    fn first_open(&self, state: &State, tests: impl Iterator<Item = TestId>) -> Option<TestId> {
        let mut measured = None;
        for test in tests.filter(|&t| !state.test(t).is_one()) {
            if self.tests[test].axis < self.inputs() {
                return Some(test);
            }
            measured.get_or_insert(test);
        }
        measured
    }

    /// An undecided test of a condition: in the first alternative that may hold.
    pub fn condition_try(&self, state: &State, asks: &Asks, first: Truth) -> Option<Try> {
        let open = |tests: &&Vec<TestId>| !tests.iter().any(|&t| !state.test(t).may(Truth::True));
        let open = asks.0.iter().filter(open).flatten().copied().find(|&t| !state.test(t).is_one());
        // Where none may hold, false and unknown are told apart by the rest.
        open.or_else(|| asks.tests().find(|&t| !state.test(t).is_one())).map(|test| Try { test, first })
    }

    fn stop_try(&self, state: &State, item: usize, first: Truth) -> Option<Try> {
        let rule = &self.items[item];
        let open = rule.unless.iter().copied().find(|&t| state.test(t).may(Truth::True) && !state.test(t).is_one());
        let flags = || {
            let mut open = rule.forbidden.iter().map(|&f| &self.flags[f].when);
            open.find_map(|when| self.condition_try(state, when, first))
        };
        open.map(|test| Try { test, first }).or_else(flags)
    }

    /// A test that says whether an item is a candidate, tried so that it is one.
    pub fn candidate_try(&self, state: &State, item: usize) -> Option<Try> {
        if self.sure_candidate(state, item) {
            return None;
        }
        if self.may_own(state, item) {
            let when = &self.items[item].when;
            let open =
                (!state.asks(when).is(Truth::True)).then(|| self.condition_try(state, when, Truth::True)).flatten();
            if let Some(open) = open.or_else(|| self.stop_try(state, item, Truth::False)) {
                return Some(open);
            }
        }
        let blocked = self.items[item].stands_in.iter().filter(|&&b| self.may_block(state, b));
        let open = blocked.filter_map(|&b| self.block_try(state, b)).next();
        open.or_else(|| self.stop_try(state, item, Truth::False))
    }

    /// A test that says whether an item is blocked, tried so that it is.
    pub fn block_try(&self, state: &State, item: usize) -> Option<Try> {
        let when = &self.items[item].when;
        let open = (!state.asks(when).is(Truth::True)).then(|| self.condition_try(state, when, Truth::True)).flatten();
        open.or_else(|| (!self.sure_stop(state, item)).then(|| self.stop_try(state, item, Truth::True)).flatten())
    }

    /// A test that says whether an item is a candidate, tried so that it is none.
    pub fn absent_try(&self, state: &State, item: usize) -> Option<Try> {
        if !self.may_be_candidate(state, item) {
            return None;
        }
        let when = self.condition_try(state, &self.items[item].when, Truth::False);
        let when = when.filter(|_| self.may_own(state, item));
        when.or_else(|| self.stop_try(state, item, Truth::True)).or_else(|| {
            let mut blocked = self.items[item].stands_in.iter().filter(|&&b| self.may_block(state, b));
            blocked.find_map(|&b| self.condition_try(state, &self.items[b].when, Truth::False))
        })
    }

    /// A test that says whether an item wins its group, tried so that it does.
    pub fn win_try(&self, state: &State, item: usize) -> Option<Try> {
        self.candidate_try(state, item).or_else(|| {
            let group = self.items[item].group?;
            let others = self.competitors(state, group).into_iter().filter(|(i, _)| *i != item);
            let better = others.filter(|(_, rank)| *rank < self.items[item].rank);
            better.map(|(i, _)| i).find_map(|i| self.absent_try(state, i))
        })
    }

    /// Items whose tests can change what becomes of some items, these included.
    pub fn related(&self, items: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut all = BTreeSet::new();
        let mut next: Vec<usize> = items.into_iter().collect();
        while let Some(item) = next.pop() {
            if all.insert(item) {
                let rule = &self.items[item];
                next.extend(rule.instead);
                next.extend(&rule.stands_in);
                next.extend(rule.group.into_iter().flat_map(|g| &self.groups[g].own));
            }
        }
        all
    }

    /// Any undecided test of these items, tried so that they are not shown.
    pub fn any_try(&self, state: &State, items: &BTreeSet<usize>) -> Option<Try> {
        let tests = items.iter().flat_map(|&item| {
            let rule = &self.items[item];
            let flags = rule.forbidden.iter().flat_map(|&f| self.flags[f].when.tests());
            rule.when.tests().chain(rule.unless.iter().copied()).chain(flags)
        });
        self.first_open(state, tests).map(|test| Try { test, first: Truth::False })
    }
}
