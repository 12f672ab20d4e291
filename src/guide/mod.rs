//! The document: what a guide says, in no medium.
//!
//! [`build`] turns a selection into words, numbers and times. Everything a renderer shows is in the [`Guide`]; renderers
//! decide nothing. All words come from the pack.

mod document;
mod items;
mod numbers;
mod plans;
mod rule;
mod timeline;
mod times;
mod week;
mod why;
mod words;
mod worked;

pub use document::*;
pub use plans::{LengthDoc, PlanWords, SessionWords, WeekWords, rule_shapes};
pub use rule::{NumberDoc, RuleDoc, Rules, WayDoc};
pub use week::*;
pub use why::{Verdict, explain};

use crate::condition::{Entry, Test};
use crate::model::{Axis, Content};
use crate::profile::{Given, Profile};
use crate::select::{Fate, Selection, one_answer_away, rank, unanswered};
use crate::source::Span;
use jiff::civil::Date;
use std::collections::BTreeSet;
use words::Voice;

/// How many lines "Not for you today" and "What we did not know" have.
const MOST_NOT_FOR_YOU: usize = 8;
const MOST_UNKNOWN: usize = 3;

/// How many items a line of "What we did not know" names.
const MOST_NAMED: usize = 4;

/// The document for one runner.
pub fn build(content: &Content, profile: &Profile, selection: &Selection) -> Guide {
    let voice = Voice::new(content, profile);
    let mut marks = Marks::default();
    let stop = selection.flags.iter().map(|&flag| stop_box(content, flag, &mut marks)).collect();
    let sections: Vec<SectionDoc> = if selection.stop {
        Vec::new()
    } else {
        (0..content.sections().len()).filter_map(|s| items::section(&voice, selection, s, &mut marks)).collect()
    };
    let week = if selection.stop { None } else { week::next_days(&voice, &mut marks) };
    let measures = worked::measures(&voice, selection);
    let glance = (!selection.stop).then(|| glance(&voice, selection, &sections));
    Guide {
        site: site(content),
        runner: runner(content, profile),
        date: voice.date(profile.as_of()),
        session: session_line(&voice),
        stop,
        ends: selection.stop,
        emergency_signs: emergency_signs(content, selection),
        glance,
        timeline: (!selection.stop).then(|| timeline::timeline(&voice, selection)),
        not_for_you: if selection.stop { Vec::new() } else { not_for_you(&voice, selection) },
        unknown: unknown(&voice, selection),
        withheld: worked::withheld(&voice, &measures),
        measures,
        sections,
        week,
        profile: given(&voice),
        sources: marks.sources(&voice),
        stamp: stamp(content, profile),
    }
}

/// The pack's own name and words.
fn site(content: &Content) -> SiteDoc {
    SiteDoc {
        title: content.site().title.clone(),
        language: content.site().language.clone(),
        author: content.site().author.clone(),
        disclaimer: content.site().disclaimer.clone(),
    }
}

/// Version, content and day.
fn stamp(content: &Content, profile: &Profile) -> Stamp {
    Stamp {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        content: content.hash().to_owned(),
        as_of: profile.as_of().to_string(),
    }
}

/// A test in words, as reasons say it to somebody who gave no answers.
pub fn in_words(content: &Content, axis: Axis, test: &Test, span: Span, today: Date) -> String {
    let nobody = Profile::new(content, Vec::new(), today);
    Voice::new(content, &nobody).test(&Entry { axis, test: test.clone(), span })
}

/// Source marks in the order of first use.
#[derive(Default)]
struct Marks {
    used: Vec<usize>,
}

impl Marks {
    /// The numbers under which some sources are listed.
    fn of(&mut self, sources: &[usize]) -> Vec<usize> {
        let mut numbers = Vec::with_capacity(sources.len());
        for source in sources {
            let at = self.used.iter().position(|u| u == source).unwrap_or_else(|| {
                self.used.push(*source);
                self.used.len() - 1
            });
            numbers.push(at + 1);
        }
        numbers
    }

