//! What is done with days: arithmetic day by day, and the numbers that sum a series up.

use super::Value;
use crate::quantity::Interval;

/// Why a value does not exist.
pub(super) type Reason = &'static str;

pub(super) const NOT_FINITE: Reason = "the result is too large to compute";
pub(super) const WRONG_KIND: Reason = "a value is of another kind than its name promised";

/// The readings of a series; days without one are `None`.
pub(super) type Days = Vec<Option<Interval>>;

/// Applies `f` to numbers, or day by day if any operand is a series: those are aligned at the
/// newest day and the shortest decides how far back it goes. A day on which any series lacks a
/// reading has none.
pub(super) fn broadcast(
    operands: &[Value],
    f: impl Fn(&[Interval]) -> Result<Interval, Reason>,
) -> Result<Value, Reason> {
    let mut days = None;
    for operand in operands {
        if let Value::Series(series) = operand {
            days = Some(days.map_or(series.len(), |days: usize| days.min(series.len())));
        }
    }
    let Some(days) = days else {
        let numbers = on_day(operands, 0)?.ok_or(WRONG_KIND)?;
        return f(&numbers).map(Value::Number);
    };
    // Counted from the newest, the last entry of each series.
    (1..=days)
        .rev()
        .map(|ago| on_day(operands, ago)?.map(|numbers| f(&numbers)).transpose())
        .collect::<Result<Days, Reason>>()
        .map(Value::Series)
}

/// All operands on one day, `None` if a reading is missing.
fn on_day(operands: &[Value], ago: usize) -> Result<Option<Vec<Interval>>, Reason> {
    let mut numbers = Vec::with_capacity(operands.len());
    for operand in operands {
        match operand {
            Value::Number(number) => numbers.push(*number),
            Value::Series(days) => match days[days.len() - ago] {
                Some(reading) => numbers.push(reading),
                None => return Ok(None),
            },
            Value::Date(_) | Value::Unknown => return Err(WRONG_KIND),
        }
    }
    Ok(Some(numbers))
}

/// The newest `n` days, missing readings included.
pub(super) fn last(mut days: Days, n: usize) -> Days {
    days.split_off(days.len().saturating_sub(n))
}

/// The days before the newest `n`.
pub(super) fn before(mut days: Days, n: usize) -> Days {
    days.truncate(days.len().saturating_sub(n));
    days
}

/// How many readings there are.
pub(super) fn count(days: &Days) -> Result<Interval, Reason> {
    number_of(readings(days).count())
}

/// The sum of the readings.
pub(super) fn sum(days: &Days) -> Result<Interval, Reason> {
    if readings(days).next().is_none() {
        return Err("there are no readings to add up");
    }
    readings(days).try_fold(Interval::ZERO, Interval::checked_add).ok_or(NOT_FINITE)
}

/// The mean of the readings.
pub(super) fn mean(days: &Days) -> Result<Interval, Reason> {
    if readings(days).next().is_none() {
        return Err("there are no readings to take the mean of");
    }
    sum(days)?.checked_div(count(days)?).ok_or(NOT_FINITE)
}

/// The sample standard deviation (n − 1) of the readings. For ranges this is an enclosure, not
/// the tightest one: readings and mean are taken as if they moved independently.
pub(super) fn sd(days: &Days) -> Result<Interval, Reason> {
    let n = readings(days).count();
    if n < 2 {
        return Err("a standard deviation needs two readings");
    }
    let mean = mean(days)?;
    let squares = readings(days)
        .try_fold(Interval::ZERO, |sum, reading| {
            let distance = reading.checked_sub(mean)?.abs();
            sum.checked_add(distance.checked_mul(distance)?)
        })
        .ok_or(NOT_FINITE)?;
    squares.checked_div(number_of(n - 1)?).and_then(|variance| variance.map_increasing(f64::sqrt)).ok_or(NOT_FINITE)
}

fn readings(days: &Days) -> impl Iterator<Item = Interval> {
    days.iter().copied().flatten()
}

fn number_of(n: usize) -> Result<Interval, Reason> {
    let n = u32::try_from(n).map_err(|_| NOT_FINITE)?;
    Interval::point(f64::from(n)).ok_or(NOT_FINITE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p(x: f64) -> Interval {
        Interval::point(x).unwrap()
    }

    fn series(readings: &[f64]) -> Days {
        // NaN stands for a day without a reading.
        readings.iter().map(|x| Interval::point(*x)).collect()
    }

    #[test]
    fn sums_up_what_is_there() {
        let days = series(&[2.0, f64::NAN, 4.0, 9.0]);
        assert_eq!(count(&days), Ok(p(3.0)));
        assert_eq!(sum(&days), Ok(p(15.0)));
        assert_eq!(mean(&days), Ok(p(5.0)));
        assert_eq!(sd(&days), Ok(p(13.0_f64.sqrt())));
        assert_eq!(last(days.clone(), 3), series(&[f64::NAN, 4.0, 9.0]));
        assert_eq!(before(days.clone(), 3), series(&[2.0]));
        assert_eq!(last(days.clone(), 9), days);
        assert_eq!(before(days, 9), series(&[]));
    }

    #[test]
    fn nothing_to_sum_up() {
        let none = series(&[f64::NAN]);
        assert_eq!(count(&none), Ok(p(0.0)));
        assert!(sum(&none).is_err() && mean(&none).is_err());
        assert!(sd(&series(&[1.0, f64::NAN])).is_err());
    }

    #[test]
    fn aligns_at_the_newest_day() {
        let operands = [
            Value::Series(series(&[1.0, 2.0, f64::NAN, 4.0])),
            Value::Series(series(&[10.0, 20.0, 30.0])),
            Value::Number(p(100.0)),
        ];
        let total = broadcast(&operands, |xs| {
            xs.iter().copied().try_fold(Interval::ZERO, Interval::checked_add).ok_or(NOT_FINITE)
        });
        assert_eq!(total, Ok(Value::Series(series(&[112.0, f64::NAN, 134.0]))));
        assert_eq!(broadcast(&[Value::Unknown], |xs| Ok(xs[0])), Err(WRONG_KIND));
    }

    proptest! {
        #[test]
        fn ranges_contain_readings(
            days in prop::collection::vec((-100.0..100.0_f64, 0.0..9.0_f64, 0.0..=1.0_f64), 2..9),
        ) {
            let wide: Days = days.iter().map(|(lo, w, _)| Interval::new(*lo, lo + w)).collect();
            let points: Days = days.iter().map(|(lo, w, s)| Interval::point(lo + w * s)).collect();
            for f in [sum, mean, sd, count] {
                let (range, point) = (f(&wide).unwrap(), f(&points).unwrap());
                prop_assert!(range.lo() - 1e-9 <= point.lo() && point.hi() <= range.hi() + 1e-9);
            }
        }
    }
}
