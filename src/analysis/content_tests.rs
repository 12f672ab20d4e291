//! `failed-test`: the cases of `tests/`, run on the real selection.

use super::failed_test::{Failed, FailedTests, Subject};
use super::week_tests;
use crate::check::Half;
use crate::diagnostics::Findings;
use crate::model::{Content, ContentTest, Drawing, Expected, Measure};
use crate::profile::{Lack, MeasureValue, Outcome, Profile, look, read, said};
use crate::quantity::Unit;
use crate::select::{Fate, Selection, Stop, select};
use crate::source::{Sources, Span};
use crate::syntax::Flat;
use jiff::civil::Date;

/// Runs every test of a pack, for what does not come out of them. `today` stands in where a test names no day; what is wrong
/// with its runner is a finding.
pub fn run_tests(content: &Content, sources: &Sources, today: Date, findings: &mut Findings) -> FailedTests {
    let mut failed = Vec::new();
    for test in content.tests() {
        if let Some(words) = &test.said {
            words_found(content, test, words, &mut failed);
        }
        if let Some(flat) = &test.profile {
            let as_of = test.as_of.unwrap_or(today);
            let answers = std::slice::from_ref(flat);
            let before = findings.len();
            let profile = read(content, sources, answers, as_of, findings);
            findings.amend(before, |finding| finding.or_at(test.span, "the runner of this test"));
            if let Some(profile) = profile {
                played(content, test, &profile, &mut failed);
            }
        }
    }
    FailedTests::new(content, failed)
}

/// What can be told of a pack with errors: whether the runners of its tests and figures give answers that can be.
pub fn look_at_runners(half: &Half, sources: &Sources, findings: &mut Findings) {
    let content = &half.content;
    // An input that stands in for one without its id has no name.
    let is_sound = |key: &str| !key.is_empty() && !half.unsound.contains(key);
    let is_known = |key: &str| is_sound(key) && (half.is_named || content.axis(key).is_some());
    let mut look_at = |flat: &Flat, span: Span, label: &str| {
        let before = findings.len();
        look(content, sources, flat, &is_known, findings);
        findings.amend(before, |finding| finding.or_at(span, label));
    };
    for test in content.tests() {
        if let Some(flat) = &test.profile {
            look_at(flat, test.span, "the runner of this test");
        }
    }
    for figure in content.figures() {
        // One without answers may be one that could not be read.
        if let Drawing::Numbers { runner, .. } = &figure.draws
            && !runner.0.is_empty()
        {
            look_at(runner, figure.span, "the runner of this figure");
        }
    }
}

fn words_found(content: &Content, test: &ContentTest, words: &str, all: &mut Vec<Failed>) {
    let found = said(content, words);
    let id = |flag: usize| content.flags()[flag].id.as_str();
    for (flag, span) in test.flags.iter().filter(|(flag, _)| !found.contains(flag)) {
        let message = format!("these words do not find the red flag `{}`", id(*flag));
        let failed = Failed::new(test, Subject::Flag(*flag), *span, message, "not found");
        all.push(failed.map(|finding| finding.help("add a phrase to its `also_said`")));
    }
    for (flag, span) in test.not_flags.iter().filter(|(flag, _)| found.contains(flag)) {
        let message = format!("these words find the red flag `{}`", id(*flag));
        all.push(Failed::new(test, Subject::Flag(*flag), *span, message, "found"));
    }
}

fn played(content: &Content, test: &ContentTest, profile: &Profile, all: &mut Vec<Failed>) {
    for (at, expected) in &test.measures {
        let measure = &content.measures()[*at];
        if let Some(difference) = differs(measure, profile.measure(*at), expected) {
            all.push(Failed::new(test, Subject::Measure(*at), expected.span, difference, "expected this"));
        }
    }
    week_tests::weeks_of(content, test, profile, all);
    let selection = select(content, profile);
    if let Some((flag, span)) = test.stop
        && !selection.flags.contains(&flag)
    {
        let raised: Vec<&str> = selection.flags.iter().map(|&f| content.flags()[f].id.as_str()).collect();
        let message = format!("the red flag `{}` is not raised", content.flags()[flag].id);
        let label = if raised.is_empty() { "no flag is".to_owned() } else { format!("raised: {}", raised.join(", ")) };
        all.push(Failed::new(test, Subject::Flag(flag), span, message, &label));
    }
    let is_shown = |item: usize| selection.decisions[item].fate == Fate::Shown;
    for (item, span) in test.shown.iter().filter(|(item, _)| !is_shown(*item)) {
        let message = format!("`{}` is not shown", content.items()[*item].id);
        let failed = Failed::new(test, Subject::Item(*item), *span, message, &fate(content, &selection, *item));
        all.push(failed.map(|finding| finding.related(content.items()[*item].span, "the item")));
    }
    for (item, span) in test.not_shown.iter().filter(|(item, _)| is_shown(*item)) {
        let message = format!("`{}` is shown", content.items()[*item].id);
        all.push(Failed::new(test, Subject::Item(*item), *span, message, "must not be"));
    }
    for (topic, span) in &test.not_shown_topics {
        let shown: Vec<usize> = content.topics()[*topic].items.clone().filter(|&item| is_shown(item)).collect();
        if let Some(first) = shown.first() {
            let ids: Vec<&str> = shown.iter().map(|&item| content.items()[item].id.as_str()).collect();
            let message = format!("items of `{}` are shown: {}", content.topics()[*topic].id, ids.join(", "));
            all.push(Failed::new(test, Subject::Item(*first), *span, message, "none may be"));
        }
    }
}

