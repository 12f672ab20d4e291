//! Units: their names, what they measure, and how they convert.

use super::{Dimension, TextError};
use crate::diagnostics::nearest;
use std::ops::Range;

/// A unit as it was written: `kg`, `mL/kg`, `g/kg/h`, `°C`.
#[derive(Clone, PartialEq, Debug)]
pub struct Unit {
    name: String,
    dimension: Dimension,
    /// base = (x + shift) * scale; only °C and °F shift.
    scale: f64,
    shift: f64,
}

/// One row per simple unit: name, dimension, scale to base.
const SIMPLE: &[(&str, Dimension, f64)] = &[
    ("1", Dimension::ONE, 1.0),
    ("%", Dimension::ONE, 0.01),
    ("ms", Dimension::TIME, 0.001),
    ("s", Dimension::TIME, 1.0),
    ("min", Dimension::TIME, 60.0),
    ("h", Dimension::TIME, 3600.0),
    ("day", Dimension::TIME, 86_400.0),
    ("week", Dimension::TIME, 604_800.0),
    ("ug", Dimension::MASS, 1e-9),
    ("mg", Dimension::MASS, 1e-6),
    ("g", Dimension::MASS, 1e-3),
    ("kg", Dimension::MASS, 1.0),
    ("lb", Dimension::MASS, 0.453_592_37),
    ("oz", Dimension::MASS, 0.453_592_37 / 16.0),
    ("mm", Dimension::LENGTH, 1e-3),
    ("cm", Dimension::LENGTH, 1e-2),
    ("m", Dimension::LENGTH, 1.0),
    ("km", Dimension::LENGTH, 1e3),
    ("mi", Dimension::LENGTH, 1609.344),
    ("mL", Dimension::VOLUME, 1e-6),
    ("L", Dimension::VOLUME, 1e-3),
    ("fl_oz", Dimension::VOLUME, 29.5735e-6),
    ("mmol", Dimension::AMOUNT, 1e-3),
    ("mol", Dimension::AMOUNT, 1.0),
    ("bpm", Dimension::PULSE, 1.0 / 60.0),
    ("°C", Dimension::TEMPERATURE, 1.0),
    ("°F", Dimension::TEMPERATURE, 1.0 / 1.8),
];

/// The names of `SIMPLE` without `1`, in the same order.
const NAMES: &[&str] = &[
    "%", "ms", "s", "min", "h", "day", "week", "ug", "mg", "g", "kg", "lb", "oz", "mm", "cm", "m", "km", "mi", "mL",
    "L", "fl_oz", "mmol", "mol", "bpm", "°C", "°F",
];

/// What people write for a unit that has another name here.
const OTHER_SPELLINGS: &[(&str, &[&str])] = &[
    ("%", &["percent", "pct"]),
    ("s", &["sec", "secs", "second", "seconds"]),
    ("min", &["minute", "minutes", "mins", "mn"]),
    ("h", &["hour", "hours", "hr", "hrs"]),
    ("day", &["d", "days"]),
    ("week", &["wk", "wks", "weeks", "w"]),
    ("ug", &["µg", "μg", "mcg"]),
    ("g", &["gram", "grams", "gr"]),
    ("kg", &["kilo", "kilos", "kilogram", "kilograms", "kgs"]),
    ("lb", &["lbs", "pound", "pounds"]),
    ("oz", &["ounce", "ounces"]),
    ("m", &["meter", "meters", "metre", "metres"]),
    ("km", &["kms", "kilometer", "kilometers", "kilometre", "kilometres"]),
    ("mi", &["mile", "miles"]),
    ("L", &["liter", "liters", "litre", "litres"]),
    ("fl_oz", &["floz", "fl"]),
    ("bpm", &["beat", "beats"]),
    ("°C", &["C", "ºC", "degC", "celsius", "Celsius"]),
    ("°F", &["F", "ºF", "degF", "fahrenheit", "Fahrenheit"]),
    ("km/h", &["kmh", "kph"]),
    ("mi/h", &["mph"]),
];

const CELSIUS_SHIFT: f64 = 273.15;
const FAHRENHEIT_SHIFT: f64 = 459.67;

impl Unit {
    /// Reads a unit: simple ones joined by `/` and `*` without spaces, from left to right.
    ///
    /// # Errors
    /// The first part that is no unit, or a temperature inside a compound.
    pub fn parse(text: &str) -> Result<Unit, TextError> {
        let parts = split(text);
        let compound = parts.len() > 1;
        let mut unit = Unit { name: text.to_owned(), ..Unit::one() };
        for (divides, at) in parts {
            let (dimension, scale, shift) = simple(&text[at.clone()]).map_err(|error| error.shifted(at.start))?;
            if compound && shift != 0.0 {
                return Err(TextError::new(at, "a temperature cannot be part of a compound unit"));
            }
            unit.shift = shift;
            if divides {
                unit.dimension = unit.dimension / dimension;
                unit.scale /= scale;
            } else {
                unit.dimension = unit.dimension * dimension;
                unit.scale *= scale;
            }
        }
        // Some thousand factors would leave the range of a number and make conversions lie.
        if unit.scale.is_normal() {
            Ok(unit)
        } else {
            Err(TextError::new(0..text.len(), "this unit has too many parts"))
        }
    }

    /// The unit of plain numbers, `1`.
    #[must_use]
    pub fn one() -> Unit {
        Unit { name: "1".to_owned(), dimension: Dimension::ONE, scale: 1.0, shift: 0.0 }
    }

    /// The name as written.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the unit measures.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// From this unit to base units.
    #[must_use]
    pub fn to_base(&self, x: f64) -> f64 {
        (x + self.shift) * self.scale
    }

