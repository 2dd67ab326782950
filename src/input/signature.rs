//! Files that are no text: what they are by their first bytes, and what to do with them.

use memchr::memmem;

use crate::error::Error;

/// What kinds of files begin with, what to call them, what to do.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (
        b"%PDF",
        "a PDF document",
        "save its text as .txt (UTF-8), or export it from the program it was written in",
    ),
    (b"{\\rtf", "an RTF document", "name it .rtf"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel document", "open it and save it as DOCX or XLSX"),
    (b"\x89PNG", "a picture", "leave it out"),
    (b"\xFF\xD8\xFF", "a picture", "leave it out"),
    (b"ID3", "a sound recording", "transcribe it first"),
    (b"OggS", "a sound recording", "transcribe it first"),
    (b"RIFF", "a sound recording or a film", "transcribe it first"),
    (b"\x1F\x8B", "a gzip archive", "unpack it first"),
    (b"\xFD7zXZ", "an xz archive", "unpack it first"),
    (b"BZh9", "a bzip2 archive", "unpack it first"),
    (b"7z\xBC\xAF", "a 7z archive", "unpack it first"),
    (b"SQLite format 3", "a database", "export the texts as .csv"),
];

/// What ZIP archives hold, by a name inside.
const ARCHIVES: &[(&[u8], &str, &str)] = &[
    (b"word/", "a Word document", "name it .docx"),
    (b"xl/", "an Excel workbook", "name it .xlsx"),
    (b"opendocument.text", "an OpenDocument text", "name it .odt"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet", "name it .ods"),
    (b"project.qde", "a REFI-QDA project", "export the texts from it as .txt"),
    (b"", "a ZIP archive", "unpack it first"),
];

/// The error for a file whose first bytes are those of no text; `None` where they may be text.
pub(super) fn no_text(path: &str, head: &[u8]) -> Option<Error> {
    let signature = SIGNATURES.iter().find(|(magic, ..)| head.starts_with(magic));
    let archive = || {
        let names = head.get(..65_536).unwrap_or(head);
        let inside = |name: &[u8]| memmem::find(names, name).is_some();
        ARCHIVES.iter().find(|(name, ..)| name.is_empty() || inside(name))
    };
    let (_, found, hint) = signature.or_else(|| head.starts_with(b"PK\x03\x04").then(archive).flatten())?;
    Some(error(path, found, hint))
}

/// The error for bytes that no text has.
pub(super) fn nul_bytes(path: &str) -> Error {
    error(path, "NUL bytes in it", "leave it out, or save it as text (UTF-8)")
}

fn error(path: &str, found: &str, hint: &str) -> Error {
    Error::NotText { path: path.to_owned(), found: found.to_owned(), hint: hint.to_owned() }
}
