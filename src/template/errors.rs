//! Tera's errors as findings with place and caret.

use crate::diagnostics::{Finding, lints};
use crate::source::{FileId, Sources, Span};
use std::collections::BTreeMap;
use tera::{Error, ErrorKind};

/// Whether an error stands in the template itself, rather than in what it refers to (a parent that is not there yet).
pub(super) fn is_local(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::SyntaxError(_) => true,
        // Unknown filters, tests and functions come as one text; unknown parents, includes and components are judged
        // once all templates are known.
        ErrorKind::Msg(text) => !text.contains("template") && !text.contains("component"),
        _ => false,
    }
}

/// The finding of an error; `fallback` is the template to blame where the error names none.
pub(super) fn finding(
    error: &Error,
    sources: &Sources,
    files: &BTreeMap<String, FileId>,
    fallback: Option<FileId>,
) -> Finding {
    let report = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report),
        _ => None,
    };
    let Some(report) = report else {
        let message = error.to_string();
        let headline =
            message.lines().next().unwrap_or("this template cannot be used").trim_end_matches(':').to_owned();
        let finding = match fallback {
            Some(file) => Finding::new(&lints::TEMPLATE_ERROR, place_in(sources, file, &message), headline),
            None => Finding::nowhere(&lints::TEMPLATE_ERROR, headline),
        };
        let rest = message.lines().skip(1).map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("; ");
        return if rest.is_empty() { finding } else { finding.note(rest) };
    };
    let file = files.get(report.filename()).copied().or(fallback);
    let message = lower_first(report.message());
    match file {
        Some(file) => {
            let range = report.span().range.clone();
            let length = sources.get(file).text().len();
            let span = Span::new(file, range.start.min(length), range.end.min(length));
            Finding::new(&lints::TEMPLATE_ERROR, span, message).label("in this template")
        }
        None => Finding::nowhere(&lints::TEMPLATE_ERROR, message),
    }
}

/// Where the name that a message quotes stands in the template.
fn place_in(sources: &Sources, file: FileId, message: &str) -> Span {
    let text = sources.get(file).text();
    let quoted = message.split(['`', '"', '\'']).skip(1).step_by(2);
    let found = quoted.filter(|name| !name.is_empty()).find_map(|name| text.find(name).map(|at| (at, name.len())));
    found.map_or_else(|| Span::start_of(file), |(at, length)| Span::new(file, at, at + length))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
