//! The analysis on sets of rules from a seeded generator, and on the shipped pack: `cargo bench --bench analysis`. Release,
//! one thread, 6 bands an input, every input known. The README beside this file has the targets.

#![allow(clippy::print_stdout)] // the counts stand beside the times

use afterrun::analysis::{FailedTests, analyse};
use afterrun::check::{Scope, check};
use afterrun::condition::{AxisBox, Bands, Boxes, Cell, Cover, Diagram, Domain, End, Extent, Grid, Region, Space};
use afterrun::diagnostics::Findings;
use afterrun::disk::embedded_pack;
use afterrun::quantity::{Interval, Unit};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use std::hint::black_box;

const AS_OF: Date = date(2026, 11, 24);
const BANDS: usize = 6;

/// Numbers that look random, the same ones in every run.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        let mut dice = Self(0x9e37_79b9_7f4a_7c15 ^ seed.wrapping_mul(7919));
        for _ in 0..10 {
            dice.of(2);
        }
        dice
    }

    /// From 0 up to, not including, `count`.
    fn of(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % count as u64) as usize
    }
}

/// A rule: per input the bands from and to, or all of them.
type Rule = Vec<Option<(usize, usize)>>;

/// Rules that each test some inputs by a run of up to `widest` bands.
fn random(dice: &mut Dice, rules: usize, inputs: usize, tests: usize, widest: usize) -> Vec<Rule> {
    let mut rule = || {
        let mut rule = vec![None; inputs];
        while rule.iter().flatten().count() < tests {
            let input = dice.of(inputs);
            let width = 1 + dice.of(widest);
            let from = dice.of(BANDS - width + 1);
            rule[input] = rule[input].or(Some((from, from + width)));
        }
        rule
    };
    (0..rules).map(|_| rule()).collect()
}

/// A table as people keep them: the leaves of a random decision tree, of which a tenth had one test changed since.
fn table(dice: &mut Dice, rules: usize, inputs: usize, bands: usize) -> Vec<Rule> {
    let mut leaves = vec![vec![(0, bands); inputs]];
    while leaves.len() < rules {
        let (leaf, input) = (dice.of(leaves.len()), dice.of(inputs));
        let (from, to) = leaves[leaf][input];
        if to - from > 1 {
            let cut = from + 1 + dice.of(to - from - 1);
            let mut other = leaves[leaf].clone();
            leaves[leaf][input] = (from, cut);
            other[input] = (cut, to);
            leaves.push(other);
        }
    }
    for _ in 0..rules / 10 {
        let (leaf, input) = (dice.of(rules), dice.of(inputs));
        let width = 1 + dice.of(bands - 1);
        let from = dice.of(bands - width + 1);
        leaves[leaf][input] = (from, from + width);
    }
    let asked = |side: (usize, usize)| (side != (0, bands)).then_some(side);
    leaves.into_iter().map(|leaf| leaf.into_iter().map(asked).collect()).collect()
}

/// Rules as the analysis takes them.
fn laid(rules: &[Rule], inputs: usize, bands: usize) -> (Space, Vec<Boxes>) {
    let unit = Unit::parse("1").unwrap_or_else(|_| panic!("no plain numbers"));
    let domain = Domain::Number { unit };
    let space = Space::new(vec![Extent::new(domain, Interval::new(0.0, bands as f64), false); inputs]);
    let end = |at: usize, closed: bool| End { at: at as f64, closed };
    let boxes = rules.iter().map(|rule| {
        let sides = rule.iter().enumerate().filter_map(|(input, side)| Some((input, (*side)?)));
        Boxes::new([sides.fold(AxisBox::all(), |all, (input, (from, to))| {
            // The last band has its end.
            let region = Region::Bands(Bands::between(end(from, true), end(to, to == bands)));
            all.narrow(input, &Cell { region, unknown: false })
        })])
    });
    let boxes = boxes.collect();
    (space, boxes)
}

/// All gaps and all overlaps, as numbers of boxes.
fn survey(space: &Space, rules: &[Boxes]) -> (usize, usize) {
    let grid = Grid::new(space, rules);
    let Ok(diagram) = Diagram::of(&grid, 1_000_000) else { panic!("a diagram of a million rests") };
    (diagram.gaps().boxes().len(), diagram.overlaps().boxes().len())
}

fn overlaps_and_gaps(c: &mut Criterion) {
    let mut group = c.benchmark_group("1,500 rules over 5 inputs, all overlaps and gaps");
    let tables = [
        ("a table, a tenth changed", table(&mut Dice::new(1), 1500, 5, BANDS)),
        ("5 tests of up to 2 bands", random(&mut Dice::new(2), 1500, 5, 5, 2)),
        ("5 tests of up to 3 bands", random(&mut Dice::new(3), 1500, 5, 5, 3)),
        ("4 tests of up to 3 bands", random(&mut Dice::new(4), 1500, 5, 4, 3)),
    ];
    for (name, rules) in tables {
        let (space, rules) = laid(&rules, 5, BANDS);
        let (gaps, overlaps) = survey(&space, &rules);
        println!("{name}: {overlaps} overlaps and {gaps} gaps, as merged boxes");
        assert!(gaps <= 1000 && overlaps <= 1000, "more than anybody reads");
        group.bench_function(name, |b| b.iter(|| black_box(survey(&space, &rules))));
    }
    group.finish();
}

/// The counts beside those published for loan tables of 3 columns (Calvanese et al. 2016).
fn messages(_: &mut Criterion) {
    for (rules, sets, missing) in [(499, 239, 117), (998, 725, 330), (1492, 1204, 726)] {
        let (space, laid) = laid(&table(&mut Dice::new(rules as u64), rules, 3, 48), 3, 48);
        let (gaps, overlaps) = survey(&space, &laid);
        println!(
            "{rules} rules, 3 columns, a tenth changed: {overlaps} overlaps and {gaps} gaps; \
             published for loan tables of that size: {sets} and {missing}"
        );
    }
}

fn covers(c: &mut Criterion) {
    for (rules, tests, widths) in [(800, 3, [2, 3, 4, 5]), (3200, 4, [2, 4, 5, 6])] {
        let mut group =
            c.benchmark_group(format!("{rules} rules of {tests} tests over 20 inputs, covered or a witness"));
        group.sample_size(10);
        for widest in widths {
            let (space, laid) = laid(&random(&mut Dice::new(widest as u64), rules, 20, tests, widest), 20, BANDS);
            let cover = || Grid::new(&space, &laid).cover(usize::MAX);
            let answer = if cover() == Cover::Whole { "covered" } else { "a witness" };
            group.bench_function(format!("up to {widest} bands: {answer}"), |b| b.iter(|| black_box(cover())));
        }
        group.finish();
    }
}

fn shipped(c: &mut Criterion) {
    let sources = embedded_pack();
    let Some(content) = check(&sources, Scope::Full).0 else { panic!("the shipped pack has errors") };
    let mut group = c.benchmark_group("the shipped pack");
    group.sample_size(10);
    group.bench_function("every analysis", |b| {
        b.iter_batched(
            Findings::new,
            |mut findings| {
                analyse(&content, AS_OF, 1, FailedTests::default(), &mut findings);
                assert!(findings.is_empty(), "the shipped pack has findings");
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
    // The most memory that all of this took, where the system says it.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .filter(|line| line.starts_with("VmHWM"))
        .for_each(|line| println!("peak memory: {}", &line[6..].trim()));
}

criterion_group!(benches, overlaps_and_gaps, messages, covers, shipped);
criterion_main!(benches);
