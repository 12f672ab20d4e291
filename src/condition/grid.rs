//! Many rules at once: each axis is cut into the parts that no rule tells apart, and a rule becomes a few rows of sets of
//! parts. What is asked of all rules together is then counting with bits.

use super::bits::Bits;
use super::boxes::{AxisBox, Boxes};
use super::cubes::{Cube, Cubes};
use super::options::OptionSet;
use super::region::Region;
use super::space::{Axis, Cell, Space};

/// What one side of the grid is cut by.
#[derive(Debug)]
enum Column {
    /// The answers of an axis, in parts, and which of them each cell that is asked for covers.
    Parts(Axis, Vec<Cell>, Vec<(Cell, Bits)>),
    /// Whether a set is known: no, yes.
    Known(Axis),
    /// Whether a set has an option: no, yes. Each option is a side of its own, so that ten options are not a thousand parts.
    Has(Axis, usize),
}

impl Column {
    fn parts(&self) -> usize {
        match self {
            Self::Parts(_, parts, _) => parts.len(),
            Self::Known(_) | Self::Has(..) => 2,
        }
    }
}

/// A box of the grid: per column the parts inside, all of them where none are named.
pub(super) type Sides = Vec<Option<Bits>>;

/// Rules over a space, each a union of boxes.
#[derive(Debug)]
pub struct Grid {
    columns: Vec<Column>,
    /// The rule that each row belongs to.
    rows: Vec<usize>,
    /// Per column and part, the rows that hold there.
    holds: Vec<Vec<Bits>>,
    /// Per column, the rows that do not hold everywhere on it.
    asks: Vec<Bits>,
}

impl Grid {
    /// Lays rules over a space; what is outside of the space is left out.
    #[must_use]
    pub fn new(space: &Space, rules: &[Boxes]) -> Self {
        let columns = columns(space, rules);
        let mut rows = Vec::new();
        let mut sides: Vec<Sides> = Vec::new();
        for (rule, boxes) in rules.iter().enumerate() {
            for one in boxes.boxes() {
                let found = rows_of(&columns, space, one);
                rows.extend(found.iter().map(|_| rule));
                sides.extend(found);
            }
        }
        let mut grid = Self { columns, holds: Vec::new(), asks: Vec::new(), rows };
        for column in 0..grid.columns.len() {
            let mut holds = vec![Bits::none(grid.rows.len()); grid.parts(column)];
            let mut asks = Bits::none(grid.rows.len());
            for (row, sides) in sides.iter().enumerate() {
                for (part, rows) in holds.iter_mut().enumerate() {
                    if sides[column].as_ref().is_none_or(|parts| parts.contains(part)) {
                        rows.add(row);
                    }
                }
                if sides[column].is_some() {
                    asks.add(row);
                }
            }
            grid.holds.push(holds);
            grid.asks.push(asks);
        }
        grid
    }

    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// How many parts a column has.
    pub(super) fn parts(&self, column: usize) -> usize {
        self.columns[column].parts()
    }

    /// The rule of each row.
    pub(super) fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// The rows that hold on a part.
    pub(super) fn holding(&self, column: usize, part: usize) -> &Bits {
        &self.holds[column][part]
    }

    /// The rows that do not hold everywhere on a column.
    pub(super) fn asking(&self, column: usize) -> &Bits {
        &self.asks[column]
    }

    /// A box of the grid as one of the space.
    pub(super) fn named(&self, sides: &Sides) -> AxisBox {
        let mut named = AxisBox::all();
        let is_in = |side: &Option<Bits>, part: usize| side.as_ref().is_none_or(|parts| parts.contains(part));
        for (column, side) in self.columns.iter().zip(sides) {
            match column {
                Column::Parts(axis, parts, _) if side.is_some() => {
                    let inside = parts.iter().enumerate().filter(|(part, _)| is_in(side, *part)).map(|(_, cell)| cell);
                    if let Some(cell) = inside.cloned().reduce(|a, b| a.union(&b)) {
                        named = named.narrow(*axis, &cell);
                    }
                }
                Column::Parts(..) => {}
                Column::Known(axis) => {
                    let region = if is_in(side, 1) { Cubes::all() } else { Cubes::none() };
                    if side.is_some() {
                        named = named.narrow(*axis, &Cell { region: Region::Subsets(region), unknown: is_in(side, 0) });
                    }
                }
                // A set that is not known has no options to ask for: these only cut the known ones.
                Column::Has(axis, place) if side.is_some() => {
                    let only = OptionSet::only(*place);
                    let cube = match is_in(side, 1) {
                        true => Cube { must: only, must_not: OptionSet::NONE },
                        false => Cube { must: OptionSet::NONE, must_not: only },
                    };
                    named = named.narrow(*axis, &Cell { region: Region::Subsets(Cubes::new([cube])), unknown: true });
                }
                Column::Has(..) => {}
            }
        }
        named
    }
}

