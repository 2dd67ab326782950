//! Speaker labels: what the start of a line says about who speaks.
//!
//! A label is at most 63 characters long (as in MAXQDA's import of group discussions, so that a
//! transcript works in both) and must look like a name. Whether it is believed is for the
//! [`census`](super::census) of the whole text to say.

use memchr::memchr2;

use super::lists::{NO_SPEAKER, ROLES};
use super::{ReadOptions, stamp};

/// The longest name, in characters.
const LONGEST: usize = 63;
/// Bytes in which the longest name ends, with brackets in it.
const NEAR: usize = 4 * (LONGEST + 2);
/// Most words of a name before its first comma or bracket, and altogether.
const WORDS: (usize, usize) = (5, 8);
/// Stems of short labels that may carry a number: `I`, `B1`, `TN 4`.
const SHORT: &[&str] = &["I", "B", "P", "M", "S", "T", "IP", "A", "F", "TN", "TP", "SPEAKER", "IV", "INT"];

/// How a label stands on its line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// `Name: text`
    Colon,
    /// `Name<TAB>text`
    Tab,
    /// The name alone, the text on the next lines.
    Alone,
}

/// How much a name looks like one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Look {
    /// Begins like a name and has nothing that names do not have.
    Plain,
    /// Has what names of people have: Herr, Dr., initials, a comma, brackets.
    Person,
    /// A form that only labels have: `B1`, `SPEAKER_00`, `Moderatorin`.
    Known,
    /// Given by the user.
    Given,
}

/// Labels that the user told.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Labels<'o> {
    /// These are speakers, whatever they look like.
    pub(super) given: &'o [String],
    /// These are none.
    pub(super) never: &'o [String],
}

impl<'o> From<&'o ReadOptions> for Labels<'o> {
    fn from(options: &'o ReadOptions) -> Self {
        Self { given: &options.speakers, never: &options.not_speakers }
    }
}

/// A possible label at the start of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Opening<'t> {
    pub(super) name: &'t str,
    pub(super) kind: Kind,
    pub(super) look: Look,
    /// Where the words begin, in bytes of the line.
    pub(super) body: usize,
    /// The time stamp before or behind the label.
    pub(super) time: Option<u32>,
}

/// Reads the start of a line as `Name:` or `Name<TAB>`, with time stamps and Markdown's bold marks
/// around it. Looks at the first 64 characters only.
pub(super) fn opening<'t>(line: &'t str, labels: Labels<'_>) -> Option<Opening<'t>> {
    let (start, mut time, bold) = before_name(line);
    let (end, kind) = end_of_name(line, start, labels)?;
    let mut name = unmarked(line.get(start..end)?);
    if let Some(stamp) = stamp::trailing(name) {
        name = name.get(..name.len() - stamp.length)?.trim_end();
        time = Some(stamp.time);
    }
    let name = without_brackets(name);
    let look = look(name, labels)?;
    let rest = line.get(end + 1..)?;
    if kind == Kind::Colon && look != Look::Given && !may_follow_colon(rest, name) {
        return None;
    }
    let mut body = end + 1;
    if bold {
        body += rest.bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count();
    }
    let (after, stamped) = skip_stamp(line, body);
    let empty = line.get(after..).is_none_or(|rest| rest.trim().is_empty());
    if kind == Kind::Tab && empty {
        return None;
    }
    Some(Opening { name, kind, look, body: after, time: stamped.or(time) })
}

/// Reads a whole line as a name that stands alone, perhaps with a time stamp.
pub(super) fn alone<'t>(line: &'t str, labels: Labels<'_>) -> Option<Opening<'t>> {
    if line.len() > 4 * LONGEST {
        return None;
    }
    let (start, mut time, _) = before_name(line);
    let mut name = unmarked(line.get(start..)?);
    if let Some(stamp) = stamp::trailing(name) {
        name = unmarked(name.get(..name.len() - stamp.length)?);
        time = Some(stamp.time);
    } else if let Some((before, last)) = name.rsplit_once([' ', '\t', '\u{a0}'])
        && let Some(stamp) = stamp::subtitle(last).filter(|stamp| stamp.length == last.len())
    {
        name = before.trim_end();
        time = Some(stamp.time);
    }
    if name.contains([':', '\t']) {
        return None;
    }
    let name = without_brackets(name);
    Some(Opening { name, kind: Kind::Alone, look: look(name, labels)?, body: line.len(), time })
}

