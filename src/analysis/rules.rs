//! A pack as the search sees it: every distinct test once, conditions as lists of their numbers.

use crate::condition::{Cell, Condition, Domain, Entry, Region, Test, Truth, Unless};
use crate::model::{Axis, Content, InputKind};
use crate::quantity::formula::{Expr, Formula, Function, Node};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// The number of a test.
pub(super) type TestId = usize;

/// A test of an axis, with the answers for which it holds and for which it does not.
#[derive(Debug)]
pub(super) struct Asked {
    pub axis: Axis,
    pub test: Test,
    pub holds: Region,
    pub fails: Region,
}

/// Alternatives, each a list of tests that must all hold.
#[derive(Debug, Default)]
pub(super) struct Asks(pub Vec<Vec<TestId>>);

impl Asks {
    pub fn tests(&self) -> impl Iterator<Item = TestId> {
        self.0.iter().flatten().copied()
    }
}

/// What becomes of an item, in numbers of tests.
#[derive(Debug)]
pub(super) struct ItemRule {
    pub when: Asks,
    pub unless: Vec<TestId>,
    /// Flags that forbid it and let the guide go on.
    pub forbidden: Vec<usize>,
    pub instead: Option<usize>,
    /// Items that it stands in for where they are blocked.
    pub stands_in: Vec<usize>,
    pub group: Option<usize>,
    /// Its place in the order of priority, evidence and id: smaller is better.
    pub rank: usize,
}

/// A formula with the axes of its names.
#[derive(Debug)]
pub(super) struct Value<'a> {
    pub formula: &'a Formula,
    pub axes: Vec<Axis>,
    /// Whether ranges are written in it, so that numbers can become ranges.
    pub widens: bool,
    /// Whether it may have no value although all its names do and their hull gives one.
    pub gaps: bool,
}

/// A case of a measure.
#[derive(Debug)]
pub(super) struct CaseRule<'a> {
    pub when: Asks,
    pub value: Value<'a>,
}

/// A measure.
#[derive(Debug)]
pub(super) struct MeasureRule<'a> {
    pub unless: Vec<TestId>,
    pub cases: Vec<CaseRule<'a>>,
    /// Inputs and measures behind it, through others too.
    pub behind: BTreeSet<Axis>,
}

impl MeasureRule<'_> {
    /// All that its `unless` and its cases ask.
    pub fn tests(&self) -> impl Iterator<Item = TestId> {
        self.unless.iter().copied().chain(self.cases.iter().flat_map(|c| c.when.tests()))
    }
}

/// What raises a flag.
#[derive(Debug)]
pub(super) struct FlagRule {
    pub when: Asks,
    pub ends: bool,
}

/// A group of which one item is shown.
#[derive(Debug)]
pub(super) struct Group {
    /// Items that name it.
    pub own: Vec<usize>,
}

/// Everything that decides about items and measures.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    pub content: &'a Content,
    pub tests: Vec<Asked>,
    /// Tests by axis.
    pub on_axis: Vec<Vec<TestId>>,
    pub items: Vec<ItemRule>,
    pub groups: Vec<Group>,
    pub measures: Vec<MeasureRule<'a>>,
    pub impossible: Vec<Asks>,
    pub flags: Vec<FlagRule>,
    /// Limits that are broken for some runner, or may be; not there before they have been looked at.
    pub breakable: OnceCell<BTreeSet<usize>>,
}

impl<'a> Rules<'a> {
    /// Reads a pack.
    pub fn new(content: &'a Content) -> Self {
        let axes = content.inputs().len() + content.measures().len();
        let mut rules = Self {
            content,
            tests: Vec::new(),
            on_axis: vec![Vec::new(); axes],
            items: Vec::new(),
            groups: Vec::new(),
            measures: Vec::new(),
            impossible: Vec::new(),
            flags: Vec::new(),
            breakable: OnceCell::new(),
        };
        rules.impossible = content.impossible().iter().map(|c| rules.condition(c)).collect();
        for flag in content.flags() {
            let mut when = flag.when.as_ref().map(|c| rules.condition(c)).unwrap_or_default();
            when.0.extend(flag.option.and_then(|option| rules.symptom(option)).map(|test| vec![test]));
            rules.flags.push(FlagRule { when, ends: flag.level.ends_the_guide() });
        }
        rules.read_items();
        rules.read_measures();
        rules
    }

    /// How many inputs there are; axes from there on are measures.
    pub fn inputs(&self) -> usize {
        self.content.inputs().len()
    }

