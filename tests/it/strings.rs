//! The words of the interface: what the engine asks for, fills in and has are the same.

use crate::support::{repository, text_of};
use afterrun::check::STRINGS_OF_THE_ENGINE;
use afterrun::diagnostics::Findings;
use afterrun::source::Sources;
use afterrun::syntax::{Node, NodeKind, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Families of keys that end in an id of the pack, or in a word that is put in while rendering.
const OPEN: &[&str] = &[
    "grade.",
    "grade_means.",
    "moment.",
    "of.",
    "priority.",
    "session.",
    "source_kind.",
    "unit.",
    "why.holds.",
    "why.unless_holds.",
];

/// The keys of the shipped words, each with the names in its braces.
fn shipped() -> BTreeMap<String, BTreeSet<String>> {
    let mut sources = Sources::new();
    let file = sources.add_text("strings.yaml", text_of(&repository("content/strings.yaml")));
    let tree = parse(&sources, file, &mut Findings::new());
    let mut keys = BTreeMap::new();
    walk("", &tree, &mut keys);
    keys
}

fn walk(prefix: &str, node: &Node, keys: &mut BTreeMap<String, BTreeSet<String>>) {
    match &node.kind {
        NodeKind::Map(entries) if entries.iter().all(|(key, _)| matches!(&*key.text, "one" | "other")) => {
            entries.iter().for_each(|(_, node)| walk(prefix, node, keys));
        }
        NodeKind::Map(entries) => {
            for (key, node) in entries {
                let path = if prefix.is_empty() { key.text.to_string() } else { format!("{prefix}.{}", key.text) };
                walk(&path, node, keys);
            }
        }
        NodeKind::Scalar(scalar) => {
            let names = scalar.text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
            keys.entry(prefix.to_owned()).or_default().extend(names.map(|(name, _)| name.to_owned()));
        }
        _ => {}
    }
}

/// Files below a folder with this ending, without their unit tests.
fn texts(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let entries = walkdir::WalkDir::new(repository(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file());
    let files = entries.map(walkdir::DirEntry::into_path).filter(|path| path.to_string_lossy().ends_with(ending));
    files.map(|path| (path.clone(), text_of(&path).split("#[cfg(test)]").next().unwrap_or("").to_owned())).collect()
}

/// What stands between double quotes in Rust; good enough where no string holds a quote.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| line.split('"').skip(1).step_by(2))
}

/// Keys that the sources of the engine name.
fn asked() -> BTreeSet<String> {
    let keys = shipped();
    let mut asked = BTreeSet::new();
    for (path, text) in texts("src", ".rs") {
        // The clone itself may lie in a folder of any name: only the part below `src` decides.
        let room = path.strip_prefix(repository("src")).unwrap_or(&path);
        if room.starts_with("check") || room.starts_with("diagnostics") {
            continue;
        }
        for literal in literals(&text) {
            let whole = literal.contains('.') || text.contains(&format!("text(\"{literal}\""));
            if whole && keys.contains_key(literal) {
                asked.insert(literal.to_owned());
            }
            // `format!("list.{kind}")` and its like ask for a family.
            if let Some((family, _)) = literal.split_once('{').filter(|(family, _)| family.ends_with('.')) {
                asked.extend(keys.keys().filter(|key| key.starts_with(family)).cloned());
            }
        }
    }
    asked.retain(|key| !OPEN.iter().any(|open| key.starts_with(open)));
    asked
}

#[test]
fn the_list_of_the_engines_keys_is_what_its_sources_ask_for() {
    let listed: BTreeSet<String> = STRINGS_OF_THE_ENGINE.iter().map(|key| (*key).to_owned()).collect();
    let asked = asked();
    let missing: Vec<_> = asked.difference(&listed).collect();
    let unasked: Vec<_> = listed.difference(&asked).collect();
    assert!(
        missing.is_empty() && unasked.is_empty(),
        "asked for and not listed: {missing:?}\nlisted and not asked for: {unasked:?}"
    );
}

/// What templates fill in for a key that they name whole is what its text holds.
#[test]
fn templates_fill_in_what_the_texts_hold() {
    let keys = shipped();
    let mut wrong = Vec::new();
    for (path, text) in texts("templates", "") {
        for call in text.split("t(key=\"").skip(1) {
            let Some((key, rest)) = call.split_once('"') else { continue };
            // The words of a search are filled in by the browser, which alone knows what was searched for.
            let by_browser = key.starts_with("site.search.");
            let Some(names) = keys.get(key).filter(|_| !by_browser && rest.starts_with([',', ')'])) else { continue };
            let arguments = rest.split(") }}").next().unwrap_or("").split(") |").next().unwrap_or("");
            let filled: BTreeSet<String> = arguments
                .split('=')
                .filter_map(|part| part.rsplit([',', ' ', '(']).next())
                .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
                .map(str::to_owned)
                .collect();
            if let Some(name) = names.iter().find(|name| !filled.contains(*name)) {
                wrong.push(format!("{}: `{key}` holds {{{name}}}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
