//! What a run worked out, kept beside what it published.

use super::place::beside;
use crate::memo::Memo;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What the last run that published to `out` worked out; nothing if it was made by another program, or is damaged.
pub fn recall(out: &Path) -> Memo {
    let read = || Memo::from_bytes(std::fs::read(file(out)?).ok()?, &maker()?);
    read().unwrap_or_default()
}

/// Keeps what this run worked out. Where that fails, the next run takes its time.
pub fn remember(out: &Path, memo: &Memo) {
    let Some((path, maker)) = file(out).zip(maker()) else { return };
    if !memo.has_changed() {
        return;
    }
    let written = || -> Option<()> {
        let mut staged = tempfile::Builder::new().prefix("memo-").tempfile_in(path.parent()?).ok()?;
        let mut to = std::io::BufWriter::new(staged.as_file_mut());
        memo.write(&maker, &mut to).and_then(|()| to.flush()).ok()?;
        drop(to);
        staged.persist(&path).ok().map(drop)
    };
    if written().is_none() {
        let _ = std::fs::remove_file(&path);
    }
}

fn file(out: &Path) -> Option<PathBuf> {
    let state = beside(&out.canonicalize().ok()?);
    state.is_dir().then(|| state.join("memo"))
}

/// What tells this program from others, and from what it was before it was built anew.
fn maker() -> Option<String> {
    let meta = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), meta.len(), built.as_nanos()))
}
