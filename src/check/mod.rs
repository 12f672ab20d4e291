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
mod misnamed;
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
use std::collections::BTreeSet;

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
    let (content, findings) = compile(sources, scope, None, &Levels::default(), None);
    (content.ok(), findings)
}

/// [`check`] of a whole pack with what earlier runs worked out; it comes to the same.
pub fn check_again(sources: &Sources, memo: &Memo) -> (Option<Content>, Findings) {
    let (content, findings) = compile(sources, Scope::Full, None, &Levels::default(), Some(memo));
    (content.ok(), findings)
}

/// Reads a whole pack as its editors do: on a day, so that what is past its review is found, and with `levels` of lints
/// that win over the pack's own.
pub fn review(sources: &Sources, today: Date, levels: &Levels) -> (Option<Content>, Findings) {
    let (content, findings) = review_half(sources, today, levels);
    (content.ok(), findings)
}

/// [`review`] that gives what there is of a pack with errors, for whoever can tell more of it that is wrong.
pub fn review_half(sources: &Sources, today: Date, levels: &Levels) -> (Result<Content, Half>, Findings) {
    compile(sources, Scope::Full, Some(today), levels, None)
}

/// A pack of which something could not be read. No guide is made of it.
#[derive(Debug)]
pub struct Half {
    /// What could be read, with stand-ins for the rest.
    pub content: Content,
    /// Names of inputs and measures that could not be read, and of which nothing can be said.
    pub unsound: BTreeSet<String>,
    /// Whether every entry has its id, so that what nothing is called is known.
    pub is_named: bool,
}

fn compile(
    sources: &Sources,
    scope: Scope,
    today: Option<Date>,
    levels: &Levels,
    memo: Option<&Memo>,
) -> (Result<Content, Half>, Findings) {
    let mut findings = Findings::new();
    let records = read::read(sources, scope, memo, &mut findings);
    let written = lints::Written::of(&records, sources, scope);
    let lower::Lowered { parts, unsound, is_named } = lower::lower(sources, scope, records, &mut findings);
    let pack = lints::Pack { sources, parts: &parts, written: &written, today, memo };
    lints::run(&pack, scope, &mut findings);
    findings.drop_stand_ins();
    let readable = !findings.has_errors();
    let mut findings = parts.site.lints.under(levels).apply(findings);
    findings.sort(sources);
    let content = Content::seal(parts);
    (if readable { Ok(content) } else { Err(Half { content, unsound, is_named }) }, findings)
}
