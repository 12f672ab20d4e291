//! Records -> model, one file per kind. Every reference is resolved here, and everything that is wrong is reported once.

mod condition;
mod faqs;
mod formula;
mod guidance;
mod inputs;
mod layout;
mod measures;
mod pages;
mod placeholders;
mod plans;
mod prose;
mod red_flags;
mod reference;
mod sessions;
mod site;
mod strings;
mod tests;
mod values;
mod week_rules;
mod week_tests;

pub use strings::{RawWords, STRINGS_OF_THE_ENGINE, read_strings};

use super::Scope;
use super::files::Kind;
use super::names::Names;
use super::read::Records;
use crate::diagnostics::{Finding, Findings, Lint};
use crate::model::{Choice, Parts};
use crate::quantity::{Interval, TextError, Unit, parse_quantity, parse_range};
use crate::source::{Sources, Span};
use crate::syntax::{Id, ScalarText, locate};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What every file of this folder works with.
pub(super) struct Lower<'a> {
    pub sources: &'a Sources,
    pub findings: &'a mut Findings,
    pub names: Names,
    /// Measures of which a case could not be read: tests may name it all the same.
    pub broken_cases: BTreeSet<usize>,
    /// Whether an amount could not be read, so that any kind may be its own.
    pub unread_kind: bool,
    /// Kinds that nothing is of since what is was misspelt, which has been said.
    pub excused_kinds: BTreeSet<String>,
    /// Options that an input does not have, by input and word, with what would be said of each place.
    pub unknown_options: BTreeMap<(usize, String), Vec<Finding>>,
    /// What would be said of kinds that no amount is of, and whether they are near none.
    pub unknown_kinds: BTreeMap<(bool, String), Vec<Finding>>,
}

/// A pack whose references are resolved.
pub(super) struct Lowered {
    pub parts: Parts,
    /// Names of inputs and measures that could not be read.
    pub unsound: BTreeSet<String>,
    /// Whether every entry has its id.
    pub is_named: bool,
}

/// Resolves a pack. Where entries are broken the parts are not whole; the findings say so.
pub(super) fn lower(sources: &Sources, scope: Scope, records: Records, findings: &mut Findings) -> Lowered {
    let mut low = Lower {
        sources,
        findings,
        names: Names::new(),
        broken_cases: BTreeSet::new(),
        unread_kind: false,
        excused_kinds: BTreeSet::new(),
        unknown_options: BTreeMap::new(),
        unknown_kinds: BTreeMap::new(),
    };
    declare(&mut low, &records);
    let (written, named) = kinds(&records);
    low.unread_kind = written.iter().any(|id| id.span.is_stand_in());
    red_flags::misspelt_kinds(&mut low, &written, &named);
    let places = values::SourcePlaces::of(&records.sources.list);
    let mut parts = Parts { sources: reference::sources(records.sources), hash: hash(sources), ..Parts::default() };
    parts.terms = reference::terms(&mut low, records.terms, scope);
    let language = records.site.as_ref().map(|site| site.language.clone());
    parts.site = records.site.map(|raw| site::site(&mut low, raw)).unwrap_or_default();
    parts.strings = strings::strings(&mut low, records.strings, scope);
    values::sources(&mut low, &places, &parts);
    values::language(&mut low, language);
    let glance: Vec<Id> =
        records.guide.iter().filter_map(|g| g.glance.as_ref()).flat_map(|g| g.numbers.clone()).collect();
    let impossible = records.profile.map(|raw| inputs::inputs(&mut low, raw, &records.flags.list, &mut parts));
    measures::measures(&mut low, records.measures, &mut parts);
    parts.impossible =
        impossible.into_iter().flatten().filter_map(|raw| condition::lone_condition(&mut low, &raw, &parts)).collect();
    if let Some(guide) = records.guide {
        layout::guide(&mut low, guide, &mut parts);
    }
    parts.foods = reference::foods(&mut low, records.foods, &parts);
    guidance::guidance(&mut low, records.topics, &mut parts, scope);
    layout::limits(&mut low, records.limits, &mut parts);
    layout::glance(&mut low, &glance, &parts);
    red_flags::red_flags(&mut low, records.flags, &mut parts);
    sessions::sessions(&mut low, records.sessions, &mut parts, scope);
    week_rules::week_rules(&mut low, records.week_rules, &mut parts);
    plans::plans(&mut low, records.plans, &mut parts, scope);
    faqs::faqs(&mut low, records.faqs, &mut parts, scope);
    pages::pages(&mut low, records.pages, &mut parts, scope);
    pages::figures(&mut low, records.figures, &mut parts);
    tests::tests(&mut low, records.tests, &mut parts);
    low.settle_options(&parts);
    let unsound = low.names.axes.unusable();
    let is_named = low.names.is_read();
    low.names.settle(sources, low.findings);
    low.settle_kinds();
    Lowered { parts, unsound, is_named }
}

