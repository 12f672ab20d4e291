//! JSON Schema (2020-12) of the files of a pack, from the same lines that decode them.

use super::raw::{
    RawFaq, RawFood, RawGuide, RawLimit, RawMeasure, RawPlan, RawProfile, RawRedFlag, RawSession, RawSite, RawSource,
    RawTerm, RawTest, RawTopic, RawWeekRule,
};
use crate::syntax::Decode;
use crate::syntax::decode::Book;
use serde_json::{Value, json};

/// The dialect that every schema names.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Names of the kinds that have a schema, with the files they describe.
pub const SCHEMAS: &[(&str, &str)] = &[
    ("faqs", "faqs.yaml, faqs/*.yaml"),
    ("foods", "foods.yaml"),
    ("glossary", "glossary.yaml"),
    ("guidance", "guidance/*.yaml"),
    ("guide", "guide.yaml"),
    ("inputs", "profile.yaml of a pack: the questions"),
    ("limits", "limits.yaml"),
    ("measures", "measures.yaml"),
    ("plans", "plans/*.yaml"),
    ("red-flags", "red-flags.yaml"),
    ("sessions", "sessions.yaml"),
    ("site", "site.yaml"),
    ("sources", "sources/*.yaml"),
    ("strings", "strings.yaml"),
    ("tests", "tests/*.yaml"),
    ("week-rules", "week-rules.yaml"),
];

/// The schema of a kind of file; `faq` and `topic` are understood too.
pub fn schema(kind: &str) -> Option<Value> {
    let mut book = Book::default();
    let list = |item: Value| json!({ "type": "array", "items": item });
    let root = match kind {
        "faqs" | "faq" => list(RawFaq::schema(&mut book)),
        "foods" | "food" => list(RawFood::schema(&mut book)),
        "glossary" | "term" => list(RawTerm::schema(&mut book)),
        "guidance" | "topic" => {
            let topic = RawTopic::schema(&mut book);
            json!({ "anyOf": [topic, list(topic.clone())] })
        }
        "guide" => RawGuide::schema(&mut book),
        "inputs" => RawProfile::schema(&mut book),
        "limits" | "limit" => list(RawLimit::schema(&mut book)),
        "measures" | "measure" => list(RawMeasure::schema(&mut book)),
        "plans" | "plan" => {
            let plan = RawPlan::schema(&mut book);
            json!({ "anyOf": [plan, list(plan.clone())] })
        }
        "red-flags" | "red-flag" => list(RawRedFlag::schema(&mut book)),
        "sessions" | "session" => list(RawSession::schema(&mut book)),
        "site" => RawSite::schema(&mut book),
        "sources" | "source" => list(RawSource::schema(&mut book)),
        "strings" => {
            let words = json!({ "anyOf": [
                { "type": ["string", "number"] },
                { "type": "object", "additionalProperties": { "$ref": "#/$defs/Words" } },
            ] });
            return Some(json!({
                "$schema": DIALECT, "title": "afterrun: strings", "type": "object",
                "additionalProperties": { "$ref": "#/$defs/Words" }, "$defs": { "Words": words },
            }));
        }
        "tests" | "test" => list(RawTest::schema(&mut book)),
        "week-rules" | "week-rule" => list(RawWeekRule::schema(&mut book)),
        _ => return None,
    };
    let mut schema = json!({ "$schema": DIALECT, "title": format!("afterrun: {kind}") });
    if let (Some(target), Some(own)) = (schema.as_object_mut(), root.as_object()) {
        target.extend(own.clone());
        target.insert("$defs".to_owned(), Value::Object(book.into_defs()));
    }
    Some(schema)
}
