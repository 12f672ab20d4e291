//! The command line: arguments in, exit codes out, one file per command.
//!
//! Output goes to standard output (or `-o`), everything that speaks to a person about it to standard error. A closed pipe
//! is success. The clock is read here and nowhere else.

mod ask;
mod check;
mod completions;
mod explain;
mod guide;
mod load;
mod output;
mod progress;
mod schema;
mod site;
mod why;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, nothing to report.
    Clean,
    /// Findings that must be mended.
    Findings,
    /// We could not do our job.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => ExitCode::SUCCESS,
            Exit::Findings => ExitCode::from(1),
            Exit::CouldNotRun => ExitCode::from(2),
        }
    }
}

/// Personal recovery guides for runners, from content that a checker proves.
#[derive(Parser)]
#[command(name = "afterrun", version, about, max_term_width = 110)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Args, Debug, Clone)]
struct Globals {
    /// Folder of the pack; the shipped one if absent
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Folder of templates that win over the shipped ones, file by file
    #[arg(long, global = true, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// When to colour messages
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// A runner's answers.
#[derive(Args, Debug, Clone)]
struct Runner {
    /// A profile in YAML or JSON; `-` reads standard input
    #[arg(value_name = "PROFILE")]
    profile: Option<PathBuf>,
    /// One more answer, which wins over the profile's; may stand several times
    #[arg(long = "set", value_name = "ID=VALUE")]
    set: Vec<String>,
    /// Day of the session; today if absent
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// A recovery guide for one runner
    Guide(guide::GuideArgs),
    /// Why an item is in a runner's guide, or why not, and what would change it
    Why(why::WhyArgs),
    /// Check a pack: every finding of every file, with its place
    Check(check::CheckArgs),
    /// The site of a pack: a page for each question and topic, for any host of files
    #[command(subcommand)]
    Site(site::SiteCommand),
    /// What a finding means, with an example that fails and one that passes
    Explain(explain::ExplainArgs),
    /// JSON Schema of a file, for completion in an editor
    Schema(schema::SchemaArgs),
    /// Completions for a shell
    Completions(completions::CompletionsArgs),
    /// The manual page
    Man,
}

/// Output of commands that speak to people or to machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Report {
    /// For people, on standard error
    Human,
    /// For machines, on standard output
    Json,
}

/// Runs the program.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe while help is printed is nobody's error.
            let _ = error.print();
            return if error.use_stderr() { Exit::CouldNotRun.into() } else { Exit::Clean.into() };
        }
    };
    match cli.globals.color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    let globals = &cli.globals;
    let done = match cli.command {
        Command::Guide(args) => guide::run(globals, &args),
        Command::Why(args) => why::run(globals, &args),
        Command::Check(args) => check::run(globals, &args),
        Command::Site(command) => site::run(globals, &command),
        Command::Explain(args) => explain::run(&args),
        Command::Schema(args) => schema::run(globals, &args),
        Command::Completions(args) => completions::run(&args),
        Command::Man => completions::man(),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) if output::is_closed_pipe(&error) => Exit::Clean.into(),
        Err(error) => {
            output::error(&error);
            Exit::CouldNotRun.into()
        }
    }
}
