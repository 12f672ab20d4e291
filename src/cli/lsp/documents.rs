//! The open texts, and the packs that they belong to.

use crate::disk::{DiskError, edited_pack};
use crate::editor::Index;
use crate::editor::position::{Encoding, Lines, Position};
use crate::source::{FileId, Sources};
use gen_lsp_types as lsp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files of which a pack has several, and other folders hardly two.
const SIGNS: &[&str] = &["site.yaml", "profile.yaml", "guide.yaml", "measures.yaml", "red-flags.yaml"];

/// How many of them make a folder a pack: one of them may be missing, and another may be the one that is typed.
const ENOUGH: usize = 2;

/// A text that is open in the editor.
struct Document {
    /// Its address as the editor writes it.
    address: lsp::Uri,
    version: i32,
    text: String,
}

/// A pack as it is typed, as far as somebody has asked.
#[derive(Default)]
struct Typed {
    sources: Option<Arc<Sources>>,
    index: Option<Arc<Index>>,
    /// The newest index that no unreadable file has made holes in.
    whole: Option<Arc<Index>>,
}

/// All open texts.
pub(super) struct Documents {
    /// The pack that the command line names.
    content: Option<PathBuf>,
    open: BTreeMap<PathBuf, Document>,
    packs: BTreeMap<PathBuf, Typed>,
}

/// A place in a pack.
pub(super) struct Place {
    /// Its texts.
    pub sources: Arc<Sources>,
    /// Their names.
    pub index: Arc<Index>,
    /// The text of the place.
    pub file: FileId,
    /// Its folder.
    pub folder: PathBuf,
}

impl Documents {
    /// None yet. With `content`, only files of that folder are of a pack.
    pub fn new(content: Option<PathBuf>) -> Documents {
        Documents { content, open: BTreeMap::new(), packs: BTreeMap::new() }
    }

    /// Opens a text; gives its pack.
    pub fn open(&mut self, item: lsp::TextDocumentItem) -> Option<PathBuf> {
        let path = path_of(&item.uri)?;
        self.open.insert(path.clone(), Document { address: item.uri, version: item.version, text: item.text });
        self.pack_of(&path)
    }

