//! `missing-caveat`: whoever is blocked, or may be, must be told in words.

use super::Pack;
use crate::condition::{Entry, OptionSet, Region};
use crate::diagnostics::{Finding, Findings, lints};
use crate::model::{Input, InputKind, Item};
use std::collections::BTreeMap;

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    // The items that each option without words blocks.
    let mut blocked: BTreeMap<(usize, usize), Vec<&Item>> = BTreeMap::new();
    for item in parts.items.iter().filter(|item| item.caveat.is_none()) {
        for entry in item.unless.entries() {
            let Some(input) = parts.inputs.get(entry.axis).filter(|i| i.kind == InputKind::Set) else { continue };
            for option in without_words(entry, input) {
                blocked.entry((entry.axis, option)).or_default().push(item);
            }
        }
    }
    for ((axis, option), items) in blocked {
        let (input, option) = (&parts.inputs[axis], &parts.inputs[axis].options[option]);
        let finding = match items.as_slice() {
            [item] => Finding::new(
                &lints::MISSING_CAVEAT,
                item.span,
                format!("no words say why `{}` is not for some runners", item.id),
            )
            .label(format!("blocked by `{}` of `{}`", option.id, input.id)),
            // What keeps runners from several items is said once for all, where the words are missing.
            _ => items.iter().take(6).fold(
                Finding::new(
                    &lints::MISSING_CAVEAT,
                    option.span,
                    format!("no words say why {} items are not for runners with `{}`", items.len(), option.id),
                )
                .label("has no `caveat`"),
                |finding, item| finding.related(item.span, "blocked by it"),
            ),
        };
        findings
            .push(finding.help("give the option a `caveat` such as \"you have Raynaud's\", or the item a `caveat`"));
    }
}

/// Options that block and have no caveat.
fn without_words(entry: &Entry, input: &Input) -> Vec<usize> {
    let Region::Subsets(cubes) = entry.test.region() else { return Vec::new() };
    let blocking = cubes.cubes().iter().fold(OptionSet::default(), |all, cube| all.union(cube.must));
    let options = input.options.iter().enumerate();
    options.filter(|(at, o)| blocking.contains(*at) && o.caveat.is_none()).map(|(at, _)| at).collect()
}
