//! Values that have an order, numbers, dates and times of day: reading, showing and comparing them.

use std::ops::Range;

use jiff::civil::Date;

use super::bands::{Bands, End};
use super::domain::{DAY, Domain, day_number, day_of_number};
use crate::quantity::{TextError, Unit, parse_quantity, parse_range, round6};

/// Thresholds stay within this, so that 6 decimals survive any conversion of units and back.
const LARGEST: f64 = 1e8;

/// The years a test may name: a typing slip such as `0226` falls outside.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// How the texts of an ordered domain map to numbers.
#[derive(Clone, Copy)]
pub(super) enum Scale<'a> {
    Number(&'a Unit),
    Date,
    Time,
}

/// A comparison sign.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Sign {
    Above,
    AtLeast,
    Below,
    AtMost,
    Equal,
}

/// The two sides of an interval: where they stand, and whether they belong to it.
pub(super) struct Sides {
    pub lo: Range<usize>,
    pub lo_closed: bool,
    pub hi: Range<usize>,
    pub hi_closed: bool,
}

impl<'a> Scale<'a> {
    /// The scale of a domain; `None` when its values have no order.
    pub fn of(domain: &'a Domain) -> Option<Self> {
        match domain {
            Domain::Number { unit } => Some(Self::Number(unit)),
            Domain::Date => Some(Self::Date),
            Domain::Time => Some(Self::Time),
            _ => None,
        }
    }

    /// Whether values are whole numbers `n` that own `[n..n+1)`.
    pub fn is_whole(self) -> bool {
        !matches!(self, Self::Number(_))
    }

    /// What a value is called in a message.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::Date => "a date",
            Self::Time => "a time of day",
        }
    }

    /// A value to show in help.
    pub fn example(self) -> &'static str {
        match self {
            Self::Number(_) => "60",
            Self::Date => "2026-11-01",
            Self::Time => "21:00",
        }
    }

    /// An interval to show in help.
    pub fn example_interval(self) -> &'static str {
        match self {
            Self::Number(_) => "[60..90)",
            Self::Date => "[2026-11-01..2026-12-01)",
            Self::Time => "[13:00..16:00)",
        }
    }

    /// Whether a band's end there is where the day starts or ends: nothing lies beyond.
    pub fn is_edge(self, x: f64) -> bool {
        matches!(self, Self::Time) && !(0.0 < x && x < DAY)
    }

    /// Reads a value; a number comes in the declared unit, rounded to 6 decimals.
    pub fn value(self, text: &str) -> Result<f64, TextError> {
        match self {
            Self::Number(unit) => in_unit(parse_quantity(text, unit)?, unit, text),
            Self::Date => date(text),
            Self::Time => time(text),
        }
    }

    /// A whole value as it is written; `None` where it cannot be.
    pub fn show(self, x: f64) -> Option<String> {
        match self {
            Self::Number(_) => Some(x.to_string()),
            Self::Date => {
                let day = day_of_number(x).filter(|day| YEARS.contains(&day.year()))?;
                Some(day.to_string())
            }
            Self::Time => (0.0..DAY).contains(&x).then(|| {
                let hour = (x / 60.0).floor();
                format!("{hour:02}:{:02}", x - hour * 60.0)
            }),
        }
    }

    /// The values that compare so with `x`.
    pub fn compare(self, sign: Sign, x: f64) -> Bands {
        match sign {
            Sign::Above => Bands::above(self.low(x, false)),
            Sign::AtLeast => Bands::above(self.low(x, true)),
            Sign::Below => Bands::below(self.high(x, false)),
            Sign::AtMost => Bands::below(self.high(x, true)),
            Sign::Equal => Bands::between(self.low(x, true), self.high(x, true)),
        }
    }

    /// The values between the two sides of an interval in `text`; errors are placed in `text`.
    pub fn between(self, text: &str, sides: &Sides) -> Result<Bands, Vec<TextError>> {
        let (lo, hi) = self.side_values(text, sides)?;
        let whole = sides.lo.start - 1..sides.hi.end + 1;
        if lo > hi {
            return Err(vec![self.reversed(text, sides)]);
        }
        let bands = Bands::between(self.low(lo, sides.lo_closed), self.high(hi, sides.hi_closed));
        if bands.is_empty() {
            let message = format!("nothing lies in `{}`", &text[whole.clone()]);
            let ends = text[sides.lo.start..sides.hi.end].trim();
            let help = format!("square brackets include the ends: `[{ends}]`");
            return Err(vec![TextError::new(whole, message).with_help(help)]);
        }
        Ok(bands)
    }

    fn side_values(self, text: &str, sides: &Sides) -> Result<(f64, f64), Vec<TextError>> {
        let trimmed = |side: &Range<usize>| trim(text, side.clone());
        let (lo_at, hi_at) = (trimmed(&sides.lo), trimmed(&sides.hi));
        let read = |at: &Range<usize>| self.value(&text[at.clone()]).map_err(|error| error.shifted(at.start));
        match self {
            // A unit after the high end holds for a bare low end, as in every range.
            Self::Number(unit) => match range_ends(text, &lo_at, &hi_at, unit) {
                Some(ends) => Ok(ends),
                None => both(read(&lo_at), read(&hi_at)),
            },
            _ => both(read(&lo_at), read(&hi_at)),
        }
    }

    fn reversed(self, text: &str, sides: &Sides) -> TextError {
        let at = sides.lo.start - 1..sides.hi.end + 1;
        let (lo, hi) = (text[sides.lo.clone()].trim(), text[sides.hi.clone()].trim());
        let (open, close) = (if sides.lo_closed { '[' } else { '(' }, if sides.hi_closed { ']' } else { ')' });
        let help = match self {
            Self::Time => format!(
                "past midnight is two tests: `{} {lo}, {} {hi}`",
                if sides.lo_closed { ">=" } else { ">" },
                if sides.hi_closed { "<=" } else { "<" },
            ),
            _ => format!("write the low end first: `{open}{hi}..{lo}{close}`"),
        };
        TextError::new(at, format!("the low end `{lo}` is above the high end `{hi}`")).with_help(help)
    }

    fn low(self, at: f64, closed: bool) -> End {
        if self.is_whole() && !closed {
            return End { at: at + 1.0, closed: true };
        }
        End { at, closed }
    }

    fn high(self, at: f64, closed: bool) -> End {
        if self.is_whole() && closed {
            return End { at: at + 1.0, closed: false };
        }
        End { at, closed }
    }
}

