//! `afterrun why`: one item, one runner, the whole rule.

use super::{Exit, Globals, Report, Runner, load, output};
use crate::check::Scope;
use crate::diagnostics::{Findings, nearest};
use crate::guide::{Verdict, explain};
use crate::model::{Content, Strings};
use anyhow::{Context, bail};
use clap::Args;

/// Arguments of `why`.
#[derive(Args)]
pub(super) struct WhyArgs {
    /// Id of the item
    #[arg(value_name = "ITEM")]
    item: String,
    #[command(flatten)]
    runner: Runner,
    /// For people or for machines
    #[arg(long, short, value_enum, default_value = "human")]
    format: Report,
}

/// Prints why an item is shown, or why not.
pub(super) fn run(globals: &Globals, args: &WhyArgs) -> anyhow::Result<Exit> {
    if args.runner.profile.is_none() && args.runner.set.is_empty() {
        bail!("for whom? Name a profile: `afterrun why {} examples/maya.yaml`", args.item);
    }
    let as_of = load::as_of(&args.runner)?;
    let mut sources = load::pack(globals)?;
    let answers = load::answer_sources(&args.runner, &mut sources)?;
    let mut findings = Findings::new();
    let Some(content) = load::content(&sources, Scope::Guide, &mut findings) else {
        return output::findings(&findings, &sources, globals);
    };
    let item = content.item(&args.item).with_context(|| unknown(&content, &args.item))?;
    let profile = load::profile(&content, &sources, &answers, as_of, &mut findings);
    findings.sort(&sources);
    if let Some(profile) = profile {
        let verdict = explain(&content, &profile, item);
        let text = match args.format {
            Report::Human => human(&verdict, content.strings()),
            Report::Json => format!("{}\n", serde_json::to_string_pretty(&verdict)?),
        };
        output::result(&text, None)?;
    }
    output::findings(&findings, &sources, globals)
}

fn unknown(content: &Content, item: &str) -> String {
    let near = nearest(item, content.items().iter().map(|i| i.id.as_str()));
    match near {
        Some(near) => format!("there is no item `{item}`; did you mean `{near}`?"),
        None => format!("there is no item `{item}`; a guide's JSON (`--format json`) names them"),
    }
}

fn human(verdict: &Verdict, strings: &Strings) -> String {
    let text = |key: &str| strings.text(key, &[]);
    let mut out = strings.text("why.title", &[("title", &verdict.title), ("id", &verdict.id)]);
    let shown = text(if verdict.shown { "why.yes" } else { "why.no" });
    out = format!("{out}: {shown}\n{}\n\n{}:\n", verdict.because, text("why.when"));
    if verdict.when.iter().all(Vec::is_empty) {
        out += &format!("  {}\n", text("why.everybody"));
    }
    for (at, tests) in verdict.when.iter().enumerate().filter(|(_, tests)| !tests.is_empty()) {
        if at > 0 {
            out += &format!("  {}\n", text("why.alternative"));
        }
        for test in tests {
            let holds = text(&format!("why.holds.{}", test.holds));
            out += &format!("  - {} [{}: {}]\n", test.reason.words, holds, test.reason.value);
        }
    }
    out += &format!("\n{}:\n", text("why.unless"));
    if verdict.unless.is_empty() {
        out += &format!("  {}\n", text("why.nobody"));
    }
    for test in &verdict.unless {
        let holds = text(&format!("why.unless_holds.{}", test.holds));
        out += &format!("  - {} [{}: {}]\n", test.reason.words, holds, test.reason.value);
    }
    let change = if verdict.would_change.is_empty() { text("why.no_change") } else { verdict.would_change.clone() };
    out + &format!("\n{}:\n  {change}\n", text("why.change"))
}
