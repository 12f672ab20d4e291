//! Who surely finds something in a section, as boxes: where only answers decide, all rules together are looked at at once.
//!
//! What is said here holds for what is left of limits, for groups that live in one section, and for conditions without
//! measures. All else is left to the search.

use super::over_limit::can_be_shown_in;
use super::rules::{Asks, Rules, TestId};
use crate::condition::{AxisBox, Boxes, Cell, Cover, Diagram, Extent, Grid, Space, Truth};
use crate::model::Axis;

/// Boxes past this are not worth it.
const MANY: usize = 256;

/// How many gaps are named.
const NAMED: usize = 4;

/// A space with the rules that fill it.
pub(super) struct Filled {
    space: Space,
    grid: Grid,
    /// Whether a place that no rule fills is surely empty.
    exact: bool,
}

impl Filled {
    /// Whether everybody finds something, looking at `most` places.
    pub fn cover(&self, most: usize) -> Cover {
        self.grid.cover(most)
    }

    /// All that is not filled, as conditions; nothing where that is not known for sure.
    pub fn gaps(&self, rules: &Rules, most: usize) -> Option<String> {
        let diagram = Diagram::of(&self.grid, most).ok().filter(|_| self.exact)?;
        Some(conditions(rules, &self.space, &diagram.gaps()))
    }
}

/// Boxes as conditions are written, the widest first.
fn conditions(rules: &Rules, space: &Space, boxes: &Boxes) -> String {
    let written = |one: &AxisBox| {
        let tests = one.cells().filter_map(|(axis, cell)| {
            Some(format!("{}: {:?}", rules.content.axis_id(axis), space.extent(axis)?.print(cell)))
        });
        format!("{{ {} }}", tests.collect::<Vec<_>>().join(", "))
    };
    let mut all: Vec<&AxisBox> = boxes.boxes().iter().collect();
    all.sort_by_key(|one| one.cells().len());
    let mut words: Vec<String> = all.iter().take(NAMED).map(|one| written(one)).collect();
    if all.len() > NAMED {
        words.push(format!("{} more", all.len() - NAMED));
    }
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} and {last}", words.join(", ")),
        None => String::new(),
    }
}

/// Where two items both pass everything up to limits and the section's maximum, as conditions.
pub(super) fn both(rules: &Rules, one: usize, other: usize, most: usize) -> Option<String> {
    let space = space(rules);
    let alone = |item: usize| {
        let rule = &rules.items[item];
        rule.group.is_none() && rule.stands_in.is_empty()
    };
    if !alone(one) || !alone(other) {
        return None;
    }
    let mut first = candidate(rules, &space, one)?;
    for asks in &rules.impossible {
        first = first.subtract(&boxes(rules, asks)?, &space);
    }
    let grid = Grid::new(&space, &[first, candidate(rules, &space, other)?]);
    let diagram = Diagram::of(&grid, most).ok()?;
    Some(conditions(rules, &space, &diagram.overlaps()))
}

/// Who surely finds something in a section. `drops` says which items a limit may take away.
pub(super) fn filled(rules: &Rules, section: usize, drops: &dyn Fn(usize) -> bool) -> Filled {
    let space = space(rules);
    let mut filling = Vec::new();
    let mut exact = true;
    // Who is no runner, or gets no advice, misses nothing.
    for asks in rules.impossible.iter().chain(rules.flags.iter().filter(|f| f.ends).map(|f| &f.when)) {
        match boxes(rules, asks) {
            Some(boxes) => filling.push(boxes),
            None => exact = false,
        }
    }
    let here = |item: usize| rules.content.items()[item].section == section;
    // Sections without time, by the clock of a runner, are one with others.
    exact &= (rules.content.items().iter())
        .all(|item| item.section == section || !can_be_shown_in(rules.content, item.section, section));
    for item in 0..rules.items.len() {
        let rule = &rules.items[item];
        let lands_here = here(item) || rule.instead.is_some_and(here);
        if !lands_here {
            continue;
        }
        let fits = here(item) && !drops(item) && is_closed(rules, section, item, drops);
        match candidate(rules, &space, item).filter(|_| fits) {
            Some(boxes) => filling.push(boxes),
            None => exact = false,
        }
        if let Some(other) = rule.instead {
            exact &= here(item) && here(other);
            let stands_in = || Some(boxes(rules, &rule.when)?.subtract(&stopped(rules, other)?, &space));
            if fits && here(other) && !drops(other) && is_closed(rules, section, other, drops) {
                match stands_in().filter(|boxes| boxes.boxes().len() <= MANY) {
                    Some(boxes) => filling.push(boxes),
                    None => exact = false,
                }
            } else {
                exact = false;
            }
        }
    }
    let grid = Grid::new(&space, &filling);
    Filled { space, grid, exact }
}

/// Whether an item that could be shown means that it, or another in its place, is shown in the section.
fn is_closed(rules: &Rules, section: usize, item: usize, drops: &dyn Fn(usize) -> bool) -> bool {
    let groups = |item: usize| {
        let blocked = rules.items[item].stands_in.iter().map(|&b| rules.items[b].group);
        blocked.chain([rules.items[item].group]).flatten()
    };
    let Some(group) = groups(item).next() else { return true };
    let fits = |item: usize| {
        rules.content.items()[item].section == section && !drops(item) && groups(item).all(|other| other == group)
    };
    fits(item) && rules.groups[group].own.iter().all(|&own| fits(own) && rules.items[own].instead.is_none_or(fits))
}

/// The answers that runners can give.
fn space(rules: &Rules) -> Space {
    let extent = |axis: Axis| {
        let content = rules.content;
        Extent::of(content.domain(axis).clone(), rules.possible(axis, false))
    };
    Space::new((0..rules.inputs()).map(extent).collect())
}

/// Who passes an item's `when`, `unless` and flags; nothing where a measure is asked.
fn candidate(rules: &Rules, space: &Space, item: usize) -> Option<Boxes> {
    let asked = boxes(rules, &rules.items[item].when)?.subtract(&stopped(rules, item)?, space);
    (asked.boxes().len() <= MANY).then_some(asked)
}

/// Whom an item is kept from by its `unless` or a flag.
fn stopped(rules: &Rules, item: usize) -> Option<Boxes> {
    let rule = &rules.items[item];
    let unless = Asks(rule.unless.iter().map(|&test| vec![test]).collect());
    let mut stopped = boxes(rules, &unless)?;
    for &flag in &rule.forbidden {
        stopped = stopped.union(&boxes(rules, &rules.flags[flag].when)?);
    }
    Some(stopped)
}

/// Where a condition holds; nothing where it asks a measure.
fn boxes(rules: &Rules, asks: &Asks) -> Option<Boxes> {
    let narrow = |all: AxisBox, &test: &TestId| {
        let asked = &rules.tests[test];
        let cell = Cell { region: asked.holds.clone(), unknown: asked.test.on_unknown() == Truth::True };
        (asked.axis < rules.inputs()).then(|| all.narrow(asked.axis, &cell))
    };
    let alternatives: Option<Vec<AxisBox>> =
        asks.0.iter().map(|tests| tests.iter().try_fold(AxisBox::all(), narrow)).collect();
    Some(Boxes::new(alternatives?))
}
