//! The smallest runner who still shows it: what a finding prints.

use super::runner::is_welcome;
use super::search::{Question, Search};
use crate::condition::OptionSet;
use crate::model::{Axis, Input};
use crate::profile::{Given, Profile};
use crate::quantity::round6;

/// A runner with as few answers, and as simple ones, as still show the same.
pub(super) fn smallest(search: &mut Search, question: &dyn Question, profile: Profile) -> Profile {
    let mut smaller = Smaller { search, question, best: profile };
    smaller.drop_answers();
    loop {
        smaller.simplify();
        // Beside a simpler answer another may be needless.
        if !smaller.drop_answers() {
            return smaller.best;
        }
    }
}

struct Smaller<'s, 'a> {
    search: &'s mut Search<'a>,
    question: &'s dyn Question,
    best: Profile,
}

impl Smaller<'_, '_> {
    /// Takes another answer, if the runner still shows it.
    fn attempt(&mut self, axis: Axis, given: Given) -> bool {
        let rules = self.search.rules;
        let other = self.best.with(rules.content, axis, given);
        if !is_welcome(rules.content, &other) {
            return false;
        }
        let selection = self.search.select(&other);
        let shows = !selection.stop && self.question.confirm(rules, &other, &selection);
        if shows {
            self.best = other;
        }
        shows
    }

    /// Drops answers until none can go: one that was needed may be needless without another. Whether any went.
    fn drop_answers(&mut self) -> bool {
        let mut any = false;
        let mut went = true;
        while std::mem::take(&mut went) {
            for axis in (0..self.search.rules.inputs()).rev() {
                if *self.best.given(axis) != Given::Unknown {
                    went |= self.attempt(axis, Given::Unknown);
                }
            }
            any |= went;
        }
        any
    }

    fn simplify(&mut self) {
        for (axis, input) in self.search.rules.content.inputs().iter().enumerate() {
            match self.best.given(axis).clone() {
                Given::Set(options) => {
                    for option in options.iter() {
                        let Given::Set(now) = *self.best.given(axis) else { break };
                        self.attempt(axis, Given::Set(now.subtract(OptionSet::only(option))));
                    }
                }
                Given::Choice(place) => {
                    // The first option that does, for runners who must choose one.
                    (0..place).any(|other| self.attempt(axis, Given::Choice(other)));
                }
                Given::Number(x) => self.simplify_number(axis, input, x),
                Given::Time(x) => {
                    // A time as it is said: on the hour, or at a quarter.
                    let rounded = [60.0, 30.0, 15.0, 5.0].into_iter().flat_map(|step| {
                        [(x / step).floor() * step, (x / step).ceil() * step].map(|minutes| minutes % 1440.0)
                    });
                    let mut rounded = rounded.take_while(|minutes| *minutes != x);
                    rounded.find(|minutes| self.attempt(axis, Given::Time(*minutes)));
                }
                Given::Series(days) => {
                    let shorter = [1, 2, 3, 7, 14, 28].into_iter().filter(|length| *length < days.len());
                    shorter
                        .map(|length| Given::Series(days[days.len() - length..].to_vec()))
                        .find(|given| self.attempt(axis, given.clone()));
                }
                _ => {}
            }
        }
    }

    /// The usual number where one must be given, or one with fewer decimals.
    fn simplify_number(&mut self, axis: Axis, input: &Input, x: f64) {
        let fits = |base: f64| input.range.is_none_or(|r| r.lo() <= base && base <= r.hi());
        let usual = input.unit.to_base(60.0);
        if input.required && fits(usual) && self.attempt(axis, Given::Number(usual)) {
            return;
        }
        let own = input.unit.from_base(x);
        let decimals = (-1..6).map(|d| {
            let scale = 10_f64.powi(d);
            round6((own * scale).round() / scale)
        });
        for tidy in decimals.take_while(|tidy| (tidy - own).abs() > 1e-9) {
            let base = input.unit.to_base(tidy);
            if fits(base) && self.attempt(axis, Given::Number(base)) {
                return;
            }
        }
    }
}
