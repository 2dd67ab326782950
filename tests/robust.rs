//! No file makes a reader panic: every prefix of every fixture, and random bytes, in every format.

use std::fs;
use std::path::Path;

use lesart::input::{READERS, ReadOptions, Source, fact_names, open};
use proptest::prelude::*;

/// Reads the bytes with every reader; what comes out must fit itself.
fn read_all(folder: &Path, bytes: &[u8], only: Option<&str>) {
    for reader in READERS.iter().filter(|reader| only.is_none_or(|only| reader.extensions().contains(&only)))
    {
        let path = folder.join(format!("x.{}", reader.extensions()[0]));
        // Writing over a file waits for the disk on some systems; a new one does not.
        let _ = fs::remove_file(&path);
        fs::write(&path, bytes).expect("written");
        let options = ReadOptions { portion_rows: 3, context: 1, ..ReadOptions::default() };
        let source = Source::of(&path.display().to_string(), &options).expect("a source");
        let _ = fact_names(&source, &options);
        let Ok(documents) = open(&source, &options) else { continue };
        for document in documents {
            let Ok(document) = document else { break };
            assert!(document.own.end <= document.turns.len());
            let mut end = 0;
            for turn in &document.turns {
                assert!(turn.span.start >= end && turn.span.start <= turn.span.end);
                assert!(document.text.get(turn.span.range()).is_some());
                assert!(turn.speaker.is_none_or(|speaker| (speaker as usize) < document.speakers.len()));
                end = turn.span.end;
            }
        }
    }
}

#[test]
fn every_prefix_of_every_fixture_is_read_or_refused() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(fixtures).expect("the fixtures") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("there");
        let extension = path.extension().expect("an extension").to_string_lossy().into_owned();
        let step = (bytes.len() / 150).max(1);
        for end in (0..=bytes.len()).step_by(step) {
            read_all(folder.path(), &bytes[..end], Some(&extension));
        }
        read_all(folder.path(), &bytes, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_all(tempfile::tempdir().expect("a folder").path(), &bytes, None);
    }

    #[test]
    fn pieces_of_the_formats_in_any_order_are_read_or_refused(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "WEBVTT\n", "\n", "\n\n", "1\n", "00:00:01.000 --> 00:00:02.000\n", "-->", "<v ", "B1", ">", "</v>",
                "B1:", "**", "[00:01:00]", "#00:01:23-4#", "(63 Sekunden Pause)", " ", "\t", "\r", "\r\n", "\"", ";",
                ",", "{\"text\":", "}", "text", "id", "---\n", "Datum: ", "ä", "a\u{308}", "\u{feff}", "&amp", "&#x41;",
                "🙂", ":", "- ", "# ", "sep=;\n", "NOTE", "noScribe", "Transcription for ", "„", "\u{a0}", "\u{2028}",
                "\u{85}", "[", "]", "(", ")",
            ]),
            0..40,
        )
    ) {
        read_all(tempfile::tempdir().expect("a folder").path(), pieces.concat().as_bytes(), None);
    }
}
