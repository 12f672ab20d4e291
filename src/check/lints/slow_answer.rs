//! `slow-answer`: the first sentence of an answer does not answer.

use super::Pack;
use super::passages::{Kind, passages};
use super::words::{LONGEST_SENTENCE, begins_with, count};
use crate::diagnostics::{Finding, Findings, lints};
use crate::syntax::locate;

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let openers = &pack.parts.site.style.openers;
    for faq in &pack.parts.faqs {
        let passages = passages(faq.answer.text());
        let Some(first) = passages.iter().find(|passage| passage.kind == Kind::Words) else { continue };
        let Some(sentence) = first.sentences().into_iter().next() else { continue };
        let Some((what, label)) = trouble(&first.text[sentence.clone()], openers) else { continue };
        let at = first.written(&sentence);
        let span = locate(pack.sources.get(faq.answer_span.file), faq.answer_span, faq.answer.text(), &at);
        findings.push(
            Finding::new(&lints::SLOW_ANSWER, span, format!("the first sentence of `{}` {what}", faq.id))
                .label(label)
                .help("say first what to do, or yes or no, with the one condition that matters most"),
        );
    }
}

/// What keeps a sentence from being an answer: for the message, and for the label.
fn trouble(sentence: &str, openers: &[String]) -> Option<(String, String)> {
    if sentence.trim_end_matches(['"', '”', ')']).ends_with('?') {
        return Some(("asks instead of answering".to_owned(), "a question".to_owned()));
    }
    let words = count(sentence);
    if words > LONGEST_SENTENCE {
        let what = format!("has {words} words before it has answered");
        return Some((what, format!("at most {LONGEST_SENTENCE} words")));
    }
    let opener = openers.iter().find(|opener| begins_with(sentence, opener))?;
    Some((format!("puts the answer off with \"{opener}\""), "an answer starts with the answer".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SITE, faq, raised};

    #[test]
    fn a_first_sentence_answers() {
        let site = format!("{SITE}style: {{ openers: [Many runners, in this] }}\n");
        let long = format!("Yes{}.", " and so on".repeat(12));
        for (answer, expected) in [
            ("Yes. Is it? Many runners ask.", None),
            ("## Why?\n\n    Yes.", None),
            ("Is it? Yes.", Some("4:5 Is it?")),
            ("MANY **runners** ask. Yes.", Some("4:5 MANY **runners** ask.")),
            ("In thisaway it is.", None),
            (long.as_str(), Some(long.as_str())),
        ] {
            let found = raised("slow-answer", &[("site.yaml", &site), ("faqs/b.yaml", &faq("Q?", answer))]);
            let found = found.first().map(|f| f.at.as_str());
            assert!(
                found.is_some() == expected.is_some() && found.unwrap_or("").ends_with(expected.unwrap_or("")),
                "{found:?} {answer}"
            );
        }
    }
}
