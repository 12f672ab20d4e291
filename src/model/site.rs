//! The pack's own name, words and style.

use crate::diagnostics::Levels;
use crate::source::Spanned;

/// Name, address and disclaimer of a pack.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Site {
    /// Name.
    pub title: String,
    /// Address under which the site is published.
    pub base_url: Option<BaseUrl>,
    /// Language tag, `en`.
    pub language: String,
    /// One sentence.
    pub description: String,
    /// Who is responsible.
    pub author: Option<String>,
    /// General information, not medical advice.
    pub disclaimer: String,
    /// The colours that are the pack's own.
    pub colours: Colours,
    /// Logo: a picture of the pack, by its path, with its place.
    pub logo: Option<Spanned<String>>,
    /// Whether pages name the manifest.
    pub installable: bool,
    /// Pages of the navigation.
    pub navigation: Vec<NavLink>,
    /// What its words are held to.
    pub style: Style,
    /// What it makes of findings.
    pub lints: Levels,
}

/// Where a site is published: `https://club.example/recovery/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// Reads `http(s)://host/path/`; the last `/` may be left out. `None` where it is none: another scheme, a query, a
    /// fragment, user names, or characters that an address must write otherwise.
    pub fn parse(text: &str) -> Option<Self> {
        let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
        let rest = &text[scheme.len()..];
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
        let host_is_plain = !host.is_empty() && host.chars().all(|c| plain(c) || c == ':');
        let path = path.strip_suffix('/').unwrap_or(path);
        let parts_are_plain =
            path.is_empty() || path.split('/').all(|part| !matches!(part, "" | "." | "..") && part.chars().all(plain));
        (host_is_plain && parts_are_plain).then(|| Self {
            origin: format!("{scheme}{host}"),
            path: if path.is_empty() { "/".to_owned() } else { format!("/{path}/") },
        })
    }

    /// Scheme and host: `https://club.example`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The path that every page stands under, with `/` at both ends: `/recovery/`.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// A link of the navigation.
#[derive(Debug, Clone, PartialEq)]
pub struct NavLink {
    /// Words.
    pub title: String,
    /// Address within the site, or a whole one, with its place.
    pub url: Spanned<String>,
}

/// The colours that a pack sets; whatever is made of them stays readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Colours {
    /// Links, buttons and what stands out.
    pub accent: Option<Rgb>,
    /// Notes of caution.
    pub warm: Option<Rgb>,
    /// The tint of the paper.
    pub ground: Option<Rgb>,
}

/// A colour of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Reads `#0b6e4f` or `#0bf`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Option<Vec<u8>> =
            text.strip_prefix('#')?.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
        match digits?[..] {
            [r, g, b] => Some(Self([r * 17, g * 17, b * 17])),
            [a, b, c, d, e, f] => Some(Self([a * 16 + b, c * 16 + d, e * 16 + f])),
            _ => None,
        }
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Rgb([r, g, b]) = self;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// What a pack's words are held to.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Words that no text may use.
    pub forbid: Vec<String>,
    /// Highest reading grade (years of school) of a topic's text or an answer.
    pub reading_grade: u32,
    /// First words of an answer that only puts off answering.
    pub openers: Vec<String>,
    /// Little words that do not tell two questions apart.
    pub stop_words: Vec<String>,
}

impl Default for Style {
    fn default() -> Self {
        Self { forbid: Vec::new(), reading_grade: 9, openers: Vec::new(), stop_words: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_and_a_plain_path() {
        let parts = |text| BaseUrl::parse(text).map(|url| (url.origin().to_owned(), url.path().to_owned()));
        let some = |origin: &str, path: &str| Some((origin.to_owned(), path.to_owned()));
        assert_eq!(parts("https://club.example"), some("https://club.example", "/"));
        assert_eq!(parts("https://club.example/"), some("https://club.example", "/"));
        assert_eq!(parts("http://localhost:8000/a/b"), some("http://localhost:8000", "/a/b/"));
        for wrong in [
            "club.example",
            "ftp://club.example/",
            "https://",
            "https://a/b?c",
            "https://a/#b",
            "https://a//b",
            "https://a/../b",
            "https://u@a/",
            "https://a/\"onload=x",
            "https://a/b c",
        ] {
            assert_eq!(BaseUrl::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_colour_has_three_or_six_digits() {
        assert_eq!(Rgb::parse("#0b6e4f"), Some(Rgb([11, 110, 79])));
        assert_eq!(Rgb::parse("#0Bf").map(|c| c.to_string()), Some("#00bbff".to_owned()));
        for wrong in ["", "0b6e4f", "#0b6e4", "#0b6e4g", "green", "#0b6e4f;}"] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }
}
