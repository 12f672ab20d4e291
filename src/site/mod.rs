//! The FAQ site.

pub mod search;
