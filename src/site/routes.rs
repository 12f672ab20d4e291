//! Every address of the site, before any page is made.

use crate::model::Content;

/// How many lines a page of a long list has.
pub const PER_PAGE: usize = 100;

/// How many entries a page of the glossary or of the sources has. Readers come to one of them by a link and look around, so
/// only a list that few would scroll through is cut.
pub const PER_REFERENCE: usize = 250;

/// A page of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// The first page.
    Home,
    /// All questions, page by page from 1.
    Faqs(usize),
    /// The question with this index.
    Faq(usize),
    /// All topics.
    Topics,
    /// The topic with this index.
    Topic(usize),
    /// All plans.
    Plans,
    /// The plan with this index.
    Plan(usize),
    /// All kinds of session.
    Sessions,
    /// The glossary, page by page from 1.
    Glossary(usize),
    /// The sources, page by page from 1.
    Sources(usize),
    /// All tags, page by page from 1.
    Tags(usize),
    /// The questions of the tag with this index, page by page from 1.
    Tag(usize, usize),
    /// The page of its own with this index.
    Page(usize),
    /// What a reader of a wrong address finds.
    NotFound,
}

impl Route {
    /// The address below the site's own path: `faq/nap/`. It ends in `/`, but for the first page and files.
    pub fn path(self, content: &Content, tags: &[Tag]) -> String {
        match self {
            Route::Home => String::new(),
            Route::Faqs(page) => paged("faq/", page),
            Route::Faq(at) => ["faq/", &content.faqs()[at].id, "/"].concat(),
            Route::Topics => "topics/".to_owned(),
            Route::Topic(at) => format!("topics/{}/", content.topics()[at].id),
            Route::Plans => "plans/".to_owned(),
            Route::Plan(at) => format!("plans/{}/", content.plans()[at].id),
            Route::Sessions => "sessions/".to_owned(),
            Route::Glossary(page) => paged("glossary/", page),
            Route::Sources(page) => paged("sources/", page),
            Route::Tags(page) => paged("tags/", page),
            Route::Tag(tag, page) => paged(&format!("tags/{}/", tags[tag].id), page),
            Route::Page(at) => format!("{}/", content.pages()[at].id),
            Route::NotFound => "404.html".to_owned(),
        }
    }
}

/// The first page of a list stands at its own address, the others below it.
fn paged(list: &str, page: usize) -> String {
    if page <= 1 { list.to_owned() } else { format!("{list}page/{page}/") }
}

/// The file of an address: `faq/nap/` is `faq/nap/index.html`.
pub fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { [path, "index.html"].concat() } else { path.to_owned() }
}

/// How many pages a list has; an empty one has one.
pub fn pages_of(lines: usize) -> usize {
    lines.div_ceil(PER_PAGE).max(1)
}

/// A list of entries that texts lead to, each by its index.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reference {
    order: Vec<usize>,
    page: Vec<usize>,
}

impl Reference {
    /// A list in this order of all its indices.
    pub fn new(order: Vec<usize>) -> Self {
        let mut page = vec![1; order.len()];
        order.iter().enumerate().for_each(|(place, &at)| page[at] = place / PER_REFERENCE + 1);
        Self { order, page }
    }

    /// How many pages it has; an empty one has one.
    pub fn pages(&self) -> usize {
        self.order.len().div_ceil(PER_REFERENCE).max(1)
    }

    /// The entries of a page, from 1.
    pub fn on(&self, page: usize) -> &[usize] {
        self.order.chunks(PER_REFERENCE).nth(page.saturating_sub(1)).unwrap_or_default()
    }

    /// All entries with their pages, in order.
    pub fn all(&self) -> impl Iterator<Item = (usize, usize)> {
        self.order.iter().map(|&at| (at, self.page[at]))
    }

    /// The page on which an entry stands.
    pub fn page_of(&self, at: usize) -> usize {
        self.page.get(at).copied().unwrap_or(1)
    }
}

/// A tag with the questions that carry it.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// The tag.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Indices of questions, in reading order.
    pub faqs: Vec<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_have_pages_of_their_own() {
        assert_eq!([paged("faq/", 1), paged("faq/", 2)], ["faq/", "faq/page/2/"]);
        assert_eq!([0, 1, 100, 101, 250].map(pages_of), [1, 1, 1, 2, 3]);
        let list = Reference::new((0..PER_REFERENCE + 1).rev().collect());
        assert_eq!((list.pages(), list.on(2), list.on(3).len()), (2, &[0][..], 0));
        assert_eq!([0, 1, PER_REFERENCE].map(|at| list.page_of(at)), [2, 1, 1]);
        assert_eq!((Reference::default().pages(), Reference::default().on(1).len()), (1, 0));
        assert_eq!(["", "faq/nap/", "404.html"].map(file_of), ["index.html", "faq/nap/index.html", "404.html"]);
    }
}
