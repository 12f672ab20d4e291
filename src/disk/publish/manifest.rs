//! What is known of a published tree: inside it its paths, beside it when each file was made and from what.

use crate::disk::{DiskError, io};
use crate::output::OutputTree;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs::Metadata;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The file that tells our folders from others: who made it, the tree's id, and a line for each path.
pub const MARKER: &str = ".afterrun";

const FIRST_LINE: &str = "made by afterrun; the folder is replaced as a whole";

/// Litter that file browsers leave behind and nobody misses.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// A file of a tree as it was when we made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub fingerprint: u128,
    size: u64,
    modified: u64,
}

impl Record {
    pub fn new(fingerprint: u128, meta: &Metadata) -> Self {
        Self { fingerprint, size: meta.len(), modified: modified(meta) }
    }

    /// Whether this is the file that we made.
    pub fn holds(&self, path: &Path) -> bool {
        std::fs::symlink_metadata(path)
            .is_ok_and(|meta| meta.is_file() && meta.len() == self.size && modified(&meta) == self.modified)
    }
}

/// Nanoseconds since 1970 of the last change; 0 where a system does not say.
fn modified(meta: &Metadata) -> u64 {
    let since = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| since.as_nanos().try_into().ok()).unwrap_or(0)
}

/// The files and folders of a tree, with all that we know of them. Paths are relative, with `/`.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// The id in the tree's marker.
    pub id: u128,
    /// The files; none has a record if only the marker is left of what we knew.
    pub files: BTreeMap<String, Option<Record>>,
    /// The folders below the root with the time of their last change.
    pub folders: BTreeMap<String, Option<u64>>,
}

impl Manifest {
    /// Tells trees of different paths or fingerprints apart.
    pub fn id<E>(tree: &OutputTree<'_, E>) -> u128 {
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        for (path, entry) in tree.entries() {
            hash.update(path.as_bytes());
            hash.update(&entry.fingerprint.to_le_bytes());
        }
        hash.digest128()
    }

    /// Whether the tree at `root` carries a marker of ours.
    pub fn is_at(root: &Path) -> bool {
        let Ok(marker) = std::fs::File::open(root.join(MARKER)) else { return false };
        let mut lines = std::io::BufReader::new(marker).lines().map_while(Result::ok);
        lines.next().zip(lines.next()).is_some_and(|(first, id)| id_of(&first, &id).is_some())
    }

    /// What is known of the tree at `root`; `None` if it carries no marker of ours.
    pub fn read(root: &Path, state: &Path) -> Option<Self> {
        let marker = std::fs::read_to_string(root.join(MARKER)).ok()?;
        let mut lines = marker.lines();
        let id = id_of(lines.next()?, lines.next()?)?;
        if let Some(known) = std::fs::read_to_string(state.join(name(id))).ok().and_then(|text| Self::parse(id, &text))
        {
            return Some(known);
        }
        let files: BTreeMap<_, _> = lines.map(|path| (path.to_owned(), None)).collect();
        let folders = folders(files.keys()).into_iter().map(|path| (path, None)).collect();
        Some(Self { id, files, folders })
    }

    fn parse(id: u128, text: &str) -> Option<Self> {
        // In the order of their paths, as a map takes them at once.
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for line in text.strip_suffix("end\n")?.lines() {
            let mut parts = line.splitn(4, ' ');
            let (fingerprint, size, modified) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
            let path = parts.next()?.to_owned();
            if fingerprint == "-" {
                folders.push((path, Some(modified)));
            } else {
                let fingerprint = u128::from_str_radix(fingerprint, 16).ok()?;
                files.push((path, Some(Record { fingerprint, size: size.parse().ok()?, modified })));
            }
        }
        Some(Self { id, files: files.into_iter().collect(), folders: folders.into_iter().collect() })
    }

    /// Writes it beside the tree.
    pub fn write(&self, state: &Path, id: u128) -> Result<(), DiskError> {
        let mut text = String::with_capacity(self.files.len() * 96);
        for (path, modified) in &self.folders {
            let _ = writeln!(text, "- - {} {path}", modified.unwrap_or(0));
        }
        for (path, record) in &self.files {
            if let Some(Record { fingerprint, size, modified }) = record {
                let _ = writeln!(text, "{fingerprint:x} {size} {modified} {path}");
            }
        }
        text.push_str("end\n");
        let path = state.join(name(id));
        replace(&path, text.as_bytes()).map(drop).map_err(io(&path))
    }