/// What became of an item, in a few words.
fn fate(content: &Content, selection: &Selection, item: usize) -> String {
    match &selection.decisions[item].fate {
        Fate::Shown => "shown".to_owned(),
        Fate::NotMatched => "its `when` is false".to_owned(),
        Fate::CannotTell(inputs) => {
            let ids: Vec<&str> = inputs.iter().map(|&a| content.axis_id(a)).collect();
            format!("its `when` cannot be told without {}", ids.join(", "))
        }
        Fate::Stopped(Stop::Unless(entries)) => {
            let ids: Vec<&str> = entries.iter().map(|e| content.axis_id(e.axis)).collect();
            format!("stopped by its `unless` on {}", ids.join(", "))
        }
        Fate::Stopped(Stop::Flag(flag)) => format!("forbidden by `{}`", content.flags()[*flag].id),
        Fate::Stopped(Stop::Limit(limit)) => format!("stopped by the limit `{}`", content.limits()[*limit].id),
        Fate::Lost(winner) => format!("`{}` of its group is shown", content.items()[*winner].id),
        Fate::Cut => "its section is full".to_owned(),
        Fate::GuideEnds => "a red flag ends the guide".to_owned(),
    }
}

/// How a measure differs from what is expected, if it does.
fn differs(measure: &Measure, value: &MeasureValue, expected: &Expected) -> Option<String> {
    let name = &measure.id;
    match (&value.outcome, expected.value) {
        (Outcome::Unknown(_), None) => None,
        (Outcome::Known(interval, _), None) => {
            let unit = &measure.unit;
            let (low, high) = (unit.from_base(interval.lo()), unit.from_base(interval.hi()));
            Some(format!("`{name}` is {}, and must be unknown", range(low, high, 6, unit)))
        }
        (Outcome::Unknown(lack), Some(_)) => Some(format!("`{name}` is unknown: {}", lacks(lack))),
        (Outcome::Known(interval, case), Some(wanted)) => {
            let unit = &measure.unit;
            let (low, high) = (unit.from_base(interval.lo()), unit.from_base(interval.hi()));
            let same = |a: f64, b: f64| shown(a, wanted.decimals) == shown(b, wanted.decimals);
            if !same(low, wanted.low) || !same(high, wanted.high) {
                return Some(format!("`{name}` is {}", range(low, high, wanted.decimals + 2, unit)));
            }
            let came_from = &measure.cases[*case].id;
            match &expected.case {
                Some(id) if id != came_from => Some(format!("`{name}` comes from its case `{came_from}`")),
                _ => None,
            }
        }
    }
}

fn lacks(lack: &Lack) -> &'static str {
    match lack {
        Lack::Blocked => "its `unless` holds",
        Lack::Invalid => "the result is outside `valid`",
        Lack::Missing(_) => "answers are missing",
        Lack::Undefined => "no case gives a value",
    }
}

/// Half up to some decimals, as a calculation on paper ends.
fn shown(x: f64, decimals: usize) -> String {
    let scale = 10_f64.powi(i32::try_from(decimals).unwrap_or(6));
    let rounded = (crate::quantity::round6(x) * scale + 0.5 + 1e-9).floor() / scale;
    format!("{:.decimals$}", rounded + 0.0)
}

fn range(low: f64, high: f64, decimals: usize, unit: &Unit) -> String {
    let (low, high) = (shown(low, decimals), shown(high, decimals));
    if low == high { format!("{low} {}", unit.name()) } else { format!("{low}..{high} {}", unit.name()) }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn numbers_round_half_up_at_the_precision_that_was_written() {
        for (x, decimals, expected) in
            [(1.305, 2, "1.31"), (-1.145, 2, "-1.14"), (0.366_666, 2, "0.37"), (2.4, 2, "2.40"), (-0.001, 2, "0.00")]
        {
            assert_eq!(shown(x, decimals), expected, "{x}");
        }
    }
}
