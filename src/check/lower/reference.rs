//! Sources, terms and foods.

use super::{Lower, option_of, words_of};
use crate::check::Scope;
use crate::check::raw::{RawFood, RawSource, RawTerm};
use crate::check::read::Entries;
use crate::diagnostics::{Finding, lints};
use crate::model::{Food, InputKind, Parts, Source, Term};
use crate::prose::Rules;
use crate::quantity::Unit;

/// Lowers the sources; nothing of them refers to anything.
pub(super) fn sources(raws: Entries<RawSource>) -> Vec<Source> {
    let source = |raw: RawSource| Source {
        id: raw.id.text,
        authors: raw.authors.map(|t| t.value),
        year: raw.year.map(|y| y.value),
        title: raw.title.value,
        journal: raw.journal.map(|t| t.value),
        doi: raw.doi.map(|t| t.value),
        url: raw.url.map(|t| t.value),
        kind: raw.kind.value,
        checked: raw.checked.value,
        note: raw.note.map(|t| t.value),
        span: raw.id.span,
    };
    raws.list.into_iter().map(source).collect()
}

/// Lowers the glossary.
pub(super) fn terms(low: &mut Lower, raws: Entries<RawTerm>, scope: Scope) -> Vec<Term> {
    let mut terms = Vec::new();
    for raw in raws.list {
        terms.push(Term {
            sources: low.sources_of(&raw.sources),
            id: raw.id.text,
            term: raw.term.value,
            aliases: raw.aliases.into_iter().map(|a| a.value).collect(),
            definition: low.prose(&raw.definition, Rules { slots: false, headings: false }, scope),
            definition_span: raw.definition.span,
            span: raw.id.span,
        });
    }
    terms
}

/// Lowers the foods. A food is always lowered, so that its index stays what was declared.
pub(super) fn foods(low: &mut Lower, raws: Entries<RawFood>, parts: &Parts) -> Vec<Food> {
    let Ok(gram) = Unit::parse("g") else { return Vec::new() };
    let nothing = || crate::quantity::Interval::point(0.0);
    let diet = diet(parts);
    let mut foods = Vec::new();
    for raw in raws.list {
        super::values::food(low, &raw);
        let carbohydrate = low.range(&raw.carbohydrate, &gram).or_else(nothing);
        let protein = low.range(&raw.protein, &gram).or_else(nothing);
        let source = low.names.sources.resolve(&raw.source.text, raw.source.span);
        let fits = match diet {
            Some(axis) => raw.fits.iter().filter_map(|id| option_of(axis, id, low, parts)).collect(),
            None => {
                if let Some(id) = raw.fits.first().filter(|_| !low.names.axes.knows("diet")) {
                    low.findings.push(
                        Finding::new(&lints::UNKNOWN_REFERENCE, id.span, "the pack has no input `diet`")
                            .label("an option of `diet`"),
                    );
                }
                Vec::new()
            }
        };
        let (Some(carbohydrate), Some(protein)) = (carbohydrate, protein) else { continue };
        foods.push(Food {
            title: raw.title.map_or_else(|| words_of(&raw.id.text), |t| t.value),
            id: raw.id.text,
            serving: raw.serving.value,
            carbohydrate,
            protein,
            fits,
            source: source.unwrap_or(0),
            span: raw.id.span,
        });
    }
    foods
}

/// The input that says what a runner eats.
pub(super) fn diet(parts: &Parts) -> Option<usize> {
    parts.inputs.iter().position(|i| i.id == "diet" && i.kind == InputKind::Set)
}
