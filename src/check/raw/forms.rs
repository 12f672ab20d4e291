//! Forms that are no plain record: one thing or another.

use super::{RawAmountMap, RawExpectedCase, RawOption};
use crate::diagnostics::{Finding, lints, quoted_list};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::decode::{Book, Cx, Decode};
use crate::syntax::{Id, Key, Node, NodeKind, ScalarText, TestText};
use serde_json::{Value, json};

/// An expected value: one text, or a value with its case.
#[derive(Debug, Clone, PartialEq)]
pub struct RawExpected(pub RawExpectedCase);

impl Decode for RawExpected {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        match &node.kind {
            NodeKind::Map(_) => RawExpectedCase::decode(node, cx).map(Self),
            _ => {
                let value = ScalarText::decode(node, cx)?;
                Some(Self(RawExpectedCase { value, case: None, span: node.span }))
            }
        }
    }
    fn stand_in(file: FileId) -> Option<Self> {
        let value = ScalarText::stand_in(file)?;
        Some(Self(RawExpectedCase { value, case: None, span: Span::stand_in(file) }))
    }
    fn schema(book: &mut Book) -> Value {
        json!({ "anyOf": [ScalarText::schema(book), RawExpectedCase::schema(book)] })
    }
}

/// An amount: a formula, or a map.
#[derive(Debug, Clone, PartialEq)]
pub struct RawAmount(pub RawAmountMap);

impl Decode for RawAmount {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        match &node.kind {
            NodeKind::Map(_) => RawAmountMap::decode(node, cx).map(Self),
            _ => {
                let value = ScalarText::decode(node, cx)?;
                Some(Self(RawAmountMap { value, of: None, step: None, unit: None, span: node.span }))
            }
        }
    }
    fn stand_in(file: FileId) -> Option<Self> {
        let value = ScalarText::stand_in(file)?;
        Some(Self(RawAmountMap { value, of: None, step: None, unit: None, span: Span::stand_in(file) }))
    }
    fn schema(book: &mut Book) -> Value {
        json!({ "anyOf": [ScalarText::schema(book), RawAmountMap::schema(book)] })
    }
}

/// Options: a list, or the word `red-flags`.
#[derive(Debug, Clone, PartialEq)]
pub enum RawOptions {
    /// Not there.
    None,
    /// Broken, and reported.
    Broken,
    /// The ids of the red flags.
    RedFlags(Span),
    /// Written out.
    List {
        /// What could be read.
        list: Vec<RawOption>,
        /// Whether each has its id.
        whole: bool,
        /// All of it.
        span: Span,
    },
}

impl Decode for RawOptions {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        match &node.kind {
            NodeKind::Scalar(s) if s.text == "red-flags" => Some(Self::RedFlags(node.span)),
            NodeKind::List(nodes) => {
                let read = nodes.iter().filter_map(|node| match &node.kind {
                    NodeKind::Scalar(_) => Id::decode(node, cx).map(|id| RawOption {
                        id,
                        label: None,
                        caveat: None,
                        distance: None,
                        span: node.span,
                    }),
                    _ => RawOption::decode(node, cx),
                });
                let list: Vec<RawOption> = read.collect();
                if nodes.is_empty() {
                    let finding = Finding::new(&lints::MISSING_FIELD, node.span, "there is nothing to choose from");
                    cx.findings.push(finding.label("needs at least one option"));
                    return Some(Self::Broken);
                }
                // A test of an option that could not be read is no second mistake.
                let whole = list.len() == nodes.len() && !list.iter().any(|option| option.id.span.is_stand_in());
                Some(Self::List { list, whole, span: node.span })
            }
            _ => {
                cx.wrong_type(node, "a list of options, or `red-flags`");
                Some(Self::Broken)
            }
        }
    }
    fn absent() -> Option<Self> {
        Some(Self::None)
    }
    fn schema(book: &mut Book) -> Value {
        let option = RawOption::schema(book);
        let id = Id::schema(book);
        json!({ "anyOf": [{ "const": "red-flags" }, { "type": "array", "items": { "anyOf": [id, option] } }] })
    }
}

/// A condition as written: alternatives of entries; none at all holds always.
#[derive(Debug, Clone, PartialEq)]
pub struct RawCondition {
    /// Alternatives, each a list of names with tests.
    pub alternatives: Vec<Vec<(Spanned<String>, TestText)>>,
    /// Where it stands; none where nothing is written.
    pub span: Option<Span>,
}

