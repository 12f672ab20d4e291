//! Values with a form of their own that are kept as text: years, DOIs, addresses, languages, and the numbers of foods.

use super::Lower;
use crate::check::raw::{RawFood, RawSource};
use crate::diagnostics::{Finding, lints};
use crate::model::Parts;
use crate::quantity::{Unit, parse_range};
use crate::source::{Span, Spanned};
use crate::syntax::ScalarText;

/// Before this year nobody printed what we cite.
const FIRST_YEAR: u32 = 1600;

/// Fields of a source that are looked at once the pack's words are known.
pub(super) struct SourcePlaces {
    sources: Vec<RawSource>,
}

impl SourcePlaces {
    pub fn of(sources: &[RawSource]) -> Self {
        Self { sources: sources.to_vec() }
    }
}

fn bad(low: &mut Lower, span: Span, message: String, label: &str, help: &str, better: Option<&str>) {
    let finding = Finding::new(&lints::BAD_VALUE, span, message).label(label);
    low.findings.push(match better {
        Some(better) => finding.fix(help, span, better),
        None => finding.help(help),
    });
}

impl Lower<'_> {
    /// A text's place without its quotes.
    fn inside(&self, text: &Spanned<String>) -> Span {
        self.at_text(text, &(0..text.value.len()))
    }
}

/// Years, DOIs, addresses and kinds of sources.
pub(super) fn sources(low: &mut Lower, places: &SourcePlaces, parts: &Parts) {
    // A kind is shown by its words, so the pack's words say which kinds there are.
    let kinds: Vec<(&str, ())> =
        parts.strings.keys().filter_map(|key| key.strip_prefix("source_kind.")).map(|kind| (kind, ())).collect();
    for source in &places.sources {
        if !kinds.is_empty() {
            low.word(&source.kind.value, source.kind.span, &kinds);
        }
        if let Some(year) = source.year.as_ref().filter(|year| year.value < FIRST_YEAR) {
            let message = format!("`{}` is no year of a source", year.value);
            bad(
                low,
                year.span,
                message,
                "four digits, as in 2019",
                "write the year in which it was published, or leave it out",
                None,
            );
        }
        if let Some(doi) = &source.doi {
            self::doi(low, doi);
        }
        if let Some(url) = &source.url {
            self::url(low, url);
        }
    }
}

/// `10.`, a registrant's number, a slash and the rest, without the address that resolves it.
fn doi(low: &mut Lower, text: &Spanned<String>) {
    let is_doi = |doi: &str| {
        let (head, rest) = doi.split_once('/').unwrap_or((doi, ""));
        let digits = head.strip_prefix("10.").unwrap_or("");
        digits.len() >= 4
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !rest.is_empty()
            && !rest.contains(char::is_whitespace)
    };
    let doi = text.value.as_str();
    if is_doi(doi) {
        return;
    }
    let span = low.inside(text);
    let inner = doi.find("10.").map(|at| doi[at..].trim()).filter(|doi| is_doi(doi));
    let help = if inner.is_some() { "write the DOI alone" } else { "a DOI looks like 10.1249/MSS.0000000000000852" };
    bad(low, span, format!("`{}` is not a DOI", doi.escape_debug()), "begins with `10.`, and has a slash", help, inner);
}

/// `https://`, a host with a dot, and no spaces.
fn url(low: &mut Lower, text: &Spanned<String>) {
    let is_host = |rest: &str| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !rest.contains(char::is_whitespace)
    };
    let url = text.value.as_str();
    if ["https://", "http://"].iter().any(|scheme| url.strip_prefix(scheme).is_some_and(is_host)) {
        return;
    }
    let span = low.inside(text);
    let better = (!url.contains(':') && is_host(url)).then(|| format!("https://{url}"));
    let help = if better.is_some() { "write the whole address" } else { "an address looks like https://www.who.int/" };
    bad(
        low,
        span,
        format!("`{}` is not an address", url.escape_debug()),
        "begins with `https://`",
        help,
        better.as_deref(),
    );
}

/// A language tag: a language of two or three letters, then parts such as a script or a region.
pub(super) fn language(low: &mut Lower, text: Option<Spanned<String>>) {
    let Some(text) = text else { return };
    let is_tag = |tag: &str| {
        let mut parts = tag.split('-');
        let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
        parts.next().is_some_and(|first| matches!(first.len(), 2 | 3) && letters(first))
            && parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    if is_tag(&text.value) {
        return;
    }
    let span = low.inside(&text);
    let dashed = text.value.replace('_', "-");
    let message = format!("`{}` is not a language tag", text.value.escape_debug());
    let better = is_tag(&dashed).then_some(dashed.as_str());
    bad(low, span, message, "two or three letters", "write it as `en`, `de` or `en-GB`", better);
}

/// The two numbers of a food: grams, not below zero, and together not more than the serving weighs.
pub(super) fn food(low: &mut Lower, raw: &RawFood) {
    let Ok(gram) = Unit::parse("g") else { return };
    let mut least = 0.0;
    for (name, text) in [("carbohydrate", &raw.carbohydrate), ("protein", &raw.protein)] {
        let Ok(range) = parse_range(&text.text, &gram) else { continue };
        let low_end = gram.from_base(range.lo());
        least += low_end;
        if !in_grams(text) {
            let shown = [range.lo(), range.hi()].map(|x| crate::quantity::round6(gram.from_base(x)));
            let better =
                if shown[0] < shown[1] { format!("{}..{} g", shown[0], shown[1]) } else { format!("{} g", shown[0]) };
            let span = low.at(text, &(0..text.text.len()));
            low.findings.push(
                Finding::new(&lints::UNIT_MISMATCH, span, format!("`{name}` of a food is in grams"))
                    .label("not in `g`")
                    .fix("write grams", span, better),
            );
        } else if low_end < 0.0 {
            bad(
                low,
                text.span,
                format!("a food has no less than nothing of {name}"),
                "below 0 g",
                "write 0 g or more",
                None,
            );
        }
    }
    if let Some(weight) = weight(&raw.serving.value).filter(|weight| least > *weight) {
        let message = format!("a serving of {weight} g cannot hold {least} g of carbohydrate and protein");
        let help = "check the two numbers and the serving: both are for one serving, not for 100 g";
        low.findings.push(
            Finding::new(&lints::BAD_VALUE, raw.carbohydrate.span, message)
                .label("with the protein, more than the serving weighs")
                .related(raw.serving.span, "the serving")
                .help(help),
        );
    }
}

fn in_grams(text: &ScalarText) -> bool {
    let units = text.text.split("..").filter_map(|part| {
        let unit = part.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | ' '));
        (!unit.is_empty()).then_some(unit)
    });
    let units: Vec<&str> = units.collect();
    !units.is_empty() && units.iter().all(|unit| *unit == "g")
}

/// What a serving weighs, where its words end in a weight: `a slice, 32 g`.
fn weight(serving: &str) -> Option<f64> {
    let words = serving.trim_end_matches('.').strip_suffix('g')?.trim_end();
    let number = words.rsplit([' ', ',']).next()?;
    number.parse().ok().filter(|weight| *weight > 0.0)
}
