//! Weeks in words: rows with reasons, the countdown to races, and the picture of several weeks.

mod document;
mod recover;
mod words;

pub use document::*;

use super::document::Exact;
use super::numbers::exact;
use super::words::Voice;
use super::{Marks, given, runner, site, stamp, stop_box};
use crate::condition::Truth;
use crate::model::{Bound, Content, DAYS, Load};
use crate::profile::{Given, Profile, Race, raised};
use crate::prose::{Link, Prose, escape, to_plain};
use crate::quantity::{Interval, Unit, round6};
use crate::week::{Because, Cut, Day, Laid, Normal, Schedule, Trouble, WEEK, Week, Why, schedule};
use jiff::civil::Date;

/// Seconds of a minute.
const MINUTE: f64 = 60.0;

/// How hard a session feels that does not say so, by load.
const EFFORT: [(Load, f64); 4] = [(Load::Rest, 0.0), (Load::Easy, 3.0), (Load::Moderate, 5.0), (Load::Hard, 7.0)];

/// How far below the plan's part of a normal week a week is said to be.
const FALLS_SHORT: f64 = 0.015;

/// How many metres short of a rounded distance a run may be and be called that.
const NEARLY: f64 = 50.0;

/// How many bars have room for their names.
const MOST_LABELS: usize = 8;

/// The seven days that follow the run just done; nothing where the pack has no plans.
pub(super) fn next_days(voice: &Voice, marks: &mut Marks) -> Option<WeekDoc> {
    if voice.content.plans().is_empty() {
        return None;
    }
    let as_of = voice.profile.as_of();
    let made = schedule(voice.content, voice.profile, 2, 0);
    let last = as_of.saturating_add(jiff::Span::new().days(7));
    Some(document(voice, made, &|date| date > as_of && date <= last, marks))
}

/// A plan of some weeks, each with `next_best` others.
pub fn plan(content: &Content, profile: &Profile, weeks: usize, next_best: usize) -> PlanDoc {
    let voice = Voice::new(content, profile);
    let mut marks = Marks::default();
    let flags = raised(content, profile);
    let ends = flags.iter().any(|&f| content.flags()[f].level.ends_the_guide());
    let stop = flags.iter().map(|&flag| stop_box(content, flag, &mut marks)).collect();
    let week = (!ends && !content.plans().is_empty())
        .then(|| document(&voice, schedule(content, profile, weeks, next_best), &|_| true, &mut marks));
    PlanDoc {
        site: site(content),
        runner: runner(content, profile),
        date: voice.date(profile.as_of()),
        stop,
        ends,
        chart: week.as_ref().map(|week| chart(&voice, week)).filter(|chart| chart.bars.len() > 1),
        week,
        profile: given(&voice),
        sources: marks.sources(&voice),
        stamp: stamp(content, profile),
    }
}

/// What keeps a week from being made for a runner, in the pack's words.
pub fn troubles(content: &Content, profile: &Profile) -> Vec<TroubleDoc> {
    let voice = Voice::new(content, profile);
    let found = crate::week::Wishes::of(content, profile).err().unwrap_or_default();
    found.iter().map(|trouble| words::trouble(&voice, trouble)).collect()
}

fn document(
    voice: &Voice,
    made: Result<Schedule, Vec<Trouble>>,
    shown: &dyn Fn(Date) -> bool,
    marks: &mut Marks,
) -> WeekDoc {
    let schedule = match made {
        Ok(schedule) => schedule,
        Err(troubles) => {
            let troubles = troubles.iter().map(|trouble| words::trouble(voice, trouble)).collect();
            return WeekDoc { troubles, ..nothing(voice) };
        }
    };
    let weeks: Vec<WeekRowsDoc> = (0..schedule.weeks.len())
        .map(|at| rows(voice, &schedule, at, shown, marks))
        .filter(|week| !week.days.is_empty())
        .collect();
    let mut caveats: Vec<CaveatDoc> = Vec::new();
    for day in weeks.iter().flat_map(|week| &week.days).filter(|day| !day.caveats.is_empty()) {
        let caveat = CaveatDoc { session: day.title.clone(), text: day.caveats.clone() };
        if !caveats.contains(&caveat) {
            caveats.push(caveat);
        }
    }
    let ahead = schedule.races.iter();
    let countdown = ahead.map(|(race, remarks)| countdown(voice, race, rule_docs(voice, remarks, marks))).collect();
    WeekDoc { countdown, weeks, caveats, ..nothing(voice) }
}

