//! All gaps and all overlaps of rules, as few boxes.
//!
//! A decision diagram over the columns of a grid: a node stands for what is left of all rules after some columns, and
//! equal rests are one node. Where the diagram ends it says whether no rule, one rule or several hold; its paths are
//! boxes, and boxes that differ in one column only become one. For tables of rules this is a few hundred nodes, where
//! pairs of rules would be a million.

use super::bits::Bits;
use super::boxes::Boxes;
use super::grid::{Grid, Sides};
use std::collections::{BTreeMap, HashMap};

/// How many rules hold where a path ends: none, one, or more. Further nodes are told apart by their place.
const NONE: usize = 0;
const SEVERAL: usize = 2;
const ENDS: usize = 3;

/// What all rules together say about every place.
#[derive(Debug)]
pub struct Diagram<'a> {
    grid: &'a Grid,
    /// Per node its column, and per part of it the node that follows.
    nodes: Vec<(usize, Vec<usize>)>,
    root: usize,
}

impl<'a> Diagram<'a> {
    /// The diagram of a grid, if it takes at most `most` different rests.
    ///
    /// # Errors
    /// How many were looked at when the cap was reached.
    pub fn of(grid: &'a Grid, most: usize) -> Result<Self, usize> {
        let rows = grid.rows().len();
        let mut later = vec![Bits::none(rows)];
        for column in (0..grid.columns()).rev() {
            later.push(later[later.len() - 1].or(grid.asking(column)));
        }
        later.reverse();
        let seen = vec![HashMap::new(); grid.columns() + 1];
        let mut build = Build { grid, later, seen, known: HashMap::new(), nodes: Vec::new(), looked: 0, most };
        let root = build.node(0, &Bits::all(rows)).ok_or(most)?;
        Ok(Self { grid, nodes: build.nodes, root })
    }

    /// Where no rule holds, merged.
    #[must_use]
    pub fn gaps(&self) -> Boxes {
        self.merged(NONE)
    }

    /// Where more than one rule holds, merged.
    #[must_use]
    pub fn overlaps(&self) -> Boxes {
        self.merged(SEVERAL)
    }

    fn merged(&self, end: usize) -> Boxes {
        let mut boxes = Vec::new();
        self.paths(self.root, end, &mut vec![None; self.grid.columns()], &mut boxes);
        loop {
            let before = boxes.len();
            for column in 0..self.grid.columns() {
                boxes = merge(boxes, column, self.grid.parts(column));
            }
            if boxes.len() == before {
                return Boxes::new(boxes.iter().map(|sides| self.grid.named(sides)));
            }
        }
    }

    fn paths(&self, node: usize, end: usize, sides: &mut Sides, boxes: &mut Vec<Sides>) {
        if node < ENDS {
            if node == end {
                boxes.push(sides.clone());
            }
            return;
        }
        let (column, next) = &self.nodes[node - ENDS];
        let mut ways: BTreeMap<usize, Bits> = BTreeMap::new();
        for (part, node) in next.iter().enumerate() {
            ways.entry(*node).or_insert_with(|| Bits::none(next.len())).add(part);
        }
        for (node, parts) in ways {
            sides[*column] = Some(parts);
            self.paths(node, end, sides, boxes);
        }
        sides[*column] = None;
    }
}

/// Boxes that differ in this column only become one.
fn merge(boxes: Vec<Sides>, column: usize, parts: usize) -> Vec<Sides> {
    let mut merged: BTreeMap<Sides, Bits> = BTreeMap::new();
    for mut sides in boxes {
        let own = sides[column].take().unwrap_or_else(|| Bits::all(parts));
        merged.entry(sides).and_modify(|all| *all = all.or(&own)).or_insert(own);
    }
    let named = |(mut sides, own): (Sides, Bits)| {
        sides[column] = (own.len() < parts).then_some(own);
        sides
    };
    merged.into_iter().map(named).collect()
}

struct Build<'a> {
    grid: &'a Grid,
    /// Per column, the rows that ask it or a later one.
    later: Vec<Bits>,
    /// Per column, the nodes of the rows that are left there.
    seen: Vec<HashMap<Bits, usize>>,
    known: HashMap<(usize, Vec<usize>), usize>,
    nodes: Vec<(usize, Vec<usize>)>,
    /// How many rests were looked at.
    looked: usize,
    most: usize,
}

impl Build<'_> {
    /// The node for the rows that are left before a column; none past the cap.
    fn node(&mut self, column: usize, live: &Bits) -> Option<usize> {
        let rules = self.grid.rows();
        let done = live.and_not(&self.later[column]);
        let mut done = done.iter().map(|row| rules[row]);
        let first = done.next();
        if first.is_some_and(|first| done.any(|rule| rule != first)) {
            return Some(SEVERAL);
        }
        if !live.meets(&self.later[column]) {
            return Some(usize::from(first.is_some()));
        }
        if let Some(&node) = self.seen[column].get(live) {
            return Some(node);
        }
        if self.looked >= self.most {
            return None;
        }
        self.looked += 1;
        let mut next = Vec::with_capacity(self.grid.parts(column));
        for part in 0..self.grid.parts(column) {
            next.push(self.node(column + 1, &self.grid.holding(column, part).and(live))?);
        }
        let node = match next.iter().all(|node| *node == next[0]) {
            true => next[0],
            false => match self.known.get(&(column, next.clone())) {
                Some(&node) => node,
                None => {
                    self.nodes.push((column, next.clone()));
                    self.known.insert((column, next), self.nodes.len() - 1 + ENDS);
                    self.nodes.len() - 1 + ENDS
                }
            },
        };
        self.seen[column].insert(live.clone(), node);
        Some(node)
    }
}
