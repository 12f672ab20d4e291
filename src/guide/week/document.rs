//! The shape of a week in the document.

use crate::guide::{Exact, FlagDoc, GivenDoc, SiteDoc, SourceDoc, Stamp};
use serde::Serialize;

/// A plan for one runner: weeks, and a picture of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanDoc {
    /// The pack's own name and words.
    pub site: SiteDoc,
    /// What the runner wants to be called (plain).
    pub runner: Option<String>,
    /// The day of asking in words.
    pub date: String,
    /// Raised red flags, the most urgent first.
    pub stop: Vec<FlagDoc>,
    /// Whether the flags are all that there is.
    pub ends: bool,
    /// The weeks.
    pub week: Option<WeekDoc>,
    /// The weeks as bars.
    pub chart: Option<ChartDoc>,
    /// What the runner said.
    pub profile: Vec<GivenDoc>,
    /// Sources in the order of their marks.
    pub sources: Vec<SourceDoc>,
    /// Version, content and day.
    pub stamp: Stamp,
}

/// Weeks for one runner.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeekDoc {
    /// What keeps a week from being made, and what to change (plain).
    pub troubles: Vec<TroubleDoc>,
    /// Races to come.
    pub countdown: Vec<CountdownDoc>,
    /// The weeks in order.
    pub weeks: Vec<WeekRowsDoc>,
    /// What must be known before the sessions are done: for each kind its caveats.
    pub caveats: Vec<CaveatDoc>,
    /// Name of a calendar that holds them (plain).
    pub calendar: String,
    /// Word for a time that is taken (plain).
    pub busy: String,
    /// Word for a time that is not, where it was before (plain).
    pub free: String,
    /// Tells this runner's events from another's.
    pub runner_key: String,
}

/// What keeps a week from being made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TroubleDoc {
    /// Id of the input whose answer must change.
    pub input: String,
    /// What is wrong (plain).
    pub text: String,
    /// What to change (plain).
    pub help: String,
}

/// A race to come.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CountdownDoc {
    /// Its day, year-month-day.
    pub date: String,
    /// Days from the day of asking.
    pub days: i64,
    /// In a sentence (plain).
    pub text: String,
    /// What is to be said of it, by the weeks that lead to it.
    pub remarks: Vec<WeekRuleDoc>,
}

/// What must be known before a session is done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaveatDoc {
    /// Title of the session.
    pub session: String,
    /// Sentences (plain).
    pub text: Vec<String>,
}

