//! Texts of the pack on pages: links become addresses of the site.

use super::library::Library;
use crate::prose::{
    HtmlOptions, Link, Prose, escape, to_html_with, to_inline_html_with, to_plain, to_plain_and_html_with,
};

/// A text with the words of its links, so that it is all that its page depends on.
#[derive(Debug, Hash)]
pub struct Text<'s> {
    prose: &'s Prose,
    /// One per link: what it is called where it brings no words of its own.
    titles: Vec<String>,
}

impl<'s> Text<'s> {
    /// A text; its links are looked up.
    pub fn new(prose: &'s Prose, library: &Library) -> Self {
        let title =
            |link: &Link| if link.words.is_some() { String::new() } else { library.title(&link.kind, &link.id) };
        Self { prose, titles: prose.links().iter().map(title).collect() }
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
        let titles = self.prose.links().iter().zip(&self.titles);
        let link = |link: &Link| {
            let title = titles.clone().find(|(other, _)| other.range == link.range).map_or("", |(_, title)| title);
            markdown_link(link, title)
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
pub fn markdown_link(link: &Link, title: &str) -> String {
    let words = link.words.clone().unwrap_or_else(|| escape(title));
    let id = &link.id;
    let address = match link.kind.as_str() {
        "faq" => format!("/faq/{id}/"),
        "topic" => format!("/topics/{id}/"),
        "term" => format!("/glossary/#{id}"),
        "source" => format!("/sources/#{id}"),
        "plan" => format!("/plans/{id}/"),
        _ => return words,
    };
    format!("[{words}](<{address}>)")
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
        let text = Text { prose: &prose, titles: vec![String::new(), "glyco[gen]".to_owned()] };
        assert_eq!(
            text.html("/sub/"),
            "<p>See <a href=\"/sub/faq/nap/\">a <em>nap</em></a>, <a href=\"/sub/glossary/#glycogen\">glyco[gen]</a> and \
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
