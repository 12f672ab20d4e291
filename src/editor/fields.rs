//! What the formats say about the fields of a file: from the JSON Schemas, which are made of the records themselves.

use super::walk::Step;
use crate::check::{KINDS, Kind, schema};
use serde_json::Value;

/// A field that a record has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name.
    pub name: String,
    /// What it says, in the words of the format.
    pub about: String,
    /// Whether it must be there.
    pub required: bool,
}

/// The fields of the record at the end of a path, and the words that may stand there where they are few.
pub(super) fn fields(kind: Kind, path: &[Step]) -> (Vec<Field>, Vec<String>) {
    let Some(schema) = schema(schema_name(kind)) else { return (Vec::new(), Vec::new()) };
    let mut here = Vec::new();
    resolve(&schema, &schema, &mut here);
    // The list of a file's entries is no step of a path.
    let mut start = Vec::new();
    for value in &here {
        match value.get("items") {
            Some(items) => resolve(items, &schema, &mut start),
            None => start.push(*value),
        }
    }
    for step in path {
        let mut next = Vec::new();
        for value in start {
            let inner = match step {
                Step::Entry => value.get("items"),
                Step::Key(name) => {
                    let named = value.get("properties").and_then(|fields| fields.get(name));
                    named.or_else(|| value.get("additionalProperties").filter(|v| v.is_object()))
                }
            };
            if let Some(inner) = inner {
                resolve(inner, &schema, &mut next);
            }
        }
        start = next;
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for value in start {
        let required = |name: &str| {
            let list = value.get("required").and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|word| word == name))
        };
        for (name, field) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if fields.iter().all(|known| known.name != *name) {
                let about = field.get("description").and_then(Value::as_str).unwrap_or("").to_owned();
                fields.push(Field { name: name.clone(), about, required: required(name) });
            }
        }
        let listed = value.get("enum").and_then(Value::as_array).into_iter().flatten();
        words.extend(listed.chain(value.get("const")).filter_map(Value::as_str).map(str::to_owned));
        if value.get("type").is_some_and(|t| t == "boolean") {
            words.extend(["true".to_owned(), "false".to_owned()]);
        }
    }
    (fields, words)
}

/// What the format says about the field at the end of a path.
pub(super) fn about(kind: Kind, path: &[Step]) -> Option<String> {
    let (last, before) = path.split_last()?;
    let Step::Key(name) = last else { return None };
    let (fields, _) = fields(kind, before);
    fields.into_iter().find(|field| field.name == *name).map(|field| field.about)
}

/// The name of a kind's schema: that of its file, but for the questions, whose answers are a profile too.
fn schema_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Profile => "inputs",
        kind => KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name),
    }
}

/// Follows references and alternatives down to what they are.
fn resolve<'v>(value: &'v Value, root: &'v Value, into: &mut Vec<&'v Value>) {
    if let Some(name) = value.get("$ref").and_then(Value::as_str) {
        let definition = name.strip_prefix("#/$defs/").and_then(|name| root.get("$defs")?.get(name));
        return definition.into_iter().for_each(|definition| resolve(definition, root, into));
    }
    match value.get("anyOf").and_then(Value::as_array) {
        Some(alternatives) => alternatives.iter().for_each(|one| resolve(one, root, into)),
        None => into.push(value),
    }
}
