//! One conversation in every input format gives the same turns; ordinary text is no conversation.

use std::fs;
use std::path::{Path, PathBuf};

use lesart::corpus::Document;
use lesart::input::{FactsTable, ReadOptions, Source, SpeakerFilter, fact_names, open, read_whole, sources};
use proptest::prelude::*;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats")
}

fn read(path: &Path, options: &ReadOptions) -> Document {
    let source = Source::of(&path.display().to_string(), options).expect("a source");
    read_whole(&source, options).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Speakers and quotations of all turns.
fn turns(document: &Document) -> Vec<(Option<&str>, String)> {
    let speaker = |turn| document.speaker(turn).map(|speaker| speaker.name.as_str());
    document.turns.iter().map(|turn| (speaker(turn), document.quote(turn.span))).collect()
}

/// Reads a text as a file of a format.
fn from_text(format: &str, text: &str, options: &ReadOptions) -> Document {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("text.{format}"));
    fs::write(&path, text).expect("written");
    read(&path, options)
}

/// The conversation: speaker, words, start and end.
const CONVERSATION: [(&str, &str, u32, u32); 4] = [
    ("Moderatorin", "Willkommen! Was hat Sie zum Mitmachen gebracht?", 0, 4360),
    (
        "B1",
        "Als die Bücherei schließen sollte, haben wir eine Chatgruppe gegründet – nach zwei Tagen waren es 300 Leute.",
        4800,
        13_120,
    ),
    (
        "B2",
        "Das Amt hat uns anfangs nicht ernst genommen: „Augenhöhe“ war das keine. Um 18:30 Uhr ist da niemand mehr.",
        13_400,
        20_050,
    ),
    ("B1", "Ohne Träger gibt es keinen Zuschuss. Größere Säle übrigens auch nicht.", 83_400, 90_000),
];

/// What the three are called by a writer, and how exact its times are (milliseconds; 0 for none).
type Writer = (&'static str, [Option<&'static str>; 3], u32);

const PEOPLE: [Option<&str>; 3] = [Some("Moderatorin"), Some("B1"), Some("B2")];
const SPEAKERS: [Option<&str>; 3] = [Some("SPEAKER_00"), Some("SPEAKER_01"), Some("SPEAKER_02")];
const NUMBERS: [Option<&str>; 3] = [Some("S00"), Some("S01"), Some("S02")];
const NAMES: [Option<&str>; 3] = [Some("Dr. Anna Müller (Stadt Münster)"), Some("B1"), Some("Yılmaz, Ayşe")];
const NOBODY: [Option<&str>; 3] = [None; 3];

