//! `forbidden-words`: words that the pack's style forbids, in any text that a reader sees.

use super::Pack;
use super::passages::{Passage, passages};
use super::words::{MOST_FINDINGS, folded, phrases, quoted, words};
use crate::diagnostics::{Finding, Findings, lints};
use crate::source::Span;
use crate::syntax::locate;
use std::ops::Range;

/// Phrases with their words.
pub(super) type Forbidden<'p> = Vec<(&'p str, Vec<String>)>;

/// What the pack forbids, the longest first: where it stands, its parts are not reported again.
pub(super) fn forbidden<'p>(pack: &Pack<'p>) -> Forbidden<'p> {
    let phrases = pack.parts.site.style.forbid.iter();
    let mut forbidden: Forbidden = phrases.map(|phrase| (phrase.as_str(), folded(phrase))).collect();
    forbidden.sort_by_key(|(_, phrase)| std::cmp::Reverse(phrase.len()));
    forbidden
}

/// Looks at all but the long texts of topics and answers.
pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let forbidden = forbidden(pack);
    if forbidden.is_empty() {
        return;
    }
    for text in &pack.written.texts {
        look(pack, &forbidden, (&text.value, text.span), &passages(&text.value), findings);
    }
}

/// Looks at a text.
pub(super) fn look(
    pack: &Pack,
    forbidden: &Forbidden,
    (text, span): (&str, Span),
    passages: &[Passage],
    findings: &mut Findings,
) {
    let found = passages.iter().filter(|_| !forbidden.is_empty()).flat_map(|passage| {
        let uses = uses(passage, forbidden).into_iter();
        uses.map(|(phrase, at)| (phrase, passage.written(&at)))
    });
    for (phrase, at) in found.take(MOST_FINDINGS) {
        let place = locate(pack.sources.get(span.file), span, text, &at);
        findings.push(
            Finding::new(&lints::FORBIDDEN_WORDS, place, format!("the pack's style forbids \"{phrase}\""))
                .label("say what happens instead")
                .help("words of others stand between quotation marks, “…”"),
        );
    }
}

/// Where forbidden phrases stand unquoted, each byte once; the first few.
fn uses<'f>(passage: &Passage, forbidden: &'f [(&str, Vec<String>)]) -> Vec<(&'f str, Range<usize>)> {
    let words = words(&passage.text);
    let quoted = quoted(&passage.text);
    let mut found: Vec<(&str, Range<usize>)> = Vec::new();
    for (phrase, parts) in forbidden {
        for at in phrases(&passage.text, &words, parts) {
            let quote = quoted.partition_point(|quote| quote.end <= at.start);
            let is_quoted = quoted.get(quote).is_some_and(|quote| quote.start < at.start && at.end < quote.end);
            let is_part = found.iter().any(|(_, other)| other.start < at.end && at.start < other.end);
            if !is_quoted && !is_part && passage.is_chosen(&at) {
                found.push((phrase, at));
            }
            if found.len() == MOST_FINDINGS {
                return found;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SITE, faq, item, raised, term};

    #[test]
    fn every_text_is_searched_and_quotes_are_not() {
        let site = format!("{SITE}style: {{ forbid: [boost, flush, flush toxins, non-negotiable] }}\n");
        let answer = "It flushes. Never **flush** toxins: \"flush\", “flush toxins”, [[faq:boost]], [[faq:b|a boost]].";
        let files = [
            ("site.yaml", site.as_str()),
            ("faqs/b.yaml", &faq("Does it boost me?", answer)),
            ("faqs/c.yaml", &faq("Is “boost” a word?", "Yes.").replace("id: b", "id: boost")),
            ("guidance/a.yaml", &item("").replace("Do it.", "Sleep is non negotiable.").replace("So.", "Boost it.")),
            ("glossary.yaml", &term("flush", "flush").replace("definition: ", "definition: To flush. ")),
            ("strings.yaml", "guide:\n  title: Boost\n  week: { one: a boost, other: none }\n"),
        ];
        let found: Vec<String> = raised("forbidden-words", &files).into_iter().map(|f| f.place).collect();
        let expected = [
            "faqs/b.yaml:2 boost",
            "faqs/b.yaml:4 flush** toxins",
            "faqs/b.yaml:4 [[faq:b|a boost]]",
            "glossary.yaml:3 flush",
            "guidance/a.yaml:11 non negotiable",
            "guidance/a.yaml:12 Boost",
            "strings.yaml:2 Boost",
            "strings.yaml:3 boost",
        ];
        assert_eq!(found, expected);
    }
}
