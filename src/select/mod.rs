//! (Content, Profile) -> [`Selection`]: which advice this runner gets, and why.
//!
//! The order is fixed: red flags; `when`; `unless` and what flags forbid; `instead`; `exclusive`; limits; section
//! maximum. Each step only narrows what the one before it left, and every item ends with a [`Fate`] that says what
//! happened to it. Nothing here makes words.

mod amounts;
mod change;
mod limits;
mod rank;
mod times;
mod unknowns;

pub use amounts::AmountValue;
pub use change::{Change, To, nearest_change, one_answer_away};
pub use times::{Slot, Times};
pub use unknowns::{Unanswered, unanswered};

use crate::condition::{Entry, Truth};
use crate::model::{Axis, Content, Item};
use crate::profile::{Given, Profile, inputs_of_axis, raised};
pub use rank::rank;
use std::collections::{BTreeMap, BTreeSet};

/// What a runner gets, and what became of every item.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Raised red flags (indices), the most urgent first.
    pub flags: Vec<usize>,
    /// Whether the guide is only the flags.
    pub stop: bool,
    /// Whether the runner has not said which symptoms there are.
    pub symptoms_unknown: bool,
    /// What became of each item, by index.
    pub decisions: Vec<Decision>,
    /// Shown items by section, in the order in which they are shown.
    pub sections: Vec<Vec<usize>>,
    /// When things happen.
    pub times: Times,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its fate.
    pub fate: Fate,
    /// Entries of `when` that held.
    pub reasons: Vec<Entry>,
    /// Entries of `unless` (its own and its numbers') that could not be told.
    pub caveats: Vec<Entry>,
    /// Its numbers, in the order of its amounts; empty unless it was a candidate.
    pub amounts: Vec<AmountValue>,
    /// The blocked item that it stands in for.
    pub stands_for: Option<usize>,
}

/// The end of an item's way through the steps.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// In the guide.
    Shown,
    /// Its `when` is false.
    NotMatched,
    /// Its `when` cannot be told without these inputs.
    CannotTell(BTreeSet<Axis>),
    /// Its `when` holds, and something forbids it.
    Stopped(Stop),
    /// Another item of its group is shown.
    Lost(usize),
    /// Its section is full.
    Cut,
    /// A red flag ends the guide.
    GuideEnds,
}

/// What forbids an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// Entries of its `unless`.
    Unless(Vec<Entry>),
    /// A raised red flag.
    Flag(usize),
    /// A limit that its amounts would break.
    Limit(usize),
}

/// An item on its way into the guide.
struct Candidate {
    item: usize,
    /// The blocked item that it stands in for.
    stands_for: Option<usize>,
}

/// Selects for one runner.
pub fn select(content: &Content, profile: &Profile) -> Selection {
    let flags = raised(content, profile);
    let stop = flags.iter().any(|&f| content.flags()[f].level.ends_the_guide());
    let symptoms_unknown = content.symptoms().is_some_and(|axis| *profile.given(axis) == Given::Unknown);
    let times = Times::new(content, profile);
    let mut selection = Selection {
        flags,
        stop,
        symptoms_unknown,
        decisions: Vec::with_capacity(content.items().len()),
        sections: vec![Vec::new(); content.sections().len()],
        times,
    };
    if stop {
        selection.decisions = content.items().iter().map(|_| decision(Fate::GuideEnds)).collect();
        return selection;
    }
    let mut candidates = ask(content, profile, &mut selection);
    exclude(content, &mut candidates, &mut selection);
    for candidate in &candidates {
        let decided = &mut selection.decisions[candidate.item];
        decided.fate = Fate::Shown;
        decided.stands_for = candidate.stands_for;
        amounts::fill(content, profile, candidate.item, decided);
    }
    limits::keep(content, profile, &mut selection);
    sections(content, &mut selection);
    selection
}

fn decision(fate: Fate) -> Decision {
    Decision { fate, reasons: Vec::new(), caveats: Vec::new(), amounts: Vec::new(), stands_for: None }
}

/// What forbids an item to a runner for whom its `when` holds.
fn stopped(content: &Content, profile: &Profile, flags: &[usize], at: usize) -> Option<Stop> {
    let item = &content.items()[at];
    let blocking: Vec<Entry> = item.unless.entries_where(Truth::True, &profile.answers()).cloned().collect();
    if !blocking.is_empty() {
        return Some(Stop::Unless(blocking));
    }
    flags.iter().find(|&&f| forbids(content, f, at, item)).map(|&f| Stop::Flag(f))
}

/// Whether a flag forbids an item: by its topic, its id or the kind that it is advice on.
pub fn forbids(content: &Content, flag: usize, at: usize, item: &Item) -> bool {
    let forbids = &content.flags()[flag].forbids;
    forbids.topics.contains(&item.topic)
        || forbids.items.contains(&at)
        || item.of.iter().any(|kind| forbids.of.contains(kind))
}

