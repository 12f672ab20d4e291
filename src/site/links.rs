//! Every link within the site must lead somewhere: those that texts write, and, on request, those of whole pages.

use super::frame::{Pictures, no_logo};
use super::library;
use super::routes::{Route, file_of};
use super::{Site, Tree};
use crate::check::Half;
use crate::diagnostics::{Finding, Findings, lints, nearest};
use crate::model::Content;
use crate::prose::addresses;
use crate::source::{Sources, Span};
use crate::syntax::locate;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A text with its place and the address of its page.
struct Written<'a> {
    text: &'a str,
    span: Span,
    page: String,
}

impl Site<'_> {
    /// Looks at the links that the texts of the pack write as addresses, and at the navigation.
    pub fn check_written_links(&self, tree: &Tree, findings: &mut Findings) {
        let mut ids = BTreeMap::new();
        for Written { text, span, page } in written(self.content) {
            // Most texts link by id only, and those are known to lead somewhere.
            if memchr::memchr2(b']', b'<', text.as_bytes()).is_none() {
                continue;
            }
            for (at, address) in addresses(text) {
                if let Some(why) = self.wrong(tree, &mut ids, &page, &address) {
                    let span = locate(self.sources.get(span.file), span, text, &at);
                    findings.push(broken(span, &address, &why, tree.entries().keys()));
                }
            }
        }
        let navigation = self.content.site().navigation.iter().map(|link| &link.url);
        for url in navigation {
            if let Some(why) = self.wrong(tree, &mut ids, "", &url.value) {
                findings.push(broken(url.span, &url.value, &why, tree.entries().keys()));
            }
        }
    }

    /// Looks at every link of every page, whatever put it there: the templates too.
    pub fn check_all_links(&self, tree: &Tree, findings: &mut Findings) {
        let pages: Vec<(&String, Option<IdsAndLinks>)> = tree
            .entries()
            .par_iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, entry)| {
                // A page that cannot be made is a finding of its own.
                (path, (entry.make)().ok().map(|bytes| read(&String::from_utf8_lossy(&bytes))))
            })
            .collect();
        let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut links: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (path, page) in &pages {
            let Some((own, to)) = page else { continue };
            ids.insert((*path).clone(), own.clone());
            for address in to {
                links.entry(address.clone()).or_default().push(path.strip_suffix("index.html").unwrap_or(path));
            }
        }
        for (address, on) in links {
            // An address from the root means the same on every page; of another each page is asked.
            let asked = if address.starts_with('/') { &on[..1] } else { &on[..] };
            for page in asked {
                let Some(address) = self.inside(&address) else { continue };
                if let Some(why) = self.wrong(tree, &mut ids, page, &address) {
                    let message = format!("the page `/{page}` links to `{address}`, and {why}");
                    findings.push(Finding::nowhere(&lints::BROKEN_LINK, message).note(match on.len() {
                        1 => "a template or a text of this page wrote it".to_owned(),
                        n => format!("{n} pages have this link: a template wrote it"),
                    }));
                }
            }
        }
    }

    /// An address of a finished page as texts write it: from the root of the site; `None` where that is not ours.
    fn inside(&self, address: &str) -> Option<String> {
        if !address.starts_with('/') {
            return Some(address.to_owned());
        }
        address.strip_prefix(&self.doc.path).map(|rest| format!("/{rest}"))
    }

    /// Why an address on a page leads nowhere, in words; `None` where it leads somewhere or off the site. `ids` keeps the
    /// anchors of pages that were looked at.
    fn wrong(
        &self,
        tree: &Tree,
        ids: &mut BTreeMap<String, BTreeSet<String>>,
        page: &str,
        address: &str,
    ) -> Option<String> {
        let (file, fragment) = target(page, address)?;
        let Some(entry) = tree.entries().get(&file) else {
            return Some(NO_PAGE.to_owned());
        };
        if fragment.is_empty() || !file.ends_with(".html") {
            return None;
        }
        let known = ids.entry(file).or_insert_with(|| {
            (entry.make)().map(|bytes| read(&String::from_utf8_lossy(&bytes)).0).unwrap_or_default()
        });
        let fragment = decoded(fragment);
        (!known.contains(&fragment)).then(|| format!("that page has no place called `{fragment}`"))
    }
}

