//! The colours of a pack, made readable: whatever an editor picks, text of it reaches the contrast that it needs.
//!
//! Lightness is moved in OKLab, where a step looks like the same step for every hue; contrast is that of WCAG 2.

use crate::model::{Colours, Rgb};
use serde::Serialize;

/// What is taken where a pack sets no colour.
const ACCENT: Rgb = Rgb([0x0b, 0x6e, 0x4f]);
const WARM: Rgb = Rgb([0xb3, 0x54, 0x1e]);
const GROUND: Rgb = Rgb([0xfb, 0xfa, 0xf6]);

/// Text reaches this contrast with every ground that it stands on; 4.5 is the least that is allowed. In the dark, colours
/// that only just reach it look dull.
const TEXT: f64 = 4.8;
const TEXT_IN_THE_DARK: f64 = 6.8;
/// Shapes reach this one; 3 is the least.
const SHAPE: f64 = 3.2;

/// Colours for both schemes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Palette {
    light: Scheme,
    dark: Scheme,
}

/// Colours as `#rrggbb`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Scheme {
    /// The page.
    ground: String,
    /// What lies on the page.
    sheet: String,
    /// What lies a little deeper.
    sunk: String,
    /// Thin lines between parts.
    line: String,
    /// Borders of what can be operated.
    edge: String,
    /// Text.
    ink: String,
    /// Text that matters less.
    soft: String,
    /// Links and what stands out.
    accent: String,
    /// Ground of what stands out.
    accent_ground: String,
    /// Text on the accent.
    on_accent: String,
    /// Text of notes of caution.
    warm: String,
    /// Ground of notes of caution.
    warm_ground: String,
    /// Filled shapes.
    band: String,
    /// Outlined shapes.
    span: String,
}

impl Palette {
    /// The palette of a pack.
    pub fn of(colours: &Colours) -> Self {
        let accent = Lab::of(colours.accent.unwrap_or(ACCENT));
        let warm = Lab::of(colours.warm.unwrap_or(WARM));
        let tint = Lab::of(colours.ground.unwrap_or(GROUND)).at_most(0.012);
        Self { light: Scheme::new(true, accent, warm, tint), dark: Scheme::new(false, accent, warm, tint) }
    }
}

impl Scheme {
    fn new(light: bool, accent: Lab, warm: Lab, tint: Lab) -> Self {
        let paper = |l: f64| tint.with_lightness(l).rgb();
        let pick = |bright: f64, dim: f64| paper(if light { bright } else { dim });
        let (ground, sheet, sunk) = (pick(0.985, 0.19), pick(1.0, 0.235), pick(0.953, 0.275));
        // Hardly any colour, so that text on it and text of it stay apart.
        let wash = |colour: Lab| {
            let share = if light { 0.15 } else { 0.3 };
            colour.with_lightness(if light { 0.948 } else { 0.29 }).times(share).rgb()
        };
        let (accent_ground, warm_ground) = (wash(accent), wash(warm));
        let wanted = if light { TEXT } else { TEXT_IN_THE_DARK };
        let text = |colour: Lab, own: Rgb| reach(colour, &[ground, sheet, sunk, own], wanted, light);
        let shape = |colour: Lab| reach(colour, &[ground, sheet, sunk], SHAPE, light);
        let (accent_text, warm_text) = (text(accent, accent_ground), text(warm, warm_ground));
        let on_accent = [Rgb([255, 255, 255]), accent.times(0.4).with_lightness(0.2).rgb()];
        let on_accent = if contrast(on_accent[0], accent_text) >= TEXT { on_accent[0] } else { on_accent[1] };
        Self {
            ground: ground.to_string(),
            sheet: sheet.to_string(),
            sunk: sunk.to_string(),
            line: pick(0.88, 0.37).to_string(),
            edge: reach(tint.with_lightness(0.55), &[ground, sheet, sunk], SHAPE, light).to_string(),
            ink: pick(0.235, 0.94).to_string(),
            soft: reach(tint.with_lightness(if light { 0.44 } else { 0.78 }), &[sunk, accent_ground], 5.5, light)
                .to_string(),
            accent: accent_text.to_string(),
            accent_ground: accent_ground.to_string(),
            on_accent: on_accent.to_string(),
            warm: warm_text.to_string(),
            warm_ground: warm_ground.to_string(),
            band: shape(accent).to_string(),
            span: shape(warm).to_string(),
        }
    }
}

