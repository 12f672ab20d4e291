//! The pack and the templates that the binary carries.

use crate::source::{FileId, Sources};
use include_dir::{Dir, File, include_dir};
use std::collections::BTreeMap;

static PACK: Dir = include_dir!("$CARGO_MANIFEST_DIR/content");
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The shipped pack.
pub fn embedded_pack() -> Sources {
    let mut sources = Sources::new();
    for file in files(&PACK).into_iter().filter(|file| super::has_ending(file.path(), &["yaml", "yml"])) {
        add(&mut sources, file, "content");
    }
    sources
}

/// The pictures of the shipped pack.
pub fn embedded_pictures() -> BTreeMap<String, Vec<u8>> {
    let pictures = files(&PACK).into_iter().filter(|file| super::has_ending(file.path(), super::PICTURES));
    pictures.map(|file| (file.path().to_string_lossy().replace('\\', "/"), file.contents().to_vec())).collect()
}

/// The shipped templates.
pub fn embedded_templates(sources: &mut Sources) -> Vec<FileId> {
    files(&TEMPLATES).into_iter().filter_map(|file| add(sources, file, "templates")).collect()
}

/// Adds the interface words of the shipped pack, for packs that bring none of their own or not all.
pub(super) fn lend_words(sources: &mut Sources) {
    if let Some(text) = PACK.get_file("strings.yaml").and_then(File::contents_utf8) {
        sources.add_static("built-in/strings.yaml", text);
    }
}

fn add(sources: &mut Sources, file: &'static File<'static>, folder: &str) -> Option<FileId> {
    let path = file.path().to_string_lossy().replace('\\', "/");
    let id = sources.add_static(path.clone(), file.contents_utf8()?);
    sources.show_as(id, format!("{folder}/{path}"));
    Some(id)
}

fn files(dir: &'static Dir<'static>) -> Vec<&'static File<'static>> {
    let mut all: Vec<&File> = dir.files().collect();
    for folder in dir.dirs() {
        all.extend(files(folder));
    }
    all.sort_by_key(|file| file.path());
    all
}
