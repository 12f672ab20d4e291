//! Why a week is as it is: for each day, each move, and each thing that was given up.

use super::closed::Closed;
use super::outlook::Frame;
use super::rules::{Filled, Held, date_of};
use super::search::{Found, SUNDAY, filled, keeps_hard, may_train, wants_long, wants_monday};
use super::slots::{Choice, Slot};
use super::{Day, WEEK, cost};
use crate::model::{LONG, Load, PlanDay, RACE};
use crate::profile::Race;

/// Why something is not as the plan has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// The runner cannot train on this day.
    NotAvailable(usize),
    /// The day to rest.
    RestDay(usize),
    /// The day for the long run.
    LongDay(usize),
    /// The day is over.
    Over(usize),
    /// A race stands on the day.
    Race(Race),
    /// The runner has no race on this day.
    NoRace,
    /// A session (index) that was done on a day of the week stands in its place.
    Done(usize, usize),
    /// The runner has less time on a day than it takes at the least.
    Time,
    /// The runner's week is so small that its share is less than it takes at the least.
    Small,
    /// The runner must not do it.
    Closed(usize, Closed),
    /// A rule (index).
    Rule(usize),
    /// A rule (index) keeps it apart from another race.
    TooNear(usize, Race),
    /// Another session (index) stands there, and all together are cheapest so.
    Room(usize),
    /// It goes along with a session (index) of the plan, in whose place an easier one stands.
    Eased(usize),
    /// It goes along with a session (index) of the plan, which leaves no time for it.
    NoTimeAlong(usize),
    /// A demanding session (index) of the plan stands on the Monday after it.
    Monday(usize),
    /// There are more sessions than days.
    Days,
}

/// Why a day holds what it holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// As the plan has it.
    Plan,
    /// The plan's own rest.
    Rest,
    /// It stood on another day of the plan.
    Moved(usize, Because),
    /// It stands in for a session (index) of the plan.
    Instead(usize, Because),
    /// Nothing is done, though the plan had a session (index) there.
    Free(usize, Because),
    /// The runner's race.
    Race,
    /// What was done.
    Done,
    /// Before the first planned day.
    Past,
}

/// A session that does not stand on the plan's own day.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The session.
    pub session: usize,
    /// The plan's day.
    pub from: usize,
    /// Its day.
    pub to: usize,
    /// Why.
    pub because: Because,
}

/// What could not be.
#[derive(Debug, Clone, PartialEq)]
pub struct GaveUp {
    /// What.
    pub what: Given,
    /// Why.
    pub because: Because,
}

/// A wish or a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// A race.
    Race(Race),
    /// The day to rest.
    RestDay(usize),
    /// The day for the long run.
    LongDay(usize),
    /// A session (index) of the plan, on this day of it.
    Session(usize, usize),
    /// A hard rule (index) that no week can keep with what is fixed.
    Rule(usize),
}

/// The days without amounts.
pub(super) fn days(frame: &Frame, best: &Found) -> Vec<Day> {
    let rest = frame.content.sessions().iter().position(|s| s.load == Load::Rest);
    (0..WEEK)
        .map(|at| {
            let over = at < frame.first;
            let race = frame.around.races[at].clone();
            let choice = best.choice(frame, at);
            let (session, with) = match (over, &race, choice) {
                (true, ..) => (frame.fixed[at].and_then(|set| set.iter().next()), Vec::new()),
                (_, Some(_), _) => (frame.race, Vec::new()),
                (_, _, Some(choice)) => (Some(choice.main.session), choice.with.clone()),
                _ => (rest, Vec::new()),
            };
            let plan = &frame.days;
            let note = match &race {
                Some(_) => race_note(frame, at),
                None => match best.days[at] {
                    Some((slot, _)) => plan[frame.slots[slot].day].note.clone().filter(|_| !frame.slots[slot].apart),
                    None => plan[at].note.clone().filter(|_| rests(frame, &plan[at])),
                },
            };
            Day {
                date: date_of(frame.monday, at),
                over,
                session,
                with,
                race: race.filter(|_| !over),
                minutes: None,
                distance: None,
                cuts: Vec::new(),
                note: note.filter(|_| !over),
                remarks: Vec::new(),
                why: why(frame, best, at),
                alternatives: if over { Vec::new() } else { alternatives(frame, best, at) },
            }
        })
        .collect()
}

