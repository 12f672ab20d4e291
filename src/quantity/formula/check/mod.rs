//! Whether names, units and arguments fit, before any value is known.

mod call;
mod operand;

use super::{Direction, Expr, Kind, Node, Operator, Scope};
use crate::diagnostics::nearest;
use crate::quantity::{Dimension, TextError, Unit};
use operand::{Operand, describe, joined};

pub(super) fn check(root: &Node, scope: &dyn Scope) -> Result<Kind, Vec<TextError>> {
    let mut checker = Checker { scope, errors: Vec::new() };
    let kind = checker.kind(root);
    checker.errors.sort_by_key(|error| (error.at.start, error.at.end));
    match kind {
        Some(kind) if checker.errors.is_empty() => Ok(kind),
        _ => Err(checker.errors),
    }
}

pub(super) fn check_as(root: &Node, scope: &dyn Scope, unit: &Unit) -> Result<(), Vec<TextError>> {
    let kind = check(root, scope)?;
    let wanted = unit.dimension();
    if kind == Kind::Number(wanted) || (root.is_bare_zero() && !wanted.has_temperature()) {
        return Ok(());
    }
    let message = format!("this is {}", describe(kind));
    let help = match (unit.name(), wanted) {
        ("1", _) => "it should be a plain number".to_owned(),
        (name, wanted) => format!("it should be {}, to be shown in {name}", wanted.describe()),
    };
    Err(vec![TextError::new(root.at.clone(), message).with_help(help)])
}

struct Checker<'a> {
    scope: &'a dyn Scope,
    errors: Vec<TextError>,
}

