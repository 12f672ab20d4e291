//! A small set of runners who reach everything that can be reached.
//!
//! Each point that is left gets its smallest runner. Then runners are laid over one another as long as nothing is lost, what
//! others reach too is dropped, and so are answers that nothing hangs on.

use super::Coverage;
use crate::analysis::runner::{self, is_welcome};
use crate::model::Content;
use crate::profile::{Given, Profile};
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// No runner gives more answers than this, as far as runners are laid over one another: a person must read them.
const MOST_ANSWERS: usize = 12;

/// A runner with the points that only it is there for.
struct Kept {
    profile: Profile,
    points: BTreeSet<usize>,
}

/// One runner of the set.
#[derive(Debug, Clone)]
pub struct Boundary {
    /// The runner.
    pub profile: Profile,
    /// The answers as a profile is written.
    pub answers: Map<String, Value>,
    /// The points that nobody else of the set reaches, in order; at least one.
    pub only: Vec<usize>,
}

/// Runners who, with those already counted, reach every point that anybody is found for.
pub fn generate(content: &Content, coverage: &mut Coverage, today: Date, effort: usize) -> Vec<Boundary> {
    let done: BTreeSet<usize> =
        coverage.points.iter().enumerate().filter(|(_, p)| p.count > 0).map(|(at, _)| at).collect();
    let found = coverage.settle(today, effort, true);
    let mut kept: Vec<Kept> = Vec::new();
    let mut covered = done.clone();
    for profile in found {
        let points: BTreeSet<usize> =
            coverage.reached(&profile).into_iter().filter(|point| !covered.contains(point)).collect();
        if points.is_empty() {
            continue;
        }
        covered.extend(&points);
        match kept.iter_mut().find_map(|other| Some((laid_over(content, coverage, other, &profile, &points)?, other))) {
            Some((both, other)) => {
                other.profile = both;
                other.points.extend(points);
            }
            None => kept.push(Kept { profile, points }),
        }
    }
    let profiles = without_idle(coverage, kept.into_iter().map(|k| k.profile).collect(), &done);
    let profiles: Vec<Profile> = shortened(content, coverage, profiles, &done);
    for profile in &profiles {
        coverage.add(profile);
    }
    let alone = |point: &usize| coverage.points[*point].count == 1;
    let boundary = |profile: Profile| Boundary {
        answers: runner::written(content, &profile),
        only: coverage.reached(&profile).into_iter().filter(alone).collect(),
        profile,
    };
    profiles.into_iter().map(boundary).collect()
}

/// One runner with the answers of both, if it reaches what each is there for.
fn laid_over(
    content: &Content,
    coverage: &Coverage,
    other: &Kept,
    profile: &Profile,
    points: &BTreeSet<usize>,
) -> Option<Profile> {
    let mut given: Vec<Given> = other.profile.all_given().to_vec();
    for (axis, answer) in profile.all_given().iter().enumerate() {
        given[axis] = match (&given[axis], answer) {
            (mine, Given::Unknown) => mine.clone(),
            (Given::Unknown, theirs) => theirs.clone(),
            (Given::Set(mine), Given::Set(theirs)) => Given::Set(mine.union(*theirs)),
            (mine, theirs) if mine == theirs => theirs.clone(),
            // Who must answer says one thing where the other does not care.
            (mine, _) if content.inputs()[axis].required => mine.clone(),
            _ => return None,
        };
    }
    if given.iter().filter(|answer| **answer != Given::Unknown).count() > MOST_ANSWERS {
        return None;
    }
    let both = Profile::new(content, given, other.profile.as_of());
    if !is_welcome(content, &both) {
        return None;
    }
    let reached: BTreeSet<usize> = coverage.reached(&both).into_iter().collect();
    (other.points.is_subset(&reached) && points.is_subset(&reached)).then_some(both)
}

/// Without the runners of whom everything is reached by others.
fn without_idle(coverage: &Coverage, profiles: Vec<Profile>, done: &BTreeSet<usize>) -> Vec<Profile> {
    let mut counts = vec![0_usize; coverage.points.len()];
    let mut reached: Vec<(Profile, Vec<usize>)> =
        profiles.into_iter().map(|p| (coverage.reached(&p), p)).map(|(r, p)| (p, r)).collect();
    for &point in reached.iter().flat_map(|(_, points)| points) {
        counts[point] += 1;
    }
    // Who reaches least is asked first.
    let mut order: Vec<usize> = (0..reached.len()).collect();
    order.sort_by_key(|&at| (reached[at].1.len(), at));
    let mut idle = BTreeSet::new();
    for at in order {
        if reached[at].1.iter().all(|&point| counts[point] > 1 || done.contains(&point)) {
            reached[at].1.iter().for_each(|&point| counts[point] -= 1);
            idle.insert(at);
        }
    }
    reached.drain(..).enumerate().filter(|(at, _)| !idle.contains(at)).map(|(_, (profile, _))| profile).collect()
}

/// Without the answers on which no point hangs that others do not reach.
fn shortened(
    content: &Content,
    coverage: &Coverage,
    mut profiles: Vec<Profile>,
    done: &BTreeSet<usize>,
) -> Vec<Profile> {
    let mut reached: Vec<BTreeSet<usize>> =
        profiles.iter().map(|p| coverage.reached(p).into_iter().collect()).collect();
    for at in 0..profiles.len() {
        let others: BTreeSet<usize> =
            reached.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, r)| r).copied().collect();
        let own: Vec<usize> =
            reached[at].iter().copied().filter(|p| !others.contains(p) && !done.contains(p)).collect();
        for axis in (0..content.inputs().len()).rev() {
            for shorter in shorter(profiles[at].given(axis)) {
                let other = profiles[at].with(content, axis, shorter);
                let now: BTreeSet<usize> = coverage.reached(&other).into_iter().collect();
                if is_welcome(content, &other) && own.iter().all(|point| now.contains(point)) {
                    profiles[at] = other;
                    reached[at] = now;
                }
            }
        }
    }
    profiles
}

/// Shorter answers to try: none, then each option of a set left out.
fn shorter(given: &Given) -> Vec<Given> {
    use crate::condition::OptionSet;
    match given {
        Given::Unknown => Vec::new(),
        Given::Set(options) => {
            let less = options.iter().map(|option| Given::Set(options.subtract(OptionSet::only(option))));
            std::iter::once(Given::Unknown).chain(less).collect()
        }
        _ => vec![Given::Unknown],
    }
}
