//! The calculations of the fact sheet, worked out here again in plain numbers and held against the pack's measures over
//! random answers.

use crate::support::shipped;
use afterrun::profile::{Outcome, Profile};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use std::fmt::{Debug, Write};

const CASES: u32 = 120;

/// A number on a grid, as people give them: from `low` to `high` in steps.
fn grid(low: f64, high: f64, step: f64) -> impl Strategy<Value = f64> {
    let steps = ((high - low) / step).round() as u32;
    (0..=steps).prop_map(move |n| six(low + f64::from(n) * step))
}

/// As measures are rounded and tests compare them.
fn six(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

fn within(x: f64, low: f64, high: f64) -> bool {
    low <= six(x) && six(x) <= high
}

/// A healthy grown-up after an easy run, with these answers.
fn runner(answers: &str) -> Profile {
    let mut yaml = String::from("conditions: []\nsymptoms: []\n");
    for (key, default) in [("session_kind", "easy"), ("duration", "60"), ("age", "30")] {
        if !answers.lines().any(|line| line.starts_with(&format!("{key}:"))) {
            let _ = writeln!(yaml, "{key}: {default}");
        }
    }
    shipped().runner(&(yaml + answers))
}

/// A measure in its unit, and the case that gave it.
fn value(profile: &Profile, id: &str) -> Option<(f64, f64, &'static str)> {
    let content = &shipped().content;
    let at = content.measure(id).unwrap_or_else(|| panic!("the pack has no measure `{id}`"));
    let measure = &content.measures()[at];
    match profile.measure(at).outcome {
        Outcome::Known(x, case) => {
            Some((measure.unit.from_base(x.lo()), measure.unit.from_base(x.hi()), &measure.cases[case].id))
        }
        Outcome::Unknown(_) => None,
    }
}

/// Whether a measure is this range; none where it must be unknown.
fn is(profile: &Profile, id: &str, expected: Option<(f64, f64)>) -> Result<(), String> {
    let found = value(profile, id);
    let near = |a: f64, b: f64| (a - b).abs() <= 2e-6 + 1e-9 * b.abs();
    let same = match (found, expected) {
        (None, None) => true,
        (Some((low, high, _)), Some((l, h))) => near(low, l) && near(high, h),
        _ => false,
    };
    if same { Ok(()) } else { Err(format!("`{id}` is {found:?}, by hand {expected:?}")) }
}

fn point(x: f64) -> Option<(f64, f64)> {
    Some((x, x))
}

/// Whether a measure comes from this case, where it has a value.
fn by(profile: &Profile, id: &str, case: &str) -> Result<(), String> {
    match value(profile, id) {
        Some((.., found)) if found != case => Err(format!("`{id}` comes from {found}, by hand {case}")),
        _ => Ok(()),
    }
}

fn hold<S: Strategy>(answers: S, promise: impl Fn(&S::Value) -> Result<(), String>)
where
    S::Value: Debug,
{
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    match runner.run(&answers, |given| promise(&given).map_err(TestCaseError::fail)) {
        Ok(()) => {}
        Err(TestError::Fail(why, given)) => panic!("{why}\nfor {given:?}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

#[test]
fn c1_c2_c3_weighing() {
    let weights = (
        grid(45.0, 95.0, 0.5),
        grid(-1.0, 6.0, 0.1),
        grid(0.0, 3.0, 0.25),
        grid(0.0, 1.0, 0.1),
        grid(10.0, 490.0, 10.0),
    );
    hold(weights, |&(before, loss, drunk, urine, minutes)| {
        let after = six(before - loss);
        let profile = runner(&format!(
            "mass_before: {before}\nmass_after: {after}\nfluid_drunk: {drunk}\nurine: {urine}\nduration: {minutes}\n"
        ));
        let loss = before - after;
        let percent = 100.0 * (after - before) / before;
        let sound = within(percent, -10.0, 10.0);
        let rate = (loss + drunk - urine) / (minutes / 60.0);
        let timed = within(minutes, 15.0, 480.0);
        is(&profile, "measured_sweat_rate", point(rate).filter(|_| sound && timed && within(rate, 0.0, 3.5)))?;
        is(&profile, "mass_change", point(percent).filter(|_| sound))?;
        by(
            &profile,
            "mass_change",
            match six(percent) {
                p if p > 0.0 && six(-loss) <= 0.2 => "small-gain",
                p if p > 0.0 => "gain",
                p if p >= -2.0 => "normal",
                p if p >= -4.0 => "large-loss",
                _ => "very-large-loss",
            },
        )?;
        let drinks = sound && within(loss, 0.1, 6.0) && six(percent) <= -1.0;
        is(&profile, "rehydration", Some((1.25 * loss, 1.5 * loss)).filter(|_| drinks))
    });
}

#[test]
fn c4_drinking_on_the_run() {
    let runs = (grid(40.0, 110.0, 0.5), grid(0.1, 3.5, 0.05), grid(30.0, 600.0, 5.0));
    hold(runs, |&(mass, rate, minutes)| {
        let profile = runner(&format!("body_mass: {mass}\nsweat_rate: {rate}\nduration: {minutes}\n"));
        let floor = (rate - 0.02 * mass / (minutes / 60.0)).max(0.0);
        let floor = point(floor).filter(|_| minutes >= 60.0 && within(floor, 0.0, 3.5));
        is(&profile, "drink_floor", floor)?;
        is(&profile, "drink_cap", point(rate).filter(|_| minutes >= 60.0))?;
        // Where even a litre an hour would not be enough no rate is printed, and never more than that.
        let range = floor.filter(|(low, _)| six(*low) <= 1.0).map(|(low, _)| (low, rate.min(1.0)));
        is(&profile, "drink_range", range)
    });
}

#[test]
fn c5_c7_c10_c11_by_mass() {
    hold((grid(30.0, 200.0, 0.5), grid(0.0, 12.0, 0.5)), |&(mass, hours)| {
        let profile = runner(&format!("body_mass: {mass}\nnext_hard_in: {hours}\n"));
        let fits = mass <= 150.0;
        let range = |low: f64, high: f64| Some((low * mass, high * mass)).filter(|_| fits);
        is(&profile, "drink_before", Some((5.0 * mass, 7.0 * mass)))?;
        let soon = (0.5..8.0).contains(&hours);
        is(&profile, "fast_carbohydrate", range(1.0, 1.2).filter(|_| soon))?;
        let total = hours.min(4.0);
        is(&profile, "fast_carbohydrate_total", range(1.0 * total, 1.2 * total).filter(|_| soon))?;
        is(&profile, "mixed_carbohydrate", range(0.8, 0.8).filter(|_| soon))?;
        is(&profile, "mixed_protein", range(0.2, 0.4).filter(|_| soon))?;
        let serving = ((0.25 * mass).max(15.0), (0.3 * mass).clamp(20.0, 40.0));
        is(&profile, "protein_serving", Some(serving).filter(|_| fits))?;
        is(&profile, "daily_protein", range(1.2, 2.0))
    });
}

#[test]
fn c6_sodium() {
    let runs = (grid(0.1, 3.5, 0.1), grid(10.0, 80.0, 1.0), grid(15.0, 300.0, 5.0), grid(0.0, 40.0, 1.0));
    hold(runs, |&(rate, sodium, minutes, warm)| {
        let profile =
            runner(&format!("sweat_rate: {rate}\nsweat_sodium: {sodium}\nduration: {minutes}\ntemperature: {warm}\n"));
        let counts = minutes > 120.0 || rate > 1.2 || warm >= 27.0;
        let loss = six(rate * minutes / 60.0);
        is(&profile, "sodium_loss", point(loss * sodium * 22.99).filter(|_| counts && within(loss, 0.0, 20.0)))?;
        is(&profile, "drink_sodium", Some((20.0 * 22.99, 30.0 * 22.99)))
    });
}

#[test]
fn c8_c9_carbohydrate_by_time() {
    hold(
        (
            grid(30.0, 200.0, 1.0),
            select(vec![20.0, 44.0, 45.0, 59.0, 60.0, 75.0, 76.0, 90.0, 150.0, 151.0, 239.0, 240.0, 400.0]),
        ),
        |&(mass, minutes)| {
            let profile = runner(&format!("body_mass: {mass}\nduration: {minutes}\n"));
            let (low, high) = match minutes {
                m if m < 45.0 => (3.0, 5.0),
                m if m <= 75.0 => (5.0, 7.0),
                m if m < 240.0 => (6.0, 10.0),
                _ => (8.0, 12.0),
            };
            is(&profile, "daily_carbohydrate", Some((low * mass, high * mass)).filter(|_| mass <= 150.0))?;
            let during = match minutes {
                m if m < 45.0 => Some((0.0, 0.0)),
                m if m < 60.0 => None,
                m if m <= 150.0 => Some((30.0, 60.0)),
                _ => Some((30.0, 90.0)),
            };
            is(&profile, "carbohydrate_during", during)?;
            let total = during.map(|(low, high)| (low * minutes / 60.0, high * minutes / 60.0));
            is(&profile, "carbohydrate_during_total", total)
        },
    );
}

#[test]
fn c12_to_c20_load_and_races() {
    let runs = (
        grid(0.0, 10.0, 0.5),
        grid(1.0, 1500.0, 1.0),
        grid(0.5, 60.0, 0.5),
        grid(0.0, 40.0, 0.5),
        grid(0.0, 120.0, 0.5),
        grid(0.0, 120.0, 0.5),
    );
    hold(runs, |&(effort, minutes, distance, longest, week, last)| {
        let profile = runner(&format!(
            "effort: {effort}\nduration: {minutes}\ndistance: {distance}\nlongest_run: {longest}\nweekly_distance: {week}\nlast_week_distance: {last}\n"
        ));
        is(&profile, "session_load", point(effort * minutes).filter(|_| minutes <= 1440.0))?;
        let spike = 100.0 * (distance - longest) / longest;
        is(&profile, "run_spike", point(spike).filter(|_| longest > 0.0))?;
        by(
            &profile,
            "run_spike",
            match six(spike) {
                s if s <= 10.0 => "none",
                s if s <= 30.0 => "small",
                s if s <= 100.0 => "moderate",
                _ => "large",
            },
        )?;
        is(&profile, "weekly_change", point(100.0 * (last - week) / week).filter(|_| week >= 15.0))?;
        is(&profile, "long_run_share", point(100.0 * distance / week).filter(|_| week > 0.0 && distance <= week))?;
        is(&profile, "taper_distance", Some((0.4 * week, 0.59 * week)).filter(|_| week > 0.0))?;
        is(&profile, "days_to_hard_run", None)?;
        let race = runner(&format!("session_kind: race\nduration: {minutes}\ndistance: {distance}\n"));
        let days = match distance {
            _ if minutes >= 720.0 => Some((42.0, 42.0)),
            d if d > 50.0 => Some((28.0, 42.0)),
            d if d >= 1.0 => point((six(d / 1.609344)).floor()),
            _ => None,
        };
        is(&race, "days_to_hard_run", days)?;
        is(&race, "run_spike", None)
    });
}

#[test]
fn c21_c22_heat() {
    hold((grid(-10.0, 50.0, 0.5), grid(0.0, 100.0, 1.0)), |&(warm, r)| {
        let profile = runner(&format!("temperature: {warm}\nhumidity: {r}\n"));
        let t = warm * 1.8 + 32.0;
        let index =
            -42.379 + 2.04901523 * t + 10.14333127 * r - 0.22475541 * t * r - 0.00683783 * t * t - 0.05481717 * r * r
                + 0.00122874 * t * t * r
                + 0.00085282 * t * r * r
                - 0.00000199 * t * t * r * r;
        let charted = within(t, 80.0, 112.0) && r >= 40.0;
        is(&profile, "heat_index", point(index).filter(|_| charted && within(index, 60.0, 400.0)))?;
        let e = r / 100.0 * 6.105 * (17.27 * warm / (237.7 + warm)).exp();
        let wbgt = 0.567 * warm + 0.393 * e + 3.94;
        is(&profile, "wbgt_estimate", point(wbgt).filter(|_| (0.0..=45.0).contains(&warm) && r >= 5.0))?;
        by(
            &profile,
            "wbgt_estimate",
            match six(wbgt) {
                w if w < 10.0 => "white",
                w if w < 18.0 => "green",
                w if w < 23.0 => "yellow",
                w if w <= 28.0 => "red",
                _ => "black",
            },
        )
    });
}

fn days(readings: &[Option<f64>]) -> String {
    let days: Vec<String> = readings.iter().map(|day| day.map_or("~".to_owned(), |x| x.to_string())).collect();
    days.join(", ")
}

fn known(readings: &[Option<f64>]) -> Vec<f64> {
    readings.iter().flatten().copied().collect()
}

fn mean(readings: &[f64]) -> f64 {
    readings.iter().sum::<f64>() / readings.len() as f64
}

/// The last days of a series, and those before them, at most so many.
fn split(readings: &[Option<f64>], last: usize, before: usize) -> (Vec<f64>, Vec<f64>) {
    let at = readings.len().saturating_sub(last);
    (known(&readings[at..]), known(&readings[at.saturating_sub(before)..at]))
}

fn mornings(low: f64, high: f64, step: f64) -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.85, grid(low, high, step)), 0..90)
}

#[test]
fn c23_heart_rate_variability() {
    hold((mornings(40.0, 90.0, 1.0), select(vec!["rmssd", "sdnn"])), |(readings, kind)| {
        let profile = runner(&format!("hrv_days: [{}]\nhrv_kind: {kind}\n", days(readings)));
        let logs: Vec<Option<f64>> = readings.iter().map(|day| day.map(f64::ln)).collect();
        let (week, base) = split(&logs, 7, 60);
        let right = *kind == "rmssd";
        let this = Some(mean(&week)).filter(|_| right && week.len() >= 3);
        is(&profile, "hrv_week", this.and_then(point))?;
        let normal = mean(&base);
        let spread = (base.iter().map(|x| (x - normal).powi(2)).sum::<f64>() / (base.len() as f64 - 1.0)).sqrt();
        let band = Some((normal - 0.5 * spread, normal + 0.5 * spread)).filter(|_| right && base.len() >= 14);
        is(&profile, "hrv_low", band.and_then(|(low, _)| point(low)))?;
        is(&profile, "hrv_high", band.and_then(|(_, high)| point(high)))?;
        match (this, band) {
            (Some(x), Some((low, high))) if (x - low).abs() > 1e-5 && (x - high).abs() > 1e-5 => by(
                &profile,
                "hrv_gap",
                if x < low {
                    "below"
                } else if x > high {
                    "above"
                } else {
                    "normal"
                },
            ),
            _ => Ok(()),
        }
    });
}

#[test]
fn c24_resting_pulse() {
    hold(mornings(44.0, 64.0, 1.0), |readings| {
        let profile = runner(&format!("resting_hr_days: [{}]\n", days(readings)));
        let (last, base) = split(readings, 3, 28);
        let rise = Some(mean(&last) - mean(&base)).filter(|_| last.len() == 3 && base.len() >= 14);
        is(&profile, "resting_hr_rise", rise.and_then(point))?;
        by(&profile, "resting_hr_rise", if six(rise.unwrap_or(0.0)) >= 5.0 { "raised" } else { "usual" })
    });
}

#[test]
fn c25_sleep() {
    let nights = prop::collection::vec(prop::option::weighted(0.97, grid(3.0, 10.0, 0.5)), 5..12);
    hold((nights, prop::option::of(10..40_u32)), |(nights, age)| {
        let age = *age;
        let profile = runner(&format!(
            "sleep_days: [{}]\nage: {}\n",
            days(nights),
            age.map_or("~".to_owned(), |age| age.to_string())
        ));
        let (week, _) = split(nights, 7, 0);
        let target = match age {
            Some(age) if age < 13 => None,
            Some(age) if age < 18 => Some(8.0),
            _ => Some(7.0),
        };
        let missed = target.map(|target| week.iter().map(|slept| (target - slept).max(0.0)).sum::<f64>());
        is(&profile, "sleep_shortfall", missed.and_then(point).filter(|_| week.len() == 7))
    });
}
