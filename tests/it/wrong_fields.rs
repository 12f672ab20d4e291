//! One pack in which each record has every field of its format. Each field is made wrong, alone and together with all the
//! others of its entry: every wrong field is said in one run, and nothing is said of a right one.

use crate::support::{AS_OF, repository, text_of};
use afterrun::analysis::look_at_runners;
use afterrun::check::{KINDS, Kind, SCHEMAS, kind_of, review_half, schema};
use afterrun::diagnostics::{Findings, Levels, Severity};
use afterrun::disk::{edited_pack, folder_files, folder_pictures};
use afterrun::site::check_half;
use afterrun::source::{Sources, Span};
use afterrun::syntax::{Node, NodeKind, parse};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What is typed in place of a value: another shape, a word that nothing is called, and a number far out of bounds.
const TYPED: [&str; 3] = ["[[1]]", "zz-qq", "-99999999"];

/// What cannot be judged while something else is wrong, with parts of both paths: the file, what rests, and on what.
const RESTS: [(&str, &str, &str); 11] = [
    ("limits.yaml", "at_", "of"),
    ("profile.yaml", ".range", ".unit"),
    ("profile.yaml", ".default", ".type"),
    ("profile.yaml", "impossible.", ".type"),
    ("measures.yaml", "valid", "unit"),
    ("measures.yaml", ".value", "unit"),
    ("guidance/food.yaml", ".share.", ".unit"),
    ("guidance/food.yaml", ".share.step", ".share.value"),
    ("figures.yaml", "range", "over"),
    ("figures.yaml", "range", "draws"),
    ("guide.yaml", ".to", ".from"),
];

/// A place where an editor types.
#[derive(Debug, PartialEq)]
struct Field {
    file: String,
    /// The entry of the file that it stands in.
    entry: usize,
    /// The names on the way to it; one that is itself typed ends in a colon.
    path: String,
    at: Range<usize>,
}

impl Field {
    /// Whether it is the name of a value, and not a value.
    fn is_name(&self) -> bool {
        self.path.ends_with(':')
    }

    /// Whether an entry is found by it.
    fn is_id(&self) -> bool {
        self.path == "id" || self.path.ends_with(".id")
    }

    /// Whether this cannot be judged while the other is wrong.
    fn rests_on(&self, other: &Field) -> bool {
        let is_named = other.is_name() && self.path.starts_with(other.path.trim_end_matches(':'));
        let rests = |(file, rest, on): &(&str, &str, &str)| {
            self.file == *file && self.path.contains(rest) && other.path.contains(on)
        };
        is_named || RESTS.iter().any(rests)
    }
}

/// A field with what is typed there.
type Slip<'f> = (&'f Field, &'static str);

/// Whether another word stands in place of an id: what led to the entry leads nowhere.
fn is_renamed(field: &Field, typed: &str) -> bool {
    field.is_id() && typed != TYPED[0]
}

/// What is said of some slips.
struct Said {
    /// Of each slip, whether it is said at its place.
    at_slip: Vec<bool>,
    /// What is said at other places.
    elsewhere: Vec<String>,
}

pub fn root() -> PathBuf {
    repository("tests/packs/whole")
}

/// The texts of a pack by their paths.
pub fn texts(root: &Path) -> BTreeMap<String, String> {
    let files = folder_files(root, &["yaml"]).unwrap_or_else(|error| panic!("{error}"));
    let relative = |path: &Path| path.strip_prefix(root).unwrap_or(path).display().to_string();
    files.iter().map(|path| (relative(path), text_of(path))).collect()
}

/// The pack with other texts, and what is found in it.
pub fn look_at(root: &Path, typed: &BTreeMap<String, String>) -> (Sources, Findings) {
    let sources = edited_pack(root, typed).unwrap_or_else(|error| panic!("{error}"));
    let (content, mut findings) = review_half(&sources, AS_OF, &Levels::default());
    if let Err(half) = &content {
        let pictures = folder_pictures(root).unwrap_or_else(|error| panic!("{error}"));
        look_at_runners(half, &sources, &mut findings);
        check_half(half, &sources, &pictures, &mut findings);
    }
    (sources, findings)
}

/// Every scalar and every name of a file.
fn fields_of(file: &str, text: &str) -> Vec<Field> {
    let mut sources = Sources::new();
    let id = sources.add_text(file, text);
    let tree = parse(&sources, id, &mut Findings::new());
    let entries = match &tree.kind {
        NodeKind::List(nodes) => nodes.iter().collect(),
        _ => vec![&tree],
    };
    let mut fields = Vec::new();
    for (entry, node) in entries.into_iter().enumerate() {
        walk(node, "", &mut |path, span: Span| {
            let at = span.start as usize..span.end as usize;
            fields.push(Field { file: file.to_owned(), entry, path, at });
        });
    }
    fields
}

fn walk(node: &Node, path: &str, found: &mut dyn FnMut(String, Span)) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match &node.kind {
        NodeKind::Scalar(_) | NodeKind::Guess(_) => found(path.to_owned(), node.span),
        NodeKind::List(nodes) => {
            nodes.iter().enumerate().for_each(|(at, node)| walk(node, &below(&at.to_string()), found));
        }
        NodeKind::Map(entries) => {
            for (key, node) in entries {
                found(format!("{}:", below(&key.text)), key.span);
                walk(node, &below(&key.text), found);
            }
        }
        NodeKind::Null | NodeKind::Reported => {}
    }
}

