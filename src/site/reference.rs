//! The glossary and the sources.

use super::faqs::PagerDoc;
use super::head::{Head, LinkDoc};
use super::library::{SourceDoc, words_of};
use super::routes::Route;
use super::text::Text;
use super::{Planned, Site};
use serde::Serialize;

/// A page of the glossary, as `site/glossary.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct GlossaryDoc {
    /// What the head says.
    head: Head,
    /// Title.
    title: String,
    /// Every letter of the whole glossary, and where its terms begin.
    alphabet: Vec<LinkDoc>,
    /// The terms of this page by first letter.
    letters: Vec<LetterDoc>,
    /// The way through the pages.
    pager: PagerDoc,
}

/// Terms that begin alike.
#[derive(Debug, Hash, Serialize)]
pub struct LetterDoc {
    /// The letter.
    letter: String,
    /// Its number among all letters of the glossary, from 1.
    number: usize,
    /// The terms.
    terms: Vec<TermDoc>,
}

/// A word that is explained.
#[derive(Debug, Hash, Serialize)]
pub struct TermDoc {
    /// Id, which is its anchor.
    id: String,
    /// The word.
    term: String,
    /// Other words for it.
    aliases: Vec<String>,
    /// What it means (HTML of one paragraph).
    definition: String,
    /// Sources.
    sources: Vec<LinkDoc>,
}

impl GlossaryDoc {
    /// A page of the glossary, from 1.
    pub fn new(site: &Site, page: usize) -> Self {
        let (terms, library) = (site.content.terms(), &site.library);
        let glossary = &library.glossary;
        let letter =
            |at: usize| -> String { terms[at].term.chars().next().into_iter().flat_map(char::to_uppercase).collect() };
        let mut alphabet: Vec<LinkDoc> = Vec::new();
        for (at, page) in glossary.all() {
            if alphabet.last().is_none_or(|last| last.title != letter(at)) {
                let url = format!("{}#letter_{}", site.url(Route::Glossary(page)), alphabet.len() + 1);
                alphabet.push(LinkDoc { title: letter(at), url });
            }
        }
        let mut letters: Vec<LetterDoc> = Vec::new();
        for &at in glossary.on(page) {
            let letter = letter(at);
            if letters.last().is_none_or(|last| last.letter != letter) {
                let number = alphabet.iter().position(|known| known.title == letter).map_or(0, |place| place + 1);
                letters.push(LetterDoc { letter, number, terms: Vec::new() });
            }
            if let Some(last) = letters.last_mut() {
                last.terms.push(TermDoc::new(site, at));
            }
        }
        Self {
            head: site.list_head(
                Route::Glossary(page),
                "site.glossary.title",
                &site.text("site.glossary.summary", &[]),
                page,
            ),
            title: site.text("site.glossary.title", &[]),
            alphabet,
            letters,
            pager: PagerDoc::new(site, page, glossary.pages(), &Route::Glossary),
        }
    }
}

impl TermDoc {
    fn new(site: &Site, at: usize) -> Self {
        let term = &site.content.terms()[at];
        Self {
            id: term.id.clone(),
            term: term.term.clone(),
            aliases: term.aliases.clone(),
            definition: Text::new(&term.definition, &site.library).inline(&site.doc.path),
            sources: term.sources.iter().map(|&source| site.source_link(source)).collect(),
        }
    }
}

impl Planned for GlossaryDoc {
    fn template(&self) -> &'static str {
        "site/glossary.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// A page of the sources, as `site/sources.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct SourcesDoc {
    /// What the head says.
    head: Head,
    /// Title.
    title: String,
    /// How many sources there are.
    count: usize,
    /// How many of them were checked against a copy.
    checked: usize,
    /// The sources of this page, by their kind.
    kinds: Vec<KindDoc>,
    /// The way through the pages.
    pager: PagerDoc,
}

/// Sources of one kind.
#[derive(Debug, Hash, Serialize)]
pub struct KindDoc {
    /// The kind, in words.
    title: String,
    /// The sources.
    sources: Vec<CitedDoc>,
}

/// A source with how often it is used.
#[derive(Debug, Hash, Serialize)]
pub struct CitedDoc {
    /// The source; its id is its anchor.
    source: SourceDoc,
    /// How many questions rest on it.
    faqs: usize,
    /// How many lines of advice rest on it.
    items: usize,
}

impl SourcesDoc {
    /// A page of the sources, from 1.
    pub fn new(site: &Site, page: usize) -> Self {
        let (content, library) = (site.content, &site.library);
        let mut faqs = vec![0; content.sources().len()];
        let mut items = faqs.clone();
        content.faqs().iter().flat_map(|faq| &faq.sources).for_each(|&source| faqs[source] += 1);
        content.items().iter().flat_map(|item| &item.sources).for_each(|&source| items[source] += 1);
        let mut kinds: Vec<KindDoc> = Vec::new();
        for &at in library.cited.on(page) {
            let source = library.source_docs[at].clone();
            let title = words_of(&source.kind);
            let cited = CitedDoc { source, faqs: faqs[at], items: items[at] };
            match kinds.last_mut() {
                Some(last) if last.title == title => last.sources.push(cited),
                _ => kinds.push(KindDoc { title, sources: vec![cited] }),
            }
        }
        Self {
            head: site.list_head(
                Route::Sources(page),
                "site.sources.title",
                &site.text("site.sources.summary", &[]),
                page,
            ),
            title: site.text("site.sources.title", &[]),
            count: content.sources().len(),
            checked: content.sources().iter().filter(|source| source.checked).count(),
            kinds,
            pager: PagerDoc::new(site, page, library.cited.pages(), &Route::Sources),
        }
    }
}

impl Planned for SourcesDoc {
    fn template(&self) -> &'static str {
        "site/sources.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}
