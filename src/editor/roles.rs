//! Which field of which file holds names of what: the one table. A new field that refers to something is a row here; a
//! test holds the table against the schemas, so that none is forgotten.

use super::symbol::Kind;
use super::walk::Step;
use crate::check::Kind as File;

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
    Amount, AmountKind, Axis, Case, Choice, Exclusive, Faq, Flag, Food, Group, Item, Limit, Lint, Plan, Section,
    Session, Source, Tag, Term, Topic, WeekRule,
};
use Role::{Answers, Condition, Defines, Formula, Moment, OptionOf, OwnOption, Refers, Unit, Word};

/// Paths within one entry of a file, without the list that holds the entries: `*` is any entry of a list, `@` the value
/// of any key, `@key` the key itself. A path `p.*` stands for `p` too, where one name may stand for a list of one.
pub(super) static TABLE: &[(File, &str, Role)] = &[
    (File::Site, "lints.@key", Refers(Lint)),
    (File::Site, "lints.@", Word(&["allow", "warn", "deny"])),
    (File::Strings, "of.@key", Refers(AmountKind)),
    (File::Strings, "moment.@key", Refers(Axis)),
    (File::Strings, "session.@key", Refers(Axis)),
    (File::Profile, "groups.*.id", Defines(Group)),
    (File::Profile, "groups.*.inputs.*.id", Defines(Axis)),
    (
        File::Profile,
        "groups.*.inputs.*.type",
        Word(&["number", "choice", "set", "flag", "date", "time", "text", "series"]),
    ),
    (File::Profile, "groups.*.inputs.*.unit", Unit),
    (File::Profile, "groups.*.inputs.*.default", OwnOption),
    (File::Profile, "groups.*.inputs.*.options.*", Defines(Choice)),
    (File::Profile, "groups.*.inputs.*.options.*.id", Defines(Choice)),
    (File::Profile, "impossible.*", Condition),
    (File::Measures, "id", Defines(Axis)),
    (File::Measures, "unit", Unit),
    (File::Measures, "of", Refers(AmountKind)),
    (File::Measures, "bound", Word(&["at_most", "at_least"])),
    (File::Measures, "unless", Condition),
    (File::Measures, "cases.*.id", Defines(Case)),
    (File::Measures, "cases.*.when", Condition),
    (File::Measures, "cases.*.value", Formula),
    (File::Measures, "sources.*", Refers(Source)),
    (File::Guide, "sections.*.id", Defines(Section)),
    (File::Guide, "sections.*.from", Moment),
    (File::Guide, "sections.*.to", Moment),
    (File::Guide, "glance.numbers.*", Refers(AmountKind)),
    (File::Guide, "display.*.unit", Unit),
    (File::Guide, "display.*.imperial.unit", Unit),
    (File::Limits, "id", Defines(Limit)),
    (File::Limits, "of", Refers(AmountKind)),
    (File::Limits, "per", Word(&["amount", "section", "hour", "guide"])),
    (File::Limits, "section", Refers(Section)),
    (File::Limits, "at_most", Formula),
    (File::Limits, "at_least", Formula),
    (File::Limits, "sources.*", Refers(Source)),
    (File::Sources, "id", Defines(Source)),
    (
        File::Sources,
        "kind",
        Word(&["position-stand", "meta-analysis", "rct", "expert", "guideline", "database", "ours"]),
    ),
    (File::Glossary, "id", Defines(Term)),
    (File::Glossary, "sources.*", Refers(Source)),
    (File::Guidance, "id", Defines(Topic)),
    (File::Guidance, "unless", Condition),
    (File::Guidance, "sources.*", Refers(Source)),
    (File::Guidance, "items.*.id", Defines(Item)),
    (File::Guidance, "items.*.section", Refers(Section)),
    (File::Guidance, "items.*.priority", Word(&["must", "should", "could"])),
    (File::Guidance, "items.*.when", Condition),
    (File::Guidance, "items.*.unless", Condition),
    (File::Guidance, "items.*.instead", Refers(Item)),
    (File::Guidance, "items.*.exclusive", Refers(Exclusive)),
    (File::Guidance, "items.*.contradicts.*", Refers(Item)),
    (File::Guidance, "items.*.of.*", Refers(AmountKind)),
    (File::Guidance, "items.*.amounts.@key", Defines(Amount)),
    (File::Guidance, "items.*.amounts.@", Formula),
    (File::Guidance, "items.*.amounts.@.value", Formula),
    (File::Guidance, "items.*.amounts.@.of", Refers(AmountKind)),
    (File::Guidance, "items.*.amounts.@.unit", Unit),
    (File::Guidance, "items.*.examples.*.for", OptionOf("diet")),
    (File::Guidance, "items.*.examples.*.food.*", Refers(Food)),
    (File::Guidance, "items.*.sources.*", Refers(Source)),
    (File::Foods, "id", Defines(Food)),
    (File::Foods, "fits.*", OptionOf("diet")),
    (File::Foods, "source", Refers(Source)),
    (File::RedFlags, "id", Defines(Flag)),
    (File::RedFlags, "level", Word(&["emergency", "urgent", "clinician", "first-aid"])),
    (File::RedFlags, "when", Condition),
    (File::RedFlags, "forbids.topics.*", Refers(Topic)),
    (File::RedFlags, "forbids.items.*", Refers(Item)),
    (File::RedFlags, "forbids.of.*", Refers(AmountKind)),
    (File::RedFlags, "forbids.sessions", Word(&["hard", "run", "any"])),
    (File::RedFlags, "sources.*", Refers(Source)),
    (File::Faqs, "id", Defines(Faq)),
    (File::Faqs, "tags.*", Refers(Tag)),
    (File::Faqs, "related.*", Refers(Faq)),
    (File::Faqs, "sources.*", Refers(Source)),
    (File::Sessions, "id", Defines(Session)),
    (File::Sessions, "recover.*", Refers(Item)),
    (File::Sessions, "sources.*", Refers(Source)),
    (File::Plans, "id", Defines(Plan)),
    (File::Plans, "when", Condition),
    (File::Plans, "week.@.*", Refers(Session)),
    (File::Plans, "week.@.do.*", Refers(Session)),
    (File::Plans, "week.@.with.*", Refers(Session)),
    (File::Plans, "weeks.*.@.*", Refers(Session)),
    (File::Plans, "weeks.*.@.do.*", Refers(Session)),
    (File::Plans, "weeks.*.@.with.*", Refers(Session)),
    (File::Plans, "allow.*.rule", Refers(WeekRule)),
    (File::Plans, "sources.*", Refers(Source)),
    (File::WeekRules, "id", Defines(WeekRule)),
    (File::WeekRules, "sources.*", Refers(Source)),
    (File::Tests, "profile", Answers),
    (File::Tests, "measures.@key", Refers(Axis)),
    (File::Tests, "measures.@.case", Refers(Case)),
    (File::Tests, "shown.*", Refers(Item)),
    (File::Tests, "not_shown.*", Refers(Item)),
    (File::Tests, "not_shown_topics.*", Refers(Topic)),
    (File::Tests, "stop", Refers(Flag)),
    (File::Tests, "flags.*", Refers(Flag)),
    (File::Tests, "not_flags.*", Refers(Flag)),
];

