//! The floors of ARCHITECTURE.md, proved on the text of `src/`: a room imports only lower floors, rooms of one floor do not
//! see each other, and nothing below `disk`, `serve` and `cli` touches a file, a socket, the environment or a clock.

use crate::support::{repository, text_of};
use std::fmt::Write;

/// Every room with its floor. A room that is not built yet may stand here; one that is built must.
const FLOORS: &[(&str, u8)] = &[
    ("main", 10),
    ("cli", 10),
    ("disk", 9),
    ("serve", 9),
    ("render", 8),
    ("site", 8),
    ("editor", 8),
    ("template", 7),
    ("browser", 7),
    ("analysis", 7),
    ("guide", 6),
    ("select", 5),
    ("week", 5),
    ("check", 4),
    ("profile", 4),
    ("import", 4),
    ("model", 3),
    ("condition", 2),
    ("syntax", 2),
    ("prose", 2),
    ("quantity", 1),
    ("source", 0),
    ("diagnostics", 0),
    ("memo", 0),
    ("output", 0),
];

/// Neighbours that may see each other, one way: a finding points at a place; the binary is a line that calls `cli`.
const NEIGHBOURS: &[(&str, &str)] = &[("diagnostics", "source"), ("main", "cli")];

/// Macros that are exported stand at the root of the crate, wherever they are written.
const MACROS: &[(&str, &str)] = &[("record", "syntax")];

/// Rooms that may touch the world.
const WORLDLY: &[&str] = &["main", "cli", "disk", "serve"];

/// Paths that touch the world.
const WORLD: &[&[&str]] =
    &[&["std", "fs"], &["std", "net"], &["std", "env"], &["std", "process"], &["std", "io", "stdin"], &["tempfile"]];

/// Names that read a clock, whatever they are imported from.
const CLOCKS: &[&str] = &["SystemTime", "Instant", "now"];

/// Files that may use a hash map: they only look things up.
const LOOKUPS: &[&str] = &[
    "check/lints/near_identical_questions.rs",
    "check/lints/unlinked_first_use.rs",
    "check/names.rs",
    "condition/diagram.rs",
    "memo.rs",
    "model/mod.rs",
    "syntax/entries.rs",
    "template/helpers.rs",
];

/// The longest file.
const MOST_LINES: usize = 600;

#[derive(Debug, Clone, PartialEq)]
struct Token {
    text: String,
    line: usize,
    /// In a `#[cfg(test)]` item.
    test: bool,
    /// How many inline modules it stands in.
    inner: usize,
}

/// A source file of ours.
struct File {
    /// Relative to `src/`.
    path: String,
    text: String,
    tokens: Vec<Token>,
}

impl File {
    fn new(path: &str, text: &str) -> Self {
        let mut tokens = tokens(text);
        mark(&mut tokens);
        Self { path: path.to_owned(), text: text.to_owned(), tokens }
    }

    /// The room it belongs to; none for `lib.rs`.
    fn room(&self) -> Option<&str> {
        let head = self.path.split('/').next()?.trim_end_matches(".rs");
        (head != "lib").then_some(head)
    }

    /// How deep its module lies below the root of the crate.
    fn depth(&self) -> usize {
        let names = self.path.trim_end_matches(".rs").split('/');
        names.filter(|name| !matches!(*name, "mod" | "lib" | "main")).count()
    }

    /// The rooms that it names, with the line.
    fn imports(&self) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            let head = token.text.as_str();
            let starts = at == 0 || self.tokens[at - 1].text != "::";
            if !starts || !matches!(head, "crate" | "super" | "afterrun") || !follows(&self.tokens, at + 1, "::") {
                continue;
            }
            for path in paths(&self.tokens, at) {
                let ups = path.iter().take_while(|part| *part == "super").count();
                let next = match path[0].as_str() {
                    "crate" | "afterrun" => path.get(1),
                    _ if ups == self.depth() + token.inner => path.get(ups),
                    _ => None,
                };
                if let Some(room) = next {
                    let room = MACROS.iter().find(|(name, _)| name == room).map_or(room.as_str(), |(_, room)| room);
                    found.push((room.to_owned(), token.line));
                }
            }
        }
        found
    }

    /// What touches the world outside test code, with the line.
    fn worldly(&self) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        for (at, token) in self.tokens.iter().enumerate().filter(|(_, token)| !token.test) {
            if CLOCKS.contains(&token.text.as_str()) && (token.text != "now" || follows(&self.tokens, at + 1, "(")) {
                found.push((token.text.clone(), token.line));
            }
            let starts = at == 0 || self.tokens[at - 1].text != "::";
            if starts && follows(&self.tokens, at + 1, "::") {
                let world = |path: &Vec<String>| WORLD.iter().any(|banned| path.starts_with(&owned(banned)));
                found.extend(paths(&self.tokens, at).iter().filter(|p| world(p)).map(|p| (p.join("::"), token.line)));
            }
        }
        found
    }
}

