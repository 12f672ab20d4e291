//! What a runner wants of a week, and what keeps any week from being made.

use crate::model::{Content, DAYS, InputKind, RACE};
use crate::profile::{Given, Profile, Race, nearest_option, read_races};
use jiff::civil::Date;

/// A runner's wishes. Days are counted from 0 for Monday.
#[derive(Debug, Clone, PartialEq)]
pub struct Wishes {
    /// The days on which the runner can train; all where nothing is said.
    pub available: [bool; 7],
    /// Whether the runner has said on which days.
    pub says_days: bool,
    /// The longest that a training day may be, in base units.
    pub time: Option<f64>,
    /// The same for the day of the long run, where that is another.
    pub long_time: Option<f64>,
    /// The day to rest.
    pub rest_day: Option<usize>,
    /// The day for the long run.
    pub long_day: Option<usize>,
    /// Races to come, by date.
    pub races: Vec<Race>,
    /// The last race that is over, where there was one.
    pub last_race: Option<Race>,
}

/// What keeps a week from being made; each is a matter of what the runner said.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// A race that is over.
    PastRace(Race),
    /// No day to train at all.
    NoDay,
    /// The day to rest is the only day to train.
    OnlyRestDay(usize),
    /// A race on a day on which the runner cannot train.
    UnavailableRace(Race),
    /// Two races on one day.
    TwoRaces(Date),
    /// A last race that is still to come.
    ComingLastRace(Date),
    /// A race on the day of a run that was none: whether it has been run decides what the days after it may hold.
    RaceToday(Race),
}

impl Trouble {
    /// The input whose answer must change.
    pub fn input(&self) -> &'static str {
        match self {
            Trouble::PastRace(_) | Trouble::TwoRaces(_) | Trouble::RaceToday(_) => "race_date",
            Trouble::NoDay | Trouble::UnavailableRace(_) => "available_days",
            Trouble::OnlyRestDay(_) => "rest_day",
            Trouble::ComingLastRace(_) => "last_race_date",
        }
    }

    /// A word for it, the last part of the key of its text.
    pub fn word(&self) -> &'static str {
        match self {
            Trouble::PastRace(_) => "past_race",
            Trouble::NoDay => "no_day",
            Trouble::OnlyRestDay(_) => "only_rest_day",
            Trouble::UnavailableRace(_) => "unavailable_race",
            Trouble::TwoRaces(_) => "two_races",
            Trouble::ComingLastRace(_) => "coming_last_race",
            Trouble::RaceToday(_) => "race_today",
        }
    }
}

/// Day of the week from 0 for Monday.
pub(super) fn weekday(date: Date) -> usize {
    date.weekday().to_monday_zero_offset() as usize
}

impl Wishes {
    /// A runner's wishes, or everything that keeps a week from being made.
    pub fn of(content: &Content, profile: &Profile) -> Result<Self, Vec<Trouble>> {
        let given = |id: &str| content.input(id).map_or(&Given::Unknown, |axis| profile.given(axis));
        let day = |id: &str| {
            let axis = content.input(id)?;
            let Given::Choice(option) = profile.given(axis) else { return None };
            let word = &content.inputs()[axis].options.get(*option)?.id;
            DAYS.iter().position(|day| day == word)
        };
        let mut available = [true; 7];
        let says_days = matches!(given("available_days"), Given::Set(_));
        if let (Some(axis), Given::Set(days)) = (content.input("available_days"), given("available_days")) {
            let options = &content.inputs()[axis].options;
            available = std::array::from_fn(|at| days.iter().any(|o| options[o].id == DAYS[at]));
        }
        let time = |id: &str| match given(id) {
            Given::Number(seconds) => Some(*seconds),
            _ => None,
        };
        let mut wishes = Self {
            available,
            says_days,
            time: time("minutes_per_day"),
            long_time: time("long_run_minutes"),
            rest_day: day("rest_day"),
            long_day: day("long_run_day"),
            races: planned(content, profile),
            last_race: last_race(content, profile),
        };
        let mut troubles = wishes.troubles(profile.as_of());
        // Left out in silence, it would leave out the easy days after it too.
        if let Given::Date(date) = given("last_race_date")
            && *date > profile.as_of()
        {
            troubles.push(Trouble::ComingLastRace(*date));
        }
        let raced = wishes.last_race.as_ref().is_some_and(|race| race.date == profile.as_of());
        let today = wishes.races.iter().filter(|race| race.date == profile.as_of() && !raced);
        troubles.extend(today.cloned().map(Trouble::RaceToday));
        // A race on the day of the run just done is that run, or is over.
        wishes.races.retain(|race| race.date > profile.as_of());
        if troubles.is_empty() { Ok(wishes) } else { Err(troubles) }
    }

    /// The longest that a session may be, in base units: of a long run, or of any other.
    pub(super) fn time_for(&self, long: bool) -> Option<f64> {
        self.long_time.filter(|_| long).or(self.time)
    }