/// The nearest lightness of a colour at which it reaches a contrast with all grounds.
fn reach(colour: Lab, grounds: &[Rgb], wanted: f64, light: bool) -> Rgb {
    let steps = 200;
    let start = colour.l;
    for step in 0..=steps {
        let part = f64::from(step) / f64::from(steps);
        let l = if light { start * (1.0 - part) } else { start + (1.0 - start) * part };
        let rgb = colour.with_lightness(l).rgb();
        if grounds.iter().all(|ground| contrast(rgb, *ground) >= wanted) {
            return rgb;
        }
    }
    if light { Rgb([0; 3]) } else { Rgb([255; 3]) }
}

/// WCAG's contrast of two colours, from 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |Rgb([r, g, b]): Rgb| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A channel as an amount of light, from 0 to 1.
fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn channel(light: f64) -> Option<u8> {
    if !(-0.000_5..=1.000_5).contains(&light) {
        return None;
    }
    let light = light.clamp(0.0, 1.0);
    let c = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    Some((c * 255.0).round() as u8)
}

/// A colour by lightness (0 to 1) and two opponent axes.
#[derive(Clone, Copy)]
struct Lab {
    l: f64,
    a: f64,
    b: f64,
}

impl Lab {
    fn of(Rgb([r, g, b]): Rgb) -> Self {
        let (r, g, b) = (linear(r), linear(g), linear(b));
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        Self {
            l: 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
        }
    }

    fn with_lightness(self, l: f64) -> Self {
        Self { l, ..self }
    }

    /// The same hue with a share of the colour.
    fn times(self, share: f64) -> Self {
        Self { a: self.a * share, b: self.b * share, ..self }
    }

    /// The same hue with so much colour at most.
    fn at_most(self, most: f64) -> Self {
        let chroma = self.a.hypot(self.b);
        if chroma > most { self.times(most / chroma) } else { self }
    }

    /// The colour of the screen; what no screen can show loses colour, not lightness.
    fn rgb(self) -> Rgb {
        let shown = |share: f64| {
            let Self { l, a, b } = self.times(share);
            let long = (l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
            let middle = (l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
            let short = (l - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
            let r = channel(4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short)?;
            let g = channel(-1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short)?;
            let b = channel(-0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701 * short)?;
            Some(Rgb([r, g, b]))
        };
        (0..=50).find_map(|step| shown(1.0 - f64::from(step) / 50.0)).unwrap_or(Rgb([128; 3]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colours_survive_the_way_there_and_back() {
        for rgb in [ACCENT, WARM, GROUND, Rgb([0; 3]), Rgb([255; 3]), Rgb([255, 0, 0]), Rgb([0, 0, 255])] {
            assert_eq!(Lab::of(rgb).rgb(), rgb);
        }
        assert!((contrast(Rgb([0; 3]), Rgb([255; 3])) - 21.0).abs() < 1e-9);
        assert!((contrast(Rgb([0x76; 3]), Rgb([255; 3])) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_that_reads_well_stays_as_it_is() {
        assert_eq!(Palette::of(&Colours::default()).light.accent, "#0b6e4f");
    }

    proptest! {
        #[test]
        fn whatever_a_club_picks_reads_well(accent: [u8; 3], warm: [u8; 3], ground: [u8; 3]) {
            let colours = Colours { accent: Some(Rgb(accent)), warm: Some(Rgb(warm)), ground: Some(Rgb(ground)) };
            let Palette { light, dark } = Palette::of(&colours);
            for s in [light, dark] {
                let of = |text: &str| Rgb::parse(text).unwrap();
                let grounds = [&s.ground, &s.sheet, &s.sunk];
                for (text, own, least) in [
                    (&s.ink, &s.accent_ground, 7.0), (&s.ink, &s.warm_ground, 7.0), (&s.soft, &s.accent_ground, 4.5),
                    (&s.accent, &s.accent_ground, 4.5), (&s.warm, &s.warm_ground, 4.5), (&s.edge, &s.sheet, 3.0),
                    (&s.band, &s.sheet, 3.0), (&s.span, &s.sheet, 3.0),
                ] {
                    for ground in grounds.into_iter().chain([own]) {
                        prop_assert!(contrast(of(text), of(ground)) >= least, "{} on {}", text, ground);
                    }
                }
                prop_assert!(contrast(of(&s.on_accent), of(&s.accent)) >= 4.5, "{} on {}", s.on_accent, s.accent);
            }
        }
    }
}
