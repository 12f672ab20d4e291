//! `afterrun map`: the evidence of a pack at a glance.

use super::{Exit, Globals, load, output};
use crate::analysis::map::map;
use crate::check::Scope;
use crate::diagnostics::Findings;
use clap::Args;
use std::path::PathBuf;

/// Arguments of `map`.
#[derive(Args)]
pub(super) struct MapArgs {
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Day on which reviews are due; today if absent
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

/// The template of the page.
const TEMPLATE: &str = "map.html";

/// Prints the map as one page.
pub(super) fn run(globals: &Globals, args: &MapArgs) -> anyhow::Result<Exit> {
    let as_of = load::date(args.as_of.as_deref())?;
    let mut sources = load::pack(globals)?;
    let templates = load::template_sources(globals, &mut sources)?;
    let mut findings = Findings::new();
    let Some(content) = load::content(&sources, Scope::Guide, &mut findings) else {
        return output::findings(&findings, &sources, globals);
    };
    if let Some(templates) = load::templates(&content, &sources, &templates, Some(TEMPLATE), &mut findings) {
        match templates.render(&sources, TEMPLATE, &map(&content, as_of)) {
            Ok(page) => output::result(&page, args.output.as_deref())?,
            Err(finding) => findings.push(*finding),
        }
    }
    findings.sort(&sources);
    output::findings(&findings, &sources, globals)
}
