//! `red-flags.yaml`.

use super::condition::lone_condition;
use super::{Lower, words_of};
use crate::check::raw::{RawForbids, RawRedFlag};
use crate::check::read::Entries;
use crate::diagnostics::{Finding, Severity, is_one_letter_away, lints};
use crate::model::{Forbids, Level, Parts, RedFlag, Sessions};
use crate::source::Span;
use crate::syntax::Id;

const LEVELS: &[(&str, Level)] = &[
    ("emergency", Level::Emergency),
    ("urgent", Level::Urgent),
    ("clinician", Level::Clinician),
    ("first-aid", Level::FirstAid),
];

const SESSIONS: &[(&str, Sessions)] = &[("hard", Sessions::Hard), ("run", Sessions::Run), ("any", Sessions::Any)];

/// Lowers the flags into the parts.
pub(super) fn red_flags(low: &mut Lower, raws: Entries<RawRedFlag>, parts: &mut Parts) {
    let mut flags = Vec::new();
    for raw in raws.list {
        let level = low.word(&raw.level.value, raw.level.span, LEVELS).unwrap_or(Level::Emergency);
        let when = raw.when.as_ref().and_then(|when| lone_condition(low, when, parts));
        let offered = raw.option != Some(false);
        if !offered && raw.when.is_none() {
            low.lacking(
                raw.span,
                Finding::new(&lints::MISSING_FIELD, raw.id.span, "nothing can raise this flag")
                    .label("not offered as a symptom, and no `when`")
                    .help("write a `when`, or remove `option: false`"),
            );
        }
        let symptoms = parts.symptoms.map(|axis| &parts.inputs[axis]);
        let option = if offered { symptoms.and_then(|input| input.option(&raw.id.text)) } else { None };
        let forbids = raw.forbids.map(|forbids| self::forbids(low, forbids, parts)).unwrap_or_default();
        let sources = low.sources_of(&raw.sources);
        flags.push(RedFlag {
            title: raw.title.map_or_else(|| words_of(&raw.id.text), |t| t.value),
            id: raw.id.text,
            signs: raw.signs.value,
            may_be: raw.may_be.value,
            level,
            action: raw.action.value,
            also_said: raw.also_said.into_iter().map(|t| t.value).collect(),
            when,
            option,
            forbids,
            sources,
            span: raw.id.span,
        });
    }
    parts.flags = flags;
}

fn forbids(low: &mut Lower, raw: RawForbids, parts: &Parts) -> Forbids {
    let known = kinds_of_amount(parts);
    for id in &raw.of {
        if !known.contains(&id.text.as_str()) {
            low.unknown_kind(&id.text, id.span, &known, false);
        }
    }
    Forbids {
        topics: raw.topics.iter().filter_map(|id| low.names.topics.resolve(&id.text, id.span)).collect(),
        items: raw.items.iter().filter_map(|id| low.names.items.resolve(&id.text, id.span)).collect(),
        of: raw.of.into_iter().map(|id| id.text).collect(),
        sessions: raw.sessions.and_then(|word| low.word(&word.value, word.span, SESSIONS)),
    }
}

/// Every kind that an amount, an item or a measure of the pack is of.
pub(super) fn kinds_of_amount(parts: &Parts) -> Vec<&str> {
    let amounts = parts.items.iter().flat_map(|item| &item.of).map(String::as_str);
    let measures = parts.measures.iter().filter_map(|m| m.of.as_deref());
    let mut kinds: Vec<&str> = amounts.chain(measures).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Kinds that amounts have and that are a letter away from one which limits or flags name: such an amount would pass by
/// both. The side that writes its word less often is the one that slipped; the other's words are then excused.
pub(super) fn misspelt_kinds(low: &mut Lower, written: &[Id], named: &[Id]) {
    let times = |of: &[Id], kind: &str| of.iter().filter(|id| id.text == kind).count();
    for kind in written.iter().filter(|kind| !kind.span.is_stand_in() && times(named, &kind.text) == 0) {
        let near = |other: &&Id| {
            is_one_letter_away(&kind.text, &other.text)
                && times(written, &other.text) + times(named, &other.text) >= times(written, &kind.text)
        };
        let Some(near) = named.iter().find(near) else { continue };
        low.excused_kinds.insert(near.text.clone());
        low.findings.push(
            Finding::new(
                &lints::UNKNOWN_REFERENCE,
                kind.span,
                format!("no limit and no flag names the kind `{}`", kind.text),
            )
            .label("would pass them by")
            .did_you_mean(kind.span, Some(&near.text)),
        );
    }
}

impl Lower<'_> {
    /// Says that no amount is of this kind, once all that names kinds is read; nothing where an entry that may be of it could not
    /// be read. `may_be_empty`: a word that is near none may be one of which nothing is yet.
    pub(super) fn unknown_kind(&mut self, kind: &str, span: Span, known: &[&str], may_be_empty: bool) {
        if self.excused_kinds.contains(kind) {
            return;
        }
        let names = &self.names;
        let all_read = names.items.is_read() && names.axes.is_read() && names.topics.is_read();
        let is_open = !all_read || self.unread_kind || known.contains(&"");
        if is_open && !known.iter().any(|known| is_one_letter_away(kind, known)) {
            return;
        }
        let near = crate::diagnostics::nearest(kind, known.iter().copied());
        let finding = Finding::new(&lints::UNKNOWN_REFERENCE, span, format!("no amount of the pack is of `{kind}`"))
            .label("reaches nothing")
            .did_you_mean(span, near);
        let kinds = crate::diagnostics::quoted_list(known.iter().copied(), 12);
        let finding = match near {
            Some(_) => finding,
            None if may_be_empty => {
                Finding { severity: Severity::Warning, ..finding }.note(format!("kinds are {kinds}"))
            }
            None => finding.note(format!("kinds are {kinds}")),
        };
        self.unknown_kinds.entry((near.is_none(), kind.to_owned())).or_default().push(finding);
    }

    /// Reports kinds of which no amount is, once each. The only amount of one may be what an item shows and does not have.
    pub(super) fn settle_kinds(&mut self) {
        let is_shown = |f: &Finding| f.lint == &lints::UNKNOWN_PLACEHOLDER;
        let may_be_shown = !self.unknown_kinds.is_empty() && self.findings.iter().any(is_shown);
        for ((is_new, _), all) in std::mem::take(&mut self.unknown_kinds) {
            if !(is_new && may_be_shown) {
                let (errors, warnings): (Vec<_>, Vec<_>) = all.into_iter().partition(|f| f.severity == Severity::Error);
                self.findings.extend(Finding::joined(errors.into_iter().chain(warnings)));
            }
        }
    }
}
