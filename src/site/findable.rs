//! What the search of the site finds: questions, topics, terms and the pack's own pages.

use super::Site;
use super::routes::Route;
use super::search::{Document, File, Findable, index};
use crate::prose::{Link, Prose, Rules};
use std::hash::Hash;
use xxhash_rust::xxh3::Xxh3;

/// One thing that can be found, by its index.
enum Found {
    Faq(usize),
    Topic(usize),
    Page(usize),
    Term(usize),
    Plan(usize),
}

/// One of them on a site.
struct Thing<'s> {
    site: &'s Site<'s>,
    found: Found,
}

/// The files of the index.
pub(super) fn files(site: &Site) -> Vec<File> {
    let content = site.content;
    let mut all: Vec<Found> = (0..content.faqs().len()).map(Found::Faq).collect();
    all.extend((0..content.topics().len()).map(Found::Topic));
    all.extend((0..content.pages().len()).map(Found::Page));
    all.extend((0..content.terms().len()).map(Found::Term));
    all.extend((0..content.plans().len()).map(Found::Plan));
    let things: Vec<Thing> = all.into_iter().map(|found| Thing { site, found }).collect();
    index(&things, site.memo)
}

impl Findable for Thing<'_> {
    fn head(&self) -> Document {
        let (site, content) = (self.site, self.site.content);
        let (url, kind) = match self.found {
            Found::Faq(at) => (site.path(Route::Faq(at)), "faq"),
            Found::Topic(at) => (site.path(Route::Topic(at)), "topic"),
            Found::Page(at) => (site.path(Route::Page(at)), "page"),
            Found::Plan(at) => (site.path(Route::Plan(at)), "plan"),
            Found::Term(at) => (
                format!("{}#{}", site.path(Route::Glossary(site.library.glossary.page_of(at))), content.terms()[at].id),
                "term",
            ),
        };
        let (title, tags) = match self.found {
            Found::Faq(at) => (&content.faqs()[at].question, content.faqs()[at].tags.clone()),
            Found::Topic(at) => (&content.topics()[at].title, Vec::new()),
            Found::Page(at) => (&content.pages()[at].title, Vec::new()),
            Found::Plan(at) => (&content.plans()[at].title, Vec::new()),
            Found::Term(at) => (&content.terms()[at].term, content.terms()[at].aliases.clone()),
        };
        let kind = site.text(&format!("site.search.kind.{kind}"), &[]);
        Document { url, title: title.clone(), kind, text: String::new(), tags }
    }

    fn text(&self) -> String {
        let content = self.site.content;
        let words = |prose: &Prose| words(self.site, prose);
        match self.found {
            Found::Faq(at) => words(&content.faqs()[at].answer),
            Found::Topic(at) => {
                let topic = &content.topics()[at];
                let mut text = words(&topic.text);
                for item in &content.items()[topic.items.clone()] {
                    for more in [&item.title, &words(&item.text), &words(&item.why)] {
                        text.push('\n');
                        text.push_str(more);
                    }
                }
                text
            }
            Found::Page(at) => words(&content.pages()[at].text),
            Found::Plan(at) => {
                let plan = &content.plans()[at];
                let rules = Rules { slots: false, headings: true };
                let (text, _) = Prose::read(plan.text.as_deref().unwrap_or_default(), rules);
                format!("{}\n{}", plan.summary, words(&text))
            }
            Found::Term(at) => words(&content.terms()[at].definition),
        }
    }

    fn hash(&self, hasher: &mut Xxh3) {
        let site = self.site;
        let Found::Faq(at) = self.found else {
            let head = self.head();
            return (head.url, head.title, head.kind, head.tags, self.text()).hash(hasher);
        };
        // Questions are many: what their texts are made of is hashed, and not what comes of it.
        let faq = &site.content.faqs()[at];
        (&faq.id, &faq.question, &faq.tags, faq.answer.text()).hash(hasher);
        for link in faq.answer.links().iter().filter(|link| link.words.is_none()) {
            site.library.title(&link.kind, &link.id).hash(hasher);
        }
    }
}

/// The words of a text; its signs stay, since nobody looks for them, but for addresses.
fn words(site: &Site, prose: &Prose) -> String {
    let title = |link: &Link| link.words.clone().unwrap_or_else(|| site.library.title(&link.kind, &link.id));
    let filled = prose.fill(&|_| String::new(), &title);
    if !filled.contains("](") {
        return filled;
    }
    let mut parts = filled.split("](");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once(')').map_or("", |(_, after)| after));
    }
    text
}