/// No weeks yet, with what a calendar of them is called.
fn nothing(voice: &Voice) -> WeekDoc {
    let title = voice.content.site().title.as_str();
    let name = runner(voice.content, voice.profile);
    let calendar = match &name {
        Some(name) => voice.text("week.ics.name_for", &[("title", title), ("name", name)]),
        None => voice.text("week.ics.name", &[("title", title)]),
    };
    let key = format!("{title}\n{}", name.unwrap_or_default());
    WeekDoc {
        troubles: Vec::new(),
        countdown: Vec::new(),
        weeks: Vec::new(),
        caveats: Vec::new(),
        calendar,
        busy: voice.text("week.ics.busy", &[]),
        free: voice.text("week.ics.free", &[]),
        runner_key: format!("{:016x}", xxhash_rust::xxh3::xxh3_64(key.as_bytes())),
    }
}

fn countdown(voice: &Voice, race: &Race, remarks: Vec<WeekRuleDoc>) -> CountdownDoc {
    let days = voice.profile.as_of().until(race.date).map_or(0, |span| i64::from(span.get_days()));
    let left = voice.content.strings().plural("week.days_left", days as usize);
    let values = [("race", voice.race(race)), ("date", voice.date(race.date)), ("left", left)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    CountdownDoc { date: race.date.to_string(), days, text: voice.text("week.countdown", &values), remarks }
}

fn rows(voice: &Voice, schedule: &Schedule, at: usize, shown: &dyn Fn(Date) -> bool, marks: &mut Marks) -> WeekRowsDoc {
    let content = voice.content;
    let week = &schedule.weeks[at];
    let plan = &content.plans()[week.plan];
    let days: Vec<DayDoc> =
        week.days.iter().filter(|day| shown(day.date)).map(|day| self::day(voice, schedule, at, day, marks)).collect();
    let visible = |day: usize| week.days.get(day).is_some_and(|day| shown(day.date));
    let moved = week.moved.iter().filter(|m| visible(m.to)).map(|m| voice.moved(m)).collect();
    let gave_up = week.gave_up.iter().filter(|g| match g.what {
        crate::week::Given::RestDay(day) | crate::week::Given::LongDay(day) | crate::week::Given::Session(_, day) => {
            visible(day)
        }
        _ => true,
    });
    let gave_up = gave_up.map(|g| voice.gave_up(g)).collect();
    let sum = |of: &dyn Fn(&DayDoc) -> Option<&Exact>| {
        let known = days.iter().filter(|day| day.race.is_none() && !day.over).filter_map(of);
        let known: Vec<&Exact> = known.collect();
        let (low, high) = known.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.low, sum.1 + one.high));
        (!known.is_empty()).then(|| (round6(low), round6(high)))
    };
    let (km, min) = (Unit::parse("km").ok(), Unit::parse("min").ok());
    // Where a run has no distance, the sum of the others says little.
    let is_run = |id: &String| content.sessions().iter().any(|session| session.run && session.id == *id);
    let mut runs =
        days.iter().filter(|day| day.race.is_none() && !day.over && day.session.as_ref().is_some_and(is_run));
    let known = runs.all(|day| day.distance.is_some());
    let distance = sum(&|day| day.distance.as_ref()).filter(|_| known).zip(km);
    let distance = distance.and_then(|((low, high), km)| Some((Interval::new(km.to_base(low), km.to_base(high))?, km)));
    let minutes = all_minutes(voice, week.days.iter().filter(|day| shown(day.date))).zip(min);
    // Without a pace the times of runs are their ends, which add up to nothing.
    let has_time = days.len() == WEEK && (schedule.pace.is_some() || distance.is_none());
    let month = voice.short_day(week.monday);
    WeekRowsDoc {
        monday: week.monday.to_string(),
        title: voice.text("week.of", &[("day", &month)]),
        plan: plan.id.clone(),
        plan_title: plan.title.clone(),
        plan_summary: week.laid.as_ref().map_or_else(|| plan.summary.clone(), |laid| laid_words(voice, laid)),
        plan_why: plan_why(voice, schedule, at),
        volume: (round6(week.volume.0), round6(week.volume.1)),
        normal: week.usual.and_then(Interval::point).zip(Unit::parse("km").ok()).map(|(usual, km)| exact(usual, &km)),
        volume_words: volume(voice, week),
        easier: week.easier.map(|rule| content.week_rules()[rule].title.clone()),
        distance_words: distance
            .as_ref()
            .filter(|_| days.len() == WEEK)
            .map(|(d, km)| voice.amount(*d, km, None, Bound::Nearest)),
        distance: distance.map(|(d, km)| exact(d, &km)),
        minutes_words: minutes.filter(|_| has_time).map(|(m, _)| time(voice, m)),
        load: days.iter().map(|day| day.points).sum::<f64>().round() as i64,
        days,
        moved,
        gave_up,
        next_best: week.next_best.iter().map(|other| variant(voice, week, other)).collect(),
        rules: rules(voice, week, marks),
        evidence: plan.evidence.map(|grade| grade.letter().to_owned()),
        marks: marks.of(&plan.sources),
    }
}

