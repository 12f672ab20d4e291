//! `instead-chain`: the item that stands in for a blocked one must not need a stand-in itself.

use super::Pack;
use crate::diagnostics::{Finding, Findings, lints};

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    for item in &parts.items {
        // One that names itself has been reported.
        let next = item.instead.map(|at| &parts.items[at]).filter(|next| next.span != item.span);
        let Some(next) = next else { continue };
        if let Some(last) = next.instead.map(|at| &parts.items[at]) {
            findings.push(
                Finding::new(
                    &lints::INSTEAD_CHAIN,
                    item.span,
                    format!("`{}` is replaced by `{}`, which is replaced by `{}`", item.id, next.id, last.id),
                )
                .label("an `instead` leads to another `instead`")
                .related(next.span, "this one has an `instead` too")
                .help("let `instead` name the item that is safe for everybody who is blocked"),
            );
        }
    }
}
