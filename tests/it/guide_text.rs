//! What a guide looks like in every medium: a runner's own words print as themselves, no template shines through, the same
//! runner gets the same bytes, and the JSON has the outline of the formats.

use crate::runners::hold;
use crate::support::{FORMATS, shipped};
use afterrun::render::Format;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

/// Words that try to be more than words, with what a reader should see of them.
const NAMES: &[(&str, &str)] = &[
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("**x**", "**x**"),
    ("{{ x }}", "{{ x }}"),
    ("{% include \"x\" %}", "{% include \"x\" %}"),
    ("{name} {n}", "{name} {n}"),
    ("[a](javascript:x)", "[a](javascript:x)"),
    ("](x)", "](x)"),
    ("![](http://x.example/y.png)", "![](http://x.example/y.png)"),
    ("[[faq:x]]", "[[faq:x]]"),
    ("`", "`"),
    ("a|b", "a|b"),
    ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
    ("\\*x\\*", "\\*x\\*"),
    ("1. x", "1. x"),
    ("# x", "# x"),
    ("https://x.example", "https://x.example"),
    ("\" onmouseover=\"x", "\" onmouseover=\"x"),
    ("a'b", "a'b"),
    ("\u{202e}olleh", "olleh"),
    ("a\u{2066}b", "ab"),
    ("-->", "-->"),
    ("]]>", "]]>"),
    ("</title><b>", "</title><b>"),
    ("Zoë 跑者 🏃", "Zoë 跑者 🏃"),
];

fn guide_of(name: &str) -> (String, String, String, Value) {
    let pack = shipped();
    let quoted = Value::from(name);
    let profile = pack.runner(&format!("session_kind: easy\nduration: 50\nsymptoms: []\nname: {quoted}\n"));
    let guide = pack.guide(&profile);
    let [md, html, card, json] = FORMATS.map(|format| pack.print(&guide, format));
    (md, html, card, parsed(&json))
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}:\n{json}"))
}

fn title(name: &str) -> String {
    shipped().content.strings().text("guide.title_for", &[("name", name)])
}

/// The blocks of a Markdown text as plain words, by a reader that is not ours.
fn plain(markdown: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let everything = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(markdown, everything) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                blocks.iter_mut().last().into_iter().for_each(|b| b.push_str(&text))
            }
            Event::SoftBreak | Event::HardBreak => blocks.iter_mut().last().into_iter().for_each(|b| b.push(' ')),
            Event::Html(html) | Event::InlineHtml(html) => panic!("a tag in a guide's Markdown: {html}"),
            Event::Start(Tag::Image { .. }) => panic!("an image in a guide's Markdown"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://"), "a link to {dest_url}")
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item) => blocks.push(String::new()),
            _ => {}
        }
    }
    blocks
}

/// The words between two tags of a page, tags and entities read.
fn inner(html: &str, open: &str, close: &str) -> Option<String> {
    let from = html.find(open)?;
    let from = from + html[from..].find('>')? + 1;
    let text = &html[from..from + html[from..].find(close)?];
    Some(unescaped(&untagged(text)))
}

fn untagged(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    out + rest
}

/// The tags of a page with their attributes.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest)).collect()
}

fn unescaped(text: &str) -> String {
    let named = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&#47;", "/"),
    ];
    let text = named.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign));
    text.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn names_print_as_themselves_in_markdown() {
    for (name, shown) in NAMES {
        let (md, ..) = guide_of(name);
        let blocks = plain(&md);
        assert_eq!(blocks[0], title(shown), "{name:?} in:\n{}", md.lines().take(3).collect::<Vec<_>>().join("\n"));
        let answers = blocks.iter().filter(|block| block.ends_with(&format!(": {shown}"))).count();
        assert_eq!(answers, 1, "{name:?}: the name among the answers");
    }
}

#[test]
fn names_stay_as_they_are_in_json() {
    for (name, shown) in NAMES {
        let (.., json) = guide_of(name);
        assert_eq!(&json["profile"]["name"], &json!(shown));
    }
}

