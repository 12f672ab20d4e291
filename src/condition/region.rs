//! A set of known answers of one input or measure, in normal form.

use super::bands::Bands;
use super::cubes::Cubes;
use super::domain::{Answer, Domain};
use super::options::OptionSet;
use super::truth::Truth;
use crate::quantity::{Interval, Unit, round6};

/// A set of known answers. Two regions that are combined belong to one input and so are of one
/// kind; should they not be, they have nothing in common, and their union is the first.
#[derive(Clone, PartialEq, Debug)]
pub enum Region {
    /// Numbers in the declared unit; days and minutes as whole numbers `n`, each of which owns
    /// `[n..n+1)`, so that `> d` and `>= d + 1` are one region.
    Bands(Bands),
    /// Options of a choice, by place; a flag's places are 0 for false and 1 for true.
    Options(OptionSet),
    /// Combinations of the options of a set.
    Subsets(Cubes),
    /// Any text or series.
    Always,
    /// No text or series.
    Never,
}

impl Region {
    /// Whether no answer is inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Bands(bands) => bands.is_empty(),
            Self::Options(options) => options.is_empty(),
            Self::Subsets(cubes) => cubes.is_empty(),
            Self::Always => false,
            Self::Never => true,
        }
    }

    /// The answers in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Bands(a), Self::Bands(b)) => Self::Bands(a.union(b)),
            (Self::Options(a), Self::Options(b)) => Self::Options(a.union(*b)),
            (Self::Subsets(a), Self::Subsets(b)) => Self::Subsets(a.union(b).simplify()),
            (Self::Never, _) => other.clone(),
            _ => self.clone(),
        }
    }

    /// The answers in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Bands(a), Self::Bands(b)) => Self::Bands(a.intersect(b)),
            (Self::Options(a), Self::Options(b)) => Self::Options(a.intersect(*b)),
            (Self::Subsets(a), Self::Subsets(b)) => Self::Subsets(a.intersect(b)),
            (Self::Always, Self::Always) => Self::Always,
            _ => Self::Never,
        }
    }

    /// The answers in this but not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Bands(a), Self::Bands(b)) => Self::Bands(a.subtract(b)),
            (Self::Options(a), Self::Options(b)) => Self::Options(a.subtract(*b)),
            (Self::Subsets(a), Self::Subsets(b)) => Self::Subsets(a.subtract(b).simplify()),
            (Self::Always, Self::Always) => Self::Never,
            _ => self.clone(),
        }
    }

    /// The answers of this type that are not inside.
    #[must_use]
    pub fn complement(&self, domain: &Domain) -> Self {
        domain.full().subtract(self)
    }

    /// Whether a known answer is inside: a range is when all of it is, and cannot be told when only
    /// part of it is. `unit` is the declared unit of a number. An answer that is unknown, or of
    /// another type, cannot be told.
    #[must_use]
    pub fn holds(&self, answer: &Answer, unit: Option<&Unit>) -> Truth {
        match (self, answer) {
            (Self::Bands(bands), Answer::Number(x)) => match in_unit(*x, unit) {
                Some(x) if bands.contains_interval(x) => Truth::True,
                Some(x) if bands.disjoint_from_interval(x) => Truth::False,
                _ => Truth::Unknown,
            },
            (Self::Options(options), Answer::Choice(place)) => options.contains(*place).into(),
            (Self::Options(options), Answer::Flag(yes)) => options.contains(usize::from(*yes)).into(),
            (Self::Subsets(cubes), Answer::Set(set)) => cubes.contains(*set).into(),
            (Self::Always, Answer::Present) => Truth::True,
            (Self::Never, Answer::Present) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// A known answer inside, the simplest at hand; `None` when there is none.
    #[must_use]
    pub fn sample(&self, domain: &Domain) -> Option<Answer> {
        match self {
            Self::Bands(bands) => {
                let x = bands.bands().first()?.sample();
                Some(Answer::point(domain.unit().map_or(x, |unit| unit.to_base(x))))
            }
            Self::Options(options) => {
                let place = options.iter().next()?;
                Some(match domain {
                    Domain::Flag => Answer::Flag(place == 1),
                    _ => Answer::Choice(place),
                })
            }
            Self::Subsets(cubes) => cubes.sample().map(Answer::Set),
            Self::Always => Some(Answer::Present),
            Self::Never => None,
        }
    }
}

/// A range of base units as tests see it: in the declared unit, rounded to 6 decimals.
pub(super) fn in_unit(x: Interval, unit: Option<&Unit>) -> Option<Interval> {
    x.map_increasing(|x| round6(unit.map_or(x, |unit| unit.from_base(x))))
}

#[cfg(test)]
mod tests {
    use super::super::bands::End;
    use super::*;

    #[test]
    fn rounding_comes_before_comparing() {
        let percent = Unit::parse("%").expect("known");
        let at_most_ten = Region::Bands(Bands::below(End { at: 10.0, closed: true }));
        let spike = Answer::point((17.6 - 16.0) / 16.0);
        assert_eq!(at_most_ten.holds(&spike, Some(&percent)), Truth::True);
    }

    #[test]
    fn samples_are_inside_and_in_base_units() {
        let celsius = Unit::parse("°C").expect("known");
        let domain = Domain::Number { unit: celsius.clone() };
        let region = Region::Bands(Bands::point(30.0));
        let sample = region.sample(&domain).expect("not empty");
        assert_eq!(sample, Answer::point(303.15));
        assert_eq!(region.holds(&sample, Some(&celsius)), Truth::True);
        assert_eq!(Region::Never.sample(&Domain::Text), None);
        let no = Region::Options(OptionSet::only(0));
        assert_eq!(no.sample(&Domain::Flag), Some(Answer::Flag(false)));
    }

    #[test]
    fn another_type_cannot_be_told() {
        let region = Region::Options(OptionSet::first(2));
        assert_eq!(region.holds(&Answer::Present, None), Truth::Unknown);
        assert_eq!(region.holds(&Answer::Unknown, None), Truth::Unknown);
        assert!(region.intersect(&Region::Always).is_empty());
        assert_eq!(Region::Never.union(&region), region);
    }
}
