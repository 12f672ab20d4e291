//! The pack's rules with one runner's numbers, for one week.

use super::WEEK;
use super::cost::SOFT;
use super::history::Past;
use crate::condition::{OptionSet, Truth};
use crate::model::{Asks, Content, Counted, Gapped, Load, Number, Of, Rising, Selector, WeekRule};
use crate::profile::{Profile, Race, evaluate};
use jiff::civil::Date;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Shares and sums may be off by rounding.
const SLACK: f64 = 1e-6;

/// A day as rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Filled {
    /// All sessions of the day.
    pub sessions: OptionSet,
    /// The main session, where there is one that is no race.
    pub main: Option<Main>,
}

/// The main session of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Main {
    /// Its index.
    pub session: usize,
    /// How long it takes, low and high, in base units.
    pub minutes: (f64, f64),
    /// Its share of the week's distance.
    pub share: f64,
    /// Whether its minutes are what its share takes at the runner's pace.
    pub by_distance: bool,
    /// Whether the time that the runner has cuts it.
    pub cut: bool,
}

/// What lies around a week.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    /// Days before it, the latest last.
    pub before: Vec<Past>,
    /// Days after it (from 7) that are fixed: races.
    pub ahead: Vec<(usize, OptionSet)>,
    /// For each day of the week the race that stands on it.
    pub races: [Option<Race>; WEEK],
    /// The first day that is planned, from which on some rules hold for so many days: of this week, or below 0 of one before.
    pub from: i64,
    /// How many days of the week are over.
    pub over: usize,
    /// Whether a plan is looked at as it is written, and no runner's week.
    pub as_written: bool,
    /// The last normal week: its share of the usual distance, and its days.
    pub normal: Option<(f64, [OptionSet; WEEK])>,
}

impl Around {
    /// Whether what a day held is training that nobody can undo, for which no race is given up.
    fn is_done(&self, day: usize) -> bool {
        day < self.over && self.races[day].is_none()
    }
}

/// A rule in force.
pub(super) struct Held<'a> {
    /// Its index.
    pub rule: usize,
    /// The rule.
    pub of: &'a WeekRule,
    /// What breaking it once costs, where it is not hard.
    pub cost: u64,
    /// What it asks of days.
    pub test: Test<'a>,
    /// Whether adding sessions can only make it worse, so that it may be asked of unfinished weeks.
    pub early: bool,
    /// How often the days that are over break it, which nothing can mend.
    pub done: u64,
}

