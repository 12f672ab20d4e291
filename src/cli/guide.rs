//! `afterrun guide`: the main job.

use super::{Exit, Globals, Runner, ask, load, output};
use crate::check::Scope;
use crate::diagnostics::Findings;
use crate::guide::build;
use crate::render::{Format, calendar, render};
use crate::select::select;
use anyhow::bail;
use clap::{Args, ValueEnum};
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// Arguments of `guide`.
#[derive(Args)]
pub(super) struct GuideArgs {
    #[command(flatten)]
    runner: Runner,
    /// Medium of the guide; from the ending of FILE, or Markdown, if absent
    #[arg(long, short, value_enum)]
    format: Option<GuideFormat>,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GuideFormat {
    /// Markdown
    Md,
    /// One self-contained page
    Html,
    /// For machines
    Json,
    /// One A4 page of HTML
    Card,
    /// The next seven days as a calendar file (iCalendar)
    Ics,
}

/// Prints a runner's guide.
pub(super) fn run(globals: &Globals, args: &GuideArgs) -> anyhow::Result<Exit> {
    let alone = args.runner.profile.is_none() && args.runner.set.is_empty();
    if alone && !output::is_conversation() {
        bail!(
            "whose guide? Name a profile (`afterrun guide examples/maya.yaml`), pipe one in (`afterrun guide -`), \
             or answer here (`afterrun guide --set session_kind=easy --set duration=45`)"
        );
    }
    let as_of = load::as_of(&args.runner)?;
    let mut sources = load::pack(globals)?;
    let templates = load::template_sources(globals, &mut sources)?;
    let answers = load::answer_sources(&args.runner, &mut sources)?;
    let mut findings = Findings::new();
    let Some(content) = load::content(&sources, Scope::Guide, &mut findings) else {
        return output::findings(&findings, &sources, globals);
    };
    // The process ends with the guide: taking the content apart, allocation by allocation, is a tenth of its time.
    let content = ManuallyDrop::new(content);
    let profile = if alone {
        ask::ask(&content, as_of)?
    } else {
        load::profile(&content, &sources, &answers, as_of, &mut findings)
    };
    let templates =
        load::templates(&content, &sources, &templates, Some(format(args).template().unwrap_or("")), &mut findings);
    findings.sort(&sources);
    let (Some(profile), Some(templates)) = (profile, templates) else {
        return output::findings(&findings, &sources, globals);
    };
    let selection = select(&content, &profile);
    let guide = build(&content, &profile, &selection);
    if format(args) == Format::Ics {
        let Some(week) = guide.week.as_ref().filter(|week| week.troubles.is_empty()) else {
            bail!("this guide has no week to put into a calendar; `afterrun guide --format md` says why");
        };
        let made_for = load::calendar(&content, &profile, &args.runner, None, false)?;
        output::result(&calendar(week, &guide.stamp, &made_for), args.output.as_deref())?;
        return output::findings(&findings, &sources, globals);
    }
    match render(&guide, format(args), &templates, &sources) {
        Ok(text) => output::result(&text, args.output.as_deref())?,
        Err(finding) => findings.push(*finding),
    }
    output::findings(&findings, &sources, globals)
}

fn format(args: &GuideArgs) -> Format {
    let ending = args.output.as_ref().and_then(|path| path.extension()).and_then(|e| e.to_str());
    match (args.format, ending) {
        (Some(GuideFormat::Md), _) => Format::Md,
        (Some(GuideFormat::Html), _) => Format::Html,
        (Some(GuideFormat::Json), _) => Format::Json,
        (Some(GuideFormat::Card), _) => Format::Card,
        (Some(GuideFormat::Ics), _) | (None, Some("ics")) => Format::Ics,
        (None, Some("html" | "htm")) => Format::Html,
        (None, Some("json")) => Format::Json,
        (None, _) => Format::Md,
    }
}
