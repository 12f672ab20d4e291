//! `site build` publishes whole: a run that is killed at any moment leaves the site before it or its own.

use crate::support::{afterrun, mini, put, text_of};
use afterrun::disk::MARKER;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How often a run is killed.
const KILLS: u32 = 60;

/// Questions of a pack.
const FAQS: usize = 250;

/// Two packs of which each is built over the other.
struct Room {
    folders: [TempDir; 2],
    out: TempDir,
}

impl Room {
    /// Packs that share some of their questions.
    fn new() -> Self {
        let folders = [0, 1].map(|which| {
            let folder = mini();
            let faqs: String = (0..FAQS).filter(|at| at % 3 != which).map(|at| faq(at, which)).collect();
            put(&folder.path().join("content/faqs/many.yaml"), faqs);
            if which == 1 {
                // A name that stands on every page makes every page anew, so that writing takes its time.
                let site = folder.path().join("content/site.yaml");
                put(&site, text_of(&site).replace("The club's guide", "Another guide"));
            }
            folder
        });
        let out = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder: {error}"));
        Self { folders, out }
    }

    fn out(&self, name: &str) -> PathBuf {
        self.out.path().join(name)
    }

    fn args(&self, which: usize, out: &Path) -> Vec<String> {
        let pack = self.folders[which].path().join("content");
        let paths = [pack, out.to_owned()].map(|path| path.to_string_lossy().into_owned());
        let [pack, out] = paths;
        ["site", "build", "--as-of", "2026-11-24", "--content", &pack, "-o", &out].map(str::to_owned).to_vec()
    }

    #[track_caller]
    fn build(&self, which: usize, out: &Path) {
        let args = self.args(which, out);
        let ran = afterrun(&args.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }

    /// Starts a run and kills it after a while, counted from its start or from when it begins to write; says whether it had
    /// ended by itself.
    fn kill(&self, which: usize, after: Duration, from_writing: bool) -> bool {
        let out = self.out("public");
        let stage = self.out(".public.afterrun/next");
        let changed = || std::fs::metadata(&stage).and_then(|meta| meta.modified()).ok();
        let before = changed();
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterrun"));
        command.args(self.args(which, &out)).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
        while from_writing && changed() == before && child.try_wait().is_ok_and(|status| status.is_none()) {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(after);
        child.kill().unwrap_or_else(|error| panic!("cannot kill: {error}"));
        child.wait().is_ok_and(|status| status.code().is_some())
    }
}

/// A question; every tenth differs between the packs.
fn faq(at: usize, which: usize) -> String {
    let more = if at.is_multiple_of(10) { format!(" This is pack {which}.") } else { String::new() };
    format!(
        "- id: q-{at}\n  question: What about subject{at} then?\n  answer: Eat when you feel ready, about {at} minutes later.{more}\n  \
         tags: [food]\n  sources: [handbook]\n  evidence: B\n  updated: 2026-11-24\n"
    )
}

/// Every file of a folder, the marker too.
fn held(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let read = |path: &Path| std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    files
        .map(|entry| (entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned(), read(entry.path())))
        .collect()
}

#[test]
fn a_killed_run_leaves_the_old_site_or_the_new_one() {
    let room = Room::new();
    let started = Instant::now();
    room.build(0, &room.out("one"));
    room.build(1, &room.out("two"));
    let usual = started.elapsed() / 2;
    let whole = [held(&room.out("one")), held(&room.out("two"))];
    assert_ne!(whole[0], whole[1]);
    assert!(whole.iter().all(|files| files.len() > FAQS / 2 && files.contains_key(Path::new(MARKER))));

    let out = room.out("public");
    room.build(0, &out);
    let (mut shown, mut killed) = (0, 0);
    for kill in 0..KILLS {
        // Moments that lie evenly, but not in order: the shares of the golden ratio. Every other one is while it writes.
        let share = (f64::from(kill) * 0.618_034).fract();
        let from_writing = kill % 2 == 1;
        if kill % 4 == 1 {
            // Without the tree before, which is the one to come, all is made anew: writing takes its time.
            let beside = room.out(".public.afterrun");
            std::fs::remove_dir_all(&beside).unwrap_or_else(|error| panic!("{}: {error}", beside.display()));
        }
        let after = usual.mul_f64(if from_writing { share / 2.0 } else { share });
        killed += u32::from(!room.kill(1 - shown, after, from_writing));
        let now = held(&out);
        let is = whole.iter().position(|files| *files == now);
        shown = is.unwrap_or_else(|| panic!("kill {kill} after {after:?} left {} files of two sites", now.len()));
    }
    assert!(killed > KILLS / 3, "only {killed} runs were killed");
    for which in [0, 1] {
        room.build(which, &out);
        assert_eq!(held(&out), whole[which]);
    }
}

#[test]
fn threads_and_history_leave_no_trace() {
    let room = Room::new();
    room.build(0, &room.out("fresh"));
    for (which, threads) in [(1, "1"), (0, "4")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterrun"));
        command.args(room.args(which, &room.out("public"))).env("RAYON_NUM_THREADS", threads);
        assert_eq!(crate::support::finish(command, b"").code, Some(0));
    }
    assert_eq!(held(&room.out("fresh")), held(&room.out("public")));
}

#[test]
fn a_folder_of_somebody_else_is_refused_in_words() {
    let room = Room::new();
    let out = room.out("public");
    put(&out.join("notes.txt"), "mine");
    let args = room.args(0, &out);
    let ran = afterrun(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("was not made by afterrun"), "{}", ran.stderr);
    assert_eq!(held(room.out.path()), BTreeMap::from([(PathBuf::from("public/notes.txt"), b"mine".to_vec())]));
}

/// A disk that is full is played by a limit on the size of files, which needs no rights.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_said_and_nothing_is_half_there() {
    let room = Room::new();
    let full = |which: usize, out: &Path| {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_afterrun")]);
        shell.args(room.args(which, out));
        crate::support::finish(shell, b"")
    };
    let out = room.out("public");
    let ran = full(0, &out);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("nothing was published"), "{}", ran.stderr);
    assert!(!out.exists() && !room.out(".public.afterrun/next").exists(), "nothing is left of it");

    room.build(0, &out);
    let before = held(&out);
    let ran = full(1, &out);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("is as it was"), "{}", ran.stderr);
    assert_eq!(held(&out), before);
    room.build(1, &out);
    assert_ne!(held(&out), before, "with room again the same folder is built");

    put(&room.out("file"), "mine");
    let parent = room.out("file/public");
    let args = room.args(0, &parent);
    let ran = afterrun(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("Not a directory") && ran.stderr.contains("file/public"), "{}", ran.stderr);
}