    /// Changes a text; gives its pack.
    pub fn change(&mut self, params: lsp::DidChangeTextDocumentParams, encoding: Encoding) -> Option<PathBuf> {
        let path = path_of(&params.text_document.text_document_identifier.uri)?;
        let document = self.open.get_mut(&path)?;
        document.version = params.text_document.version;
        for change in params.content_changes {
            match change {
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    document.text = whole.text;
                }
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::of(&document.text);
                    let start = lines.offset(placed(part.range.start), encoding);
                    let end = lines.offset(placed(part.range.end), encoding).max(start);
                    document.text.replace_range(start..end, &part.text);
                }
            }
        }
        self.pack_of(&path)
    }

    /// Closes a text; gives its pack.
    pub fn close(&mut self, address: &lsp::Uri) -> Option<PathBuf> {
        let path = path_of(address)?;
        let pack = self.pack_of(&path);
        self.open.remove(&path);
        pack
    }

    /// The packs of all open texts, read anew.
    pub fn refresh(&mut self) -> BTreeSet<PathBuf> {
        self.open.keys().filter_map(|path| self.pack_of(path)).collect()
    }

    /// Whether any text of a pack is open.
    pub fn has_open(&self, folder: &Path) -> bool {
        self.open.keys().any(|path| self.pack_of(path).is_some_and(|own| own == folder))
    }

    /// The pack of an address.
    pub fn pack_at(&self, address: &lsp::Uri) -> Option<PathBuf> {
        self.pack_of(&path_of(address)?)
    }

    /// The texts of a pack have changed.
    pub fn forget(&mut self, folder: &Path) {
        if let Some(pack) = self.packs.get_mut(folder) {
            (pack.sources, pack.index) = (None, None);
        }
    }

    /// The address and, where it is open, the version of a path.
    pub fn address(&self, path: &Path) -> Option<(lsp::Uri, Option<i32>)> {
        match self.open.get(path) {
            Some(document) => Some((document.address.clone(), Some(document.version))),
            None => lsp::Uri::from_file_path(path).ok().map(|address| (address, None)),
        }
    }

    /// The texts of a pack as they are typed now. The same until [`forget`](Self::forget) is called.
    ///
    /// # Errors
    /// A file or folder that cannot be read.
    pub fn sources(&mut self, folder: &Path) -> Result<Arc<Sources>, DiskError> {
        if let Some(sources) = self.packs.get(folder).and_then(|pack| pack.sources.clone()) {
            return Ok(sources);
        }
        let own = self.open.iter().filter(|(path, _)| self.pack_of(path).is_some_and(|own| own == folder));
        let typed = own.filter_map(|(path, document)| Some((relative(path, folder)?, document.text.clone())));
        let sources = Arc::new(edited_pack(folder, &typed.collect())?);
        self.packs.entry(folder.to_owned()).or_default().sources = Some(sources.clone());
        Ok(sources)
    }

    /// The names of a pack as it is typed now.
    fn index(&mut self, folder: &Path, sources: &Sources) -> Arc<Index> {
        let pack = self.packs.entry(folder.to_owned()).or_default();
        if let Some(index) = &pack.index {
            return index.clone();
        }
        let index = Arc::new(Index::of(sources));
        if index.unread().is_empty() {
            pack.whole = Some(index.clone());
        }
        pack.index = Some(index.clone());
        index
    }

    /// The pack and the text of an address; `None` for a text that is of no pack.
    pub fn place(&mut self, address: &lsp::Uri) -> Option<Place> {
        let path = path_of(address)?;
        let folder = self.pack_of(&path)?;
        let sources = self.sources(&folder).ok()?;
        let name = relative(&path, &folder)?;
        let file = sources.iter().find(|(_, source)| source.path() == name).map(|(file, _)| file)?;
        let index = self.index(&folder, &sources);
        Some(Place { sources, index, file, folder })
    }

    /// The names that a pack had when it could last be read whole.
    pub fn whole_index(&self, folder: &Path) -> Option<Arc<Index>> {
        self.packs.get(folder).and_then(|pack| pack.whole.clone())
    }

    /// The names of every pack with an open text.
    pub fn indices(&mut self) -> Vec<Place> {
        let addresses: Vec<lsp::Uri> = self.open.values().map(|document| document.address.clone()).collect();
        let mut places: Vec<Place> = addresses.iter().filter_map(|address| self.place(address)).collect();
        places.sort_by(|a, b| a.folder.cmp(&b.folder));
        places.dedup_by(|a, b| a.folder == b.folder);
        places
    }

    /// The pack of a path: the nearest folder above it that has what packs have, saved or open.
    fn pack_of(&self, path: &Path) -> Option<PathBuf> {
        let is_yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        if !is_yaml {
            return None;
        }
        if let Some(content) = &self.content {
            return path.starts_with(content).then(|| content.clone());
        }
        let has = |folder: &Path, name: &str| {
            let file = folder.join(name);
            self.open.contains_key(&file) || file.is_file()
        };
        let folders = path.ancestors().skip(1);
        let mut packs = folders.filter(|folder| SIGNS.iter().filter(|name| has(folder, name)).count() >= ENOUGH);
        packs.next().map(Path::to_owned)
    }
}

/// The path of a file's address; other addresses have none.
fn path_of(address: &lsp::Uri) -> Option<PathBuf> {
    (address.scheme() == "file").then(|| address.to_file_path().ok()).flatten()
}

/// A path in a pack with `/`, as findings name it; none for hidden files.
fn relative(path: &Path, folder: &Path) -> Option<String> {
    let parts = path.strip_prefix(folder).ok()?.components();
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    (!parts.iter().any(|part| part.starts_with('.'))).then(|| parts.join("/"))
}

fn placed(at: lsp::Position) -> Position {
    Position { line: at.line, column: at.character }
}
