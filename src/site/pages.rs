//! The first page, the pages that a pack writes itself, and what a reader of a wrong address finds.

use super::figures::FigureDoc;
use super::head::{DateDoc, Head, LinkDoc, article, date};
use super::library::SourceDoc;
use super::routes::Route;
use super::text::{Text, inline, markdown_link};
use super::topics::{CardDoc, cards};
use super::{Planned, Site};
use crate::guide::NumberDoc;
use crate::model::{GRADES, Place, Shows};
use crate::prose::{Link, Prose, Rules};
use serde::Serialize;
use serde_json::json;

/// How many questions the first page names.
const NEWEST: usize = 8;

/// The first page, as `site/home.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct HomeDoc {
    /// What the head says.
    head: Head,
    /// Pictures.
    figures: Vec<FigureDoc>,
    /// The topics.
    topics: Vec<CardDoc>,
    /// Questions that changed last.
    newest: Vec<NewDoc>,
    /// How many questions there are.
    faqs: usize,
    /// How many lines of advice there are.
    items: usize,
    /// How many sources there are.
    sources: usize,
    /// The list of all questions.
    all_faqs: String,
    /// Signs of an emergency, in a runner's words.
    signs: Vec<String>,
    /// The pages that the pack writes itself.
    pages: Vec<LinkDoc>,
}

/// A question with the day of its last change.
#[derive(Debug, Hash, Serialize)]
pub struct NewDoc {
    /// The question.
    title: String,
    /// Address.
    url: String,
    /// Last change.
    updated: DateDoc,
}

impl HomeDoc {
    /// The first page.
    pub fn new(site: &Site) -> Self {
        let (content, doc) = (site.content, &site.doc);
        let newest = newest(site, NEWEST).into_iter().map(|at| NewDoc {
            title: content.faqs()[at].question.clone(),
            url: site.url(Route::Faq(at)),
            updated: date(content, content.faqs()[at].updated),
        });
        let emergency =
            |flag: &&crate::model::RedFlag| flag.level == crate::model::Level::Emergency && flag.option.is_some();
        let head = Head::new(doc, String::new(), &doc.title, &doc.description, Vec::new());
        let website = json!({
            "@context": "https://schema.org", "@type": "WebSite", "name": doc.title, "description": doc.description,
            "inLanguage": doc.language, "url": head.canonical.as_ref().unwrap_or(&head.url),
        });
        Self {
            head: head.with(&website),
            figures: site.figures(Place::Home),
            topics: cards(site),
            newest: newest.collect(),
            faqs: content.faqs().len(),
            items: content.items().len(),
            sources: content.sources().len(),
            all_faqs: site.url(Route::Faqs(1)),
            signs: content.flags().iter().filter(emergency).map(|flag| flag.title.clone()).collect(),
            pages: site.page_links(),
        }
    }
}

/// Indices of the questions that changed last, the newest first, else in the order of reading.
pub fn newest(site: &Site, most: usize) -> Vec<usize> {
    let mut order = site.library.reading.clone();
    let faqs = site.content.faqs();
    order.sort_by_key(|&at| std::cmp::Reverse(faqs[at].updated));
    order.truncate(most);
    order
}

impl Planned for HomeDoc {
    fn template(&self) -> &'static str {
        "site/home.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// A page that the pack writes itself, as `site/page.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct PageDoc {
    /// What the head says.
    head: Head,
    /// Title.
    title: String,
    /// One sentence (plain).
    summary: String,
    /// The text (HTML).
    text: String,
    /// Last change.
    updated: DateDoc,
    /// The grades, where the page shows them.
    grades: Vec<GradeDoc>,
    /// The numbers that the pack works out, where the page shows them.
    numbers: Vec<RuleOfNumberDoc>,
    /// What no guide may exceed, where the page shows it.
    limits: Vec<LimitDoc>,
    /// Sources.
    sources: Vec<SourceDoc>,
}

/// A grade with how often it is given.
#[derive(Debug, Hash, Serialize)]
pub struct GradeDoc {
    /// A, B, C or D.
    grade: &'static str,
    /// How many lines of advice have it.
    items: usize,
    /// How many questions have it.
    faqs: usize,
}

/// A number with its sources.
#[derive(Debug, Hash, Serialize)]
pub struct RuleOfNumberDoc {
    /// How it comes about.
    number: NumberDoc,
    /// Sources.
    sources: Vec<LinkDoc>,
}

