//! Markdown to HTML that can do nothing but be read.

use super::plain::words_of;
use super::{MARKDOWN, address, fold_space};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How a text sits in its page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HtmlOptions {
    /// How many levels its headings sink: with 1, `##` becomes `<h3>`. None sinks below `<h6>`.
    pub shift: u8,
    /// What the ids of its headings start with, so that several texts can share a page.
    pub prefix: String,
}

/// HTML of Markdown. Tags in it are shown as text, unsafe addresses are dropped and their words kept, headings have ids
/// made of their words, unique within the text.
#[must_use]
pub fn to_html(markdown: &str, options: &HtmlOptions) -> String {
    finish(markdown, safe_events(markdown), options)
}

fn finish(markdown: &str, mut events: Vec<Event<'_>>, options: &HtmlOptions) -> String {
    place_headings(&mut events, options);
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events.into_iter());
    let is_styled = out.contains(" style=\"text-align: ");
    // Pages that allow no inline style need classes. No text can hold these characters: its `<` are escaped.
    for side in ["left", "center", "right"].into_iter().filter(|_| is_styled) {
        for cell in ["th", "td"] {
            let styled = format!("<{cell} style=\"text-align: {side}\">");
            if out.contains(&styled) {
                out = out.replace(&styled, &format!("<{cell} class=\"{side}\">"));
            }
        }
    }
    out
}

/// [`to_html`] with every address replaced by `address(it)`, where that is some.
#[must_use]
pub fn to_html_with(markdown: &str, options: &HtmlOptions, address: &dyn Fn(&str) -> Option<String>) -> String {
    let mut events = safe_events(markdown);
    readdress(&mut events, address);
    finish(markdown, events, options)
}

/// The words of [`to_plain`](super::to_plain) and the HTML of [`to_html_with`], from one look at the Markdown.
#[must_use]
pub fn to_plain_and_html_with(
    markdown: &str,
    options: &HtmlOptions,
    address: &dyn Fn(&str) -> Option<String>,
) -> (String, String) {
    let events: Vec<Event> = Parser::new_ext(markdown, MARKDOWN).collect();
    let plain = words_of(events.iter());
    let mut events = made_safe(events);
    readdress(&mut events, address);
    (plain, finish(markdown, events, options))
}

fn readdress(events: &mut [Event<'_>], address: &dyn Fn(&str) -> Option<String>) {
    for event in events {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event
            && let Some(other) = address(dest_url)
        {
            *dest_url = CowStr::from(other);
        }
    }
}

/// The addresses of links and images that are written in a text, each with the bytes of its link.
#[must_use]
pub fn addresses(markdown: &str) -> Vec<(Range<usize>, String)> {
    let events = Parser::new_ext(markdown, MARKDOWN).into_offset_iter();
    let address = |(event, at): (Event, Range<usize>)| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some((at, dest_url.into_string())),
        _ => None,
    };
    events.filter_map(address).collect()
}

/// HTML of one paragraph, without `<p>` around it: for table cells and titles. Line breaks count as spaces, and nothing
/// is a heading, a list or another block.
#[must_use]
pub fn to_inline_html(markdown: &str) -> String {
    to_inline_html_with(markdown, &|_| None)
}

/// [`to_inline_html`] with every address replaced by `address(it)`, where that is some.
#[must_use]
pub fn to_inline_html_with(markdown: &str, address: &dyn Fn(&str) -> Option<String>) -> String {
    // After a full stop nothing can start a block, and emphasis starts as it would at the start of a line.
    let line = format!(".{}", fold_space(markdown));
    let mut events = safe_events(&line);
    readdress(&mut events, address);
    let events =
        events.into_iter().filter(|e| !matches!(e, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)));
    let mut out = String::with_capacity(line.len() * 3 / 2);
    html::push_html(&mut out, events);
    out.strip_prefix('.').unwrap_or(&out).to_owned()
}

fn safe_events(markdown: &str) -> Vec<Event<'_>> {
    made_safe(Parser::new_ext(markdown, MARKDOWN))
}

/// The events of Markdown, without HTML and without unsafe addresses.
fn made_safe<'t>(all: impl IntoIterator<Item = Event<'t>>) -> Vec<Event<'t>> {
    // Whether each link and image that we are in was kept.
    let mut kept = Vec::new();
    let mut events = Vec::new();
    for event in all {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Link { ref dest_url, .. } | Tag::Image { ref dest_url, .. }) => {
                let safe = address::is_safe(dest_url);
                kept.push(safe);
                if safe {
                    events.push(event);
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if kept.pop() == Some(true) {
                    events.push(event);
                }
            }
            event => events.push(event),
        }
    }
    events
}

