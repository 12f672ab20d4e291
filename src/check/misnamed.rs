//! What several places name and nothing is called, where an entry that nothing names was meant: it is the entry's id that is
//! wrong, which is said once.

use crate::diagnostics::{Finding, lints};
use crate::source::{Sources, Span};

/// How many of the places are shown; the message counts them all.
const SHOWN: usize = 6;

/// One finding for all that name an entry otherwise than it is called; `near` is the nearest id, with its place. Gives the
/// findings back where each stands for itself.
pub fn misnamed(
    sources: &Sources,
    word: &str,
    near: Option<(&str, Span)>,
    all: Vec<Finding>,
) -> Result<Vec<Finding>, Vec<Finding>> {
    let Some((known, span)) = near.filter(|(known, _)| all.len() > 1 && stands_once(sources, known)) else {
        return Err(all);
    };
    let message = format!("nothing names `{known}`, and {} places name `{word}`, which is not there", all.len());
    let finding = Finding::new(&lints::UNKNOWN_REFERENCE, span, message)
        .label("is this what they mean?")
        .did_you_mean(span, Some(word))
        .help(format!("or write `{known}` where `{word}` stands"));
    let places = all.into_iter().filter_map(|finding| finding.span).take(SHOWN);
    Ok(vec![places.fold(finding, |finding, span| finding.related(span, "named here"))])
}

/// Whether an id stands nowhere in the pack but where it is declared.
fn stands_once(sources: &Sources, id: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut places = sources.iter().flat_map(|(_, source)| {
        let text = source.text();
        text.match_indices(id)
            .filter(move |(at, _)| !text[..*at].ends_with(is_part) && !text[at + id.len()..].starts_with(is_part))
    });
    places.next().is_some() && places.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_part_of_another_does_not_stand_there() {
        let mut sources = Sources::new();
        sources.add_text("a.yaml", "- id: long\n  like: [long-run, oblong]\n");
        assert!(stands_once(&sources, "long"));
        assert!(!stands_once(&sources, "short"));
        sources.add_text("b.yaml", "see: {long}\n");
        assert!(!stands_once(&sources, "long"));
    }
}
