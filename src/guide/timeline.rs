//! The first 24 hours: sections as bands, items with a window of their own below them.

use super::document::{BandDoc, TickDoc, TimelineDoc};
use super::words::Voice;
use crate::select::{Selection, Slot};

/// Minutes that the picture covers, and between its marks.
const SPAN: f64 = 1440.0;
const MARK: f64 = 240.0;

/// How many items are drawn.
const MOST_ITEMS: usize = 6;

/// The picture's data and the same in sentences.
pub(super) fn timeline(voice: &Voice, selection: &Selection) -> TimelineDoc {
    let content = voice.content;
    let share = |minutes: f64| (minutes / SPAN * 1000.0).round() / 10.0;
    let band = |id: &str, title: &str, slot: Slot| {
        let Slot::Minutes(from, to) = slot else { return None };
        let (from, to) = (from.clamp(0.0, SPAN), to.clamp(0.0, SPAN));
        (to > from).then(|| BandDoc {
            id: id.to_owned(),
            title: title.to_owned(),
            from: share(from),
            width: share(to - from),
            when: voice.window(slot, selection),
        })
    };
    let sections = content.sections().iter().enumerate();
    let bands: Vec<BandDoc> = sections
        .clone()
        .filter(|(at, _)| selection.times.section_of(*at) == *at && !selection.sections[*at].is_empty())
        .filter_map(|(at, s)| band(&s.id, &s.title, selection.times.section_slot(content, at)))
        .collect();
    let own = selection.sections.iter().flatten().filter(|&&i| content.items()[i].at.is_some());
    let items: Vec<BandDoc> = own
        .filter_map(|&i| band(&content.items()[i].id, &content.items()[i].title, selection.times.slot(content, i)))
        .take(MOST_ITEMS)
        .collect();
    let label = |after: f64| match selection.times.session_end {
        Some(end) => voice.clock(end + after),
        None => voice.text("time.hours_short", &[("hours", &format!("{}", after / 60.0))]),
    };
    let marks = (0..=6).map(|i| f64::from(i) * MARK);
    let ticks = marks.map(|after| TickDoc { at: share(after), label: label(after) }).collect();
    let text = sections
        .filter(|(at, _)| !selection.sections[*at].is_empty())
        .map(|(at, section)| {
            let titles: Vec<String> =
                selection.sections[at].iter().map(|&i| content.items()[i].title.clone()).collect();
            let when = voice.window(selection.times.section_slot(content, at), selection);
            let list = content.strings().list(&titles, "and");
            voice.text("timeline.line", &[("title", &section.title), ("when", &when), ("items", &list)])
        })
        .collect();
    TimelineDoc { ticks, bands, items, text }
}
