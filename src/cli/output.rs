//! What goes where: results to standard output or a file, words about them to standard error.

use super::{Exit, Globals};
use crate::diagnostics::{Findings, human};
use crate::disk::write_file;
use crate::source::Sources;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Writes a result to a file (whole, or not at all) or to standard output.
pub(super) fn result(text: &str, file: Option<&Path>) -> anyhow::Result<()> {
    match file {
        Some(path) => write_file(path, text.as_bytes())?,
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(())
}

/// Prints findings for people; says how the run ended.
pub(super) fn findings(findings: &Findings, sources: &Sources, globals: &Globals) -> anyhow::Result<Exit> {
    let exit = if findings.has_errors() { Exit::Findings } else { Exit::Clean };
    if findings.is_empty() || (globals.quiet && exit == Exit::Clean) {
        return Ok(exit);
    }
    let mut out = anstream::stderr().lock();
    out.write_all(human::report(findings, sources, true).as_bytes())?;
    Ok(exit)
}

/// A remark for people.
pub(super) fn note(text: &str, globals: &Globals) {
    if !globals.quiet {
        // Nobody listens on a closed standard error.
        let _ = writeln!(anstream::stderr(), "{text}");
    }
}

/// Why we could not do our job.
pub(super) fn error(error: &anyhow::Error) {
    let _ = writeln!(anstream::stderr(), "error: {error:#}");
}

/// Whether whoever read our output has gone.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |e: &(dyn std::error::Error + 'static)| {
        e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    };
    error.chain().any(closed)
}

/// Whether a person sits at both ends.
pub(super) fn is_conversation() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}
