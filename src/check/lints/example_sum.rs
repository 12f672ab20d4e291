//! `example-sum`: the foods of an example do not come to the item's amount.
//!
//! What a runner eats follows the example, so it is held against the amounts that runners of whom the item is true get:
//! one for each alternative of its `when`, of 70 kg, with the answers that stand in the middle of what the alternative
//! asks, and for what else the amount rests on, the middle answer of the pack's own tests. An amount an hour or a day is
//! held against what is eaten in one. Where none of these runners gets an amount, nothing is said.

use super::Pack;
use crate::condition::{Answer, Bands, Domain, OptionSet, Region, Truth};
use crate::diagnostics::{Finding, Findings, Severity, lints};
use crate::model::{Amount, Axis, Example, Food, Input, InputKind, Item, Measure, Parts};
use crate::quantity::formula::{Env, Value};
use crate::quantity::{Dimension, Interval, Unit, parse_quantity, round6};
use crate::source::Span;
use crate::syntax::FlatValue;
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

/// The input that every runner has answered, and the answer in kg.
const KNOWN: (&str, f64) = ("body_mass", 70.0);

/// How far a sum may be from the amount.
const SLACK: f64 = 0.15;

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    let Ok(gram) = Unit::parse("g") else { return };
    // An item of which something could not be read may lack an amount or a food.
    let errors: Vec<Span> =
        findings.iter().filter(|f| f.severity == Severity::Error).filter_map(|finding| finding.span).collect();
    let broken = |item: &Item, example: &Example| {
        errors.iter().any(|at| at.file == item.span.file && (item.span.start..=example.span.end).contains(&at.start))
    };
    for item in parts.items.iter().filter(|item| !item.examples.is_empty()) {
        let runners = runners(parts, item);
        for (kind, of_food) in NUTRIENTS {
            let amounts = amounts(item, kind, &runners);
            for example in item.examples.iter().filter(|example| !broken(item, example)) {
                findings.extend(differs(item, example, parts, kind, *of_food, &amounts, &gram));
            }
        }
    }
}

type OfFood = fn(&Food) -> Interval;

/// Kinds of amount that foods have numbers for.
const NUTRIENTS: &[(&str, OfFood)] = &[("carbohydrate", |food| food.carbohydrate), ("protein", |food| food.protein)];

/// An amount of one runner: what is eaten of it at once, in an hour or in a day, in kg.
struct Wanted<'r> {
    mass: Interval,
    each: Option<&'static str>,
    runner: &'r Runner<'r>,
}

