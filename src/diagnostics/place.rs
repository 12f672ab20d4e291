//! Places of findings as machines want them.

use crate::source::{Source, Sources, Span};
use std::path::{Component, Path};

/// Lines and columns from 1, columns in characters; the end column is the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

impl Region {
    /// All that a span covers, without the white space at its end.
    pub fn of(span: Span, sources: &Sources) -> Self {
        let covered = sources.slice(span).trim_end().len();
        Self::between(sources.get(span.file), span.start, span.start + u32::try_from(covered).unwrap_or(0))
    }

    /// What a span covers of its first line.
    pub fn first_line(span: Span, sources: &Sources) -> Self {
        let line = sources.slice(span).split(['\r', '\n']).next().unwrap_or("").trim_end().len();
        Self::between(sources.get(span.file), span.start, span.start + u32::try_from(line).unwrap_or(0))
    }

    fn between(source: &Source, start: u32, end: u32) -> Self {
        let (start, end) = (source.place(start), source.place(end));
        Self { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// Where a source is, seen from the folder `root`: relative and with `/` where it lies in there, as it is shown otherwise.
pub(super) fn path(source: &Source, root: &Path) -> String {
    let shown = Path::new(source.shown());
    let inside = shown.strip_prefix(root).unwrap_or(shown);
    let mut parts: Vec<String> = Vec::new();
    for part in inside.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.last().is_some_and(|last| last != ".." && !last.is_empty()) => {
                parts.pop();
            }
            Component::RootDir => parts.push(String::new()),
            part => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_folder_where_they_can_be() {
        for (shown, root, expected) in [
            ("content/faqs/a.yaml", "/work", "content/faqs/a.yaml"),
            ("./content/faqs/a.yaml", "/work", "content/faqs/a.yaml"),
            ("content/../pack//a.yaml", "/work", "pack/a.yaml"),
            ("../pack/a.yaml", "/work", "../pack/a.yaml"),
            ("/work/pack/a.yaml", "/work", "pack/a.yaml"),
            ("/elsewhere/a.yaml", "/work", "/elsewhere/a.yaml"),
            ("--set", "/work", "--set"),
        ] {
            let mut sources = Sources::new();
            let file = sources.add_text(shown, "");
            assert_eq!(path(sources.get(file), Path::new(root)), expected, "{shown}");
        }
    }

    #[test]
    fn regions_end_with_the_text() {
        let mut sources = Sources::new();
        let file = sources.add_text("a.yaml", "- id: ä\n  ask: b\n\n- id: c\n");
        let span = Span::new(file, 2, 19);
        let all = Region::of(span, &sources);
        assert_eq!((all.line, all.column, all.end_line, all.end_column), (1, 3, 2, 9));
        let first = Region::first_line(span, &sources);
        assert_eq!((first.line, first.column, first.end_line, first.end_column), (1, 3, 1, 8));
        let empty = Region::of(Span::new(file, 19, 19), &sources);
        assert_eq!((empty.line, empty.column, empty.end_line, empty.end_column), (4, 1, 4, 1));
    }
}
