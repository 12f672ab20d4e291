//! What templates may call.

use crate::model::Strings;
use crate::prose::{HtmlOptions, escape, to_html, to_inline_html, to_plain};
use std::sync::Arc;
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Registers every helper.
pub(super) fn register(tera: &mut Tera, strings: Arc<Strings>) {
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let key = kwargs.must_get::<&str>("key")?;
        if strings.get(key).is_none() {
            return Err(tera::Error::message(format!("strings.yaml has no text `{key}`")));
        }
        if let Some(n) = kwargs.get::<usize>("n")? {
            return Ok(strings.plural(key, n));
        }
        let values: Vec<(String, String)> =
            kwargs.iter().filter_map(|(name, value)| Some((name.as_str()?.to_owned(), words(value)))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Ok(strings.text(key, &values))
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

fn words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
