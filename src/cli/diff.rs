//! `afterrun diff`: what an edit does to advice.

use super::{Exit, Globals, load, output, profiles};
use crate::analysis::coverage::{Boundary, Coverage, generate};
use crate::analysis::diff::{Change, Difference, Gone, How, Pair, Share, What, compare, edges};
use crate::analysis::{analyse, run_tests};
use crate::check::review;
use crate::diagnostics::{Finding, Findings, Levels, witness};
use crate::disk::folder_pack;
use crate::model::Content;
use crate::source::{FileId, Sources};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Arguments of `diff`.
#[derive(Args)]
pub(super) struct DiffArgs {
    /// Folder of the pack as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Folder of the pack as it is
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Whose guides are compared: profiles, folders of them, `.ndjson`; boundary profiles of both packs if absent
    #[arg(long, value_name = "DIR")]
    profiles: Vec<PathBuf>,
    /// Text, Markdown for a pull request, or JSON
    #[arg(long, short, value_enum, default_value = "text")]
    format: DiffFormat,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Day of the sessions; today if absent
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// How long the packs are thought about: `--effort 10` looks ten times as far
    #[arg(long, value_name = "N", default_value_t = 1)]
    effort: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum DiffFormat {
    /// For a terminal
    Text,
    /// For a comment on a pull request
    Md,
    /// For machines
    Json,
}

/// One of the two packs.
struct Pack {
    sources: Sources,
    content: Content,
    findings: Findings,
}

/// The whole report.
#[derive(Serialize)]
struct Report {
    schema: &'static str,
    #[serde(flatten)]
    difference: Difference,
    new_findings: Vec<FindingLine>,
    lost_findings: Vec<FindingLine>,
}

/// A finding that only one of the packs has.
#[derive(Serialize, PartialEq)]
struct FindingLine {
    name: &'static str,
    message: String,
    file: Option<String>,
    line: Option<u32>,
}

/// Compares two packs.
pub(super) fn run(globals: &Globals, args: &DiffArgs) -> anyhow::Result<Exit> {
    let as_of = load::date(args.as_of.as_deref())?;
    let mut packs = Vec::new();
    for folder in [&args.old, &args.new] {
        match pack(folder, as_of, args.effort)? {
            Ok(pack) => packs.push(pack),
            Err((sources, findings)) => return output::findings(&findings, &sources, globals),
        }
    }
    let [mut old, mut new]: [Pack; 2] = packs.try_into().map_err(|_| anyhow::anyhow!("two packs are compared"))?;
    let runners = match args.profiles.is_empty() {
        true => boundaries(&mut old, &mut new, as_of, args.effort),
        false => match named(&mut old, &mut new, &args.profiles, as_of)? {
            Ok(runners) => runners,
            Err(findings) => return output::findings(&findings, &new.sources, globals),
        },
    };
    let (before, after) = (found(&old), found(&new));
    let report = Report {
        schema: "afterrun-diff/1",
        difference: compare(&old.content, &new.content, &runners, as_of),
        new_findings: without(&after, &before),
        lost_findings: without(&before, &after),
    };
    let text = match args.format {
        DiffFormat::Json => format!("{}\n", serde_json::to_string_pretty(&report)?),
        format => Page { md: format == DiffFormat::Md, out: String::new() }.write(&report),
    };
    output::result(&text, args.output.as_deref())?;
    Ok(Exit::Clean)
}

/// A pack with all its findings, or the findings that keep it from being read.
fn pack(folder: &Path, today: Date, effort: usize) -> anyhow::Result<Result<Pack, (Sources, Findings)>> {
    let sources = folder_pack(folder)?;
    let levels = Levels::default();
    let (content, mut findings) = review(&sources, today, &levels);
    let Some(content) = content else { return Ok(Err((sources, findings))) };
    let failed = run_tests(&content, &sources, today, &mut findings);
    analyse(&content, today, effort, failed, &mut findings);
    let mut findings = content.site().lints.under(&levels).apply(findings);
    findings.sort(&sources);
    Ok(Ok(Pack { sources, content, findings }))
}

/// The findings of a pack, with places that do not hang on where the pack lies.
fn found(pack: &Pack) -> Vec<FindingLine> {
    let line = |finding: &Finding| FindingLine {
        name: finding.lint.name,
        message: finding.message.clone(),
        file: finding.span.map(|span| pack.sources.get(span.file).path().to_owned()),
        line: finding.span.map(|span| pack.sources.place(span).line),
    };
    pack.findings.iter().map(line).collect()
}

/// Findings that are not among the others; on which line they stand does not count.
fn without(these: &[FindingLine], those: &[FindingLine]) -> Vec<FindingLine> {
    let same = |a: &FindingLine, b: &FindingLine| a.name == b.name && a.message == b.message && a.file == b.file;
    let only = these.iter().filter(|a| !those.iter().any(|b| same(a, b)));
    only.map(|a| FindingLine { message: a.message.clone(), file: a.file.clone(), ..*a }).collect()
}

/// Profiles that the user names; both packs read each. What neither can read is wrong.
fn named(
    old: &mut Pack,
    new: &mut Pack,
    paths: &[PathBuf],
    as_of: Date,
) -> anyhow::Result<Result<Vec<Pair>, Findings>> {
    let (before, after) = (profiles::sources(paths, &mut old.sources)?, profiles::sources(paths, &mut new.sources)?);
    let mut refused = Findings::new();
    let mut runners = Vec::new();
    for (before, after) in before.into_iter().zip(after) {
        let mut wrong = Findings::new();
        let pair = Pair {
            name: new.sources.get(after).shown().to_owned(),
            old: load::profile(&old.content, &old.sources, &[before], as_of, &mut Findings::new()),
            new: load::profile(&new.content, &new.sources, &[after], as_of, &mut wrong),
        };
        match (&pair.old, &pair.new) {
            (None, None) => refused.extend(wrong),
            _ => runners.push(pair),
        }
    }
    refused.sort(&new.sources);
    Ok(if refused.is_empty() { Ok(runners) } else { Err(refused) })
}

/// Runners who reach all of the old pack, those that the new one needs beside them, and one on each edge that moved.
fn boundaries(old: &mut Pack, new: &mut Pack, as_of: Date, effort: usize) -> Vec<Pair> {
    let mut runners = Vec::new();
    let mut coverage = Coverage::new(&old.content);
    for (at, made) in generate(&old.content, &mut coverage, as_of, effort).iter().enumerate() {
        let name = label("old", at, made, &coverage);
        let after = text(made, &mut new.sources);
        let after = load::profile(&new.content, &new.sources, &[after], as_of, &mut Findings::new());
        runners.push(Pair { name, old: Some(made.profile.clone()), new: after });
    }
    let mut coverage = Coverage::new(&new.content);
    runners.iter().filter_map(|runner| runner.new.as_ref()).for_each(|runner| coverage.add(runner));
    for (at, made) in generate(&new.content, &mut coverage, as_of, effort).iter().enumerate() {
        let name = label("new", at, made, &coverage);
        let before = text(made, &mut old.sources);
        let before = load::profile(&old.content, &old.sources, &[before], as_of, &mut Findings::new());
        runners.push(Pair { name, old: before, new: Some(made.profile.clone()) });
    }
    // Boundaries of each pack may pass by what lies between the old threshold and the new one.
    for (id, answers) in edges(&old.content, &new.content, as_of) {
        let text = witness::lines(&answers);
        let (before, after) = (old.sources.add_text("(profile)", &*text), new.sources.add_text("(profile)", &*text));
        runners.push(Pair {
            name: format!("edge-{}", id.replace('_', "-")),
            old: load::profile(&old.content, &old.sources, &[before], as_of, &mut Findings::new()),
            new: load::profile(&new.content, &new.sources, &[after], as_of, &mut Findings::new()),
        });
    }
    runners
}

fn label(of: &str, at: usize, made: &Boundary, coverage: &Coverage) -> String {
    let main = made.only.first().map_or("runner", |point| &coverage.points[*point].of);
    format!("{of}-{:03}-{}", at + 1, main.replace('_', "-"))
}

fn text(made: &Boundary, sources: &mut Sources) -> FileId {
    sources.add_text("(profile)", witness::lines(&made.answers))
}

/// How many runners are named after a change, and how many different doses of an item are shown.
const MOST_NAMES: usize = 3;
const MOST_DOSES: usize = 3;

/// The report in words: for a terminal, or in Markdown.
struct Page {
    md: bool,
    out: String,
}

impl Page {
    fn write(mut self, report: &Report) -> String {
        let difference = &report.difference;
        let (all, changed) = (difference.runners, difference.changed.len());
        self.heading("What this edit does to advice");
        self.line(&format!("{changed} of {all} compared guides change."));
        match &difference.share {
            Some(share) => self.line(&in_words(share)),
            None if difference.edited.is_empty() && difference.added.is_empty() && difference.removed.is_empty() => {}
            None => self.line("No share of the profile space is given: the old rules ask what the new pack does not."),
        }
        self.list("Items added", &difference.added);
        self.list("Items removed", &difference.removed);
        self.changes(&difference.changes);
        self.edits(difference);
        self.findings("New findings", &report.new_findings);
        self.findings("Lost findings", &report.lost_findings);
        self.out
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}{}", if self.md { "\n" } else { "" });
    }