/// The time of all sessions to come, what goes along counted; races left out.
fn all_minutes<'a>(voice: &Voice, days: impl Iterator<Item = &'a Day>) -> Option<Interval> {
    let answers = voice.profile.answers();
    let own = |session: &usize| voice.content.sessions()[*session].own_minutes(&answers);
    let planned = days.filter(|day| !day.over && day.race.is_none());
    let each = planned.flat_map(|day| day.minutes.into_iter().chain(day.with.iter().filter_map(own)));
    let (low, high) = each.fold((0.0, 0.0), |sum, one| (sum.0 + one.lo(), sum.1 + one.hi()));
    Interval::new(low, high).filter(|_| high > 0.0)
}

/// The tests of the plan's `when` in words.
fn plan_why(voice: &Voice, schedule: &Schedule, at: usize) -> String {
    let week = &schedule.weeks[at];
    let plan = &voice.content.plans()[week.plan];
    if let Some(rule) = week.easier {
        return voice.text("week.plan_easier", &[("rule", &voice.content.week_rules()[rule].title)]);
    }
    let tests: Vec<String> = week.reasons.iter().map(|entry| voice.entry(entry)).collect();
    match (&plan.when, tests.is_empty()) {
        (None, _) | (_, true) => voice.text("week.plan_for_all", &[]),
        _ => voice.text("week.plan_why", &[("list", &voice.list(&tests, "and"))]),
    }
}

/// Which days of a week are those of which plan, and why it is of two.
fn laid_words(voice: &Voice, laid: &Laid) -> String {
    let [first, second] = laid.parts.map(|part| &voice.content.plans()[part.plan].title);
    let key = if first == second { "week.laid_same" } else { "week.laid" };
    let weekday = |day: usize| voice.text(&format!("weekday.{}", day + 1), &[]);
    let (day, next) = (weekday(laid.second_from - 1), weekday(laid.second_from));
    let race = voice.short_day(laid.by);
    voice.text(key, &[("race", &race), ("day", &day), ("next", &next), ("first", first), ("second", second)])
}

/// A share in words, to a step in per cent: `60–80 %`.
pub(super) fn percent(voice: &Voice, (low, high): (f64, f64), step: f64) -> String {
    let share = Unit::parse("%").ok().zip(Interval::new(low, high));
    share.map(|(unit, share)| voice.amount(share, &unit, Some(step), Bound::Nearest)).unwrap_or_default()
}

