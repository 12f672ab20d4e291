//! What templates may call.

use crate::model::{Strings, Words};
use crate::prose::{HtmlOptions, escape, to_html, to_inline_html, to_plain};
use std::collections::HashMap;
use std::sync::Arc;
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Registers every helper.
pub(super) fn register(tera: &mut Tera, strings: Arc<Strings>) {
    // A page asks for some twenty words, and nearly all are the same on each: those are made once.
    let fixed: HashMap<String, Value> =
        strings.keys().filter_map(|key| Some((key.to_owned(), fixed(&strings, key)?))).collect();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let key = kwargs.must_get::<&str>("key")?;
        if let Some(text) = fixed.get(key) {
            return Ok(text.clone());
        }
        if strings.get(key).is_none() {
            return Err(tera::Error::message(format!("strings.yaml has no text `{key}`")));
        }
        if let Some(n) = kwargs.get::<usize>("n")? {
            return Ok(strings.plural(key, n).into());
        }
        let values: Vec<(String, String)> =
            kwargs.iter().filter_map(|(name, value)| Some((name.as_str()?.to_owned(), words(value)))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Ok(strings.text(key, &values).into())
    });
    tera.register_filter("md", |text: &str, _: Kwargs, _: &State| -> String { escape(text) });
    tera.register_filter("json", |text: &str, _: Kwargs, _: &State| -> String {
        serde_json::Value::from(text).to_string()
    });
    tera.register_filter("plain", |text: &str, _: Kwargs, _: &State| -> String { to_plain(text) });
    tera.register_filter("inline", |text: &str, _: Kwargs, _: &State| -> Value {
        Value::safe_string(&to_inline_html(text))
    });
    tera.register_filter("html", |text: &str, _: Kwargs, _: &State| -> Value {
        Value::safe_string(&to_html(text, &HtmlOptions::default()))
    });
}

/// The words of a key that are the same whatever else is asked.
fn fixed(strings: &Strings, key: &str) -> Option<Value> {
    match strings.get(key)? {
        Words::Text(text) if !text.contains('{') => Some(Value::from(text.as_str())),
        _ => None,
    }
}

fn words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
