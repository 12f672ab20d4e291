//! What comes after a session of the week: its items, through the same selection as everywhere.

use super::document::RecoverDoc;
use crate::guide::items;
use crate::guide::words::Voice;
use crate::model::Content;
use crate::profile::{Given, Profile};
use crate::select::{Fate, Selection, select};
use crate::week::{Day, Schedule, kept_away};

/// The runner just after a session of the week.
pub(super) fn just_after(
    content: &Content,
    profile: &Profile,
    schedule: &Schedule,
    day: &Day,
    end: Option<f64>,
) -> Profile {
    let mut told = Vec::new();
    // What this session does not say is not that of the run just done.
    let mut tell = |id: &str, answer: Option<Given>| {
        told.extend(content.input(id).map(|axis| (axis, answer.unwrap_or(Given::Unknown))));
    };
    let session = day.session.map(|s| content.sessions()[s].id.as_str());
    let kind = content.input("session_kind").zip(session);
    tell("session_kind", kind.and_then(|(axis, id)| content.inputs()[axis].option(id)).map(Given::Choice));
    let middle = |range: crate::quantity::Interval| f64::midpoint(range.lo(), range.hi());
    tell("duration", day.minutes.map(middle).map(Given::Number));
    tell("distance", day.distance.map(middle).map(Given::Number));
    tell("session_end", end.map(Given::Time));
    let later = schedule.weeks.iter().flat_map(|week| &week.days).filter(|other| other.date > day.date);
    let mut demanding = later.filter(|other| other.session.is_some_and(|s| content.sessions()[s].is_demanding()));
    let hours =
        demanding.next().and_then(|next| day.date.until(next.date).ok()).map(|span| f64::from(span.get_days()) * 24.0);
    tell("next_hard_in", hours.map(|hours| Given::Number(hours * 3600.0)));
    profile.on(content, day.date, &told)
}

/// The session's items that this runner may have: each as itself, or what stands in for it.
pub(super) fn recover(voice: &Voice, schedule: &Schedule, week: usize, day: &Day, end: Option<f64>) -> Vec<RecoverDoc> {
    let content = voice.content;
    let sessions = day.session.iter().chain(&day.with);
    let wanted: Vec<usize> = sessions.flat_map(|&s| content.sessions()[s].recover.iter().copied()).collect();
    if wanted.is_empty() || day.over {
        return Vec::new();
    }
    let after = just_after(content, voice.profile, schedule, day, end);
    let selection = select(content, &after);
    let away = kept_away(content, &after, schedule, week, day);
    let mut shown: Vec<usize> = Vec::new();
    for item in wanted {
        let found = stands(content, &selection, item).filter(|item| !shown.contains(item) && !away.contains(item));
        shown.extend(found);
    }
    let voice = Voice::new(content, &after);
    let mut marks = crate::guide::Marks::default();
    shown
        .into_iter()
        .map(|at| {
            let item = items::item(&voice, &selection, at, &mut marks);
            RecoverDoc {
                id: item.id,
                title: item.title,
                text: item.text,
                from_min: item.at.from_min,
                caveats: item.caveats,
            }
        })
        .collect()
}

/// What is shown of an item: itself, what stands in for it where it is blocked, or who won its group.
fn stands(content: &Content, selection: &Selection, item: usize) -> Option<usize> {
    match &selection.decisions[item].fate {
        Fate::Shown | Fate::Cut => Some(item),
        Fate::Stopped(_) => {
            content.items()[item].instead.filter(|&other| selection.decisions[other].fate == Fate::Shown)
        }
        Fate::Lost(winner) => Some(*winner).filter(|&other| selection.decisions[other].fate == Fate::Shown),
        _ => None,
    }
}
