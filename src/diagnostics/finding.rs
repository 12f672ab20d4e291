//! The finding itself.

use super::{Lint, lints};
use crate::source::{Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Values that somebody typed stand in messages: their middle is left out where they are long.
const LONGEST_MESSAGE: usize = 300;
const LONGEST_NOTE: usize = 4_000;

/// How many other places a finding shows that stands for several.
const MOST_PLACES: usize = 8;

/// Far more findings of one name and one file than anybody mends before the next run; a file that is no pack's has 100,000.
const MOST_ALIKE: usize = 10_000;

fn clip(text: String, longest: usize) -> String {
    if text.len() <= longest {
        return text;
    }
    let start = text.floor_char_boundary(longest / 2);
    let end = text.ceil_char_boundary(text.len() - longest / 4);
    format!("{}…{}", &text[..start], &text[end..])
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know; nothing need be mended.
    Note,
    /// Worth a look; does not fail a check.
    Warning,
    /// Must be mended; a check fails.
    Error,
}

/// One thing that is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Which lint.
    pub lint: &'static Lint,
    /// How much it matters here.
    pub severity: Severity,
    /// A lower-case phrase, no full stop.
    pub message: String,
    /// The main place; none where a command line or a missing file is at fault.
    pub span: Option<Span>,
    /// Words under the caret; may be empty.
    pub label: String,
    /// Other places that matter, with words.
    pub related: Vec<(Span, String)>,
    /// Further facts.
    pub notes: Vec<String>,
    /// The answers of a runner who shows it: a profile.
    pub witness: Option<serde_json::Map<String, serde_json::Value>>,
    /// What to type instead.
    pub help: Vec<Help>,
    /// A guess at a value, which was read all the same: nothing else is said of it.
    pub guess: Option<Span>,
}

/// Advice on mending a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Help {
    /// A lower-case phrase.
    pub message: String,
    /// The edit that does it, where one is known.
    pub fix: Option<Fix>,
}

/// A text to put in the place of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Finding {
    /// A finding at a place.
    pub fn new(lint: &'static Lint, span: Span, message: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::nowhere(lint, message) }
    }

    /// A finding that no text is to blame for.
    pub fn nowhere(lint: &'static Lint, message: impl Into<String>) -> Self {
        Self {
            lint,
            severity: lint.severity,
            message: clip(message.into(), LONGEST_MESSAGE),
            span: None,
            label: String::new(),
            related: Vec::new(),
            guess: None,
            notes: Vec::new(),
            witness: None,
            help: Vec::new(),
        }
    }

    /// The same at a place, if it has none: answers that a pack gives itself come from no command line.
    #[must_use]
    pub fn or_at(mut self, span: Span, label: impl Into<String>) -> Self {
        if self.span.is_none() {
            self.help.truncate(1);
            self = self.label(label);
            self.span = Some(span);
        }
        self
    }

    /// Words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = clip(label.into(), LONGEST_MESSAGE);
        self
    }

    /// The first of some findings, with the places of the others.
    pub fn joined(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut all = all.into_iter();
        let first = all.next()?;
        Some(first.also(all, |_| "and here".to_owned()))
    }

    /// With the places of others that have the same cause, as far as anybody reads on.
    #[must_use]
    pub fn also(self, others: impl IntoIterator<Item = Self>, words: impl Fn(&Self) -> String) -> Self {
        let mut places = others.into_iter().filter_map(|other| Some((other.span?, words(&other))));
        let shown: Vec<(Span, String)> = places.by_ref().take(MOST_PLACES).collect();
        let all = shown.into_iter().fold(self, |finding, (span, words)| finding.related(span, words));
        match places.count() {
            0 => all,
            more => all.note(format!("and in {more} more places")),
        }
    }

    /// Another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related.push((span, clip(words.into(), LONGEST_MESSAGE)));
        self
    }

    /// A further fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(clip(note.into(), LONGEST_NOTE));
        self
    }

    /// A runner who shows it.
    #[must_use]
    pub fn witness(mut self, answers: serde_json::Map<String, serde_json::Value>) -> Self {
        self.witness = Some(answers);
        self
    }

    /// Advice in words.
    #[must_use]
    pub fn help(mut self, message: impl Into<String>) -> Self {
        self.help.push(Help { message: clip(message.into(), LONGEST_NOTE), fix: None });
        self
    }

    /// Advice in words, if there is any.
    #[must_use]
    pub fn help_if(self, message: Option<impl Into<String>>) -> Self {
        match message {
            Some(message) => self.help(message),
            None => self,
        }
    }

    /// Advice with the edit that follows it.
    #[must_use]
    pub fn fix(mut self, message: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        let (message, text) = (clip(message.into(), LONGEST_MESSAGE), text.into());
        // An edit of a text that long is no help on a screen, and would not be read.
        let fix = (text.len() <= LONGEST_NOTE).then_some(Fix { span, text });
        self.help.push(Help { message, fix });
        self
    }

    /// `did you mean` with the edit, if a near name is known.
    #[must_use]
    pub fn did_you_mean(self, span: Span, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.fix(format!("did you mean `{near}`?"), span, near),
            None => self,
        }
    }
}