/// All texts that can write addresses.
fn written(content: &Content) -> Vec<Written<'_>> {
    let place = |route: Route| route.path(content, &[]);
    let mut all: Vec<Written> = Vec::new();
    for (at, faq) in content.faqs().iter().enumerate() {
        all.push(Written { text: faq.answer.text(), span: faq.answer_span, page: place(Route::Faq(at)) });
    }
    for (at, topic) in content.topics().iter().enumerate() {
        all.push(Written { text: topic.text.text(), span: topic.text_span, page: place(Route::Topic(at)) });
    }
    for (at, page) in content.pages().iter().enumerate() {
        all.push(Written { text: page.text.text(), span: page.text_span, page: place(Route::Page(at)) });
    }
    let glossary = library::glossary(content);
    for (at, term) in content.terms().iter().enumerate() {
        let page = place(Route::Glossary(glossary.page_of(at)));
        all.push(Written { text: term.definition.text(), span: term.definition_span, page });
    }
    all
}

/// What can be told of a pack with errors: whether its logo is there, and where links lead, since the addresses of pages follow
/// from their ids. Whether a page has the place that a link names is seen once it can be made.
pub fn check_half(half: &Half, sources: &Sources, pictures: &Pictures, findings: &mut Findings) {
    let content = &half.content;
    findings.extend(no_logo(content, pictures));
    if !half.is_named {
        return;
    }
    let faqs = content.faqs().iter();
    let ids = faqs.clone().map(|faq| &faq.id).chain(faqs.flat_map(|faq| &faq.aliases));
    let mut files: BTreeSet<String> = ids.map(|id| file_of(&format!("faq/{id}/"))).collect();
    let lists = ["", "faq/", "topics/", "plans/", "sessions/", "glossary/", "sources/", "tags/"];
    files.extend(lists.iter().map(|list| file_of(list)));
    let below = content.topics().iter().map(|topic| ("topics/", &topic.id));
    let below = below.chain(content.plans().iter().map(|plan| ("plans/", &plan.id)));
    let below = below.chain(content.faqs().iter().flat_map(|faq| &faq.tags).map(|tag| ("tags/", tag)));
    let below = below.chain(content.pages().iter().map(|page| ("", &page.id)));
    files.extend(below.map(|(list, id)| file_of(&format!("{list}{id}/"))));
    files.extend(pictures.keys().cloned());
    let leads = |page: &str, address: &str| match target(page, address) {
        // Pages of long lists, feeds and the like are not told apart here.
        Some((file, _)) => files.contains(&file) || file.contains("/page/") || !file.ends_with("/index.html"),
        None => true,
    };
    let mut look = |page: &str, address: &str, span: Span| {
        if !leads(page, address) {
            findings.push(broken(span, address, NO_PAGE, files.iter()));
        }
    };
    for Written { text, span, page } in written(content) {
        for (at, address) in addresses(text) {
            look(&page, &address, locate(sources.get(span.file), span, text, &at));
        }
    }
    content.site().navigation.iter().for_each(|link| look("", &link.url.value, link.url.span));
}

const NO_PAGE: &str = "there is no such page";

/// The file that an address on a page means, and the place in it; `None` off the site.
fn target<'a>(page: &str, address: &'a str) -> Option<(String, &'a str)> {
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or("");
    if scheme(path) || path.starts_with("//") {
        return None;
    }
    let path = if path.is_empty() { page.to_owned() } else { resolve(page, &decoded(path)) };
    Some((file_of(&path), fragment))
}

