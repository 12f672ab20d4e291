//! The worked examples of the calculations that the language was made for.

use super::testing::World;

fn value(world: &World, text: &str, decimals: i32) -> (f64, f64) {
    world.rounded(text, decimals).unwrap_or_else(|gap| panic!("{text}: {gap}"))
}

#[test]
fn unit_helpers() {
    let world = World::new();
    for (text, decimals, expected) in [
        ("in(1 lb, kg)", 6, 0.453_592),
        ("in(1 mi, km)", 6, 1.609_344),
        ("in(1 fl_oz, mL)", 4, 29.5735),
        ("in(154 lb, kg)", 2, 69.85),
        ("in(16.9 fl_oz, mL)", 1, 499.8),
        ("in(82 °F, °C)", 1, 27.8),
    ] {
        assert_eq!(value(&world, text, decimals), (expected, expected), "{text}");
    }
}

#[test]
fn c7_fast_carbohydrate() {
    let per_hour = "1.0..1.2 g/kg/h * body_mass";
    let total = format!("in({per_hour} * min(next_hard_in, 4 h), g)");
    for (mass, hours, low, high) in
        [(60.0, 4.0, 240.0, 288.0), (70.0, 2.0, 140.0, 168.0), (82.0, 3.0, 246.0, 295.2), (60.0, 7.0, 240.0, 288.0)]
    {
        let world = World::new().number("body_mass", "kg", mass..=mass).number("next_hard_in", "h", hours..=hours);
        assert_eq!(value(&world, &total, 1), (low, high));
    }
    let world = World::new().number("body_mass", "kg", 82.0..=82.0);
    assert_eq!(value(&world, &format!("in({per_hour}, g/h)"), 1), (82.0, 98.4));
}

#[test]
fn c12_session_load() {
    for (effort, minutes, load) in [(7.0, 60.0, 420.0), (3.0, 45.0, 135.0), (5.0, 120.0, 600.0)] {
        let world = World::new().number("effort", "1", effort..=effort).number("duration", "min", minutes..=minutes);
        assert_eq!(value(&world, "effort * in(duration, min)", 6), (load, load));
    }
}

#[test]
fn c19_days_to_hard_run() {
    for (km, days) in [(5.0, 3.0), (10.0, 6.0), (21.0975, 13.0), (42.195, 26.0)] {
        let world = World::new().number("distance", "km", km..=km);
        let formula = "in(as(floor(in(distance, mi)), day), day)";
        assert_eq!(value(&world, formula, 6), (days, days));
    }
    // Exactly two miles must not be floored to one by rounding errors.
    let world = World::new().number("distance", "km", 3.218_688..=3.218_688);
    assert_eq!(value(&world, "floor(in(distance, mi))", 6), (2.0, 2.0));
}

#[test]
fn c22_wbgt() {
    let vapour = "humidity * 6.105 * exp(17.27 * in(temperature, °C) / (237.7 + in(temperature, °C)))";
    let wbgt = format!("as(0.567 * in(temperature, °C) + 0.393 * {vapour} + 3.94, °C)");
    for (air, humidity, e, expected) in
        [(15.0, 60.0, 10.2104, 16.4577), (22.0, 50.0, 13.1834, 21.5951), (28.0, 60.0, 22.6063, 28.7003)]
    {
        let world = World::new().number("temperature", "°C", air..=air).number("humidity", "%", humidity..=humidity);
        assert_eq!(value(&world, vapour, 4), (e, e));
        assert_eq!(value(&world, &format!("in({wbgt}, °C)"), 4), (expected, expected));
    }
    let world = World::new().number("wet_bulb", "°C", 22.0..=22.0).number("globe", "°C", 35.0..=35.0).number(
        "air",
        "°C",
        28.0..=28.0,
    );
    let measured = "0.7 * in(wet_bulb, °C) + 0.2 * in(globe, °C) + 0.1 * in(air, °C)";
    assert_eq!(value(&world, measured, 1), (25.2, 25.2));
}

#[test]
fn c23_hrv() {
    let baseline = [60.0, 64.0, 58.0, 62.0, 66.0, 61.0, 59.0, 63.0, 65.0, 60.0, 62.0, 57.0, 64.0, 61.0];
    let week = "mean(ln(in(last(hrv_days, 7), ms)))";
    let base = "mean(ln(in(before(hrv_days, 7), ms)))";
    let sd = "sd(ln(in(before(hrv_days, 7), ms)))";
    for (days, expected) in [
        ([61.0, 62.0, 60.0, 63.0, 61.0, 62.0, 61.0], 4.1178),
        ([52.0, 55.0, 50.0, 54.0, 53.0, 56.0, 51.0], 3.9696),
        ([68.0, 70.0, 66.0, 72.0, 69.0, 71.0, 67.0], 4.2337),
    ] {
        let readings: Vec<_> = baseline.into_iter().chain(days).map(Some).collect();
        let world = World::new().series("hrv_days", "ms", &readings);
        for (text, expected) in [
            (week.to_owned(), expected),
            (base.to_owned(), 4.1193),
            (sd.to_owned(), 0.0432),
            (format!("{base} - 0.5 * {sd}"), 4.0978),
            (format!("{base} + 0.5 * {sd}"), 4.1409),
        ] {
            assert_eq!(value(&world, &text, 4), (expected, expected), "{text}");
        }
    }
}

#[test]
fn c25_sleep_shortfall() {
    let world = World::new().series("sleep_days", "h", &[6.5, 7.0, 6.0, 7.5, 8.0, 5.5, 7.0].map(Some));
    let shortfall = "in(sum(max(0 h, 7 h - last(sleep_days, 7))), h)";
    assert_eq!(value(&world, shortfall, 6), (3.0, 3.0));
}
