//! Computing a formula. Every operand is computed even when another has no value, so that a gap
//! names all that is missing.

use super::ast::{Direction, Expr, Node, Operator};
use super::series::{self, NOT_FINITE, Reason, WRONG_KIND, broadcast};
use super::{Env, Function, Gap, Value};
use crate::quantity::{Interval, Unit};
use jiff::civil::Date;
use std::collections::BTreeSet;

const SECONDS_PER_DAY: f64 = 86_400.0;

pub(super) fn eval(root: &Node, env: &dyn Env) -> Result<Value, Gap> {
    let mut evaluator = Evaluator { env, names: BTreeSet::new(), undefined: None };
    evaluator
        .node(root)
        .ok_or_else(|| Gap { names: evaluator.names.into_iter().collect(), undefined: evaluator.undefined })
}

struct Evaluator<'a> {
    env: &'a dyn Env,
    names: BTreeSet<String>,
    undefined: Option<Reason>,
}

impl Evaluator<'_> {
    /// The value of a part; `None` after noting why there is none.
    fn node(&mut self, node: &Node) -> Option<Value> {
        let result = match &node.expr {
            Expr::Literal(literal) => literal.to_base().map(Value::Number).ok_or(NOT_FINITE),
            Expr::Name(name) => match self.env.value(name) {
                Value::Unknown => {
                    self.names.insert(name.clone());
                    return None;
                }
                value => Ok(value),
            },
            Expr::Today => Ok(Value::Date(self.env.today())),
            Expr::Negative(inner) => {
                let value = self.node(inner)?;
                broadcast(&[value], |x| Ok(x[0].negated()))
            }
            Expr::Chain(first, rest) => self.chain(first, rest)?,
            Expr::Power(base, exponent) => {
                let operands = self.all([&**base, &**exponent])?;
                broadcast(&operands, |x| power(x[0], x[1]))
            }
            Expr::Call(function @ (Function::Last | Function::Before), arguments) => {
                let [days, n] = arguments.as_slice() else {
                    return self.no_value(WRONG_KIND);
                };
                let days = self.node(days)?;
                window(*function, days, n)
            }
            Expr::Call(function, arguments) => {
                let operands = self.all(arguments)?;
                call(*function, &operands)
            }
            Expr::Convert(direction, inner, unit) => {
                let value = self.node(inner)?;
                broadcast(&[value], |x| convert(*direction, x[0], unit))
            }
        };
        result.map_or_else(|reason| self.no_value(reason), Some)
    }

    fn no_value(&mut self, reason: Reason) -> Option<Value> {
        self.undefined.get_or_insert(reason);
        None
    }

    /// All values; `None` if any is missing, after looking at each.
    fn all<'n>(&mut self, nodes: impl IntoIterator<Item = &'n Node>) -> Option<Vec<Value>> {
        let values: Vec<_> = nodes.into_iter().map(|node| self.node(node)).collect();
        values.into_iter().collect()
    }

    fn chain(&mut self, first: &Node, rest: &[(Operator, Node)]) -> Option<Result<Value, Reason>> {
        let mut values = self.all(std::iter::once(first).chain(rest.iter().map(|(_, node)| node)))?.into_iter();
        let first = values.next()?;
        let mut steps = rest.iter().map(|(operator, _)| *operator).zip(values);
        Some(
            steps.try_fold(first, |left, (operator, right)| {
                broadcast(&[left, right], |x| operate(operator, x[0], x[1]))
            }),
        )
    }
}

fn operate(operator: Operator, a: Interval, b: Interval) -> Result<Interval, Reason> {
    let result = match operator {
        Operator::Plus => a.checked_add(b),
        Operator::Minus => a.checked_sub(b),
        Operator::Times => a.checked_mul(b),
        Operator::Over if b.contains(0.0) => return Err("the divisor is or may be 0"),
        Operator::Over => a.checked_div(b),
    };
    result.ok_or(NOT_FINITE)
}

fn power(base: Interval, exponent: Interval) -> Result<Interval, Reason> {
    base.checked_pow(exponent).ok_or("the power does not exist or is too large")
}

fn convert(direction: Direction, x: Interval, unit: &Unit) -> Result<Interval, Reason> {
    match direction {
        Direction::In => x.map_increasing(|x| unit.from_base(x)),
        Direction::As => x.map_increasing(|x| unit.to_base(x)),
    }
    .ok_or(NOT_FINITE)
}

fn window(function: Function, days: Value, n: &Node) -> Result<Value, Reason> {
    let (Value::Series(days), Some(n)) = (days, n.day_count()) else {
        return Err(WRONG_KIND);
    };
    Ok(Value::Series(match function {
        Function::Last => series::last(days, n),
        _ => series::before(days, n),
    }))
}

