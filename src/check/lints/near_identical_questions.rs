//! `near-identical-questions`: two questions of nearly the same words.

use super::Pack;
use super::words::{folded, words};
use crate::diagnostics::{Finding, Findings, lints};
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_128;

/// Questions of fewer telling words are compared by all their words, and shorter ones not at all.
const FEWEST_WORDS: usize = 3;

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let faqs = &pack.parts.faqs;
    // An edit seldom touches a question: that no two are alike is remembered.
    let key = pack.memo.map(|memo| (memo, key(pack)));
    if key.is_some_and(|(memo, key)| memo.get(key).is_some()) {
        return;
    }
    let mut known = Known::new(&pack.parts.site.style.stop_words);
    let mut questions: Vec<Vec<usize>> = faqs.iter().map(|faq| known.telling(&faq.question)).collect();
    let mut frequencies = vec![0_usize; known.words.len()];
    questions.iter().flatten().for_each(|&word| frequencies[word] += 1);
    // Each question as the ranks of its words, the rarest word first.
    let mut order: Vec<usize> = (0..known.words.len()).collect();
    order.sort_unstable_by_key(|&word| (frequencies[word], &known.words[word]));
    let mut ranks = vec![0; order.len()];
    order.iter().enumerate().for_each(|(rank, &word)| ranks[word] = rank);
    for question in &mut questions {
        question.iter_mut().for_each(|word| *word = ranks[*word]);
        question.sort_unstable();
    }
    let twins = twins(&questions, order.len());
    if let Some((memo, key)) = key.filter(|_| twins.is_empty()) {
        memo.put(key, Vec::new());
    }
    twins.into_iter().for_each(|(at, twin)| findings.push(finding(pack, at, twin)));
}

/// The key of all that this lint sees.
fn key(pack: &Pack) -> u128 {
    let mut all = String::from("near-identical-questions");
    let questions = pack.parts.faqs.iter().map(|faq| &faq.question);
    for text in pack.parts.site.style.stop_words.iter().chain([&String::new()]).chain(questions) {
        all.push('\0');
        all.push_str(text);
    }
    xxh3_128(all.as_bytes())
}

/// The words of all questions by number.
struct Known {
    numbers: HashMap<String, usize>,
    words: Vec<String>,
    /// Whether a word tells nothing.
    stops: Vec<bool>,
}

impl Known {
    fn new(stop_words: &[String]) -> Self {
        let mut known = Self { numbers: HashMap::new(), words: Vec::new(), stops: Vec::new() };
        for word in stop_words.iter().flat_map(|word| folded(word)) {
            let number = known.number(&word);
            known.stops[number] = true;
        }
        known
    }

    fn number(&mut self, word: &str) -> usize {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.words.len();
        self.numbers.insert(word.to_owned(), number);
        self.words.push(word.to_owned());
        self.stops.push(false);
        number
    }

    /// The words of a question that tell it from others; none of one that is too short to compare.
    fn telling(&mut self, question: &str) -> Vec<usize> {
        let mut all: Vec<usize> = words(question).iter().map(|word| self.number(&word.folded)).collect();
        all.sort_unstable();
        all.dedup();
        let telling: Vec<usize> = all.iter().copied().filter(|&word| !self.stops[word]).collect();
        match (all.len() < FEWEST_WORDS, telling.len() < FEWEST_WORDS) {
            (true, _) => Vec::new(),
            (_, true) => all,
            _ => telling,
        }
    }
}

/// Each question that is like an earlier one, with that one. Twins lack a fifth of each other's words at most, so they
/// share a word among the rarest fifth and one: only questions that do are compared.
fn twins(questions: &[Vec<usize>], words: usize) -> Vec<(usize, usize)> {
    let mut by_word: Vec<Vec<(usize, usize)>> = vec![Vec::new(); words];
    let mut found = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let rarest = &question[..question.len().min(question.len() / 5 + 1)];
        let twin = rarest.iter().enumerate().find_map(|(i, &word)| {
            let mut earlier = by_word[word].iter();
            earlier.find(|&&(other, j)| {
                let other = &questions[other];
                // As many words as they can have in common, if this is the first.
                let most = (question.len() - i).min(other.len() - j);
                are_alike(most, question.len(), other.len())
                    && are_alike(common(question, other), question.len(), other.len())
            })
        });
        found.extend(twin.map(|&(other, _)| (at, other)));
        for (i, &word) in rarest.iter().enumerate() {
            by_word[word].push((at, i));
        }
    }
    found
}

/// How many words two sorted lists have in common.
fn common(a: &[usize], b: &[usize]) -> usize {
    a.iter().filter(|word| b.binary_search(word).is_ok()).count()
}

/// Whether the words in common are 80 percent or more of all words of two questions.
fn are_alike(common: usize, a: usize, b: usize) -> bool {
    common * 5 >= (a + b - common) * 4
}

fn finding(pack: &Pack, at: usize, twin: usize) -> Finding {
    let faqs = &pack.parts.faqs;
    let place = |at: usize| pack.written.questions.get(at).copied().unwrap_or(faqs[at].span);
    let (id, other) = (&faqs[at].id, &faqs[twin].id);
    Finding::new(&lints::NEAR_IDENTICAL_QUESTIONS, place(at), format!("`{id}` asks what `{other}` asks"))
        .label("nearly the same words")
        .related(place(twin), "the other question")
        .help(format!(
            "join the two and write `aliases: [{id}]` under `{other}`, or say in the question how they differ"
        ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SITE, faq, raised};

    #[test]
    fn order_case_and_little_words_do_not_tell_questions_apart() {
        let site = format!("{SITE}style: {{ stop_words: [do, i, a, an, the, after, how, much, what, is] }}\n");
        for (one, other, expected) in [
            ("Should I eat supper after a run?", "After the RUN, should I eat a supper?", 1),
            ("Should I eat supper after a run?", "Should I drink supper after a run?", 0),
            ("How much tea do I drink?", "What tea is the drink?", 0),
            ("How much tea do I drink?", "How much tea do I drink", 1),
            ("Is it?", "Is it?", 0),
            ("?", "?", 0),
        ] {
            let faqs = [faq(one, "Yes."), faq(other, "No.").replace("id: b", "id: c")].concat();
            let found = raised("near-identical-questions", &[("site.yaml", &site), ("faqs/b.yaml", &faqs)]);
            assert_eq!(found.len(), expected, "{one} {other}");
        }
    }
}
