//! Parses the shipped pack once, when the binary is built: half of the time of a guide would go into reading YAML that
//! never changes. What is kept is what the parser said, event by event (`syntax/recorded.rs` reads it); a file with anything
//! out of the ordinary, or an error, is left to the parser of the run.

use granit_parser::{Event, Options, Parser, ScalarStyle};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=content");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("content");
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    let name = |file: &PathBuf| {
        let inside = file.strip_prefix(&root).unwrap_or(file);
        inside.to_string_lossy().replace('\\', "/")
    };
    // By the text of the path, as whoever looks one up compares.
    files.sort_by_key(name);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut table = String::from("&[\n");
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file)?;
        let Some(events) = record(&text) else { continue };
        let path = name(&file);
        table += &format!("    ({path:?}, {}..{}),\n", all.len(), all.len() + events.len());
        all.extend(events);
    }
    table += "]\n";
    fs::write(out.join("recorded.rs"), table)?;
    fs::File::create(out.join("recorded.bin"))?.write_all(&all)?;
    Ok(())
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            files.push(path);
        }
    }
    Ok(())
}

/// Events as bytes: a tag, where it starts, how long it is, and the text where the file does not have it as it is.
fn record(text: &str) -> Option<Vec<u8>> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_unresolved_aliases = true;
    let mut bytes = Vec::new();
    let mut documents = 0;
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, raw) = next.ok()?;
        let range = raw.byte_range().unwrap_or(0..0);
        let length = text.get(range.clone()).unwrap_or("").trim_end().len();
        let mut put = |tag: u8| {
            bytes.push(tag);
            number(&mut bytes, range.start);
            number(&mut bytes, length);
        };
        match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    return None;
                }
            }
            Event::Scalar(value, style, 0, None) => {
                let quoted = u8::from(style != ScalarStyle::Plain);
                if text.get(range.start..range.start + length) == Some(&*value) {
                    put(3 + quoted);
                } else {
                    put(5 + quoted);
                    number(&mut bytes, value.len());
                    bytes.extend(value.as_bytes());
                }
            }
            Event::SequenceStart(_, 0, None) => put(0),
            Event::MappingStart(_, 0, None) => put(1),
            Event::SequenceEnd | Event::MappingEnd => put(2),
            Event::Alias(_)
            | Event::UnresolvedAlias(_)
            | Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::MappingStart(..) => return None,
            _ => {}
        }
    }
    Some(bytes)
}

/// Seven bits a byte, the lowest first; the high bit says that more follow.
fn number(bytes: &mut Vec<u8>, mut n: usize) {
    while n >= 128 {
        bytes.push(n as u8 | 128);
        n >>= 7;
    }
    bytes.push(n as u8);
}
