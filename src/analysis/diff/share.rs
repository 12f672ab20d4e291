//! How much of the profile space fares differently.
//!
//! The space is made of the inputs that the changed rules use, each cut into bands by the tests of both packs: stretches of
//! numbers, single options, sets of options that no test tells apart, and no answer. Every band of an input weighs the
//! same. Where the rules test inputs only, the bands are counted exactly, whole boxes at a time. Where a measure has a say,
//! runners are drawn from the bands, and their selections are compared.

use super::rules::{Changed, Edited, Rule, changed};
use crate::analysis::rules::Rules;
use crate::analysis::runner::{self, Dice};
use crate::analysis::state::State;
use crate::condition::{Answer, Cell, Entry, OptionSet, Region, Truth, day_of_number};
use crate::model::{Axis, Content, InputKind};
use crate::profile::{Given, Profile};
use crate::select::{Fate, select};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many runners are drawn, and from where.
const DRAWN: usize = 4_000;
const SEED: u64 = 1;

/// After so many boxes an exact count is given up for a sample.
const MOST_BOXES: usize = 300_000;

/// A share of the profile space.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// From 0 to 1.
    pub share: f64,
    /// The inputs that make up the space.
    pub inputs: Vec<String>,
    /// How it was found.
    #[serde(flatten)]
    pub how: How,
}

/// How a share was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum How {
    /// Counted: of so many combinations of bands, in so many boxes.
    Exact {
        /// All combinations of bands.
        combinations: f64,
        /// Boxes that had to be looked at.
        boxes: usize,
    },
    /// Drawn: so many runners, from this seed.
    Sampled {
        /// Runners whom the new pack accepts.
        runners: usize,
        /// The seed.
        seed: u64,
    },
}

/// The share of the space in which a changed rule answers otherwise; none without such rules.
pub(super) fn of(old: &Content, new: &Content, edited: &[Edited], today: Date) -> Option<Share> {
    let list = changed(old, new, edited)?;
    if list.is_empty() {
        return None;
    }
    let rules = Rules::new(new);
    let entries = || list.iter().flat_map(|c| c.old.iter().chain(&c.new)).flat_map(Rule::entries);
    let measured = list.iter().any(|c| c.measured) || entries().any(|entry| entry.axis >= rules.inputs());
    let exact = if measured { None } else { counted(new, &rules, &list) };
    Some(exact.unwrap_or_else(|| sampled(old, new, &rules, edited, &list, today)))
}

/// The bands of an input, under these tests.
fn bands<'e>(rules: &Rules, axis: Axis, tests: impl Iterator<Item = &'e Entry>) -> Vec<(Region, bool)> {
    let possible = rules.possible(axis, false);
    let mut pieces = vec![possible.region.clone()];
    for entry in tests.filter(|entry| entry.axis == axis) {
        let region = entry.test.region();
        let parts = pieces.iter().flat_map(|piece| [piece.intersect(region), piece.subtract(region)]);
        pieces = parts.filter(|piece| !piece.is_empty()).collect();
    }
    let single = |piece: Region| -> Vec<Region> {
        match &piece {
            Region::Bands(bands) => {
                let one = |band: &crate::condition::Band| {
                    let ends =
                        [band.lo().map(crate::condition::Bands::above), band.hi().map(crate::condition::Bands::below)];
                    ends.into_iter().flatten().fold(bands.clone(), |all, part| all.intersect(&part))
                };
                bands.bands().iter().map(|band| Region::Bands(one(band))).collect()
            }
            Region::Options(options) => options.iter().map(|place| Region::Options(OptionSet::only(place))).collect(),
            _ => vec![piece],
        }
    };
    let mut all: Vec<(Region, bool)> = pieces.into_iter().flat_map(single).map(|region| (region, false)).collect();
    if possible.unknown {
        all.push((possible.region.subtract(&possible.region), true));
    }
    all
}

/// Bands with an answer of each.
type Banded = Vec<((Region, bool), Answer)>;

/// The inputs of a space in which bands are counted.
struct Count<'c> {
    list: &'c [Changed],
    impossible: Vec<Vec<Vec<Entry>>>,
    bands: BTreeMap<Axis, Banded>,
    boxes: usize,
    /// The bands of the first box in which somebody fares differently.
    first: Option<BTreeMap<Axis, usize>>,
}