fn call(function: Function, operands: &[Value]) -> Result<Value, Reason> {
    if !function.takes(operands.len()) {
        return Err(WRONG_KIND);
    }
    let one = |f: fn(Interval) -> Interval| broadcast(operands, |x| Ok(f(x[0])));
    let fold =
        |f: fn(Interval, Interval) -> Interval| broadcast(operands, |x| x.iter().copied().reduce(f).ok_or(WRONG_KIND));
    let summary = |f: fn(&series::Days) -> Result<Interval, Reason>| match operands {
        [Value::Series(days)] => f(days).map(Value::Number),
        _ => Err(WRONG_KIND),
    };
    match function {
        Function::Min => fold(Interval::min),
        Function::Max => fold(Interval::max),
        Function::Floor => one(Interval::floor),
        Function::Round => one(Interval::round),
        Function::Abs => one(Interval::abs),
        Function::Exp => broadcast(operands, |x| x[0].checked_exp().ok_or(NOT_FINITE)),
        Function::Ln => broadcast(operands, |x| x[0].checked_ln().ok_or("the logarithm needs a number above 0")),
        Function::Range => broadcast(operands, |x| x[0].checked_range(x[1]).ok_or("the low end is above the high end")),
        Function::Days => match operands {
            [Value::Date(from), Value::Date(to)] => days_between(*from, *to),
            _ => Err(WRONG_KIND),
        },
        Function::Mean => summary(series::mean),
        Function::Sd => summary(series::sd),
        Function::Sum => summary(series::sum),
        Function::Count => summary(series::count),
        // These take a literal, so `Evaluator::node` has seen to them.
        Function::Last | Function::Before => Err(WRONG_KIND),
    }
}

fn days_between(from: Date, to: Date) -> Result<Value, Reason> {
    let days = i32::try_from(from.duration_until(to).as_hours() / 24).map_err(|_| NOT_FINITE)?;
    Interval::point(f64::from(days) * SECONDS_PER_DAY).map(Value::Number).ok_or(NOT_FINITE)
}

#[cfg(test)]
mod tests {
    use super::super::Formula;
    use super::super::testing::World;
    use super::*;

    fn world() -> World {
        World::new()
            .number("a", "1", 2.0..=2.0)
            .number("b", "1", -1.0..=3.0)
            .number("mass", "kg", 60.0..=60.0)
            .series("nights", "h", &[Some(6.0), None, Some(8.0)])
            .series("blank", "h", &[None, None])
            .unknown("u", "1")
            .unknown("v", "1")
            .date("race", 2026, 12, 1)
    }

    #[test]
    fn computes() {
        for (text, expected) in [
            ("a + b * 2 - 1", "-1..7"),
            ("-a ^ 2", "-4"),
            ("2 ^ 3 ^ 2", "512"),
            ("a - 1 - 1", "0"),
            ("8 / a / 2", "2"),
            ("min(a, b, 7)", "-1..2"),
            ("max(0, b)", "0..3"),
            ("floor(2.9999999)", "3"),
            ("round(-2.5)", "-3"),
            ("range(b, a)", "-1..2"),
            ("abs(b)", "0..3"),
            ("in(days(today, race), day)", "7"),
            ("in(mass * 1.0..1.2 g/kg/h * 4 h, g)", "240..288"),
            ("in(sum(max(0, 7 h - nights)), h)", "1"),
            ("in(sum(last(nights, 2)), h)", "8"),
            ("count(before(nights, 1)) + count(blank)", "1"),
            ("in(mean(nights * 1..2), h)", "7..14"),
            ("in(as(82, °F), °C)", "27.777778"),
        ] {
            assert_eq!(world().eval(text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn gaps_name_everything() {
        for (text, names, undefined) in [
            ("v + u * a + u", &["u", "v"][..], false),
            ("a / b", &[], true),
            ("u + a / b", &["u"], true),
            ("ln(b)", &[], true),
            ("ln(0)", &[], true),
            ("range(3, a)", &[], true),
            ("mean(blank)", &[], true),
            ("sum(blank)", &[], true),
            ("sd(last(nights, 2))", &[], true),
            ("exp(1000)", &[], true),
            ("b ^ 0.5", &[], true),
            ("min(u, in(mass, kg), v)", &["u", "v"], false),
        ] {
            let formula = Formula::parse(text).unwrap();
            let gap = formula.eval(&world()).unwrap_err();
            assert_eq!(gap.names, names, "{text}");
            assert_eq!(gap.undefined.is_some(), undefined, "{text}");
        }
    }

    #[test]
    fn an_env_that_breaks_its_promise_is_no_panic() {
        for text in ["race + 1", "mean(a)", "days(a, race)", "last(a, 2)", "last(nights, a)", "min(1)"] {
            let gap = Formula::parse(text).unwrap().eval(&world()).unwrap_err();
            assert_eq!(gap.undefined, Some(WRONG_KIND), "{text}");
        }
    }
}
