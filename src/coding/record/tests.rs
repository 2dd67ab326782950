//! What stands in a record, and what people may write into one.

use proptest::prelude::*;

use super::{Inventory, Measure, Portion, Reader, Writer};
use crate::coding::sample::{Sample, Spoken, some_corpus, some_scheme, some_unit, spoken};
use crate::coding::{Flags, Scheme};
use crate::corpus::{Time, Unit};
use crate::error::{Error, Result};

fn record(samples: &[Sample], unit: Unit) -> String {
    let scheme = some_scheme();
    let mut writer = Writer::new(Vec::new());
    for sample in samples {
        writer.write(&sample.coded(&scheme, unit), &scheme, unit).expect("memory takes all");
    }
    String::from_utf8(writer.end().expect("memory takes all")).expect("JSON is UTF-8")
}

fn read(record: &str, scheme: Scheme, size: usize) -> Result<(Inventory, Vec<Portion>)> {
    let mut inventory = Inventory::new(scheme);
    inventory.take_in(record.as_bytes(), "coded.jsonl")?;
    let portions =
        Reader::new(record.as_bytes(), "coded.jsonl", &inventory, 1, size).collect::<Result<_>>()?;
    Ok((inventory, portions))
}

#[test]
fn a_record_has_one_line_a_passage_and_keys_in_a_fixed_order() {
    let time = Some(Time { start: 83_400, end: Some(84_050) });
    let mut hits = spoken("Jürgen", "Öl, wir kennen uns alle untereinander.", &[(1, "kennen untereinander")]);
    hits.found[0].2 = Flags(5);
    let turns = vec![
        spoken("-Mod", "Wie?", &[]),
        Spoken { time, facts: vec![("group", "a".into())], ..hits },
        spoken("", "Nichts", &[]),
    ];
    let sample = Sample::new(0, "w1", turns);
    assert_eq!(
        record(&[sample], Unit::Turn),
        concat!(
            r#"{"document":"w1","passage":1,"unit":"turn","speaker":"Mod","line":1,"left_out":true,"#,
            r#""text":"Wie?","span":[5,9],"facts":{"place":"Köln","initial":"M"}}"#,
            "\n",
            r#"{"document":"w1","passage":2,"unit":"turn","speaker":"Jürgen","time":"00:01:23.4","#,
            r#""end":"00:01:24.05","line":2,"text":"Öl, wir kennen uns alle untereinander.","#,
            r#""span":[18,56],"words":6,"codings":[{"code":"netzwerke/real","label":"Reale Netzwerke","#,
            r#""hits":[{"entry":"kennen ..4 untereinander","words":["kennen","untereinander"],"#,
            r#""start":8,"end":37,"flags":["negated","wish"]}]}],"#,
            r#""facts":{"place":"Köln","initial":"J","group":"a"}}"#,
            "\n",
            r#"{"document":"w1","passage":3,"unit":"turn","line":3,"text":"Nichts","span":[57,63],"#,
            r#""words":1,"codings":[],"facts":{"place":"Köln"}}"#,
            "\n",
        )
    );
}

