//! The analysis against brute force: on random small packs it agrees with every banded profile.

mod packs;
mod truth;

use super::analyse;
use crate::check::{Scope, check};
use crate::diagnostics::{Finding, Findings, human};
use crate::model::Content;
use crate::profile::{Profile, read};
use crate::select::select;
use crate::source::Sources;
use crate::syntax::{Cx, Decode, Flat, parse};
use jiff::civil::{Date, date};
use packs::{Measures, pack};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeSet;
use truth::{Claim, everybody, truth};

const TODAY: Date = date(2026, 11, 24);

fn content(sources: &Sources) -> Content {
    let (content, findings) = check(sources, Scope::Full);
    content.unwrap_or_else(|| panic!("{}", human::report(&findings, sources, false)))
}

fn runner(content: &Content, yaml: &str) -> Profile {
    let mut sources = Sources::new();
    let file = sources.add_text("(profile)", yaml);
    let mut findings = Findings::new();
    let tree = parse(&sources, file, &mut findings);
    let flat = Flat::decode(&tree, &mut Cx { sources: &sources, findings: &mut findings });
    let profile = flat.and_then(|flat| read(content, &sources, &[flat], TODAY, &mut findings));
    profile.unwrap_or_else(|| panic!("{yaml}\n{}", human::report(&findings, &sources, false)))
}

/// What the analysis says, as lint and ids.
fn claims(findings: &Findings) -> BTreeSet<Claim> {
    let ids = |f: &Finding| {
        let ids: Vec<&str> = f.message.split('`').skip(1).step_by(2).collect();
        ids.join(" ")
    };
    let detail = |f: &Finding| match f.lint.name {
        "section-gap" if f.message.contains("with a `when`") => ids(f).replace(" when", " answered"),
        // The case by which it goes around says nothing here.
        "unsafe-route" if f.message.contains("excludes") => "total dose".to_owned(),
        _ => ids(f),
    };
    findings.iter().map(|f| (f.lint.name.to_owned(), detail(f))).collect()
}

fn witnesses_read_back(content: &Content, findings: &Findings) {
    for answers in findings.iter().filter_map(|f| f.witness.as_ref()) {
        let profile = runner(content, &serde_json::to_string(answers).unwrap());
        assert!(!select(content, &profile).stop);
    }
}

/// How many packs of each kind: more with `ANALYSIS_CASES=20000 cargo test analysis::`.
fn cases() -> u32 {
    std::env::var("ANALYSIS_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(30)
}

/// Whether what is found can stand beside what brute force saw on its grid, which is a part of everybody.
fn never_contradicts(found: &BTreeSet<Claim>, expected: &BTreeSet<Claim>) -> Result<(), Claim> {
    let open = found.iter().any(|(lint, _)| lint == "undecided");
    for claim in found {
        // What a proof says of everybody holds on the grid too.
        if matches!(claim.0.as_str(), "dead-item" | "hidden-item" | "unreachable-case")
            && !expected.contains(claim)
            && !expected.contains(&("dead-item".to_owned(), claim.1.clone()))
        {
            return Err(claim.clone());
        }
    }
    let shown = ["conflict", "section-gap", "unsafe-route", "over-limit", "amount-without-words"];
    for claim in expected.iter().filter(|(lint, _)| shown.contains(&lint.as_str())) {
        // A gap of all items hides the one of items with a `when`.
        let wider = (claim.0.clone(), claim.1.replace(" answered", ""));
        if !open && !found.contains(claim) && !found.contains(&wider) {
            return Err(claim.clone());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn without_measures_in_conditions_it_agrees_with_brute_force(pack in pack(Measures::InAmounts)) {
        let sources = pack.sources();
        let content = content(&sources);
        let mut findings = Findings::new();
        analyse(&content, TODAY, 1, &mut findings);
        let (found, expected) = (claims(&findings), truth(&content, &everybody(&content)));
        if pack.hangs_on_numbers() || found.iter().any(|(lint, _)| lint == "undecided") {
            // The grid of brute force holds only some of the numbers on which amounts hang.
            never_contradicts(&found, &expected).map_err(|claim| {
                TestCaseError::fail(format!("{claim:?}\n{}", human::report(&findings, &sources, false)))
            })?;
            witnesses_read_back(&content, &findings);
            return Ok(());
        }
        prop_assert_eq!(found, expected, "{}", human::report(&findings, &sources, false));
        witnesses_read_back(&content, &findings);
    }

    #[test]
    fn with_measures_in_conditions_it_never_contradicts_brute_force(pack in pack(Measures::InConditions)) {
        let sources = pack.sources();
        let content = content(&sources);
        let mut findings = Findings::new();
        analyse(&content, TODAY, 1, &mut findings);
        let found = claims(&findings);
        let expected = truth(&content, &everybody(&content));
        never_contradicts(&found, &expected).map_err(|claim| {
            TestCaseError::fail(format!("{claim:?}\n{}", human::report(&findings, &sources, false)))
        })?;
        witnesses_read_back(&content, &findings);
    }
}
