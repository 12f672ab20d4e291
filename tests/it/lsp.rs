//! Conversations with `afterrun lsp`, as an editor holds them: real messages over real pipes.

use crate::support::{afterrun, copy, folder, mini, put, repository, text_of};
use afterrun::editor::OWN_INPUTS;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// An answer that takes longer never comes.
const HANGS: Duration = Duration::from_secs(60);

/// An editor with its server.
struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    inbox: Receiver<Value>,
    asked: i64,
    /// The newest findings of each address.
    shown: BTreeMap<String, Vec<Value>>,
    greeting: Value,
    version: i64,
}

impl Editor {
    /// Starts a server and greets it.
    fn start(args: &[&str], capabilities: Value) -> Editor {
        let mut child = Command::new(env!("CARGO_BIN_EXE_afterrun"))
            .arg("lsp")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start the server: {error}"));
        let output = child.stdout.take();
        let (sender, inbox) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output?);
            while let Some(message) = message(&mut output) {
                sender.send(message).ok()?;
            }
            Some(())
        });
        let input = child.stdin.take();
        let mut editor =
            Editor { child, input, inbox, asked: 0, shown: BTreeMap::new(), greeting: Value::Null, version: 1 };
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        editor.greeting = editor.ask("initialize", params);
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().unwrap_or_else(|| panic!("the input is closed"));
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap_or_else(|error| panic!("{error}"));
        input.flush().unwrap_or_else(|error| panic!("{error}"));
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Reads a message; findings are kept.
    fn hear(&mut self) -> Value {
        let message = self.inbox.recv_timeout(HANGS).unwrap_or_else(|error| panic!("the server is silent: {error}"));
        if message["method"] == "textDocument/publishDiagnostics" {
            let address = message["params"]["uri"].as_str().unwrap_or_default().to_owned();
            let list = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
            self.shown.insert(address, list);
        }
        message
    }

    /// The whole answer to a request.
    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.hear();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Asks about a place.
    fn ask_at(&mut self, method: &str, path: &Path, (line, column): (usize, usize), more: Value) -> Value {
        let mut params = json!({
            "textDocument": { "uri": uri(path) },
            "position": { "line": line, "character": column },
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        self.answer(method, params)
    }

    fn open(&mut self, path: &Path, text: &str) {
        let item = json!({ "uri": uri(path), "languageId": "yaml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Puts another text in the place of a whole document.
    fn write(&mut self, path: &Path, text: &str) {
        self.change(path, json!([{ "text": text }]));
    }

    fn change(&mut self, path: &Path, changes: Value) {
        self.version += 1;
        let document = json!({ "uri": uri(path), "version": self.version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Listens until the findings of a file are as wanted.
    fn until(&mut self, path: &Path, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        loop {
            if let Some(list) = self.shown.get(&uri(path)).filter(|list| wanted(list)) {
                return list.clone();
            }
            self.hear();
        }
    }

    /// Leaves; gives the exit code.
    fn leave(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.child.wait().ok().and_then(|status| status.code())
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn message(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").and_then(|n| n.parse().ok()).unwrap_or(length),
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn uri(path: &Path) -> String {
    let path = path.to_str().unwrap_or_else(|| panic!("an odd path: {}", path.display()));
    format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" }).replace('\\', "/")
}

/// Line and column of the end of the first `words` of a text that has only ASCII before them on their line.
fn end_of(text: &str, words: &str) -> (usize, usize) {
    let at = text.find(words).unwrap_or_else(|| panic!("no {words:?}")) + words.len();
    let line = text[..at].matches('\n').count();
    (line, at - text[..at].rfind('\n').map_or(0, |start| start + 1))
}

/// The text after the edits of a workspace edit in the old form.
fn edited(text: &str, edits: &Value) -> String {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let byte = |place: &Value| {
        let number = |name: &str| place[name].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        starts[number("line")] + number("character")
    };
    let mut text = text.to_owned();
    for edit in edits.as_array().into_iter().flatten().rev() {
        let range = byte(&edit["range"]["start"])..byte(&edit["range"]["end"]);
        text.replace_range(range, edit["newText"].as_str().unwrap_or_default());
    }
    text
}

/// The files of a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// How often a word stands in a text as a value of its own, not among others.
fn named(text: &str, word: &str) -> usize {
    let starts = |at: usize| ["[", ", ", ": "].iter().any(|before| text[..at].ends_with(before));
    text.match_indices(word).filter(|(at, _)| starts(*at)).count()
}

fn codes(list: &[Value]) -> Vec<&str> {
    list.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

fn labels(answer: &Value) -> Vec<&str> {
    let items = answer["result"]["items"].as_array();
    items.into_iter().flatten().filter_map(|item| item["label"].as_str()).collect()
}

#[test]
fn a_session_from_the_first_word_to_the_last() {
    let home = mini();
    let content = std::fs::canonicalize(home.path().join("content")).unwrap_or_else(|error| panic!("{error}"));
    let path = content.join("faqs/a.yaml");
    let text = text_of(&path);
    let mut editor = Editor::start(&[], json!({}));
    assert_eq!(editor.greeting["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(editor.greeting["serverInfo"]["name"], "afterrun");

    // A misspelled source is found while it is typed.
    let broken = text.replacen("handbook", "handbok", 1);
    editor.open(&path, &broken);
    let list = editor.until(&path, |list| !list.is_empty());
    assert_eq!(codes(&list), ["unknown-reference"]);
    let (line, column) = end_of(&broken, "handbok");
    let start = json!({ "line": line, "character": column - "handbok".len() });
    assert_eq!(list[0]["range"], json!({ "start": start, "end": { "line": line, "character": column } }));
    assert_eq!((&list[0]["severity"], &list[0]["source"]), (&json!(1), &json!("afterrun")));

    // It comes with what to type instead, and goes once that is done.
    let range = list[0]["range"].clone();
    let context = json!({ "diagnostics": [list[0]] });
    let params = json!({ "textDocument": { "uri": uri(&path) }, "range": range, "context": context });
    let actions = editor.ask("textDocument/codeAction", params);
    assert_eq!(actions[0]["title"], "write `handbook`");
    let edits = &actions[0]["edit"]["changes"][uri(&path)];
    assert_eq!(edited(&broken, edits), text);
    editor.change(&path, json!([{ "range": edits[0]["range"], "text": edits[0]["newText"] }]));
    editor.until(&path, <[Value]>::is_empty);

    // What it is, what else it could be, where it comes from, where else it stands.
    let place = end_of(&text, "[hand");
    let hover = editor.ask_at("textDocument/hover", &path, place, json!({}));
    let words = hover["result"]["contents"]["value"].as_str().unwrap_or_default();
    assert!(words.contains("**handbook** · source"), "{hover}");
    let done = editor.ask_at("textDocument/completion", &path, place, json!({}));
    assert!(labels(&done).contains(&"handbook"), "{done}");
    let definition = editor.ask_at("textDocument/definition", &path, place, json!({}));
    assert_eq!(definition["result"][0]["uri"], uri(&content.join("sources/a.yaml")));
    let all = json!({ "context": { "includeDeclaration": true } });
    let uses = editor.ask_at("textDocument/references", &path, place, all);
    let used: usize = files(&content).iter().map(|file| named(&text_of(file), "handbook")).sum();
    assert_eq!(uses["result"].as_array().map(Vec::len), Some(used));

    // Another name for it, everywhere; not one that is none.
    let prepared = editor.ask_at("textDocument/prepareRename", &path, place, json!({}));
    assert_eq!(prepared["result"]["placeholder"], "handbook");
    let renamed = editor.ask_at("textDocument/rename", &path, place, json!({ "newName": "the-handbook" }));
    let changes = renamed["result"]["changes"].as_object().cloned().unwrap_or_default();
    for (address, edits) in &changes {
        let path = PathBuf::from(address.trim_start_matches("file://"));
        put(&path, edited(&text_of(&path), edits));
    }
    for file in files(&content).iter().filter(|file| **file != path) {
        let text = text_of(file);
        assert_eq!(named(&text, "handbook"), 0, "{}", file.display());
    }
    let refused = editor.ask_at("textDocument/rename", &path, place, json!({ "newName": "The Handbook" }));
    assert!(refused["error"]["message"].as_str().is_some_and(|words| words.contains("is not an id")), "{refused}");

    // The disk has changed under the editor: it is told, and the open text is now the one that is wrong.
    let changed = json!({ "changes": [{ "uri": uri(&content.join("sources/a.yaml")), "type": 2 }] });
    editor.tell("workspace/didChangeWatchedFiles", changed);
    editor.write(&path, &text);
    editor.until(&path, |list| codes(list).contains(&"unknown-reference"));

    // A closed pack takes its findings along.
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&path) } }));
    editor.until(&path, <[Value]>::is_empty);
    assert_eq!(editor.leave(), Some(0));
}

/// A rename of an input that the program asks for would leave it without an answer. Whatever is an input of the shipped pack
/// and stands in the code as a text of its own is asked for.
#[test]
fn inputs_that_the_program_asks_for_by_name_are_known() {
    let profile = text_of(&repository("content/profile.yaml"));
    let inputs: Vec<&str> = profile.lines().filter_map(|line| line.strip_prefix("      - id: ")).collect();
    assert!(inputs.contains(&"session_kind"));
    for file in files(&repository("src")).iter().filter(|file| file.extension().is_some_and(|e| e == "rs")) {
        if ["tests.rs", "testing.rs", "properties.rs", "worked.rs"].iter().any(|name| file.ends_with(name)) {
            continue;
        }
        let text = text_of(file);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for call in [
            "input(",
            "given(",
            "tell(",
            "day(",
            "time(",
            "chosen(content, profile, ",
            "number_given(content, profile, ",
        ] {
            for rest in code.split(&format!("{call}\"")).skip(1) {
                let name = rest.split('"').next().unwrap_or_default();
                let is_asked = inputs.contains(&name);
                assert!(
                    !is_asked || OWN_INPUTS.contains(&name),
                    "{}: `{name}` belongs into OWN_INPUTS",
                    file.display()
                );
            }
        }
    }
    let strange: Vec<_> = OWN_INPUTS.iter().filter(|name| !inputs.contains(name)).collect();
    assert!(strange.is_empty(), "no inputs of the shipped pack: {strange:?}");
}

#[test]
fn a_pack_that_was_never_saved_has_findings_and_others_have_none() {
    let home = folder();
    let root = std::fs::canonicalize(home.path()).unwrap_or_else(|error| panic!("{error}"));
    let mut editor = Editor::start(&["--stdio"], json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } }));
    assert_eq!(editor.greeting["capabilities"]["positionEncoding"], "utf-8");
    let stranger = root.join("other/site.yaml");
    editor.open(&stranger, "- hosts: all\n");
    let nothing = editor.ask_at("textDocument/hover", &stranger, (0, 3), json!({}));
    assert_eq!(nothing["result"], Value::Null);

    let site = root.join("pack/site.yaml");
    let profile = root.join("pack/profile.yaml");
    let line = "style: { forbid: [😀], readng_grade: 9 }";
    editor.open(&site, &format!("title: T\r\n{line}\r\n"));
    editor.open(&profile, "groups: [\r\n");
    let list = editor.until(&site, |list| codes(list).contains(&"unknown-field"));
    let slip = list.iter().find(|finding| finding["code"] == "unknown-field").cloned().unwrap_or_default();
    assert_eq!(slip["range"]["start"], json!({ "line": 1, "character": line.find("readng") }), "counted in bytes");
    assert!(codes(&list).contains(&"missing-field"), "{list:?}");
    editor.until(&profile, |list| codes(list) == ["yaml-syntax"]);
    assert!(!editor.shown.contains_key(&uri(&stranger)), "{:?}", editor.shown);

    // Not a word of what is not understood, and an answer to what is not known.
    editor.tell("textDocument/didChange", json!({ "nonsense": true }));
    assert_eq!(editor.answer("textDocument/nonsense", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.answer("textDocument/hover", json!({}))["error"]["code"], -32602);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.child.wait().ok().and_then(|status| status.code()), Some(1), "it left without a word");
}

#[test]
fn the_shipped_pack_is_quiet_and_knows_its_names() {
    let home = folder();
    let root = std::fs::canonicalize(home.path()).unwrap_or_else(|error| panic!("{error}"));
    copy(&repository("content"), &root.join("content"));
    let path = root.join("content/guidance/hydration.yaml");
    let text = text_of(&path);
    let edits = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let mut editor = Editor::start(&[], edits);
    editor.open(&path, &text.replacen("next_hard_in: \"< 12 h\"", "next_hard_on: \"< 12 h\"", 1));
    let list = editor.until(&path, |list| !list.is_empty());
    assert_eq!(codes(&list), ["unknown-reference"]);
    editor.write(&path, &text);
    editor.until(&path, <[Value]>::is_empty);
    assert!(editor.shown.values().all(Vec::is_empty), "{:?}", editor.shown);

    for (words, expected) in [
        ("term:hyponat", "**hyponatremia** · term"),
        ("[sawka", "**sawka2007** · source"),
        ("min(rehyd", "**rehydration** · measure"),
        ("mass_ch", "**mass\\_change** · measure"),
        ("heart-dis", "option of `conditions`"),
        ("instead: ask", "· item"),
    ] {
        let hover = editor.ask_at("textDocument/hover", &path, end_of(&text, words), json!({}));
        let shown = hover["result"]["contents"]["value"].as_str().unwrap_or_default();
        assert!(shown.contains(expected), "{words}: {hover}");
    }
    let place = end_of(&text, "tiredness");
    let renamed = editor.ask_at("textDocument/rename", &path, place, json!({ "newName": "signs_of_tiredness" }));
    let changed = renamed["result"]["documentChanges"].as_array().cloned().unwrap_or_default();
    assert!(changed.len() > 5, "{renamed}");
    let own = changed.iter().find(|file| file["textDocument"]["uri"] == uri(&path)).cloned().unwrap_or_default();
    assert_eq!(own["textDocument"]["version"], 2, "edits of an open text are of its version");
    for file in &changed {
        let address = file["textDocument"]["uri"].as_str().unwrap_or_default();
        let path = PathBuf::from(address.trim_start_matches("file://"));
        put(&path, edited(&text_of(&path), &file["edits"]));
    }
    editor.leave();
    let checked = crate::support::check_folder(&root);
    assert!(!checked.1.has_errors(), "{}", crate::support::words(&checked.1, &checked.0));
    for file in files(&root.join("content")) {
        assert!(!text_of(&file).contains("tiredness_signs"), "{}", file.display());
    }
}

#[test]
fn a_new_pack_passes_its_check_and_makes_a_guide() {
    let home = folder();
    let path = home.path().join("mine");
    let name = path.to_str().unwrap_or_default();
    let made = afterrun(&["new", name]);
    assert_eq!((made.code, made.stdout.as_str()), (Some(0), ""), "{made:?}");
    let checked = afterrun(&["check", "--content", name]);
    assert_eq!(checked.code, Some(0), "{}", checked.stderr);
    assert!(checked.stderr.starts_with("10 files: 1 topics, 3 items"), "not a warning: {}", checked.stderr);
    let runner = ["--set", "session_kind=long", "--set", "duration=90", "--set", "body_mass=70"];
    let guide = afterrun(&[&["guide", "--content", name], &runner[..]].concat());
    assert!(guide.stdout.contains("Have 20 g of protein with your first meal."), "{guide:?}");
    let again = afterrun(&["new", name]);
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("is not empty"), "{}", again.stderr);
}
