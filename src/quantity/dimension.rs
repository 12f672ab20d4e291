//! What kind of thing a number measures, whatever unit it is written in.

use std::fmt::{self, Write as _};
use std::ops::{Div, Mul};

/// Exponents of the six base units. All zero is a plain number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Dimension {
    mass: i32,
    length: i32,
    time: i32,
    amount: i32,
    temperature: i32,
    beat: i32,
}

/// Dimensions that have a usual name and unit; the first that fits is used.
/// Rows: mass, length, time, amount, temperature, beat; the unit; the words.
const USUAL: &[([i32; 6], &str, &str)] = &[
    ([0, 0, 0, 0, 0, 0], "1", "a plain number"),
    ([1, 0, 0, 0, 0, 0], "kg", "a mass"),
    ([0, 1, 0, 0, 0, 0], "km", "a distance"),
    ([0, 0, 1, 0, 0, 0], "h", "a time"),
    ([0, 0, 0, 1, 0, 0], "mmol", "an amount of substance"),
    ([0, 0, 0, 0, 1, 0], "°C", "a temperature"),
    ([0, 3, 0, 0, 0, 0], "L", "a volume"),
    ([0, 1, -1, 0, 0, 0], "km/h", "a speed"),
    ([0, -1, 1, 0, 0, 0], "min/km", "a pace"),
    ([1, 0, -1, 0, 0, 0], "g/h", "a mass per time"),
    ([0, 3, -1, 0, 0, 0], "L/h", "a volume per time"),
    ([-1, 3, 0, 0, 0, 0], "mL/kg", "a volume per mass"),
    ([-1, 3, -1, 0, 0, 0], "mL/kg/h", "a volume per mass and time"),
    ([1, -3, 0, 0, 0, 0], "g/L", "a mass per volume"),
    ([0, -3, 0, 1, 0, 0], "mmol/L", "an amount per volume"),
    ([1, 0, 0, -1, 0, 0], "mg/mmol", "a mass per amount"),
    ([0, 0, -1, 0, 0, 1], "bpm", "a pulse"),
];

impl Dimension {
    /// The plain number.
    pub const ONE: Dimension = Dimension::of([0, 0, 0, 0, 0, 0]);
    /// A mass, base unit kg.
    pub const MASS: Dimension = Dimension::of([1, 0, 0, 0, 0, 0]);
    /// A length, base unit m.
    pub const LENGTH: Dimension = Dimension::of([0, 1, 0, 0, 0, 0]);
    /// A time, base unit s.
    pub const TIME: Dimension = Dimension::of([0, 0, 1, 0, 0, 0]);
    /// An amount of substance, base unit mol.
    pub const AMOUNT: Dimension = Dimension::of([0, 0, 0, 1, 0, 0]);
    /// An absolute temperature, base unit K.
    pub const TEMPERATURE: Dimension = Dimension::of([0, 0, 0, 0, 1, 0]);
    /// A volume, base unit m³.
    pub const VOLUME: Dimension = Dimension::of([0, 3, 0, 0, 0, 0]);
    /// A pulse, base unit beat/s.
    pub const PULSE: Dimension = Dimension::of([0, 0, -1, 0, 0, 1]);

    const fn of(e: [i32; 6]) -> Dimension {
        Dimension { mass: e[0], length: e[1], time: e[2], amount: e[3], temperature: e[4], beat: e[5] }
    }

    const fn exponents(self) -> [i32; 6] {
        [self.mass, self.length, self.time, self.amount, self.temperature, self.beat]
    }

    /// The dimension of a power.
    #[must_use]
    pub fn pow(self, n: i32) -> Dimension {
        Dimension::of(self.exponents().map(|e| e.saturating_mul(n)))
    }

    /// Whether this is a plain number.
    #[must_use]
    pub fn is_one(self) -> bool {
        self == Dimension::ONE
    }

    /// Whether a temperature takes part: those have no zero that sums and ratios could use.
    #[must_use]
    pub fn has_temperature(self) -> bool {
        self.temperature != 0
    }

