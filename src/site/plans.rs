//! Pages of plans: the list of all, and one for each with its weeks, for whom it is, and the rules that shape it.

use super::head::{Head, LinkDoc, article};
use super::library::SourceDoc;
use super::routes::Route;
use super::sessions::{SessionDoc, anchor, session};
use super::text::{Text, inline, markdown_link};
use super::{Planned, Site};
use crate::guide::{WeekWords, rule_shapes};
use crate::model::{DAYS, PlanDay, PlanWeek};
use crate::prose::{Link, Prose, Rules as Reading};
use serde::Serialize;

/// The page of a plan, as `site/plan.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct PlanDoc {
    /// What the head says.
    head: Head,
    /// Id.
    id: String,
    /// Title.
    title: String,
    /// One sentence (plain).
    summary: String,
    /// More about it (HTML); may be empty.
    text: String,
    /// The grade: A, B, C or D.
    evidence: Option<&'static str>,
    /// For whom: alternatives, each a list of tests that all hold. None: for everybody whom no other plan fits.
    when: Vec<Vec<String>>,
    /// The rule that asks for weeks like these, where the plan is taken for nothing else.
    easier: Option<String>,
    /// Whom sessions of it do not suit, in words such as "you have …".
    unless: Vec<String>,
    /// Its weeks.
    weeks: Vec<WeekDoc>,
    /// The sessions that it is made of.
    sessions: Vec<SessionDoc>,
    /// Rules that always shape it.
    rules: Vec<RuleDoc>,
    /// Rules that hold for some runners, or at times.
    sometimes: Vec<RuleDoc>,
    /// Rules that are not held against it.
    allowed: Vec<AllowedDoc>,
    /// Sources.
    sources: Vec<SourceDoc>,
    /// The plan before it in the pack.
    previous: Option<LinkDoc>,
    /// The plan after it.
    next: Option<LinkDoc>,
}

/// A week of a plan.
#[derive(Debug, Hash, Serialize)]
pub struct WeekDoc {
    /// Which one it is; empty where the plan has one alone.
    title: String,
    /// How much running it has, as a share of the usual week.
    volume: String,
    /// Monday first.
    days: Vec<DayDoc>,
    /// Its hard and easy days in words.
    words: String,
}

/// A day of a plan.
#[derive(Debug, Hash, Serialize)]
pub struct DayDoc {
    /// The day.
    day: String,
    /// The day in a few letters.
    short: String,
    /// Sessions to choose from, the preferred one first.
    sessions: Vec<LinkDoc>,
    /// Sessions that go along.
    with: Vec<LinkDoc>,
    /// How much of it; may be empty.
    size: String,
    /// A remark.
    note: Option<String>,
    /// How much the preferred session asks, from 0 (rest) to 3 (hard).
    level: usize,
    /// The same in words.
    load: String,
}

/// A rule that shapes a plan.
#[derive(Debug, Hash, Serialize)]
pub struct RuleDoc {
    /// A few words for it.
    title: String,
    /// Why (HTML of one paragraph); may be empty.
    because: String,
    /// Whether no week may break it.
    hard: bool,
    /// When it holds: alternatives of tests. None: always.
    when: Vec<Vec<String>>,
    /// The grade: A, B, C or D.
    evidence: Option<&'static str>,
    /// Sources.
    sources: Vec<LinkDoc>,
}

/// A rule that is not held against a plan.
#[derive(Debug, Hash, Serialize)]
pub struct AllowedDoc {
    /// A few words for it.
    title: String,
    /// Why not (plain).
    because: String,
}

impl PlanDoc {
    /// The page of the plan with this index.
    pub fn new(site: &Site, at: usize) -> Self {
        let (content, library) = (site.content, &site.library);
        let plan = &content.plans()[at];
        let (text, _) = Prose::read(plan.text.as_deref().unwrap_or_default(), READING);
        let text = Text::new(&text, library);
        let words = site.rules.plan(at);
        let crumbs = vec![site.home_link(), site.named(Route::Plans, "site.plans.title")];
        let head = Head::new(&site.doc, site.place(Route::Plan(at)), &plan.title, &plan.summary, crumbs).article();
        // What machines read is what people see: where there is no text, the sentence below the title.
        let plain = Some(text.plain()).filter(|plain| !plain.is_empty());
        let structured = article(&head, &site.doc, plain.as_deref().unwrap_or(&plan.summary), None);
        let mut sessions: Vec<usize> = Vec::new();
        for day in plan.weeks.iter().flat_map(|week| &week.days) {
            let new: Vec<usize> = day.options.iter().chain(&day.with).copied().collect();
            sessions.extend(new);
        }
        sessions.sort_unstable();
        sessions.dedup();
        let sessions: Vec<SessionDoc> = sessions.into_iter().map(|at| session(site, at)).collect();
        let mut unless: Vec<String> = Vec::new();
        for words in sessions.iter().flat_map(SessionDoc::unless) {
            if !unless.contains(words) {
                unless.push(words.clone());
            }
        }
        let many = plan.weeks.len() > 1;
        let weeks = plan.weeks.iter().zip(&words.weeks).enumerate();
        let neighbour = |at: Option<usize>| at.filter(|&at| at < content.plans().len()).map(|at| site.plan_link(at));
        let rules = (0..content.week_rules().len()).filter(|&rule| rule_shapes(content, rule, at));
        let (rules, sometimes) = rules.map(|rule| self::rule(site, rule)).partition(|rule| rule.when.is_empty());
        let allowed = plan.allow.iter().map(|allow| AllowedDoc {
            title: content.week_rules()[allow.rule].title.clone(),
            because: allow.because.clone(),
        });
        Self {
            head: head.with(&structured),
            id: plan.id.clone(),
            title: plan.title.clone(),
            summary: plan.summary.clone(),
            text: text.html(&site.doc.path),
            evidence: plan.evidence.map(|grade| grade.letter()),
            when: words.when.clone(),
            easier: plan.answers.map(|rule| content.week_rules()[rule].title.clone()),
            unless,
            weeks: weeks.map(|(number, (week, words))| self::week(site, week, words, many.then_some(number))).collect(),
            sessions,
            rules,
            sometimes,
            allowed: allowed.collect(),
            sources: plan.sources.iter().map(|&source| library.source_docs[source].clone()).collect(),
            previous: neighbour(at.checked_sub(1)),
            next: neighbour(Some(at + 1)),
        }
    }
}

