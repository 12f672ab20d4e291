//! The pack's own name and words.

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
}
