//! Closed ranges of numbers, and arithmetic that keeps every possible result inside.

use super::literal::round6;
use std::fmt;

/// A closed, finite range `low..high`; one number is a range of one point.
///
/// Arithmetic returns `None` where a result is not defined for every number inside, or leaves
/// the finite numbers. Each operation is monotone in its operands' ends even after rounding, so
/// computing the ends contains every point result.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    lo: f64,
    hi: f64,
}

impl Interval {
    /// The plain number 0.
    pub const ZERO: Interval = Interval { lo: 0.0, hi: 0.0 };

    /// The range from `lo` to `hi`; `None` unless both are finite and in order.
    #[must_use]
    pub fn new(lo: f64, hi: f64) -> Option<Interval> {
        // Adding 0.0 turns -0.0 into 0.0, which would print and divide differently.
        (lo.is_finite() && hi.is_finite() && lo <= hi).then_some(Interval { lo: lo + 0.0, hi: hi + 0.0 })
    }

    /// The range of one number; `None` unless it is finite.
    #[must_use]
    pub fn point(x: f64) -> Option<Interval> {
        Interval::new(x, x)
    }

    /// The low end.
    #[must_use]
    pub fn lo(self) -> f64 {
        self.lo
    }

    /// The high end.
    #[must_use]
    pub fn hi(self) -> f64 {
        self.hi
    }

    /// Whether the range is one number.
    #[must_use]
    pub fn is_point(self) -> bool {
        self.lo >= self.hi
    }

    /// Whether `x` lies inside, ends included.
    #[must_use]
    pub fn contains(self, x: f64) -> bool {
        self.lo <= x && x <= self.hi
    }

    /// Whether all of `other` lies inside.
    #[must_use]
    pub fn contains_interval(self, other: Interval) -> bool {
        self.lo <= other.lo && other.hi <= self.hi
    }

    /// Both ends through a function that never decreases; `None` if an end is not finite.
    #[must_use]
    pub fn map_increasing(self, f: impl Fn(f64) -> f64) -> Option<Interval> {
        Interval::new(f(self.lo), f(self.hi))
    }

    /// Both ends rounded to 6 decimals.
    #[must_use]
    pub fn round6(self) -> Interval {
        Interval { lo: round6(self.lo), hi: round6(self.hi) }
    }

    /// The sum.
    #[must_use]
    pub fn checked_add(self, other: Interval) -> Option<Interval> {
        Interval::new(self.lo + other.lo, self.hi + other.hi)
    }

    /// The difference.
    #[must_use]
    pub fn checked_sub(self, other: Interval) -> Option<Interval> {
        Interval::new(self.lo - other.hi, self.hi - other.lo)
    }

    /// The product.
    #[must_use]
    pub fn checked_mul(self, other: Interval) -> Option<Interval> {
        self.corners(other, |a, b| a * b)
    }

    /// The quotient; `None` if the divisor contains 0.
    #[must_use]
    pub fn checked_div(self, other: Interval) -> Option<Interval> {
        if other.contains(0.0) {
            return None;
        }
        self.corners(other, |a, b| a / b)
    }

    /// The power; `None` unless it exists throughout. A base with negative numbers needs a
    /// single whole exponent, a base with 0 an exponent that is not negative.
    #[must_use]
    pub fn checked_pow(self, exponent: Interval) -> Option<Interval> {
        if self.contains(0.0) && exponent.lo < 0.0 {
            return None;
        }
        if self.lo >= 0.0 {
            // Monotone in the base for a fixed exponent and the other way about.
            return self.corners(exponent, f64::powf);
        }
        let n = exponent.lo;
        if !exponent.is_point() || n.fract() != 0.0 {
            return None;
        }
        let ends = self.corners(exponent, f64::powf)?;
        if n % 2.0 == 0.0 && n != 0.0 && self.contains(0.0) { Interval::new(0.0, ends.hi) } else { Some(ends) }
    }

    /// From the low of `self` to the high of `high`; `None` if those are not in order.
    #[must_use]
    pub fn checked_range(self, high: Interval) -> Option<Interval> {
        Interval::new(self.lo, high.hi)
    }

    /// The natural logarithm; `None` unless all numbers are above 0.
    #[must_use]
    pub fn checked_ln(self) -> Option<Interval> {
        self.map_increasing(f64::ln)
    }

    /// e to this power; `None` if that is not finite.
    #[must_use]
    pub fn checked_exp(self) -> Option<Interval> {
        self.map_increasing(f64::exp)
    }

    /// The negative.
    #[must_use]
    pub fn negated(self) -> Interval {
        Interval { lo: 0.0 - self.hi, hi: 0.0 - self.lo }
    }

    /// The distance from 0.
    #[must_use]
    pub fn abs(self) -> Interval {
        if self.lo >= 0.0 {
            self
        } else if self.hi <= 0.0 {
            self.negated()
        } else {
            Interval { lo: 0.0, hi: self.hi.max(-self.lo) }
        }
    }

    /// The lesser of the two, wherever they lie.
    #[must_use]
    pub fn min(self, other: Interval) -> Interval {
        Interval { lo: self.lo.min(other.lo), hi: self.hi.min(other.hi) }
    }

    /// The greater of the two, wherever they lie.
    #[must_use]
    pub fn max(self, other: Interval) -> Interval {
        Interval { lo: self.lo.max(other.lo), hi: self.hi.max(other.hi) }
    }

    /// The whole number at or below, after rounding to 6 decimals: 2.9999999 is 3.
    #[must_use]
    pub fn floor(self) -> Interval {
        let rounded = self.round6();
        Interval { lo: rounded.lo.floor(), hi: rounded.hi.floor() }
    }

