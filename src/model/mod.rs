//! The validated vocabulary: what a pack says, once `check` has read it.
//!
//! [`Content`] is what every room above works on. It is made by `check` alone and is never changed afterwards; its parts
//! are plain data that is only ever borrowed. Everything is resolved: references are indices, tests are regions,
//! formulas are typed, and nobody checks again.

mod faq;
mod guidance;
mod input;
mod layout;
mod measure;
mod page;
mod plan;
mod red_flag;
mod reference;
mod session;
mod site;
mod strings;
mod week_rule;
mod week_test;

pub use faq::Faq;
pub use guidance::{Amount, Example, Item, Priority, Topic};
pub use input::{Choice, Default as InputDefault, Group, Input, InputKind};
pub use layout::{Display, DisplayStep, Glance, Limit, Moment, Per, Section, Window};
pub use measure::{Bound, Case, Measure};
pub use page::{Drawing, Figure, Page, Place, Shows};
pub use plan::{Allow, DAYS, Grows, Plan, PlanDay, PlanWeek};
pub use red_flag::{Forbids, Level, RedFlag, Sessions};
pub use reference::{Food, Source, Term};
pub use session::{LONG, Load, Of, RACE, Selector, Session, Setting};
pub use site::{BaseUrl, Colours, NavLink, Rgb, Site, Style};
pub use strings::{Strings, Words};
pub use week_rule::{Asks, Counted, Gapped, Near, Number, Rising, WeekRule, WeekSets};
pub use week_test::{Ahead, Count, WeekTest};

use crate::condition::{Condition, Domain};
use crate::source::Span;
use crate::syntax::Grade;
use std::collections::HashMap;

/// The index of an input (first) or a measure (after all inputs): what conditions test.
pub type Axis = usize;

/// A test of the pack: a case as data, run by `afterrun check`.
#[derive(Debug, Clone, PartialEq)]
pub struct ContentTest {
    /// What it shows.
    pub name: String,
    /// The runner's answers, as written.
    pub profile: Option<crate::syntax::Flat>,
    /// The day on which it plays.
    pub as_of: Option<jiff::civil::Date>,
    /// Measures and what they must come to.
    pub measures: Vec<(usize, Expected)>,
    /// Items that must be shown, with their places.
    pub shown: Vec<(usize, Span)>,
    /// Items that must not be shown.
    pub not_shown: Vec<(usize, Span)>,
    /// Topics of which no item may be shown.
    pub not_shown_topics: Vec<(usize, Span)>,
    /// The red flag that must be raised.
    pub stop: Option<(usize, Span)>,
    /// What the weeks hold.
    pub plan: Vec<WeekTest>,
    /// What a runner says in words.
    pub said: Option<String>,
    /// Flags that the words must find.
    pub flags: Vec<(usize, Span)>,
    /// Flags that the words must not find.
    pub not_flags: Vec<(usize, Span)>,
    /// The whole test.
    pub span: Span,
}

/// What a content test expects of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// The value, or none where the measure must be unknown.
    pub value: Option<ExpectedValue>,
    /// The case that must give it.
    pub case: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// A value in the measure's unit with the precision that was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedValue {
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Decimals written, which are the precision compared.
    pub decimals: usize,
}

/// Everything that a pack says. `check` makes it; nobody changes it.
#[derive(Debug)]
pub struct Content {
    parts: Parts,
    /// Axes by name: looked up, never walked.
    axes: HashMap<String, Axis>,
}

/// What [`Content`] is made of, while `check` gathers it.
#[derive(Debug, Default)]
pub struct Parts {
    /// Name, address, disclaimer.
    pub site: Site,
    /// The words of the interface.
    pub strings: Strings,
    /// Groups of questions.
    pub groups: Vec<Group>,
    /// Questions to a runner.
    pub inputs: Vec<Input>,
    /// What no runner can be.
    pub impossible: Vec<Condition>,
    /// Derived numbers.
    pub measures: Vec<Measure>,
    /// Indices of the measures, each after those that it is made of.
    pub measure_order: Vec<usize>,
    /// What tests on each axis are written against.
    pub domains: Vec<Domain>,
    /// Sections of the guide in order.
    pub sections: Vec<Section>,
    /// The guide's first numbers.
    pub glance: Glance,
    /// How numbers are rounded and in which units they are shown.
    pub display: Vec<Display>,
    /// What no guide may exceed.
    pub limits: Vec<Limit>,
    /// Where facts come from.
    pub sources: Vec<Source>,
    /// The glossary.
    pub terms: Vec<Term>,
    /// Topics.
    pub topics: Vec<Topic>,
    /// Items of all topics, in pack order.
    pub items: Vec<Item>,
    /// Foods.
    pub foods: Vec<Food>,
    /// Warning signs, in pack order.
    pub flags: Vec<RedFlag>,
    /// The input whose options are the red flags, if there is one.
    pub symptoms: Option<Axis>,
    /// Questions with answers.
    pub faqs: Vec<Faq>,
    /// Pages of the site that belong to no kind.
    pub pages: Vec<Page>,
    /// Pictures drawn from the pack's numbers.
    pub figures: Vec<Figure>,
    /// Kinds of session.
    pub sessions: Vec<Session>,
    /// Plans, in pack order.
    pub plans: Vec<Plan>,
    /// Rules that every week keeps.
    pub week_rules: Vec<WeekRule>,
    /// Cases as data.
    pub tests: Vec<ContentTest>,
    /// Short hash of everything that was read, for the stamp.
    pub hash: String,
}