    fn sources(&self, voice: &Voice) -> Vec<SourceDoc> {
        let document = |(at, &source): (usize, &usize)| {
            let source = &voice.content.sources()[source];
            let address =
                source.doi.as_ref().map(|doi| format!("https://doi.org/{doi}")).or_else(|| source.url.clone());
            SourceDoc {
                number: at + 1,
                id: source.id.clone(),
                authors: source.authors.clone(),
                year: source.year,
                title: source.title.clone(),
                journal: source.journal.clone(),
                address,
                kind: voice.text(&format!("source_kind.{}", source.kind), &[]),
                checked: source.checked,
                note: source.note.clone(),
            }
        };
        self.used.iter().enumerate().map(document).collect()
    }
}

fn stop_box(content: &Content, flag: usize, marks: &mut Marks) -> FlagDoc {
    let flag = &content.flags()[flag];
    FlagDoc {
        id: flag.id.clone(),
        title: flag.title.clone(),
        level: flag.level.word().to_owned(),
        signs: flag.signs.clone(),
        may_be: flag.may_be.clone(),
        action: flag.action.clone(),
        marks: marks.of(&flag.sources),
        sources: flag.sources.iter().map(|&s| content.sources()[s].id.clone()).collect(),
    }
}

/// Where symptoms are unknown, the signs of an emergency are named.
fn emergency_signs(content: &Content, selection: &Selection) -> Vec<String> {
    if !selection.symptoms_unknown || selection.stop {
        return Vec::new();
    }
    let emergencies =
        content.flags().iter().filter(|f| f.level == crate::model::Level::Emergency && f.option.is_some());
    emergencies.map(|f| f.title.clone()).collect()
}

/// The first text answer: what the runner wants to be called.
fn runner(content: &Content, profile: &Profile) -> Option<String> {
    let axis = content.input("name")?;
    match profile.given(axis) {
        Given::Text(name) => Some(name.clone()),
        _ => None,
    }
}

/// The session in a line: the answered inputs of the pack's first group, as far as they have short words.
fn session_line(voice: &Voice) -> String {
    let Some(group) = voice.content.groups().first() else { return String::new() };
    let answered = group.inputs.clone().filter(|&axis| *voice.profile.given(axis) != Given::Unknown);
    let parts: Vec<String> = answered
        .filter_map(|axis| {
            let key = format!("session.{}", voice.content.inputs()[axis].id);
            voice.content.strings().get(&key)?;
            Some(voice.text(&key, &[("value", &voice.answer(axis))]))
        })
        .collect();
    parts.join(&voice.text("list.comma", &[]))
}

/// Three numbers and three things.
fn glance(voice: &Voice, selection: &Selection, sections: &[SectionDoc]) -> GlanceDoc {
    let content = voice.content;
    let shown: Vec<usize> = selection.sections.iter().flatten().copied().collect();
    let mut numbers = Vec::new();
    for of in &content.glance().numbers {
        // The last section is about days to come: its numbers come first only where there are no others.
        let (today, later) = sections.split_at(sections.len().saturating_sub(1));
        let items = || today.iter().flat_map(|s| &s.items);
        let about = |item: &&ItemDoc| content.item(&item.id).is_some_and(|i| content.items()[i].of.contains(of));
        let amount =
            |item: &ItemDoc| item.amounts.iter().find(|a| a.of.as_ref() == Some(of) && a.words.is_some()).cloned();
        let with_amount = items().find(|item| amount(item).is_some());
        let later = || later.iter().flat_map(|s| &s.items);
        let first = with_amount.or_else(|| items().find(about)).or_else(|| later().find(about));
        let Some(document) = first else {
            if selection.flags.iter().any(|&flag| content.flags()[flag].forbids.of.contains(of)) {
                numbers.push(GlanceNumber {
                    of: of.clone(),
                    label: voice.text(&format!("of.{of}"), &[]),
                    value: None,
                    words: voice.text("guide.glance.warned", &[]),
                    item: String::new(),
                    title: voice.text("guide.glance.warned_title", &[]),
                });
            }
            continue;
        };
        let amount = amount(document);
        numbers.push(GlanceNumber {
            of: of.clone(),
            label: voice.text(&format!("of.{of}"), &[]),
            value: amount.and_then(|a| a.words.clone()),
            words: document.text.clone(),
            item: document.id.clone(),
            title: document.title.clone(),
        });
    }
    let mut best = shown;
    best.sort_by_key(|&i| rank(content, i));
    let ids = best.iter().take(content.glance().things).map(|&i| content.items()[i].id.as_str());
    let things = ids.filter_map(|id| sections.iter().flat_map(|s| &s.items).find(|i| i.id == id));
    let things = things.map(|i| ThingDoc { id: i.id.clone(), title: i.title.clone(), text: i.text.clone() }).collect();
    GlanceDoc { numbers, things }
}

