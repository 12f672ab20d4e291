//! The numbers that follow from answers.

use super::{Given, Profile};
use crate::condition::{Answer, Entry, Truth};
use crate::model::{Axis, Content, Measure};
use crate::quantity::Interval;
use crate::quantity::formula::{Env, Formula, Gap, Value};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What came of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureValue {
    /// The value, or why there is none.
    pub outcome: Outcome,
    /// Entries of its `unless` that could not be told: what shows its number must say so.
    pub caveats: Vec<Entry>,
}

/// A value, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A number or range in base units, rounded to 6 decimals of the declared unit, by the case with this index.
    Known(Interval, usize),
    /// No value.
    Unknown(Lack),
}

/// Why a measure has no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Lack {
    /// Its `unless` holds: nobody may get this number.
    Blocked,
    /// The result is outside `valid`.
    Invalid,
    /// These inputs are not answered.
    Missing(BTreeSet<Axis>),
    /// No case applies, or the formula has no value here.
    Undefined,
}

impl MeasureValue {
    /// No value yet.
    pub(super) fn undefined() -> Self {
        Self { outcome: Outcome::Unknown(Lack::Undefined), caveats: Vec::new() }
    }

    /// The interval in base units.
    pub fn interval(&self) -> Option<Interval> {
        match self.outcome {
            Outcome::Known(interval, _) => Some(interval),
            Outcome::Unknown(_) => None,
        }
    }

    /// The inputs whose answers would help.
    pub fn missing(&self) -> BTreeSet<Axis> {
        match &self.outcome {
            Outcome::Unknown(Lack::Missing(inputs)) => inputs.clone(),
            _ => BTreeSet::new(),
        }
    }
}

/// What formulas see: answers, and measures worked out so far.
struct Sight<'a> {
    content: &'a Content,
    profile: &'a Profile,
}

impl Env for Sight<'_> {
    fn value(&self, name: &str) -> Value {
        let Some(axis) = self.content.axis(name) else { return Value::Unknown };
        match (self.profile.given.get(axis), self.profile.answers.get(axis)) {
            (Some(Given::Series(days)), _) => {
                Value::Series(days.iter().map(|day| day.and_then(Interval::point)).collect())
            }
            (Some(Given::Date(day)), _) => Value::Date(*day),
            (_, Some(Answer::Number(interval))) => Value::Number(*interval),
            _ => Value::Unknown,
        }
    }
    fn today(&self) -> Date {
        self.profile.as_of
    }
}

/// The value of a formula for a runner, in base units, or the inputs that it lacks (none where it has no value at all).
pub fn evaluate(content: &Content, profile: &Profile, formula: &Formula) -> Result<Interval, BTreeSet<Axis>> {
    match formula.eval(&Sight { content, profile }) {
        Ok(Value::Number(interval)) => Ok(interval),
        Ok(_) => Err(BTreeSet::new()),
        Err(gap) => Err(inputs_of(&gap, content, profile)),
    }
}

/// What comes of a measure, once those that it is made of are worked out.
pub(super) fn value(content: &Content, profile: &Profile, measure: usize) -> MeasureValue {
    let measure = &content.measures()[measure];
    let answers = profile.answers();
    let unknown = |lack, caveats| MeasureValue { outcome: Outcome::Unknown(lack), caveats };
    if measure.unless.blocks(&answers) == Truth::True {
        return unknown(Lack::Blocked, Vec::new());
    }
    let caveats: Vec<Entry> = measure.unless.entries_where(Truth::Unknown, &answers).cloned().collect();
    let mut missing = BTreeSet::new();
    for (at, case) in measure.cases.iter().enumerate() {
        match case.when.holds(&answers) {
            Truth::False => {}
            Truth::Unknown => {
                let untold = case.when.entries().filter(|entry| entry.holds(&answers) == Truth::Unknown);
                missing.extend(untold.flat_map(|entry| inputs_of_axis(entry.axis, content, profile)));
            }
            Truth::True => match evaluate(content, profile, &case.value) {
                Ok(interval) => return settle(content, profile, measure, at, interval, caveats),
                Err(inputs) => missing.extend(inputs),
            },
        }
    }
    let lack = if missing.is_empty() { Lack::Undefined } else { Lack::Missing(missing) };
    unknown(lack, caveats)
}

/// Rounds to 6 decimals of the declared unit and holds the result against `valid`.
fn settle(
    content: &Content,
    profile: &Profile,
    measure: &Measure,
    case: usize,
    interval: Interval,
    mut caveats: Vec<Entry>,
) -> MeasureValue {
    let unit = &measure.unit;
    let rounded = |x: f64| crate::quantity::round6(unit.from_base(x));
    let (low, high) = (rounded(interval.lo()), rounded(interval.hi()));
    let fits = measure.valid.is_none_or(|valid| rounded(valid.lo()) <= low && high <= rounded(valid.hi()));
    let declared = Interval::new(unit.to_base(low), unit.to_base(high));
    let Some(declared) = declared.filter(|_| fits) else {
        return MeasureValue { outcome: Outcome::Unknown(Lack::Invalid), caveats };
    };
    // A number made of another number carries that one's caveats too.
    for (name, _) in measure.cases[case].value.names() {
        let made_of = content.measure(name).map(|m| &profile.measures[m].caveats);
        for entry in made_of.into_iter().flatten() {
            if !caveats.contains(entry) {
                caveats.push(entry.clone());
            }
        }
    }
    MeasureValue { outcome: Outcome::Known(declared, case), caveats }
}

fn inputs_of(gap: &Gap, content: &Content, profile: &Profile) -> BTreeSet<Axis> {
    let axes = gap.names.iter().filter_map(|name| content.axis(name));
    axes.flat_map(|axis| inputs_of_axis(axis, content, profile)).collect()
}

/// The unanswered inputs behind an axis that is unknown: itself, or what its measure lacks.
pub fn inputs_of_axis(axis: Axis, content: &Content, profile: &Profile) -> BTreeSet<Axis> {
    match content.measure_of(axis) {
        None => BTreeSet::from([axis]),
        Some(measure) => profile.measures[measure].missing(),
    }
}
