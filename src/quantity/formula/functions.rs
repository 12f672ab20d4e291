//! The functions of formulas: names, arguments, and how to write each.

/// A function that takes values. `in` and `as` take a unit and are [`super::Expr::Convert`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Function {
    /// The least of two or more.
    Min,
    /// The greatest of two or more.
    Max,
    /// The whole number at or below.
    Floor,
    /// The nearest whole number, halves away from 0.
    Round,
    /// The distance from 0.
    Abs,
    /// e to a power.
    Exp,
    /// The natural logarithm.
    Ln,
    /// The low of one to the high of another.
    Range,
    /// The time from one date to another.
    Days,
    /// The mean of the readings.
    Mean,
    /// The sample standard deviation of the readings.
    Sd,
    /// The sum of the readings.
    Sum,
    /// How many readings there are.
    Count,
    /// The newest days of a series.
    Last,
    /// A series without its newest days.
    Before,
}

/// One row per function: name, least and most arguments, how to write it.
const TABLE: &[(Function, &str, usize, usize, &str)] = &[
    (Function::Min, "min", 2, usize::MAX, "min(a, b)"),
    (Function::Max, "max", 2, usize::MAX, "max(a, b)"),
    (Function::Floor, "floor", 1, 1, "floor(x)"),
    (Function::Round, "round", 1, 1, "round(x)"),
    (Function::Abs, "abs", 1, 1, "abs(x)"),
    (Function::Exp, "exp", 1, 1, "exp(x)"),
    (Function::Ln, "ln", 1, 1, "ln(x)"),
    (Function::Range, "range", 2, 2, "range(low, high)"),
    (Function::Days, "days", 2, 2, "days(from, to)"),
    (Function::Mean, "mean", 1, 1, "mean(series)"),
    (Function::Sd, "sd", 1, 1, "sd(series)"),
    (Function::Sum, "sum", 1, 1, "sum(series)"),
    (Function::Count, "count", 1, 1, "count(series)"),
    (Function::Last, "last", 2, 2, "last(series, 7)"),
    (Function::Before, "before", 2, 2, "before(series, 7)"),
];

impl Function {
    /// The function of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Function> {
        TABLE.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The name as written.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// An example of its use.
    #[must_use]
    pub fn usage(self) -> &'static str {
        self.row().4
    }

    /// Whether it takes this many arguments.
    #[must_use]
    pub fn takes(self, arguments: usize) -> bool {
        let (_, _, least, most, _) = self.row();
        (*least..=*most).contains(&arguments)
    }

    /// All names that a formula may call, `in` and `as` among them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|row| row.1).chain(["in", "as"])
    }

    fn row(self) -> &'static (Function, &'static str, usize, usize, &'static str) {
        // The table is in the order of the enum; a test says so.
        &TABLE[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_in_order() {
        for (i, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, i);
            assert_eq!(Function::named(row.1), Some(row.0));
            assert!(row.4.starts_with(row.0.name()));
        }
        assert_eq!(TABLE.len(), Function::Before as usize + 1);
        assert!(Function::Min.takes(9) && !Function::Min.takes(1));
    }
}
