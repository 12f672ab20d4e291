//! `afterrun check`: everything that is wrong with a pack.

use super::{Exit, Globals, load, output};
use crate::analysis::{analyse, look_at_runners, run_tests};
use crate::check::review_half;
use crate::diagnostics::{Level, Levels, Lint, github, json, lints, nearest, sarif};
use crate::site::{Material, Site, check_half};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Output of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people, on standard error
    Human,
    /// Our own form for machines (`afterrun schema findings`), on standard output
    Json,
    /// SARIF 2.1.0 for code hosts and editors, on standard output
    Sarif,
    /// Remarks on the lines of a GitHub pull request, on standard output
    Github,
}

/// Arguments of `check`.
#[derive(Args)]
pub(super) struct CheckArgs {
    /// For people, or for machines
    #[arg(long, short, value_enum, default_value = "human")]
    format: CheckFormat,
    /// Say nothing of this lint; may stand several times, and wins over the pack's own `lints`
    #[arg(long, value_name = "NAME", value_parser = |name: &str| lint(name, Level::Allow))]
    allow: Vec<&'static Lint>,
    /// Make this lint a warning
    #[arg(long, value_name = "NAME", value_parser = |name: &str| lint(name, Level::Warn))]
    warn: Vec<&'static Lint>,
    /// Make this lint an error; a lint that stands under several of the three gets the strictest
    #[arg(long, value_name = "NAME", value_parser = |name: &str| lint(name, Level::Deny))]
    deny: Vec<&'static Lint>,
    /// How long the whole pack is thought about: `--effort 10` looks ten times as far
    #[arg(long, value_name = "N", default_value_t = 1)]
    effort: usize,
}

impl CheckArgs {
    /// The levels that the command line sets.
    fn levels(&self) -> Levels {
        let mut levels = Levels::default();
        for (lints, level) in [(&self.allow, Level::Allow), (&self.warn, Level::Warn), (&self.deny, Level::Deny)] {
            for lint in lints {
                levels.set(lint, level);
            }
        }
        levels
    }
}

/// A lint that may have this level, or words for the error.
fn lint(name: &str, level: Level) -> Result<&'static Lint, String> {
    let Some(lint) = lints::find(name) else {
        let near = nearest(name, lints::ALL.iter().map(|lint| lint.name));
        let near = near.map(|near| format!("; did you mean `{near}`?"));
        return Err(format!("there is no lint called `{name}`{}", near.unwrap_or_default()));
    };
    match lint.may_be(level) {
        true => Ok(lint),
        false => {
            Err(format!("a {} lint stays what it is: only editorial and analysis lints can be less", lint.group.name()))
        }
    }
}

/// Checks the pack, the templates and the links that texts write, runs the pack's own tests, and looks at the pack as a
/// whole.
pub(super) fn run(globals: &Globals, args: &CheckArgs) -> anyhow::Result<Exit> {
    let mut sources = load::pack(globals)?;
    let files = sources.iter().filter(|(_, s)| !s.path().starts_with("built-in/")).count();
    let templates = load::template_sources(globals, &mut sources)?;
    let (today, levels) = (load::today(), args.levels());
    let (content, mut findings) = review_half(&sources, today, &levels);
    if let Err(half) = &content {
        let pictures = load::pictures(globals)?;
        look_at_runners(half, &sources, &mut findings);
        check_half(half, &sources, &pictures, &mut findings);
        super::site::try_templates(globals, &templates, today, &mut findings)?;
        findings = half.content.site().lints.under(&levels).apply(findings);
    }
    let content = content.ok();
    if let Some(content) = &content {
        let failed = run_tests(content, &sources, today, &mut findings);
        if let Some(templates) = load::templates(content, &sources, &templates, None, &mut findings) {
            let pictures = load::pictures(globals)?;
            let material =
                Material { content, sources: &sources, templates, pictures: &pictures, as_of: today, memo: None };
            let site = Site::new(material, &mut findings);
            let tree = site.tree(&mut findings);
            site.try_templates(&tree, &mut findings);
            site.check_written_links(&tree, &mut findings);
        }
        analyse(content, today, args.effort, failed, &mut findings);
        findings = content.site().lints.under(&levels).apply(findings);
    }
    findings.sort(&sources);
    let report = match args.format {
        CheckFormat::Human => None,
        CheckFormat::Json => Some(json::report(&findings, &sources)),
        CheckFormat::Sarif => Some(sarif::report(&findings, &sources, &here())),
        CheckFormat::Github => Some(github::report(&findings, &sources, &here())),
    };
    if let Some(report) = report {
        output::result(&report, None)?;
        return Ok(if findings.has_errors() { Exit::Findings } else { Exit::Clean });
    }
    let exit = output::findings(&findings, &sources, globals)?;
    if let (Exit::Clean, Some(content)) = (exit, &content) {
        output::note(
            &format!(
                "{files} files: {} topics, {} items, {} measures, {} red flags, {} FAQs; {} tests pass",
                content.topics().len(),
                content.items().len(),
                content.measures().len(),
                content.flags().len(),
                content.faqs().len(),
                content.tests().len(),
            ),
            globals,
        );
    }
    Ok(exit)
}

/// The folder that paths of reports are relative to; none where the system does not say.
fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_for_lints_that_may_have_them() {
        assert_eq!(lint("slow-answer", Level::Allow).map(|l| l.name), Ok("slow-answer"));
        assert_eq!(lint("bad-date", Level::Deny).map(|l| l.name), Ok("bad-date"));
        assert_eq!(
            lint("slow-anser", Level::Warn),
            Err("there is no lint called `slow-anser`; did you mean `slow-answer`?".to_owned())
        );
        assert!(lint("bad-date", Level::Warn).is_err_and(|words| words.starts_with("a shape lint")));
    }
}
