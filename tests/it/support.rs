//! What several subjects need: the shipped pack, packs in folders, profiles, and the binary.

use afterrun::analysis::{analyse, look_at_runners, run_tests};
use afterrun::check::{review, review_half};
use afterrun::diagnostics::{Finding, Findings, Levels, human, lints};
use afterrun::disk::{embedded_pack, embedded_templates, folder_pack, folder_pictures, folder_templates};
use afterrun::guide::{Guide, build, troubles};
use afterrun::model::Content;
use afterrun::profile::{Profile, read};
use afterrun::render::{Format, render};
use afterrun::select::select;
use afterrun::site::check_half;
use afterrun::source::{FileId, Sources};
use afterrun::syntax::{Cx, Decode, Flat, NodeKind, parse};
use afterrun::template::{Templates, load};
use jiff::civil::{Date, date};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The day on which every test plays.
pub const AS_OF: Date = date(2026, 11, 24);

/// All media of a guide.
pub const FORMATS: [Format; 4] = [Format::Md, Format::Html, Format::Card, Format::Json];

/// A path in the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A file of the repository.
pub fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
}

/// Writes a file and the folders above it.
pub fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).unwrap_or_else(|error| panic!("cannot make {}: {error}", folder.display()));
    std::fs::write(path, bytes).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}

/// A folder that goes away with the value.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"))
}

/// Copies a folder of files.
pub fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap_or_else(|error| panic!("cannot walk {}: {error}", from.display()));
        if entry.file_type().is_file() {
            let relative = entry.path().strip_prefix(from).unwrap_or(entry.path());
            let bytes = std::fs::read(entry.path());
            put(&to.join(relative), bytes.unwrap_or_else(|error| panic!("{}: {error}", entry.path().display())));
        }
    }
}

/// A fresh copy of the tiny pack, in `content/`.
pub fn mini() -> tempfile::TempDir {
    let folder = folder();
    copy(&repository("tests/packs/mini"), &folder.path().join("content"));
    folder
}

/// Everything that the shipped pack is.
pub struct Shipped {
    pub sources: Sources,
    pub content: Content,
    pub templates: Templates,
}

/// The shipped pack with its templates, read once.
pub fn shipped() -> &'static Shipped {
    static SHIPPED: OnceLock<Shipped> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let mut sources = embedded_pack();
        let files = embedded_templates(&mut sources);
        let (content, mut findings) = review(&sources, AS_OF, &Levels::default());
        let content = content.unwrap_or_else(|| panic!("the shipped pack has errors:\n{}", words(&findings, &sources)));
        let templates = load(&content, &sources, &files, &[], None, &mut findings);
        let templates =
            templates.unwrap_or_else(|| panic!("the shipped templates have errors:\n{}", words(&findings, &sources)));
        Shipped { sources, content, templates }
    })
}

impl Shipped {
    /// A runner of this pack.
    pub fn runner(&self, yaml: &str) -> Profile {
        runner(&self.content, yaml)
    }

    /// A runner's guide.
    pub fn guide(&self, profile: &Profile) -> Guide {
        build(&self.content, profile, &select(&self.content, profile))
    }

    /// A guide in a medium.
    pub fn print(&self, guide: &Guide, format: Format) -> String {
        render(guide, format, &self.templates, &self.sources).unwrap_or_else(|finding| {
            let mut findings = Findings::new();
            findings.push(*finding);
            panic!("{format:?}: {}", words(&findings, &self.sources))
        })
    }
}

/// A runner from YAML that must be right.
pub fn runner(content: &Content, yaml: &str) -> Profile {
    let mut sources = Sources::new();
    let file = sources.add_text("(profile)", yaml);
    let mut findings = Findings::new();
    let profile = answers(content, &sources, file, &mut findings);
    profile.unwrap_or_else(|| panic!("this profile is refused:\n{yaml}\n{}", words(&findings, &sources)))
}

/// Reads a profile as `afterrun guide` does.
pub fn answers(content: &Content, sources: &Sources, file: FileId, findings: &mut Findings) -> Option<Profile> {
    let tree = parse(sources, file, findings);
    if tree.kind == NodeKind::Reported {
        return None;
    }
    let flat = Flat::decode(&tree, &mut Cx { sources, findings })?;
    let broken = findings.has_errors();
    read(content, sources, &[flat], AS_OF, findings).filter(|_| !broken)
}