/// The item's amounts of a kind. A total of the day stands back behind what is had at once.
fn amounts<'r>(item: &Item, kind: &str, runners: &'r [Runner<'r>]) -> Vec<Wanted<'r>> {
    let of_kind = |exempt: bool| -> Vec<&Amount> {
        item.amounts.iter().filter(|a| a.of.as_deref() == Some(kind) && a.exempt == exempt).collect()
    };
    let own = of_kind(false);
    let chosen = if own.is_empty() { of_kind(true) } else { own };
    let mut wanted = Vec::new();
    for runner in runners {
        for amount in &chosen {
            let value = amount.value.eval(runner).ok().and_then(number);
            let eaten = value.and_then(|value| Some((value, each(&amount.unit)?)));
            if let Some((value, (seconds, each))) = eaten
                && let Some(mass) = value.map_increasing(|x| x * seconds)
            {
                wanted.push(Wanted { mass, each, runner });
            }
        }
    }
    wanted
}

/// What an amount in this unit is for: at once, or for so many seconds. `None` for what is no food.
fn each(unit: &Unit) -> Option<(f64, Option<&'static str>)> {
    let gram = Unit::parse("g").ok()?.dimension();
    if unit.dimension() == gram {
        return Some((1.0, None));
    }
    if unit.dimension() != gram / Dimension::TIME {
        return None;
    }
    let (name, words) = if unit.name().ends_with("/day") { ("day", "a day") } else { ("h", "an hour") };
    Some((Unit::parse(name).ok()?.to_base(1.0), Some(words)))
}

/// A finding if the foods come to none of the amounts.
fn differs(
    item: &Item,
    example: &Example,
    parts: &Parts,
    kind: &str,
    of_food: OfFood,
    amounts: &[Wanted],
    gram: &Unit,
) -> Option<Finding> {
    let foods = example.foods.iter().map(|&food| of_food(&parts.foods[food]));
    let (low, high) = foods.fold((0.0, 0.0), |(low, high), food| (low + food.lo(), high + food.hi()));
    let fits = |wanted: &Wanted| {
        high >= wanted.mass.lo() * (1.0 - SLACK) - 1e-9 && low <= wanted.mass.hi() * (1.0 + SLACK) + 1e-9
    };
    let first = amounts.first()?;
    if amounts.iter().any(fits) {
        return None;
    }
    let words = |low: f64, high: f64| {
        let in_grams = |x: f64| (gram.from_base(x) * 10.0).round() / 10.0;
        let (low, high) = (in_grams(low), in_grams(high));
        if low < high { format!("{low}..{high} g") } else { format!("{low} g") }
    };
    let (sum, wanted) = (words(low, high), words(first.mass.lo(), first.mass.hi()));
    let each = first.each.map(|each| format!(" {each}")).unwrap_or_default();
    Some(
        Finding::new(
            &lints::EXAMPLE_SUM,
            example.span,
            format!("an example of `{}` has {sum} of {kind}, and the item advises {wanted}{each}", item.id),
        )
        .label("the foods together")
        .note(format!("worked out for {}", first.runner.words()))
        .help("take other foods, or one twice"),
    )
}

fn number(value: Value) -> Option<Interval> {
    match value {
        Value::Number(interval) => Some(interval),
        _ => None,
    }
}

/// A runner for each alternative of an item's `when`.
fn runners<'p>(parts: &'p Parts, item: &Item) -> Vec<Runner<'p>> {
    let rests_on: BTreeSet<Axis> = item
        .amounts
        .iter()
        .flat_map(|amount| &amount.axes)
        .flat_map(|&axis| match axis.checked_sub(parts.inputs.len()) {
            Some(measure) => parts.measures[measure].feeds.clone(),
            None => BTreeSet::from([axis]),
        })
        .collect();
    let alternatives = item.when.alternatives().iter();
    alternatives
        .map(|entries| {
            let mut runner =
                Runner { parts, answers: vec![Answer::Unknown; parts.inputs.len() + parts.measures.len()] };
            for entry in entries.iter().filter(|entry| entry.axis < parts.inputs.len()) {
                runner.answers[entry.axis] = middle(entry.test.region(), &parts.inputs[entry.axis]);
            }
            if let Some(axis) = parts.inputs.iter().position(|input| input.id == KNOWN.0) {
                runner.answers[axis] = Answer::point(KNOWN.1);
            }
            runner.work_out();
            // What an amount needs beyond that is what the pack's own tests say, in the middle.
            let known = |runner: &Runner| item.amounts.iter().any(|amount| amount.value.eval(runner).is_ok());
            if !known(&runner) {
                for &axis in
                    rests_on.iter().filter(|&&axis| runner.answers[axis] == Answer::Unknown).collect::<Vec<_>>()
                {
                    runner.answers[axis] = usual(parts, axis);
                }
                runner.work_out();
            }
            runner
        })
        .collect()
}

/// An answer in the middle of a region and of what the input allows.
fn middle(region: &Region, input: &Input) -> Answer {
    match region {
        Region::Bands(bands) => middle_of(bands, input),
        other => other.sample(&input.domain()).unwrap_or(Answer::Unknown),
    }
}

