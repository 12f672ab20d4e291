//! Findings: what is wrong with a text, where, and what to type instead.
//!
//! A finding is data ([`Finding`]); each output format is a leaf ([`human`], [`json`], [`sarif`], [`github`]) with
//! its own private shape.
//! Every finding belongs to a [`Lint`] of the one table in [`lints`], whose page is what `afterrun explain` prints and
//! whose examples are run as tests.
//!
//! # Wording
//! The message is a lower-case phrase without a full stop and says what is wrong in the reader's words. The label under
//! the caret says what is expected. The help says what to type. Name a lint for the pattern it dislikes, so that it
//! reads well after "allow".
//!
//! # A new lint
//! Add a row to [`lints`], a page to `pages/`, and raise it where the fact is known. The tests of `lints` hold the table
//! sorted and each page in shape; `tests/lint_pages.rs` runs the page's examples.

mod finding;
pub mod github;
pub mod human;
pub mod json;
mod levels;
pub mod lints;
mod nearest;
mod place;
pub mod sarif;
pub mod witness;

pub use finding::{Finding, Findings, Fix, Help, Severity};
pub use levels::{Level, Levels};
pub use lints::{Group, Lint};
pub use nearest::{is_one_letter_away, nearest, quoted_list};
