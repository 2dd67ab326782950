//! Targets on disk that get their files whole or not at all.
//!
//! Files are written under other names beside their places, and take their names when all is done.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::error::{Error, Result};

/// A folder or file that a run writes to.
///
/// Dropped without [`Target::commit`] it leaves nothing behind, neither files nor the folders that
/// it made.
#[derive(Debug)]
pub struct Target {
    folder: PathBuf,
    force: bool,
    files: Vec<(TempPath, PathBuf)>,
    /// Folders that were made for it, outer before inner.
    made: Vec<PathBuf>,
}

impl Target {
    /// A folder for several files. It is made where it is not there; one with files in it is taken
    /// with `force` only, and then only files of the same names are replaced. Hidden files do not
    /// count.
    ///
    /// # Errors
    /// [`Error::TargetExists`], and [`Error::Write`] where no file can be made in it; both before
    /// anything is written.
    pub fn folder(path: &Path, force: bool) -> Result<Self> {
        let exists = |path: &Path| Error::TargetExists { path: path.to_owned() };
        match fs::read_dir(path) {
            Ok(files) => {
                for file in files {
                    let file = file.map_err(|source| Error::write(path, source))?;
                    if !force && !file.file_name().as_encoded_bytes().starts_with(b".") {
                        return Err(exists(path));
                    }
                }
            }
            Err(source) if source.kind() == io::ErrorKind::NotFound => {}
            Err(source) if source.kind() == io::ErrorKind::NotADirectory && !force => {
                return Err(if path.exists() { exists(path) } else { Error::write(path, source) });
            }
            Err(source) => return Err(Error::write(path, source)),
        }
        let target = Self::within(path, force)?;
        drop(target.temporary(path)?);
        Ok(target)
    }

    /// One file, and the handle to write it; folders above it are made where they are not there.
    ///
    /// What is no regular file (a pipe, a device) is written to directly; a link is followed.
    ///
    /// # Errors
    /// [`Error::TargetExists`] without `force`, and [`Error::Write`] where it cannot be made; both
    /// before anything is written.
    pub fn file(path: &Path, force: bool) -> Result<(Self, File)> {
        let failed = |source| Error::write(path, source);
        // A link stays a link: what it leads to is replaced.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Ok(metadata) = fs::metadata(path)
            && !metadata.is_file()
        {
            let file = OpenOptions::new().write(true).open(path).map_err(failed)?;
            let target = Self { folder: PathBuf::new(), force, files: Vec::new(), made: Vec::new() };
            return Ok((target, file));
        }
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut target = Self::within(folder.unwrap_or(Path::new(".")), force)?;
        let file = target.open(&place, path)?;
        Ok((target, file))
    }

    /// A new file of the folder; it takes its name with [`Target::commit`].
    ///
    /// # Errors
    /// [`Error::Write`]; [`Error::TargetExists`] for a name that is there already, without force.
    pub fn create(&mut self, name: &str) -> Result<File> {
        let place = self.folder.join(name);
        self.open(&place, &place)
    }

    /// Gives all files their names. Close the files before.
    ///
    /// # Errors
    /// [`Error::Write`] for the first file that cannot take its name; those after it are left out.
    pub fn commit(mut self) -> Result<()> {
        for (temporary, place) in self.files.drain(..) {
            temporary.persist(&place).map_err(|error| Error::write(&place, error.error))?;
        }
        self.made.clear();
        Ok(())
    }

    /// The folder, made with all that is missing above it.
    fn within(folder: &Path, force: bool) -> Result<Self> {
        let mut target = Self { folder: folder.to_owned(), force, files: Vec::new(), made: Vec::new() };
        let missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
        let missing: Vec<&Path> = folder.ancestors().take_while(missing).collect();
        for path in missing.into_iter().rev() {
            match fs::create_dir(path) {
                Ok(()) => target.made.push(path.to_owned()),
                Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {}
                Err(source) => return Err(Error::write(path, source)),
            }
        }
        Ok(target)
    }

    /// Opens a temporary file for `place`, which is called `name` in errors.
    fn open(&mut self, place: &Path, name: &Path) -> Result<File> {
        if let Ok(metadata) = fs::metadata(place) {
            if metadata.is_dir() {
                return Err(Error::write(name, io::ErrorKind::IsADirectory.into()));
            }
            if !self.force {
                return Err(Error::TargetExists { path: name.to_owned() });
            }
            if metadata.permissions().readonly() {
                return Err(Error::write(name, io::ErrorKind::PermissionDenied.into()));
            }
        }
        let (file, temporary) = self.temporary(name)?.into_parts();
        self.files.push((temporary, place.to_owned()));
        Ok(file)
    }

