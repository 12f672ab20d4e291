//! Lines that are indented with tabs.

use super::Slip;

/// The first line up to the one that ends at `to`, or the next, that a tab indents. Every such line of the file is mended:
/// whoever typed one tab typed them all.
pub(super) fn find(text: &str, to: usize) -> Option<Slip> {
    let next = text[to..].find('\n').map_or(text.len(), |i| to + i + 1);
    let last = text[next..].find('\n').map_or(text.len(), |i| next + i);
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let blank = line.trim().is_empty();
        if let Some(tab) = line[..indent].find('\t').filter(|_| !blank) {
            lines.push((start + tab, start..start + indent, line[..indent].replace('\t', "  ")));
        }
        start += line.len();
    }
    let (tab, ..) = lines.first().filter(|(tab, ..)| *tab <= last)?;
    let message = match lines.len() {
        1 => "a tab indents this line".to_owned(),
        n => format!("tabs indent this line and {} more", n - 1),
    };
    let run = text[*tab..].len() - text[*tab..].trim_start_matches('\t').len();
    let mut slip = Slip::new(*tab..tab + run, message)
        .label("a tab")
        .help("indent with spaces, two for each step; YAML allows no tabs here");
    slip.edits = lines.into_iter().map(|(_, range, spaces)| (range, spaces)).collect();
    Some(slip)
}