/// `when`, `unless`, what flags forbid, and `instead`.
fn ask(content: &Content, profile: &Profile, selection: &mut Selection) -> Vec<Candidate> {
    let answers = profile.answers();
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut instead: Vec<(usize, usize)> = Vec::new();
    for (at, item) in content.items().iter().enumerate() {
        let mut decided = decision(Fate::NotMatched);
        match item.when.holds(&answers) {
            Truth::False => {}
            Truth::Unknown => decided.fate = Fate::CannotTell(untold(content, profile, item)),
            Truth::True => {
                decided.reasons = reasons(item, &answers);
                match stopped(content, profile, &selection.flags, at) {
                    None => candidates.push(Candidate { item: at, stands_for: None }),
                    Some(stop) => {
                        decided.fate = Fate::Stopped(stop);
                        instead.extend(item.instead.map(|other| (other, at)));
                    }
                }
            }
        }
        selection.decisions.push(decided);
    }
    for (other, blocked) in instead {
        if stopped(content, profile, &selection.flags, other).is_some() {
            continue;
        }
        match candidates.iter_mut().find(|c| c.item == other) {
            // It appears once; where several are blocked it stands for the one that mattered most.
            Some(there) => {
                if there.stands_for.is_none_or(|b| rank(content, blocked) < rank(content, b)) {
                    there.stands_for = Some(blocked);
                }
            }
            None => candidates.push(Candidate { item: other, stands_for: Some(blocked) }),
        }
    }
    candidates.sort_by_key(|c| c.item);
    candidates
}

/// The entries of the first alternative that holds.
fn reasons(item: &Item, answers: &dyn Fn(Axis) -> crate::condition::Answer) -> Vec<Entry> {
    let holds = |entries: &&Vec<Entry>| entries.iter().all(|e| e.holds(answers) == Truth::True);
    item.when.alternatives().iter().find(holds).cloned().unwrap_or_default()
}

/// The unanswered inputs without which a `when` cannot be told.
fn untold(content: &Content, profile: &Profile, item: &Item) -> BTreeSet<Axis> {
    let answers = profile.answers();
    let open = item
        .when
        .alternatives()
        .iter()
        .filter(|entries| !entries.iter().any(|entry| entry.holds(&answers) == Truth::False));
    let entries = open.flatten().filter(|entry| entry.holds(&answers) == Truth::Unknown);
    entries.flat_map(|entry| inputs_of_axis(entry.axis, content, profile)).collect()
}

/// One of each group stays: the best by priority, evidence and id. An item that stands in for a blocked one competes in
/// that one's group with its rank.
fn exclude(content: &Content, candidates: &mut Vec<Candidate>, selection: &mut Selection) {
    let mut groups: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for candidate in candidates.iter() {
        let own = content.items()[candidate.item].exclusive.as_deref();
        let blocked = candidate.stands_for.and_then(|b| content.items()[b].exclusive.as_deref().map(|g| (g, b)));
        if let Some(group) = own {
            groups.entry(group).or_default().push((candidate.item, candidate.item));
        }
        if let Some((group, blocked)) = blocked {
            let members = groups.entry(group).or_default();
            match members.iter_mut().find(|(item, _)| *item == candidate.item) {
                Some((_, ranked_as)) if rank(content, blocked) < rank(content, *ranked_as) => *ranked_as = blocked,
                Some(_) => {}
                None => members.push((candidate.item, blocked)),
            }
        }
    }
    let mut lost: BTreeMap<usize, usize> = BTreeMap::new();
    for members in groups.into_values() {
        let still = members.iter().filter(|(item, _)| !lost.contains_key(item));
        let Some(&(winner, _)) = still.min_by_key(|(_, ranked_as)| rank(content, *ranked_as)) else { continue };
        for (item, _) in members.iter().filter(|(item, _)| *item != winner) {
            lost.entry(*item).or_insert(winner);
        }
    }
    candidates.retain(|c| !lost.contains_key(&c.item));
    for (item, winner) in lost {
        selection.decisions[item].fate = Fate::Lost(winner);
    }
}

/// Shown items go to their sections, whose maximum never cuts a must.
fn sections(content: &Content, selection: &mut Selection) {
    for (at, section) in content.sections().iter().enumerate() {
        let belongs = |item: &usize| {
            let shown = selection.decisions[*item].fate == Fate::Shown;
            shown && selection.times.section_of(content.items()[*item].section) == at
        };
        let mut items: Vec<usize> = (0..content.items().len()).filter(belongs).collect();
        items.sort_by_key(|&item| rank(content, item));
        let musts = items.iter().filter(|&&i| content.items()[i].priority == crate::model::Priority::Must).count();
        for &item in items.iter().skip(section.at_most.max(musts)) {
            selection.decisions[item].fate = Fate::Cut;
        }
        items.truncate(section.at_most.max(musts));
        let start = |item: &usize| selection.times.slot(content, *item).start_key();
        items.sort_by(|a, b| start(a).total_cmp(&start(b)).then_with(|| rank(content, *a).cmp(&rank(content, *b))));
        selection.sections[at] = items;
    }
}
