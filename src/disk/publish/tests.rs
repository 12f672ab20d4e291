//! Trees against folders: what is kept, swapped, refused and left behind.

use super::*;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::Mutex;
use tempfile::TempDir;

const ONE: [(&str, &str); 4] =
    [("index.html", "one"), ("faq/a/index.html", "a"), ("faq/b/index.html", "b"), ("x", "x")];
const TWO: [(&str, &str); 4] =
    [("index.html", "two"), ("faq/a/index.html", "a"), ("faq/c/index.html", "c"), ("x/y", "y")];

fn hash(text: &str) -> u128 {
    xxhash_rust::xxh3::xxh3_128(text.as_bytes())
}

/// A folder to publish into, and the names of the files made since somebody asked.
struct Room {
    folder: TempDir,
    made: Mutex<Vec<String>>,
}

impl Room {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), made: Mutex::default() }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join(".public.afterrun")
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Publishes; a file whose text is `fail` cannot be made.
    fn publish_to(
        &self,
        out: &Path,
        files: &[(&str, &'static str)],
        swap: Swap,
    ) -> Result<Published, PublishError<String>> {
        let mut tree = OutputTree::default();
        for (path, text) in files {
            let make = move || {
                self.made.lock().unwrap().push((*path).to_owned());
                if *text == "fail" { Err(format!("no {path}")) } else { Ok(text.as_bytes().to_vec()) }
            };
            tree.add(*path, hash(text), make).unwrap();
        }
        publish_by(&tree, out, &|_, _| {}, swap)
    }

    fn publish(&self, files: &[(&str, &'static str)]) -> Result<Published, PublishError<String>> {
        self.publish_to(&self.out(), files, place::exchange)
    }

    fn made(&self) -> Vec<String> {
        let mut made = std::mem::take(&mut *self.made.lock().unwrap());
        made.sort();
        made
    }

    #[track_caller]
    fn shows(&self, files: &[(&'static str, &'static str)]) {
        assert_eq!(held(&self.out()), files.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect());
    }
}

/// The files of a folder, but for the marker.
fn held(root: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let files = files.map(|entry| {
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, std::fs::read_to_string(entry.path()).unwrap())
    });
    files.filter(|(path, _)| path != MARKER).collect()
}

#[test]
fn a_folder_becomes_what_the_tree_says_and_only_what_differs_is_made() {
    let room = Room::new();
    assert_eq!(room.publish(&ONE).unwrap(), Published { made: 4, kept: 0 });
    room.shows(&ONE);
    room.made();
    // The second tree shares with the first, the third is made from the first, and so on.
    for (files, made) in
        [(TWO, vec!["faq/c/index.html", "index.html", "x/y"]), (ONE, vec![]), (ONE, vec![]), (TWO, vec![])]
    {
        let published = room.publish(&files).unwrap();
        room.shows(&files);
        assert_eq!(room.made(), made);
        assert_eq!(published, Published { made: made.len(), kept: 4 - made.len() });
    }
    let mut three = TWO;
    three[0].1 = "three";
    room.publish(&three).unwrap();
    room.shows(&three);
    assert_eq!(room.made(), ["index.html"]);
    let beside = std::fs::read_dir(room.state()).unwrap().count();
    assert_eq!(beside, 5, "the lock, what version control reads, the spare tree and two manifests");
}

#[test]
fn edits_of_strangers_are_put_right_and_never_spread() {
    let room = Room::new();
    room.publish(&ONE).unwrap();
    room.publish(&TWO).unwrap();
    // In place: the file has a second name in the spare tree.
    let edited = room.out().join("faq/a/index.html");
    std::fs::write(&edited, "edited").unwrap();
    let spare = room.state().join("next");
    std::fs::write(spare.join("faq/b/index.html"), "edited").unwrap();
    std::fs::write(spare.join("faq/b/more.html"), "more").unwrap();
    std::fs::create_dir(spare.join("faq/more")).unwrap();
    std::fs::remove_file(spare.join("x")).unwrap();
    room.made();
    room.publish(&ONE).unwrap();
    room.shows(&ONE);
    assert_eq!(room.made(), ["faq/a/index.html", "faq/b/index.html", "x"]);
    // What is shown is mended though nothing else changed.
    std::fs::remove_file(room.out().join("index.html")).unwrap();
    room.publish(&ONE).unwrap();
    room.shows(&ONE);
}

#[test]
fn only_our_own_folders_are_replaced() {
    let room = Room::new();
    room.put("public/notes.txt", "mine");
    assert!(matches!(room.publish(&ONE), Err(PublishError::Foreign(_))));
    room.shows(&[("notes.txt", "mine")]);
    assert!(!room.state().exists(), "nothing is left beside a folder that is refused");
    // Somebody else's marker is not ours.
    room.put("public/.afterrun", "made by hand");
    assert!(matches!(room.publish(&ONE), Err(PublishError::Foreign(_))));

    std::fs::remove_dir_all(room.out()).unwrap();
    room.put("public/.DS_Store", "litter");
    room.publish(&ONE).unwrap();
    room.shows(&ONE);
    for stranger in ["CNAME", "faq/notes.txt", "faq/a/drafts/one.md"] {
        room.put(&format!("public/{stranger}"), "mine");
        let error = room.publish(&TWO).unwrap_err();
        assert!(
            matches!(&error, PublishError::Stranger(path) if room.out().join(stranger).starts_with(path)),
            "{error}"
        );
        assert_eq!(held(&room.out())[stranger], "mine");
        assert_eq!(held(&room.out())["index.html"], "one");
        // Without what is known beside, the marker still tells what is ours.
        std::fs::remove_dir_all(room.state()).unwrap();
        assert!(matches!(room.publish(&TWO), Err(PublishError::Stranger(_))));
        let first = stranger.strip_prefix("faq/a/").map_or(stranger.to_owned(), |_| "faq/a/drafts".to_owned());
        let first = room.out().join(first);
        if first.is_dir() { std::fs::remove_dir_all(first).unwrap() } else { std::fs::remove_file(first).unwrap() }
    }
    room.publish(&TWO).unwrap();
    room.shows(&TWO);
}

#[test]
fn what_cannot_be_a_folder_is_told() {
    let room = Room::new();
    room.put("file", "text");
    let at = |path: &str| room.publish_to(&room.folder.path().join(path), &ONE, place::exchange).unwrap_err();
    assert!(matches!(at("file"), PublishError::Disk(DiskError::NotAFolder(_))));
    assert!(matches!(at("file/public"), PublishError::Disk(_)));
    let here = room.publish_to(Path::new("."), &ONE, place::exchange);
    assert!(matches!(here, Err(PublishError::Here(_))));
    assert!(matches!(room.publish_to(Path::new("/"), &ONE, place::exchange), Err(PublishError::Here(_))));
}

#[cfg(unix)]
#[test]
fn a_link_is_followed() {
    let room = Room::new();
    let (real, link) = (room.folder.path().join("real"), room.folder.path().join("link"));
    std::os::unix::fs::symlink(&real, &link).unwrap();
    assert!(matches!(room.publish_to(&link, &ONE, place::exchange), Err(PublishError::Dangling(_))));
    std::fs::create_dir(&real).unwrap();
    for files in [&ONE, &TWO, &ONE] {
        room.publish_to(&link, files, place::exchange).unwrap();
        assert!(link.is_symlink());
        assert_eq!(held(&real), held(&link));
        assert_eq!(held(&real)["index.html"], files[0].1);
    }
}

#[test]
fn a_file_that_cannot_be_made_changes_nothing_and_all_such_files_are_told() {
    let room = Room::new();
    let mut bad = TWO;
    (bad[0].1, bad[2].1) = ("fail", "fail");
    for shown in [&[][..], &ONE] {
        if !shown.is_empty() {
            room.publish(shown).unwrap();
        }
        let Err(PublishError::Make(errors)) = room.publish(&bad) else { panic!("made what cannot be made") };
        let errors: Vec<_> = errors.iter().map(|(path, error)| (path.as_str(), error.as_str())).collect();
        assert_eq!(errors, [("faq/c/index.html", "no faq/c/index.html"), ("index.html", "no index.html")]);
        if shown.is_empty() { assert!(!room.out().exists()) } else { room.shows(&ONE) }
    }
    room.publish(&TWO).unwrap();
    room.shows(&TWO);
}

#[test]
fn two_runs_do_not_meet() {
    let room = Room::new();
    room.publish(&ONE).unwrap();
    let mut tree = OutputTree::<PublishError<String>>::default();
    // A run that publishes while it is made is two runs at once.
    tree.add("index.html", 7, || room.publish(&TWO).map(|_| Vec::new())).unwrap();
    let Err(PublishError::Make(errors)) = publish(&tree, &room.out(), &|_, _| {}) else { panic!("both ran") };
    assert!(matches!(errors[..], [(_, PublishError::Busy(_))]));
    room.shows(&ONE);
}

#[test]
fn without_an_exchange_two_renames_do() {
    let room = Room::new();
    for swap in [(|_, _| Err(ErrorKind::Unsupported.into())) as Swap, |_, _| Err(ErrorKind::InvalidInput.into())] {
        for files in [&ONE, &TWO, &ONE] {
            room.publish_to(&room.out(), files, swap).unwrap();
            room.shows(files);
        }
    }
    // Killed between the two: the old tree is put back even by a run that fails.
    std::fs::rename(room.out(), room.state().join("old")).unwrap();
    assert!(matches!(room.publish(&[("index.html", "fail")]), Err(PublishError::Make(_))));
    room.shows(&ONE);
    // Killed after the two: the tree set aside is the old one.
    std::fs::rename(room.state().join("next"), room.state().join("old")).unwrap();
    room.publish(&TWO).unwrap();
    room.shows(&TWO);
    assert!(!room.state().join("old").exists());
    // An exchange that fails for another reason leaves all as it was.
    let failed = room.publish_to(&room.out(), &ONE, |_, _| Err(ErrorKind::PermissionDenied.into()));
    assert!(matches!(failed, Err(PublishError::Disk(_))));
    room.shows(&TWO);
}

#[test]
fn a_stage_that_a_killed_run_left_is_used_again_or_cleared() {
    let room = Room::new();
    room.put(".public.afterrun/next/half.html", "half");
    room.publish(&ONE).unwrap();
    room.shows(&ONE);
    room.put(".public.afterrun/next/faq/half.html", "half");
    room.publish(&TWO).unwrap();
    room.shows(&TWO);
    // Killed in the middle of the third: files of another size, a folder where a file was, a manifest cut short.
    room.put(".public.afterrun/next/index.html", "th");
    std::fs::remove_file(room.state().join("next/x")).unwrap();
    room.put(".public.afterrun/next/x/half", "half");
    room.publish(&ONE).unwrap();
    room.shows(&ONE);
    for entry in std::fs::read_dir(room.state()).unwrap().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|ending| ending == "files") {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            std::fs::write(entry.path(), &text[..text.len() / 2]).unwrap();
        }
    }
    room.publish(&TWO).unwrap();
    room.shows(&TWO);
}

