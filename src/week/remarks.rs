//! What a pack has to say of days that no rule keeps a runner from.

use super::Day;
use super::outlook::{Frame, Runner};
use super::rules::holds;
use crate::model::Asks;

impl Runner<'_> {
    /// What is to be said of each day to come of a week: of a race's, to the runner by then who has it ahead.
    pub(super) fn remark(&self, frame: &Frame, days: &mut [Day]) {
        for day in days.iter_mut().filter(|day| !day.over) {
            let raced = day.race.as_ref().map(|race| self.outlook(frame.monday, Some(race)));
            let runner = raced.as_ref().unwrap_or(&frame.profile);
            let rules = self.content.week_rules().iter().enumerate();
            let said = rules.filter(|(_, rule)| {
                matches!(&rule.asks, Asks::Remark { of } if of.day(day.set())) && holds(rule, runner, frame.plan)
            });
            day.remarks = said.map(|(at, _)| at).collect();
        }
    }
}
