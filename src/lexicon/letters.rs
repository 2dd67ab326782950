//! Which characters can stand in a word of a pattern.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::grammar::{PatternFault, Piece};
use crate::error::did_you_mean;

/// A text in NFC. Before the first combining mark (U+0300) everything is, so that nearly all German
/// needs no more than a look.
pub(super) fn nfc(text: &str) -> String {
    if text.chars().all(|character| character < '\u{300}') { text.to_owned() } else { text.nfc().collect() }
}

/// Whether all characters can stand in a word. A part of a word may begin and end with a hyphen.
pub(super) fn check_letters(piece: Piece<'_>, part: bool) -> Result<(), PatternFault> {
    let mut characters = piece.text.char_indices().peekable();
    let mut before: Option<char> = None;
    let mut inner_dot = false;
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, after)| *after);
        let fits = match character {
            '-' | '\u{2010}' | '\u{2011}' => part || (before.is_some() && after.is_some()),
            '\'' | '’' => true,
            // Tags and names of the net.
            '#' | '@' => before.is_none() && after.is_some_and(char::is_alphanumeric),
            // `nebenan.de`, `e.V.`; a lone full stop at the end is the end of a sentence.
            '.' => {
                let between =
                    before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
                let fits = between || (inner_dot && after.is_none());
                inner_dot |= between;
                fits
            }
            other => other.is_alphanumeric() || (is_combining_mark(other) && before.is_some()),
        };
        if !fits {
            return Err(no_letter(piece, piece.part(at, at + character.len_utf8()), character));
        }
        // A mark belongs to the letter that it stands on.
        if !is_combining_mark(character) {
            before = Some(character);
        }
    }
    if piece.text.contains(char::is_alphanumeric) {
        return Ok(());
    }
    piece.fail(format!("`{}` has no letter", piece.text), "write a word")
}

fn no_letter(piece: Piece<'_>, found: Piece<'_>, character: char) -> PatternFault {
    if piece.text.starts_with("#NAME") {
        return piece.fault(
            "a formula that failed in a spreadsheet",
            "the cell held `=…`; format the column as text and write the term again",
        );
    }
    if character.is_control()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    {
        let code = u32::from(character);
        return found
            .fault(format!("an invisible character (U+{code:04X})"), "delete it and write the word again");
    }
    let rest = found.text.len() + found.start - piece.start;
    let after = piece.text.get(rest..).unwrap_or_default().to_lowercase();
    let hint = match character {
        '-' | '\u{2010}' | '\u{2011}' => {
            "a hyphen at the end of a word; write the word whole, or as a part: `haupt-*`"
        }
        ':' if did_you_mean(piece.text.split(':').next().unwrap_or_default(), ["stem"]).is_some() => {
            "did you mean `stem:`?"
        }
        ':' | '_' | '/' if matches!(after.as_str(), "in" | "innen" | "-in" | "-innen" | "r" | "n") => {
            "a word finds its gender forms by itself; write it without the ending"
        }
        ',' | ';' => "write one term for each word, each in quotation marks of its own",
        '"' | '„' | '“' | '”' | '»' | '«' => {
            "leave the quotation marks out; words side by side are a phrase already"
        }
        '?' => "`?` is no sign of patterns; `*` stands for any letters",
        '=' | '+' => "`=` stands before a word: `=Stadt`",
        '[' | ']' | '{' | '}' => "alternatives are written `(stadt|gemeinde)`",
        _ => "a term has letters, digits, hyphens and apostrophes; leave it out",
    };
    found.fault(format!("`{character}` cannot stand in a word"), hint)
}
