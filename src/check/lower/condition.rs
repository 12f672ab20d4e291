//! Conditions: names become axes, tests become regions.

use super::Lower;
use crate::check::raw::RawCondition;
use crate::condition::{Condition, Entry, Extent, Test, Truth, Unless};
use crate::diagnostics::{Finding, lints};
use crate::model::Parts;
use crate::quantity::round6;
use crate::source::Spanned;
use crate::syntax::TestText;

/// Who says that a test can never match.
#[derive(Clone, Copy, PartialEq)]
enum Beyond {
    /// Here.
    Said,
    /// The analysis, which proves that what rests on the condition alone can never be.
    Proved,
}

/// A condition of what the analysis looks at; nothing written holds always. `None` after a finding.
pub(super) fn condition(low: &mut Lower, raw: &RawCondition, parts: &Parts) -> Option<Condition> {
    read(low, raw, parts, if raw.alternatives.len() > 1 { Beyond::Said } else { Beyond::Proved })
}

/// A condition that nothing else proves to be possible.
pub(super) fn lone_condition(low: &mut Lower, raw: &RawCondition, parts: &Parts) -> Option<Condition> {
    read(low, raw, parts, Beyond::Said)
}

fn read(low: &mut Lower, raw: &RawCondition, parts: &Parts, by: Beyond) -> Option<Condition> {
    if raw.alternatives.is_empty() {
        return Some(Condition::always());
    }
    let alternatives =
        raw.alternatives.iter().map(|entries| self::entries(low, entries, parts, by)).collect::<Vec<_>>();
    alternatives.into_iter().collect::<Option<Vec<_>>>().map(Condition::new)
}

/// An `unless`: each entry of each map blocks on its own.
pub(super) fn unless(low: &mut Lower, raws: &[&RawCondition], parts: &Parts) -> Option<Unless> {
    let all = raws.iter().flat_map(|raw| &raw.alternatives);
    let entries = all.map(|entries| self::entries(low, entries, parts, Beyond::Said)).collect::<Vec<_>>();
    let entries = entries.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Unless::new(entries.into_iter().flatten().collect()))
}

fn entries(low: &mut Lower, raw: &[(Spanned<String>, TestText)], parts: &Parts, by: Beyond) -> Option<Vec<Entry>> {
    let read = raw.iter().map(|(name, test)| entry(low, name, test, parts, by)).collect::<Vec<_>>();
    read.into_iter().collect()
}

fn entry(low: &mut Lower, name: &Spanned<String>, text: &TestText, parts: &Parts, by: Beyond) -> Option<Entry> {
    let axis = low.names.axes.resolve(&name.value, name.span)?;
    // An axis whose entry could not be lowered has been reported.
    let domain = parts.domains.get(axis)?;
    let items: Vec<&str> = text.parts.iter().map(|part| part.text.as_str()).collect();
    match Test::from_list(&items, domain) {
        Ok(test) => {
            if by == Beyond::Said {
                beyond(low, name, text, &test, axis, parts);
            }
            Some(Entry { axis, test, span: name.span.to(text.span) })
        }
        Err(errors) => {
            for (place, error) in errors {
                let part = text.parts.get(place);
                let span = part.map_or(text.span, |part| low.at(part, &error.at));
                let word = part.and_then(|part| part.text.get(error.at.clone()));
                let options = domain.options();
                let unknown = word.filter(|word| !options.is_empty() && options.iter().all(|option| option != word));
                let unknown = unknown.map(str::to_owned);
                let finding =
                    Finding::new(&lints::BAD_TEST, span, error.message).label(format!("in a test of `{}`", name.value));
                let finding = finding.help_if(error.help);
                match unknown {
                    Some(word) => low.unknown_options.entry((axis, word)).or_default().push(finding),
                    None => low.findings.push(finding),
                }
            }
            None
        }
    }
}

/// Says that no answer, and not even a missing one, can match a test: it lies wholly outside of what the axis can be.
fn beyond(low: &mut Lower, name: &Spanned<String>, text: &TestText, test: &Test, axis: usize, parts: &Parts) {
    let (range, unit, what) = match (parts.inputs.get(axis), axis.checked_sub(parts.inputs.len())) {
        (Some(input), _) => (input.range, &input.unit, "answers"),
        (None, Some(measure)) => match parts.measures.get(measure) {
            Some(measure) => (measure.valid, &measure.unit, "its values"),
            None => return,
        },
        _ => return,
    };
    let Some((range, domain)) = range.zip(parts.domains.get(axis)) else { return };
    let possible = Extent::new(domain.clone(), Some(range), true);
    let matches = test.cell(Truth::True, domain);
    if matches.region.is_empty() || !matches.intersect(possible.cell()).is_empty() {
        return;
    }
    let span = match text.parts.as_slice() {
        [part] => low.at(part, &(0..part.text.len())),
        _ => text.span,
    };
    let ends = [range.lo(), range.hi()].map(|x| round6(unit.from_base(x)));
    let unit = if unit.name() == "1" { String::new() } else { format!(" {}", unit.name()) };
    low.findings.push(
        Finding::new(&lints::BAD_TEST, span, format!("`{}` can never match", test.text()))
            .label(
                format!("{what} of `{}` go from {} to {}{unit}", name.value, ends[0], ends[1])
                    .replace("answers of", "answers to"),
            )
            .help("test a value inside, or widen the range where the question or the measure is declared"),
    );
}
