//! What an edit does to advice: two states of a pack, side by side.
//!
//! 1. [`rules`]: which items, flags and measures are not what they were, and in what.
//! 2. [`guides`]: for runners, the guides of both packs compared item by item, doses in numbers.
//! 3. [`share`]: how much of the profile space fares differently.

mod guides;
mod rules;
mod share;

pub use guides::{Change, Gone, Pair, What};
pub use rules::{Edited, Line};
pub use share::{How, Share, edges};

use crate::model::Content;
use jiff::civil::Date;
use serde::Serialize;

/// How two states of a pack differ. Ids are those of the pack that has them.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// Items that only the new pack has.
    pub added: Vec<String>,
    /// Items that only the old pack has.
    pub removed: Vec<String>,
    /// What of both is not what it was: items, red flags and measures, in this order.
    pub edited: Vec<Edited>,
    /// How many runners were compared.
    pub runners: usize,
    /// The names of those whose guide changes in any way.
    pub changed: Vec<String>,
    /// What changes in their guides, and for whom.
    pub changes: Vec<Change>,
    /// The share of the profile space that fares differently; none where no rule changed, or where the old rules cannot
    /// be asked of the new inputs.
    pub share: Option<Share>,
}

/// Compares two packs for some runners, each read by both packs.
pub fn compare(old: &Content, new: &Content, runners: &[Pair], today: Date) -> Difference {
    let ids = |content: &Content| -> Vec<String> { content.items().iter().map(|item| item.id.clone()).collect() };
    let (before, after) = (ids(old), ids(new));
    let edited = rules::edited(old, new);
    let (changed, changes) = guides::compare(old, new, runners, &edited);
    Difference {
        added: after.iter().filter(|id| !before.contains(id)).cloned().collect(),
        removed: before.iter().filter(|id| !after.contains(id)).cloned().collect(),
        share: share::of(old, new, &edited, today),
        edited,
        runners: runners.len(),
        changed,
        changes,
    }
}
