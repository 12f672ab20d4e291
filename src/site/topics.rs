//! Pages of topics: the general text, and each line of advice with its rule in words.

use super::figures::FigureDoc;
use super::head::{DateDoc, Head, LinkDoc, article, date};
use super::library::SourceDoc;
use super::routes::Route;
use super::text::{Text, html, inline, markdown_link};
use super::{Planned, Site};
use crate::guide::RuleDoc;
use crate::model::Place;
use crate::prose::Link;
use serde::Serialize;

/// How many questions a topic's page names; its tag's page has all.
const MOST_FAQS: usize = 12;

/// The page of a topic, as `site/topic.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct TopicDoc {
    /// What the head says.
    head: Head,
    /// Id.
    id: String,
    /// Title.
    title: String,
    /// One sentence (plain).
    summary: String,
    /// The general text (HTML).
    text: String,
    /// Pictures.
    figures: Vec<FigureDoc>,
    /// Who should leave all of its lines out, in words such as "you have …".
    unless: Vec<String>,
    /// Lines of advice.
    items: Vec<ItemDoc>,
    /// When its lines were last reviewed, the newest of them.
    reviewed: Option<DateDoc>,
    /// Sources in the order of their marks.
    sources: Vec<NumberedDoc>,
    /// Questions with the tag of the same name.
    faqs: Vec<LinkDoc>,
    /// The page with all of them, where there are more.
    more_faqs: Option<String>,
    /// The topic before it in the pack.
    previous: Option<LinkDoc>,
    /// The topic after it.
    next: Option<LinkDoc>,
}

/// A line of advice.
#[derive(Debug, Hash, Serialize)]
pub struct ItemDoc {
    /// Id; its anchor is `item_` and the id.
    id: String,
    /// Title.
    title: String,
    /// must, should or could.
    priority: &'static str,
    /// The section of the guide that it stands in.
    section: String,
    /// The rule in words; `text` and `why` are HTML here.
    rule: RuleDoc,
    /// What its numbers are made of: titles of measures.
    numbers: Vec<String>,
    /// What stands in its place where it is not for someone.
    instead: Option<LinkDoc>,
    /// The grade: A, B, C or D.
    evidence: &'static str,
    /// Marks of its sources.
    marks: Vec<usize>,
    /// Last review.
    reviewed: DateDoc,
    /// Next review.
    next_review: DateDoc,
    /// Whether the next review is due.
    overdue: bool,
}

/// A source with its mark.
#[derive(Debug, Hash, Serialize)]
pub struct NumberedDoc {
    /// The mark, from 1.
    number: usize,
    /// The source.
    source: SourceDoc,
}

/// Marks of sources in the order of first use.
#[derive(Default)]
struct Marks(Vec<usize>);

impl Marks {
    fn of(&mut self, sources: &[usize]) -> Vec<usize> {
        let mut marks = Vec::with_capacity(sources.len());
        for source in sources {
            let at = self.0.iter().position(|other| other == source).unwrap_or_else(|| {
                self.0.push(*source);
                self.0.len() - 1
            });
            marks.push(at + 1);
        }
        marks
    }
}

impl TopicDoc {
    /// The page of the topic with this index.
    pub fn new(site: &Site, at: usize) -> Self {
        let (content, library) = (site.content, &site.library);
        let topic = &content.topics()[at];
        let mut marks = Marks::default();
        let items: Vec<ItemDoc> = topic.items.clone().map(|item| self::item(site, item, &mut marks)).collect();
        marks.of(&topic.sources);
        let text = Text::new(&topic.text, library);
        let updated = content.items()[topic.items.clone()].iter().map(|item| item.reviewed).max();
        let crumbs = vec![site.home_link(), site.named(Route::Topics, "site.topics.title")];
        let head = Head::new(&site.doc, site.place(Route::Topic(at)), &topic.title, &topic.summary, crumbs).article();
        let structured = article(&head, &site.doc, &text.plain(), updated);
        let tag = library.tag(&topic.id);
        let tagged: &[usize] = tag.map_or(&[], |tag| &library.tags[tag].faqs);
        let neighbour = |at: Option<usize>| at.filter(|&at| at < content.topics().len()).map(|at| site.topic_link(at));
        Self {
            head: head.with(&structured),
            id: topic.id.clone(),
            title: topic.title.clone(),
            summary: topic.summary.clone(),
            text: text.html(&site.doc.path),
            figures: site.figures(Place::Topic(at)),
            unless: shared(&items),
            items,
            reviewed: updated.map(|day| date(content, day)),
            sources: (marks.0.iter().enumerate())
                .map(|(at, &source)| NumberedDoc { number: at + 1, source: library.source_docs[source].clone() })
                .collect(),
            faqs: tagged.iter().take(MOST_FAQS).map(|&faq| site.faq_link(faq)).collect(),
            more_faqs: tag.filter(|_| tagged.len() > MOST_FAQS).map(|tag| site.url(Route::Tag(tag, 1))),
            previous: neighbour(at.checked_sub(1)),
            next: neighbour(Some(at + 1)),
        }
    }
}