fn broken<'t>(span: Span, address: &str, why: &str, files: impl Iterator<Item = &'t String>) -> Finding {
    let pages: Vec<String> = files
        .filter_map(|path| path.strip_suffix("index.html"))
        .filter(|path| path.len() <= address.len() + 8)
        .map(|path| format!("/{path}"))
        .collect();
    let near = nearest(address, pages.iter().map(String::as_str));
    Finding::new(&lints::BROKEN_LINK, span, format!("this link leads nowhere: {why}"))
        .label(format!("links to `{address}`"))
        .help_if(near.map(|near| format!("did you mean `{near}`?")))
}

/// Whether an address begins with a scheme, such as `https:`.
fn scheme(address: &str) -> bool {
    let end = address.find([':', '/']);
    end.is_some_and(|end| end > 0 && address[end..].starts_with(':'))
}

/// A path as a page at `page` means it, from the root of the site.
fn resolve(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    if !path.starts_with('/') {
        parts.extend(page.rsplit_once('/').map_or("", |(folder, _)| folder).split('/').filter(|part| !part.is_empty()));
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("..") || path == ".";
    let joined = parts.join("/");
    if folder && !joined.is_empty() { format!("{joined}/") } else { joined }
}

/// `%C3%BC` as `ü`.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The ids of a page, and the addresses that it links to.
type IdsAndLinks = (BTreeSet<String>, Vec<String>);

/// The ids of a page, and the addresses that it links to or shows.
fn read(html: &str) -> IdsAndLinks {
    let (mut ids, mut to) = (BTreeSet::new(), BTreeSet::new());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let tag = &rest[open + 1..];
        let end = end_of(tag);
        for (name, value) in attributes(&tag[..end]) {
            match name {
                "id" => drop(ids.insert(value)),
                "href" | "src" => drop(to.insert(value)),
                _ => {}
            }
        }
        rest = &tag[end..];
    }
    (ids, to.into_iter().collect())
}

/// Where a tag ends: at the first `>` outside quotes.
fn end_of(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at,
            _ => {}
        }
    }
    tag.len()
}

/// The attributes of a tag that stand in double quotes, their values decoded.
fn attributes(tag: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(equals) = rest.find("=\"") {
        let name = rest[..equals].rsplit([' ', '\n', '\t']).next().unwrap_or("");
        let value = &rest[equals + 2..];
        let end = value.find('"').unwrap_or(value.len());
        let plain = [("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
        found.push((name, plain.iter().fold(value[..end].to_owned(), |text, (from, to)| text.replace(from, to))));
        rest = value.get(end + 1..).unwrap_or("");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_meant_from_their_page() {
        for (page, path, expected) in [
            ("faq/nap/", "/topics/", "topics/"),
            ("faq/nap/", "../ice/", "faq/ice/"),
            ("faq/nap/", "./", "faq/nap/"),
            ("faq/nap/", "a.png", "faq/nap/a.png"),
            ("404.html", "faq/", "faq/"),
            ("", "../../x", "x"),
            ("faq/nap/", "/", ""),
            ("faq/nap/", "..", "faq/"),
        ] {
            assert_eq!(resolve(page, path), expected, "{path} on {page}");
        }
        assert_eq!(decoded("%C3%BCber%"), "über%");
        assert!(scheme("https://a") && scheme("mailto:a@b") && !scheme("a/b:c") && !scheme("/a") && !scheme("#a"));
    }

    #[test]
    fn ids_and_addresses_are_read_from_tags_alone() {
        let html = "<p id=\"a\" class=\"x>y\">id=\"no\" <a href=\"/b/?c&amp;d#e\">href=\"no\"</a><img src=\"f.png\" alt=\"id=no\"></p>";
        let (ids, to) = read(html);
        assert_eq!(ids.into_iter().collect::<Vec<_>>(), ["a"]);
        assert_eq!(to, ["/b/?c&d#e", "f.png"]);
    }
}
