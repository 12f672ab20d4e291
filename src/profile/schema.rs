//! JSON Schema (2020-12) of a runner's profile, from the inputs of a pack.

use crate::model::{Content, Input, InputKind};
use serde_json::{Map, Value, json};

/// The schema of the profiles that a pack understands.
pub fn schema(content: &Content) -> Value {
    let mut properties = Map::new();
    for input in content.inputs() {
        let mut schema = one(input);
        let mut words = input.ask.clone();
        for part in input.hint.iter() {
            words = format!("{words} {part}");
        }
        if input.kind == InputKind::Number && input.unit.name() != "1" {
            words = format!("{words} (in {}, or with a unit that converts)", input.unit.name());
        }
        schema["description"] = words.into();
        properties.insert(input.id.clone(), schema);
    }
    let required: Vec<&str> = content.inputs().iter().filter(|i| i.required).map(|i| i.id.as_str()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "afterrun: a runner's profile",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn one(input: &Input) -> Value {
    let ids: Vec<&str> = input.options.iter().map(|o| o.id.as_str()).collect();
    let number = json!({ "type": ["number", "string", "null"] });
    match input.kind {
        InputKind::Number => {
            let mut schema = number;
            if let Some(range) = input.range {
                schema["minimum"] = json!(crate::quantity::round6(input.unit.from_base(range.lo())));
                schema["maximum"] = json!(crate::quantity::round6(input.unit.from_base(range.hi())));
            }
            schema
        }
        InputKind::Choice => {
            let mut options: Vec<Value> = ids.iter().map(|id| json!(id)).collect();
            options.push(Value::Null);
            json!({ "enum": options })
        }
        InputKind::Set => json!({ "anyOf": [
            { "type": "array", "items": { "enum": ids } },
            { "type": ["string", "null"] },
        ] }),
        InputKind::Flag => json!({ "type": ["boolean", "null"] }),
        InputKind::Date => json!({ "type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$" }),
        InputKind::Time => json!({ "type": ["string", "null"], "pattern": r"^\d{1,2}:\d{2}$" }),
        InputKind::Text => json!({ "type": ["string", "number", "boolean", "null"] }),
        InputKind::Series => json!({ "anyOf": [{ "type": "array", "items": number }, { "type": "null" }] }),
    }
}
