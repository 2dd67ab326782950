//! Who speaks, fixed for good: names, aliases and facts of speakers from a file (`lesart.toml`).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use globset::{GlobBuilder, GlobMatcher};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ReadOptions;
use crate::corpus::{Document, Facts};
use crate::error::{Error, Result, did_you_mean};

/// The file that is looked for beside the texts and in the folders above them that are read.
pub const FILE_NAME: &str = "lesart.toml";
/// Keys of a speaker that are no facts.
const KEYS: [&str; 3] = ["name", "aliases", "document"];
/// Keys of the file.
const TOP: [&str; 2] = ["speaker", "not_speakers"];

/// The speakers of a corpus as a file tells them.
#[derive(Debug)]
pub struct People {
    /// The file.
    pub path: PathBuf,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    people: Vec<Person>,
    not_speakers: Vec<String>,
}

#[derive(Debug)]
struct Person {
    name: String,
    aliases: Vec<Alias>,
    /// The documents in which the aliases are this person's; all without it.
    document: Option<Alias>,
    facts: Facts,
    used: AtomicBool,
}

#[derive(Debug)]
struct Alias {
    written: String,
    glob: Option<GlobMatcher>,
}

impl Alias {
    fn new(written: String) -> std::result::Result<Self, globset::Error> {
        let escaped = written.replace('[', "[[]").replace('{', "[{]");
        let glob = || GlobBuilder::new(&escaped).case_insensitive(true).build();
        let glob = written.contains(['*', '?']).then(glob).transpose()?.map(|glob| glob.compile_matcher());
        Ok(Self { written, glob })
    }

    fn meets(&self, name: &str) -> bool {
        self.written == name
            || self.written.to_lowercase() == name.to_lowercase()
            || self.glob.as_ref().is_some_and(|glob| glob.is_match(name))
    }
}

impl Person {
    fn is_in(&self, document: &str) -> bool {
        self.document.as_ref().is_none_or(|wanted| wanted.meets(document))
    }

    fn is(&self, label: &str) -> bool {
        self.name == label || self.aliases.iter().any(|alias| alias.meets(label))
    }
}