#[test]
fn names_print_as_themselves_on_pages() {
    let (_, html, card, _) = guide_of("Maya");
    let plain = [html, card];
    for (name, shown) in NAMES {
        let (_, html, card, _) = guide_of(name);
        for (what, page) in [("html", &html), ("card", &card)] {
            let harmless = inner(&plain[usize::from(what == "card")], "<h1", "</h1>").unwrap_or_default();
            assert!(harmless.contains("Maya"), "{what}: whose guide? {harmless}");
            assert_eq!(inner(page, "<h1", "</h1>"), Some(harmless.replace("Maya", shown)), "{what}: {name:?}");
            assert!(page.contains("<title>"), "{what} has no title");
            assert_eq!(tags(page), tags(&plain[usize::from(what == "card")]), "{what}: {name:?} is markup");
            let invisible = page.find(['\u{202e}', '\u{2066}']);
            assert_eq!(invisible, None, "{what}: {name:?} turns the writing");
        }
    }
}

/// What shines through where something went wrong.
fn blemish(text: &str) -> Option<String> {
    for bad in ["{{", "}}", "{%", "[[", "]]", " ,", " .\n", "()", "Some(", "None"] {
        if let Some(at) = text.find(bad) {
            return Some(format!("`{bad}` in …{}…", near(text, at)));
        }
    }
    let start = |at: usize| text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    for bad in ["NaN", "inf", "undefined", "null"] {
        let whole = |at: usize| start(at) && text[at + bad.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        if let Some((at, _)) = text.match_indices(bad).find(|(at, _)| whole(*at)) {
            return Some(format!("`{bad}` in …{}…", near(text, at)));
        }
    }
    let line = text.lines().find(|line| line.trim().contains("  "))?;
    Some(format!("two spaces in: {line}"))
}

fn near(text: &str, at: usize) -> String {
    let from = text[..at].char_indices().rev().nth(40).map_or(0, |(i, _)| i);
    text[from..].chars().take(90).collect()
}

/// Every text of a JSON value.
fn texts<'a>(value: &'a Value, into: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => into.push(text),
        Value::Array(list) => list.iter().for_each(|value| texts(value, into)),
        Value::Object(map) => map.values().for_each(|value| texts(value, into)),
        _ => {}
    }
}

/// A page without what is no text: style, drawings and tags.
fn page_text(html: &str) -> String {
    let mut html = html.to_owned();
    for (open, close) in [("<style", "</style>"), ("<svg", "</svg>"), ("<!--", "-->")] {
        while let Some(from) = html.find(open) {
            let to = html[from..].find(close).map_or(html.len(), |end| from + end + close.len());
            html.replace_range(from..to, "");
        }
    }
    untagged(&html)
}

/// 300 random runners in one medium.
fn unblemished(format: Format) {
    let pack = shipped();
    hold(&pack.content, 300, |profile| {
        let printed = pack.print(&pack.guide(profile), format);
        let found = match format {
            // Folded lines are put together again, and what is escaped reads as itself.
            Format::Ics => {
                blemish(&printed.replace("\r\n ", "").replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";"))
            }
            Format::Md => blemish(&printed.replace("- [ ] ", "- ").replace("\\[", "").replace("\\]", "")),
            Format::Html | Format::Card => blemish(&page_text(&printed)),
            Format::Json => {
                let value = parsed(&printed);
                let mut all = Vec::new();
                texts(&value, &mut all);
                all.into_iter().find_map(blemish)
            }
        };
        found.map_or(Ok(()), Err)
    });
}

#[test]
fn markdown_has_no_blemish() {
    unblemished(Format::Md);
}

#[test]
fn json_has_no_blemish() {
    unblemished(Format::Json);
}

#[test]
fn pages_have_no_blemish() {
    unblemished(Format::Html);
}

#[test]
fn cards_have_no_blemish() {
    unblemished(Format::Card);
}

#[test]
fn the_same_runner_gets_the_same_bytes() {
    let pack = shipped();
    hold(&pack.content, 20, |profile| {
        let all = || FORMATS.map(|format| pack.print(&pack.guide(profile), format));
        if all() == all() { Ok(()) } else { Err("other bytes".to_owned()) }
    });
}

