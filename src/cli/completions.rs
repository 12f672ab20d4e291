//! `afterrun completions` and `afterrun man`, from the same definition as the arguments.

use super::{Cli, Exit, output};
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

/// Arguments of `completions`.
#[derive(Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints completions for a shell.
pub(super) fn run(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    generate(args.shell, &mut Cli::command(), "afterrun", &mut text);
    output::result(&String::from_utf8_lossy(&text), None)?;
    Ok(Exit::Clean)
}

/// Prints the manual page.
pub(super) fn man() -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    output::result(&String::from_utf8_lossy(&text), None)?;
    Ok(Exit::Clean)
}