/// What a rule asks of the days of a week.
pub(super) enum Test<'a> {
    InARow { of: &'a Selector, most: f64, run: Run },
    AtMost { of: &'a Selector, most: f64, days: std::ops::Range<usize> },
    AtLeast { of: &'a Selector, least: f64, days: std::ops::Range<usize> },
    Gap { after: &'a Selector, of: &'a Selector, days: f64, races: [Option<f64>; WEEK], until: Kept },
    Share { of: &'a Selector, per: &'a Selector, what: Counted, most: Option<f64>, least: Option<f64> },
    Rising { of: &'a [Rising], most: f64, volume: f64 },
}

/// Days in a row that match.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// All of them, as a session meets them.
    sessions: usize,
    /// As a race meets them: training that is over does not count.
    races: usize,
}

impl Run {
    fn on(self, matches: bool, done: bool) -> Self {
        match (matches, done) {
            (false, _) => Self { sessions: 0, races: 0 },
            (true, true) => Self { sessions: self.sessions + 1, races: 0 },
            (true, false) => Self { sessions: self.sessions + 1, races: self.races + 1 },
        }
    }
}

/// Until when what is over keeps the days of a week away, counted from Monday.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    /// All that is over keeps sessions away.
    sessions: f64,
    /// Only races keep a race away: training that is over cannot be undone, and no race is given up for it.
    races: f64,
}

impl Kept {
    const NEVER: Self = Self { sessions: f64::NEG_INFINITY, races: f64::NEG_INFINITY };

    fn and(self, until: f64, race: bool) -> Self {
        let races = if race { self.races.max(until) } else { self.races };
        Self { sessions: self.sessions.max(until), races }
    }
}

/// The number of a rule for a runner, in base units: of a range the end that it ends at, and, where a choice is not
/// answered, the strictest of all options. `None` where it cannot be worked out.
pub(super) fn number(content: &Content, profile: &Profile, number: &Number, ceiling: bool) -> Option<f64> {
    let formulas = number.value.of(&profile.answers());
    let values = formulas.iter().filter_map(|formula| evaluate(content, profile, formula).ok());
    let strict = values.map(|value| if ceiling { value.hi() } else { value.lo() });
    let found = if ceiling { strict.reduce(f64::min) } else { strict.reduce(f64::max) };
    found.or_else(|| {
        let stand_in = evaluate(content, profile, number.unknown.as_ref()?).ok()?;
        Some(if ceiling { stand_in.hi() } else { stand_in.lo() })
    })
}

/// Whether a rule is in force for a runner in a week of a plan.
pub(super) fn holds(rule: &WeekRule, profile: &Profile, plan: usize) -> bool {
    rule.is_about(plan) && applies(rule, profile)
}

/// Whether a rule is in force for a runner in weeks of the plans that it is about.
pub(super) fn applies(rule: &WeekRule, profile: &Profile) -> bool {
    let answers = profile.answers();
    rule.when.holds(&answers) == Truth::True && rule.unless.blocks(&answers) != Truth::True
}

/// The rules on days that are in force. `profile` is the runner in that week, `today` the one who asks, whom rules that hold
/// for some days from then on are about; `on_race` is the runner just after a race.
pub(super) fn held<'a>(
    content: &'a Content,
    today: &Profile,
    profile: &Profile,
    plan: usize,
    volume: f64,
    around: &Around,
    on_race: &dyn Fn(&Race) -> Profile,
) -> Vec<Held<'a>> {
    let mut held = Vec::new();
    // What holds for some days from the as-of date on is about the runner of that date.
    let runner = |rule: &WeekRule| match rule.asks {
        Asks::Count { within: Some(_), .. } if !around.as_written => today,
        _ => profile,
    };
    for (at, rule) in content.week_rules().iter().enumerate().filter(|(_, rule)| holds(rule, runner(rule), plan)) {
        let number = |n: &Number, ceiling: bool| self::number(content, runner(rule), n, ceiling);
        let tests: Vec<Option<Test>> = match &rule.asks {
            Asks::InARow { of, at_most } => {
                let tail = around.before.iter().rev().enumerate();
                let tail = tail.take_while(|(i, past)| past.at == -(*i as i64) - 1 && of.day(past.sessions));
                let tail: Vec<&Past> = tail.map(|(_, past)| past).collect();
                let raced = tail.iter().take_while(|past| past.race.is_some() || around.as_written).count();
                let run = Run { sessions: tail.len(), races: raced };
                vec![number(at_most, true).map(|most| Test::InARow { of, most, run })]
            }
            Asks::Count { of, at_most, at_least, within } => {
                let in_week = |day: i64| day.clamp(0, WEEK as i64) as usize;
                let days = match within {
                    Some(days) => in_week(around.from)..in_week(around.from + *days),
                    None => 0..WEEK,
                };
                if days.is_empty() {
                    continue;
                }
                vec![
                    at_most.as_ref().and_then(|n| number(n, true)).map(|most| Test::AtMost {
                        of,
                        most,
                        days: days.clone(),
                    }),
                    at_least.as_ref().and_then(|n| number(n, false)).map(|least| Test::AtLeast { of, least, days }),
                ]
            }
            Asks::GapAfter { after, of: Gapped::Days(of), at_least } => {
                let general = self::number(content, profile, at_least, false).map(|gap| gap / DAY);
                let raced = |race: &Race| self::number(content, &on_race(race), at_least, false).map(|gap| gap / DAY);
                let races = std::array::from_fn(|day| around.races[day].as_ref().and_then(raced));
                let past = around.before.iter().filter(|past| after.day(past.sessions)).filter_map(|past| {
                    let gap = past.race.as_ref().map_or(general, raced)?;
                    Some((past.at as f64 + 1.0 + gap, past.race.is_some()))
                });
                // What comes after a plan is another week of it or none, and not the runner's next.
                let until = match around.as_written {
                    true => Kept::NEVER,
                    false => past.fold(Kept::NEVER, |kept, (until, race)| kept.and(until, race)),
                };
                let general = general.or(races.iter().any(Option::is_some).then_some(0.0));
                let known = general.or((until.sessions > 0.0).then_some(0.0));
                vec![known.map(|days| Test::Gap { after, of, days, races, until })]
            }
            Asks::Share { of, per, what, at_most, at_least } => {
                let most = at_most.as_ref().and_then(|n| number(n, true));
                let least = at_least.as_ref().and_then(|n| number(n, false));
                // A ceiling on distance shortens a run; it does not take one away.
                let most = most.filter(|_| around.as_written || *what != Counted::Distance);
                vec![(most.is_some() || least.is_some()).then_some(Test::Share { of, per, what: *what, most, least })]
            }
            Asks::Rising { of, at_most } => {
                vec![number(at_most, true).map(|most| Test::Rising { of, most, volume })]
            }
            Asks::GapAfter { of: Gapped::Items(_), .. }
            | Asks::AtMost { .. }
            | Asks::Distance { .. }
            | Asks::Every { .. }
            | Asks::Remark { .. } => Vec::new(),
        };
        for test in tests.into_iter().flatten() {
            let early = test.is_early();
            held.push(Held { rule: at, of: rule, cost: SOFT * u64::from(rule.weight), test, early, done: 0 });
        }
    }
    held
}

