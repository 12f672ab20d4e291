//! `unlinked-term`: a term of the glossary that no text leads to.

use super::Pack;
use crate::diagnostics::{Finding, Findings, lints};
use std::collections::BTreeSet;

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let linked: BTreeSet<&str> = pack.links("term").collect();
    for term in pack.parts.terms.iter().filter(|term| !linked.contains(term.id.as_str())) {
        findings.push(
            Finding::new(&lints::UNLINKED_TERM, term.span, format!("no text links to the term `{}`", term.id))
                .label("nobody gets here")
                .help(format!("write [[term:{}]] where a text first needs it, or remove the term", term.id)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faq, item, raised, term};

    #[test]
    fn links_of_every_text_count() {
        let terms = [term("a", "a"), term("b", "b"), term("c", "c")].concat();
        let item = item("").replace("Do it.", "Do [[term:a]].");
        let files = [
            ("glossary.yaml", terms.as_str()),
            ("guidance/a.yaml", &item),
            ("faqs/b.yaml", &faq("Q?", "`[[term:c]]` [[term:b|B]].")),
        ];
        let found = raised("unlinked-term", &files);
        assert_eq!(found.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(), ["no text links to the term `c`"]);
    }
}
