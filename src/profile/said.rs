//! Symptoms in a runner's own words.

use crate::model::Content;

/// How many other words may stand between the words of a phrase.
const SLACK: usize = 2;

/// The red flags (indices, in pack order) whose `also_said` phrases are found in a text. A phrase is found where all its
/// words stand near each other, in any order; a word matches its plural and small slips. A false alarm costs little, so
/// matching is generous.
pub fn said(content: &Content, text: &str) -> Vec<usize> {
    let words = words(text);
    let found = content.flags().iter().enumerate().filter(|(_, flag)| {
        let own = flag.id.replace('-', " ");
        let phrases = flag.also_said.iter().map(String::as_str).chain([flag.title.as_str(), own.as_str()]);
        phrases.map(self::words).any(|phrase| stands_in(&phrase, &words))
    });
    found.map(|(at, _)| at).collect()
}

fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\'' | '’'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().map(str::to_owned).collect()
}

fn stands_in(phrase: &[String], words: &[String]) -> bool {
    if phrase.is_empty() {
        return false;
    }
    let window = phrase.len() + SLACK;
    (0..words.len()).any(|from| {
        let near = &words[from..words.len().min(from + window)];
        phrase.iter().all(|wanted| near.iter().any(|word| same(wanted, word)))
    })
}

/// Equal, equal but for a plural `s`, or one slip in a long word.
fn same(wanted: &str, word: &str) -> bool {
    let stem = |w: &str| w.strip_suffix('s').filter(|s| s.len() > 2).unwrap_or(w).to_owned();
    wanted == word
        || stem(wanted) == stem(word)
        || (wanted.chars().count() > 5 && word.chars().count() > 4 && strsim::osa_distance(wanted, word) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_near_each_other_in_any_order() {
        for (phrase, text, expected) in [
            ("pee like cola", "legs wrecked, pee like cola", true),
            ("chest tight", "tight feeling in my chest", false),
            ("chest tight", "my chest is tight", true),
            ("puffy hands", "hands are puffy", true),
            ("throwing up", "I was trowing up", true),
            ("passed out", "I passed a friend and went out", false),
        ] {
            assert_eq!(stands_in(&words(phrase), &words(text)), expected, "{phrase} in {text}");
        }
    }
}
