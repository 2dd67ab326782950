//! What documents of word processors have in common: how they are read, their parts, and what can be wrong with them.

use std::borrow::Cow;
use std::path::Path;

use memchr::memmem;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart};

use super::prose::Prose;
use super::{Documents, ReadOptions, Reader, Source, memory, single, zip};
use crate::corpus::Counted;
use crate::error::{Error, Result};

/// The parts of a document.
pub(super) struct Parts {
    path: String,
    archive: zip::Archive,
}

impl Parts {
    /// Opens a document; `what` is what it should be.
    ///
    /// # Errors
    /// It is protected with a password, of another kind, or damaged.
    pub(super) fn open(path: &str, bytes: Vec<u8>, what: &str) -> Result<Self> {
        if bytes.starts_with(CONTAINER) {
            return Err(if is_sealed(&bytes) {
                protected(path, "document")
            } else {
                Error::Damaged {
                    path: path.to_owned(),
                    what: "this is a document of an old Word (.doc)".to_owned(),
                    hint: "open it in a word processor and save it as DOCX".to_owned(),
                }
            });
        }
        if !bytes.starts_with(b"PK") {
            return Err(another(path, what));
        }
        Ok(Self { path: path.to_owned(), archive: zip::Archive::open(path, bytes)? })
    }

    /// The names of the parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.archive.names()
    }

    /// A part as text.
    ///
    /// # Errors
    /// It is missing, damaged, too large, or no UTF-8 or UTF-16.
    pub(super) fn text(&mut self, name: &str) -> Result<String> {
        let bytes = self.archive.part(name)?;
        let encoding =
            encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |(marked, _)| marked);
        let (text, _, wrong) = encoding.decode(&bytes);
        if wrong {
            return Err(zip::damaged(&self.path));
        }
        Ok(text.into_owned())
    }
}

/// Reads a document in one piece: `prose` makes its paragraphs of its bytes, where it has some.
pub(super) fn read(
    source: &Source,
    format: &str,
    options: &ReadOptions,
    prose: impl FnOnce(&str, Vec<u8>) -> Result<Prose>,
) -> Result<Documents> {
    let (bytes, mut document) = memory::bytes(source, format, options)?;
    let prose = if bytes.is_empty() { Prose::default() } else { prose(&source.shown(), bytes)? };
    document.origin.counted = Counted::Paragraph;
    prose.write(&mut document, options);
    Ok(single(document))
}

/// What the containers of old office programs begin with.
pub(super) const CONTAINER: &[u8] = b"\xD0\xCF\x11\xE0";

/// Whether such a container holds a document that is protected with a password: it has this in it, in UTF-16.
pub(super) fn is_sealed(container: &[u8]) -> bool {
    let sealed: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    memmem::find(container, &sealed).is_some()
}

/// The error for a document (`what` it is) with a password.
pub(super) fn protected(path: &str, what: &str) -> Error {
    Error::Damaged {
        path: path.to_owned(),
        what: format!("the {what} is protected with a password"),
        hint: "open it, take the password off, and save it again".to_owned(),
    }
}

/// The error for a file that is something else than its name says.
pub(super) fn another(path: &str, what: &str) -> Error {
    Error::Damaged {
        path: path.to_owned(),
        what: format!("this is no {what}"),
        hint: "open it in a word processor and save it again, or say what it is with --input-format"
            .to_owned(),
    }
}

/// Whether a file is a document, and not what an office program leaves beside an opened one.
pub(super) fn is_no_lock(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with("~$") && !name.starts_with(".~lock")
}

/// Names of the facts that a document shows: it is read for them.
pub(super) fn facts_of(reader: &dyn Reader, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
    if source.peeked.is_some() {
        return Ok(Vec::new());
    }
    let mut names: Vec<String> = Vec::new();
    for document in reader.read(source, options)? {
        let document = document?;
        let of_speakers = document.speakers.iter().flat_map(|speaker| speaker.facts.iter());
        for (name, _) in document.facts.iter().chain(of_speakers) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    // What is no valid reference stays as it is written.
    Some(unescape(&found.value).map_or_else(|_| found.value.to_string(), Cow::into_owned))
}

/// The character of a reference (`&amp;`, `&#228;`); nothing for an unknown one.
pub(super) fn character(name: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        return character.to_string();
    }
    resolve_predefined_entity(name).map(str::to_owned).unwrap_or_default()
}
