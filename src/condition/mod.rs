//! Conditions: what content asks of a runner's answers, in a form that can be reasoned about.
//!
//! [`Test::parse`] reads a unary test against the type of its input and keeps what it *means*: a
//! [`Region`] of known answers and a [`Truth`] for an unknown one. [`Condition`] and [`Unless`]
//! combine tests of several inputs by Kleene's logic. [`Boxes`] turn both into unions of boxes, one
//! side per input, on which the analysis computes exactly; [`Grid`] lays many rules over one another and tells
//! whether they cover a space ([`Cover`]), and all their gaps and overlaps ([`Diagram`]). Everything is pure: no clock, no order
//! of a hash map.

mod bands;
mod bits;
mod boxes;
mod cover;
mod cubes;
mod diagram;
mod domain;
mod grid;
mod options;
mod ordered;
mod parse;
mod print;
mod region;
mod space;
mod test;
mod truth;
mod when;

#[cfg(test)]
mod properties;

pub use bands::{Band, Bands, End};
pub use boxes::{AxisBox, Boxes};
pub use cover::Cover;
pub use cubes::{Cube, Cubes};
pub use diagram::Diagram;
pub use domain::{Answer, Domain, day_number, day_of_number};
pub use grid::Grid;
pub use options::OptionSet;
pub use parse::RESERVED;
pub use region::Region;
pub use space::{Axis, Cell, Extent, Space};
pub use test::Test;
pub use truth::Truth;
pub use when::{Condition, Entry, Unless};