fn middle_of(bands: &Bands, input: &Input) -> Answer {
    let number = matches!(input.domain(), Domain::Number { .. });
    let to_base = |x: f64| if number { input.unit.to_base(x) } else { x };
    let Some(band) = bands.bands().first() else { return Answer::Unknown };
    let ends = (band.lo().map(|end| to_base(end.at)), band.hi().map(|end| to_base(end.at)));
    match ends {
        (Some(low), Some(high)) => Answer::point((low + high) / 2.0),
        // From a threshold on, or up to it: a little beyond.
        (Some(low), None) => Answer::point(input.range.map_or(low * 1.25, |range| (low * 1.25).min(range.hi()))),
        (None, Some(high)) => Answer::point(input.range.map_or(high * 0.75, |range| (high * 0.75).max(range.lo()))),
        (None, None) => Answer::Unknown,
    }
}

/// The middle of the answers that the pack's tests give to an input; for a set, none of its options.
fn usual(parts: &Parts, axis: Axis) -> Answer {
    let input = &parts.inputs[axis];
    match input.kind {
        InputKind::Set => return Answer::Set(OptionSet::default()),
        InputKind::Flag => return Answer::Flag(false),
        InputKind::Number => {}
        _ => return Answer::Unknown,
    }
    let profiles = parts.tests.iter().filter_map(|test| test.profile.as_ref());
    let said = profiles.flat_map(|flat| &flat.0).filter(|(key, _)| key.text == input.id);
    let mut numbers: Vec<f64> = said
        .filter_map(|(_, value)| match value {
            FlatValue::One(text) => parse_quantity(text.text.trim(), &input.unit).ok(),
            _ => None,
        })
        .collect();
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.get(numbers.len() / 2).copied();
    let middle = middle.or_else(|| input.range.map(|range| (range.lo() + range.hi()) / 2.0));
    middle.map_or(Answer::Unknown, Answer::point)
}

/// What is known of a runner: answers, and the measures that follow from them.
struct Runner<'a> {
    parts: &'a Parts,
    answers: Vec<Answer>,
}

impl Runner<'_> {
    fn work_out(&mut self) {
        for &at in &self.parts.measure_order {
            let value = self.measure(&self.parts.measures[at]);
            self.answers[self.parts.inputs.len() + at] = value.map_or(Answer::Unknown, Answer::Number);
        }
    }

    /// A measure's value by the first case that can be; one outside `valid` is none.
    fn measure(&self, measure: &Measure) -> Option<Interval> {
        let answers = |axis: Axis| self.answers[axis].clone();
        if measure.unless.blocks(&answers) == Truth::True {
            return None;
        }
        let cases = measure.cases.iter().filter(|case| case.when.holds(&answers) == Truth::True);
        let value = cases.filter_map(|case| number(case.value.eval(self).ok()?)).next()?;
        measure.valid.is_none_or(|valid| valid.contains_interval(value)).then_some(value)
    }

    /// The answers that are numbers or options, as a profile says them.
    fn words(&self) -> String {
        let said = self.parts.inputs.iter().zip(&self.answers).filter_map(|(input, answer)| {
            let value = match answer {
                Answer::Number(x) if input.kind == InputKind::Number => {
                    format!("{} {}", round6(input.unit.from_base(x.lo())), input.unit.name())
                        .trim_end_matches(" 1")
                        .to_owned()
                }
                Answer::Choice(option) => input.options.get(*option)?.id.clone(),
                _ => return None,
            };
            Some(format!("{}: {value}", input.id))
        });
        format!("`{{ {} }}`", said.collect::<Vec<_>>().join(", "))
    }
}

