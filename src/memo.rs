//! What earlier runs worked out, by the hash of everything that it was made of.
//!
//! A value is only ever asked for by a key that holds all that it depends on, so an old one is as good as a new one, and one
//! that is missing costs time and nothing else. A value that is put right rather than made anew has a name for a key, and tells
//! itself what it was made of. Values that a run did not ask for are forgotten with it.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Keys are hashes already.
#[derive(Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |all, byte| all.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u128(&mut self, key: u128) {
        self.0 = key as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Where a value stands among the bytes of the last run, and whether it was asked for.
#[derive(Debug)]
struct Known {
    start: usize,
    end: usize,
    used: AtomicBool,
}

/// Values by keys, shared by all threads of a run.
#[derive(Debug, Default)]
pub struct Memo {
    bytes: Vec<u8>,
    known: HashMap<u128, Known, BuildHasherDefault<KeyHasher>>,
    new: Mutex<BTreeMap<u128, Vec<u8>>>,
}

/// What a file of values begins with.
const FIRST: &[u8] = b"afterrun memo 1\n";

impl Memo {
    /// Reads what [`Memo::write`] wrote for the same `maker`; `None` for anything else, and for damaged bytes.
    pub fn from_bytes(bytes: Vec<u8>, maker: &str) -> Option<Self> {
        let whole = bytes.as_slice().strip_prefix(FIRST)?;
        let (rest, sum) = whole.split_last_chunk::<16>()?;
        if u128::from_le_bytes(*sum) != xxh3_128(rest) {
            return None;
        }
        let mut reader = Reader::new(rest);
        if reader.text()? != maker {
            return None;
        }
        let count = reader.number()? as usize;
        let before = FIRST.len();
        let mut known = HashMap::with_capacity_and_hasher(count, BuildHasherDefault::default());
        for _ in 0..count {
            let key = u128::from_le_bytes(*reader.take(16)?.first_chunk()?);
            let length = reader.number()? as usize;
            let start = before + reader.at;
            reader.take(length)?;
            known.insert(key, Known { start, end: start + length, used: AtomicBool::new(false) });
        }
        reader.is_done().then_some(Self { known, new: Mutex::default(), bytes })
    }

    /// The value of a key; it is then kept for the next run.
    pub fn get(&self, key: u128) -> Option<&[u8]> {
        let known = self.known.get(&key)?;
        known.used.store(true, Ordering::Relaxed);
        self.bytes.get(known.start..known.end)
    }

    /// Keeps a value for the next run.
    pub fn put(&self, key: u128, value: Vec<u8>) {
        if let Ok(mut new) = self.new.lock() {
            new.insert(key, value);
        }
    }

    /// Whether the next run would find other values than this one did.
    pub fn has_changed(&self) -> bool {
        let is_new = self.new.lock().is_ok_and(|new| !new.is_empty());
        is_new || self.known.values().any(|known| !known.used.load(Ordering::Relaxed))
    }

    /// Writes what the next run should know. `maker` tells programs apart whose values may differ.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, maker: &str, to: &mut dyn Write) -> std::io::Result<()> {
        let Ok(new) = self.new.lock() else { return Ok(()) };
        let used = self.known.iter().filter(|(_, known)| known.used.load(Ordering::Relaxed));
        let mut all: BTreeMap<u128, &[u8]> =
            used.filter_map(|(key, known)| Some((*key, self.bytes.get(known.start..known.end)?))).collect();
        all.extend(new.iter().map(|(key, value)| (*key, value.as_slice())));
        let mut sum = Xxh3::new();
        let mut head = Vec::new();
        put_text(&mut head, maker);
        put_number(&mut head, all.len() as u32);
        to.write_all(FIRST)?;
        sum.update(&head);
        to.write_all(&head)?;
        for (key, value) in all {
            let mut head = key.to_le_bytes().to_vec();
            put_number(&mut head, value.len() as u32);
            for part in [&head, value] {
                sum.update(part);
                to.write_all(part)?;
            }
        }
        to.write_all(&sum.digest128().to_le_bytes())
    }
}

/// Writes a number: seven bits a byte, the lowest first; the highest bit says that more follow.
pub fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Writes a text with its length.
pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u32);
    bytes.extend_from_slice(text.as_bytes());
}

/// Reads what was put, in the same order; `None` where the bytes hold something else.
#[derive(Debug)]
pub struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    /// Reads from the start.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// A number.
    pub fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            number |= u32::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A text.
    pub fn text(&mut self) -> Option<&'b str> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// Whether nothing is left.
    pub fn is_done(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// So many bytes.
    pub fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bytes_of(memo: &Memo, maker: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        memo.write(maker, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_is_used_or_new_is_known_next_time() {
        let first = Memo::default();
        [1, 2, 3].into_iter().for_each(|key| first.put(key, vec![key as u8; key as usize]));
        let bytes = bytes_of(&first, "a");
        assert!(Memo::from_bytes(bytes.clone(), "b").is_none(), "of another program");
        let second = Memo::from_bytes(bytes, "a").unwrap();
        assert_eq!((second.get(2), second.get(4)), (Some(&[2, 2][..]), None));
        assert!(second.has_changed(), "two values were not asked for");
        second.put(4, Vec::new());
        let third = Memo::from_bytes(bytes_of(&second, "a"), "a").unwrap();
        assert_eq!((third.get(1), third.get(2), third.get(4)), (None, Some(&[2, 2][..]), Some(&[][..])));
        assert!(!third.has_changed());
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_nothing(at in 0_usize..200, bit in 0_u8..8, cut in 0_usize..200) {
            let memo = Memo::default();
            (0..4_u128).for_each(|key| memo.put(key << 100, vec![7; 20]));
            let bytes = bytes_of(&memo, "maker");
            let mut flipped = bytes.clone();
            let at = at % flipped.len();
            flipped[at] ^= 1 << bit;
            prop_assert!(Memo::from_bytes(flipped, "maker").is_none());
            prop_assert!(Memo::from_bytes(bytes[..cut.min(bytes.len() - 1)].to_vec(), "maker").is_none());
            prop_assert!(Memo::from_bytes(bytes, "maker").is_some());
        }

        #[test]
        fn numbers_and_texts_come_back(numbers: Vec<u32>, text: String) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| put_number(&mut bytes, *number));
            put_text(&mut bytes, &text);
            let mut reader = Reader::new(&bytes);
            for number in numbers {
                prop_assert_eq!(reader.number(), Some(number));
            }
            prop_assert_eq!(reader.text(), Some(text.as_str()));
            prop_assert!(reader.is_done());
        }
    }
}