impl<'c> Count<'c> {
    fn new(new: &Content, rules: &Rules, list: &'c [Changed]) -> Option<Self> {
        let entries = || list.iter().flat_map(|c| c.old.iter().chain(&c.new)).flat_map(Rule::entries);
        let axes: BTreeSet<Axis> = entries().map(|entry| entry.axis).collect();
        // What no runner can be is left out, as far as these inputs tell.
        let impossible: Vec<Vec<Vec<Entry>>> = new
            .impossible()
            .iter()
            .map(|condition| condition.alternatives().to_vec())
            .filter(|all| all.iter().flatten().all(|entry| axes.contains(&entry.axis)))
            .collect();
        let banded = |axis: Axis| -> Option<Banded> {
            let answer = |band: (Region, bool)| {
                let answer = if band.1 { Some(Answer::Unknown) } else { band.0.sample(new.domain(axis)) };
                Some((band, answer?))
            };
            bands(rules, axis, entries().chain(impossible.iter().flatten().flatten())).into_iter().map(answer).collect()
        };
        let bands = axes.iter().map(|&axis| Some((axis, banded(axis)?))).collect::<Option<BTreeMap<_, _>>>()?;
        Some(Self { list, impossible, bands, boxes: 0, first: None })
    }
}

fn counted(new: &Content, rules: &Rules, list: &[Changed]) -> Option<Share> {
    let mut count = Count::new(new, rules, list)?;
    let combinations = count.bands.values().map(|bands| bands.len() as f64).product();
    let (possible, differing) = count.weigh(&mut BTreeMap::new())?;
    let share = if possible > 0.0 { differing / possible } else { 0.0 };
    let inputs = count.bands.keys().map(|&axis| new.axis_id(axis).to_owned()).collect();
    Some(Share { share, inputs, how: How::Exact { combinations, boxes: count.boxes } })
}

/// For each changed rule that tests inputs only, a runner on whom it now decides otherwise: the item or flag, and the answers.
pub fn edges(old: &Content, new: &Content, today: Date) -> Vec<(String, Map<String, Value>)> {
    let rules = Rules::new(new);
    let mut found = Vec::new();
    for rule in changed(old, new, &super::rules::edited(old, new)).into_iter().flatten() {
        let list = std::slice::from_ref(&rule);
        let tests = || rule.old.iter().chain(&rule.new).flat_map(Rule::entries);
        let Some(mut count) = Count::new(new, &rules, list).filter(|_| tests().all(|e| e.axis < rules.inputs())) else {
            continue;
        };
        count.weigh(&mut BTreeMap::new());
        let Some(chosen) = &count.first else { continue };
        let mut state = State::all(&rules, today, false);
        let looked_at = BTreeSet::new();
        for (axis, at) in chosen {
            let (region, unknown) = count.bands[axis][*at].0.clone();
            state = state.with(&rules, *axis, Cell { region, unknown }, &looked_at);
        }
        let runner = runner::samples(&rules, &state, today, true).find(|profile| runner::is_welcome(new, profile));
        found.extend(runner.map(|profile| (rule.id.clone(), runner::written(new, &profile))));
    }
    found
}

type Chosen<'a> = BTreeMap<Axis, &'a Answer>;

