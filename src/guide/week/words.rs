//! Reasons of a week in the pack's words.

use super::document::{ChangeDoc, TroubleDoc};
use crate::guide::words::Voice;
use crate::model::{Asks, Content, DAYS};
use crate::profile::Race;
use crate::week::{Because, Closed, Cut, GaveUp, Given, Move, Trouble, Why};
use jiff::civil::Date;

impl Voice<'_> {
    /// A day of the week in full, from 0 for Monday.
    fn day_name(&self, day: usize) -> String {
        self.text(&format!("weekday.{}", day + 1), &[])
    }

    /// A day without its year: `Mon 30 November`.
    pub(super) fn short_day(&self, date: Date) -> String {
        let weekday = self.text(&format!("weekday_short.{}", date.weekday().to_monday_one_offset()), &[]);
        let month = self.text(&format!("month.{}", date.month()), &[]);
        self.text("week.day", &[("weekday", &weekday), ("day", &date.day().to_string()), ("month", &month)])
    }

    /// A race in words: `Half marathon`, or its length.
    pub(super) fn race(&self, race: &Race) -> String {
        let option = self.content.input("race_distance").zip(race.option);
        match (option, race.distance) {
            (Some((axis, option)), distance) => {
                let option = &self.content.inputs()[axis].options[option];
                // A length of one's own says more than the option that is nearest to it.
                match distance.filter(|metres| option.distance.is_some_and(|own| (own - metres).abs() > 1.0)) {
                    Some(metres) => self.length(metres),
                    None => option.label.clone(),
                }
            }
            (None, Some(metres)) => self.length(metres),
            (None, None) => self.text("week.race", &[]),
        }
    }

    fn length(&self, metres: f64) -> String {
        crate::quantity::Unit::parse("km").map(|km| self.measured(metres, &km)).unwrap_or_default()
    }

    pub(super) fn session_title(&self, session: usize) -> &str {
        &self.content.sessions()[session].title
    }

    /// Why a day holds what it holds.
    pub(super) fn why(&self, why: &Why) -> String {
        let because = |because: &Because| self.because(because);
        match why {
            Why::Plan => self.text("week.why.plan", &[]),
            Why::Rest => self.text("week.why.rest", &[]),
            Why::Moved(from, reason) => {
                self.text("week.why.moved", &[("day", &self.day_name(*from)), ("because", &because(reason))])
            }
            Why::Instead(session, reason) => self
                .text("week.why.instead", &[("session", self.session_title(*session)), ("because", &because(reason))]),
            Why::Free(session, reason) => {
                self.text("week.why.free", &[("session", self.session_title(*session)), ("because", &because(reason))])
            }
            Why::Race => self.text("week.why.race", &[]),
            Why::Done => self.text("week.why.done", &[]),
            Why::Past => self.text("week.why.past", &[]),
        }
    }

    /// A reason as the end of a sentence.
    pub(super) fn because(&self, because: &Because) -> String {
        let day = |key: &str, day: usize| self.text(key, &[("day", &self.day_name(day))]);
        match because {
            Because::NotAvailable(at) => day("week.because.not_available", *at),
            Because::RestDay(at) => day("week.because.rest_day", *at),
            Because::LongDay(at) => day("week.because.long_day", *at),
            Because::Over(at) => day("week.because.over", *at),
            Because::Race(race) => {
                self.text("week.because.race", &[("race", &self.race(race)), ("day", &self.short_day(race.date))])
            }
            Because::NoRace => self.text("week.because.no_race", &[]),
            Because::Done(session, day) => {
                let values = [("session", self.session_title(*session)), ("day", &self.day_name(*day))];
                self.text("week.because.done", &values)
            }
            Because::Time => self.text("week.because.time", &[]),
            Because::Small => self.text("week.because.small", &[]),
            Because::Closed(session, Closed::Unless(entries)) => {
                let caveat = self.content.sessions()[*session].caveat.as_ref();
                let words = self.blockers(caveat, entries, crate::condition::Truth::True);
                self.text("week.because.closed", &[("list", &self.list(&words, "and"))])
            }
            Because::Closed(_, Closed::Flag(flag)) => {
                self.text("week.because.flag", &[("flag", &self.content.flags()[*flag].title)])
            }
            Because::Rule(rule) => self.text("week.because.rule", &[("rule", &self.content.week_rules()[*rule].title)]),
            Because::TooNear(rule, race) => {
                let rule = self.content.week_rules()[*rule].title.as_str();
                let (race, day) = (self.race(race), self.short_day(race.date));
                self.text("week.because.too_near", &[("race", &race), ("day", &day), ("rule", rule)])
            }
            Because::Room(session) => self.text("week.because.room", &[("session", self.session_title(*session))]),
            Because::NoTimeAlong(session) => {
                self.text("week.because.no_time_along", &[("session", self.session_title(*session))])
            }
            Because::Eased(session) => self.text("week.because.eased", &[("session", self.session_title(*session))]),
            Because::Monday(session) => self.text("week.because.monday", &[("session", self.session_title(*session))]),
            Because::Days => self.text("week.because.days", &[]),
        }
    }

    /// What shortened a session.
    pub(super) fn cut(&self, cut: &Cut) -> String {
        match cut {
            Cut::Time => self.text("week.cut.time", &[]),
            Cut::LongRun => self.text("week.cut.long_run", &[]),
            Cut::Rule(rule) => self.text("week.cut.rule", &[("rule", &self.content.week_rules()[*rule].title)]),
        }
    }

    pub(super) fn moved(&self, moved: &Move) -> ChangeDoc {
        let (from, to) = (self.day_name(moved.from), self.day_name(moved.to));
        let values = [
            ("session", self.session_title(moved.session)),
            ("from", &from),
            ("to", &to),
            ("because", &self.because(&moved.because)),
        ];
        ChangeDoc {
            what: "session".to_owned(),
            id: self.content.sessions()[moved.session].id.clone(),
            from: Some(DAYS[moved.from].to_owned()),
            to: Some(DAYS[moved.to].to_owned()),
            text: self.text("week.moved", &values),
        }
    }

    pub(super) fn gave_up(&self, gave_up: &GaveUp) -> ChangeDoc {
        let because = self.because(&gave_up.because);
        let doc = |what: &str, id: String, from: Option<usize>, text: String| ChangeDoc {
            what: what.to_owned(),
            id,
            from: from.map(|day| DAYS[day].to_owned()),
            to: None,
            text,
        };
        match &gave_up.what {
            Given::Race(race) => {
                let day = self.short_day(race.date);
                let values = [("race", self.race(race)), ("day", day), ("because", because)];
                let rules = self.content.week_rules();
                let looks_at = |rule: usize, input: &str| {
                    let axis = self.content.input(input);
                    rules[rule].when.entries().any(|entry| Some(entry.axis) == axis)
                };
                let key = match gave_up.because {
                    Because::TooNear(..) => "week.gave_up.race_near",
                    // A later day helps where it is too soon to race.
                    Because::Rule(rule) if matches!(rules[rule].asks, Asks::GapAfter { .. }) => "week.gave_up.race",
                    Because::Rule(rule) if looks_at(rule, "plan_week") => match looks_at(rule, "race_distance") {
                        true => "week.gave_up.race_long",
                        false => "week.gave_up.race",
                    },
                    _ => "week.gave_up.race_held",
                };
                doc("race", race.date.to_string(), None, self.say(key, &values))
            }
            Given::RestDay(day) => {
                let values = [("day", self.day_name(*day)), ("because", because)];
                doc("rest_day", DAYS[*day].to_owned(), None, self.say("week.gave_up.rest_day", &values))
            }
            Given::LongDay(day) => {
                let values = [("day", self.day_name(*day)), ("because", because)];
                doc("long_run_day", DAYS[*day].to_owned(), None, self.say("week.gave_up.long_day", &values))
            }
            Given::Session(session, day) => {
                let title = self.session_title(*session).to_owned();
                let values = [("session", title), ("day", self.day_name(*day)), ("because", because)];
                let id = self.content.sessions()[*session].id.clone();
                doc("session", id, Some(*day), self.say("week.gave_up.session", &values))
            }
            Given::Rule(rule) => {
                let rule = &self.content.week_rules()[*rule];
                let values = [("rule", rule.title.clone())];
                doc("rule", rule.id.clone(), None, self.say("week.gave_up.rule", &values))
            }
        }
    }

    fn say(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.text(key, &values)
    }
}

/// What keeps a week from being made, in the pack's words.
pub(super) fn trouble(voice: &Voice, trouble: &Trouble) -> TroubleDoc {
    let content: &Content = voice.content;
    let values: Vec<(&str, String)> = match trouble {
        Trouble::PastRace(race) | Trouble::UnavailableRace(race) | Trouble::RaceToday(race) => vec![
            ("race", voice.race(race)),
            ("date", voice.date(race.date)),
            ("day", DAYS[race.date.weekday().to_monday_zero_offset() as usize].to_owned()),
        ],
        Trouble::NoDay => Vec::new(),
        Trouble::OnlyRestDay(day) => vec![("day", voice.day_name(*day))],
        Trouble::TwoRaces(date) | Trouble::ComingLastRace(date) => vec![("date", voice.date(*date))],
    };
    let word = trouble.word();
    TroubleDoc {
        input: content.input(trouble.input()).map_or_else(String::new, |axis| content.axis_id(axis).to_owned()),
        text: voice.say(&format!("week.trouble.{word}"), &values),
        help: voice.say(&format!("week.trouble_help.{word}"), &values),
    }
}
