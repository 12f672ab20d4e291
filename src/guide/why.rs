//! One item for one runner: shown or not, by which rule, and what would change it.

use super::document::ReasonDoc;
use super::words::Voice;
use crate::condition::{Entry, Truth};
use crate::model::{Content, Priority};
use crate::profile::Profile;
use crate::select::{Fate, nearest_change, select};
use serde::Serialize;

/// The answer to "why?".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Id of the item.
    pub id: String,
    /// Title.
    pub title: String,
    /// Whether it is in the guide.
    pub shown: bool,
    /// In a sentence, why or why not.
    pub because: String,
    /// Alternatives of `when`; in each, every test with the runner's value. None: for everybody.
    pub when: Vec<Vec<TestDoc>>,
    /// Entries of `unless`.
    pub unless: Vec<TestDoc>,
    /// The nearest answer that flips it, in a sentence; empty where no single answer does.
    pub would_change: String,
}

/// A test with what came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TestDoc {
    /// Input, test and value.
    #[serde(flatten)]
    pub reason: ReasonDoc,
    /// `true`, `false` or `unknown`.
    pub holds: &'static str,
}

/// Explains an item to a runner.
pub fn explain(content: &Content, profile: &Profile, item: usize) -> Verdict {
    let voice = Voice::new(content, profile);
    let selection = select(content, profile);
    let rule = &content.items()[item];
    let decided = &selection.decisions[item];
    let test = |entry: &Entry| TestDoc {
        reason: voice.reason(entry),
        holds: match entry.holds(&profile.answers()) {
            Truth::True => "true",
            Truth::False => "false",
            Truth::Unknown => "unknown",
        },
    };
    let title = |at: usize| content.items()[at].title.as_str();
    let because = match &decided.fate {
        Fate::Stopped(stop) => voice.stop(item, stop),
        Fate::Shown => match decided.stands_for {
            Some(blocked) => voice.text("why.instead", &[("item", title(blocked))]),
            None if rule.priority == Priority::Must => voice.text("why.must", &[]),
            None => voice.text("why.shown", &[]),
        },
        Fate::NotMatched => voice.text("why.not_matched", &[]),
        Fate::CannotTell(inputs) => {
            let asks: Vec<String> = inputs.iter().map(|&axis| content.axis_title(axis).to_owned()).collect();
            voice.text("why.cannot_tell", &[("list", &content.strings().list(&asks, "and"))])
        }
        Fate::Lost(winner) => voice.text("why.lost", &[("item", title(*winner))]),
        Fate::Cut => voice.text("why.cut", &[("section", &content.sections()[rule.section].title)]),
        Fate::GuideEnds => voice.text("why.ends", &[]),
    };
    let change = nearest_change(content, profile, item);
    let would_change = change.map(|c| voice.change(&c, decided.fate != Fate::Shown));
    Verdict {
        id: rule.id.clone(),
        title: rule.title.clone(),
        shown: decided.fate == Fate::Shown,
        because,
        when: rule.when.alternatives().iter().map(|all| all.iter().map(test).collect()).collect(),
        unless: rule.unless.entries().iter().map(test).collect(),
        would_change: would_change.unwrap_or_default(),
    }
}