const WRITERS: &[Writer] = &[
    ("plain.txt", PEOPLE, 0),
    ("bom.txt", PEOPLE, 0),
    ("windows-1252.txt", PEOPLE, 0),
    ("utf-16le.txt", PEOPLE, 0),
    ("utf-16be.txt", PEOPLE, 0),
    ("utf-16le-unmarked.txt", PEOPLE, 0),
    ("decomposed.txt", PEOPLE, 0),
    ("carriage-returns.txt", PEOPLE, 0),
    ("lines.txt", PEOPLE, 0),
    ("tab.txt", PEOPLE, 0),
    ("tab-only.txt", PEOPLE, 0),
    ("wrapped.txt", PEOPLE, 0),
    ("wrapped-lines.txt", PEOPLE, 0),
    ("own-line.txt", PEOPLE, 0),
    ("bold.md", PEOPLE, 0),
    ("bold-name.md", PEOPLE, 0),
    ("front-matter.md", PEOPLE, 0),
    ("head.txt", PEOPLE, 0),
    ("title.txt", PEOPLE, 0),
    ("f4-start.txt", PEOPLE, 100),
    ("f4-end.txt", PEOPLE, 0),
    ("f4-alone.txt", PEOPLE, 100),
    ("maxqda.txt", PEOPLE, 100),
    ("braces.txt", PEOPLE, 1000),
    ("atrain.txt", SPEAKERS, 0),
    ("atrain-timestamps.txt", SPEAKERS, 1000),
    ("noscribe.txt", NUMBERS, 1000),
    ("noscribe.vtt", NUMBERS, 1),
    ("teams.vtt", NAMES, 1),
    ("zoom.vtt", NAMES, 1),
    ("zoom-unnamed.vtt", NAMES, 1),
    ("webex.vtt", NAMES, 1),
    ("whisperx.vtt", SPEAKERS, 1),
    ("whisperx.srt", SPEAKERS, 1),
    ("whisper.vtt", NOBODY, 1),
    ("whisper.srt", NOBODY, 1),
    ("youtube.vtt", NOBODY, 1),
    ("whisper-highlight.vtt", NOBODY, 1),
    ("whisper.txt", NOBODY, 0),
    ("whisper.tsv", NOBODY, 1),
    ("paragraphs.txt", NOBODY, 0),
    ("cards.md", NOBODY, 0),
    ("semicolon.csv", PEOPLE, 0),
    ("comma.csv", PEOPLE, 0),
    ("limesurvey.csv", PEOPLE, 0),
    ("sep.csv", PEOPLE, 0),
    ("tabs.tsv", PEOPLE, 0),
    ("lines.jsonl", PEOPLE, 0),
    ("word.docx", PEOPLE, 0),
    ("word-own-line.docx", PEOPLE, 0),
    ("word-tab.docx", PEOPLE, 0),
    ("word-table.docx", PEOPLE, 0),
    ("word-traps.docx", PEOPLE, 0),
    ("teams.docx", PEOPLE, 1000),
    ("project.qdpx", PEOPLE, 0),
    ("writer.odt", PEOPLE, 0),
    ("writer-table.odt", PEOPLE, 1000),
    ("f4.rtf", PEOPLE, 0),
    ("page.html", PEOPLE, 0),
    ("noscribe.html", NUMBERS, 1),
    ("atrain.json", SPEAKERS, 1),
    ("whisper.json", NOBODY, 1),
    ("list.json", PEOPLE, 0),
    ("film.info.json", PEOPLE, 0),
    ("wordpress.xml", PEOPLE, 0),
    ("book.xlsx", PEOPLE, 0),
];

#[test]
fn one_conversation_in_every_format_gives_the_same_turns() {
    for (file, [moderator, first, second], exact) in WRITERS {
        let document = read(&fixtures().join(file), &ReadOptions::default());
        let name = |speaker: &str| match speaker {
            "Moderatorin" => *moderator,
            "B1" => *first,
            _ => *second,
        };
        let expected: Vec<_> =
            CONVERSATION.iter().map(|(speaker, text, ..)| (name(speaker), (*text).to_owned())).collect();
        assert_eq!(turns(&document), expected, "{file}");
        let starts: Vec<_> =
            document.turns.iter().filter_map(|turn| turn.time).map(|time| time.start).collect();
        if let Some(exact) = (*exact > 0).then_some(*exact) {
            let expected: Vec<_> = CONVERSATION.iter().map(|(.., start, _)| start / exact * exact).collect();
            assert_eq!(starts, expected, "{file}");
        }
        let text = format!("{:?} {:?}", document.facts, document.notices);
        assert!(!text.contains("beispiel"), "{file}: a path was copied: {text}");
        assert_eq!(document.origin.sha256.len(), 64, "{file}");
        assert_eq!(
            document.origin.bytes,
            fs::metadata(fixtures().join(file)).expect("there").len(),
            "{file}"
        );
    }
}

#[test]
fn no_fixture_is_forgotten() {
    let mut files: Vec<String> = fs::read_dir(fixtures())
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut listed: Vec<&str> = WRITERS.iter().map(|(file, ..)| *file).collect();
    listed.sort_unstable();
    assert_eq!(files, listed);
}

