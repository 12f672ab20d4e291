//! Many runners at once: files, folders of files, and files with a runner a line.

use super::load;
use crate::diagnostics::Findings;
use crate::disk::{folder_files, read_bytes};
use crate::model::Content;
use crate::profile::Profile;
use crate::source::{FileId, Sources};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Endings of files that hold runners.
const ENDINGS: [&str; 4] = ["yaml", "yml", "json", "ndjson"];

/// The texts of the runners that some paths name, in order.
pub(super) fn sources(paths: &[PathBuf], sources: &mut Sources) -> anyhow::Result<Vec<FileId>> {
    let mut ids = Vec::new();
    for path in paths {
        let files = if path.is_dir() { folder_files(path, &ENDINGS)? } else { vec![path.clone()] };
        for file in files {
            add(&file, sources, &mut ids)?;
        }
    }
    Ok(ids)
}

fn add(path: &Path, sources: &mut Sources, ids: &mut Vec<FileId>) -> anyhow::Result<()> {
    let bytes = read_bytes(path)?;
    if path.extension().is_none_or(|ending| ending != "ndjson") {
        let id = sources.add_bytes("(profile)", bytes);
        sources.show_as(id, path.display().to_string());
        ids.push(id);
        return Ok(());
    }
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if !line.trim_ascii().is_empty() {
            let id = sources.add_bytes("(profile)", line.to_vec());
            sources.show_as(id, format!("{}:{}", path.display(), at + 1));
            ids.push(id);
        }
    }
    Ok(())
}

/// The runners that could be read; what is wrong with the others is found.
pub(super) fn read(
    content: &Content,
    sources: &Sources,
    files: &[FileId],
    as_of: Date,
    findings: &mut Findings,
) -> Vec<Profile> {
    files.iter().filter_map(|file| load::profile(content, sources, &[*file], as_of, findings)).collect()
}
