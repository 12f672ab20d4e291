//! What machines read: the map of the site, the feed, the rules for robots, the manifest.

use super::head::LinkDoc;
use super::pages::newest;
use super::routes::{Route, pages_of};
use super::{Planned, Site};
use crate::prose::to_plain;
use jiff::civil::Date;
use serde::Serialize;

/// How many addresses one map may have; the protocol allows 50,000.
const PER_MAP: usize = 10_000;

/// How many entries the feed has.
const IN_FEED: usize = 30;

/// A map of the site, as `site/sitemap.xml` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct SitemapDoc {
    /// Other maps: where there are some, this one has no addresses.
    maps: Vec<String>,
    /// Addresses.
    urls: Vec<UrlDoc>,
}

/// An address of the map.
#[derive(Debug, Clone, Hash, Serialize)]
pub struct UrlDoc {
    /// The whole address.
    url: String,
    /// Last change.
    changed: Option<String>,
}

/// The maps of the site with their paths; none where nobody knows where it is published.
pub fn sitemaps(site: &Site) -> Vec<(String, SitemapDoc)> {
    let Some(origin) = &site.doc.origin else { return Vec::new() };
    let (content, library) = (site.content, &site.library);
    let newest = library.newest;
    let url = |route: Route, day: Option<Date>| UrlDoc {
        url: format!("{origin}{}", site.url(route)),
        changed: day.map(|day| day.to_string()),
    };
    let mut urls: Vec<UrlDoc> = [Route::Home, Route::Topics].map(|route| url(route, newest)).to_vec();
    urls.extend((1..=pages_of(content.faqs().len())).map(|page| url(Route::Faqs(page), newest)));
    for (at, topic) in content.topics().iter().enumerate() {
        urls.push(url(Route::Topic(at), content.items()[topic.items.clone()].iter().map(|i| i.reviewed).max()));
    }
    if !content.plans().is_empty() {
        urls.extend([Route::Plans, Route::Sessions].map(|route| url(route, newest)));
        urls.extend((0..content.plans().len()).map(|at| url(Route::Plan(at), newest)));
    }
    urls.extend(content.pages().iter().enumerate().map(|(at, page)| url(Route::Page(at), Some(page.updated))));
    urls.extend((1..=library.glossary.pages()).map(|page| url(Route::Glossary(page), newest)));
    urls.extend((1..=library.cited.pages()).map(|page| url(Route::Sources(page), newest)));
    urls.extend((1..=pages_of(library.tags.len())).map(|page| url(Route::Tags(page), newest)));
    for (at, tag) in library.tags.iter().enumerate() {
        let changed = tag.faqs.iter().map(|&faq| content.faqs()[faq].updated).max();
        urls.extend((1..=pages_of(tag.faqs.len())).map(|page| url(Route::Tag(at, page), changed)));
    }
    urls.extend(content.faqs().iter().enumerate().map(|(at, faq)| url(Route::Faq(at), Some(faq.updated))));
    if urls.len() <= PER_MAP {
        return vec![("sitemap.xml".to_owned(), SitemapDoc { maps: Vec::new(), urls })];
    }
    let parts = urls.chunks(PER_MAP).enumerate();
    let mut maps: Vec<(String, SitemapDoc)> = parts
        .map(|(at, urls)| (format!("sitemap-{}.xml", at + 1), SitemapDoc { maps: Vec::new(), urls: urls.to_vec() }))
        .collect();
    let list = maps.iter().map(|(path, _)| format!("{origin}{}{path}", site.doc.path)).collect();
    maps.push(("sitemap.xml".to_owned(), SitemapDoc { maps: list, urls: Vec::new() }));
    maps
}

impl Planned for SitemapDoc {
    fn template(&self) -> &'static str {
        "site/sitemap.xml"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// The Atom feed, as `site/feed.xml` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct FeedDoc {
    /// The feed's own address.
    url: String,
    /// The first page.
    home: String,
    /// Last change of anything in it, as a moment.
    updated: String,
    /// Questions and topics, the newest first.
    entries: Vec<EntryDoc>,
}

/// An entry of the feed.
#[derive(Debug, Hash, Serialize)]
pub struct EntryDoc {
    /// Title and address.
    link: LinkDoc,
    /// Last change, as a moment.
    updated: String,
    /// The answer, or the topic in a sentence (plain).
    summary: String,
}

/// The feed; none where nobody knows where the site is published.
pub fn feed(site: &Site) -> Option<FeedDoc> {
    let origin = site.doc.origin.as_ref()?;
    let content = site.content;
    let mut entries: Vec<(Date, EntryDoc)> = Vec::new();
    let mut add = |day: Date, link: LinkDoc, summary: String| {
        let link = LinkDoc { url: format!("{origin}{}", link.url), ..link };
        entries.push((day, EntryDoc { link, updated: moment(day), summary }));
    };
    for at in newest(site, IN_FEED) {
        let faq = &content.faqs()[at];
        let text = super::text::Text::new(&faq.answer, &site.library).plain();
        add(faq.updated, site.faq_link(at), super::text::clip(&text, 400));
    }
    for (at, topic) in content.topics().iter().enumerate() {
        if let Some(day) = content.items()[topic.items.clone()].iter().map(|item| item.reviewed).max() {
            add(day, site.topic_link(at), to_plain(&topic.summary));
        }
    }
    entries.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    entries.truncate(IN_FEED);
    let home = format!("{origin}{}", site.doc.path);
    Some(FeedDoc {
        url: format!("{home}feed.xml"),
        updated: entries.first().map(|(_, entry)| entry.updated.clone()).or_else(|| site.library.newest.map(moment))?,
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
        home,
    })
}

/// The start of a day, as feeds want it.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

impl Planned for FeedDoc {
    fn template(&self) -> &'static str {
        "site/feed.xml"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// Rules for robots and the manifest: all that they know is the site.
#[derive(Debug, Hash)]
pub struct Plain(pub &'static str);

impl Planned for Plain {
    fn template(&self) -> &'static str {
        self.0
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(&())
    }
}
