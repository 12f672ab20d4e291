//! What holds for all tests, conditions and boxes, tried on random ones.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::quantity::{Interval, Unit};
use crate::source::{Sources, Span};

fn names() -> Vec<String> {
    ["easy", "long", "race"].map(str::to_owned).to_vec()
}

fn number(unit: &str) -> Domain {
    Domain::Number { unit: Unit::parse(unit).expect("known") }
}

/// One axis of each type; two numbers, of which one may be missing.
fn domains() -> Vec<Domain> {
    vec![
        number("min"),
        number("°C"),
        Domain::Choice(names()),
        Domain::Set(names()),
        Domain::Flag,
        Domain::Date,
        Domain::Time,
        Domain::Text,
        Domain::Series,
    ]
}

fn space() -> Space {
    let extents = domains().into_iter().enumerate();
    Space::new(extents.map(|(axis, domain)| Extent::new(domain, None, axis != 0)).collect())
}

const AXES: usize = 9;

/// Values of an ordered type as they are written, in order.
fn values(domain: &Domain) -> &'static [&'static str] {
    match domain {
        Domain::Date => &["1900-01-01", "2026-02-28", "2026-03-01", "2026-03-02", "2199-12-31"],
        Domain::Time => &["00:00", "06:29", "06:30", "12:00", "23:59"],
        _ => &["-10", "0", "0.5", "2.25", "90"],
    }
}

fn leaf(domain: &Domain) -> BoxedStrategy<String> {
    let common = select(vec!["known", "unknown", "-"]).prop_map(str::to_owned);
    let own = match domain {
        Domain::Text | Domain::Series => return common.boxed(),
        Domain::Flag => select(vec!["true", "false"]).prop_map(str::to_owned).boxed(),
        Domain::Choice(_) => select(names()).boxed(),
        Domain::Set(_) => {
            let some = || proptest::sample::subsequence(names(), 1..=3).prop_map(|n| n.join(", "));
            prop_oneof![
                select(names()),
                some().prop_map(|names| format!("all({names})")),
                some().prop_map(|names| format!("none({names})")),
            ]
            .boxed()
        }
        ordered => {
            let values = values(ordered);
            let compare = (select(vec!["", "=", "<", "<= ", ">", ">= "]), select(values))
                .prop_map(|(sign, value)| format!("{sign}{value}"));
            let between =
                (0..4_usize, 1..4_usize, any::<bool>(), any::<bool>()).prop_map(move |(lo, more, open, close)| {
                    let hi = (lo + more).min(4);
                    let (open, close) = (if open { '(' } else { '[' }, if close { ')' } else { ']' });
                    format!("{open}{} .. {}{close}", values[lo], values[hi])
                });
            prop_oneof![compare, between].boxed()
        }
    };
    prop_oneof![4 => own, 1 => common].boxed()
}

fn any_text(domain: &Domain) -> BoxedStrategy<String> {
    leaf(domain)
        .prop_recursive(3, 12, 3, |inner| {
            let list = vec(inner, 1..4).prop_map(|parts| parts.join(", "));
            prop_oneof![list.clone().prop_map(|list| format!("not({list})")), list]
        })
        .boxed()
}

/// An axis with a test of it. `(2026-02-28..2026-03-01)` holds no day and is no test.
fn any_test() -> impl Strategy<Value = (Axis, Test)> {
    (0..AXES).prop_flat_map(|axis| {
        let domain = domains().swap_remove(axis);
        let text = any_text(&domain);
        text.prop_filter_map("an empty interval", move |text| Some((axis, Test::parse(&text, &domain).ok()?)))
    })
}

fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let span = Span::start_of(Sources::new().add_text("", ""));
    vec(any_test(), 0..4)
        .prop_map(move |tests| tests.into_iter().map(|(axis, test)| Entry { axis, test, span }).collect())
}

fn any_condition() -> impl Strategy<Value = Condition> {
    vec(any_entries(), 0..3).prop_map(Condition::new)
}

/// A possible point answer of each axis.
fn any_point() -> impl Strategy<Value = Vec<Answer>> {
    let answers: Vec<_> = domains().into_iter().map(|domain| any_answer(&domain)).collect();
    answers.prop_map(|mut answers| {
        if answers[0] == Answer::Unknown {
            answers[0] = Answer::point(0.0);
        }
        answers
    })
}

