//! `bad-value`: a source of a year that has not come.

use super::Pack;
use crate::diagnostics::{Finding, Findings, lints};

pub(super) fn run(pack: &Pack, findings: &mut Findings) {
    let Some(this_year) = pack.today.and_then(|today| u32::try_from(today.year()).ok()) else { return };
    // A journal prints next year's first issue in autumn.
    for year in pack.written.years.iter().filter(|year| year.value > this_year + 1) {
        findings.push(
            Finding::new(&lints::BAD_VALUE, year.span, format!("the year {} has not come", year.value))
                .label("later than next year")
                .help("write the year in which it was published"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::raised;

    #[test]
    fn nothing_is_cited_that_is_not_written_yet() {
        for (year, expected) in [(2026, None), (2027, None), (2062, Some("the year 2062 has not come"))] {
            let source = format!("- {{ id: handbook, title: T, kind: expert, checked: true, year: {year} }}\n");
            let found = raised("bad-value", &[("sources/a.yaml", &source)]);
            assert_eq!(found.first().map(|f| f.message.as_str()), expected);
        }
    }
}
