//! What a pack has to say of days that no rule keeps a runner from.

use super::Day;
use super::outlook::{Frame, Runner};
use super::rules::applies;
use crate::condition::OptionSet;
use crate::model::Asks;
use crate::profile::{Profile, Race};

impl Runner<'_> {
    /// The races to come, each with what is to be said of it as things stand: there is time to choose another.
    pub(super) fn remarks_ahead(&self) -> Vec<(Race, Vec<usize>)> {
        let session = self.race.map(OptionSet::only).unwrap_or_default();
        let of_race = |race: &Race| {
            let then = self.outlook(self.monday, Some(race));
            (race.clone(), self.remarks(session, None, &then))
        };
        self.races().map(of_race).collect()
    }

    /// What is to be said of each day to come of a week: of a race's, to the runner by then who has it ahead.
    pub(super) fn remark(&self, frame: &Frame, days: &mut [Day]) {
        for day in days.iter_mut().filter(|day| !day.over) {
            let raced = day.race.as_ref().map(|race| self.outlook(frame.monday, Some(race)));
            day.remarks = self.remarks(day.set(), Some(frame.plan), raced.as_ref().unwrap_or(&frame.profile));
        }
    }

    fn remarks(&self, sessions: OptionSet, plan: Option<usize>, runner: &Profile) -> Vec<usize> {
        let rules = self.content.week_rules().iter().enumerate();
        let said = rules.filter(|(_, rule)| {
            let of = if let Asks::Remark { of } = &rule.asks { of } else { return false };
            of.day(sessions) && plan.is_none_or(|plan| rule.is_about(plan)) && applies(rule, runner)
        });
        said.map(|(at, _)| at).collect()
    }
}