    /// Words for a message, with an example unit: `a mass (kg)`, `a quantity in kg*kg`.
    #[must_use]
    pub fn describe(self) -> String {
        match self.usual() {
            Some(("1", words)) => words.to_owned(),
            Some((unit, words)) => format!("{words} ({unit})"),
            None => format!("a quantity in {self}"),
        }
    }

    fn usual(self) -> Option<(&'static str, &'static str)> {
        USUAL.iter().find(|(e, _, _)| *e == self.exponents()).map(|(_, unit, words)| (*unit, *words))
    }
}

/// The dimension of a product. Exponents saturate, so no text can overflow them.
impl Mul for Dimension {
    type Output = Dimension;

    fn mul(self, other: Dimension) -> Dimension {
        let (a, b) = (self.exponents(), other.exponents());
        Dimension::of(std::array::from_fn(|i| a[i].saturating_add(b[i])))
    }
}

/// The dimension of a quotient.
impl Div for Dimension {
    type Output = Dimension;

    fn div(self, other: Dimension) -> Dimension {
        self * other.pow(-1)
    }
}

/// An example unit of the dimension, such as `g/h`. [`super::Unit::parse`] reads it, unless a
/// temperature is only part of it or an exponent is beyond all use (then it is shortened, `kg^40`).
impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((unit, _)) = self.usual() {
            return f.write_str(unit);
        }
        // A beat only ever comes as a pulse, so its time moves over to it.
        let time = self.time.saturating_add(self.beat);
        let factors = [
            ("kg", self.mass),
            ("L", self.length / 3),
            ("m", self.length % 3),
            ("mol", self.amount),
            ("bpm", self.beat),
            ("°C", self.temperature),
            ("h", time),
        ];
        let mut above = String::new();
        let mut below = String::new();
        for (unit, exponent) in factors {
            let (side, mark) = if exponent > 0 { (&mut above, '*') } else { (&mut below, '/') };
            let times = exponent.unsigned_abs();
            if times > 8 {
                side.push(mark);
                write!(side, "{unit}^{times}")?;
            } else {
                for _ in 0..times {
                    side.push(mark);
                    side.push_str(unit);
                }
            }
        }
        let above = above.strip_prefix('*').unwrap_or("1");
        write!(f, "{above}{below}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Unit;
    use proptest::prelude::*;

    #[test]
    fn shows_an_example_unit() {
        for (dimension, unit, words) in [
            (Dimension::ONE, "1", "a plain number"),
            (Dimension::MASS, "kg", "a mass (kg)"),
            (Dimension::VOLUME, "L", "a volume (L)"),
            (Dimension::PULSE, "bpm", "a pulse (bpm)"),
            (Dimension::MASS.pow(2), "kg*kg", "a quantity in kg*kg"),
            (Dimension::TIME.pow(-1), "1/h", "a quantity in 1/h"),
            (Dimension::LENGTH.pow(4), "L*m", "a quantity in L*m"),
            (Dimension::MASS.pow(40), "kg^40", "a quantity in kg^40"),
        ] {
            assert_eq!(dimension.to_string(), unit);
            assert_eq!(dimension.describe(), words);
        }
    }

    #[test]
    fn usual_units_have_their_dimension() {
        for (exponents, unit, _) in USUAL {
            let parsed = Unit::parse(unit).unwrap();
            assert_eq!(parsed.dimension(), Dimension::of(*exponents), "{unit}");
        }
    }

    proptest! {
        #[test]
        fn example_unit_reads_back(e in prop::array::uniform5(-4..=4_i32)) {
            let dimension = Dimension::of([e[0], e[1], e[2], e[3], 0, e[4]]);
            let unit = Unit::parse(&dimension.to_string()).unwrap();
            prop_assert_eq!(unit.dimension(), dimension);
        }

        #[test]
        fn never_overflows(n: i32, m: i32) {
            let dimension = Dimension::PULSE.pow(n).pow(m) * Dimension::MASS.pow(m);
            prop_assert!(!dimension.to_string().is_empty());
        }
    }
}
