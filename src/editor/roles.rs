//! Which field of which file holds names of what: the one table. A new field that refers to something is a row here; a
//! test holds the table against the schemas, so that none is forgotten.

use super::symbol::Kind;
use super::walk::Step;
use crate::check::{KINDS, Kind as File};

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The name of something new.
    Defines(Kind),
    /// A name of something that is defined elsewhere.
    Refers(Kind),
    /// An option of the input of this name.
    OptionOf(&'static str),
    /// An option of the input whose entry this is.
    OwnOption,
    /// A map of inputs and tests, or a list of such maps.
    Condition,
    /// A map of inputs and answers.
    Answers,
    /// A formula.
    Formula,
    /// A unit.
    Unit,
    /// A time: an input of type time, or a duration or clock time.
    Moment,
    /// The name of a session, or other words for some of them.
    Sessions,
    /// An option of the first choice input that has all options that stand beside this one.
    OptionOfSome,
    /// A word or number that names nothing else of the pack.
    Free,
    /// One of a few words.
    Word(&'static [&'static str]),
}

/// What stands at a place, once conditions and answers are looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'p> {
    /// A field of the table.
    Field(Role),
    /// The name that a test is about.
    TestName,
    /// A test of this input or measure.
    Test(&'p str),
    /// The name of an answered input.
    AnswerName,
    /// The answer of this input.
    Answer(&'p str),
}

use Kind::{
    Amount, AmountKind, Axis, Case, Choice, Exclusive, Faq, Figure, Flag, Food, Group, Item, Limit, Lint, Page, Plan,
    Section, Session, Source, Tag, Term, Topic, WeekRule,
};
use Role::{
    Answers, Condition, Defines, Formula, Free, Moment, OptionOf, OptionOfSome, OwnOption, Refers, Sessions, Unit, Word,
};

/// Files by their names. Paths within one entry of a file, without the list that holds the entries: `*` is any entry of a list, `@` the value
/// of any key, `@key` the key itself. A path `p.*` stands for `p` too, where one name may stand for a list of one.
pub(super) static TABLE: &[(&str, &str, Role)] = &[
    ("site", "lints.@key", Refers(Lint)),
    ("site", "lints.@", Word(&["allow", "warn", "deny"])),
    ("strings", "of.@key", Refers(AmountKind)),
    ("strings", "moment.@key", Refers(Axis)),
    ("strings", "session.@key", Refers(Axis)),
    ("profile", "groups.*.id", Defines(Group)),
    ("profile", "groups.*.inputs.*.id", Defines(Axis)),
    ("profile", "groups.*.inputs.*.type", Word(&["number", "choice", "set", "flag", "date", "time", "text", "series"])),
    ("profile", "groups.*.inputs.*.unit", Unit),
    ("profile", "groups.*.inputs.*.default", OwnOption),
    ("profile", "groups.*.inputs.*.options.*", Defines(Choice)),
    ("profile", "groups.*.inputs.*.options.*.id", Defines(Choice)),
    ("profile", "impossible.*", Condition),
    ("measures", "id", Defines(Axis)),
    ("measures", "unit", Unit),
    ("measures", "of", Refers(AmountKind)),
    ("measures", "bound", Word(&["at_most", "at_least"])),
    ("measures", "unless", Condition),
    ("measures", "cases.*.id", Defines(Case)),
    ("measures", "cases.*.when", Condition),
    ("measures", "cases.*.value", Formula),
    ("measures", "sources.*", Refers(Source)),
    ("guide", "sections.*.id", Defines(Section)),
    ("guide", "sections.*.from", Moment),
    ("guide", "sections.*.to", Moment),
    ("guide", "glance.numbers.*", Refers(AmountKind)),
    ("guide", "display.*.unit", Unit),
    ("guide", "display.*.imperial.unit", Unit),
    ("guide", "display.*.metric.unit", Unit),
    ("limits", "id", Defines(Limit)),
    ("limits", "of", Refers(AmountKind)),
    ("limits", "per", Word(&["amount", "section", "hour", "guide"])),
    ("limits", "section", Refers(Section)),
    ("limits", "at_most", Formula),
    ("limits", "at_least", Formula),
    ("limits", "sources.*", Refers(Source)),
    ("sources", "id", Defines(Source)),
    ("sources", "kind", Word(&["position-stand", "meta-analysis", "rct", "expert", "guideline", "database", "ours"])),
    ("glossary", "id", Defines(Term)),
    ("glossary", "sources.*", Refers(Source)),
    ("guidance", "id", Defines(Topic)),
    ("guidance", "unless", Condition),
    ("guidance", "sources.*", Refers(Source)),
    ("guidance", "items.*.id", Defines(Item)),
    ("guidance", "items.*.section", Refers(Section)),
    ("guidance", "items.*.until", Refers(Axis)),
    ("guidance", "items.*.priority", Word(&["must", "should", "could"])),
    ("guidance", "items.*.when", Condition),
    ("guidance", "items.*.unless", Condition),
    ("guidance", "items.*.instead", Refers(Item)),
    ("guidance", "items.*.exclusive", Refers(Exclusive)),
    ("guidance", "items.*.contradicts.*", Refers(Item)),
    ("guidance", "items.*.of.*", Refers(AmountKind)),
    ("guidance", "items.*.amounts.@key", Defines(Amount)),
    ("guidance", "items.*.amounts.@", Formula),
    ("guidance", "items.*.amounts.@.value", Formula),
    ("guidance", "items.*.amounts.@.of", Refers(AmountKind)),
    ("guidance", "items.*.amounts.@.unit", Unit),
    ("guidance", "items.*.examples.*.for", OptionOf("diet")),
    ("guidance", "items.*.examples.*.food.*", Refers(Food)),
    ("guidance", "items.*.sources.*", Refers(Source)),
    ("foods", "id", Defines(Food)),
    ("foods", "fits.*", OptionOf("diet")),
    ("foods", "source", Refers(Source)),
    ("red-flags", "id", Defines(Flag)),
    ("red-flags", "level", Word(&["emergency", "urgent", "clinician", "first-aid"])),
    ("red-flags", "when", Condition),
    ("red-flags", "forbids.topics.*", Refers(Topic)),
    ("red-flags", "forbids.items.*", Refers(Item)),
    ("red-flags", "forbids.of.*", Refers(AmountKind)),
    ("red-flags", "forbids.sessions", Word(&["hard", "run", "any"])),
    ("red-flags", "sources.*", Refers(Source)),
    ("faqs", "id", Defines(Faq)),
    ("faqs", "tags.*", Refers(Tag)),
    ("faqs", "related.*", Refers(Faq)),
    ("faqs", "sources.*", Refers(Source)),
    ("faqs", "aliases.*", Free),
    ("sessions", "id", Defines(Session)),
    ("sessions", "load", Word(&["rest", "easy", "moderate", "hard"])),
    ("sessions", "groups.*", Free),
    ("sessions", "minutes.@key", OptionOfSome),
    ("sessions", "unless", Condition),
    ("sessions", "instead", Refers(Session)),
    ("sessions", "recover.*", Refers(Item)),
    ("sessions", "sources.*", Refers(Source)),
    ("plans", "id", Defines(Plan)),
    ("plans", "when", Condition),
    ("plans", "for", Refers(WeekRule)),
    ("plans", "ends_on", Refers(Axis)),
    ("plans", "start", Formula),
    ("plans", "grows.by", Formula),
    ("plans", "grows.up_to", Formula),
    ("plans", "week.volume", Free),
    ("plans", "week.@.*", Refers(Session)),
    ("plans", "week.@.do.*", Refers(Session)),
    ("plans", "week.@.with.*", Refers(Session)),
    ("plans", "weeks.*.volume", Free),
    ("plans", "weeks.*.@.*", Refers(Session)),
    ("plans", "weeks.*.@.do.*", Refers(Session)),
    ("plans", "weeks.*.@.with.*", Refers(Session)),
    ("plans", "allow.*.rule", Refers(WeekRule)),
    ("plans", "sources.*", Refers(Source)),
    ("week-rules", "id", Defines(WeekRule)),
    ("week-rules", "kind", Word(&["in-a-row", "count", "gap-after", "share", "at-most", "increase", "every"])),
    ("week-rules", "when", Condition),
    ("week-rules", "unless", Condition),
    ("week-rules", "plans.*", Refers(Plan)),
    ("week-rules", "not_plans.*", Refers(Plan)),
    ("week-rules", "of", Sessions),
    ("week-rules", "per", Sessions),
    ("week-rules", "after", Sessions),
    ("week-rules", "before", Sessions),
    ("week-rules", "any_of.*", Sessions),
    ("week-rules", "items.*", Refers(Item)),
    ("week-rules", "topics.*", Refers(Topic)),
    ("week-rules", "at_most", Formula),
    ("week-rules", "at_most.@key", OptionOfSome),
    ("week-rules", "at_most.@", Formula),
    ("week-rules", "at_least", Formula),
    ("week-rules", "at_least.@key", OptionOfSome),
    ("week-rules", "at_least.@", Formula),
    ("week-rules", "unknown", Formula),
    ("week-rules", "sources.*", Refers(Source)),
    ("pages", "id", Defines(Page)),
    ("pages", "shows.*", Word(&["grades", "limits", "numbers"])),
    ("pages", "sources.*", Refers(Source)),
    ("figures", "id", Defines(Figure)),
    ("figures", "on.*", Refers(Topic)),
    ("figures", "draws", Word(&["hours", "numbers"])),
    ("figures", "over", Refers(Axis)),
    ("figures", "measures.*", Refers(Axis)),
    ("figures", "runner", Answers),
    ("tests", "profile", Answers),
    ("tests", "measures.@key", Refers(Axis)),
    ("tests", "measures.@.case", Refers(Case)),
    ("tests", "shown.*", Refers(Item)),
    ("tests", "not_shown.*", Refers(Item)),
    ("tests", "not_shown_topics.*", Refers(Topic)),
    ("tests", "stop", Refers(Flag)),
    ("tests", "plan.*.plan", Refers(Plan)),
    ("tests", "plan.*.some.*", Sessions),
    ("tests", "plan.*.none.*", Sessions),
    ("tests", "plan.*.apart.*", Sessions),
    ("tests", "plan.*.at_most.@key", Sessions),
    ("tests", "plan.*.at_least.@key", Sessions),
    ("tests", "plan.*.says.*", Refers(WeekRule)),
    ("tests", "plan.*.says_not.*", Refers(WeekRule)),
    ("tests", "plan.*.gave_up.*", Word(&["race", "rest-day", "long-run-day", "session", "rule"])),
    ("tests", "plan.*.@.*", Sessions),
    ("tests", "flags.*", Refers(Flag)),
    ("tests", "not_flags.*", Refers(Flag)),
];

/// What stands at the end of a path; `key` says whether the last step is meant as a key.
pub(super) fn role<'p>(kind: File, path: &[Step<'p>], key: bool) -> Option<Found<'p>> {
    let file = KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name);
    TABLE.iter().filter(|(name, ..)| *name == file).find_map(|(_, pattern, role)| {
        let rest = matched(pattern, path, key)?;
        let inner = matches!(role, Condition | Answers);
        match (role, inside(rest)) {
            (Condition, Some(name)) => Some(if key { Found::TestName } else { Found::Test(name) }),
            (Answers, Some(name)) => Some(if key { Found::AnswerName } else { Found::Answer(name) }),
            _ => (rest.is_empty() && !inner).then_some(Found::Field(*role)),
        }
    })
}

