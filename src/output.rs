//! The output tree: what a folder shall hold, before anything touches a disk.
//!
//! An entry is a path, a fingerprint of everything that its bytes depend on, and a way to make them. Whoever writes the
//! tree may keep the file of an earlier run whose fingerprint is the same, and need not hold two files at once.

use std::collections::BTreeMap;
use std::fmt;
use thiserror::Error;

/// Why a path cannot stand in a tree.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PathError {
    /// Two entries want the same path.
    #[error("two files want the path `{0}`")]
    Twice(String),
    /// The path is empty, absolute, or leaves the tree.
    #[error("`{0}` is no path inside a folder")]
    Outside(String),
}

/// Makes the bytes of one file.
pub type Make<'a, E> = Box<dyn Fn() -> Result<Vec<u8>, E> + Send + Sync + 'a>;

/// One file of a tree.
pub struct Entry<'a, E> {
    /// Equal for two runs exactly when the bytes are equal, as far as whoever planned the file can tell.
    pub fingerprint: u128,
    /// Makes the bytes; called at most once by a writer.
    pub make: Make<'a, E>,
}

impl<E> fmt::Debug for Entry<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// Files by their path: relative, parts divided by `/`, in the order of their bytes.
#[derive(Debug)]
pub struct OutputTree<'a, E> {
    entries: BTreeMap<String, Entry<'a, E>>,
}

impl<E> Default for OutputTree<'_, E> {
    fn default() -> Self {
        Self { entries: BTreeMap::new() }
    }
}

impl<'a, E> OutputTree<'a, E> {
    /// Plans a file.
    ///
    /// # Errors
    /// If the path is taken, or is not inside the tree.
    pub fn add(
        &mut self,
        path: impl Into<String>,
        fingerprint: u128,
        make: impl Fn() -> Result<Vec<u8>, E> + Send + Sync + 'a,
    ) -> Result<(), PathError> {
        let path = path.into();
        if !is_inside(&path) {
            return Err(PathError::Outside(path));
        }
        if self.entries.contains_key(&path) {
            return Err(PathError::Twice(path));
        }
        self.entries.insert(path, Entry { fingerprint, make: Box::new(make) });
        Ok(())
    }

    /// The files, by path.
    pub fn entries(&self) -> &BTreeMap<String, Entry<'a, E>> {
        &self.entries
    }
}

/// Whether a path names a file inside a folder, on every system: no drive, no backslash, no `.` or `..`,
/// nothing that would break a line.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.contains(|c: char| matches!(c, '\\' | ':') || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing() -> Result<Vec<u8>, ()> {
        Ok(Vec::new())
    }

    #[test]
    fn a_tree_keeps_its_paths_inside_and_apart() {
        let mut tree = OutputTree::default();
        assert_eq!(tree.add("faq/index.html", 1, nothing), Ok(()));
        assert_eq!(tree.add("faq/index.html", 2, nothing), Err(PathError::Twice("faq/index.html".to_owned())));
        for path in ["", "/etc/passwd", "../up", "a//b", "a/./b", "c:\\x", "a\0b", "a\nb"] {
            assert_eq!(tree.add(path, 3, nothing), Err(PathError::Outside(path.to_owned())), "{path}");
        }
        assert_eq!(tree.entries().len(), 1);
    }
}