/// Whether a day of the plan is a day off first of all.
fn rests(frame: &Frame, day: &PlanDay) -> bool {
    day.options.first().is_some_and(|&session| frame.content.sessions()[session].load == Load::Rest)
}

/// The remark on the plan's own race, which is about the race of the week that matters most.
fn race_note(frame: &Frame, at: usize) -> Option<String> {
    let plan = &frame.days;
    let own = |day: &&PlanDay| day.holds_race(frame.content.sessions());
    let races = frame.around.races.iter().enumerate().filter_map(|(day, race)| Some((race.as_ref()?.priority, day)));
    let most = races.min().filter(|(_, day)| *day == at);
    most.and_then(|_| plan.iter().find(own)?.note.clone())
}

fn why(frame: &Frame, best: &Found, at: usize) -> Why {
    if at < frame.first {
        return if frame.fixed[at].is_some() { Why::Done } else { Why::Past };
    }
    if frame.around.races[at].is_some() {
        return Why::Race;
    }
    if let Some((slot, choice)) = best.days[at] {
        let own = &frame.slots[slot];
        let session = own.choices[choice].main.session;
        return match (own.day == at, session == own.first) {
            (true, true) => changed_places(frame, at).map_or(Why::Plan, |(from, because)| Why::Moved(from, because)),
            (_, false) => Why::Instead(own.first, not_first(frame, best, slot, at)),
            (false, true) => Why::Moved(own.day, because(frame, best, slot)),
        };
    }
    // What the plan had here is elsewhere, or left out.
    match frame.slots.iter().position(|slot| slot.day == at) {
        Some(slot) if frame.content.sessions()[frame.slots[slot].first].load != Load::Rest => {
            Why::Free(frame.slots[slot].first, because(frame, best, slot))
        }
        None => taken(frame, at).map_or(Why::Rest, |(session, because)| Why::Free(session, because)),
        _ => Why::Rest,
    }
}

/// From which weekday what stands on a day was moved within a plan's week that is counted by a race, and why.
fn changed_places(frame: &Frame, at: usize) -> Option<(usize, Because)> {
    let from = frame.laid?.moved_from(at)?;
    let wishes = frame.wishes;
    let because = match (wishes.available[from], wishes.rest_day == Some(from), wishes.long_day) {
        (false, ..) => Because::NotAvailable(from),
        (_, true, _) => Because::RestDay(from),
        (.., Some(wish)) => Because::LongDay(wish),
        _ => Because::Days,
    };
    Some((from, because))
}

/// The session of a plan's day in whose place something fixed stands on another day: a race, or the run just done.
fn taken(frame: &Frame, at: usize) -> Option<(usize, Because)> {
    let by = frame.taken_by[at]?;
    let own = *frame.days[at].options.first()?;
    let because = match &frame.around.races[by] {
        Some(race) => Because::Race(race.clone()),
        None => Because::Done(frame.fixed[by]?.iter().next()?, by),
    };
    Some((own, because))
}