fn owned(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|&part| part.to_owned()).collect()
}

fn follows(tokens: &[Token], at: usize, text: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.text == text)
}

/// Names, `::` and single signs of Rust; comments, texts and characters are left out.
fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    while at < bytes.len() {
        let rest = &text[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_text(rest) {
            length
        } else if rest.starts_with('"') {
            quoted(rest, b'"')
        } else if rest.starts_with('\'') && is_character(rest) {
            quoted(rest, b'\'')
        } else if word(bytes[at]) {
            let length = rest.bytes().position(|b| !word(b)).unwrap_or(rest.len());
            tokens.push(Token { text: rest[..length].to_owned(), line, test: false, inner: 0 });
            length
        } else if rest.starts_with("::") {
            tokens.push(Token { text: "::".to_owned(), line, test: false, inner: 0 });
            2
        } else {
            if !bytes[at].is_ascii_whitespace() {
                tokens.push(Token { text: rest[..1].to_owned(), line, test: false, inner: 0 });
            }
            1
        };
        line += rest[..length].matches('\n').count();
        at += length;
    }
    tokens
}

/// The length of `r"…"`, `r#"…"#` and their byte forms.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let hashes = after.bytes().take_while(|b| *b == b'#').count();
    let body = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&close)? + close.len();
    Some(rest.len() - body.len() + length)
}

fn quoted(rest: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'a'` and `'\n'`, not the lifetime `'a`.
fn is_character(rest: &str) -> bool {
    let mut letters = rest.chars().skip(1);
    letters.next() == Some('\\') || letters.next() == Some('\'')
}

/// Marks what stands in test items and counts inline modules.
fn mark(tokens: &mut [Token]) {
    let is = |tokens: &[Token], at: usize, texts: &[&str]| {
        texts.iter().enumerate().all(|(i, text)| follows(tokens, at + i, text))
    };
    let mut braces: Vec<(bool, bool)> = Vec::new();
    let (mut test_next, mut module_next) = (false, false);
    for at in 0..tokens.len() {
        if is(tokens, at, &["#", "[", "cfg", "(", "test", ")", "]"]) {
            test_next = true;
        }
        if tokens[at].text == "mod" && follows(tokens, at + 2, "{") {
            module_next = true;
        }
        tokens[at].test = test_next || braces.iter().any(|(test, _)| *test);
        tokens[at].inner = braces.iter().filter(|(_, module)| *module).count();
        match tokens[at].text.as_str() {
            "{" => {
                braces.push((test_next, module_next));
                (test_next, module_next) = (false, false);
            }
            "}" => {
                braces.pop();
            }
            ";" => test_next = false,
            _ => {}
        }
    }
}

/// All paths that begin at a name: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(tokens: &[Token], at: usize) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    walk(tokens, at, &[], &mut found);
    found
}

/// Reads one path, perhaps with branches; gives where it ends.
fn walk(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    loop {
        if follows(tokens, at, "{") {
            at += 1;
            while at < tokens.len() && !follows(tokens, at, "}") {
                let next = walk(tokens, at, &path, found);
                at = next.max(at + 1);
                while follows(tokens, at, ",") {
                    at += 1;
                }
            }
            return at + 1;
        }
        let Some(token) = tokens.get(at) else { break };
        path.push(token.text.clone());
        at += 1;
        if !follows(tokens, at, "::") {
            break;
        }
        at += 1;
    }
    if follows(tokens, at, "as") {
        at += 2;
    }
    found.push(path);
    at
}

/// Every file of `src/`; files that are test modules as a whole are marked so.
fn files() -> Vec<File> {
    let root = repository("src");
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap_or_else(|error| panic!("cannot walk src: {error}"));
        if entry.path().extension().is_some_and(|ending| ending == "rs") {
            let relative = entry.path().strip_prefix(&root).unwrap_or(entry.path());
            files.push(File::new(&relative.to_string_lossy().replace('\\', "/"), &text_of(entry.path())));
        }
    }
    let tests: Vec<String> = files.iter().flat_map(test_modules).collect();
    for file in &mut files {
        if tests.iter().any(|path| file.path == format!("{path}.rs") || file.path.starts_with(&format!("{path}/"))) {
            file.tokens.iter_mut().for_each(|token| token.test = true);
        }
    }
    files
}