impl People {
    /// Reads a file of speakers.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, has an unknown key, a speaker without a name, or two
    /// speakers who claim one label in the same documents.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| Error::read(path, error))?;
        let mut people = Self::parse(&path.display().to_string(), &bytes)?;
        people.path = path.to_path_buf();
        Ok(people)
    }

    fn parse(path: &str, bytes: &[u8]) -> Result<Self> {
        let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(bare).map_err(|error| Error::Decode {
            path: path.to_owned(),
            encoding: "UTF-8".to_owned(),
            byte: error.valid_up_to() as u64,
            line: line_at(bare, error.valid_up_to()),
            hint: "save the file as UTF-8".to_owned(),
        })?;
        let wrong = |at: usize, what: String, hint: &str| Error::Line {
            path: path.to_owned(),
            line: line_at(bare, at),
            what,
            hint: hint.to_owned(),
        };
        let table = DeTable::parse(text).map_err(|error| {
            wrong(
                error.span().map_or(0, |span| span.start),
                error.message().lines().next().unwrap_or_default().to_owned(),
                "a speaker is written as [[speaker]] and, below it, name = \"Frau Kaya\"",
            )
        })?;
        let mut people = Self {
            path: PathBuf::new(),
            sha256: super::decode::hex(&Sha256::digest(bytes)),
            people: Vec::new(),
            not_speakers: Vec::new(),
        };
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            match (name, value.get_ref()) {
                ("not_speakers", _) => {
                    people.not_speakers = texts(value).map_err(|at| {
                        wrong(
                            at,
                            "`not_speakers` is a list of labels".to_owned(),
                            "not_speakers = [\"Fazit\"]",
                        )
                    })?
                }
                ("speaker", DeValue::Array(all)) => {
                    for one in all {
                        people.people.push(person(one, &wrong)?);
                    }
                }
                ("speaker", _) => {
                    return Err(wrong(
                        key.span().start,
                        "`speaker` is no list".to_owned(),
                        "write [[speaker]]",
                    ));
                }
                _ => {
                    let near = did_you_mean(name, TOP).map(|near| format!("did you mean `{near}`? "));
                    let hint = format!("{}the keys are: [[speaker]], not_speakers", near.unwrap_or_default());
                    return Err(wrong(key.span().start, format!("unknown key `{name}`"), &hint));
                }
            }
        }
        people.check(path)?;
        Ok(people)
    }

    /// One label must not be two people in the same documents.
    fn check(&self, path: &str) -> Result<()> {
        let mut claimed: FxHashMap<(String, String), &str> = FxHashMap::default();
        for person in &self.people {
            let document = person.document.as_ref().map_or("", |document| &document.written);
            for label in person.aliases.iter().map(|alias| alias.written.as_str()).chain([&*person.name]) {
                let before = claimed.insert((label.to_lowercase(), document.to_owned()), &person.name);
                if let Some(other) = before.filter(|other| *other != person.name) {
                    return Err(Error::Argument {
                        what: format!("{path}: `{label}` is said to be {other} and {}", person.name),
                        hint: "leave it with one of them, or say `document = …` where each is meant"
                            .to_owned(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Names of the facts that it gives.
    #[must_use]
    pub fn fact_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in self.people.iter().flat_map(|person| person.facts.iter()) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The options of reading with what it knows about labels.
    pub(super) fn options(&self, document: &str, options: &ReadOptions) -> ReadOptions {
        let mut options = options.clone();
        for person in self.people.iter().filter(|person| person.is_in(document)) {
            options.speakers.push(person.name.clone());
            let exact = person.aliases.iter().filter(|alias| alias.glob.is_none());
            options.speakers.extend(exact.map(|alias| alias.written.clone()));
        }
        options.not_speakers.extend(self.not_speakers.iter().cloned());
        options
    }

    /// Gives the speakers of a document their names and facts; two labels of one person become one.
    pub(super) fn apply(&self, document: &mut Document) {
        let mut places: FxHashMap<String, u32> = FxHashMap::default();
        let mut kept = Vec::with_capacity(document.speakers.len());
        let mut to = Vec::with_capacity(document.speakers.len());
        for mut speaker in std::mem::take(&mut document.speakers) {
            let known = |person: &&Person| person.is_in(&document.name) && person.is(&speaker.name);
            // What is said of a document goes before what is said of all.
            let mut fitting: Vec<&Person> = self.people.iter().filter(known).collect();
            fitting.sort_by_key(|person| person.document.is_none());
            if let Some(person) = fitting.first() {
                person.used.store(true, Ordering::Relaxed);
                speaker.name.clone_from(&person.name);
                for (name, value) in person.facts.iter() {
                    speaker.facts.set(name, value);
                }
            }
            to.push(*places.entry(speaker.name.clone()).or_insert_with(|| {
                kept.push(speaker);
                u32::try_from(kept.len() - 1).unwrap_or(u32::MAX)
            }));
        }
        document.speakers = kept;
        for turn in &mut document.turns {
            turn.speaker = turn.speaker.and_then(|speaker| to.get(speaker as usize).copied());
        }
    }

    /// Names that no document had so far: they may be misspelt.
    #[must_use]
    pub fn unused(&self) -> Vec<&str> {
        let unused = self.people.iter().filter(|person| !person.used.load(Ordering::Relaxed));
        unused.map(|person| person.name.as_str()).collect()
    }
}

fn person(value: &Spanned<DeValue<'_>>, wrong: &dyn Fn(usize, String, &str) -> Error) -> Result<Person> {
    let DeValue::Table(table) = value.get_ref() else {
        return Err(wrong(value.span().start, "a speaker is no table".to_owned(), "write [[speaker]]"));
    };
    let mut person = Person {
        name: String::new(),
        aliases: Vec::new(),
        document: None,
        facts: Facts::new(),
        used: AtomicBool::new(false),
    };
    let alias = |at: usize, written: String| {
        let hint = "write a name, or a name with *";
        Alias::new(written.clone()).map_err(|error| wrong(at, format!("{written}: {}", error.kind()), hint))
    };
    for (key, value) in table {
        let (name, at): (&str, usize) = (key.get_ref(), value.span().start);
        match (name, value.get_ref()) {
            ("name", DeValue::String(text)) => text.trim().trim_end_matches(':').clone_into(&mut person.name),
            ("document", DeValue::String(text)) => person.document = Some(alias(at, text.trim().to_owned())?),
            ("aliases", _) => {
                let labels = texts(value).map_err(|at| {
                    wrong(at, "`aliases` is a list of labels".to_owned(), "aliases = [\"I\", \"SPEAKER_00\"]")
                })?;
                for label in labels {
                    person.aliases.push(alias(at, label.trim().trim_end_matches(':').to_owned())?);
                }
            }
            (fact, DeValue::String(text)) if !KEYS.contains(&fact) => person.facts.set(fact, text.trim()),
            (fact, DeValue::Integer(number)) if !KEYS.contains(&fact) => {
                person.facts.set(fact, number.as_str());
            }
            (fact, DeValue::Float(number)) if !KEYS.contains(&fact) => {
                person.facts.set(fact, number.as_str())
            }
            (fact, DeValue::Boolean(truth)) if !KEYS.contains(&fact) => {
                person.facts.set(fact, if *truth { "ja" } else { "nein" });
            }
            _ => {
                let hint = "names and facts are texts in quotes: group = \"engagierte\"";
                return Err(wrong(at, format!("`{name}` is no text"), hint));
            }
        }
    }
    if person.name.is_empty() {
        let hint = "add a line: name = \"Frau Kaya\"";
        return Err(wrong(value.span().start, "a speaker without a name".to_owned(), hint));
    }
    Ok(person)
}

/// The texts of a list; where it is none, the place.
fn texts(value: &Spanned<DeValue<'_>>) -> std::result::Result<Vec<String>, usize> {
    let DeValue::Array(all) = value.get_ref() else { return Err(value.span().start) };
    let text = |one: &Spanned<DeValue<'_>>| match one.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        _ => Err(one.span().start),
    };
    all.iter().map(text).collect()
}

/// The line of byte `at`, from 1.
fn line_at(bytes: &[u8], at: usize) -> u64 {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count() as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Speaker, Turn};

    fn document(name: &str, labels: &[&str]) -> Document {
        let mut document = Document { name: name.to_owned(), ..Document::default() };
        for (index, label) in labels.iter().enumerate() {
            document.speakers.push(Speaker { name: (*label).to_owned(), ..Speaker::default() });
            document.turns.push(Turn { speaker: u32::try_from(index).ok(), ..Turn::default() });
        }
        document
    }

    #[test]
    fn labels_of_one_person_become_one_speaker_with_facts() {
        let file = "not_speakers = ['Fazit']\n[[speaker]]\nname = 'Moderation'\naliases = ['I', 'Inter*']\ngroup = 'moderation'\n\
                    [[speaker]]\nname = 'Frau Kaya'\naliases = ['SPEAKER_01']\ndocument = 'w1'\n";
        let people = People::parse("lesart.toml", file.as_bytes()).expect("a file of speakers");
        let mut first = document("w1", &["I", "SPEAKER_01", "Interviewerin"]);
        people.apply(&mut first);
        let names: Vec<&str> = first.speakers.iter().map(|speaker| &*speaker.name).collect();
        assert_eq!(names, ["Moderation", "Frau Kaya"]);
        assert_eq!(
            first.turns.iter().map(|turn| turn.speaker).collect::<Vec<_>>(),
            [Some(0), Some(1), Some(0)]
        );
        assert_eq!(first.speakers[0].facts.get("group"), Some("moderation"));
        let mut second = document("w2", &["SPEAKER_01"]);
        people.apply(&mut second);
        assert_eq!(second.speakers[0].name, "SPEAKER_01");
        assert!(people.unused().is_empty());
        assert_eq!(people.fact_names(), ["group"]);
        let options = people.options("w2", &ReadOptions::default());
        assert_eq!(options.speakers, ["Moderation", "I"]);
        assert_eq!(options.not_speakers, ["Fazit"]);
    }

    #[test]
    fn faults_name_the_line_and_what_to_do() {
        for (file, shown) in [
            ("[[speaker]]\nnaem = 3\n", "lesart.toml:1: a speaker without a name"),
            ("[[speaker]]\nname = 3\n", "lesart.toml:2: `name` is no text"),
            ("[[speakers]]\nname = 'x'\n", "lesart.toml:1: unknown key `speakers`"),
            ("[[speaker]]\nname = 'x'\naliases = 'y'\n", "lesart.toml:3: `aliases` is a list of labels"),
            ("[[speaker]\n", "lesart.toml:1: "),
            (
                "[[speaker]]\nname = 'x'\naliases = ['B']\n[[speaker]]\nname = 'y'\naliases = ['b']\n",
                "lesart.toml: `b` is said to be x and y",
            ),
        ] {
            let error = People::parse("lesart.toml", file.as_bytes()).expect_err(file).to_string();
            assert!(error.starts_with(shown), "{error}");
        }
    }
}
