//! Content -> the site: all routes first, then a tree of files, each with what it depends on.
//!
//! 1. [`Site::new`] gathers what pages share: addresses, titles, colours, files with fingerprints.
//! 2. [`Site::tree`] plans every file. What a page depends on is one value that can be hashed and is all that its bytes are
//!    made of beside the frame, so that a rebuild makes again only what an edit reaches.
//! 3. Whoever writes the tree asks for the bytes.
//!
//! Pages decide nothing: what is in their documents is shown. The documents are described in `docs/templates.md`.

mod faqs;
mod figures;
mod findable;
mod frame;
mod head;
mod icons;
mod library;
mod links;
mod machines;
mod pages;
mod plans;
mod reference;
mod routes;
pub mod search;
mod sessions;
mod tags;
mod text;
mod topics;

pub use frame::Pictures;
pub use links::check_half;

use crate::diagnostics::{Finding, Findings, lints};
use crate::guide::Rules;
use crate::memo::Memo;
use crate::model::{Content, Place};
use crate::output::OutputTree;
use crate::source::{Sources, Span};
use crate::template::Templates;
use figures::FigureDoc;
use frame::{File, SiteDoc};
use head::{Head, LinkDoc};
use jiff::civil::Date;
use library::Library;
use routes::{Route, file_of, pages_of};
use std::hash::{Hash, Hasher};
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

/// What a site is made of.
pub struct Material<'a> {
    /// The pack.
    pub content: &'a Content,
    /// Its files and the templates, for places and scripts.
    pub sources: &'a Sources,
    /// The templates.
    pub templates: Templates,
    /// The pictures of the pack.
    pub pictures: &'a Pictures,
    /// The day on which reviews are due or not.
    pub as_of: Date,
    /// What earlier runs worked out; the site is the same without it.
    pub memo: Option<&'a Memo>,
}

/// A site that is ready to be planned.
pub struct Site<'a> {
    content: &'a Content,
    sources: &'a Sources,
    templates: Templates,
    pictures: &'a Pictures,
    as_of: Date,
    memo: Option<&'a Memo>,
    library: Library<'a>,
    rules: Rules<'a>,
    doc: SiteDoc,
    files: Vec<File>,
    figures: Vec<Option<FigureDoc>>,
    /// What every page depends on.
    frame: u128,
}

/// A page that knows everything that it depends on.
trait Planned: Hash + Send + Sync {
    /// The template that shows it.
    fn template(&self) -> &'static str;
    /// What the template knows under `page`.
    fn document(&self, site: &Site) -> tera::Value;
}

/// A tree of the site's files. What cannot be made is a finding.
pub type Tree<'s> = OutputTree<'s, Box<Finding>>;

impl<'a> Site<'a> {
    /// Gathers what pages share. Whatever is wrong is a finding; the site is whole only without errors.
    pub fn new(material: Material<'a>, findings: &mut Findings) -> Self {
        let Material { content, sources, mut templates, pictures, as_of, memo } = material;
        let (doc, files) = frame::frame(content, sources, &mut templates, pictures, memo, findings);
        let mut hasher = Xxh3::new();
        doc.hash(&mut hasher);
        for folder in ["site/", "parts/"] {
            for (name, file) in templates.below(folder) {
                (name, sources.get(file).text()).hash(&mut hasher);
            }
        }
        let strings = content.strings();
        strings.keys().for_each(|key| (key, format!("{:?}", strings.get(key))).hash(&mut hasher));
        format!("{:?}", content.site().colours).hash(&mut hasher);
        let frame = hasher.digest128();
        let library = Library::new(content);
        let rules = Rules::new(content, as_of);
        let figures = Vec::new();
        let mut site =
            Self { content, sources, templates, pictures, as_of, memo, library, rules, doc, files, figures, frame };
        let drawn = content.figures().iter().map(|f| figures::figure(&site, sources, f, as_of, findings));
        site.figures = drawn.collect();
        site
    }

