//! The guides of some runners, before and after.

use super::rules::{Edited, Line, lines};
use crate::guide::{Guide, ItemDoc, build};
use crate::model::Content;
use crate::profile::Profile;
use crate::select::{Fate, Selection, Stop, select};
use serde::Serialize;
use std::collections::BTreeMap;

/// A runner as both packs read the same answers; one that refuses them has none.
#[derive(Debug, Clone)]
pub struct Pair {
    /// What the runner is called in reports.
    pub name: String,
    /// Read by the old pack.
    pub old: Option<Profile>,
    /// Read by the new pack.
    pub new: Option<Profile>,
}

/// Something that changes in guides, and for whom.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The item, measure or flag; empty where the whole guide is meant.
    pub id: String,
    /// What happens to it.
    #[serde(flatten)]
    pub what: What,
    /// The names of the runners.
    pub runners: Vec<String>,
}

/// What happens to a part of a guide.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// The old pack takes the answers and the new one does not (`true`), or the other way round.
    Refused {
        /// By the new pack.
        by_new: bool,
    },
    /// A red flag is raised now (`true`), or no longer.
    Flag {
        /// Now.
        raised: bool,
    },
    /// The item was not shown and is now.
    Shown {
        /// In this section.
        section: String,
    },
    /// The item was shown and is no longer.
    Gone {
        /// From this section.
        section: String,
        /// Why.
        why: Gone,
    },
    /// The item is shown in another section.
    Moved {
        /// Before.
        from: String,
        /// Now.
        to: String,
    },
    /// A dose of an item is another number; nothing where it is unknown.
    Dose {
        /// What the text calls it.
        name: String,
        /// Before.
        old: Option<String>,
        /// Now.
        new: Option<String>,
    },
    /// A measure is another number.
    Measure {
        /// Before.
        old: Option<String>,
        /// Now.
        new: Option<String>,
    },
    /// The item's words are others, and not only by its doses.
    Words {
        /// The lines of what to do and why.
        lines: Vec<Line>,
    },
    /// Only small print: these parts of the item, or of the guide.
    Details {
        /// Their names.
        parts: Vec<&'static str>,
    },
}

/// Why an item is no longer shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "because", content = "of", rename_all = "kebab-case")]
pub enum Gone {
    /// The new pack does not have it.
    Removed,
    /// Its `when` no longer holds.
    When,
    /// Its `when` cannot be told.
    CannotTell,
    /// Its `unless` blocks.
    Unless,
    /// This flag forbids it.
    Flag(String),
    /// This limit stops it.
    Limit(String),
    /// This item is shown in its place.
    Lost(String),
    /// Its section is full.
    Full,
    /// A flag ends the guide.
    GuideEnds,
}

/// The names of those whose guides differ, and what differs, in the order of the new pack.
pub(super) fn compare(old: &Content, new: &Content, runners: &[Pair], edited: &[Edited]) -> (Vec<String>, Vec<Change>) {
    let mut changed = Vec::new();
    let mut changes: Vec<Change> = Vec::new();
    for runner in runners {
        let found = match (&runner.old, &runner.new) {
            (Some(before), Some(after)) => differences(&Side::of(old, before), &Side::of(new, after), edited),
            (Some(_), None) => vec![(String::new(), What::Refused { by_new: true })],
            (None, Some(_)) => vec![(String::new(), What::Refused { by_new: false })],
            (None, None) => continue,
        };
        if !found.is_empty() {
            changed.push(runner.name.clone());
        }
        for (id, what) in found {
            match changes.iter_mut().find(|change| change.id == id && change.what == what) {
                Some(change) => change.runners.push(runner.name.clone()),
                None => changes.push(Change { id, what, runners: vec![runner.name.clone()] }),
            }
        }
    }
    changes.sort_by_key(|change| place(old, new, &change.id));
    (changed, changes)
}

/// Where something stands in the new pack: flags, items, those of the old pack only, measures, the whole.
fn place(old: &Content, new: &Content, id: &str) -> (u8, usize) {
    let flag = |content: &Content| content.flags().iter().position(|flag| flag.id == id);
    flag(new)
        .map(|at| (0, at))
        .or_else(|| flag(old).map(|at| (1, at)))
        .or_else(|| new.item(id).map(|at| (2, at)))
        .or_else(|| old.item(id).map(|at| (3, at)))
        .or_else(|| new.measure(id).map(|at| (4, at)))
        .or_else(|| old.measure(id).map(|at| (5, at)))
        .unwrap_or((6, 0))
}

/// A runner's guide by one of the packs.
struct Side<'a> {
    content: &'a Content,
    selection: Selection,
    guide: Guide,
}

impl<'a> Side<'a> {
    fn of(content: &'a Content, profile: &Profile) -> Self {
        let selection = select(content, profile);
        let guide = build(content, profile, &selection);
        Self { content, selection, guide }
    }

    /// The items with the ids of their sections.
    fn items(&self) -> BTreeMap<&str, (&str, &ItemDoc)> {
        let sections = self.guide.sections.iter();
        let items = sections.flat_map(|section| section.items.iter().map(|item| (section.id.as_str(), item)));
        items.map(|(section, item)| (item.id.as_str(), (section, item))).collect()
    }

