//! Questions that were not answered, by how much their answers would matter.

use super::{Fate, Selection};
use crate::model::{Axis, Content};
use crate::profile::{Given, Profile, inputs_of_axis};
use std::collections::{BTreeMap, BTreeSet};

/// An unanswered question with the items that it keeps open.
#[derive(Debug, Clone, PartialEq)]
pub struct Unanswered {
    /// The input.
    pub input: Axis,
    /// Items that cannot tell without it, or that show a number they cannot work out or a caveat they could drop.
    pub items: Vec<usize>,
    /// Their weight: must 3, should 2, could 1.
    pub weight: u32,
}

/// All unanswered inputs that matter to some item, the weightiest first; of equals the first of the pack.
pub fn unanswered(content: &Content, profile: &Profile, selection: &Selection) -> Vec<Unanswered> {
    if selection.stop {
        return Vec::new();
    }
    let mut open: BTreeMap<Axis, BTreeSet<usize>> = BTreeMap::new();
    for (at, decided) in selection.decisions.iter().enumerate() {
        let mut inputs = BTreeSet::new();
        match &decided.fate {
            Fate::CannotTell(untold) => inputs.extend(untold.iter().copied()),
            Fate::Shown => {
                inputs.extend(decided.amounts.iter().flat_map(|a| a.missing.iter().copied()));
                for entry in &decided.caveats {
                    inputs.extend(inputs_of_axis(entry.axis, content, profile));
                }
            }
            _ => {}
        }
        for input in inputs {
            open.entry(input).or_default().insert(at);
        }
    }
    let mut list: Vec<Unanswered> = open
        .into_iter()
        .filter(|(input, _)| *profile.given(*input) == Given::Unknown)
        .map(|(input, items)| Unanswered {
            input,
            weight: items.iter().map(|&i| content.items()[i].priority.weight()).sum(),
            items: items.into_iter().collect(),
        })
        .collect();
    list.sort_by_key(|u| (std::cmp::Reverse(u.weight), u.input));
    list
}
