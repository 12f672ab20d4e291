//! Random runners of a pack, made from its own inputs. They shrink to runners who say less.

use crate::support::AS_OF;
use afterrun::condition::{Condition, OptionSet, Region, Truth, Unless};
use afterrun::model::{Axis, Content, Input, InputKind};
use afterrun::profile::{Given, Profile};
use afterrun::quantity::round6;
use jiff::ToSpan;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

/// Holds a promise against so many random runners, the same in every run of the tests. The first one that breaks it is
/// shrunk and shown as a profile.
pub fn hold(content: &'static Content, cases: u32, promise: impl Fn(&Profile) -> Result<(), String>) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let done = runner.run(&runners(content), |profile| promise(&profile).map_err(TestCaseError::fail));
    match done {
        Ok(()) => {}
        Err(TestError::Fail(why, profile)) => panic!("{why}\nfor:\n{}", said(content, &profile)),
        Err(TestError::Abort(why)) => panic!("no runners can be made: {why}"),
    }
}

/// Valid runners: every required answer, any others, none that the pack calls impossible.
pub fn runners(content: &'static Content) -> impl Strategy<Value = Profile> {
    let answers: Vec<BoxedStrategy<Given>> = content
        .inputs()
        .iter()
        .enumerate()
        .map(|(at, input)| {
            let known = answer(content, at, input);
            if input.required {
                known
            } else {
                prop::option::weighted(0.6, known).prop_map(|g| g.unwrap_or(Given::Unknown)).boxed()
            }
        })
        .collect();
    let loss = prop::option::weighted(0.7, 0.94..1.02_f64);
    (answers, loss)
        .prop_map(move |(mut given, loss)| {
            weighed(content, &mut given, loss);
            Profile::new(content, given, AS_OF)
        })
        .prop_filter("impossible", move |profile| {
            !content.impossible().iter().any(|c| c.holds(&profile.answers()) == Truth::True)
        })
}

/// Two weights of one runner are near each other; drawn apart they nearly never are.
fn weighed(content: &Content, given: &mut [Given], loss: Option<f64>) {
    let axes = ["body_mass", "mass_before", "mass_after"].map(|id| content.input(id));
    let (Some(loss), [Some(mass), Some(before), Some(after)]) = (loss, axes) else { return };
    if let (Given::Number(x), Given::Number(_)) = (given[mass].clone(), &given[before]) {
        given[before] = Given::Number(x);
    }
    if let (Given::Number(x), Given::Number(_)) = (given[before].clone(), &given[after]) {
        given[after] = Given::Number((round6(x * loss)).clamp(30.0, 200.0));
    }
}

fn answer(content: &Content, at: Axis, input: &Input) -> BoxedStrategy<Given> {
    let options = input.options.len();
    match input.kind {
        InputKind::Number => number(content, at, input).prop_map(Given::Number).boxed(),
        InputKind::Choice => (0..options).prop_map(Given::Choice).boxed(),
        InputKind::Set => {
            let few = if content.symptoms() == Some(at) { 0.25 } else { 0.6 };
            prop::option::weighted(few, prop::collection::vec(0..options, 1..4))
                .prop_map(|picked| {
                    let picked = picked.into_iter().flatten();
                    Given::Set(picked.fold(OptionSet::NONE, |all, option| all.union(OptionSet::only(option))))
                })
                .boxed()
        }
        InputKind::Flag => any::<bool>().prop_map(Given::Flag).boxed(),
        InputKind::Date => (-30..200_i64).prop_map(|days| Given::Date(AS_OF.saturating_add(days.days()))).boxed(),
        InputKind::Time => (0..288_u32).prop_map(|step| Given::Time(f64::from(step * 5))).boxed(),
        InputKind::Text => {
            select(vec!["Maya", "Ann-Sophie O'Neill", "5"]).prop_map(|t| Given::Text(t.to_owned())).boxed()
        }
        InputKind::Series => {
            let day = prop::option::weighted(0.9, number(content, at, input));
            let near = number(content, at, input).prop_flat_map(|middle| {
                prop::collection::vec(
                    prop::option::weighted(0.9, (0.93..1.07_f64).prop_map(move |f| round6(middle * f))),
                    0..40,
                )
            });
            let range = input.range;
            prop_oneof![near, prop::collection::vec(day, 0..40)]
                .prop_map(move |mut days| {
                    for day in days.iter_mut().flatten() {
                        *day = range.map_or(*day, |range| day.clamp(range.lo(), range.hi()));
                    }
                    Given::Series(days)
                })
                .boxed()
        }
    }
}