    /// Whether more is known than the paths.
    pub fn is_known(&self) -> bool {
        self.files.values().any(Option::is_some)
    }

    /// The file that we made from this fingerprint, if it still is what we made.
    pub fn same(&self, root: &Path, path: &str, fingerprint: u128) -> Option<Record> {
        let record = (*self.files.get(path)?)?;
        (record.fingerprint == fingerprint && record.holds(&root.join(path))).then_some(record)
    }

    /// Whether the folder already holds exactly these files.
    pub fn is_current<E>(&self, root: &Path, tree: &OutputTree<'_, E>) -> bool {
        let planned = tree.entries();
        planned.len() == self.files.len()
            && self.files.iter().zip(planned).all(|((path, record), (planned, entry))| {
                path == planned && record.is_some_and(|record| record.fingerprint == entry.fingerprint)
            })
            && self.files.par_iter().all(|(path, record)| record.is_some_and(|record| record.holds(&root.join(path))))
    }

    /// What stands in the tree at `root` and is not of our making. Only folders that changed since are read; when those were
    /// changed is then no longer known, nor of those that are gone.
    pub fn strangers(&mut self, root: &Path) -> Result<Vec<PathBuf>, DiskError> {
        let now: Vec<Option<u64>> = self.folders.par_iter().map(|(path, _)| time(root, path)).collect();
        let mut changed = vec![String::new()];
        for ((path, known), now) in self.folders.iter_mut().zip(now) {
            if now.is_none() || *known != now {
                *known = None;
                changed.extend(now.map(|_| path.clone()));
            }
        }
        let mut strangers = Vec::new();
        for folder in changed {
            let path = root.join(&folder);
            for entry in std::fs::read_dir(&path).map_err(io(&path))? {
                let entry = entry.map_err(io(&path))?;
                let is_ours = entry.file_name().to_str().is_some_and(|name| {
                    let inner = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
                    match entry.file_type() {
                        Ok(kind) if kind.is_dir() => self.folders.contains_key(&inner),
                        Ok(kind) => kind.is_file() && (self.files.contains_key(&inner) || inner == MARKER),
                        Err(_) => false,
                    }
                });
                if !is_ours {
                    strangers.push(entry.path());
                }
            }
        }
        strangers.sort();
        Ok(strangers)
    }
}

/// Whether nobody would miss a file.
pub(super) fn is_litter(path: &Path) -> bool {
    path.file_name().is_some_and(|name| LITTER.iter().any(|litter| name == *litter))
}

/// The name of a manifest; also tells manifests from other files.
pub(super) fn name(id: u128) -> String {
    format!("{id:032x}.files")
}

/// All folders above these paths, below the root.
pub(super) fn folders<'a>(paths: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let mut rest = path.as_str();
        while let Some(folder) = parent(rest).filter(|folder| !folders.contains(*folder)) {
            folders.insert(folder.to_owned());
            rest = folder;
        }
    }
    folders
}

/// The folder in which a path stands, if that is not the root.
pub(super) fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// When a folder was last changed; none if there is no folder.
pub(super) fn time(root: &Path, folder: &str) -> Option<u64> {
    std::fs::symlink_metadata(root.join(folder)).ok().filter(Metadata::is_dir).map(|meta| modified(&meta))
}

/// The id that a marker's first two lines tell.
fn id_of(first: &str, id: &str) -> Option<u128> {
    u128::from_str_radix(id, 16).ok().filter(|_| first == FIRST_LINE)
}

/// Marks a tree as ours.
pub(super) fn write_marker<E>(root: &Path, id: u128, tree: &OutputTree<'_, E>) -> Result<(), DiskError> {
    let mut text = format!("{FIRST_LINE}\n{id:032x}\n");
    for path in tree.entries().keys() {
        text.push_str(path);
        text.push('\n');
    }
    let path = root.join(MARKER);
    replace(&path, text.as_bytes()).map(drop).map_err(io(&path))
}

/// Makes a file anew: whoever shares the old one keeps it as it was.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<Metadata> {
    use std::io::Write;
    let mut file = match std::fs::File::create_new(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            std::fs::remove_file(path)?;
            std::fs::File::create_new(path)?
        }
        made => made?,
    };
    file.write_all(bytes)?;
    file.metadata()
}