/// The modules that a file declares for tests only: `#[cfg(test)] mod properties;`.
fn test_modules(file: &File) -> Vec<String> {
    let folder = match file.path.rsplit_once('/') {
        Some((folder, "mod.rs")) => folder.to_owned(),
        _ => file.path.trim_end_matches(".rs").to_owned(),
    };
    let declared = file.tokens.windows(3).filter(|w| w[0].test && w[0].text == "mod" && w[2].text == ";");
    declared.map(|w| format!("{folder}/{}", w[1].text)).collect()
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == room).map(|(_, floor)| *floor)
}

/// Why a room may not name another, if so.
fn forbidden(from: &str, to: &str) -> Option<&'static str> {
    let (Some(own), Some(other)) = (floor(from), floor(to)) else { return Some("a room that has no floor") };
    match other.cmp(&own) {
        _ if from == to || NEIGHBOURS.contains(&(from, to)) => None,
        std::cmp::Ordering::Less => None,
        std::cmp::Ordering::Equal => Some("a room of its own floor"),
        std::cmp::Ordering::Greater => Some("a higher floor"),
    }
}

#[test]
fn imports_only_go_down() {
    let mut wrong = String::new();
    for file in files() {
        let Some(room) = file.room() else { continue };
        for (other, line) in file.imports() {
            if let Some(why) = forbidden(room, &other) {
                let _ = writeln!(wrong, "src/{}:{line}: `{room}` imports `{other}`: {why}", file.path);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_files_sockets_environment_or_clock_below() {
    let mut wrong = String::new();
    for file in files() {
        if file.room().is_some_and(|room| WORLDLY.contains(&room)) {
            continue;
        }
        for (what, line) in file.worldly() {
            let _ = writeln!(wrong, "src/{}:{line}: `{what}`", file.path);
        }
    }
    assert!(wrong.is_empty(), "only {WORLDLY:?} may use these:\n{wrong}");
}

#[test]
fn hash_maps_only_where_things_are_looked_up() {
    let mut wrong = String::new();
    for file in files().iter().filter(|file| !LOOKUPS.contains(&file.path.as_str())) {
        for token in file.tokens.iter().filter(|t| !t.test && matches!(t.text.as_str(), "HashMap" | "HashSet")) {
            let _ = writeln!(wrong, "src/{}:{}: `{}`", file.path, token.line, token.text);
        }
    }
    assert!(wrong.is_empty(), "their order must not reach output; use a BTreeMap:\n{wrong}");
}

#[test]
fn files_are_short_and_rooms_say_what_they_are() {
    let mut wrong = String::new();
    for file in files() {
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            let _ = writeln!(wrong, "src/{}: {lines} lines, at most {MOST_LINES}", file.path);
        }
        if !file.text.starts_with("//!") {
            let _ = writeln!(wrong, "src/{}: no module docs at its top", file.path);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_reader_of_imports_sees_every_form() {
    let text = "use crate::{guide::{Guide, build}, model::*};\nuse super::super::disk;\n// crate::cli\nfn f() -> &'static str {\n\
                \"crate::serve\"; 'x'; r#\"crate::\"site\"#; super::near(); $crate::syntax::x!() }\n\
                #[cfg(test)]\nmod tests {\n use super::super::super::render;\n use super::super::fine;\n std::fs::read(); }\n\
                fn g() { std::time::Instant::now() }\nuse std::{fmt, env as e};";
    let file = File::new("select/deep.rs", text);
    let names: Vec<(String, usize)> = file.imports();
    let expected = [("guide", 1), ("guide", 1), ("model", 1), ("disk", 2), ("syntax", 5), ("render", 8)];
    assert_eq!(names, expected.map(|(name, line)| (name.to_owned(), line)));
    let worldly: Vec<String> = file.worldly().into_iter().map(|(what, _)| what).collect();
    assert_eq!(worldly, ["Instant", "now", "std::env"]);
    assert_eq!(forbidden("select", "guide"), Some("a higher floor"));
    assert_eq!(forbidden("template", "analysis"), Some("a room of its own floor"));
    assert_eq!((forbidden("select", "model"), forbidden("main", "cli")), (None, None));
}
