//! What content tests expect of weeks, held against the weeks that are made.

use super::failed_test::{Failed, Subject};
use crate::model::{Ahead, Content, ContentTest, Count, DAYS, RACE, WeekTest};
use crate::profile::{Profile, Race};
use crate::quantity::Interval;
use crate::source::Span;
use crate::week::{Day, Given, Schedule, WEEK, Week, schedule};

/// Metres of a kilometre.
const KM: f64 = 1000.0;

/// Amounts may be off by rounding.
const SLACK: f64 = 1e-6;

/// Runs what a test says about weeks; for each expectation that does not come out.
pub(super) fn weeks_of(content: &Content, test: &ContentTest, profile: &Profile, failed: &mut Vec<Failed>) {
    // A week that has begun may be the first, so days reach one week farther.
    let needed = |expected: &WeekTest| match expected.window {
        Ahead::Weeks(_, last) => last,
        Ahead::Days(_, last) => last.div_ceil(WEEK) + 1,
    };
    let Some(weeks) = test.plan.iter().map(needed).max() else { return };
    match schedule(content, profile, weeks, 0) {
        Ok(made) => {
            for expected in &test.plan {
                let (window, weeks) = (expected.window, looked_at(&made, profile, expected));
                let mut held = Held { content, test, failed, window, ahead: &made.races, weeks };
                held.against(expected);
            }
        }
        Err(troubles) => {
            let words: Vec<&str> = troubles.iter().map(|trouble| trouble.word()).collect();
            let message = format!("no week can be made: {}", words.join(", ").replace('_', "-"));
            failed.push(Failed::new(test, Subject::Weeks, test.plan[0].span, message, "expects weeks"));
        }
    }
}

/// The weeks and their days to come that an expectation is about.
fn looked_at<'s>(made: &'s Schedule, profile: &Profile, expected: &WeekTest) -> Vec<(&'s Week, Vec<&'s Day>)> {
    let numbered = made.weeks.iter().enumerate();
    let days = |at: usize, week: &'s Week| -> Vec<&'s Day> {
        let ahead = |day: &&Day| match expected.window {
            Ahead::Weeks(first, last) => !day.over && (first..=last).contains(&(at + 1)),
            Ahead::Days(first, last) => {
                let number = profile.as_of().until(day.date).map_or(0, |span| span.get_days());
                usize::try_from(number).is_ok_and(|number| (first..=last).contains(&number))
            }
        };
        week.days.iter().filter(ahead).collect()
    };
    numbered.map(|(at, week)| (week, days(at, week))).filter(|(_, days)| !days.is_empty()).collect()
}

struct Held<'a, 's> {
    content: &'a Content,
    test: &'a ContentTest,
    failed: &'a mut Vec<Failed>,
    window: Ahead,
    /// Races to come, with the remarks on them.
    ahead: &'s [(Race, Vec<usize>)],
    weeks: Vec<(&'s Week, Vec<&'s Day>)>,
}