#[test]
fn a_stamp_at_the_end_is_the_end_of_a_turn_and_the_start_of_the_next() {
    let document = read(&fixtures().join("f4-end.txt"), &ReadOptions::default());
    let times: Vec<_> =
        document.turns.iter().filter_map(|turn| turn.time).map(|time| (time.start, time.end)).collect();
    assert_eq!(
        times,
        [(0, Some(4300)), (4300, Some(13_100)), (13_100, Some(20_000)), (20_000, Some(90_000))]
    );
}

/// Turns of a text as `speaker: words` (`-` for nobody).
fn check(text: &str, expected: &[&str]) {
    let document = from_text("txt", text, &ReadOptions::default());
    let found: Vec<String> = turns(&document)
        .into_iter()
        .map(|(speaker, words)| format!("{}: {words}", speaker.unwrap_or("-")))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn colons_that_are_no_labels_make_no_turns() {
    check(
        "B1: Ja.\n\nUnd noch etwas: bitte leise.\n\nB1: Gut.",
        &["B1: Ja.\nUnd noch etwas: bitte leise.", "B1: Gut."],
    );
    check("I: Wann?\n\n18:30 Uhr.\n\nB: Ja.", &["I: Wann?\n18:30 Uhr.", "B: Ja."]);
    check("I: Wo?\n\nhttp://example.org\n\nB: Ja.", &["I: Wo?\nhttp://example.org", "B: Ja."]);
    check("I: Was?\n\nEr sagte: Nein.\n\nB: Ja.", &["I: Was?\nEr sagte: Nein.", "B: Ja."]);
    check(
        "I: Was?\n\nB: In aller\nDeutlichkeit: nein.\n\nI: Gut.",
        &["I: Was?", "B: In aller Deutlichkeit: nein.", "I: Gut."],
    );
    check("I: Wer?\n\nBürger:innen eben.\n\nB: Ja.", &["I: Wer?\nBürger:innen eben.", "B: Ja."]);
}

#[test]
fn ordinary_text_is_no_transcript() {
    let prose = "Der Abend begann spät.\n\nAusblick: Es soll weitergehen.\n\nViele waren da.\n\nDie Halle war voll.\n\n\
                 Ausblick: Im Herbst gibt es mehr.\n\nAlle gingen heim.";
    let none = from_text("txt", prose, &ReadOptions::default());
    assert!(none.speakers.is_empty(), "{:?}", none.speakers);
    assert_eq!(none.turns.len(), 6);
    let news = "Das Ergebnis überraschte.\n\nMünster: Hier stieg die Zahl.\n\nNiemand weiß, warum.\n\nEs regnete.\n\n\
                Köln: Hier sank sie.\n\nMan wird sehen.\n\nMünster: Die Stadt wartet.\n\nSo ist es eben.\n\n\
                Das war es.\n\nSchluss.\n\nNun ja.\n\nKöln: Ende.\n\nUnd aus.\n\nNoch ein Absatz.\n\nNoch einer.\n\n\
                Einer mehr.\n\nUnd der letzte.";
    assert!(from_text("txt", news, &ReadOptions::default()).speakers.is_empty());
    let given = ReadOptions { speakers: vec!["Münster".to_owned()], ..ReadOptions::default() };
    assert_eq!(from_text("txt", news, &given).speakers.len(), 1);
}

#[test]
fn speakers_who_speak_once_are_found_among_others() {
    check(
        "Moderation A: Bitte.\n\nHerr B., Heimatverein: Ja.\n\nFrau Y.-B.: Nein.\n\n[Unruhe im Saal]: hört, hört\n\n\
         Schriftführer: Nur eine Frage.\n\nModeration A: Gut.\n\nVolker R., Stadtrat a. D.: So.",
        &[
            "Moderation A: Bitte.",
            "Herr B., Heimatverein: Ja.",
            "Frau Y.-B.: Nein.",
            "[Unruhe im Saal]: hört, hört",
            "Schriftführer: Nur eine Frage.",
            "Moderation A: Gut.",
            "Volker R., Stadtrat a. D.: So.",
        ],
    );
}

#[test]
fn text_without_labels_is_cut_at_empty_lines_or_else_at_lines() {
    check("Eins\nzwei\n\nDrei", &["-: Eins zwei", "-: Drei"]);
    check("Eins.\nZwei.\n", &["-: Eins.", "-: Zwei."]);
    check("- Eins\n- Zwei\n\n- Drei", &["-: Eins", "-: Zwei", "-: Drei"]);
    check("Vorweg ein Satz.\n\nI: Ja.\n\nB: Nein.", &["-: Vorweg ein Satz.", "I: Ja.", "B: Nein."]);
    check("", &[]);
}

#[test]
fn heads_become_facts_and_no_turns() {
    let document = read(&fixtures().join("head.txt"), &ReadOptions::default());
    let facts: Vec<_> = document.facts.iter().collect();
    assert_eq!(facts, [("Interview", "W1"), ("Datum", "12. März 2026"), ("Ort", "Zellwitz")]);
    let document = read(&fixtures().join("front-matter.md"), &ReadOptions::default());
    let facts: Vec<_> = document.facts.iter().collect();
    assert_eq!(facts, [("ort", "Zellwitz"), ("format", "Workshop")]);
}

#[test]
fn places_lead_back_to_the_file() {
    for file in ["bom.txt", "decomposed.txt", "plain.txt", "zoom.vtt", "noscribe.vtt", "whisper.srt"] {
        let bytes = fs::read(fixtures().join(file)).expect("there");
        let decoded: Vec<char> =
            String::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}').chars().collect();
        let document = read(&fixtures().join(file), &ReadOptions::default());
        let mut ruler = lesart::text::Ruler::new(&document.text);
        for turn in &document.turns {
            let [start, end] = [turn.span.start, turn.span.end].map(|byte| {
                let here = i64::try_from(ruler.code_points(byte)).expect("short") + document.shifts.at(byte);
                usize::try_from(here).expect("inside")
            });
            let there: String = decoded[start..end].iter().collect();
            let words = turn.span.of(&document.text);
            let first = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
            assert_eq!(first(&there), first(words), "{file}");
            if !file.ends_with("decomposed.txt") {
                assert!(
                    there.ends_with(words.split_whitespace().last().unwrap_or_default()),
                    "{file}: {there}"
                );
            }
        }
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let lines = |file: &str| -> Vec<u32> {
        read(&fixtures().join(file), &ReadOptions::default()).turns.iter().map(|turn| turn.line).collect()
    };
    assert_eq!(lines("plain.txt"), [1, 3, 5, 7]);
    assert_eq!(lines("head.txt"), [5, 7, 9, 11]);
    assert_eq!(lines("zoom.vtt"), [3, 7, 11, 15]);
    assert_eq!(lines("semicolon.csv"), [2, 3, 4, 5]);
    assert_eq!(lines("limesurvey.csv"), [2, 3, 4, 5]);
    assert_eq!(lines("lines.jsonl"), [1, 2, 3, 4]);
}

#[test]
fn several_text_columns_make_a_passage_each_in_every_row_format() {
    let options =
        |columns: &str| ReadOptions { text_column: Some(columns.to_owned()), ..ReadOptions::default() };
    let rows = |format: &str, text: &str| -> Vec<(u32, String, String)> {
        let document = from_text(format, text, &options("gut,schlecht"));
        let fact = |turn: &lesart::corpus::Turn| turn.facts.get("question").unwrap_or_default().to_owned();
        document.turns.iter().map(|turn| (turn.line, fact(turn), document.quote(turn.span))).collect()
    };
    let expected = |first: u32| {
        [(0, "gut", "Der Saal."), (0, "schlecht", "Die Zeit."), (1, "schlecht", "Nichts.")]
            .map(|(row, question, text)| (first + row, question.to_owned(), text.to_owned()))
    };
    assert_eq!(rows("csv", "gut;schlecht\nDer Saal.;Die Zeit.\n;Nichts.\n"), expected(2));
    let lines =
        "{\"gut\": \"Der Saal.\", \"schlecht\": \"Die Zeit.\"}\n{\"gut\": null, \"schlecht\": \"Nichts.\"}\n";
    assert_eq!(rows("jsonl", lines), expected(1));
    let list =
        "[{\"gut\": \"Der Saal.\", \"schlecht\": \"Die Zeit.\"}, {\"gut\": \"\", \"schlecht\": \"Nichts.\"}]";
    assert_eq!(rows("json", list), expected(1));
    // Rows without any text, however many, are passed over.
    let empty = format!("gut;schlecht;ort\n{}Ja.;Nein.;A\n", ";;A\n".repeat(300_000));
    assert_eq!(rows("csv", &empty).len(), 2);
}

#[test]
fn what_a_document_does_not_show_is_counted() {
    let notices = |file: &str| read(&fixtures().join(file), &ReadOptions::default()).notices;
    assert_eq!(
        notices("word-traps.docx"),
        [
            "left out 1 run(s) of hidden text",
            "left out 1 deletion(s) that Word keeps track of",
            "left out 1 footnote(s) or endnote(s)",
            "left out 1 comment(s) at the margin"
        ]
    );
    assert_eq!(
        notices("writer.odt"),
        [
            "left out 1 deletion(s) that the document keeps track of",
            "left out 1 footnote(s) or endnote(s)",
            "left out 1 comment(s) at the margin"
        ]
    );
    let lines = |file: &str| -> Vec<u32> {
        read(&fixtures().join(file), &ReadOptions::default()).turns.iter().map(|turn| turn.line).collect()
    };
    assert_eq!(lines("word-tab.docx"), [1, 3, 5, 7]);
    assert_eq!(lines("book.xlsx"), [4, 5, 6, 7]);
}

#[test]
fn rows_keep_their_numbers_ids_and_other_columns() {
    let table = "ID;Datum;Kommentar;Likes\r\n7;1.3.;\"Gut;\nso\";1,5\r\n8;2.3.;;0\r\n9;3.3.;Nein;\r\n";
    let document = from_text("csv", table, &ReadOptions::default());
    let row = |index: usize| {
        let turn = &document.turns[index];
        let facts: Vec<_> = turn.facts.iter().collect();
        (turn.id.as_deref(), turn.span.of(&document.text), facts)
    };
    assert_eq!(row(0), (Some("7"), "Gut;\nso", vec![("Datum", "1.3."), ("Likes", "1,5")]));
    assert_eq!(row(1), (Some("8"), "", vec![("Datum", "2.3."), ("Likes", "0")]));
    assert_eq!(document.turn_number(2), 3);
    let lines = "{\"text\": \"a\", \"n\": 1, \"tags\": [1, {\"b\": null}], \"leer\": null}\n";
    let document = from_text("jsonl", lines, &ReadOptions::default());
    let facts: Vec<_> = document.turns[0].facts.iter().collect();
    assert_eq!((document.turns[0].id.as_deref(), facts), (Some("1"), vec![("tags", "[1,{\"b\":null}]")]));
}

#[test]
fn large_tables_read_the_same_in_every_encoding() {
    let mut table = "id;text;gruppe\r\n".to_owned();
    let words = |row: usize| "für Größe – ".repeat(row % 7 + 1);
    for row in 0..20_000 {
        table.push_str(&format!("{row};\"{}\r\n;{row}\";g\r\n", words(row)));
    }
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let old: Vec<u8> = table
        .chars()
        .map(|c| if c == '–' { 0x96 } else { u8::try_from(u32::from(c)).expect("Latin") })
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    for (encoding, bytes) in [("UTF-8", table.into_bytes()), ("UTF-16LE", utf16), ("windows-1252", old)] {
        let path = folder.path().join(format!("{encoding}.csv"));
        fs::write(&path, &bytes).expect("written");
        let document = read(&path, &ReadOptions::default());
        assert_eq!((document.origin.encoding.as_str(), document.turns.len()), (encoding, 20_000));
        assert_eq!(document.origin.bytes, bytes.len() as u64);
        for (row, turn) in document.turns.iter().enumerate() {
            assert_eq!(turn.span.of(&document.text), format!("{}\n;{row}", words(row)), "{encoding}");
            assert_eq!(turn.line as usize, row * 2 + 2, "{encoding}");
        }
    }
}

/// The error that a file of a format gives.
fn fails(format: &str, bytes: &[u8], message: &str, hint: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("text.{format}"));
    fs::write(&path, bytes).expect("written");
    let options = ReadOptions::default();
    let source = Source::of(&path.display().to_string(), &options).expect("a source");
    let error = read_whole(&source, &options).expect_err(message);
    assert!(error.to_string().contains(message), "{error}");
    assert!(error.hint().unwrap_or_default().contains(hint), "{:?}", error.hint());
}

