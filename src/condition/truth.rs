//! Kleene's three truth values.

use std::ops::Not;

/// What a test says of an answer. The order `False < Unknown < True` is what makes `and` the
/// minimum and `or` the maximum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Truth {
    /// It certainly does not hold.
    False,
    /// It cannot be told: the answer is missing, or a range that is only partly inside.
    Unknown,
    /// It certainly holds.
    True,
}

impl Truth {
    /// True when both are, false when either is.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// True when either is, false when both are.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Whether this is `True`: what `when` and a blocking `unless` ask.
    #[must_use]
    pub fn is_true(self) -> bool {
        self == Self::True
    }

    /// The truth of all of these; `True` for none.
    pub fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().fold(Self::True, Self::and)
    }

    /// The truth of any of these; `False` for none.
    pub fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().fold(Self::False, Self::or)
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl Not for Truth {
    type Output = Self;

    /// Swaps true and false; what cannot be told stays so.
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    #[test]
    fn kleene_tables() {
        for (a, b, and, or) in [
            (True, True, True, True),
            (True, Unknown, Unknown, True),
            (True, False, False, True),
            (Unknown, Unknown, Unknown, Unknown),
            (Unknown, False, False, Unknown),
            (False, False, False, False),
        ] {
            assert_eq!((a.and(b), b.and(a)), (and, and), "{a:?} and {b:?}");
            assert_eq!((a.or(b), b.or(a)), (or, or), "{a:?} or {b:?}");
            assert_eq!(!(a.and(b)), (!a).or(!b), "De Morgan on {a:?} {b:?}");
        }
    }

    #[test]
    fn of_none_and_of_several() {
        assert_eq!(Truth::all([]), True);
        assert_eq!(Truth::any([]), False);
        assert_eq!(Truth::all([True, Unknown]), Unknown);
        assert_eq!(Truth::any([False, Unknown, True]), True);
        assert!(Truth::from(true).is_true() && !Unknown.is_true());
    }
}