/// Findings gathered on the way.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.list.push(finding);
    }

    /// Takes back those that were added since there were `before`.
    pub fn take_since(&mut self, before: usize) -> Vec<Finding> {
        self.list.split_off(before.min(self.list.len()))
    }

    /// Puts a finding in the place of each of these; whether there are any.
    pub fn replace(&mut self, which: impl Fn(&Finding) -> bool, with: &Finding) -> bool {
        let mut any = false;
        for finding in self.list.iter_mut().filter(|finding| which(finding)) {
            *finding = with.clone();
            any = true;
        }
        any
    }

    /// Changes those that were added since there were `before`.
    pub fn amend(&mut self, before: usize, change: impl Fn(Finding) -> Finding) {
        let since = self.take_since(before);
        self.list.extend(since.into_iter().map(change));
    }

    /// Says that a value is a guess, made for what was found in it.
    pub fn guessed(&mut self, value: Span) {
        let within = |f: &&mut Finding| f.span.is_some_and(|span| span.begins_in(value));
        self.list.iter_mut().filter(within).for_each(|finding| finding.guess = Some(value));
    }

    /// Leaves out all others.
    pub fn keep(&mut self, which: impl Fn(&Finding) -> bool) {
        self.list.retain(which);
    }

    /// Leaves out what is said of values that only stand in for what could not be read: that has been said.
    pub fn drop_stand_ins(&mut self) {
        self.list.retain(|finding| !finding.span.is_some_and(Span::is_stand_in));
        for finding in &mut self.list {
            finding.related.retain(|(span, _)| !span.is_stand_in());
        }
    }

    /// Adds all of another list.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Finding>) {
        self.list.extend(others);
    }

    /// In order of file, place and name; the same finding twice is one, and what follows from a slip of YAML is none. Past
    /// 10,000 of one name in one file, one finding counts the rest.
    pub fn sort(&mut self, sources: &Sources) {
        self.drop_what_follows(sources);
        let key = |f: &Finding| {
            let place = f.span.map(|s| (sources.get(s.file).shown().to_owned(), s.start, s.end));
            (place, f.lint.name, f.message.clone())
        };
        self.list.sort_by_cached_key(key);
        self.list.dedup();
        self.count_the_rest();
    }

    /// Of a place that is no YAML only that is said, and nothing of the values on its line.
    fn drop_what_follows(&mut self, sources: &Sources) {
        let place = |f: &Finding| f.span.map(|span| (span.file, span.start));
        let line = |f: &Finding| f.span.map(|span| (span.file, sources.place(span).line));
        let is_slip = |f: &Finding| is_slip(f) || f.lint == &lints::DUPLICATE_KEY;
        let slips = || self.list.iter().filter(|f| is_slip(f));
        let (places, lines): (BTreeSet<_>, BTreeSet<_>) =
            (slips().filter_map(place).collect(), slips().filter_map(line).collect());
        // A line that was read in another column may be doubled there.
        let mended: BTreeSet<_> = self.list.iter().filter(|f| self::is_slip(f)).filter_map(line).collect();
        let is_moved =
            |f: &Finding| f.lint == &lints::DUPLICATE_KEY && line(f).is_some_and(|line| mended.contains(&line));
        let guesses: Vec<Span> = self.list.iter().filter_map(|finding| finding.guess).collect();
        let is_guessed = |at: Span| guesses.iter().any(|guess| at.start < guess.end && at.begins_in(*guess));
        let follows = |f: &Finding| {
            f.guess.is_none() && f.span.is_some_and(is_guessed)
                || place(f).is_some_and(|place| places.contains(&place))
                || OF_VALUES.contains(&f.lint) && line(f).is_some_and(|line| lines.contains(&line))
        };
        let is_kept = |f: &Finding| if is_slip(f) { !is_moved(f) } else { !follows(f) };
        self.list.retain(|f| lines.is_empty() && guesses.is_empty() || is_kept(f));
    }

    fn count_the_rest(&mut self) {
        if self.list.len() <= MOST_ALIKE {
            return;
        }
        let kind = |f: &Finding| (f.span.map(|span| span.file), f.lint.name);
        let mut alike: BTreeMap<_, usize> = BTreeMap::new();
        self.list.iter().for_each(|finding| *alike.entry(kind(finding)).or_default() += 1);
        let mut seen: BTreeMap<_, usize> = BTreeMap::new();
        self.list.retain_mut(|finding| {
            let kind = kind(finding);
            let (all, nth) = (alike.get(&kind).copied().unwrap_or(0), seen.entry(kind).or_default());
            *nth += 1;
            if *nth == MOST_ALIKE + 1 && all > *nth {
                let rest = format!("{} more findings like this in this file, from here on", all - MOST_ALIKE);
                let counted = Finding { span: finding.span, ..Finding::nowhere(finding.lint, rest) };
                let help = "mend those above and run again";
                *finding = Finding { severity: finding.severity, ..counted }.help(help);
            }
            *nth <= MOST_ALIKE + 1
        });
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|f| f.severity == Severity::Error)
    }

    /// Whether any error stands within a part of a file.
    pub fn has_error_within(&self, whole: Span) -> bool {
        self.within(whole).any(|finding| finding.severity == Severity::Error)
    }

    /// Whether a part of a file is no YAML.
    pub fn has_slip_within(&self, whole: Span) -> bool {
        self.within(whole).any(is_slip)
    }

    /// Whether a field of a part of a file is none, or no YAML.
    pub fn is_unread_within(&self, whole: Span) -> bool {
        let lost = [&lints::UNKNOWN_FIELD, &lints::MISSING_FIELD];
        self.within(whole).any(|finding| lost.contains(&finding.lint) || is_slip(finding))
    }

    /// Whether a field of a part of a file has nothing in it, or is missing.
    pub fn has_nothing_within(&self, whole: Span) -> bool {
        self.within(whole).any(|finding| finding.lint == &lints::MISSING_FIELD)
    }

    /// Whether there are so many that nobody reads them all: what costs time for each is left out then.
    pub fn are_too_many(&self) -> bool {
        self.list.len() > MOST_READ
    }

    /// Those that stand within a part of a file; none where there are too many, since whoever asks does so for each entry.
    pub fn within(&self, whole: Span) -> impl Iterator<Item = &Finding> {
        let list = if self.are_too_many() { &[] } else { self.list.as_slice() };
        list.iter().filter(move |finding| finding.span.is_some_and(|span| span.begins_in(whole)))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }
}

