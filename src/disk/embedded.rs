//! The pack and the templates that the binary carries.

use crate::source::{FileId, Sources};
use include_dir::{Dir, File, include_dir};

static PACK: Dir = include_dir!("$CARGO_MANIFEST_DIR/content");
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STARTER: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/disk/starter");

/// The shipped pack.
pub fn embedded_pack() -> Sources {
    let mut sources = Sources::new();
    for file in files(&PACK) {
        add(&mut sources, file, "content");
    }
    sources
}

/// The shipped templates.
pub fn embedded_templates(sources: &mut Sources) -> Vec<FileId> {
    files(&TEMPLATES).into_iter().filter_map(|file| add(sources, file, "templates")).collect()
}

/// The files of a first pack of one's own, by their paths in it: small, whole and explained.
pub fn starter_pack() -> Vec<(String, &'static str)> {
    let text =
        |file: &'static File<'static>| Some((file.path().to_string_lossy().replace('\\', "/"), file.contents_utf8()?));
    files(&STARTER).into_iter().filter_map(text).collect()
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
