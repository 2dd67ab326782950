//! REFI-QDA projects (`.qdpx`): each of their texts is a document, with the codings of people on it.

use std::path::Path;

use super::memory::bytes;
use super::normal::normalize;
use super::project::{Project, Selection, TextSource};
use super::zip::{self, Archive};
use super::{Documents, Part, ReadOptions, Reader, Source, find, single, transcript};
use crate::corpus::{Marked, Shifts};
use crate::error::{Error, Result};
use crate::text::Span;

/// REFI-QDA projects.
pub(super) struct Qdpx;

/// Characters of a selection's name that must stand in the text where it begins.
const PROOF: usize = 12;
/// Selections that are tried to find out how a program counts.
const TRIED: usize = 200;

impl Reader for Qdpx {
    fn name(&self) -> &'static str {
        "qdpx"
    }
    fn about(&self) -> &'static str {
        "REFI-QDA projects of QDA programs: every text is a document, with the codings of people"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["qdpx"]
    }
    fn parts(&self, path: &Path) -> Result<Vec<Part>> {
        let file = std::fs::read(path).map_err(|error| Error::read(path, error))?;
        let (_, project) = open(&path.display().to_string(), file)?;
        let part = |source: &TextSource| Part { id: source.guid.clone(), name: find::stem(&source.name) };
        Ok(project.sources.iter().map(part).collect())
    }
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        super::office::facts_of(self, source, options)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        let (bytes, mut document) = bytes(source, self.name(), options)?;
        let path = source.shown();
        let (mut archive, project) = open(&path, bytes)?;
        let text_source = match &source.part {
            Some(part) => project.sources.iter().find(|text| text.guid == part.id),
            None if project.sources.len() > 1 => {
                return Err(Error::Damaged {
                    path,
                    what: format!(
                        "the project has {} texts, and one is read from here",
                        project.sources.len()
                    ),
                    hint: "give its path instead".to_owned(),
                });
            }
            None => project.sources.first(),
        };
        let Some(text_source) = text_source else {
            document.notices.push("the project has no text".to_owned());
            return Ok(single(document));
        };
        let raw = text_of(&path, &mut archive, text_source)?;
        let (text, shifts) = normalize(raw.clone());
        if u32::try_from(text.len()).is_err() {
            return Err(Error::TooLarge { path });
        }
        let mut given = options.clone();
        given.speakers.extend(project.cases().map(|(name, _)| name.to_owned()));
        transcript::find_turns(&text, &mut document, &given, false);
        document.marked = marked(&project, text_source, &raw, &text, &shifts, &mut document.notices);
        document.text = text;
        document.shifts = shifts;
        document.own = 0..document.turns.len();
        let speakers: Vec<&str> = document.speakers.iter().map(|speaker| &*speaker.name).collect();
        for (name, value) in project.facts_of(text_source, &speakers) {
            document.facts.set(name, value);
        }
        for (case, values) in project.cases() {
            if let Some(speaker) = document.speakers.iter_mut().find(|speaker| speaker.name == case) {
                for (name, value) in values {
                    speaker.facts.set(name, value);
                }
            }
        }
        let is_first = project.sources.first().is_some_and(|first| first.guid == text_source.guid);
        if project.without_text > 0 && is_first {
            document.notices.push(format!("left out {} source(s) without text", project.without_text));
        }
        Ok(single(document))
    }
}

/// The archive and its project file, whatever it is called.
fn open(path: &str, bytes: Vec<u8>) -> Result<(Archive, Project)> {
    let mut archive = Archive::open(path, bytes)?;
    let names = archive.names();
    let main =
        names.iter().find(|name| name.to_lowercase().ends_with(".qde")).ok_or_else(|| Error::Damaged {
            path: path.to_owned(),
            what: "this is no REFI-QDA project: it has no project.qde".to_owned(),
            hint: "export the project as REFI-QDA (.qdpx)".to_owned(),
        })?;
    let xml = archive.part(main)?;
    let xml = String::from_utf8(xml).map_err(|_| zip::damaged(path))?;
    let project = Project::read(path, xml.trim_start_matches('\u{feff}'))?;
    Ok((archive, project))
}

