//! `unused-amount`: a number that no text shows helps nobody.

use super::Pack;
use crate::diagnostics::{Finding, Findings, lints, nearest};

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    for item in &parts.items {
        let texts = [Some(&item.text), Some(&item.why), item.when_unknown.as_ref()];
        let shown: Vec<&str> =
            texts.iter().flatten().flat_map(|text| text.slots()).map(|slot| slot.name.as_str()).collect();
        // A slot that nothing fills was meant for some amount.
        let is_known = |name: &&str| {
            item.amounts.iter().any(|amount| amount.name == *name)
                || parts.inputs.iter().any(|input| input.id == *name)
                || parts.measures.iter().any(|measure| measure.id == *name)
        };
        if !shown.iter().all(is_known) {
            continue;
        }
        let amounts: Vec<&str> = item.amounts.iter().map(|amount| amount.name.as_str()).collect();
        // A slot that is broken or misspelt, or has one brace, has been reported: it was meant to show the amount.
        let meant = |name: &str| {
            let mut texts = texts.iter().flatten();
            let is_near = |slot: &&str| !amounts.contains(slot) && nearest(slot, [name]).is_some();
            texts.any(|text| [format!("{{{name}"), format!("{{ {name}")].iter().any(|slot| text.text().contains(slot)))
                || shown.iter().any(is_near)
        };
        // A text that could not be read may be the one that shows it.
        if item.text.text().is_empty() {
            continue;
        }
        for amount in item.amounts.iter().filter(|a| !shown.contains(&a.name.as_str()) && !meant(&a.name)) {
            findings.push(
                Finding::new(
                    &lints::UNUSED_AMOUNT,
                    amount.span,
                    format!("the amount `{}` is never shown", amount.name),
                )
                .label("no text of the item holds it")
                .help(format!("write {{{{ {} }}}} in `do`, or remove the amount", amount.name)),
            );
        }
    }
}