/// Skips blanks, a time stamp with an optional dash, and bold marks.
fn before_name(line: &str) -> (usize, Option<u32>, bool) {
    let (start, time) = skip_stamp(line, 0);
    let marks =
        line.get(start..).unwrap_or_default().bytes().take_while(|byte| matches!(byte, b'*' | b'_')).count();
    let bold = (2..=3).contains(&marks);
    if !bold {
        return (start, time, false);
    }
    let (inner, stamped) = skip_stamp(line, start + marks);
    (inner, stamped.or(time), true)
}

/// Skips blanks and a time stamp with an optional dash after it: where the rest begins, the time.
pub(super) fn skip_stamp(line: &str, from: usize) -> (usize, Option<u32>) {
    let skip_blanks = |at: usize| {
        let rest = line.get(at..).unwrap_or_default();
        at + rest.len() - rest.trim_start().len()
    };
    let start = skip_blanks(from);
    let Some(stamp) = line.get(start..).and_then(stamp::leading) else {
        return (start, None);
    };
    let mut at = skip_blanks(start + stamp.length);
    for dash in ["- ", "– ", "— "] {
        if line.get(at..).is_some_and(|rest| rest.starts_with(dash)) {
            at = skip_blanks(at + dash.len());
        }
    }
    (at, Some(stamp.time))
}

/// The first colon or tab outside brackets within the longest name.
fn end_of_name(line: &str, start: usize, labels: Labels<'_>) -> Option<(usize, Kind)> {
    // A colon that comes too late is the frequent case, and seen without looking at every byte.
    let near = line.get(start..)?;
    let first = memchr2(b':', b'\t', near.as_bytes().get(..NEAR).unwrap_or(near.as_bytes()))?;
    if near.get(..first)?.chars().count() > LONGEST + 2 {
        return None;
    }
    // So is a line that goes on with a sentence.
    if near.starts_with(|c: char| c.is_ascii_lowercase())
        && labels.given.is_empty()
        && near.get(..first)?.contains(' ')
    {
        return None;
    }
    let (mut depth, mut characters) = (0_usize, 0);
    for (offset, byte) in line.get(start..)?.bytes().enumerate() {
        match byte {
            b':' if depth == 0 => return Some((start + offset, Kind::Colon)),
            b'\t' => return (offset > 0).then_some((start + offset, Kind::Tab)),
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'!' | b'?' | b';' | b'"' | b'<' => return None,
            _ => {}
        }
        characters += usize::from(byte & 0xC0 != 0x80);
        if characters > LONGEST + 2 {
            return None;
        }
    }
    None
}

/// The name without blanks and bold marks around it.
fn unmarked(name: &str) -> &str {
    name.trim().trim_end_matches(['*', '_']).trim_start_matches('*').trim()
}

/// `[SPEAKER_00]` is SPEAKER_00; other brackets belong to the name.
fn without_brackets(name: &str) -> &str {
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    inner.filter(|inner| is_known(inner)).unwrap_or(name)
}

/// `18:30`, `http://`, `Bürger:innen`: what comes right after a colon that ends no name.
fn may_follow_colon(rest: &str, name: &str) -> bool {
    match rest.chars().next() {
        Some(next) if next.is_ascii_digit() => !name.ends_with(|last: char| last.is_ascii_digit()),
        Some('/') => !rest.starts_with("//") || rest.get(2..).is_some_and(|rest| rest.contains("//")),
        Some(next) => !next.is_lowercase() && next != ')',
        None => true,
    }
}

/// How much a name looks like one; `None` where it is none.
pub(super) fn look(name: &str, labels: Labels<'_>) -> Option<Look> {
    if name.is_empty() || name.chars().count() > LONGEST {
        return None;
    }
    let among = |list: &[String]| list.iter().any(|label| label.trim_end_matches(':').trim() == name);
    if among(labels.given) {
        return Some(Look::Given);
    }
    if among(labels.never) {
        return None;
    }
    if is_known(name) {
        return Some(Look::Known);
    }
    if name.starts_with('[') {
        return (name.ends_with(']') && name.chars().any(char::is_alphabetic)).then_some(Look::Person);
    }
    if !name.chars().any(char::is_alphabetic)
        || name.contains(['„', '“', '»', '«', '!', '?', ';', '=', '…', '|', '>'])
    {
        return None;
    }
    let first = name.trim_start_matches('@').chars().next()?;
    let id = name.contains('_') || name.contains(|c: char| c.is_ascii_digit());
    if !(first.is_uppercase() || (id && !name.contains(' ') && first.is_alphabetic())) {
        return None;
    }
    words_of(name)
}

