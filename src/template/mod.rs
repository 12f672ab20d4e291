//! The Tera environment: shipped templates, the user's own over them file by file, and their errors as findings.
//!
//! A user's `guide.html` wins over the shipped one, and may build on it with `{% extends "shipped/guide.html" %}`.
//! Templates know the [`Guide`](crate::guide::Guide) and these helpers:
//! - `t(key="guide.title", name=…)`: the words of a key; `n=` chooses between one and many
//! - `| md`: plain text as Markdown that shows it as itself
//! - `| html`, `| inline`: Markdown as HTML, with or without a paragraph around it
//! - `| plain`: Markdown as plain text
//! - `| json`: a text as JSON, in its quotes
//! - `palette`: the colours that are made of the pack's own, for light and dark

mod errors;
mod helpers;
mod palette;

use crate::diagnostics::{Finding, Findings, lints, nearest};
use crate::model::Content;
use crate::source::{FileId, Sources, Span};
use palette::Palette;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Tera};

/// Templates that are ready to render.
pub struct Templates {
    tera: Tera,
    files: BTreeMap<String, FileId>,
}

/// Reads templates: `shipped` and, over them, `own`. Every broken template is a finding of its own. With `wanted`, only
/// what that template needs is read.
pub fn load(
    content: &Content,
    sources: &Sources,
    shipped: &[FileId],
    own: &[FileId],
    wanted: Option<&str>,
    findings: &mut Findings,
) -> Option<Templates> {
    let mut base = Tera::new();
    helpers::register(&mut base, Arc::new(content.strings().clone()));
    let named = |prefix: &str, ids: &[FileId]| -> Vec<(String, FileId)> {
        ids.iter().map(|&id| (format!("{prefix}{}", sources.get(id).path()), id)).collect()
    };
    let files: BTreeMap<String, FileId> = named("shipped/", shipped).into_iter().chain(named("own/", own)).collect();
    // Scripts are copied as they are: what looks like a template in them is none.
    let all: Vec<(String, FileId)> =
        files.iter().filter(|(name, _)| !name.ends_with(".js")).map(|(name, id)| (name.clone(), *id)).collect();
    let all = match wanted {
        Some(wanted) => needed(wanted, all, sources),
        None => all,
    };
    let before = findings.len();
    for (_, id) in &all {
        keys(content, sources, *id, findings);
    }
    let mut tera = base.clone();
    // Each name that a template asks for is looked up under each prefix, so none stands here for nothing.
    let prefixes = if own.is_empty() { &["shipped/"][..] } else { &["own/", "shipped/"] };
    let fallback = tera.set_fallback_prefixes(prefixes.iter().copied());
    let texts = all.iter().map(|(name, id)| (name.clone(), sources.get(*id).text()));
    if let Err(error) = fallback.and_then(|()| tera.add_raw_templates(texts)) {
        // Together they stop at the first error; alone each shows its own.
        for (_, id) in &all {
            read_alone(&base, sources, *id, findings);
        }
        if findings.len() == before {
            // What is wrong between templates names the one that asks first.
            let message = error.to_string();
            let named = |name: &str| message.find(&format!("'{name}'")).or(message.find(&format!("`{name}`")));
            let blamed = all.iter().filter_map(|(name, id)| Some((named(name)?, *id))).min_by_key(|(at, _)| *at);
            let blamed = blamed.or(all.last().map(|(_, id)| (0, *id)));
            findings.push(errors::finding(&error, sources, &files, blamed.map(|(_, id)| id)));
        }
    }
    let palette = Palette::of(&content.site().colours);
    tera.global_context().insert("palette", &palette);
    (findings.len() == before).then_some(Templates { tera, files })
}

