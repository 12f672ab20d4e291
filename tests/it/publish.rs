//! `site build` publishes whole: a run that is killed at any moment leaves the site before it or its own.

use crate::support::{afterrun, mini, put};
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
    /// Packs that share two thirds of their questions.
    fn new() -> Self {
        let folders = [0, 1].map(|which| {
            let folder = mini();
            let faqs: String = (0..FAQS).filter(|at| at % 3 != which).map(|at| faq(at, which)).collect();
            put(&folder.path().join("content/faqs/many.yaml"), faqs);
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

    /// Starts a run and kills it after a while; says whether it had ended by itself.
    fn kill(&self, which: usize, out: &Path, after: Duration) -> bool {
        let mut command = Command::new(env!("CARGO_BIN_EXE_afterrun"));
        command.args(self.args(which, out)).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
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
    let mut killed = 0;
    for kill in 0..KILLS {
        // Moments that lie evenly, but not in order: the shares of the golden ratio.
        let share = (f64::from(kill) * 0.618_034).fract();
        let had_ended = room.kill(kill as usize % 2, &out, usual.mul_f64(share));
        killed += u32::from(!had_ended);
        if kill == 0 && !out.exists() {
            room.build(0, &out);
        }
        let now = held(&out);
        assert!(whole.contains(&now), "kill {kill} after {share:.2} of a run left {} files", now.len());
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