/// What the week is of a normal one: as planned, or what it came to where rules and time have cut it. Of a week that has
/// begun, that is what is left of it, and races are not counted.
fn volume(voice: &Voice, week: &Week) -> String {
    let came_to = came_to(voice, week);
    let by_distance = came_to.is_some();
    let came_to = came_to.filter(|came_to| {
        let near = |one: f64, other: f64| (one - other).abs() < 0.015;
        !(near(came_to.0, week.volume.0) && near(came_to.1, week.volume.1))
    });
    let (low, high) = came_to.unwrap_or(week.volume);
    let begun = week.days.iter().any(|day| day.over);
    let raced = week.days.iter().any(|day| day.race.is_some() && !day.over);
    let key = match (begun, raced) {
        (true, _) => "week.volume_left",
        (false, true) => "week.volume_race",
        _ => "week.volume",
    };
    if high <= 0.0 {
        return voice.text(if begun { "week.no_volume_left" } else { "week.no_volume" }, &[]);
    }
    if !by_distance {
        return voice.text("week.by_time", &[]);
    }
    let share = voice.text(key, &[("volume", &percent(voice, (low, high), 1.0))]);
    let share = of_which(voice, week, share);
    // A race that the plan does not know takes the place of a run.
    let races = week.days.iter().filter(|day| day.race.is_some()).count();
    // What two plans' weeks come to together neither of them says.
    let is_one = week.laid.is_none();
    if begun || !is_one || races > plan_races(voice, week) || high >= week.volume.0 - FALLS_SHORT {
        return share;
    }
    let planned = percent(voice, week.volume, 1.0);
    voice.text("week.volume_short", &[("volume", &share), ("planned", &planned)])
}

/// A share, with the normal week that it is one of where that is not what the runner said.
fn of_which(voice: &Voice, week: &Week, share: String) -> String {
    let key = match week.normal {
        Normal::Said => return share,
        Normal::Grown => "week.grown",
        Normal::Back => "week.back",
        Normal::Held => "week.held",
    };
    match (week.usual.and_then(Interval::point), Unit::parse("km")) {
        (Some(usual), Ok(km)) => {
            let normal = voice.amount(usual, &km, None, Bound::Nearest);
            voice.text(key, &[("volume", &share), ("distance", &normal)])
        }
        _ => share,
    }
}

/// How many days of a week's plan are its own race's.
fn plan_races(voice: &Voice, week: &Week) -> usize {
    let content = voice.content;
    let days = &content.plans()[week.plan].weeks[week.of_plan].days;
    days.iter().filter(|day| day.holds_race(content.sessions())).count()
}

/// The share of a normal week that the runs of its days to come are, races left out; none where that is not known.
fn came_to(voice: &Voice, week: &Week) -> Option<(f64, f64)> {
    let usual = week.usual.filter(|usual| *usual > 0.0)?;
    let mut sum = (0.0, 0.0);
    for day in week.days.iter().filter(|day| !day.over && day.race.is_none()) {
        if day.session.is_some_and(|session| voice.content.sessions()[session].run) {
            let distance = day.distance?;
            sum = (sum.0 + distance.lo(), sum.1 + distance.hi());
        }
    }
    let begun = week.days.iter().any(|day| day.over);
    (begun || sum.1 > 0.0).then_some((sum.0 / usual, sum.1 / usual))
}

/// Minutes in words; long ones in hours and minutes.
pub(super) fn time(voice: &Voice, range: Interval) -> String {
    let Ok(unit) = Unit::parse("min") else { return String::new() };
    if range.hi() / MINUTE < 120.0 {
        return voice.amount(range, &unit, Some(5.0), Bound::Nearest);
    }
    let whole = |seconds: f64| voice.number((seconds / MINUTE / 5.0).round() * 5.0 * MINUTE, &unit);
    let (low, high) = (whole(range.lo()), whole(range.hi()));
    if low == high { low } else { voice.text("number.range", &[("low", &low), ("high", &high)]) }
}

/// The same for what a rule has cut: the high end is a ceiling.
fn no_longer_than(voice: &Voice, range: Interval) -> String {
    let step = 5.0 * MINUTE;
    let high = (range.hi() / step + 1e-6).floor() * step;
    let floored = Interval::new(range.lo().min(high), high).filter(|_| high > 0.0);
    time(voice, floored.unwrap_or(range))
}

