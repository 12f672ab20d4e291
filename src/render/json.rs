//! The guide for machines: the outline of the formats, section 10. Fields are added, never renamed.

use crate::guide::{AtDoc, Exact, FlagDoc, Guide, ItemDoc, MeasureDoc, SourceDoc, Stamp};
use serde::Serialize;
use serde_json::{Map, Value, json};

#[derive(Serialize)]
struct GuideOut<'a> {
    schema: &'static str,
    stamp: &'a Stamp,
    profile: Map<String, Value>,
    stop: Vec<FlagOut<'a>>,
    ends: bool,
    measures: Map<String, Value>,
    sections: Vec<SectionOut<'a>>,
    not_for_you: Vec<Value>,
    unknown: Vec<Value>,
    sources: &'a [SourceDoc],
    disclaimer: &'a str,
}

#[derive(Serialize)]
struct FlagOut<'a> {
    id: &'a str,
    level: &'a str,
    title: &'a str,
    signs: &'a str,
    may_be: &'a str,
    action: &'a str,
    sources: &'a [String],
}

#[derive(Serialize)]
struct SectionOut<'a> {
    id: &'a str,
    title: &'a str,
    when: &'a str,
    items: Vec<ItemOut<'a>>,
}

#[derive(Serialize)]
struct ItemOut<'a> {
    id: &'a str,
    title: &'a str,
    priority: &'a str,
    at: &'a AtDoc,
    text: &'a str,
    why: &'a str,
    amounts: Map<String, Value>,
    caveats: &'a [String],
    evidence: &'a str,
    sources: &'a [String],
    reasons: Vec<Value>,
    reviewed: &'a str,
    next_review: &'a str,
}

/// The document as JSON, ending in a line break.
pub(super) fn json(guide: &Guide) -> String {
    let out = GuideOut {
        schema: "afterrun-guide/1",
        stamp: &guide.stamp,
        profile: guide.profile.iter().map(|g| (g.input.clone(), g.value.clone())).collect(),
        stop: guide.stop.iter().map(flag).collect(),
        ends: guide.ends,
        measures: guide.measures.iter().map(|m| (m.id.clone(), measure(m))).collect(),
        sections: guide
            .sections
            .iter()
            .map(|s| SectionOut {
                id: &s.id,
                title: &s.title,
                when: &s.when,
                items: s.items.iter().map(item).collect(),
            })
            .collect(),
        not_for_you: guide
            .not_for_you
            .iter()
            .map(|n| json!({ "id": n.id, "title": n.title, "reason": n.reason, "would_change": n.would_change }))
            .collect(),
        unknown: guide
            .unknown
            .iter()
            .map(|u| json!({ "input": u.input, "ask": u.ask, "would_change": u.would_change }))
            .collect(),
        sources: &guide.sources,
        disclaimer: &guide.site.disclaimer,
    };
    let mut text = serde_json::to_string_pretty(&out).unwrap_or_default();
    text.push('\n');
    text
}

fn flag(flag: &FlagDoc) -> FlagOut<'_> {
    FlagOut {
        id: &flag.id,
        level: &flag.level,
        title: &flag.title,
        signs: &flag.signs,
        may_be: &flag.may_be,
        action: &flag.action,
        sources: &flag.sources,
    }
}

fn exact(value: &Exact) -> Value {
    json!({ "low": value.low, "high": value.high, "unit": value.unit })
}

fn measure(measure: &MeasureDoc) -> Value {
    match &measure.value {
        Some(value) => {
            let mut out = exact(value);
            out["case"] = json!(measure.case);
            out
        }
        None => json!({ "unknown": measure.missing }),
    }
}

fn item(item: &ItemDoc) -> ItemOut<'_> {
    let known = item.amounts.iter().filter_map(|a| a.value.as_ref().map(|v| (a.name.clone(), exact(v))));
    ItemOut {
        id: &item.id,
        title: &item.title,
        priority: &item.priority,
        at: &item.at,
        text: &item.text,
        why: &item.why,
        amounts: known.collect(),
        caveats: &item.caveats,
        evidence: &item.evidence,
        sources: &item.sources,
        reasons: item
            .reasons
            .iter()
            .map(|r| json!({ "test": r.test, "input": r.input, "value": r.value, "words": r.words }))
            .collect(),
        reviewed: &item.reviewed,
        next_review: &item.next_review,
    }
}
