//! Warning signs that come before any advice.

use crate::condition::Condition;
use crate::source::Span;

/// How urgent a flag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Call now; the guide is only this.
    Emergency,
    /// Medical care today; the guide is only this.
    Urgent,
    /// See a clinician before the next run; this first, then the rest.
    Clinician,
    /// First aid; this first, then the rest.
    FirstAid,
}

impl Level {
    /// The word of the format.
    pub fn word(self) -> &'static str {
        match self {
            Level::Emergency => "emergency",
            Level::Urgent => "urgent",
            Level::Clinician => "clinician",
            Level::FirstAid => "first-aid",
        }
    }

    /// Whether the guide is only this flag.
    pub fn ends_the_guide(self) -> bool {
        self <= Level::Urgent
    }
}

/// Which sessions a flag forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sessions {
    /// Hard ones.
    Hard,
    /// All running.
    Run,
    /// Everything.
    Any,
}

/// What a raised flag keeps out of the guide.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forbids {
    /// Indices of topics.
    pub topics: Vec<usize>,
    /// Indices of items.
    pub items: Vec<usize>,
    /// Kinds of amount.
    pub of: Vec<String>,
    /// Sessions of the week.
    pub sessions: Option<Sessions>,
}

/// A warning sign.
#[derive(Debug, Clone, PartialEq)]
pub struct RedFlag {
    /// Id.
    pub id: String,
    /// The symptom in a runner's words.
    pub title: String,
    /// The signs.
    pub signs: String,
    /// What it may be.
    pub may_be: String,
    /// How urgent.
    pub level: Level,
    /// What to do.
    pub action: String,
    /// Words that runners use for it.
    pub also_said: Vec<String>,
    /// Data that raises it, beside the symptom.
    pub when: Option<Condition>,
    /// The symptom's option, where it is offered as one.
    pub option: Option<usize>,
    /// What it keeps out of the guide.
    pub forbids: Forbids,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Its id in the file.
    pub span: Span,
}
