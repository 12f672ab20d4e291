//! `profile.yaml`: groups of inputs.

use super::{Lower, words_of};
use crate::check::raw::{RawCondition, RawInput, RawOptions, RawProfile, RawRedFlag};
use crate::condition::{OptionSet, RESERVED};
use crate::diagnostics::{Finding, Severity, lints};
use crate::model::{Choice, Group, Input, InputDefault, InputKind, Parts};
use crate::quantity::{Unit, parse_clock, parse_quantity};
use crate::source::Span;
use crate::syntax::ScalarText;

const KINDS: &[(&str, InputKind)] = &[
    ("number", InputKind::Number),
    ("choice", InputKind::Choice),
    ("set", InputKind::Set),
    ("flag", InputKind::Flag),
    ("date", InputKind::Date),
    ("time", InputKind::Time),
    ("text", InputKind::Text),
    ("series", InputKind::Series),
];

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Lowers the inputs into the parts; gives the impossible conditions, which can be read once measures are known.
pub(super) fn inputs(low: &mut Lower, raw: RawProfile, flags: &[RawRedFlag], parts: &mut Parts) -> Vec<RawCondition> {
    for group in raw.groups {
        if parts.groups.iter().any(|other| other.id == group.id.text) {
            low.findings.push(
                Finding::new(&lints::DUPLICATE_ID, group.id.span, format!("two groups are called `{}`", group.id.text))
                    .label("again here"),
            );
        }
        let first = parts.inputs.len();
        for raw in group.inputs {
            let axis = parts.inputs.len();
            if matches!(raw.options, RawOptions::RedFlags(_)) {
                parts.symptoms = Some(axis);
            }
            let input = input(low, raw, flags);
            parts.inputs.push(input);
        }
        let inputs = first..parts.inputs.len();
        parts.groups.push(Group { id: group.id.text, title: group.title.value, inputs });
    }
    raw.impossible
}

