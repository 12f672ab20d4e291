//! `missing-caveat`: whoever is blocked, or may be, must be told in words.

use super::Pack;
use crate::condition::{Entry, OptionSet, Region};
use crate::diagnostics::{Finding, Findings, lints, quoted_list};
use crate::model::{Input, InputKind};

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    for item in parts.items.iter().filter(|item| item.caveat.is_none()) {
        for entry in item.unless.entries() {
            let Some(input) = parts.inputs.get(entry.axis).filter(|i| i.kind == InputKind::Set) else { continue };
            let silent = without_words(entry, input);
            if !silent.is_empty() {
                findings.push(
                    Finding::new(
                        &lints::MISSING_CAVEAT,
                        item.span,
                        format!("no words say why `{}` is not for some runners", item.id),
                    )
                    .label(format!("blocked by {} of `{}`", quoted_list(silent.iter().copied(), 6), input.id))
                    .help("give the option a `caveat` such as \"you have Raynaud's\", or the item a `caveat`"),
                );
            }
        }
    }
}

/// Options that block and have no caveat.
fn without_words<'i>(entry: &Entry, input: &'i Input) -> Vec<&'i str> {
    let Region::Subsets(cubes) = entry.test.region() else { return Vec::new() };
    let blocking = cubes.cubes().iter().fold(OptionSet::default(), |all, cube| all.union(cube.must));
    let options = input.options.iter().enumerate();
    options.filter(|(at, o)| blocking.contains(*at) && o.caveat.is_none()).map(|(_, o)| o.id.as_str()).collect()
}
