//! afterrun: recovery guidance as data, checked like a program, made personal for one runner.
#![doc = include_str!("../ARCHITECTURE.md")]

pub mod check;
pub mod condition;
pub mod diagnostics;
pub mod disk;
pub mod model;
pub mod profile;
pub mod prose;
pub mod quantity;
pub mod source;
pub mod syntax;