#[test]
fn bad_files_are_refused_with_place_and_hint() {
    fails("txt", b"a\0b\0\0\x01", "NUL bytes", "save it as text");
    fails("txt", b"PK\x03\x04 word/document.xml", "a Word document", "name it .docx");
    fails("csv", b"PK\x03\x04 xl/workbook.xml", "an Excel workbook", "name it .xlsx");
    fails(
        "txt",
        b"sch\xC3\xB6n\n\n\xC3\xBC f\xFCr",
        "byte 12 (line 3) is no UTF-8",
        "--encoding windows-1252",
    );
    fails("csv", b"id;text\n1;gut\n2;a;b;c\n", ":3: 4 fields where the head has 2", "quote");
    fails(
        "csv",
        b"a;b;c\n1;2;3\n",
        "it is not clear which column holds the text; the columns are: a, b, c",
        "--text-column",
    );
    fails("jsonl", b"{\"text\": \"a\"}\n{\"text\": }\n", ":2: no valid JSON at column 10", "one object");
    fails("jsonl", b"{\"text\": \"a\"}\n[1]\n", ":2: this line is no JSON object", "one object");
    fails("jsonl", b"{\"text\": \"a\"}\n{\"n\": 1}\n", ":2: the object has no key text", "--text-column");
    for format in ["docx", "xlsx"] {
        let mut sealed = b"\xD0\xCF\x11\xE0 ".to_vec();
        sealed.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        fails(format, &sealed, "protected with a password", "take the password off");
    }
    fails("docx", b"\xD0\xCF\x11\xE0 Word.Document.8", "an old Word (.doc)", "save it as DOCX");
    fails("docx", b"I: Ja.\n", "this is no Word document", "--input-format");
    fails("odt", b"PK\x03\x04 cut off", "damaged", "--skip-unreadable");
    fails("rtf", b"{\\rtf1\\ansi Anfang", "damaged", "--skip-unreadable");
    fails("rtf", b"I: Ja.\n", "this is no RTF document", "--input-format");
    let word = fs::read(fixtures().join("word.docx")).expect("there");
    fails("docx", &word[..word.len() / 2], "damaged", "--skip-unreadable");
    fails("odt", &word, "this is no OpenDocument text", "--input-format");
    let mut late = b"id;text\n".to_vec();
    for _ in 0..20_000 {
        late.extend_from_slice("1;schön\n".as_bytes());
    }
    late.extend_from_slice(b"2;f\xFCr\n");
    fails("csv", &late, "(line 20002) is no UTF-8", "--encoding windows-1252");
}