/// Why a slot is not as the plan has it.
fn because(frame: &Frame, best: &Found, slot: usize) -> Because {
    let own = &frame.slots[slot];
    let day = own.day;
    if let Some(closed) = &frame.closed[own.first] {
        return Because::Closed(own.first, closed.clone());
    }
    if let Some(because) = no_time_along(frame, best, own) {
        return because;
    }
    if frame.content.sessions()[own.first].is_in(RACE) {
        return Because::NoRace;
    }
    if !frame.wishes.available[day] {
        return Because::NotAvailable(day);
    }
    if let Some(race) = &frame.around.races[day] {
        return Because::Race(race.clone());
    }
    if frame.fixed[day].is_some() || day < frame.first {
        return Because::Over(day);
    }
    if frame.wishes.rest_day == Some(day) {
        return Because::RestDay(day);
    }
    let placed = best.days.iter().flatten().find(|(s, _)| *s == slot);
    let now = placed.map_or(own.first, |(_, choice)| own.choices[*choice].main.session);
    let is_long = frame.content.sessions()[now].is_in(LONG);
    if let Some(wish) = wants_long(frame).filter(|&wish| is_long && wish != day && may_train(frame, wish)) {
        return Because::LongDay(wish);
    }
    if let Some(because) = too_short(frame, own) {
        return because;
    }
    if let Some(rule) = unkept(frame, best) {
        return Because::Rule(rule);
    }
    // Put where the plan has it, what breaks? And where what stands there goes in its place?
    let mut there = best.days;
    let now = there.iter().position(|d| d.is_some_and(|(s, _)| s == slot));
    if let Some(now) = now {
        there[now] = None;
    }
    let displaced = there[day];
    there[day] = Some((slot, 0));
    let rule = breaks(frame, best, &there);
    if let Some(rule) = rule.filter(|rule| frame.content.week_rules()[*rule].hard) {
        return Because::Rule(rule);
    }
    if let (Some(now), Some(_)) = (now, displaced) {
        let mut changed = there;
        changed[now] = displaced;
        if let Some(rule) = breaks(frame, best, &changed) {
            return Because::Rule(rule);
        }
    }
    if now == Some(SUNDAY - 1)
        && day == SUNDAY
        && is_long
        && let Some(session) = wants_monday(frame, &best.days)
    {
        return Because::Monday(session);
    }
    if let Some((other, choice)) = displaced {
        return Because::Room(frame.slots[other].choices[choice].main.session);
    }
    rule.map_or(Because::Days, Because::Rule)
}

/// What leaves too little for the plan's own session: the time that the runner has, or how small the week is.
fn too_short(frame: &Frame, slot: &Slot) -> Option<Because> {
    let sessions = frame.content.sessions();
    let rests = sessions[slot.first].load == Load::Rest || sessions[slot.first].is_in(RACE);
    let stands = rests || slot.choices.iter().any(|choice| choice.main.session == slot.first);
    let own = sessions[slot.first].shortest();
    let time = frame.wishes.time_for(sessions[slot.first].is_in(LONG));
    let because = if time.is_some_and(|time| time < own) { Because::Time } else { Because::Small };
    (!stands).then_some(because)
}

/// The session that leaves no time on its day for what the plan has along with it.
fn no_time_along(frame: &Frame, best: &Found, slot: &Slot) -> Option<Because> {
    let with = frame.slots.iter().position(|other| !other.apart && other.day == slot.day)?;
    let stands = best.days.iter().flatten().any(|(s, choice)| {
        let own = &frame.slots[*s];
        *s == with && own.choices[*choice].main.session == own.first
    });
    (slot.apart && stands).then_some(Because::NoTimeAlong(frame.slots[with].first))
}

/// Why a slot holds something else than the plan's first choice on the day on which it stands.
fn not_first(frame: &Frame, best: &Found, slot: usize, at: usize) -> Because {
    let own = &frame.slots[slot];
    if let Some(closed) = &frame.closed[own.first] {
        return Because::Closed(own.first, closed.clone());
    }
    if frame.content.sessions()[own.first].is_in(RACE) {
        return Because::NoRace;
    }
    if let Some(because) = too_short(frame, own) {
        return because;
    }
    // What keeps the next better choice away is why this one stands, and not all that keeps the first away as well.
    let chosen = best.days[at].map_or(0, |(_, choice)| choice);
    let now = own.choices[chosen].main.session;
    let better = (0..chosen).rev().filter(|&choice| own.choices[choice].main.session != now);
    let mut rules = better.filter_map(|choice| {
        let mut there = best.days;
        there[at] = Some((slot, choice));
        breaks(frame, best, &there)
    });
    rules.next().map_or(Because::Days, Because::Rule)
}

