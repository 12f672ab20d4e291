//! Pages of the site that are written as such, and the figures that pages carry.

use super::Axis;
use crate::prose::Prose;
use crate::quantity::Interval;
use crate::source::Span;
use crate::syntax::Flat;

/// A page of its own, such as the one on method.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Id, the address of the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The text in Markdown.
    pub text: Prose,
    /// Where the text stands.
    pub text_span: Span,
    /// What is put behind the text.
    pub shows: Vec<Shows>,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Last change.
    pub updated: jiff::civil::Date,
    /// Its id in the file.
    pub span: Span,
}

impl Page {
    /// The first parts of addresses that the site itself uses.
    pub const TAKEN: &'static [&'static str] = &[
        "404",
        "assets",
        "faq",
        "feed",
        "glossary",
        "plans",
        "robots",
        "search",
        "sessions",
        "sitemap",
        "sources",
        "tags",
        "topics",
        "your-guide",
    ];
}

/// What the site adds to a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// The grades, what they mean, and how many lines and answers have each.
    Grades,
    /// Every number that the pack works out, with its ways in words.
    Numbers,
    /// What no guide may exceed.
    Limits,
}

impl Shows {
    /// The words of the format.
    pub const WORDS: &[(&str, Shows)] =
        &[("grades", Shows::Grades), ("limits", Shows::Limits), ("numbers", Shows::Numbers)];
}

/// A picture drawn from the pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it shows, in words.
    pub caption: String,
    /// The pages that carry it.
    pub on: Vec<Place>,
    /// What is drawn.
    pub draws: Drawing,
    /// Its id in the file.
    pub span: Span,
}

/// A page that carries a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first page.
    Home,
    /// The topic with this index.
    Topic(usize),
}

/// What a figure draws.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// The sections of the guide, one after the other.
    Hours,
    /// Measures of one runner against one of the runner's answers.
    Numbers {
        /// The answer that changes.
        over: Axis,
        /// From where to where it changes, in base units; a choice goes through its options.
        range: Option<Interval>,
        /// Indices of the measures.
        measures: Vec<usize>,
        /// The runner's other answers.
        runner: Flat,
    },
}
