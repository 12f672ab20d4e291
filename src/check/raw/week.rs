//! Records of the week: kinds of session, plans, and the rules that every week keeps.

use super::{RawCondition, Text};
use crate::record;
use crate::source::{FileId, Span, Spanned};
use crate::syntax::decode::{Book, Cx, Decode, MapOf};
use crate::syntax::{Grade, Id, ListOrOne, Name, Node, NodeKind, ScalarText};
use serde_json::{Value, json};

record! {
    /// A kind of session.
    pub struct RawSession is "a session" {
        /// Id; where it is an option of `session_kind`, the same id.
        id: Id,
        /// Title, one to four words.
        title: Text,
        /// rest, easy, moderate or hard.
        load: Text,
        /// Whether it is running.
        run: Option<Spanned<bool>>,
        /// Words of your own that rules may name; `long` and `race` are known to the fitter.
        groups: ListOrOne<Id>,
        /// How hard it feels, from 0 to 10, such as `6..7`.
        effort: Option<ScalarText>,
        /// How long it takes: one range, or one for each option of a choice input.
        minutes: Option<RawNumber>,
        /// How much of its minutes is easy, such as `60 %`; all of an easy session if absent.
        easy_part: Option<ScalarText>,
        /// What to do, in Markdown.
        what: Text,
        /// For whom not; each entry blocks on its own.
        unless: RawCondition,
        /// Words for an `unless` that options cannot word.
        caveat: Option<Text>,
        /// The session that takes its place where it cannot be.
        instead: Option<Id>,
        /// Items that come after it; they go through the selection.
        recover: Vec<Id>,
        /// A, B, C or D: how sure we are.
        evidence: Option<Spanned<Grade>>,
        /// Sources.
        sources: Vec<Id>,
    }
}

record! {
    /// A plan: one week, or some weeks.
    pub struct RawPlan is "a plan" {
        /// Id, the address of its page.
        id: Id,
        /// Title.
        title: Text,
        /// One sentence.
        summary: Text,
        /// More about it, in Markdown.
        text: Option<Text>,
        /// For whom; the last plan of a pack has none.
        when: Option<RawCondition>,
        /// The `every` rule that it answers; it is taken only where that rule asks for an easier week.
        r#for: Option<Id>,
        /// Share of the usual week's running, such as `0.6..0.8`; all of it if absent.
        volume: Option<ScalarText>,
        /// A formula in days: how far the first of its weeks is past, 1 to 7 in the first week.
        start: Option<ScalarText>,
        /// An input for a date: its weeks end on the weekday of that day, and not on Sunday. `sun` is then that day.
        ends_on: Option<Name>,
        /// How the normal week grows from one of its weeks to the next.
        grows: Option<RawGrows>,
        /// Whether it takes the place of a plan before it that matches too and has more of the usual week's running.
        lowers: Option<bool>,
        /// The one week.
        week: Option<RawWeek>,
        /// Or its weeks, one after the other.
        weeks: Vec<RawWeek>,
        /// Rules that the check does not hold against it, each with a reason.
        allow: Vec<RawAllow>,
        /// A, B, C or D: how sure we are.
        evidence: Option<Spanned<Grade>>,
        /// Sources.
        sources: Vec<Id>,
    }
}

record! {
    /// How a normal week grows.
    pub struct RawGrows is "growth" {
        /// A formula in km: how much longer than the last normal week the next one is; nothing where it has no value.
        by: ScalarText,
        /// A formula in km: where it ends.
        up_to: ScalarText,
    }
}

record! {
    /// Seven days; a day that is left out is a day off.
    pub struct RawWeek is "a week" {
        /// Share of the usual week's running; the plan's own if absent.
        volume: Option<ScalarText>,
        /// Monday.
        mon: Option<RawDay>,
        /// Tuesday.
        tue: Option<RawDay>,
        /// Wednesday.
        wed: Option<RawDay>,
        /// Thursday.
        thu: Option<RawDay>,
        /// Friday.
        fri: Option<RawDay>,
        /// Saturday.
        sat: Option<RawDay>,
        /// Sunday.
        sun: Option<RawDay>,
    }
}

record! {
    /// What a day holds.
    pub struct RawDayMap is "a day" {
        /// A session, or some to choose from, the preferred one first.
        r#do: ListOrOne<Id>,
        /// Share of the week's running, such as `20 %`.
        share: Option<ScalarText>,
        /// How long it takes; the session's own if absent.
        minutes: Option<ScalarText>,
        /// Sessions that go along.
        with: ListOrOne<Id>,
        /// A remark for the runner.
        note: Option<Text>,
    }
}

record! {
    /// A rule that is not held against a plan.
    pub struct RawAllow is "an allowance" {
        /// The rule.
        rule: Id,
        /// Why it may be broken here.
        because: Text,
    }
}