/// How far a run goes, in words. What a rule has cut is a ceiling, but for what nobody measures; other ends are about right,
/// so that a week adds up.
fn far(voice: &Voice, day: &Day, distance: Interval, km: &Unit) -> String {
    if day.cuts.is_empty() {
        return voice.amount(distance, km, None, Bound::Nearest);
    }
    let nearly = Interval::new(distance.lo() + NEARLY, distance.hi() + NEARLY);
    voice.amount(nearly.unwrap_or(distance), km, None, Bound::AtMost)
}

fn day(voice: &Voice, schedule: &Schedule, week: usize, day: &Day, marks: &mut Marks) -> DayDoc {
    let content = voice.content;
    let session = day.session.map(|at| &content.sessions()[at]);
    let (km, min) = (Unit::parse("km").ok(), Unit::parse("min").ok());
    let distance = day.distance.zip(km.as_ref());
    let minutes = day.minutes.zip(min.as_ref());
    let lasting = minutes.map(|(m, _)| if day.cuts.is_empty() { time(voice, m) } else { no_longer_than(voice, m) });
    let far = distance.map(|(d, km)| far(voice, day, d, km));
    // Without a pace the time is no measure of the distance, but where the run ends at the latest.
    let latest = minutes.filter(|_| schedule.pace.is_none()).and_then(|(m, _)| Interval::point(m.hi()));
    let both = |key: &str, minutes: &str, far: &str| voice.text(key, &[("minutes", minutes), ("distance", far)]);
    let (size, length) = match (&day.race, lasting, far, latest) {
        (Some(_), ..) | (_, None, None, _) => (String::new(), String::new()),
        (_, Some(_), Some(far), Some(latest)) => (both("week.size_up_to", &no_longer_than(voice, latest), &far), far),
        (_, Some(minutes), Some(far), None) => (both("week.size", &minutes, &far), minutes),
        (_, Some(one), None, _) | (_, None, Some(one), _) => (one.clone(), one),
    };
    let rest = session.is_some_and(|s| s.load == Load::Rest) && day.with.is_empty();
    let (start, end) = clock(voice, day).unzip();
    let entries: Vec<_> = session
        .map(|s| s.unless.entries_where(Truth::Unknown, &voice.profile.answers()).cloned().collect())
        .unwrap_or_default();
    let caveats = match session.filter(|_| !day.over && !entries.is_empty()) {
        Some(session) => voice.caveats_of(session.caveat.as_ref(), &entries),
        None => Vec::new(),
    };
    let title = match session {
        Some(session) => session.title.clone(),
        None => voice.text("week.nothing_known", &[]),
    };
    let document = DayDoc {
        day: DAYS[day.date.weekday().to_monday_zero_offset() as usize].to_owned(),
        date: day.date.to_string(),
        words: voice.short_day(day.date),
        over: day.over,
        session: session.map(|s| s.id.clone()),
        title,
        load: session.map_or(Load::Rest, |s| s.load).word().to_owned(),
        rest,
        race: day.race.as_ref().map(|race| voice.race(race)),
        minutes: minutes.map(|(m, min)| exact(m, min)),
        distance: distance.map(|(d, km)| exact(d, km)),
        size,
        effort: session.filter(|_| !day.over).and_then(|s| s.effort).map(|effort| effort_words(voice, effort)),
        points: points(voice, day),
        with: day.with.iter().map(|&s| named(voice, s)).collect(),
        what: session.filter(|_| !day.over).map(|s| text(voice, &s.what)).unwrap_or_default(),
        note: day.note.clone(),
        remarks: rule_docs(voice, &day.remarks, marks),
        why: voice.why(&day.why),
        cuts: day.cuts.iter().map(|cut| voice.cut(cut)).collect(),
        alternatives: day.alternatives.iter().map(|&s| named(voice, s)).collect(),
        caveats,
        recover: recover::recover(voice, schedule, week, day, end),
        summary: String::new(),
        details: String::new(),
        start,
        end,
    };
    DayDoc { summary: summary(voice, &document, &length), details: details(voice, &document), ..document }
}

