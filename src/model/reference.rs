//! Sources, terms and foods.

use crate::prose::Prose;
use crate::quantity::Interval;
use crate::source::Span;

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Id.
    pub id: String,
    /// Authors, shortened.
    pub authors: Option<String>,
    /// Year; none for an undated page.
    pub year: Option<u32>,
    /// Title.
    pub title: String,
    /// Journal or publisher.
    pub journal: Option<String>,
    /// DOI without the resolver's address.
    pub doi: Option<String>,
    /// Address of its own page.
    pub url: Option<String>,
    /// `position-stand`, `meta-analysis`, `rct`, `expert`, `guideline`, `database`, `ours`.
    pub kind: String,
    /// Whether its main claim was checked against a copy.
    pub checked: bool,
    /// A remark for readers.
    pub note: Option<String>,
    /// Its id in the file.
    pub span: Span,
}

/// A word of the glossary.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Id.
    pub id: String,
    /// The word.
    pub term: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// What it means, in Markdown.
    pub definition: Prose,
    /// Where the definition stands.
    pub definition_span: Span,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Its id in the file.
    pub span: Span,
}

/// A food as people picture it.
#[derive(Debug, Clone, PartialEq)]
pub struct Food {
    /// Id.
    pub id: String,
    /// Name.
    pub title: String,
    /// A serving in words.
    pub serving: String,
    /// Carbohydrate of a serving in kg.
    pub carbohydrate: Interval,
    /// Protein of a serving in kg.
    pub protein: Interval,
    /// Options of the diet input that it suits.
    pub fits: Vec<usize>,
    /// Index of its source.
    pub source: usize,
    /// Its id in the file.
    pub span: Span,
}