impl RawCondition {
    /// What cannot be read as a condition: nobody meets it.
    fn unread(file: FileId) -> Option<(Spanned<String>, TestText)> {
        Some((Spanned::stand_in(file)?, TestText::stand_in(file)?))
    }
}

/// Names without tests, one behind the other; between braces, most often the rest of a test with commas that stands without
/// quotes.
fn without_test(keys: &[&Key], before: Option<&Node>, cx: &mut Cx) {
    let (Some(first), Some(last)) = (keys.first(), keys.last()) else { return };
    let names = quoted_list(keys.iter().map(|key| &*key.text), 8);
    let verb = if keys.len() == 1 { "stands here without a test" } else { "stand here without tests" };
    let finding = Finding::new(&lints::UNQUOTED_TEST, first.span.to(last.span), format!("{names} {verb}"))
        .label("nothing is tested");
    let plain = before.filter(|node| node.as_scalar().is_some_and(|scalar| scalar.plain));
    let text = cx.sources.get(first.span.file).text();
    let whole = plain.map(|node| node.span.to(last.span));
    let written = whole.and_then(|span| text.get(span.start as usize..span.end as usize));
    cx.findings.push(match (whole, written) {
        (Some(whole), Some(written)) if !written.contains('\n') => {
            finding.fix("put a test with commas in quotes", whole, format!("\"{written}\""))
        }
        _ => finding.help("write a test behind it, such as `\">= 60\"` or `known`"),
    });
}

impl Decode for RawCondition {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let maps = match &node.kind {
            NodeKind::Map(_) => vec![node],
            NodeKind::List(nodes) => nodes.iter().collect(),
            _ => {
                cx.wrong_type(node, "names and tests, as in `{ duration: \">= 60\" }`, or a list of such");
                return None;
            }
        };
        let is_empty = |map: &&Node| matches!(&map.kind, NodeKind::Map(entries) if entries.is_empty());
        if maps.is_empty() || maps.iter().any(is_empty) {
            let finding = Finding::new(&lints::MISSING_FIELD, node.span, "nothing is tested here")
                .label("needs a name with a test, as in `{ duration: \">= 60\" }`");
            cx.findings.push(finding.help("write a test, or remove the field"));
            return None;
        }
        let mut alternatives = Vec::new();
        for map in maps {
            let entries = match &map.kind {
                NodeKind::Map(entries) => entries,
                _ => {
                    cx.wrong_type(map, "names and tests, as in `{ duration: \">= 60\" }`");
                    alternatives.push(Self::unread(map.span.file).into_iter().collect());
                    continue;
                }
            };
            let has_test = |(_, node): &(Key, Node)| node.kind != NodeKind::Null;
            let text = cx.sources.get(map.span.file).text();
            let one_list = |one: &Key, next: &Key| {
                text.get(one.span.end as usize..next.span.start as usize).is_some_and(|between| between.trim() == ",")
            };
            let mut before = None;
            for run in entries.chunk_by(|one, next| !has_test(one) && !has_test(next) && one_list(&one.0, &next.0)) {
                if run.iter().any(has_test) {
                    before = run.last().map(|(_, node)| node);
                } else {
                    without_test(&run.iter().map(|(key, _)| key).collect::<Vec<_>>(), before, cx);
                }
            }
            let read = entries.iter().filter_map(|(key, node)| {
                if node.kind == NodeKind::Null {
                    return Self::unread(node.span.file);
                }
                let test = TestText::decode(node, cx).or_else(|| TestText::stand_in(node.span.file))?;
                Some((Spanned::new(key.text.to_string(), key.span), test))
            });
            alternatives.push(read.collect());
        }
        Some(Self { alternatives, span: Some(node.span) })
    }
    fn absent() -> Option<Self> {
        Some(Self { alternatives: Vec::new(), span: None })
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Self { alternatives: vec![vec![Self::unread(file)?]], span: Some(Span::stand_in(file)) })
    }
    fn schema(book: &mut Book) -> Value {
        let map = json!({ "type": "object", "additionalProperties": TestText::schema(book) });
        json!({ "anyOf": [map, { "type": "array", "items": map }] })
    }
}
