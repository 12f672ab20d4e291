//! Pages of questions: one each, and the list of all.

use super::head::{DateDoc, Head, LinkDoc, date, faq_page};
use super::library::{SourceDoc, first_tag};
use super::routes::{PER_PAGE, Route, pages_of};
use super::text::Text;
use super::{Planned, Site};
use jiff::civil::Date;
use serde::Serialize;

/// All that the page of a question depends on.
#[derive(Debug, Hash)]
pub struct FaqPage<'s> {
    id: &'s str,
    question: &'s str,
    answer: Text<'s>,
    evidence: Option<&'static str>,
    updated: Date,
    sources: Vec<&'s SourceDoc>,
    related: Vec<LinkDoc>,
    previous: Option<LinkDoc>,
    next: Option<LinkDoc>,
    tags: Vec<LinkDoc>,
    topic: Option<LinkDoc>,
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
    related: &'p [LinkDoc],
    /// The question before it in the order of reading.
    previous: Option<&'p LinkDoc>,
    /// The question after it.
    next: Option<&'p LinkDoc>,
    /// Its tags.
    tags: &'p [LinkDoc],
    /// The topic that is called like its first tag.
    topic: Option<&'p LinkDoc>,
}

impl<'s> FaqPage<'s> {
    /// The page of the question with this index.
    pub fn new(site: &'s Site, at: usize) -> Self {
        let (content, library) = (site.content, &site.library);
        let faq = &content.faqs()[at];
        let place = library.place[at];
        let neighbour = |place: Option<usize>| place.and_then(|p| library.reading.get(p)).map(|&at| site.faq_link(at));
        let tag = |id: &String| library.tag(id).map(|tag| site.link(Route::Tag(tag, 1), library.tag_title(id)));
        Self {
            id: &faq.id,
            question: &faq.question,
            answer: Text::new(&faq.answer, library),
            evidence: faq.evidence.map(|grade| grade.letter()),
            updated: faq.updated,
            sources: faq.sources.iter().map(|&source| &library.source_docs[source]).collect(),
            related: faq.related.iter().filter(|&&other| other != at).map(|&other| site.faq_link(other)).collect(),
            previous: neighbour(place.checked_sub(1)),
            next: neighbour(Some(place + 1)),
            tags: faq.tags.iter().filter_map(tag).collect(),
            topic: library.topic(first_tag(faq)).map(|topic| site.topic_link(topic)),
        }
    }
}

impl Planned for FaqPage<'_> {
    fn template(&self) -> &'static str {
        "site/faq.html"
    }

    fn document(&self, site: &Site) -> tera::Value {
        let plain = self.answer.plain();
        let crumbs = vec![site.home_link(), site.named(Route::Faqs(1), "site.faq.title")];
        let head = Head::new(&site.doc, format!("faq/{}/", self.id), self.question, &plain, crumbs).article();
        let head = head.with(&faq_page(self.question, &plain, self.updated, &site.doc.language));
        tera::Value::from_serializable(&FaqDoc {
            head,
            question: self.question,
            answer: self.answer.html(&site.doc.path),
            evidence: self.evidence,
            updated: date(site.content, self.updated),
            sources: &self.sources,
            related: &self.related,
            previous: self.previous.as_ref(),
            next: self.next.as_ref(),
            tags: &self.tags,
            topic: self.topic.as_ref(),
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
                let title = if tag.is_empty() { String::new() } else { library.tag_title(tag) };
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
