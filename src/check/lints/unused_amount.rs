//! `unused-amount`: a number that no text shows helps nobody.

use super::Pack;
use crate::diagnostics::{Finding, Findings, lints};

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    for item in &parts.items {
        let texts = [Some(&item.text), Some(&item.why), item.when_unknown.as_ref()];
        let shown: Vec<&str> =
            texts.iter().flatten().flat_map(|text| text.slots()).map(|slot| slot.name.as_str()).collect();
        let is_known = |name: &str| {
            item.amounts.iter().any(|amount| amount.name == name)
                || parts.inputs.iter().any(|input| input.id == name)
                || parts.measures.iter().any(|measure| measure.id == name)
        };
        // A slot that nothing fills, or a text that could not be read, was meant to show some amount: that has been said.
        if !shown.iter().all(|name| is_known(name)) || item.text.text().is_empty() {
            continue;
        }
        // So has a slot with one brace, and one on two lines.
        let written: Vec<String> =
            texts.iter().flatten().map(|text| text.text().split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let meant = |name: &str| {
            let slots = [format!("{{{name}"), format!("{{ {name}")];
            written.iter().any(|text| slots.iter().any(|slot| text.contains(slot)))
        };
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
