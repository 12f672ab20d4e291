//! Every word of the interface.

use std::collections::BTreeMap;

/// The words of the interface by dotted key, `guide.stop.title`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strings {
    words: BTreeMap<String, Words>,
}

/// A text, or one text for one and another for many.
#[derive(Debug, Clone, PartialEq)]
pub enum Words {
    /// One text; `{name}` stands for a value.
    Text(String),
    /// By number.
    Plural {
        /// For exactly one.
        one: String,
        /// For all other numbers.
        other: String,
    },
}

impl Strings {
    /// From keys and words.
    pub fn new(words: BTreeMap<String, Words>) -> Self {
        Self { words }
    }

    /// The words of a key.
    pub fn get(&self, key: &str) -> Option<&Words> {
        self.words.get(key)
    }

    /// All keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// The text of a key with its `{name}`s filled; the key itself where the pack lacks it (`check` reports that).
    pub fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        match self.get(key) {
            Some(Words::Text(text) | Words::Plural { other: text, .. }) => fill(text, values),
            None => key.to_owned(),
        }
    }

    /// The text of a key for a number, which also fills `{n}`.
    pub fn plural(&self, key: &str, n: usize) -> String {
        let number = n.to_string();
        let text = match self.get(key) {
            Some(Words::Plural { one, .. }) if n == 1 => one,
            Some(Words::Plural { other, .. }) => other,
            Some(Words::Text(text)) => text,
            None => return key.to_owned(),
        };
        fill(text, &[("n", &number)])
    }

    /// A list in words: `a, b and c`, joined by the key `list.KIND` (`and` or `or`).
    pub fn list(&self, parts: &[String], kind: &str) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => {
                let key = format!("list.{kind}");
                self.text(&key, &[("head", &head.join(&self.text("list.comma", &[]))), ("last", last)])
            }
        }
    }
}

/// Puts values in the place of `{name}`s, in one pass: what a value brings is never read again.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let found = after.find('}').and_then(|close| {
            let value = values.iter().find(|(name, _)| *name == &after[..close])?;
            Some((close, value.1))
        });
        match found {
            Some((close, value)) => {
                out.push_str(value);
                rest = &after[close + 1..];
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_filled_once() {
        assert_eq!(fill("{a} and {b} {c", &[("a", "{b}"), ("b", "2")]), "{b} and 2 {c");
        assert_eq!(fill("{unknown}", &[("a", "1")]), "{unknown}");
    }

    #[test]
    fn plurals_follow_the_number() {
        let words = Words::Plural { one: "one night".into(), other: "{n} nights".into() };
        let strings = Strings::new(BTreeMap::from([("nights".to_owned(), words)]));
        assert_eq!(strings.plural("nights", 1), "one night");
        assert_eq!(strings.plural("nights", 3), "3 nights");
        assert_eq!(strings.plural("missing", 3), "missing");
    }
}
