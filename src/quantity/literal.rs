//! Numbers as people write them: `137 lb`, `2 h 15 min`, `0..2880`, `10..15 °C`.

use super::scan::{scan_number, scan_unit, starts_unit};
use super::{Interval, TextError, Unit};
use crate::diagnostics::nearest;
use std::ops::Range;

/// Reads one quantity: a number in `unit`, or one with a unit of its own that converts, or parts
/// that get smaller (`2 h 15 min`). Spaces before a unit may be left out. The result is in base
/// units.
///
/// # Errors
/// No number, an unknown unit, or one that measures something else than `unit`.
pub fn parse_quantity(text: &str, unit: &Unit) -> Result<f64, TextError> {
    let parts = parts(text)?;
    let [first, rest @ ..] = parts.as_slice() else {
        return Err(TextError::new(0..text.len(), "a number is missing")
            .with_help(format!("write a number, such as `{}`", example(unit))));
    };
    let first_unit = first.unit_or(unit)?;
    let value = first_unit.to_base(first.number);
    let mut size = value.abs();
    let mut last_unit = first_unit;
    for part in rest {
        let part_unit = part.smaller_unit(&last_unit)?;
        size += part_unit.to_base(part.number);
        last_unit = part_unit;
    }
    if rest.is_empty() {
        return finite(value, text);
    }
    if last_unit.is_affine() || unit.is_affine() {
        return Err(TextError::new(0..text.len(), "a temperature is one number"));
    }
    // The sign stands before all parts: -1 h 30 min is minus ninety minutes.
    let negative = text.trim_start().starts_with('-');
    finite(if negative { -size } else { size }, text)
}

/// Reads a range `low..high`, or one quantity as a range of one point. A unit after the high end
/// holds for both ends; each end may also have its own. The result is in base units.
///
/// # Errors
/// As [`parse_quantity`], and a low end above the high end.
pub fn parse_range(text: &str, unit: &Unit) -> Result<Interval, TextError> {
    let Some(dots) = text.find("..") else {
        let value = parse_quantity(text, unit)?;
        return point_or_range(value, value, text);
    };
    let (low, high) = (&text[..dots], &text[dots + 2..]);
    let shift = |error: TextError| error.shifted(dots + 2);
    if high.starts_with('.') {
        return Err(TextError::new(dots..dots + 3, "a range has two dots").with_help("write `1..2`"));
    }
    let hi = parse_quantity(high, unit).map_err(shift)?;
    let lo = match (parts(low)?.as_slice(), parts(high).map_err(shift)?.as_slice()) {
        ([one], [other]) if one.unit.is_none() => {
            let number_unit = other.unit_or(unit).map_err(shift)?;
            finite(number_unit.to_base(one.number), low)?
        }
        ([one], [_, ..]) if one.unit.is_none() => {
            return Err(TextError::new(0..dots, "the low end needs a unit of its own here"));
        }
        _ => parse_quantity(low, unit)?,
    };
    point_or_range(lo, hi, text)
}

/// Rounds half away from zero at 6 decimals; never returns -0.0. Numbers too large to have 6
/// decimals are returned as they are.
#[must_use]
pub fn round6(x: f64) -> f64 {
    // From here on neighbouring floats are further apart than half a millionth.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let scaled = x * 1e6;
    if scaled.abs() < EXACT { scaled.round() / 1e6 + 0.0 } else { x }
}

/// A number with the unit behind it, if any.
struct Part<'a> {
    number: f64,
    unit: Option<&'a str>,
    at: Range<usize>,
    unit_at: Range<usize>,
}

impl Part<'_> {
    /// The part's own unit if it measures the same as `expected`, else `expected` itself.
    fn unit_or(&self, expected: &Unit) -> Result<Unit, TextError> {
        let Some(name) = self.unit else {
            return Ok(expected.clone());
        };
        let unit = Unit::parse(name).map_err(|error| error.shifted(self.unit_at.start))?;
        if unit.dimension() == expected.dimension() {
            return Ok(unit);
        }
        let message = format!("`{name}` is {}", unit.dimension().describe());
        let wanted = format!("write {}, such as `{}`", expected.dimension().describe(), example(expected));
        Err(TextError::new(self.unit_at.clone(), message).with_help(wanted))
    }

    /// The part's own unit, which must be there and be smaller than the one before.
    fn smaller_unit(&self, before: &Unit) -> Result<Unit, TextError> {
        if self.unit.is_none() {
            return Err(TextError::new(self.at.clone(), "this number has no unit")
                .with_help("write both units, such as `2 h 15 min`"));
        }
        let unit = self.unit_or(before)?;
        if unit.to_base(1.0) < before.to_base(1.0) {
            return Ok(unit);
        }
        Err(TextError::new(self.unit_at.clone(), "units must get smaller from left to right")
            .with_help("write `2 h 15 min`"))
    }
}

