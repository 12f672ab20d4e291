//! `slow-answer`: the first sentence of an answer does not answer.

use super::passages::{Kind, Passage};
use super::words::{LONGEST_SENTENCE, begins_with, count};
use super::{Pack, Text};
use crate::diagnostics::{Finding, Findings, lints};
use crate::syntax::locate;

pub(super) fn look(pack: &Pack, text: &Text, passages: &[Passage], findings: &mut Findings) {
    if !text.is_answer {
        return;
    }
    let Some(first) = passages.iter().find(|passage| passage.kind == Kind::Words) else { return };
    let Some(sentence) = first.sentences().into_iter().next() else { return };
    let Some((what, label)) = trouble(&first.text[sentence.clone()], &pack.parts.site.style.openers) else { return };
    let at = first.written(&sentence);
    let span = locate(pack.sources.get(text.span.file), text.span, text.prose.text(), &at);
    findings.push(
        Finding::new(&lints::SLOW_ANSWER, span, format!("the first sentence of `{}` {what}", text.id))
            .label(label)
            .help("say first what to do, or yes or no, with the one condition that matters most"),
    );
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