/// Checks `content/`, `templates/` and `profile.yaml` of a folder, each where it is there, as the commands do.
pub fn check_folder(folder: &Path) -> (Sources, Findings) {
    let pack = folder.join("content");
    let mut sources = folder_pack(&pack).unwrap_or_else(|error| panic!("{}: {error}", pack.display()));
    let shipped = embedded_templates(&mut sources);
    let own = folder.join("templates");
    let own = match own.is_dir() {
        true => folder_templates(&own, &mut sources).unwrap_or_else(|error| panic!("{}: {error}", own.display())),
        false => Vec::new(),
    };
    let profile = folder.join("profile.yaml");
    let profile = profile.is_file().then(|| {
        let bytes = std::fs::read(&profile).unwrap_or_else(|error| panic!("{}: {error}", profile.display()));
        sources.add_bytes("(profile)", bytes)
    });
    let (content, mut findings) = review_half(&sources, AS_OF, &Levels::default());
    if let Err(half) = &content {
        let pictures = folder_pictures(&pack).unwrap_or_else(|error| panic!("{error}"));
        look_at_runners(half, &sources, &mut findings);
        check_half(half, &sources, &pictures, &mut findings);
    }
    if let Ok(content) = &content {
        let failed = run_tests(content, &sources, AS_OF, &mut findings);
        load(content, &sources, &shipped, &own, None, &mut findings);
        if let Some(file) = profile
            && let Some(profile) = answers(content, &sources, file, &mut findings)
        {
            let troubles = troubles(content, &profile);
            findings.extend(troubles.iter().map(|t| Finding::nowhere(&lints::IMPOSSIBLE_WEEK, t.text.clone())));
        }
        analyse(content, AS_OF, 1, failed, &mut findings);
    }
    findings.sort(&sources);
    (sources, findings)
}

/// Findings as a person reads them.
pub fn words(findings: &Findings, sources: &Sources) -> String {
    human::report(findings, sources, false)
}

/// The file (as the pack names it) and line of a finding.
pub fn place(finding: &Finding, sources: &Sources) -> Option<(String, u32)> {
    let span = finding.span?;
    Some((sources.get(span.file).path().to_owned(), sources.place(span).line))
}

/// A run that takes longer hangs.
const HANGS: Duration = Duration::from_secs(30);

/// How a run of the binary ended.
#[derive(Debug)]
pub struct Ran {
    /// None if a signal ended it.
    pub code: Option<i32>,
    /// Whether it had to be killed.
    pub hung: bool,
    pub stdout: String,
    pub stderr: String,
    /// The most memory in use, in kilobytes, as last seen; 0 where the system does not say.
    pub peak: u64,
}

/// Runs the binary without input.
pub fn afterrun(args: &[&str]) -> Ran {
    fed(args, b"")
}

/// Runs the binary with these bytes on standard input.
pub fn fed(args: &[&str], input: &[u8]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_afterrun"));
    command.args(args);
    finish(command, input)
}

/// Runs the binary with at most 1 GB of address space, where the system can keep it to that: threads reserve far more than
/// they use, so what is in use is looked at apart.
pub fn capped(args: &[&OsStr], input: &[u8]) -> Ran {
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -v 1000000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_afterrun")]);
        shell
    } else {
        Command::new(env!("CARGO_BIN_EXE_afterrun"))
    };
    command.args(args);
    finish(command, input)
}

/// Runs a command to its end; one that hangs is killed.
pub fn finish(mut command: Command, input: &[u8]) -> Ran {
    let child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).env("NO_COLOR", "1").spawn();
    let mut child = child.unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // Who refuses its arguments does not read its input.
            let _ = stdin.map(|mut pipe| pipe.write_all(input));
        });
        let out = scope.spawn(|| drain(stdout));
        let err = scope.spawn(|| drain(stderr));
        let (code, hung, peak) = wait(&mut child);
        let text =
            |bytes: std::thread::Result<Vec<u8>>| String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
        Ran { code, hung, peak, stdout: text(out.join()), stderr: text(err.join()) }
    })
}

fn drain(pipe: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes).unwrap_or_else(|error| panic!("cannot read what it prints: {error}"));
    }
    bytes
}

fn wait(child: &mut Child) -> (Option<i32>, bool, u64) {
    let started = Instant::now();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let used = std::fs::read_to_string(&status).ok().and_then(|text| {
            text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok())
        });
        // The last is the highest: only before it becomes our program does the child count what its parent used.
        peak = used.unwrap_or(peak);
        match child.try_wait() {
            Ok(Some(status)) => return (status.code(), false, peak),
            Ok(None) if started.elapsed() > HANGS => {
                let _ = child.kill();
                let _ = child.wait();
                return (None, true, peak);
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(2)),
            Err(error) => panic!("cannot wait for it: {error}"),
        }
    }
}
