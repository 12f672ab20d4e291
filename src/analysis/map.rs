//! The evidence map: what a pack has to say, section by section, to whom.
//!
//! The questions are the pack's own: the inputs and measures that most of its items test, each cut into bands by the tests
//! themselves. A cell holds the items that their own tests of this one question leave open.

use crate::condition::{Bands, OptionSet, Region, Test, Truth};
use crate::guide::in_words;
use crate::model::{Axis, Content, InputKind, Item};
use crate::syntax::Grade;
use jiff::civil::Date;
use serde::Serialize;

/// How many questions are shown, and into how many bands numbers are cut at most.
const MOST_AXES: usize = 8;
const MOST_BANDS: usize = 8;

/// The whole map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceMap {
    /// The pack's name and language.
    pub site: SiteOfMap,
    /// The day, year-month-day.
    pub as_of: String,
    /// Version of the program.
    pub version: String,
    /// Hash of the content.
    pub content: String,
    /// A table for each question, the most used first.
    pub tables: Vec<Table>,
}

/// The pack's name and language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteOfMap {
    /// Name.
    pub title: String,
    /// Language tag.
    pub language: String,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Id of the input or measure.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many items test it.
    pub used: usize,
    /// The bands in words.
    pub bands: Vec<String>,
    /// A row for each section.
    pub rows: Vec<Row>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// A cell for each band.
    pub cells: Vec<MapCell>,
}

/// What a section has for a band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapCell {
    /// Items that are open.
    pub count: usize,
    /// Those of them whose `when` asks the question and does not take every answer.
    pub own: usize,
    /// The best grade.
    pub grade: Option<&'static str>,
    /// The oldest review, year-month-day.
    pub oldest: Option<String>,
    /// How many are past their next review.
    pub due: usize,
    /// Whether it is empty, below what the section asks for, or expert opinion only.
    pub thin: bool,
    /// Ids of the items.
    pub items: Vec<String>,
}

/// A band of answers.
struct Band {
    words: String,
    region: Region,
    unknown: bool,
}

/// The map of a pack on a day.
pub fn map(content: &Content, today: Date) -> EvidenceMap {
    let axes = content.inputs().len() + content.measures().len();
    let mut used: Vec<(usize, Axis)> = (0..axes)
        .filter(|&axis| Some(axis) != content.symptoms() && is_banded(content, axis))
        .map(|axis| (content.items().iter().filter(|item| tests(item, axis).next().is_some()).count(), axis))
        .filter(|(count, _)| *count > 0)
        .collect();
    used.sort_by_key(|&(count, axis)| (std::cmp::Reverse(count), axis));
    used.truncate(MOST_AXES);
    EvidenceMap {
        site: SiteOfMap { title: content.site().title.clone(), language: content.site().language.clone() },
        as_of: today.to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        content: content.hash().to_owned(),
        tables: used.into_iter().map(|(count, axis)| table(content, axis, count, today)).collect(),
    }
}

/// Whether answers fall into bands: numbers, options and yes or no.
fn is_banded(content: &Content, axis: Axis) -> bool {
    let of = |kind| matches!(kind, InputKind::Number | InputKind::Choice | InputKind::Set | InputKind::Flag);
    content.inputs().get(axis).is_none_or(|input| of(input.kind))
}

/// The tests that an item asks of an axis.
fn tests(item: &Item, axis: Axis) -> impl Iterator<Item = &Test> {
    let all = item.when.entries().chain(item.unless.entries());
    all.filter(move |entry| entry.axis == axis).map(|entry| &entry.test)
}

fn table(content: &Content, axis: Axis, used: usize, today: Date) -> Table {
    let bands = bands(content, axis, today);
    let row = |(at, section): (usize, &crate::model::Section)| Row {
        id: section.id.clone(),
        title: section.title.clone(),
        cells: bands.iter().map(|band| cell(content, axis, band, at, today)).collect(),
    };
    Table {
        id: content.axis_id(axis).to_owned(),
        title: content.axis_title(axis).to_owned(),
        used,
        bands: bands.iter().map(|band| band.words.clone()).collect(),
        rows: content.sections().iter().enumerate().map(row).collect(),
    }
}

