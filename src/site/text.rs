//! Texts of the pack on pages: links become addresses of the site.

use super::library::{Library, Target};
use crate::prose::{
    HtmlOptions, Link, Prose, escape, to_html_with, to_inline_html_with, to_plain, to_plain_and_html_with,
};

/// A text with what its links lead to, so that it is all that its page depends on.
#[derive(Debug, Hash)]
pub struct Text<'s> {
    prose: &'s Prose,
    /// One per link.
    targets: Vec<Target>,
}

impl<'s> Text<'s> {
    /// A text; its links are looked up.
    pub fn new(prose: &'s Prose, library: &Library) -> Self {
        Self { prose, targets: prose.links().iter().map(|link| library.target(link)).collect() }
    }

    /// HTML of its blocks. `base` is the site's own path.
    pub fn html(&self, base: &str) -> String {
        html(&self.markdown(), base)
    }

    /// HTML of its words as one paragraph, without `<p>`.
    pub fn inline(&self, base: &str) -> String {
        inline(&self.markdown(), base)
    }

    /// Its words on one line, and HTML of its blocks.
    pub fn plain_and_html(&self, base: &str) -> (String, String) {
        to_plain_and_html_with(&self.markdown(), &HtmlOptions::default(), &|to| within(to, base))
    }

    /// Its words on one line.
    pub fn plain(&self) -> String {
        to_plain(&self.markdown())
    }

    fn markdown(&self) -> String {
        let targets = self.prose.links().iter().zip(&self.targets);
        let link = |link: &Link| match targets.clone().find(|(other, _)| other.range == link.range) {
            Some((_, target)) => markdown_link(link, target),
            None => String::new(),
        };
        self.prose.fill(&|_| String::new(), &link)
    }
}

/// HTML of Markdown whose links are filled, for a site with this path of its own.
pub fn html(markdown: &str, base: &str) -> String {
    to_html_with(markdown, &HtmlOptions::default(), &|to| within(to, base))
}

/// HTML of one paragraph of Markdown whose links are filled, without `<p>`.
pub fn inline(markdown: &str, base: &str) -> String {
    to_inline_html_with(markdown, &|to| within(to, base))
}

/// A link as Markdown: its own words, or the title of what it leads to. Its address is written from the root of the site.
pub fn markdown_link(link: &Link, to: &Target) -> String {
    let words = link.words.clone().unwrap_or_else(|| escape(&to.title));
    match &to.address {
        Some(address) => format!("[{words}](<{address}>)"),
        None => words,
    }
}

/// An address that a text writes from the root of the site, below the site's own path; `None` for any other.
pub fn within(address: &str, base: &str) -> Option<String> {
    let rest = address.strip_prefix('/')?;
    (!rest.starts_with('/')).then(|| format!("{base}{rest}"))
}

/// The first words of a text, at most `most` characters, cut between words.
pub fn clip(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([',', ';', ':', '.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::Rules;

    #[test]
    fn links_lead_below_the_sites_own_path() {
        let text = "See [[faq:nap|a *nap*]], [[term:glycogen]] and [all](/faq/) or [one](nap/).";
        let (prose, _) = Prose::read(text, Rules { slots: false, headings: false });
        let target = |title: &str, address: &str| Target { title: title.to_owned(), address: Some(address.to_owned()) };
        let targets = vec![target("", "/faq/nap/"), target("glyco[gen]", "/glossary/page/2/#glycogen")];
        let text = Text { prose: &prose, targets };
        assert_eq!(
            text.html("/sub/"),
            "<p>See <a href=\"/sub/faq/nap/\">a <em>nap</em></a>, <a href=\"/sub/glossary/page/2/#glycogen\">glyco[gen]</a> and \
             <a href=\"/sub/faq/\">all</a> or <a href=\"nap/\">one</a>.</p>\n"
        );
        assert_eq!(text.plain(), "See a nap, glyco[gen] and all or one.");
    }

    #[test]
    fn descriptions_end_between_words() {
        assert_eq!(clip("Sleep more, run less.", 30), "Sleep more, run less.");
        assert_eq!(clip("Sleep more, run less.", 12), "Sleep more…");
        assert_eq!(clip("äöüäöüäöü", 3), "äöü…");
    }
}