/// The hard rule that no week can keep, where there is one.
fn unkept(frame: &Frame, best: &Found) -> Option<usize> {
    let plain = filled(frame, &best.days);
    let mut hard = frame.held.iter().filter(|held| held.of.hard && !best.keeps_all);
    hard.find(|held| held.is_broken(frame.content, &plain, &frame.around)).map(|held| held.rule)
}

/// The rule that days break and the best ones do not, or not as often: a hard one before a soft one.
fn breaks(frame: &Frame, best: &Found, days: &[Option<(usize, usize)>; WEEK]) -> Option<usize> {
    let (now, then) = (filled(frame, &best.days), filled(frame, days));
    let count = |days: &[Filled; WEEK], held: &Held| held.breaks(frame.content, days, &frame.around);
    let broken = |hard: bool| {
        let mut rules = frame.held.iter().filter(|held| held.of.hard == hard);
        rules.find(|held| count(&then, held) > count(&now, held)).map(|held| held.rule)
    };
    broken(true).or_else(|| broken(false))
}

/// What else the day may hold, every hard rule kept: the other choices of its slot.
fn alternatives(frame: &Frame, best: &Found, at: usize) -> Vec<usize> {
    let Some((slot, chosen)) = best.days[at] else { return Vec::new() };
    // What a rule has put something else in the place of is no alternative to that.
    let kept = match why(frame, best, at) {
        Why::Instead(_, Because::Rule(rule)) => frame.held.iter().find(|held| held.rule == rule),
        _ => None,
    };
    let around = &frame.around;
    let count = |days: &[Filled; WEEK], held: &Held| held.breaks(frame.content, days, around);
    let now_broken = kept.map(|held| count(&filled(frame, &best.days), held));
    let may_be = |days: &[Filled; WEEK]| {
        keeps_hard(frame, days) && kept.zip(now_broken).is_none_or(|(held, now)| count(days, held) <= now)
    };
    let now = frame.slots[slot].choices[chosen].main.session;
    let mut others = Vec::new();
    for (choice, it) in frame.slots[slot].choices.iter().enumerate() {
        let session = it.main.session;
        // Where what goes along would not go with it, it is done without.
        let choices = &frame.slots[slot].choices;
        let along = |other: &Choice| other.main.session == session && other.with == choices[chosen].with;
        let same_along = along(it) || (it.with.is_empty() && !choices.iter().any(along));
        if session == now || others.contains(&session) || !same_along {
            continue;
        }
        let mut days = best.days;
        days[at] = Some((slot, choice));
        if may_be(&filled(frame, &days)) {
            others.push(session);
        }
    }
    let mut days = best.days;
    days[at] = None;
    let rest = frame.content.sessions().iter().position(|s| s.load == Load::Rest);
    let left: [Filled; WEEK] = filled(frame, &days);
    if let Some(rest) = rest.filter(|rest| *rest != now && !others.contains(rest))
        && may_be(&left)
    {
        others.push(rest);
    }
    others
}

/// Sessions on another day than the plan's.
fn moved(frame: &Frame, best: &Found) -> Vec<Move> {
    let placed = best.days.iter().enumerate().filter_map(|(day, it)| it.map(|(slot, choice)| (day, slot, choice)));
    let moved = placed.filter(|(day, slot, _)| frame.slots[*slot].day != *day && *day >= frame.first);
    // What only stands in was never on the plan's day: its own day says what it stands in for.
    let plan = &frame.days;
    let planned = |slot: usize, choice: usize| {
        let own = &frame.slots[slot];
        own.apart || plan[own.day].options.contains(&own.choices[choice].main.session)
    };
    moved
        .filter(|(_, slot, choice)| planned(*slot, *choice))
        .map(|(to, slot, choice)| Move {
            session: frame.slots[slot].choices[choice].main.session,
            from: frame.slots[slot].day,
            to,
            because: because(frame, best, slot),
        })
        .collect()
}

