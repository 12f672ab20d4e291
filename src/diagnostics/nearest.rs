//! Nearest names, for "did you mean".

/// No name that anybody gives is longer, and comparing takes the product of both lengths.
const LONGEST_NAME: usize = 100;

/// The name of `known` that is closest to `name`, if any is close enough to be a slip of the fingers: at most a third of
/// the letters differ (one at least). The first of equals wins, so the order of `known` decides.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let length = name.chars().count();
    let allowed = (length / 3).max(1);
    let folded = name.to_lowercase().replace('_', "-");
    known
        .into_iter()
        // Names of other lengths are too far away, and need not be compared.
        .filter(|k| k.chars().count().abs_diff(length) <= allowed)
        .map(|k| (strsim::osa_distance(&folded, &k.to_lowercase().replace('_', "-")), k))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, k)| k)
}

/// Whether a name differs from another by one letter, or by two that changed places.
pub fn is_one_letter_away(name: &str, known: &str) -> bool {
    name.len().abs_diff(known.len()) <= 4 && name.len() <= LONGEST_NAME && strsim::osa_distance(name, known) == 1
}

/// Names as a readable list: `` `a`, `b` and `c` ``; past `most` names the rest is counted.
pub fn quoted_list<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let names: Vec<String> = names.into_iter().map(|n| format!("`{n}`")).collect();
    let rest = names.len().saturating_sub(most);
    match names.as_slice() {
        [] => String::from("none"),
        [one] => one.clone(),
        _ if rest > 0 => format!("{} and {rest} more", names[..most].join(", ")),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let known = ["duration", "distance", "body_mass", "diet"];
        for (typed, expected) in [
            ("duraton", Some("duration")),
            ("body-mass", Some("body_mass")),
            ("Distance", Some("distance")),
            ("dite", Some("diet")),
            ("weight", None),
        ] {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
    }

    #[test]
    fn lists_read_as_a_sentence() {
        assert_eq!(quoted_list([], 3), "none");
        assert_eq!(quoted_list(["a"], 3), "`a`");
        assert_eq!(quoted_list(["a", "b", "c"], 3), "`a`, `b` and `c`");
        assert_eq!(quoted_list(["a", "b", "c", "d"], 2), "`a`, `b` and 2 more");
    }
}