/// The kinds of amount that measures and items write, and those that limits and flags name.
fn kinds(records: &Records) -> (Vec<Id>, Vec<Id>) {
    let measures = records.measures.list.iter().filter_map(|measure| measure.of.clone());
    let items = records.topics.list.iter().flat_map(|topic| &topic.items);
    let amounts = items.clone().flat_map(|item| &item.amounts.0).filter_map(|(_, amount)| amount.0.of.clone());
    let written = measures.chain(items.flat_map(|item| item.of.0.clone())).chain(amounts).collect();
    let limits = records.limits.list.iter().map(|limit| limit.of.clone());
    let flags = records.flags.list.iter().filter_map(|flag| flag.forbids.as_ref()).flat_map(|forbids| &forbids.of);
    (written, limits.chain(flags.cloned()).collect())
}

/// Every id of every kind, before anything is resolved.
fn declare(low: &mut Lower, records: &Records) {
    let (names, findings) = (&mut low.names, &mut *low.findings);
    for (kind, file) in &records.unread {
        let text = file.map(|file| low.sources.get(file).text()).filter(|text| !text.is_empty());
        match kind {
            Kind::Profile | Kind::Measures => names.axes.declare_unread(text),
            Kind::Guide => names.sections.declare_unread(text),
            Kind::Sources => names.sources.declare_unread(text),
            Kind::Glossary => names.terms.declare_unread(text),
            Kind::Foods => names.foods.declare_unread(text),
            Kind::RedFlags => names.flags.declare_unread(text),
            Kind::Faqs => names.faqs.declare_unread(text),
            Kind::Sessions => names.sessions.declare_unread(text),
            Kind::Plans => names.plans.declare_unread(text),
            Kind::Pages => names.pages.declare_unread(text),
            Kind::Figures => names.figures.declare_unread(text),
            Kind::WeekRules => names.week_rules.declare_unread(text),
            Kind::Guidance => {
                names.topics.declare_unread(text);
                names.items.declare_unread(text);
            }
            _ => {}
        }
    }
    macro_rules! declare {
        ($index:ident, $entries:expr) => {
            for (at, entry) in $entries.list.iter().enumerate() {
                names.$index.declare(&entry.id.text, at, entry.id.span, findings);
            }
            names.$index.declare_lost(&$entries.lost);
        };
    }
    declare!(sources, records.sources);
    declare!(terms, records.terms);
    declare!(topics, records.topics);
    declare!(foods, records.foods);
    declare!(flags, records.flags);
    declare!(faqs, records.faqs);
    declare!(pages, records.pages);
    declare!(figures, records.figures);
    declare!(sessions, records.sessions);
    declare!(plans, records.plans);
    declare!(week_rules, records.week_rules);
    let items = records.topics.list.iter().flat_map(|topic| &topic.items);
    for (at, item) in items.enumerate() {
        names.items.declare(&item.id.text, at, item.id.span, findings);
    }
    let inputs = records.profile.iter().flat_map(|p| &p.groups).flat_map(|g| &g.inputs);
    let mut count = 0;
    for input in inputs {
        names.axes.declare(&input.id.text, count, input.id.span, findings);
        count += 1;
    }
    for (at, measure) in records.measures.list.iter().enumerate() {
        names.axes.declare(&measure.id.text, count + at, measure.id.span, findings);
    }
    for lost in [&records.inputs, &records.measures.lost] {
        names.axes.declare_lost(lost);
    }
    names.items.declare_lost(&records.items);
    let sections = records.guide.iter().flat_map(|g| &g.sections);
    for (at, section) in sections.enumerate() {
        names.sections.declare(&section.id.text, at, section.id.span, findings);
    }
    names.sections.declare_lost(&records.sections);
}

