//! A pack's words against those that the binary lends: the same keys, and the same `{names}` in them.
//!
//! The lent words are what the engine and the shipped templates fill in, which the tests of the repository see to.

use super::Lower;
use super::strings::RawWords;
use crate::diagnostics::{Finding, lints, nearest, quoted_list};
use crate::model::Words;
use crate::source::{FileId, Spanned};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Keys that end in an id of the pack's own: any may stand here.
const OPEN: &[&str] = &["of.", "moment.", "session.", "source_kind.", "unit."];

/// What a key is in the lent words.
struct Lent<'w> {
    words: &'w Words,
    names: BTreeSet<&'w str>,
}

/// Reports keys that are nearly those of the lent words, and names in braces that nothing fills in or that are left out.
pub(super) fn compare(low: &mut Lower, own: &[RawWords], lent: &[RawWords]) {
    let lent: BTreeMap<String, Lent> = lent
        .iter()
        .map(|raw| {
            let names = raw.texts.iter().flat_map(|text| holes(&text.value).map(|(_, name)| name)).collect();
            (raw.key(), Lent { words: &raw.words, names })
        })
        .collect();
    let mut said = BTreeSet::new();
    let twice = twice(low);
    for raw in own {
        match lent.get(&raw.key()) {
            Some(lent) => names(low, raw, lent),
            None => unknown(low, raw, &lent, &twice, &mut said),
        }
    }
}

/// `{name}`s of a text with their places.
fn holes(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.match_indices('{').filter_map(|(open, _)| {
        let close = open + text[open..].find('}')?;
        let name = &text[open + 1..close];
        (!name.contains(['{', '\n']) && name.len() <= 40).then_some((open..close + 1, name))
    })
}

fn names(low: &mut Lower, raw: &RawWords, lent: &Lent) {
    if matches!((&raw.words, lent.words), (Words::Plural { .. }, Words::Text(_))) {
        low.findings.push(
            Finding::new(&lints::WRONG_TYPE, raw.span, format!("nothing is counted in `{}`", raw.key()))
                .label("must be one text, without `one` and `other`"),
        );
        return;
    }
    let mut wrong = false;
    for text in &raw.texts {
        for (at, name) in holes(&text.value).filter(|(_, name)| !lent.names.contains(name)) {
            wrong = true;
            let span = low.at_text(text, &at);
            let near = nearest(name.trim(), lent.names.iter().copied()).map(|near| format!("{{{near}}}"));
            let known = match lent.names.is_empty() {
                true => "nothing is filled in here".to_owned(),
                false => format!("filled in here: {}", quoted_list(lent.names.iter().copied(), 8)),
            };
            low.findings.push(
                Finding::new(&lints::UNKNOWN_PLACEHOLDER, span, format!("nothing fills in `{{{name}}}` here"))
                    .label("would be printed as it stands")
                    .note(known)
                    .did_you_mean(span, near.as_deref()),
            );
        }
    }
    // Who wrote a wrong name meant one of those that are left out.
    let Some(text) = raw.texts.last().filter(|_| !wrong) else { return };
    let written: BTreeSet<&str> = holes(&text.value).map(|(_, name)| name).collect();
    let missing: Vec<&str> = lent.names.difference(&written).copied().collect();
    if !missing.is_empty() {
        low.findings.push(
            Finding::new(
                &lints::MISSING_PLACEHOLDER,
                text.span,
                format!("`{}` leaves out {}", raw.key(), quoted_list(missing.iter().copied(), 8)),
            )
            .label("a reader does not see it")
            .help(format!("write `{{{}}}` where it belongs", missing[0])),
        );
    }
}

/// A key that the lent words do not have; a group of them is one finding.
fn unknown(
    low: &mut Lower,
    raw: &RawWords,
    lent: &BTreeMap<String, Lent>,
    twice: &BTreeSet<(FileId, u32)>,
    said: &mut BTreeSet<String>,
) {
    if OPEN.iter().any(|open| raw.key().starts_with(open)) && raw.path.len() == 2 {
        return;
    }
    let mut prefix = String::new();
    for part in &raw.path {
        let above = prefix.clone();
        if !prefix.is_empty() {
            prefix.push('.');
        }
        prefix += &part.value;
        let inside = format!("{prefix}.");
        if lent.contains_key(&prefix) || lent.keys().any(|key| key.starts_with(&inside)) {
            continue;
        }
        if !said.insert(prefix.clone()) {
            return;
        }
        if lent.contains_key(&above) {
            // One of several forms is wrong: that is one finding.
            if said.insert(format!("{above}.*")) {
                low.findings.push(not_a_group(&above, part));
            }
            return;
        }
        let start = if above.is_empty() { String::new() } else { format!("{above}.") };
        let beside =
            lent.keys().filter_map(|key| key.strip_prefix(&start)).map(|rest| rest.split('.').next().unwrap_or(rest));
        // Another name altogether is one for which templates of the pack's own may ask.
        let near = nearest(&part.value, beside).filter(|near| *near != part.value);
        let depth = (part.span.file, low.sources.place(part.span).column);
        if let Some(near) = near.filter(|_| !twice.contains(&depth)) {
            low.findings.push(
                Finding::new(&lints::UNKNOWN_STRING, part.span, format!("nothing asks for the text `{prefix}`"))
                    .label("never shown")
                    .did_you_mean(part.span, Some(near)),
            );
        }
        return;
    }
}

/// How deep maps are in which keys stand twice: then the line is gone that named the map of some keys of that depth.
fn twice(low: &Lower) -> BTreeSet<(FileId, u32)> {
    let doubled = low.findings.iter().filter(|finding| finding.lint == &lints::DUPLICATE_KEY);
    doubled.filter_map(|finding| finding.span).map(|span| (span.file, low.sources.place(span).column)).collect()
}

fn not_a_group(key: &str, part: &Spanned<String>) -> Finding {
    Finding::new(&lints::UNKNOWN_STRING, part.span, format!("`{key}` is one text, and `{}` no form of it", part.value))
        .label("nothing asks for it")
        .help("write one text, or two behind `one` and `other`")
}