/// Looks at a name word by word.
fn words_of(name: &str) -> Option<Look> {
    let head_end = name.find([',', '(']).unwrap_or(name.len());
    let (head, tail) = name.split_at_checked(head_end)?;
    let (mut count, mut initials, mut title) = (0, false, false);
    for (place, word) in head.split_whitespace().enumerate() {
        count += 1;
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if NO_SPEAKER.has(&plain) || (place == 0 && NO_SPEAKER.begins(&plain)) {
            return None;
        }
        if let Some(short) = word.strip_suffix('.') {
            // A full stop ends an abbreviation or a sentence; names have the former only.
            let short = short.rsplit('-').next().unwrap_or(short);
            if short.chars().count() > 5 {
                return None;
            }
            initials |= short.chars().count() <= 2 && short.starts_with(char::is_uppercase);
        }
        title |= matches!(
            word,
            "Herr" | "Frau" | "Hr." | "Fr." | "Dr." | "Prof." | "Dipl.-Ing." | "Pfarrer" | "Pfarrerin"
        );
        let small = word.starts_with(char::is_lowercase);
        if place > 0
            && small
            && !matches!(
                &*plain,
                "von"
                    | "van"
                    | "de"
                    | "der"
                    | "den"
                    | "zu"
                    | "zur"
                    | "zum"
                    | "vom"
                    | "aus"
                    | "dem"
                    | "im"
                    | "am"
                    | "und"
                    | "für"
                    | "h"
                    | "c"
                    | "a"
                    | "d"
                    | "i"
                    | "al"
                    | "el"
                    | "bin"
                    | "da"
                    | "di"
                    | "la"
            )
        {
            return None;
        }
    }
    let more = tail.split_whitespace().count();
    if count == 0 || count > WORDS.0 || count + more > WORDS.1 || tail.matches(',').count() > 3 {
        return None;
    }
    let spoken =
        |word: &str| NO_SPEAKER.has(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    if tail.starts_with(',') && tail.split_whitespace().any(spoken) {
        return None;
    }
    let closed = tail.trim_end().ends_with(')') && tail.starts_with('(');
    if tail.contains('(') && !tail.contains(')') {
        return None;
    }
    let person =
        title || initials || closed || !tail.is_empty() || name.starts_with('@') || name.contains('_');
    Some(if person { Look::Person } else { Look::Plain })
}

/// Forms that only labels have.
fn is_known(name: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name.len() - stem.len();
    let stem = stem.trim_end_matches(['_', ' ']);
    if SHORT.contains(&stem) {
        return number <= 3;
    }
    if ROLES.contains(stem) {
        return true;
    }
    // `Moderation A`, `Moderatorin Wiebke`, `Person 3`
    match stem.split_once(' ') {
        Some((role, second)) => {
            let follows = !second.contains([' ', ',']) && second.starts_with(char::is_uppercase);
            ROLES.contains(role) && follows
        }
        None => stem == "Person" && number > 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, name: &str, body: &str, time: Option<u32>) {
        let found = opening(line, Labels::default())
            .map(|found| (found.name, line.get(found.body..).unwrap_or("?"), found.time));
        assert_eq!(found, Some((name, body, time)), "{line}");
    }

    #[test]
    fn labels_of_every_style_give_the_name() {
        check("B1: Ja.", "B1", "Ja.", None);
        check("  Moderatorin : Ja.", "Moderatorin", "Ja.", None);
        check("Moderatorin:\tJa.", "Moderatorin", "Ja.", None);
        check("B1\tJa.", "B1", "Ja.", None);
        check("**B1:** Ja.", "B1", "Ja.", None);
        check("**B1**: Ja.", "B1", "Ja.", None);
        check("S01: [00:00:04] Ja.", "S01", "Ja.", Some(4000));
        check("[00:00:04] B1: Ja.", "B1", "Ja.", Some(4000));
        check("[00:00:04] - B1: Ja.", "B1", "Ja.", Some(4000));
        check("#00:00:04-8# B1: Ja.", "B1", "Ja.", Some(4800));
        check("00:00:04.8B1: Ja.", "B1", "Ja.", Some(4800));
        check("B1 [00:00:04]: Ja.", "B1", "Ja.", Some(4000));
        check("[SPEAKER_00]: Ja.", "SPEAKER_00", "Ja.", None);
        check("[Stimme aus dem Hintergrund]: Ja.", "[Stimme aus dem Hintergrund]", "Ja.", None);
        check("Herr B., Heimatverein: Ja.", "Herr B., Heimatverein", "Ja.", None);
        check("Herr M., Amt für Bürgerbeteiligung: Ja", "Herr M., Amt für Bürgerbeteiligung", "Ja", None);
        check("Frau A., Initiative Becken bleibt: Ja", "Frau A., Initiative Becken bleibt", "Ja", None);
        check("Volker R., Stadtrat a. D.: Ja", "Volker R., Stadtrat a. D.", "Ja", None);
        check("Dr. Anna Müller (Stadt Münster): Ja", "Dr. Anna Müller (Stadt Münster)", "Ja", None);
        check("Yılmaz, Ayşe: Ja", "Yılmaz, Ayşe", "Ja", None);
        check("Frerk (online): Ja", "Frerk (online)", "Ja", None);
        check("TN 4: Ja", "TN 4", "Ja", None);
        check("Frau Y.-B.: Ja", "Frau Y.-B.", "Ja", None);
        check("Herr Janssen-T., Kurverwaltung: Ja", "Herr Janssen-T., Kurverwaltung", "Ja", None);
        check("paul1999: Ja", "paul1999", "Ja", None);
        check("die_heike: Ja", "die_heike", "Ja", None);
        check("Karte (gelb): Mehr Bänke", "Karte (gelb)", "Mehr Bänke", None);
        check("B1: //mhm// Ja", "B1", "//mhm// Ja", None);
        check("Alterspräsident Dr. Heinz Riesenhuber: ", "Alterspräsident Dr. Heinz Riesenhuber", "", None);
    }

    #[test]
    fn colons_of_ordinary_text_are_no_labels() {
        for line in [
            "18:30 Uhr ist zu spät.",
            "Um 18:30 Uhr ist da keiner mehr.",
            "Stand 18:30 Uhr",
            "http://example.org",
            "https://example.org",
            "Und noch etwas: bitte die Parkscheibe.",
            "Er sagte: Das geht nicht.",
            "Der Bürgermeister sagte: Das geht nicht.",
            "Frau Müller fragte: Warum?",
            "Das heißt: nein.",
            "Unser Präsident würde sagen: Ich höre.",
            "Bürger:innen haben das gemacht.",
            "Teilnehmer:in gesucht",
            "Wir haben drei Wünsche: Bänke, Licht, Ruhe.",
            "Eines ist klar: So nicht.",
            "Fazit: Es war gut.",
            "Tagesordnungspunkt 3:",
            "Mir war nur eines wichtig. Nämlich: das.",
            "Ein Satz ohne Doppelpunkt, der aber schon länger als dreiundsechzig Zeichen ist: ja.",
            "- Bänke: mehr davon",
            "„Augenhöhe“: was ist das?",
            "Beifall!: ja",
            ": ja",
            "",
            "12: zwölf",
        ] {
            assert_eq!(opening(line, Labels::default()), None, "{line}");
        }
    }

    #[test]
    fn a_given_label_is_one_whatever_it_looks_like() {
        let given = ["das volk:".to_owned()];
        let labels = Labels { given: &given, never: &[] };
        assert_eq!(opening("das volk: murrt", labels).map(|found| found.look), Some(Look::Given));
        assert_eq!(opening("das volk: murrt", Labels::default()), None);
    }

    #[test]
    fn a_name_alone_on_its_line_may_have_a_time() {
        let time = |line| alone(line, Labels::default()).map(|found| (found.name, found.time));
        assert_eq!(time("SPEAKER_00"), Some(("SPEAKER_00", None)));
        assert_eq!(time("**Moderatorin**"), Some(("Moderatorin", None)));
        assert_eq!(time("Anna Müller   0:03"), Some(("Anna Müller", Some(3000))));
        assert_eq!(time("B1 [00:01:00]"), Some(("B1", Some(60_000))));
        assert_eq!(time("Ja genau."), None);
    }
}
