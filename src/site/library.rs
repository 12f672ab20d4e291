//! What many pages name: titles, sources, tags and the order of reading, looked up once.

use super::routes::{Reference, Route, Tag};
use crate::model::{Content, Faq, Source};
use crate::prose::Link;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// Lookups of a pack.
pub struct Library<'a> {
    content: &'a Content,
    faqs: BTreeMap<&'a str, usize>,
    topics: BTreeMap<&'a str, usize>,
    terms: BTreeMap<&'a str, usize>,
    sources: BTreeMap<&'a str, usize>,
    /// Every source as pages show it, by index.
    pub source_docs: Vec<SourceDoc>,
    /// The glossary.
    pub glossary: Reference,
    /// The list of sources.
    pub cited: Reference,
    /// All tags with their questions, by id.
    pub tags: Vec<Tag>,
    /// Indices of the questions: those with the same first tag stand together, else as in the pack.
    pub reading: Vec<usize>,
    /// The place of each question in `reading`.
    pub place: Vec<usize>,
    /// The newest date of the pack.
    pub newest: Option<Date>,
}

/// What a `[[kind:id]]` leads to.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// What it is called; empty where the link brings words of its own.
    pub title: String,
    /// Its address, written from the root of the site.
    pub address: Option<String>,
}

/// A source as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SourceDoc {
    /// Id, which is its anchor on the page of sources.
    pub id: String,
    /// Authors, shortened.
    pub authors: Option<String>,
    /// Year.
    pub year: Option<u32>,
    /// Title.
    pub title: String,
    /// Journal or publisher.
    pub journal: Option<String>,
    /// Where it can be read.
    pub address: Option<String>,
    /// Its kind, in words.
    pub kind: String,
    /// Whether its main claim was checked against a copy.
    pub checked: bool,
    /// A remark for readers.
    pub note: Option<String>,
    /// How it is called in a sentence: authors and year, or its title.
    pub short: String,
}

impl<'a> Library<'a> {
    /// The lookups of a pack.
    pub fn new(content: &'a Content) -> Self {
        let faqs = content.faqs();
        let mut tagged: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut first_seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, faq) in faqs.iter().enumerate() {
            first_seen.entry(first_tag(faq)).or_insert(at);
        }
        let mut reading: Vec<usize> = (0..faqs.len()).collect();
        reading.sort_by_cached_key(|&at| (first_seen[first_tag(&faqs[at])], at));
        let mut place = vec![0; faqs.len()];
        for (here, &at) in reading.iter().enumerate() {
            place[at] = here;
            let mut tags: Vec<&str> = faqs[at].tags.iter().map(String::as_str).collect();
            tags.sort_unstable();
            tags.dedup();
            for tag in tags {
                tagged.entry(tag).or_default().push(at);
            }
        }
        let dates = faqs.iter().map(|faq| faq.updated).chain(content.items().iter().map(|item| item.reviewed));
        let source_docs: Vec<SourceDoc> = content.sources().iter().map(|source| document(content, source)).collect();
        let mut library = Self {
            content,
            glossary: glossary(content),
            cited: cited(content, &source_docs),
            faqs: index(faqs.iter().map(|faq| faq.id.as_str())),
            topics: index(content.topics().iter().map(|topic| topic.id.as_str())),
            terms: index(content.terms().iter().map(|term| term.id.as_str())),
            sources: index(content.sources().iter().map(|source| source.id.as_str())),
            source_docs,
            tags: Vec::new(),
            reading,
            place,
            newest: dates.chain(content.pages().iter().map(|page| page.updated)).max(),
        };
        let tag = |(id, faqs): (&str, Vec<usize>)| Tag { id: id.to_owned(), title: library.tag_title(id), faqs };
        library.tags = tagged.into_iter().map(tag).collect();
        library
    }

    /// The index of a topic.
    pub fn topic(&self, id: &str) -> Option<usize> {
        self.topics.get(id).copied()
    }

    /// The index of a tag.
    pub fn tag(&self, id: &str) -> Option<usize> {
        self.tags.binary_search_by(|tag| tag.id.as_str().cmp(id)).ok()
    }

    /// What a tag is called: like the topic of the same id, or by its own words.
    fn tag_title(&self, id: &str) -> String {
        match self.topic(id) {
            Some(topic) => self.content.topics()[topic].title.clone(),
            None => words_of(id),
        }
    }

    /// What a link leads to.
    pub fn target(&self, link: &Link) -> Target {
        let (kind, id) = (link.kind.as_str(), &link.id);
        let at = |index: &BTreeMap<&str, usize>| index.get(id.as_str()).copied().unwrap_or(usize::MAX);
        let below = |list: &str| ["/", list, id, "/"].concat();
        let on = |route: Route| format!("/{}#{id}", route.path(self.content, &self.tags));
        let address = match kind {
            "faq" => Some(below("faq/")),
            "topic" => Some(below("topics/")),
            "plan" => Some(below("plans/")),
            "term" => Some(on(Route::Glossary(self.glossary.page_of(at(&self.terms))))),
            "source" => Some(on(Route::Sources(self.cited.page_of(at(&self.sources))))),
            _ => None,
        };
        let title = if link.words.is_some() { String::new() } else { self.title(kind, id) };
        Target { title, address }
    }

    /// What a link `[[kind:id]]` is called where it brings no words of its own.
    pub fn title(&self, kind: &str, id: &str) -> String {
        let found = match kind {
            "faq" => self.faqs.get(id).map(|&at| self.content.faqs()[at].question.as_str()),
            "topic" => self.topics.get(id).map(|&at| self.content.topics()[at].title.as_str()),
            "term" => self.terms.get(id).map(|&at| self.content.terms()[at].term.as_str()),
            "source" => self.sources.get(id).map(|&at| self.source_docs[at].short.as_str()),
            "plan" => self.content.plans().iter().find(|plan| plan.id == id).map(|plan| plan.title.as_str()),
            _ => None,
        };
        found.map_or_else(|| id.replace('-', " "), str::to_owned)
    }
}