    fn heading(&mut self, text: &str) {
        let _ = match self.md {
            true => writeln!(self.out, "### {text}\n"),
            false => writeln!(self.out, "{text}\n"),
        };
    }

    fn part(&mut self, text: &str) {
        let _ = match self.md {
            true => writeln!(self.out, "#### {text}\n"),
            false => writeln!(self.out, "\n{text}:"),
        };
    }

    fn end(&mut self) {
        if self.md {
            self.out.push('\n');
        }
    }

    fn list(&mut self, title: &str, ids: &[String]) {
        if !ids.is_empty() {
            self.part(title);
            for id in ids {
                let _ = writeln!(self.out, "{}`{id}`", if self.md { "- " } else { "  " });
            }
            self.end();
        }
    }

    fn changes(&mut self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        self.part("Guides");
        let mut last = "";
        let mut doses: Vec<(&str, usize)> = Vec::new();
        let hidden = changes.iter().filter(|change| {
            let What::Dose { name, .. } = &change.what else { return false };
            let key = format!("{} {name}", change.id);
            let before = changes.iter().take_while(|other| !std::ptr::eq(*other, *change));
            let same = before.filter(|other| {
                matches!(&other.what, What::Dose { name: other_name, .. } if format!("{} {other_name}", other.id) == key)
            });
            same.count() >= MOST_DOSES
        });
        let hidden: Vec<&Change> = hidden.collect();
        for change in changes {
            if hidden.iter().any(|other| std::ptr::eq(*other, change)) {
                match doses.iter_mut().find(|(id, _)| *id == change.id) {
                    Some((_, more)) => *more += 1,
                    None => doses.push((&change.id, 1)),
                }
                continue;
            }
            if change.id != last || last.is_empty() {
                let title =
                    if change.id.is_empty() { "the whole guide".to_owned() } else { format!("`{}`", change.id) };
                let _ = writeln!(self.out, "{}{title}", if self.md { "- " } else { "  " });
                last = &change.id;
            }
            let _ = writeln!(
                self.out,
                "    {}{} ({})",
                if self.md { "- " } else { "" },
                happens(&change.what),
                whom(&change.runners)
            );
            if let What::Words { lines } = &change.what {
                self.diff(lines.iter().map(|line| format!("{} {}", line.sign, line.text)));
            }
        }
        for (id, more) in doses {
            let _ = writeln!(self.out, "  {}and {more} more doses of `{id}`", if self.md { "- " } else { "" });
        }
        self.end();
    }