/// Splits `2 h 15 min` into its numbers and units.
fn parts(text: &str) -> Result<Vec<Part<'_>>, TextError> {
    let mut parts = Vec::new();
    let mut at = skip_spaces(text, 0);
    while at < text.len() {
        let sign = match text.as_bytes()[at] {
            b'-' | b'+' if parts.is_empty() => 1,
            _ => 0,
        };
        let number_at = at + sign;
        let Some((number, length)) = scan_number(&text[number_at..]) else {
            return Err(not_a_number(text, at));
        };
        let number_end = number_at + length;
        let number = if text.as_bytes()[at] == b'-' { -number } else { number };
        if !number.is_finite() {
            return Err(TextError::new(at..number_end, "this number is too large"));
        }
        if let Some(error) = runs_on(text, at..number_end) {
            return Err(error);
        }
        let unit_start = skip_spaces(text, number_end);
        let unit_end = unit_start + scan_unit(&text[unit_start..]);
        parts.push(Part {
            number,
            unit: (unit_end > unit_start).then(|| &text[unit_start..unit_end]),
            at: at..number_end,
            unit_at: unit_start..unit_end,
        });
        at = skip_spaces(text, unit_end);
    }
    Ok(parts)
}

fn skip_spaces(text: &str, from: usize) -> usize {
    text.len() - text[from..].trim_start().len()
}

/// Says what stands at `at`, where a number should.
fn not_a_number(text: &str, at: usize) -> TextError {
    let rest = &text[at..];
    let word_end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let word = &rest[..word_end];
    let place = at..at + word_end;
    let minus = ['\u{2212}', '\u{2013}', '\u{2014}'];
    if let Some(positive) = word.strip_prefix(minus) {
        return TextError::new(place, "this is not the minus sign of a keyboard")
            .with_help(format!("type `-{positive}`"));
    }
    if word.starts_with('.') && scan_number(&word[1..]).is_some() {
        return TextError::new(place, "a digit is missing before the point").with_help(format!("write `0{word}`"));
    }
    let error = TextError::new(place, format!("`{word}` is not a number"));
    match nearest(word, ["unknown", "none"]) {
        Some(_) => error.with_help("leave it out, or write `~`, if you do not know"),
        None => error,
    }
}

/// What is wrong right behind the number at `at`, if it goes on in a way that is not read.
fn runs_on(text: &str, at: Range<usize>) -> Option<TextError> {
    let rest = &text[at.end..];
    let word = rest.split(char::is_whitespace).next().unwrap_or_default();
    let place = at.start..at.end + word.len();
    let mut chars = word.chars();
    let (mark, next) = (chars.next()?, chars.next());
    let digit_next = next.is_some_and(|c| c.is_ascii_digit());
    let error = match mark {
        ',' if digit_next => TextError::new(place, "a number has no commas")
            .with_help("write `1000` for a thousand and `1.5` for one and a half"),
        ':' if digit_next => {
            TextError::new(place, "a colon is not read here").with_help("write the units, such as `1 h 30 min`")
        }
        '.' if next != Some('.') => {
            TextError::new(place, "a digit is missing after the point").with_help(format!("write `{}`", &text[at]))
        }
        'e' | 'E' if digit_next || matches!(next, Some('-' | '+')) => {
            TextError::new(place, "powers of ten are not read").with_help("write the number out")
        }
        c if starts_unit(c) => return None,
        _ => TextError::new(place, format!("`{word}` cannot follow a number")),
    };
    Some(error)
}

fn finite(x: f64, text: &str) -> Result<f64, TextError> {
    if x.is_finite() { Ok(x + 0.0) } else { Err(TextError::new(0..text.len(), "this number is too large")) }
}

fn point_or_range(lo: f64, hi: f64, text: &str) -> Result<Interval, TextError> {
    Interval::new(lo, hi).ok_or_else(|| {
        TextError::new(0..text.len(), "the low end is above the high end").with_help("write the lower number first")
    })
}

fn example(unit: &Unit) -> String {
    match unit.name() {
        "1" => "12.5".to_owned(),
        name => format!("12.5 {name}"),
    }
}

