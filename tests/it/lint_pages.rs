//! The page of a lint is its test: the blocks under "Fails" raise exactly that lint on the marked lines, the blocks under
//! "Passes" raise nothing. Blocks are laid over a fresh copy of `tests/packs/mini`.

use crate::support::{check_folder, mini, place, put, words};
use afterrun::diagnostics::{Lint, lints};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// What marks the line on which a finding must lie.
const MARK: &str = "<- here";

/// A fenced block: a file of the pack and its bytes; none where the file is deleted.
#[derive(Debug, PartialEq)]
struct Block {
    path: String,
    bytes: Option<Vec<u8>>,
    marks: Vec<u32>,
}

/// The fenced blocks under a heading of a page.
fn blocks(page: &str, heading: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut inside = false;
    let mut open: Option<(&str, String)> = None;
    for line in page.lines() {
        match &mut open {
            Some((info, text)) if line == "```" => {
                if inside {
                    blocks.push(block(info, text));
                }
                open = None;
            }
            Some((_, text)) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line.starts_with("```") => open = Some((&line[3..], String::new())),
            None if line.starts_with("## ") => inside = line[3..] == *heading,
            None => {}
        }
    }
    assert!(open.is_none(), "a block is not closed:\n{page}");
    blocks
}

fn block(info: &str, text: &str) -> Block {
    let words: Vec<&str> = info.split_whitespace().collect();
    let marks = text.lines().zip(1..).filter(|(line, _)| line.contains(MARK)).map(|(_, number)| number).collect();
    match words[..] {
        ["delete", path] => Block { path: path.to_owned(), bytes: None, marks },
        [_, path] => Block { path: path.to_owned(), bytes: Some(text.as_bytes().to_vec()), marks },
        [_, path, "escaped"] => Block { path: path.to_owned(), bytes: Some(unescaped(text)), marks },
        _ => panic!("a block's info string is `LANGUAGE FILE [escaped]` or `delete FILE`, not `{info}`"),
    }
}

/// `\xff`, `\0` and `\t` as the bytes that they stand for.
fn unescaped(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let (byte, length) = match &rest[at..] {
            t if t.starts_with("\\xff") => (0xff, 4),
            t if t.starts_with("\\0") => (0, 2),
            t if t.starts_with("\\t") => (b'\t', 2),
            _ => (b'\\', 1),
        };
        out.push(byte);
        rest = &rest[at + length..];
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

fn lay(blocks: &[Block], folder: &Path) {
    for block in blocks {
        let path = folder.join(&block.path);
        match &block.bytes {
            Some(bytes) => put(&path, bytes),
            None => std::fs::remove_file(&path).unwrap_or_else(|error| panic!("cannot delete {}: {error}", block.path)),
        }
    }
}

/// What is wrong with a page, in words; nothing if it keeps its promise.
fn broken_promise(lint: &Lint) -> Option<String> {
    let (fails, passes) = (blocks(lint.page, "Fails"), blocks(lint.page, "Passes"));
    if fails.is_empty() || passes.is_empty() {
        return Some("it lacks an example".to_owned());
    }
    let folder = mini();
    lay(&fails, folder.path());
    let (sources, findings) = check_folder(folder.path());
    let mut wrong = String::new();
    let _ = match findings.iter().filter(|f| f.lint.name != lint.name).count() {
        0 if findings.is_empty() => writeln!(wrong, "Fails raises nothing"),
        0 => Ok(()),
        _ => writeln!(wrong, "Fails raises another lint:\n{}", words(&findings, &sources)),
    };
    let marked: BTreeSet<(String, u32)> = fails
        .iter()
        .flat_map(|block| block.marks.iter().map(|&line| (in_pack(&block.path).to_owned(), line)))
        .collect();
    let found: BTreeSet<(String, u32)> = findings.iter().filter_map(|f| place(f, &sources)).collect();
    if !marked.is_empty() && wrong.is_empty() && marked != found {
        let _ = writeln!(wrong, "marked are {marked:?}, found {found:?}:\n{}", words(&findings, &sources));
    }
    let folder = mini();
    lay(&passes, folder.path());
    let (sources, findings) = check_folder(folder.path());
    if !findings.is_empty() {
        let _ = writeln!(wrong, "Passes raises:\n{}", words(&findings, &sources));
    }
    (!wrong.is_empty()).then_some(wrong)
}

/// A file of a page as the sources name it.
fn in_pack(path: &str) -> &str {
    match path {
        "profile.yaml" => "(profile)",
        _ => path.split_once('/').map_or(path, |(_, rest)| rest),
    }
}

#[test]
fn every_page_keeps_its_promise() {
    let mut wrong = String::new();
    for lint in lints::ALL {
        if let Some(words) = broken_promise(lint) {
            let _ = writeln!(wrong, "== {}\n{words}", lint.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_base_pack_is_clean() {
    let folder = mini();
    let (sources, findings) = check_folder(folder.path());
    assert!(findings.is_empty(), "{}", words(&findings, &sources));
}

#[test]
fn blocks_are_read_with_their_marks() {
    let page = "# x\n\n## Fails\n\n```yaml content/a.yaml escaped\na: \\xff\nb: \\t # <- here\n```\n\n```delete content/b.yaml\n```\n\n\
                ## Passes\n\n```html templates/c.html\n<p>\n```\n";
    let fails = blocks(page, "Fails");
    assert_eq!(fails[0].bytes.as_deref(), Some(&b"a: \xff\nb: \t # <- here\n"[..]));
    assert_eq!((fails[0].marks.as_slice(), &fails[1].bytes), (&[2][..], &None));
    assert_eq!(blocks(page, "Passes")[0].path, "templates/c.html");
}

#[test]
fn a_page_that_lies_is_caught() {
    let Some(lint) = lints::find("bad-date") else { panic!("bad-date is gone") };
    let broken = |page: String| broken_promise(&Lint { page: page.leak(), ..*lint });
    assert_eq!(broken(lint.page.to_owned()), None);
    let moved =
        lint.page.replace(" # <- here", "").replace("answer: It feels fresh,", "answer: It feels fresh, # <- here");
    assert_ne!(broken(moved), None, "the mark stands on another line");
    assert_ne!(broken(lint.page.replace("24.11.2026", "2026-11-24")), None, "nothing fails");
    assert_ne!(broken(lint.page.replace("2026-11-24", "2026-11-31")), None, "nothing passes");
    assert_ne!(broken(lint.page.replace("question: Does", "qestion: Does")), None, "another lint is raised");
}