/// Methods return `None` where the kind cannot be told; something has then been complained about.
impl Checker<'_> {
    pub(super) fn kind(&mut self, node: &Node) -> Option<Kind> {
        match &node.expr {
            Expr::Literal(literal) => {
                let unit = literal.unit.as_ref();
                Some(Kind::Number(unit.map_or(Dimension::ONE, Unit::dimension)))
            }
            Expr::Name(name) => self.name(node, name),
            Expr::Today => Some(Kind::Date),
            Expr::Negative(inner) => self.arithmetic(inner).map(Operand::kind),
            Expr::Chain(first, rest) => self.chain(first, rest).map(Operand::kind),
            Expr::Power(base, exponent) => {
                let base = self.plain(base, "`^`");
                let exponent = self.plain(exponent, "`^`");
                let (base, exponent) = (base?, exponent?);
                Some(joined(base, exponent).with(Dimension::ONE).kind())
            }
            Expr::Call(function, arguments) => self.call(node, *function, arguments),
            Expr::Convert(Direction::In, inner, unit) => self.number_in(inner, unit),
            Expr::Convert(Direction::As, inner, unit) => {
                let plain = self.plain(inner, "`as`")?;
                Some(plain.with(unit.dimension()).kind())
            }
        }
    }

    fn name(&mut self, node: &Node, name: &str) -> Option<Kind> {
        let kind = self.scope.kind(name);
        if kind.is_none() {
            let names = self.scope.names();
            let near = nearest(name, names.iter().map(String::as_str).chain(["today"]));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let error = TextError::new(node.at.clone(), format!("there is no `{name}`"));
            self.errors.push(error.with_help_if(help));
        }
        kind
    }

    fn chain(&mut self, first: &Node, rest: &[(Operator, Node)]) -> Option<Operand> {
        let (mut all, rest) = match rest {
            [(Operator::Minus, from), others @ ..] if self.is_date(first) && self.is_date(from) => {
                let at = first.at.start..from.at.end;
                let help = format!("write `days({from}, {first})`");
                self.errors.push(TextError::new(at, "one date is not taken from another").with_help(help));
                (None, others)
            }
            _ => (self.arithmetic(first), rest),
        };
        for (operator, node) in rest {
            let operand = self.arithmetic(node);
            let (Some(left), Some(right)) = (all, operand) else {
                // Nothing is known of the whole, but the other operands are still looked at.
                all = None;
                continue;
            };
            let both = joined(left, right);
            all = Some(match operator {
                Operator::Times => both.with(left.dimension * right.dimension),
                Operator::Over => both.with(left.dimension / right.dimension),
                Operator::Plus | Operator::Minus => {
                    self.same(left, right, node, |left, right| match operator {
                        Operator::Plus => format!("{right} cannot be added to {left}"),
                        _ => format!("{right} cannot be taken from {left}"),
                    });
                    both
                }
            });
        }
        all
    }

    fn is_date(&self, node: &Node) -> bool {
        match &node.expr {
            Expr::Today => true,
            Expr::Name(name) => self.scope.kind(name) == Some(Kind::Date),
            _ => false,
        }
    }

    pub(super) fn complain<T>(
        &mut self,
        node: &Node,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        let error = TextError::new(node.at.clone(), message);
        self.errors.push(error.with_help(help));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::Formula;
    use super::super::testing::World;
    use super::*;
    use std::ops::Range;

    fn world() -> World {
        World::new()
            .unknown("mass_before", "kg")
            .unknown("mass_after", "kg")
            .unknown("urine", "L")
            .unknown("duration", "min")
            .unknown("temperature", "°C")
            .unknown("share", "%")
            .series("sleep_days", "h", &[])
            .series("air_days", "°C", &[])
            .date("race_date", 2026, 12, 1)
    }

    #[test]
    fn tells_the_kind() {
        for (text, unit, series) in [
            ("(mass_before - mass_after) * 1 L/kg - urine", "L", false),
            ("max(0, mass_before - mass_after)", "kg", false),
            ("0", "1", false),
            ("0 - duration", "h", false),
            ("urine / duration", "L/h", false),
            ("100 * share + 1", "1", false),
            ("in(temperature, °F) ^ 2", "1", false),
            ("max(temperature, 10 °C)", "°C", false),
            ("mean(last(air_days, 3))", "°C", false),
            ("as(3, h/day)", "1", false),
            ("days(today, race_date)", "day", false),
            ("max(0, 7 h - sleep_days)", "h", true),
            ("ln(in(before(sleep_days, 7), h))", "1", true),
            ("sum(sleep_days) / count(sleep_days)", "h", false),
            ("sd(sleep_days)", "min", false),
        ] {
            let dimension = Unit::parse(unit).unwrap().dimension();
            let expected = if series { Kind::Series(dimension) } else { Kind::Number(dimension) };
            assert_eq!(Formula::parse(text).unwrap().check(&world()), Ok(expected), "{text}");
        }
        assert_eq!(Formula::parse("today").unwrap().check(&world()), Ok(Kind::Date));
    }

    type Row = (&'static str, Range<usize>, &'static str, Option<&'static str>);

    fn expect(rows: impl IntoIterator<Item = Row>) {
        for (text, at, message, help) in rows {
            let errors = Formula::parse(text).unwrap().check(&world()).unwrap_err();
            let [error] = errors.as_slice() else {
                panic!("{text}: {errors:?}");
            };
            assert_eq!((&error.at, error.message.as_str()), (&at, message), "{text}");
            assert_eq!(error.help.as_deref(), help, "{text}");
        }
    }

    #[test]
    fn complains_under_the_operand() {
        expect([
            ("mass_befor * 2", 0..10, "there is no `mass_befor`", Some("did you mean `mass_before`?")),
            ("speed * 2", 0..5, "there is no `speed`", None),
            ("mass_before + urine", 14..19, "a volume (L) cannot be added to a mass (kg)", None),
            ("urine - 2", 8..9, "a plain number cannot be taken from a volume (L)", Some("give it a unit: `2 L`")),
            ("min(urine, 0, duration)", 14..22, "`min` cannot compare a time (h) with a volume (L)", None),
            ("min(urine)", 0..10, "`min` needs more than 1 argument", Some("write `min(a, b)`")),
            ("floor()", 0..7, "`floor` has no argument", Some("write `floor(x)`")),
            ("abs(urine, 2)", 0..13, "`abs` does not take 2 arguments", Some("write `abs(x)`")),
        ]);
    }

    #[test]
    fn complains_under_the_argument() {
        expect([
            (
                "floor(duration)",
                6..14,
                "`floor` takes plain numbers; this is a time (h)",
                Some("write `in(duration, h)`"),
            ),
            ("2 ^ urine", 4..9, "`^` takes plain numbers; this is a volume (L)", Some("write `in(urine, L)`")),
            (
                "temperature + 1",
                0..11,
                "a temperature cannot be computed with, as its zero is arbitrary",
                Some("write `in(temperature, °C)` for the plain number of degrees"),
            ),
            (
                "sum(air_days)",
                4..12,
                "a temperature cannot be computed with, as its zero is arbitrary",
                Some("write `in(air_days, °C)` for the plain number of degrees"),
            ),
            ("max(0, temperature)", 4..5, "a temperature of 0 needs its unit", Some("write `0 °C`")),
            ("in(urine, kg)", 3..8, "this is a volume (L) and cannot be told in `kg`", Some("write `in(urine, L)`")),
            ("mean(urine)", 5..10, "`mean` takes a series; this is a volume (L)", Some("write `mean(series)`")),
            (
                "last(sleep_days, 1.5)",
                17..20,
                "how many days must be a plain whole number",
                Some("write `last(series, 7)`"),
            ),
            (
                "race_date + 1 day",
                0..9,
                "arithmetic takes numbers; this is a date",
                Some("`days(from, to)` is the time between two dates"),
            ),
            ("race_date - today", 0..17, "one date is not taken from another", Some("write `days(today, race_date)`")),
            (
                "days(today, urine)",
                12..17,
                "`days` takes dates; this is a volume (L)",
                Some("write `days(today, race_date)`"),
            ),
            ("sleep_days + urine", 13..18, "a volume (L) cannot be added to a series in h", None),
            ("(urine * 2) + (mass_after * 3)", 14..30, "a mass (kg) cannot be added to a volume (L)", None),
        ]);
    }

    #[test]
    fn gathers_errors_without_cascades() {
        let formula = Formula::parse("nope * 2 + min(nada, urine) + ln(urine)").unwrap();
        let places: Vec<_> = formula.check(&world()).unwrap_err().into_iter().map(|e| e.at).collect();
        assert_eq!(places, [0..4, 15..19, 33..38]);
    }

    #[test]
    fn checks_against_a_unit() {
        let world = world();
        let check = |text: &str, unit: &str| {
            let unit = Unit::parse(unit).unwrap();
            Formula::parse(text).unwrap().check_as(&world, &unit)
        };
        assert_eq!(check("urine * 2", "mL"), Ok(()));
        assert_eq!(check("0", "g"), Ok(()));
        let errors = check("urine * 2", "g").unwrap_err();
        assert_eq!(errors[0].at, 0..9);
        assert_eq!(errors[0].message, "this is a volume (L)");
        assert_eq!(errors[0].help.as_deref(), Some("it should be a mass (kg), to be shown in g"));
        assert!(check("0", "°C").is_err());
        assert!(check("sleep_days", "h").is_err());
        assert!(check("today", "h").is_err());
    }
}