#[test]
fn empty_files_are_documents_without_turns() {
    for format in ["txt", "md", "vtt", "srt", "csv", "tsv", "jsonl"] {
        let document = from_text(format, "", &ReadOptions::default());
        assert!(document.turns.is_empty() && !document.notices.is_empty(), "{format}");
    }
    let header = from_text("csv", "id,text\n", &ReadOptions::default());
    assert!(header.turns.is_empty() && !header.notices.is_empty());
}

#[test]
fn folders_globs_and_names_that_stand_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in
        ["b/w1.txt", "a/w1.txt", "a/w2.txt", "a/w2.vtt", "a/.hidden.txt", "a/x.pdf", ".git/y.txt", "c.md"]
    {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, "I: Ja.\n").expect("written");
    }
    let root = folder.path().display().to_string();
    let names = |paths: &[String]| {
        let (found, skipped) = sources(paths, &ReadOptions::default()).expect("sources");
        let names: Vec<String> = found.iter().map(|source| source.name.clone()).collect();
        (names, skipped.len())
    };
    assert_eq!(names(std::slice::from_ref(&root)).0, ["a/w1", "w2.txt", "w2.vtt", "b/w1", "c"]);
    assert_eq!(names(&[format!("{root}/*/w1.txt"), format!("{root}/c.md")]).0, ["a/w1", "b/w1", "c"]);
    assert_eq!(names(&[format!("{root}/c.md"), format!("{root}/**/*.md")]), (vec!["c".to_owned()], 1));
    let fails = |path: &str, part: &str| {
        let error = sources(&[path.to_owned()], &ReadOptions::default()).expect_err(part);
        assert!(format!("{error} {:?}", error.hint()).contains(part), "{error} {:?}", error.hint());
    };
    fails(&format!("{root}/*.csv"), "no file of these kinds fits the glob");
    fails(&format!("{root}/none.txt"), "is the path spelt right");
    fails(&format!("{root}/a/x.pdf"), "no reader for this kind of file");
    fails("-", "--input-format");
}

