//! The shipped pack is without a finding, and all its own tests pass.

use crate::support::{AS_OF, words};
use afterrun::analysis::run_tests;
use afterrun::check::{Scope, check};
use afterrun::disk::{embedded_pack, embedded_templates};
use afterrun::template::load;

#[test]
fn the_shipped_pack_is_without_a_finding() {
    let mut sources = embedded_pack();
    let templates = embedded_templates(&mut sources);
    let (content, mut findings) = check(&sources, Scope::Full);
    let Some(content) = content else { panic!("{}", words(&findings, &sources)) };
    let failed = run_tests(&content, &sources, AS_OF, &mut findings);
    findings.extend(failed.said(&content, &mut []));
    load(&content, &sources, &templates, &[], None, &mut findings);
    assert!(findings.is_empty(), "{}", words(&findings, &sources));
    assert!(content.tests().len() >= 25, "only {} tests: where have they gone?", content.tests().len());
}

/// What a guide reads is a part of the whole, and says the same.
#[test]
fn a_guide_reads_the_same_pack() {
    let sources = embedded_pack();
    let (guide, findings) = check(&sources, Scope::Guide);
    assert!(findings.is_empty(), "{}", words(&findings, &sources));
    let (full, _) = check(&sources, Scope::Full);
    let (Some(guide), Some(full)) = (guide, full) else { panic!("no content") };
    assert_eq!((guide.items(), guide.measures(), guide.flags()), (full.items(), full.measures(), full.flags()));
    assert_eq!((guide.inputs(), guide.limits(), guide.hash()), (full.inputs(), full.limits(), full.hash()));
}