/// How many findings anybody reads.
const MOST_READ: usize = 1_000;

/// What is said of values, which are guesses in a line that is no YAML.
const OF_VALUES: [&Lint; 11] = [
    &lints::BAD_DATE,
    &lints::BAD_FORMULA,
    &lints::BAD_ID,
    &lints::BAD_TEST,
    &lints::BAD_VALUE,
    &lints::EMPTY_RANGE,
    &lints::MISSING_FILE,
    &lints::UNIT_MISMATCH,
    &lints::UNKNOWN_REFERENCE,
    &lints::WRONG_ANSWER,
    &lints::WRONG_TYPE,
];

/// Whether a finding says that something is no YAML.
fn is_slip(finding: &Finding) -> bool {
    [&lints::YAML_SYNTAX, &lints::YAML_TAG, &lints::YAML_ALIAS].contains(&finding.lint)
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::super::lints;
    use super::*;

    #[test]
    fn what_follows_from_a_slip_of_yaml_is_no_finding() {
        let mut sources = Sources::new();
        let file = sources.add_text("a.yaml", "id: %a\nb: [c\nd: e\n");
        let found =
            |lint: &'static Lint, start: usize, end: usize| Finding::new(lint, Span::new(file, start, end), "x");
        let mut findings = Findings::new();
        findings.extend([
            found(&lints::YAML_SYNTAX, 4, 5),
            found(&lints::BAD_ID, 4, 6),
            found(&lints::MISSING_FIELD, 0, 2),
            found(&lints::DUPLICATE_KEY, 7, 8),
            found(&lints::YAML_SYNTAX, 10, 11),
            found(&lints::UNKNOWN_FIELD, 10, 11),
            found(&lints::UNKNOWN_REFERENCE, 11, 12),
            found(&lints::BAD_ID, 16, 17),
        ]);
        findings.sort(&sources);
        let left: Vec<_> = findings.iter().map(|f| (f.lint.name, f.span.map(|span| span.start))).collect();
        let expected = [("missing-field", 0), ("yaml-syntax", 4), ("yaml-syntax", 10), ("bad-id", 16)];
        assert_eq!(left, expected.map(|(lint, at)| (lint, Some(at))));
    }

    #[test]
    fn among_too_many_findings_nobody_looks_for_those_of_an_entry() {
        let mut sources = Sources::new();
        let file = sources.add_text("a.yaml", "x".repeat(3_000));
        let mut findings = Findings::new();
        for at in 0..MOST_READ {
            findings.push(Finding::new(&lints::UNKNOWN_FIELD, Span::new(file, at, at + 1), "x"));
        }
        let entry = Span::new(file, 10, 20);
        assert_eq!(findings.within(entry).count(), 11);
        assert!(findings.is_unread_within(entry) && findings.has_error_within(entry.whole_file()));
        findings.push(Finding::new(&lints::UNKNOWN_FIELD, entry, "x"));
        assert_eq!(findings.within(entry).count(), 0);
    }

    #[test]
    fn past_what_anybody_mends_findings_are_counted() {
        let mut sources = Sources::new();
        let [many, few] = ["a.yaml", "b.yaml"].map(|path| sources.add_text(path, "x".repeat(30_000)));
        let sorted = |count: usize| {
            let mut findings = Findings::new();
            for at in 0..count {
                findings.push(Finding::new(&lints::UNKNOWN_FIELD, Span::new(many, at, at + 1), format!("{at}")));
            }
            findings.push(Finding::new(&lints::UNKNOWN_FIELD, Span::new(few, 0, 1), "alone"));
            findings.push(Finding::new(&lints::WRONG_TYPE, Span::new(many, 29_999, 30_000), "another"));
            findings.sort(&sources);
            findings.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
        };
        assert_eq!(sorted(MOST_ALIKE + 1).len(), MOST_ALIKE + 3, "one more is shown as it is");
        let messages = sorted(12_000);
        assert_eq!(messages.len(), MOST_ALIKE + 3);
        let last = ["9999", "2000 more findings like this in this file, from here on", "another", "alone"];
        assert_eq!(messages[MOST_ALIKE - 1..], last);
    }
}
