//! Places and findings in the protocol's form.

use super::checker::Checked;
use super::documents::Documents;
use crate::check::BUILT_IN;
use crate::diagnostics::{Finding, Severity, lints};
use crate::editor::position::{Encoding, Lines, Position};
use crate::source::{FileId, Sources, Span};
use gen_lsp_types as lsp;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file's address, its version where it is open, and what was found in it.
type Found = (lsp::Uri, Option<i32>, Vec<lsp::Diagnostic>);

/// Places of a pack's texts as the editor counts; the lines of a text are found once.
pub(super) struct Places<'s> {
    sources: &'s Sources,
    encoding: Encoding,
    lines: BTreeMap<FileId, Lines<'s>>,
}

impl<'s> Places<'s> {
    /// Places of these texts.
    pub fn of(sources: &'s Sources, encoding: Encoding) -> Places<'s> {
        Places { sources, encoding, lines: BTreeMap::new() }
    }

    /// A range.
    pub fn range(&mut self, span: Span) -> lsp::Range {
        let text = self.sources.get(span.file).text();
        let lines = self.lines.entry(span.file).or_insert_with(|| Lines::of(text));
        let at = |byte: u32| {
            let place = lines.position(byte as usize, self.encoding);
            lsp::Position { line: place.line, character: place.column }
        };
        lsp::Range { start: at(span.start), end: at(span.end) }
    }

    /// A range with its file; none for words that the program lends.
    pub fn location(&mut self, span: Span, folder: &Path, documents: &Documents) -> Option<lsp::Location> {
        let (uri, _) = documents.address(&path(self.sources, span.file, folder)?)?;
        Some(lsp::Location { uri, range: self.range(span) })
    }
}

/// The byte of a position.
pub(super) fn byte(sources: &Sources, file: FileId, at: lsp::Position, encoding: Encoding) -> usize {
    let place = Position { line: at.line, column: at.character };
    Lines::of(sources.get(file).text()).offset(place, encoding)
}

/// The path of a text of a pack; none for words that the program lends.
pub(super) fn path(sources: &Sources, file: FileId, folder: &Path) -> Option<PathBuf> {
    let path = sources.get(file).path();
    (!path.starts_with(BUILT_IN)).then(|| folder.join(path))
}

/// The findings of a check, by file. What no text is to blame for is shown at the start of the pack's first file.
pub(super) fn by_file(checked: &Checked, documents: &Documents, encoding: Encoding) -> BTreeMap<PathBuf, Found> {
    let sources = &checked.sources;
    let own = |(file, _): (FileId, _)| path(sources, file, &checked.folder).is_some().then_some(file);
    let site = sources.iter().find(|(_, source)| source.path() == "site.yaml").map(|(file, _)| file);
    let home = site.or_else(|| sources.iter().find_map(own));
    let mut places = Places::of(sources, encoding);
    let mut found: BTreeMap<PathBuf, Found> = BTreeMap::new();
    for finding in checked.findings.iter() {
        let Some(span) = finding.span.or(home.map(Span::start_of)) else { continue };
        let Some(path) = path(sources, span.file, &checked.folder) else { continue };
        let Some((uri, version)) = documents.address(&path) else { continue };
        let diagnostic = diagnostic(finding, span, &checked.folder, documents, &mut places);
        found.entry(path).or_insert_with(|| (uri, version, Vec::new())).2.push(diagnostic);
    }
    found
}

/// One finding.
pub(super) fn diagnostic(
    finding: &Finding,
    span: Span,
    folder: &Path,
    documents: &Documents,
    places: &mut Places,
) -> lsp::Diagnostic {
    let related = finding.related.iter().filter_map(|(place, words)| {
        let location = places.location(*place, folder, documents)?;
        let message = if words.is_empty() { finding.label.clone() } else { words.clone() };
        Some(lsp::DiagnosticRelatedInformation { location, message })
    });
    let related: Vec<_> = related.collect();
    let unneeded = [&lints::DEAD_ITEM, &lints::UNCITED_SOURCE, &lints::UNREACHABLE_CASE, &lints::UNUSED_AMOUNT];
    let unneeded = unneeded.iter().any(|lint| lint.name == finding.lint.name);
    lsp::Diagnostic {
        range: places.range(span),
        severity: Some(match finding.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
            Severity::Note => lsp::DiagnosticSeverity::Information,
        }),
        code: Some(lsp::Code::String(finding.lint.name.to_owned())),
        source: Some("afterrun".to_owned()),
        message: words(finding).into(),
        tags: unneeded.then(|| vec![lsp::DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        ..Default::default()
    }
}

/// All that a finding says, on as few lines as it takes.
fn words(finding: &Finding) -> String {
    let mut words = finding.message.clone();
    if !finding.label.is_empty() {
        words.push_str(": ");
        words.push_str(&finding.label);
    }
    for note in &finding.notes {
        words.push_str("\nnote: ");
        words.push_str(note);
    }
    for help in &finding.help {
        words.push_str("\nhelp: ");
        words.push_str(&help.message);
    }
    words
}
