//! Answers -> [`Profile`]: what one runner said, and the numbers that follow from it.
//!
//! 1. [`read`] takes flat maps of answers (a file, `--set` words), later ones over earlier ones, and reads each value by
//!    the type of its input. Everything that is wrong is a finding with its place.
//! 2. [`Profile::new`] works out every measure of the pack, in the pack's order.
//!
//! Unknown stays unknown: nothing here guesses an answer. The only stand-ins are the defaults that a pack declares.

mod given;
mod measures;
mod races;
mod raised;
mod read;
mod said;
mod schema;

pub use given::Given;
pub use measures::{Lack, MeasureValue, Outcome, evaluate, inputs_of_axis};
pub use races::{Race, RaceError, nearest_option, read_races};
pub use raised::raised;
pub use read::{look, read, read_one};
pub use said::said;
pub use schema::schema;

use crate::condition::{Answer, Truth};
use crate::diagnostics::{Finding, Findings, lints};
use crate::model::{Axis, Content, Input, InputDefault};
use jiff::civil::Date;

/// One runner on one day: answers and measures.
#[derive(Debug, Clone)]
pub struct Profile {
    as_of: Date,
    given: Vec<Given>,
    answers: Vec<Answer>,
    measures: Vec<MeasureValue>,
}

impl Profile {
    /// A profile from one answer per input of the pack (fewer count as unknown).
    pub fn new(content: &Content, mut given: Vec<Given>, as_of: Date) -> Self {
        let axes = content.inputs().len() + content.measures().len();
        given.resize(content.inputs().len(), Given::Unknown);
        let mut profile = Self {
            as_of,
            given,
            answers: vec![Answer::Unknown; axes],
            measures: vec![MeasureValue::undefined(); content.measures().len()],
        };
        for input in 0..content.inputs().len() {
            profile.answers[input] = profile.heard(content, input);
        }
        for &measure in content.measure_order() {
            profile.work_out(content, measure);
        }
        profile
    }

    /// The same runner with one other answer; only what rests on it is worked out again.
    #[must_use]
    pub fn with(&self, content: &Content, input: Axis, answer: Given) -> Self {
        let mut other = self.clone();
        other.given[input] = answer;
        other.answers[input] = other.heard(content, input);
        for &measure in content.measure_order() {
            if content.measures()[measure].feeds.contains(&input) {
                other.work_out(content, measure);
            }
        }
        other
    }

    /// The same runner on another day: answers that no longer hold then are unknown, and some are told anew.
    #[must_use]
    pub fn on(&self, content: &Content, day: Date, told: &[(Axis, Given)]) -> Self {
        let since = self.as_of.until(day).map_or(0, |span| span.get_days());
        let mut given = self.given.clone();
        for (axis, input) in content.inputs().iter().enumerate() {
            if input.lasts.is_some_and(|days| f64::from(since) > days) {
                given[axis] = Given::Unknown;
            }
        }
        for (axis, answer) in told {
            given[*axis] = answer.clone();
        }
        Self::new(content, given, day)
    }

    /// What conditions see of an input: what was said, or the pack's default.
    fn heard(&self, content: &Content, input: Axis) -> Answer {
        match (&self.given[input], content.inputs()[input].default) {
            (Given::Unknown, Some(default)) => stand_in(default).answer(),
            (given, _) => given.answer(),
        }
    }

    fn work_out(&mut self, content: &Content, measure: usize) {
        let value = measures::value(content, self, measure);
        self.answers[content.inputs().len() + measure] = match value.interval() {
            Some(interval) => Answer::Number(interval),
            None => Answer::Unknown,
        };
        self.measures[measure] = value;
    }

    /// The day of the session.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// What the runner said; defaults are not part of it.
    pub fn given(&self, input: Axis) -> &Given {
        &self.given[input]
    }

    /// All answers, one per input.
    pub fn all_given(&self) -> &[Given] {
        &self.given
    }

    /// The answer that conditions see: of an input (with its default) or of a measure.
    pub fn answer(&self, axis: Axis) -> Answer {
        self.answers[axis].clone()
    }

    /// A measure's value, or why it has none.
    pub fn measure(&self, measure: usize) -> &MeasureValue {
        &self.measures[measure]
    }

    /// Minutes since midnight of an input of type time, with its default.
    pub fn clock(&self, input: Axis) -> Option<f64> {
        match self.answers[input] {
            Answer::Number(minutes) => Some(minutes.lo()),
            _ => None,
        }
    }

    /// What a condition asks.
    pub fn answers(&self) -> impl Fn(Axis) -> Answer + '_ {
        |axis| self.answers.get(axis).cloned().unwrap_or(Answer::Unknown)
    }
}

fn stand_in(default: InputDefault) -> Given {
    match default {
        InputDefault::Time(minutes) => Given::Time(minutes),
        InputDefault::Number(number) => Given::Number(number),
        InputDefault::Choice(option) => Given::Choice(option),
        InputDefault::Flag(flag) => Given::Flag(flag),
    }
}

/// The finding on a required answer that is not there.
fn lacking(input: &Input) -> Finding {
    Finding::nowhere(&lints::MISSING_ANSWER, format!("the answer `{}` is missing", input.id))
        .note(format!("it answers: {}", input.ask))
        .help(format!("write `{}: …` in the profile", input.id))
        .help(format!("or, on the command line, `--set {}=…`", input.id))
}

/// Reports answers that no runner can give together, and required answers that are missing.
pub fn refuse(content: &Content, profile: &Profile, findings: &mut Findings) {
    for (axis, input) in content.inputs().iter().enumerate().filter(|(_, i)| i.required) {
        if *profile.given(axis) == Given::Unknown {
            findings.push(lacking(input));
        }
    }
    for condition in content.impossible() {
        if condition.holds(&profile.answers()) == Truth::True {
            let mut titles: Vec<&str> = condition.entries().map(|e| content.axis_id(e.axis)).collect();
            titles.dedup();
            let list = crate::diagnostics::quoted_list(titles, 6);
            findings.push(
                Finding::nowhere(&lints::IMPOSSIBLE_PROFILE, format!("no runner can have these answers: {list}"))
                    .help("change one of them, or leave out what you do not know"),
            );
        }
    }
}
