//! Brute force: everybody on a grid that meets every band, and what all of them together say.

use super::TODAY;
use crate::condition::{Condition, Truth};
use crate::model::{Content, InputKind};
use crate::profile::{Given, Lack, Outcome, Profile};
use crate::select::{Decision, Fate, Selection, Stop, select};
use std::collections::BTreeSet;

/// A lint and the ids that it names.
pub(super) type Claim = (String, String);

/// Every profile on a grid that meets every band and the ends of each, with its selection.
pub(super) fn everybody(content: &Content) -> Vec<(Profile, Selection)> {
    let choice = |places: &[usize]| Given::Set(places.iter().copied().collect());
    let mut all: Vec<Vec<Given>> = vec![Vec::new()];
    for input in content.inputs() {
        let numbers = |some: &[f64]| -> Vec<Given> {
            let known = some.iter().map(|x| Given::Number(input.unit.to_base(*x)));
            [Given::Unknown].into_iter().chain(known).collect()
        };
        let list: Vec<Given> = match (input.kind, input.id.as_str()) {
            (InputKind::Choice, _) => (0..2).map(Given::Choice).collect(),
            (InputKind::Flag, _) => vec![Given::Unknown, Given::Flag(true), Given::Flag(false)],
            (_, "minutes") => numbers(&[0.0, 10.0, 25.0, 29.9, 30.0, 45.0, 60.0, 60.1, 72.0, 80.0, 100.0]),
            (_, "litres") => numbers(&[0.0, 2.0, 4.0]),
            // Who has the other flag gets no guide.
            (_, "symptoms") => vec![Given::Unknown, choice(&[]), choice(&[1])],
            _ => vec![Given::Unknown, choice(&[]), choice(&[0]), choice(&[1]), choice(&[0, 1])],
        };
        all = all.iter().flat_map(|some| list.iter().map(move |g| [some.clone(), vec![g.clone()]].concat())).collect();
    }
    let profiles = all.into_iter().map(|given| Profile::new(content, given, TODAY));
    let welcome = profiles.filter(|p| crate::analysis::runner::is_welcome(content, p));
    welcome.map(|p| (select(content, &p), p)).filter(|(s, _)| !s.stop).map(|(s, p)| (p, s)).collect()
}

/// What everybody together says.
pub(super) fn truth(content: &Content, all: &[(Profile, Selection)]) -> BTreeSet<Claim> {
    let mut claims = BTreeSet::new();
    fates(content, all, &mut claims);
    gaps(content, all, &mut claims);
    routes(content, all, &mut claims);
    numbers(content, all, &mut claims);
    claims
}

fn shown(selection: &Selection, item: usize) -> bool {
    selection.decisions[item].fate == Fate::Shown
}

fn claim(lint: &str, ids: &[&str]) -> Claim {
    (lint.to_owned(), ids.join(" "))
}

/// Dead, hidden, in conflict.
fn fates(content: &Content, all: &[(Profile, Selection)], claims: &mut BTreeSet<Claim>) {
    let id = |item: usize| content.items()[item].id.as_str();
    let ready = |f: &Fate| matches!(f, Fate::Shown | Fate::Lost(_) | Fate::Cut | Fate::Stopped(Stop::Limit(_)));
    for item in 0..content.items().len() {
        let mut fates = all.iter().map(|(_, s)| &s.decisions[item].fate);
        // What a limit takes from all who could have it is the limit's finding.
        let beaten = |f: &Fate| matches!(f, Fate::Lost(_) | Fate::Cut);
        if fates.clone().any(ready) {
            claims.insert(claim("not dead-item", &[id(item)]));
        }
        if fates.clone().any(|f| *f == Fate::Shown) {
            claims.insert(claim("not hidden-item", &[id(item)]));
        }
        if !fates.clone().any(ready) {
            claims.insert(claim("dead-item", &[id(item)]));
        } else if !fates.clone().any(|f| *f == Fate::Shown) && fates.any(beaten) {
            claims.insert(claim("hidden-item", &[id(item)]));
        }
        for &other in &content.items()[item].contradicts {
            let said = claims.contains(&claim("conflict", &[id(other), id(item)]));
            if !said && all.iter().any(|(_, s)| shown(s, item) && shown(s, other)) {
                claims.insert(claim("conflict", &[id(item), id(other)]));
            }
        }
    }
}

