//! Writing an output tree to a folder.

use super::{DiskError, io};
use crate::output::OutputTree;
use std::path::Path;

/// Writes every file of a tree; `Ok(Err(…))` where one cannot be made.
pub fn publish<E>(tree: &OutputTree<E>, folder: &Path) -> Result<Result<(), E>, DiskError> {
    for (path, entry) in tree.entries() {
        let bytes = match (entry.make)() {
            Ok(bytes) => bytes,
            Err(error) => return Ok(Err(error)),
        };
        let file = folder.join(path);
        let above = file.parent().unwrap_or(folder);
        std::fs::create_dir_all(above).map_err(io(above))?;
        std::fs::write(&file, bytes).map_err(io(&file))?;
    }
    Ok(Ok(()))
}