    /// Lines with signs, quoted so that they stand under a point of a list.
    fn diff(&mut self, lines: impl Iterator<Item = String>) {
        let fence = if self.md { "      " } else { "        " };
        if self.md {
            let _ = writeln!(self.out, "\n{fence}```diff");
        }
        for line in lines {
            let _ = writeln!(self.out, "{fence}{}", line.replace("```", "'''"));
        }
        if self.md {
            let _ = writeln!(self.out, "{fence}```\n");
        }
    }

    fn edits(&mut self, difference: &Difference) {
        if difference.edited.is_empty() {
            return;
        }
        self.part("Edited in the pack");
        for edited in &difference.edited {
            let _ = writeln!(self.out, "{}{} `{}`", if self.md { "- " } else { "  " }, edited.kind, edited.id);
            for (field, lines) in &edited.fields {
                let _ = writeln!(self.out, "    {}`{field}`", if self.md { "- " } else { "" });
                self.diff(
                    lines.iter().filter(|line| line.sign != ' ').map(|line| format!("{} {}", line.sign, line.text)),
                );
            }
        }
        self.end();
    }

    fn findings(&mut self, title: &str, findings: &[FindingLine]) {
        if findings.is_empty() {
            return;
        }
        self.part(title);
        for finding in findings {
            let place = match (&finding.file, finding.line) {
                (Some(file), Some(line)) => format!("{file}:{line}: "),
                _ => String::new(),
            };
            let point = if self.md { "- " } else { "  " };
            let _ = writeln!(self.out, "{point}{place}{} [{}]", finding.message, finding.name);
        }
        self.end();
    }
}