    /// The formula of an amount, with its axes.
    pub fn value(&self, formula: &'a Formula) -> Value<'a> {
        let axes = formula.names().into_iter().filter_map(|(name, _)| self.content.axis(name)).collect();
        Value { formula, axes, widens: any(formula.root(), &widens), gaps: any(formula.root(), &gaps) }
    }

    /// Inputs and measures behind some axes, these included.
    pub fn behind(&self, axes: impl IntoIterator<Item = Axis>) -> BTreeSet<Axis> {
        let mut all = BTreeSet::new();
        for axis in axes {
            all.insert(axis);
            if let Some(measure) = self.content.measure_of(axis) {
                all.extend(self.measures[measure].behind.iter().copied());
            }
        }
        all
    }

    fn read_items(&mut self) {
        let content = self.content;
        let mut order: Vec<usize> = (0..content.items().len()).collect();
        order.sort_by_key(|&i| {
            let item = &content.items()[i];
            (item.priority, item.evidence, &item.id)
        });
        let mut names: Vec<&str> = content.items().iter().filter_map(|i| i.exclusive.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        self.groups = names.iter().map(|_| Group { own: Vec::new() }).collect();
        for (at, item) in content.items().iter().enumerate() {
            let forbids = |flag: &crate::model::RedFlag| {
                let there = flag.forbids.topics.contains(&item.topic)
                    || flag.forbids.items.contains(&at)
                    || item.of.iter().any(|kind| flag.forbids.of.contains(kind));
                there && !flag.level.ends_the_guide()
            };
            let group = item.exclusive.as_deref().and_then(|g| names.binary_search(&g).ok());
            if let Some(group) = group {
                self.groups[group].own.push(at);
            }
            let rule = ItemRule {
                when: self.condition(&item.when),
                unless: self.unless(&item.unless),
                forbidden: (0..content.flags().len()).filter(|&f| forbids(&content.flags()[f])).collect(),
                instead: item.instead,
                stands_in: Vec::new(),
                group,
                rank: order.iter().position(|&i| i == at).unwrap_or(at),
            };
            self.items.push(rule);
        }
        for at in 0..self.items.len() {
            if let Some(other) = self.items[at].instead {
                self.items[other].stands_in.push(at);
            }
        }
    }

    fn read_measures(&mut self) {
        let content = self.content;
        for measure in content.measures() {
            let unless = self.unless(&measure.unless);
            let cases = measure.cases.iter();
            let cases =
                cases.map(|c| CaseRule { when: self.condition(&c.when), value: self.value(&c.value) }).collect();
            self.measures.push(MeasureRule { unless, cases, behind: BTreeSet::new() });
        }
        for &at in content.measure_order() {
            let rule = &self.measures[at];
            let tested: Vec<Axis> = rule.tests().map(|t| self.tests[t].axis).collect();
            let named = rule.cases.iter().flat_map(|c| c.value.axes.iter().copied());
            let direct: BTreeSet<Axis> = tested.into_iter().chain(named).collect();
            self.measures[at].behind = self.behind(direct);
        }
    }

    fn condition(&mut self, condition: &Condition) -> Asks {
        Asks(condition.alternatives().iter().map(|all| all.iter().map(|e| self.entry(e)).collect()).collect())
    }

    fn unless(&mut self, unless: &Unless) -> Vec<TestId> {
        unless.entries().iter().map(|e| self.entry(e)).collect()
    }

    fn entry(&mut self, entry: &Entry) -> TestId {
        self.ask(entry.axis, &entry.test)
    }

    fn ask(&mut self, axis: Axis, test: &Test) -> TestId {
        let known = self.on_axis[axis].iter().copied().find(|&t| self.tests[t].test == *test);
        known.unwrap_or_else(|| self.add(axis, test.clone()))
    }

    fn symptom(&mut self, option: usize) -> Option<TestId> {
        let axis = self.content.symptoms()?;
        let domain = self.content.domain(axis).clone();
        let test = Test::parse(domain.options().get(option)?, &domain).ok()?;
        Some(self.ask(axis, &test))
    }

    fn add(&mut self, axis: Axis, test: Test) -> TestId {
        let domain = self.content.domain(axis);
        let (holds, fails) = (test.cell(Truth::True, domain).region, test.cell(Truth::False, domain).region);
        self.tests.push(Asked { axis, test, holds, fails });
        self.on_axis[axis].push(self.tests.len() - 1);
        self.tests.len() - 1
    }

    /// The answers that an input can have.
    pub fn possible(&self, axis: Axis, answered: bool) -> Cell {
        let input = &self.content.inputs()[axis];
        let domain = self.content.domain(axis);
        let range = match input.kind {
            InputKind::Number => input.range,
            _ => None,
        };
        let unknown = !answered && !input.required && input.default.is_none();
        crate::condition::Extent::new(domain.clone(), range, unknown).cell().clone()
    }

    /// Whether numbers of an axis are days.
    pub fn is_date(&self, axis: Axis) -> bool {
        matches!(self.content.domain(axis), Domain::Date)
    }
}

fn any(node: &Node, is: &dyn Fn(&Node) -> bool) -> bool {
    is(node) || node.children().into_iter().any(|child| any(child, is))
}

fn widens(node: &Node) -> bool {
    match &node.expr {
        Expr::Literal(literal) => literal.is_range(),
        Expr::Call(function, _) => *function == Function::Range,
        _ => false,
    }
}

/// `range` has no value where its ends cross; on hulls they may not, though they do for some runner.
fn gaps(node: &Node) -> bool {
    matches!(&node.expr, Expr::Call(Function::Range, _))
}