/// A number in base units: where tests change their mind, and anywhere.
fn number(content: &Content, at: Axis, input: &Input) -> BoxedStrategy<f64> {
    let unit = input.unit.clone();
    let (low, high) =
        input.range.map_or((0.0, 1000.0), |range| (unit.from_base(range.lo()), unit.from_base(range.hi())));
    let mut ends = ends(content, at);
    ends.extend([low, high]);
    let near = (select(ends), select(vec![-1.0, -0.1, 0.0, 0.1, 1.0])).prop_map(|(end, step)| end + step);
    let small = (0.0..1.0_f64).prop_map(move |x| low + (high - low) * x * x * x);
    prop_oneof![2 => near, 2 => small, 1 => low..=high]
        .prop_map(move |x| unit.to_base(((x * 10.0).round() / 10.0).clamp(low, high)))
        .boxed()
}

/// The ends of every band that some test of the pack draws on an input, in its unit.
fn ends(content: &Content, at: Axis) -> Vec<f64> {
    let of = |condition: &Condition| regions(condition.entries().cloned().collect(), at);
    let blocks = |unless: &Unless| regions(unless.entries().to_vec(), at);
    let mut found: Vec<f64> =
        content.items().iter().flat_map(|item| [of(&item.when), blocks(&item.unless)].concat()).collect();
    for measure in content.measures() {
        found.extend(blocks(&measure.unless));
        found.extend(measure.cases.iter().flat_map(|case| of(&case.when)));
    }
    found.extend(content.flags().iter().filter_map(|flag| flag.when.as_ref()).flat_map(of));
    found.extend(content.impossible().iter().flat_map(of));
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}

fn regions(entries: Vec<afterrun::condition::Entry>, at: Axis) -> Vec<f64> {
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| entry.axis == at) {
        if let Region::Bands(bands) = entry.test.region() {
            found.extend(bands.bands().iter().flat_map(|band| [band.lo(), band.hi()]).flatten().map(|end| end.at));
        }
    }
    found
}

/// A runner as a profile that shows them again, for messages.
pub fn said(content: &Content, profile: &Profile) -> String {
    let known = content.inputs().iter().enumerate().filter(|(at, _)| *profile.given(*at) != Given::Unknown);
    let lines = known.map(|(at, input)| {
        let options = |set: OptionSet| set.iter().map(|o| input.options[o].id.clone()).collect::<Vec<_>>().join(", ");
        let number = |x: f64| round6(input.unit.from_base(x)).to_string();
        let value = match profile.given(at) {
            Given::Unknown => "~".to_owned(),
            Given::Number(x) => number(*x),
            Given::Choice(option) => input.options[*option].id.clone(),
            Given::Set(set) => format!("[{}]", options(*set)),
            Given::Flag(flag) => flag.to_string(),
            Given::Date(day) => day.to_string(),
            Given::Time(minutes) => format!("\"{:02}:{:02}\"", (*minutes / 60.0).floor(), minutes % 60.0),
            Given::Text(text) => format!("{text:?}"),
            Given::Series(days) => {
                let days: Vec<String> = days.iter().map(|day| day.map_or("~".to_owned(), number)).collect();
                format!("[{}]", days.join(", "))
            }
        };
        format!("{}: {value}\n", input.id)
    });
    lines.collect()
}
