//! One answer.

use crate::condition::{Answer, OptionSet};
use jiff::civil::Date;

/// What a runner said to one question.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// Nothing.
    Unknown,
    /// A number in base units.
    Number(f64),
    /// An option.
    Choice(usize),
    /// Some options; none at all is an answer too.
    Set(OptionSet),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Date(Date),
    /// Minutes since midnight.
    Time(f64),
    /// Words.
    Text(String),
    /// Numbers in base units, newest last.
    Series(Vec<Option<f64>>),
}

impl Given {
    /// What conditions see of it.
    pub fn answer(&self) -> Answer {
        match self {
            Given::Unknown => Answer::Unknown,
            Given::Number(x) | Given::Time(x) => Answer::point(*x),
            Given::Choice(option) => Answer::Choice(*option),
            Given::Set(options) => Answer::Set(*options),
            Given::Flag(flag) => Answer::Flag(*flag),
            Given::Date(day) => Answer::date(*day),
            Given::Text(_) | Given::Series(_) => Answer::Present,
        }
    }
}