/// A template with all that it names, and all that those name. Components need no naming, so whatever defines some stays.
fn needed(wanted: &str, all: Vec<(String, FileId)>, sources: &Sources) -> Vec<(String, FileId)> {
    let mut of_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (full, id)) in all.iter().enumerate() {
        of_name.entry(full).or_default().push(at);
        of_name.entry(sources.get(*id).path()).or_default().push(at);
    }
    let first = |(full, id): &(String, FileId)| {
        full == wanted || sources.get(*id).path() == wanted || sources.get(*id).text().contains("{% component")
    };
    let mut kept: Vec<bool> = all.iter().map(first).collect();
    let mut queue: Vec<usize> = (0..all.len()).filter(|&at| kept[at]).collect();
    while let Some(at) = queue.pop() {
        // Whatever stands beside a quotation mark may be a name; too much is kept rather than too little.
        for name in sources.get(all[at].1).text().split('"') {
            for &named in of_name.get(name).into_iter().flatten() {
                if !std::mem::replace(&mut kept[named], true) {
                    queue.push(named);
                }
            }
        }
    }
    all.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(template, _)| template).collect()
}

/// A template parsed by itself, so that one error does not hide another's.
fn read_alone(base: &Tera, sources: &Sources, id: FileId, findings: &mut Findings) {
    let source = sources.get(id);
    if source.trouble().is_some() {
        findings.push(
            Finding::new(&lints::NOT_TEXT, Span::start_of(id), "this template is not a UTF-8 text")
                .help("save the file as UTF-8"),
        );
        return;
    }
    let mut alone = Tera::new();
    alone.register_from(base);
    if let Err(error) = alone.add_raw_template(source.path(), source.text()) {
        let files = BTreeMap::from([(source.path().to_owned(), id)]);
        if errors::is_local(&error) {
            findings.push(errors::finding(&error, sources, &files, Some(id)));
        }
    }
}

/// Keys of `t(key="…")` that the pack's words lack.
fn keys(content: &Content, sources: &Sources, id: FileId, findings: &mut Findings) {
    let text = sources.get(id).text();
    for (at, _) in text.match_indices("t(key=\"") {
        let start = at + "t(key=\"".len();
        let Some(length) = text[start..].find('"') else { continue };
        let key = &text[start..start + length];
        // `"grade." ~ item.evidence` is put together while rendering: only its beginning can be checked.
        let begun = key.ends_with('.') && content.strings().keys().any(|k| k.starts_with(key));
        if content.strings().get(key).is_none() && !begun {
            let span = Span::new(id, start, start + length);
            findings.push(
                Finding::new(&lints::MISSING_STRING, span, format!("strings.yaml has no text `{key}`"))
                    .label("asked for here")
                    .did_you_mean(span, nearest(key, content.strings().keys())),
            );
        }
    }
}

impl Templates {
    /// Renders a template with `value` as `guide`.
    pub fn render(&self, sources: &Sources, name: &str, value: &impl Serialize) -> Result<String, Box<Finding>> {
        self.render_as(sources, name, "guide", value)
    }

    /// The files below a folder, by the name under which templates know them; the user's own win over the shipped ones.
    pub fn below(&self, folder: &str) -> BTreeMap<&str, FileId> {
        let mut below = BTreeMap::new();
        for prefix in ["shipped/", "own/"] {
            let names = self.files.iter().filter_map(|(name, id)| Some((name.strip_prefix(prefix)?, *id)));
            below.extend(names.filter(|(name, _)| name.starts_with(folder)));
        }
        below
    }

    /// Makes `value` known to every template under a name.
    pub fn share(&mut self, name: &'static str, value: &impl Serialize) {
        self.tera.global_context().insert(name, value);
    }

    /// Renders a template with `value` under the name that the template knows it by.
    pub fn render_as(
        &self,
        sources: &Sources,
        name: &str,
        known_as: &'static str,
        value: &impl Serialize,
    ) -> Result<String, Box<Finding>> {
        let mut context = Context::new();
        context.insert(known_as, value);
        self.tera.render(name, &context).map_err(|error| {
            let own = format!("own/{name}");
            let file = self.files.get(&own).or_else(|| self.files.get(&format!("shipped/{name}"))).copied();
            Box::new(errors::finding(&error, sources, &self.files, file))
        })
    }
}
