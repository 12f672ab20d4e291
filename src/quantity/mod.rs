//! Floor 1: amounts with units, ranges of them, and the formulas that combine them.
//!
//! - [`Unit`] and [`Dimension`]: what a number is measured in, and whether two may meet.
//! - [`Interval`]: a closed range of numbers; a single number is a range of one point.
//! - [`parse_quantity`] and [`parse_range`]: what people type, such as `2 h 15 min`.
//! - [`formula`]: the small language of measures and amounts.
//!
//! Inside, every number stands in base units (kg, m, s, mol, K, beat) and nothing is rounded
//! until [`round6`]. What is wrong with a text comes back as a [`TextError`], never as a panic.
//! A new unit is a row in `unit.rs`.

pub mod dimension;
pub mod formula;
pub mod interval;
pub mod literal;
mod scan;
pub mod text_error;
pub mod unit;

pub use dimension::Dimension;
pub use interval::Interval;
pub use literal::{parse_clock, parse_quantity, parse_range, round6};
pub use text_error::TextError;
pub use unit::Unit;