    /// Plans every file of the site.
    pub fn tree(&self, findings: &mut Findings) -> Tree<'_> {
        let mut plan = Plan { site: self, tree: OutputTree::default(), findings, known: Bytes::default() };
        plan.pages();
        plan.machines();
        plan.files();
        plan.search();
        plan.tree
    }

    /// Makes one page of each kind, so that broken templates are found before anything is written.
    pub fn try_templates(&self, tree: &Tree, findings: &mut Findings) {
        let mut said: Vec<Finding> = Vec::new();
        for path in self.samples(tree) {
            let Some(Err(finding)) = tree.entries().get(&path).map(|entry| (entry.make)()) else { continue };
            if !said.contains(&finding) {
                said.push(*finding);
            }
        }
        findings.extend(said);
    }

    /// Files of which there is one of each kind: the longest lists, the first question and topic.
    fn samples(&self, tree: &Tree) -> Vec<String> {
        let alias = self.content.faqs().iter().flat_map(|faq| &faq.aliases).next();
        let routes = [
            (Route::Home, true),
            (Route::Faqs(1), true),
            (Route::Topics, true),
            (Route::Glossary(1), true),
            (Route::Sources(1), true),
            (Route::Tags(1), true),
            (Route::NotFound, true),
            (Route::Faq(0), !self.content.faqs().is_empty()),
            (Route::Topic(0), !self.content.topics().is_empty()),
            (Route::Tag(0, 1), !self.library.tags.is_empty()),
            (Route::Page(0), !self.content.pages().is_empty()),
            (Route::Plans, !self.content.plans().is_empty()),
            (Route::Plan(0), !self.content.plans().is_empty()),
            (Route::Sessions, !self.content.plans().is_empty()),
        ];
        let pages = routes.into_iter().filter(|(_, there)| *there).map(|(route, _)| file_of(&self.path(route)));
        let alias = alias.map(|alias| format!("faq/{alias}/index.html"));
        let machines = tree.entries().keys().filter(|path| !path.ends_with(".html") && !path.contains('/')).cloned();
        pages.chain(alias).chain(machines).collect()
    }

    fn path(&self, route: Route) -> String {
        route.path(self.content, &self.library.tags)
    }

    /// The address of a page below the site's own path.
    fn place(&self, route: Route) -> String {
        self.path(route)
    }

    /// The address of a page.
    fn url(&self, route: Route) -> String {
        format!("{}{}", self.doc.path, self.path(route))
    }

    fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.content.strings().text(key, values)
    }

    fn link(&self, route: Route, title: String) -> LinkDoc {
        LinkDoc { title, url: self.url(route) }
    }

    /// A page that is called by a key of the pack's words.
    fn named(&self, route: Route, key: &str) -> LinkDoc {
        self.link(route, self.text(key, &[]))
    }

    fn home_link(&self) -> LinkDoc {
        self.named(Route::Home, "site.home.title")
    }

    fn faq_link(&self, at: usize) -> LinkDoc {
        self.link(Route::Faq(at), self.content.faqs()[at].question.clone())
    }

    fn topic_link(&self, at: usize) -> LinkDoc {
        self.link(Route::Topic(at), self.content.topics()[at].title.clone())
    }

    fn plan_link(&self, at: usize) -> LinkDoc {
        self.link(Route::Plan(at), self.content.plans()[at].title.clone())
    }

    /// How much a session asks, from 0 (rest) to 3 (hard), in words.
    fn load(&self, level: usize) -> String {
        let keys = ["site.load.rest", "site.load.easy", "site.load.moderate", "site.load.hard"];
        keys.get(level).map(|key| self.text(key, &[])).unwrap_or_default()
    }

    fn source_link(&self, at: usize) -> LinkDoc {
        let source = &self.library.source_docs[at];
        let page = self.url(Route::Sources(self.library.cited.page_of(at)));
        LinkDoc { title: source.short.clone(), url: format!("{page}#{}", source.id) }
    }

    fn page_links(&self) -> Vec<LinkDoc> {
        let pages = self.content.pages().iter().enumerate();
        pages.map(|(at, page)| self.link(Route::Page(at), page.title.clone())).collect()
    }

    /// A title with the number of its page, where that is not the first.
    fn numbered(&self, title: &str, page: usize) -> String {
        match page {
            0 | 1 => title.to_owned(),
            page => self.text("site.page_title", &[("title", title), ("page", &page.to_string())]),
        }
    }

    /// The head of a list that stands right below the first page.
    fn list_head(&self, route: Route, key: &str, summary: &str, page: usize) -> Head {
        let title = self.numbered(&self.text(key, &[]), page);
        Head::new(&self.doc, self.place(route), &title, summary, vec![self.home_link()])
    }

    /// The figures that a page carries.
    fn figures(&self, place: Place) -> Vec<FigureDoc> {
        let all = self.content.figures().iter().zip(&self.figures);
        all.filter(|(figure, _)| figure.on.contains(&place)).filter_map(|(_, drawn)| drawn.clone()).collect()
    }

    fn render(&self, page: &impl Planned) -> Result<Vec<u8>, Box<Finding>> {
        let document = page.document(self);
        self.templates.render_as(self.sources, page.template(), "page", &document).map(String::into_bytes)
    }
}