impl Held<'_, '_> {
    fn against(&mut self, expected: &WeekTest) {
        if let Some((plan, span)) = expected.plan {
            let other = self.weeks.iter().find(|(week, _)| week.plan != plan).map(|(week, _)| *week);
            if let Some(week) = other {
                let id = &self.content.plans()[week.plan].id;
                self.fail(span, format!("the week of {} is `{id}`", week.monday), "expected this plan");
            }
        }
        let days: Vec<&Day> = self.weeks.iter().flat_map(|(_, days)| days.iter().copied()).collect();
        for (at, any, span) in &expected.days {
            let on = |day: &&&Day| day.date.weekday().to_monday_zero_offset() as usize == *at;
            let other = days.iter().filter(on).find(|day| !any.iter().any(|of| of.day(day.set())));
            if let Some(day) = other {
                self.fail(*span, format!("{} {} holds {}", DAYS[*at], day.date, self.held(day)), "expected this");
            }
        }
        for count in &expected.counts {
            if count.in_all {
                self.count(count, &days);
            } else {
                self.weeks.clone().iter().for_each(|(_, days)| self.count(count, days));
            }
        }
        for (of, span) in &expected.apart {
            let two = days.windows(2).find(|two| {
                two[0].date.tomorrow().ok() == Some(two[1].date) && two.iter().all(|day| of.day(day.set()))
            });
            if let Some(two) = two {
                let message = format!("`{}` stands on {} and on {}", of.word, two[0].date, two[1].date);
                self.fail(*span, message, "must be apart");
            }
        }
        if let Some((range, span)) = expected.distance {
            let sum = |ends: Vec<Interval>| ends.iter().fold((0.0, 0.0), |s, d| (s.0 + d.lo(), s.1 + d.hi()));
            self.distance(range, span, "runs", &sum);
        }
        if let Some((range, span)) = expected.longest {
            let longest = |ends: Vec<Interval>| {
                let longest = ends.iter().map(|d| d.hi()).fold(0.0, f64::max);
                (longest, longest)
            };
            self.distance(range, span, "has a longest run of", &longest);
        }
        let gave_up = self.weeks.iter().flat_map(|(week, _)| &week.gave_up).map(|given| match given.what {
            Given::Race(_) => "race",
            Given::RestDay(_) => "rest-day",
            Given::LongDay(_) => "long-run-day",
            Given::Session(..) => "session",
            Given::Rule(_) => "rule",
        });
        let gave_up: Vec<&str> = gave_up.collect();
        for (word, span) in expected.gave_up.iter().filter(|(word, _)| !gave_up.contains(&word.as_str())) {
            self.fail(*span, format!("no {} is given up", word.replace('-', " ")), "expected this");
        }
        for (rule, expected, span) in &expected.says {
            let of_days = days.iter().any(|day| day.remarks.contains(rule));
            let said = of_days || self.ahead.iter().any(|(_, remarks)| remarks.contains(rule));
            if said != *expected {
                let verb = if said { "says something" } else { "says nothing" };
                let label = if said { "expected that it does not" } else { "expected this" };
                self.fail(*span, format!("`{}` {verb}", self.content.week_rules()[*rule].id), label);
            }
        }
    }

    fn count(&mut self, count: &Count, days: &[&Day]) {
        let those: Vec<String> =
            days.iter().filter(|day| count.of.day(day.set())).map(|day| day.date.to_string()).collect();
        let (least, most) = count.between;
        if those.len() as f64 > most + SLACK {
            let message = format!("`{}` stands on {}", count.of.word, those.join(", "));
            self.fail(count.span, message, &format!("at most {most} days of these"));
        }
        if (those.len() as f64) < least - SLACK {
            let first = days.first().map_or_else(String::new, |day| format!(" from {} on", day.date));
            let message = format!("`{}` stands on {} days{first}", count.of.word, those.len());
            self.fail(count.span, message, &format!("at least {least} days of these"));
        }
    }

    /// Holds a distance against each week, or against all days together where days are looked at.
    fn distance(&mut self, range: Interval, span: Span, verb: &str, of: &dyn Fn(Vec<Interval>) -> (f64, f64)) {
        let looked_at: Vec<(String, Vec<&Day>)> = match self.window {
            Ahead::Weeks(..) => {
                let weeks = self.weeks.iter();
                weeks.map(|(week, days)| (format!("the week of {}", week.monday), days.clone())).collect()
            }
            Ahead::Days(..) => {
                let days: Vec<&Day> = self.weeks.iter().flat_map(|(_, days)| days.iter().copied()).collect();
                let from = days.first().map_or_else(String::new, |day| format!("what begins on {}", day.date));
                vec![(from, days)]
            }
        };
        for (what, days) in looked_at {
            let is_race = |day: &&&Day| day.session.is_some_and(|s| self.content.sessions()[s].is_in(RACE));
            let (low, high) = of(days.iter().filter(|day| !is_race(day)).filter_map(|day| day.distance).collect());
            if low < range.lo() - SLACK || high > range.hi() + SLACK {
                let (low, high) = (round(low / KM), round(high / KM));
                let found = if low == high { format!("{low}") } else { format!("{low}..{high}") };
                self.fail(span, format!("{what} {verb} {found} km"), "expected this");
            }
        }
    }

    fn held(&self, day: &Day) -> String {
        let ids: Vec<String> =
            day.set().iter().map(|session| format!("`{}`", self.content.sessions()[session].id)).collect();
        ids.join(" and ")
    }

    fn fail(&mut self, span: Span, message: String, label: &str) {
        self.failed.push(Failed::new(self.test, Subject::Weeks, span, message, label));
    }
}

/// To a hundredth, for messages.
fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}