/// Ids that name nothing which could be found elsewhere: an address that a question once had.
#[cfg(test)]
const FREE: &[(File, &str)] = &[(File::Faqs, "aliases.*")];

/// What stands at the end of a path; `key` says whether the last step is meant as a key.
pub(super) fn role<'p>(file: File, path: &[Step<'p>], key: bool) -> Option<Found<'p>> {
    TABLE.iter().filter(|(kind, ..)| *kind == file).find_map(|(_, pattern, role)| {
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
    use crate::check::{KINDS, schema};
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
                let free = FREE.iter().any(|(file, free)| file == kind && matched(free, path, false).is_some());
                assert!(
                    free || role(*kind, path, false).is_some(),
                    "{name}: {path:?} needs a row in the table of roles"
                );
            }
        }
    }

    #[test]
    fn words_are_those_of_the_formats() {
        for (file, path, role) in TABLE {
            let Word(words) = role else { continue };
            let steps = path.split('.').map(|part| if part == "*" { Step::Entry } else { Step::Key(part) });
            let mut steps: Vec<Step> = steps.collect();
            if steps.last() == Some(&Step::Key("@")) {
                steps.pop();
            }
            let about = about(*file, &steps).unwrap_or_default();
            for word in *words {
                assert!(about.contains(word), "{path}: the format does not speak of `{word}`: {about}");
            }
        }
    }
}
