//! Packs, templates and profiles from where the arguments say.

use super::{Globals, Runner};
use crate::check::{Scope, check};
use crate::diagnostics::{Finding, Findings, lints};
use crate::disk::{
    embedded_pack, embedded_pictures, embedded_templates, folder_pack, folder_pictures, folder_templates, read_bytes,
};
use crate::model::Content;
use crate::profile::{Given, Profile, read};
use crate::render::Calendar;
use crate::site::Pictures;
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Cx, Decode, Flat, parse};
use crate::template::{Templates, load};
use anyhow::Context;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::io::Read;
use std::path::Path;

/// The sources of the pack that the arguments name.
pub(super) fn pack(globals: &Globals) -> anyhow::Result<Sources> {
    Ok(match &globals.content {
        Some(folder) => folder_pack(folder)?,
        None => embedded_pack(),
    })
}

/// The pictures of the pack.
pub(super) fn pictures(globals: &Globals) -> anyhow::Result<Pictures> {
    Ok(match &globals.content {
        Some(folder) => folder_pictures(folder)?,
        None => embedded_pictures(),
    })
}

/// The content of a pack; `None` where findings keep it from being whole.
pub(super) fn content(sources: &Sources, scope: Scope, findings: &mut Findings) -> Option<Content> {
    let (content, found) = check(sources, scope);
    findings.extend(found);
    content
}

/// Adds the shipped templates and the user's own to the sources.
pub(super) fn template_sources(globals: &Globals, sources: &mut Sources) -> anyhow::Result<(Vec<FileId>, Vec<FileId>)> {
    let shipped = embedded_templates(sources);
    let own = match &globals.templates {
        Some(folder) => folder_templates(folder, sources)?,
        None => Vec::new(),
    };
    Ok((shipped, own))
}

/// Reads the templates: all, or those that one needs.
pub(super) fn templates(
    content: &Content,
    sources: &Sources,
    files: &(Vec<FileId>, Vec<FileId>),
    wanted: Option<&str>,
    findings: &mut Findings,
) -> Option<Templates> {
    load(content, sources, &files.0, &files.1, wanted, findings)
}

/// The texts of a runner's answers: the profile first, then each `--set`.
pub(super) fn answer_sources(runner: &Runner, sources: &mut Sources) -> anyhow::Result<Vec<FileId>> {
    let mut files = Vec::new();
    if let Some(path) = &runner.profile {
        let (shown, bytes) = if path == Path::new("-") {
            let mut bytes = Vec::new();
            let most = crate::source::LARGEST as u64 + 1;
            std::io::stdin().lock().take(most).read_to_end(&mut bytes).context("cannot read standard input")?;
            ("standard input".to_owned(), bytes)
        } else {
            (path.display().to_string(), read_bytes(path)?)
        };
        // Not a `.yaml` path of the pack: the checker must not read a profile as one of its files.
        let id = sources.add_bytes("(profile)", bytes);
        sources.show_as(id, shown);
        files.push(id);
    }
    for set in &runner.set {
        let (id, value) =
            set.split_once('=').with_context(|| format!("`--set {set}` has no `=`; write `--set duration=90`"))?;
        if id.trim().is_empty() {
            anyhow::bail!("`--set {set}` names no question before its `=`; write `--set duration=90`");
        }
        let value = value.trim();
        let text = if value.starts_with('[') || matches!(value, "" | "~") {
            format!("{}: {value}\n", id.trim())
        } else {
            format!("{}: {}\n", id.trim(), serde_json::Value::from(value))
        };
        let id = sources.add_text("(set)", text);
        sources.show_as(id, "--set");
        files.push(id);
    }
    Ok(files)
}

/// The day of the session.
pub(super) fn as_of(runner: &Runner) -> anyhow::Result<Date> {
    date(runner.as_of.as_deref())
}

/// The day that `--as-of` names; today without it.
pub(super) fn date(text: Option<&str>) -> anyhow::Result<Date> {
    match text {
        None => Ok(today()),
        Some(text) => {
            let date = text.parse().ok().filter(|_| text.len() == 10);
            date.with_context(|| format!("`--as-of {text}` is not a date; write it as 2026-11-24"))
        }
    }
}

/// Today where this machine stands.
pub(super) fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// Reads a runner's answers; `None` after a finding.
pub(super) fn profile(
    content: &Content,
    sources: &Sources,
    files: &[FileId],
    as_of: Date,
    findings: &mut Findings,
) -> Option<Profile> {
    let before = findings.len();
    let mut flats = Vec::new();
    for &file in files {
        let tree = parse(sources, file, findings);
        if tree.kind == crate::syntax::NodeKind::Reported {
            continue;
        }
        match Flat::decode(&tree, &mut Cx { sources, findings }) {
            Some(flat) => flats.push(flat),
            None => findings.push(
                Finding::new(&lints::WRONG_TYPE, Span::start_of(file), "a profile is a map from ids to answers")
                    .help("write one answer a line, such as `duration: 90 min`"),
            ),
        }
    }
    if flats.len() < files.len() {
        // A profile that cannot be read says nothing about what it lacks.
        return None;
    }
    let profile = read(content, sources, &flats, as_of, findings);
    profile.filter(|_| findings.len() == before)
}

/// What a runner's calendar is made for. A runner without a name is told from others by the name of the profile's file, which
/// stays the same when its answers change.
pub(super) fn calendar(
    content: &Content,
    profile: &Profile,
    runner: &Runner,
    zone: Option<&str>,
    private: bool,
) -> anyhow::Result<Calendar> {
    let named = content.input("name").is_some_and(|axis| *profile.given(axis) != Given::Unknown);
    let file = runner.profile.as_deref().filter(|_| !named).and_then(Path::file_stem);
    let unnamed = file.map(|stem| stem.to_string_lossy().into_owned());
    Ok(Calendar { zone: self::zone(content, profile, zone)?, private, unnamed })
}

/// The time zone of a runner's calendar: what the arguments say, else the answer `time_zone`.
fn zone(content: &Content, profile: &Profile, named: Option<&str>) -> anyhow::Result<Option<(String, TimeZone)>> {
    let answer = content.input("time_zone").map(|axis| profile.given(axis));
    let name = match (named, answer) {
        (Some(name), _) => name,
        (None, Some(Given::Text(name))) => name.as_str(),
        _ => return Ok(None),
    };
    let zone = TimeZone::get(name.trim());
    let zone =
        zone.with_context(|| format!("`{name}` is no time zone that this machine knows; write it as Europe/Berlin"))?;
    let name = zone.iana_name().unwrap_or(name.trim()).to_owned();
    Ok(Some((name, zone)))
}
