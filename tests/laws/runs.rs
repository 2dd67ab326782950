//! Whole runs of the program: the same bytes for every number of threads, and from coded passages.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use lesart::output::FORMATS;
use lesart::tables::TABLES;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Runs the program; it must succeed.
fn lesart(arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_lesart")).args(arguments).output().expect("it starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// All files of a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let file = |entry: fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file"))
    };
    entries.map(file).collect()
}

/// Says which files differ, not what is in them.
fn same(first: &BTreeMap<String, Vec<u8>>, second: &BTreeMap<String, Vec<u8>>, what: &str) {
    assert!(first.keys().eq(second.keys()), "{what}: {:?} and {:?}", first.keys(), second.keys());
    for (name, bytes) in first {
        let at = bytes.iter().zip(&second[name]).position(|(a, b)| a != b);
        assert!(*bytes == second[name], "{what}: {name} differs, from byte {at:?}");
    }
}

/// Runs `code` into a new folder under `place`.
fn code(place: &Path, name: &str, paths: &[&Path], more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let target = place.join(name);
    let mut arguments = vec!["code", "--quiet", "--table", "all", "-o"];
    let shown: Vec<String> = std::iter::once(target.as_path())
        .chain(paths.iter().copied())
        .map(|p| p.display().to_string())
        .collect();
    arguments.extend(shown.iter().map(String::as_str));
    arguments.extend(more);
    lesart(&arguments);
    files(&target)
}

/// Files that are worked on in several pieces: a long transcript, and a row file of many portions.
fn large(place: &Path) -> PathBuf {
    let folder = place.join("large");
    fs::create_dir(&folder).expect("a folder");
    let transcript = fs::read_to_string(corpus().join("texts/workshop-1.txt")).expect("the sample corpus");
    fs::write(folder.join("long.txt"), transcript.repeat(160)).expect("written");
    let mut rows = String::from("id,author,group,text\n");
    for id in 0..20_000 {
        let text =
            ["Wir treffen uns beim Stammtisch.", "Das Amt antwortet nicht!", "Ohne Geld geht es nicht", ""];
        let _ = writeln!(rows, "{id},A{},{},{}", id % 7, ["a", "b", ""][id % 3], text[id % text.len()]);
    }
    fs::write(folder.join("rows.csv"), rows).expect("written");
    folder
}

#[test]
fn one_thread_gives_the_same_bytes_as_many() {
    let place = tempfile::tempdir().expect("a folder");
    let (large, texts) = (large(place.path()), corpus().join("texts"));
    let facts = corpus().join("facts.csv").display().to_string();
    let paths = [texts.as_path(), large.as_path()];
    for (unit, context) in [("turn", "0"), ("sentence", "1"), ("document", "0")] {
        let run = |threads: &str| {
            let more =
                ["--threads", threads, "--unit", unit, "-C", context, "--facts", &facts, "--by", "group"];
            code(place.path(), &format!("{unit}-{threads}"), &paths, &more)
        };
        let one = run("1");
        assert_eq!(one.len(), TABLES.len() + 4, "tables, coded passages, run record, workbook, data package");
        for threads in ["2", "7"] {
            same(&one, &run(threads), &format!("{unit} with {threads} threads"));
        }
    }
}

/// Codes the sample corpus, makes the tables again from the coded passages, and compares all of them.
fn again(unit: &str, context: &str, facts: &Path, by: &[&str]) {
    let place = tempfile::tempdir().expect("a folder");
    let facts = facts.display().to_string();
    let shared: Vec<&str> =
        ["-C", context].into_iter().chain(by.iter().flat_map(|by| ["--by", by])).collect();
    let more = [&["--unit", unit, "--facts", &facts], shared.as_slice()].concat();
    let mut coded = code(place.path(), "coded", &[&corpus().join("texts")], &more);
    let (passages, target) = (place.path().join("coded/coded.jsonl"), place.path().join("again"));
    let (passages, target) = (passages.display().to_string(), target.display().to_string());
    lesart(&[&["tables", "--quiet", "--table", "all", &passages, "-o", &target], shared.as_slice()].concat());
    let mut again = files(Path::new(&target));
    coded.remove("coded.jsonl");
    // What tells of the run itself.
    for name in ["run.json", "results.xlsx"] {
        assert!(coded.remove(name).is_some() && again.remove(name).is_some(), "{name}");
    }
    same(&coded, &again, &format!("{unit} with context {context}"));
}

#[test]
fn coded_passages_give_the_same_tables_as_the_texts() {
    for unit in ["turn", "sentence", "paragraph"] {
        for context in ["0", "1"] {
            again(unit, context, &corpus().join("facts.csv"), &["document", "group"]);
        }
    }
}

#[test]
fn coded_documents_give_the_same_tables_as_the_texts() {
    for context in ["0", "1"] {
        again("document", context, &corpus().join("facts.csv"), &["document", "speaker"]);
    }
}

#[test]
fn facts_that_only_the_facts_file_has_stand_in_the_same_columns() {
    let place = tempfile::tempdir().expect("a folder");
    let facts = place.path().join("facts.csv");
    let rows = fs::read_to_string(corpus().join("facts.csv")).expect("the facts");
    fs::write(&facts, rows.replacen("group", "standing", 1)).expect("written");
    again("turn", "0", &facts, &["standing"]);
}

#[test]
fn a_corpus_without_words_gives_tables_with_a_head_and_real_numbers() {
    let place = tempfile::tempdir().expect("a folder");
    let empty = place.path().join("comments.csv");
    fs::write(&empty, "id,author,text\n").expect("written");
    for format in FORMATS {
        let written = code(place.path(), format.name(), &[&empty], &["--format", format.name()]);
        for table in TABLES {
            let bytes = &written[&format!("{}.{}", table.name(), format.name())];
            let text = std::str::from_utf8(bytes).expect("UTF-8");
            let what = format!("{}.{}: {text}", table.name(), format.name());
            assert!(
                matches!(format.name(), "json" | "jsonl") || text.lines().count() >= 1,
                "no head in {what}"
            );
            let cells =
                text.split([',', '\t', ':', '}', '\n']).map(|cell| cell.trim().trim_start_matches('-'));
            for cell in cells {
                assert!(!["nan", "inf", "infinity"].contains(&cell.to_lowercase().as_str()), "{what}");
            }
        }
    }
}
