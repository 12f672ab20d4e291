//! Red flags of a runner.

use super::{Given, Profile};
use crate::condition::Truth;
use crate::model::{Content, RedFlag};

/// The raised flags (indices): by symptom or by data, the most urgent first.
pub fn raised(content: &Content, profile: &Profile) -> Vec<usize> {
    let symptoms = content.symptoms().map(|axis| profile.given(axis));
    let answers = profile.answers();
    let is_raised = |flag: &RedFlag| {
        let said = match (symptoms, flag.option) {
            (Some(Given::Set(options)), Some(option)) => options.contains(option),
            _ => false,
        };
        said || flag.when.as_ref().is_some_and(|when| when.holds(&answers) == Truth::True)
    };
    let mut raised: Vec<usize> = (0..content.flags().len()).filter(|&f| is_raised(&content.flags()[f])).collect();
    raised.sort_by_key(|&f| (content.flags()[f].level, f));
    raised
}
