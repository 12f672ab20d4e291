//! Tags: the list of all, and the questions of each.

use super::faqs::PagerDoc;
use super::head::{Head, LinkDoc};
use super::routes::{PER_PAGE, Route, pages_of};
use super::{Planned, Site};
use serde::Serialize;

/// A page of the list of all tags, as `site/tags.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct TagsDoc {
    /// What the head says.
    head: Head,
    /// Title.
    title: String,
    /// The tags of this page.
    tags: Vec<TagDoc>,
    /// The way through the pages of the list.
    pager: PagerDoc,
}

/// A tag in the list.
#[derive(Debug, Hash, Serialize)]
pub struct TagDoc {
    /// What it is called.
    title: String,
    /// Address.
    url: String,
    /// How many questions carry it.
    count: usize,
}

impl TagsDoc {
    /// The page of the list with this number, from 1.
    pub fn new(site: &Site, page: usize) -> Self {
        let tags = site.library.tags.iter().enumerate().skip((page - 1) * PER_PAGE).take(PER_PAGE);
        let tags = tags.map(|(at, tag)| TagDoc {
            title: tag.title.clone(),
            url: site.url(Route::Tag(at, 1)),
            count: tag.faqs.len(),
        });
        Self {
            head: site.list_head(Route::Tags(page), "site.tags.title", &site.text("site.tags.summary", &[]), page),
            title: site.text("site.tags.title", &[]),
            tags: tags.collect(),
            pager: PagerDoc::new(site, page, pages_of(site.library.tags.len()), &Route::Tags),
        }
    }
}

impl Planned for TagsDoc {
    fn template(&self) -> &'static str {
        "site/tags.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// A page of a tag's questions, as `site/tag.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct OneTagDoc {
    /// What the head says.
    head: Head,
    /// What the tag is called.
    title: String,
    /// How many questions carry it.
    count: usize,
    /// The questions of this page.
    faqs: Vec<LinkDoc>,
    /// The topic of the same name.
    topic: Option<LinkDoc>,
    /// The way through the pages of the list.
    pager: PagerDoc,
}

impl OneTagDoc {
    /// The page with this number, from 1, of the tag with this index.
    pub fn new(site: &Site, at: usize, page: usize) -> Self {
        let library = &site.library;
        let tag = &library.tags[at];
        let title = tag.title.clone();
        let named = site.numbered(&site.text("site.tag.title", &[("tag", &title)]), page);
        let summary = site.text("site.tag.summary", &[("tag", &title)]);
        let crumbs = vec![site.home_link(), site.named(Route::Tags(1), "site.tags.title")];
        let here = tag.faqs.iter().skip((page - 1) * PER_PAGE).take(PER_PAGE);
        Self {
            head: Head::new(&site.doc, site.place(Route::Tag(at, page)), &named, &summary, crumbs),
            title,
            count: tag.faqs.len(),
            faqs: here.map(|&faq| site.faq_link(faq)).collect(),
            topic: library.topic(&tag.id).map(|topic| site.topic_link(topic)),
            pager: PagerDoc::new(site, page, pages_of(tag.faqs.len()), &|page| Route::Tag(at, page)),
        }
    }
}

impl Planned for OneTagDoc {
    fn template(&self) -> &'static str {
        "site/tag.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}
