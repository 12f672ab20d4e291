//! Lints over the finished whole: one file, one lint.
//!
//! What a single record can tell is reported while it is lowered; a lint here needs to see several.

mod instead_chain;
mod missing_caveat;
mod unused_amount;

use super::Scope;
use crate::diagnostics::Findings;
use crate::model::Parts;
use crate::source::Sources;

/// Runs every lint; a guide needs none of them.
pub(super) fn run(_sources: &Sources, scope: Scope, parts: &Parts, findings: &mut Findings) {
    if scope == Scope::Guide {
        return;
    }
    for lint in [instead_chain::run, missing_caveat::run, unused_amount::run] {
        lint(parts, findings);
    }
}
