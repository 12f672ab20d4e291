//! Which parts of a pack some runners reach, which nobody has reached yet, and which nobody can.
//!
//! 1. [`Coverage::new`] lists the points of a pack: sections, items, alternatives and tests of `when`, entries of `unless`,
//!    cases of measures, red flags.
//! 2. [`Coverage::add`] runs the real selection for a runner and counts what it reaches.
//! 3. [`Coverage::settle`] asks the search ([`goal`]) about what is left: a runner, a proof that there is none, or neither.
//!    [`generate`] makes of those runners a small set that reaches everything.
//! 4. [`lcov`] writes the counts for tools that show coverage on lines.

mod generate;
mod goal;
pub mod lcov;

pub use generate::{Boundary, generate};

use super::rules::Rules;
use super::search::Search;
use crate::condition::{Condition, Entry, Truth};
use crate::model::Content;
use crate::profile::{Lack, Outcome, Profile};
use crate::select::{Fate, Selection, Stop, select};
use crate::source::Span;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What kind of point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A section with an item in it.
    Section,
    /// An item that is shown.
    Item,
    /// An alternative of a `when` that holds.
    When,
    /// A test of an alternative that holds, as do those before it.
    Test,
    /// An entry of an `unless` that blocks.
    Unless,
    /// A case that gives a measure's value.
    Case,
    /// A red flag that is raised.
    Flag,
}

impl Kind {
    /// All, in the order of reports.
    pub const ALL: [Kind; 7] =
        [Kind::Section, Kind::Item, Kind::When, Kind::Test, Kind::Unless, Kind::Case, Kind::Flag];

    /// Its name in reports for machines.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Section => "section",
            Kind::Item => "item",
            Kind::When => "when",
            Kind::Test => "test",
            Kind::Unless => "unless",
            Kind::Case => "case",
            Kind::Flag => "flag",
        }
    }
}

/// A part of a pack that a runner can reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// What it is.
    pub kind: Kind,
    /// The id of what it belongs to: section, item, topic, measure or flag.
    pub of: String,
    /// What it is about where the id does not say: a test, the number of an alternative, a case.
    pub part: String,
    /// Where it stands.
    pub span: Span,
    /// How many runners reach it.
    pub count: usize,
    /// What is known of a point that nobody has reached.
    pub beyond: Option<Beyond>,
    reach: Reach,
}

/// What is known of a point that no runner of a set has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// Some other runner reaches it.
    Reachable,
    /// Nobody can: proved.
    Never,
    /// Neither a runner nor a proof, after so many sets of runners.
    Undecided(usize),
}

/// How a point is reached.
#[derive(Debug, Clone, PartialEq)]
enum Reach {
    Section(usize),
    Item(usize),
    /// The first so many tests of an alternative.
    When {
        item: usize,
        alternative: usize,
        tests: usize,
    },
    /// An entry of the `unless` of items: one that stands at their topic belongs to several.
    Unless(Vec<(usize, usize)>),
    MeasureUnless {
        measure: usize,
        entry: usize,
    },
    Case {
        measure: usize,
        case: usize,
    },
    Flag(usize),
    FlagWhen {
        flag: usize,
        alternative: usize,
    },
}

/// The points of a pack with their counts.
#[derive(Debug, Clone)]
pub struct Coverage<'a> {
    content: &'a Content,
    /// In the order of their kinds and of the pack.
    pub points: Vec<Point>,
    /// How many runners were counted.
    pub runners: usize,
}

