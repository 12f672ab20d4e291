//! `guidance/`: topics and items.

use super::Lower;
use super::condition::{condition, unless};
use super::formula::{Names, formula};
use super::layout::window;
use super::reference::diet;
use crate::check::Scope;
use crate::check::raw::{RawAmount, RawAmountMap, RawCondition, RawExample, RawItem, RawTopic};
use crate::check::read::Entries;
use crate::condition::Condition;
use crate::diagnostics::{Finding, lints};
use crate::model::{Amount, Axis, Bound, Example, InputKind, Item, Parts, Priority, Topic};
use crate::prose::{Prose, Rules};
use crate::quantity::formula::{Expr, Formula, Kind, Node, Scope as _};
use crate::quantity::{Dimension, Unit, parse_quantity};
use crate::source::Spanned;

const PRIORITIES: &[(&str, Priority)] =
    &[("must", Priority::Must), ("should", Priority::Should), ("could", Priority::Could)];

/// Lowers topics and items into the parts. Every item is lowered, so that indices stay what was declared.
pub(super) fn guidance(low: &mut Lower, raws: Entries<RawTopic>, parts: &mut Parts, scope: Scope) {
    for (at, raw) in raws.list.into_iter().enumerate() {
        let text = match scope {
            Scope::Full => low.prose(&raw.text, Rules { slots: false, headings: true }, scope),
            Scope::Guide => Prose::default(),
        };
        let first = parts.items.len();
        for raw_item in raw.items {
            let item = item(low, raw_item, &raw.unless, at, parts, scope);
            parts.items.push(item);
        }
        let sources = low.sources_of(&raw.sources);
        parts.topics.push(Topic {
            id: raw.id.text,
            title: raw.title.value,
            summary: raw.summary.value,
            text_span: raw.text.span,
            text,
            sources,
            items: first..parts.items.len(),
        });
    }
}