fn bands(content: &Content, axis: Axis, today: Date) -> Vec<Band> {
    let domain = content.domain(axis);
    let input = content.inputs().get(axis);
    let span = input.map_or_else(|| content.measures()[axis - content.inputs().len()].span, |input| input.span);
    let option = |place: usize, region: Region| {
        let words = input.map(|input| input.options[place].label.clone()).unwrap_or_default();
        Band { words, region, unknown: false }
    };
    let asked = |test: &Test| in_words(content, axis, test, span, today);
    let mut all: Vec<Band> = match (input.map(|input| input.kind), domain.full()) {
        (Some(InputKind::Choice), Region::Options(options)) => {
            options.iter().map(|place| option(place, Region::Options(OptionSet::only(place)))).collect()
        }
        (Some(InputKind::Set), _) => {
            let has =
                |(place, id): (usize, &String)| Some(option(place, Test::parse(id, domain).ok()?.region().clone()));
            // An option on which no item hangs has no column: it would say what the others say.
            let matters = |band: &Band| {
                let whole = domain.full();
                let mut all = content.items().iter().flat_map(|item| tests(item, axis)).map(Test::region);
                all.any(|test| {
                    let without = whole.subtract(&band.region).intersect(test);
                    let same = band.region.intersect(test).is_empty() || band.region.subtract(test).is_empty();
                    *test != whole && (same || without.is_empty())
                })
            };
            domain.options().iter().enumerate().filter_map(has).filter(matters).collect()
        }
        (_, Region::Options(options)) => options
            .iter()
            .map(|place| {
                let region = Region::Options(OptionSet::only(place));
                Band { words: asked(&Test::of(region.clone(), domain)), region, unknown: false }
            })
            .collect(),
        (_, Region::Bands(full)) => cut(content, axis, &full)
            .into_iter()
            .map(|region| Band { words: asked(&Test::of(region.clone(), domain)), region, unknown: false })
            .collect(),
        _ => Vec::new(),
    };
    let may_be_unknown = input.is_none_or(|input| !input.required && input.default.is_none());
    if may_be_unknown {
        let none = domain.full().subtract(&domain.full());
        let words = content.strings().text("answer.unknown", &[]);
        all.push(Band { words, region: none, unknown: true });
    }
    all
}

/// The bands of a number: cut where most items cut it, if there are many thresholds.
fn cut(content: &Content, axis: Axis, full: &Bands) -> Vec<Region> {
    let range = content.inputs().get(axis).and_then(|input| {
        let range = input.range?;
        let end = |x: f64| crate::condition::End { at: crate::quantity::round6(input.unit.from_base(x)), closed: true };
        Some(Bands::between(end(range.lo()), end(range.hi())))
    });
    let whole = range.map_or_else(|| full.clone(), |range| full.intersect(&range));
    let mut halves: Vec<(usize, f64, Bands)> = Vec::new();
    for item in content.items() {
        for test in tests(item, axis) {
            let Region::Bands(bands) = test.region() else { continue };
            let ends = bands.bands().iter().flat_map(|band| [band.lo().map(Bands::above), band.hi().map(Bands::below)]);
            for half in ends.flatten() {
                // A half and its opposite cut at the same place.
                let half =
                    if half.bands().first().is_some_and(|b| b.lo().is_none()) { half.complement() } else { half };
                match halves.iter_mut().find(|(_, _, known)| *known == half) {
                    Some((count, ..)) => *count += 1,
                    None => {
                        let at = half.bands().first().and_then(|band| band.lo()).map_or(0.0, |end| end.at);
                        halves.push((1, at, half));
                    }
                }
            }
        }
    }
    halves.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    halves.truncate(MOST_BANDS - 1);
    halves.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut pieces = vec![whole];
    for (_, _, half) in &halves {
        let parts = pieces.iter().flat_map(|piece| [piece.subtract(half), piece.intersect(half)]);
        pieces = parts.filter(|piece| !piece.is_empty()).collect();
    }
    pieces.into_iter().map(Region::Bands).collect()
}

fn cell(content: &Content, axis: Axis, band: &Band, section: usize, today: Date) -> MapCell {
    let here = content.items().iter().filter(|item| item.section == section && is_open(item, axis, band));
    let open: Vec<&Item> = here.collect();
    let asks = |item: &&&Item| {
        let mut own = item.when.entries().filter(|entry| entry.axis == axis);
        own.any(|entry| *entry.test.region() != content.domain(axis).full())
    };
    let best = open.iter().map(|item| item.evidence).min();
    MapCell {
        count: open.len(),
        own: open.iter().filter(asks).count(),
        grade: best.map(Grade::letter),
        oldest: open.iter().map(|item| item.reviewed).min().map(|day| day.to_string()),
        due: open.iter().filter(|item| item.next_review < today).count(),
        thin: open.is_empty() || open.len() < content.sections()[section].at_least || best == Some(Grade::D),
        items: open.iter().map(|item| item.id.clone()).collect(),
    }
}

/// Whether an item's tests of an axis can let somebody of a band through.
fn is_open(item: &Item, axis: Axis, band: &Band) -> bool {
    let may_hold = |tests: &mut dyn Iterator<Item = &Test>| {
        let mut left = Some((band.region.clone(), band.unknown));
        for test in tests {
            left = left.map(|(region, unknown)| {
                (region.intersect(test.region()), unknown && test.on_unknown() == Truth::True)
            });
        }
        left.is_some_and(|(region, unknown)| unknown || !region.is_empty())
    };
    let asked = item
        .when
        .alternatives()
        .iter()
        .any(|all| may_hold(&mut all.iter().filter(|entry| entry.axis == axis).map(|entry| &entry.test)));
    let blocked = item.unless.entries().iter().filter(|entry| entry.axis == axis).any(|entry| match band.unknown {
        true => entry.test.on_unknown() == Truth::True,
        false => band.region.subtract(entry.test.region()).is_empty(),
    });
    asked && !blocked
}
