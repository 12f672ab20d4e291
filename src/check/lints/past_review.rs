//! `past-review`: the day on which somebody meant to look again has gone by.

use super::Pack;
use crate::diagnostics::{Finding, Findings, lints};

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    for (item, places) in pack.parts.items.iter().zip(&pack.written.items) {
        let (reviewed, next) = (item.reviewed, item.next_review);
        if next < reviewed {
            findings.push(
                Finding::new(
                    &lints::PAST_REVIEW,
                    places.next_review,
                    format!("`{}` is to be reviewed on {next}, before it was reviewed", item.id),
                )
                .label("earlier than the last review")
                .related(places.reviewed, "the last review"),
            );
        } else if pack.today.is_some_and(|today| next < today) {
            findings.push(
                Finding::new(
                    &lints::PAST_REVIEW,
                    places.next_review,
                    format!("the review of `{}` was due on {next}", item.id),
                )
                .label("this day has gone by")
                .help("read the item and its sources again, then set `reviewed` and `next_review`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{item, raised};

    #[test]
    fn a_day_is_past_the_day_after() {
        for (reviewed, next, expected) in [
            ("2026-01-01", "2026-11-24", &[][..]),
            ("2026-11-24", "2026-11-24", &[]),
            ("2026-01-01", "2026-11-23", &["the review of `a` was due on 2026-11-23"]),
            ("2027-01-02", "2027-01-01", &["`a` is to be reviewed on 2027-01-01, before it was reviewed"]),
        ] {
            let text = item("").replace("reviewed: 2026-01-01", &format!("reviewed: {reviewed}"));
            let text = text.replace("next_review: 2030-01-01", &format!("next_review: {next}"));
            let found = raised("past-review", &[("guidance/a.yaml", &text)]);
            assert_eq!(found.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(), expected, "{reviewed} {next}");
        }
    }
}
