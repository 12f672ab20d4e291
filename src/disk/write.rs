//! Writing a file so that nobody ever sees half of it.

use super::DiskError;
use std::io::Write;
use std::path::Path;

/// Writes a file: aside first, then renamed into place.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let error = |source| DiskError::Io { path: path.to_owned(), source };
    if path.is_dir() {
        return Err(DiskError::NotAFile(path.to_owned()));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut staged = tempfile::Builder::new().prefix(".afterrun-").tempfile_in(folder).map_err(|source| {
        if source.kind() == std::io::ErrorKind::NotFound {
            DiskError::NotFound(folder.to_owned())
        } else {
            error(source)
        }
    })?;
    staged.write_all(bytes).map_err(error)?;
    readable(staged.as_file());
    staged.persist(path).map_err(|e| error(e.error))?;
    Ok(())
}

/// Makes a folder and those above it, where they are not there yet.
pub fn make_folder(path: &Path) -> Result<(), DiskError> {
    if path.is_file() {
        return Err(DiskError::NotAFolder(path.to_owned()));
    }
    std::fs::create_dir_all(path).map_err(|source| DiskError::Io { path: path.to_owned(), source })
}

/// Writes files into a folder that is not there yet, or is empty; nothing that is there is touched.
pub fn write_new_folder(folder: &Path, files: &[(String, String)]) -> Result<(), DiskError> {
    let error = |path: &Path| {
        let path = path.to_owned();
        move |source| DiskError::Io { path, source }
    };
    if folder.is_file() {
        return Err(DiskError::NotAFolder(folder.to_owned()));
    }
    if folder.is_dir() && std::fs::read_dir(folder).map_err(error(folder))?.next().is_some() {
        return Err(DiskError::NotEmpty(folder.to_owned()));
    }
    for (relative, text) in files {
        let path = folder.join(relative);
        let inner = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(inner).map_err(error(inner))?;
        write_file(&path, text.as_bytes())?;
    }
    Ok(())
}

/// Temporary files are private; what a user asked for is readable like any other file.
#[cfg(unix)]
fn readable(file: &std::fs::File) {
    use std::os::unix::fs::PermissionsExt;
    // A file system without modes may refuse; the content is what matters.
    let _ = file.set_permissions(std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn readable(_: &std::fs::File) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guide.md");
        write_file(&path, b"one").unwrap();
        write_file(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(matches!(write_file(folder.path(), b"x"), Err(DiskError::NotAFile(_))));
        assert!(matches!(write_new_folder(folder.path(), &[]), Err(DiskError::NotEmpty(_))));
        assert!(matches!(write_new_folder(&path, &[]), Err(DiskError::NotAFolder(_))));
        assert!(matches!(write_file(&folder.path().join("no/x"), b"x"), Err(DiskError::NotFound(_))));
    }
}