/// The tree while it is planned.
struct Plan<'s, 'f> {
    site: &'s Site<'s>,
    tree: Tree<'s>,
    findings: &'f mut Findings,
    /// What the page at hand depends on.
    known: Bytes,
}

/// All bytes of something that can be hashed: pages are made of many short texts, and one long one is hashed faster.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.0)
    }
}

impl<'s> Plan<'s, '_> {
    fn pages(&mut self) {
        let site = self.site;
        let content = site.content;
        self.route(Route::Home, pages::HomeDoc::new(site));
        for page in 1..=pages_of(content.faqs().len()) {
            self.route(Route::Faqs(page), faqs::FaqsDoc::new(site, page));
        }
        for (at, faq) in content.faqs().iter().enumerate() {
            self.add(&site.path(Route::Faq(at)), faqs::FaqPage::new(site, at), Some(faq.span));
            for alias in &faq.aliases {
                self.add(&format!("faq/{alias}/"), pages::RedirectDoc::new(site, alias, at), Some(faq.span));
            }
        }
        self.route(Route::Topics, topics::TopicsDoc::new(site));
        for at in 0..content.topics().len() {
            self.route(Route::Topic(at), topics::TopicDoc::new(site, at));
        }
        if !content.plans().is_empty() {
            self.route(Route::Plans, plans::PlansDoc::new(site));
            self.route(Route::Sessions, sessions::SessionsDoc::new(site));
        }
        for at in 0..content.plans().len() {
            self.route(Route::Plan(at), plans::PlanDoc::new(site, at));
        }
        for page in 1..=site.library.glossary.pages() {
            self.route(Route::Glossary(page), reference::GlossaryDoc::new(site, page));
        }
        for page in 1..=site.library.cited.pages() {
            self.route(Route::Sources(page), reference::SourcesDoc::new(site, page));
        }
        for page in 1..=pages_of(site.library.tags.len()) {
            self.route(Route::Tags(page), tags::TagsDoc::new(site, page));
        }
        for (at, tag) in site.library.tags.iter().enumerate() {
            for page in 1..=pages_of(tag.faqs.len()) {
                self.route(Route::Tag(at, page), tags::OneTagDoc::new(site, at, page));
            }
        }
        for (at, page) in content.pages().iter().enumerate() {
            self.add(&site.path(Route::Page(at)), pages::PageDoc::new(site, at), Some(page.span));
        }
        self.route(Route::NotFound, pages::NotFoundDoc::new(site));
    }

    fn machines(&mut self) {
        let site = self.site;
        for (path, map) in machines::sitemaps(site) {
            self.add(&path, map, None);
        }
        if let Some(feed) = machines::feed(site) {
            self.add("feed.xml", feed, None);
        }
        self.add("robots.txt", machines::Plain("site/robots.txt"), None);
        self.add("manifest.webmanifest", machines::Plain("site/manifest.webmanifest"), None);
    }

    /// Files that are written as they are: assets, and the pictures that texts may show.
    fn files(&mut self) {
        let site = self.site;
        let files = site.files.iter().map(|file| (&file.path, &file.bytes)).chain(site.pictures);
        for (path, bytes) in files {
            let fingerprint = xxh3_128(bytes);
            if let Err(error) = self.tree.add(path.clone(), fingerprint, move || Ok(bytes.clone())) {
                self.findings.push(Finding::nowhere(&lints::DUPLICATE_ID, error.to_string()));
            }
        }
    }

    /// The index of the search, where the pages have one.
    fn search(&mut self) {
        for file in findable::files(self.site) {
            let fingerprint = xxh3_128(&file.bytes);
            if let Err(error) = self.tree.add(file.path, fingerprint, move || Ok(file.bytes.clone())) {
                self.findings.push(Finding::nowhere(&lints::DUPLICATE_ID, error.to_string()));
            }
        }
    }

    fn route(&mut self, route: Route, page: impl Planned + 's) {
        self.add(&self.site.path(route), page, None);
    }

    /// Plans a page at an address below the site's own path; `span` is what put it there.
    fn add(&mut self, path: &str, page: impl Planned + 's, span: Option<Span>) {
        let site = self.site;
        self.known.0.clear();
        site.frame.hash(&mut self.known);
        page.template().hash(&mut self.known);
        page.hash(&mut self.known);
        if let Err(error) = self.tree.add(file_of(path), xxh3_128(&self.known.0), move || site.render(&page)) {
            let message = error.to_string();
            self.findings.push(match span {
                Some(span) => Finding::new(&lints::DUPLICATE_ID, span, message).label("wants an address that is taken"),
                None => Finding::nowhere(&lints::DUPLICATE_ID, message),
            });
        }
    }
}
