//! `afterrun explain`: the page of a lint.

use super::{Exit, output};
use crate::diagnostics::{lints, nearest};
use anyhow::bail;
use clap::Args;
use std::fmt::Write;

/// Arguments of `explain`.
#[derive(Args)]
pub(super) struct ExplainArgs {
    /// Name of the finding; without one, all are listed
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Prints a page, or the list of all.
pub(super) fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let Some(name) = &args.name else {
        let mut text = String::new();
        for lint in lints::ALL {
            let summary = lint.page.lines().skip(1).find(|l| !l.is_empty()).unwrap_or("");
            let summary = summary.split_inclusive(". ").next().unwrap_or(summary).trim();
            writeln!(text, "{:<20} {:<10} {summary}", lint.name, lint.group.name())?;
        }
        output::result(&text, None)?;
        return Ok(Exit::Clean);
    };
    let Some(lint) = lints::find(name) else {
        match nearest(name, lints::ALL.iter().map(|l| l.name)) {
            Some(near) => bail!("there is no finding `{name}`; did you mean `{near}`?"),
            None => bail!("there is no finding `{name}`; `afterrun explain` lists all"),
        }
    };
    output::result(lint.page, None)?;
    Ok(Exit::Clean)
}
