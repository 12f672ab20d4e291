//! The lists of the last run, put right for what has changed since: an edit touches the words of one document.

use super::inverted::{by_units, usual, weight};
use super::lists::{Lists, Row};
use super::{Findable, inverted, made};
use crate::memo::{Memo, Reader, put_number};
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

/// The name of the last run's lists among the values of the memo. They tell themselves which documents they are of.
const NAME: u128 = 0x5ea4_c411;

/// Where more than one in so many documents is new, all lists are made anew.
const MOST_NEW: usize = 4;

/// The lists of all words, made with what the last run knew.
pub(super) fn lists<T: Findable>(items: &[T], memo: &Memo) -> Lists {
    let keys: Vec<u128> = items.par_iter().map(key).collect();
    let last = memo.get(NAME).and_then(read);
    let lists = match last {
        Some((known, lists)) if known == keys => return lists,
        Some((known, lists)) => mended(&known, &lists, &keys, items),
        None => None,
    };
    let lists = lists.unwrap_or_else(|| made(items));
    memo.put(NAME, written(&keys, &lists));
    lists
}

/// What tells a document from all others.
fn key(item: &impl Findable) -> u128 {
    let mut hasher = Xxh3::new();
    item.hash(&mut hasher);
    hasher.digest128()
}

fn written(keys: &[u128], lists: &Lists) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, keys.len() as u32);
    keys.iter().for_each(|key| bytes.extend_from_slice(&key.to_le_bytes()));
    lists.write(&mut bytes);
    bytes
}

fn read(bytes: &[u8]) -> Option<(Vec<u128>, Lists)> {
    let mut from = Reader::new(bytes);
    let count = from.number()? as usize;
    let keys = from.take(count.checked_mul(16)?)?.as_chunks().0.iter().map(|key| u128::from_le_bytes(*key)).collect();
    let lists = Lists::read(&mut from, count)?;
    from.is_done().then_some((keys, lists))
}

/// The lists of documents most of which were there before; none where it is no more work to make them anew.
fn mended<T: Findable>(before: &[u128], lists: &Lists, keys: &[u128], items: &[T]) -> Option<Lists> {
    let now = aligned(before, keys);
    let mut lengths: Vec<Option<u32>> = vec![None; keys.len()];
    for (now, length) in now.iter().zip(&lists.lengths) {
        if let Some(now) = now {
            lengths[*now as usize] = Some(*length);
        }
    }
    let new: Vec<usize> = (0..keys.len()).filter(|&at| lengths[at].is_none()).collect();
    if new.len() > keys.len() / MOST_NEW {
        return None;
    }
    let added = inverted(new.iter().map(|&at| &items[at]));
    new.iter().zip(added.lengths()).for_each(|(&at, length)| lengths[at] = Some(length));
    let lengths: Vec<u32> = lengths.into_iter().flatten().collect();
    let usual = Some(usual(&lengths)).filter(|length| *length == self::usual(&lists.lengths))?;
    let mut rows: Vec<Row> = Vec::new();
    for (&at, words) in new.iter().zip(added.counts()) {
        rows.extend(words.into_iter().map(|(word, count)| (word, at as u32, weight(count, lengths[at], usual))));
    }
    rows.sort_unstable_by(|a, b| by_units(a.0, b.0).then(a.1.cmp(&b.1)));
    Some(lists.mended(&now, &rows, lengths))
}

/// The number now of each document that was there before: what stands before and behind all changes, and between them what
/// has kept its place where as many stand there as before.
fn aligned(before: &[u128], now: &[u128]) -> Vec<Option<u32>> {
    let head = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    let tail = before[head..].iter().rev().zip(now[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (inner, inner_now) = (head..before.len() - tail, head..now.len() - tail);
    let same_size = inner.len() == inner_now.len();
    let place = |at: usize| match at {
        at if at < head => Some(at),
        at if at >= inner.end => Some(at - inner.end + inner_now.end),
        at => Some(at).filter(|&at| same_size && before[at] == now[at]),
    };
    (0..before.len()).map(|at| place(at).map(|at| at as u32)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{document, many};
    use super::*;

    #[test]
    fn one_that_is_edited_or_comes_or_goes_is_mended() {
        let before = many(300);
        let keys = |items: &[_]| items.iter().map(key).collect::<Vec<u128>>();
        let (old, lists) = (keys(&before), made(&before));
        let mut edited = before.clone();
        edited[200].text.push_str(" quite another");
        let mut more = before.clone();
        more.insert(7, document("more/", "One more of eight words that is new", &before[8].text, &[]));
        let fewer = [&before[..299], &[]].concat();
        for now in [edited, more, fewer] {
            let mended = mended(&old, &lists, &keys(&now), &now).expect("little has changed");
            let (mut bytes, mut anew) = (Vec::new(), Vec::new());
            mended.write(&mut bytes);
            made(&now).write(&mut anew);
            assert!(bytes == anew);
        }
        assert!(mended(&old, &lists, &keys(&before[..40]), &before[..40]).is_some(), "nothing is new");
        let other: Vec<_> = many(500).split_off(300);
        assert!(mended(&old, &lists, &keys(&other), &other).is_none(), "all is new");
    }

    #[test]
    fn documents_keep_their_numbers_around_what_changed() {
        assert_eq!(aligned(&[1, 2, 3], &[1, 2, 3]), [Some(0), Some(1), Some(2)]);
        assert_eq!(aligned(&[1, 2, 3], &[1, 9, 3]), [Some(0), None, Some(2)]);
        assert_eq!(aligned(&[1, 2, 3], &[1, 9, 2, 3]), [Some(0), Some(2), Some(3)]);
        assert_eq!(aligned(&[1, 2, 3], &[2, 3]), [None, Some(0), Some(1)]);
        assert_eq!(aligned(&[1, 2, 3, 4, 5], &[1, 8, 3, 9, 5]), [Some(0), None, Some(2), None, Some(4)]);
        assert_eq!(aligned(&[1, 1], &[1]), [Some(0), None]);
        assert_eq!(aligned(&[], &[1]), []);
    }
}
