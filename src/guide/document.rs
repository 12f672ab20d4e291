//! The shape of the document. Field docs say what a template may rely on; texts are Markdown where they say so, and plain
//! words otherwise.

use serde::Serialize;

/// A guide for one runner on one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Guide {
    /// The pack's own name and words.
    pub site: SiteDoc,
    /// What the runner wants to be called (plain).
    pub runner: Option<String>,
    /// The day in words.
    pub date: String,
    /// The session in a line (plain).
    pub session: String,
    /// Raised red flags, the most urgent first.
    pub stop: Vec<FlagDoc>,
    /// Whether the flags are all that the guide is.
    pub ends: bool,
    /// Signs of an emergency, where the runner did not say which symptoms there are.
    pub emergency_signs: Vec<String>,
    /// The first numbers and things.
    pub glance: Option<GlanceDoc>,
    /// The first 24 hours.
    pub timeline: Option<TimelineDoc>,
    /// Sections with items, in order.
    pub sections: Vec<SectionDoc>,
    /// The seven days that follow, where the pack has plans.
    pub week: Option<super::WeekDoc>,
    /// What is not for this runner today.
    pub not_for_you: Vec<NotForYou>,
    /// Unanswered questions that would change the guide most.
    pub unknown: Vec<UnknownDoc>,
    /// Numbers worked out.
    pub measures: Vec<MeasureDoc>,
    /// Why some of those that matter here have no number.
    pub withheld: Vec<WithheldDoc>,
    /// What the runner said.
    pub profile: Vec<GivenDoc>,
    /// Sources in the order of their marks.
    pub sources: Vec<SourceDoc>,
    /// Version, content and day: the same stamp, the same bytes.
    pub stamp: Stamp,
}

/// The pack's own name and words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteDoc {
    /// Name.
    pub title: String,
    /// Language tag.
    pub language: String,
    /// Who is responsible.
    pub author: Option<String>,
    /// General information, not medical advice.
    pub disclaimer: String,
}

/// A raised red flag.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlagDoc {
    /// Id.
    pub id: String,
    /// The symptom.
    pub title: String,
    /// emergency, urgent, clinician or first-aid.
    pub level: String,
    /// The signs.
    pub signs: String,
    /// What it may be.
    pub may_be: String,
    /// What to do.
    pub action: String,
    /// Source marks.
    pub marks: Vec<usize>,
    /// Source ids.
    pub sources: Vec<String>,
}

/// The first numbers and things.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlanceDoc {
    /// One number per kind of amount.
    pub numbers: Vec<GlanceNumber>,
    /// "If you only do three things".
    pub things: Vec<ThingDoc>,
}

/// A first number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlanceNumber {
    /// Kind of amount.
    pub of: String,
    /// Its name.
    pub label: String,
    /// The number in words, where it is known.
    pub value: Option<String>,
    /// The item's text (Markdown), for where it is not.
    pub words: String,
    /// The item; empty where a red flag forbids this kind of amount.
    pub item: String,
    /// The item's title.
    pub title: String,
}

/// One of the three things.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThingDoc {
    /// The item.
    pub id: String,
    /// Title.
    pub title: String,
    /// Text (Markdown).
    pub text: String,
}

/// A section with its items.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionDoc {
    /// Id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Its window in words.
    pub when: String,
    /// Items in order.
    pub items: Vec<ItemDoc>,
}

/// A line of advice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemDoc {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// must, should or could.
    pub priority: String,
    /// Its own window in words, where it differs from the section's.
    pub when: Option<String>,
    /// Its window for machines.
    pub at: AtDoc,
    /// What to do (Markdown).
    pub text: String,
    /// Why (Markdown).
    pub why: String,
    /// Numbers, exact and in words.
    pub amounts: Vec<AmountDoc>,
    /// Words for what could not be told (plain).
    pub caveats: Vec<String>,
    /// Foods that come to its amounts (plain).
    pub examples: Vec<String>,
    /// Grade A to D.
    pub evidence: String,
    /// Source marks.
    pub marks: Vec<usize>,
    /// Source ids.
    pub sources: Vec<String>,
    /// The rule that matched.
    pub reasons: Vec<ReasonDoc>,
    /// Title of the blocked item that it stands in for.
    pub stands_for: Option<String>,
    /// Last review, year-month-day.
    pub reviewed: String,
    /// Next review.
    pub next_review: String,
    /// Whether the next review is past on the day of the guide.
    pub overdue: bool,
    /// How its numbers were worked out (plain).
    pub basis: Vec<String>,
}

