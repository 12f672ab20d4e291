//! Findings as workflow commands, which GitHub shows beside the lines of a pull request.
//!
//! One line per finding: `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=NAME::MESSAGE`. A place that runs over
//! several lines is cut to its first, since columns are only shown within one line and the remark would stand under the last.

use super::place::{Region, path};
use super::witness::one_line;
use super::{Finding, Findings, Severity};
use crate::source::Sources;
use std::fmt::Write;
use std::path::Path;

/// The commands, each ending in a line break; paths are seen from the folder `root`.
pub fn report(findings: &Findings, sources: &Sources, root: &Path) -> String {
    let mut out = String::new();
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut place = String::new();
        if let Some(span) = finding.span {
            let at = Region::first_line(span, sources);
            let file = property(&path(sources.get(span.file), root));
            let Region { line, column, end_line, end_column } = at;
            let _ = write!(place, "file={file},line={line},endLine={end_line},col={column},endColumn={end_column},");
        }
        let _ = writeln!(out, "::{command} {place}title={}::{}", property(finding.lint.name), data(&words(finding)));
    }
    out
}

/// Message, label, notes, witness and help, a line each.
fn words(finding: &Finding) -> String {
    let mut lines = vec![finding.message.clone()];
    lines.extend((!finding.label.is_empty()).then(|| finding.label.clone()));
    lines.extend(finding.notes.iter().cloned());
    lines.extend(finding.witness.as_ref().map(|answers| format!("this runner shows it: {}", one_line(answers))));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", help.message)));
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::lints;
    use crate::source::Span;

    #[test]
    fn a_command_holds_place_and_words_in_one_line() {
        let mut sources = Sources::new();
        let file = sources.add_text("pack/a,b: 100%.yaml", "- id: x\n  wieght: 3\n  more: 1\n");
        let at = Span::new(file, 10, 16);
        let mut findings = Findings::new();
        findings.push(
            Finding::new(&lints::UNKNOWN_FIELD, at, "unknown field `wieght`, 50 % sure")
                .label("not a field\r\nof a FAQ")
                .did_you_mean(at, Some("weight")),
        );
        findings.push(Finding::new(&lints::SLOW_ANSWER, Span::new(file, 2, 30), "over: three lines"));
        findings.push(Finding::nowhere(&lints::UNDECIDED, "nothing"));
        let expected = "\
::error file=pack/a%2Cb%3A 100%25.yaml,line=2,endLine=2,col=3,endColumn=9,title=unknown-field::\
unknown field `wieght`, 50 %25 sure%0Anot a field%0D%0Aof a FAQ%0Ahelp: did you mean `weight`?
::warning file=pack/a%2Cb%3A 100%25.yaml,line=1,endLine=1,col=3,endColumn=8,title=slow-answer::over: three lines
::notice title=undecided::nothing
";
        assert_eq!(report(&findings, &sources, Path::new("/work")), expected);
    }
}