impl Count<'_> {
    /// The weights of what is possible and of what differs in a box; nothing once there are too many.
    fn weigh(&mut self, chosen: &mut BTreeMap<Axis, usize>) -> Option<(f64, f64)> {
        self.boxes += 1;
        if self.boxes > MOST_BOXES {
            return None;
        }
        let of: Chosen = chosen.iter().map(|(axis, at)| (*axis, &self.bands[axis][*at].1)).collect();
        let impossible = any(self.impossible.iter().map(|all| any(all.iter().map(|entries| every(entries, &of)))));
        if impossible == Some(Truth::True) {
            return Some((0.0, 0.0));
        }
        let differing = self.list.iter().map(|rule| differs(rule, &of));
        let differing = differing.reduce(|a, b| match (a, b) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (None, _) | (_, None) => None,
            _ => Some(false),
        });
        if let (Some(_), Some(Some(differing))) = (impossible, differing) {
            if differing && self.first.is_none() {
                self.first = Some(chosen.clone());
            }
            return Some((1.0, if differing { 1.0 } else { 0.0 }));
        }
        let open = self.open(&of)?;
        let bands = self.bands[&open].len();
        let mut sum = (0.0, 0.0);
        for band in 0..bands {
            chosen.insert(open, band);
            let (possible, differing) = self.weigh(chosen)?;
            sum = (sum.0 + possible, sum.1 + differing);
        }
        chosen.remove(&open);
        Some((sum.0 / bands as f64, sum.1 / bands as f64))
    }

    /// The next input that has a say: of the first rule that is open, or of what is impossible.
    fn open(&self, of: &Chosen) -> Option<Axis> {
        let rule = self.list.iter().filter(|rule| differs(rule, of).is_none());
        let sides = rule.flat_map(|rule| rule.old.iter().chain(&rule.new)).filter(|rule| passes(rule, of).is_none());
        let entries = sides.flat_map(Rule::entries).chain(self.impossible.iter().flatten().flatten());
        entries.map(|entry| entry.axis).find(|axis| !of.contains_key(axis))
    }
}

/// The truth of a test, if its input is chosen.
fn truth(entry: &Entry, of: &Chosen) -> Option<Truth> {
    of.get(&entry.axis).map(|answer| entry.test.holds(answer))
}

fn every(entries: &[Entry], of: &Chosen) -> Option<Truth> {
    let all: Vec<Option<Truth>> = entries.iter().map(|entry| truth(entry, of)).collect();
    if all.contains(&Some(Truth::False)) {
        return Some(Truth::False);
    }
    all.into_iter().collect::<Option<Vec<_>>>().map(Truth::all)
}

fn any(truths: impl Iterator<Item = Option<Truth>>) -> Option<Truth> {
    let all: Vec<Option<Truth>> = truths.collect();
    if all.contains(&Some(Truth::True)) {
        return Some(Truth::True);
    }
    all.into_iter().collect::<Option<Vec<_>>>().map(Truth::any)
}

/// Whether a rule lets its advice through, if that can be told.
fn passes(rule: &Rule, of: &Chosen) -> Option<bool> {
    let when = any(rule.when.iter().map(|entries| every(entries, of)));
    let unless = any(rule.unless.iter().map(|entry| truth(entry, of)));
    match (when, unless) {
        (Some(Truth::False | Truth::Unknown), _) | (_, Some(Truth::True)) => Some(false),
        (None, _) | (_, None) => None,
        (Some(Truth::True), Some(_)) => Some(true),
    }
}

/// Whether runners fare differently by a rule, if that can be told.
fn differs(rule: &Changed, of: &Chosen) -> Option<bool> {
    let side = |rule: &Option<Rule>| rule.as_ref().map_or(Some(false), |rule| passes(rule, of));
    match (side(&rule.old), side(&rule.new)) {
        (Some(old), Some(new)) => Some(old != new || (rule.body && old)),
        (Some(true), None) | (None, Some(true)) if rule.body => Some(true),
        _ => None,
    }
}

fn sampled(old: &Content, new: &Content, rules: &Rules, edited: &[Edited], list: &[Changed], today: Date) -> Share {
    let entries = || list.iter().flat_map(|c| c.old.iter().chain(&c.new)).flat_map(Rule::entries);
    let mut axes: BTreeSet<Axis> = rules.behind(entries().map(|entry| entry.axis));
    // Measures that changed, and what items count by them.
    let measures = edited.iter().filter(|e| e.kind == "measure").filter_map(|e| new.axis(&e.id));
    axes.extend(rules.behind(measures));
    axes.retain(|&axis| axis < rules.inputs());
    axes.extend((0..rules.inputs()).filter(|&axis| new.inputs()[axis].required));
    let cases = || new.measures().iter().flat_map(|m| m.cases.iter().flat_map(|case| case.when.entries()));
    let cells: BTreeMap<Axis, Vec<(Region, bool)>> =
        axes.iter().map(|&axis| (axis, bands(rules, axis, entries().chain(cases())))).collect();
    let rewritten: Vec<&str> = (edited.iter())
        .filter(|e| e.kind != "measure" && e.fields.keys().any(|field| !matches!(*field, "when" | "unless")))
        .map(|e| e.id.as_str())
        .collect();
    let mut dice = Dice::new(SEED);
    let (mut runners, mut differing) = (0, 0);
    for _ in 0..DRAWN {
        let mut given = vec![Given::Unknown; rules.inputs()];
        for (&axis, cells) in &cells {
            let (region, unknown) = &cells[dice.of(cells.len())];
            if !unknown {
                given[axis] = drawn(new, axis, region, &mut dice);
            }
        }
        let profile = Profile::new(new, given, today);
        if runner::is_welcome(new, &profile) {
            runners += 1;
            let before = Profile::new(old, read_by(old, new, &profile), today);
            let now = fares(new, &profile);
            let says = now.iter().any(|(id, _)| rewritten.contains(&id.as_str()));
            differing += usize::from(says || fares(old, &before) != now);
        }
    }
    let share = if runners == 0 { 0.0 } else { differing as f64 / runners as f64 };
    let inputs = axes.iter().map(|&axis| new.axis_id(axis).to_owned()).collect();
    Share { share, inputs, how: How::Sampled { runners, seed: SEED } }
}