/// An input is always lowered, so that its index stays what was declared; what is wrong with it is reported.
fn input(low: &mut Lower, raw: RawInput, flags: &[RawRedFlag]) -> Input {
    let before = low.findings.len();
    let known = low.word(&raw.r#type.value, raw.r#type.span, KINDS);
    let kind = known.unwrap_or(InputKind::Text);
    let unit = match &raw.unit {
        Some(text) => low.unit(text),
        None => Some(Unit::one()),
    };
    let of = unit.clone().unwrap_or_else(Unit::one);
    // What tests and formulas make of an input whose type, unit or options are broken is no second mistake.
    let is_whole = match &raw.options {
        RawOptions::RedFlags(_) => low.names.flags.is_read() && flags.iter().all(|flag| !flag.id.span.is_stand_in()),
        RawOptions::Broken => false,
        RawOptions::List { whole, .. } => *whole,
        RawOptions::None => true,
    };
    let is_lost = low.findings.has_nothing_within(raw.span) || low.findings.has_slip_within(raw.span);
    let is_whole = is_whole && known.is_some() && !is_lost;
    let is_sound = is_whole && !low.findings.iter().skip(before).any(|f| f.severity == Severity::Error);
    if !is_sound {
        low.names.axes.break_off(&raw.id.text);
    }
    let range = raw.range.as_ref().filter(|_| unit.is_some()).and_then(|text| low.range(text, &of));
    let options = options(low, &raw, known, flags);
    let title = raw.title.map_or_else(|| words_of(&raw.id.text), |t| t.value);
    let mut input = Input {
        id: raw.id.text,
        ask: raw.ask.value,
        title,
        hint: raw.hint.map(|h| h.value),
        kind,
        unit: of,
        range,
        required: raw.required.unwrap_or(false),
        default: None,
        options,
        to_know: raw.to_know.map(|t| t.value),
        from: raw.from.map(|f| f.value),
        lasts: raw.lasts.as_ref().and_then(|text| low.quantity(text, "day")).map(|seconds| seconds / DAY),
        fixed: raw.fixed.unwrap_or(false),
        span: raw.id.span,
    };
    if is_sound {
        input.default = raw.default.as_ref().and_then(|text| default(low, &input, text));
    }
    input
}

/// The options; of an input whose kind is not known it cannot be said whether it has any.
fn options(low: &mut Lower, raw: &RawInput, kind: Option<InputKind>, flags: &[RawRedFlag]) -> Vec<Choice> {
    let wants_options = matches!(kind, Some(InputKind::Choice | InputKind::Set));
    match &raw.options {
        RawOptions::None => {
            if wants_options {
                low.lacking(
                    raw.span,
                    Finding::new(&lints::MISSING_FIELD, raw.id.span, format!("`{}` has no options", raw.id.text))
                        .label("a choice or set needs `options`"),
                );
            }
            Vec::new()
        }
        RawOptions::Broken => Vec::new(),
        RawOptions::RedFlags(span) => {
            if kind.is_some_and(|kind| kind != InputKind::Set) {
                low.findings.push(
                    Finding::new(&lints::WRONG_TYPE, *span, "only a set can offer the red flags")
                        .help("write `type: set`: a runner may have several symptoms"),
                );
            }
            let offered: Vec<&RawRedFlag> = flags.iter().filter(|f| f.option != Some(false)).collect();
            if offered.len() > OptionSet::CAPACITY {
                low.findings.push(too_many(&raw.id.text, offered.len(), *span));
            }
            offered
                .into_iter()
                .take(OptionSet::CAPACITY)
                .map(|f| Choice {
                    id: f.id.text.clone(),
                    label: f.title.as_ref().map_or_else(|| words_of(&f.id.text), |t| t.value.clone()),
                    caveat: None,
                    distance: None,
                    span: f.id.span,
                })
                .collect()
        }
        RawOptions::List { list, span, .. } => {
            if kind.is_some() && !wants_options {
                low.findings.push(
                    Finding::new(&lints::WRONG_TYPE, *span, format!("a {} has no options", raw.r#type.value))
                        .help("write `type: choice` or `type: set`"),
                );
            }
            if list.len() > OptionSet::CAPACITY {
                low.findings.push(too_many(&raw.id.text, list.len(), *span));
            }
            let mut options: Vec<Choice> = Vec::new();
            for option in list.iter().take(OptionSet::CAPACITY) {
                let distance = option.distance.as_ref().and_then(|text| low.quantity(text, "km"));
                if RESERVED.contains(&option.id.text.as_str()) {
                    low.findings.push(
                        Finding::new(
                            &lints::BAD_ID,
                            option.id.span,
                            format!("`{}` is a word of tests", option.id.text),
                        )
                        .label("an option of this name could not be tested")
                        .help("choose another id, such as `not-known`"),
                    );
                }
                if options.iter().any(|o| o.id == option.id.text) {
                    low.findings.push(
                        Finding::new(
                            &lints::DUPLICATE_ID,
                            option.id.span,
                            format!("two options of `{}` are called `{}`", raw.id.text, option.id.text),
                        )
                        .label("again here"),
                    );
                    continue;
                }
                // Words under a name that is none are there all the same.
                let unread = || low.findings.is_unread_within(option.span).then(String::new);
                options.push(Choice {
                    id: option.id.text.clone(),
                    label: option.label.as_ref().map_or_else(|| words_of(&option.id.text), |l| l.value.clone()),
                    caveat: option.caveat.as_ref().map(|c| c.value.clone()).or_else(unread),
                    distance,
                    span: option.id.span,
                });
            }
            options
        }
    }
}

/// An option past the last that a set can hold could never be answered, which for a warning sign must not happen.
fn too_many(id: &str, count: usize, span: Span) -> Finding {
    Finding::new(&lints::WRONG_TYPE, span, format!("`{id}` has {count} options"))
        .label(format!("at most {} can be told apart", OptionSet::CAPACITY))
        .help("split the question into two inputs")
}

fn default(low: &mut Lower, input: &Input, text: &ScalarText) -> Option<InputDefault> {
    let wrong = |expected: &str| {
        Finding::new(&lints::WRONG_TYPE, text.span, format!("the default of `{}` is not {expected}", input.id))
            .label(format!("must be {expected}"))
    };
    let read = match input.kind {
        InputKind::Number => match parse_quantity(&text.text, &input.unit) {
            Ok(number) if input.range.is_none_or(|range| range.contains(number)) => Ok(InputDefault::Number(number)),
            Ok(_) => Err(wrong("inside its range")),
            Err(error) => {
                low.complain(&lints::UNIT_MISMATCH, text, error);
                return None;
            }
        },
        InputKind::Choice => {
            input.option(&text.text).map(InputDefault::Choice).ok_or_else(|| wrong("one of its options"))
        }
        InputKind::Flag => match text.text.as_str() {
            "true" => Ok(InputDefault::Flag(true)),
            "false" => Ok(InputDefault::Flag(false)),
            _ => Err(wrong("`true` or `false`")),
        },
        InputKind::Time => {
            let minutes = parse_clock(&text.text).map(InputDefault::Time);
            minutes.ok_or_else(|| wrong("a time such as \"22:30\""))
        }
        _ => Err(wrong("possible: only numbers, choices, flags and times have defaults")),
    };
    match read {
        Ok(default) => Some(default),
        Err(finding) => {
            low.findings.push(finding);
            None
        }
    }
}
