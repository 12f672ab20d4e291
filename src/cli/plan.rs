//! `afterrun plan`: weeks fitted to one runner.

use super::{Exit, Globals, Runner, load, output};
use crate::check::Scope;
use crate::diagnostics::{Finding, Findings, lints};
use crate::guide::{PlanDoc, plan};
use crate::render::{Format, calendar, render_plan};
use crate::week::MOST_WEEKS;
use anyhow::bail;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Arguments of `plan`.
#[derive(Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    runner: Runner,
    /// How many weeks, the one that holds tomorrow first
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=MOST_WEEKS as i64))]
    weeks: u32,
    /// How many other weeks to name beside each
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=9))]
    alternatives: u32,
    /// Time zone of the calendar, such as Europe/Berlin; the profile's `time_zone`, or local time wherever you are, if absent
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// A calendar that only says when you are busy
    #[arg(long)]
    private: bool,
    /// Medium of the plan; from the ending of FILE, or Markdown, if absent
    #[arg(long, short, value_enum)]
    format: Option<PlanFormat>,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum PlanFormat {
    /// Markdown
    Md,
    /// One self-contained page
    Html,
    /// For machines
    Json,
    /// A calendar file (iCalendar)
    Ics,
}

/// Prints a runner's plan.
pub(super) fn run(globals: &Globals, args: &PlanArgs) -> anyhow::Result<Exit> {
    if args.runner.profile.is_none() && args.runner.set.is_empty() {
        bail!("whose plan? Name a profile (`afterrun plan examples/maya.yaml`), or pipe one in (`afterrun plan -`)");
    }
    let as_of = load::as_of(&args.runner)?;
    let mut sources = load::pack(globals)?;
    let templates = load::template_sources(globals, &mut sources)?;
    let answers = load::answer_sources(&args.runner, &mut sources)?;
    let mut findings = Findings::new();
    let Some(content) = load::content(&sources, Scope::Guide, &mut findings) else {
        return output::findings(&findings, &sources, globals);
    };
    let format = format(args);
    let profile = load::profile(&content, &sources, &answers, as_of, &mut findings);
    let wanted = Some(format.plan_template().unwrap_or(""));
    let templates = load::templates(&content, &sources, &templates, wanted, &mut findings);
    findings.sort(&sources);
    let (Some(profile), Some(templates)) = (profile, templates) else {
        return output::findings(&findings, &sources, globals);
    };
    if content.plans().is_empty() {
        bail!("this pack has no plans; they stand in `plans/`, `sessions.yaml` and `week-rules.yaml`");
    }
    let plan = plan(&content, &profile, args.weeks as usize, args.alternatives as usize);
    findings.extend(troubles(&plan));
    if findings.has_errors() {
        return output::findings(&findings, &sources, globals);
    }
    if format == Format::Ics {
        let made_for = load::calendar(&content, &profile, &args.runner, args.tz.as_deref(), args.private)?;
        match &plan.week {
            Some(week) => output::result(&calendar(week, &plan.stamp, &made_for), args.output.as_deref())?,
            None => bail!(
                "there is nothing to put into a calendar: a warning sign ends the plan; `afterrun guide` says what to do"
            ),
        }
        return output::findings(&findings, &sources, globals);
    }
    match render_plan(&plan, format, &templates, &sources) {
        Ok(text) => output::result(&text, args.output.as_deref())?,
        Err(finding) => findings.push(*finding),
    }
    output::findings(&findings, &sources, globals)
}

/// What keeps the weeks from being made, as findings.
fn troubles(plan: &PlanDoc) -> Vec<Finding> {
    let troubles = plan.week.iter().flat_map(|week| &week.troubles);
    troubles.map(|t| Finding::nowhere(&lints::IMPOSSIBLE_WEEK, t.text.clone()).help(t.help.clone())).collect()
}

fn format(args: &PlanArgs) -> Format {
    let ending = args.output.as_ref().and_then(|path| path.extension()).and_then(|e| e.to_str());
    match (args.format, ending) {
        (Some(PlanFormat::Md), _) => Format::Md,
        (Some(PlanFormat::Html), _) | (None, Some("html" | "htm")) => Format::Html,
        (Some(PlanFormat::Json), _) | (None, Some("json")) => Format::Json,
        (Some(PlanFormat::Ics), _) | (None, Some("ics")) => Format::Ics,
        (None, _) => Format::Md,
    }
}