/// Gives each heading its level and its id.
fn place_headings(events: &mut [Event<'_>], options: &HtmlOptions) {
    let mut used = BTreeSet::new();
    let mut next = BTreeMap::new();
    let ids: Vec<String> = events
        .iter()
        .enumerate()
        .filter(|(_, event)| matches!(event, Event::Start(Tag::Heading { .. })))
        .map(|(start, _)| {
            let inside = events[start..].iter().take_while(|e| !matches!(e, Event::End(TagEnd::Heading(_))));
            unique(&slug(&words_of(inside)), &mut used, &mut next)
        })
        .collect();
    let mut ids = ids.into_iter();
    for event in events {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                *level = lowered(*level, options.shift);
                *id = ids.next().map(|slug| CowStr::from(format!("{}{slug}", options.prefix)));
            }
            Event::End(TagEnd::Heading(level)) => *level = lowered(*level, options.shift),
            _ => {}
        }
    }
}

fn lowered(level: HeadingLevel, shift: u8) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + usize::from(shift)).unwrap_or(HeadingLevel::H6)
}

/// Words as an id: small letters and digits of any script, hyphens between them.
fn slug(words: &str) -> String {
    let words = words.replace(['\'', '’'], "").to_lowercase();
    let words: Vec<_> = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "1".to_owned() } else { words.join("-") }
}