/// What is left of a path after a pattern, if it starts so.
fn matched<'a, 'p>(pattern: &str, path: &'a [Step<'p>], key: bool) -> Option<&'a [Step<'p>]> {
    let mut rest = path;
    let mut parts = pattern.split('.').peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match (part, rest.split_first()) {
            ("*", Some((Step::Entry, after))) => rest = after,
            ("*", None) if last && !key => {}
            ("@key", Some((Step::Key(_), []))) if key => rest = &[],
            ("@", Some((Step::Key(_), after))) if !(key && last) => rest = after,
            (name, Some((Step::Key(word), after))) if name == *word && !(key && after.is_empty()) => rest = after,
            _ => return None,
        }
    }
    Some(rest)
}

/// The name whose test or answer stands at the end of what is left.
fn inside<'p>(rest: &[Step<'p>]) -> Option<&'p str> {
    match rest {
        [Step::Key(name)]
        | [Step::Key(name), Step::Entry]
        | [Step::Entry, Step::Key(name)]
        | [Step::Entry, Step::Key(name), Step::Entry] => Some(*name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::about;
    use super::*;
    use crate::check::schema;
    use crate::syntax::decode::Book;
    use crate::syntax::{Decode, Id, Name};
    use serde_json::Value;

    /// Every place of a schema where an id or a name stands.
    fn names<'v>(value: &'v Value, root: &'v Value, path: &mut Vec<Step<'v>>, found: &mut Vec<Vec<Step<'v>>>) {
        if path.len() > 8 {
            return;
        }
        if let Some(name) = value.get("$ref").and_then(Value::as_str) {
            let definition = &root["$defs"][name.trim_start_matches("#/$defs/")];
            return names(definition, root, path, found);
        }
        let patterns = [Id::schema(&mut Book::default()), Name::schema(&mut Book::default())];
        if patterns.iter().any(|pattern| pattern.get("pattern") == value.get("pattern")) {
            found.push(path.clone());
        }
        for one in value.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
            names(one, root, path, found);
        }
        for (name, field) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
            path.push(Step::Key(name));
            names(field, root, path, found);
            path.pop();
        }
        for (step, inner) in [(Step::Entry, "items"), (Step::Key("any"), "additionalProperties")] {
            if let Some(field) = value.get(inner) {
                path.push(step);
                names(field, root, path, found);
                path.pop();
            }
        }
    }

    #[test]
    fn every_id_of_the_formats_has_a_role() {
        for (name, kind) in KINDS {
            let Some(schema) = schema(if *kind == File::Profile { "inputs" } else { name }) else { continue };
            let list = matches!(schema["type"].as_str(), Some("array"));
            let mut found = Vec::new();
            names(if list { &schema["items"] } else { &schema }, &schema, &mut Vec::new(), &mut found);
            for path in found {
                let path = match path.split_first() {
                    // A file of topics may be one topic or a list of them.
                    Some((Step::Entry, rest)) => rest,
                    _ => &path,
                };
                assert!(role(*kind, path, false).is_some(), "{name}: {path:?} needs a row in the table of roles");
            }
        }
    }

    #[test]
    fn words_are_those_of_the_formats() {
        for (file, path, role) in TABLE {
            let Word(words) = role else { continue };
            let steps = path.split('.').map(|part| if part == "*" { Step::Entry } else { Step::Key(part) });
            let mut steps: Vec<Step> = steps.collect();
            // The words of a list's entries are told with the list.
            if matches!(steps.last(), Some(Step::Key("@") | Step::Entry)) {
                steps.pop();
            }
            let known = KINDS.iter().find(|(name, _)| name == file && (*name == "profile" || schema(name).is_some()));
            let Some((_, kind)) = known else { continue };
            let about = about(*kind, &steps).unwrap_or_default();
            for word in *words {
                assert!(about.contains(word), "{path}: the format does not speak of `{word}`: {about}");
            }
        }
    }
}
