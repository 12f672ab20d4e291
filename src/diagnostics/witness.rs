//! A runner's answers as text.

use serde_json::{Map, Value};

/// Answers as YAML in one line, which is a profile too.
pub fn one_line(answers: &Map<String, Value>) -> String {
    let pairs: Vec<String> = answers.iter().map(|(id, answer)| format!("{id}: {}", value(answer))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Answers as a file of YAML, a line each.
pub fn lines(answers: &Map<String, Value>) -> String {
    answers.iter().map(|(id, answer)| format!("{id}: {}\n", value(answer))).collect()
}

fn value(value: &Value) -> String {
    let bare = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let plain = |text: &str| bare(text) && text.starts_with(|c: char| c.is_ascii_lowercase());
    let scalar = |value: &Value| match value.as_str() {
        Some(text) if plain(text) => text.to_owned(),
        _ => value.to_string(),
    };
    match value.as_array() {
        Some(list) => format!("[{}]", list.iter().map(scalar).collect::<Vec<_>>().join(", ")),
        None => scalar(value),
    }
}
