//! Sets of numbers as sorted, disjoint, maximal bands with open or closed ends.
//!
//! Numbers meet tests after rounding to 6 decimals, so nothing can lie strictly between two
//! neighbours of that grid: such a sliver is dropped as a band and closed as a gap. Every
//! operation therefore agrees with point-by-point evaluation on rounded numbers.

use std::cmp::Ordering;
use std::fmt;

use crate::quantity::Interval;

/// Below this width an open band between two rounded numbers holds no rounded number.
const SLIVER: f64 = 1.5e-6;

/// A place between numbers: just before or just after `at`. Band ends are cuts, which makes open
/// and closed ends one ordered thing.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Cut {
    at: f64,
    after: bool,
}

impl Cut {
    const START: Self = Self::before(f64::NEG_INFINITY);
    const END: Self = Self::after(f64::INFINITY);

    const fn before(at: f64) -> Self {
        // Adding zero turns -0.0 into 0.0, so that equal numbers are equal cuts.
        Self { at: at + 0.0, after: false }
    }

    const fn after(at: f64) -> Self {
        Self { at: at + 0.0, after: true }
    }

    fn order(&self, other: &Self) -> Ordering {
        (self.at.total_cmp(&other.at)).then(self.after.cmp(&other.after))
    }

    fn earlier(self, other: Self) -> Self {
        if self.order(&other).is_le() { self } else { other }
    }

    fn later(self, other: Self) -> Self {
        if self.order(&other).is_ge() { self } else { other }
    }

    /// Whether no rounded number lies between this cut and a later one.
    fn meets(self, later: Self) -> bool {
        self.order(&later).is_ge() || (self.after && !later.after && later.at - self.at < SLIVER)
    }
}

/// One end of a band.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct End {
    /// The threshold; finite.
    pub at: f64,
    /// Whether the threshold itself belongs to the band.
    pub closed: bool,
}

/// One unbroken run of numbers, never empty.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Band {
    lo: Cut,
    hi: Cut,
}

impl Band {
    /// The low end; `None` when there is none.
    #[must_use]
    pub fn lo(&self) -> Option<End> {
        (self.lo != Cut::START).then_some(End { at: self.lo.at, closed: !self.lo.after })
    }

    /// The high end; `None` when there is none.
    #[must_use]
    pub fn hi(&self) -> Option<End> {
        (self.hi != Cut::END).then_some(End { at: self.hi.at, closed: self.hi.after })
    }

    /// Whether `x` lies inside.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        self.spans(x, x)
    }

    fn spans(&self, lo: f64, hi: f64) -> bool {
        self.lo.order(&Cut::before(lo)).is_le() && self.hi.order(&Cut::after(hi)).is_ge()
    }

    /// A number inside, with as few decimals as can be: a closed end if there is one, else one
    /// away from the only end, else near the middle, else 0.
    #[must_use]
    pub fn sample(&self) -> f64 {
        match (self.lo(), self.hi()) {
            (Some(lo), _) if lo.closed => lo.at,
            (_, Some(hi)) if hi.closed => hi.at,
            (Some(lo), Some(hi)) => self.middle(lo.at, hi.at),
            (Some(lo), None) => lo.at + 1.0,
            (None, Some(hi)) => hi.at - 1.0,
            (None, None) => 0.0,
        }
    }

    fn middle(&self, lo: f64, hi: f64) -> f64 {
        let middle = lo + (hi - lo) / 2.0;
        (0..=6)
            .map(|decimals| {
                let scale = 10_f64.powi(decimals);
                (middle * scale).round() / scale
            })
            .find(|x| self.contains(*x))
            .unwrap_or(middle)
    }
}

/// A set of numbers: sorted, disjoint, maximal bands.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Bands(Vec<Band>);

impl Bands {
    /// No number.
    #[must_use]
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// Every number.
    #[must_use]
    pub fn all() -> Self {
        Self::of(Cut::START, Cut::END)
    }

    /// Only `x` (finite).
    #[must_use]
    pub fn point(x: f64) -> Self {
        Self::of(Cut::before(x), Cut::after(x))
    }

    /// The numbers above a finite end.
    #[must_use]
    pub fn above(lo: End) -> Self {
        Self::of(low_cut(lo), Cut::END)
    }

    /// The numbers below a finite end.
    #[must_use]
    pub fn below(hi: End) -> Self {
        Self::of(Cut::START, high_cut(hi))
    }

