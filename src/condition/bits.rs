//! Sets of small numbers, for what is counted by the thousand: rows of a grid, parts of an axis.

/// A set of numbers below a size that is the same for all sets that meet.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The empty set of numbers below `size`.
    pub fn none(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    /// All numbers below `size`.
    pub fn all(size: usize) -> Self {
        let mut all = Self(vec![u64::MAX; size.div_ceil(64)]);
        if let Some(last) = all.0.last_mut().filter(|_| !size.is_multiple_of(64)) {
            *last >>= 64 - size % 64;
        }
        all
    }

    pub fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    pub fn contains(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(place, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(place * 64 + bit)
            })
        })
    }

    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    pub fn and_not(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    pub fn or(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a | b).collect())
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// How many numbers are in both.
    pub fn common(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    /// The numbers that are in one of the sets, in two, in three or more: counted up to three.
    pub fn counted(size: usize, sets: impl Iterator<Item = Self>) -> [Self; 3] {
        let mut counts = [Self::none(size), Self::none(size), Self::none(size)];
        for set in sets {
            let [one, two, three] = &mut counts;
            for (place, word) in set.0.iter().enumerate() {
                three.0[place] |= two.0[place] & word;
                two.0[place] |= one.0[place] & word;
                one.0[place] |= word;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn sets_across_words() {
        let mut some = Bits::none(130);
        [0, 63, 64, 129].into_iter().for_each(|n| some.add(n));
        assert_eq!(some.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert_eq!((some.len(), Bits::all(130).len(), Bits::all(128).len(), Bits::all(0).len()), (4, 130, 128, 0));
        assert!(some.is_subset(&Bits::all(130)) && Bits::all(130).and_not(&some).and(&some).is_empty());
        let [one, two, three] = Bits::counted(130, [some.clone(), some.clone(), Bits::all(130)].into_iter());
        assert_eq!((one.len(), two.len(), three.len()), (130, 4, 4));
    }
}