impl<'a> Coverage<'a> {
    /// The points of a pack; nobody has reached any.
    pub fn new(content: &'a Content) -> Self {
        let mut points = Points { content, list: Vec::new() };
        for (at, section) in content.sections().iter().enumerate() {
            points.add(Kind::Section, &section.id, String::new(), section.span, Reach::Section(at));
        }
        for (at, item) in content.items().iter().enumerate() {
            points.add(Kind::Item, &item.id, String::new(), item.span, Reach::Item(at));
        }
        for (item, declared) in content.items().iter().enumerate() {
            points.when(&declared.id, &declared.when, &|alternative, tests| Reach::When { item, alternative, tests });
        }
        points.unless();
        for (measure, declared) in content.measures().iter().enumerate() {
            for (entry, test) in declared.unless.entries().iter().enumerate() {
                let reach = Reach::MeasureUnless { measure, entry };
                points.add(Kind::Unless, &declared.id, written(content, test), test.span, reach);
            }
            for (case, way) in declared.cases.iter().enumerate() {
                points.add(Kind::Case, &declared.id, way.id.clone(), way.span, Reach::Case { measure, case });
            }
        }
        for (flag, declared) in content.flags().iter().enumerate() {
            points.add(Kind::Flag, &declared.id, String::new(), declared.span, Reach::Flag(flag));
            for (alternative, tests) in declared.when.iter().flat_map(Condition::alternatives).enumerate() {
                if let Some(span) = spanned(tests) {
                    let part = (alternative + 1).to_string();
                    points.add(Kind::When, &declared.id, part, span, Reach::FlagWhen { flag, alternative });
                }
            }
        }
        points.list.sort_by_key(|point| point.kind);
        Self { content, points: points.list, runners: 0 }
    }

    /// Counts what a runner reaches.
    pub fn add(&mut self, profile: &Profile) {
        self.runners += 1;
        for at in self.reached(profile) {
            self.points[at].count += 1;
            self.points[at].beyond = None;
        }
    }

    /// The points that a runner reaches.
    fn reached(&self, profile: &Profile) -> Vec<usize> {
        let selection = select(self.content, profile);
        let points = self.points.iter().enumerate();
        points.filter(|(_, p)| p.reach.is_reached(self.content, profile, &selection)).map(|(at, _)| at).collect()
    }

    /// Finds out whether anybody reaches what nobody has reached yet; the runners who were found, each the smallest for
    /// some point if `small`. `effort` is how long each point may be thought about.
    pub fn settle(&mut self, today: Date, effort: usize, small: bool) -> Vec<Profile> {
        let rules = Rules::new(self.content);
        let mut search = Search::new(&rules, today, super::STEP.saturating_mul(effort.max(1)));
        let mut found: Vec<Profile> = Vec::new();
        for at in 0..self.points.len() {
            if self.points[at].count > 0 || self.points[at].beyond.is_some() {
                continue;
            }
            match goal::find(&mut search, &self.points[at].reach, small) {
                goal::Answer::Runner(profile) => {
                    for reached in self.reached(&profile) {
                        self.points[reached].beyond.get_or_insert(Beyond::Reachable);
                    }
                    found.push(*profile);
                }
                goal::Answer::Nobody => self.points[at].beyond = Some(Beyond::Never),
                goal::Answer::Undecided(looked) => self.points[at].beyond = Some(Beyond::Undecided(looked)),
            }
        }
        for point in self.points.iter_mut().filter(|point| point.count > 0) {
            point.beyond = None;
        }
        found
    }

    /// Of the points of a kind that are not proved to be out of reach: how many are reached, and how many there are.
    pub fn share(&self, kind: Kind) -> (usize, usize) {
        let points = self.points.iter().filter(|p| p.kind == kind && p.beyond != Some(Beyond::Never));
        points.fold((0, 0), |(reached, all), p| (reached + usize::from(p.count > 0), all + 1))
    }
}

/// The points of a pack while they are listed.
struct Points<'a> {
    content: &'a Content,
    list: Vec<Point>,
}