/// A day in a line.
fn summary(voice: &Voice, day: &DayDoc, length: &str) -> String {
    let title = match &day.race {
        Some(race) => voice.text("week.ics.race", &[("race", race)]),
        None if length.is_empty() => day.title.clone(),
        None => voice.text("week.ics.summary", &[("session", &day.title), ("size", length)]),
    };
    let with: Vec<String> = std::iter::once(title).chain(day.with.iter().map(|s| s.title.clone())).collect();
    voice.list(&with, "and")
}

/// A day in lines.
fn details(voice: &Voice, day: &DayDoc) -> String {
    let mut lines: Vec<String> = vec![to_plain(&day.what)];
    let size = [Some(day.size.clone()).filter(|size| !size.is_empty()), day.effort.clone()];
    lines.push(size.into_iter().flatten().collect::<Vec<_>>().join("; "));
    let labelled = |key: &str, words: String| format!("{} {words}", voice.text(key, &[]));
    for other in &day.with {
        lines.push(labelled("week.ics.with", format!("{}. {}", other.title, to_plain(&other.what))));
    }
    lines.extend(day.note.clone());
    lines.extend(day.remarks.iter().filter_map(|remark| remark.because.clone()));
    lines.extend(day.caveats.iter().cloned());
    lines.push(labelled("week.ics.why", [vec![day.why.clone()], day.cuts.clone()].concat().join(" ")));
    if !day.alternatives.is_empty() {
        let others: Vec<String> = day.alternatives.iter().map(|s| s.title.clone()).collect();
        lines.push(labelled("week.ics.other", voice.list(&others, "or")));
    }
    if !day.recover.is_empty() {
        lines.push(voice.text("week.ics.after", &[]));
        lines.extend(day.recover.iter().map(|item| format!("- {}: {}", item.title, to_plain(&item.text))));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// A session by name, with its own length.
fn named(voice: &Voice, session: usize) -> SessionDoc {
    let session = &voice.content.sessions()[session];
    let minutes = session.own_minutes(&voice.profile.answers());
    SessionDoc {
        id: session.id.clone(),
        title: session.title.clone(),
        size: minutes.map(|m| time(voice, m)).unwrap_or_default(),
        what: text(voice, &session.what),
    }
}

pub(super) fn effort_words(voice: &Voice, effort: Interval) -> String {
    let numbers = voice.amount(effort, &Unit::one(), Some(1.0), Bound::Nearest);
    voice.text("week.effort", &[("effort", &numbers)])
}

/// Effort times minutes at the middle of both; what goes along counts, races and days that are over do not.
fn points(voice: &Voice, day: &Day) -> f64 {
    if day.over || day.race.is_some() {
        return 0.0;
    }
    let middle = |range: Interval| f64::midpoint(range.lo(), range.hi());
    let effort = |at: usize| {
        let session = &voice.content.sessions()[at];
        let by_load = EFFORT.iter().find(|(load, _)| *load == session.load).map_or(0.0, |(_, effort)| *effort);
        session.effort.map_or(by_load, middle)
    };
    let of = |session: usize, minutes: Option<Interval>| minutes.map_or(0.0, |m| effort(session) * middle(m) / MINUTE);
    let main = day.session.map_or(0.0, |session| of(session, day.minutes));
    let answers = voice.profile.answers();
    let own = |session: usize| voice.content.sessions()[session].own_minutes(&answers);
    let along: f64 = day.with.iter().map(|&session| of(session, own(session))).sum();
    (main + along).round()
}

/// When a session of the week starts and ends: as the run just done ended, else at the runner's usual time. Races start
/// when their organisers say.
fn clock(voice: &Voice, day: &Day) -> Option<(f64, f64)> {
    let content = voice.content;
    let length = day.minutes.filter(|_| !day.over && day.race.is_none())?.hi() / MINUTE;
    let given = |id: &str| content.input(id).filter(|&axis| *voice.profile.given(axis) != Given::Unknown);
    let at = |axis| voice.profile.clock(axis);
    if let Some(start) = given("training_time").and_then(at) {
        return Some((start, start + length));
    }
    if let Some(end) = given("session_end").and_then(at) {
        return Some(((end - length).max(0.0), end.max(length)));
    }
    let start = content.input("training_time").and_then(at)?;
    Some((start, start + length))
}

fn text(voice: &Voice, prose: &Prose) -> String {
    let link = |link: &Link| escape(&link.words.clone().unwrap_or_else(|| voice.target(&link.kind, &link.id)));
    prose.fill(&|_| String::new(), &link)
}

/// What another week does otherwise.
fn variant(voice: &Voice, week: &Week, other: &crate::week::Variant) -> VariantDoc {
    let content = voice.content;
    let rest = content.sessions().iter().position(|s| s.load == Load::Rest);
    let mut changes = Vec::new();
    for (at, day) in week.days.iter().enumerate() {
        let theirs = other.sessions[at].or(rest);
        if day.over || day.race.is_some() || theirs == day.session {
            continue;
        }
        if let Some(session) = theirs {
            let weekday = voice.text(&format!("weekday.{}", at + 1), &[]);
            changes.push(voice.text("week.on_day", &[("day", &weekday), ("session", voice.session_title(session))]));
        }
    }
    let text = if changes.is_empty() { voice.text("week.same_sessions", &[]) } else { voice.list(&changes, "and") };
    VariantDoc { sessions: other.sessions.iter().map(|s| s.map(|s| content.sessions()[s].id.clone())).collect(), text }
}

/// The rules that changed something in a week.
fn rules(voice: &Voice, week: &Week, marks: &mut Marks) -> Vec<WeekRuleDoc> {
    let mut used: Vec<usize> = week.easier.into_iter().collect();
    let because = |because: &Because| match because {
        Because::Rule(rule) | Because::TooNear(rule, _) => Some(*rule),
        _ => None,
    };
    for day in &week.days {
        match &day.why {
            Why::Moved(_, reason) | Why::Instead(_, reason) | Why::Free(_, reason) => used.extend(because(reason)),
            _ => {}
        }
        used.extend(day.cuts.iter().filter_map(|cut| if let Cut::Rule(rule) = cut { Some(*rule) } else { None }));
    }
    used.extend(week.moved.iter().filter_map(|m| because(&m.because)));
    used.extend(week.gave_up.iter().filter_map(|g| because(&g.because)));
    used.sort_unstable();
    used.dedup();
    rule_docs(voice, &used, marks)
}

fn rule_docs(voice: &Voice, rules: &[usize], marks: &mut Marks) -> Vec<WeekRuleDoc> {
    let document = |rule: &usize| {
        let rule = &voice.content.week_rules()[*rule];
        WeekRuleDoc {
            id: rule.id.clone(),
            title: rule.title.clone(),
            because: rule.because.clone(),
            evidence: rule.evidence.map(|grade| grade.letter().to_owned()),
            marks: marks.of(&rule.sources),
        }
    };
    rules.iter().map(document).collect()
}

fn chart(voice: &Voice, week: &WeekDoc) -> ChartDoc {
    let count = week.weeks.len().max(1);
    let most = week.weeks.iter().map(|w| w.load).fold(1, i64::max) as f64;
    let every = count.div_ceil(MOST_LABELS);
    let part = |x: f64| (x * 100.0).round() / 100.0;
    let bar = |(at, week): (usize, &WeekRowsDoc)| {
        let races: Vec<String> = week.days.iter().filter_map(|day| day.race.clone()).collect();
        let monday = week.monday.parse::<Date>().ok();
        let label = monday.map(|day| {
            let month = voice.text(&format!("month.{}", day.month()), &[]);
            let short: String = month.chars().take(3).collect();
            voice.text("week.bar", &[("day", &day.day().to_string()), ("month", &short)])
        });
        BarDoc {
            at: part(100.0 / count as f64 * at as f64),
            width: part(100.0 / count as f64 * 0.72),
            height: part(week.load as f64 / most * 100.0),
            label: label.unwrap_or_default(),
            labelled: at % every == 0,
            wide_only: count > 4 && at / every % 2 == 1,
            load: week.load,
            plan: week.plan_title.clone(),
            distance: week.distance_words.clone(),
            minutes: week.minutes_words.clone(),
            race: (!races.is_empty()).then(|| voice.list(&races, "and")),
        }
    };
    ChartDoc { bars: week.weeks.iter().enumerate().map(bar).collect() }
}