    fn temporary(&self, name: &Path) -> Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".lesart-");
        #[cfg(unix)]
        {
            // Readable for whom the user's umask says, as any new file; the default is nobody else.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder };
        builder.tempfile_in(folder).map_err(|source| Error::write(name, source))
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        self.files.clear();
        for folder in self.made.iter().rev() {
            // It stays where something else has been put into it meanwhile.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn home() -> tempfile::TempDir {
        tempfile::tempdir().expect("the system has room for a temporary folder")
    }

    fn names(folder: &Path) -> Vec<String> {
        let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
        let mut names: Vec<String> =
            files.flatten().map(|file| file.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn fill(target: &mut Target, name: &str, text: &str) {
        let mut file = target.create(name).expect("the folder takes files");
        file.write_all(text.as_bytes()).expect("the folder has room");
    }

    #[test]
    fn a_folder_gets_all_files_at_the_end_and_none_before() {
        let home = home();
        let path = home.path().join("a/b");
        let mut target = Target::folder(&path, false).expect("it can be made");
        fill(&mut target, "one.csv", "1");
        fill(&mut target, "two.csv", "2");
        assert!(names(&path).iter().all(|name| name.starts_with(".lesart-")));
        target.commit().expect("all files take their names");
        assert_eq!(names(&path), ["one.csv", "two.csv"]);
        assert_eq!(fs::read_to_string(path.join("two.csv")).expect("it is there"), "2");
    }

    #[test]
    fn a_target_that_is_not_finished_leaves_nothing_behind() {
        let home = home();
        let mut target = Target::folder(&home.path().join("a/b"), false).expect("it can be made");
        fill(&mut target, "one.csv", "1");
        drop(target);
        let file = home.path().join("c/x.csv");
        drop(Target::file(&file, false).expect("it can be made"));
        assert_eq!(names(home.path()), Vec::<String>::new());
    }

    #[test]
    fn a_folder_with_files_is_taken_with_force_only_and_keeps_the_others() {
        let home = home();
        fs::write(home.path().join("one.csv"), "old").expect("room");
        fs::write(home.path().join("notes.txt"), "mine").expect("room");
        let refused = Target::folder(home.path(), false).expect_err("it has files");
        assert!(matches!(refused, Error::TargetExists { .. }), "{refused}");
        let mut target = Target::folder(home.path(), true).expect("with force");
        fill(&mut target, "one.csv", "new");
        assert_eq!(fs::read_to_string(home.path().join("one.csv")).expect("it is there"), "old");
        target.commit().expect("all files take their names");
        assert_eq!(names(home.path()), ["notes.txt", "one.csv"]);
        assert_eq!(fs::read_to_string(home.path().join("one.csv")).expect("it is there"), "new");
    }

    #[test]
    fn a_file_is_replaced_with_force_only_and_whole() {
        let home = home();
        let path = home.path().join("x.csv");
        fs::write(&path, "old").expect("room");
        assert!(matches!(Target::file(&path, false), Err(Error::TargetExists { .. })));
        let (target, mut file) = Target::file(&path, true).expect("with force");
        file.write_all(b"new").expect("room");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "old");
        target.commit().expect("it takes its name");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "new");
    }

    #[test]
    fn a_file_is_no_folder_and_a_folder_is_no_file() {
        let home = home();
        let path = home.path().join("x");
        fs::write(&path, "old").expect("room");
        assert!(matches!(Target::folder(&path, false), Err(Error::TargetExists { .. })));
        assert!(matches!(Target::folder(&path, true), Err(Error::Write { .. })));
        assert!(matches!(Target::folder(&path.join("y"), true), Err(Error::Write { .. })));
        assert!(matches!(Target::file(home.path(), true), Err(Error::Write { .. })));
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "old");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_stays_and_a_link_is_followed() {
        use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
        let (target, mut file) = Target::file(Path::new("/dev/null"), false).expect("it takes all");
        file.write_all(b"gone").expect("it takes all");
        target.commit().expect("nothing to do");
        let null = fs::metadata("/dev/null").expect("it is there");
        assert!(null.file_type().is_char_device());

        let home = home();
        let [real, link] = ["real.csv", "link.csv"].map(|name| home.path().join(name));
        fs::write(&real, "old").expect("room");
        symlink(&real, &link).expect("links work here");
        let (target, mut file) = Target::file(&link, true).expect("with force");
        file.write_all(b"new").expect("room");
        target.commit().expect("it takes its name");
        assert_eq!(fs::read_to_string(&real).expect("it is there"), "new");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
        let mode = fs::metadata(&real).expect("it is there").permissions().mode();
        assert_ne!(mode & 0o044, 0, "others may read it as the umask says");
    }
}