/// What is said of the pack with these slips; a name gets a letter more.
fn said(slips: &[Slip], texts: &BTreeMap<String, String>) -> Said {
    let mut order: Vec<usize> = (0..slips.len()).collect();
    order.sort_by_key(|&at| (&slips[at].0.file, slips[at].0.at.start));
    let mut typed: BTreeMap<String, String> = BTreeMap::new();
    let mut moved: BTreeMap<&str, usize> = BTreeMap::new();
    let mut places = vec![0..0; slips.len()];
    for at in order {
        let (field, words) = slips[at];
        let original = &texts[&field.file];
        let words = if field.is_name() { format!("{}x", &original[field.at.clone()]) } else { words.to_owned() };
        let text = typed.entry(field.file.clone()).or_default();
        let from = moved.entry(&field.file).or_default();
        text.push_str(&original[*from..field.at.start]);
        places[at] = text.len()..text.len() + words.len();
        text.push_str(&words);
        *from = field.at.end;
    }
    for (file, from) in moved {
        typed.entry(file.to_owned()).or_default().push_str(&texts[file][from..]);
    }
    let (sources, findings) = look_at(&root(), &typed);
    let mut said = Said { at_slip: vec![false; slips.len()], elsewhere: Vec::new() };
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let touched: BTreeSet<usize> = finding
            .span
            .into_iter()
            // One word in several places is one finding.
            .chain(finding.related.iter().filter(|(_, words)| words == "and here").map(|(span, _)| *span))
            .flat_map(|span| {
                let (file, at) = (sources.get(span.file).path(), span.start as usize..span.end as usize);
                let touches = |slip: &usize| {
                    slips[*slip].0.file == file && at.start <= places[*slip].end && places[*slip].start <= at.end
                };
                (0..slips.len()).filter(touches).collect::<Vec<_>>()
            })
            .collect();
        if touched.is_empty() {
            let file = finding.span.map_or("", |span| sources.get(span.file).path());
            said.elsewhere.push(format!("{file} {}: {}", finding.lint.name, finding.message));
        }
        touched.into_iter().for_each(|slip| said.at_slip[slip] = true);
    }
    said
}

#[test]
fn every_wrong_field_of_an_entry_is_said_and_no_other() {
    let texts = texts(&root());
    let fields: Vec<Field> = texts.iter().flat_map(|(file, text)| fields_of(file, text)).collect();
    let mut wrong = String::new();
    // What can be told to be wrong.
    let mut slips: Vec<Slip> = Vec::new();
    for field in &fields {
        for words in &TYPED[..if field.is_name() { 1 } else { TYPED.len() }] {
            let said = said(&[(field, words)], &texts);
            if !said.at_slip[0] {
                continue;
            }
            slips.push((field, words));
            for other in said.elsewhere.iter().filter(|_| !is_renamed(field, words)) {
                let _ = writeln!(wrong, "{} {} = {words}: also {other}", field.file, field.path);
            }
        }
    }
    assert!(slips.len() > 1_000, "{} of {} fields", slips.len(), fields.len());
    for &(field, words) in &slips {
        // Every other field of the entry is wrong too, in another way than this one where it can be.
        let others = fields.iter().filter(|o| o.file == field.file && o.entry == field.entry && *o != field);
        let ways = |other: &Field| slips.iter().filter(|(f, _)| *f == other).copied().collect::<Vec<Slip>>();
        let others = others.filter(|other| !other.is_name() && !other.is_id()).filter_map(|other| {
            let ways = ways(other);
            ways.iter().find(|(_, typed)| *typed != words).or(ways.first()).copied()
        });
        let together: Vec<Slip> = std::iter::once((field, words)).chain(others).collect();
        let said = said(&together, &texts);
        let missed = together.iter().zip(&said.at_slip).filter(|(_, is_said)| !**is_said).map(|(slip, _)| slip);
        for (missed, typed) in missed.filter(|(missed, _)| !together.iter().any(|(f, _)| missed.rests_on(f))) {
            let _ = writeln!(wrong, "{} {} = {words}: not {} = {typed}", field.file, field.path, missed.path);
        }
        // Of two words that nothing is called, the entry that has lost its id can be one: it cannot be told which.
        for other in said.elsewhere.into_iter().filter(|_| !field.is_id()) {
            let _ = writeln!(wrong, "{} {} = {words} and all others: also {other}", field.file, field.path);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The names under `properties` anywhere below.
fn properties(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            let own = map.get("properties").and_then(Value::as_object);
            found.extend(own.into_iter().flatten().map(|(name, _)| name.clone()));
            map.values().for_each(|inner| properties(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| properties(inner, found)),
        _ => {}
    }
}

#[test]
fn the_pack_has_every_field_of_every_format() {
    let mut seen: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in texts(&root()) {
        let kind = kind_of(&file).unwrap_or_else(|| panic!("{file} is of no kind"));
        let names = fields_of(&file, &text).into_iter().filter(Field::is_name);
        let last = |field: Field| field.path.trim_end_matches(':').rsplit('.').next().map(str::to_owned);
        seen.entry(kind).or_default().extend(names.filter_map(last));
    }
    for (name, _) in SCHEMAS.iter().filter(|(name, _)| *name != "strings") {
        let file = if *name == "inputs" { "profile" } else { name };
        let kind = KINDS.iter().find(|(known, _)| *known == file).map(|(_, kind)| *kind);
        let seen = kind.and_then(|kind| seen.get(&kind)).cloned().unwrap_or_default();
        let mut wanted = BTreeSet::new();
        properties(&schema(name).unwrap_or_default(), &mut wanted);
        let lacking: Vec<_> = wanted.difference(&seen).collect();
        assert!(!wanted.is_empty() && lacking.is_empty(), "{name}: {lacking:?}");
    }
}