impl Points<'_> {
    fn add(&mut self, kind: Kind, of: &str, part: String, span: Span, reach: Reach) {
        self.list.push(Point { kind, of: of.to_owned(), part, span, count: 0, beyond: None, reach });
    }

    /// The alternatives of an item's `when` and, where there are several, their tests.
    fn when(&mut self, of: &str, when: &Condition, reach: &dyn Fn(usize, usize) -> Reach) {
        for (alternative, tests) in when.alternatives().iter().enumerate() {
            let Some(span) = spanned(tests) else { continue };
            self.add(Kind::When, of, (alternative + 1).to_string(), span, reach(alternative, tests.len()));
            if tests.len() > 1 {
                for (at, test) in tests.iter().enumerate() {
                    let part = written(self.content, test);
                    self.add(Kind::Test, of, part, test.span, reach(alternative, at + 1));
                }
            }
        }
    }

    /// The entries of the items' `unless`, each once.
    fn unless(&mut self) {
        let content = self.content;
        let mut places: BTreeMap<Span, Vec<(usize, usize)>> = BTreeMap::new();
        for (item, declared) in content.items().iter().enumerate() {
            for (entry, test) in declared.unless.entries().iter().enumerate() {
                places.entry(test.span).or_default().push((item, entry));
            }
        }
        for (span, owners) in places {
            let Some(&(item, entry)) = owners.first() else { continue };
            let declared = &content.items()[item];
            // What stands above the first item of the file is the topic's.
            let of = if span.start < declared.span.start { &content.topics()[declared.topic].id } else { &declared.id };
            let part = written(content, &declared.unless.entries()[entry]);
            self.add(Kind::Unless, of, part, span, Reach::Unless(owners));
        }
    }
}

/// The place of a list of tests; none for an alternative that always holds.
fn spanned(tests: &[Entry]) -> Option<Span> {
    let (first, last) = (tests.first()?, tests.last()?);
    Some(first.span.to(last.span))
}

/// A test as an editor writes it.
fn written(content: &Content, entry: &Entry) -> String {
    format!("{}: {}", content.axis_id(entry.axis), entry.test.text())
}

impl Reach {
    fn is_reached(&self, content: &Content, profile: &Profile, selection: &Selection) -> bool {
        let answers = profile.answers();
        let holds = |entries: &[Entry]| entries.iter().all(|entry| entry.holds(&answers) == Truth::True);
        match self {
            Reach::Flag(flag) => return selection.flags.contains(flag),
            Reach::FlagWhen { flag, alternative } => {
                let when = content.flags()[*flag].when.as_ref();
                return when.is_some_and(|when| holds(&when.alternatives()[*alternative]));
            }
            _ if selection.stop => return false,
            _ => {}
        }
        match self {
            Reach::Section(section) => !selection.sections[*section].is_empty(),
            Reach::Item(item) => selection.decisions[*item].fate == Fate::Shown,
            Reach::When { item, alternative, tests } => {
                holds(&content.items()[*item].when.alternatives()[*alternative][..*tests])
            }
            Reach::Unless(owners) => owners.iter().any(|&(item, entry)| {
                let entry = &content.items()[item].unless.entries()[entry];
                entry.holds(&answers) == Truth::True && is_asked(content, profile, selection, item)
            }),
            Reach::MeasureUnless { measure, entry } => {
                let blocked = matches!(profile.measure(*measure).outcome, Outcome::Unknown(Lack::Blocked));
                let entry = &content.measures()[*measure].unless.entries()[*entry];
                blocked && entry.holds(&answers) == Truth::True
            }
            Reach::Case { measure, case } => {
                matches!(profile.measure(*measure).outcome, Outcome::Known(_, reached) if reached == *case)
            }
            Reach::Flag(_) | Reach::FlagWhen { .. } => false,
        }
    }
}

/// Whether an item's `unless` is asked for a runner: its `when` holds, or it would stand in for a blocked item.
fn is_asked(content: &Content, profile: &Profile, selection: &Selection, item: usize) -> bool {
    let blocked = |at: usize| {
        matches!(selection.decisions[at].fate, Fate::Stopped(Stop::Unless(_) | Stop::Flag(_)))
            && content.items()[at].instead == Some(item)
    };
    content.items()[item].when.holds(&profile.answers()) == Truth::True || (0..content.items().len()).any(blocked)
}
