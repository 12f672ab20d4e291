//! Plans, sessions and rules of the week in words, for readers of whom nothing is known.

use super::rule::{Rules, alternatives};
use super::week::{effort_words, percent, time};
use crate::condition::Truth;
use crate::model::{Asks, Content, Gapped, PlanDay, Rising, Selector, Setting};
use crate::prose::{Link, escape};
use crate::quantity::Interval;
use serde::Serialize;

/// A plan in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanWords {
    /// For whom: alternatives, each a list of tests that all hold. None: for everybody whom no other plan fits.
    pub when: Vec<Vec<String>>,
    /// Its weeks.
    pub weeks: Vec<WeekWords>,
}

/// A week of a plan in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekWords {
    /// How much running it has, as a share of the usual week.
    pub volume: String,
    /// How much each day holds, Monday first; may be empty.
    pub sizes: Vec<String>,
}

/// A kind of session in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionWords {
    /// What to do (Markdown).
    pub what: String,
    /// How hard it feels; may be empty.
    pub effort: String,
    /// How long it takes.
    pub lengths: Vec<LengthDoc>,
    /// For whom not, each in words such as "you have …".
    pub unless: Vec<String>,
}

/// How long a session takes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LengthDoc {
    /// Whose; empty for everybody.
    pub who: String,
    /// How long.
    pub length: String,
}

impl Rules<'_> {
    /// A plan.
    pub fn plan(&self, at: usize) -> PlanWords {
        let (voice, plan) = (self.voice(), &self.content.plans()[at]);
        let weeks = plan.weeks.iter().map(|week| WeekWords {
            volume: percent(&voice, week.volume, 0.01),
            sizes: week.days.iter().map(|day| self.size(day)).collect(),
        });
        PlanWords {
            when: plan.when.as_ref().map(|when| alternatives(&voice, when.alternatives())).unwrap_or_default(),
            weeks: weeks.collect(),
        }
    }

    /// How much a day of a plan holds: what the plan says, else how long its first session takes.
    fn size(&self, day: &PlanDay) -> String {
        let voice = self.voice();
        let first = day.options.first().map(|&session| &self.content.sessions()[session]);
        let own = day.minutes.or_else(|| {
            let minutes = first?.minutes.as_ref()?;
            // A part of the week says how far; how long it is at most stands with the session.
            if day.share.is_some() { None } else { around(minutes) }
        });
        let part =
            day.share.map(|part| voice.text("site.plan.share", &[("share", &percent(&voice, (part, part), 0.01))]));
        let parts: Vec<String> = part.into_iter().chain(own.map(|minutes| time(&voice, minutes))).collect();
        parts.join(", ")
    }

    /// A session; `link` makes Markdown of a link in its text.
    pub fn session(&self, at: usize, link: &dyn Fn(&Link) -> String) -> SessionWords {
        let (voice, session) = (self.voice(), &self.content.sessions()[at]);
        let yours = format!("*{}*", escape(&voice.text("rule.amount", &[])));
        let length = |who: &str, minutes: Interval| LengthDoc { who: who.to_owned(), length: time(&voice, minutes) };
        let lengths = match &session.minutes {
            None => Vec::new(),
            Some(Setting::One(minutes)) => vec![length("", *minutes)],
            Some(Setting::By(axis, all)) => {
                let options = &self.content.inputs()[*axis].options;
                options.iter().zip(all).map(|(option, minutes)| length(&option.label, *minutes)).collect()
            }
        };
        SessionWords {
            what: session.what.fill(&|_| yours.clone(), link),
            effort: session.effort.map(|effort| effort_words(&voice, effort)).unwrap_or_default(),
            lengths,
            unless: voice.blockers(session.caveat.as_ref(), session.unless.entries(), Truth::Unknown),
        }
    }

    /// When a rule of the week holds, in words. None: always.
    pub fn week_rule(&self, at: usize) -> Vec<Vec<String>> {
        alternatives(&self.voice(), self.content.week_rules()[at].when.alternatives())
    }
}

/// From the least to the most of any runner.
fn around(minutes: &Setting<Interval>) -> Option<Interval> {
    let all = match minutes {
        Setting::One(minutes) => std::slice::from_ref(minutes),
        Setting::By(_, all) => all,
    };
    let low = all.iter().map(|m| m.lo()).reduce(f64::min)?;
    Interval::new(low, all.iter().map(|m| m.hi()).reduce(f64::max)?)
}

/// Whether a rule of the week is about something that a plan holds.
pub fn rule_shapes(content: &Content, rule: usize, plan: usize) -> bool {
    let of_plan = &content.plans()[plan];
    let days = || of_plan.weeks.iter().flat_map(|week| &week.days);
    let sessions = || days().flat_map(|day| day.options.iter().chain(&day.with)).copied();
    let holds = |selector: &Selector| sessions().any(|session| selector.session(session));
    let runs = || sessions().any(|session| content.sessions()[session].run);
    let asked = &content.week_rules()[rule];
    asked.is_about(plan)
        && match &asked.asks {
            Asks::InARow { of, .. }
            | Asks::Count { of, .. }
            | Asks::Share { of, .. }
            | Asks::AtMost { of, .. }
            | Asks::Remark { of } => holds(of),
            Asks::GapAfter { after, of: Gapped::Days(of), .. } => holds(after) && holds(of),
            Asks::GapAfter { after, of: Gapped::Items(_), .. } => holds(after),
            Asks::Rising { of, .. } => of.iter().any(|one| match one {
                Rising::Distance => runs(),
                Rising::Days(of) => holds(of),
            }),
            Asks::Distance { .. } => runs(),
            Asks::Every { .. } => of_plan.answers == Some(rule),
        }
}
