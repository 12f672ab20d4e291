//! `plans/`.

use super::Lower;
use super::condition::condition;
use super::sessions::{number_formula, within};
use crate::check::Scope;
use crate::check::raw::{RawDay, RawGrows, RawPlan, RawWeek};
use crate::check::read::Entries;
use crate::condition::Condition;
use crate::diagnostics::{Finding, lints};
use crate::model::{Allow, Asks, Axis, Grows, InputKind, Load, Parts, Plan, PlanDay, PlanWeek};
use crate::prose::Rules;
use crate::quantity::{Interval, Unit};
use crate::source::Span;
use crate::syntax::{Name, ScalarText};

/// How far shares may be from a whole, for the sake of thirds.
const SLACK: f64 = 0.0051;

/// Lowers the plans into the parts. Every plan is lowered, so that indices stay what was declared.
pub(super) fn plans(low: &mut Lower, raws: Entries<RawPlan>, parts: &mut Parts, scope: Scope) {
    let whole = low.names.plans.is_whole();
    let mut plans = Vec::new();
    let mut written = Vec::new();
    for raw in raws.list {
        if let Some(text) = raw.text.as_ref().filter(|_| scope == Scope::Full) {
            low.prose(text, Rules { slots: false, headings: true }, scope);
        }
        written.push((raw.when.is_some(), raw.r#for.is_some()));
        let volume = raw.volume.as_ref().and_then(|text| share(low, text));
        let answers = raw.r#for.as_ref().and_then(|id| {
            let rule = low.names.week_rules.resolve(&id.text, id.span)?;
            let asks = &parts.week_rules.get(rule)?.asks;
            if !matches!(asks, Asks::Every { .. }) {
                low.findings.push(
                    Finding::new(&lints::WRONG_TYPE, id.span, format!("`{}` does not ask for weeks", id.text))
                        .label("must be an `every` rule"),
                );
            }
            Some(rule)
        });
        let mut weeks: Vec<&RawWeek> = raw.week.iter().collect();
        weeks.extend(&raw.weeks);
        let weeks: Vec<PlanWeek> = weeks.into_iter().map(|week| self::week(low, week, volume, parts)).collect();
        if weeks.is_empty() || (raw.week.is_some() && !raw.weeks.is_empty()) {
            low.lacking(
                raw.span,
                Finding::new(&lints::MISSING_FIELD, raw.id.span, format!("the plan `{}` has no one week", raw.id.text))
                    .label("needs `week`, or `weeks`, and not both"),
            );
        }
        if let Some(ends_on) = raw.ends_on.as_ref().filter(|_| raw.start.is_none() && weeks.len() > 1) {
            low.lacking(
                raw.span,
                Finding::new(&lints::MISSING_FIELD, ends_on.span, "the weeks of this plan are not counted by any date")
                    .label("needs `start` beside it, or one week"),
            );
        }
        let allow = raw.allow.into_iter().filter_map(|allow| {
            let rule = low.names.week_rules.resolve(&allow.rule.text, allow.rule.span)?;
            Some(Allow { rule, because: allow.because.value, span: allow.rule.span })
        });
        let allow = allow.collect();
        let never = || Condition::new(Vec::new());
        plans.push(Plan {
            title: raw.title.value,
            summary: raw.summary.value,
            text: raw.text.map(|t| t.value),
            when: raw.when.as_ref().map(|when| condition(low, when, parts).unwrap_or_else(never)),
            answers,
            grows: raw.grows.as_ref().and_then(|grows| self::grows(low, grows, parts)),
            lowers: raw.lowers.unwrap_or(false),
            ends_on: raw.ends_on.as_ref().and_then(|id| self::ends_on(low, id, parts)),
            start: raw.start.as_ref().and_then(|text| number_formula(low, text, parts, "day")),
            weeks,
            allow,
            evidence: raw.evidence.map(|e| e.value),
            sources: low.sources_of(&raw.sources),
            id: raw.id.text,
            span: raw.id.span,
        });
    }
    if whole {
        reach(low, &plans, &written);
    }
    parts.plans = plans;
}

fn grows(low: &mut Lower, raw: &RawGrows, parts: &Parts) -> Option<Grows> {
    let by = number_formula(low, &raw.by, parts, "km");
    let up_to = number_formula(low, &raw.up_to, parts, "km");
    Some(Grows { by: by?, up_to: up_to? })
}

/// The date that the weeks of a plan end on.
fn ends_on(low: &mut Lower, id: &Name, parts: &Parts) -> Option<Axis> {
    let axis = low.names.axes.resolve(&id.text, id.span)?;
    if parts.inputs.get(axis).is_some_and(|input| input.kind == InputKind::Date) {
        return Some(axis);
    }
    low.findings.push(
        Finding::new(&lints::WRONG_TYPE, id.span, format!("`{}` is no date", id.text))
            .label("must be an input for a date"),
    );
    None
}

