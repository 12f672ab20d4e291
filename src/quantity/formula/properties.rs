//! What holds for all formulas.

use super::ast::{Direction, Expr, Literal, Node, Operator};
use super::testing::World;
use super::{Env, Formula, Function, Value};
use crate::quantity::{Interval, Unit};
use proptest::prelude::*;

fn node(expr: Expr) -> Node {
    Node { expr, at: 0..0 }
}

fn operators(additive: bool) -> impl Strategy<Value = Operator> {
    prop_oneof![Just(true), Just(false)].prop_map(move |first| match (additive, first) {
        (true, true) => Operator::Plus,
        (true, false) => Operator::Minus,
        (false, true) => Operator::Times,
        (false, false) => Operator::Over,
    })
}

fn chains(inner: impl Strategy<Value = Node> + Clone) -> impl Strategy<Value = Node> {
    any::<bool>().prop_flat_map(move |additive| {
        let rest = prop::collection::vec((operators(additive), inner.clone()), 1..4);
        (inner.clone(), rest).prop_map(|(first, rest)| node(Expr::Chain(Box::new(first), rest)))
    })
}

fn literals() -> impl Strategy<Value = Node> {
    let units = prop::option::of(prop::sample::select(vec!["h", "g/kg/h", "%", "°C", "°F", "L/kg", "mL*kg", "fl_oz"]));
    (-1e4..1e4_f64, 0.0..1e3_f64, any::<bool>(), units).prop_map(|(lo, width, range, unit)| {
        let unit = unit.map(|name| Unit::parse(name).unwrap());
        let signed = range || unit.as_ref().is_some_and(Unit::is_affine);
        let lo = if signed { lo } else { lo.abs() };
        let hi = if range { lo + width } else { lo };
        node(Expr::Literal(Literal { lo, hi, unit }))
    })
}

/// Any tree that the grammar can make, sensible or not.
fn trees() -> impl Strategy<Value = Node> {
    let functions = Function::names().filter_map(Function::named).collect::<Vec<_>>();
    let leaf = prop_oneof![
        literals(),
        "[a-z][a-z0-9_]{3,8}x".prop_map(|name| node(Expr::Name(name))),
        Just(node(Expr::Today)),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let arguments = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            chains(inner.clone()),
            inner.clone().prop_map(|x| node(Expr::Negative(Box::new(x)))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| node(Expr::Power(Box::new(a), Box::new(b)))),
            (prop::sample::select(functions.clone()), arguments)
                .prop_map(|(function, arguments)| node(Expr::Call(function, arguments))),
            (inner, any::<bool>()).prop_map(|(x, into)| {
                let direction = if into { Direction::In } else { Direction::As };
                let unit = Unit::parse("g/kg/h").unwrap();
                node(Expr::Convert(direction, Box::new(x), unit))
            }),
        ]
    })
}

/// Trees over the plain numbers `x`, `y` and `z`.
fn arithmetic() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["x", "y", "z"]).prop_map(|name| node(Expr::Name(name.into()))),
        (0.0..4.0_f64).prop_map(|lo| node(Expr::Literal(Literal { lo, hi: lo, unit: None }))),
        (0..4_u8).prop_map(|n| {
            let lo = f64::from(n);
            node(Expr::Literal(Literal { lo, hi: lo, unit: None }))
        }),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let one =
            prop::sample::select(vec![Function::Floor, Function::Round, Function::Abs, Function::Exp, Function::Ln]);
        let more = prop::sample::select(vec![Function::Min, Function::Max]);
        prop_oneof![
            3 => chains(inner.clone()),
            1 => inner.clone().prop_map(|x| node(Expr::Negative(Box::new(x)))),
            1 => (inner.clone(), inner.clone())
                .prop_map(|(a, b)| node(Expr::Power(Box::new(a), Box::new(b)))),
            2 => (one, inner.clone()).prop_map(|(f, x)| node(Expr::Call(f, vec![x]))),
            1 => (more, prop::collection::vec(inner, 2..4))
                .prop_map(|(f, xs)| node(Expr::Call(f, xs))),
        ]
    })
}

fn number(formula: &Formula, env: &dyn Env) -> Option<Interval> {
    match formula.eval(env) {
        Ok(Value::Number(range)) => Some(range),
        _ => None,
    }
}

proptest! {
    #[test]
    fn printed_text_reads_back(root in trees()) {
        let formula = Formula { root };
        let text = formula.to_string();
        prop_assert_eq!(Formula::parse(&text), Ok(formula), "{}", text);
    }

    #[test]
    fn parser_never_panics(
        text in "[-+*/^(), .0-9a-cxhkgL%°−×]{0,30}|(min|in|as|last)?\\(?[a-z0-9 ,.]{0,9}\\)?|.{0,30}",
    ) {
        match Formula::parse(&text) {
            Ok(formula) => {
                prop_assert_eq!(Formula::parse(&formula.to_string()), Ok(formula.clone()));
                let kind = formula.check(&World::new());
                prop_assert!(kind.is_ok() || !kind.unwrap_err().is_empty());
                let has_reason = match formula.eval(&World::new()) {
                    Ok(value) => value != Value::Unknown,
                    Err(gap) => !gap.names.is_empty() || gap.undefined.is_some(),
                };
                prop_assert!(has_reason);
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error);
                }
            }
        }
    }

    #[test]
    fn ranges_contain_points(
        root in arithmetic(),
        inputs in prop::array::uniform3((-4.0..4.0_f64, 0.0..2.0_f64, 0.0..=1.0_f64)),
    ) {
        let formula = Formula { root };
        let (mut wide, mut point) = (World::new(), World::new());
        for (name, (lo, width, share)) in ["x", "y", "z"].into_iter().zip(inputs) {
            let at = lo + width * share;
            wide = wide.number(name, "1", lo..=lo + width);
            point = point.number(name, "1", at..=at);
        }
        if let Some(range) = number(&formula, &wide) {
            // Where the whole range has a value, each point inside has one.
            let at = number(&formula, &point);
            prop_assert!(at.is_some(), "{}", formula);
            let at = at.unwrap_or(range).lo();
            let slack = 1e-9 * at.abs().max(1.0);
            prop_assert!(
                range.lo() - slack <= at && at <= range.hi() + slack,
                "{}: {} is not in {}", formula, at, range
            );
        }
    }
}