/// The text of a source without a byte order mark.
fn text_of(path: &str, archive: &mut Archive, source: &TextSource) -> Result<String> {
    let missing = |what: String| Error::Damaged {
        path: path.to_owned(),
        what,
        hint: "export the project again, with its sources".to_owned(),
    };
    let text = match (&source.path, &source.content) {
        (Some(place), _) => {
            // `internal://` is the folder of sources, whatever its case; others are relative to the project.
            let file = place.rsplit(['/', '\\']).next().unwrap_or(place).to_lowercase();
            let names = archive.names();
            let found = names
                .iter()
                .find(|name| name.to_lowercase().rsplit(['/', '\\']).next().is_some_and(|last| last == file));
            let found =
                found.ok_or_else(|| missing(format!("the text of `{}` is not in it", source.name)))?;
            let bytes = archive.part(found)?;
            super::decode::text(path, bytes)?
        }
        (None, Some(content)) => content.clone(),
        (None, None) => String::new(),
    };
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// How programs count positions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counting {
    /// As the standard says.
    CodePoints,
    /// The byte order mark counts as one.
    WithMark,
    /// Characters beyond the first plane count as two.
    Utf16,
    Bytes,
    /// Two characters for a line end that the text has as one.
    TwoForLineEnds,
}

impl Counting {
    const ALL: [(Self, &'static str); 5] = [
        (Self::CodePoints, "code points"),
        (Self::WithMark, "code points with a byte order mark"),
        (Self::Utf16, "UTF-16 units"),
        (Self::Bytes, "bytes"),
        (Self::TwoForLineEnds, "two characters for each line end"),
    ];

    /// For each character its place as it is counted, and the place behind the last one; ascending.
    fn places(self, text: &str) -> Vec<usize> {
        let width = |character: char| match self {
            Self::CodePoints | Self::WithMark => 1,
            Self::Utf16 => character.len_utf16(),
            Self::Bytes => character.len_utf8(),
            Self::TwoForLineEnds => 1 + usize::from(character == '\n'),
        };
        let mut at = usize::from(self == Self::WithMark);
        let mut places = vec![at];
        for character in text.chars() {
            at += width(character);
            places.push(at);
        }
        places
    }
}

/// The codings of people on the reading text.
fn marked(
    project: &Project,
    source: &TextSource,
    raw: &str,
    text: &str,
    shifts: &Shifts,
    notices: &mut Vec<String>,
) -> Vec<Marked> {
    let characters: Vec<(usize, char)> = raw.char_indices().collect();
    let index = |places: &[usize], at: usize| places.partition_point(|place| *place < at);
    let proves = |places: &[usize], selection: &Selection| {
        let words: String = selection.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some((start, _)) = selection.range else { return false };
        let expected: String = words.chars().take(PROOF).collect();
        let from = index(places, start);
        let found: String = characters.iter().skip(from).take(2 * PROOF).map(|(_, c)| *c).collect();
        let found: String = found.split_whitespace().collect::<Vec<_>>().join(" ");
        expected.chars().count() >= 4 && found.starts_with(expected.trim_end_matches(['…', '.']))
    };
    // The way of counting that finds most of the selections' names where they should be.
    let mut best: Option<(usize, &str, Vec<usize>)> = None;
    for (counting, name) in Counting::ALL {
        let places = counting.places(raw);
        let proved = source.selections.iter().take(TRIED).filter(|one| proves(&places, one)).count();
        if best.as_ref().is_none_or(|(most, ..)| proved > *most) {
            best = Some((proved, name, places));
        }
    }
    let Some((_, name, places)) = best else { return Vec::new() };
    if name != Counting::ALL[0].1 {
        notices.push(format!("the program that wrote the project counts {name}; its codings are read so"));
    }
    // From characters of the source to bytes of the reading text.
    let mut borders: Vec<(i64, u32)> = Vec::new();
    for (count, (byte, _)) in text.char_indices().chain([(text.len(), ' ')]).enumerate() {
        let byte = u32::try_from(byte).unwrap_or(u32::MAX);
        borders.push((i64::try_from(count).unwrap_or(i64::MAX) + shifts.at(byte), byte));
    }
    let byte = |at: usize| {
        let character = i64::try_from(index(&places, at)).unwrap_or(i64::MAX);
        let place = borders.partition_point(|(have, _)| *have < character);
        borders.get(place).or(borders.last()).map_or(0, |(_, byte)| *byte)
    };
    let mut all = Vec::new();
    let mut beyond = 0_usize;
    for selection in &source.selections {
        let span = match selection.range {
            Some((start, end)) => {
                beyond += usize::from(places.last().is_some_and(|last| end > *last));
                Span::new(byte(start.min(end)), byte(end.max(start)))
            }
            None => Span::from_range(0..text.len()),
        };
        for (code, coder) in project.codings(selection) {
            all.push(Marked { span, code: code.to_owned(), coder: coder.to_owned() });
        }
    }
    if beyond > 0 {
        notices.push(format!("{beyond} coding(s) reach over the end of the text and are cut there"));
    }
    all.sort_by(|a, b| (a.span.start, a.span.end, &a.code).cmp(&(b.span.start, b.span.end, &b.code)));
    all
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use ::zip::write::SimpleFileOptions;

    use super::*;

    /// Reads a project with one text; `{}` in the selection stands for positions.
    fn read(
        text: &str,
        in_archive: &str,
        inline: bool,
        selection: &str,
    ) -> (Vec<(String, String, String)>, Vec<String>) {
        let place = if inline { String::new() } else { " plainTextPath=\"internal://A.txt\"".to_owned() };
        let content =
            if inline { format!("<PlainTextContent>{text}</PlainTextContent>") } else { String::new() };
        let xml = format!(
            "<Project xmlns=\"urn:QDA-XML:project:1.0\"><Users><User guid=\"U1\" name=\"Ann\"/></Users>\
             <CodeBook><Codes><Code guid=\"{{N}}\" name=\"Nodes\" isCodable=\"false\">\
             <Code guid=\"{{AB}}\" name=\"Netzwerke\" isCodable=\"false\"><Code guid=\"C2\" name=\"Real &amp; nah\"/>\
             </Code></Code></Codes></CodeBook><Sources><TextSource guid=\"S\" name=\"Eins.txt\"{place}>{content}{selection}\
             </TextSource><AudioSource guid=\"T\" name=\"x\"/></Sources></Project>"
        );
        let mut archive = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("Projekt.qde", xml.as_str()), (in_archive, text)] {
            archive.start_file(name, SimpleFileOptions::default()).expect("a part");
            archive.write_all(content.as_bytes()).expect("written");
        }
        let bytes = archive.finish().expect("an archive").into_inner();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.qdpx");
        std::fs::write(&path, bytes).expect("written");
        let (sources, _) =
            crate::input::sources(&[path.display().to_string()], &ReadOptions::default()).expect("a source");
        assert_eq!(sources.len(), 1);
        assert_eq!(sources[0].name, "Eins");
        let document = crate::input::read_whole(&sources[0], &ReadOptions::default()).expect("a document");
        let marked = document.marked.iter().map(|marked| {
            (marked.span.of(&document.text).to_owned(), marked.code.clone(), marked.coder.clone())
        });
        (marked.collect(), document.notices.clone())
    }

