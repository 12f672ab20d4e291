//! The text of a test's meaning: reading it again gives the same meaning.

use super::bands::{Band, End, band_text};
use super::cubes::{Cube, Cubes};
use super::domain::Domain;
use super::options::OptionSet;
use super::ordered::Scale;
use super::region::Region;
use super::truth::Truth;

/// The text of a test with this region and this truth on an unknown answer.
pub(super) fn test(region: &Region, unknown: Truth, domain: &Domain) -> String {
    let full = *region == domain.full();
    match unknown {
        Truth::Unknown => known_text(region, domain),
        Truth::True if full => "-".to_owned(),
        Truth::True if region.is_empty() => "unknown".to_owned(),
        Truth::True => format!("{}, unknown", known_text(region, domain)),
        Truth::False if full => "known".to_owned(),
        Truth::False if region.is_empty() => "not(-)".to_owned(),
        Truth::False => format!("not({}, unknown)", known_text(&region.complement(domain), domain)),
    }
}

/// The text of a region by tests that cannot tell an unknown answer.
fn known_text(region: &Region, domain: &Domain) -> String {
    let complement = region.complement(domain);
    if complement.is_empty() {
        return halves(domain);
    }
    if region.is_empty() {
        return format!("not({})", halves(domain));
    }
    let direct = parts(region, domain).join(", ");
    let negated = format!("not({})", parts(&complement, domain).join(", "));
    if negated.len() < direct.len() { negated } else { direct }
}

/// Every known answer, said by two tests that cannot tell an unknown one.
fn halves(domain: &Domain) -> String {
    match domain {
        Domain::Number { .. } => "< 0, >= 0".to_owned(),
        Domain::Date => "< 2000-01-01, >= 2000-01-01".to_owned(),
        Domain::Time => "< 12:00, >= 12:00".to_owned(),
        Domain::Choice(options) => options.join(", "),
        Domain::Set(options) => {
            let first = options.first().map_or("-", String::as_str);
            format!("{first}, none({first})")
        }
        Domain::Flag => "true, false".to_owned(),
        // No test of these is without a say on an unknown answer.
        Domain::Text | Domain::Series => "known".to_owned(),
    }
}

fn parts(region: &Region, domain: &Domain) -> Vec<String> {
    match region {
        Region::Bands(bands) => {
            let scale = Scale::of(domain);
            (bands.bands().iter())
                .map(|band| scale.map_or_else(|| band.to_string(), |scale| ordered(band, scale)))
                .collect()
        }
        Region::Options(options) => match domain {
            Domain::Flag => options.iter().map(|place| (place == 1).to_string()).collect(),
            _ => names(*options, domain),
        },
        Region::Subsets(cubes) => subsets(cubes, domain),
        Region::Always => vec!["known".to_owned()],
        Region::Never => vec!["not(known)".to_owned()],
    }
}

fn ordered(band: &Band, scale: Scale<'_>) -> String {
    if !scale.is_whole() {
        let show = |end: End| (end.at.to_string(), end.closed);
        return band_text(band.lo().map(show), band.hi().map(show));
    }
    // A whole number n owns [n..n+1), so bands run from a first one up to, not including, a last.
    let (lo, hi) = (band.lo(), band.hi());
    let single = lo.zip(hi).filter(|(lo, hi)| hi.at - lo.at < 1.5);
    if let Some(text) = single.and_then(|(lo, _)| scale.show(lo.at)) {
        return text;
    }
    // An end beyond what can be written is said by its neighbour.
    let say = |end: End, closed: bool| match scale.show(end.at) {
        Some(text) => (text, closed),
        None => (scale.show(end.at - 1.0).unwrap_or_default(), !closed),
    };
    let inner = |end: &End| !scale.is_edge(end.at);
    band_text(lo.filter(inner).map(|end| say(end, true)), hi.filter(inner).map(|end| say(end, false)))
}

fn names(options: OptionSet, domain: &Domain) -> Vec<String> {
    (options.iter()).filter_map(|place| domain.options().get(place).cloned()).collect()
}

fn subsets(cubes: &Cubes, domain: &Domain) -> Vec<String> {
    cubes.cubes().iter().map(|cube| cube_text(*cube, domain)).collect()
}

fn cube_text(cube: Cube, domain: &Domain) -> String {
    let (must, must_not) = (names(cube.must, domain), names(cube.must_not, domain));
    match (must.as_slice(), must_not.as_slice()) {
        ([], []) => halves(domain),
        ([one], []) => one.clone(),
        (all, []) => format!("all({})", all.join(", ")),
        ([], none) => format!("none({})", none.join(", ")),
        (all, none) => {
            let lacking: Vec<String> = all.iter().map(|name| format!("none({name})")).collect();
            format!("not({}, {})", lacking.join(", "), none.join(", "))
        }
    }
}
