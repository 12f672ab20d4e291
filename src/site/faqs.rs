//! Pages of questions: one each, and the list of all.

use super::head::{DateDoc, Head, LinkDoc, date, faq_page};
use super::library::{SourceDoc, first_tag};
use super::routes::{PER_PAGE, Route, pages_of};
use super::text::Text;
use super::{Planned, Site};
use jiff::civil::Date;
use serde::Serialize;

/// Another page as one names it: there are many of these, so they hold nothing of their own.
#[derive(Debug, Clone, Copy, Hash)]
struct Other<'s> {
    id: &'s str,
    title: &'s str,
}

impl Other<'_> {
    /// The link to it; `list` is what its address begins with.
    fn link(&self, site: &Site, list: &str) -> LinkDoc {
        LinkDoc { title: self.title.to_owned(), url: format!("{}{list}/{}/", site.doc.path, self.id) }
    }
}

/// All that the page of a question depends on.
#[derive(Debug, Hash)]
pub struct FaqPage<'s> {
    id: &'s str,
    question: &'s str,
    answer: Text<'s>,
    evidence: Option<&'static str>,
    updated: Date,
    sources: Vec<&'s SourceDoc>,
    related: Vec<Other<'s>>,
    previous: Option<Other<'s>>,
    next: Option<Other<'s>>,
    tags: Vec<Other<'s>>,
    topic: Option<Other<'s>>,
}

/// The page of a question, as `site/faq.html` knows it under `page`.
#[derive(Debug, Serialize)]
pub struct FaqDoc<'p> {
    /// What the head says.
    head: Head,
    /// The question (plain).
    question: &'p str,
    /// The answer (HTML).
    answer: String,
    /// The grade: A, B, C or D.
    evidence: Option<&'static str>,
    /// Last change.
    updated: DateDoc,
    /// Sources.
    sources: &'p [&'p SourceDoc],
    /// Related questions.
    related: Vec<LinkDoc>,
    /// The question before it in the order of reading.
    previous: Option<LinkDoc>,
    /// The question after it.
    next: Option<LinkDoc>,
    /// Its tags.
    tags: Vec<LinkDoc>,
    /// The topic that is called like its first tag.
    topic: Option<LinkDoc>,
}

impl<'s> FaqPage<'s> {
    /// The page of the question with this index.
    pub fn new(site: &'s Site, at: usize) -> Self {
        let (content, library) = (site.content, &site.library);
        let faq = &content.faqs()[at];
        let place = library.place[at];
        let question = |at: usize| Other { id: &content.faqs()[at].id, title: &content.faqs()[at].question };
        let neighbour = |place: Option<usize>| place.and_then(|p| library.reading.get(p)).map(|&at| question(at));
        let tag = |id: &String| {
            let tag = &library.tags[library.tag(id)?];
            Some(Other { id: &tag.id, title: &tag.title })
        };
        let topic = |at: usize| Other { id: &content.topics()[at].id, title: &content.topics()[at].title };
        Self {
            id: &faq.id,
            question: &faq.question,
            answer: Text::new(&faq.answer, library),
            evidence: faq.evidence.map(|grade| grade.letter()),
            updated: faq.updated,
            sources: faq.sources.iter().map(|&source| &library.source_docs[source]).collect(),
            related: faq.related.iter().filter(|&&other| other != at).map(|&other| question(other)).collect(),
            previous: neighbour(place.checked_sub(1)),
            next: neighbour(Some(place + 1)),
            tags: faq.tags.iter().filter_map(tag).collect(),
            topic: library.topic(first_tag(faq)).map(topic),
        }
    }
}

impl Planned for FaqPage<'_> {
    fn template(&self) -> &'static str {
        "site/faq.html"
    }

    fn document(&self, site: &Site) -> tera::Value {
        let (plain, answer) = self.answer.plain_and_html(&site.doc.path);
        let links = |others: &[Other], list: &str| others.iter().map(|other| other.link(site, list)).collect();
        let crumbs = vec![site.home_link(), site.named(Route::Faqs(1), "site.faq.title")];
        let head = Head::new(&site.doc, format!("faq/{}/", self.id), self.question, &plain, crumbs).article();
        let head = head.with(&faq_page(self.question, &plain, self.updated, &site.doc.language));
        tera::Value::from_serializable(&FaqDoc {
            head,
            question: self.question,
            answer,
            evidence: self.evidence,
            updated: date(site.content, self.updated),
            sources: &self.sources,
            related: links(&self.related, "faq"),
            previous: self.previous.map(|other| other.link(site, "faq")),
            next: self.next.map(|other| other.link(site, "faq")),
            tags: links(&self.tags, "tags"),
            topic: self.topic.map(|other| other.link(site, "topics")),
        })
    }
}

/// A page of the list of all questions, as `site/faqs.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct FaqsDoc {
    /// What the head says.
    head: Head,
    /// Title of the list.
    title: String,
    /// How many questions there are in all.
    count: usize,
    /// The questions of this page, those of one tag together.
    groups: Vec<GroupDoc>,
    /// The way through the pages of the list.
    pager: PagerDoc,
}

/// Questions of one tag.
#[derive(Debug, Hash, Serialize)]
pub struct GroupDoc {
    /// What the tag is called; empty for questions without one.
    title: String,
    /// Where the tag's own page is.
    url: Option<String>,
    /// The questions.
    faqs: Vec<LinkDoc>,
}

/// The way through a list of several pages.
#[derive(Debug, Hash, Serialize)]
pub struct PagerDoc {
    /// This page, from 1.
    page: usize,
    /// How many there are.
    pages: usize,
    /// The page before.
    previous: Option<String>,
    /// The page after.
    next: Option<String>,
    /// The first page.
    first: String,
    /// The last page.
    last: String,
}

impl PagerDoc {
    /// The way from one page of a list.
    pub fn new(site: &Site, page: usize, pages: usize, route: &dyn Fn(usize) -> Route) -> Self {
        let to = |page: usize| site.url(route(page));
        Self {
            page,
            pages,
            previous: (page > 1).then(|| to(page - 1)),
            next: (page < pages).then(|| to(page + 1)),
            first: to(1),
            last: to(pages),
        }
    }
}

impl FaqsDoc {
    /// The page of the list with this number, from 1.
    pub fn new(site: &Site, page: usize) -> Self {
        let (content, library) = (site.content, &site.library);
        let mut groups: Vec<GroupDoc> = Vec::new();
        let mut last = None;
        for &at in library.reading.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE) {
            let tag = first_tag(&content.faqs()[at]);
            if last != Some(tag) {
                let url = library.tag(tag).map(|tag| site.url(Route::Tag(tag, 1)));
                let title = library.tag(tag).map(|tag| library.tags[tag].title.clone()).unwrap_or_default();
                groups.push(GroupDoc { title, url, faqs: Vec::new() });
                last = Some(tag);
            }
            if let Some(group) = groups.last_mut() {
                group.faqs.push(site.faq_link(at));
            }
        }
        let pages = pages_of(library.reading.len());
        let title = site.text("site.faq.title", &[]);
        Self {
            head: site.list_head(Route::Faqs(page), "site.faq.title", &site.text("site.faq.summary", &[]), page),
            title,
            count: library.reading.len(),
            groups,
            pager: PagerDoc::new(site, page, pages, &Route::Faqs),
        }
    }
}

impl Planned for FaqsDoc {
    fn template(&self) -> &'static str {
        "site/faqs.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}
