//! The tree of one document.

use crate::source::Span;
use std::borrow::Cow;

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'s> {
    /// From the first to the last byte; a collection's span begins at its first entry.
    pub span: Span,
    /// What stands there.
    pub kind: NodeKind<'s>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind<'s> {
    /// Nothing, `~` or `null`.
    Null,
    /// A text; numbers, dates and the rest are texts until a decoder reads them.
    Scalar(Scalar<'s>),
    /// A text in which YAML was mended: what was meant, if it is words, and a guess, of which nothing is said, if it is
    /// anything else.
    Guess(Scalar<'s>),
    /// `- a` or `[a]`.
    List(Vec<Node<'s>>),
    /// `a: b` or `{a: b}`, in the order of the file.
    Map(Vec<(Key<'s>, Node<'s>)>),
    /// A value that a finding was already raised for; decoders pass over it in silence.
    Reported,
}

/// A text value.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalar<'s> {
    /// The value, escapes and folding done.
    pub text: Cow<'s, str>,
    /// Whether it stands without quotes.
    pub plain: bool,
}

/// A map's key.
#[derive(Debug, Clone, PartialEq)]
pub struct Key<'s> {
    /// The key's text.
    pub text: Cow<'s, str>,
    /// Where it stands.
    pub span: Span,
}

impl<'s> Node<'s> {
    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar<'s>> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Words: a scalar, or a guess at one.
    pub fn as_words(&self) -> Option<&Scalar<'s>> {
        match &self.kind {
            NodeKind::Scalar(scalar) | NodeKind::Guess(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The value of a map's key.
    pub fn get(&self, key: &str) -> Option<&Node<'s>> {
        match &self.kind {
            NodeKind::Map(entries) => entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// What this is, in an editor's words: "a list", "text", …
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Scalar(_) | NodeKind::Guess(_) => "text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "names with values",
            NodeKind::Reported => "a broken value",
        }
    }
}
