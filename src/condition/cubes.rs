//! Sets of sets: which combinations of options an answer may have.

use super::options::OptionSet;

/// The answers that have all options of `must` and none of `must_not`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Cube {
    /// Options that the answer has.
    pub must: OptionSet,
    /// Options that the answer lacks.
    pub must_not: OptionSet,
}

impl Cube {
    /// Whether the answer is allowed.
    #[must_use]
    pub fn contains(self, answer: OptionSet) -> bool {
        self.must.is_subset(answer) && self.must_not.intersect(answer).is_empty()
    }

    /// Whether no answer is allowed, an option being both asked for and refused.
    #[must_use]
    pub fn is_empty(self) -> bool {
        !self.must.intersect(self.must_not).is_empty()
    }

    fn intersect(self, other: Self) -> Self {
        Self { must: self.must.union(other.must), must_not: self.must_not.union(other.must_not) }
    }

    /// Whether the other allows every answer that this allows.
    fn is_inside(self, other: Self) -> bool {
        other.must.is_subset(self.must) && other.must_not.is_subset(self.must_not)
    }

    /// The largest cubes of this outside the other: one for each of the other's demands, broken.
    fn subtract(self, other: Self) -> impl Iterator<Item = Self> {
        let lacking = other.must.iter().map(|place| Self { must: OptionSet::NONE, must_not: OptionSet::only(place) });
        let having =
            other.must_not.iter().map(|place| Self { must: OptionSet::only(place), must_not: OptionSet::NONE });
        lacking.chain(having).map(move |broken| self.intersect(broken))
    }

    /// The two as one cube, when they differ only in an option that one asks for and the other
    /// refuses.
    fn merge(self, other: Self) -> Option<Self> {
        let swapped = self.must.intersect(other.must_not);
        let swapped = swapped.union(self.must_not.intersect(other.must));
        let rest = |cube: Self| Self { must: cube.must.subtract(swapped), must_not: cube.must_not.subtract(swapped) };
        (swapped.len() == 1 && rest(self) == rest(other)).then(|| rest(self))
    }
}

/// A union of cubes, without empty ones and without cubes inside others. Two unions are equal when
/// they allow the same answers, however they are cut.
#[derive(Clone, Debug, Default)]
pub struct Cubes(Vec<Cube>);

impl Cubes {
    /// No answer.
    #[must_use]
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// Every answer.
    #[must_use]
    pub fn all() -> Self {
        Self(vec![Cube::default()])
    }

    /// The answers of any of these cubes.
    #[must_use]
    pub fn new(cubes: impl IntoIterator<Item = Cube>) -> Self {
        let mut kept = Vec::new();
        for cube in cubes {
            absorb(&mut kept, cube);
        }
        kept.sort_unstable();
        Self(kept)
    }

    /// The cubes, in a fixed order.
    #[must_use]
    pub fn cubes(&self) -> &[Cube] {
        &self.0
    }

    /// Whether no answer is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is a plain "any of these options", which is its own normal form.
    pub(super) fn is_any_of(&self) -> bool {
        self.0.iter().all(|cube| cube.must.len() == 1 && cube.must_not.is_empty())
    }

    /// Whether the answer is allowed.
    #[must_use]
    pub fn contains(&self, answer: OptionSet) -> bool {
        self.0.iter().any(|cube| cube.contains(answer))
    }