#[test]
fn codings_of_people_need_no_hits_and_may_be_a_list_of_codes() {
    let record = concat!(
        "\u{feff}{\"document\":\"w1\",\"passage\":2,\"codes\":[\"neu/a\",\"hilfe/nachbarn\"]}\n",
        "\r\n",
        "{\"document\":\"w1\",\"passage\":\"4\",\"speaker\":7,\"codings\":[{\"code\":\"neu/b\",\"label\":\"B\"}],",
        "\"facts\":{\"age\":34,\"ok\":true,\"none\":null},\"more\":[1]}\n",
        "{\"document\":9,\"passage\":1,\"text\":\"Für Öl\",\"codings\":[{\"code\":\"neu/a\",",
        "\"hits\":[{\"start\":4,\"end\":6}]},{\"code\":\"neu/a\"}]}",
    );
    let (inventory, portions) = read(record, some_scheme(), 100).expect("it is right");
    let known = some_scheme().codes.len();
    let new: Vec<_> =
        inventory.scheme().codes[known..].iter().map(|code| (&*code.path, &*code.label)).collect();
    assert_eq!(new, [("neu/a", "neu/a"), ("neu/b", "B")]);
    assert_eq!(inventory.facts(), ["age", "ok", "none"]);
    assert_eq!((inventory.unit(), inventory.documents()), (Unit::Turn, 2));
    assert_eq!(portions.len(), 2);

    let first = &portions[0];
    assert_eq!(first.document.turns_before, 1);
    let codes: Vec<u16> = first.codings.codings.iter().map(|coding| coding.code).collect();
    assert_eq!(codes, [1, 5, 6], "by code id, whatever the order in the line");
    let turn = &first.document.turns[2];
    assert_eq!(first.document.turn_number(2), 4);
    assert_eq!(first.document.fact(turn, "age"), Some("34"));
    assert_eq!(first.document.fact(turn, "none"), Some(""));
    assert_eq!(first.document.speakers[0].name, "7");

    let second = portions[1].codings.clone().on(&portions[1].document);
    assert_eq!((&*second.document.name, second.document.number), ("9", 1));
    assert_eq!(second.codings.len(), 1, "each code once");
    assert_eq!(second.cite(&second.hits[0]), "Öl");
}

#[test]
fn portions_end_between_turns_and_have_their_neighbours_as_context() {
    let turns: Vec<Spoken> = (0..7).map(|_| spoken("Anna", "ja. nein.", &[])).collect();
    let sample = Sample::new(0, "w1", turns);
    let portions = read(&record(&[sample], Unit::Sentence), Scheme::default(), 3).expect("it is right").1;
    let seen: Vec<_> = portions
        .iter()
        .map(|portion| {
            let document = &portion.document;
            (
                document.turns_before,
                document.turns.len(),
                document.own.clone(),
                portion.codings.passages.len(),
            )
        })
        .collect();
    assert_eq!(seen, [(0, 3, 0..2, 4), (1, 4, 1..3, 4), (3, 4, 1..3, 4), (5, 2, 1..2, 2)]);
}

