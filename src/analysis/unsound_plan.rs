//! `unsound-plan`, `weak-plan`: a plan's week breaks a rule of the pack, in one of the choices that it leaves open.

use super::Analysis;
use crate::condition::Truth;
use crate::diagnostics::{Finding, lints, quoted_list};
use crate::model::{Asks, Axis, Content, Number, Plan, Setting, WeekRule};
use crate::profile::{Given, Profile};
use crate::week::{Broken, Choice, breaks_of, choices};
use std::collections::BTreeSet;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    let base = Profile::new(content, Vec::new(), analysis.search.today);
    for (at, plan) in content.plans().iter().enumerate() {
        let runners: Vec<Profile> = runners(content, &base).into_iter().filter(|r| may_get(plan, r)).collect();
        for week in 0..plan.weeks.len() {
            one_week(analysis, at, week, &runners);
        }
    }
}

/// Runners of every answer on which a number of a rule depends.
fn runners(content: &Content, base: &Profile) -> Vec<Profile> {
    let mut runners = vec![base.clone()];
    for axis in numbers(content) {
        let options = 0..content.inputs()[axis].options.len();
        runners = runners
            .iter()
            .flat_map(|runner| options.clone().map(|option| runner.with(content, axis, Given::Choice(option))))
            .collect();
    }
    runners
}

/// The choice inputs that numbers of rules are written by. A gap after a race depends on the race, which a plan does not
/// know.
fn numbers(content: &Content) -> BTreeSet<Axis> {
    let of_rule = |rule: &WeekRule| -> Vec<Number> {
        match &rule.asks {
            Asks::InARow { at_most, .. } | Asks::AtMost { at_most, .. } => vec![at_most.clone()],
            Asks::Count { at_most, at_least, .. } | Asks::Share { at_most, at_least, .. } => {
                at_most.iter().chain(at_least).cloned().collect()
            }
            _ => Vec::new(),
        }
    };
    let settings = content.week_rules().iter().flat_map(of_rule).map(|number| number.value);
    settings.filter_map(|setting| if let Setting::By(axis, _) = setting { Some(axis) } else { None }).collect()
}

fn may_get(plan: &Plan, runner: &Profile) -> bool {
    plan.when.as_ref().is_none_or(|when| when.holds(&runner.answers()) != Truth::False)
}

fn one_week(analysis: &mut Analysis, at: usize, week: usize, runners: &[Profile]) {
    let content = analysis.content();
    let plan = &content.plans()[at];
    let this = &plan.weeks[week];
    let all = choices(this);
    // A plan of one week follows itself; of several, each follows the one before it, by its preferred choice.
    let earlier = if plan.weeks.len() > 1 { week.checked_sub(1).map(|w| &plan.weeks[w]) } else { Some(this) };
    let mut found: Vec<(Broken, Choice, usize)> = Vec::new();
    for choice in &all {
        let mut broken: Vec<Broken> = Vec::new();
        for runner in runners {
            let before = earlier.map(|earlier| match plan.weeks.len() {
                1 => (earlier, *choice),
                _ => (earlier, choices(earlier)[0]),
            });
            let before = before.as_ref().map(|(earlier, choice)| (*earlier, choice));
            for one in breaks_of(content, runner, at, this, choice, before) {
                if !broken.iter().any(|b| b.rule == one.rule) {
                    broken.push(one);
                }
            }
        }
        for one in broken {
            match found.iter_mut().find(|(b, ..)| b.rule == one.rule) {
                Some((.., count)) => *count += 1,
                None => found.push((one, *choice, 1)),
            }
        }
    }
    for (broken, choice, count) in found {
        let rule = &content.week_rules()[broken.rule];
        let allowed = plan.allow.iter().any(|allow| allow.rule == broken.rule);
        if !allowed && (rule.hard || rule.warn) {
            analysis.findings.push(finding(content, at, week, &broken, &choice, (count, all.len())));
        }
    }
}

fn finding(
    content: &Content,
    plan: usize,
    week: usize,
    broken: &Broken,
    choice: &Choice,
    (count, all): (usize, usize),
) -> Finding {
    let (plan, rule) = (&content.plans()[plan], &content.week_rules()[broken.rule]);
    let days: Vec<usize> = (0..7).filter(|day| broken.days >> day & 1 == 1).collect();
    let names: Vec<&str> = days.iter().map(|&day| DAYS[day]).collect();
    let names = match names.as_slice() {
        [] => "its days".to_owned(),
        [one] => (*one).to_owned(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    };
    let nth = if plan.weeks.len() > 1 { format!(" in week {}", week + 1) } else { String::new() };
    let lint = if rule.hard { &lints::UNSOUND_PLAN } else { &lints::WEAK_PLAN };
    let day = days.first().copied().unwrap_or(0);
    let message = format!("`{}` breaks `{}` on {names}{nth}", plan.id, rule.id);
    let sessions = quoted_list(days.iter().map(|&day| content.sessions()[choice[day]].id.as_str()), 7);
    let finding = Finding::new(lint, plan.weeks[week].days[day].span, message)
        .label(format!("holds {sessions}"))
        .related(rule.span, "the rule");
    let finding = match all {
        1 => finding,
        _ if count == all => finding.note(format!("in each of the {all} choices that the week leaves open")),
        _ => finding.note(format!("in {count} of the {all} choices that the week leaves open")),
    };
    finding.help("move a session to another day, or say in `allow` why this plan may break the rule")
}