/// What no guide may exceed.
#[derive(Debug, Hash, Serialize)]
pub struct LimitDoc {
    /// Id.
    id: String,
    /// Why, in words (HTML of one paragraph).
    because: String,
    /// Sources.
    sources: Vec<LinkDoc>,
}

impl PageDoc {
    /// The page with this index.
    pub fn new(site: &Site, at: usize) -> Self {
        let (content, library) = (site.content, &site.library);
        let page = &content.pages()[at];
        let text = Text::new(&page.text, library);
        let crumbs = vec![site.home_link()];
        let head = Head::new(&site.doc, site.place(Route::Page(at)), &page.title, &page.summary, crumbs).article();
        let structured = article(&head, &site.doc, &text.plain(), Some(page.updated));
        let shows = |what| page.shows.contains(&what);
        let links = |sources: &[usize]| sources.iter().map(|&source| site.source_link(source)).collect();
        let grade = |grade: &crate::syntax::Grade| GradeDoc {
            grade: grade.letter(),
            items: content.items().iter().filter(|item| item.evidence == *grade).count(),
            faqs: content.faqs().iter().filter(|faq| faq.evidence == Some(*grade)).count(),
        };
        let number = |at: usize| {
            let number = site.rules.number(at);
            RuleOfNumberDoc { sources: links(&number.sources), number }
        };
        let limit = |limit: &crate::model::Limit| {
            let (because, _) = Prose::read(limit.because.as_deref()?, Rules { slots: false, headings: false });
            let link = |link: &Link| markdown_link(link, &library.target(link));
            let because = inline(&because.fill(&|_| String::new(), &link), &site.doc.path);
            Some(LimitDoc { id: limit.id.clone(), because, sources: links(&limit.sources) })
        };
        let measures = content.measures().iter().enumerate().filter(|(_, measure)| !measure.internal);
        Self {
            head: head.with(&structured),
            title: page.title.clone(),
            summary: page.summary.clone(),
            text: text.html(&site.doc.path),
            updated: date(content, page.updated),
            grades: if shows(Shows::Grades) { GRADES.iter().map(grade).collect() } else { Vec::new() },
            numbers: if shows(Shows::Numbers) { measures.map(|(at, _)| number(at)).collect() } else { Vec::new() },
            limits: if shows(Shows::Limits) { content.limits().iter().filter_map(limit).collect() } else { Vec::new() },
            sources: page.sources.iter().map(|&source| library.source_docs[source].clone()).collect(),
        }
    }
}

impl Planned for PageDoc {
    fn template(&self) -> &'static str {
        "site/page.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// What a reader of a wrong address finds, as `site/404.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct NotFoundDoc {
    /// What the head says.
    head: Head,
    /// The pages that lead on.
    links: Vec<LinkDoc>,
}

impl NotFoundDoc {
    /// The page.
    pub fn new(site: &Site) -> Self {
        let title = site.text("site.not_found.title", &[]);
        let head =
            Head::new(&site.doc, site.place(Route::NotFound), &title, &site.text("site.not_found.text", &[]), vec![]);
        let lists = [(Route::Faqs(1), "site.faq.title"), (Route::Topics, "site.topics.title")];
        let mut links = vec![site.home_link()];
        links.extend(lists.map(|(route, key)| site.named(route, key)));
        // Whoever comes here came by another address: that is not this page's own.
        Self { head: Head { canonical: None, ..head.hidden() }, links }
    }
}

impl Planned for NotFoundDoc {
    fn template(&self) -> &'static str {
        "site/404.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}

/// A former address of a question, as `site/redirect.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct RedirectDoc {
    /// What the head says.
    head: Head,
    /// Where the question is now.
    to: LinkDoc,
}

impl RedirectDoc {
    /// The former address `alias` of the question with this index.
    pub fn new(site: &Site, alias: &str, at: usize) -> Self {
        let to = site.faq_link(at);
        let head = Head::new(&site.doc, format!("faq/{alias}/"), &to.title, &to.title, vec![]);
        let canonical = site.doc.origin.as_ref().map(|origin| format!("{origin}{}", to.url));
        Self { head: Head { canonical, ..head.hidden() }, to }
    }
}

impl Planned for RedirectDoc {
    fn template(&self) -> &'static str {
        "site/redirect.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}
