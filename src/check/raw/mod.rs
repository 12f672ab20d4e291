//! Records as files hold them: one per format, decoded and not yet resolved.
//!
//! The doc comments here are the descriptions of the JSON Schemas, so they speak to editors.

mod forms;
mod week;

pub use forms::{RawAmount, RawCondition, RawExpected, RawOptions};
pub use week::{
    RawAllow, RawDay, RawDayMap, RawGrows, RawNumber, RawPlan, RawSession, RawWeek, RawWeekRule, RawWeekTest,
};

use crate::record;
use crate::source::Spanned;
use crate::syntax::decode::MapOf;
use crate::syntax::{DateText, Flat, Grade, Id, ListOrOne, Name, ScalarText};

type Text = Spanned<String>;

record! {
    /// The pack's own name, address and words.
    pub struct RawSite is "the site's settings" {
        /// Name of the site and of every guide.
        title: Text,
        /// Address under which the site is published, as in `https://club.example/recovery/`
        base_url: Option<Text>,
        /// Language tag, such as `en`.
        language: Text,
        /// One sentence about the site.
        description: Text,
        /// Who is responsible for the content.
        author: Option<Text>,
        /// Pages of the navigation: words and addresses.
        navigation: Vec<RawLink>,
        /// Said once in every guide: general information, not medical advice.
        disclaimer: Text,
        /// Design tokens: names and colours.
        colours: MapOf<Text>,
        /// Logo: a file of the pack.
        logo: Option<Text>,
        /// Whether pages name the manifest, so that the site can be put on a home screen; the server's policy must then have
        /// `manifest-src 'self'`.
        installable: Option<bool>,
        /// Severity of lints: allow, warn or deny.
        lints: MapOf<Text>,
        /// What the pack's words are held to.
        style: Option<RawStyle>,
    }
}

record! {
    /// What the pack's words are held to.
    pub struct RawStyle is "the style" {
        /// Words that no text may use, such as detox; between quotation marks they may stand.
        forbid: Vec<Text>,
        /// Highest reading grade of a topic's text or an answer; 9 if absent.
        reading_grade: Option<Spanned<u32>>,
        /// First words of an answer that only puts off answering, such as Many runners.
        openers: Vec<Text>,
        /// Little words that do not tell two questions apart, such as how or the.
        stop_words: Vec<Text>,
    }
}

record! {
    /// Words with an address.
    pub struct RawLink is "a navigation link" {
        /// Words.
        title: Text,
        /// Address within the site.
        url: Text,
    }
}

record! {
    /// The questions to a runner.
    pub struct RawProfile is "the questions" {
        /// Groups of questions, in the order in which they are asked.
        groups: Vec<RawGroup>,
        /// Conditions that no runner can meet: refused as a profile, left out of the analysis.
        impossible: Vec<RawCondition>,
    }
}

record! {
    /// A heading over some questions.
    pub struct RawGroup is "a group of questions" {
        /// Id.
        id: Id,
        /// Heading.
        title: Text,
        /// The questions.
        inputs: Vec<RawInput>,
    }
}

record! {
    /// One question to a runner.
    pub struct RawInput is "an input" {
        /// Name in tests and formulas.
        id: Name,
        /// The question.
        ask: Text,
        /// Two or three words for it, in reasons and tables; made from the id if absent.
        title: Option<Text>,
        /// Help with answering.
        hint: Option<Text>,
        /// number, choice, set, flag, date, time, text or series.
        r#type: Text,
        /// Unit of numbers.
        unit: Option<ScalarText>,
        /// Allowed numbers, such as `0..2880`.
        range: Option<ScalarText>,
        /// Whether a profile must answer it.
        required: Option<bool>,
        /// Answer of a profile that does not give one.
        default: Option<ScalarText>,
        /// Options of a choice or set; `red-flags` for the symptoms.
        options: RawOptions,
        /// Words shown where an amount lacks this answer.
        to_know: Option<Text>,
        /// What of an imported file fills it, such as activity.duration
        from: Option<Text>,
        /// For how many days the answer holds, such as `7 day`; always if absent.
        lasts: Option<ScalarText>,
        /// Whether nobody can choose another answer, as with an age: no line is listed as one such answer away.
        fixed: Option<bool>,
    }
}

