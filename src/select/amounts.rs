//! The numbers of an item for one runner.

use super::Decision;
use crate::condition::{Entry, Truth};
use crate::model::{Axis, Content};
use crate::profile::{Lack, Outcome, Profile, evaluate};
use crate::quantity::Interval;
use std::collections::BTreeSet;

/// One number, or what it lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct AmountValue {
    /// In base units.
    pub value: Option<Interval>,
    /// Unanswered inputs that it needs.
    pub missing: BTreeSet<Axis>,
    /// Measures whose `unless` withholds it.
    pub withheld: Vec<usize>,
}

/// Works out an item's numbers, and gathers what could not be told about whether it may be given.
pub(super) fn fill(content: &Content, profile: &Profile, item: usize, decided: &mut Decision) {
    let item = &content.items()[item];
    let mut caveats: Vec<Entry> = item.unless.entries_where(Truth::Unknown, &profile.answers()).cloned().collect();
    for amount in &item.amounts {
        let (value, missing) = match evaluate(content, profile, &amount.value) {
            Ok(value) => (rounded(value, &amount.unit), BTreeSet::new()),
            Err(missing) => (None, missing),
        };
        let measures = amount.axes.iter().filter_map(|axis| content.measure_of(*axis));
        let withheld: Vec<usize> =
            measures.clone().filter(|&m| profile.measure(m).outcome == Outcome::Unknown(Lack::Blocked)).collect();
        // A number that is not given needs no warning.
        let given = measures.filter(|_| value.is_some());
        for entry in given.flat_map(|m| &profile.measure(m).caveats) {
            if !caveats.contains(entry) {
                caveats.push(entry.clone());
            }
        }
        decided.amounts.push(AmountValue { value, missing, withheld });
    }
    decided.caveats = caveats;
}

/// Exact to 6 decimals of the unit, so that arithmetic noise neither breaks a limit nor shows.
fn rounded(value: Interval, unit: &crate::quantity::Unit) -> Option<Interval> {
    let round = |x: f64| unit.to_base(crate::quantity::round6(unit.from_base(x)));
    Interval::new(round(value.lo()), round(value.hi()))
}
