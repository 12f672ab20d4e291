//! Unions of boxes: sets of points, a point being one answer on every axis.
//!
//! All of this is exact for points. A measure that is known as a range only is no point: the
//! caller treats what straddles a threshold as it treats what cannot be told.

use std::collections::BTreeMap;

use super::domain::Answer;
use super::space::{Axis, Cell, Space};

/// The points whose answer on each named axis is in that axis's cell; other axes are free.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AxisBox(BTreeMap<Axis, Cell>);

impl AxisBox {
    /// Every point.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// The box narrowed to the points whose answer on this axis is in the cell.
    #[must_use]
    pub fn narrow(mut self, axis: Axis, cell: &Cell) -> Self {
        (self.0.entry(axis)).and_modify(|own| *own = own.intersect(cell)).or_insert_with(|| cell.clone());
        self
    }

    /// The axes that are not free, ascending, with their cells.
    #[must_use]
    pub fn cells(&self) -> impl ExactSizeIterator<Item = (Axis, &Cell)> {
        self.0.iter().map(|(axis, cell)| (*axis, cell))
    }

    /// Whether no point is inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.values().any(Cell::is_empty)
    }

    /// The points in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        (other.cells()).fold(self.clone(), |both, (axis, cell)| both.narrow(axis, cell))
    }

    /// Whether no point is in both.
    fn is_disjoint(&self, other: &Self) -> bool {
        other.cells().any(|(axis, cell)| match self.0.get(&axis) {
            Some(own) => own.intersect(cell).is_empty(),
            None => cell.is_empty(),
        })
    }

    /// Whether the point is inside.
    pub fn contains(&self, space: &Space, point: &dyn Fn(Axis) -> Answer) -> bool {
        self.cells().all(|(axis, cell)| (space.extent(axis)).is_some_and(|extent| extent.admits(cell, &point(axis))))
    }

    /// The part inside the space, axes that are then free left out; `None` when it is empty.
    fn clip(&self, space: &Space) -> Option<Self> {
        let mut clipped = BTreeMap::new();
        for (axis, cell) in self.cells() {
            let possible = space.cell(axis);
            let cell = cell.intersect(&possible);
            if cell.is_empty() {
                return None;
            }
            if !cell.covers(&possible) {
                clipped.insert(axis, cell);
            }
        }
        Some(Self(clipped))
    }

    /// The points of this, a clipped box, that are not in the other, as disjoint boxes: on one axis
    /// after the other, what is outside is split off.
    fn subtract(self, other: &Self, space: &Space) -> Vec<Self> {
        if self.is_disjoint(other) {
            return vec![self];
        }
        let mut rest = self;
        let mut outside = Vec::new();
        for (axis, cell) in other.cells() {
            let own = rest.0.get(&axis).cloned().unwrap_or_else(|| space.cell(axis));
            let beyond = own.subtract(cell);
            if !beyond.is_empty() {
                let mut split = rest.clone();
                split.0.insert(axis, beyond);
                outside.push(split);
            }
            rest.0.insert(axis, own.intersect(cell));
        }
        outside
    }

    /// Whether all points of this are in the other, both clipped.
    fn is_inside(&self, other: &Self) -> bool {
        (other.cells()).all(|(axis, cell)| self.0.get(&axis).is_some_and(|own| cell.covers(own)))
    }

    /// The two, both clipped, as one box: when they differ in one axis only.
    fn merge(&self, other: &Self) -> Option<Self> {
        if !self.0.keys().eq(other.0.keys()) {
            return None;
        }
        let mut different = self.cells().zip(other.0.values()).filter(|((_, a), b)| a != b);
        let ((axis, a), b) = different.next()?;
        if different.next().is_some() {
            return None;
        }
        let mut merged = self.clone();
        merged.0.insert(axis, a.union(b));
        Some(merged)
    }

    /// One point of the box: an answer for each axis that is not free, unknown where it may be.
    /// `None` when the box is empty inside the space.
    #[must_use]
    pub fn witness(&self, space: &Space) -> Option<BTreeMap<Axis, Answer>> {
        (self.clip(space)?.cells()).map(|(axis, cell)| Some((axis, space.extent(axis)?.sample(cell)?))).collect()
    }
}

