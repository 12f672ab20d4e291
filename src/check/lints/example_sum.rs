//! `example-sum`: the foods of an example do not come to the item's amount.
//!
//! What a runner eats follows the example, so it is held against the amount of one runner: of 70 kg, who has said
//! nothing else. Where that runner gets no amount, nothing is said.

use super::Pack;
use crate::condition::{Answer, Truth};
use crate::diagnostics::{Finding, Findings, lints};
use crate::model::{Axis, Example, Food, Item, Measure, Parts};
use crate::quantity::formula::{Env, Value};
use crate::quantity::{Dimension, Interval, Unit, round6};
use jiff::civil::{Date, date};

/// The input that the runner has answered, and the answer in kg.
const KNOWN: (&str, f64) = ("body_mass", 70.0);

/// How far a sum may be from the amount.
const SLACK: f64 = 0.15;

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let parts = pack.parts;
    let Ok(gram) = Unit::parse("g") else { return };
    if parts.items.iter().all(|item| item.examples.is_empty()) {
        return;
    }
    let runner = Runner::new(parts);
    for item in &parts.items {
        for example in &item.examples {
            for (kind, of_food) in NUTRIENTS {
                let amounts = amounts(item, kind, gram.dimension(), &runner);
                findings.extend(differs(item, example, parts, kind, *of_food, &amounts, &gram));
            }
        }
    }
}

type OfFood = fn(&Food) -> Interval;

/// Kinds of amount that foods have numbers for.
const NUTRIENTS: &[(&str, OfFood)] = &[("carbohydrate", |food| food.carbohydrate), ("protein", |food| food.protein)];

/// The item's amounts of a kind, in kg.
fn amounts(item: &Item, kind: &str, mass: Dimension, runner: &Runner) -> Vec<Interval> {
    let of_kind = item.amounts.iter().filter(|a| a.of.as_deref() == Some(kind) && a.unit.dimension() == mass);
    of_kind.filter_map(|amount| number(amount.value.eval(runner).ok()?)).collect()
}

/// A finding if the foods come to none of the amounts.
fn differs(
    item: &Item,
    example: &Example,
    parts: &Parts,
    kind: &str,
    of_food: OfFood,
    amounts: &[Interval],
    gram: &Unit,
) -> Option<Finding> {
    let foods = example.foods.iter().map(|&food| of_food(&parts.foods[food]));
    let (low, high) = foods.fold((0.0, 0.0), |(low, high), food| (low + food.lo(), high + food.hi()));
    let fits =
        |amount: &Interval| high >= amount.lo() * (1.0 - SLACK) - 1e-9 && low <= amount.hi() * (1.0 + SLACK) + 1e-9;
    let amount = amounts.first()?;
    if amounts.iter().any(fits) {
        return None;
    }
    let words = |low: f64, high: f64| {
        let (low, high) = (round6(gram.from_base(low)), round6(gram.from_base(high)));
        if low < high { format!("{low}..{high} g") } else { format!("{low} g") }
    };
    let (sum, wanted) = (words(low, high), words(amount.lo(), amount.hi()));
    Some(
        Finding::new(
            &lints::EXAMPLE_SUM,
            example.span,
            format!("an example of `{}` has {sum} of {kind}, and the item advises {wanted}", item.id),
        )
        .label("the foods together")
        .note(format!("worked out for `{}: {} kg`", KNOWN.0, KNOWN.1))
        .help("take other foods, or one twice"),
    )
}

fn number(value: Value) -> Option<Interval> {
    match value {
        Value::Number(interval) => Some(interval),
        _ => None,
    }
}

/// What is known of the runner: answers, defaults and the measures that follow from them.
struct Runner<'a> {
    parts: &'a Parts,
    answers: Vec<Answer>,
}

impl<'a> Runner<'a> {
    fn new(parts: &'a Parts) -> Self {
        let mut answers = vec![Answer::Unknown; parts.inputs.len() + parts.measures.len()];
        if let Some(axis) = parts.inputs.iter().position(|input| input.id == KNOWN.0) {
            answers[axis] = Answer::point(KNOWN.1);
        }
        let mut runner = Self { parts, answers };
        for &at in &parts.measure_order {
            if let Some(value) = runner.measure(&parts.measures[at]) {
                runner.answers[parts.inputs.len() + at] = Answer::Number(value);
            }
        }
        runner
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
            ("{ value: 1 g/min * duration, of: carbohydrate }", "milk", None),
            ("{ value: 20 g, of: sugar }", "milk", None),
        ] {
            let text = item(&format!("amounts: {{ x: {amount} }}\nexamples: [{{ for: any, food: [{eaten}] }}]"));
            let text = text.replace("Do it.", "Eat {{ x }}.");
            let files = [("foods.yaml", foods), ("measures.yaml", measures), ("guidance/a.yaml", text.as_str())];
            let found = raised("example-sum", &files);
            assert_eq!(found.first().map(|f| f.message.as_str()), expected, "{amount} {eaten}");
        }
    }
}
