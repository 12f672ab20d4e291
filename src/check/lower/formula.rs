//! Formulas: parsed, their names resolved, their units checked.

use super::Lower;
use crate::diagnostics::{Finding, lints};
use crate::model::{Input, InputKind, Measure};
use crate::quantity::Unit;
use crate::quantity::formula::{Formula, Kind, Scope};
use crate::syntax::ScalarText;
use std::ops::Range;

/// The names that a formula may use.
pub(super) struct Names<'p> {
    pub inputs: &'p [Input],
    /// Units of measures by id; formulas may use measures that are not lowered yet.
    pub measures: Vec<(&'p str, &'p Unit)>,
}

impl<'p> Names<'p> {
    /// All inputs and measures of the parts.
    pub fn of(inputs: &'p [Input], measures: &'p [Measure]) -> Self {
        Self { inputs, measures: measures.iter().map(|m| (m.id.as_str(), &m.unit)).collect() }
    }
}

impl Scope for Names<'_> {
    fn kind(&self, name: &str) -> Option<Kind> {
        if let Some((_, unit)) = self.measures.iter().find(|(id, _)| *id == name) {
            return Some(Kind::Number(unit.dimension()));
        }
        let input = self.inputs.iter().find(|i| i.id == name)?;
        match input.kind {
            InputKind::Number => Some(Kind::Number(input.unit.dimension())),
            InputKind::Series => Some(Kind::Series(input.unit.dimension())),
            InputKind::Date => Some(Kind::Date),
            _ => None,
        }
    }
    fn names(&self) -> Vec<String> {
        let computes = |i: &&Input| matches!(i.kind, InputKind::Number | InputKind::Series | InputKind::Date);
        let inputs = self.inputs.iter().filter(computes).map(|i| i.id.clone());
        inputs.chain(self.measures.iter().map(|(id, _)| (*id).to_owned())).collect()
    }
}

/// A formula whose value can be written in `unit`, if one is asked for. `None` after a finding.
pub(super) fn formula(low: &mut Lower, text: &ScalarText, names: &Names, unit: Option<&Unit>) -> Option<Formula> {
    let formula = match Formula::parse(&text.text) {
        Ok(formula) => formula,
        Err(errors) => {
            for error in errors {
                low.complain(&lints::BAD_FORMULA, text, error);
            }
            return None;
        }
    };
    // A name whose own entry is broken has been reported there, and may be of any unit.
    let axes = &low.names.axes;
    let is_broken = formula.names().iter().any(|(name, _)| axes.knows(name) && axes.get(name).is_none());
    let unknown: Vec<(String, Range<usize>)> = formula
        .names()
        .iter()
        .filter(|(name, _)| names.kind(name).is_none() && !(axes.has(name) && axes.get(name).is_none()))
        .map(|(name, at)| ((*name).to_owned(), at.clone()))
        .collect();
    let checked = match unit {
        Some(unit) => formula.check_as(names, unit),
        None => formula.check(names).map(|_| ()),
    };
    let Err(errors) = checked else { return (!is_broken).then_some(formula) };
    for error in errors {
        match unknown.iter().find(|(_, at)| *at == error.at) {
            Some((name, at)) if low.names.axes.get(name).is_some() => low.findings.push(
                Finding::new(&lints::WRONG_TYPE, low.at(text, at), format!("`{name}` cannot be computed with"))
                    .label("no number, no series and no date")
                    .help("name an input of type number, series or date, or a measure"),
            ),
            Some((name, at)) => {
                let finding = Finding::new(&lints::UNKNOWN_REFERENCE, low.at(text, at), error.message);
                low.names.axes.report(name, finding.help_if(error.help));
            }
            None if is_broken => {}
            None => low.complain(&lints::UNIT_MISMATCH, text, error),
        }
    }
    None
}
