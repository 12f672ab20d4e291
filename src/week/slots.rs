//! The sessions of a plan's week, each with what may take its place.

use super::closed::Closed;
use super::rules::Main;
use super::wishes::Wishes;
use super::{WEEK, cost};
use crate::condition::OptionSet;
use crate::model::{Content, LONG, Load, PlanDay, RACE, Session};
use crate::profile::Profile;

/// A day of the plan that holds a session.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slot {
    /// The plan's day.
    pub day: usize,
    /// The session that the plan prefers.
    pub first: usize,
    /// What may be done, the cheapest first.
    pub choices: Vec<Choice>,
    /// What leaving it out costs.
    pub left_out: u64,
    /// Whether it is the long run that the runner may wish on a day.
    pub long: bool,
    /// Whether the plan has it along with its day's session, which leaves no time for it.
    pub apart: bool,
}

/// One thing that may be done.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    /// The main session.
    pub main: Main,
    /// Sessions that go along.
    pub with: Vec<usize>,
    /// All of them.
    pub sessions: OptionSet,
    /// What it costs beside the day.
    pub cost: u64,
}

/// What a runner's week comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weekly<'a> {
    /// How long the runner's days may be.
    pub wishes: &'a Wishes,
    /// The normal week's distance, in base units.
    pub metres: Option<f64>,
    /// The part of it that the week has.
    pub volume: (f64, f64),
    /// Seconds for each metre of easy running.
    pub pace: Option<f64>,
}

impl Weekly<'_> {
    /// How long a share of the week takes, where distance and pace say so.
    fn time_of(&self, share: f64) -> Option<(f64, f64)> {
        let whole = self.metres? * self.pace? * share;
        (share > 0.0 && whole > 0.0).then_some((whole * self.volume.0, whole * self.volume.1))
    }
}

/// The slots of a week, and for each day of the plan whose session is taken the day that takes it: days that are fixed by a
/// race or by the run just done take the slot that is most like them.
pub(super) fn slots(
    content: &Content,
    profile: &Profile,
    weekly: &Weekly<'_>,
    days: &[PlanDay; WEEK],
    closed: &[Option<Closed>],
    fixed: &[Option<OptionSet>; WEEK],
    race: Option<usize>,
) -> (Vec<Slot>, [Option<usize>; WEEK]) {
    let sessions = content.sessions();
    let mut taken = [None; WEEK];
    let mut slots: Vec<Slot> =
        days.iter().enumerate().flat_map(|(at, day)| slots_of(content, profile, weekly, at, day, closed)).collect();
    let mut racing: Vec<usize> =
        days.iter().enumerate().filter(|(_, d)| d.holds_race(sessions)).map(|(at, _)| at).collect();
    for (day, set) in fixed.iter().enumerate().filter_map(|(day, set)| set.map(|set| (day, set))) {
        let is_race = race.is_some_and(|race| set.contains(race));
        if is_race && !racing.is_empty() {
            // The plan's own race day is meant; what else may stand on it is left out.
            racing.sort_by_key(|at| (at.abs_diff(day), *at));
            let own = racing.remove(0);
            slots.retain(|slot| slot.day != own);
            continue;
        }
        let likeness = |slot: &Slot| {
            let session = &sessions[slot.first];
            let own = set.contains(slot.first);
            // What only takes a session's place is not what the plan has there.
            let same = own || slot.choices.iter().any(|c| c.cost < cost::INSTEAD && set.contains(c.main.session));
            let as_hard = set.iter().any(|s| sessions[s].load == session.load && sessions[s].run == session.run);
            let demanding = is_race && session.is_demanding();
            let own_day = slot.day == day;
            // A run as hard as the one that the plan has on its day is that one by another name.
            let demands = |s: usize| sessions[s].is_demanding() == session.is_demanding();
            let alike = as_hard && session.run && set.iter().any(demands);
            let kind = match (same || (alike && own_day), demanding, as_hard, own_day) {
                (true, ..) => 0,
                (_, true, _, true) => 1,
                (_, true, ..) => 2,
                (_, _, true, _) => 3,
                (.., true) => 4,
                _ => 5,
            };
            (kind, slot.day.abs_diff(day), slot.day)
        };
        if let Some((at, _)) = slots.iter().enumerate().map(|(at, slot)| (at, likeness(slot))).min_by_key(|(_, l)| *l)
            && likeness(&slots[at]).0 < 5
            && set.iter().any(|s| sessions[s].load != Load::Rest)
        {
            let own = slots.remove(at);
            slots.retain(|slot| !(slot.apart && slot.day == own.day));
            taken[own.day] = Some(day);
        }
    }
    (slots, taken)
}

