//! Rounding for people, and exact values for machines.

use super::document::Exact;
use super::words::Voice;
use crate::model::{Bound, DisplayStep};
use crate::quantity::{Interval, Unit, round6};

/// An exact value in its declared unit.
pub(super) fn exact(interval: Interval, unit: &Unit) -> Exact {
    let in_unit = |x: f64| round6(unit.from_base(x));
    Exact { low: in_unit(interval.lo()), high: in_unit(interval.hi()), unit: unit.name().to_owned() }
}

impl Voice<'_> {
    /// The unit and step in which this runner sees numbers of a unit.
    fn step(&self, unit: &Unit) -> DisplayStep {
        let rule = self.content.display().iter().find(|d| d.metric.unit.name() == unit.name());
        match rule {
            Some(rule) if self.imperial => rule.imperial.clone().unwrap_or_else(|| rule.metric.clone()),
            Some(rule) => rule.metric.clone(),
            None => DisplayStep { unit: unit.clone(), step: 0.01 },
        }
    }

    /// A number or range with its unit, rounded: `60–72 g an hour`. `own` is a step in the amount's own unit, which wins
    /// over the display table where no other unit is shown.
    pub fn amount(&self, value: Interval, unit: &Unit, own: Option<f64>, bound: Bound) -> String {
        let mut step = self.step(unit);
        if let Some(own) = own
            && step.unit.name() == unit.name()
        {
            step.step = own;
        }
        let (low, high) = (step.unit.from_base(value.lo()), step.unit.from_base(value.hi()));
        let (mut a, mut b) = (to_step(low, step.step, bound), to_step(high, step.step, bound));
        if a > b {
            // A floor rounded up and a ceiling rounded down may cross where they are close.
            (a, b) = (to_step(low, step.step, Bound::Nearest), to_step(high, step.step, Bound::Nearest));
        }
        let decimals = decimals_of(step.step);
        let (a, b) = (self.plain(a, decimals), self.plain(b, decimals));
        let number = if a == b { a.clone() } else { self.text("number.range", &[("low", &a), ("high", &b)]) };
        let one = a == b && a == "1";
        self.with_unit(&number, &step.unit, one)
    }

    /// An answer with its unit, as exact as it was given (two decimals at most).
    pub fn measured(&self, x: f64, unit: &Unit) -> String {
        let shown = if self.imperial { self.step(unit).unit } else { unit.clone() };
        let number = round_half_up(shown.from_base(x), 0.01);
        let text = self.plain(number, 2);
        let one = text == "1";
        self.with_unit(&text, &shown, one)
    }

    fn with_unit(&self, number: &str, unit: &Unit, one: bool) -> String {
        if unit.name() == "1" {
            return number.to_owned();
        }
        self.text("number.one", &[("number", number), ("unit", &self.unit_words(unit, one))])
    }

    /// A unit in words: of one, or of many.
    pub fn unit_words(&self, unit: &Unit, one: bool) -> String {
        let key = format!("unit.{}", unit.name());
        match self.content.strings().get(&key) {
            Some(_) => self.content.strings().plural(&key, if one { 1 } else { 2 }),
            None => unit.name().to_owned(),
        }
    }

    /// A number with the pack's decimal point and without zeros at its end.
    fn plain(&self, x: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", x + 0.0);
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let text = if text == "-0" { "0" } else { text };
        text.replace('.', &self.text("number.decimal_point", &[])).replace('-', "−")
    }
}

/// Half up to the nearest step, or towards the safe side of a bound.
fn to_step(x: f64, step: f64, bound: Bound) -> f64 {
    let x = round6(x);
    match bound {
        Bound::Nearest => round_half_up(x, step),
        Bound::AtMost => round6((x / step + 1e-9).floor() * step),
        Bound::AtLeast => round6((x / step - 1e-9).ceil() * step),
    }
}

fn round_half_up(x: f64, step: f64) -> f64 {
    round6((x / step + 0.5 + 1e-9).floor() * step)
}

/// How many decimals a step needs.
fn decimals_of(step: f64) -> usize {
    let text = format!("{:.6}", step);
    text.trim_end_matches('0').split('.').nth(1).map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_round_to_the_safe_side_of_a_bound() {
        for (x, step, bound, expected) in [
            (62.5, 5.0, Bound::Nearest, 65.0),
            (62.4, 5.0, Bound::Nearest, 60.0),
            (1.04, 0.05, Bound::AtMost, 1.0),
            (1.05, 0.05, Bound::AtMost, 1.05),
            (0.53, 0.05, Bound::AtLeast, 0.55),
            (0.55, 0.05, Bound::AtLeast, 0.55),
            (-2.5, 1.0, Bound::Nearest, -2.0),
        ] {
            assert_eq!(to_step(x, step, bound), expected, "{x} to {step}");
        }
        assert_eq!([decimals_of(0.05), decimals_of(5.0), decimals_of(0.25)], [2, 0, 2]);
    }
}