/// A union of boxes, none of them empty. Boxes may overlap.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Boxes(Vec<AxisBox>);

impl Boxes {
    /// No point.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Every point.
    #[must_use]
    pub fn all() -> Self {
        Self(vec![AxisBox::all()])
    }

    /// The points of any of these boxes.
    #[must_use]
    pub fn new(boxes: impl IntoIterator<Item = AxisBox>) -> Self {
        Self(boxes.into_iter().filter(|one| !one.is_empty()).collect())
    }

    /// The boxes.
    #[must_use]
    pub fn boxes(&self) -> &[AxisBox] {
        &self.0
    }

    /// Whether no point is inside. Whether none is *inside a space* is asked after [`Boxes::clip`].
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the point is inside.
    pub fn contains(&self, space: &Space, point: &dyn Fn(Axis) -> Answer) -> bool {
        self.0.iter().any(|one| one.contains(space, point))
    }

    /// The part inside the space.
    #[must_use]
    pub fn clip(&self, space: &Space) -> Self {
        Self(self.0.iter().filter_map(|one| one.clip(space)).collect())
    }

    /// The points in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).cloned().collect())
    }

    /// The points in both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        Self::new((self.0.iter()).flat_map(|a| other.0.iter().map(|b| a.intersect(b))))
    }

    /// The points of the space that are in this but not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self, space: &Space) -> Self {
        let mut rest = self.clip(space).0;
        for taken in &other.0 {
            rest = (rest.into_iter()).flat_map(|one| one.subtract(taken, space)).collect();
        }
        Self(rest).clip(space)
    }

    /// The points of the space that are not inside.
    #[must_use]
    pub fn complement(&self, space: &Space) -> Self {
        Self::all().subtract(self, space)
    }

    /// Whether all of the other's points inside the space are inside this.
    #[must_use]
    pub fn covers(&self, other: &Self, space: &Space) -> bool {
        self.first_gap(other, space).is_none()
    }

    /// A box of the other's points, inside the space, none of which are inside this; `None` when this
    /// covers them all. It stops at the first, where [`Boxes::subtract`] lists everything: the way to
    /// ask about many boxes.
    #[must_use]
    pub fn first_gap(&self, other: &Self, space: &Space) -> Option<AxisBox> {
        let mut covering = self.clip(space).0;
        // Boxes with few axes are large: taken first, they leave little to split.
        covering.sort_by_key(|one| one.cells().len());
        (other.clip(space).0.into_iter()).find_map(|one| gap_in(one, &covering, space))
    }

    /// The same points of the space with fewer boxes: a box inside another goes, and two that differ
    /// in one axis only become one.
    #[must_use]
    pub fn simplify(&self, space: &Space) -> Self {
        let mut kept = Vec::new();
        for one in self.clip(space).0 {
            absorb(&mut kept, one, space);
        }
        Self(kept)
    }

    /// One point, of the box with the fewest axes and of these the first: an answer for each axis of
    /// that box, unknown where it may be; the other axes are free. `None` when no point of the space
    /// is inside.
    #[must_use]
    pub fn witness(&self, space: &Space) -> Option<BTreeMap<Axis, Answer>> {
        let clipped = self.clip(space);
        let simplest = clipped.0.iter().min_by_key(|one| one.cells().len())?;
        simplest.witness(space)
    }
}

/// A part of the box that none of the others covers, all clipped.
fn gap_in(one: AxisBox, covering: &[AxisBox], space: &Space) -> Option<AxisBox> {
    if covering.iter().any(|other| one.is_inside(other)) {
        return None;
    }
    let Some(next) = covering.iter().position(|other| !one.is_disjoint(other)) else {
        return Some(one);
    };
    one.subtract(&covering[next], space).into_iter().find_map(|part| gap_in(part, &covering[next + 1..], space))
}

/// Adds a clipped box to others: merged with one it differs from in one axis only, and this again
/// with what then fits; not at all if it lies inside one; and without those that lie inside it.
fn absorb(kept: &mut Vec<AxisBox>, mut one: AxisBox, space: &Space) {
    loop {
        if kept.iter().any(|other| one.is_inside(other)) {
            return;
        }
        kept.retain(|other| !other.is_inside(&one));
        let partner = (kept.iter().enumerate()).find_map(|(place, other)| Some((place, other.merge(&one)?)));
        let Some((place, merged)) = partner else {
            kept.push(one);
            return;
        };
        kept.remove(place);
        // A merge can fill an axis, which is then free; it cannot be empty.
        one = merged.clip(space).unwrap_or(merged);
    }
}