impl Env for Runner<'_> {
    fn value(&self, name: &str) -> Value {
        let inputs = self.parts.inputs.iter().map(|input| &input.id);
        let mut names = inputs.chain(self.parts.measures.iter().map(|measure| &measure.id));
        match names.position(|id| id == name).map(|axis| &self.answers[axis]) {
            Some(Answer::Number(interval)) => Value::Number(*interval),
            _ => Value::Unknown,
        }
    }

    /// No amount of food depends on the day.
    fn today(&self) -> Date {
        date(2000, 1, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{item, raised};

    #[test]
    fn foods_come_to_about_the_amount() {
        let foods = "- { id: oats, title: O, serving: s, carbohydrate: 50 g, protein: 10 g, fits: [], source: handbook }\n\
                     - { id: milk, title: M, serving: s, carbohydrate: 10..14 g, protein: 8 g, fits: [], source: handbook }\n";
        let measures = "- id: portion\n  title: P\n  unit: g\n  of: protein\n  cases:\n    \
                        - { id: long, when: { duration: \"> 600\" }, value: 99 g }\n    \
                        - { id: mass, value: 0.25..0.3 g/kg * body_mass }\n";
        for (amount, eaten, expected) in [
            ("portion", "oats, milk", None),
            ("portion", "oats", Some("an example of `a` has 10 g of protein, and the item advises 17.5..21 g")),
            (
                "portion",
                "oats, milk, milk",
                Some("an example of `a` has 26 g of protein, and the item advises 17.5..21 g"),
            ),
            ("{ value: 1 g/kg * body_mass, of: carbohydrate }", "oats, milk", None),
            (
                "{ value: 1 g/kg * body_mass, of: carbohydrate }",
                "milk",
                Some("an example of `a` has 10..14 g of carbohydrate, and the item advises 70 g"),
            ),
            // 1,440 min are the middle of what a run may last, and nobody eats so little in so long.
            (
                "{ value: 0.1 g/min * duration, of: carbohydrate }",
                "milk",
                Some("an example of `a` has 10..14 g of carbohydrate, and the item advises 144 g"),
            ),
            ("{ value: 0.7 g/h/kg * body_mass, unit: g/h, of: carbohydrate }", "oats", None),
            (
                "{ value: 0.7 g/h/kg * body_mass, unit: g/h, of: carbohydrate }",
                "milk",
                Some("an example of `a` has 10..14 g of carbohydrate, and the item advises 49 g an hour"),
            ),
            ("{ value: 20 g, of: sugar }", "milk", None),
        ] {
            let text = item(&format!("amounts: {{ x: {amount} }}\nexamples: [{{ for: any, food: [{eaten}] }}]"));
            let text = text.replace("Do it.", "Eat {{ x }}.");
            let files = [("foods.yaml", foods), ("measures.yaml", measures), ("guidance/a.yaml", text.as_str())];
            let found = raised("example-sum", &files);
            assert_eq!(found.first().map(|f| f.message.as_str()), expected, "{amount} {eaten}");
        }
    }
    #[test]
    fn the_runner_is_one_of_whom_the_item_is_true() {
        let foods =
            "- { id: oats, title: O, serving: s, carbohydrate: 50 g, protein: 10 g, fits: [], source: handbook }\n";
        let measures = "- id: portion\n  title: P\n  unit: g\n  of: carbohydrate\n  cases:\n    \
                        - { id: short, when: { duration: \"< 60\" }, value: 50 g }\n    \
                        - { id: long, when: { duration: \">= 60\" }, value: 200 g }\n";
        for (when, expected) in [
            ("< 60", None),
            (">= 60", Some("an example of `a` has 50 g of carbohydrate, and the item advises 200 g")),
            ("-", Some("an example of `a` has 50 g of carbohydrate, and the item advises 200 g")),
        ] {
            let more = format!(
                "when: {{ duration: \"{when}\" }}\namounts: {{ x: portion }}\nexamples: [{{ for: any, food: [oats] }}]"
            );
            let text = item(&more).replace("Do it.", "Eat {{ x }}.");
            let files = [("foods.yaml", foods), ("measures.yaml", measures), ("guidance/a.yaml", text.as_str())];
            let found = raised("example-sum", &files);
            assert_eq!(found.first().map(|f| f.message.as_str()), expected, "{when}");
        }
    }
}
