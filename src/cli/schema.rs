//! `afterrun schema`: JSON Schema for editors.

use super::{Exit, Globals, load, output};
use crate::check::{SCHEMAS, Scope, schema};
use crate::diagnostics::{Findings, json, nearest};
use crate::profile;
use anyhow::bail;
use clap::Args;
use std::fmt::Write;

/// Arguments of `schema`.
#[derive(Args)]
pub(super) struct SchemaArgs {
    /// `profile` for a runner's answers, `findings` for a report, or a kind of file of a pack; without one, all are listed
    #[arg(value_name = "KIND")]
    kind: Option<String>,
}

/// Prints a schema, or the list of all.
pub(super) fn run(globals: &Globals, args: &SchemaArgs) -> anyhow::Result<Exit> {
    let Some(kind) = &args.kind else {
        let mut text = String::new();
        writeln!(text, "{:<12} a runner's profile", "profile")?;
        writeln!(text, "{:<12} what `check --format json` prints", "findings")?;
        for (name, files) in SCHEMAS {
            writeln!(text, "{name:<12} {files}")?;
        }
        output::result(&text, None)?;
        return Ok(Exit::Clean);
    };
    let schema = if kind == "profile" {
        let sources = load::pack(globals)?;
        let mut findings = Findings::new();
        match load::content(&sources, Scope::Guide, &mut findings) {
            Some(content) => Some(profile::schema(&content)),
            None => return output::findings(&findings, &sources, globals),
        }
    } else if kind == "findings" {
        Some(json::schema())
    } else {
        schema(kind)
    };
    let Some(schema) = schema else {
        let known = SCHEMAS.iter().map(|(name, _)| *name).chain(["profile", "findings"]);
        match nearest(kind, known) {
            Some(near) => bail!("there is no schema `{kind}`; did you mean `{near}`?"),
            None => bail!("there is no schema `{kind}`; `afterrun schema` lists all"),
        }
    };
    output::result(&format!("{}\n", serde_json::to_string_pretty(&schema)?), None)?;
    Ok(Exit::Clean)
}