macro_rules! borrow {
    ($($(#[doc = $doc:literal])+ $name:ident : $type:ty;)*) => {
        impl Content {
            $( $(#[doc = $doc])+ pub fn $name(&self) -> &$type { &self.parts.$name } )*
        }
    };
}

borrow! {
    /// Name, address, disclaimer.
    site: Site;
    /// The words of the interface.
    strings: Strings;
    /// Groups of questions.
    groups: [Group];
    /// Questions to a runner.
    inputs: [Input];
    /// What no runner can be.
    impossible: [Condition];
    /// Derived numbers.
    measures: [Measure];
    /// Indices of the measures, each after those that it is made of.
    measure_order: [usize];
    /// Sections of the guide in order.
    sections: [Section];
    /// The guide's first numbers.
    glance: Glance;
    /// How numbers are rounded and in which units they are shown.
    display: [Display];
    /// What no guide may exceed.
    limits: [Limit];
    /// Where facts come from.
    sources: [Source];
    /// The glossary.
    terms: [Term];
    /// Topics.
    topics: [Topic];
    /// Items of all topics, in pack order.
    items: [Item];
    /// Foods.
    foods: [Food];
    /// Warning signs, in pack order.
    flags: [RedFlag];
    /// Questions with answers.
    faqs: [Faq];
    /// Pages of the site that belong to no kind.
    pages: [Page];
    /// Pictures drawn from the pack's numbers.
    figures: [Figure];
    /// Kinds of session.
    sessions: [Session];
    /// Plans, in pack order.
    plans: [Plan];
    /// Rules that every week keeps.
    week_rules: [WeekRule];
    /// Cases as data.
    tests: [ContentTest];
    /// Short hash of everything that was read, for the stamp.
    hash: str;
}

impl Content {
    /// Seals the parts. Only `check` calls this, after it has resolved every reference.
    pub(crate) fn seal(parts: Parts) -> Self {
        let inputs = parts.inputs.iter().map(|i| &i.id);
        let names = inputs.chain(parts.measures.iter().map(|m| &m.id));
        let axes = names.enumerate().map(|(axis, name)| (name.clone(), axis)).collect();
        Self { parts, axes }
    }

    /// The input whose options are the red flags.
    pub fn symptoms(&self) -> Option<Axis> {
        self.parts.symptoms
    }

    /// The index of an input.
    pub fn input(&self, id: &str) -> Option<Axis> {
        self.axis(id).filter(|&axis| axis < self.parts.inputs.len())
    }

    /// The index of a measure among the measures.
    pub fn measure(&self, id: &str) -> Option<usize> {
        self.axis(id).and_then(|axis| self.measure_of(axis))
    }

    /// The index of an item.
    pub fn item(&self, id: &str) -> Option<usize> {
        self.parts.items.iter().position(|i| i.id == id)
    }

    /// The axis of an input's or measure's name.
    pub fn axis(&self, name: &str) -> Option<Axis> {
        self.axes.get(name).copied()
    }

    /// The measure behind an axis; none for an input.
    pub fn measure_of(&self, axis: Axis) -> Option<usize> {
        axis.checked_sub(self.parts.inputs.len())
    }

    /// The id of an input or measure.
    pub fn axis_id(&self, axis: Axis) -> &str {
        match self.measure_of(axis) {
            Some(measure) => &self.parts.measures[measure].id,
            None => &self.parts.inputs[axis].id,
        }
    }

    /// A short title of an input or measure.
    pub fn axis_title(&self, axis: Axis) -> &str {
        match self.measure_of(axis) {
            Some(measure) => &self.parts.measures[measure].title,
            None => &self.parts.inputs[axis].title,
        }
    }

    /// What tests on an axis are written against.
    pub fn domain(&self, axis: Axis) -> &Domain {
        &self.parts.domains[axis]
    }
}

/// The grades from best to weakest.
pub const GRADES: [Grade; 4] = [Grade::A, Grade::B, Grade::C, Grade::D];