record! {
    /// One option of a choice or set.
    pub struct RawOption is "an option" {
        /// Id.
        id: Id,
        /// Words.
        label: Option<Text>,
        /// The words that block or warn: "you have …".
        caveat: Option<Text>,
        /// The distance that it stands for, such as `21.0975 km`.
        distance: Option<ScalarText>,
    }
}

record! {
    /// A derived number.
    pub struct RawMeasure is "a measure" {
        /// Name in tests and formulas.
        id: Name,
        /// Two to four words.
        title: Text,
        /// Unit in which it is declared, tested and rounded to 6 decimals.
        unit: ScalarText,
        /// A result outside, or partly outside, makes it unknown.
        valid: Option<ScalarText>,
        /// Words for that.
        valid_text: Option<Text>,
        /// What amounts made of it are amounts of.
        of: Option<Id>,
        /// Where it has no value at all; each entry blocks on its own.
        unless: RawCondition,
        /// Words for that.
        unless_text: Option<Text>,
        /// at_most rounds down, at_least rounds up.
        bound: Option<Text>,
        /// Whether it is a helper that is not shown.
        internal: Option<bool>,
        /// Ways to work it out: the first whose `when` is true and whose value has all it needs.
        cases: Vec<RawCase>,
        /// Sources.
        sources: Vec<Id>,
    }
}

record! {
    /// One way to work a measure out.
    pub struct RawCase is "a case" {
        /// Id.
        id: Id,
        /// What it rests on, in words.
        label: Option<Text>,
        /// When it applies.
        when: RawCondition,
        /// The formula.
        value: ScalarText,
    }
}

record! {
    /// The shape of the guide.
    pub struct RawGuide is "the guide's layout" {
        /// Sections in order.
        sections: Vec<RawSection>,
        /// The numbers and things at the top.
        glance: Option<RawGlance>,
        /// How numbers are rounded and shown.
        display: Vec<RawDisplay>,
    }
}

record! {
    /// A part of the guide.
    pub struct RawSection is "a section" {
        /// Id.
        id: Id,
        /// Heading.
        title: Text,
        /// Start: a time after the end of the session, or an input of type time.
        from: ScalarText,
        /// End.
        to: ScalarText,
        /// How many items every runner must find in it.
        at_least: Option<Spanned<u32>>,
        /// How many items it shows; a must is never cut.
        at_most: Option<Spanned<u32>>,
    }
}

record! {
    /// The guide's first numbers.
    pub struct RawGlance is "the glance" {
        /// Kinds of amount, each shown once.
        numbers: Vec<Id>,
        /// How many things are "if you only do three".
        things: Option<Spanned<u32>>,
    }
}

record! {
    /// How numbers of a unit are shown.
    pub struct RawDisplay is "a display rule" {
        /// Unit.
        unit: ScalarText,
        /// Step to which numbers are rounded.
        step: ScalarText,
        /// What runners who prefer metric units see, if not that unit.
        metric: Option<RawStep>,
        /// What runners who prefer imperial units see.
        imperial: Option<RawStep>,
    }
}

record! {
    /// A unit with its step.
    pub struct RawStep is "a unit with its step" {
        /// Unit.
        unit: ScalarText,
        /// Step to which numbers are rounded.
        step: ScalarText,
    }
}

record! {
    /// What no guide may exceed.
    pub struct RawLimit is "a limit" {
        /// Id.
        id: Id,
        /// Kind of amount.
        of: Id,
        /// amount, section, hour or guide.
        per: Text,
        /// The one section that it holds for, if not all.
        section: Option<Id>,
        /// Ceiling: a formula.
        at_most: Option<ScalarText>,
        /// Floor: a formula.
        at_least: Option<ScalarText>,
        /// Words shown where it stops an item.
        because: Option<Text>,
        /// Sources.
        sources: Vec<Id>,
    }
}