    /// From base units to this unit.
    #[must_use]
    pub fn from_base(&self, x: f64) -> f64 {
        x / self.scale - self.shift
    }

    /// Whether the unit's zero is not the base unit's zero: °C and °F.
    #[must_use]
    pub fn is_affine(&self) -> bool {
        self.shift != 0.0
    }

    /// The names of the simple units, for help texts.
    #[must_use]
    pub fn known() -> &'static [&'static str] {
        NAMES
    }
}

/// The parts of a compound with whether each divides.
fn split(text: &str) -> Vec<(bool, Range<usize>)> {
    let mut parts = Vec::new();
    let mut divides = false;
    let mut start = 0;
    for (at, mark) in text.match_indices(['/', '*']) {
        parts.push((divides, start..at));
        divides = mark == "/";
        start = at + mark.len();
    }
    parts.push((divides, start..text.len()));
    parts
}

fn simple(name: &str) -> Result<(Dimension, f64, f64), TextError> {
    let Some((_, dimension, scale)) = SIMPLE.iter().find(|(known, _, _)| *known == name) else {
        return Err(unknown(name));
    };
    let shift = match name {
        "°C" => CELSIUS_SHIFT,
        "°F" => FAHRENHEIT_SHIFT,
        _ => 0.0,
    };
    Ok((*dimension, *scale, shift))
}

fn unknown(name: &str) -> TextError {
    let at = 0..name.len();
    if name.is_empty() {
        return TextError::new(at, "a unit is missing").with_help(help());
    }
    let respelt = OTHER_SPELLINGS.iter().find(|(_, others)| others.contains(&name)).map(|(unit, _)| *unit);
    let other_case = || {
        let mut names = NAMES.iter().copied();
        names.find(|known| known.to_lowercase() == name.to_lowercase())
    };
    let near =
        respelt.or_else(other_case).or_else(|| nearest(name, NAMES.iter().copied().filter(|known| *known != "%")));
    TextError::new(at, format!("`{name}` is not a unit")).with_help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => help(),
    })
}

fn help() -> String {
    format!("the units are {}", NAMES.join(" "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp)] // rounded to 6 decimals
    use super::*;
    use crate::quantity::round6;
    use proptest::prelude::*;

    fn convert(x: f64, from: &str, to: &str) -> f64 {
        let (from, to) = (Unit::parse(from).unwrap(), Unit::parse(to).unwrap());
        assert_eq!(from.dimension(), to.dimension());
        to.from_base(from.to_base(x))
    }

    #[test]
    fn names_are_the_table() {
        let table: Vec<&str> = SIMPLE.iter().map(|(name, _, _)| *name).collect();
        assert_eq!(table[0], "1");
        assert_eq!(&table[1..], NAMES);
        for (unit, _) in OTHER_SPELLINGS {
            assert!(Unit::parse(unit).is_ok(), "{unit}");
        }
    }

    #[test]
    fn converts() {
        for (x, from, to, expected) in [
            (1.0, "lb", "kg", 0.453_592),
            (16.0, "oz", "lb", 1.0),
            (1.0, "mi", "km", 1.609_344),
            (1.0, "fl_oz", "mL", 29.5735),
            (154.0, "lb", "kg", 69.853_225),
            (16.9, "fl_oz", "mL", 499.792_15),
            (82.0, "°F", "°C", 27.777_778),
            (32.0, "°F", "°C", 0.0),
            (37.0, "°C", "°F", 98.6),
            (1.2, "g/kg/h", "mg/kg/min", 20.0),
            (10.0, "mL/kg", "L/kg", 0.01),
            (22.99, "mg/mmol", "g/mol", 22.99),
            (42.0, "km/week", "km/day", 6.0),
            (60.0, "bpm", "bpm", 60.0),
            (10.0, "%", "1", 0.1),
            (1.0, "L/kg", "mL/g", 1.0),
            (2.0, "kg*km", "g*m", 2e6),
        ] {
            assert_eq!(round6(convert(x, from, to)), expected, "{x} {from} in {to}");
        }
    }

    #[test]
    fn refuses_with_help() {
        for (text, at, help) in [
            ("kgs", 0..3, "did you mean `kg`?"),
            ("hours", 0..5, "did you mean `h`?"),
            ("ML", 0..2, "did you mean `mL`?"),
            ("g/kq/h", 2..4, "did you mean `kg`?"),
            ("g/", 2..2, "the units are"),
            ("", 0..0, "the units are"),
            ("furlong", 0..7, "the units are"),
            ("C", 0..1, "did you mean `°C`?"),
        ] {
            let error = Unit::parse(text).unwrap_err();
            assert_eq!(error.at, at, "{text}");
            assert!(error.help.unwrap().starts_with(help), "{text}");
        }
        assert_eq!(Unit::parse("L/°C").unwrap_err().at, 2..5);
        assert!(Unit::parse(&"mL*".repeat(200)).is_err());
    }

    proptest! {
        #[test]
        fn there_and_back(x in -1e6..1e6_f64, i in 0..NAMES.len(), j in 0..NAMES.len()) {
            let mut units = vec![Unit::parse(NAMES[i]).unwrap()];
            units.extend(Unit::parse(&format!("{}/{}", NAMES[i], NAMES[j])).ok());
            for unit in units {
                let back = unit.from_base(unit.to_base(x));
                prop_assert!((back - x).abs() <= 1e-9 * x.abs().max(1e3), "{} {}", unit.name(), back);
            }
        }

        #[test]
        fn never_panics(text in "[a-zA-Z%°/*1 ]{0,12}|.{0,12}") {
            if let Err(error) = Unit::parse(&text) {
                prop_assert!(text.get(error.at).is_some());
            }
        }
    }
}
