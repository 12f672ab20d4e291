//! `conflict`: two items that must never stand beside each other do.

use super::hidden_item::is_gone;
use super::over_limit::Over;
use super::rules::Rules;
use super::search::{Deeper, Look, Question, Split};
use super::state::State;
use super::sure;
use super::{Analysis, axes_of, deeper, is_asked_for};
use crate::diagnostics::{Finding, lints};
use crate::model::Axis;
use crate::profile::Profile;
use crate::select::{Fate, Selection};
use std::collections::BTreeSet;

pub(super) fn run(analysis: &mut Analysis) {
    let content = analysis.content();
    let declared = content.items().iter().enumerate();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (at, item) in declared {
        // The first to say so is where the finding stands.
        pairs.extend(
            item.contradicts
                .iter()
                .filter(|&&o| o != at && !pairs.contains(&(o, at)))
                .map(|&o| (at, o))
                .collect::<Vec<_>>(),
        );
    }
    let limits = analysis.limits();
    for (one, other) in pairs {
        let question = Both { one, other, limits: &limits };
        let (a, b) = (&content.items()[one], &content.items()[other]);
        let found = analysis.ask(&question, || format!("whether `{}` and `{}` can stand in one guide", a.id, b.id));
        if let Some(profile) = found {
            let message = format!("`{}` and `{}` can stand in one guide", a.id, b.id);
            let mut finding = Finding::new(&lints::CONFLICT, a.span, message)
                .label(format!("says that it contradicts `{}`", b.id))
                .related(b.span, "both are shown to one runner")
                .help("narrow the `when` of one, or give both the same `exclusive` group");
            if let Some(both) = sure::both(analysis.search.rules, one, other, analysis.search.cap) {
                finding = finding.note(format!("both are for whom this holds: {both}"));
            }
            analysis.report(&question, profile, finding);
        }
    }
}

/// Whether anybody is shown both.
struct Both<'l> {
    one: usize,
    other: usize,
    limits: &'l [Over<'l>],
}

impl Question for Both<'_> {
    fn axes(&self, rules: &Rules) -> BTreeSet<Axis> {
        axes_of(rules, [self.one, self.other])
    }
    fn look(&self, rules: &Rules, state: &State) -> Look {
        if !rules.may_win(state, self.one) || !rules.may_win(state, self.other) {
            return Look::No;
        }
        let gone = |item, beside| is_gone(rules, state, self.limits, item, &[beside]);
        if gone(self.one, self.other) || gone(self.other, self.one) {
            return Look::No;
        }
        let open = rules.win_try(state, self.one).or_else(|| rules.win_try(state, self.other));
        Look::Maybe(open.map(Split::Test))
    }
    fn confirm(&self, _: &Rules, _: &Profile, selection: &Selection) -> bool {
        let shown = |item: usize| selection.decisions[item].fate == Fate::Shown;
        shown(self.one) && shown(self.other)
    }
    fn is_plausible(&self, rules: &Rules, profile: &Profile) -> bool {
        is_asked_for(rules, profile, self.one) && is_asked_for(rules, profile, self.other)
    }
    fn deeper(&self, rules: &Rules, state: &State, selection: &Selection) -> Deeper {
        if let open @ Some(_) = rules.any_try(state, &rules.related([self.one, self.other])) {
            return Deeper::Try(open);
        }
        deeper(rules, state, selection, self.one).or(deeper(rules, state, selection, self.other))
    }
}