/// An answer inside of a band.
fn drawn(content: &Content, axis: Axis, region: &Region, dice: &mut Dice) -> Given {
    let input = &content.inputs()[axis];
    match region {
        Region::Bands(bands) => {
            let Some(band) = bands.bands().first() else { return Given::Unknown };
            let lo = band.lo().map_or_else(|| band.hi().map_or(0.0, |hi| hi.at - 100.0), |lo| lo.at);
            let hi = band.hi().map_or(lo + 100.0, |hi| hi.at);
            let x = crate::quantity::round6(lo + (hi - lo) * dice.part());
            let x = if bands.contains(x) { x } else { band.sample() };
            match input.kind {
                InputKind::Date => day_of_number(x.floor()).map_or(Given::Unknown, Given::Date),
                InputKind::Time => Given::Time(x.floor()),
                _ => Given::Number(input.unit.to_base(x)),
            }
        }
        Region::Options(options) => match options.iter().next() {
            Some(place) if input.kind == InputKind::Flag => Given::Flag(place == 1),
            Some(place) => Given::Choice(place),
            None => Given::Unknown,
        },
        Region::Subsets(cubes) => cubes.sample().map_or(Given::Unknown, Given::Set),
        Region::Always if input.kind == InputKind::Series => {
            let mut all = runner::series(content, axis);
            all.swap_remove(dice.of(all.len()))
        }
        Region::Always | Region::Never => Given::Unknown,
    }
}

/// The same answers, as the old pack would hear them.
fn read_by(old: &Content, new: &Content, profile: &Profile) -> Vec<Given> {
    old.inputs()
        .iter()
        .map(|input| {
            let Some(axis) = new.input(&input.id).filter(|&axis| new.inputs()[axis].kind == input.kind) else {
                return Given::Unknown;
            };
            let option = |place: usize| input.option(&new.inputs()[axis].options[place].id);
            match profile.given(axis) {
                Given::Choice(place) => option(*place).map_or(Given::Unknown, Given::Choice),
                Given::Set(options) => {
                    let known = options.iter().filter_map(option).map(OptionSet::only);
                    Given::Set(known.fold(OptionSet::NONE, OptionSet::union))
                }
                other => other.clone(),
            }
        })
        .collect()
}

/// What a runner gets, by ids: flags and items, with the items' numbers.
fn fares(content: &Content, profile: &Profile) -> Vec<(String, String)> {
    let selection = select(content, profile);
    let flags = selection.flags.iter().map(|&flag| (content.flags()[flag].id.clone(), String::new()));
    let items = selection.decisions.iter().enumerate().filter(|(_, decided)| decided.fate == Fate::Shown);
    let items = items.map(|(at, decided)| {
        let item = &content.items()[at];
        let numbers = item.amounts.iter().zip(&decided.amounts);
        let numbers = numbers.map(|(amount, value)| format!("{} {:?}", amount.name, value.value));
        (item.id.clone(), numbers.collect::<Vec<_>>().join(", "))
    });
    let mut all: Vec<(String, String)> = flags.chain(items).collect();
    all.sort();
    all
}
