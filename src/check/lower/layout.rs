//! `guide.yaml` and `limits.yaml`.

use super::Lower;
use super::formula::{Names, formula};
use crate::check::raw::{RawGuide, RawLimit, RawStep};
use crate::check::read::Entries;
use crate::diagnostics::{Finding, lints};
use crate::model::{Display, DisplayStep, Glance, InputKind, Limit, Moment, Parts, Per, Section, Window};
use crate::quantity::formula::Kind;
use crate::quantity::{Dimension, Unit, parse_clock, parse_quantity};
use crate::syntax::{Id, ScalarText};

/// Lowers the guide's layout into the parts.
pub(super) fn guide(low: &mut Lower, raw: RawGuide, parts: &mut Parts) {
    for raw in raw.sections {
        let from = moment(low, &raw.from, parts);
        let to = moment(low, &raw.to, parts);
        if let (Some(Moment::After(start)), Some(Moment::After(end))) = (from, to)
            && start >= end
        {
            let message = format!("the section `{}` ends before it begins", raw.id.text);
            let message =
                if start > end { message } else { format!("the section `{}` has no time in it", raw.id.text) };
            low.findings.push(
                Finding::new(&lints::EMPTY_RANGE, raw.to.span, message)
                    .label("its end")
                    .related(raw.from.span, "its beginning")
                    .help("let `to` be later than `from`"),
            );
        }
        if let (Some(least), Some(most)) = (&raw.at_least, &raw.at_most)
            && least.value > most.value
        {
            let message = format!(
                "the section `{}` wants at least {} items and at most {}",
                raw.id.text, least.value, most.value
            );
            low.findings.push(
                Finding::new(&lints::EMPTY_RANGE, least.span, message)
                    .label("more than `at_most`")
                    .related(most.span, "at most")
                    .help("let `at_most` be the larger of the two"),
            );
        }
        if let Some(most) = raw.at_most.as_ref().filter(|most| most.value == 0) {
            low.findings.push(
                Finding::new(&lints::BAD_VALUE, most.span, format!("the section `{}` shows nothing", raw.id.text))
                    .label("must be 1 or more")
                    .help("write how many items it may show, or remove the section"),
            );
        }
        let fallback = Moment::After(0.0);
        parts.sections.push(Section {
            id: raw.id.text,
            title: raw.title.value,
            window: Window { from: from.unwrap_or(fallback), to: to.unwrap_or(fallback) },
            at_least: raw.at_least.map_or(0, |n| n.value as usize),
            at_most: raw.at_most.map_or(usize::MAX, |n| n.value as usize),
            span: raw.id.span,
        });
    }
    if let Some(glance) = raw.glance {
        let numbers = glance.numbers.into_iter().map(|id| id.text).collect();
        parts.glance = Glance { numbers, things: glance.things.map_or(3, |n| n.value as usize) };
    }
    for raw in raw.display {
        let own = display_step(low, &raw.unit, &raw.step);
        let mut other = |text: &Option<RawStep>| {
            let text = text.as_ref()?;
            let step = display_step(low, &text.unit, &text.step)?;
            let own = own.as_ref()?;
            if step.unit.dimension() != own.unit.dimension() {
                low.findings.push(
                    Finding::new(
                        &lints::UNIT_MISMATCH,
                        text.unit.span,
                        format!("`{}` does not convert to `{}`", own.unit.name(), step.unit.name()),
                    )
                    .label("another kind of quantity"),
                );
                return None;
            }
            Some(step)
        };
        let (metric, imperial) = (other(&raw.metric), other(&raw.imperial));
        let Some(own) = own else { continue };
        // Without words of its own for imperial, a unit that metric runners do not see stays as it is.
        let imperial = imperial.or_else(|| metric.is_some().then(|| own.clone()));
        parts.display.push(Display { unit: own.unit.clone(), metric: metric.unwrap_or(own), imperial });
    }
}

/// Kinds of the first numbers that no amount of the pack is of.
pub(super) fn glance(low: &mut Lower, numbers: &[Id], parts: &Parts) {
    let known = super::red_flags::kinds_of_amount(parts);
    for id in numbers.iter().filter(|id| !known.contains(&id.text.as_str())) {
        // A kind of which nothing is yet shows no number; a slip of the pen shows none where one is.
        low.unknown_kind(&id.text, id.span, &known, true);
    }
}

fn display_step(low: &mut Lower, unit: &ScalarText, step: &ScalarText) -> Option<DisplayStep> {
    let unit = low.unit(unit);
    match step.text.parse::<f64>() {
        Ok(step) if step > 0.0 && step.is_finite() => Some(DisplayStep { unit: unit?, step }),
        _ => {
            low.findings.push(
                Finding::new(&lints::WRONG_TYPE, step.span, format!("`{}` is not a step", step.text.escape_debug()))
                    .label("must be a number above 0"),
            );
            None
        }
    }
}

