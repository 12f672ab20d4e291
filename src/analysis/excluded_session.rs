//! `excluded-session`: a plan leaves a runner with nothing but a session that the runner must not do.

use super::Analysis;
use super::rules::Rules;
use super::runner;
use super::state::State;
use crate::condition::{Answer, Condition, Entry, Region, Test, Truth};
use crate::diagnostics::{Finding, lints};
use crate::model::{Axis, Content, DAYS, InputKind, Load, PlanDay, Sessions};
use crate::profile::{Given, Profile};
use crate::week::{Closed, closed};
use std::collections::BTreeSet;

/// How many runners are looked at for one whom a measure excludes.
const SCATTERED: usize = 2048;

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    if content.plans().is_empty() {
        return;
    }
    let rules = analysis.search.rules;
    let state = State::all(rules, analysis.search.today, false);
    let Some(anybody) = runner::samples(rules, &state, analysis.search.today, false).next() else { return };
    let measured: Vec<Vec<Told>> = content
        .sessions()
        .iter()
        .map(|session| {
            let entries = session.unless.entries();
            let entries = entries.iter().filter(|entry| content.measure_of(entry.axis).is_some());
            entries.filter_map(|entry| answers_for(rules, &state, entry)).collect()
        })
        .collect();
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (at, plan) in content.plans().iter().enumerate() {
        let met = runners(content, &anybody, plan.when.as_ref());
        let days = plan.weeks.iter().flat_map(|week| week.days.iter().enumerate());
        for (day, it) in days {
            for (runner, session) in
                it.options.iter().filter_map(|&s| Some((left_with_nothing(content, &met, it, s, &measured[s])?, s)))
            {
                if told.insert((at, session)) {
                    let finding = finding(content, at, day, it, session, &runner);
                    analysis.findings.push(finding.witness(runner::written(content, &runner)));
                }
            }
        }
    }
}

/// Answers to some inputs.
type Told = Vec<(Axis, Given)>;

/// Answers for which a test of a measure holds: those of the first of many runners spread over the inputs behind it. None
/// may mean that there is no such runner, or that we met none.
fn answers_for(rules: &Rules, state: &State, entry: &Entry) -> Option<Told> {
    let behind = rules.behind([entry.axis]);
    let behind: BTreeSet<Axis> = behind.into_iter().filter(|axis| *axis < rules.inputs()).collect();
    let mut runners = runner::scatter(rules, state, &behind, SCATTERED, entry.axis);
    let found = runners.find(|runner| entry.holds(&runner.answers()) == Truth::True)?;
    Some(behind.iter().map(|&axis| (axis, found.given(axis).clone())).collect())
}

/// Runners who meet a plan's `when`, one for each of its alternatives, as far as answers to inputs can make them meet it.
fn runners(content: &Content, anybody: &Profile, when: Option<&Condition>) -> Vec<Profile> {
    let Some(when) = when else { return vec![anybody.clone()] };
    let alternatives = when.alternatives().iter();
    let met = alternatives.filter_map(|entries| {
        let mut runner = anybody.clone();
        for entry in entries.iter().filter(|entry| content.measure_of(entry.axis).is_none()) {
            runner = told(content, &runner, entry)?;
        }
        let holds = |e: &Entry| content.measure_of(e.axis).is_some() || e.holds(&runner.answers()) == Truth::True;
        entries.iter().all(holds).then_some(runner)
    });
    met.collect()
}

/// The runner with an answer for which a test of an input holds; unchanged where it holds already.
fn told(content: &Content, runner: &Profile, entry: &Entry) -> Option<Profile> {
    if entry.holds(&runner.answers()) == Truth::True {
        return Some(runner.clone());
    }
    let given = sample(content, runner, entry.axis, &entry.test)?;
    let other = runner.with(content, entry.axis, given);
    (runner::is_welcome(content, &other) && entry.holds(&other.answers()) == Truth::True).then_some(other)
}