impl Test<'_> {
    fn is_early(&self) -> bool {
        let any = |s: &Selector| matches!(s.of, Of::Any(_));
        match self {
            Test::InARow { of, .. } | Test::AtMost { of, .. } => any(of),
            Test::AtLeast { of, .. } => !any(of),
            Test::Gap { after, of, .. } => any(after) && any(of),
            Test::Share { .. } | Test::Rising { .. } => false,
        }
    }
}

impl Held<'_> {
    /// How often a week breaks the rule.
    pub fn breaks(&self, content: &Content, days: &[Filled; WEEK], around: &Around) -> u64 {
        let mut count = 0;
        self.each(content, days, around, &mut |_| count += 1);
        count
    }

    /// Whether days to come break the rule.
    pub fn is_broken(&self, content: &Content, days: &[Filled; WEEK], around: &Around) -> bool {
        self.breaks(content, days, around) > self.done
    }

    /// The days (bit 0 is Monday) of each time that a week breaks the rule.
    pub fn each(&self, content: &Content, days: &[Filled; WEEK], around: &Around, found: &mut dyn FnMut(u8)) {
        match &self.test {
            Test::InARow { of, most, run } => {
                let mut run = *run;
                for (day, filled) in days.iter().enumerate() {
                    run = run.on(of.day(filled.sessions), around.is_done(day));
                    let run = if around.races[day].is_some() { run.races } else { run.sessions };
                    if run as f64 > most + SLACK {
                        let first = (day + 1).saturating_sub(run);
                        found((first..=day).fold(0, |all, d| all | 1 << d));
                    }
                }
                // A race on the days that follow may stand too near what can still be changed.
                let mut run = run.races;
                for day in WEEK..WEEK + around.ahead.len() {
                    if run == 0 || !around.ahead.iter().any(|(at, set)| *at == day && of.day(*set)) {
                        break;
                    }
                    run += 1;
                    if run as f64 > most + SLACK {
                        found(1 << (WEEK - 1));
                        break;
                    }
                }
            }
            Test::AtMost { of, most, days: range } => {
                let (mut all, mut done) = (0_usize, 0);
                for day in range.clone().filter(|&day| of.day(days[day].sessions)) {
                    all += 1;
                    done += usize::from(around.is_done(day));
                    let count = if around.races[day].is_some() { all - done } else { all };
                    if count as f64 > most + SLACK {
                        found(1 << day);
                    }
                }
            }
            Test::AtLeast { of, least, days: range } => {
                let count = range.clone().filter(|&day| of.day(days[day].sessions)).count();
                let missing = (least - SLACK - count as f64).ceil().max(0.0) as usize;
                let others = range.clone().filter(|&day| !of.day(days[day].sessions));
                let others = others.fold(0, |all, day| all | 1 << day);
                (0..missing).for_each(|_| found(others));
            }
            Test::Gap { after, of, days: gap, races, until } => {
                let mut until = *until;
                let mut last = None;
                // How long sessions of this week, races left out, keep what lies ahead away: races among themselves are
                // settled before any week is made.
                let mut own = f64::NEG_INFINITY;
                for (day, filled) in days.iter().enumerate() {
                    let kept = if around.races[day].is_some() { until.races } else { until.sessions };
                    if of.day(filled.sessions) && (day as f64) < kept - SLACK {
                        found(last.map_or(1 << day, |other: usize| 1 << day | 1 << other));
                    }
                    if after.day(filled.sessions) {
                        let next = day as f64 + 1.0 + races[day].unwrap_or(*gap);
                        // Sessions of this week that are still to come can make room for its race.
                        until = until.and(next, !around.is_done(day));
                        if around.races[day].is_none() {
                            (own, last) = (own.max(next), Some(day));
                        }
                    }
                }
                let ahead = around.ahead.iter().find(|(day, set)| of.day(*set) && (*day as f64) < own - SLACK);
                if let (Some(_), Some(day)) = (ahead, last) {
                    found(1 << day);
                }
            }
            Test::Share { of, per, what, most, least } => {
                for end in [low as fn(&Main) -> f64, high] {
                    let (part, whole) = share(content, days, of, per, *what, end);
                    if whole <= 0.0 {
                        continue;
                    }
                    let over = most.is_some_and(|most| part > most * whole + SLACK * whole);
                    let under = least.is_some_and(|least| part < least * whole - SLACK * whole);
                    if over || under {
                        let kind = |day: &Filled| day.main.is_some_and(|m| of.session(m.session));
                        let those = days
                            .iter()
                            .enumerate()
                            .filter(|(_, day)| day.main.is_some_and(|m| per.session(m.session)) && kind(day) == over);
                        found(those.fold(0, |all, (day, _)| all | 1 << day));
                        break;
                    }
                }
            }
            Test::Rising { of, most, volume } => {
                let Some((normal, before)) = &around.normal else { return };
                let rises = of.iter().filter(|what| match what {
                    Rising::Distance => *volume > normal + SLACK,
                    Rising::Days(of) => {
                        let count = |sets: &mut dyn Iterator<Item = OptionSet>| sets.filter(|set| of.day(*set)).count();
                        count(&mut days.iter().map(|d| d.sessions)) > count(&mut before.iter().copied())
                    }
                });
                if rises.count() as f64 > most + SLACK {
                    let matching =
                        |day: &Filled| of.iter().any(|w| matches!(w, Rising::Days(of) if of.day(day.sessions)));
                    found((0..WEEK).filter(|&d| matching(&days[d])).fold(0, |all, day| all | 1 << day));
                }
            }
        }
    }
}

