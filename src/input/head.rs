//! What stands above a transcript: front matter, lines of `key: value`, heads of programs.
//!
//! None of it is text of the corpus. Short values become facts of the document; paths never do,
//! because they name users and computers.

use super::lists::HEAD_KEYS;

/// The longest value that becomes a fact, in bytes.
const LONGEST_VALUE: usize = 200;
/// Lines after which front matter must have ended.
const MOST_LINES: usize = 200;

/// The head of a text.
#[derive(Default, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Where the text proper begins, in bytes.
    pub(super) end: usize,
    /// What the head says.
    pub(super) facts: Vec<(String, String)>,
    /// What was left out.
    pub(super) notices: Vec<String>,
}

/// Reads `---` front matter at the very top.
pub(super) fn front_matter(text: &str) -> Option<Head> {
    let body =
        text.strip_prefix("---").filter(|rest| rest.trim_start_matches([' ', '\t']).starts_with('\n'))?;
    let mut at = text.len() - body.len() + body.find('\n')? + 1;
    let mut facts: Vec<(String, String)> = Vec::new();
    for line in text.get(at..)?.split_inclusive('\n').take(MOST_LINES) {
        at += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return Some(Head { end: at, facts, notices: Vec::new() });
        }
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if let Some(item) = content.strip_prefix("- ") {
            let (_, value) = facts.last_mut()?;
            if !value.is_empty() {
                value.push_str(", ");
            }
            value.push_str(unquoted(item));
            continue;
        }
        let (key, value) = content.split_once(':')?;
        if key.is_empty() || key.len() > 80 {
            return None;
        }
        facts.push((unquoted(key).to_owned(), unquoted(value).to_owned()));
    }
    None
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value)
}

/// Finds the head from byte `from` on; `recurs` says whether a key stands in the text as a speaker.
pub(super) fn find(text: &str, from: usize, recurs: &dyn Fn(&str) -> bool) -> Head {
    let mut head = Head { end: from, ..Head::default() };
    let mut keys: Vec<String> = Vec::new();
    if let Some(end) = program_head(text, from) {
        head.end = end;
        head.notices.push("left out the head that the transcription program wrote".to_owned());
    }
    let mut title = true;
    let mut at = head.end;
    while let Some(block) = next_block(text, at) {
        let lines: Vec<&str> = block.text.lines().take(MOST_LINES).collect();
        let pairs: Vec<Option<(&str, &str)>> = lines.iter().map(|line| pair(line)).collect();
        let is_key = |key: &str| HEAD_KEYS.contains(&key.to_lowercase()) && !recurs(key);
        let listed = pairs.iter().flatten().filter(|(key, _)| is_key(key)).count();
        let taken = if pairs.iter().all(Option::is_some) && listed * 2 >= pairs.len() {
            lines.len()
        } else {
            pairs.iter().take_while(|pair| pair.is_some_and(|(key, _)| is_key(key))).count()
        };
        let heading = block.text.starts_with('#') && lines.len() == 1;
        if taken == 0 {
            // A title may stand above the head, but only there.
            if (title && lines.len() == 1 && block.text.len() <= 120) || heading {
                title = false;
                at = block.end;
                continue;
            }
            break;
        }
        for (key, value) in pairs.iter().take(taken).flatten() {
            keys.push((*key).to_owned());
            if !value.is_empty() && value.len() <= LONGEST_VALUE && !is_path(value) {
                head.facts.push(((*key).to_owned(), (*value).to_owned()));
            }
        }
        title = false;
        if taken < lines.len() {
            head.end =
                block.start + block.text.split_inclusive('\n').take(taken).map(str::len).sum::<usize>();
            break;
        }
        head.end = block.end;
        at = block.end;
    }
    if !keys.is_empty() {
        head.notices.push(format!("left out {} head line(s): {}", keys.len(), keys.join(", ")));
    }
    head
}

/// `Transcription for …` of aTrain; the title, names and options that noScribe writes.
fn program_head(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    for place in 0..4 {
        let block = next_block(text, at)?;
        if place == 0 && block.text.starts_with("Transcription for ") {
            return Some(block.start + block.text.find('\n').map_or(block.text.len(), |end| end + 1));
        }
        let first = block.text.lines().next().unwrap_or_default();
        if first.contains("noScribe") && (first.starts_with("Trans") || first.contains("Vers")) {
            return Some(block.end);
        }
        at = block.end;
    }
    None
}

struct Block<'t> {
    start: usize,
    end: usize,
    text: &'t str,
}

/// The next lines without an empty one between them.
fn next_block(text: &str, from: usize) -> Option<Block<'_>> {
    let mut start = from;
    let mut end = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        if blank && end > start {
            break;
        }
        end += line.len();
        if blank {
            start = end;
        }
    }
    (end > start).then(|| Block { start, end, text: text.get(start..end).unwrap_or_default().trim_end() })
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().trim_matches('*').trim();
    let value = value.trim_start_matches('*').trim();
    let fits = !key.is_empty() && key.chars().count() <= 40 && key.split_whitespace().count() <= 4;
    (fits && key.starts_with(char::is_alphabetic)).then_some((key, value))
}

fn is_path(value: &str) -> bool {
    let drive = value.as_bytes().get(1..3).is_some_and(|rest| rest == b":/" || rest == b":\\");
    drive
        || value.starts_with(['/', '~'])
        || value.contains('\\')
        || value.contains("/Users/")
        || value.contains("/home/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, rest: &str, facts: &[(&str, &str)]) {
        let found = front_matter(text).unwrap_or_else(|| find(text, 0, &|key| key == "B1"));
        let have: Vec<(&str, &str)> = found.facts.iter().map(|(key, value)| (&**key, &**value)).collect();
        assert_eq!((text.get(found.end..).map(str::trim), have), (Some(rest), facts.to_vec()), "{text:?}");
    }

    #[test]
    fn heads_are_found_and_their_values_kept_but_no_paths() {
        check(
            "---\nort: \"Zellwitz\"\ntags:\n  - a\n  - b\n---\nB1: ja",
            "B1: ja",
            &[("ort", "Zellwitz"), ("tags", "a, b")],
        );
        check("--- \n", "---", &[]);
        check(
            "Interview: W1\nDatum: 12.3.2026\n\nB1: ja",
            "B1: ja",
            &[("Interview", "W1"), ("Datum", "12.3.2026")],
        );
        check(
            "Gespräch im Amt\n\nOrt: Münster\nRaum: 12\n\nB1: ja",
            "B1: ja",
            &[("Ort", "Münster"), ("Raum", "12")],
        );
        check("Datum: 1.1.\nB1: ja\nB1: nein", "B1: ja\nB1: nein", &[("Datum", "1.1.")]);
        check("Audiodatei: C:/Users/mueller/w.m4a\n\nB1: ja", "B1: ja", &[]);
        check("Transcription for 26-Worksho\n\nSPEAKER_00\nJa", "SPEAKER_00\nJa", &[]);
        check(
            "W1\n\nTranskribiert mit noScribe Vers. 0.7\nAudiodatei: C:/x\n(Start)\n\n\n\nS00: ja",
            "S00: ja",
            &[],
        );
        check("Ein Text: mit Doppelpunkt.\n\nUnd so.", "Ein Text: mit Doppelpunkt.\n\nUnd so.", &[]);
        check("", "", &[]);
    }
}
