//! The name somebody probably meant.

/// The candidate nearest to `word`, if it is near enough to be worth suggesting: at most a third
/// of the word's letters differ (at least one may). Ties go to the first in the alphabet.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        let names = ["mass_before", "mass_after", "urine"];
        for (word, expected) in [
            ("mas_before", Some("mass_before")),
            ("urnie", Some("urine")),
            ("mass_afetr", Some("mass_after")),
            ("distance", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, names), expected, "{word}");
        }
        assert_eq!(nearest("b", ["c", "a"]), Some("a"));
    }
}
