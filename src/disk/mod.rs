//! All files: folders become [`Sources`], bytes become files. Nothing below this floor opens one.

mod embedded;
mod publish;
mod write;

pub use embedded::{embedded_pack, embedded_pictures, embedded_templates, starter_pack};
pub use publish::{MARKER, PublishError, Published, publish, recall, remember};
pub use write::{make_folder, write_file, write_new_folder};

use crate::source::{FileId, LARGEST, Sources};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Why a file or folder could not be used.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// There is nothing at this path.
    #[error("there is no file or folder `{}`", .0.display())]
    NotFound(PathBuf),
    /// A folder is wanted and this is a file.
    #[error("`{}` is a file; a folder is wanted", .0.display())]
    NotAFolder(PathBuf),
    /// A file is wanted and this is a folder.
    #[error("`{}` is a folder; a file is wanted", .0.display())]
    NotAFile(PathBuf),
    /// A new folder is wanted and this one holds something.
    #[error("`{}` is not empty; name a folder that is not there yet", .0.display())]
    NotEmpty(PathBuf),
    /// The folder holds no YAML.
    #[error("`{}` holds no YAML file: it is not a pack", .0.display())]
    NotAPack(PathBuf),
    /// Anything else that a disk can say.
    #[error("cannot use `{}`: {source}", path.display())]
    Io {
        /// Which path.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> DiskError + '_ {
    move |source| match source.kind() {
        std::io::ErrorKind::NotFound => DiskError::NotFound(path.to_owned()),
        std::io::ErrorKind::IsADirectory => DiskError::NotAFile(path.to_owned()),
        _ => DiskError::Io { path: path.to_owned(), source },
    }
}

/// The YAML files of a folder, in order of their paths, and the words that the binary lends every pack.
pub fn folder_pack(folder: &Path) -> Result<Sources, DiskError> {
    let files = files_of(folder, &is_of_a_pack)?;
    if files.is_empty() {
        return Err(DiskError::NotAPack(folder.to_owned()));
    }
    edited_pack(folder, &BTreeMap::new())
}

/// The same with some files as somebody is typing them, by their paths in the pack: they win over what is on disk, and
/// neither they nor the folder need be there yet.
pub fn edited_pack(folder: &Path, typed: &BTreeMap<String, String>) -> Result<Sources, DiskError> {
    let mut files: BTreeMap<String, PathBuf> = match folder.is_dir() {
        true => files_of(folder, &is_of_a_pack)?.into_iter().collect(),
        false => BTreeMap::new(),
    };
    for relative in typed.keys() {
        files.entry(relative.clone()).or_insert_with(|| folder.join(relative));
    }
    let mut sources = Sources::new();
    for (relative, path) in files {
        let bytes = match typed.get(&relative) {
            Some(text) => text.clone().into_bytes(),
            None => read_bytes(&path)?,
        };
        let id = sources.add_bytes(relative, bytes);
        sources.show_as(id, path.display().to_string());
    }
    embedded::lend_words(&mut sources);
    Ok(sources)
}

/// What counts as a picture: the endings of files that pages may show.
const PICTURES: &[&str] = &["avif", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"];

/// The pictures of a pack's folder, by their paths in it.
pub fn folder_pictures(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, DiskError> {
    let mut pictures = BTreeMap::new();
    for (relative, path) in files_of(folder, &|path| has_ending(path, PICTURES))? {
        pictures.insert(relative, read_bytes(&path)?);
    }
    Ok(pictures)
}

fn is_of_a_pack(path: &Path) -> bool {
    has_ending(path, &["yaml", "yml"])
}

/// The files of a folder of templates: name and text source.
pub fn folder_templates(folder: &Path, sources: &mut Sources) -> Result<Vec<FileId>, DiskError> {
    let mut ids = Vec::new();
    for (relative, path) in files_of(folder, &|path| !has_ending(path, &["yaml", "yml"]))? {
        let id = sources.add_bytes(relative, read_bytes(&path)?);
        sources.show_as(id, path.display().to_string());
        ids.push(id);
    }
    Ok(ids)
}

/// The files of a folder with one of these endings, in order of their paths.
pub fn folder_files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, DiskError> {
    Ok(files_of(folder, &|path| has_ending(path, endings))?.into_iter().map(|(_, path)| path).collect())
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| endings.contains(&e))
}

/// Paths relative to the folder (with `/`) and as they are, sorted; hidden files are passed over.
fn files_of(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<Vec<(String, PathBuf)>, DiskError> {
    let meta = std::fs::metadata(folder).map_err(io(folder))?;
    if !meta.is_dir() {
        return Err(DiskError::NotAFolder(folder.to_owned()));
    }
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).follow_links(true).into_iter().filter_entry(visible) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            DiskError::Io { path, source: error.into() }
        })?;
        if !entry.file_type().is_file() || !wanted(entry.path()) {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        files.push((parts.join("/"), entry.path().to_owned()));
    }
    files.sort();
    Ok(files)
}

/// A file's bytes; no more of it is read than shows that it is too large.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, DiskError> {
    let file = std::fs::File::open(path).map_err(io(path))?;
    if file.metadata().map_err(io(path))?.is_dir() {
        return Err(DiskError::NotAFile(path.to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(io(path))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_read_in_order_and_hidden_files_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("b.yaml", "b"), ("a/z.yml", "z"), (".git/x.yaml", "x"), ("note.txt", "n")] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let sources = folder_pack(folder.path()).unwrap();
        let paths: Vec<&str> = sources.iter().map(|(_, s)| s.path()).collect();
        assert_eq!(paths, ["a/z.yml", "b.yaml", "built-in/strings.yaml"]);
    }

    #[test]
    fn what_is_typed_wins_over_what_is_saved() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("b.yaml"), "old").unwrap();
        let typed = [("b.yaml", "new"), ("a/c.yaml", "more")].map(|(path, text)| (path.to_owned(), text.to_owned()));
        let seen = |folder: &Path| {
            let sources = edited_pack(folder, &typed.clone().into()).unwrap();
            let texts: Vec<_> =
                sources.iter().take(2).map(|(_, s)| (s.path().to_owned(), s.text().to_owned())).collect();
            texts
        };
        let expected = [("a/c.yaml", "more"), ("b.yaml", "new")].map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert_eq!(seen(folder.path()), expected);
        assert_eq!(seen(&folder.path().join("not-there")), expected, "a pack that was never saved");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        assert!(matches!(folder_pack(&path), Err(DiskError::NotFound(_))));
        assert!(matches!(folder_pack(folder.path()), Err(DiskError::NotAPack(_))));
        assert!(matches!(read_bytes(folder.path()), Err(DiskError::NotAFile(_))));
        std::fs::write(&path, "x").unwrap();
        assert!(matches!(folder_pack(&path), Err(DiskError::NotAFolder(_))));
    }
}
