//! Hostile packs and profiles: a finding with its place, exit 1 or 2, bounded memory, never a panic, nothing half-written.

use crate::support::{Ran, capped, check_folder, copy, folder, mini, put, repository, text_of};
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::Path;

/// The most memory that a run may use, in kilobytes.
const MOST_MEMORY: u64 = 200_000;

/// The most that is said about one bad file, in bytes: more is no message. 5,000 findings may take their lines.
const MOST_WORDS: usize = 200_000;

/// A topic that is right; `{}` stands where a case puts its field.
fn topic(field: &str) -> String {
    format!(
        "id: snacks\ntitle: Snacks\nsummary: Small things.\n{field}\ntext: A snack is fine.\nitems:\n  - id: nuts\n    title: Nuts\n    \
         section: first-hour\n    priority: could\n    do: Have some nuts.\n    why: They are easy to carry.\n    evidence: D\n    \
         sources: [handbook]\n    reviewed: 2026-11-24\n    next_review: 2030-11-24\n"
    )
}

/// The topic with a field of its item, which stands on line 15.
fn item(field: &str) -> String {
    topic("").replacen("    reviewed", &format!("    {field}\n    reviewed"), 1)
}

/// A measure with this value, which stands on line 6.
fn measure(value: &str) -> String {
    format!("- id: extra\n  title: Extra\n  unit: g\n  cases:\n    - id: all\n      value: {value}\n")
}

