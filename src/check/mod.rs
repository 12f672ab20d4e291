//! From sources to [`Content`]: the compiler of advice.
//!
//! 1. [`files`]: which file is of which kind.
//! 2. `syntax` parses every file; [`raw`] decodes the trees into records.
//! 3. [`names`]: every id is declared before anything is resolved, so that order never matters. The ids of entries
//!    that could not be read are known too, and references to them are not reported again.
//! 4. [`lower`]: one file per kind turns records into the model and resolves what they refer to.
//! 5. [`lints`]: one file per lint looks at the finished whole.
//!
//! Bad content is never an error of ours: the answer is findings, and a [`Content`] if there is no error among them.

mod files;
mod lints;
mod lower;
mod names;
pub mod raw;
mod schema;

use crate::diagnostics::Findings;
use crate::model::Content;
use crate::source::Sources;

pub use files::{Kind, kind_of};
pub use lower::STRINGS_OF_THE_ENGINE;
pub use schema::{DIALECT, SCHEMAS, schema};

/// How much of a pack is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// What one runner's guide is made of: no FAQs, no glossary, no tests, no long texts.
    Guide,
    /// Everything.
    Full,
}

/// Reads a pack. The content is there if and only if no finding is an error.
pub fn check(sources: &Sources, scope: Scope) -> (Option<Content>, Findings) {
    let mut findings = Findings::new();
    let records = raw::read(sources, scope, &mut findings);
    let parts = lower::lower(sources, scope, records, &mut findings);
    lints::run(sources, scope, &parts, &mut findings);
    findings.sort(sources);
    let content = (!findings.has_errors()).then(|| Content::seal(parts));
    (content, findings)
}