#[cfg(test)]
mod tests {
    use super::super::domain::Domain;
    use super::super::space::Extent;
    use super::super::test::Test;
    use super::super::truth::Truth;
    use super::*;
    use crate::quantity::{Interval, Unit};

    fn space() -> Space {
        let unit = Unit::parse("min").expect("known");
        let options = ["easy", "long", "race"].map(str::to_owned).to_vec();
        Space::new(vec![
            Extent::new(Domain::Number { unit }, Interval::new(0.0, 7200.0), false),
            Extent::new(Domain::Choice(options), None, true),
            Extent::new(Domain::Flag, None, true),
        ])
    }

    fn cut(tests: &[(Axis, &str)]) -> AxisBox {
        let space = space();
        tests.iter().fold(AxisBox::all(), |one, (axis, text)| {
            let domain = space.extent(*axis).expect("an axis").domain();
            let test = Test::parse(text, domain).expect("a test");
            one.narrow(*axis, &test.cell(Truth::True, domain))
        })
    }

    #[test]
    fn outside_the_range_is_empty() {
        let long = Boxes::new([cut(&[(0, "> 121")])]);
        assert!(!long.is_empty());
        assert!(long.clip(&space()).is_empty());
        assert_eq!(long.witness(&space()), None);
        assert!(Boxes::none().covers(&long, &space()));
    }

    #[test]
    fn halves_merge_into_the_whole() {
        let parts =
            [cut(&[(0, "< 60"), (1, "race")]), cut(&[(0, ">= 60"), (1, "race")]), cut(&[(1, "easy, long, unknown")])];
        assert_eq!(Boxes::new(parts).simplify(&space()), Boxes::all());
    }

    #[test]
    fn witnesses_leave_free_axes_out() {
        let either = Boxes::new([cut(&[(0, "> 90"), (1, "long")]), cut(&[(1, "race, long"), (0, "-")])]);
        let witness = either.witness(&space()).expect("not empty");
        assert_eq!(witness, BTreeMap::from([(1, Answer::Choice(1))]));
        assert_eq!(Boxes::all().witness(&space()), Some(BTreeMap::new()));
        let unanswered = Boxes::new([cut(&[(2, "true, unknown")])]);
        let witness = unanswered.witness(&space()).expect("not empty");
        assert_eq!(witness, BTreeMap::from([(2, Answer::Unknown)]));
    }

    #[test]
    fn what_is_left_is_disjoint() {
        let rest = Boxes::new([cut(&[(0, ">= 60"), (1, "race"), (2, "true")])]).complement(&space());
        assert_eq!(rest.boxes().len(), 3);
        for (i, a) in rest.boxes().iter().enumerate() {
            for b in &rest.boxes()[..i] {
                assert!(a.intersect(b).is_empty());
            }
        }
    }

    #[test]
    fn the_first_gap_is_found_without_listing_all() {
        // Forty boxes of two axes each: what they leave has far too many parts to list.
        let space = Space::new(vec![Extent::new(Domain::Flag, None, false); 80]);
        let test = Test::parse("true", &Domain::Flag).expect("a test");
        let cell = test.cell(Truth::True, &Domain::Flag);
        let pairs = (0..40).map(|i| AxisBox::all().narrow(2 * i, &cell).narrow(2 * i + 1, &cell));
        let pairs = Boxes::new(pairs);
        let gap = pairs.first_gap(&Boxes::all(), &space).expect("not covered");
        let witness = gap.witness(&space).expect("not empty");
        let point = |axis: Axis| witness.get(&axis).cloned().unwrap_or(Answer::Flag(true));
        assert!(!pairs.contains(&space, &point));
    }

    #[test]
    fn an_axis_outside_the_space_has_no_answers() {
        let stray = Boxes::new([AxisBox::all().narrow(9, &Cell { region: Domain::Text.full(), unknown: true })]);
        assert!(!stray.contains(&space(), &|_| Answer::Present));
        assert!(stray.clip(&space()).is_empty());
    }
}
