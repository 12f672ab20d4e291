//! `afterrun new`: a first pack of one's own.

use super::{Exit, Globals, load, output};
use crate::disk::{starter_pack, write_new_folder};
use clap::Args;
use jiff::ToSpan;
use std::path::PathBuf;

/// Arguments of `new`.
#[derive(Args)]
pub(super) struct NewArgs {
    /// Folder that is made; one that is there must be empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Days in the files that stand for the day on which they are written, and for a year later.
const TODAY: &str = "2000-01-01";
const IN_A_YEAR: &str = "2001-01-01";

/// Writes the pack, reviewed today.
pub(super) fn run(globals: &Globals, args: &NewArgs) -> anyhow::Result<Exit> {
    let today = load::today();
    let later = today.checked_add(1.year())?;
    let dated = |text: &str| {
        let text = text.replace(TODAY, &today.to_string()).replace(IN_A_YEAR, &later.to_string());
        text.replace("year: 2000", &format!("year: {}", today.year()))
    };
    let files: Vec<(String, String)> = starter_pack().into_iter().map(|(path, text)| (path, dated(text))).collect();
    write_new_folder(&args.folder, &files)?;
    let folder = args.folder.display();
    output::note(
        &format!(
            "{} files in {folder}. Check them: afterrun check --content {folder}\n\
             A guide: afterrun guide --content {folder} --set session_kind=long --set duration=90 --set body_mass=70",
            files.len(),
        ),
        globals,
    );
    Ok(Exit::Clean)
}