/// The same once runs have their lengths: of a long run that has become an easy one, its day says what it stands in for, and
/// nothing gives way to it.
pub(super) fn moved_as_named(frame: &Frame, best: &Found, days: &mut [Day]) -> Vec<Move> {
    let placed = |day: usize| best.choice(frame, day).map(|choice| choice.main.session);
    let renamed: Vec<(usize, usize)> = (frame.first..WEEK)
        .filter_map(|day| placed(day).filter(|session| days[day].session != Some(*session)).map(|was| (day, was)))
        .collect();
    let gave_way = |because: &Because| renamed.iter().any(|(_, was)| *because == Because::Room(*was));
    for day in days.iter_mut() {
        if matches!(&day.why, Why::Moved(_, because) if gave_way(because)) {
            day.why = Why::Plan;
        }
    }
    let mut moved = moved(frame, best);
    moved.retain(|it| !gave_way(&it.because) && !renamed.iter().any(|(day, _)| *day == it.to));
    moved
}

/// Races, wishes and sessions that could not be.
pub(super) fn gave_up(frame: &Frame, best: &Found, near: &[(Race, Because)]) -> Vec<GaveUp> {
    let near = near.iter().map(|(race, because)| (Given::Race(race.clone()), because.clone()));
    let mut list: Vec<GaveUp> = near.map(|(what, because)| GaveUp { what, because }).collect();
    if !best.keeps_all {
        let plain = filled(frame, &best.days);
        let broken = frame.held.iter().filter(|h| h.of.hard && h.is_broken(frame.content, &plain, &frame.around));
        list.extend(broken.map(|held| GaveUp { what: Given::Rule(held.rule), because: Because::Days }));
    }
    if let Some(day) = frame.wishes.rest_day.filter(|&day| day >= frame.first) {
        if let Some(race) = &frame.around.races[day] {
            list.push(GaveUp { what: Given::RestDay(day), because: Because::Race(race.clone()) });
        } else if let Some(choice) = best.choice(frame, day) {
            let because = match frame.wishes.long_day == Some(day) {
                true => Because::LongDay(day),
                false => Because::Room(choice.main.session),
            };
            list.push(GaveUp { what: Given::RestDay(day), because });
        }
    }
    if let Some(wish) = wants_long(frame)
        && let Some(slot) = frame.slots.iter().position(|slot| slot.long)
    {
        let is_long = |choice: &Choice| frame.content.sessions()[choice.main.session].is_in(LONG);
        let now =
            best.days.iter().position(|d| d.is_some_and(|(s, c)| s == slot && is_long(&frame.slots[s].choices[c])));
        if now != Some(wish) && wish >= frame.first {
            let because = if !frame.wishes.available[wish] {
                Because::NotAvailable(wish)
            } else if frame.wishes.rest_day == Some(wish) {
                Because::RestDay(wish)
            } else {
                stands_against(frame, best, slot, wish)
            };
            list.push(GaveUp { what: Given::LongDay(wish), because });
        }
    }
    let plan = &frame.days;
    for (slot, choice) in best.days.iter().flatten().map(|&(slot, choice)| (slot, &frame.slots[slot].choices[choice])) {
        let own = &frame.slots[slot];
        let day = own.day;
        let goes_along = |along| !frame.slots.iter().any(|s| s.apart && s.day == day && s.first == along);
        let is_ahead = day >= frame.first && !own.apart;
        let dropped =
            plan[day].with.iter().filter(|&&along| is_ahead && goes_along(along) && !choice.with.contains(&along));
        list.extend(dropped.map(|&along| GaveUp {
            what: Given::Session(along, own.day),
            because: left_along(frame, best, slot, along),
        }));
    }
    for (slot, own) in frame.slots.iter().enumerate() {
        let placed = best.days.iter().any(|day| day.is_some_and(|(s, _)| s == slot));
        let worth = cost::left_out(&frame.content.sessions()[own.first]) > 0 && own.left_out > cost::ALTERNATIVE * 7;
        // What the plan had on days that are over is not missed.
        if !placed && worth && own.day >= frame.first && !frame.content.sessions()[own.first].is_in(RACE) {
            list.push(GaveUp { what: Given::Session(own.first, own.day), because: left_out(frame, best, slot) });
        }
    }
    list
}