/// The bytes of `at` without the spaces around them.
pub(super) fn trim(text: &str, at: Range<usize>) -> Range<usize> {
    let part = &text[at.clone()];
    let start = at.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

fn both<T>(a: Result<T, TextError>, b: Result<T, TextError>) -> Result<(T, T), Vec<TextError>> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => Err([a.err(), b.err()].into_iter().flatten().collect()),
    }
}

fn in_unit(base: f64, unit: &Unit, text: &str) -> Result<f64, TextError> {
    let x = round6(unit.from_base(base));
    if x.abs() <= LARGEST {
        return Ok(x);
    }
    let message = format!("this number is above {LARGEST} {}", unit.name());
    Err(TextError::new(0..text.len(), message).with_help("no test needs a number this large"))
}

/// Both ends of a range of numbers in the declared unit; `None` when an end needs a message of its
/// own.
fn range_ends(text: &str, lo: &Range<usize>, hi: &Range<usize>, unit: &Unit) -> Option<(f64, f64)> {
    let range = parse_range(&text[lo.start..hi.end], unit).ok()?;
    let end = |x: f64| in_unit(x, unit, "").ok();
    Some((end(range.lo())?, end(range.hi())?))
}

fn date(text: &str) -> Result<f64, TextError> {
    let error = |message: String| TextError::new(0..text.len(), message);
    let Some([year, month, day]) = digits(text, '-', [4, 2, 2]) else {
        return Err(
            error(format!("`{text}` is not a date")).with_help("write year, month and day, such as `2026-11-01`")
        );
    };
    if !YEARS.contains(&year) {
        return Err(error(format!("the year {year} is out of range")).with_help(format!(
            "write a year from {} to {}",
            YEARS.start(),
            YEARS.end()
        )));
    }
    let (month, day) = (i8::try_from(month), i8::try_from(day));
    let date = (month.ok().zip(day.ok())).and_then(|(month, day)| Date::new(year, month, day).ok());
    date.map(day_number).ok_or_else(|| error(format!("there is no day `{text}`")).with_help("check month and day"))
}

fn time(text: &str) -> Result<f64, TextError> {
    let error = |message: String| TextError::new(0..text.len(), message);
    let Some([hour, minute]) = digits(text, ':', [2, 2]) else {
        return Err(error(format!("`{text}` is not a time of day"))
            .with_help("write hours and minutes with two digits each, such as `07:30`"));
    };
    if hour > 23 || minute > 59 {
        return Err(error(format!("there is no time `{text}`")).with_help("a day runs from `00:00` to `23:59`"));
    }
    Ok(f64::from(hour) * 60.0 + f64::from(minute))
}

/// The numbers of `text`, which has exactly these counts of ASCII digits between separators.
fn digits<const N: usize>(text: &str, separator: char, counts: [usize; N]) -> Option<[i16; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(separator);
    for (number, count) in numbers.iter_mut().zip(counts) {
        let part = parts.next()?;
        if part.len() != count || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_read_and_show() {
        for (scale, text) in [
            (Scale::Date, "2026-11-01"),
            (Scale::Date, "1900-01-01"),
            (Scale::Date, "2028-02-29"),
            (Scale::Time, "00:00"),
            (Scale::Time, "07:05"),
            (Scale::Time, "23:59"),
        ] {
            let x = scale.value(text).expect("a value");
            assert_eq!(scale.show(x).as_deref(), Some(text));
        }
        assert_eq!(Scale::Time.show(1440.0), None);
        assert_eq!(Scale::Date.show(1e18), None);
    }

    #[test]
    fn refuses_what_is_no_date_or_time() {
        for (scale, text, message) in [
            (Scale::Date, "2026-11-1", "`2026-11-1` is not a date"),
            (Scale::Date, "2026-11-01-", "`2026-11-01-` is not a date"),
            (Scale::Date, "2026-02-29", "there is no day `2026-02-29`"),
            (Scale::Date, "0226-11-01", "the year 226 is out of range"),
            (Scale::Time, "7:30", "`7:30` is not a time of day"),
            (Scale::Time, "24:00", "there is no time `24:00`"),
            (Scale::Time, "+1:30", "`+1:30` is not a time of day"),
        ] {
            assert_eq!(scale.value(text).expect_err(text).message, message);
        }
    }

    #[test]
    fn numbers_convert_to_the_declared_unit() {
        let celsius = Unit::parse("°C").expect("known");
        let minutes = Unit::parse("min").expect("known");
        for (unit, text, expected) in
            [(&minutes, "24 h", 1440.0), (&minutes, "60", 60.0), (&celsius, "81 °F", 27.222_222)]
        {
            let x = Scale::Number(unit).value(text).expect("a number");
            assert!((x - expected).abs() < 1e-9, "{text} is {x}");
        }
        assert!(Scale::Number(&minutes).value("100000001").is_err());
    }
}