#[test]
fn portions_of_a_table_are_the_table() {
    let mut table = "id,speaker,text,gruppe\n".to_owned();
    for row in 0..100 {
        table.push_str(&format!("{row},P{},Text {row},{}\n", row % 3, row % 2));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rows.csv");
    fs::write(&path, table).expect("written");
    let options = ReadOptions { portion_rows: 7, context: 2, ..ReadOptions::default() };
    let source = Source::of(&path.display().to_string(), &options).expect("a source");
    assert_eq!(fact_names(&source, &options).expect("names"), ["gruppe"]);
    let whole = read_whole(&source, &options).expect("whole");
    let mut parts = Vec::new();
    for portion in open(&source, &options).expect("opened") {
        let portion = portion.expect("a portion");
        let all = turns(&portion).into_iter().map(|(speaker, text)| (speaker.map(str::to_owned), text));
        parts.extend(all.collect::<Vec<_>>()[portion.own.clone()].to_vec());
    }
    let expected: Vec<_> =
        turns(&whole).into_iter().map(|(speaker, text)| (speaker.map(str::to_owned), text)).collect();
    assert_eq!(parts, expected);
}

#[test]
fn facts_and_filters_work_on_what_was_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("facts.csv");
    fs::write(&path, "document;speaker;group\nplain.txt;Moderatorin;moderation\n;B1;engagierte\n")
        .expect("written");
    let mut document = read(&fixtures().join("plain.txt"), &ReadOptions::default());
    let table = FactsTable::read(&path).expect("a table");
    table.apply(&mut document);
    assert!(table.unused().is_empty());
    let filter = SpeakerFilter::new(&[], &["group=moderation".to_owned()]).expect("a filter");
    filter.apply(&mut document);
    let left: Vec<bool> = document.turns.iter().map(|turn| turn.left_out).collect();
    assert_eq!(left, [true, false, false, false]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn turns_ascend_and_do_not_overlap(lines in proptest::collection::vec("(B1: |I: |Herr X\\.: |\\[00:0[1-9]:00\\] |- |# )?[a-zäß .:]{0,12}( #00:01:00-1#)?", 0..12)) {
        for format in ["txt", "md"] {
            let document = from_text(format, &lines.join("\n"), &ReadOptions::default());
            let mut end = 0;
            for turn in &document.turns {
                prop_assert!(turn.span.start >= end && turn.span.end > turn.span.start);
                prop_assert!(!turn.span.of(&document.text).is_empty());
                end = turn.span.end;
            }
        }
    }
}
