//! Making text of any origin show as itself.

use super::fold_space;

/// Markdown that shows as `text`: one line, safe in the middle of a sentence, at the start of a line, inside emphasis
/// and in a table cell. White space at the ends is dropped, line breaks become spaces, control characters and those
/// that turn the direction of writing are dropped. Empty only where nothing is left.
///
/// Amounts such as `12.5 g` or `-3 °C` stay readable: a character is escaped only where it could mean something.
#[must_use]
pub fn escape(text: &str) -> String {
    let text = fold_space(text);
    let text: String = text.chars().filter(|c| !c.is_control() && !turns_writing(*c)).collect();
    let text = fold_space(&text);
    let mut out = String::with_capacity(text.len() + 8);
    // Only digits so far: what follows may make them the number of a list entry.
    let mut at_start = true;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        let before_word = next.is_some_and(char::is_alphanumeric);
        match c {
            // Entities, where a backslash is not understood by every reader, or not in every place.
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' => out.push_str("&#92;"),
            '|' => out.push_str("&#124;"),
            '`' | '*' | '_' | '[' | ']' | '{' | '}' | '~' | '^' | '#' | '$' => out.extend(['\\', c]),
            '=' | ':' | '(' | ')' if at_start => out.extend(['\\', c]),
            '-' | '+' | '.' if at_start && !before_word => out.extend(['\\', c]),
            // Before a link it would make an image.
            '!' if next.is_none() => out.push_str("\\!"),
            _ => out.push(c),
        }
        at_start = at_start && c.is_ascii_digit();
    }
    out
}

/// HTML that shows as `text`, in an element or in a quoted attribute.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\0' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// Marks that make the rest of a line read backwards.
fn turns_writing(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::super::{HtmlOptions, to_html, to_inline_html, to_plain};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_only_where_it_matters() {
        for (text, expected) in [
            ("12.5 g", "12.5 g"),
            ("-3 °C to +4", "-3 °C to +4"),
            ("1\u{a0}500 ml (about 3 cups)", "1\u{a0}500 ml (about 3 cups)"),
            ("**x**", "\\*\\*x\\*\\*"),
            ("<script>", "&lt;script&gt;"),
            ("{{ x }} [[faq:x]]", "\\{\\{ x \\}\\} \\[\\[faq:x\\]\\]"),
            ("&#106;", "&amp;\\#106;"),
            ("a\\|b", "a&#92;&#124;b"),
            ("1. x", "1\\. x"),
            ("12)", "12\\)"),
            ("- x", "\\- x"),
            ("---", "\\---"),
            ("(a)!", "\\(a)\\!"),
            ("  a\r\n\tb\u{2028}c\u{7}\u{202e} ", "a b c"),
            ("\u{7} - x", "\\- x"),
            ("", ""),
        ] {
            assert_eq!(escape(text), expected, "{text:?}");
        }
        assert_eq!(escape_html("<a b=\"c\" d='e'>&\0"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;\u{fffd}");
    }

    /// What should be left of a text, said without the functions under test.
    fn shown(text: &str) -> String {
        let space = |c: char| matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let words = text.split(space).map(|word| word.replace(|c: char| c.is_control() || turns_writing(c), ""));
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        words.join(" ").trim().to_owned()
    }

    const TEXTS: &str = r"([-+*_.0-9=#()!|<>&;`\\a-cx :~\[\]{}\n\t$^\x00-\x20\x{202e}\x{a0}ä]|.){0,12}";

    proptest! {
        #[test]
        fn shows_as_itself(text in TEXTS) {
            let shown = shown(&text);
            if shown.is_empty() {
                return Ok(());
            }
            let safe = escape(&text);
            prop_assert!(!safe.contains('\n'));
            for (before, after) in [
                ("", ""), ("a ", " b"), ("- ", ""), ("> ", " b"), ("a\n", ""), ("a\n\n", "\nb"), ("## ", ""),
                ("**", "**"), ("a **", "** b"), ("*a **", "** b*"), ("~~", "~~"), ("[", "](u)"),
                ("|h|\n|-|\n|", "|"), ("|h|\n|-|\n|a ", "|b|"),
            ] {
                let markdown = format!("{before}{safe}{after}");
                let words = |side: &str| side.chars().filter(|c| matches!(c, 'a' | 'b' | 'h')).collect::<String>();
                let (left, right) = (words(before), if after == "|b|" { String::new() } else { words(after) });
                let expected = [left.chars().map(String::from).collect::<Vec<_>>().join(" "), shown.clone(), right];
                let expected: Vec<_> = expected.into_iter().filter(|part| !part.is_empty()).collect();
                prop_assert_eq!(to_plain(&markdown), expected.join(" "), "{:?}", markdown);
            }
            let bold = to_html(&format!("a **{safe}** b"), &HtmlOptions::default());
            prop_assert!(bold.starts_with("<p>a <strong>") && bold.ends_with("</strong> b</p>\n"), "{}", bold);
            prop_assert!(!to_inline_html(&safe).contains('<'));
        }
    }
}