record! {
    /// Where a fact comes from.
    pub struct RawSource is "a source" {
        /// Id.
        id: Id,
        /// Authors, shortened.
        authors: Option<Text>,
        /// Year.
        year: Option<Spanned<u32>>,
        /// Title.
        title: Text,
        /// Journal or publisher.
        journal: Option<Text>,
        /// DOI, such as 10.1249/MSS.0000000000000852
        doi: Option<Text>,
        /// Address of its own page.
        url: Option<Text>,
        /// position-stand, meta-analysis, rct, expert, guideline, database or ours.
        kind: Text,
        /// Whether its main claim was checked against a copy.
        checked: Spanned<bool>,
        /// A remark for readers.
        note: Option<Text>,
    }
}

record! {
    /// A word of the glossary.
    pub struct RawTerm is "a term" {
        /// Id.
        id: Id,
        /// The word.
        term: Text,
        /// Other words for it.
        aliases: Vec<Text>,
        /// What it means.
        definition: Text,
        /// Sources.
        sources: Vec<Id>,
    }
}

record! {
    /// A topic with its items.
    pub struct RawTopic is "a topic" {
        /// Id, the address of its page.
        id: Id,
        /// Title.
        title: Text,
        /// One sentence.
        summary: Text,
        /// General guidance in Markdown.
        text: Text,
        /// For whom no item of the topic is; each entry blocks on its own.
        unless: RawCondition,
        /// Sources.
        sources: Vec<Id>,
        /// The lines of advice.
        items: Vec<RawItem>,
    }
}

record! {
    /// One line of advice.
    pub struct RawItem is "an item" {
        /// Id.
        id: Id,
        /// Title, two to five words.
        title: Text,
        /// Section of the guide.
        section: Id,
        /// When it is done, such as `0..4 h` or `13:00..16:00`; the section's window if absent.
        at: Option<ScalarText>,
        /// An input or measure, a time after the end of the session, at which it is over at the latest.
        until: Option<Name>,
        /// must, should or could.
        priority: Text,
        /// For whom.
        when: RawCondition,
        /// For whom not; each entry blocks on its own.
        unless: RawCondition,
        /// Words for an `unless` that options cannot word.
        caveat: Option<Text>,
        /// The item that takes its place where it is blocked.
        instead: Option<Id>,
        /// Its group; one of a group is shown.
        exclusive: Option<Id>,
        /// Items that it must never stand beside.
        contradicts: Vec<Id>,
        /// What to do, with {{ amounts }}.
        r#do: Text,
        /// Why, in one sentence.
        why: Text,
        /// Kinds of amount that its words are about, where no amount says so, such as `fluid`.
        of: ListOrOne<Id>,
        /// Numbers of the text: formulas.
        amounts: MapOf<RawAmount>,
        /// Text where an amount is unknown.
        when_unknown: Option<Text>,
        /// Foods that illustrate it.
        examples: Vec<RawExample>,
        /// A, B, C or D: how sure we are.
        evidence: Spanned<Grade>,
        /// Sources.
        sources: Vec<Id>,
        /// Last review.
        reviewed: DateText,
        /// Next review.
        next_review: DateText,
    }
}

record! {
    /// Foods that come to about an item's amount.
    pub struct RawExample is "an example" {
        /// Option of the diet input, or `any`.
        r#for: Id,
        /// Foods.
        food: Vec<Id>,
    }
}

record! {
    /// A food as people picture it.
    pub struct RawFood is "a food" {
        /// Id.
        id: Id,
        /// Name; made from the id if absent.
        title: Option<Text>,
        /// A serving in words.
        serving: Text,
        /// Carbohydrate of a serving.
        carbohydrate: ScalarText,
        /// Protein of a serving.
        protein: ScalarText,
        /// Diets that it suits.
        fits: Vec<Id>,
        /// Source of the two numbers.
        source: Id,
    }
}

record! {
    /// A warning sign.
    pub struct RawRedFlag is "a red flag" {
        /// Id.
        id: Id,
        /// Row of the fact sheet.
        row: Option<Text>,
        /// The symptom in a runner's words; made from the id if absent.
        title: Option<Text>,
        /// The signs.
        signs: Text,
        /// What it may be.
        may_be: Text,
        /// emergency, urgent, clinician or first-aid.
        level: Text,
        /// What to do.
        action: Text,
        /// Words that runners use for it.
        also_said: Vec<Text>,
        /// Data that raises it too.
        when: Option<RawCondition>,
        /// Whether it is offered as a symptom.
        option: Option<bool>,
        /// What it keeps out of the guide.
        forbids: Option<RawForbids>,
        /// Sources.
        sources: Vec<Id>,
    }
}