    /// Why an item is not shown.
    fn why_not(&self, id: &str) -> Gone {
        let Some(item) = self.content.item(id) else { return Gone::Removed };
        match &self.selection.decisions[item].fate {
            Fate::Shown | Fate::NotMatched => Gone::When,
            Fate::CannotTell(_) => Gone::CannotTell,
            Fate::Stopped(Stop::Unless(_)) => Gone::Unless,
            Fate::Stopped(Stop::Flag(flag)) => Gone::Flag(self.content.flags()[*flag].id.clone()),
            Fate::Stopped(Stop::Limit(limit)) => Gone::Limit(self.content.limits()[*limit].id.clone()),
            Fate::Lost(winner) => Gone::Lost(self.content.items()[*winner].id.clone()),
            Fate::Cut => Gone::Full,
            Fate::GuideEnds => Gone::GuideEnds,
        }
    }
}

fn differences(old: &Side, new: &Side, edited: &[Edited]) -> Vec<(String, What)> {
    let mut found: Vec<(String, What)> = Vec::new();
    let flags = |side: &Side| side.guide.stop.iter().map(|flag| flag.id.clone()).collect::<Vec<_>>();
    let (before, after) = (flags(old), flags(new));
    for (these, those, raised) in [(&after, &before, true), (&before, &after, false)] {
        let other = these.iter().filter(|id| !those.contains(id));
        found.extend(other.map(|id| (id.clone(), What::Flag { raised })));
    }
    let (before, after) = (old.items(), new.items());
    for (id, (section, item)) in &after {
        match before.get(id) {
            None => found.push((item.id.clone(), What::Shown { section: (*section).to_owned() })),
            Some((from, other)) => {
                if from != section {
                    let (from, to) = ((*from).to_owned(), (*section).to_owned());
                    found.push((item.id.clone(), What::Moved { from, to }));
                }
                found.extend(of_item(other, item, edited).into_iter().map(|what| (item.id.clone(), what)));
            }
        }
    }
    for (id, (section, _)) in before.iter().filter(|(id, _)| !after.contains_key(*id)) {
        let (section, why) = ((*section).to_owned(), new.why_not(id));
        found.push(((*id).to_owned(), What::Gone { section, why }));
    }
    for measure in &new.guide.measures {
        let other = old.guide.measures.iter().find(|m| m.id == measure.id);
        let other = other.map(|m| m.words.clone());
        if other.as_ref().is_some_and(|words| *words != measure.words) {
            let what = What::Measure { old: other.flatten(), new: measure.words.clone() };
            found.push((measure.id.clone(), what));
        }
    }
    if found.is_empty() {
        let parts = details(&old.guide, &new.guide);
        found.extend((!parts.is_empty()).then(|| (String::new(), What::Details { parts })));
    }
    found
}

/// What differs in an item that both guides show.
fn of_item(old: &ItemDoc, new: &ItemDoc, edited: &[Edited]) -> Vec<What> {
    let mut found = Vec::new();
    let names = old.amounts.iter().chain(&new.amounts).map(|amount| amount.name.as_str());
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let of = |item: &ItemDoc| item.amounts.iter().find(|amount| amount.name == name).cloned();
        let (before, after) = (of(old), of(new));
        let words = |amount: &Option<crate::guide::AmountDoc>| amount.as_ref().and_then(|a| a.words.clone());
        let values = (before.as_ref().and_then(|a| a.value.clone()), after.as_ref().and_then(|a| a.value.clone()));
        if words(&before) != words(&after) {
            found.push(What::Dose { name: name.to_owned(), old: words(&before), new: words(&after) });
        } else if let (Some(before), Some(after)) = &values
            && before != after
        {
            // Too little to show in rounded words.
            let exact = |e: &crate::guide::Exact| Some(format!("{}–{} {}", e.low, e.high, e.unit));
            found.push(What::Dose { name: name.to_owned(), old: exact(before), new: exact(after) });
        }
    }
    let rewritten = edited.iter().any(|e| {
        e.id == new.id && ["do", "why", "when_unknown", "amounts"].iter().any(|field| e.fields.contains_key(field))
    });
    let full = |item: &ItemDoc| format!("{}\n{}\n", item.text.trim_end(), item.why.trim_end());
    if full(old) != full(new) && (rewritten || found.is_empty()) {
        found.push(What::Words { lines: lines(&full(old), &full(new)) });
    }
    let parts: Vec<&'static str> = [
        ("title", old.title != new.title),
        ("priority", old.priority != new.priority),
        ("time", old.when != new.when || old.at != new.at),
        ("caveats", old.caveats != new.caveats),
        ("examples", old.examples != new.examples),
        ("evidence", old.evidence != new.evidence),
        ("sources", old.sources != new.sources),
        ("reasons", old.reasons != new.reasons || old.stands_for != new.stands_for),
        ("review", old.reviewed != new.reviewed || old.next_review != new.next_review || old.overdue != new.overdue),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect();
    found.extend((!parts.is_empty()).then_some(What::Details { parts }));
    found
}

/// The parts of a guide that differ although no item, flag or measure does.
fn details(old: &Guide, new: &Guide) -> Vec<&'static str> {
    [
        ("site", old.site != new.site),
        ("session", old.session != new.session || old.date != new.date || old.profile != new.profile),
        ("red flags", old.stop != new.stop || old.emergency_signs != new.emergency_signs),
        ("at a glance", old.glance != new.glance),
        ("sections", old.sections != new.sections || old.timeline != new.timeline),
        ("not for you today", old.not_for_you != new.not_for_you),
        ("what we did not know", old.unknown != new.unknown),
        ("measures", old.measures != new.measures),
        ("sources", old.sources != new.sources),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}
