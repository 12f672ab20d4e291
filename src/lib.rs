//! afterrun: recovery guidance as data, checked like a program, made personal for one runner.
#![doc = include_str!("../ARCHITECTURE.md")]

pub mod analysis;
pub mod check;
pub mod cli;
pub mod condition;
pub mod diagnostics;
pub mod disk;
pub mod editor;
pub mod guide;
pub mod memo;
pub mod model;
pub mod output;
pub mod profile;
pub mod prose;
pub mod quantity;
pub mod render;
pub mod select;
pub mod site;
pub mod source;
pub mod syntax;
pub mod template;
pub mod week;
