//! What the head of every page says: to a tab, to a search engine, to whoever shares the page.

use super::frame::SiteDoc;
use super::text::clip;
use crate::model::Content;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Value, json};
use std::io::{self, Write};

/// The longest description that search engines show.
const DESCRIPTION: usize = 155;

/// A page's own words for machines.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Head {
    /// Title.
    pub title: String,
    /// A sentence or two (plain).
    pub description: String,
    /// The page's address.
    pub url: String,
    /// The same with scheme and host, where the pack says where it is published.
    pub canonical: Option<String>,
    /// The address below the site's own path, `faq/nap/`: what tells the current page of the navigation.
    pub place: String,
    /// Whether search engines should leave it out.
    pub hidden: bool,
    /// What Open Graph calls it: website or article.
    pub kind: &'static str,
    /// The way here, the page itself last; none on the first page.
    pub crumbs: Vec<LinkDoc>,
    /// JSON-LD, each a whole script.
    pub structured: Vec<String>,
}

/// An address with its words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LinkDoc {
    /// Words.
    pub title: String,
    /// Address.
    pub url: String,
}

/// A day for people and for machines.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DateDoc {
    /// `2026-11-24`.
    pub iso: String,
    /// `24 November 2026`.
    pub words: String,
}

/// A day in the pack's words.
pub fn date(content: &Content, day: Date) -> DateDoc {
    let strings = content.strings();
    let month = strings.text(&format!("month.{}", day.month()), &[]);
    let (number, year) = (day.day().to_string(), day.year().to_string());
    DateDoc {
        iso: day.to_string(),
        words: strings.text("site.date", &[("day", &number), ("month", &month), ("year", &year)]),
    }
}

impl Head {
    /// The head of a page at a place, with the crumbs that lead to it.
    pub fn new(site: &SiteDoc, place: String, title: &str, description: &str, crumbs: Vec<LinkDoc>) -> Self {
        let url = format!("{}{place}", site.path);
        let canonical = site.origin.as_ref().map(|origin| format!("{origin}{url}"));
        let mut head = Self {
            title: title.to_owned(),
            description: clip(description, DESCRIPTION),
            canonical,
            place,
            hidden: false,
            kind: "website",
            crumbs,
            structured: Vec::new(),
            url,
        };
        if !head.crumbs.is_empty() {
            head.crumbs.push(LinkDoc { title: head.title.clone(), url: head.url.clone() });
            head.structured.push(script(&breadcrumbs(&head, site)));
        }
        head
    }

    /// The same head with a piece of JSON-LD more.
    #[must_use]
    pub fn with(mut self, structured: &impl Serialize) -> Self {
        self.structured.push(script(structured));
        self
    }

    /// The same head of an article.
    #[must_use]
    pub fn article(mut self) -> Self {
        self.kind = "article";
        self
    }

    /// The same head of a page that search engines leave out.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// Whose words JSON-LD is written in.
const SCHEMA: &str = "https://schema.org";

/// The way to a page, as search engines read it. There is one on every page, so it is written as it stands.
#[derive(Serialize)]
struct Breadcrumbs<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: String,
}

fn breadcrumbs<'a>(head: &'a Head, site: &SiteDoc) -> Breadcrumbs<'a> {
    let origin = site.origin.as_deref().unwrap_or("");
    let item = |(at, crumb): (usize, &'a LinkDoc)| ListItem {
        kind: "ListItem",
        position: at + 1,
        name: &crumb.title,
        item: format!("{origin}{}", crumb.url),
    };
    Breadcrumbs { context: SCHEMA, kind: "BreadcrumbList", items: head.crumbs.iter().enumerate().map(item).collect() }
}

/// A question that the site itself answers, as search engines read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaqSchema<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    in_language: &'a str,
    date_modified: String,
    main_entity: [QuestionSchema<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QuestionSchema<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    accepted_answer: AnswerSchema<'a>,
}

#[derive(Serialize)]
struct AnswerSchema<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    text: &'a str,
}

/// A question with its answer (both plain).
pub fn faq_page<'a>(question: &'a str, answer: &'a str, updated: Date, language: &'a str) -> FaqSchema<'a> {
    let accepted_answer = AnswerSchema { kind: "Answer", text: answer };
    FaqSchema {
        context: SCHEMA,
        kind: "FAQPage",
        in_language: language,
        date_modified: updated.to_string(),
        main_entity: [QuestionSchema { kind: "Question", name: question, accepted_answer }],
    }
}

/// A page of advice, as search engines read it.
pub fn article(head: &Head, site: &SiteDoc, text: &str, updated: Option<Date>) -> Value {
    let mut value = json!({
        "@context": SCHEMA,
        "@type": "Article",
        "headline": head.title,
        "description": head.description,
        "articleBody": text,
        "inLanguage": site.language,
    });
    let more = [
        ("dateModified", updated.map(|day| json!(day.to_string()))),
        ("mainEntityOfPage", head.canonical.as_ref().map(|url| json!(url))),
        ("author", site.author.as_ref().map(|name| json!({ "@type": "Organization", "name": name }))),
        ("publisher", Some(json!({ "@type": "Organization", "name": site.title }))),
    ];
    for (key, field) in more {
        if let Some(field) = field {
            value[key] = field;
        }
    }
    value
}

/// JSON that can stand in a `<script>`: nothing in it can end the element.
fn script(value: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(512);
    // Texts, numbers and days can always be written to memory.
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, InScript));
    debug_assert!(written.is_ok(), "{written:?}");
    String::from_utf8(bytes).unwrap_or_default()
}

/// Compact JSON without the characters that mean something in HTML.
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = memchr::memchr3(b'<', b'>', b'&', rest.as_bytes()) {
            to.write_all(&rest.as_bytes()[..at])?;
            write!(to, "\\u{:04x}", rest.as_bytes()[at])?;
            rest = &rest[at + 1..];
        }
        to.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let text = script(&json!({ "name": "</script><!-- & \u{2028}" }));
        assert!(!text.contains(['<', '>', '&']));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["name"], "</script><!-- & \u{2028}");
    }
}