/// Stopped items first, then those one answer away.
fn not_for_you(voice: &Voice, selection: &Selection) -> Vec<NotForYou> {
    let content = voice.content;
    let mut items: Vec<usize> = (0..content.items().len()).collect();
    items.sort_by_key(|&i| rank(content, i));
    let line = |item: usize, reason: String, would_change: String| {
        let item = &content.items()[item];
        NotForYou { id: item.id.clone(), title: item.title.clone(), reason, would_change }
    };
    let mut lines = Vec::new();
    for &item in &items {
        if let Fate::Stopped(stop) = &selection.decisions[item].fate {
            lines.push(line(item, voice.stop(item, stop), voice.way_out(item, stop)));
        }
    }
    // Where one of a group is shown, what else the group has for other answers helps nobody today.
    let shown = content.items().iter().zip(&selection.decisions).filter(|(_, decided)| decided.fate == Fate::Shown);
    let groups: BTreeSet<&str> = shown.filter_map(|(item, _)| item.exclusive.as_deref()).collect();
    let mut away: Vec<(f64, NotForYou)> = Vec::new();
    for &item in &items {
        let has_rival = content.items()[item].exclusive.as_deref().is_some_and(|group| groups.contains(group));
        if selection.decisions[item].fate != Fate::NotMatched || has_rival {
            continue;
        }
        let change = one_answer_away(content, voice.profile, item);
        if let Some(change) = change.filter(|change| !content.inputs()[change.input].fixed) {
            let reason = voice.does_not_match(change.input);
            away.push((voice.distance(&change), line(item, reason, voice.change(&change, true))));
        }
    }
    away.sort_by(|a, b| a.0.total_cmp(&b.0));
    lines.extend(away.into_iter().map(|(_, line)| line));
    lines.truncate(MOST_NOT_FOR_YOU);
    lines
}

fn unknown(voice: &Voice, selection: &Selection) -> Vec<UnknownDoc> {
    let content = voice.content;
    let mut open = unanswered(content, voice.profile, selection);
    // A question that opens nothing beyond what a weightier one does is asked after that one.
    let mut opened: BTreeSet<usize> = BTreeSet::new();
    open.retain(|question| {
        let news = question.items.iter().any(|item| !opened.contains(item));
        opened.extend(&question.items);
        news
    });
    open.into_iter()
        .take(MOST_UNKNOWN)
        .map(|open| {
            let input = &content.inputs()[open.input];
            let mut items = open.items.clone();
            items.sort_by_key(|&i| rank(content, i));
            UnknownDoc {
                input: input.id.clone(),
                ask: input.ask.clone(),
                titles: items.iter().take(MOST_NAMED).map(|&i| content.items()[i].title.clone()).collect(),
                more: items.len().saturating_sub(MOST_NAMED),
                would_change: items.iter().map(|&i| content.items()[i].id.clone()).collect(),
            }
        })
        .collect()
}

/// What the runner said, in words and for the record.
fn given(voice: &Voice) -> Vec<GivenDoc> {
    let answered = voice.content.inputs().iter().enumerate();
    let answered = answered.filter(|(axis, _)| *voice.profile.given(*axis) != Given::Unknown);
    answered
        .map(|(axis, input)| GivenDoc {
            input: input.id.clone(),
            title: input.title.clone(),
            words: voice.answer(axis),
            value: voice.json(axis),
        })
        .collect()
}
