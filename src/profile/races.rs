//! Races in one line of text: `2027-03-14 half B; 2027-05-02 marathon A`.

use crate::model::{Axis, Content, InputKind};
use crate::quantity::{Unit, parse_quantity};
use jiff::civil::Date;
use std::ops::Range;

/// A race that a runner has planned, or has run.
#[derive(Debug, Clone, PartialEq)]
pub struct Race {
    /// Its day.
    pub date: Date,
    /// Option of `race_distance`, where the length is near one.
    pub option: Option<usize>,
    /// Length in base units, where it is known.
    pub distance: Option<f64>,
    /// How much it matters: 0 is the race that the runner trains for.
    pub priority: usize,
}

/// What is wrong with a text of races, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct RaceError {
    /// The place in the text.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
}

/// The letters of priority, the most important first.
const PRIORITIES: [&str; 3] = ["a", "b", "c"];

/// How much a race of a list matters that does not say so.
const MIDDLE: usize = 1;

/// Reads races in the order of the text: between semicolons or commas stand a day, a distance (an option of `race_distance`
/// or a length such as `15 km`) and, if wanted, A, B or C.
pub fn read_races(content: &Content, text: &str) -> Result<Vec<Race>, Vec<RaceError>> {
    let (mut races, mut errors) = (Vec::new(), Vec::new());
    let mut start = 0;
    for part in text.split([';', ',']) {
        let indent = part.len() - part.trim_start().len();
        let at = start + indent..start + indent + part.trim().len();
        start += part.len() + 1;
        if part.trim().is_empty() {
            continue;
        }
        match race(content, part.trim()) {
            Ok(race) => races.push(race),
            Err(message) => errors.push(RaceError { at, message }),
        }
    }
    if errors.is_empty() { Ok(races) } else { Err(errors) }
}

fn race(content: &Content, text: &str) -> Result<Race, String> {
    let mut words = text.split_whitespace();
    let day = words.next().unwrap_or_default();
    let date = day.parse::<Date>().ok().filter(|_| day.len() == 10);
    let date = date.ok_or_else(|| format!("`{}` is not a day; write it as 2027-05-02", day.escape_debug()))?;
    let mut rest: Vec<&str> = words.collect();
    let letter = rest.last().and_then(|word| PRIORITIES.iter().position(|p| p.eq_ignore_ascii_case(word)));
    if letter.is_some() {
        rest.pop();
    }
    let length = rest.join(" ");
    let priority = letter.unwrap_or(MIDDLE);
    if length.is_empty() {
        return Ok(Race { date, option: None, distance: None, priority });
    }
    let axis = content.input("race_distance");
    let named = axis.and_then(|axis| {
        let options = &content.inputs()[axis].options;
        options.iter().position(|o| o.id.eq_ignore_ascii_case(&length) || o.label.eq_ignore_ascii_case(&length))
    });
    if let (Some(axis), Some(option)) = (axis, named) {
        let distance = content.inputs()[axis].options[option].distance;
        return Ok(Race { date, option: Some(option), distance, priority });
    }
    let metres = Unit::parse("km").ok().and_then(|km| parse_quantity(&length, &km).ok()).filter(|m| *m > 0.0);
    match metres {
        Some(metres) => Ok(Race { date, option: nearest_option(content, metres), distance: Some(metres), priority }),
        None => {
            let known = axis.map(|axis| content.inputs()[axis].options.iter().map(|o| o.id.as_str()));
            let known = crate::diagnostics::quoted_list(known.into_iter().flatten(), 8);
            Err(format!(
                "`{}` is no distance; write one of {known}, or a length such as `15 km`",
                length.escape_debug()
            ))
        }
    }
}

/// The option of `race_distance` whose length is nearest, by ratio.
pub fn nearest_option(content: &Content, metres: f64) -> Option<usize> {
    let axis = content.input("race_distance")?;
    let lengths = content.inputs()[axis].options.iter().enumerate().filter_map(|(at, o)| Some((at, o.distance?)));
    let off = |length: f64| (length / metres).ln().abs();
    lengths.filter(|_| metres > 0.0).min_by(|a, b| off(a.1).total_cmp(&off(b.1))).map(|(at, _)| at)
}

/// The input whose answer is a text of races.
pub(super) fn is_races(content: &Content, axis: Axis) -> bool {
    let input = &content.inputs()[axis];
    input.id == "races" && input.kind == InputKind::Text
}