/// Texts of plans and rules have links and no slots.
const READING: Reading = Reading { slots: false, headings: true };

fn week(site: &Site, week: &PlanWeek, words: &WeekWords, number: Option<usize>) -> WeekDoc {
    let days = (0..DAYS.len()).map(|at| day(site, at, &week.days[at], &words.sizes[at])).collect::<Vec<_>>();
    let in_words = days.iter().map(|day| site.text("site.plan.day_load", &[("day", &day.day), ("load", &day.load)]));
    let number = number.map(|number| (number + 1).to_string());
    WeekDoc {
        title: number.map(|n| site.text("site.plan.week_of", &[("n", &n)])).unwrap_or_default(),
        volume: words.volume.clone(),
        words: in_words.collect::<Vec<_>>().join(", "),
        days,
    }
}

fn day(site: &Site, at: usize, day: &PlanDay, size: &str) -> DayDoc {
    let session = |&at: &usize| {
        let session = &site.content.sessions()[at];
        LinkDoc { title: session.title.clone(), url: format!("#{}", anchor(session)) }
    };
    let level = day.options.first().map_or(0, |&at| site.content.sessions()[at].load as usize);
    DayDoc {
        day: site.text(&format!("weekday.{}", at + 1), &[]),
        short: site.text(&format!("weekday_short.{}", at + 1), &[]),
        sessions: day.options.iter().map(session).collect(),
        with: day.with.iter().map(session).collect(),
        size: size.to_owned(),
        note: day.note.clone(),
        level,
        load: site.load(level),
    }
}

fn rule(site: &Site, at: usize) -> RuleDoc {
    let rule = &site.content.week_rules()[at];
    let (because, _) = Prose::read(rule.because.as_deref().unwrap_or_default(), READING);
    let link = |link: &Link| markdown_link(link, &site.library.target(link));
    RuleDoc {
        title: rule.title.clone(),
        because: inline(&because.fill(&|_| String::new(), &link), &site.doc.path),
        hard: rule.hard,
        when: site.rules.week_rule(at),
        evidence: rule.evidence.map(|grade| grade.letter()),
        sources: rule.sources.iter().map(|&source| site.source_link(source)).collect(),
    }
}

impl Planned for PlanDoc {
    fn template(&self) -> &'static str {
        "site/plan.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// The list of all plans, as `site/plans.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct PlansDoc {
    /// What the head says.
    head: Head,
    /// Title of the list.
    title: String,
    /// The plans, in the order in which they are looked at.
    plans: Vec<CardDoc>,
    /// The page of all sessions.
    sessions: LinkDoc,
}

/// A plan in the list.
#[derive(Debug, Hash, Serialize)]
pub struct CardDoc {
    /// Title.
    title: String,
    /// Address.
    url: String,
    /// One sentence (plain).
    summary: String,
    /// How many weeks it has.
    weeks: usize,
}

impl PlansDoc {
    /// The list.
    pub fn new(site: &Site) -> Self {
        let card = |(at, plan): (usize, &crate::model::Plan)| CardDoc {
            title: plan.title.clone(),
            url: site.url(Route::Plan(at)),
            summary: plan.summary.clone(),
            weeks: plan.weeks.len(),
        };
        Self {
            head: site.list_head(Route::Plans, "site.plans.title", &site.text("site.plans.summary", &[]), 1),
            title: site.text("site.plans.title", &[]),
            plans: site.content.plans().iter().enumerate().map(card).collect(),
            sessions: site.named(Route::Sessions, "site.sessions.title"),
        }
    }
}

impl Planned for PlansDoc {
    fn template(&self) -> &'static str {
        "site/plans.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}