    /// The nearest whole number, halves away from 0, after rounding to 6 decimals.
    #[must_use]
    pub fn round(self) -> Interval {
        let rounded = self.round6();
        Interval { lo: rounded.lo.round() + 0.0, hi: rounded.hi.round() + 0.0 }
    }

    /// The range of `f` over two ranges when it is monotone in each operand: its extremes are
    /// at the corners.
    fn corners(self, other: Interval, f: impl Fn(f64, f64) -> f64) -> Option<Interval> {
        let values = [f(self.lo, other.lo), f(self.lo, other.hi), f(self.hi, other.lo), f(self.hi, other.hi)];
        // `min` and `max` of floats drop NaN, which must not pass.
        if values.iter().any(|x| !x.is_finite()) {
            return None;
        }
        let lo = values.into_iter().fold(f64::INFINITY, f64::min);
        let hi = values.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Interval::new(lo, hi)
    }
}

/// `2..3.5`, or `2` for a point.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_point() { write!(f, "{}", self.lo) } else { write!(f, "{}..{}", self.lo, self.hi) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn r(lo: f64, hi: f64) -> Interval {
        Interval::new(lo, hi).unwrap()
    }

    #[test]
    fn only_finite_and_ordered() {
        for (lo, hi) in [(1.0, 0.0), (f64::NAN, 1.0), (0.0, f64::NAN), (0.0, f64::INFINITY)] {
            assert_eq!(Interval::new(lo, hi), None);
        }
        assert!(r(-0.0, -0.0).lo().is_sign_positive());
        assert!(r(0.0, 1.0).negated().hi().is_sign_positive());
        assert!(r(-0.4, 0.0).round().lo().is_sign_positive());
    }

    #[test]
    fn arithmetic() {
        let (a, b) = (r(-2.0, 3.0), r(4.0, 5.0));
        assert_eq!(a.checked_add(b), Some(r(2.0, 8.0)));
        assert_eq!(a.checked_sub(b), Some(r(-7.0, -1.0)));
        assert_eq!(a.checked_mul(b), Some(r(-10.0, 15.0)));
        assert_eq!(a.checked_div(b), Some(r(-0.5, 0.75)));
        assert_eq!(b.checked_div(a), None);
        assert_eq!(a.abs(), r(0.0, 3.0));
        assert_eq!(a.min(b), a);
        assert_eq!(a.max(b), b);
        assert_eq!(a.checked_ln(), None);
        assert_eq!(r(0.0, 1.0).checked_ln(), None);
        assert_eq!(r(0.0, 1000.0).checked_exp(), None);
        assert_eq!(r(1.0, 2.0).checked_range(r(0.0, 4.0)), Some(r(1.0, 4.0)));
        assert_eq!(b.checked_range(a), None);
        assert_eq!(r(2.999_999_9, 3.5).floor(), r(3.0, 3.0));
        assert_eq!(r(-2.5, 2.499_999_9).round(), r(-3.0, 3.0));
    }

    #[test]
    fn powers() {
        for (base, exponent, expected) in [
            (r(-2.0, 3.0), r(2.0, 2.0), Some(r(0.0, 9.0))),
            (r(-2.0, 3.0), r(3.0, 3.0), Some(r(-8.0, 27.0))),
            (r(-2.0, 3.0), r(0.0, 0.0), Some(r(1.0, 1.0))),
            (r(-2.0, -1.0), r(-2.0, -2.0), Some(r(0.25, 1.0))),
            (r(-2.0, 3.0), r(-1.0, -1.0), None),
            (r(-2.0, 3.0), r(0.5, 0.5), None),
            (r(-2.0, 3.0), r(1.0, 2.0), None),
            (r(0.0, 4.0), r(0.5, 0.5), Some(r(0.0, 2.0))),
            (r(0.0, 4.0), r(-0.5, 0.5), None),
            (r(0.5, 2.0), r(-1.0, 2.0), Some(r(0.25, 4.0))),
            (r(10.0, 10.0), r(400.0, 400.0), None),
        ] {
            assert_eq!(base.checked_pow(exponent), expected, "{base} ^ {exponent}");
        }
    }

    proptest! {
        #[test]
        fn results_contain_points(
            (a, b) in (-50.0..50.0_f64, 0.0..20.0_f64),
            (c, d) in (-8.0..8.0_f64, 0.0..3.0_f64),
            (s, t) in (0.0..=1.0_f64, 0.0..=1.0_f64),
        ) {
            let (x, y) = (r(a, a + b), r(c, c + d));
            let (px, py) = ((a + b * s).min(x.hi()), (c + d * t).min(y.hi()));
            let checks = [
                (x.checked_add(y), px + py),
                (x.checked_sub(y), px - py),
                (x.checked_mul(y), px * py),
                (x.checked_div(y), px / py),
                (x.checked_pow(y), px.powf(py)),
                (x.checked_pow(Interval::point(py.round()).unwrap()), px.powf(py.round())),
                (x.checked_exp(), px.exp()),
                (x.checked_ln(), px.ln()),
                (Some(x.abs()), px.abs()),
                (Some(x.negated()), -px),
                (Some(x.min(y)), px.min(py)),
                (Some(x.max(y)), px.max(py)),
                (Some(x.floor()), round6(px).floor()),
                (Some(x.round()), round6(px).round()),
            ];
            for (i, (range, point)) in checks.into_iter().enumerate() {
                if let Some(range) = range {
                    let slack = 1e-12 * point.abs();
                    prop_assert!(
                        range.lo() - slack <= point && point <= range.hi() + slack,
                        "{i}: {range} {point}"
                    );
                }
            }
        }
    }
}
