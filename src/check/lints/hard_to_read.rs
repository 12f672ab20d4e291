//! `hard-to-read`: long sentences, or more years of school than the pack's style allows.

use super::passages::{Kind, Passage};
use super::words::{LONGEST_SENTENCE, MOST_FINDINGS, each_word, set};
use super::{Pack, Text};
use crate::diagnostics::{Finding, Findings, lints};
use crate::syntax::locate;
use std::ops::Range;

/// A shorter text has no grade: one long word would make it a hard one.
const FEWEST_WORDS: usize = 30;

/// A sentence: how long it is, and where in its passage it stands.
struct Sentence<'p> {
    size: Size,
    passage: &'p Passage,
    range: Range<usize>,
}

/// What a reading grade is made of.
#[derive(Clone, Copy, Default)]
struct Size {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Size {
    /// Of one sentence. What stands between two spaces is one word to a reader, however many hyphens it has.
    fn of(sentence: &str) -> Self {
        let mut size = Self { sentences: 1, ..Self::default() };
        let mut end = None;
        each_word(sentence, |word| {
            let before = end.map(|end| &sentence[end..word.start]);
            size.words += usize::from(before.is_none_or(|between| between.contains(char::is_whitespace)));
            size.syllables += syllables(&sentence[word.clone()]);
            end = Some(word.end);
        });
        size
    }

    fn add(self, other: Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    /// Flesch and Kincaid's grade, in years of school.
    fn grade(self) -> f64 {
        let [sentences, words, syllables] = [self.sentences, self.words, self.syllables].map(as_number);
        0.39 * words / sentences + 11.8 * syllables / words - 15.59
    }
}

pub(super) fn look(pack: &Pack, text: &Text, passages: &[Passage], findings: &mut Findings) {
    let sentences: Vec<Sentence> =
        passages.iter().filter(|passage| passage.kind == Kind::Words).flat_map(sentences).collect();
    let place = |sentence: &Sentence| {
        let at = sentence.passage.written(&sentence.range);
        locate(pack.sources.get(text.span.file), text.span, text.prose.text(), &at)
    };
    let in_english = pack.parts.site.language.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    if in_english && !sentences.iter().any(Sentence::is_long) {
        // Long sentences are what makes a text hard: one cause, one finding.
        let allowed = pack.parts.site.style.reading_grade;
        if let Some((grade, hardest)) = too_hard(&sentences, allowed) {
            findings.push(
                Finding::new(
                    &lints::HARD_TO_READ,
                    place(hardest),
                    format!("`{}` has reading grade {grade:.1}, above {allowed}", text.id),
                )
                .label("the hardest sentence")
                .help("shorter sentences and plainer words make it easier"),
            );
        }
    }
    // The first sentence of an answer is the business of `slow-answer`.
    let owned = usize::from(text.is_answer);
    for sentence in sentences.iter().skip(owned).filter(|sentence| sentence.is_long()).take(MOST_FINDINGS) {
        findings.push(
            Finding::new(
                &lints::HARD_TO_READ,
                place(sentence),
                format!("a sentence of {} words in `{}`", sentence.size.words, text.id),
            )
            .label(format!("at most {LONGEST_SENTENCE} words"))
            .help("cut it where it turns, and say one thing in each sentence"),
        );
    }
}

impl Sentence<'_> {
    fn is_long(&self) -> bool {
        self.size.words > LONGEST_SENTENCE
    }
}

/// The grade of sentences that together are too hard, and the hardest of them.
fn too_hard<'s, 'p>(sentences: &'s [Sentence<'p>], allowed: u32) -> Option<(f64, &'s Sentence<'p>)> {
    let all = sentences.iter().fold(Size::default(), |all, sentence| all.add(sentence.size));
    if all.words < FEWEST_WORDS || all.grade() <= f64::from(allowed) {
        return None;
    }
    let hardest = sentences.iter().max_by(|a, b| a.size.grade().total_cmp(&b.size.grade()))?;
    Some((all.grade(), hardest))
}

fn sentences(passage: &Passage) -> Vec<Sentence<'_>> {
    let sentence = |range: Range<usize>| Sentence { size: Size::of(&passage.text[range.clone()]), passage, range };
    passage.sentences().into_iter().map(sentence).filter(|sentence| sentence.size.words > 0).collect()
}

/// The syllables of an English word, about: groups of vowels, without a silent end. A number has one.
fn syllables(word: &str) -> usize {
    let stem = match word.as_bytes() {
        [stem @ .., last, b'e' | b'E', b's' | b'S'] if is_silent(*last, b"sxzcgh") => stem,
        [stem @ .., last, b'e' | b'E', b'd' | b'D'] if is_silent(*last, b"td") => stem,
        [stem @ .., last, b'e' | b'E'] if is_silent(*last, b"l") => stem,
        whole => whole,
    };
    let mut groups = 0;
    let mut inside = false;
    for byte in stem {
        let vowel = is_vowel(*byte);
        groups += usize::from(vowel && !inside);
        inside = vowel;
    }
    groups.max(1)
}

/// Whether an `e` behind this letter is not heard at the end of a word: no vowel, and none of those `sounded`.
fn is_silent(before: u8, sounded: &[u8]) -> bool {
    !is_vowel(before) && !sounded.contains(&before.to_ascii_lowercase())
}

fn is_vowel(letter: u8) -> bool {
    const VOWELS: [bool; 256] = set(b"aeiouyAEIOUY");
    VOWELS[usize::from(letter)]
}

/// Counts of words are small.
fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SITE, faq, raised};
    use super::*;

    #[test]
    fn syllables_are_about_right() {
        for (word, expected) in [
            ("run", 1),
            ("used", 1),
            ("needed", 2),
            ("takes", 1),
            ("races", 2),
            ("muscle", 2),
            ("recovery", 4),
            ("the", 1),
            ("25", 1),
            ("be", 1),
            ("tree", 1),
            ("hydration", 3),
        ] {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }

    #[test]
    fn grades_rise_with_words_and_sentences() {
        let easy = "Go out and run. Then sit down and rest. Drink some tea. ".repeat(3);
        let hard = "Physiological adaptation necessitates individualised nutritional periodisation. ".repeat(6);
        let long = format!("Yes. Go{}.", " and run".repeat(20));
        let first = format!("Go{}.", " and run".repeat(20));
        for (answer, expected) in [
            (easy.trim(), &[][..]),
            (hard.trim(), &["has reading grade"]),
            ("Physiological adaptation necessitates periodisation.", &[]),
            (long.as_str(), &["a sentence of 41 words in `b`"]),
            (first.as_str(), &[]),
        ] {
            let found = raised("hard-to-read", &[("site.yaml", SITE), ("faqs/b.yaml", &faq("Q?", answer))]);
            assert_eq!(found.len(), expected.len(), "{answer}");
            assert!(found.iter().zip(expected).all(|(f, words)| f.message.contains(words)), "{found:?}");
        }
        let german = SITE.replace("language: en", "language: de");
        assert!(raised("hard-to-read", &[("site.yaml", &german), ("faqs/b.yaml", &faq("Q?", hard.trim()))]).is_empty());
    }
}
