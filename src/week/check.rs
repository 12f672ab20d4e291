//! A plan's week as it is written, in each choice of its alternatives, against the rules: what the checker asks.

use super::WEEK;
use super::history::Past;
use super::rules::{Around, Filled, Main, held, holds, number};
use crate::condition::OptionSet;
use crate::model::{Asks, Content, Counted, Load, PlanDay, PlanWeek, RACE};
use crate::profile::{Profile, Race};

/// The most choices of one week that are looked at.
const MOST: usize = 4096;

/// One choice of a week's alternatives: for each day the session that is taken.
pub type Choice = [usize; WEEK];

/// A rule that a choice breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// Index of the rule.
    pub rule: usize,
    /// The days of the first time that it is broken (bit 0 is Monday).
    pub days: u8,
}

/// Every choice of a week's alternatives, the preferred ones first.
pub fn choices(week: &PlanWeek) -> Vec<Choice> {
    let mut all: Vec<Choice> = vec![[0; WEEK]];
    for (at, day) in week.days.iter().enumerate() {
        let longer = all.iter().flat_map(|choice| {
            day.options.iter().map(move |&session| {
                let mut choice = *choice;
                choice[at] = session;
                choice
            })
        });
        all = longer.take(MOST).collect();
    }
    all
}

/// The rules that a choice of a plan's week breaks. `before` is the choice of the week that comes before it: the same one
/// where a plan has one week only. Numbers that need a runner's answers are worked out as far as `profile` says.
pub fn breaks_of(
    content: &Content,
    profile: &Profile,
    plan: usize,
    week: &PlanWeek,
    choice: &Choice,
    before: Option<(&PlanWeek, &Choice)>,
) -> Vec<Broken> {
    let set = |day: &PlanDay, session: usize| {
        day.with.iter().chain([&session]).fold(OptionSet::default(), |all, &s| all.union(OptionSet::only(s)))
    };
    let mut around = Around { from: WEEK as i64, as_written: true, ..Around::default() };
    if let Some((earlier, chosen)) = before {
        let past = |day: usize| Past {
            at: day as i64 - WEEK as i64,
            sessions: set(&earlier.days[day], chosen[day]),
            race: None,
        };
        around.before = (0..WEEK).map(past).collect();
    }
    let days: [Filled; WEEK] = std::array::from_fn(|at| {
        let (day, session) = (&week.days[at], choice[at]);
        let own = &content.sessions()[session];
        let main = (own.load != Load::Rest && !own.is_in(RACE)).then(|| {
            let answers = profile.answers();
            let minutes = day.minutes.or_else(|| own.own_minutes(&answers));
            let minutes = minutes.map_or((0.0, 0.0), |range| (range.lo(), range.hi()));
            Main {
                session,
                minutes,
                share: if own.run { day.share.unwrap_or(0.0) } else { 0.0 },
                by_distance: false,
                cut: false,
            }
        });
        Filled { sessions: set(day, session), main }
    });
    let on_race = |_: &Race| profile.clone();
    let rules = held(content, profile, profile, plan, week.volume.1, &around, &on_race);
    let mut broken = Vec::new();
    for rule in &rules {
        let mut first = None;
        rule.each(content, &days, &around, &mut |days| {
            first.get_or_insert(days);
        });
        broken.extend(first.map(|days| Broken { rule: rule.rule, days }));
    }
    // A session that is too long however short it is made.
    for (at, rule) in content.week_rules().iter().enumerate().filter(|(_, rule)| holds(rule, profile, plan)) {
        // What comes before and after a plan is not known: rules on days near others are for a runner's own weeks.
        let Asks::AtMost { of, what: Counted::Minutes, at_most, near: None } = &rule.asks else { continue };
        let Some(most) = number(content, profile, at_most, true) else { continue };
        let long =
            (0..WEEK).find(|&d| days[d].main.is_some_and(|m| of.session(m.session) && m.minutes.0 > most + 1e-6));
        broken.extend(long.map(|day| Broken { rule: at, days: 1 << day }));
    }
    broken
}
