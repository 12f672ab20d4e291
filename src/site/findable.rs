//! What the search of the site finds: questions, topics, terms and the pack's own pages.

use super::Site;
use super::routes::Route;
use super::search::{Document, File, index};
use crate::prose::{Link, Prose, Rules};

/// One thing that can be found, by its index.
enum Found {
    Faq(usize),
    Topic(usize),
    Page(usize),
    Term(usize),
    Plan(usize),
}

/// The files of the index.
pub(super) fn files(site: &Site) -> Vec<File> {
    let content = site.content;
    let mut all: Vec<Found> = (0..content.faqs().len()).map(Found::Faq).collect();
    all.extend((0..content.topics().len()).map(Found::Topic));
    all.extend((0..content.pages().len()).map(Found::Page));
    all.extend((0..content.terms().len()).map(Found::Term));
    all.extend((0..content.plans().len()).map(Found::Plan));
    index(&all, |found| document(site, found))
}

fn document(site: &Site, found: &Found) -> Document {
    let content = site.content;
    let words = |prose: &Prose| words(site, prose);
    let (url, kind) = match *found {
        Found::Faq(at) => (site.path(Route::Faq(at)), "faq"),
        Found::Topic(at) => (site.path(Route::Topic(at)), "topic"),
        Found::Page(at) => (site.path(Route::Page(at)), "page"),
        Found::Plan(at) => (site.path(Route::Plan(at)), "plan"),
        Found::Term(at) => (format!("{}#{}", site.path(Route::Glossary), content.terms()[at].id), "term"),
    };
    let kind = site.text(&format!("site.search.kind.{kind}"), &[]);
    let (title, text, tags) = match *found {
        Found::Faq(at) => {
            let faq = &content.faqs()[at];
            (&faq.question, words(&faq.answer), faq.tags.clone())
        }
        Found::Topic(at) => {
            let topic = &content.topics()[at];
            let mut text = words(&topic.text);
            for item in &content.items()[topic.items.clone()] {
                for more in [&item.title, &words(&item.text), &words(&item.why)] {
                    text.push('\n');
                    text.push_str(more);
                }
            }
            (&topic.title, text, Vec::new())
        }
        Found::Page(at) => {
            let page = &content.pages()[at];
            (&page.title, words(&page.text), Vec::new())
        }
        Found::Plan(at) => {
            let plan = &content.plans()[at];
            let (text, _) =
                Prose::read(plan.text.as_deref().unwrap_or_default(), Rules { slots: false, headings: true });
            (&plan.title, format!("{}\n{}", plan.summary, words(&text)), Vec::new())
        }
        Found::Term(at) => {
            let term = &content.terms()[at];
            (&term.term, words(&term.definition), term.aliases.clone())
        }
    };
    Document { url, title: title.clone(), kind, text, tags }
}

/// The words of a text; its signs stay, since nobody looks for them, but for addresses.
fn words(site: &Site, prose: &Prose) -> String {
    let title = |link: &Link| link.words.clone().unwrap_or_else(|| site.library.title(&link.kind, &link.id));
    let filled = prose.fill(&|_| String::new(), &title);
    let mut parts = filled.split("](");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once(')').map_or("", |(_, after)| after));
    }
    text
}
