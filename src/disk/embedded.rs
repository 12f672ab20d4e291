//! The pack and the templates that the binary carries.

use crate::source::{FileId, Sources};
use include_dir::{Dir, File, include_dir};
use std::collections::BTreeMap;

static PACK: Dir = include_dir!("$CARGO_MANIFEST_DIR/content");
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STARTER: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/disk/starter");

/// What the parser said of the shipped pack when the binary was built: path, and where it stands in [`EVENTS`].
static RECORDED: &[(&str, std::ops::Range<usize>)] = include!(concat!(env!("OUT_DIR"), "/recorded.rs"));
static EVENTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/recorded.bin"));

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
    let text = file.contents_utf8()?;
    let recorded = match RECORDED.binary_search_by(|(known, _)| (*known).cmp(&path)) {
        Ok(at) if folder == "content" => EVENTS.get(RECORDED[at].1.clone()),
        _ => None,
    };
    let id = match recorded {
        Some(events) => sources.add_recorded(path.clone(), text, events),
        None => sources.add_static(path.clone(), text),
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Findings;
    use crate::syntax::parse;

    #[test]
    fn what_was_recorded_is_what_the_parser_says() {
        let recorded = embedded_pack();
        let mut plain = Sources::new();
        for (_, source) in recorded.iter() {
            assert!(source.recorded().is_some(), "{} has no record", source.path());
            plain.add_text(source.path(), source.text());
        }
        for ((file, source), (again, _)) in recorded.iter().zip(plain.iter()) {
            let (mut a, mut b) = (Findings::new(), Findings::new());
            assert_eq!(parse(&recorded, file, &mut a), parse(&plain, again, &mut b), "{}", source.path());
            assert_eq!(a.len() + b.len(), 0, "{}", source.path());
        }
    }
}