/// The slug, with a number behind it where it was used before.
fn unique(slug: &str, used: &mut BTreeSet<String>, next: &mut BTreeMap<String, usize>) -> String {
    let count = next.entry(slug.to_owned()).or_insert(1);
    let mut id = slug.to_owned();
    while !used.insert(id.clone()) {
        *count += 1;
        id = format!("{slug}-{count}");
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markdown_becomes_safe_html() {
        for (markdown, expected) in [
            ("a **b *c*** ~~d~~", "<p>a <strong>b <em>c</em></strong> <del>d</del></p>\n"),
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
            ("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n"),
            ("<div>\nb\n</div>", "<p>&lt;div&gt;\nb\n&lt;/div&gt;</p>\n"),
            ("[a *b*](javascript:alert(1))", "<p>a <em>b</em></p>\n"),
            ("[a](&#106;avascript:x) [b](java&#10;script:x)", "<p>a b</p>\n"),
            ("<javascript:x> <a@b.org>", "<p>javascript:x <a href=\"mailto:a@b.org\">a@b.org</a></p>\n"),
            ("[a][b]\n\n[b]: data:x", "<p>a</p>\n"),
            ("[a][b]\n\n[b]: c/d 'e\"<'", "<p><a href=\"c/d\" title=\"e&quot;&lt;\">a</a></p>\n"),
            ("![a *b*](c.png) ![d](data:x)", "<p><img src=\"c.png\" alt=\"a b\" /> d</p>\n"),
            ("![a ![b](c)](data:x)", "<p>a <img src=\"c\" alt=\"b\" /></p>\n"),
            ("`{{ x }} <b>`", "<p><code>{{ x }} &lt;b&gt;</code></p>\n"),
            ("```html\n<b>\n```", "<pre><code class=\"language-html\">&lt;b&gt;\n</code></pre>\n"),
            ("ä\r\nö", "<p>ä\nö</p>\n"),
        ] {
            assert_eq!(to_html(markdown, &HtmlOptions::default()), expected, "{markdown}");
        }
        let table = to_html("|a|b|\n|:-|-|\n|c|<i>|", &HtmlOptions::default());
        assert!(table.contains("<td>&lt;i&gt;</td>") && table.contains("<th class=\"left\">a</th>"), "{table}");
    }

    #[test]
    fn addresses_are_found_and_replaced() {
        let text = "[a](/b/ \"t\") ![c](d.png) `[e](/f/)` <https://g.org> [h][i]\n\n[i]: /j/";
        let found: Vec<(&str, String)> = addresses(text).into_iter().map(|(at, to)| (&text[at], to)).collect();
        let expected = [
            ("[a](/b/ \"t\")", "/b/"),
            ("![c](d.png)", "d.png"),
            ("<https://g.org>", "https://g.org"),
            ("[h][i]", "/j/"),
        ];
        assert_eq!(found, expected.map(|(words, to)| (words, to.to_owned())));
        let html =
            to_html_with(text, &HtmlOptions::default(), &|to| to.strip_prefix('/').map(|to| format!("/sub/{to}")));
        assert!(
            html.contains("<a href=\"/sub/b/\" title=\"t\">a</a>") && html.contains("<img src=\"d.png\" alt=\"c\" />")
        );
        assert!(html.contains("<a href=\"/sub/j/\">h</a>"), "{html}");
    }

    #[test]
    fn headings_sink_and_have_ids() {
        let options = HtmlOptions { shift: 1, prefix: "q-".to_owned() };
        for (markdown, expected) in [
            ("# T {onclick=x}", "<h2 id=\"q-t-onclick-x\">T {onclick=x}</h2>\n"),
            ("## Don’t *stop*: 5 km", "<h3 id=\"q-dont-stop-5-km\">Don’t <em>stop</em>: 5 km</h3>\n"),
            ("###### Über", "<h6 id=\"q-über\">Über</h6>\n"),
            ("## ?", "<h3 id=\"q-1\">?</h3>\n"),
            (
                "## A\n## A-2\n## A",
                concat!("<h3 id=\"q-a\">A</h3>\n", "<h3 id=\"q-a-2\">A-2</h3>\n", "<h3 id=\"q-a-3\">A</h3>\n",),
            ),
        ] {
            assert_eq!(to_html(markdown, &options), expected, "{markdown}");
        }
    }

    #[test]
    fn inline_html_has_no_blocks() {
        for (markdown, expected) in [
            ("**\"a\"** _b_", "<strong>\"a\"</strong> <em>b</em>"),
            ("# a", "# a"),
            ("2. a\n\n- b", "2. a - b"),
            (".5 | 1", ".5 | 1"),
            ("    a", "a"),
            ("[a]: b", "[a]: b"),
            ("<b>a</b>", "&lt;b&gt;a&lt;/b&gt;"),
            ("![a](b) [c](javascript:d)", "<img src=\"b\" alt=\"a\" /> c"),
            ("~~a~~ `b`", "<del>a</del> <code>b</code>"),
            ("", ""),
        ] {
            assert_eq!(to_inline_html(markdown), expected, "{markdown}");
        }
    }

    /// The tags of HTML: what stands between `<` and the `>` after it that is in no quotes.
    fn tags(html: &str) -> Vec<String> {
        let mut tags = Vec::new();
        let mut open: Option<String> = None;
        let mut quoted = false;
        for c in html.chars() {
            match (&mut open, c) {
                (None, '<') => open = Some(String::new()),
                (Some(_), '>') if !quoted => tags.extend(open.take()),
                (Some(tag), c) => {
                    quoted ^= c == '"';
                    tag.push(c);
                }
                (None, _) => {}
            }
        }
        assert!(open.is_none(), "{html}");
        tags
    }

    /// A tag without the values of its attributes.
    fn without_values(tag: &str) -> String {
        tag.split('"').step_by(2).collect()
    }

    const KNOWN: [&str; 27] = [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
        "div",
    ];
    const TEXTS: &str = concat!(
        r"([-#*_~`|<>\[\]()!&;:=/\\'",
        "\"",
        r" \n\r\t{}]|<script>|</script>|<img src=x onerror=y>|javascript:|data:|&#106;|\[a\]\(| onclick=x|\]: |\|-\||.){0,30}",
    );

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_input_makes_html_that_acts(text in TEXTS, shift in 0_u8..8) {
            let options = HtmlOptions { shift, prefix: "p-".to_owned() };
            for html in [to_html(&text, &options), to_inline_html(&text)] {
                prop_assert!(!html.contains("<script"), "{}", html);
                for tag in tags(&html) {
                    let bare = without_values(&tag);
                    let mut words = bare.trim_start_matches('/').split_whitespace();
                    prop_assert!(words.next().is_some_and(|name| KNOWN.contains(&name)), "{} in {}", tag, html);
                    for attribute in words {
                        let known = ["href=", "src=", "alt=", "title=", "id=", "class=", "start=", "style=", "/"];
                        prop_assert!(known.contains(&attribute), "{} in {}", attribute, html);
                    }
                    for address in tag.split(['"']).collect::<Vec<_>>().windows(2) {
                        if address[0].ends_with("href=") || address[0].ends_with("src=") {
                            let address = address[1].to_lowercase();
                            let acts = address.starts_with("javascript:") || address.starts_with("data:");
                            prop_assert!(!acts, "{}", html);
                        }
                    }
                }
            }
        }
    }
}
