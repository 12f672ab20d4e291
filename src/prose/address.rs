//! Which addresses a link or an image may have.

/// Whether following `address` can do no more than open a page or a letter: http, https, mailto, a `#fragment` or a
/// path on the same site.
///
/// Judged as a browser would: it drops tabs, line ends and leading control characters before it looks for the scheme,
/// and reads `\` as `/`.
pub(super) fn is_safe(address: &str) -> bool {
    let seen: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let other_site = seen.strip_prefix(['/', '\\']).is_some_and(|rest| rest.starts_with(['/', '\\']));
    let scheme = match seen.find([':', '/', '\\', '?', '#']) {
        Some(end) if seen[end..].starts_with(':') => Some(seen[..end].to_ascii_lowercase()),
        _ => None,
    };
    !other_site && scheme.is_none_or(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_and_letters_are_safe() {
        for (address, safe) in [
            ("", true),
            ("#sleep", true),
            ("../faq/nap/", true),
            ("/faq/nap/?a=b:c#d:e", true),
            ("a/b:c", true),
            ("https://example.org/a:b", true),
            ("HTTP://example.org", true),
            ("mailto:a@example.org", true),
            ("ä/ö", true),
            ("javascript:alert(1)", false),
            ("JavaScript:alert(1)", false),
            (" \u{1}java\tscr\nipt:alert(1)", false),
            ("data:text/html,x", false),
            ("vbscript:x", false),
            ("file:///etc/passwd", false),
            ("//example.org", false),
            ("/\\example.org", false),
            ("\\\\example.org", false),
            (" / /example.org", false),
            (":x", false),
        ] {
            assert_eq!(is_safe(address), safe, "{address:?}");
        }
    }
}
