//! Questions with answers.

use crate::prose::Prose;
use crate::source::Span;
use crate::syntax::Grade;

/// A question with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Faq {
    /// Id, the address of its page.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answer in Markdown.
    pub answer: Prose,
    /// Where the answer stands.
    pub answer_span: Span,
    /// Tags.
    pub tags: Vec<String>,
    /// Indices of related questions.
    pub related: Vec<usize>,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// How sure we are.
    pub evidence: Option<Grade>,
    /// Last change.
    pub updated: jiff::civil::Date,
    /// Former ids.
    pub aliases: Vec<String>,
    /// Its id in the file.
    pub span: Span,
}
