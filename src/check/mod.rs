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
mod read;
mod recall;
mod schema;

use crate::diagnostics::{Findings, Levels};
use crate::memo::Memo;
use crate::model::Content;
use crate::source::Sources;
use jiff::civil::Date;

pub use files::{BUILT_IN, KINDS, Kind, is_yaml, kind_of};
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

/// Reads a pack. The content is there if and only if nothing keeps it from being read: what the pack itself denies fails
/// its check, and is still content. No date has gone by here: see [`review`].
pub fn check(sources: &Sources, scope: Scope) -> (Option<Content>, Findings) {
    compile(sources, scope, None, &Levels::default(), None)
}

/// [`check`] of a whole pack with what earlier runs worked out; it comes to the same.
pub fn check_again(sources: &Sources, memo: &Memo) -> (Option<Content>, Findings) {
    compile(sources, Scope::Full, None, &Levels::default(), Some(memo))
}

/// Reads a whole pack as its editors do: on a day, so that what is past its review is found, and with `levels` of lints
/// that win over the pack's own.
pub fn review(sources: &Sources, today: Date, levels: &Levels) -> (Option<Content>, Findings) {
    compile(sources, Scope::Full, Some(today), levels, None)
}

fn compile(
    sources: &Sources,
    scope: Scope,
    today: Option<Date>,
    levels: &Levels,
    memo: Option<&Memo>,
) -> (Option<Content>, Findings) {
    let mut findings = Findings::new();
    let records = read::read(sources, scope, memo, &mut findings);
    let written = lints::Written::of(&records, sources, scope);
    let parts = lower::lower(sources, scope, records, &mut findings);
    let pack = lints::Pack { sources, parts: &parts, written: &written, today, memo };
    lints::run(&pack, scope, &mut findings);
    findings.drop_stand_ins();
    let readable = !findings.has_errors();
    let mut findings = parts.site.lints.under(levels).apply(findings);
    findings.sort(sources);
    (readable.then(|| Content::seal(parts)), findings)
}
