//! The one table of lints, sorted by name, each with its page.

use super::Severity;

/// What kind of trouble a lint finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// A text that cannot be read as what it should be.
    Shape,
    /// Advice that contradicts itself, or a case of the pack's own tests that does not come out.
    Analysis,
    /// Words that a careful editor would mend.
    Editorial,
    /// An answer of a runner that cannot be used.
    Profile,
}

/// A named kind of finding.
#[derive(Debug, PartialEq)]
pub struct Lint {
    /// Kebab-case, named for what it dislikes.
    pub name: &'static str,
    /// Its family.
    pub group: Group,
    /// How much it matters unless a pack says otherwise.
    pub severity: Severity,
    /// Its page, in Markdown.
    pub page: &'static str,
}

impl Group {
    /// The family's name in output.
    pub fn name(self) -> &'static str {
        match self {
            Group::Shape => "shape",
            Group::Analysis => "analysis",
            Group::Editorial => "editorial",
            Group::Profile => "profile",
        }
    }
}

macro_rules! lints {
    ($($constant:ident $name:literal $group:ident $severity:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`: see its page.")]
            pub static $constant: Lint = Lint {
                name: $name,
                group: Group::$group,
                severity: Severity::$severity,
                page: include_str!(concat!("pages/", $name, ".md")),
            };
        )*
        /// All lints, sorted by name.
        pub static ALL: &[&Lint] = &[$(&$constant),*];
    };
}

lints! {
    AMOUNT_WITHOUT_WORDS "amount-without-words" Analysis Error;
    BAD_DATE "bad-date" Shape Error;
    BAD_FORMULA "bad-formula" Shape Error;
    BAD_ID "bad-id" Shape Error;
    BAD_TEST "bad-test" Shape Error;
    BAD_VALUE "bad-value" Shape Error;
    BROKEN_LINK "broken-link" Shape Error;
    CONFLICT "conflict" Analysis Error;
    CURLY_QUOTES "curly-quotes" Shape Error;
    DEAD_ITEM "dead-item" Analysis Error;
    DUPLICATE_ID "duplicate-id" Shape Error;
    DUPLICATE_KEY "duplicate-key" Shape Error;
    EMPTY_FILE "empty-file" Editorial Warning;
    EMPTY_RANGE "empty-range" Shape Error;
    EXAMPLE_SUM "example-sum" Editorial Warning;
    EXCLUDED_SESSION "excluded-session" Analysis Error;
    FAILED_TEST "failed-test" Analysis Error;
    FORBIDDEN_WORDS "forbidden-words" Editorial Warning;
    HARD_TO_READ "hard-to-read" Editorial Warning;
    HEADING_LEVEL "heading-level" Shape Error;
    HIDDEN_ITEM "hidden-item" Analysis Error;
    IMPOSSIBLE_PROFILE "impossible-profile" Profile Error;
    IMPOSSIBLE_WEEK "impossible-week" Profile Error;
    INSTEAD_CHAIN "instead-chain" Shape Error;
    MEASURE_CYCLE "measure-cycle" Shape Error;
    MISSING_ANSWER "missing-answer" Profile Error;
    MISSING_CAVEAT "missing-caveat" Shape Error;
    MISSING_FIELD "missing-field" Shape Error;
    MISSING_FILE "missing-file" Shape Error;
    MISSING_IMAGE_TEXT "missing-image-text" Shape Error;
    MISSING_PLACEHOLDER "missing-placeholder" Editorial Warning;
    MISSING_STRING "missing-string" Shape Error;
    NEAR_IDENTICAL_QUESTIONS "near-identical-questions" Editorial Warning;
    NESTED_TOO_DEEP "nested-too-deep" Shape Error;
    NOT_TEXT "not-text" Shape Error;
    OUT_OF_RANGE "out-of-range" Profile Error;
    OVER_LIMIT "over-limit" Analysis Warning;
    PAST_REVIEW "past-review" Editorial Warning;
    RAW_HTML "raw-html" Shape Error;
    SECTION_GAP "section-gap" Analysis Error;
    SESSION_CIRCLE "session-circle" Shape Error;
    SEVERAL_DOCUMENTS "several-documents" Shape Error;
    SLOW_ANSWER "slow-answer" Editorial Warning;
    TEMPLATE_ERROR "template-error" Shape Error;
    TEMPLATE_IN_TEXT "template-in-text" Shape Error;
    TEXT_CUT_BY_COMMENT "text-cut-by-comment" Shape Warning;
    UNCITED_SOURCE "uncited-source" Editorial Warning;
    UNDECIDED "undecided" Analysis Note;
    UNEVEN_SHARES "uneven-shares" Shape Error;
    UNIT_MISMATCH "unit-mismatch" Shape Error;
    UNKNOWN_ANSWER "unknown-answer" Profile Error;
    UNKNOWN_FIELD "unknown-field" Shape Error;
    UNKNOWN_FILE "unknown-file" Shape Error;
    UNKNOWN_PLACEHOLDER "unknown-placeholder" Shape Error;
    UNKNOWN_REFERENCE "unknown-reference" Shape Error;
    UNKNOWN_STRING "unknown-string" Editorial Warning;
    UNLINKED_FIRST_USE "unlinked-first-use" Editorial Warning;
    UNLINKED_TERM "unlinked-term" Editorial Warning;
    UNQUOTED_TEST "unquoted-test" Shape Error;
    UNREACHABLE_CASE "unreachable-case" Analysis Error;
    UNREACHABLE_PLAN "unreachable-plan" Shape Error;
    UNSAFE_LINK "unsafe-link" Shape Error;
    UNSAFE_ROUTE "unsafe-route" Analysis Error;
    UNSOUND_PLAN "unsound-plan" Analysis Error;
    UNUSED_AMOUNT "unused-amount" Shape Warning;
    WEAK_GRADE_A "weak-grade-a" Editorial Warning;
    WEAK_PLAN "weak-plan" Analysis Warning;
    WRONG_ANSWER "wrong-answer" Profile Error;
    WRONG_TYPE "wrong-type" Shape Error;
    YAML_ALIAS "yaml-alias" Shape Error;
    YAML_SYNTAX "yaml-syntax" Shape Error;
    YAML_TAG "yaml-tag" Shape Error;
}

/// The lint with this name.
pub fn find(name: &str) -> Option<&'static Lint> {
    ALL.binary_search_by(|lint| lint.name.cmp(name)).ok().map(|i| ALL[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_and_findable() {
        assert!(ALL.is_sorted_by(|a, b| a.name < b.name));
        for lint in ALL {
            assert_eq!(find(lint.name).map(|l| l.name), Some(lint.name));
        }
        assert_eq!(find("nope"), None);
    }

    #[test]
    fn every_page_is_registered_and_in_shape() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/diagnostics/pages");
        let mut on_disk: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .map(|name| name.trim_end_matches(".md").to_owned())
            .collect();
        on_disk.sort();
        assert_eq!(on_disk, ALL.iter().map(|l| l.name).collect::<Vec<_>>());
        for lint in ALL {
            let headings: Vec<&str> = lint.page.lines().filter(|l| l.starts_with('#')).collect();
            let title = format!("# {}", lint.name);
            assert_eq!(headings, [title.as_str(), "## Why it matters", "## Fails", "## Passes"], "{}", lint.name);
        }
    }
}