fn low(main: &Main) -> f64 {
    main.minutes.0
}

fn high(main: &Main) -> f64 {
    main.minutes.1
}

/// A part and the whole that it is a part of. The easy part of a session in minutes is what the session says of itself.
fn share(
    content: &Content,
    days: &[Filled; WEEK],
    of: &Selector,
    per: &Selector,
    what: Counted,
    end: fn(&Main) -> f64,
) -> (f64, f64) {
    let easy_time = what == Counted::Minutes && of.word == Load::Easy.word();
    let mut sums = (0.0, 0.0);
    for main in days.iter().filter_map(|day| day.main).filter(|main| per.session(main.session)) {
        let amount = match what {
            Counted::Minutes => end(&main),
            Counted::Distance => main.share,
            Counted::Sessions => 1.0,
        };
        sums.1 += amount;
        if easy_time {
            sums.0 += amount * content.sessions()[main.session].easy_part;
        } else if of.session(main.session) {
            sums.0 += amount;
        }
    }
    sums
}

/// Which recovery items are kept away from a day by it and those around it, each so many days from it.
pub(super) fn kept_away(content: &Content, profile: &Profile, plan: usize, days: &[(i64, OptionSet)]) -> Vec<usize> {
    let mut away = Vec::new();
    for rule in content.week_rules().iter().filter(|rule| holds(rule, profile, plan)) {
        let Asks::GapAfter { after, of: Gapped::Items(items), at_least } = &rule.asks else { continue };
        let Some(gap) = number(content, profile, at_least, false).map(|gap| gap / DAY) else { continue };
        let near = |at: i64| at <= 0 && (-at) as f64 <= gap + SLACK;
        if days.iter().any(|(at, sessions)| near(*at) && after.day(*sessions)) {
            away.extend(items);
        }
    }
    away
}

/// The runner as just after a race.
pub(super) fn after_race(content: &Content, profile: &Profile, race: &Race, race_session: Option<usize>) -> Profile {
    use crate::profile::Given;
    let mut told = Vec::new();
    let mut tell = |id: &str, answer: Option<Given>| {
        told.extend(content.input(id).zip(answer));
    };
    let kind = content
        .input("session_kind")
        .zip(race_session)
        .and_then(|(axis, session)| content.inputs()[axis].option(&content.sessions()[session].id));
    tell("session_kind", kind.map(Given::Choice));
    tell("distance", Some(race.distance.map_or(Given::Unknown, Given::Number)));
    tell("race_distance", Some(race.option.map_or(Given::Unknown, Given::Choice)));
    tell("last_race_distance", Some(race.option.map_or(Given::Unknown, Given::Choice)));
    tell("last_race_date", Some(Given::Date(race.date)));
    // How long it took is only known of the run just done.
    if race.date != profile.as_of() {
        tell("duration", Some(Given::Unknown));
    }
    profile.on(content, profile.as_of().max(race.date), &told)
}

/// Days of a week by date.
pub(super) fn date_of(monday: Date, day: usize) -> Date {
    monday.saturating_add(jiff::Span::new().days(day as i64))
}
