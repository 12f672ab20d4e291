//! `undecided`: what the analysis could neither prove nor show, said once.

use super::Analysis;
use crate::diagnostics::{Finding, lints};

/// How many questions are named.
const NAMED: usize = 12;

pub(super) fn run(analysis: &mut Analysis) {
    let number = analysis.undecided.len();
    if number == 0 {
        return;
    }
    let questions = if number == 1 {
        "1 question about the whole pack is".to_owned()
    } else {
        format!("{number} questions about the whole pack are")
    };
    let mut finding = Finding::nowhere(&lints::UNDECIDED, format!("{questions} not decided"));
    for (words, looked) in analysis.undecided.iter().take(NAMED) {
        let capped = if *looked >= analysis.search.cap { "stopped" } else { "numbers were halved as far as we go" };
        finding = finding.note(format!("{words}: {capped} after {looked} steps"));
    }
    if number > NAMED {
        finding = finding.note(format!("and {} more", number - NAMED));
    }
    analysis.findings.push(finding.help("`--effort 10` looks ten times as long"));
}