fn gaps(content: &Content, all: &[(Profile, Selection)], claims: &mut BTreeSet<Claim>) {
    for (at, section) in content.sections().iter().enumerate() {
        if all.iter().any(|(_, s)| s.sections[at].len() < section.at_least) {
            claims.insert(claim("section-gap", &[&section.id]));
            continue;
        }
        let items = content.items();
        let general = |item: &usize| items[*item].when == Condition::always();
        let exists = (0..items.len()).any(|i| items[i].section == at && general(&i));
        let answered = |p: &Profile| (0..content.inputs().len()).all(|a| *p.given(a) != Given::Unknown);
        let there = |s: &Selection, i: usize| matches!(s.decisions[i].fate, Fate::Shown | Fate::Cut);
        let inside = |i: &usize| items[*i].section == at && !general(i);
        let few = |s: &Selection| (0..items.len()).filter(inside).filter(|i| there(s, *i)).count() < section.at_least;
        if exists && all.iter().any(|(p, s)| answered(p) && few(s)) {
            claims.insert(claim("section-gap", &[&section.id, "answered"]));
        }
    }
}

/// Ways around an `unless`.
fn routes(content: &Content, all: &[(Profile, Selection)], claims: &mut BTreeSet<Claim>) {
    let items = content.items();
    for (at, item) in items.iter().enumerate() {
        let Some(other) = item.instead else { continue };
        let near = item.of.iter().any(|of| items[other].of.contains(of))
            || item.unless.entries().iter().any(|e| items[other].unless.entries().iter().any(|o| o.axis == e.axis));
        let goes = |s: &Selection| {
            let blocked = matches!(s.decisions[at].fate, Fate::Stopped(Stop::Unless(_)));
            blocked && shown(s, other) && s.decisions[other].stands_for.is_some()
        };
        if near && all.iter().any(|(_, s)| goes(s)) {
            claims.insert(claim("unsafe-route", &[&item.id, &items[other].id]));
        }
    }
    for (measure, rule) in content.measures().iter().enumerate() {
        let axis = content.inputs().len() + measure;
        let prints = |i: &usize| items[*i].amounts.iter().any(|a| a.axes.contains(&axis));
        for one in (0..items.len()).filter(prints) {
            for other in (0..items.len()).filter(prints).filter(|o| *o != one) {
                let gives = |(p, s): &(Profile, Selection)| {
                    items[one].unless.blocks(&p.answers()) == Truth::True
                        && shown(s, other)
                        && s.decisions[other].amounts.iter().any(|a| a.value.is_some())
                };
                if all.iter().any(gives) {
                    claims.insert(claim("unsafe-route", &[&rule.id, &items[one].id, &items[other].id]));
                }
            }
        }
        // `total` is made of `dose` in its first case.
        let around = |(p, _): &(Profile, Selection)| {
            p.measure(0).outcome == Outcome::Unknown(Lack::Blocked)
                && matches!(p.measure(1).outcome, Outcome::Known(..))
        };
        if rule.id == "total" && all.iter().any(around) {
            claims.insert(claim("unsafe-route", &["total", "dose"]));
        }
    }
}

/// Limits, missing numbers, cases.
fn numbers(content: &Content, all: &[(Profile, Selection)], claims: &mut BTreeSet<Claim>) {
    for (at, limit) in content.limits().iter().enumerate() {
        let stops = |s: &Selection| s.decisions.iter().any(|d| d.fate == Fate::Stopped(Stop::Limit(at)));
        if all.iter().any(|(_, s)| stops(s)) {
            claims.insert(claim("over-limit", &[&limit.id]));
        }
    }
    for (at, item) in content.items().iter().enumerate() {
        let silent = |decided: &Decision| {
            let amount = &decided.amounts[0];
            let told = |axis: &usize| content.inputs()[*axis].to_know.is_some();
            amount.value.is_none() && item.when_unknown.is_none() && !amount.missing.iter().any(told)
        };
        if !item.amounts.is_empty() && all.iter().any(|(_, s)| shown(s, at) && silent(&s.decisions[at])) {
            claims.insert(claim("amount-without-words", &[&item.amounts[0].name]));
        }
    }
    for (at, measure) in content.measures().iter().enumerate() {
        for (case, declared) in measure.cases.iter().enumerate() {
            let gives = |p: &Profile| matches!(p.measure(at).outcome, Outcome::Known(_, c) if c == case);
            let lint = if all.iter().any(|(p, _)| gives(p)) { "not unreachable-case" } else { "unreachable-case" };
            claims.insert(claim(lint, &[&declared.id, &measure.id]));
        }
    }
}