/// A moment: a duration after the session, a time of day, or an input of type time.
pub(super) fn moment(low: &mut Lower, text: &ScalarText, parts: &Parts) -> Option<Moment> {
    if let Some(minutes) = parse_clock(&text.text) {
        return Some(Moment::At(minutes));
    }
    if text.text.starts_with(|c: char| c.is_ascii_lowercase()) {
        let axis = low.names.axes.resolve(&text.text, text.span)?;
        return match parts.inputs.get(axis) {
            Some(input) if input.kind == InputKind::Time => Some(Moment::Clock(axis)),
            Some(_) => {
                low.findings.push(
                    Finding::new(&lints::WRONG_TYPE, text.span, format!("`{}` is not a time of day", text.text))
                        .label("must be an input of type time"),
                );
                None
            }
            None => None,
        };
    }
    after(low, text)
}

fn after(low: &mut Lower, text: &ScalarText) -> Option<Moment> {
    let hours = Unit::parse("h").ok()?;
    match parse_quantity(&text.text, &hours) {
        Ok(seconds) => Some(Moment::After(seconds / 60.0)),
        Err(error) => {
            low.complain(&lints::UNIT_MISMATCH, text, error);
            None
        }
    }
}

/// A window: `0..4 h` after the session, or `13:00..16:00`.
pub(super) fn window(low: &mut Lower, text: &ScalarText) -> Option<Window> {
    if let Some((from, to)) = text.text.split_once("..")
        && let (Some(from), Some(to)) = (parse_clock(from.trim()), parse_clock(to.trim()))
    {
        return Some(Window { from: Moment::At(from), to: Moment::At(to) });
    }
    let hours = Unit::parse("h").ok()?;
    if !text.text.contains(|c: char| c.is_ascii_digit()) {
        low.findings.push(
            Finding::new(&lints::UNIT_MISMATCH, text.span, format!("`{}` is not a time", text.text.escape_debug()))
                .label("must be a window of time")
                .help("write hours after the end, as in `0..4 h`, or times of day, as in `13:00..16:00`"),
        );
        return None;
    }
    let range = low.range(text, &hours)?;
    Some(Window { from: Moment::After(range.lo() / 60.0), to: Moment::After(range.hi() / 60.0) })
}

const PER: &[(&str, Per)] =
    &[("amount", Per::Amount), ("section", Per::Section), ("hour", Per::Hour), ("guide", Per::Guide)];

/// Lowers the limits into the parts.
pub(super) fn limits(low: &mut Lower, raws: Entries<RawLimit>, parts: &mut Parts) {
    let mut limits = Vec::new();
    let known = super::red_flags::kinds_of_amount(parts);
    let mut bounds = Vec::new();
    for raw in raws.list {
        if !known.contains(&raw.of.text.as_str()) {
            low.unknown_kind(&raw.of.text, raw.of.span, &known, false);
        }
        let per = low.word(&raw.per.value, raw.per.span, PER);
        let section = raw.section.as_ref().map(|id| low.names.sections.resolve(&id.text, id.span));
        let names = Names::of(&parts.inputs, &parts.measures);
        let at_most = raw.at_most.as_ref().map(|text| formula(low, text, &names, None));
        let at_least = raw.at_least.as_ref().map(|text| formula(low, text, &names, None));
        if raw.at_most.is_none() && raw.at_least.is_none() {
            low.lacking(
                raw.span,
                Finding::new(&lints::MISSING_FIELD, raw.id.span, format!("the limit `{}` limits nothing", raw.id.text))
                    .label("needs `at_most` or `at_least`"),
            );
        }
        let dimension = at_most.iter().chain(&at_least).flatten().find_map(|f| match f.check(&names) {
            Ok(Kind::Number(dimension)) => Some(dimension),
            _ => None,
        });
        let sources = low.sources_of(&raw.sources);
        if let (Some(per), Some(dimension)) = (per, dimension) {
            bounds.push(raw.at_most.as_ref().or(raw.at_least.as_ref()).map_or(raw.id.span, |text| text.span));
            limits.push(Limit {
                id: raw.id.text,
                of: raw.of.text,
                per,
                section: section.flatten(),
                at_most: at_most.flatten(),
                at_least: at_least.flatten(),
                dimension,
                because: raw.because.map(|b| b.value),
                sources,
                span: raw.id.span,
            });
        }
    }
    for (limit, bound) in limits.iter().zip(bounds) {
        let mut amounts =
            parts.items.iter().flat_map(|item| &item.amounts).filter(|a| a.of.as_ref() == Some(&limit.of));
        let unit = amounts.clone().next().map(|amount| amount.unit.name().to_owned());
        if !amounts.any(|amount| fits(limit, amount))
            && let Some(unit) = unit
            && !low.unread_kind
        {
            low.findings.push(
                Finding::new(
                    &lints::UNIT_MISMATCH,
                    bound,
                    format!("the limit `{}` is in another unit than every amount of `{}`", limit.id, limit.of),
                )
                .label("limits nothing")
                .help(format!("its amounts are in `{unit}`: give it in that, or for an hour in `{unit}/h`")),
            );
        }
    }
    parts.limits = limits;
}

/// Whether a limit can count an amount: the same kind of quantity, or, for an hour, what becomes it over time.
fn fits(limit: &Limit, amount: &crate::model::Amount) -> bool {
    let own = amount.unit.dimension();
    own == limit.dimension || (limit.per == Per::Hour && own / Dimension::TIME == limit.dimension)
}
