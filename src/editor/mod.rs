//! What an editor asks about a pack that somebody is typing: what a name means, where it comes from, where else it
//! stands, what may stand here, and what has to change with it.
//!
//! 1. [`roles`]: the one table of which field of which file holds names of what.
//! 2. [`walk`] goes through the trees of a pack; [`Index::of`] gathers every name that it meets, with its place.
//! 3. [`hover`], [`complete`] and [`rename`] answer from that; [`position`] counts lines and columns as editors do.
//!
//! Everything works on trees, not on content: a pack that is full of mistakes still has names. Nothing here knows a
//! protocol, a file or a clock; the server is `cli/lsp/`.

mod card;
mod complete;
mod cursor;
mod fields;
mod hover;
mod index;
pub mod position;
mod rename;
mod roles;
mod symbol;
mod walk;

pub use complete::{Candidate, CandidateKind, Completions, complete};
pub use hover::{Hover, hover};
pub use index::{Definition, Index, Occurrence};
pub use rename::{Edit, OWN_INPUTS, rename, renamed};
pub use symbol::{Kind, Symbol};

#[cfg(test)]
mod tests;
