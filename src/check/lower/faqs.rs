//! `faqs/`.

use super::Lower;
use crate::check::Scope;
use crate::check::raw::RawFaq;
use crate::check::read::Entries;
use crate::diagnostics::{Finding, lints};
use crate::model::{Faq, Parts};
use crate::prose::Rules;
use std::collections::BTreeMap;

/// Lowers the questions into the parts.
pub(super) fn faqs(low: &mut Lower, raws: Entries<RawFaq>, parts: &mut Parts, scope: Scope) {
    let mut aliases = BTreeMap::new();
    for raw in raws.list {
        let answer = low.prose(&raw.answer, Rules { slots: false, headings: true }, scope);
        raw.related.iter().for_each(|id| low.not_itself(&raw.id, id));
        let related = raw.related.iter().filter_map(|id| low.names.faqs.resolve(&id.text, id.span));
        let related = related.collect();
        for alias in &raw.aliases {
            let taken = low.names.faqs.has(&alias.text) || aliases.contains_key(&alias.text);
            if taken {
                low.findings.push(
                    Finding::new(&lints::DUPLICATE_ID, alias.span, format!("the address `{}` is taken", alias.text))
                        .label("a FAQ or another alias is called so"),
                );
            }
            aliases.insert(alias.text.clone(), ());
        }
        parts.faqs.push(Faq {
            sources: low.sources_of(&raw.sources),
            id: raw.id.text,
            question: raw.question.value,
            answer,
            answer_span: raw.answer.span,
            tags: raw.tags.into_iter().map(|t| t.text).collect(),
            related,
            evidence: raw.evidence.map(|e| e.value),
            updated: raw.updated.date,
            aliases: raw.aliases.into_iter().map(|a| a.text).collect(),
            span: raw.id.span,
        });
    }
}
