//! The guide for machines: the outline of the formats, section 10. Fields are added, never renamed.

use crate::guide::{
    AtDoc, DayDoc, Exact, FlagDoc, Guide, ItemDoc, MeasureDoc, PlanDoc, SessionDoc, SourceDoc, Stamp, WeekDoc,
    WeekRowsDoc, WeekRuleDoc,
};
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
    #[serde(skip_serializing_if = "Option::is_none")]
    week: Option<Value>,
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
        week: guide.week.as_ref().map(week),
        sources: &guide.sources,
        disclaimer: &guide.site.disclaimer,
    };
    let mut text = serde_json::to_string_pretty(&out).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct PlanOut<'a> {
    schema: &'static str,
    stamp: &'a Stamp,
    profile: Map<String, Value>,
    stop: Vec<FlagOut<'a>>,
    ends: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    week: Option<Value>,
    sources: &'a [SourceDoc],
    disclaimer: &'a str,
}

/// A plan as JSON, ending in a line break.
pub(super) fn plan(plan: &PlanDoc) -> String {
    let out = PlanOut {
        schema: "afterrun-plan/1",
        stamp: &plan.stamp,
        profile: plan.profile.iter().map(|g| (g.input.clone(), g.value.clone())).collect(),
        stop: plan.stop.iter().map(flag).collect(),
        ends: plan.ends,
        week: plan.week.as_ref().map(week),
        sources: &plan.sources,
        disclaimer: &plan.site.disclaimer,
    };
    let mut text = serde_json::to_string_pretty(&out).unwrap_or_default();
    text.push('\n');
    text
}

fn week(week: &WeekDoc) -> Value {
    let all = |of: &dyn Fn(&WeekRowsDoc) -> Vec<Value>| week.weeks.iter().flat_map(of).collect::<Vec<Value>>();
    let changes = |list: &[crate::guide::ChangeDoc], monday: &str| {
        let one = |c: &crate::guide::ChangeDoc| json!({ "monday": monday, "what": c.what, "id": c.id, "from": c.from, "to": c.to, "why": c.text });
        list.iter().map(one).collect::<Vec<Value>>()
    };
    json!({
        "weeks": week.weeks.iter().map(week_rows).collect::<Vec<_>>(),
        "moved": all(&|w| changes(&w.moved, &w.monday)),
        "gave_up": all(&|w| changes(&w.gave_up, &w.monday)),
        "countdown": week.countdown.iter().map(|c| json!({ "date": c.date, "days": c.days, "text": c.text, "remarks": rules(&c.remarks) })).collect::<Vec<_>>(),
        "troubles": week.troubles.iter().map(|t| json!({ "input": t.input, "text": t.text, "help": t.help })).collect::<Vec<_>>(),
    })
}

fn rules(rules: &[WeekRuleDoc]) -> Vec<Value> {
    let one = |r: &WeekRuleDoc| json!({ "id": r.id, "title": r.title, "because": r.because, "evidence": r.evidence });
    rules.iter().map(one).collect()
}

fn week_rows(week: &WeekRowsDoc) -> Value {
    json!({
        "monday": week.monday,
        "plan": week.plan,
        "plan_title": week.plan_title,
        "plan_why": week.plan_why,
        "volume": { "low": week.volume.0, "high": week.volume.1 },
        "normal": week.normal.as_ref().map(exact),
        "easier": week.easier,
        "load": week.load,
        "distance": week.distance.as_ref().map(exact),
        "days": week.days.iter().map(week_day).collect::<Vec<_>>(),
        "rules": rules(&week.rules),
        "next_best": week.next_best.iter().map(|v| json!({ "sessions": v.sessions, "text": v.text })).collect::<Vec<_>>(),
    })
}

fn week_day(day: &DayDoc) -> Value {
    let named = |s: &SessionDoc| json!({ "id": s.id, "title": s.title });
    json!({
        "day": day.day,
        "date": day.date,
        "over": day.over,
        "session": day.session,
        "title": day.title,
        "load": day.load,
        "race": day.race,
        "minutes": day.minutes.as_ref().map(exact),
        "distance": day.distance.as_ref().map(exact),
        "with": day.with.iter().map(|s| &s.id).collect::<Vec<_>>(),
        "why": day.why,
        "cuts": day.cuts,
        "note": day.note,
        "remarks": rules(&day.remarks),
        "caveats": day.caveats,
        "alternatives": day.alternatives.iter().map(named).collect::<Vec<_>>(),
        "recover": day.recover.iter().map(|r| json!({ "id": r.id, "title": r.title, "text": r.text, "from_min": r.from_min })).collect::<Vec<_>>(),
    })
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
