//! `weak-grade-a`: the best grade on sources that cannot carry it.

use super::Pack;
use super::written::GradePlace;
use crate::diagnostics::{Finding, Findings, lints};
use crate::syntax::Grade;

/// Kinds of sources that say what somebody thinks, or what is in a food.
const WEAK: &[&str] = &["expert", "ours", "database"];

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let items = pack.parts.items.iter().zip(&pack.written.items);
    for (item, places) in items.filter(|(item, _)| item.evidence == Grade::A) {
        weak(pack, &item.id, &item.sources, &places.grade, findings);
    }
    let faqs = pack.parts.faqs.iter().zip(&pack.written.answer_grades);
    for (faq, place) in faqs.filter(|(faq, _)| faq.evidence == Some(Grade::A)) {
        weak(pack, &faq.id, &faq.sources, place, findings);
    }
}

fn weak(pack: &Pack, id: &str, sources: &[usize], place: &GradePlace, findings: &mut Findings) {
    let sources = || sources.iter().map(|&at| &pack.parts.sources[at]);
    // A source that is not found may be the strong one, and a field that could not be read may be the sources.
    let is_whole = sources().count() == place.cited && (place.cited > 0 || !findings.has_error_within(place.whole));
    if !is_whole || sources().any(|source| !WEAK.contains(&source.kind.as_str())) {
        return;
    }
    let list: Vec<String> = sources().map(|source| format!("`{}` ({})", source.id, source.kind)).collect();
    let label = if list.is_empty() { "no source".to_owned() } else { format!("rests on {}", list.join(", ")) };
    findings.push(
        Finding::new(&lints::WEAK_GRADE_A, place.evidence, format!("nothing that `{id}` cites can carry grade A"))
            .label(label)
            .help("cite the position stand, guideline, review or trial, or give the honest grade"),
    );
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faq, item, raised};

    #[test]
    fn one_strong_source_is_enough() {
        let source = |id, kind| format!("- {{ id: {id}, title: T, kind: {kind}, checked: true }}\n");
        let sources =
            [source("handbook", "expert"), source("ours", "ours"), source("stand", "position-stand")].concat();
        for (cited, expected) in [("handbook", 2), ("handbook, ours", 2), ("handbook, stand", 0), ("", 2)] {
            let graded = |text: String| {
                text.replace("sources: [handbook]", &format!("sources: [{cited}]"))
                    .replace("evidence: D", "evidence: A")
            };
            let files = [
                ("sources/a.yaml", sources.as_str()),
                ("guidance/a.yaml", &graded(item(""))),
                ("faqs/b.yaml", &graded(faq("Q?", "Yes."))),
            ];
            assert_eq!(raised("weak-grade-a", &files).len(), expected, "{cited}");
        }
    }
}