    /// The numbers between two finite ends; none when they leave no room.
    #[must_use]
    pub fn between(lo: End, hi: End) -> Self {
        Self::of(low_cut(lo), high_cut(hi))
    }

    fn of(lo: Cut, hi: Cut) -> Self {
        Self::normal(vec![Band { lo, hi }])
    }

    fn normal(mut bands: Vec<Band>) -> Self {
        bands.retain(|band| !band.lo.meets(band.hi));
        bands.sort_by(|a, b| a.lo.order(&b.lo).then(a.hi.order(&b.hi)));
        let mut merged: Vec<Band> = Vec::with_capacity(bands.len());
        for band in bands {
            match merged.last_mut() {
                Some(last) if last.hi.meets(band.lo) => last.hi = last.hi.later(band.hi),
                _ => merged.push(band),
            }
        }
        Self(merged)
    }

    /// The bands, from low to high.
    #[must_use]
    pub fn bands(&self) -> &[Band] {
        &self.0
    }

    /// Whether no number is inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every number is inside.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::all()
    }

    /// The numbers in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::normal(self.0.iter().chain(&other.0).copied().collect())
    }

    /// The numbers in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        let pairs = (self.0.iter()).flat_map(|a| other.0.iter().map(move |b| (a, b)));
        Self::normal(pairs.map(|(a, b)| Band { lo: a.lo.later(b.lo), hi: a.hi.earlier(b.hi) }).collect())
    }

    /// The numbers not inside.
    #[must_use]
    pub fn complement(&self) -> Self {
        let starts = std::iter::once(Cut::START).chain(self.0.iter().map(|band| band.hi));
        let ends = self.0.iter().map(|band| band.lo).chain([Cut::END]);
        Self::normal(starts.zip(ends).map(|(lo, hi)| Band { lo, hi }).collect())
    }

    /// The numbers in this but not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    /// Whether `x` is inside.
    #[must_use]
    pub fn contains(&self, x: f64) -> bool {
        self.0.iter().any(|band| band.contains(x))
    }

    /// Whether the whole interval is inside.
    #[must_use]
    pub fn contains_interval(&self, x: Interval) -> bool {
        self.0.iter().any(|band| band.spans(x.lo(), x.hi()))
    }

    /// Whether no number of the interval is inside.
    #[must_use]
    pub fn disjoint_from_interval(&self, x: Interval) -> bool {
        self.0
            .iter()
            .all(|band| band.hi.order(&Cut::before(x.lo())).is_le() || band.lo.order(&Cut::after(x.hi())).is_ge())
    }

    /// The finite ends of all bands, ascending, each once.
    #[must_use]
    pub fn thresholds(&self) -> Vec<f64> {
        let mut ends: Vec<f64> =
            (self.0.iter()).flat_map(|band| [band.lo(), band.hi()]).flatten().map(|end| end.at).collect();
        ends.dedup();
        ends
    }

    /// A number of each band (see [`Band::sample`]), from low to high.
    #[must_use]
    pub fn samples(&self) -> Vec<f64> {
        self.0.iter().map(Band::sample).collect()
    }
}

fn low_cut(end: End) -> Cut {
    Cut { at: end.at + 0.0, after: !end.closed }
}

fn high_cut(end: End) -> Cut {
    Cut { at: end.at + 0.0, after: end.closed }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |end: End| (end.at.to_string(), end.closed);
        f.write_str(&band_text(self.lo().map(show), self.hi().map(show)))
    }
}

/// The test that says a band, from its written ends and whether they are closed.
pub(super) fn band_text(lo: Option<(String, bool)>, hi: Option<(String, bool)>) -> String {
    match (lo, hi) {
        (None, None) => "-".to_owned(),
        (Some((lo, closed)), None) => format!("{} {lo}", if closed { ">=" } else { ">" }),
        (None, Some((hi, closed))) => format!("{} {hi}", if closed { "<=" } else { "<" }),
        (Some((lo, true)), Some((hi, true))) if lo == hi => lo,
        (Some((lo, lo_closed)), Some((hi, hi_closed))) => {
            format!("{}{lo}..{hi}{}", if lo_closed { '[' } else { '(' }, if hi_closed { ']' } else { ')' })
        }
    }
}

