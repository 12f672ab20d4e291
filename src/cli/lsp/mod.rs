//! `afterrun lsp`: what an editor asks while somebody types, over standard input and output.
//!
//! 1. [`documents`]: the texts that are open, and the packs that they belong to.
//! 2. [`checker`]: two threads that check a pack, quick and thorough, so that nobody waits for them to type on.
//! 3. [`answers`]: requests; [`convert`] puts places and findings into the protocol's form.
//!
//! The loop below owns everything. An edit makes the checks due a moment later; only the newest text is checked.

mod answers;
mod checker;
mod convert;
mod documents;

use super::{Exit, Globals};
use crate::editor::position::Encoding;
use anyhow::Context;
use checker::{Checked, Checker};
use clap::Args;
use documents::Documents;
use gen_lsp_types as lsp;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long nothing is typed before a text is checked.
const PAUSE: Duration = Duration::from_millis(150);

/// How long nothing is typed before the pack is looked at as a whole; saving asks for it at once.
const LONG_PAUSE: Duration = Duration::from_millis(900);

/// Arguments of `lsp`.
#[derive(Args)]
pub(super) struct LspArgs {
    /// Speak over standard input and output, as it does anyway: some editors say so
    #[arg(long, hide = true)]
    stdio: bool,
}

/// What reaches the loop.
enum Event {
    /// The editor says something.
    Said(Message),
    /// The editor has gone.
    Gone,
    /// A check is done.
    Checked(Checked),
}

/// What the editor can do.
struct Editor {
    encoding: Encoding,
    versioned_edits: bool,
    watches: bool,
}

/// Serves one editor until it leaves.
pub(super) fn run(globals: &Globals, _: &LspArgs) -> anyhow::Result<Exit> {
    let (connection, threads) = Connection::stdio();
    let (id, params) = connection.initialize_start()?;
    let params: lsp::InitializeParams =
        serde_json::from_value(params).context("the editor's greeting cannot be understood")?;
    let editor = Editor::of(&params.capabilities);
    let server = lsp::ServerInfo { name: "afterrun".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    let greeting = lsp::InitializeResult { capabilities: capabilities(editor.encoding), server_info: Some(server) };
    connection.initialize_finish(id, serde_json::to_value(greeting)?)?;
    let content = globals.content.as_ref().map(std::path::absolute).transpose()?;
    let (events, inbox) = channel();
    let listener = events.clone();
    let messages = connection.receiver.clone();
    std::thread::spawn(move || {
        for message in messages {
            if listener.send(Event::Said(message)).is_err() {
                return;
            }
        }
        // Nobody listens any more once the loop has ended.
        let _ = listener.send(Event::Gone);
    });
    let checker = Checker::start(events);
    let documents = Documents::new(content);
    let mut server = Server { connection, editor, documents, checker, packs: BTreeMap::new(), shut_down: false };
    server.watch();
    let exit = server.serve(&inbox);
    drop(server);
    threads.join().context("the conversation broke off")?;
    Ok(exit)
}

impl Editor {
    fn of(capabilities: &lsp::ClientCapabilities) -> Editor {
        let encodings = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let utf8 = encodings.is_some_and(|list| list.contains(&lsp::PositionEncodingKind::UTF8));
        let workspace = capabilities.workspace.as_ref();
        let edits = workspace.and_then(|w| w.workspace_edit.as_ref()).and_then(|e| e.document_changes);
        let watches = workspace.and_then(|w| w.did_change_watched_files.as_ref()).and_then(|w| w.dynamic_registration);
        Editor {
            encoding: if utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            versioned_edits: edits == Some(true),
            watches: watches == Some(true),
        }
    }
}

/// What this server can do.
fn capabilities(encoding: Encoding) -> lsp::ServerCapabilities {
    let encoding = match encoding {
        Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
        Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
    };
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..Default::default()
    };
    let completion = lsp::CompletionOptions {
        trigger_characters: Some([" ", ":", "[", "{", ",", "(", "\""].map(str::to_owned).to_vec()),
        ..Default::default()
    };
    let actions =
        lsp::CodeActionOptions { code_action_kinds: Some(vec![lsp::CodeActionKind::QuickFix]), ..Default::default() };
    lsp::ServerCapabilities {
        position_encoding: Some(encoding),
        text_document_sync: Some(sync.into()),
        completion_provider: Some(completion),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        code_action_provider: Some(actions.into()),
        rename_provider: Some(lsp::RenameOptions { prepare_provider: Some(true), ..Default::default() }.into()),
        ..Default::default()
    }
}