record! {
    /// What every week keeps.
    pub struct RawWeekRule is "a week rule" {
        /// Id.
        id: Id,
        /// A few words for it.
        title: Option<Text>,
        /// in-a-row, count, gap-after, share, at-most, increase, every or remark.
        kind: Text,
        /// Whether no week may break it.
        hard: Option<bool>,
        /// How much breaking it weighs where it is not hard, from 1 to 10.
        weight: Option<Spanned<u32>>,
        /// Whether a plan that breaks it is worth a warning where it is not hard.
        warn: Option<bool>,
        /// When it holds.
        when: RawCondition,
        /// When it does not; each entry switches it off on its own.
        unless: RawCondition,
        /// Plans in whose weeks alone it holds.
        plans: Vec<Id>,
        /// Plans in whose weeks it does not hold.
        not_plans: Vec<Id>,
        /// Which days or sessions it is about.
        of: Option<Text>,
        /// What a share is a share of; `run` if absent.
        per: Option<Text>,
        /// After which days a gap is kept, or a run is short.
        after: Option<Text>,
        /// Before which days a run is short.
        before: Option<Text>,
        /// Items of guidance that keep the gap.
        items: Vec<Id>,
        /// Topics whose items keep the gap.
        topics: Vec<Id>,
        /// What is counted: distance, minutes or sessions.
        r#in: Option<Text>,
        /// Of these (distance, or days of a kind) few may rise at once.
        any_of: Vec<Text>,
        /// Ceiling: a formula, or one for each option of a choice input.
        at_most: Option<RawNumber>,
        /// Floor.
        at_least: Option<RawNumber>,
        /// The number where the formula cannot be worked out.
        unknown: Option<ScalarText>,
        /// How many days it holds: from today on, or on either side of the days that it is about.
        within: Option<ScalarText>,
        /// Share of the usual week that makes a week an easier one.
        volume: Option<ScalarText>,
        /// Words shown where it changes something.
        because: Option<Text>,
        /// A, B, C or D: how sure we are.
        evidence: Option<Spanned<Grade>>,
        /// Sources.
        sources: Vec<Id>,
    }
}

record! {
    /// What some weeks or days of a runner hold. Selectors are those of the rules.
    pub struct RawWeekTest is "what weeks hold" {
        /// Which weeks, such as `3` or `1..4`, the first being 1.
        weeks: Option<ScalarText>,
        /// Or which days, such as `1..3`, the first being the day after `as_of`.
        days: Option<ScalarText>,
        /// The plan of each of these weeks.
        plan: Option<Id>,
        /// What each Monday holds: any of these.
        mon: ListOrOne<Id>,
        /// Each Tuesday.
        tue: ListOrOne<Id>,
        /// Each Wednesday.
        wed: ListOrOne<Id>,
        /// Each Thursday.
        thu: ListOrOne<Id>,
        /// Each Friday.
        fri: ListOrOne<Id>,
        /// Each Saturday.
        sat: ListOrOne<Id>,
        /// Each Sunday.
        sun: ListOrOne<Id>,
        /// Each of these stands on some day.
        some: ListOrOne<Id>,
        /// None of these stands on any day.
        none: ListOrOne<Id>,
        /// None of these stands on two days in a row.
        apart: ListOrOne<Id>,
        /// On how many days of a week at most, by selector.
        at_most: MapOf<ScalarText>,
        /// On how many days of a week at least.
        at_least: MapOf<ScalarText>,
        /// Between which distances each week's running lies, races left out.
        distance: Option<ScalarText>,
        /// Between which distances the longest run of each week lies, races left out.
        longest: Option<ScalarText>,
        /// What could not be: race, rest-day, long-run-day, session or rule.
        gave_up: ListOrOne<Id>,
        /// Rules that remark on one of these days, or on a race that is to come.
        says: ListOrOne<Id>,
        /// Rules that do not.
        says_not: ListOrOne<Id>,
    }
}

/// A number as written: one for all, or one for each option of a choice.
#[derive(Debug, Clone, PartialEq)]
pub enum RawNumber {
    /// For all.
    One(ScalarText),
    /// By option.
    By(MapOf<ScalarText>, Span),
}

impl Decode for RawNumber {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        match &node.kind {
            NodeKind::Map(_) => MapOf::decode(node, cx).map(|map| Self::By(map, node.span)),
            _ => ScalarText::decode(node, cx).map(Self::One),
        }
    }
    fn stand_in(file: FileId) -> Option<Self> {
        ScalarText::stand_in(file).map(Self::One)
    }
    fn schema(book: &mut Book) -> Value {
        let one = ScalarText::schema(book);
        json!({ "anyOf": [one, { "type": "object", "additionalProperties": one.clone() }] })
    }
}

/// A day: a session, alternatives, or a map.
#[derive(Debug, Clone, PartialEq)]
pub struct RawDay(pub RawDayMap);

impl Decode for RawDay {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        match &node.kind {
            NodeKind::Map(_) => RawDayMap::decode(node, cx).map(Self),
            _ => {
                let r#do = ListOrOne::decode(node, cx)?;
                let with = ListOrOne(Vec::new());
                Some(Self(RawDayMap { r#do, share: None, minutes: None, with, note: None, span: node.span }))
            }
        }
    }
    fn stand_in(file: FileId) -> Option<Self> {
        let (r#do, with) = (ListOrOne::stand_in(file)?, ListOrOne(Vec::new()));
        Some(Self(RawDayMap { r#do, share: None, minutes: None, with, note: None, span: Span::stand_in(file) }))
    }
    fn fields() -> &'static [&'static str] {
        RawDayMap::fields()
    }
    fn schema(book: &mut Book) -> Value {
        json!({ "anyOf": [ListOrOne::<Id>::schema(book), RawDayMap::schema(book)] })
    }
}