    fn troubles(&self, as_of: Date) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        let (past, coming): (Vec<&Race>, Vec<&Race>) = self.races.iter().partition(|race| race.date < as_of);
        troubles.extend(past.into_iter().cloned().map(Trouble::PastRace));
        let days: Vec<usize> = (0..7).filter(|&day| self.available[day]).collect();
        match days[..] {
            [] => troubles.push(Trouble::NoDay),
            [only] if self.rest_day == Some(only) => troubles.push(Trouble::OnlyRestDay(only)),
            _ => {
                let unavailable = coming.iter().filter(|race| !self.available[weekday(race.date)]);
                troubles.extend(unavailable.map(|race| Trouble::UnavailableRace((*race).clone())));
            }
        }
        let twice = coming.windows(2).filter(|pair| pair[0].date == pair[1].date);
        troubles.extend(twice.map(|pair| Trouble::TwoRaces(pair[0].date)));
        troubles
    }
}

/// The races that the runner names, by date; the same race named twice is one.
fn planned(content: &Content, profile: &Profile) -> Vec<Race> {
    let mut races = Vec::new();
    let input = |id: &str| content.input(id).map(|axis| (axis, profile.given(axis)));
    if let Some((_, Given::Date(date))) = input("race_date") {
        let option = chosen(content, profile, "race_distance");
        let priority = input("race_priority").map(|(axis, _)| profile.answer(axis));
        let priority = match priority {
            Some(crate::condition::Answer::Choice(option)) => option,
            _ => 0,
        };
        races.push(Race { date: *date, option, distance: length(content, "race_distance", option), priority });
    }
    if let Some((_, Given::Text(text))) = input("races") {
        // What could not be read has been refused with the profile.
        let others = read_races(content, text).unwrap_or_default();
        let again = |race: &Race| {
            races.iter().any(|r: &Race| r.date == race.date && (race.option.is_none() || r.option == race.option))
        };
        let others: Vec<Race> = others.into_iter().filter(|race| !again(race)).collect();
        races.extend(others);
    }
    races.sort_by_key(|race| race.date);
    races
}

/// The race just done, or the one that the runner names as the last.
fn last_race(content: &Content, profile: &Profile) -> Option<Race> {
    let option = chosen(content, profile, "last_race_distance");
    let named = match content.input("last_race_date").map(|axis| profile.given(axis)) {
        Some(Given::Date(date)) if *date <= profile.as_of() => {
            let distance = length(content, "last_race_distance", option);
            let option = distance.and_then(|metres| nearest_option(content, metres));
            Some(Race { date: *date, option, distance, priority: 0 })
        }
        _ => None,
    };
    let session = done(content, profile).filter(|&s| content.sessions()[s].is_in(RACE));
    if session.is_none() {
        return named;
    }
    let distance = match content.input("distance").map(|axis| profile.given(axis)) {
        Some(Given::Number(metres)) => Some(*metres),
        // The race of this day may be the one that was planned.
        _ => {
            let today = planned(content, profile).into_iter().find(|race| race.date == profile.as_of());
            today.and_then(|race| race.distance)
        }
    };
    let option = match distance {
        Some(metres) => nearest_option(content, metres),
        None => longest_in(content, profile),
    };
    Some(Race { date: profile.as_of(), option, distance, priority: 0 })
}

/// Nobody has raced 5 km in less: seconds, metres, and how time grows with the distance beyond (Riegel's exponent).
const FASTEST: (f64, f64, f64) = (750.0, 5_000.0, 1.06);

/// Races beyond a marathon, in metres, and how long a race takes that may have been one: by then most marathons close.
const BEYOND_MARATHON: (f64, f64) = (43_000.0, 6.0 * 3600.0);

/// The longest race that can have been run in the time that the run just done took.
fn longest_in(content: &Content, profile: &Profile) -> Option<usize> {
    let Given::Number(seconds) = profile.given(content.input("duration")?) else { return None };
    let (time, metres, exponent) = FASTEST;
    let fastest = |far: f64| time * (far / metres).powf(exponent);
    let at_least = |far: f64| if far > BEYOND_MARATHON.0 { BEYOND_MARATHON.1 } else { fastest(far) };
    let options = &content.inputs()[content.input("race_distance")?].options;
    let lengths = options.iter().enumerate().filter_map(|(at, option)| Some((at, option.distance?)));
    let run = lengths.filter(|(_, far)| at_least(*far) <= *seconds);
    run.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

/// The session that the run just done was, by id.
pub(super) fn done(content: &Content, profile: &Profile) -> Option<usize> {
    let axis = content.input("session_kind")?;
    let Given::Choice(option) = profile.given(axis) else { return None };
    let id = &content.inputs()[axis].options[*option].id;
    content.sessions().iter().position(|session| session.id == *id)
}

fn chosen(content: &Content, profile: &Profile, id: &str) -> Option<usize> {
    match profile.given(content.input(id)?) {
        Given::Choice(option) => Some(*option),
        _ => None,
    }
}

fn length(content: &Content, id: &str, option: Option<usize>) -> Option<f64> {
    let input = &content.inputs()[content.input(id)?];
    (input.kind == InputKind::Choice).then_some(())?;
    input.options.get(option?)?.distance
}