/// The last plan is for everybody, and none but the last; of each plan, whether it has a `when` and a `for`.
fn reach(low: &mut Lower, plans: &[Plan], written: &[(bool, bool)]) {
    // A `when` that could not be read is none.
    if plans.iter().any(|plan| low.findings.is_unread_within(plan.span.whole_file())) {
        return;
    }
    let for_all = written.iter().position(|has| *has == (false, false));
    if let Some((first, hidden)) = for_all.and_then(|at| {
        let behind = written[at + 1..].iter().position(|(_, answers)| !answers)?;
        Some((&plans[at], &plans[at + 1 + behind]))
    }) {
        low.findings.push(
            Finding::new(&lints::UNREACHABLE_PLAN, hidden.span, format!("nobody gets the plan `{}`", hidden.id))
                .label("stands behind a plan for everybody")
                .related(first.span, "has no `when`")
                .help("give the other one a `when`, or let it be the last; files are read in the order of their names"),
        );
    }
    if let Some(last) = plans.last().filter(|_| for_all.is_none()) {
        low.findings.push(
            Finding::new(&lints::UNREACHABLE_PLAN, last.span, "the last plan is not for everybody")
                .label("who matches no `when` gets no plan")
                .help("let the last plan of the pack have no `when`"),
        );
    }
}

fn week(low: &mut Lower, raw: &RawWeek, plan: Option<Interval>, parts: &Parts) -> PlanWeek {
    let volume = raw.volume.as_ref().and_then(|text| share(low, text)).or(plan);
    let written = [&raw.mon, &raw.tue, &raw.wed, &raw.thu, &raw.fri, &raw.sat, &raw.sun];
    let days = written.map(|day| self::day(low, day.as_ref(), raw.span, parts));
    // A session that is not known, or may be running, leaves the sum open.
    let is_known = |day: &&Option<RawDay>| {
        let ids = day.iter().flat_map(|RawDay(day)| &day.r#do.0);
        ids.clone().all(|id| low.names.sessions.get(&id.text).is_some())
    };
    let is_share = |day: &PlanDay| day.share.is_none_or(|share| (0.0..=1.0).contains(&share));
    let all_read = |day: &&Option<RawDay>, read: &PlanDay| {
        day.as_ref().is_none_or(|RawDay(raw)| raw.share.is_some() == read.share.is_some())
    };
    let whole = days.iter().all(is_share) && written.iter().zip(&days).all(|(day, read)| all_read(day, read));
    if whole && written.iter().all(is_known) {
        shares(low, &days, raw.span, parts);
    }
    PlanWeek { volume: volume.map_or((1.0, 1.0), |v| (v.lo(), v.hi())), days }
}

fn day(low: &mut Lower, raw: Option<&RawDay>, week: Span, parts: &Parts) -> PlanDay {
    let off = parts.sessions.iter().position(|s| s.load == Load::Rest);
    let mut day = PlanDay { options: Vec::new(), share: None, minutes: None, with: Vec::new(), note: None, span: week };
    if let Some(RawDay(raw)) = raw {
        day.span = raw.span;
        let resolve = |low: &mut Lower, ids: &[crate::syntax::Id]| -> Vec<usize> {
            ids.iter().filter_map(|id| low.names.sessions.resolve(&id.text, id.span)).collect()
        };
        day.options = resolve(low, &raw.r#do.0);
        day.with = resolve(low, &raw.with.0);
        day.share = raw.share.as_ref().and_then(|text| low.quantity(text, "1"));
        day.minutes = raw.minutes.as_ref().and_then(|text| low.range(text, &Unit::parse("min").ok()?));
        day.note = raw.note.as_ref().map(|n| n.value.clone());
        if raw.r#do.0.is_empty() {
            low.lacking(
                raw.span,
                Finding::new(&lints::MISSING_FIELD, raw.span, "this day does not say what to do")
                    .label("needs `do` with a session"),
            );
        }
        if let Some(share) = day.share.filter(|share| !(0.0..=1.0).contains(share)) {
            let span = raw.share.as_ref().map_or(raw.span, |s| s.span);
            low.findings.push(
                Finding::new(
                    &lints::UNEVEN_SHARES,
                    span,
                    format!("a share of {} % is none", crate::quantity::round6(share * 100.0)),
                )
                .label("must be from 0 to 100 %"),
            );
        }
    }
    if day.options.is_empty() {
        day.options.extend(off);
    }
    day
}

/// Where shares are given, those of the first choices come to a whole; races are left out.
fn shares(low: &mut Lower, days: &[PlanDay; 7], span: Span, parts: &Parts) {
    let shares = days.iter().filter_map(|day| day.runs_first(&parts.sessions).then_some(day.share));
    let shares: Vec<Option<f64>> = shares.collect();
    let sum: f64 = shares.iter().flatten().sum();
    // What could not be read may be what is missing, and a session's `run` too.
    let of_sessions = parts.sessions.first().map(|session| session.span.whole_file());
    let is_read = |low: &Lower| {
        !low.findings.has_error_within(span) && !of_sessions.is_some_and(|file| low.findings.is_unread_within(file))
    };
    if shares.iter().any(Option::is_some) && (sum - 1.0).abs() > SLACK && is_read(low) {
        let percent = crate::quantity::round6(sum * 100.0);
        low.findings.push(
            Finding::new(&lints::UNEVEN_SHARES, span, format!("the shares of this week come to {percent} %"))
                .label("must come to 100 %")
                .help("count the first choice of each day that is running, races left out"),
        );
    }
}

/// A share of the usual week: `0.6..0.8`, or in percent.
fn share(low: &mut Lower, text: &ScalarText) -> Option<Interval> {
    within(low, text, "1", (0.0, 3.0), "from 0 to 300 %")
}
