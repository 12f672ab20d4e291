//! Where a tree is published: the folder itself, the one beside it in which we work, and the exchange of the two.

use super::PublishError;
use super::manifest::{self, Manifest};
use crate::disk::{DiskError, io};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Exchanges two folders in one step; [`ErrorKind::Unsupported`] or [`ErrorKind::InvalidInput`] where that cannot be done.
pub(super) type Swap = fn(&Path, &Path) -> std::io::Result<()>;

/// A folder to publish into, held by this run.
pub(super) struct Place {
    /// The folder, links resolved.
    pub out: PathBuf,
    /// The folder beside it.
    pub state: PathBuf,
    /// As the user wrote it.
    said: PathBuf,
    _lock: File,
}

impl Place {
    /// Finds out where `out` is, puts right what a killed run left, and keeps other runs away.
    pub fn take<E>(out: &Path) -> Result<Self, PublishError<E>> {
        let said = out.to_owned();
        let out = resolved(out)?;
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        if here.is_ok_and(|here| here.starts_with(&out)) {
            return Err(PublishError::Here(said));
        }
        let state = beside(&out);
        if !is_empty(&out) && !Manifest::is_at(&out) {
            return Err(PublishError::Foreign(said));
        }
        make_folder(&state)?;
        let lock = lock(&state.join("lock"), &said)?;
        let place = Self { out, state, said, _lock: lock };
        place.recover()?;
        Ok(place)
    }

    /// Where the next tree is made.
    pub fn next(&self) -> PathBuf {
        self.state.join("next")
    }

    /// Where the old tree stands between two renames.
    fn aside(&self) -> PathBuf {
        self.state.join("old")
    }

    /// After a kill between two renames: the old tree goes back to where it was.
    fn recover(&self) -> Result<(), DiskError> {
        let aside = self.aside();
        if !aside.exists() {
            return Ok(());
        }
        if !self.out.exists() {
            return std::fs::rename(&aside, &self.out).map_err(io(&self.out));
        }
        std::fs::remove_dir_all(&aside).map_err(io(&aside))
    }

    /// What is known of the tree that is shown now; none if there is none.
    pub fn old<E>(&self) -> Result<Option<Manifest>, PublishError<E>> {
        if is_empty(&self.out) {
            return Ok(None);
        }
        let Some(mut old) = Manifest::read(&self.out, &self.state) else {
            return Err(PublishError::Foreign(self.said.clone()));
        };
        match old.strangers(&self.out)?.into_iter().find(|path| !manifest::is_litter(path)) {
            Some(path) => {
                let inner = path.strip_prefix(&self.out).map(Path::to_owned).unwrap_or(path);
                Err(PublishError::Stranger(self.said.join(inner)))
            }
            None => Ok(Some(old)),
        }
    }

    /// Shows the next tree in place of the old one, which takes its place.
    pub fn show<E>(&self, next: &Path, swap: Swap) -> Result<(), PublishError<E>> {
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => PublishError::Mounted(self.said.clone()),
            _ => PublishError::Disk(io(&self.said)(error)),
        };
        let Ok(meta) = std::fs::metadata(&self.out) else {
            return std::fs::rename(next, &self.out).map_err(failed);
        };
        // A file system without modes may refuse; the files are what matters.
        let _ = std::fs::set_permissions(next, meta.permissions());
        match swap(next, &self.out) {
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {
                let aside = self.aside();
                std::fs::rename(&self.out, &aside).map_err(failed)?;
                if let Err(error) = std::fs::rename(next, &self.out) {
                    // Either way the error is told; the old tree goes back now or at the next run.
                    let _ = std::fs::rename(&aside, &self.out);
                    return Err(failed(error));
                }
                std::fs::rename(&aside, next).map_err(failed)
            }
            done => done.map_err(failed),
        }
    }

    /// Removes what neither the tree that is shown needs nor the one before it, of which perhaps nothing is known. The site
    /// is published: litter that stays is no error.
    pub fn tidy(&self, shown: u128, before: Option<u128>) {
        let names = [Some(shown), before].map(|id| id.map(manifest::name));
        for entry in std::fs::read_dir(&self.state).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with("memo-") || name.ends_with(".files") && !names.contains(&Some(name)) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
        if before.is_none() {
            let _ = std::fs::remove_dir_all(self.next());
        }
    }
}

/// The folder beside a folder.
pub(super) fn beside(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.afterrun"))
}

/// Whether a folder holds nothing that anybody would miss, or does not exist.
fn is_empty(folder: &Path) -> bool {
    let Ok(mut inside) = std::fs::read_dir(folder) else { return !folder.exists() };
    inside.all(|entry| entry.is_ok_and(|entry| manifest::is_litter(&entry.path())))
}

/// The folder that a path means; one that does not exist yet stands in one that does.
fn resolved<E>(out: &Path) -> Result<PathBuf, PublishError<E>> {
    match out.canonicalize() {
        Ok(path) if path.is_dir() => Ok(path),
        Ok(_) => Err(DiskError::NotAFolder(out.to_owned()).into()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if out.is_symlink() {
                return Err(PublishError::Dangling(out.to_owned()));
            }
            let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
                return Err(DiskError::NotFound(out.to_owned()).into());
            };
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            std::fs::create_dir_all(parent).map_err(io(parent))?;
            Ok(parent.canonicalize().map_err(io(parent))?.join(name))
        }
        Err(error) => Err(io(out)(error).into()),
    }
}

/// The folder beside. It keeps itself out of version control, since it holds a site a second time.
fn make_folder(state: &Path) -> Result<(), DiskError> {
    match std::fs::create_dir(state) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(io(state)(error)),
        Ok(()) => {
            let ignore = state.join(".gitignore");
            std::fs::write(&ignore, "*\n").map_err(io(&ignore))
        }
    }
}

fn lock<E>(path: &Path, said: &Path) -> Result<File, PublishError<E>> {
    let file = File::options().create(true).truncate(false).write(true).open(path).map_err(io(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(PublishError::Busy(said.to_owned())),
        Err(TryLockError::Error(error)) => Err(io(path)(error).into()),
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(one: &Path, other: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
