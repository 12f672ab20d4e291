//! The glossary and the sources.

use super::head::{Head, LinkDoc};
use super::library::SourceDoc;
use super::routes::Route;
use super::text::Text;
use super::{Planned, Site};
use serde::Serialize;

/// The glossary, as `site/glossary.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct GlossaryDoc {
    /// What the head says.
    head: Head,
    /// Title.
    title: String,
    /// Terms by first letter.
    letters: Vec<LetterDoc>,
}

/// Terms that begin alike.
#[derive(Debug, Hash, Serialize)]
pub struct LetterDoc {
    /// The letter.
    letter: String,
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
    /// The glossary of a pack, by the alphabet.
    pub fn new(site: &Site) -> Self {
        let (content, library) = (site.content, &site.library);
        let mut terms: Vec<_> = content.terms().iter().collect();
        terms.sort_by_cached_key(|term| (term.term.to_lowercase(), term.id.clone()));
        let mut letters: Vec<LetterDoc> = Vec::new();
        for term in terms {
            let letter: String = term.term.chars().next().into_iter().flat_map(char::to_uppercase).collect();
            let source = |&source: &usize| {
                let source = &library.source_docs[source];
                LinkDoc { title: source.short.clone(), url: format!("{}#{}", site.url(Route::Sources), source.id) }
            };
            let document = TermDoc {
                id: term.id.clone(),
                term: term.term.clone(),
                aliases: term.aliases.clone(),
                definition: Text::new(&term.definition, library).inline(&site.doc.path),
                sources: term.sources.iter().map(source).collect(),
            };
            match letters.last_mut() {
                Some(last) if last.letter == letter => last.terms.push(document),
                _ => letters.push(LetterDoc { letter, terms: vec![document] }),
            }
        }
        Self {
            head: site.list_head(Route::Glossary, "site.glossary.title", &site.text("site.glossary.summary", &[]), 1),
            title: site.text("site.glossary.title", &[]),
            letters,
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

/// The sources, as `site/sources.html` knows them under `page`.
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
    /// The sources, by their kind.
    kinds: Vec<KindDoc>,
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

/// The kinds of sources, the strongest first.
const KINDS: [&str; 7] = ["position-stand", "meta-analysis", "rct", "guideline", "expert", "database", "ours"];

impl SourcesDoc {
    /// The sources of a pack, by kind and name.
    pub fn new(site: &Site) -> Self {
        let (content, library) = (site.content, &site.library);
        let mut faqs = vec![0; content.sources().len()];
        let mut items = faqs.clone();
        content.faqs().iter().flat_map(|faq| &faq.sources).for_each(|&source| faqs[source] += 1);
        content.items().iter().flat_map(|item| &item.sources).for_each(|&source| items[source] += 1);
        let mut order: Vec<usize> = (0..content.sources().len()).collect();
        let rank = |kind: &str| KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len());
        order.sort_by_cached_key(|&at| {
            let source = &library.source_docs[at];
            (rank(&content.sources()[at].kind), source.kind.clone(), source.short.to_lowercase(), source.id.clone())
        });
        let mut kinds: Vec<KindDoc> = Vec::new();
        for at in order {
            let source = library.source_docs[at].clone();
            let title = super::library::words_of(&source.kind);
            let cited = CitedDoc { source, faqs: faqs[at], items: items[at] };
            match kinds.last_mut() {
                Some(last) if last.title == title => last.sources.push(cited),
                _ => kinds.push(KindDoc { title, sources: vec![cited] }),
            }
        }
        Self {
            head: site.list_head(Route::Sources, "site.sources.title", &site.text("site.sources.summary", &[]), 1),
            title: site.text("site.sources.title", &[]),
            count: content.sources().len(),
            checked: content.sources().iter().filter(|source| source.checked).count(),
            kinds,
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