#[test]
fn blemishes_are_seen() {
    for text in ["eat NaN g", "a  b", "{{ x }}", "from inf L", "None", "for you (),"] {
        assert!(blemish(text).is_some(), "{text}");
    }
    assert_eq!(blemish("  information in full, (or) not\n    Drink 0.5 L"), None);
}

/// The outline of FORMATS section 10, by hand.
fn outline() -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    let texts = json!({ "type": "array", "items": text });
    let exact = json!({
        "type": "object", "required": ["low", "high", "unit"],
        "properties": { "low": { "type": "number" }, "high": { "type": "number" }, "unit": text },
    });
    let item = json!({
        "type": "object",
        "required": ["id", "title", "priority", "at", "text", "amounts", "caveats", "evidence", "sources", "reasons"],
        "properties": {
            "id": text, "title": text, "text": text, "caveats": texts, "sources": texts,
            "priority": { "enum": ["must", "should", "could"] },
            "evidence": { "enum": ["A", "B", "C", "D"] },
            "at": { "type": "object", "required": ["words"], "properties": { "words": text } },
            "amounts": { "type": "object", "additionalProperties": exact },
            "reasons": { "type": "array", "items": {
                "type": "object", "required": ["test", "input", "value"],
                "properties": { "test": text, "input": text, "value": text },
            } },
        },
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["schema", "stamp", "profile", "stop", "measures", "sections", "not_for_you", "unknown"],
        "properties": {
            "schema": { "const": "afterrun-guide/1" },
            "stamp": {
                "type": "object", "required": ["version", "content", "as_of"],
                "properties": { "version": text, "content": text, "as_of": { "const": "2026-11-24" } },
            },
            "profile": { "type": "object", "propertyNames": { "pattern": "^[a-z][a-z0-9_]*$" } },
            "stop": { "type": "array", "items": {
                "type": "object", "required": ["id", "level", "action"],
                "properties": { "id": text, "level": { "enum": ["emergency", "urgent", "clinician", "first-aid"] }, "action": text },
            } },
            "measures": { "type": "object", "additionalProperties": { "oneOf": [
                {
                    "type": "object", "required": ["low", "high", "unit", "case"], "additionalProperties": false,
                    "properties": { "low": { "type": "number" }, "high": { "type": "number" }, "unit": text, "case": text },
                },
                {
                    "type": "object", "required": ["unknown"], "additionalProperties": false, "properties": { "unknown": texts },
                },
            ] } },
            "sections": { "type": "array", "items": {
                "type": "object", "required": ["id", "title", "items"],
                "properties": { "id": text, "title": text, "items": { "type": "array", "minItems": 1, "items": item } },
            } },
            "not_for_you": { "type": "array", "maxItems": 8, "items": {
                "type": "object", "required": ["id", "reason", "would_change"],
                "properties": { "id": text, "reason": text, "would_change": { "type": "string" } },
            } },
            "unknown": { "type": "array", "maxItems": 3, "items": {
                "type": "object", "required": ["input", "would_change"],
                "properties": { "input": text, "would_change": { "type": "array", "minItems": 1, "items": text } },
            } },
        },
    })
}

/// Numbers have at most 6 decimals and are in order.
fn exact(value: &Value) -> Result<(), String> {
    match value {
        Value::Object(map) => {
            if let (Some(low), Some(high)) =
                (map.get("low").and_then(Value::as_f64), map.get("high").and_then(Value::as_f64))
            {
                let tidy = |x: f64| x.is_finite() && (x * 1e6 - (x * 1e6).round()).abs() < 1e-3 * x.abs().max(1.0);
                if low > high || !tidy(low) || !tidy(high) {
                    return Err(format!("{low}..{high}"));
                }
            }
            map.values().try_for_each(exact)
        }
        Value::Array(list) => list.iter().try_for_each(exact),
        _ => Ok(()),
    }
}

#[test]
fn json_has_the_outline_of_the_formats() {
    let pack = shipped();
    let validator = jsonschema::validator_for(&outline()).unwrap_or_else(|error| panic!("the outline itself: {error}"));
    hold(&pack.content, 200, |profile| {
        let value = parsed(&pack.print(&pack.guide(profile), Format::Json));
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        if errors.is_empty() { exact(&value) } else { Err(errors.join("\n")) }
    });
}
