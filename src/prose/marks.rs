//! Finding `{{ name }}` and `[[kind:id]]` in a text, before Markdown looks at it.
//!
//! Markdown would take `[[a|b]]` in a table for two cells and `[[a]]` for a reference, so the marks are found first and
//! then hidden from it ([`hide`]), byte for byte, so that all places stay true.

use super::trouble::{Trouble, TroubleKind};
use crate::diagnostics::nearest;
use std::ops::Range;

/// What a link can lead to.
const KINDS: [&str; 5] = ["faq", "plan", "source", "term", "topic"];

/// No mark is longer, in bytes. Bounds the search for an end that is missing.
const LONGEST: usize = 400;

/// Something between double brackets.
pub(super) struct Mark {
    /// All its bytes, brackets too; only the opening pair where the closing one is missing.
    pub at: Range<usize>,
    /// What it says.
    pub what: What,
}

/// What a mark says; ranges are bytes of the whole text.
pub(super) enum What {
    /// `{{ name }}`.
    Slot { name: Range<usize> },
    /// `[[kind:id]]` or `[[kind:id|words]]`.
    Link { kind: Range<usize>, id: Range<usize>, words: Option<Range<usize>> },
    /// None of these.
    Bad(Trouble),
}

/// All marks of a text, in order, without overlaps. Those behind a backslash are none; those in code are found too.
pub(super) fn find(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    let mut next = 0;
    while let Some(found) = memchr::memchr3(b'{', b'[', b'\\', &bytes[next..]) {
        next += found;
        let [first, second, ..] = bytes[next..] else { break };
        let closing = match (first, second) {
            (b'{', b'{') => "}}",
            (b'{', b'%') => "%}",
            (b'{', b'#') => "#}",
            (b'[', b'[') => "]]",
            (b'\\', escaped) if escaped.is_ascii_punctuation() => {
                next += 2;
                continue;
            }
            _ => {
                next += 1;
                continue;
            }
        };
        let mark = match end_of(bytes, next + 2, closing) {
            Some(end) => {
                let inside = next + 2..end - 2;
                let what = match closing {
                    // Another slot begins before this one ends.
                    "}}" if text[inside.clone()].contains("{{") => {
                        marks.push(Mark { at: next..next + 2, what: What::Bad(unclosed(next, closing)) });
                        next += 2;
                        continue;
                    }
                    "}}" => read_slot(text, inside),
                    "]]" => read_link(text, inside),
                    _ => What::Bad(template(next..end)),
                };
                Mark { at: next..end, what }
            }
            None => Mark { at: next..next + 2, what: What::Bad(unclosed(next, closing)) },
        };
        next = mark.at.end;
        marks.push(mark);
    }
    marks
}

/// The text with the letter x in place of every byte of every closed mark.
pub(super) fn hide(text: &str, marks: &[Mark]) -> String {
    let mut hidden = String::with_capacity(text.len());
    for mark in marks.iter().filter(|mark| mark.at.len() > 2) {
        hidden.push_str(&text[hidden.len()..mark.at.start]);
        hidden.extend(std::iter::repeat_n('x', mark.at.len()));
    }
    hidden.push_str(&text[hidden.len()..]);
    hidden
}

/// Where the closing pair ends, if it comes on the same line and before any backtick, which may end the code that the
/// opening pair stands in.
fn end_of(bytes: &[u8], from: usize, closing: &str) -> Option<usize> {
    let end = bytes[from..]
        .windows(2)
        .take(LONGEST)
        .take_while(|pair| !matches!(pair[0], b'\n' | b'\r' | b'`'))
        .position(|pair| pair == closing.as_bytes())?;
    Some(from + end + 2)
}

fn read_slot(text: &str, inside: Range<usize>) -> What {
    let name = trimmed(text, inside.clone());
    let is_name = text[name.clone()].bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && text[name.clone()].starts_with(|c: char| c.is_ascii_lowercase());
    if is_name {
        return What::Slot { name };
    }
    let at = inside.start - 2..inside.end + 2;
    let trouble = Trouble::new(TroubleKind::TemplateInText, at, "a slot holds one name and nothing else");
    What::Bad(trouble.with_help("compute it as an amount or a measure and write `{{ its_name }}`"))
}

