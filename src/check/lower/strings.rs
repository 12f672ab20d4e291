//! `strings.yaml`: every word of the interface.

use super::Lower;
use crate::check::Scope;
use crate::check::files::BUILT_IN;
use crate::diagnostics::{Finding, lints, nearest};
use crate::model::{Strings, Words};
use crate::source::{Span, Spanned};
use crate::syntax::decode::Cx;
use crate::syntax::headless::{self, Group, Headless};
use crate::syntax::{Key, Node, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

/// A key with its words.
#[derive(Debug)]
pub struct RawWords {
    /// The names on the way to the text, each with its place.
    pub path: Vec<Spanned<String>>,
    /// The words.
    pub words: Words,
    /// The texts with their places: one, or those for one and for many.
    pub texts: Vec<Spanned<String>>,
    /// The place of the key's last part.
    pub span: Span,
}

impl RawWords {
    /// The key, its parts joined by dots.
    pub fn key(&self) -> String {
        self.path.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join(".")
    }
}

/// Keys that the engine itself asks for; a pack (or the words that the binary lends it) must have them all. A test holds
/// this list against the sources.
pub const STRINGS_OF_THE_ENGINE: &[&str] = &[
    "amount_unknown",
    "answer.no",
    "answer.none",
    "answer.series",
    "answer.unknown",
    "answer.yes",
    "ask.done",
    "ask.intro",
    "ask.search",
    "basis",
    "caveat.answer",
    "caveat.if",
    "change.above",
    "change.add",
    "change.below",
    "change.clearance",
    "change.flag",
    "change.from",
    "change.hides",
    "change.is",
    "change.remove",
    "change.shows",
    "change.up_to",
    "date",
    "example.food",
    "guide.glance.warned",
    "guide.glance.warned_title",
    "list.and",
    "list.comma",
    "list.or",
    "month.1",
    "month.10",
    "month.11",
    "month.12",
    "month.2",
    "month.3",
    "month.4",
    "month.5",
    "month.6",
    "month.7",
    "month.8",
    "month.9",
    "number.decimal_point",
    "number.hours",
    "number.hours_minutes",
    "number.one",
    "number.range",
    "reason.answer",
    "reason.blocked",
    "reason.flag",
    "reason.limit",
    "reason.when",
    "rule.amount",
    "site.around",
    "site.contents",
    "site.crumbs",
    "site.date",
    "site.disclaimer",
    "site.evidence",
    "site.faq.summary",
    "site.faq.title",
    "site.faq.untagged",
    "site.feed",
    "site.figure_count",
    "site.figure_table",
    "site.first",
    "site.glossary.also",
    "site.glossary.letters",
    "site.glossary.summary",
    "site.glossary.title",
    "site.home.all_faqs",
    "site.home.count",
    "site.home.items",
    "site.home.newest",
    "site.home.signs",
    "site.home.signs_text",
    "site.home.sources",
    "site.home.title",
    "site.home.topics",
    "site.item.everybody",
    "site.item.facts",
    "site.item.instead",
    "site.item.numbers",
    "site.item.or",
    "site.item.unless",
    "site.item.unless_lead",
    "site.item.when",
    "site.item.why",
    "site.last",
    "site.load.easy",
    "site.load.hard",
    "site.load.moderate",
    "site.load.rest",
    "site.made_with",
    "site.more",
    "site.navigation",
    "site.next",
    "site.next_review",
    "site.not_found.text",
    "site.not_found.title",
    "site.overdue",
    "site.page.grades",
    "site.page.limits",
    "site.page.never",
    "site.page.numbers",
    "site.page.numbers_lead",
    "site.page_title",
    "site.pager",
    "site.pager_here",
    "site.plan.allowed",
    "site.plan.day",
    "site.plan.day_load",
    "site.plan.figure",
    "site.plan.for",
    "site.plan.for_all",
    "site.plan.for_rule",
    "site.plan.rule_hard",
    "site.plan.rule_soft",
    "site.plan.rule_when",
    "site.plan.rules",
    "site.plan.rules_lead",
    "site.plan.session",
    "site.plan.sessions",
    "site.plan.share",
    "site.plan.size",
    "site.plan.sometimes",
    "site.plan.unless",
    "site.plan.unless_lead",
    "site.plan.unless_more",
    "site.plan.volume",
    "site.plan.week",
    "site.plan.week_of",
    "site.plan.weeks",
    "site.plan.with",
    "site.plans.lead",
    "site.plans.summary",
    "site.plans.title",
    "site.plans.weeks",
    "site.previous",
    "site.redirect.text",
    "site.redirect.title",
    "site.related",
    "site.review",
    "site.reviewed",
    "site.search.failed",
    "site.search.hint",
    "site.search.key",
    "site.search.kind.faq",
    "site.search.kind.page",
    "site.search.kind.plan",
    "site.search.kind.term",
    "site.search.kind.topic",
    "site.search.label",
    "site.search.none",
    "site.search.one",
    "site.search.other",
    "site.search.placeholder",
    "site.sessions.lengths",
    "site.sessions.recover",
    "site.sessions.summary",
    "site.sessions.title",
    "site.skip",
    "site.source_mark",
    "site.source_unchecked",
    "site.sources.checked",
    "site.sources.lead",
    "site.sources.summary",
    "site.sources.title",
    "site.sources.used_faqs",
    "site.sources.used_items",
    "site.sources_of",
    "site.tag.summary",
    "site.tag.title",
    "site.tags.summary",
    "site.tags.title",
    "site.tags_of",
    "site.topic.advice",
    "site.topic.advice_lead",
    "site.topic.faqs",
    "site.topic.more_faqs",
    "site.topic_of",
    "site.topic_unless",
    "site.topic_unless_lead",
    "site.topics.summary",
    "site.topics.title",
    "site.updated",
    "test.above",
    "test.all_of",
    "test.any",
    "test.at_least",
    "test.at_most",
    "test.below",
    "test.between",
    "test.entry",
    "test.exactly",
    "test.from_below",
    "test.has",
    "test.known",
    "test.none_of",
    "test.not",
    "test.or_unknown",
    "test.unknown",
    "time.after",
    "time.after_minutes",
    "time.day",
    "time.from_to",
    "time.from_to_words",
    "time.hours_after",
    "time.hours_short",
    "timeline.line",
    "week.back",
    "week.by_time",
    "week.bar",
    "week.because.closed",
    "week.because.days",
    "week.because.done",
    "week.because.eased",
    "week.because.flag",
    "week.because.long_day",
    "week.because.monday",
    "week.because.no_race",
    "week.because.no_time_along",
    "week.because.not_available",
    "week.because.over",
    "week.because.race",
    "week.because.rest_day",
    "week.because.room",
    "week.because.rule",
    "week.because.small",
    "week.because.time",
    "week.because.too_near",
    "week.countdown",
    "week.cut.long_run",
    "week.cut.rule",
    "week.cut.time",
    "week.day",
    "week.days_left",
    "week.effort",
    "week.gave_up.long_day",
    "week.gave_up.race",
    "week.gave_up.race_held",
    "week.gave_up.race_long",
    "week.gave_up.race_near",
    "week.gave_up.rest_day",
    "week.gave_up.rule",
    "week.gave_up.session",
    "week.grown",
    "week.held",
    "week.ics.after",
    "week.ics.busy",
    "week.ics.free",
    "week.ics.name",
    "week.ics.name_for",
    "week.ics.other",
    "week.ics.race",
    "week.ics.summary",
    "week.ics.why",
    "week.ics.with",
    "week.laid",
    "week.laid_same",
    "week.moved",
    "week.no_volume",
    "week.no_volume_left",
    "week.nothing_known",
    "week.of",
    "week.on_day",
    "week.plan_easier",
    "week.plan_for_all",
    "week.plan_why",
    "week.race",
    "week.same_sessions",
    "week.size",
    "week.size_up_to",
    "week.trouble.coming_last_race",
    "week.trouble.no_day",
    "week.trouble.only_rest_day",
    "week.trouble.past_race",
    "week.trouble.race_today",
    "week.trouble.two_races",
    "week.trouble.unavailable_race",
    "week.trouble_help.coming_last_race",
    "week.trouble_help.no_day",
    "week.trouble_help.only_rest_day",
    "week.trouble_help.past_race",
    "week.trouble_help.race_today",
    "week.trouble_help.two_races",
    "week.trouble_help.unavailable_race",
    "week.volume",
    "week.volume_left",
    "week.volume_race",
    "week.volume_short",
    "week.why.done",
    "week.why.free",
    "week.why.instead",
    "week.why.moved",
    "week.why.past",
    "week.why.plan",
    "week.why.race",
    "week.why.rest",
    "weekday.1",
    "weekday.2",
    "weekday.3",
    "weekday.4",
    "weekday.5",
    "weekday.6",
    "weekday.7",
    "weekday_short.1",
    "weekday_short.2",
    "weekday_short.3",
    "weekday_short.4",
    "weekday_short.5",
    "weekday_short.6",
    "weekday_short.7",
    "why.alternative",
    "why.cannot_tell",
    "why.change",
    "why.cut",
    "why.ends",
    "why.everybody",
    "why.instead",
    "why.lost",
    "why.must",
    "why.no",
    "why.no_change",
    "why.nobody",
    "why.not_matched",
    "why.shown",
    "why.title",
    "why.unless",
    "why.when",
    "why.yes",
];

/// Reads the files of strings: maps nest, and their keys are joined by dots.
pub fn read_strings(trees: Vec<Node>, into: &mut Vec<RawWords>, cx: &mut Cx) {
    let is_lent = |tree: &Node| cx.sources.get(tree.span.file).path().starts_with(BUILT_IN);
    let (lent, mut own): (Vec<_>, Vec<_>) = trees.into_iter().partition(is_lent);
    for lent in &lent {
        own.iter_mut().for_each(|own| put_names_back(own, lent, cx));
    }
    for tree in own.iter().chain(&lent) {
        match &tree.kind {
            NodeKind::Map(_) => walk(&[], tree, into, cx),
            NodeKind::Null | NodeKind::Reported => {}
            _ => cx.wrong_type(tree, "words behind their names, as in `done: done`"),
        }
    }
}

/// Groups of words that have lost the line with their name, as the lent words have it: their keys stand in the group above.
fn put_names_back(own: &mut Node, lent: &Node, cx: &mut Cx) {
    let (NodeKind::Map(entries), NodeKind::Map(known)) = (&mut own.kind, &lent.kind) else { return };
    let group = |(key, node): &'_ (Key, Node)| match &node.kind {
        NodeKind::Map(parts) if !is_counted(parts) => {
            Some((key.text.to_string(), parts.iter().map(|(key, _)| key.text.to_string()).collect::<Vec<_>>()))
        }
        _ => None,
    };
    let names: Vec<_> = known.iter().filter_map(group).collect();
    let groups = names.iter().map(|(name, names)| Group { name, names: names.iter().map(String::as_str).collect() });
    let groups: Vec<Group> = groups.collect();
    // A pack may leave groups out, and have keys of its own for its own templates: those that stand nowhere twice are a group
    // without its name only if they are the whole of it.
    let fits = |of: &Headless, group: &Group| match of.doubled {
        1.. => (of.doubled > 1 || of.strange) && of.known * 2 >= group.names.len(),
        0 => of.strange && of.known > 1 && of.known == group.names.len() && of.fields.len() == of.known,
    };
    while let Some(place) = headless::find(entries, &groups, &fits) {
        let lint = if place.doubled { &lints::DUPLICATE_KEY } else { &lints::UNKNOWN_STRING };
        headless::mend(entries, &place, lint, cx.sources, cx.findings);
    }
    for (key, node) in entries {
        if let Some(lent) = lent.get(&key.text) {
            put_names_back(node, lent, cx);
        }
    }
}

