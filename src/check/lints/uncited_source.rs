//! `uncited-source`: a source that nothing rests on.

use super::Pack;
use crate::diagnostics::{Finding, Findings, lints};

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    let mut cited = vec![false; parts.sources.len()];
    let lists = parts.topics.iter().map(|topic| &topic.sources);
    let lists = lists.chain(parts.items.iter().map(|item| &item.sources));
    let lists = lists.chain(parts.faqs.iter().map(|faq| &faq.sources));
    let lists = lists.chain(parts.pages.iter().map(|page| &page.sources));
    let lists = lists.chain(parts.terms.iter().map(|term| &term.sources));
    let lists = lists.chain(parts.measures.iter().map(|measure| &measure.sources));
    let lists = lists.chain(parts.limits.iter().map(|limit| &limit.sources));
    let lists = lists.chain(parts.flags.iter().map(|flag| &flag.sources));
    for &source in lists.flatten().chain(parts.foods.iter().map(|food| &food.source)) {
        cited[source] = true;
    }
    let linked: Vec<&str> = pack.links("source").collect();
    for (source, _) in parts.sources.iter().zip(cited).filter(|(_, cited)| !cited) {
        if !linked.contains(&source.id.as_str()) {
            findings.push(
                Finding::new(&lints::UNCITED_SOURCE, source.span, format!("nothing cites the source `{}`", source.id))
                    .label("no `sources` and no text names it")
                    .help("name it where its fact is used, or remove it"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faq, raised};

    #[test]
    fn a_link_cites_too() {
        let source = |id| format!("- {{ id: {id}, title: T, kind: expert, checked: true }}\n");
        let sources = [source("handbook"), source("a"), source("b")].concat();
        let answer = faq("Is it so?", "Yes, says [[source:b]].");
        let found = raised("uncited-source", &[("sources/a.yaml", &sources), ("faqs/b.yaml", &answer)]);
        assert_eq!(found.iter().map(|f| f.place.as_str()).collect::<Vec<_>>(), ["sources/a.yaml:2 a"]);
    }

    #[test]
    fn a_broken_entry_blames_no_source() {
        let sources = "- { id: handbook, title: T, kind: expert, checked: true }\n- { id: a, title: T, kind: expert, checked: true }\n";
        let broken = faq("Is it so?", "Yes.").replace("handbook", "a").replace("2026-11-24", "soon");
        assert!(raised("uncited-source", &[("sources/a.yaml", sources), ("faqs/b.yaml", &broken)]).is_empty());
    }
}