/// An answer for which a test holds; a set keeps what is in it where it can.
fn sample(content: &Content, runner: &Profile, axis: usize, test: &Test) -> Option<Given> {
    let region = test.region();
    if let (Region::Subsets(cubes), Given::Set(own)) = (region, runner.given(axis)) {
        let more = cubes.cubes().iter().map(|cube| own.union(cube.must)).find(|set| cubes.contains(*set));
        if let Some(set) = more {
            return Some(Given::Set(set));
        }
    }
    Some(match (region.sample(content.domain(axis))?, content.inputs()[axis].kind) {
        (Answer::Number(x), InputKind::Number) => Given::Number(x.lo()),
        (Answer::Number(x), InputKind::Time) => Given::Time(x.lo()),
        (Answer::Number(x), InputKind::Date) => Given::Date(crate::condition::day_of_number(x.lo())?),
        (Answer::Choice(option), _) => Given::Choice(option),
        (Answer::Flag(flag), _) => Given::Flag(flag),
        (Answer::Set(set), _) => Given::Set(set),
        _ => return None,
    })
}

/// A runner of the plan whom something keeps from a session, and for whom its day holds nothing else.
fn left_with_nothing(
    content: &Content,
    met: &[Profile],
    day: &PlanDay,
    session: usize,
    measured: &[Told],
) -> Option<Profile> {
    let own = &content.sessions()[session];
    if own.load == Load::Rest {
        return None;
    }
    let by_answers = own.unless.entries().iter().filter(|entry| content.measure_of(entry.axis).is_none());
    let excluded = met.iter().flat_map(|runner| by_answers.clone().filter_map(|entry| told(content, runner, entry)));
    // A flag that forbids everything means rest, and needs no other session.
    let reaches = |sessions: Option<Sessions>| match sessions {
        Some(Sessions::Hard) => own.load == Load::Hard,
        Some(Sessions::Run) => own.run,
        Some(Sessions::Any) | None => false,
    };
    let flags = content.flags().iter().filter(|flag| reaches(flag.forbids.sessions) && !flag.level.ends_the_guide());
    let symptom =
        |option: usize| content.symptoms().map(|axis| (axis, Given::Set(crate::condition::OptionSet::only(option))));
    let flagged = flags
        .filter_map(|flag| symptom(flag.option?))
        .flat_map(|(axis, given)| met.iter().map(move |runner| runner.with(content, axis, given.clone())));
    let by_measure = met.iter().flat_map(|runner| {
        let with = |runner: Profile, (axis, given): &(Axis, Given)| runner.with(content, *axis, given.clone());
        measured.iter().map(move |told| told.iter().fold(runner.clone(), with))
    });
    excluded.chain(by_measure).chain(flagged).find(|runner| {
        closed(content, runner, session).is_some()
            && day.options.iter().all(|&option| !is_open(content, runner, option))
            && runner::is_welcome(content, runner)
    })
}

/// Whether a session, or what takes its place, is open to a runner.
fn is_open(content: &Content, runner: &Profile, session: usize) -> bool {
    let mut next = Some(session);
    for _ in 0..=content.sessions().len() {
        let Some(session) = next else { return false };
        if closed(content, runner, session).is_none() {
            return true;
        }
        next = content.sessions()[session].instead;
    }
    false
}

fn finding(content: &Content, plan: usize, day: usize, it: &PlanDay, session: usize, runner: &Profile) -> Finding {
    let (plan, session_rule) = (&content.plans()[plan], &content.sessions()[session]);
    let finding = Finding::new(
        &lints::EXCLUDED_SESSION,
        it.span,
        format!("`{}` has nothing but `{}` on {} for a runner who must not do it", plan.id, session_rule.id, DAYS[day]),
    )
    .label("no other session here is open")
    .help("let the session's `instead` name one that is for everybody, or give the day another alternative");
    match closed(content, runner, session) {
        Some(Closed::Flag(flag)) => finding.related(content.flags()[flag].span, "forbids it"),
        _ => finding.related(session_rule.span, "its `unless` excludes the runner"),
    }
}
