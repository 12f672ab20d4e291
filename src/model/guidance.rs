//! Topics and their items.

use super::measure::Bound;
use super::{Axis, Window};
use crate::condition::{Condition, Unless};
use crate::prose::Prose;
use crate::quantity::Unit;
use crate::quantity::formula::Formula;
use crate::source::Span;
use crate::syntax::Grade;

/// A subject of guidance.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Id, the address of its page.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// General guidance in Markdown.
    pub text: Prose,
    /// Where the text stands.
    pub text_span: Span,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Its items.
    pub items: std::ops::Range<usize>,
}

/// How much an item matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Never cut.
    Must,
    /// Clearly helps.
    Should,
    /// An option.
    Could,
}

impl Priority {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            Priority::Must => "must",
            Priority::Should => "should",
            Priority::Could => "could",
        }
    }

    /// How much an unanswered question weighs that hides such an item.
    pub fn weight(self) -> u32 {
        match self {
            Priority::Must => 3,
            Priority::Should => 2,
            Priority::Could => 1,
        }
    }
}

/// One line of advice.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Index of its topic.
    pub topic: usize,
    /// Index of its section.
    pub section: usize,
    /// When it is done; the section's window if absent.
    pub at: Option<Window>,
    /// How much it matters.
    pub priority: Priority,
    /// For whom.
    pub when: Condition,
    /// For whom not, the topic's own included.
    pub unless: Unless,
    /// Words for an `unless` that options cannot word.
    pub caveat: Option<String>,
    /// What takes its place where it is blocked.
    pub instead: Option<usize>,
    /// Its group; one of a group is shown.
    pub exclusive: Option<String>,
    /// Items that it must never stand beside.
    pub contradicts: Vec<usize>,
    /// What to do.
    pub text: Prose,
    /// Why, in one sentence.
    pub why: Prose,
    /// Kinds of amount that its words are about, its amounts' kinds included: what red flags forbid and the glance shows.
    pub of: Vec<String>,
    /// Numbers of the text.
    pub amounts: Vec<Amount>,
    /// Text where an amount is unknown.
    pub when_unknown: Option<Prose>,
    /// Foods that illustrate it.
    pub examples: Vec<Example>,
    /// How sure we are.
    pub evidence: Grade,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Last review.
    pub reviewed: jiff::civil::Date,
    /// Next review.
    pub next_review: jiff::civil::Date,
    /// Its id in the file.
    pub span: Span,
}

/// A number of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// What the text calls it.
    pub name: String,
    /// How it is worked out.
    pub value: Formula,
    /// Unit in which it is exact and shown.
    pub unit: Unit,
    /// What it is an amount of.
    pub of: Option<String>,
    /// Whether limits leave it out: a total of the day. Red flags never do.
    pub exempt: bool,
    /// Step of rounding in its unit, if not the one of the display table.
    pub step: Option<f64>,
    /// Rounding direction.
    pub bound: Bound,
    /// The inputs and measures that it is made of.
    pub axes: Vec<Axis>,
    /// Where it stands.
    pub span: Span,
}

/// Foods that come to about an item's amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The option of the diet input that it is for; none for everybody.
    pub diet: Option<(Axis, usize)>,
    /// Indices of foods.
    pub foods: Vec<usize>,
    /// Where it stands.
    pub span: Span,
}
