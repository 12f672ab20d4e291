//! An [`OutputTree`] becomes a folder, whole or not at all.
//!
//! The new tree is made beside the old one and the two are exchanged in one step, so whoever looks, at whatever moment a
//! run is killed, sees the old folder or the new one. Beside `public` stands `.public.afterrun`, which holds
//!
//! - `next`, the tree in the making; between runs it is the site before this one, from which the next is made: only files
//!   that differ are touched;
//! - `ID.files`, what is known of a tree's files: fingerprint, size and time of change. Every file and folder is held against
//!   it before it is kept, so a tree that a killed run left half done, or that somebody edited, is put right;
//! - `memo`, what a run worked out that the next can use ([`Memo`](crate::memo::Memo));
//! - `lock`, held while a run works.
//!
//! It may be deleted at any time. What is served carries one file of ours, [`MARKER`]: the tree's id and its paths. A folder
//! without it is not ours and is never replaced, nor is one that holds files beyond those paths. Files that two trees have
//! in common are one file with two names, which is why a file is never written into: it is made anew.
//!
//! Where the system cannot exchange two folders, two renames do it. Killed between them, the folder is missing and the next
//! run puts the old one back before it does anything else. A power cut is not a kill: data is not forced onto the disk.

mod manifest;
mod place;
mod remembered;
mod stage;

pub use manifest::MARKER;
pub use remembered::{recall, remember};

use super::DiskError;
use crate::output::OutputTree;
use manifest::Manifest;
use place::{Place, Swap};
use stage::Stage;
use std::path::{Path, PathBuf};

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Files made in this run.
    pub made: usize,
    /// Files kept from earlier runs.
    pub kept: usize,
}

/// Why nothing was published. The folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError<E> {
    /// The folder was not made by us.
    #[error("`{}` is not empty and was not made by afterrun, so it stays as it is; name another folder, or empty this one yourself", .0.display())]
    Foreign(PathBuf),
    /// The folder is ours, and somebody put a file there that would be lost.
    #[error("`{}` was not made by afterrun and would be lost; move it out of the folder first", .0.display())]
    Stranger(PathBuf),
    /// The folder is, or holds, the one in which we run.
    #[error("`{}` holds the folder that you are in; name a folder inside it, such as `-o public`", .0.display())]
    Here(PathBuf),
    /// A symbolic link to nothing.
    #[error("`{}` is a link to a folder that does not exist", .0.display())]
    Dangling(PathBuf),
    /// Another run holds the lock.
    #[error("another run is writing `{}`; try again when it has ended", .0.display())]
    Busy(PathBuf),
    /// The folder cannot be exchanged: something is mounted on it.
    #[error("`{}` is a mounted disk and cannot be replaced; name a folder inside it", .0.display())]
    Mounted(PathBuf),
    /// Files that could not be made, by path.
    #[error("{} files could not be made", .0.len())]
    Make(Vec<(String, E)>),
    /// What a disk says.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// Makes `out` hold exactly the files of a tree, and [`MARKER`]. `progress` is told how many files are done, of how many;
/// it is called from several threads.
///
/// # Errors
/// See [`PublishError`]; `out` then holds what it held.
pub fn publish<E: Send>(
    tree: &OutputTree<'_, E>,
    out: &Path,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Published, PublishError<E>> {
    publish_by(tree, out, progress, place::exchange)
}

fn publish_by<E: Send>(
    tree: &OutputTree<'_, E>,
    out: &Path,
    progress: &(dyn Fn(usize, usize) + Sync),
    swap: Swap,
) -> Result<Published, PublishError<E>> {
    let place = Place::take(out)?;
    let all = tree.entries().len();
    let old = place.old()?;
    if old.as_ref().is_some_and(|old| old.is_current(&place.out, tree)) {
        progress(all, all);
        return Ok(Published { made: 0, kept: all });
    }
    let stage = Stage::open(&place)?;
    match stage.fill(tree, old.as_ref().map(|old| (place.out.as_path(), old)), progress) {
        Ok(filled) => {
            let id = Manifest::id(tree);
            filled.manifest.write(&place.state, id).map_err(disk)?;
            manifest::write_marker(&stage.root, id, tree).map_err(disk)?;
            place.show(&stage.root, swap)?;
            place.tidy(id, old.filter(Manifest::is_known).map(|old| old.id));
            Ok(Published { made: filled.made, kept: all - filled.made })
        }
        Err(error) => {
            stage.abandon();
            Err(error)
        }
    }
}

fn disk<E>(error: DiskError) -> PublishError<E> {
    PublishError::Disk(error)
}

#[cfg(test)]
mod tests;
