//! A set of options, by their place in the input's list.

/// A set of up to [`OptionSet::CAPACITY`] options, each named by its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct OptionSet(u128);

impl OptionSet {
    /// How many options an input can have.
    pub const CAPACITY: usize = 128;

    /// The empty set.
    pub const NONE: Self = Self(0);

    /// The first `count` options; more than the capacity counts as the capacity.
    #[must_use]
    pub fn first(count: usize) -> Self {
        if count >= Self::CAPACITY { Self(u128::MAX) } else { Self((1 << count) - 1) }
    }

    /// Only the option at this place; empty when the place is beyond the capacity.
    #[must_use]
    pub fn only(place: usize) -> Self {
        if place < Self::CAPACITY { Self(1 << place) } else { Self::NONE }
    }

    /// Whether the option at this place is in the set.
    #[must_use]
    pub fn contains(self, place: usize) -> bool {
        !self.intersect(Self::only(place)).is_empty()
    }

    /// Whether the set has no option.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many options the set has.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The options of either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The options of both.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The options of this that are not in the other.
    #[must_use]
    pub fn subtract(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the other has all options of this.
    #[must_use]
    pub fn is_subset(self, other: Self) -> bool {
        self.subtract(other).is_empty()
    }

    /// The places of the options, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::CAPACITY).filter(move |place| self.contains(*place))
    }
}

impl FromIterator<usize> for OptionSet {
    fn from_iter<T: IntoIterator<Item = usize>>(places: T) -> Self {
        (places.into_iter()).fold(Self::NONE, |set, place| set.union(Self::only(place)))
    }
}

#[cfg(test)]
mod tests {
    use super::OptionSet;

    #[test]
    fn set_algebra_up_to_the_last_place() {
        let a: OptionSet = [0, 3, 127].into_iter().collect();
        let b: OptionSet = [3, 5].into_iter().collect();
        assert_eq!(a.union(b).iter().collect::<Vec<_>>(), [0, 3, 5, 127]);
        assert_eq!(a.intersect(b), OptionSet::only(3));
        assert_eq!(a.subtract(b).iter().collect::<Vec<_>>(), [0, 127]);
        assert!(OptionSet::only(3).is_subset(a) && !a.is_subset(b));
        assert_eq!((a.len(), OptionSet::first(3).len()), (3, 3));
        assert_eq!(OptionSet::first(500).len(), 128);
        assert!(OptionSet::only(128).is_empty() && !a.contains(128));
    }
}
