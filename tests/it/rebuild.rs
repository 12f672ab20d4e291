//! A build over an earlier one comes to the same as a build from nothing: the same files, the same findings.

use crate::support::{mini, put, text_of};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many edits are made, one after the other.
const EDITS: u32 = 28;

/// A pack with templates of its own, the folder that is built again and again, and dice that always fall alike.
struct Desk {
    root: tempfile::TempDir,
    dice: u64,
    next: u32,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self { root: mini(), dice: 0x2545_f491_4f6c_dd1d, next: 0 };
        let site = "title: A club\nlanguage: en\ndescription: What to do.\ndisclaimer: General information.\n\
                    base_url: https://club.example/recovery/\nstyle: { forbid: [miracle], openers: [it depends] }\n";
        put(&desk.path("content/site.yaml"), site);
        put(&desk.path("content/strings.yaml"), "site:\n  related: See also\n");
        put(&desk.path("templates/site/parts/badge.html"), "<b>{{ grade }}</b>");
        for _ in 0..4 {
            desk.new_file();
        }
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) as usize % sides
    }

    fn files(&self) -> Vec<PathBuf> {
        let folder = std::fs::read_dir(self.path("content/faqs")).expect("a folder");
        let mut files: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
        files.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('q')));
        files.sort();
        files
    }

    /// Five questions with texts of every shape.
    fn new_file(&mut self) {
        let mut text = String::new();
        for _ in 0..5 {
            let (at, tag) = (self.next, ["rest", "sore", "food"][self.roll(3)]);
            self.next += 1;
            let words = ["Rest well", "Eat a miracle", "It depends", "Drink", "See [[topic:food]] and [[faq:q0]]"];
            let answer = match self.roll(3) {
                0 => format!(
                    "|\n    {}. Number {at}.\n\n      Indented, ünïcode.\n\n    - One\n    - Two\n\n\n",
                    words[self.roll(5)]
                ),
                1 => format!(">-\n    {} now.\n    And then.\n", words[self.roll(5)]),
                _ => format!("\"{}: it \\u00e9 ends.\"\n", words[self.roll(4)]),
            };
            let _ = write!(
                text,
                "- id: q{at}\n  question: What about number {at} of all?\n  answer: {answer}  tags: [{tag}]\n  updated: 2026-01-02\n"
            );
        }
        let file = self.path(&format!("content/faqs/q{:03}.yaml", self.next));
        put(&file, text);
    }

    fn edit(&mut self, kind: u32) {
        let files = self.files();
        let file = files[self.roll(files.len())].clone();
        let once = |file: &Path, from: &str, to: &str| put(file, text_of(file).replacen(from, to, 1));
        match kind % 14 {
            0 => once(&file, "Number", "The number"),
            1 => once(&file, "What about", "How about"),
            2 => self.new_file(),
            // The first question is linked to, so its file stays.
            3 => std::fs::remove_file(&files[files.len() - 1]).expect("removable"),
            4 => once(&file, "tags: [rest]", "tags: [sleep, rest]"),
            5 => once(&file, "  updated:", &format!("  aliases: [was-{kind}]\n  updated:")),
            6 => once(&self.path("content/strings.yaml"), "See", "Look at"),
            7 => put(&self.path("templates/site/parts/badge.html"), format!("<i>{kind} {{{{ grade }}}}</i>")),
            8 => once(&file, "2026-01-02", "2026-01-03"),
            9 => once(&self.path("content/site.yaml"), "forbid: [", &format!("forbid: [number {kind}, ")),
            10 => once(&file, " it ", " it really "),
            11 => once(&self.path("content/site.yaml"), "A club", "Another club"),
            12 => once(&file, "One", "One more, and a miracle"),
            _ => {
                std::fs::write(self.path(".public.afterrun/memo"), [b"afterrun memo 1\n".as_slice(), &[7; 99]].concat())
                    .expect("writable")
            }
        }
    }

    /// Builds into a folder: what it holds, and what was said but for the count of files.
    fn build(&self, out: &str) -> (BTreeMap<PathBuf, Vec<u8>>, String) {
        let out = self.path(out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterrun"));
        command.args(["site", "build", "--as-of", "2026-11-24", "--content"]).arg(self.path("content"));
        command.arg("--templates").arg(self.path("templates")).arg("-o").arg(&out);
        let ran = crate::support::finish(command, b"");
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let files = walkdir::WalkDir::new(&out).into_iter().flatten().filter(|entry| entry.file_type().is_file());
        let read = |entry: walkdir::DirEntry| {
            let inside = entry.path().strip_prefix(&out).expect("below").to_owned();
            (inside, std::fs::read(entry.path()).expect("readable"))
        };
        let said = ran.stderr.lines().filter(|line| !line.contains(" files in ")).collect::<Vec<_>>().join("\n");
        (files.map(read).collect(), said)
    }
}

#[test]
fn edits_of_every_kind_come_to_the_same_as_a_build_from_nothing() {
    let mut desk = Desk::new();
    desk.build("public");
    assert!(desk.path(".public.afterrun/memo").is_file(), "what was worked out is kept");
    let mut warned = false;
    for kind in 0..EDITS {
        desk.edit(kind);
        let (again, said) = desk.build("public");
        let (fresh, told) = desk.build(&format!("fresh-{kind}"));
        assert_eq!(said, told, "edit {kind}");
        warned |= said.contains("forbidden-words") && said.contains("slow-answer");
        let wrong: Vec<_> =
            fresh.iter().filter(|(path, bytes)| again.get(*path) != Some(*bytes)).map(|(p, _)| p).collect();
        assert!(wrong.is_empty() && again.len() == fresh.len(), "edit {kind}: {wrong:?}");
    }
    assert!(warned, "findings were among it");
}