/// Minutes since midnight of a time of day such as `22:30` or `6:05`; `None` for anything else.
#[must_use]
pub fn parse_clock(text: &str) -> Option<f64> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |s: &str| s.len() <= 2 && !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || minutes.len() != 2 || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| f64::from(hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)] // rounded to 6 decimals
    use super::*;
    use proptest::prelude::*;

    fn unit(name: &str) -> Unit {
        Unit::parse(name).unwrap()
    }

    #[test]
    fn reads_quantities() {
        for (text, name, expected) in [
            ("12.5", "kg", 12.5),
            ("137 lb", "kg", 62.142_155),
            ("137lb", "kg", 62.142_155),
            ("  60 ", "min", 3600.0),
            ("2 h 15 min", "min", 8100.0),
            ("2h15min", "min", 8100.0),
            ("1 day 2 h 3 min 4 s", "h", 93_784.0),
            ("-1 h 30 min", "h", -5400.0),
            ("-5", "°C", 268.15),
            ("81 °F", "°C", 300.372_222),
            ("60", "%", 0.6),
            ("60 %", "%", 0.6),
            ("60%", "1", 0.6),
            ("+4", "1", 4.0),
            ("-0", "1", 0.0),
            ("52", "bpm", 0.866_667),
            ("40 km/week", "km/week", 0.066_138),
        ] {
            let read = parse_quantity(text, &unit(name)).map(round6);
            assert_eq!(read, Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_quantities() {
        for (text, name, at, message) in [
            ("", "kg", 0..0, "a number is missing"),
            ("  ", "kg", 0..2, "a number is missing"),
            ("heavy", "kg", 0..5, "`heavy` is not a number"),
            ("70 km", "kg", 3..5, "`km` is a distance (km)"),
            ("70 kq", "kg", 3..5, "`kq` is not a unit"),
            ("1:30", "h", 0..4, "a colon is not read here"),
            ("1,5", "h", 0..3, "a number has no commas"),
            ("1e3", "h", 0..3, "powers of ten are not read"),
            ("1.", "h", 0..2, "a digit is missing after the point"),
            (".5", "h", 0..2, "a digit is missing before the point"),
            ("−5", "°C", 0..4, "this is not the minus sign of a keyboard"),
            ("2 h 15", "h", 4..6, "this number has no unit"),
            ("15 min 2 h", "h", 9..10, "units must get smaller from left to right"),
            ("2 h -15 min", "h", 4..7, "`-15` is not a number"),
            ("5 °C 3 °F", "°C", 0..11, "a temperature is one number"),
            ("1..2", "h", 0..4, "`..2` cannot follow a number"),
            ("inf", "1", 0..3, "`inf` is not a number"),
            ("NaN", "1", 0..3, "`NaN` is not a number"),
        ] {
            let error = parse_quantity(text, &unit(name)).unwrap_err();
            assert_eq!((error.at, error.message.as_str()), (at, message), "{text}");
        }
        let huge = "9".repeat(400);
        assert!(parse_quantity(&huge, &unit("week")).is_err());
        assert!(parse_quantity(&"9".repeat(307), &unit("week")).is_err());
    }

    #[test]
    fn reads_ranges() {
        for (text, name, lo, hi) in [
            ("0..2880", "min", 0.0, 172_800.0),
            ("10..15 °C", "°C", 283.15, 288.15),
            ("-5..5", "°C", 268.15, 278.15),
            ("5 kg", "kg", 5.0, 5.0),
            ("0 .. 4 h", "min", 0.0, 14_400.0),
            ("1.0..1.2 g/kg/h", "g/kg/h", 2.777_778e-7, 3.333_333e-7),
            ("30 min..2 h", "h", 1800.0, 7200.0),
            ("0 h..1 h 30 min", "h", 0.0, 5400.0),
        ] {
            let read = parse_range(text, &unit(name)).unwrap();
            assert!((read.lo() - lo).abs() < 1e-9, "{text}: {read}");
            assert!((read.hi() - hi).abs() < 1e-9, "{text}: {read}");
        }
    }

    #[test]
    fn refuses_ranges() {
        for (text, at) in [
            ("5..1", 0..4),
            ("1..", 3..3),
            ("..5", 0..0),
            ("1...2", 1..4),
            ("1..2 kg", 5..7),
            ("1 kg..2 h", 2..4),
            ("1..2..3", 3..7),
            ("0..1 h 30 min", 0..1),
        ] {
            assert_eq!(parse_range(text, &unit("h")).unwrap_err().at, at, "{text}");
        }
    }

    #[test]
    fn rounds_half_away_from_zero() {
        for (x, expected) in [
            (0.000_000_5, 0.000_001),
            (-0.000_000_5, -0.000_001),
            (17.6 + 4e-15, 17.6),
            (-0.000_000_4, 0.0),
            (1e300, 1e300),
        ] {
            assert_eq!(round6(x), expected);
        }
        assert!(round6(-1e-9).is_sign_positive());
    }

    proptest! {
        #[test]
        fn never_panics(text in "[-+0-9. hmin°C%/*,:]{0,16}|.{0,16}") {
            for name in ["h", "°C", "1"] {
                let unit = unit(name);
                let errors = [parse_quantity(&text, &unit).err(), parse_range(&text, &unit).err()];
                for error in errors.into_iter().flatten() {
                    prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error);
                }
            }
        }

        #[test]
        fn numbers_read_back(x in -1e9..1e9_f64) {
            let text = format!("{x}");
            prop_assert_eq!(parse_quantity(&text, &Unit::one()), Ok(x));
        }
    }

    #[test]
    fn clock_times_are_read_strictly() {
        for (text, expected) in [
            ("22:30", Some(1350.0)),
            ("6:05", Some(365.0)),
            ("00:00", Some(0.0)),
            ("24:00", None),
            ("7:5", None),
            ("7:61", None),
            ("+7:00", None),
            ("7", None),
        ] {
            assert_eq!(parse_clock(text), expected, "{text}");
        }
    }
}