fn any_answer(domain: &Domain) -> BoxedStrategy<Answer> {
    let known = match domain {
        Domain::Number { unit } => {
            let unit = unit.clone();
            select(vec![-11.0, -10.0, -0.5, 0.0, 0.25, 0.5, 1.0, 2.25, 90.0, 90.000_001])
                .prop_map(move |x| Answer::point(unit.to_base(x)))
                .boxed()
        }
        Domain::Date => (20_511i32..20_515, any::<bool>())
            .prop_map(|(day, far)| Answer::point(f64::from(if far { 0 } else { day })))
            .boxed(),
        Domain::Time => {
            select(vec![0.0, 1.0, 388.0, 389.0, 390.0, 391.0, 720.0, 1439.0]).prop_map(Answer::point).boxed()
        }
        Domain::Choice(_) => (0..3_usize).prop_map(Answer::Choice).boxed(),
        Domain::Set(_) => vec(0..3_usize, 0..4).prop_map(|places| Answer::Set(places.into_iter().collect())).boxed(),
        Domain::Flag => any::<bool>().prop_map(Answer::Flag).boxed(),
        Domain::Text | Domain::Series => Just(Answer::Present).boxed(),
    };
    prop_oneof![5 => known, 1 => Just(Answer::Unknown)].boxed()
}