impl fmt::Display for Bands {
    /// In the form of a test: `< 60, [70..90)`; `-` for every number, `not(-)` for none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("not(-)");
        }
        for (i, band) in self.0.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            write!(f, "{comma}{band}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn end(at: f64, closed: bool) -> End {
        End { at, closed }
    }

    fn between(lo: f64, hi: f64) -> Bands {
        Bands::between(end(lo, true), end(hi, false))
    }

    #[test]
    fn prints_as_a_test() {
        for (bands, text) in [
            (Bands::all(), "-"),
            (Bands::none(), "not(-)"),
            (Bands::point(-0.0), "0"),
            (Bands::point(5.0).complement(), "< 5, > 5"),
            (between(60.0, 90.0), "[60..90)"),
            (between(60.0, 90.0).complement(), "< 60, >= 90"),
            (between(1.0, 2.0).union(&between(2.0, 3.0)), "[1..3)"),
            (between(1.0, 2.0).union(&between(2.5, 3.0)), "[1..2), [2.5..3)"),
            (Bands::between(end(5.0, false), end(5.0, true)), "not(-)"),
            (Bands::between(end(9.0, true), end(5.0, true)), "not(-)"),
        ] {
            assert_eq!(bands.to_string(), text);
        }
    }

    #[test]
    fn slivers_between_rounded_numbers_hold_nothing() {
        let sliver = Bands::between(end(5.0, false), end(5.000_001, false));
        assert!(sliver.is_empty());
        let around = Bands::below(end(5.0, true)).union(&Bands::above(end(5.000_001, true)));
        assert!(around.is_all());
        let wider = Bands::between(end(5.0, false), end(5.000_002, false));
        assert_eq!(wider.samples(), [5.000_001]);
    }

    #[test]
    fn samples_are_tidy() {
        for (bands, sample) in [
            (Bands::all(), 0.0),
            (Bands::above(end(3.0, false)), 4.0),
            (Bands::below(end(3.0, false)), 2.0),
            (Bands::between(end(3.0, false), end(9.0, true)), 9.0),
            (Bands::between(end(60.0, false), end(91.0, false)), 76.0),
            (Bands::between(end(0.1, false), end(0.2, false)), 0.15),
        ] {
            assert_eq!(bands.samples(), [sample], "{bands}");
        }
    }

    #[test]
    fn thresholds_are_each_given_once() {
        let bands = Bands::point(5.0).complement().subtract(&between(7.0, 8.0));
        assert_eq!(bands.thresholds(), [5.0, 7.0, 8.0]);
    }

    fn any_end() -> impl Strategy<Value = End> {
        ((-4i32..=4), any::<bool>()).prop_map(|(at, closed)| end(f64::from(at), closed))
    }

    fn any_bands() -> impl Strategy<Value = Bands> {
        let one = prop_oneof![
            (any_end(), any_end()).prop_map(|(a, b)| Bands::between(a, b)),
            any_end().prop_map(Bands::above),
            any_end().prop_map(Bands::below),
        ];
        proptest::collection::vec(one, 0..5).prop_map(|all| all.iter().fold(Bands::none(), |a, b| a.union(b)))
    }

    proptest! {
        #[test]
        fn algebra_agrees_with_points(a in any_bands(), b in any_bands(), half in -10i32..=10) {
            let x = f64::from(half) / 2.0;
            let (in_a, in_b) = (a.contains(x), b.contains(x));
            prop_assert_eq!(a.union(&b).contains(x), in_a || in_b);
            prop_assert_eq!(a.intersect(&b).contains(x), in_a && in_b);
            prop_assert_eq!(a.subtract(&b).contains(x), in_a && !in_b);
            prop_assert_eq!(a.complement().contains(x), !in_a);
            prop_assert_eq!(a.complement().complement(), a.clone());
            prop_assert_eq!(a.union(&b), b.union(&a));
            prop_assert!(a.samples().iter().all(|x| a.contains(*x)));
        }

        #[test]
        fn intervals_agree_with_their_points(a in any_bands(), lo in -10i32..=10, width in 0i32..8) {
            let points: Vec<bool> = (0..=width).map(|i| a.contains(f64::from(lo + i) / 2.0)).collect();
            let x = Interval::new(f64::from(lo) / 2.0, f64::from(lo + width) / 2.0).expect("finite");
            // Ends lie on whole numbers, so halves visit every piece of every band.
            prop_assert_eq!(a.contains_interval(x), points.iter().all(|inside| *inside));
            prop_assert_eq!(a.disjoint_from_interval(x), points.iter().all(|inside| !*inside));
        }
    }
}
