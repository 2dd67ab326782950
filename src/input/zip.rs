//! ZIP archives that hold documents: opened with a limit on what they may unpack to.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::{Error, Result};

/// How much an archive may unpack to, in bytes: an archive of a few kilobytes can be made to fill
/// any memory.
pub(super) const MOST: u64 = 512 << 20;

/// An opened archive.
pub(super) struct Archive {
    path: String,
    zip: ZipArchive<Cursor<Vec<u8>>>,
    left: u64,
}

impl Archive {
    /// Opens an archive that is in memory.
    ///
    /// # Errors
    /// It is damaged, or none.
    pub(super) fn open(path: &str, bytes: Vec<u8>) -> Result<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(path))?;
        Ok(Self { path: path.to_owned(), zip, left: MOST })
    }

    /// The names of its parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.zip.file_names().filter_map(|name| name.ok().map(std::borrow::Cow::into_owned)).collect()
    }

    /// The bytes of a part.
    ///
    /// # Errors
    /// There is none of this name, it is protected or damaged, or the archive unpacks to too much.
    pub(super) fn part(&mut self, name: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = self.zip.by_name(name).map_err(|_| damaged(&self.path))?;
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| damaged(&self.path))?;
        let length = bytes.len() as u64;
        if length > self.left {
            return Err(bomb(&self.path));
        }
        self.left -= length;
        Ok(bytes)
    }
}

/// Unpacks an archive without keeping anything, for readers that unpack it themselves.
///
/// # Errors
/// It is damaged, or unpacks to more than [`MOST`].
pub(super) fn check(path: &str, bytes: &[u8]) -> Result<()> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(path))?;
    let mut left = MOST;
    for index in 0..zip.len() {
        let file = zip.by_index(index).map_err(|_| damaged(path))?;
        let read =
            std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|_| damaged(path))?;
        left = left.checked_sub(read).ok_or_else(|| bomb(path))?;
    }
    Ok(())
}

pub(super) fn damaged(path: &str) -> Error {
    Error::Damaged {
        path: path.to_owned(),
        what: "the file is damaged, or was not copied to its end".to_owned(),
        hint:
            "open it in the program that wrote it and save it again, or leave it out with --skip-unreadable"
                .to_owned(),
    }
}

fn bomb(path: &str) -> Error {
    Error::Damaged {
        path: path.to_owned(),
        what: format!("it unpacks to more than {} MiB, which no document of texts does", MOST >> 20),
        hint: "split it into several files, or take pictures and the like out of it".to_owned(),
    }
}
