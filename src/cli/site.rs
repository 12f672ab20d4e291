//! `afterrun site`: the pack as a site.

use super::progress::Bar;
use super::{Exit, Globals, load, output};
use crate::check::{Scope, check_again};
use crate::diagnostics::{Findings, lints};
use crate::disk::{PublishError, Published, embedded_pack, embedded_pictures, publish, recall, remember};
use crate::site::{Material, Site};
use crate::source::FileId;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;

/// What can be done with a site.
#[derive(Subcommand)]
pub(super) enum SiteCommand {
    /// Build it into a folder
    Build(BuildArgs),
}

/// Arguments of `site build`.
#[derive(Args)]
pub(super) struct BuildArgs {
    /// The folder that holds the site afterwards
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    /// Follow every link of every page too, and not only those that texts write
    #[arg(long)]
    check_links: bool,
    /// Day on which reviews are due or not; today if absent
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

/// Does what is asked.
pub(super) fn run(globals: &Globals, command: &SiteCommand) -> anyhow::Result<Exit> {
    match command {
        SiteCommand::Build(args) => build(globals, args),
    }
}

/// Builds the site. Everything that is wrong with the pack and the templates is said at once, and then nothing is written.
fn build(globals: &Globals, args: &BuildArgs) -> anyhow::Result<Exit> {
    let as_of = load::date(args.as_of.as_deref())?;
    let mut sources = load::pack(globals)?;
    let templates = load::template_sources(globals, &mut sources)?;
    let pictures = load::pictures(globals)?;
    let mut findings = Findings::new();
    let memo = recall(&args.output);
    let (content, found) = check_again(&sources, &memo);
    findings.extend(found);
    let Some(content) = content else {
        try_templates(globals, &templates, as_of, &mut findings)?;
        findings.sort(&sources);
        return output::findings(&findings, &sources, globals);
    };
    let Some(templates) = load::templates(&content, &sources, &templates, None, &mut findings) else {
        findings.sort(&sources);
        return output::findings(&findings, &sources, globals);
    };
    let material =
        Material { content: &content, sources: &sources, templates, pictures: &pictures, as_of, memo: Some(&memo) };
    let site = Site::new(material, &mut findings);
    let tree = site.tree(&mut findings);
    site.try_templates(&tree, &mut findings);
    if !findings.has_errors() {
        site.check_written_links(&tree, &mut findings);
        if args.check_links {
            site.check_all_links(&tree, &mut findings);
        }
    }
    if !findings.has_errors() {
        let bar = Bar::new(globals);
        let published = publish(&tree, &args.output, &|done, all| bar.show(done, all));
        bar.clear();
        match published {
            Ok(Published { made, kept }) => {
                let note = format!("{} files in {}, {made} of them new", made + kept, args.output.display());
                output::note(&note, globals);
                remember(&args.output, &memo);
                if content.site().base_url.is_none() {
                    let note = "site.yaml has no `base_url`, so there is no sitemap, no feed and no canonical address";
                    output::note(note, globals);
                }
            }
            Err(PublishError::Make(failed)) => findings.extend(failed.into_iter().map(|(_, finding)| *finding)),
            Err(PublishError::Disk(error)) => {
                anyhow::bail!("{error}; nothing was published, and `{}` is as it was", args.output.display())
            }
            Err(error) => anyhow::bail!("{error}"),
        }
    }
    findings.sort(&sources);
    output::findings(&findings, &sources, globals)
}

/// Templates can be wrong too where the pack is: they are tried on the shipped pack.
pub(super) fn try_templates(
    globals: &Globals,
    files: &(Vec<FileId>, Vec<FileId>),
    as_of: Date,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let mut shipped = embedded_pack();
    let other = load::template_sources(globals, &mut shipped)?;
    let (content, _) = crate::check::check(&shipped, Scope::Full);
    let Some(content) = content else { return Ok(()) };
    let mut found = Findings::new();
    if let Some(templates) = load::templates(&content, &shipped, &other, None, &mut found) {
        let pictures = embedded_pictures();
        let material =
            Material { content: &content, sources: &shipped, templates, pictures: &pictures, as_of, memo: None };
        let site = Site::new(material, &mut found);
        let tree = site.tree(&mut Findings::new());
        site.try_templates(&tree, &mut found);
    }
    // The same templates stand in both sets of files, under other numbers.
    let pairs: Vec<(FileId, FileId)> =
        other.0.iter().chain(&other.1).copied().zip(files.0.iter().chain(&files.1).copied()).collect();
    for mut finding in found.iter().filter(|finding| finding.lint == &lints::TEMPLATE_ERROR).cloned() {
        let own = |id: FileId| pairs.iter().find(|(other, _)| *other == id).map(|(_, own)| *own);
        finding.span = finding.span.and_then(|span| Some(crate::source::Span { file: own(span.file)?, ..span }));
        findings.push(finding);
    }
    Ok(())
}
