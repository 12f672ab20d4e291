//! `pages/` and `figures.yaml`.

use super::Lower;
use crate::check::Scope;
use crate::check::raw::{RawFigure, RawPage};
use crate::check::read::Entries;
use crate::diagnostics::{Finding, lints};
use crate::model::{Drawing, Figure, InputKind, Page, Parts, Place, Shows};
use crate::prose::Rules;
use crate::syntax::{Flat, Id};

/// Lowers the pages into the parts.
pub(super) fn pages(low: &mut Lower, raws: Entries<RawPage>, parts: &mut Parts, scope: Scope) {
    for raw in raws.list {
        if Page::TAKEN.contains(&raw.id.text.as_str()) {
            low.findings.push(
                Finding::new(
                    &lints::DUPLICATE_ID,
                    raw.id.span,
                    format!("the address `/{}/` is the site's own", raw.id.text),
                )
                .label("pages of other kinds stand there")
                .help("give the page another id"),
            );
        }
        let shows = raw.shows.0.iter().filter_map(|id| low.word(&id.text, id.span, Shows::WORDS)).collect();
        parts.pages.push(Page {
            text: low.prose(&raw.text, Rules { slots: false, headings: true }, scope),
            text_span: raw.text.span,
            sources: low.sources_of(&raw.sources),
            id: raw.id.text,
            title: raw.title.value,
            summary: raw.summary.value,
            shows,
            updated: raw.updated.date,
            span: raw.id.span,
        });
    }
}

/// Lowers the figures into the parts.
pub(super) fn figures(low: &mut Lower, raws: Entries<RawFigure>, parts: &mut Parts) {
    for raw in raws.list {
        let on = raw.on.0.iter().filter_map(|id| place(low, id)).collect();
        let known = [("hours", false), ("numbers", true)];
        let draws = match low.word(&raw.draws.text, raw.draws.span, &known) {
            Some(false) => Some(Drawing::Hours),
            Some(true) => numbers(low, &raw, parts),
            None => {
                for name in raw.over.iter().chain(&raw.measures) {
                    low.names.axes.resolve(&name.text, name.span);
                }
                None
            }
        };
        let Some(draws) = draws else { continue };
        parts.figures.push(Figure {
            id: raw.id.text,
            title: raw.title.value,
            caption: raw.caption.value,
            on,
            draws,
            span: raw.id.span,
        });
    }
}

fn place(low: &mut Lower, id: &Id) -> Option<Place> {
    match id.text.as_str() {
        "home" => Some(Place::Home),
        topic => low.names.topics.resolve(topic, id.span).map(Place::Topic),
    }
}

/// Measures against one answer; `None` after a finding.
fn numbers(low: &mut Lower, raw: &RawFigure, parts: &Parts) -> Option<Drawing> {
    let mut measures = Vec::new();
    for name in &raw.measures {
        let Some(axis) = low.names.axes.resolve(&name.text, name.span) else { continue };
        match axis.checked_sub(parts.inputs.len()) {
            Some(measure) => measures.push(measure),
            None => low.findings.push(
                Finding::new(&lints::WRONG_TYPE, name.span, format!("`{}` is an input", name.text))
                    .label("must be a measure"),
            ),
        }
    }
    if raw.measures.is_empty() {
        low.lacking(
            raw.span,
            missing(raw, "measures", "name the measures that are drawn, as in `measures: [drink_cap]`"),
        );
    }
    let Some(over) = &raw.over else {
        low.lacking(raw.span, missing(raw, "over", "name the input that changes, as in `over: sweat_rate`"));
        return None;
    };
    let axis = low.names.axes.resolve(&over.text, over.span)?;
    let input = parts.inputs.get(axis);
    let range = match (input.map(|i| i.kind), &raw.range, input) {
        (Some(InputKind::Number), Some(text), Some(input)) => Some(low.range(text, &input.unit)?),
        (Some(InputKind::Number), None, _) => {
            low.lacking(
                raw.span,
                missing(raw, "range", "say from where to where it changes, as in `range: 0.4..2 L/h`"),
            );
            return None;
        }
        (Some(InputKind::Choice), ..) => None,
        _ => {
            low.findings.push(
                Finding::new(&lints::WRONG_TYPE, over.span, format!("`{}` cannot be drawn along a line", over.text))
                    .label("must be an input that is a number or a choice"),
            );
            return None;
        }
    };
    let runner = raw.runner.clone().unwrap_or_else(|| Flat(Vec::new()));
    Some(Drawing::Numbers { over: axis, range, measures, runner })
}

fn missing(raw: &RawFigure, field: &str, help: &str) -> Finding {
    Finding::new(&lints::MISSING_FIELD, raw.id.span, format!("field `{field}` of a figure of numbers is missing"))
        .label(format!("this entry has no `{field}`"))
        .help(help)
}