    fn selection(start: usize, end: usize, name: &str) -> String {
        format!(
            "<PlainTextSelection guid=\"X\" name=\"{name}\" startPosition=\"{start}\" endPosition=\"{end}\">\
             <Coding guid=\"Y\" creatingUser=\"{{u1}}\"><CodeRef targetGUID=\"c2\"/></Coding></PlainTextSelection>"
        )
    }

    #[test]
    fn positions_are_understood_however_a_program_counts() {
        let text = "Ann: 🙂 Schön.\r\nBen: Der Verein hilft.\r\n";
        let marked = ("Verein hilft".to_owned(), "Netzwerke/Real & nah".to_owned(), "Ann".to_owned());
        for (text, place, inline, start, end, told) in [
            (text, "sources/a.txt", false, 24, 36, ""),
            (text, "Sources/A.txt", false, 24, 36, ""),
            (&*text.replace('\r', ""), "sources/a.txt", true, 23, 35, ""),
            (
                "Ann: Ja.\nBen: Gut.\nAnn: Der Verein hilft.\n",
                "sources/a.txt",
                false,
                30,
                42,
                "two characters",
            ),
            (&*text.replace('🙂', "🙂🙂"), "sources/a.txt", false, 27, 39, "UTF-16"),
            (&*format!("\u{feff}{}", text.replace(['\r', '🙂'], "")), "sources/a.txt", false, 23, 35, "mark"),
        ] {
            let (found, notices) = read(text, place, inline, &selection(start, end, "Verein hilft."));
            assert_eq!(found, std::slice::from_ref(&marked), "{start} {notices:?}");
            assert!(told.is_empty() || notices.iter().any(|notice| notice.contains(told)), "{notices:?}");
        }
        let (_, notices) = read(text, "sources/a.txt", false, &selection(24, 999, "Verein hilft."));
        assert!(notices.iter().any(|notice| notice.contains("over the end")), "{notices:?}");
        assert!(notices.iter().any(|notice| notice.contains("1 source(s) without text")), "{notices:?}");
    }

    #[test]
    fn a_coding_of_the_whole_source_and_an_unknown_code() {
        let whole = "<Coding guid=\"Y\"><CodeRef targetGUID=\"AB\"/></Coding><Coding><CodeRef targetGUID=\"?\"/></Coding>";
        let (found, _) = read("Nur ein Satz.", "sources/a.txt", false, whole);
        assert_eq!(found, [("Nur ein Satz.".to_owned(), "Netzwerke".to_owned(), String::new())]);
    }
}
