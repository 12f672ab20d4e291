//! Requests of the editor. A text that is of no pack gets no answer, and no complaint.

use super::Server;
use super::convert::{Places, byte, diagnostic, path};
use super::documents::Place;
use crate::diagnostics::Fix;
use crate::editor::{self, CandidateKind, Definition, Kind, Symbol};
use crate::source::Span;
use gen_lsp_types as lsp;
use std::collections::BTreeMap;

impl Server {
    /// The pack and the byte of a position.
    fn at(&mut self, at: &lsp::TextDocumentPositionParams) -> Option<(Place, usize)> {
        let place = self.documents.place(&at.text_document.uri)?;
        let offset = byte(&place.sources, place.file, at.position, self.editor.encoding);
        Some((place, offset))
    }

    fn places<'p>(&self, place: &'p Place) -> Places<'p> {
        Places::of(&place.sources, self.editor.encoding)
    }

    pub(super) fn hover(&mut self, params: &lsp::HoverParams) -> Option<lsp::Hover> {
        let (place, offset) = self.at(&params.text_document_position_params)?;
        let hover = editor::hover(&place.sources, &place.index, place.file, offset)?;
        let range = self.places(&place).range(hover.span);
        Some(lsp::Hover { contents: markdown(hover.text).into(), range: Some(range) })
    }

    pub(super) fn completion(&mut self, params: &lsp::CompletionParams) -> Option<lsp::CompletionList> {
        let (place, offset) = self.at(&params.text_document_position_params)?;
        // Names of a file that is broken while it is typed are those that it had before.
        let before = self.documents.whole_index(&place.folder);
        let index = match before.filter(|_| !place.index.unread().is_empty()) {
            Some(before) => &place.index.with_names_of(&before),
            None => &*place.index,
        };
        let done = editor::complete(&place.sources, index, place.file, offset);
        let span = Span::new(place.file, done.replace.start, done.replace.end);
        let range = self.places(&place).range(span);
        let items = done.list.into_iter().map(|candidate| lsp::CompletionItem {
            kind: Some(match candidate.kind {
                CandidateKind::Name => lsp::CompletionItemKind::Reference,
                CandidateKind::Field => lsp::CompletionItemKind::Field,
                CandidateKind::Word => lsp::CompletionItemKind::Keyword,
                CandidateKind::Function => lsp::CompletionItemKind::Function,
                CandidateKind::Unit => lsp::CompletionItemKind::Unit,
            }),
            detail: (!candidate.title.is_empty()).then_some(candidate.title),
            documentation: (!candidate.text.is_empty()).then(|| markdown(candidate.text).into()),
            filter_text: Some(candidate.label.clone()),
            label: candidate.label,
            text_edit: Some(lsp::TextEdit { range, new_text: candidate.insert }.into()),
            ..Default::default()
        });
        Some(lsp::CompletionList { is_incomplete: false, items: items.collect(), ..Default::default() })
    }

    pub(super) fn definition(&mut self, params: &lsp::DefinitionParams) -> Option<Vec<lsp::Location>> {
        let (place, offset) = self.at(&params.text_document_position_params)?;
        let symbol = &place.index.at(place.file, offset)?.symbol;
        let mut places = self.places(&place);
        let spans = place.index.definitions(symbol).iter().map(|definition| definition.span);
        Some(spans.filter_map(|span| places.location(span, &place.folder, &self.documents)).collect())
    }

    pub(super) fn references(&mut self, params: &lsp::ReferenceParams) -> Option<Vec<lsp::Location>> {
        let (place, offset) = self.at(&params.text_document_position_params)?;
        let symbol = &place.index.at(place.file, offset)?.symbol;
        let uses = place.index.places(symbol).filter(|o| !o.defines || params.context.include_declaration);
        let mut places = self.places(&place);
        Some(uses.filter_map(|found| places.location(found.span, &place.folder, &self.documents)).collect())
    }

    pub(super) fn document_symbols(&mut self, params: &lsp::DocumentSymbolParams) -> Option<Vec<lsp::DocumentSymbol>> {
        let place = self.documents.place(&params.text_document.uri)?;
        let mut places = self.places(&place);
        let own = place.index.all().filter(|(_, definition)| definition.span.file == place.file);
        let mut symbols: Vec<(Span, lsp::DocumentSymbol)> = own
            .map(|(symbol, definition)| {
                let whole = places.range(definition.entry.to(definition.span));
                let own = places.range(definition.span);
                let detail = Some(detail(symbol, definition));
                let shown = lsp::DocumentSymbol::new(
                    symbol.id.clone(),
                    detail,
                    kind(symbol.kind),
                    None,
                    None,
                    whole,
                    own,
                    None,
                );
                (definition.span, shown)
            })
            .collect();
        symbols.sort_by_key(|(span, _)| *span);
        Some(symbols.into_iter().map(|(_, symbol)| symbol).collect())
    }

    pub(super) fn workspace_symbols(&mut self, params: &lsp::WorkspaceSymbolParams) -> Vec<lsp::WorkspaceSymbol> {
        let query = params.query.to_lowercase();
        let mut found = Vec::new();
        for place in self.documents.indices() {
            let mut places = self.places(&place);
            for (symbol, definition) in place.index.all() {
                let fits = symbol.id.contains(&query) || definition.title.to_lowercase().contains(&query);
                if !fits {
                    continue;
                }
                let Some(location) = places.location(definition.span, &place.folder, &self.documents) else { continue };
                found.push(lsp::WorkspaceSymbol {
                    location: location.into(),
                    data: None,
                    base_symbol_information: lsp::BaseSymbolInformation {
                        name: symbol.id.clone(),
                        kind: kind(symbol.kind),
                        tags: None,
                        container_name: Some(detail(symbol, definition)),
                    },
                });
            }
        }
        found
    }

    /// The edits that findings of the newest check know, for those that touch a range.
    pub(super) fn code_actions(&mut self, params: &lsp::CodeActionParams) -> Vec<lsp::CodeAction> {
        let only = params.context.only.as_deref().unwrap_or(&[]);
        let Some(place) = self.documents.place(&params.text_document.uri) else { return Vec::new() };
        let checked = self.packs.get(&place.folder).and_then(|pack| pack.checked.clone());
        // Findings of an older text point at other bytes.
        let Some(checked) = checked.filter(|c| std::sync::Arc::ptr_eq(&c.sources, &place.sources)) else {
            return Vec::new();
        };
        if !(only.is_empty() || only.iter().any(|kind| "quickfix".starts_with(&String::from(kind.clone())))) {
            return Vec::new();
        }
        let encoding = self.editor.encoding;
        let (from, to) = (
            byte(&place.sources, place.file, params.range.start, encoding),
            byte(&place.sources, place.file, params.range.end, encoding),
        );
        let touches = |span: Span| span.file == place.file && span.start as usize <= to && from <= span.end as usize;
        let mut places = self.places(&place);
        let mut actions = Vec::new();
        for finding in checked.findings.iter() {
            let Some(span) = finding.span else { continue };
            let fixes: Vec<_> = finding.help.iter().filter_map(|help| Some((help, help.fix.as_ref()?))).collect();
            for (help, fix) in &fixes {
                if !touches(span) && !touches(fix.span) {
                    continue;
                }
                let edits = [editor::Edit { span: fix.span, text: fix.text.clone() }];
                actions.push(lsp::CodeAction {
                    title: title(&help.message, fix),
                    kind: Some(lsp::CodeActionKind::QuickFix),
                    diagnostics: Some(vec![diagnostic(finding, span, &place.folder, &self.documents, &mut places)]),
                    is_preferred: Some(fixes.len() == 1),
                    edit: self.edit(&place, &edits),
                    ..Default::default()
                });
            }
        }
        actions
    }

    pub(super) fn prepare_rename(
        &mut self,
        params: &lsp::PrepareRenameParams,
    ) -> Result<Option<lsp::PrepareRenamePlaceholder>, String> {
        let Some((place, offset)) = self.at(&params.text_document_position_params) else { return Ok(None) };
        let found = editor::rename(&place.sources, &place.index, place.file, offset)?;
        let range = self.places(&place).range(found.span);
        Ok(Some(lsp::PrepareRenamePlaceholder { range, placeholder: found.symbol.id.clone() }))
    }

    pub(super) fn rename(&mut self, params: &lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>, String> {
        let Some((place, offset)) = self.at(&params.text_document_position_params) else { return Ok(None) };
        let edits = editor::renamed(&place.sources, &place.index, place.file, offset, &params.new_name)?;
        Ok(self.edit(&place, &edits))
    }

    /// Edits of a pack; of the versions that they were made for, where the editor can be held to them.
    fn edit(&self, place: &Place, edits: &[editor::Edit]) -> Option<lsp::WorkspaceEdit> {
        let mut places = self.places(place);
        let mut files: BTreeMap<_, Vec<lsp::TextEdit>> = BTreeMap::new();
        for edit in edits {
            let range = places.range(edit.span);
            let file = path(&place.sources, edit.span.file, &place.folder)?;
            files.entry(file).or_default().push(lsp::TextEdit { range, new_text: edit.text.clone() });
        }
        let mut whole = lsp::WorkspaceEdit::default();
        let (mut versioned, mut plain) = (Vec::new(), Vec::new());
        for (path, edits) in files {
            let (uri, version) = self.documents.address(&path)?;
            if self.editor.versioned_edits {
                let text_document_identifier = lsp::TextDocumentIdentifier { uri };
                let text_document = lsp::OptionalVersionedTextDocumentIdentifier { version, text_document_identifier };
                let edits = edits.into_iter().map(lsp::Edit::TextEdit).collect();
                versioned.push(lsp::TextDocumentEdit { text_document, edits }.into());
            } else {
                plain.push((uri, edits));
            }
        }
        match self.editor.versioned_edits {
            true => whole.document_changes = Some(versioned),
            // The protocol's own type is a map without an order.
            false => whole.changes = Some(plain.into_iter().collect()),
        }
        Some(whole)
    }
}

fn markdown(value: String) -> lsp::MarkupContent {
    lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value }
}

/// What an edit does, in words that stand alone.
fn title(help: &str, fix: &Fix) -> String {
    match help.starts_with("did you mean") {
        true => format!("write `{}`", fix.text),
        false => help.to_owned(),
    }
}

/// What a name is, behind it in a list.
fn detail(symbol: &Symbol, definition: &Definition) -> String {
    format!("{}: {}", symbol.kind.what(), definition.title)
}

fn kind(kind: Kind) -> lsp::SymbolKind {
    match kind {
        Kind::Axis | Kind::Amount => lsp::SymbolKind::Variable,
        Kind::Choice | Kind::Case => lsp::SymbolKind::EnumMember,
        Kind::Topic | Kind::Group | Kind::Section | Kind::Plan => lsp::SymbolKind::Namespace,
        Kind::Source | Kind::Term | Kind::Faq => lsp::SymbolKind::String,
        _ => lsp::SymbolKind::Object,
    }
}
