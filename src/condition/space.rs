//! The space that boxes live in: per input or measure, which answers are possible at all.

use super::bands::{Bands, End};
use super::domain::{Answer, Domain};
use super::region::{Region, in_unit};
use super::truth::Truth;
use crate::quantity::Interval;

/// An input or a measure, by its place in the caller's list.
pub type Axis = usize;

/// A set of answers of one axis: known ones, and whether an unknown one belongs to it.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// The known answers.
    pub region: Region,
    /// Whether an unknown answer is in the set.
    pub unknown: bool,
}

impl Cell {
    /// Whether no answer is inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.unknown && self.region.is_empty()
    }

    /// The answers in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self { region: self.region.union(&other.region), unknown: self.unknown || other.unknown }
    }

    /// The answers in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        Self { region: self.region.intersect(&other.region), unknown: self.unknown && other.unknown }
    }

    /// The answers in this but not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        Self { region: self.region.subtract(&other.region), unknown: self.unknown && !other.unknown }
    }

    /// Whether all answers of the other are inside.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.subtract(self).is_empty()
    }
}

/// One axis: its type, and the answers that are possible.
#[derive(Clone, PartialEq, Debug)]
pub struct Extent {
    domain: Domain,
    cell: Cell,
}

impl Extent {
    /// An axis of this type. `range` narrows numbers (base units), dates (days) and times
    /// (minutes), ends included, and does nothing to other types; `unknown` says whether the
    /// answer may be missing.
    #[must_use]
    pub fn new(domain: Domain, range: Option<Interval>, unknown: bool) -> Self {
        let mut region = domain.full();
        if let (Region::Bands(bands), Some(range)) = (&region, range) {
            region = Region::Bands(bands.intersect(&within(range, &domain)));
        }
        Self { domain, cell: Cell { region, unknown } }
    }

    /// An axis of this type with these possible answers.
    #[must_use]
    pub fn of(domain: Domain, cell: Cell) -> Self {
        Self { domain, cell }
    }

    /// The type.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// The possible answers.
    #[must_use]
    pub fn cell(&self) -> &Cell {
        &self.cell
    }

    /// Whether an answer, if it is a point, is possible.
    #[must_use]
    pub fn allows(&self, answer: &Answer) -> bool {
        self.admits(&self.cell, answer)
    }

    /// Whether an answer is in a cell of this axis; a range is when all of it is.
    pub(super) fn admits(&self, cell: &Cell, answer: &Answer) -> bool {
        match answer {
            Answer::Unknown => cell.unknown,
            known => cell.region.holds(known, self.domain.unit()) == Truth::True,
        }
    }

    /// A test that holds for the answers of a cell of this axis.
    #[must_use]
    pub fn print(&self, cell: &Cell) -> String {
        let all = cell.region.intersect(&self.cell.region) == self.cell.region;
        let region = if all { self.domain.full() } else { cell.region.clone() };
        let unknown = match cell.unknown {
            true => Truth::True,
            false if all => Truth::False,
            false => Truth::Unknown,
        };
        super::print::test(&region, unknown, &self.domain)
    }

    /// An answer of a cell of this axis, unknown if it may be; `None` for an empty cell.
    #[must_use]
    pub fn sample(&self, cell: &Cell) -> Option<Answer> {
        if cell.unknown { Some(Answer::Unknown) } else { cell.region.sample(&self.domain) }
    }
}

fn within(range: Interval, domain: &Domain) -> Bands {
    let Some(range) = in_unit(range, domain.unit()) else {
        return Bands::all();
    };
    let is_number = domain.unit().is_some();
    let lo = End { at: range.lo(), closed: true };
    // A day or a minute owns the numbers up to the next one.
    let hi = End { at: range.hi() + if is_number { 0.0 } else { 1.0 }, closed: is_number };
    Bands::between(lo, hi)
}

/// All axes. Boxes and conditions may only speak about these; on any other axis no answer is
/// possible.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Space(Vec<Extent>);

impl Space {
    /// A space of these axes, numbered from 0.
    #[must_use]
    pub fn new(extents: Vec<Extent>) -> Self {
        Self(extents)
    }

    /// The axis; `None` when there is none of this number.
    #[must_use]
    pub fn extent(&self, axis: Axis) -> Option<&Extent> {
        self.0.get(axis)
    }

    /// All axes, in order.
    #[must_use]
    pub fn extents(&self) -> &[Extent] {
        &self.0
    }

    /// The possible answers of an axis.
    pub(super) fn cell(&self, axis: Axis) -> Cell {
        self.extent(axis).map_or(Cell { region: Region::Never, unknown: false }, |extent| extent.cell.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Unit;

    fn interval(lo: f64, hi: f64) -> Option<Interval> {
        Interval::new(lo, hi)
    }

    #[test]
    fn ranges_narrow_what_is_possible() {
        let minutes = Domain::Number { unit: Unit::parse("min").expect("known") };
        let duration = Extent::new(minutes, interval(0.0, 7200.0), false);
        for (seconds, allowed) in [(0.0, true), (7200.0, true), (7260.0, false), (-1.0, false)] {
            assert_eq!(duration.allows(&Answer::point(seconds)), allowed, "{seconds}");
        }
        assert!(!duration.allows(&Answer::Unknown));
        assert_eq!(duration.sample(duration.cell()), Some(Answer::point(0.0)));

        let day = Extent::new(Domain::Date, interval(10.0, 11.0), true);
        assert!(day.allows(&Answer::point(11.0)) && !day.allows(&Answer::point(12.0)));
        assert!(day.allows(&Answer::Unknown));
        assert_eq!(day.sample(day.cell()), Some(Answer::Unknown));

        let flag = Extent::new(Domain::Flag, interval(0.0, 1.0), false);
        assert!(flag.allows(&Answer::Flag(true)) && !flag.allows(&Answer::Present));
    }

    #[test]
    fn no_answer_is_possible_outside() {
        assert!(Space::default().cell(3).is_empty());
    }
}
