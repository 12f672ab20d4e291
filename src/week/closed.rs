//! What a runner must not do.

use crate::condition::{Entry, Truth};
use crate::model::{Content, Load, Sessions};
use crate::profile::{Profile, raised};

/// What closes a session to a runner.
#[derive(Debug, Clone, PartialEq)]
pub enum Closed {
    /// Entries of its `unless` that hold.
    Unless(Vec<Entry>),
    /// A raised red flag (index).
    Flag(usize),
}

/// What closes a session to a runner; none where it is open. Rest is open to everybody.
pub fn closed(content: &Content, profile: &Profile, session: usize) -> Option<Closed> {
    let rule = &content.sessions()[session];
    let entries: Vec<Entry> = rule.unless.entries_where(Truth::True, &profile.answers()).cloned().collect();
    if !entries.is_empty() {
        return Some(Closed::Unless(entries));
    }
    let forbids = |flag: &usize| match content.flags()[*flag].forbids.sessions {
        Some(Sessions::Hard) => rule.load == Load::Hard,
        Some(Sessions::Run) => rule.run,
        Some(Sessions::Any) => rule.load != Load::Rest,
        None => false,
    };
    raised(content, profile).into_iter().find(forbids).map(Closed::Flag)
}