fn read_link(text: &str, inside: Range<usize>) -> What {
    let at = inside.start - 2..inside.end + 2;
    let broken =
        |at, message: &str, help: String| What::Bad(Trouble::new(TroubleKind::BrokenLink, at, message).with_help(help));
    let target_end = text[inside.clone()].find('|').map_or(inside.end, |bar| inside.start + bar);
    let target = inside.start..target_end;
    let Some(colon) = text[target.clone()].find(':') else {
        let id = slug(&text[target]);
        return broken(
            at,
            "a link needs a kind and an id",
            format!("write `[[faq:{id}]]`, or `\\[[` for two brackets"),
        );
    };
    let kind = target.start..target.start + colon;
    let id = kind.end + 1..target.end;
    let written = &text[kind.clone()];
    if !KINDS.contains(&written) {
        let help = nearest(&slug(written), KINDS)
            .map_or_else(|| format!("one of {}", KINDS.join(", ")), |kind| format!("did you mean `{kind}`?"));
        let at = if kind.is_empty() { at } else { kind };
        return broken(at, "no such kind of link", help);
    }
    let is_id = text[id.clone()].bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && text[id.clone()].starts_with(|c: char| c.is_ascii_alphanumeric());
    if !is_id {
        let help = match slug(&text[id.clone()]) {
            id if id.is_empty() => format!("write `[[{written}:its-id]]`"),
            id => format!("write `[[{written}:{id}]]`"),
        };
        return broken(at, "an id is made of small letters, digits and hyphens", help);
    }
    let words = (target_end < inside.end).then(|| trimmed(text, target_end + 1..inside.end));
    if let Some(words) = &words {
        let written = &text[words.clone()];
        if written.is_empty() {
            let help = format!("write `[[{}]]` for the words of the target", &text[target]);
            return broken(at, "a link without words", help);
        }
        if let Some(wrong) = written.find(['[', ']', '{', '}', '<', '>', '|', '\\']) {
            let wrong = words.start + wrong;
            return broken(wrong..wrong + 1, "the words of a link are plain", "leave this character out".to_owned());
        }
    }
    What::Link { kind, id, words }
}

fn unclosed(from: usize, closing: &str) -> Trouble {
    let at = from..from + 2;
    match closing {
        "]]" => Trouble::new(TroubleKind::BrokenLink, at, "this link is not closed on its line")
            .with_help("close it with `]]`, or write `\\[[` for two brackets"),
        "}}" => Trouble::new(TroubleKind::TemplateInText, at, "this slot is not closed on its line")
            .with_help("close it with `}}`, or write `\\{{` for two braces"),
        _ => template(at),
    }
}

fn template(at: Range<usize>) -> Trouble {
    Trouble::new(TroubleKind::TemplateInText, at, "text can hold no template commands or comments")
        .with_help("`when` says when an item shows; a comment starts with `#` outside the text")
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// The id that was probably meant.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<String> {
        let show = |mark: Mark| match mark.what {
            What::Slot { name } => format!("slot {}", &text[name]),
            What::Link { kind, id, words } => {
                let words = words.map(|words| format!(" {}", &text[words])).unwrap_or_default();
                format!("{} {}{words}", &text[kind], &text[id])
            }
            What::Bad(trouble) => format!("bad {}: {}", &text[trouble.at], trouble.help.unwrap_or_default()),
        };
        find(text).into_iter().map(show).collect()
    }

    #[test]
    fn marks_are_found_and_bad_ones_say_how() {
        let template = "`when` says when an item shows; a comment starts with `#` outside the text";
        let one_name = "compute it as an amount or a measure and write `{{ its_name }}`";
        for (text, expected) in [
            ("no [marks](a) {here}", vec![]),
            ("é {{ a_1 }}{{b}} [[faq:x-1]]", vec!["slot a_1".into(), "slot b".into(), "faq x-1".into()]),
            ("[[term:nsaid| für alle ]]", vec!["term nsaid für alle".into()]),
            ("\\{{ a }} \\[[faq:x]] \\\\{{ b }}", vec!["slot b".into()]),
            ("{{ a | round }}", vec![format!("bad {{{{ a | round }}}}: {one_name}")]),
            ("{{ a.b }}", vec![format!("bad {{{{ a.b }}}}: {one_name}")]),
            ("{{}}", vec![format!("bad {{{{}}}}: {one_name}")]),
            ("{{ 1a }}", vec![format!("bad {{{{ 1a }}}}: {one_name}")]),
            ("{% if a %}b{# c #}", vec![format!("bad {{% if a %}}: {template}"), format!("bad {{# c #}}: {template}")]),
            ("## T {#id}", vec![format!("bad {{#: {template}")]),
            ("{{ a\n}}", vec!["bad {{: close it with `}}`, or write `\\{{` for two braces".into()]),
            ("[[faq:x\n]]", vec!["bad [[: close it with `]]`, or write `\\[[` for two brackets".into()]),
            ("[[Some Page]]", vec!["bad [[Some Page]]: write `[[faq:some-page]]`, or `\\[[` for two brackets".into()]),
            ("[[fac:x]]", vec!["bad fac: did you mean `faq`?".into()]),
            ("[[page:x]]", vec!["bad page: one of faq, plan, source, term, topic".into()]),
            ("[[:x]]", vec!["bad [[:x]]: one of faq, plan, source, term, topic".into()]),
            ("[[faq: x]]", vec!["bad [[faq: x]]: write `[[faq:x]]`".into()]),
            ("[[faq:]]", vec!["bad [[faq:]]: write `[[faq:its-id]]`".into()]),
            ("[[faq:-]]", vec!["bad [[faq:-]]: write `[[faq:its-id]]`".into()]),
            ("[[faq:x| ]]", vec!["bad [[faq:x| ]]: write `[[faq:x]]` for the words of the target".into()]),
            ("[[faq:x|a {{ b }}]]", vec!["bad {: leave this character out".into()]),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn hiding_keeps_every_place() {
        let text = "é {{ ä }} [[faq:x|ü]] {{ [[ end";
        assert_eq!(hide(text, &find(text)), "é xxxxxxxx xxxxxxxxxxxx {{ [[ end");
        let endless = "[[".repeat(100_000);
        assert_eq!(hide(&endless, &find(&endless)), endless);
    }
}
