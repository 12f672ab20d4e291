//! The steps of `afterrun guide` apart, on the shipped pack: `cargo bench`. The README beside this file tells how.

use afterrun::check::{Scope, check};
use afterrun::diagnostics::Findings;
use afterrun::disk::{embedded_pack, embedded_templates};
use afterrun::guide::build;
use afterrun::profile::{Profile, read};
use afterrun::render::{Format, render};
use afterrun::select::select;
use afterrun::source::Sources;
use afterrun::syntax::{Cx, Decode, Flat, parse};
use afterrun::template::load;
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use std::hint::black_box;

const AS_OF: Date = date(2026, 11, 24);
const MAYA: &str = include_str!("../examples/maya.yaml");

fn steps(c: &mut Criterion) {
    let pack = embedded_pack();
    c.bench_function("parse", |b| {
        b.iter(|| {
            let mut findings = Findings::new();
            pack.iter().filter(|(_, s)| !s.path().starts_with("faqs/")).for_each(|(file, _)| {
                black_box(parse(&pack, file, &mut findings));
            });
        });
    });
    c.bench_function("check (parsing included)", |b| b.iter(|| black_box(check(&pack, Scope::Guide))));
    c.bench_function("check everything", |b| b.iter(|| black_box(check(&pack, Scope::Full))));

    let mut sources = embedded_pack();
    let shipped = embedded_templates(&mut sources);
    let mut findings = Findings::new();
    let Some(content) = check(&sources, Scope::Guide).0 else { panic!("the shipped pack has errors") };
    c.bench_function("templates", |b| {
        b.iter(|| load(&content, &sources, &shipped, &[], None, &mut Findings::new()).is_some())
    });
    let Some(templates) = load(&content, &sources, &shipped, &[], None, &mut findings) else {
        panic!("the templates have errors")
    };

    let answers = || -> Option<Profile> {
        let mut sources = Sources::new();
        let mut findings = Findings::new();
        let file = sources.add_text("(profile)", MAYA);
        let tree = parse(&sources, file, &mut findings);
        let flat = Flat::decode(&tree, &mut Cx { sources: &sources, findings: &mut findings })?;
        read(&content, &sources, &[flat], AS_OF, &mut findings)
    };
    c.bench_function("profile", |b| b.iter(|| black_box(answers())));
    let Some(maya) = answers() else { panic!("the example is refused") };
    c.bench_function("select", |b| b.iter(|| black_box(select(&content, &maya))));
    let selection = select(&content, &maya);
    c.bench_function("build", |b| b.iter(|| black_box(build(&content, &maya, &selection))));
    let guide = build(&content, &maya, &selection);
    for (name, format) in [("md", Format::Md), ("html", Format::Html), ("card", Format::Card), ("json", Format::Json)] {
        c.bench_function(&format!("render {name}"), |b| {
            b.iter(|| render(&guide, format, &templates, &sources).is_ok())
        });
    }
}

criterion_group!(benches, steps);
criterion_main!(benches);