/// Whether the answers of an axis are all sets of its options.
fn is_free_set(cell: &Cell) -> bool {
    matches!(&cell.region, Region::Subsets(cubes) if *cubes == Cubes::all())
}

fn columns(space: &Space, rules: &[Boxes]) -> Vec<Column> {
    let mut columns = Vec::new();
    for (axis, extent) in space.extents().iter().enumerate() {
        let mut asked: Vec<&Cell> = Vec::new();
        for (at, cell) in rules.iter().flat_map(Boxes::boxes).flat_map(AxisBox::cells) {
            if at == axis && !asked.contains(&cell) {
                asked.push(cell);
            }
        }
        if asked.is_empty() {
            continue;
        }
        if is_free_set(extent.cell()) {
            let demands = asked.iter().flat_map(|cell| match &cell.region {
                Region::Subsets(cubes) => cubes.cubes(),
                _ => &[],
            });
            let options = demands.fold(OptionSet::NONE, |all, cube| all.union(cube.must).union(cube.must_not));
            if extent.cell().unknown {
                columns.push(Column::Known(axis));
            }
            columns.extend(options.iter().map(|place| Column::Has(axis, place)));
            continue;
        }
        let mut parts = vec![extent.cell().clone()];
        for cell in &asked {
            parts = parts.iter().flat_map(|part| [part.intersect(cell), part.subtract(cell)]).collect();
            parts.retain(|part| !part.is_empty());
        }
        let covered = |cell: &&Cell| {
            let mut inside = Bits::none(parts.len());
            parts.iter().enumerate().filter(|(_, part)| cell.covers(part)).for_each(|(at, _)| inside.add(at));
            ((*cell).clone(), inside)
        };
        let asked = asked.iter().map(covered).collect();
        columns.push(Column::Parts(axis, parts, asked));
    }
    columns
}

/// The rows of a box: one, or one for each way in which its sets can be.
fn rows_of(columns: &[Column], space: &Space, one: &AxisBox) -> Vec<Sides> {
    let mut rows: Vec<Sides> = vec![vec![None; columns.len()]];
    for (axis, cell) in one.cells() {
        let possible = space.cell(axis);
        if possible.is_empty() {
            return Vec::new();
        }
        let ways = if is_free_set(&possible) {
            ways_of(columns, axis, cell, &possible)
        } else {
            let own = columns.iter().enumerate().find_map(|(at, column)| match column {
                Column::Parts(own, _, asked) if *own == axis => Some((at, asked)),
                _ => None,
            });
            let Some((column, (_, inside))) =
                own.and_then(|(at, asked)| Some((at, asked.iter().find(|(asked, _)| asked == cell)?)))
            else {
                continue;
            };
            match inside.len() {
                0 => return Vec::new(),
                all if all == columns[column].parts() => continue,
                _ => vec![vec![(column, inside.clone())]],
            }
        };
        let with = |row: &Sides, way: &Vec<(usize, Bits)>| {
            let mut row = row.clone();
            way.iter().for_each(|(column, parts)| row[*column] = Some(parts.clone()));
            row
        };
        rows = rows.iter().flat_map(|row| ways.iter().map(|way| with(row, way))).collect();
    }
    rows
}

/// The ways in which the answer to a set can be in a cell: not known, or as one of its cubes.
fn ways_of(columns: &[Column], axis: Axis, cell: &Cell, possible: &Cell) -> Vec<Vec<(usize, Bits)>> {
    let part = |part: usize| {
        let mut parts = Bits::none(2);
        parts.add(part);
        parts
    };
    let known = columns.iter().position(|column| matches!(column, Column::Known(own) if *own == axis));
    let has =
        |place: usize| columns.iter().position(|c| matches!(c, Column::Has(own, p) if (*own, *p) == (axis, place)));
    let mut ways = Vec::new();
    if cell.unknown && possible.unknown {
        ways.extend(known.map(|column| vec![(column, part(0))]));
    }
    let Region::Subsets(cubes) = &cell.region else { return ways };
    for cube in cubes.cubes() {
        let demands = cube.must.iter().map(|place| (place, 1)).chain(cube.must_not.iter().map(|place| (place, 0)));
        let options = demands.filter_map(|(place, side)| Some((has(place)?, part(side))));
        ways.push(known.map(|column| (column, part(1))).into_iter().chain(options).collect());
    }
    ways
}