/// Whether these are the forms of a text for one and for many.
fn is_counted(parts: &[(Key, Node)]) -> bool {
    parts.iter().all(|(key, _)| matches!(&*key.text, "one" | "other"))
}

fn walk(above: &[Spanned<String>], node: &Node, into: &mut Vec<RawWords>, cx: &mut Cx) {
    let NodeKind::Map(entries) = &node.kind else { return };
    // What stands twice is said already.
    let mut seen = BTreeSet::new();
    for (key, child) in entries.iter().filter(|(key, _)| seen.insert(&key.text)) {
        let mut path = above.to_vec();
        path.push(Spanned::new(key.text.to_string(), key.span));
        let text = |node: &Node, cx: &mut Cx| {
            cx.cut_by_comment(node);
            node.as_scalar().map(|scalar| Spanned::new(scalar.text.to_string(), node.span))
        };
        match &child.kind {
            NodeKind::Scalar(_) => {
                let Some(text) = text(child, cx) else { continue };
                into.push(RawWords { path, words: Words::Text(text.value.clone()), texts: vec![text], span: key.span });
            }
            NodeKind::Map(parts) if is_counted(parts) => {
                let mut form = |name| child.get(name).and_then(|node| text(node, cx));
                match (form("one"), form("other")) {
                    (Some(one), Some(other)) => {
                        let words = Words::Plural { one: one.value.clone(), other: other.value.clone() };
                        into.push(RawWords { path, words, texts: vec![one, other], span: key.span });
                    }
                    _ => cx.wrong_type(child, "`one` and `other`, each a text"),
                }
            }
            // Words between braces.
            NodeKind::Map(parts) if parts.iter().all(|(_, node)| node.kind == NodeKind::Null) => {
                cx.wrong_type(child, "words");
            }
            NodeKind::Map(_) => walk(&path, child, into, cx),
            NodeKind::Reported | NodeKind::Guess(_) => {}
            _ => cx.wrong_type(child, "words"),
        }
    }
}