/// Why what the plan has along with a session is left out: what closes it, what made that session an easier one, or the
/// rule that leaves no room for it.
fn left_along(frame: &Frame, best: &Found, slot: usize, along: usize) -> Because {
    if let Some(closed) = &frame.closed[along] {
        return Because::Closed(along, closed.clone());
    }
    let Some((day, choice)) = best
        .days
        .iter()
        .enumerate()
        .find_map(|(day, it)| it.filter(|(s, _)| *s == slot).map(|(_, choice)| (day, choice)))
    else {
        return Because::Days;
    };
    let choices = &frame.slots[slot].choices;
    let session = choices[choice].main.session;
    let with = choices.iter().position(|it| it.main.session == session && it.with.contains(&along));
    let Some(with) = with else { return Because::Eased(frame.slots[slot].first) };
    let mut there = best.days;
    there[day] = Some((slot, with));
    breaks(frame, best, &there).map_or(Because::Days, Because::Rule)
}

/// Why a session is left out: what closes it, that no day is free, or the rule that keeps it from the first free day.
fn left_out(frame: &Frame, best: &Found, slot: usize) -> Because {
    if let Some(closed) = &frame.closed[frame.slots[slot].first] {
        return Because::Closed(frame.slots[slot].first, closed.clone());
    }
    if let Some(rule) = unkept(frame, best) {
        return Because::Rule(rule);
    }
    let free = (0..WEEK)
        .filter(|&day| may_train(frame, day) && best.days[day].is_none() && frame.wishes.rest_day != Some(day));
    let on = |day: usize| {
        let mut there = best.days;
        there[day] = Some((slot, 0));
        breaks(frame, best, &there).map(Because::Rule)
    };
    let first = free.map(on).next();
    let too_short = first.is_some().then(|| too_short(frame, &frame.slots[slot])).flatten();
    too_short.or(first.flatten()).or(no_time_along(frame, best, &frame.slots[slot])).unwrap_or(Because::Days)
}

/// What breaks where a slot's first choice stands on a day.
fn stands_against(frame: &Frame, best: &Found, slot: usize, day: usize) -> Because {
    let mut there = best.days;
    if let Some(now) = there.iter().position(|d| d.is_some_and(|(s, _)| s == slot)) {
        there[now] = None;
    }
    there[day] = Some((slot, 0));
    let plain = filled(frame, &there);
    let broken = frame.held.iter().find(|h| h.of.hard && h.is_broken(frame.content, &plain, &frame.around));
    broken.map_or(Because::Days, |held| Because::Rule(held.rule))
}

/// The hard rule that a race breaks on its day.
pub(super) fn against_race(frame: &Frame, race: &Race) -> Because {
    let day = super::history::days_between(frame.monday, race.date);
    let mut plain = filled(frame, &[None; WEEK]);
    if let (Ok(day), Some(session)) = (usize::try_from(day), frame.race)
        && day < WEEK
    {
        plain[day].sessions = crate::condition::OptionSet::only(session);
    }
    let broken = frame.held.iter().find(|h| h.of.hard && h.is_broken(frame.content, &plain, &frame.around));
    broken.map_or(Because::Days, |held| Because::Rule(held.rule))
}
