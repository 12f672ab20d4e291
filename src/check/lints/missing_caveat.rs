//! `missing-caveat`: whoever is blocked, or may be, must be told in words.

use super::Pack;
use crate::condition::{Entry, OptionSet, Region};
use crate::diagnostics::{Finding, Findings, lints, quoted_list};
use crate::model::{Input, InputKind};
use std::collections::BTreeMap;

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    // The items that each option without words blocks.
    let mut blocked: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, item) in parts.items.iter().enumerate().filter(|(_, item)| item.caveat.is_none()) {
        for entry in item.unless.entries() {
            let Some(input) = parts.inputs.get(entry.axis).filter(|i| i.kind == InputKind::Set) else { continue };
            for option in without_words(entry, input) {
                blocked.entry((entry.axis, option)).or_default().push(at);
            }
        }
    }
    // What keeps runners from several items is said once for all, where the words are missing; the rest at its item.
    let mut of_items: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for ((axis, option), items) in blocked {
        let option = &parts.inputs[axis].options[option];
        if let [item] = items[..] {
            of_items.entry(item).or_default().push(&option.id);
            continue;
        }
        let message = format!("no words say why {} items are not for runners with `{}`", items.len(), option.id);
        let finding = Finding::new(&lints::MISSING_CAVEAT, option.span, message).label("has no `caveat`").help(HELP);
        let places = items.iter().take(6).map(|&item| parts.items[item].span);
        findings.push(places.fold(finding, |finding, span| finding.related(span, "blocked by it")));
    }
    for (item, options) in of_items {
        let item = &parts.items[item];
        let message = format!("no words say why `{}` is not for some runners", item.id);
        let label = format!("blocked by {}", quoted_list(options, 6));
        findings.push(Finding::new(&lints::MISSING_CAVEAT, item.span, message).label(label).help(HELP));
    }
}

const HELP: &str = "give the option a `caveat` such as \"you have Raynaud's\", or the item a `caveat`";

/// Options that block and have no caveat.
fn without_words(entry: &Entry, input: &Input) -> Vec<usize> {
    let Region::Subsets(cubes) = entry.test.region() else { return Vec::new() };
    let blocking = cubes.cubes().iter().fold(OptionSet::default(), |all, cube| all.union(cube.must));
    let options = input.options.iter().enumerate();
    options.filter(|(at, o)| blocking.contains(*at) && o.caveat.is_none()).map(|(at, _)| at).collect()
}