fn at(point: &[Answer]) -> impl Fn(Axis) -> Answer {
    |axis| point[axis].clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn printing_reads_back((axis, test) in any_test()) {
        let domain = &domains()[axis];
        let printed = test.print(domain);
        let again = Test::parse(&printed, domain);
        prop_assert_eq!(again.as_ref(), Ok(&test), "{} printed as {}", test.text(), printed);
        prop_assert_eq!(again.map(|again| again.print(domain)), Ok(printed), "printing is stable");
    }

    #[test]
    fn unknown_matches_only_when_asked_for((_, test) in any_test()) {
        let asks = test.text().split(", ").any(|part| matches!(part, "unknown" | "-"));
        // Inside `not(...)` it is the denials that ask: `not(known)`.
        if !test.text().contains("not(") {
            prop_assert_eq!(test.on_unknown() == Truth::True, asks, "{}", test.text());
        }
        prop_assert_eq!(test.holds(&Answer::Unknown), test.on_unknown());
    }

    #[test]
    fn not_and_commas_are_kleenes((axis, a) in any_test(), point in any_point()) {
        let domain = &domains()[axis];
        let answer = &point[axis];
        let negated = Test::parse(&format!("not({})", a.text()), domain).expect("a test");
        prop_assert_eq!(negated.holds(answer), !a.holds(answer));
        prop_assert_eq!(&negated, &a.negate(domain));
        let both = Test::from_list(&[a.text(), negated.text()], domain).expect("a test");
        prop_assert_eq!(both.holds(answer), a.holds(answer).or(!a.holds(answer)));
    }

    #[test]
    fn cells_partition_the_answers((axis, test) in any_test(), point in any_point()) {
        let space = space();
        let extent = &space.extents()[axis];
        let answer = &point[axis];
        for truth in [Truth::False, Truth::Unknown, Truth::True] {
            let cell = test.cell(truth, extent.domain());
            prop_assert_eq!(extent.admits(&cell, answer), test.holds(answer) == truth);
            if let Some(sample) = extent.sample(&cell) {
                prop_assert!(extent.admits(&cell, &sample), "{:?} of {}", sample, test.text());
            }
        }
    }

    #[test]
    fn ranges_agree_with_their_points(text in any_text(&number("min")), lo in -48i32..=400, width in 0i32..40) {
        let test = Test::parse(&text, &number("min")).expect("a test");
        // Thresholds are multiples of a quarter minute, so eighths visit every piece.
        let seconds = |eighths: i32| f64::from(eighths) * 60.0 / 8.0;
        let range = Interval::new(seconds(lo), seconds(lo + width)).expect("finite");
        let points = (0..=width).map(|i| test.holds(&Answer::point(seconds(lo + i))));
        let expected = points.reduce(|a, b| if a == b { a } else { Truth::Unknown });
        prop_assert_eq!(Some(test.holds(&Answer::Number(range))), expected);
    }

    #[test]
    fn unless_blocks_whenever_an_entry_is_true(entries in any_entries(), point in any_point()) {
        let unless = Unless::new(entries);
        let answers = at(&point);
        let any_true = unless.entries().iter().any(|entry| entry.holds(&answers) == Truth::True);
        prop_assert_eq!(unless.blocks(&answers).is_true(), any_true);
        prop_assert_eq!(unless.entries_where(Truth::True, &answers).count() > 0, any_true);
        let space = space();
        for truth in [Truth::False, Truth::Unknown, Truth::True] {
            let boxes = unless.boxes_where(truth, &space);
            prop_assert_eq!(boxes.contains(&space, &answers), unless.blocks(&answers) == truth);
        }
    }

    #[test]
    fn truths_of_a_condition_partition_the_space(condition in any_condition(), point in any_point()) {
        let space = space();
        let answers = at(&point);
        let mut all = Boxes::none();
        for truth in [Truth::False, Truth::Unknown, Truth::True] {
            let boxes = condition.boxes_where(truth, &space);
            prop_assert_eq!(boxes.contains(&space, &answers), condition.holds(&answers) == truth);
            prop_assert!(all.intersect(&boxes).clip(&space).is_empty());
            all = all.union(&boxes);
        }
        prop_assert!(all.complement(&space).is_empty());
    }

    #[test]
    fn box_algebra_agrees_with_points(a in any_condition(), b in any_condition(), point in any_point()) {
        let space = space();
        let answers = at(&point);
        let a = a.boxes_where(Truth::True, &space);
        let b = b.boxes_where(Truth::True, &space);
        let (in_a, in_b) = (a.contains(&space, &answers), b.contains(&space, &answers));
        let holds = |boxes: &Boxes| boxes.contains(&space, &answers);
        let union = a.union(&b);
        prop_assert_eq!(holds(&union), in_a || in_b);
        prop_assert_eq!(holds(&union.simplify(&space)), in_a || in_b);
        prop_assert!(union.simplify(&space).boxes().len() <= union.boxes().len());
        prop_assert_eq!(holds(&a.intersect(&b)), in_a && in_b);
        prop_assert_eq!(holds(&a.subtract(&b, &space)), in_a && !in_b);
        prop_assert_eq!(holds(&a.complement(&space)), !in_a);
        prop_assert!(union.covers(&a, &space) && union.covers(&b, &space));
        match b.first_gap(&a, &space).map(|gap| Boxes::new([gap])) {
            Some(gap) => prop_assert!(a.covers(&gap, &space) && gap.intersect(&b).clip(&space).is_empty()),
            None => prop_assert!(a.subtract(&b, &space).is_empty()),
        }
    }

    #[test]
    fn grids_agree_with_boxes(rules in vec(any_condition(), 0..5), point in any_point()) {
        let space = space();
        let answers = at(&point);
        let rules: Vec<Boxes> = rules.iter().map(|rule| rule.boxes_where(Truth::True, &space)).collect();
        let grid = Grid::new(&space, &rules);
        let all = rules.iter().fold(Boxes::none(), |all, rule| all.union(rule));
        match grid.cover(usize::MAX) {
            Cover::Whole => prop_assert!(all.covers(&Boxes::all(), &space)),
            Cover::Gap(gap) => {
                let gap = Boxes::new([gap]).clip(&space);
                prop_assert!(!gap.is_empty() && gap.intersect(&all).clip(&space).is_empty());
            }
            Cover::Capped(_) => prop_assert!(false, "there is no cap"),
        }
        prop_assert!(matches!(grid.cover(0), Cover::Capped(0) | Cover::Gap(_)));
        let diagram = Diagram::of(&grid, usize::MAX).expect("there is no cap");
        let holding = rules.iter().filter(|rule| rule.contains(&space, &answers)).count();
        prop_assert_eq!(diagram.gaps().contains(&space, &answers), holding == 0);
        prop_assert_eq!(diagram.overlaps().contains(&space, &answers), holding > 1);
    }

    #[test]
    fn printed_cells_read_back((axis, test) in any_test(), point in any_point()) {
        let space = space();
        let extent = &space.extents()[axis];
        let cell = test.cell(Truth::True, extent.domain());
        let possible = Cell { region: cell.region.clone(), unknown: cell.unknown && extent.cell().unknown };
        prop_assume!(!possible.is_empty());
        let printed = extent.print(&possible);
        let again = Test::parse(&printed, extent.domain());
        let holds = again.map(|again| again.holds(&point[axis]) == Truth::True);
        prop_assert_eq!(holds, Ok(extent.admits(&possible, &point[axis])), "{}", printed);
    }

    #[test]
    fn witnesses_are_inside_whatever_the_free_axes_say(a in any_condition(), point in any_point()) {
        let space = space();
        let boxes = a.boxes_where(Truth::True, &space);
        let witness = boxes.witness(&space);
        prop_assert_eq!(witness.is_none(), boxes.is_empty());
        if let Some(witness) = witness {
            let answers = |axis: Axis| witness.get(&axis).unwrap_or(&point[axis]).clone();
            prop_assert!(boxes.contains(&space, &answers));
            prop_assert_eq!(a.holds(&answers), Truth::True);
            prop_assert!(witness.iter().all(|(axis, answer)| space.extents()[*axis].allows(answer)));
        }
    }

    #[test]
    fn no_text_makes_reading_panic(
        text in prop_oneof![
            "[-\\[\\]()., <>=!&|≥0-9a:]{0,24}",
            "(not|all|none|any|known|unknown|easy|race|true|and|or|[ (),.0-9-]|>=|\\[|\\]){0,12}",
            any::<String>(),
        ],
        axis in 0..AXES,
    ) {
        let domain = &domains()[axis];
        match Test::parse(&text, domain) {
            Ok(test) => prop_assert_eq!(Test::parse(&test.print(domain), domain), Ok(test)),
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error);
                    prop_assert!(!error.message.ends_with('.'), "{:?}", error);
                }
            }
        }
    }
}
