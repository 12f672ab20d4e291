//! The tree in the making: what it holds already is kept where it is right, the rest is shared with the old tree or made.

use super::manifest::{self, Manifest, Record};
use super::place::Place;
use super::{PublishError, disk};
use crate::disk::{DiskError, io};
use crate::output::{Entry, OutputTree};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A tree that nobody sees yet.
pub(super) struct Stage {
    /// Its folder.
    pub root: PathBuf,
    /// What it holds from earlier runs.
    spare: Manifest,
}

/// A complete tree.
pub(super) struct Filled {
    pub manifest: Manifest,
    pub made: usize,
}

/// What became of one file.
enum Done<E> {
    Kept(Record),
    Shared(Record),
    Made(Record),
    NotMade(E),
    NotWritten(DiskError),
    /// Another file could not be written: a full disk stays full.
    Left,
}

impl Stage {
    /// The tree from which the next is made, cleared of all that it is not known to hold.
    pub fn open<E>(place: &Place) -> Result<Self, PublishError<E>> {
        let root = place.next();
        let mut spare = Manifest::read(&root, &place.state).filter(Manifest::is_known);
        if let Some(spare) = &mut spare {
            for path in spare.strangers(&root)? {
                remove(&path).map_err(disk)?;
            }
        } else {
            remove(&root).map_err(disk)?;
            std::fs::create_dir(&root).map_err(io(&root))?;
        }
        Ok(Self { root, spare: spare.unwrap_or_default() })
    }

    /// Brings the folder to hold exactly a tree's files.
    pub fn fill<E: Send>(
        &self,
        tree: &OutputTree<'_, E>,
        old: Option<(&Path, &Manifest)>,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Filled, PublishError<E>> {
        let folders = manifest::folders(tree.entries().keys());
        let mut touched = self.clear(tree, &folders).map_err(disk)?;
        let done = AtomicUsize::new(0);
        let full = AtomicBool::new(false);
        let all = tree.entries().len();
        let files: Vec<(&String, Done<E>)> = tree
            .entries()
            .par_iter()
            .map(|(path, entry)| {
                if full.load(Ordering::Relaxed) {
                    return (path, Done::Left);
                }
                let file = self.file(path, entry, old);
                full.fetch_or(matches!(file, Done::NotWritten(_)), Ordering::Relaxed);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                (path, file)
            })
            .collect();
        let mut records = Vec::with_capacity(all);
        let mut made = 0;
        let mut failed = Vec::new();
        let mut unwritten = None;
        for (path, file) in files {
            match file {
                Done::Kept(record) => records.push((path.clone(), Some(record))),
                Done::Shared(record) | Done::Made(record) => {
                    touched.extend(manifest::parent(path));
                    records.push((path.clone(), Some(record)));
                    made += usize::from(matches!(file, Done::Made(_)));
                }
                Done::NotMade(error) => failed.push((path.clone(), error)),
                Done::NotWritten(error) => unwritten = unwritten.or(Some(error)),
                Done::Left => {}
            }
        }
        match unwritten {
            Some(error) => Err(PublishError::Disk(error)),
            None if !failed.is_empty() => Err(PublishError::Make(failed)),
            None => {
                let touched: BTreeSet<&str> = touched.into_iter().collect();
                let timed = |path: &String| {
                    let known = self.known(path).filter(|_| !touched.contains(path.as_str()));
                    (path.clone(), known.or_else(|| manifest::time(&self.root, path)))
                };
                let folders: Vec<(String, Option<u64>)> = folders.par_iter().map(timed).collect();
                let folders = folders.into_iter().collect();
                Ok(Filled { manifest: Manifest { id: 0, files: records.into_iter().collect(), folders }, made })
            }
        }
    }

    /// When a folder was last changed, if it stood here when we came and was then as we had left it.
    fn known(&self, folder: &str) -> Option<u64> {
        *self.spare.folders.get(folder)?
    }

    /// Removes files and folders that the tree does not have, and makes the folders that it has. Gives the folders in which
    /// something came or went.
    fn clear<'p, E>(
        &'p self,
        tree: &OutputTree<'_, E>,
        folders: &'p BTreeSet<String>,
    ) -> Result<Vec<&'p str>, DiskError> {
        let mut touched = Vec::new();
        for path in self.spare.files.keys().filter(|path| !tree.entries().contains_key(*path)) {
            remove(&self.root.join(path))?;
            touched.extend(manifest::parent(path));
        }
        for path in self.spare.folders.keys().rev().filter(|path| !folders.contains(*path)) {
            remove(&self.root.join(path))?;
            touched.extend(manifest::parent(path));
        }
        for folder in folders.iter().filter(|folder| self.known(folder).is_none()) {
            touched.extend(manifest::parent(folder));
            let path = self.root.join(folder);
            match std::fs::create_dir(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
                made => made.map_err(io(&path))?,
            }
        }
        Ok(touched)
    }

    fn file<E>(&self, path: &str, entry: &Entry<'_, E>, old: Option<(&Path, &Manifest)>) -> Done<E> {
        if let Some(record) = self.spare.same(&self.root, path, entry.fingerprint) {
            return Done::Kept(record);
        }
        let target = self.root.join(path);
        if let Some((root, old)) = old
            && let Some(record) = old.same(root, path, entry.fingerprint)
            && share(&root.join(path), &target)
        {
            return Done::Shared(record);
        }
        match (entry.make)() {
            Err(error) => Done::NotMade(error),
            Ok(bytes) => match manifest::replace(&target, &bytes) {
                Ok(meta) => Done::Made(Record::new(entry.fingerprint, &meta)),
                Err(error) => Done::NotWritten(io(&target)(error)),
            },
        }
    }

    /// After a failure: a stage without history is of no use, and the disk may be full.
    pub fn abandon(self) {
        if !self.spare.is_known() {
            // The failure is told; a rest that cannot be removed is cleared by the next run.
            let _ = std::fs::remove_dir_all(&self.root);
        }
    }
}

/// Gives a file a second name; false where it cannot have one.
fn share(from: &Path, to: &Path) -> bool {
    match std::fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            std::fs::remove_file(to).and_then(|()| std::fs::hard_link(from, to)).is_ok()
        }
        linked => linked.is_ok(),
    }
}

/// Removes a file or a folder with all that is in it; one that is gone already is removed.
fn remove(path: &Path) -> Result<(), DiskError> {
    let removed = match std::fs::symlink_metadata(path) {
        Ok(meta) if meta.is_dir() => std::fs::remove_dir_all(path),
        Ok(_) => std::fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io(path)(error)),
        _ => Ok(()),
    }
}
