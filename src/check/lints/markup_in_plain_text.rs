//! Markup in texts that are printed as they are: amounts are not filled in there, links do not lead anywhere, and tags are shown.
//!
//! What is said has the names that the same markup has in a text of Markdown.

use super::Pack;
use crate::diagnostics::{Finding, Findings, Severity, lints};
use crate::source::Spanned;
use crate::syntax::locate;

/// Signs that begin markup, with what is said of them.
const SIGNS: [(&str, &lints::Lint, &str); 4] = [
    ("{{", &lints::TEMPLATE_IN_TEXT, "no amount is filled in here"),
    ("{%", &lints::TEMPLATE_IN_TEXT, "no template is run here"),
    ("[[", &lints::BROKEN_LINK, "no link is made here"),
    ("](", &lints::BROKEN_LINK, "no link is made here"),
];

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    for text in &pack.written.plain {
        let signs =
            SIGNS.iter().filter_map(|(sign, lint, what)| Some((text.value.find(sign)?, sign.len(), *lint, *what)));
        if let Some((at, length, lint, what)) = signs.min_by_key(|(at, ..)| *at) {
            findings.push(finding(pack, text, at, length, lint, what));
        }
        // A tag is printed as itself, which may be what a question about tags wants.
        if let Some(at) = tag(&text.value) {
            let finding = finding(pack, text, at, 1, &lints::RAW_HTML, "no HTML is read here");
            findings.push(Finding { severity: Severity::Warning, ..finding });
        }
    }
}

fn finding(
    pack: &Pack,
    text: &Spanned<String>,
    at: usize,
    length: usize,
    lint: &'static lints::Lint,
    what: &str,
) -> Finding {
    let span = locate(pack.sources.get(text.span.file), text.span, &text.value, &(at..at + length));
    Finding::new(lint, span, what)
        .label("would be printed as it stands")
        .help("write it in words, or move it to a text of Markdown, such as `do`, `why` or `text`")
}

/// Elements that somebody may write by habit. Other words between angle brackets are only words.
const ELEMENTS: [&str; 22] = [
    "a", "b", "br", "code", "div", "em", "font", "h1", "h2", "h3", "hr", "i", "iframe", "img", "li", "ol", "p",
    "script", "span", "strong", "u", "ul",
];

/// Where an HTML tag begins: `<b>`, `</b>`, `<br/>`.
fn tag(text: &str) -> Option<usize> {
    text.match_indices('<').map(|(at, _)| at).find(|at| {
        let inner = text[at + 1..].trim_start_matches('/');
        let rest = inner.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        let name = inner[..inner.len() - rest.len()].to_ascii_lowercase();
        ELEMENTS.contains(&name.as_str()) && rest.starts_with(['>', '/', ' ']) && rest.contains('>')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_signs() {
        for (text, at) in [
            ("a <b>x</b>", Some(2)),
            ("x < 5 and y > 3", None),
            ("</i>", Some(0)),
            ("<br/>", Some(0)),
            ("a<b", None),
            ("The <club>", None),
        ] {
            assert_eq!(tag(text), at, "{text}");
        }
    }
}
