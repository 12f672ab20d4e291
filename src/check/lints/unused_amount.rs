//! `unused-amount`: a number that no text shows helps nobody.

use super::Pack;
use crate::diagnostics::{Finding, Findings, lints};

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    for item in &parts.items {
        let texts = [Some(&item.text), Some(&item.why), item.when_unknown.as_ref()];
        let shown: Vec<&str> =
            texts.into_iter().flatten().flat_map(|text| text.slots()).map(|slot| slot.name.as_str()).collect();
        for amount in item.amounts.iter().filter(|a| !shown.contains(&a.name.as_str())) {
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
