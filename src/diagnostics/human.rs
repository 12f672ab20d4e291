//! Findings as rustc prints them: headline, place, source lines with carets, notes and help.

use super::witness::one_line;
use super::{Finding, Findings, Severity};
use crate::source::{FileId, Source, Sources, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines longer than this are not quoted: the place alone is shown.
const LONGEST_LINE: usize = 2_000;

/// The findings and a closing line that counts them; coloured with ANSI codes if asked.
pub fn report(findings: &Findings, sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for finding in findings {
        out.push_str(&renderer.render(&groups(finding, sources)));
        out.push_str("\n\n");
    }
    out.push_str(&count(findings));
    out
}

/// `2 errors, 1 warning, 1 note` and a line break; nothing for no findings.
fn count(findings: &Findings) -> String {
    let of = |severity, word: &str| {
        let n = findings.iter().filter(|f| f.severity == severity).count();
        (n > 0).then(|| format!("{n} {word}{}", if n == 1 { "" } else { "s" }))
    };
    let all = [of(Severity::Error, "error"), of(Severity::Warning, "warning"), of(Severity::Note, "note")];
    let parts: Vec<String> = all.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("{}\n", parts.join(", ")) }
}

fn groups<'a>(finding: &'a Finding, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&finding.message).id(finding.lint.name);
    let mut group = Group::with_title(title);
    for (file, spans) in by_file(finding) {
        let source = sources.get(file);
        match window(source, &spans) {
            Some(window) => {
                let annotations = spans.iter().map(|s| annotation(s, &window, source));
                group = group.element(
                    Snippet::source(&source.text()[window.clone()])
                        .line_start(source.place(offset(window.start)).line as usize)
                        .path(source.shown())
                        .annotations(annotations),
                );
            }
            None => {
                let place = source.place(spans[0].span.start);
                group = group
                    .element(Origin::path(source.shown()).line(place.line as usize).char_column(place.column as usize));
            }
        }
    }
    for note in &finding.notes {
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(answers) = &finding.witness {
        group = group.element(Level::NOTE.message(format!("this runner shows it: {}", one_line(answers))));
    }
    let mut out = Vec::new();
    for help in &finding.help {
        match help.fix.as_ref().and_then(|fix| {
            let source = sources.get(fix.span.file);
            window(source, &[Labelled { span: fix.span, words: "", primary: true }]).map(|w| (fix, source, w))
        }) {
            Some((fix, source, window)) => {
                let at = clip(fix.span, &window, source);
                out.push(
                    Level::HELP.secondary_title(&help.message).element(
                        Snippet::source(&source.text()[window.clone()])
                            .line_start(source.place(offset(window.start)).line as usize)
                            .path(source.shown())
                            .patch(Patch::new(at, &*fix.text)),
                    ),
                );
            }
            None => group = group.element(Level::HELP.message(&help.message)),
        }
    }
    out.insert(0, group);
    out
}

struct Labelled<'a> {
    span: Span,
    words: &'a str,
    primary: bool,
}

/// The places of a finding, file by file, the main place's file first.
fn by_file(finding: &Finding) -> Vec<(FileId, Vec<Labelled<'_>>)> {
    let Some(main) = finding.span else { return Vec::new() };
    let mut files: BTreeMap<(bool, FileId), Vec<Labelled>> = BTreeMap::new();
    let main_place = Labelled { span: main, words: &finding.label, primary: true };
    files.entry((false, main.file)).or_default().push(main_place);
    for (span, words) in &finding.related {
        files.entry((span.file != main.file, span.file)).or_default().push(Labelled {
            span: *span,
            words,
            primary: false,
        });
    }
    files.into_iter().map(|((_, file), places)| (file, places)).collect()
}

fn annotation<'a>(place: &Labelled<'a>, quoted: &Range<usize>, source: &Source) -> Annotation<'a> {
    let kind = if place.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(clip(place.span, quoted, source));
    if place.words.is_empty() { annotation } else { annotation.label(place.words) }
}

/// A span within the quoted lines; an empty one marks one character where there is one, and one that runs over
/// several lines marks the first only. Returns at the end of a line are not quoted.
fn clip(span: Span, quoted: &Range<usize>, source: &Source) -> Range<usize> {
    let text = source.text();
    let start = (span.start as usize).clamp(quoted.start, quoted.end);
    let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    let end = (span.end as usize).min(line_end).min(quoted.end).max(start);
    start - quoted.start..end - quoted.start
}

/// The whole lines that hold the places, or nothing where a line is too long to quote.
fn window(source: &Source, places: &[Labelled]) -> Option<Range<usize>> {
    let first = places.iter().map(|p| source.place(p.span.start).line).min()?;
    let last = places.iter().map(|p| source.place(p.span.start).line).max()?;
    if places.iter().any(|p| source.line(source.place(p.span.start).line).len() > LONGEST_LINE) {
        return None;
    }
    Some(source.line(first).start..source.line(last).end)
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::lints;

    #[test]
    fn a_finding_shows_place_caret_and_help() {
        let mut sources = Sources::new();
        let file = sources.add_text("faqs/a.yaml", "- id: x\n  wieght: 3\n");
        let at = Span::new(file, 10, 16);
        let mut findings = Findings::new();
        findings.push(
            Finding::new(&lints::UNKNOWN_FIELD, at, "unknown field `wieght`")
                .label("not a field of a FAQ")
                .did_you_mean(at, Some("weight")),
        );
        let text = report(&findings, &sources, false);
        let expected = "\
error[unknown-field]: unknown field `wieght`
 --> faqs/a.yaml:2:3
  |
2 |   wieght: 3
  |   ^^^^^^ not a field of a FAQ
  |
help: did you mean `weight`?
  |
2 -   wieght: 3
2 +   weight: 3
  |

1 error
";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_very_long_line_is_named_and_not_quoted() {
        let mut sources = Sources::new();
        let file = sources.add_text("a.yaml", format!("a: {}", "x".repeat(5_000_000)));
        let mut findings = Findings::new();
        findings.push(Finding::new(&lints::WRONG_TYPE, Span::new(file, 3, 5_000_003), "too long"));
        let text = report(&findings, &sources, false);
        assert!(text.len() < 200, "{text}");
        assert!(text.contains("a.yaml:1:4"), "{text}");
    }
}
