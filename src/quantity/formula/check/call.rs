//! The arguments of functions.

use super::Checker;
use super::operand::{Operand, describe};
use crate::quantity::formula::{Function, Kind, Node};
use crate::quantity::{Dimension, Unit};

impl Checker<'_> {
    pub(super) fn call(&mut self, node: &Node, function: Function, arguments: &[Node]) -> Option<Kind> {
        if !function.takes(arguments.len()) {
            for argument in arguments {
                self.kind(argument);
            }
            let message = match arguments.len() {
                0 => format!("`{}` has no argument", function.name()),
                1 => format!("`{}` needs more than 1 argument", function.name()),
                n => format!("`{}` does not take {n} arguments", function.name()),
            };
            return self.complain(node, message, format!("write `{}`", function.usage()));
        }
        let named = format!("`{}`", function.name());
        let first = arguments.first()?;
        match function {
            Function::Min | Function::Max | Function::Range => self.comparable(arguments, &named),
            Function::Floor | Function::Round | Function::Exp | Function::Ln => {
                self.plain(first, &named).map(Operand::kind)
            }
            Function::Abs => self.arithmetic(first).map(|operand| operand.with(operand.dimension).kind()),
            Function::Days => {
                let dates: Vec<_> = arguments.iter().map(|date| self.date(date)).collect();
                let dates: Option<Vec<()>> = dates.into_iter().collect();
                dates.map(|_| Kind::Number(Dimension::TIME))
            }
            Function::Mean => self.series(first, function).map(Kind::Number),
            Function::Count => self.series(first, function).map(|_| Kind::Number(Dimension::ONE)),
            Function::Sum | Function::Sd => {
                let dimension = self.series(first, function)?;
                if dimension.has_temperature() {
                    return self.absolute(first);
                }
                Some(Kind::Number(dimension))
            }
            Function::Last | Function::Before => {
                let n = arguments.get(1)?;
                let dimension = self.series(first, function);
                if n.day_count().is_none() {
                    let message = "how many days must be a plain whole number";
                    let help = format!("write `{}`", function.usage());
                    return self.complain(n, message, help);
                }
                dimension.map(Kind::Series)
            }
        }
    }

    /// Arguments that are compared, so all of one dimension.
    fn comparable(&mut self, arguments: &[Node], named: &str) -> Option<Kind> {
        let operands: Vec<_> =
            arguments.iter().map(|argument| Some((self.operand(argument, named)?, argument))).collect();
        let known: Vec<(Operand, &Node)> = operands.iter().copied().flatten().collect();
        // What the others are measured against: the first that has a unit of its own.
        let (mut all, _) = *known.iter().find(|(o, _)| !o.zero).or(known.first())?;
        for (operand, argument) in &known {
            if operand.zero && all.dimension.has_temperature() {
                self.complain::<()>(argument, "a temperature of 0 needs its unit", "write `0 °C`");
            }
            self.same(all, *operand, argument, |all, operand| format!("{named} cannot compare {operand} with {all}"));
            all.series |= operand.series;
        }
        (known.len() == arguments.len()).then(|| all.kind())
    }

    fn series(&mut self, node: &Node, function: Function) -> Option<Dimension> {
        match self.kind(node)? {
            Kind::Series(dimension) => Some(dimension),
            kind => {
                let kind = describe(kind);
                let message = format!("`{}` takes a series; this is {kind}", function.name());
                self.complain(node, message, format!("write `{}`", function.usage()))
            }
        }
    }

    fn date(&mut self, node: &Node) -> Option<()> {
        match self.kind(node)? {
            Kind::Date => Some(()),
            kind => {
                let message = format!("`days` takes dates; this is {}", describe(kind));
                self.complain(node, message, "write `days(today, race_date)`")
            }
        }
    }

    pub(super) fn number_in(&mut self, inner: &Node, unit: &Unit) -> Option<Kind> {
        let operand = self.operand(inner, "`in`")?;
        let wanted = unit.dimension();
        let fits = operand.dimension == wanted || (operand.zero && !wanted.has_temperature());
        if !fits {
            let kind = describe(operand.kind());
            let message = format!("this is {kind} and cannot be told in `{}`", unit.name());
            let help = format!("write `in({inner}, {})`", operand.dimension);
            return self.complain(inner, message, help);
        }
        Some(operand.with(Dimension::ONE).kind())
    }
}
