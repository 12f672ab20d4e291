//! Advice as a rule, for readers of whom nothing is known: for whom it is, for whom not, and how its numbers come about.

use super::words::Voice;
use crate::condition::{Entry, Truth};
use crate::model::{Bound, Content, Window};
use crate::profile::{Profile, evaluate};
use crate::prose::{Link, Prose, escape};
use crate::quantity::{Interval, Unit};
use jiff::civil::Date;
use serde::Serialize;

/// Speaks of rules.
pub struct Rules<'a> {
    pub(super) content: &'a Content,
    nobody: Profile,
}

/// A line of advice as a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RuleDoc {
    /// What to do (Markdown). Numbers that are the same for everybody stand in it; others are "your amount".
    pub text: String,
    /// Why (Markdown).
    pub why: String,
    /// When, in words.
    pub window: String,
    /// For whom: alternatives, each a list of tests that all hold. None: for everybody.
    pub when: Vec<Vec<String>>,
    /// For whom not, each in words such as "you have …".
    pub unless: Vec<String>,
    /// Indices of the measures that its numbers are made of.
    #[serde(skip)]
    pub measures: Vec<usize>,
    /// Whether its text has numbers that differ from runner to runner.
    pub personal: bool,
}

/// A measure as a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct NumberDoc {
    /// Id.
    pub id: String,
    /// Two to four words.
    pub title: String,
    /// Ways to work it out; the first that can be is taken.
    pub ways: Vec<WayDoc>,
    /// For whom it is never worked out, in words.
    pub unless: Vec<String>,
    /// Indices of sources.
    #[serde(skip)]
    pub sources: Vec<usize>,
}

/// One way to work a measure out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct WayDoc {
    /// What it rests on, in words; may be empty.
    pub label: String,
    /// When it applies: alternatives of tests. None: always.
    pub when: Vec<Vec<String>>,
    /// The formula as it is written in the pack.
    pub formula: String,
}

impl<'a> Rules<'a> {
    /// The rules of a pack. Some numbers are of a day, so one is given.
    pub fn new(content: &'a Content, as_of: Date) -> Self {
        Self { content, nobody: Profile::new(content, Vec::new(), as_of) }
    }

    pub(super) fn voice(&self) -> Voice<'_> {
        Voice::new(self.content, &self.nobody)
    }

    /// An item; `link` makes Markdown of a link in its texts.
    pub fn item(&self, at: usize, link: &dyn Fn(&Link) -> String) -> RuleDoc {
        let (voice, item) = (self.voice(), &self.content.items()[at]);
        let yours = format!("*{}*", escape(&voice.text("rule.amount", &[])));
        let known = |name: &str| -> Option<String> {
            if let Some(amount) = item.amounts.iter().find(|a| a.name == name) {
                let value = evaluate(self.content, &self.nobody, &amount.value).ok()?;
                return Some(escape(&voice.amount(value, &amount.unit, amount.step, amount.bound)));
            }
            voice.known(self.content.axis(name)?).map(|words| escape(&words))
        };
        let fill = |prose: &Prose| prose.fill(&|name| known(name).unwrap_or_else(|| yours.clone()), link);
        let axes = item.amounts.iter().flat_map(|amount| &amount.axes);
        let mut measures: Vec<usize> = axes.filter_map(|&axis| self.content.measure_of(axis)).collect();
        measures.sort_unstable();
        measures.dedup();
        RuleDoc {
            text: fill(&item.text),
            why: fill(&item.why),
            window: voice.open(item.at.unwrap_or(self.content.sections()[item.section].window)),
            when: alternatives(&voice, item.when.alternatives()),
            unless: voice.blockers(item.caveat.as_ref(), item.unless.entries(), Truth::Unknown),
            measures,
            personal: item.text.slots().iter().any(|slot| known(&slot.name).is_none()),
        }
    }

    /// The window of a section, or another one, in words.
    pub fn window(&self, window: Window) -> String {
        self.voice().open(window)
    }

    /// A measure.
    pub fn number(&self, at: usize) -> NumberDoc {
        let (voice, measure) = (self.voice(), &self.content.measures()[at]);
        let ways = measure.cases.iter().map(|case| WayDoc {
            label: case.label.clone().unwrap_or_default(),
            when: alternatives(&voice, case.when.alternatives()),
            formula: case.value.to_string(),
        });
        NumberDoc {
            id: measure.id.clone(),
            title: measure.title.clone(),
            ways: ways.collect(),
            unless: measure.unless.entries().iter().map(|entry| voice.entry(entry)).collect(),
            sources: measure.sources.clone(),
        }
    }

    /// A plain number with the pack's decimal point.
    pub fn plain(&self, x: f64) -> String {
        self.voice().measured(x, &Unit::one())
    }

    /// A unit in words: that of many.
    pub fn unit(&self, unit: &Unit) -> String {
        self.voice().unit_words(unit, false)
    }

    /// A number in words, as answers are shown: not rounded to the steps of amounts.
    pub fn amount_of(&self, base: f64, unit: &Unit) -> String {
        self.voice().measured(base, unit)
    }

    /// A number of a runner in words, in a unit, as measures are shown.
    pub fn amount(&self, value: Interval, unit: &Unit) -> String {
        self.voice().amount(value, unit, None, Bound::Nearest)
    }
}

/// Tests in words; none where one alternative asks nothing.
pub(super) fn alternatives(voice: &Voice, all: &[Vec<Entry>]) -> Vec<Vec<String>> {
    if all.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    all.iter().map(|entries| entries.iter().map(|entry| voice.entry(entry)).collect()).collect()
}
