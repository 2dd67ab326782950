//! Names in RTF: destinations that hold no text of the document, and code pages.

use encoding_rs::Encoding;

/// Destinations without text of the document.
pub(super) const PASSED_OVER: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "themedata",
    "datastore",
    "latentstyles",
    "pntext",
    "pntxta",
    "pntxtb",
    "listtext",
    "xe",
    "tc",
    "bkmkstart",
    "bkmkend",
    "revtbl",
    "generator",
    "filetbl",
    "nonshppict",
    "template",
    "private",
    "atnid",
    "atnauthor",
    "atntime",
    "atndate",
    "atnref",
    "atnparent",
    "atrfstart",
    "atrfend",
    // Properties of a shape, and what its text box says again; the text in the box is read.
    "sp",
    "shprslt",
];

/// The encoding of a Windows code page.
pub(super) fn code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        10_000 => "macintosh".to_owned(),
        65_001 => "utf-8".to_owned(),
        936 => "gbk".to_owned(),
        932 => "shift_jis".to_owned(),
        // The code pages of DOS differ in the umlauts.
        850 | 437 => return None,
        _ => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font's character set; the set of symbols and the default say nothing.
pub(super) fn charset(number: i64) -> Option<&'static Encoding> {
    let page = match number {
        0 => 1252,
        77 => 10_000,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    code_page(page)
}