record! {
    /// What a raised flag keeps out of the guide.
    pub struct RawForbids is "what a flag forbids" {
        /// Topics.
        topics: Vec<Id>,
        /// Items.
        items: Vec<Id>,
        /// Kinds of amount.
        of: Vec<Id>,
        /// hard, run or any.
        sessions: Option<Text>,
    }
}

record! {
    /// A question with its answer.
    pub struct RawFaq is "a FAQ" {
        /// Id, the address of its page.
        id: Id,
        /// The question.
        question: Text,
        /// The answer in Markdown; its first sentence answers.
        answer: Text,
        /// Tags.
        tags: Vec<Id>,
        /// Related questions.
        related: Vec<Id>,
        /// Sources.
        sources: Vec<Id>,
        /// A, B, C or D: how sure we are.
        evidence: Option<Spanned<Grade>>,
        /// Last change.
        updated: DateText,
        /// Former ids, which keep leading here.
        aliases: Vec<Id>,
    }
}

record! {
    /// A page of the site that is written as such, such as the one on method.
    pub struct RawPage is "a page" {
        /// Id, the address of the page.
        id: Id,
        /// Title.
        title: Text,
        /// One sentence.
        summary: Text,
        /// The text in Markdown.
        text: Text,
        /// What the site puts behind the text: grades, limits or numbers.
        shows: ListOrOne<Id>,
        /// Sources.
        sources: Vec<Id>,
        /// Last change.
        updated: DateText,
    }
}

record! {
    /// A picture that the site draws from the pack's own numbers.
    pub struct RawFigure is "a figure" {
        /// Id.
        id: Id,
        /// Title.
        title: Text,
        /// What it shows, in words.
        caption: Text,
        /// The pages that carry it: topics, or home.
        on: ListOrOne<Id>,
        /// hours (the sections of the guide) or numbers (measures against one answer).
        draws: Id,
        /// The input that changes: a number or a choice.
        over: Option<Name>,
        /// From where to where a number changes, such as `0.4..2 L/h`
        range: Option<ScalarText>,
        /// The measures that are drawn.
        measures: Vec<Name>,
        /// The answers of the runner whose numbers they are.
        runner: Option<Flat>,
    }
}

record! {
    /// A test of the pack.
    pub struct RawTest is "a test" {
        /// What it shows.
        name: Text,
        /// The runner's answers.
        profile: Option<Flat>,
        /// The day on which it plays.
        as_of: Option<DateText>,
        /// Measures and what they must come to.
        measures: MapOf<RawExpected>,
        /// Items that must be shown.
        shown: ListOrOne<Id>,
        /// Items that must not be shown.
        not_shown: ListOrOne<Id>,
        /// Topics of which no item may be shown.
        not_shown_topics: ListOrOne<Id>,
        /// The red flag that must be raised.
        stop: Option<Id>,
        /// What the weeks hold that are made for this runner.
        plan: Vec<RawWeekTest>,
        /// What a runner says in words.
        said: Option<Text>,
        /// Flags that the words must find.
        flags: ListOrOne<Id>,
        /// Flags that the words must not find.
        not_flags: ListOrOne<Id>,
    }
}

record! {
    /// A value with the case that must give it.
    pub struct RawExpectedCase is "an expected value" {
        /// The value, or `unknown`.
        value: ScalarText,
        /// Id of the case.
        case: Option<Id>,
    }
}

record! {
    /// A number with its kind and rounding.
    pub struct RawAmountMap is "an amount" {
        /// The formula.
        value: ScalarText,
        /// What it is an amount of; `none` for a total of the day, which limits leave out.
        of: Option<Id>,
        /// Step of rounding, such as `10 g`.
        step: Option<ScalarText>,
        /// Unit in which it is shown.
        unit: Option<ScalarText>,
    }
}