/// A week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeekRowsDoc {
    /// Its Monday, year-month-day.
    pub monday: String,
    /// In words: `Week of Monday 30 November`.
    pub title: String,
    /// Id of the plan.
    pub plan: String,
    /// Title of the plan.
    pub plan_title: String,
    /// The plan in one sentence.
    pub plan_summary: String,
    /// Why this plan: the tests that held (plain).
    pub plan_why: String,
    /// Share of the usual week's running, low and high, 1 for all of it.
    pub volume: (f64, f64),
    /// The normal week by then, where it is known.
    pub normal: Option<Exact>,
    /// The share in words, and the normal week where it has grown; what the week comes to where rules shortened it.
    pub volume_words: String,
    /// The rule that asked for an easier week.
    pub easier: Option<String>,
    /// Running distance in words, where it is known.
    pub distance_words: Option<String>,
    /// Running distance.
    pub distance: Option<Exact>,
    /// Time of all sessions in words.
    pub minutes_words: Option<String>,
    /// Load: effort times minutes, at the middle of their ranges, races left out.
    pub load: i64,
    /// Days in order.
    pub days: Vec<DayDoc>,
    /// Sessions on another day than the plan's.
    pub moved: Vec<ChangeDoc>,
    /// Wishes and sessions that could not be.
    pub gave_up: Vec<ChangeDoc>,
    /// The next best weeks.
    pub next_best: Vec<VariantDoc>,
    /// Rules that changed something.
    pub rules: Vec<WeekRuleDoc>,
    /// How sure we are of the plan.
    pub evidence: Option<String>,
    /// Source marks of the plan.
    pub marks: Vec<usize>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DayDoc {
    /// mon to sun.
    pub day: String,
    /// Its date, year-month-day.
    pub date: String,
    /// In words: `Mon 30 November`.
    pub words: String,
    /// Whether it is over.
    pub over: bool,
    /// Id of the session.
    pub session: Option<String>,
    /// Its title, or that nothing is known.
    pub title: String,
    /// rest, easy, moderate or hard.
    pub load: String,
    /// Whether it is a day off.
    pub rest: bool,
    /// The race, in words.
    pub race: Option<String>,
    /// How long.
    pub minutes: Option<Exact>,
    /// How long and how far, in words.
    pub size: String,
    /// How far.
    pub distance: Option<Exact>,
    /// How hard it feels, in words.
    pub effort: Option<String>,
    /// Effort times minutes, at the middle of their ranges.
    pub points: f64,
    /// Sessions that go along.
    pub with: Vec<SessionDoc>,
    /// What to do (Markdown).
    pub what: String,
    /// The plan's remark (plain).
    pub note: Option<String>,
    /// What is to be said of it.
    pub remarks: Vec<WeekRuleDoc>,
    /// Why it is this (plain).
    pub why: String,
    /// What shortened it (plain).
    pub cuts: Vec<String>,
    /// What may be done instead.
    pub alternatives: Vec<SessionDoc>,
    /// Words for what could not be told (plain).
    pub caveats: Vec<String>,
    /// What comes after it.
    pub recover: Vec<RecoverDoc>,
    /// The day in a line (plain).
    pub summary: String,
    /// The day in lines: what to do, why, and what comes after it (plain).
    pub details: String,
    /// Minutes since midnight at which it starts; none on days off and race days.
    pub start: Option<f64>,
    /// Minutes since midnight of its day at which it ends at the latest.
    pub end: Option<f64>,
}

/// A session by name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SessionDoc {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// How long, in words.
    pub size: String,
    /// What to do (Markdown).
    pub what: String,
}

/// A line of advice for after a session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecoverDoc {
    /// Id of the item.
    pub id: String,
    /// Title.
    pub title: String,
    /// What to do (Markdown).
    pub text: String,
    /// Minutes after the end of the session at which it begins, where that is known.
    pub from_min: Option<f64>,
    /// Words for what could not be told (plain).
    pub caveats: Vec<String>,
}

/// A move, or something given up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeDoc {
    /// What: `session`, `race`, `rest_day`, `long_run_day` or `rule`.
    pub what: String,
    /// Its id, or its day.
    pub id: String,
    /// The plan's day, where it has one.
    pub from: Option<String>,
    /// Its day now.
    pub to: Option<String>,
    /// In a sentence (plain).
    pub text: String,
}

/// Another week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VariantDoc {
    /// For each day the id of its session; none for a day off.
    pub sessions: Vec<Option<String>>,
    /// In a sentence: what is different (plain).
    pub text: String,
}

/// A rule that changed something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeekRuleDoc {
    /// Id.
    pub id: String,
    /// A few words for it.
    pub title: String,
    /// Why there is such a rule (plain).
    pub because: Option<String>,
    /// How sure we are.
    pub evidence: Option<String>,
    /// Source marks.
    pub marks: Vec<usize>,
}

/// The weeks as bars.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartDoc {
    /// One for each week.
    pub bars: Vec<BarDoc>,
}

/// A week as a bar.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BarDoc {
    /// Left edge in percent of the width.
    pub at: f64,
    /// Width in percent.
    pub width: f64,
    /// Height in percent of the tallest.
    pub height: f64,
    /// Short name of the week: `30 Nov`.
    pub label: String,
    /// Whether there is room for the name under the bar.
    pub labelled: bool,
    /// Whether there is room for it on a wide page only.
    pub wide_only: bool,
    /// Load.
    pub load: i64,
    /// The plan.
    pub plan: String,
    /// Running distance in words.
    pub distance: Option<String>,
    /// Time in words.
    pub minutes: Option<String>,
    /// The races of the week, in words.
    pub race: Option<String>,
}
