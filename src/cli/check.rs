//! `afterrun check`: everything that is wrong with a pack.

use super::{Exit, Globals, Report, load, output};
use crate::analysis::{analyse, run_tests};
use crate::check::Scope;
use crate::diagnostics::{Findings, json};
use clap::Args;

/// Arguments of `check`.
#[derive(Args)]
pub(super) struct CheckArgs {
    /// For people, or for machines
    #[arg(long, short, value_enum, default_value = "human")]
    format: Report,
    /// How long the whole pack is thought about: `--effort 10` looks ten times as far
    #[arg(long, value_name = "N", default_value_t = 1)]
    effort: usize,
}

/// Checks the pack and the templates, runs the pack's own tests, and, where all is well, looks at the pack as a whole.
pub(super) fn run(globals: &Globals, args: &CheckArgs) -> anyhow::Result<Exit> {
    let mut sources = load::pack(globals)?;
    let files = sources.iter().filter(|(_, s)| !s.path().starts_with("built-in/")).count();
    let templates = load::template_sources(globals, &mut sources)?;
    let mut findings = Findings::new();
    let content = load::content(&sources, Scope::Full, &mut findings);
    if let Some(content) = &content {
        run_tests(content, &sources, load::today(), &mut findings);
        load::templates(content, &sources, &templates, &mut findings);
        // What a test already shows to be wrong is not shown twice.
        if !findings.has_errors() {
            analyse(content, load::today(), args.effort, &mut findings);
        }
    }
    findings.sort(&sources);
    match args.format {
        Report::Json => {
            output::result(&json::report(&findings, &sources), None)?;
            Ok(if findings.has_errors() { Exit::Findings } else { Exit::Clean })
        }
        Report::Human => {
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
    }
}