#[test]
fn a_fault_names_its_line_and_what_to_do() {
    let good = r#"{"document":"w1","passage":1}"#;
    for (line, what) in [
        ("{", "no coded passage"),
        ("[]", "no coded passage"),
        (r#"{"passage":1}"#, "missing field `document`"),
        (r#"{"document":"w1"}"#, "missing field `passage`"),
        (r#"{"document":"w1","passage":-1}"#, "`-1` is no whole number"),
        (r#"{"document":"w1","passage":0}"#, "passage 0"),
        (r#"{"document":"w1","passage":2,"unit":"sentence"}"#, "unit `sentence`"),
        (r#"{"document":"w1","passage":2,"unit":"turm"}"#, "no unit `turm`"),
        (r#"{"document":"w1","passage":2,"time":"früh"}"#, "`früh` is no time"),
        (r#"{"document":"w1","passage":2,"codes":[""]}"#, "without a name"),
        (
            r#"{"document":"w1","passage":2,"text":"ab","codings":[{"code":"a","hits":[{"start":1,"end":3}]}]}"#,
            "the hit at 1",
        ),
        (
            r#"{"document":"w1","passage":2,"text":"ab","codings":[{"code":"a","hits":[{"words":["b"],"start":0,"end":1}]}]}"#,
            "the hit at 0",
        ),
        (
            r#"{"document":"w1","passage":2,"text":"ab","codings":[{"code":"a","hits":[{"start":0,"end":1,"flags":["x"]}]}]}"#,
            "no flag `x`",
        ),
    ] {
        let error = read(&format!("{good}\n{line}\n{good}\n"), Scheme::default(), 9).expect_err(line);
        assert!(matches!(error, Error::Line { line: 2, .. }), "{line}: {error}");
        assert!(error.to_string().contains(what), "{line}: {error}");
        assert!(error.hint().is_some(), "{line}: {error}");
    }
}

#[test]
fn a_record_without_texts_still_counts() {
    let line = r#"{"document":"w1","passage":1,"codings":[{"code":"a","hits":[{"entry":"e","words":["x"],"start":5,"end":6}]}]}"#;
    let portions = read(line, Scheme::default(), 9).expect("it is right").1;
    assert_eq!((portions[0].codings.hits.len(), portions[0].codings.words.len()), (1, 0));
}

#[test]
fn no_prefix_of_a_record_causes_a_panic() {
    let turns = vec![spoken("Übung", "Öl x helfen.", &[(3, "Öl helfen")])];
    let record = record(&[Sample::new(0, "w1", turns)], Unit::Sentence);
    for (end, _) in record.char_indices() {
        let _ = read(record.get(..end).unwrap_or_default(), some_scheme(), 1);
    }
}

proptest! {
    #[test]
    fn a_record_read_and_written_again_is_the_same_but_for_spans(corpus in some_corpus(), unit in some_unit()) {
        let without_spans = |record: &str| -> Vec<serde_json::Value> {
            let lines = record.lines().map(|line| serde_json::from_str(line).expect("each line is JSON"));
            lines.map(|mut line: serde_json::Value| { line["span"].take(); line }).collect()
        };
        let first = record(&corpus, unit);
        let (inventory, portions) = read(&first, Scheme::default(), 2).expect("it was just written");
        let mut writer = Writer::new(Vec::new());
        for portion in portions {
            let coded = portion.codings.on(&portion.document);
            writer.write(&coded, inventory.scheme(), portion.unit).expect("memory takes all");
        }
        let again = String::from_utf8(writer.end().expect("memory takes all")).expect("JSON is UTF-8");
        let sorted = |record: &str| -> Vec<serde_json::Value> {
            let mut lines = without_spans(record);
            for line in &mut lines {
                // The ids of codes follow the order of first appearance here.
                if let Some(codings) = line["codings"].as_array_mut() {
                    codings.sort_by_key(|coding| coding["code"].to_string());
                }
            }
            lines
        };
        prop_assert_eq!(sorted(&first), sorted(&again));
    }

    #[test]
    fn runs_of_turns_give_the_lines_of_the_whole(corpus in some_corpus(), cut in 0_usize..9) {
        let scheme = some_scheme();
        for unit in [Unit::Turn, Unit::Paragraph, Unit::Sentence] {
            let mut lines = Vec::new();
            for sample in &corpus {
                let cut = cut.min(sample.document.turns.len());
                let mut measure = Measure::default();
                for turns in [0..cut, cut..sample.document.turns.len()] {
                    let start = sample.document.turns.get(turns.start).map_or(0, |turn| turn.span.start);
                    measure.to(&sample.document.text, start);
                    let mut writer = Writer::resume(lines, sample.document.number, measure);
                    let coded = sample.run(&scheme, unit, turns);
                    writer.write(&coded, &scheme, unit).expect("memory takes all");
                    lines = writer.end().expect("memory takes all");
                }
            }
            prop_assert_eq!(String::from_utf8(lines).expect("JSON is UTF-8"), record(&corpus, unit));
        }
    }

    #[test]
    fn spans_count_code_points_of_the_reading_text(corpus in some_corpus()) {
        for unit in [Unit::Turn, Unit::Paragraph, Unit::Sentence] {
            for line in record(&corpus, unit).lines() {
                let line: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
                let sample = corpus.iter().find(|sample| line["document"] == *sample.document.name);
                let text = &sample.expect("a document of the corpus").document.text;
                let place = |place: &serde_json::Value| {
                    usize::try_from(place.as_u64().expect("a number")).expect("small")
                };
                let cut = |text: &str, start: usize, end: usize| -> String {
                    text.chars().skip(start).take(end - start).collect()
                };
                let (start, end) = (place(&line["span"][0]), place(&line["span"][1]));
                prop_assert_eq!(&line["text"], &cut(text, start, end));
            }
        }
    }
}