impl Lower<'_> {
    /// The place of a part of a scalar's text.
    pub fn at(&self, text: &ScalarText, range: &Range<usize>) -> Span {
        locate(self.sources.get(text.span.file), text.span, &text.text, range)
    }

    /// Reports what is wrong with a scalar's text.
    pub fn complain(&mut self, lint: &'static Lint, text: &ScalarText, error: TextError) {
        let span = self.at(text, &error.at);
        let comma = "write decimals with a point, as in `0.5`".to_owned();
        let help = if has_decimal_comma(&text.text) { Some(comma) } else { error.help };
        self.findings.push(Finding::new(lint, span, error.message).help_if(help));
    }

    /// Says what an entry lacks, unless it may stand in a part of the entry that nobody could read.
    pub fn lacking(&mut self, entry: Span, finding: Finding) {
        if !self.findings.is_unread_within(entry) {
            self.findings.push(finding);
        }
    }

    /// One of some words, or a finding.
    pub fn word<T: Copy>(&mut self, text: &str, span: Span, words: &[(&str, T)]) -> Option<T> {
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        // Words in which YAML slipped are a guess.
        if self.findings.has_slip_within(span) {
            return None;
        }
        let known = words.iter().map(|(word, _)| *word);
        let near = crate::diagnostics::nearest(text, known.clone());
        let list = crate::diagnostics::quoted_list(known, 12);
        let span = locate(self.sources.get(span.file), span, text, &(0..text.len()));
        self.findings.push(
            Finding::new(
                &crate::diagnostics::lints::WRONG_TYPE,
                span,
                format!("expected one of {list}, found `{}`", text.escape_debug()),
            )
            .label("not one of them")
            .did_you_mean(span, near),
        );
        None
    }

    /// Reports options that an input does not have, once all that names them is read.
    fn settle_options(&mut self, parts: &Parts) {
        for ((axis, word), all) in std::mem::take(&mut self.unknown_options) {
            let Some(input) = parts.inputs.get(axis) else { continue };
            let near = crate::diagnostics::nearest(&word, input.options.iter().map(|option| option.id.as_str()));
            let option = input.options.iter().find(|option| Some(option.id.as_str()) == near);
            let option = option.map(|option| (option.id.as_str(), option.span));
            match crate::check::misnamed::misnamed(self.sources, &word, option, all) {
                Ok(one) => {
                    self.findings.extend(one);
                    // Whatever answers with that word has been spoken of.
                    self.names.axes.break_off(&input.id);
                }
                Err(all) => self.findings.extend(all),
            }
        }
    }

    /// A unit, or a finding.
    pub fn unit(&mut self, text: &ScalarText) -> Option<Unit> {
        match Unit::parse(&text.text) {
            Ok(unit) => Some(unit),
            Err(error) => {
                self.complain(&crate::diagnostics::lints::UNIT_MISMATCH, text, error);
                None
            }
        }
    }

    /// A range in base units, or a finding.
    pub fn range(&mut self, text: &ScalarText, unit: &Unit) -> Option<Interval> {
        match parse_range(&text.text, unit) {
            Ok(range) => Some(range),
            Err(error) => {
                let error = match one_dash(&text.text) {
                    Some((low, high)) => error.with_help(format!("write a range with two dots: `{low}..{high}`")),
                    None => error,
                };
                let lint = match text.text.split_once("..") {
                    Some((low, high)) if is_above(low, high) => &crate::diagnostics::lints::EMPTY_RANGE,
                    _ => &crate::diagnostics::lints::UNIT_MISMATCH,
                };
                self.complain(lint, text, error);
                None
            }
        }
    }

    /// A quantity in base units, written in a unit that converts to this one, or a finding.
    pub fn quantity(&mut self, text: &ScalarText, unit: &str) -> Option<f64> {
        let unit = Unit::parse(unit).ok()?;
        match parse_quantity(&text.text, &unit) {
            Ok(quantity) => Some(quantity),
            Err(error) => {
                self.complain(&crate::diagnostics::lints::UNIT_MISMATCH, text, error);
                None
            }
        }
    }

    /// Reports an entry that names itself where another belongs.
    pub fn not_itself(&mut self, own: &Id, named: &Id) {
        if own.text == named.text && !named.span.is_stand_in() && !own.span.is_stand_in() {
            self.findings.push(
                Finding::new(&crate::diagnostics::lints::BAD_VALUE, named.span, format!("`{}` names itself", own.text))
                    .label("must be another one")
                    .help("name another entry, or remove this one from the list"),
            );
        }
    }

    /// Indices of sources.
    pub fn sources_of(&mut self, ids: &[Id]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.names.sources.resolve(&id.text, id.span)).collect()
    }
}