    /// The answers of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::new(self.0.iter().chain(&other.0).copied())
    }

    /// The answers of both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        Self::new((self.0.iter()).flat_map(|a| other.0.iter().map(|b| a.intersect(*b))))
    }

    /// The answers of this that are not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        (other.0.iter()).fold(self.clone(), |rest, cube| rest.without(*cube))
    }

    /// The answers that are not allowed, as all the largest cubes there are of them: equal sets have
    /// equal complements cube by cube. `None` when that takes more than `most` cubes on the way.
    pub(super) fn complement_within(&self, most: usize) -> Option<Self> {
        let mut rest = Self::all();
        for cube in &self.0 {
            rest = rest.without(*cube);
            if rest.0.len() > most {
                return None;
            }
        }
        Some(rest)
    }

    fn without(&self, cube: Cube) -> Self {
        Self::new(self.0.iter().flat_map(|kept| kept.subtract(cube)))
    }

    /// The same answers with fewer cubes: those that differ in one option only become one.
    #[must_use]
    pub fn simplify(&self) -> Self {
        let mut cubes = self.0.clone();
        while let Some(merged) = first_merge(&cubes) {
            absorb(&mut cubes, merged);
        }
        cubes.sort_unstable();
        Self(cubes)
    }

    /// The smallest allowed answer; `None` when there is none.
    #[must_use]
    pub fn sample(&self) -> Option<OptionSet> {
        (self.0.iter().map(|cube| cube.must)).min_by_key(|must| (must.len(), *must))
    }
}

/// Adds a cube unless it is empty or inside another, and drops those inside it.
fn absorb(kept: &mut Vec<Cube>, cube: Cube) {
    if cube.is_empty() || kept.iter().any(|other| cube.is_inside(*other)) {
        return;
    }
    kept.retain(|other| !other.is_inside(cube));
    kept.push(cube);
}

fn first_merge(cubes: &[Cube]) -> Option<Cube> {
    (cubes.iter().enumerate()).find_map(|(i, a)| cubes[i + 1..].iter().find_map(|b| a.merge(*b)))
}

impl PartialEq for Cubes {
    fn eq(&self, other: &Self) -> bool {
        self.subtract(other).is_empty() && other.subtract(self).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(bits: u8) -> OptionSet {
        (0..4).filter(|place| bits >> place & 1 == 1).collect()
    }

    fn cube(must: u8, must_not: u8) -> Cube {
        Cube { must: set(must), must_not: set(must_not) }
    }

    #[test]
    fn not_none_of_two_is_any_of_two() {
        let none_of_two = Cubes::new([cube(0, 0b11)]);
        let any_of_two = Cubes::all().subtract(&none_of_two);
        assert_eq!(any_of_two.cubes(), [cube(0b01, 0), cube(0b10, 0)]);
    }

    #[test]
    fn opposite_demands_merge() {
        let split = Cubes::new([cube(0b01, 0b10), cube(0b11, 0)]);
        assert_eq!(split.simplify().cubes(), [cube(0b01, 0)]);
        assert_eq!(split.sample(), Some(set(0b01)));
        assert_eq!(Cubes::none().sample(), None);
    }

    #[test]
    fn a_complement_that_grows_too_large_is_refused() {
        let pairs = (0..10).map(|i| Cube { must: [2 * i, 2 * i + 1].into_iter().collect(), must_not: OptionSet::NONE });
        assert!(Cubes::new(pairs).complement_within(512).is_none());
    }

    fn any_cubes() -> impl Strategy<Value = Cubes> {
        proptest::collection::vec((0u8..16, 0u8..16), 0..5)
            .prop_map(|cubes| Cubes::new(cubes.into_iter().map(|(a, b)| cube(a, b & !a))))
    }

    proptest! {
        #[test]
        fn algebra_agrees_with_points(a in any_cubes(), b in any_cubes()) {
            let complement = a.complement_within(512).expect("four options are few");
            let simple = a.simplify();
            for bits in 0..16 {
                let answer = set(bits);
                let (in_a, in_b) = (a.contains(answer), b.contains(answer));
                prop_assert_eq!(a.union(&b).contains(answer), in_a || in_b);
                prop_assert_eq!(a.intersect(&b).contains(answer), in_a && in_b);
                prop_assert_eq!(a.subtract(&b).contains(answer), in_a && !in_b);
                prop_assert_eq!(complement.contains(answer), !in_a);
                prop_assert_eq!(simple.contains(answer), in_a);
            }
            prop_assert_eq!(&simple, &a);
            prop_assert!(simple.cubes().len() <= a.cubes().len());
            prop_assert!(a.sample().is_none_or(|answer| a.contains(answer)));
        }
    }
}