/// What is known of a pack beside its texts.
#[derive(Default)]
struct Watched {
    /// When its newest text is to be checked.
    check_at: Option<Instant>,
    /// When it is to be looked at as a whole.
    analyse_at: Option<Instant>,
    /// The newest check of its newest text.
    checked: Option<Checked>,
    /// Files that findings were shown in, with their addresses.
    shown: BTreeMap<PathBuf, lsp::Uri>,
}

/// The state of a conversation.
struct Server {
    connection: Connection,
    editor: Editor,
    documents: Documents,
    checker: Checker,
    packs: BTreeMap<PathBuf, Watched>,
    shut_down: bool,
}

impl Server {
    /// Answers until the editor leaves.
    fn serve(&mut self, inbox: &Receiver<Event>) -> Exit {
        loop {
            let due = self.packs.values().flat_map(|pack| [pack.check_at, pack.analyse_at]).flatten().min();
            let event = match due {
                Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(Event::Said(Message::Request(request))) => self.request(request),
                Ok(Event::Said(Message::Notification(note))) if note.method == "exit" => break,
                Ok(Event::Said(Message::Notification(note))) => self.notification(note),
                // Answers to what we asked: only to watch files, which needs none.
                Ok(Event::Said(Message::Response(_))) => {}
                Ok(Event::Checked(checked)) => self.show(checked),
                Err(RecvTimeoutError::Timeout) => self.run_due(),
                Ok(Event::Gone) | Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // The protocol asks for 1 where an editor leaves without a word.
        if self.shut_down { Exit::Clean } else { Exit::Findings }
    }

    fn send(&self, message: impl Into<Message>) {
        // An editor that has gone hears nothing; the loop learns of it soon.
        let _ = self.connection.sender.send(message.into());
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        self.send(Notification::new(method.to_owned(), params));
    }

    /// Asks to be told of files that change outside the editor.
    fn watch(&self) {
        if !self.editor.watches {
            return;
        }
        let options = serde_json::json!({ "watchers": [{ "globPattern": "**/*.{yaml,yml}" }] });
        let method = "workspace/didChangeWatchedFiles";
        let registration = serde_json::json!({ "id": "packs", "method": method, "registerOptions": options });
        let params = serde_json::json!({ "registrations": [registration] });
        self.send(Request::new(RequestId::from("watch".to_owned()), "client/registerCapability".to_owned(), params));
    }

    fn request(&mut self, request: Request) {
        if self.shut_down {
            let words = "the conversation has been ended".to_owned();
            return self.send(Response::new_err(request.id, ErrorCode::InvalidRequest as i32, words));
        }
        let response = match request.method.as_str() {
            "shutdown" => {
                self.shut_down = true;
                Response::new_ok(request.id, ())
            }
            "textDocument/hover" => answer(request, |params| Ok(self.hover(&params))),
            "textDocument/completion" => answer(request, |params| Ok(self.completion(&params))),
            "textDocument/definition" => answer(request, |params| Ok(self.definition(&params))),
            "textDocument/references" => answer(request, |params| Ok(self.references(&params))),
            "textDocument/documentSymbol" => answer(request, |params| Ok(self.document_symbols(&params))),
            "workspace/symbol" => answer(request, |params| Ok(self.workspace_symbols(&params))),
            "textDocument/codeAction" => answer(request, |params| Ok(self.code_actions(&params))),
            "textDocument/prepareRename" => answer(request, |params| self.prepare_rename(&params)),
            "textDocument/rename" => answer(request, |params| self.rename(&params)),
            other => {
                let words = format!("afterrun does not know `{other}`");
                Response::new_err(request.id, ErrorCode::MethodNotFound as i32, words)
            }
        };
        self.send(response);
    }

    fn notification(&mut self, note: Notification) {
        match note.method.as_str() {
            "textDocument/didOpen" => {
                if let Some(params) = params::<lsp::DidOpenTextDocumentParams>(note) {
                    let pack = self.documents.open(params.text_document);
                    self.changed(pack, true);
                }
            }
            "textDocument/didChange" => {
                if let Some(params) = params(note) {
                    let pack = self.documents.change(params, self.editor.encoding);
                    self.changed(pack, false);
                }
            }
            "textDocument/didSave" => {
                if let Some(params) = params::<lsp::DidSaveTextDocumentParams>(note) {
                    let pack = self.documents.pack_at(&params.text_document.uri);
                    self.changed(pack, true);
                }
            }
            "textDocument/didClose" => {
                if let Some(params) = params::<lsp::DidCloseTextDocumentParams>(note) {
                    let pack = self.documents.close(&params.text_document.uri);
                    self.changed(pack, false);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                for pack in self.documents.refresh() {
                    self.changed(Some(pack), false);
                }
            }
            _ => {}
        }
        self.forget_closed();
    }

    /// A pack's text is another one now: what was known of the old one says nothing.
    fn changed(&mut self, pack: Option<PathBuf>, at_once: bool) {
        let Some(folder) = pack else { return };
        self.documents.forget(&folder);
        let now = Instant::now();
        let pack = self.packs.entry(folder).or_default();
        pack.checked = None;
        pack.check_at = Some(if at_once { now } else { now + PAUSE });
        pack.analyse_at = Some(if at_once { now + PAUSE } else { now + LONG_PAUSE });
    }

    /// Starts the checks whose time has come.
    fn run_due(&mut self) {
        let now = Instant::now();
        let is_due = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        let folders: Vec<PathBuf> = self.packs.keys().cloned().collect();
        for folder in folders {
            let Some(pack) = self.packs.get_mut(&folder) else { continue };
            if is_due(pack.check_at) {
                pack.check_at = None;
                match self.documents.sources(&folder) {
                    Ok(sources) => self.checker.check(folder.clone(), sources, super::load::today()),
                    Err(error) => self.log(&error.to_string()),
                }
            }
            let Some(pack) = self.packs.get_mut(&folder).filter(|pack| is_due(pack.analyse_at)) else { continue };
            // What is still being checked is analysed as soon as that is done.
            if let Some(checked) = pack.checked.as_ref() {
                pack.analyse_at = None;
                self.checker.analyse(checked.clone());
            } else {
                pack.analyse_at = Some(now + PAUSE);
            }
        }
    }

    fn log(&self, words: &str) {
        self.notify("window/logMessage", serde_json::json!({ "type": 2, "message": words }));
    }

    /// Shows the findings of a check, unless the text has changed since.
    fn show(&mut self, checked: Checked) {
        let newest = self.documents.sources(&checked.folder);
        let newest = newest.is_ok_and(|sources| std::sync::Arc::ptr_eq(&sources, &checked.sources));
        let Some(pack) = self.packs.get_mut(&checked.folder).filter(|_| newest) else { return };
        let found = convert::by_file(&checked, &self.documents, self.editor.encoding);
        let mut shown = BTreeMap::new();
        for (path, (address, version, diagnostics)) in found {
            let params = lsp::PublishDiagnosticsParams { uri: address.clone(), version, diagnostics };
            shown.insert(path, (address, params));
        }
        let gone = pack.shown.iter().filter(|(path, _)| !shown.contains_key(*path)).map(|(_, address)| {
            lsp::PublishDiagnosticsParams { uri: address.clone(), version: None, diagnostics: Vec::new() }
        });
        let messages: Vec<_> = gone.chain(shown.values().map(|(_, params)| params.clone())).collect();
        pack.shown = shown.into_iter().map(|(path, (address, _))| (path, address)).collect();
        pack.checked = Some(checked);
        for params in messages {
            self.notify("textDocument/publishDiagnostics", params);
        }
    }

    /// Takes back the findings of packs that no open document belongs to any more.
    fn forget_closed(&mut self) {
        let closed: Vec<PathBuf> =
            self.packs.keys().filter(|folder| !self.documents.has_open(folder)).cloned().collect();
        for folder in closed {
            let shown = self.packs.remove(&folder).map(|pack| pack.shown).unwrap_or_default();
            for address in shown.into_values() {
                let params = lsp::PublishDiagnosticsParams { uri: address, version: None, diagnostics: Vec::new() };
                self.notify("textDocument/publishDiagnostics", params);
            }
            self.documents.forget(&folder);
        }
    }
}

/// The parameters of a notification; one that cannot be understood is passed over, as the protocol asks.
fn params<P: DeserializeOwned>(note: Notification) -> Option<P> {
    serde_json::from_value(note.params).ok()
}

/// Answers a request; words for the person who asked become the protocol's error.
fn answer<P: DeserializeOwned, R: Serialize>(
    request: Request,
    respond: impl FnOnce(P) -> Result<R, String>,
) -> Response {
    match serde_json::from_value(request.params) {
        Err(error) => Response::new_err(request.id, ErrorCode::InvalidParams as i32, error.to_string()),
        Ok(params) => match respond(params) {
            Ok(result) => Response::new_ok(request.id, result),
            Err(words) => Response::new_err(request.id, ErrorCode::RequestFailed as i32, words),
        },
    }
}