/// Whether `0,25` stands in a text without calls, whose arguments stand behind commas too.
fn has_decimal_comma(text: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    !text.contains('(')
        && text
            .match_indices(',')
            .any(|(at, _)| is_digit(text[..at].chars().next_back()) && is_digit(text[at + 1..].chars().next()))
}

/// The ends of `1-2880`, `1–2880` or `1 to 2880`, which were meant to be a range.
fn one_dash(text: &str) -> Option<(&str, &str)> {
    let between = [" to ", "–", "—", "...", "-"];
    let (low, high) =
        between.iter().find_map(|sign| text.split_once(sign).filter(|(low, _)| !low.trim().is_empty()))?;
    let (low, high) = (low.trim(), high.trim());
    let number = |s: &str| s.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    (number(low) && number(high) && !text.contains("..") || text.contains("...")).then_some((low, high))
}

/// Whether `low` is a larger number than `high`.
fn is_above(low: &str, high: &str) -> bool {
    let number = |s: &str| {
        let end = s.trim().find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(s.trim().len());
        s.trim()[..end].parse::<f64>().ok()
    };
    number(low).zip(number(high)).is_some_and(|(a, b)| a > b)
}

/// `session_kind` and `low-blood-sodium` in words, where a file gives none.
fn words_of(id: &str) -> String {
    let words = id.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The place of an option among those of an input.
fn option_of(axis: usize, id: &Id, low: &mut Lower, parts: &Parts) -> Option<usize> {
    let input = &parts.inputs[axis];
    let found = input.option(&id.text);
    let broken = low.names.axes.knows(&input.id) && low.names.axes.get(&input.id).is_none();
    if found.is_none() && !broken {
        let near = crate::diagnostics::nearest(&id.text, input.options.iter().map(|o: &Choice| o.id.as_str()));
        let message = format!("`{}` is no option of `{}`", id.text, input.id);
        let finding = Finding::new(&crate::diagnostics::lints::UNKNOWN_REFERENCE, id.span, message)
            .label("not an option")
            .did_you_mean(id.span, near);
        low.unknown_options.entry((axis, id.text.clone())).or_default().push(finding);
    }
    found
}

/// A short hash of every text, path by path, for the stamp of a guide.
fn hash(sources: &Sources) -> String {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    // The words that the binary lends are not the pack's.
    let own = |path: &str| super::files::is_yaml(path) && !path.starts_with(super::files::BUILT_IN);
    for (_, source) in sources.iter().filter(|(_, s)| own(s.path())) {
        hasher.update(source.path().as_bytes());
        hasher.update(&[0]);
        hasher.update(source.text().as_bytes());
        hasher.update(&[0]);
    }
    format!("{:016x}", hasher.digest())
}
