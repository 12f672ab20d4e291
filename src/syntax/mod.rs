//! The only room that knows YAML: text -> [`Node`] tree with places -> records.
//!
//! 1. [`parse`] turns one document into a tree. Anchors, aliases, tags, duplicate keys and deep nesting are findings.
//!    A syntax error ends a document, so the parser recovers where it can: a slip that we know is said, mended and the
//!    text read again; after any other, the smallest part that holds it is left out, and at last a list is read entry by entry.
//! 2. [`decode`] turns a tree into records and gathers every complaint on the way.
//! 3. [`record!`](crate::record) declares a record once; struct, decoder and JSON Schema come from the same lines, so
//!    that they cannot drift apart.

pub mod decode;
mod entries;
pub mod headless;
mod joined;
mod locate;
mod mended;
mod parse;
mod record;
mod recorded;
mod scalars;
mod slips;
mod tree;

pub use decode::{Cx, Decode};
pub use locate::locate;
pub use parse::parse;
pub use scalars::{DateText, Flat, FlatValue, Grade, Id, ListOrOne, Name, ScalarText, TestText, date_help};
pub use tree::{Key, Node, NodeKind, Scalar};