/// Joins all files: a pack's words win over those that the binary lends.
pub(super) fn strings(low: &mut Lower, raws: Vec<RawWords>, scope: Scope) -> Strings {
    let is_lent = |raw: &RawWords, low: &Lower| low.sources.get(raw.span.file).path().starts_with(BUILT_IN);
    let (lent, own): (Vec<_>, Vec<_>) = raws.into_iter().partition(|raw| is_lent(raw, low));
    if scope == Scope::Full && !lent.is_empty() {
        super::placeholders::compare(low, &own, &lent);
    }
    let mut words: BTreeMap<String, (Words, Span)> = BTreeMap::new();
    for raw in own {
        let key = raw.key();
        match words.get(&key) {
            Some((_, first)) => low.findings.push(
                Finding::new(&lints::DUPLICATE_ID, raw.span, format!("two texts are called `{key}`"))
                    .label("again here")
                    .related(*first, "the first one")
                    .help("keep one of the two"),
            ),
            None => {
                words.insert(key, (raw.words, raw.span));
            }
        }
    }
    for raw in lent {
        words.entry(raw.key()).or_insert((raw.words, raw.span));
    }
    if scope == Scope::Full {
        for key in STRINGS_OF_THE_ENGINE {
            if !words.contains_key(*key) {
                let near = nearest(key, words.keys().map(String::as_str));
                low.findings.push(
                    Finding::nowhere(&lints::MISSING_STRING, format!("strings.yaml has no text `{key}`"))
                        .help_if(near.map(|n| format!("is `{n}` meant to be it?"))),
                );
            }
        }
    }
    Strings::new(words.into_iter().map(|(key, (words, ..))| (key, words)).collect())
}