fn item(low: &mut Lower, raw: RawItem, topic: &RawCondition, at: usize, parts: &Parts, scope: Scope) -> Item {
    // An amount that could not be read is reported there, and not again where a text shows it; where all are gone, that is said.
    let is_lost = |span| low.findings.has_nothing_within(span) || low.findings.has_slip_within(span);
    let no_amounts = raw.amounts.0.is_empty() && is_lost(raw.span);
    let declared: Vec<String> = raw.amounts.0.iter().map(|(name, _)| name.value.clone()).collect();
    let mut kinds: Vec<String> = Vec::new();
    let mut amounts: Vec<Amount> = Vec::new();
    for (name, RawAmount(raw)) in raw.amounts.0 {
        let written = raw.of.as_ref().map(|id| id.text.clone()).filter(|kind| kind != "none");
        match self::amount(low, &name, raw, parts) {
            Some(amount) => amounts.push(amount),
            // What it would be an amount of is still one of the pack's kinds.
            None => match written {
                Some(kind) => kinds.push(kind),
                None => low.unread_kind = true,
            },
        }
    }
    let rules = Rules { slots: true, headings: false };
    let text = low.prose(&raw.r#do, rules, scope);
    let why = low.prose(&raw.why, rules, scope);
    let when_unknown = raw.when_unknown.as_ref().map(|text| low.prose(text, rules, scope));
    for (prose, place) in [(&text, Some(&raw.r#do)), (&why, Some(&raw.why))]
        .into_iter()
        .chain(when_unknown.as_ref().map(|p| (p, raw.when_unknown.as_ref())))
    {
        let Some(place) = place else { continue };
        if !no_amounts {
            placeholders(low, prose, place, &declared);
        }
        single_braces(low, place, &declared);
    }
    for prose in [Some(&text), Some(&why), when_unknown.as_ref()].into_iter().flatten() {
        amounts.extend(measures_shown(prose, &amounts, parts, raw.r#do.span));
    }
    let mut of: Vec<String> = raw
        .of
        .0
        .into_iter()
        .map(|id| id.text)
        .chain(kinds)
        .chain(amounts.iter().filter_map(|a| a.of.clone()))
        .collect();
    of.sort();
    of.dedup();
    let related = |low: &mut Lower, id: &crate::syntax::Id| low.names.items.resolve(&id.text, id.span);
    for id in raw.contradicts.iter().chain(&raw.instead) {
        low.not_itself(&raw.id, id);
    }
    Item {
        title: raw.title.value,
        topic: at,
        section: low.names.sections.resolve(&raw.section.text, raw.section.span).unwrap_or(0),
        at: raw.at.as_ref().and_then(|text| window(low, text)),
        until: raw.until.as_ref().and_then(|id| until(low, id, parts)),
        priority: low.word(&raw.priority.value, raw.priority.span, PRIORITIES).unwrap_or(Priority::Could),
        when: condition(low, &raw.when, parts).unwrap_or_else(|| Condition::new(Vec::new())),
        unless: unless(low, &[topic, &raw.unless], parts).unwrap_or_default(),
        caveat: raw.caveat.map(|c| c.value),
        instead: raw.instead.as_ref().and_then(|id| related(low, id)),
        exclusive: raw.exclusive.map(|id| id.text),
        contradicts: raw.contradicts.iter().filter_map(|id| related(low, id)).collect(),
        text,
        why,
        of,
        amounts,
        when_unknown,
        examples: raw.examples.into_iter().map(|e| example(low, e, parts)).collect(),
        evidence: raw.evidence.value,
        sources: low.sources_of(&raw.sources),
        reviewed: raw.reviewed.date,
        next_review: raw.next_review.date,
        id: raw.id.text,
        span: raw.id.span,
    }
}

/// An input or measure that is a length of time.
fn until(low: &mut Lower, id: &crate::syntax::Name, parts: &Parts) -> Option<Axis> {
    let axis = low.names.axes.resolve(&id.text, id.span)?;
    let unit = match parts.inputs.get(axis) {
        Some(input) => (input.kind == InputKind::Number).then_some(&input.unit),
        None => parts.measures.get(axis - parts.inputs.len()).map(|measure| &measure.unit),
    };
    if unit.is_some_and(|unit| unit.dimension() == Dimension::TIME) {
        return Some(axis);
    }
    low.findings.push(
        Finding::new(&lints::UNIT_MISMATCH, id.span, format!("`{}` is no length of time", id.text))
            .label("counts no minutes or hours after the session")
            .help("name a number in min or h, such as `until: next_hard_in`"),
    );
    None
}

fn placeholders(low: &mut Lower, prose: &Prose, place: &Spanned<String>, amounts: &[String]) {
    // An amount without its name may be any.
    if amounts.iter().any(String::is_empty) {
        return;
    }
    for slot in prose.slots() {
        if amounts.contains(&slot.name) || low.names.axes.has(&slot.name) {
            continue;
        }
        let span = low.at_text(place, &slot.range);
        let known = amounts.iter().map(String::as_str).chain(low.names.axes.ids().iter().map(String::as_str));
        let near = crate::diagnostics::nearest(&slot.name, known).map(|n| format!("{{{{ {n} }}}}"));
        let finding = Finding::new(&lints::UNKNOWN_PLACEHOLDER, span, format!("nothing is called `{}`", slot.name))
            .label("no amount of this item, no input and no measure")
            .did_you_mean(span, near.as_deref());
        low.names.axes.report(&slot.name, finding);
    }
}

/// `{ name }`: one brace at each side where two belong, around a name that could be filled in.
fn single_braces(low: &mut Lower, place: &Spanned<String>, amounts: &[String]) {
    let text = place.value.as_str();
    for (open, _) in text.match_indices('{') {
        let Some(close) = text[open..].find('}').map(|i| open + i) else { return };
        let name = text[open + 1..close].trim();
        let double = text[..open].ends_with(['{', '\\']) || text[close + 1..].starts_with('}');
        if double || !(amounts.iter().any(|known| known == name) || low.names.axes.get(name).is_some()) {
            continue;
        }
        let span = low.at_text(place, &(open..close + 1));
        low.findings.push(
            Finding::new(&lints::TEMPLATE_IN_TEXT, span, format!("`{name}` stands between single braces"))
                .label("would be printed as it stands")
                .fix("write two braces at each side", span, format!("{{{{ {name} }}}}")),
        );
    }
}

/// Measures that a text shows by name are amounts of the item like any other.
fn measures_shown(prose: &Prose, amounts: &[Amount], parts: &Parts, span: crate::source::Span) -> Vec<Amount> {
    let mut shown: Vec<Amount> = Vec::new();
    for slot in prose.slots() {
        let taken = amounts.iter().chain(&shown).any(|a| a.name == slot.name);
        let Some(at) = parts.measures.iter().position(|m| m.id == slot.name).filter(|_| !taken) else { continue };
        let measure = &parts.measures[at];
        let Ok(value) = Formula::parse(&measure.id) else { continue };
        shown.push(Amount {
            name: measure.id.clone(),
            value,
            unit: measure.unit.clone(),
            of: measure.of.clone(),
            exempt: false,
            step: None,
            bound: measure.bound,
            axes: vec![parts.inputs.len() + at],
            span,
        });
    }
    shown
}

fn example(low: &mut Lower, raw: RawExample, parts: &Parts) -> Example {
    let diet = match (raw.r#for.text.as_str(), diet(parts)) {
        ("any", _) => None,
        (_, Some(axis)) => super::option_of(axis, &raw.r#for, low, parts).map(|option| (axis, option)),
        (_, None) if low.names.axes.knows("diet") => None,
        (_, None) => {
            low.findings.push(
                Finding::new(&lints::UNKNOWN_REFERENCE, raw.r#for.span, "the pack has no input `diet`")
                    .label("an option of `diet`, or `any`"),
            );
            None
        }
    };
    let foods = raw.food.iter().filter_map(|id| low.names.foods.resolve(&id.text, id.span)).collect();
    Example { diet, foods, span: raw.span }
}

fn amount(low: &mut Lower, name: &Spanned<String>, raw: RawAmountMap, parts: &Parts) -> Option<Amount> {
    let names = Names::of(&parts.inputs, &parts.measures);
    let explicit = raw.unit.as_ref().map(|text| low.unit(text));
    let value = formula(low, &raw.value, &names, explicit.as_ref().and_then(Option::as_ref));
    let explicit = match explicit {
        Some(None) => return None,
        explicit => explicit.flatten(),
    };
    let value = value?;
    let Ok(Kind::Number(dimension)) = value.check(&names) else {
        low.findings.push(
            Finding::new(&lints::UNIT_MISMATCH, raw.value.span, "an amount is one number or range")
                .label("this is a series or a date"),
        );
        return None;
    };
    let Some(unit) = explicit.or_else(|| unit_of(&value, dimension, &names, parts)) else {
        low.findings.push(
            Finding::new(&lints::UNIT_MISMATCH, raw.value.span, format!("in which unit is `{}` shown?", name.value))
                .label(format!("a quantity like {}", dimension.describe()))
                .help("write it as a map with `value` and `unit`, or add its unit to `display` in guide.yaml"),
        );
        return None;
    };
    let measure_of = |name: &str| parts.measures.iter().find(|m| m.id == name);
    let used: Vec<String> = value.names().into_iter().map(|(n, _)| n.to_owned()).collect();
    let inherited = used.iter().find_map(|n| measure_of(n).and_then(|m| m.of.clone()));
    let exempt = raw.of.as_ref().is_some_and(|id| id.text == "none");
    let of = raw.of.filter(|_| !exempt).map(|id| id.text).or(inherited);
    let bound = match &value.root().expr {
        Expr::Name(name) => measure_of(name).map_or(Bound::Nearest, |m| m.bound),
        _ => Bound::Nearest,
    };
    let step = match &raw.step {
        None => None,
        Some(text) => match parse_quantity(&text.text, &unit) {
            Ok(base) if unit.from_base(base) > 0.0 => Some(unit.from_base(base)),
            Ok(_) => {
                low.findings.push(
                    Finding::new(&lints::BAD_VALUE, text.span, format!("`{}` is not a step", text.text.escape_debug()))
                        .label("must be above 0"),
                );
                None
            }
            Err(error) => {
                low.complain(&lints::UNIT_MISMATCH, text, error);
                None
            }
        },
    };
    let axes = used.iter().filter_map(|n| low.names.axes.get(n)).collect();
    Some(Amount { name: name.value.clone(), value, unit, of, exempt, step, bound, axes, span: name.span })
}

/// The unit in which a formula's value is shown, where the editor names none: that of the first name or literal of the
/// same kind of quantity, else that of the display table.
fn unit_of(formula: &Formula, dimension: Dimension, names: &Names, parts: &Parts) -> Option<Unit> {
    first_unit(formula.root(), dimension, names, parts)
        .or_else(|| dimension.is_one().then(Unit::one))
        .or_else(|| parts.display.iter().map(|d| &d.unit).find(|u| u.dimension() == dimension).cloned())
}

fn first_unit(node: &Node, dimension: Dimension, names: &Names, parts: &Parts) -> Option<Unit> {
    let own = match &node.expr {
        Expr::Literal(literal) => literal.unit.clone(),
        Expr::Name(name) => match names.kind(name) {
            Some(Kind::Number(_)) => {
                let measure = parts.measures.iter().find(|m| m.id == *name).map(|m| m.unit.clone());
                measure.or_else(|| parts.inputs.iter().find(|i| i.id == *name).map(|i| i.unit.clone()))
            }
            _ => None,
        },
        Expr::Convert(_, _, unit) => Some(unit.clone()),
        _ => None,
    };
    own.filter(|u| u.dimension() == dimension)
        .or_else(|| node.children().into_iter().find_map(|child| first_unit(child, dimension, names, parts)))
}