/// The terms by the alphabet.
pub fn glossary(content: &Content) -> Reference {
    let terms = content.terms();
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by_cached_key(|&at| (terms[at].term.to_lowercase(), terms[at].id.clone()));
    Reference::new(order)
}

/// The kinds of sources, the strongest first.
const KINDS: [&str; 7] = ["position-stand", "meta-analysis", "rct", "guideline", "expert", "database", "ours"];

/// The sources by kind and name.
fn cited(content: &Content, docs: &[SourceDoc]) -> Reference {
    let rank = |kind: &str| KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len());
    let mut order: Vec<usize> = (0..docs.len()).collect();
    order.sort_by_cached_key(|&at| {
        let source = &docs[at];
        (rank(&content.sources()[at].kind), source.kind.clone(), source.short.to_lowercase(), source.id.clone())
    });
    Reference::new(order)
}

/// The tag that a question stands under in the list of all; none is one too.
pub fn first_tag(faq: &Faq) -> &str {
    faq.tags.first().map_or("", String::as_str)
}

/// An id in words, as a title.
pub fn words_of(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn index<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    ids.enumerate().map(|(at, id)| (id, at)).collect()
}

fn document(content: &Content, source: &Source) -> SourceDoc {
    let address = source.doi.as_ref().map(|doi| format!("https://doi.org/{doi}")).or_else(|| source.url.clone());
    let short = match (&source.authors, source.year) {
        (Some(authors), Some(year)) => format!("{authors} ({year})"),
        (Some(authors), None) => authors.clone(),
        (None, _) => source.title.clone(),
    };
    SourceDoc {
        id: source.id.clone(),
        authors: source.authors.clone(),
        year: source.year,
        title: source.title.clone(),
        journal: source.journal.clone(),
        // Only what opens a page may be a link.
        address: address.filter(|to| to.starts_with("https://") || to.starts_with("http://")),
        kind: content.strings().text(&format!("source_kind.{}", source.kind), &[]),
        checked: source.checked,
        note: source.note.clone(),
        short,
    }
}