/// The slot of a day of the plan, and those of what goes along with its session, where there is no time for both.
fn slots_of(
    content: &Content,
    profile: &Profile,
    weekly: &Weekly<'_>,
    at: usize,
    day: &PlanDay,
    closed: &[Option<Closed>],
) -> Vec<Slot> {
    let sessions = content.sessions();
    let open = |s: usize| closed[s].is_none() && !sessions[s].is_in(RACE);
    let not_raced = day.options.iter().find(|s| !sessions[**s].is_in(RACE));
    let Some(&first) = not_raced.or(day.options.first()) else { return Vec::new() };
    // In order: the plan's alternatives, then the chains of `instead`.
    let mut order: Vec<(usize, u64)> =
        day.options.iter().enumerate().map(|(step, &s)| (s, cost::ALTERNATIVE * step as u64)).collect();
    let mut made_easier = Vec::new();
    for &start in &day.options {
        let (mut next, mut steps) = (sessions[start].instead, 1);
        while let Some(session) = next {
            if steps > sessions.len() as u64 || order.iter().any(|(s, _)| *s == session) {
                break;
            }
            let easier = sessions[start].is_demanding() && !sessions[session].is_demanding();
            made_easier.extend(easier.then_some(session));
            let eased = easier || (sessions[start].run && !sessions[session].run);
            let eased = if eased { cost::EASED } else { 0 };
            let long = if easier && sessions[start].is_in(LONG) { cost::LONG_RUN } else { 0 };
            order.push((session, cost::INSTEAD * steps + eased + long));
            (next, steps) = (sessions[session].instead, steps + 1);
        }
    }
    let along: Vec<usize> = day.with.iter().copied().filter(|&s| open(s)).collect();
    let has_time = |with: &[usize]| length(content, profile, weekly, day, first, with).is_some();
    let (along, apart) = match open(first) && has_time(&[]) && !has_time(&along) {
        true => (Vec::new(), along),
        false => (along, Vec::new()),
    };
    let lost: u64 = cost::ALONG * along.len() as u64;
    let along = Some(along).filter(|along| !along.is_empty());
    let mut left_out = if sessions[first].is_in(RACE) { 0 } else { cost::left_out(&sessions[first]) } + lost;
    let mut choices = Vec::new();
    for (session, step) in order.into_iter().filter(|(s, _)| open(*s)) {
        // A rest that only stands at the end of a chain of `instead` is no choice of the plan, and the session is left out.
        if sessions[session].load == Load::Rest && day.options.contains(&session) {
            let rested = if sessions[first].load == Load::Rest { 0 } else { cost::RESTED };
            left_out = left_out.min(step + rested + lost);
        }
        // What goes along with a demanding session does not make the easy day hard that takes its place.
        let along = along.clone().filter(|_| !made_easier.contains(&session));
        let all = along.map(|along| (along, 0));
        for (with, dropped) in all.into_iter().chain([(Vec::new(), lost)]) {
            // Rest by itself is the slot left out.
            if sessions[session].load == Load::Rest && with.is_empty() {
                continue;
            }
            let Some(main) = length(content, profile, weekly, day, session, &with) else { continue };
            let set = with.iter().chain([&session]).fold(OptionSet::default(), |all, &s| all.union(OptionSet::only(s)));
            choices.push(Choice { main, with, sessions: set, cost: step + dropped });
        }
    }
    choices.sort_by_key(|choice| choice.cost);
    let long = choices.first().is_some_and(|_| sessions[first].is_in(LONG) && open(first));
    let is_none = choices.is_empty() && (sessions[first].load == Load::Rest || sessions[first].is_in(RACE));
    let own = Some(Slot { day: at, first, choices, left_out, long, apart: false }).filter(|_| !is_none);
    let apart = apart.into_iter().filter_map(|session| {
        let main = length(content, profile, weekly, day, session, &[])?;
        let choice = Choice { main, with: Vec::new(), sessions: OptionSet::only(session), cost: 0 };
        Some(Slot { day: at, first: session, choices: vec![choice], left_out: cost::ALONG, long: false, apart: true })
    });
    own.into_iter().chain(apart).collect()
}

/// A session as long as it is for a runner: as the plan says, else as long as its share of the week's distance takes at the
/// runner's own pace, else as the session says. No longer than the runner has; `None` where what goes along leaves no room.
fn length(
    content: &Content,
    profile: &Profile,
    weekly: &Weekly<'_>,
    day: &PlanDay,
    session: usize,
    with: &[usize],
) -> Option<Main> {
    let answers = profile.answers();
    let of = |session: &Session| session.own_minutes(&answers).map_or((0.0, 0.0), |range| (range.lo(), range.hi()));
    let own = &content.sessions()[session];
    let share = if own.run { day.share.unwrap_or(0.0) } else { 0.0 };
    let by_plan = day.minutes.filter(|_| own.load != Load::Rest && day.options.contains(&session));
    let by_distance = weekly.time_of(share).filter(|_| by_plan.is_none());
    // What only stands in is no longer than it is by itself: an easy run in place of the long one is an easy run.
    let by_distance = by_distance.map(|(low, high)| match day.options.first() == Some(&session) {
        true => (low, high),
        false => (low.min(of(own).1), high.min(of(own).1)),
    });
    let (low, high) = by_plan.map(|range| (range.lo(), range.hi())).or(by_distance).unwrap_or_else(|| of(own));
    let by_distance = by_distance.is_some();
    // In less time than any runner needs for it, warm-up and way home leave nothing for the hard part.
    let shortest = own.shortest();
    let too_short = |room: f64| own.load == Load::Hard && high > room && room < shortest;
    let too_little = by_distance && own.load == Load::Hard && high < shortest - 1e-6;
    let time = weekly.wishes.time_for(own.is_in(LONG));
    if own.instead.is_some() && (time.is_some_and(too_short) || too_little) {
        return None;
    }
    let along: f64 = with.iter().map(|&s| of(&content.sessions()[s]).0).sum();
    let room = time.map_or(f64::INFINITY, |time| time - along);
    // What goes along needs a whole session beside it; one that is only long at this runner's pace may be shorter.
    let least = if by_distance { low.min(of(own).0) } else { low };
    if room < least && !with.is_empty() {
        return None;
    }
    let minutes = (low.min(room), high.min(room));
    Some(Main { session, minutes, share, by_distance, cut: high > room + 1e-9 })
}
