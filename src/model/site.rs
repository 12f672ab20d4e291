//! The pack's own name, words and style.

use crate::diagnostics::Levels;

/// Name, address and disclaimer of a pack.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Site {
    /// Name.
    pub title: String,
    /// Address under which the site is published.
    pub base_url: Option<String>,
    /// Language tag, `en`.
    pub language: String,
    /// One sentence.
    pub description: String,
    /// Who is responsible.
    pub author: Option<String>,
    /// General information, not medical advice.
    pub disclaimer: String,
    /// Design tokens: colour names and values.
    pub colours: Vec<(String, String)>,
    /// Logo: a file of the pack.
    pub logo: Option<String>,
    /// Pages of the navigation: words and addresses.
    pub navigation: Vec<(String, String)>,
    /// What its words are held to.
    pub style: Style,
    /// What it makes of findings.
    pub lints: Levels,
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
