//! Tests of several inputs together: what `when` and `unless` ask.

use super::boxes::{AxisBox, Boxes};
use super::domain::{Answer, Domain};
use super::space::{Axis, Cell, Space};
use super::test::Test;
use super::truth::Truth;
use crate::source::Span;

/// A test of one input or measure. Two are equal when they ask the same; where they stand does not count.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which input or measure.
    pub axis: Axis,
    /// What is asked of it.
    pub test: Test,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.axis == other.axis && self.test == other.test
    }
}

impl Entry {
    /// What the test says of these answers.
    pub fn holds(&self, answers: &dyn Fn(Axis) -> Answer) -> Truth {
        self.test.holds(&answers(self.axis))
    }

    /// The possible answers for which the test has this truth.
    fn cell(&self, truth: Truth, space: &Space) -> Cell {
        // Of an axis outside the space nothing is possible, whatever its type.
        let domain = space.extent(self.axis).map_or(&Domain::Text, |extent| extent.domain());
        self.test.cell(truth, domain).intersect(&space.cell(self.axis))
    }
}

/// A list of alternatives, each a list of entries that must all hold.
#[derive(Clone, PartialEq, Debug)]
pub struct Condition(Vec<Vec<Entry>>);

impl Condition {
    /// A condition that holds when all entries of any alternative do. Without alternatives it never
    /// holds; an alternative without entries always does.
    #[must_use]
    pub fn new(alternatives: Vec<Vec<Entry>>) -> Self {
        Self(alternatives)
    }

    /// The condition that always holds: that of content without a `when`.
    #[must_use]
    pub fn always() -> Self {
        Self(vec![Vec::new()])
    }

    /// The alternatives, in order.
    #[must_use]
    pub fn alternatives(&self) -> &[Vec<Entry>] {
        &self.0
    }

    /// All entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().flatten()
    }

    /// Whether it holds.
    pub fn holds(&self, answers: &dyn Fn(Axis) -> Answer) -> Truth {
        let all = |entries: &Vec<Entry>| Truth::all(entries.iter().map(|entry| entry.holds(answers)));
        Truth::any(self.0.iter().map(all))
    }

    /// The points of the space where it has this truth. The three truths partition the space.
    #[must_use]
    pub fn boxes_where(&self, truth: Truth, space: &Space) -> Boxes {
        match truth {
            Truth::True => {
                let boxes = self.0.iter().map(|all| all_where(all, truth, space));
                Boxes::new(boxes).simplify(space)
            }
            Truth::False => self
                .0
                .iter()
                .fold(Boxes::all(), |boxes, all| boxes.intersect(&any_where(all, Truth::False, space)).simplify(space)),
            Truth::Unknown => {
                // Where no alternative is false is where one is true or cannot be told.
                let rest = self.boxes_where(Truth::False, space).complement(space);
                (rest.subtract(&self.boxes_where(Truth::True, space), space)).simplify(space)
            }
        }
    }
}

/// A flat list of entries, each of which blocks on its own.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Unless(Vec<Entry>);

impl Unless {
    /// Blocks when any entry holds; without entries, never.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        Self(entries)
    }

    /// The entries, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Whether it blocks: on `True`; on `Unknown` it shows its caveat.
    pub fn blocks(&self, answers: &dyn Fn(Axis) -> Answer) -> Truth {
        Truth::any(self.0.iter().map(|entry| entry.holds(answers)))
    }

    /// The entries that have this truth, in order: those that block, or those that cannot be told.
    pub fn entries_where(&self, truth: Truth, answers: &dyn Fn(Axis) -> Answer) -> impl Iterator<Item = &Entry> {
        (self.0.iter()).filter(move |entry| entry.holds(answers) == truth)
    }

    /// The points of the space where [`Unless::blocks`] has this truth. The three truths partition
    /// the space.
    #[must_use]
    pub fn boxes_where(&self, truth: Truth, space: &Space) -> Boxes {
        match truth {
            Truth::True => any_where(&self.0, Truth::True, space),
            Truth::False => Boxes::new([all_where(&self.0, Truth::False, space)]).simplify(space),
            Truth::Unknown => {
                let unsure = any_where(&self.0, Truth::Unknown, space);
                (unsure.subtract(&self.boxes_where(Truth::True, space), space)).simplify(space)
            }
        }
    }
}

/// The box where all entries have this truth.
fn all_where(entries: &[Entry], truth: Truth, space: &Space) -> AxisBox {
    entries.iter().fold(AxisBox::all(), |all, entry| all.narrow(entry.axis, &entry.cell(truth, space)))
}

/// The points where any entry has this truth.
fn any_where(entries: &[Entry], truth: Truth, space: &Space) -> Boxes {
    let boxes = (entries.iter()).map(|entry| AxisBox::all().narrow(entry.axis, &entry.cell(truth, space)));
    Boxes::new(boxes).simplify(space)
}
