//! A small world of names for the tests of this room.

use super::{Env, Formula, Kind, Scope, Value};
use crate::quantity::{Interval, Unit, round6};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Names with kinds and values; today is 2026-11-24.
#[derive(Default)]
pub(super) struct World(BTreeMap<String, (Kind, Value)>);

impl World {
    pub(super) fn new() -> World {
        World::default()
    }

    pub(super) fn number(self, name: &str, unit: &str, range: RangeInclusive<f64>) -> World {
        let unit = Unit::parse(unit).unwrap();
        let range = Interval::new(unit.to_base(*range.start()), unit.to_base(*range.end()));
        self.with(name, Kind::Number(unit.dimension()), Value::Number(range.unwrap()))
    }

    pub(super) fn series(self, name: &str, unit: &str, readings: &[Option<f64>]) -> World {
        let unit = Unit::parse(unit).unwrap();
        let days = readings.iter().map(|reading| reading.and_then(|x| Interval::point(unit.to_base(x)))).collect();
        self.with(name, Kind::Series(unit.dimension()), Value::Series(days))
    }

    pub(super) fn unknown(self, name: &str, unit: &str) -> World {
        let kind = Kind::Number(Unit::parse(unit).unwrap().dimension());
        self.with(name, kind, Value::Unknown)
    }

    pub(super) fn date(self, name: &str, year: i16, month: i8, day: i8) -> World {
        self.with(name, Kind::Date, Value::Date(date(year, month, day)))
    }

    fn with(mut self, name: &str, kind: Kind, value: Value) -> World {
        self.0.insert(name.to_owned(), (kind, value));
        self
    }

    /// Parses, checks and computes; a number or range in base units, rounded to 6 decimals.
    pub(super) fn eval(&self, text: &str) -> Result<String, String> {
        let formula = Formula::parse(text).map_err(|errors| format!("{errors:?}"))?;
        formula.check(self).map_err(|errors| format!("{errors:?}"))?;
        match formula.eval(self) {
            Ok(Value::Number(range)) => Ok(range.round6().to_string()),
            other => Err(format!("{other:?}")),
        }
    }

    /// As `eval`, to `decimals` decimals, low and high.
    pub(super) fn rounded(&self, text: &str, decimals: i32) -> Result<(f64, f64), String> {
        let formula = Formula::parse(text).map_err(|errors| format!("{errors:?}"))?;
        formula.check(self).map_err(|errors| format!("{errors:?}"))?;
        let places = 10_f64.powi(decimals);
        let round = |x: f64| (round6(x) * places).round() / places;
        match formula.eval(self) {
            Ok(Value::Number(range)) => Ok((round(range.lo()), round(range.hi()))),
            other => Err(format!("{other:?}")),
        }
    }
}

impl Scope for World {
    fn kind(&self, name: &str) -> Option<Kind> {
        self.0.get(name).map(|(kind, _)| *kind)
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

impl Env for World {
    fn value(&self, name: &str) -> Value {
        self.0.get(name).map_or(Value::Unknown, |(_, value)| value.clone())
    }

    fn today(&self) -> Date {
        date(2026, 11, 24)
    }
}