#[cfg(test)]
mod tests {
    use crate::check::{Scope, check};
    use crate::source::Sources;

    /// What is said of a strings.yaml beside lent words.
    fn said(own: &str) -> Vec<String> {
        let mut sources = Sources::new();
        let file = sources.add_text("strings.yaml", own);
        let lent = "week:\n  why:\n    rest: Rest.\n    race: Race.\n  cut:\n    time: Cut.\n    rule: By a rule.\n    \
            race: Cut for it.\n  size: Small.\ncard:\n  title: Card\n  lead: A lead.\n";
        sources.add_text("built-in/strings.yaml", lent);
        let (_, findings) = check(&sources, Scope::Full);
        let here = findings.iter().filter(|f| f.span.is_some_and(|span| span.file == file));
        here.map(|f| format!("{} {}: {}", sources.place(f.span.unwrap()).line, f.lint.name, f.message)).collect()
    }

    #[test]
    fn words_whose_group_has_lost_its_name_are_said_at_the_first() {
        for (own, expected) in [
            (
                "week:\n  why:\n    rest: No.\n    race: Run.\n    time: Cut.\n    rule: Rule.\n    race: No.\n  size: S.\n",
                "5 duplicate-key: the line `cut:` is missing above `time`",
            ),
            (
                "week:\n  size: S.\n  title: T.\n  lead: L.\n",
                "3 unknown-string: the line `card:` is missing above `title`",
            ),
        ] {
            assert_eq!(said(own), [expected], "{own}");
        }
    }

    #[test]
    fn keys_of_the_packs_own_are_no_lost_group() {
        // One key that stands twice is that.
        let twice = "week:\n  size: S.\n  title: T.\n  title: U.\n";
        assert_eq!(said(twice), ["4 duplicate-key: `title` stands twice in one map"]);
        for own in ["week:\n  size: S.\n  title: T.\n", "week:\n  size: S.\n  title: T.\n  lead: L.\n  more: M.\n"] {
            assert_eq!(said(own), [] as [&str; 0], "{own}");
        }
        assert_eq!(
            said("week:\n  size: S.\n  why: { rest: No. }\n  size: T.\n"),
            ["4 duplicate-key: `size` stands twice in one map"]
        );
    }
}
