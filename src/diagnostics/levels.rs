//! What a pack or a command line makes of a lint's findings.

use super::{Findings, Group, Lint, Severity};

/// What becomes of a lint's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// They are dropped.
    Allow,
    /// They are warnings.
    Warn,
    /// They are errors.
    Deny,
}

impl Level {
    /// The words of the format.
    pub const WORDS: &[(&str, Level)] = &[("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];
}

impl Lint {
    /// Whether the lint may have this level. What keeps a pack or a profile from being read can be neither allowed nor
    /// made a warning, since nothing could be built on what was not read.
    pub fn may_be(&self, level: Level) -> bool {
        let matter_of_taste = matches!(self.group, Group::Editorial | Group::Analysis);
        match level {
            Level::Allow => matter_of_taste,
            Level::Warn => matter_of_taste || self.severity == Severity::Warning,
            Level::Deny => true,
        }
    }
}

/// The levels of some lints; what is set later wins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Levels {
    set: Vec<(&'static Lint, Level)>,
}

impl Levels {
    /// Sets the level of a lint. One that the lint may not have is not taken.
    pub fn set(&mut self, lint: &'static Lint, level: Level) {
        if lint.may_be(level) {
            self.set.push((lint, level));
        }
    }

    /// These levels where `stronger` says nothing else.
    #[must_use]
    pub fn under(&self, stronger: &Levels) -> Levels {
        Levels { set: self.set.iter().chain(&stronger.set).copied().collect() }
    }

    /// The findings at these levels.
    #[must_use]
    pub fn apply(&self, findings: Findings) -> Findings {
        let mut left = Findings::new();
        left.extend(findings.into_iter().filter_map(|mut finding| {
            let level = self.set.iter().rev().find(|(lint, _)| lint.name == finding.lint.name);
            match level {
                Some((_, Level::Allow)) => return None,
                Some((_, Level::Warn)) => finding.severity = Severity::Warning,
                Some((_, Level::Deny)) => finding.severity = Severity::Error,
                None => {}
            }
            Some(finding)
        }));
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Finding, lints};

    #[test]
    fn the_last_level_wins_and_shape_errors_stay() {
        let findings = || {
            let mut findings = Findings::new();
            findings.push(Finding::nowhere(&lints::SLOW_ANSWER, "a"));
            findings.push(Finding::nowhere(&lints::BAD_DATE, "b"));
            findings
        };
        for (set, expected) in [
            (&[][..], &[("slow-answer", Severity::Warning), ("bad-date", Severity::Error)][..]),
            (&[(&lints::SLOW_ANSWER, Level::Allow)], &[("bad-date", Severity::Error)]),
            (
                &[(&lints::SLOW_ANSWER, Level::Allow), (&lints::SLOW_ANSWER, Level::Deny)],
                &[("slow-answer", Severity::Error), ("bad-date", Severity::Error)],
            ),
            (
                &[(&lints::BAD_DATE, Level::Allow), (&lints::BAD_DATE, Level::Warn)],
                &[("slow-answer", Severity::Warning), ("bad-date", Severity::Error)],
            ),
        ] {
            let (mut pack, mut command) = (Levels::default(), Levels::default());
            for (at, &(lint, level)) in set.iter().enumerate() {
                if at == 0 { pack.set(lint, level) } else { command.set(lint, level) }
            }
            let left = pack.under(&command).apply(findings());
            let left: Vec<_> = left.iter().map(|f| (f.lint.name, f.severity)).collect();
            assert_eq!(left, expected, "{set:?}");
        }
    }
}
