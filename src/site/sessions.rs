//! Kinds of session: what to do, for whom not, and what takes their place.

use super::head::{Head, LinkDoc};
use super::routes::Route;
use super::text::{html, markdown_link};
use super::{Planned, Site};
use crate::guide::LengthDoc;
use crate::model::Session;
use crate::prose::Link;
use serde::Serialize;

/// A kind of session.
#[derive(Debug, Hash, Serialize)]
pub struct SessionDoc {
    /// Id.
    id: String,
    /// Its anchor.
    anchor: String,
    /// Title.
    title: String,
    /// What to do (HTML).
    what: String,
    /// How much it asks, in words.
    load: String,
    /// How hard it feels; may be empty.
    effort: String,
    /// How long it takes.
    lengths: Vec<LengthDoc>,
    /// For whom not, in words such as "you have …".
    unless: Vec<String>,
    /// What takes its place there.
    instead: Option<LinkDoc>,
    /// Lines of advice for after it.
    recover: Vec<LinkDoc>,
    /// The grade: A, B, C or D.
    evidence: Option<&'static str>,
    /// Sources.
    sources: Vec<LinkDoc>,
}

impl SessionDoc {
    /// For whom not, in words.
    pub fn unless(&self) -> &[String] {
        &self.unless
    }
}

/// The anchor of a session, on the page of all and on those of plans.
pub fn anchor(session: &Session) -> String {
    format!("session_{}", session.id)
}

/// A kind of session in words.
pub fn session(site: &Site, at: usize) -> SessionDoc {
    let content = site.content;
    let session = &content.sessions()[at];
    let link = |link: &Link| markdown_link(link, &site.library.target(link));
    let words = site.rules.session(at, &link);
    let item = |&at: &usize| {
        let item = &content.items()[at];
        let page = site.url(Route::Topic(item.topic));
        LinkDoc { title: item.title.clone(), url: format!("{page}#item_{}", item.id) }
    };
    let instead = session.instead.map(|at| {
        let other = &content.sessions()[at];
        LinkDoc { title: other.title.clone(), url: format!("{}#{}", site.url(Route::Sessions), anchor(other)) }
    });
    SessionDoc {
        id: session.id.clone(),
        anchor: anchor(session),
        title: session.title.clone(),
        what: html(&words.what, &site.doc.path),
        load: site.load(session.load as usize),
        effort: words.effort,
        lengths: words.lengths,
        unless: words.unless,
        instead,
        recover: session.recover.iter().map(item).collect(),
        evidence: session.evidence.map(|grade| grade.letter()),
        sources: session.sources.iter().map(|&source| site.source_link(source)).collect(),
    }
}

/// The page of all sessions, as `site/sessions.html` knows it under `page`.
#[derive(Debug, Hash, Serialize)]
pub struct SessionsDoc {
    /// What the head says.
    head: Head,
    /// Title.
    title: String,
    /// The sessions, in the order of the pack.
    sessions: Vec<SessionDoc>,
}

impl SessionsDoc {
    /// The page.
    pub fn new(site: &Site) -> Self {
        let (title, summary) = (site.text("site.sessions.title", &[]), site.text("site.sessions.summary", &[]));
        let crumbs = vec![site.home_link(), site.named(Route::Plans, "site.plans.title")];
        Self {
            head: Head::new(&site.doc, site.place(Route::Sessions), &title, &summary, crumbs),
            title,
            sessions: (0..site.content.sessions().len()).map(|at| session(site, at)).collect(),
        }
    }
}

impl Planned for SessionsDoc {
    fn template(&self) -> &'static str {
        "site/sessions.html"
    }

    fn document(&self, _: &Site) -> tera::Value {
        tera::Value::from_serializable(self)
    }
}