/// A window for machines: minutes after the session, and local times where the runner's clock is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AtDoc {
    /// Minutes after the end of the session, where the window can be put on the clock.
    pub from_min: Option<f64>,
    /// End of the window.
    pub to_min: Option<f64>,
    /// Local date and time, `2026-11-24T10:30`.
    pub from: Option<String>,
    /// End of the window.
    pub to: Option<String>,
    /// In words.
    pub words: String,
}

/// A number of an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AmountDoc {
    /// What the text calls it.
    pub name: String,
    /// The exact value.
    pub value: Option<Exact>,
    /// Rounded, with its unit (plain).
    pub words: Option<String>,
    /// Kind of amount.
    pub of: Option<String>,
}

/// An exact value in a declared unit, at most 6 decimals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exact {
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Unit.
    pub unit: String,
}

/// A test that held, with the answer it held for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReasonDoc {
    /// The test as written.
    pub test: String,
    /// Id of the input or measure.
    pub input: String,
    /// Title of the input or measure.
    pub title: String,
    /// The test in words.
    pub words: String,
    /// The answer in words.
    pub value: String,
}

/// An item that is not for this runner today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotForYou {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Why (plain).
    pub reason: String,
    /// What would change it (plain; may be empty).
    pub would_change: String,
}

/// An unanswered question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnknownDoc {
    /// Id of the input.
    pub input: String,
    /// The question.
    pub ask: String,
    /// Titles of the items that it matters most to.
    pub titles: Vec<String>,
    /// How many more.
    pub more: usize,
    /// Ids of all items that it would change.
    pub would_change: Vec<String>,
}

/// A number worked out from answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeasureDoc {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The exact value.
    pub value: Option<Exact>,
    /// Rounded, with its unit.
    pub words: Option<String>,
    /// The case that gave it.
    pub case: Option<String>,
    /// What that case rests on.
    pub case_words: Option<String>,
    /// Ids of the unanswered inputs that it lacks.
    pub missing: Vec<String>,
    /// Why it is withheld.
    pub note: Option<String>,
    /// Whether pages tell it: where a line of the guide rests on it, or it is no line's amount.
    pub told: bool,
}

/// Measures that are withheld for one reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WithheldDoc {
    /// Their titles, as a list in words.
    pub titles: String,
    /// The reason.
    pub note: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GivenDoc {
    /// Id of the input.
    pub input: String,
    /// Title.
    pub title: String,
    /// In words (plain).
    pub words: String,
    /// As a JSON value: numbers in the declared unit.
    pub value: serde_json::Value,
}

/// A cited source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceDoc {
    /// Its mark.
    pub number: usize,
    /// Id.
    pub id: String,
    /// Authors.
    pub authors: Option<String>,
    /// Year.
    pub year: Option<u32>,
    /// Title.
    pub title: String,
    /// Journal or publisher.
    pub journal: Option<String>,
    /// Address of the work.
    pub address: Option<String>,
    /// Kind in words.
    pub kind: String,
    /// Whether its main claim was checked against a copy.
    pub checked: bool,
    /// A remark.
    pub note: Option<String>,
}

/// The first 24 hours as a picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineDoc {
    /// Hour marks: position in percent of the width, and label.
    pub ticks: Vec<TickDoc>,
    /// Sections.
    pub bands: Vec<BandDoc>,
    /// Items with a window of their own.
    pub items: Vec<BandDoc>,
    /// The same in sentences.
    pub text: Vec<String>,
}

/// An hour mark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TickDoc {
    /// Position in percent of the width.
    pub at: f64,
    /// Label.
    pub label: String,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandDoc {
    /// Id of the section or item.
    pub id: String,
    /// Words.
    pub title: String,
    /// Start in percent of the width.
    pub from: f64,
    /// Width in percent.
    pub width: f64,
    /// The window in words.
    pub when: String,
}

/// Version, content and day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stamp {
    /// Version of the program.
    pub version: String,
    /// Hash of the content.
    pub content: String,
    /// Day of the session.
    pub as_of: String,
}