/// What a bad file must come to.
enum Expect {
    /// A finding of this name on this line.
    Finding(&'static str, u32),
    /// The same, in what a guide does not read.
    Unread(&'static str, u32),
    /// Nothing is wrong with it.
    Clean,
}
use Expect::{Clean, Finding, Unread};

struct Case {
    name: &'static str,
    file: &'static str,
    bytes: Vec<u8>,
    expect: Expect,
}

fn case(name: &'static str, file: &'static str, bytes: impl Into<Vec<u8>>, expect: Expect) -> Case {
    Case { name, file, bytes: bytes.into(), expect }
}

const MEGABYTE: usize = 1 << 20;

/// Bombs of the parser: (name, bytes, lint, line).
fn bombs() -> Vec<(&'static str, Vec<u8>, &'static str, u32)> {
    let many = |part: &str, n: usize| part.repeat(n).into_bytes();
    let laughs: String = std::iter::once("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned())
        .chain((1..12).map(|i| format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(", "))))
        .collect();
    let steps: String = (0..5_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
    vec![
        ("nested [", many("[", 100_000), "nested-too-deep", 1),
        ("nested {", many("{", 100_000), "nested-too-deep", 1),
        ("nested {a: ", many("{a: ", 100_000), "nested-too-deep", 1),
        ("closed [", [many("[", 100_000), many("]", 100_000)].concat(), "nested-too-deep", 1),
        ("nested - ", many("- ", 100_000), "nested-too-deep", 1),
        ("nested ? ", many("? ", 100_000), "nested-too-deep", 1),
        ("deep maps", steps.into_bytes(), "nested-too-deep", 49),
        ("billion laughs", laughs.into_bytes(), "yaml-alias", 1),
        ("an anchor", b"id: &me x\ntitle: y\n".to_vec(), "yaml-alias", 1),
        ("an alias of nothing", b"id: x\ntitle: *me\n".to_vec(), "yaml-alias", 2),
        ("an alias of itself", b"a: &a [*a]\n".to_vec(), "yaml-alias", 1),
        ("a merge key", b"<<: &a { id: x }\ntitle: y\n".to_vec(), "yaml-alias", 1),
        ("a tag", b"id: !!binary x\n".to_vec(), "yaml-tag", 1),
        ("100,000 anchors", many("&a ", 100_000), "yaml-syntax", 1),
        ("a quote that is not closed", [b"id: \"".to_vec(), many("x", 10 * MEGABYTE)].concat(), "yaml-syntax", 1),
        ("invalid UTF-8", b"id: x\ntitle: \xff\xfe\n".to_vec(), "not-text", 2),
        ("half a character", b"id: x\ntitle: \xe2\x82\n".to_vec(), "not-text", 2),
        ("a surrogate", b"id: \xed\xa0\x80\n".to_vec(), "not-text", 1),
        ("NUL", b"id: x\ntitle: a\0b\n".to_vec(), "not-text", 2),
        ("UTF-16", b"\xff\xfei\0d\0:\0 \0x\0".to_vec(), "not-text", 1),
        ("an escape character", b"id: x\ntitle: \x1b[31m\n".to_vec(), "not-text", 2),
        ("duplicate keys", b"id: x\nid: y\n".to_vec(), "duplicate-key", 2),
        ("tabs", b"id: x\nitems:\n\t- id: y\n".to_vec(), "yaml-syntax", 3),
        ("several documents", [topic("").into_bytes(), b"---\nid: x\n".to_vec()].concat(), "several-documents", 17),
        ("a directive", b"%YAML 9.9\n---\nid: [\n".to_vec(), "yaml-syntax", 1),
    ]
}

/// Bad files of a pack.
fn bad_files() -> Vec<Case> {
    let bad = "content/guidance/bad.yaml";
    let long = |n: usize| "x".repeat(n);
    let mut cases: Vec<Case> =
        bombs().into_iter().map(|(name, bytes, lint, line)| case(name, bad, bytes, Finding(lint, line))).collect();
    let measures = "content/measures/bad.yaml";
    cases.extend([
        case("right", bad, topic(""), Clean),
        case("CRLF", bad, topic("").replace('\n', "\r\n"), Clean),
        case("CRLF and wrong", bad, topic("sumary: x").replace('\n', "\r\n"), Finding("unknown-field", 4)),
        case("BOM", bad, format!("\u{feff}{}", topic("")), Clean),
        case("BOM and wrong", bad, format!("\u{feff}{}", topic("sumary: x")), Finding("unknown-field", 4)),
        case("BOM alone", bad, "\u{feff}", Clean),
        case("empty", bad, "", Clean),
        case("only comments", bad, "# nothing\n\n# here\n", Clean),
        case("only a marker", bad, "---\n", Clean),
        case("unknown key", bad, topic("sumary: x"), Finding("unknown-field", 4)),
        case("wrong type", bad, item("instead: [a]"), Finding("wrong-type", 15)),
        case("a map for a text", bad, topic("unless: x"), Finding("wrong-type", 4)),
        case("a scalar for a topic", bad, "hello\n", Finding("wrong-type", 1)),
        case("a list of numbers", bad, "- 1\n- 2\n", Finding("wrong-type", 1)),
        case("bad date", bad, item("examples: []").replace("2030-11-24", "2030-13-45"), Finding("bad-date", 17)),
        case("wrong unit", measures, measure("5 min"), Finding("unit-mismatch", 6)),
        case("unknown unit", measures, measure("5 florin"), Finding("bad-formula", 6)),
        case(
            "limit of another unit",
            "content/limits/bad.yaml",
            "- id: b\n  of: protein\n  per: amount\n  at_most: 40 min g\n  because: x\n  sources: [handbook]\n",
            Finding("bad-formula", 4),
        ),
        case("number too large", measures, measure("1e999 g"), Finding("bad-formula", 6)),
        case("nothing but a quantity", measures, measure("nan"), Finding("unknown-reference", 6)),
        case("deep formula", measures, measure(&format!("{}1 g", "(".repeat(100_000))), Finding("bad-formula", 6)),
        case(
            "closed deep formula",
            measures,
            measure(&format!("{}1 g{}", "(".repeat(50_000), ")".repeat(50_000))),
            Finding("bad-formula", 6),
        ),
        case("many signs", measures, measure(&format!("0 g {}", "- ".repeat(100_000))), Finding("bad-formula", 6)),
        case("a tower of powers", measures, measure(&vec!["2"; 50_000].join(" ^ ")), Finding("bad-formula", 6)),
        case("nested calls", measures, measure(&"min(1 g, ".repeat(50_000)), Finding("bad-formula", 6)),
        case(
            "nested not",
            bad,
            item(&format!("when: {{ duration: \"{}\" }}", "not(".repeat(50_000))),
            Finding("bad-test", 15),
        ),
        case(
            "many bands",
            bad,
            item(&format!("when: {{ duration: \"{}\" }}", vec!["> 60"; 20_000].join(", "))),
            Finding("bad-test", 15),
        ),
        case(
            "a test of 10 MB",
            bad,
            item(&format!("when: {{ duration: \"{}\" }}", long(10 * MEGABYTE))),
            Finding("bad-test", 15),
        ),
        case("a formula of 10 MB", measures, measure(&long(10 * MEGABYTE)), Finding("bad-formula", 6)),
        case("a number of 10 MB", measures, measure(&"9".repeat(10 * MEGABYTE)), Finding("bad-formula", 6)),
        case(
            "an id of 10 MB",
            bad,
            topic("").replacen("snacks", &format!("{}!", long(10 * MEGABYTE)), 1),
            Finding("bad-id", 1),
        ),
        case(
            "a section of 10 MB",
            bad,
            topic("").replacen("first-hour", &long(10 * MEGABYTE), 1),
            Finding("unknown-reference", 9),
        ),
        case("a key of 10 MB", bad, topic(&format!("? {}\n: x", long(10 * MEGABYTE))), Finding("unknown-field", 4)),
        case("a key of 900 letters", bad, topic(&format!("{}: x", long(900))), Finding("unknown-field", 4)),
        case("a text of 10 MB", bad, topic("").replacen("Small things.", &long(10 * MEGABYTE), 1), Clean),
        case(
            "a folded text of 10 MB",
            bad,
            topic(&format!("sumary: >\n{}", "  word word word\n".repeat(600_000))),
            Finding("unknown-field", 4),
        ),
        case(
            "a text of [",
            bad,
            topic("").replace("A snack is fine.", &format!("\"{}\"", "[".repeat(100_000))),
            Unread("wrong-type", 5),
        ),
        case(
            "a text of >",
            bad,
            topic("").replace("A snack is fine.", &format!("\"{}\"", "> ".repeat(100_000))),
            Unread("wrong-type", 5),
        ),
        case(
            "a text of *",
            bad,
            topic("").replace("A snack is fine.", &format!("\"a {}\"", "*a **b ".repeat(20_000))),
            Unread("wrong-type", 5),
        ),
        case(
            "a text of {{",
            bad,
            topic("").replace("A snack is fine.", &format!("\"a {}\"", "{{".repeat(50_000))),
            Unread("wrong-type", 5),
        ),
        case(
            "a text of <",
            bad,
            topic("").replace("A snack is fine.", &format!("\"{}\"", "<b".repeat(50_000))),
            Unread("wrong-type", 5),
        ),
        case(
            "a short text of [",
            bad,
            topic("").replace("A snack is fine.", &format!("\"{}\"", "[".repeat(30_000))),
            Unread("broken-link", 5),
        ),
        case(
            "a short text of {{",
            bad,
            topic("").replace("A snack is fine.", &format!("\"a {}\"", "{{".repeat(15_000))),
            Unread("template-in-text", 5),
        ),
        case(
            "a short text of >",
            bad,
            topic("").replace("A snack is fine.", &format!("\"{}\"", "> ".repeat(15_000))),
            Clean,
        ),
        case(
            "an open quote above a million fields",
            bad,
            format!("id: \"a\n{}", "b: c\n".repeat(1_000_000)),
            Finding("yaml-syntax", 1),
        ),
        case(
            "100,000 entries without dashes",
            "content/faqs/bad.yaml",
            format!("- id: a\n  answer: b\n{}", "  id: a\n  answer: b\n".repeat(100_000)),
            Unread("duplicate-key", 3),
        ),
        case(
            "tabs on 200,000 lines",
            bad,
            format!("id: a\nitems:\n{}", "\ta: b\n".repeat(200_000)),
            Finding("yaml-syntax", 3),
        ),
        case(
            "conflicts without end",
            bad,
            format!("id: a\n{}", "<<<<<<< a\n=======\n>>>>>>> b\n".repeat(50_000)),
            Finding("yaml-syntax", 2),
        ),
        case("raw HTML", bad, topic("").replace("A snack is fine.", "\"<script>x</script>\""), Unread("raw-html", 5)),
        case("bidi controls", bad, topic("sumary: \"\u{202e}abc\u{2066}\""), Finding("unknown-field", 4)),
        case("a bidi key", bad, topic("\"\u{202e}yek\": x"), Finding("unknown-field", 4)),
        case("another kind of file", "content/gidance/bad.yaml", topic(""), Finding("unknown-file", 1)),
        case(
            "an input that is no name",
            "content/profile.yaml",
            "groups: [{id: a, title: b, inputs: [{id: min, title: c, ask: d, type: flag}]}]\n",
            Finding("bad-id", 1),
        ),
        case(
            "sections without end",
            "content/guide.yaml",
            "sections: [{ id: a, title: b, from: 2 h, to: 1 h, at_least: -1, at_most: 99999999999999999999 }]\n",
            Finding("wrong-type", 1),
        ),
    ]);
    cases
}

/// Bad answers: (name, profile, what stands in the message; with the line where one is to blame).
fn bad_profiles() -> Vec<(&'static str, Vec<u8>, &'static str, u32)> {
    let mut cases = bombs();
    cases.retain(|(name, ..)| *name != "several documents");
    let good = "session_kind: easy\nduration: 50\n";
    let with = |line: &str| format!("{good}{line}\n").into_bytes();
    let many: String = (0..5_000).map(|i| format!("body_mas{i}: 70\n")).collect();
    cases.extend([
        ("empty", Vec::new(), "missing-answer", 0),
        ("only comments", b"# nothing\n".to_vec(), "missing-answer", 0),
        ("a list", b"- session_kind: easy\n".to_vec(), "wrong-type", 1),
        ("a word", b"hello\n".to_vec(), "wrong-type", 1),
        ("unknown key", with("body_mas: 70"), "unknown-answer", 3),
        ("a measure", with("protein_serving: 70"), "unknown-answer", 3),
        ("wrong type", with("body_mass: [70]"), "wrong-answer", 3),
        ("a map", with("body_mass: { a: 1 }"), "wrong-answer", 3),
        ("wrong unit", with("body_mass: 70 min"), "wrong-answer", 3),
        ("unknown unit", with("body_mass: 70 stonk"), "wrong-answer", 3),
        ("out of range", with("body_mass: 7"), "out-of-range", 3),
        ("infinity", with("body_mass: .inf"), "wrong-answer", 3),
        ("not a number", with("body_mass: .nan"), "wrong-answer", 3),
        ("an exponent", with("body_mass: 1e400"), "wrong-answer", 3),
        ("a number of 1 MB", with(&format!("body_mass: {}", "7".repeat(MEGABYTE))), "wrong-answer", 3),
        ("a time that no clock shows", with("session_end: \"25:00\""), "wrong-answer", 3),
        ("an unknown option", with("diet: [vegna]"), "wrong-answer", 3),
        ("a text of 1 MB", with(&format!("diet: {}", "x".repeat(MEGABYTE))), "wrong-answer", 3),
        ("a set of 100,000", with(&format!("diet: [{}]", "vegna, ".repeat(100_000))), "wrong-answer", 3),
        ("a key of 1 MB", with(&format!("? {}\n: 1", "k".repeat(MEGABYTE))), "unknown-answer", 3),
        ("several documents", [good.as_bytes(), b"---\nbody_mass: 70\n"].concat(), "several-documents", 3),
        ("5,000 errors", [good.as_bytes(), many.as_bytes()].concat(), "unknown-answer", 5002),
        ("bidi", with("diet: \"\u{202e}nagev\""), "wrong-answer", 3),
        ("impossible", b"session_kind: race\nduration: 4\n".to_vec(), "impossible-profile", 0),
        ("broken JSON", b"{\"session_kind\": \"easy\", \"duration\": }}".to_vec(), "yaml-syntax", 1),
    ]);
    cases
}

/// What is wrong with how a run ended, in words.
fn misbehaves(ran: &Ran) -> Option<String> {
    let wrong = match ran.code {
        None if ran.hung => "hangs".to_owned(),
        None => "killed by a signal".to_owned(),
        Some(0..=2) if ran.stderr.contains("panicked") => "panics".to_owned(),
        Some(0..=2) if ran.peak > MOST_MEMORY => format!("uses {} kB", ran.peak),
        Some(0..=2) => return None,
        Some(code) => format!("exit code {code}"),
    };
    Some(format!("{wrong}: {}", start(&ran.stderr)))
}

fn start(text: &str) -> String {
    text.chars().take(600).collect()
}

/// Whether a message has a finding of this name at this line of the file; line 0 stands for no place.
fn names(stderr: &str, lint: &str, file: &str, line: u32) -> bool {
    let place = format!("{file}:{line}:");
    let mut findings = stderr.split("error[").chain(stderr.split("warning["));
    findings.any(|finding| finding.starts_with(&format!("{lint}]")) && (line == 0 || finding.contains(&place)))
}

fn invisible(text: &str) -> bool {
    text.contains(['\u{202e}', '\u{2066}', '\u{1b}', '\0'])
}

fn run(args: &[&dyn AsRef<OsStr>], input: &[u8]) -> Ran {
    let args: Vec<&OsStr> = args.iter().map(|arg| (*arg).as_ref()).collect();
    capped(&args, input)
}

#[test]
fn bad_files_of_a_pack() {
    let mut wrong = String::new();
    for case in bad_files() {
        let folder = mini();
        let path = folder.path().join(case.file);
        put(&path, &case.bytes);
        let content = folder.path().join("content");
        let out = folder.path().join("guide.md");
        put(&out, "before");
        let check = run(&[&"check", &"--content", &content], b"");
        let profile = b"session_kind: easy\nduration: 50\n";
        let guide = run(&[&"guide", &"-", &"-o", &out, &"--content", &content], profile);
        let mut say = |what: &str, ran: &Ran| {
            let _ = writeln!(wrong, "== {}: {what} (exit {:?})\n{}", case.name, ran.code, start(&ran.stderr));
        };
        for ran in [&check, &guide] {
            if let Some(how) = misbehaves(ran) {
                say(&how, ran);
            }
            if ran.stderr.len() > MOST_WORDS {
                say(&format!("{} bytes of words", ran.stderr.len()), ran);
            }
            if invisible(&ran.stderr) {
                say("what is invisible is printed as it is", ran);
            }
        }
        match case.expect {
            Clean if check.code != Some(0) => say("is fine and is refused", &check),
            Clean => {}
            Finding(lint, line) | Unread(lint, line) => {
                if check.code != Some(1) {
                    say("must exit 1", &check);
                }
                if !names(&check.stderr, lint, &path.display().to_string(), line) {
                    say(&format!("no {lint} on line {line}"), &check);
                }
                let untouched = std::fs::read(&out).ok().as_deref() == Some(b"before") && guide.code == Some(1);
                if !untouched && matches!(case.expect, Finding(..)) {
                    say("a guide is written", &guide);
                }
            }
        }
        let stray: Vec<_> = std::fs::read_dir(folder.path()).map(Iterator::count).into_iter().collect();
        assert_eq!(stray, [2], "{}: only `content` and the guide may be there", case.name);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn bad_profiles_of_a_runner() {
    let mut wrong = String::new();
    let pack = repository("tests/packs/mini");
    for (name, bytes, lint, line) in bad_profiles() {
        let folder = folder();
        let (profile, out) = (folder.path().join("me.yaml"), folder.path().join("guide.html"));
        put(&profile, &bytes);
        let ran = run(&[&"guide", &profile, &"--content", &pack, &"-o", &out], b"");
        let piped = run(&[&"guide", &"-", &"--content", &pack], &bytes);
        let mut say = |what: &str, ran: &Ran| {
            let _ = writeln!(wrong, "== {name}: {what} (exit {:?})\n{}", ran.code, start(&ran.stderr));
        };
        for (ran, shown) in [(&ran, profile.display().to_string()), (&piped, "standard input".to_owned())] {
            if let Some(how) = misbehaves(ran) {
                say(&how, ran);
            }
            if ran.code != Some(1) || !names(&ran.stderr, lint, &shown, line) {
                say(&format!("no {lint} on line {line}"), ran);
            }
            if invisible(&ran.stderr) {
                say("what is invisible is printed as it is", ran);
            }
            if name != "5,000 errors" && ran.stderr.len() > MOST_WORDS {
                say(&format!("{} bytes of words", ran.stderr.len()), ran);
            }
        }
        if out.exists() {
            say("a guide is written", &ran);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_not_there_or_not_a_file() {
    let folder = mini();
    let at = |path: &str| folder.path().join(path);
    let content = at("content");
    put(&at("me.yaml"), "session_kind: easy\nduration: 50\n");
    let (me, nothing, out) = (at("me.yaml"), at("nothing"), at("no/such/folder/guide.md"));
    let pack: [&dyn AsRef<OsStr>; 2] = [&"--content", &content];
    let cases: [(&[&dyn AsRef<OsStr>], &Path); 9] = [
        (&[&"guide", &nothing, pack[0], pack[1]], &nothing),
        (&[&"guide", &content, pack[0], pack[1]], &content),
        (&[&"guide", &me, &"--content", &nothing], &nothing),
        (&[&"guide", &me, &"--content", &me], &me),
        (&[&"check", &"--content", &nothing], &nothing),
        (&[&"check", &"--templates", &nothing], &nothing),
        (&[&"check", &"--templates", &me], &me),
        (&[&"guide", &me, pack[0], pack[1], &"-o", &out], out.parent().unwrap_or(&out)),
        (&[&"guide", &me, pack[0], pack[1], &"-o", &content], &content),
    ];
    for (args, named) in cases {
        let ran = run(args, b"");
        assert_eq!(misbehaves(&ran), None);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.stderr);
        assert!(ran.stderr.contains(&named.display().to_string()), "{} is not named: {}", named.display(), ran.stderr);
    }
    assert!(!out.exists());
}

#[test]
fn folders_where_files_should_be() {
    let folder = mini();
    let site = folder.path().join("content/site.yaml");
    let removed = std::fs::remove_file(&site);
    put(&site.join("x.txt"), "x");
    let ran = run(&[&"check", &"--content", &folder.path().join("content")], b"");
    assert_eq!((removed.is_ok(), ran.code, misbehaves(&ran)), (true, Some(1), None), "{}", ran.stderr);
    assert!(ran.stderr.contains("missing-file") && ran.stderr.contains("site.yaml"), "{}", ran.stderr);
}

/// 40 files, each broken on a line of its own: all 40 are reported, in order, and nothing twice.
#[test]
fn forty_mistakes_are_forty_findings() {
    let folder = mini();
    let content = folder.path().join("content");
    let mut expected = Vec::new();
    for n in 0..40 {
        let (kind, name) = (["faqs", "guidance", "measures", "sources"][n % 4], format!("b{n:02}"));
        let blank = "# a remark\n".repeat(n);
        let (text, line) = match kind {
            "faqs" => (format!("- id: q{n}\n  question: Is it?\n  answer: Yes.\n  updated: 24.11.2026\n"), 4),
            "guidance" => (topic("sumary: x").replace("snacks", &format!("t{n}")).replace("nuts", &format!("i{n}")), 4),
            "measures" => (measure("5 min").replace("extra", &format!("m{n}")), 6),
            _ => (format!("- id: s{n}\n  title: A book\n  kind: [expert]\n  checked: true\n"), 3),
        };
        put(&content.join(kind).join(format!("{name}.yaml")), format!("{blank}{text}"));
        expected.push((format!("{kind}/{name}.yaml"), line + n));
    }
    expected.sort();
    let ran = run(&[&"check", &"--format", &"json", &"--content", &content], b"");
    assert_eq!((ran.code, misbehaves(&ran)), (Some(1), None), "{}", ran.stderr);
    let report: serde_json::Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}:\n{}", ran.stdout));
    let found: Vec<(String, usize)> = report["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|finding| {
            let file =
                finding["place"]["file"].as_str().unwrap_or("").trim_start_matches(&format!("{}/", content.display()));
            (file.to_owned(), finding["place"]["line"].as_u64().unwrap_or(0) as usize)
        })
        .collect();
    assert_eq!(found, expected, "{}", ran.stdout);
}

/// 5,000 entries of one file, each with a mistake: every one is reported.
#[test]
fn five_thousand_mistakes_in_one_file() {
    let folder = folder();
    let content = folder.path().join("content");
    copy(&repository("tests/packs/mini"), &content);
    let entry =
        |n: usize| format!("- id: q{n}\n  question: Is it?\n  anwser: Yes.\n  answer: Yes.\n  updated: 2026-11-24\n");
    put(&content.join("faqs/b.yaml"), (0..5_000).map(entry).collect::<String>());
    let ran = run(&[&"check", &"--content", &content], b"");
    assert_eq!((ran.code, misbehaves(&ran)), (Some(1), None), "{}", start(&ran.stderr));
    assert_eq!(ran.stderr.matches("error[unknown-field]").count(), 5_000);
    assert!(ran.stderr.ends_with("5000 errors\n"), "{}", start(&ran.stderr));
}

/// A set that holds fewer options than it offers would take an answer and lose it.
#[test]
fn no_option_is_offered_that_cannot_be_kept() {
    let folder = mini();
    let content = folder.path().join("content");
    let options: String = (0..200).map(|n| format!("          - {{ id: o{n}, label: o }}\n")).collect();
    let more = format!(
        "  - id: more\n    title: More\n    inputs:\n      - id: many\n        title: Many\n        ask: Which?\n        type: set\n        \
         options:\n{options}\nimpossible:"
    );
    let profile = content.join("profile.yaml");
    put(&profile, text_of(&profile).replacen("\nimpossible:", &format!("\n{more}"), 1));
    let set = ["--set", "session_kind=easy", "--set", "duration=50", "--set", "many=o150"];
    let mut args: Vec<&dyn AsRef<OsStr>> = vec![&"guide", &"--format", &"json", &"--content", &content];
    args.extend(set.iter().map(|arg| arg as &dyn AsRef<OsStr>));
    let ran = run(&args, b"");
    assert_eq!(misbehaves(&ran), None);
    let kept = ran.stdout.replace(char::is_whitespace, "").contains("\"many\":[\"o150\"]");
    assert!(
        kept || ran.stderr.contains("profile.yaml:"),
        "the answer o150 is lost: {}{}",
        start(&ran.stderr),
        start(&ran.stdout)
    );
}

/// `X.yaml` and any `X/*.yaml` are one kind: a second file is read, or someone is told that it is not.
#[test]
fn no_file_is_passed_over_in_silence() {
    let extra = "groups:\n  - { id: b, title: B, inputs: [{ id: extra, title: E, ask: E?, type: flag }] }\n";
    for (file, text) in [
        ("profile/b.yaml", extra),
        ("guide/b.yaml", "sections:\n  - { id: later, title: Later, from: 2 h, to: 3 h, at_least: 0, at_most: 1 }\n"),
        ("site/b.yaml", "title: Another\nlanguage: de\ndescription: x\ndisclaimer: x\n"),
    ] {
        let folder = mini();
        let content = folder.path().join("content");
        put(&content.join(file), text);
        let ran = run(&[&"check", &"--content", &content], b"");
        assert_eq!(misbehaves(&ran), None);
        let (_, findings) = check_folder(folder.path());
        let read = match file {
            "site/b.yaml" => findings.iter().filter(|f| f.lint.name == "duplicate-key").count() == 4,
            "guide/b.yaml" => {
                let profile = b"session_kind: easy\nduration: 50\n";
                let why = run(&[&"guide", &"-", &"--content", &content], profile);
                ran.code == Some(0) && why.code == Some(0)
            }
            _ => {
                let profile = b"session_kind: easy\nduration: 50\nextra: true\n";
                run(&[&"guide", &"-", &"--content", &content], profile).code == Some(0)
            }
        };
        assert!(read, "{file} is not read: {}", ran.stderr);
    }
}
