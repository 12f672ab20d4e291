//! Which file of a pack is of which kind.

/// The kinds of files that the formats know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `site.yaml`
    Site,
    /// `strings.yaml`
    Strings,
    /// `profile.yaml`
    Profile,
    /// `measures.yaml`
    Measures,
    /// `guide.yaml`
    Guide,
    /// `limits.yaml`
    Limits,
    /// `sources/`
    Sources,
    /// `glossary.yaml`
    Glossary,
    /// `guidance/`
    Guidance,
    /// `foods.yaml`
    Foods,
    /// `red-flags.yaml`
    RedFlags,
    /// `faqs/`
    Faqs,
    /// `sessions.yaml`
    Sessions,
    /// `plans/`
    Plans,
    /// `week-rules.yaml`
    WeekRules,
    /// `tests/`
    Tests,
    /// `lang/`, overlays of translations.
    Lang,
}

/// All kinds with the name of their file or folder.
pub const KINDS: &[(&str, Kind)] = &[
    ("faqs", Kind::Faqs),
    ("foods", Kind::Foods),
    ("glossary", Kind::Glossary),
    ("guidance", Kind::Guidance),
    ("guide", Kind::Guide),
    ("lang", Kind::Lang),
    ("limits", Kind::Limits),
    ("measures", Kind::Measures),
    ("plans", Kind::Plans),
    ("profile", Kind::Profile),
    ("red-flags", Kind::RedFlags),
    ("sessions", Kind::Sessions),
    ("site", Kind::Site),
    ("sources", Kind::Sources),
    ("strings", Kind::Strings),
    ("tests", Kind::Tests),
    ("week-rules", Kind::WeekRules),
];

/// The kind of a path in a pack: `X.yaml` and any `X/*.yaml` are one kind. `None` for any other YAML file.
pub fn kind_of(path: &str) -> Option<Kind> {
    let path = path.strip_prefix(BUILT_IN).unwrap_or(path);
    let head = match path.split_once('/') {
        Some((folder, _)) => folder,
        None => path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"))?,
    };
    KINDS.iter().find(|(name, _)| *name == head).map(|(_, kind)| *kind)
}

/// Whether a path is a YAML file.
pub fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// Prefix of files that the binary lends to every pack: the words of the interface.
pub const BUILT_IN: &str = "built-in/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_the_first_name() {
        assert_eq!(kind_of("faqs.yaml"), Some(Kind::Faqs));
        assert_eq!(kind_of("faqs/deep/cold.yaml"), Some(Kind::Faqs));
        assert_eq!(kind_of("built-in/strings.yaml"), Some(Kind::Strings));
        assert_eq!(kind_of("faq.yaml"), None);
        assert!(KINDS.is_sorted());
    }
}