/// What stands in the box of every line: of one line alone its own box says it.
fn shared(items: &[ItemDoc]) -> Vec<String> {
    match items {
        [first, others @ ..] if !others.is_empty() => {
            let everywhere = |words: &&String| others.iter().all(|item| item.rule.unless.contains(words));
            first.rule.unless.iter().filter(everywhere).cloned().collect()
        }
        _ => Vec::new(),
    }
}

fn item(site: &Site, at: usize, marks: &mut Marks) -> ItemDoc {
    let content = site.content;
    let item = &content.items()[at];
    let base = site.doc.path.as_str();
    let link = |link: &Link| markdown_link(link, &site.library.target(link));
    let mut rule = site.rules.item(at, &link);
    rule.text = html(&rule.text, base);
    rule.why = inline(&rule.why, base);
    let shown = rule.measures.iter().map(|&m| &content.measures()[m]).filter(|m| !m.internal);
    let numbers = if rule.personal { shown.map(|m| m.title.clone()).collect() } else { Vec::new() };
    let instead = item.instead.map(|other| {
        let other = &content.items()[other];
        let page = site.url(Route::Topic(other.topic));
        LinkDoc { title: other.title.clone(), url: format!("{page}#item_{}", other.id) }
    });
    ItemDoc {
        id: item.id.clone(),
        title: item.title.clone(),
        priority: item.priority.word(),
        section: content.sections()[item.section].title.clone(),
        rule,
        numbers,
        instead,
        evidence: item.evidence.letter(),
        marks: marks.of(&item.sources),
        reviewed: date(content, item.reviewed),
        next_review: date(content, item.next_review),
        overdue: item.next_review < site.as_of,
    }
}

impl Planned for TopicDoc {
    fn template(&self) -> &'static str {
        "site/topic.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// The list of all topics, as `site/topics.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct TopicsDoc {
    /// What the head says.
    head: Head,
    /// Title of the list.
    title: String,
    /// The topics.
    topics: Vec<CardDoc>,
}

/// A topic in a list.
#[derive(Debug, Hash, Serialize)]
pub struct CardDoc {
    /// Title.
    title: String,
    /// Address.
    url: String,
    /// One sentence (plain).
    summary: String,
    /// How many lines of advice it has.
    items: usize,
    /// How many questions have its tag.
    faqs: usize,
}

/// All topics as cards.
pub fn cards(site: &Site) -> Vec<CardDoc> {
    let card = |(at, topic): (usize, &crate::model::Topic)| CardDoc {
        title: topic.title.clone(),
        url: site.url(Route::Topic(at)),
        summary: topic.summary.clone(),
        items: topic.items.len(),
        faqs: site.library.tag(&topic.id).map_or(0, |tag| site.library.tags[tag].faqs.len()),
    };
    site.content.topics().iter().enumerate().map(card).collect()
}

impl TopicsDoc {
    /// The list.
    pub fn new(site: &Site) -> Self {
        Self {
            head: site.list_head(Route::Topics, "site.topics.title", &site.text("site.topics.summary", &[]), 1),
            title: site.text("site.topics.title", &[]),
            topics: cards(site),
        }
    }
}

impl Planned for TopicsDoc {
    fn template(&self) -> &'static str {
        "site/topics.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}