fn in_words(share: &Share) -> String {
    let percent = share.share * 100.0;
    let percent = if percent > 0.0 && percent < 0.1 { "less than 0.1".to_owned() } else { format!("{percent:.1}") };
    let inputs = share.inputs.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    match share.how {
        How::Exact { combinations, boxes } => format!(
            "{percent} % of the profile space changes: counted over all {combinations} combinations of bands of {inputs}, \
             in {boxes} boxes."
        ),
        How::Sampled { runners, seed } => format!(
            "About {percent} % of the profile space changes: {runners} runners drawn (seed {seed}) from the bands of {inputs}."
        ),
    }
}

fn happens(what: &What) -> String {
    let or_none = |words: &Option<String>| words.clone().unwrap_or_else(|| "no number".to_owned());
    match what {
        What::Refused { by_new: true } => "the answers are refused now".to_owned(),
        What::Refused { by_new: false } => "the answers are no longer refused".to_owned(),
        What::Flag { raised: true } => "red flag: raised now".to_owned(),
        What::Flag { raised: false } => "red flag: no longer raised".to_owned(),
        What::Shown { section } => format!("shown now, in `{section}`"),
        What::Gone { section, why } => format!("no longer shown in `{section}`: {}", because(why)),
        What::Moved { from, to } => format!("moved from `{from}` to `{to}`"),
        What::Dose { name, old, new } => format!("`{name}` {} → {}", or_none(old), or_none(new)),
        What::Measure { old, new } => format!("measure {} → {}", or_none(old), or_none(new)),
        What::Words { .. } => "other words".to_owned(),
        What::Details { parts } => format!("changed: {}", parts.join(", ")),
    }
}

fn because(why: &Gone) -> String {
    match why {
        Gone::Removed => "the pack no longer has it".to_owned(),
        Gone::When => "its `when` does not hold".to_owned(),
        Gone::CannotTell => "its `when` cannot be told".to_owned(),
        Gone::Unless => "its `unless` blocks it".to_owned(),
        Gone::Flag(id) => format!("the red flag `{id}` forbids it"),
        Gone::Limit(id) => format!("the limit `{id}` stops it"),
        Gone::Lost(id) => format!("`{id}` is shown in its place"),
        Gone::Full => "its section is full".to_owned(),
        Gone::GuideEnds => "a red flag ends the guide".to_owned(),
    }
}

fn whom(runners: &[String]) -> String {
    let names = runners.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match runners.len().saturating_sub(MOST_NAMES) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}
