//! The binary: what it prints where, and how it ends.

use crate::support::{AS_OF, Ran, afterrun, copy, fed, folder, mini, put, repository, text_of};
use afterrun::check::SCHEMAS;
use afterrun::diagnostics::lints;
use serde_json::Value;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

const EASY: [&str; 4] = ["--set", "session_kind=easy", "--set", "duration=50"];

fn with<'a>(args: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [args, more].concat()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn clean(ran: &Ran) -> &str {
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
    &ran.stdout
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}:\n{}\n{}", ran.stdout, ran.stderr))
}

/// A guide's JSON for these answers.
fn guide(more: &[&str]) -> Value {
    let ran = afterrun(&[&["guide", "--format", "json", "--as-of", "2026-11-24"], more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    json(&ran)
}

#[test]
fn exit_codes_and_where_words_go() {
    for (args, code, out, err) in [
        (with(&["guide"], &EASY), 0, "# ", ""),
        (vec!["check"], 0, "", "tests pass"),
        (vec!["check", "--quiet"], 0, "", ""),
        (vec!["--version"], 0, "afterrun ", ""),
        (vec!["--help"], 0, "guide", ""),
        (vec!["guide", "--set", "duration=50"], 1, "", "error[missing-answer]"),
        (with(&["guide", "--set", "body_mass=7"], &EASY), 1, "", "error[out-of-range]"),
        (with(&["guide", "--set", "body_mass"], &EASY), 2, "", "has no `=`"),
        (with(&["guide", "--as-of", "24.11.2026"], &EASY), 2, "", "is not a date"),
        (vec!["guide"], 2, "", "--set session_kind=easy"),
        (vec!["guide", "nothing.yaml"], 2, "", "nothing.yaml"),
        (vec!["gide"], 2, "", "guide"),
        (vec![], 2, "", "Usage"),
        (vec!["explain", "bad-dates"], 2, "", "did you mean `bad-date`?"),
        (vec!["schema", "faqz"], 2, "", "did you mean `faqs`?"),
        (vec!["why", "fast-carbohydrate"], 2, "", "for whom?"),
        (with(&["why", "fast-carbohydrat"], &EASY), 2, "", "did you mean `fast-carbohydrate`?"),
    ] {
        let ran = afterrun(&args);
        assert_eq!(ran.code, Some(code), "{args:?}: {}", ran.stderr);
        for (what, text, part) in [("standard output", &ran.stdout, out), ("standard error", &ran.stderr, err)] {
            assert!(text.contains(part) && text.is_empty() == part.is_empty(), "{args:?} prints on {what}:\n{text}");
        }
    }
}

#[test]
fn profiles_from_standard_input() {
    let yaml = fed(&["guide", "-", "--as-of", "2026-11-24"], b"session_kind: easy\nduration: 50 min\nname: Maya\n");
    let object =
        fed(&["guide", "-", "--as-of", "2026-11-24"], br#"{"session_kind": "easy", "duration": 50, "name": "Maya"}"#);
    assert_eq!(clean(&yaml), clean(&object));
    assert!(yaml.stdout.contains("Maya"));
}

#[test]
fn the_last_answer_wins() {
    let folder = folder();
    let path = folder.path().join("me.yaml");
    put(&path, "session_kind: easy\nduration: 50\nbody_mass: 70\n");
    let me = shown(&path);
    assert_eq!(guide(&[&me])["profile"]["body_mass"], 70.0);
    let set = guide(&[&me, "--set", "body_mass=60", "--set", "body_mass=64 kg", "--set", "duration=1 h 30 min"]);
    assert_eq!((&set["profile"]["body_mass"], &set["profile"]["duration"]), (&Value::from(64.0), &Value::from(90.0)));
    let unsaid = guide(&[&me, "--set", "body_mass=~"]);
    assert_eq!(unsaid["profile"].get("body_mass"), None);
    let bad = afterrun(&["guide", &me, "--set", "body_mass=7"]);
    assert!(bad.stderr.contains("--set:1:"), "{}", bad.stderr);
}

#[test]
fn symptoms_in_own_words_end_the_guide() {
    let guide = guide(&with(&["--set", "symptoms=legs wrecked, pee like cola"], &EASY));
    let stop: Vec<&str> =
        guide["stop"].as_array().into_iter().flatten().filter_map(|flag| flag["id"].as_str()).collect();
    assert_eq!(stop, ["muscle-breakdown"]);
    assert_eq!((&guide["ends"], &guide["sections"]), (&Value::from(true), &Value::Array(Vec::new())));
}

#[test]
fn as_of_is_the_day() {
    let guide = guide(&EASY);
    assert_eq!(guide["stamp"]["as_of"], AS_OF.to_string());
    let other = afterrun(&with(&["guide", "--as-of", "2026-02-29"], &EASY));
    assert_eq!(other.code, Some(2), "{}", other.stderr);
}

#[test]
fn a_closed_pipe_is_success() {
    for args in
        [vec!["explain"], vec!["check", "--format", "json"], with(&["guide"], &EASY), vec!["man"], vec!["--help"]]
    {
        let child = Command::new(env!("CARGO_BIN_EXE_afterrun"))
            .args(&args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{error}"));
        drop(child.stdout.take());
        let mut words = String::new();
        let read = child.stderr.take().map(|mut pipe| pipe.read_to_string(&mut words));
        let status = child.wait();
        assert!(matches!(&status, Ok(status) if status.success()), "{args:?}: {status:?} {read:?} {words}");
        assert_eq!(words, "", "{args:?}");
    }
}

#[test]
fn a_guide_is_written_whole_or_not_at_all() {
    let folder = folder();
    let at = |name: &str| shown(&folder.path().join(name));
    for (name, part) in [("g.md", "# "), ("g.html", "<!"), ("g.json", "{"), ("g.txt", "# ")] {
        let ran = afterrun(&with(&["guide", "-o", &at(name)], &EASY));
        assert_eq!(clean(&ran), "");
        assert!(text_of(&folder.path().join(name)).to_lowercase().starts_with(part), "{name}");
    }
    put(&folder.path().join("g.md"), "before");
    let ran = afterrun(&["guide", "-o", &at("g.md"), "--set", "session_kind=easy"]);
    assert_eq!((ran.code, text_of(&folder.path().join("g.md")).as_str()), (Some(1), "before"));
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).into_iter().flatten().flatten().map(|e| e.file_name()).collect();
    assert_eq!(names.len(), 4, "something is left behind: {names:?}");
}

#[test]
fn findings_for_machines() {
    let none = json(&afterrun(&["check", "--format", "json"]));
    assert_eq!(
        (&none["schema"], &none["errors"], &none["findings"]),
        (&"afterrun-findings/1".into(), &0.into(), &Value::Array(Vec::new()))
    );
    let pack = mini();
    let content = pack.path().join("content");
    put(
        &content.join("faqs/b.yaml"),
        "- id: naps\n  question: Ä?\n  anwser: Yes.\n  answer: Yes.\n  updated: 2026-11-24\n",
    );
    let ran = afterrun(&["check", "--format", "json", "--content", &shown(&content)]);
    let report = json(&ran);
    assert_eq!((ran.code, ran.stderr.as_str(), &report["errors"]), (Some(1), "", &1.into()));
    let (finding, place) = (&report["findings"][0], &report["findings"][0]["place"]);
    assert_eq!((&finding["name"], &finding["severity"]), (&"unknown-field".into(), &"error".into()));
    assert_eq!((&place["line"], &place["column"], &place["end_column"]), (&3.into(), &3.into(), &9.into()));
    assert_eq!(place["file"], shown(&content.join("faqs/b.yaml")));
    assert_eq!(finding["help"][0]["replace"]["text"], "answer");
}

#[test]
fn every_lint_is_explained() {
    let list = afterrun(&["explain"]);
    assert_eq!(clean(&list).lines().count(), lints::ALL.len());
    for lint in lints::ALL {
        assert!(list.stdout.lines().any(|line| line.split_whitespace().next() == Some(lint.name)), "{}", lint.name);
    }
    for lint in [&lints::BAD_DATE, &lints::YAML_SYNTAX] {
        assert_eq!(clean(&afterrun(&["explain", lint.name])), lint.page);
    }
}

/// A YAML file as JSON, read by a parser that is not ours, numbers and booleans as YAML has them.
fn value_of(path: &Path) -> Value {
    serde_yaml::from_str(&text_of(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schema(kind: &str) -> (Value, jsonschema::Validator) {
    let schema = json(&afterrun(&["schema", kind]));
    let meta = jsonschema::draft202012::meta::validate(&schema);
    assert!(meta.is_ok(), "the schema of {kind} is no schema: {meta:?}");
    let validator = jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{kind}: {error}"));
    (schema, validator)
}

/// The files of a kind in the shipped pack.
fn files(kind: &str) -> Vec<std::path::PathBuf> {
    let name = if kind == "inputs" { "profile" } else { kind };
    let single = repository(&format!("content/{name}.yaml"));
    let folder = walkdir::WalkDir::new(repository(&format!("content/{name}"))).into_iter().flatten();
    let several = folder.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|e| e == "yaml"));
    several.chain(Some(single)).filter(|path| path.is_file()).collect()
}

#[test]
fn shipped_files_have_the_shape_of_their_schemas() {
    let mut wrong = Vec::new();
    for (kind, _) in SCHEMAS {
        let (schema, validator) = schema(kind);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let files = files(kind);
        assert!(!files.is_empty(), "the shipped pack has no {kind}");
        for path in files {
            let value = value_of(&path);
            wrong.extend(
                validator.iter_errors(&value).take(3).map(|e| format!("{}{}: {e}", shown(&path), e.instance_path())),
            );
            let mut misspelt = value.clone();
            let entry = match &mut misspelt {
                Value::Array(list) => list.first_mut(),
                map => Some(map),
            };
            if let Some(Value::Object(map)) = entry
                && *kind != "strings"
            {
                map.insert("titel".to_owned(), Value::from("x"));
                assert!(!validator.is_valid(&misspelt), "{}: a misspelt key passes", shown(&path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn example_profiles_have_the_shape_of_their_schema() {
    let (_, validator) = schema("profile");
    for entry in std::fs::read_dir(repository("examples")).into_iter().flatten().flatten() {
        let mut value = value_of(&entry.path());
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", shown(&entry.path()));
        value["duraton"] = 5.into();
        assert!(!validator.is_valid(&value), "a misspelt answer passes");
    }
}

#[test]
fn templates_are_overridden_file_by_file() {
    let folder = folder();
    let own = shown(folder.path());
    put(&folder.path().join("guide.md"), "mine\n{% include \"shipped/guide.md\" %}\n");
    let plain = afterrun(&with(&["guide", "--as-of", "2026-11-24"], &EASY));
    let mine = afterrun(&with(&["guide", "--as-of", "2026-11-24", "--templates", &own], &EASY));
    assert_eq!(clean(&mine), format!("mine\n{}", plain.stdout));
    let html = with(&["guide", "--as-of", "2026-11-24", "--format", "html"], &EASY);
    assert_eq!(
        afterrun(&html).stdout,
        afterrun(&[html.as_slice(), &["--templates", &own]].concat()).stdout,
        "the others stay"
    );
    put(&folder.path().join("guide.md"), "{% extends \"shipped/guide.md\" %}\n");
    assert_eq!(clean(&afterrun(&with(&["guide", "--as-of", "2026-11-24", "--templates", &own], &EASY))), plain.stdout);
}

#[test]
fn a_broken_template_has_a_place_and_a_caret() {
    for (text, place) in [
        ("fine\n{% if guide.ends %}\n", "guide.md:"),
        ("fine\n{{ guide.nothing.at.all }}\n", "guide.md:2:"),
        ("fine\n{{ t(key=\"guide.titel\") }}\n", "guide.md:2:"),
        ("fine\n{{ guide.date | shout }}\n", "guide.md:2:"),
        ("{% extends \"shipped/nothing.md\" %}\n", "guide.md:1:"),
    ] {
        let folder = folder();
        let path = folder.path().join("guide.md");
        put(&path, text);
        let out = shown(&folder.path().join("out.md"));
        let ran = afterrun(&with(&["guide", "--templates", &shown(folder.path()), "-o", &out], &EASY));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{text}{}", ran.stderr);
        let caret = ran.stderr.lines().any(|line| line.contains('|') && line.contains('^'));
        assert!(caret && ran.stderr.contains(place), "{text}{}", ran.stderr);
        assert!(!Path::new(&out).exists());
    }
}

#[test]
fn completions_and_the_manual_print() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(clean(&afterrun(&["completions", shell])).contains("afterrun"), "{shell}");
    }
    let man = afterrun(&["man"]);
    assert!(clean(&man).starts_with(".ie") || man.stdout.contains(".TH afterrun"), "{}", man.stdout);
}

#[test]
fn a_copy_of_the_pack_gives_the_same_bytes() {
    let folder = folder();
    copy(&repository("content"), folder.path());
    for format in ["md", "html", "card", "json"] {
        let args = with(&["guide", "--as-of", "2026-11-24", "--format", format, "--set", "body_mass=70"], &EASY);
        let copied = afterrun(&[args.as_slice(), &["--content", &shown(folder.path())]].concat());
        assert_eq!(clean(&copied), clean(&afterrun(&args)), "{format}");
    }
    let check = afterrun(&["check", "--content", &shown(folder.path())]);
    assert_eq!(check.code, Some(0), "{}", check.stderr);
}

#[test]
fn why_says_what_the_guide_does() {
    let args = with(
        &["why", "fast-carbohydrate", "--set", "next_hard_in=5", "--set", "body_mass=70", "--set", "conditions=[]"],
        &EASY,
    );
    let words = afterrun(&args);
    assert!(clean(&words).lines().count() > 5, "{}", words.stdout);
    let verdict = json(&afterrun(&[args.as_slice(), &["--format", "json"]].concat()));
    let guide = guide(&args[2..]);
    let items =
        guide["sections"].as_array().into_iter().flatten().flat_map(|s| s["items"].as_array().into_iter().flatten());
    let shown = items.filter(|item| item["id"] == "fast-carbohydrate").count() == 1;
    assert_eq!((&verdict["id"], &verdict["shown"]), (&"fast-carbohydrate".into(), &shown.into()));
}