#[test]
fn two_builds_of_one_tree_are_equal_marker_and_all() {
    let (one, other) = (Room::new(), Room::new());
    one.publish(&ONE).unwrap();
    other.publish(&TWO).unwrap();
    other.publish(&ONE).unwrap();
    let marker = |room: &Room| std::fs::read(room.out().join(MARKER)).unwrap();
    assert_eq!(marker(&one), marker(&other));
    assert_eq!(held(&one.out()), held(&other.out()));
}

#[test]
fn what_is_known_of_folders_is_what_they_are() {
    let room = Room::new();
    let mut three = TWO;
    three[1].1 = "other";
    for (round, files) in [&ONE, &TWO, &three, &TWO, &ONE, &ONE, &three, &TWO].into_iter().enumerate() {
        if round == 4 {
            // Somebody was in the tree from which the next is made.
            room.put(".public.afterrun/next/faq/a/more.html", "more");
            room.put(".public.afterrun/next/faq/more/index.html", "more");
        }
        room.publish(files).unwrap();
        room.shows(files);
        let known = Manifest::read(&room.out(), &room.state()).unwrap();
        assert!(known.is_known());
        for (folder, time) in &known.folders {
            assert_eq!(*time, manifest::time(&room.out(), folder), "{folder} in round {round}");
        }
    }
}
