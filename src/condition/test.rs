//! One unary test: the set of known answers it holds for, and what it says of an unknown one.

use super::domain::{Answer, Domain};
use super::region::Region;
use super::space::Cell;
use super::truth::Truth;
use super::{parse, print};
use crate::quantity::{TextError, Unit};

/// A test of one input or measure, in normal form. Two tests are equal when they say the same of
/// every answer; how they were written does not count.
#[derive(Clone, Debug)]
pub struct Test {
    text: String,
    region: Region,
    unknown: Truth,
    unit: Option<Unit>,
}

impl Test {
    /// Reads a test such as `>= 90` or `race, long`.
    ///
    /// # Errors
    /// All that is wrong with the text, each with its byte range.
    pub fn parse(text: &str, domain: &Domain) -> Result<Self, Vec<TextError>> {
        let meaning = parse::meaning(text, domain)?;
        Ok(Self::new(text.trim().to_owned(), meaning, domain))
    }

    /// Reads a list of tests of which any may hold: the same as with commas between them.
    ///
    /// # Errors
    /// All that is wrong, each with the place of its item and the byte range inside that item.
    pub fn from_list(items: &[&str], domain: &Domain) -> Result<Self, Vec<(usize, TextError)>> {
        let mut parts = Vec::new();
        let mut errors = Vec::new();
        for (place, item) in items.iter().enumerate() {
            match parse::meaning(item, domain) {
                Ok(part) => parts.push(part),
                Err(found) => errors.extend(found.into_iter().map(|error| (place, error))),
            }
        }
        if items.is_empty() {
            errors.push((0, parse::empty(0..0)));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let meaning = parts.iter().fold(Meaning::none(domain), |a, b| a.or(b));
        let meaning = parse::settle(meaning, items[0]).map_err(|error| vec![(0, error)])?;
        Ok(Self::new(items.join(", "), meaning, domain))
    }

    /// The test that holds for these known answers, and cannot tell an unknown one.
    #[must_use]
    pub fn of(region: Region, domain: &Domain) -> Self {
        let text = print::test(&region, Truth::Unknown, domain);
        Self::new(text, Meaning { region, unknown: Truth::Unknown }, domain)
    }

    fn new(text: String, meaning: Meaning, domain: &Domain) -> Self {
        Self { text, region: meaning.region, unknown: meaning.unknown, unit: domain.unit().cloned() }
    }

    /// The test as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The known answers it holds for; numbers in the declared unit.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// What it says of an unknown answer.
    #[must_use]
    pub fn on_unknown(&self) -> Truth {
        self.unknown
    }

    /// What it says of an answer.
    #[must_use]
    pub fn holds(&self, answer: &Answer) -> Truth {
        match answer {
            Answer::Unknown => self.unknown,
            known => self.region.holds(known, self.unit.as_ref()),
        }
    }

    /// The answers of this type for which it has this truth, as points.
    #[must_use]
    pub fn cell(&self, truth: Truth, domain: &Domain) -> Cell {
        let region = match truth {
            Truth::True => self.region.clone(),
            Truth::False => self.region.complement(domain),
            Truth::Unknown => self.region.subtract(&self.region),
        };
        Cell { region, unknown: self.unknown == truth }
    }

    /// The opposite test.
    #[must_use]
    pub fn negate(&self, domain: &Domain) -> Self {
        Self {
            text: format!("not({})", self.text),
            region: self.region.complement(domain),
            unknown: !self.unknown,
            unit: self.unit.clone(),
        }
    }

    /// A text that reads as an equal test: the shortest usual form of what it means, numbers in the
    /// declared unit.
    #[must_use]
    pub fn print(&self, domain: &Domain) -> String {
        print::test(&self.region, self.unknown, domain)
    }
}

impl PartialEq for Test {
    fn eq(&self, other: &Self) -> bool {
        self.unknown == other.unknown && self.region == other.region && self.unit == other.unit
    }
}

/// What a test, or a part of one, says: of known answers and of an unknown one.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Meaning {
    pub region: Region,
    pub unknown: Truth,
}

impl Meaning {
    /// Says no to everything: where an "or" of alternatives starts.
    pub fn none(domain: &Domain) -> Self {
        Self { region: domain.full().subtract(&domain.full()), unknown: Truth::False }
    }

    pub fn or(&self, other: &Self) -> Self {
        Self { region: self.region.union(&other.region), unknown: self.unknown.or(other.unknown) }
    }
}
