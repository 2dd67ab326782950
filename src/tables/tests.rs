//! The numbers of every table, held against counts by hand; and what holds for all tables.

use proptest::prelude::*;

use crate::coding::record::{Inventory, Reader, Writer};
use crate::coding::sample::{Sample, Spoken, scheme, some_corpus, some_scheme, some_unit, spoken};
use crate::coding::{CodedDocument, Scheme};
use crate::corpus::{Time, Unit};
use crate::language::Stemmer;
use crate::tables::{Cell, Fold, Frame, Row, TABLES, Tabulate};

/// Two documents: three passages and one turn left out; two passages. 18 words in scope.
fn corpus() -> (Scheme, Vec<Sample>) {
    let scheme = scheme(&[
        ("netzwerke/real", "Reale Netzwerke", &["stammtisch", "kennen ..4 untereinander", "verein~"]),
        ("hilfe/nachbarn", "Hilfe", &["helf*"]),
        ("netzwerke/digital", "Digitale Netzwerke", &["chat"]),
    ]);
    let time = Some(Time { start: 83_450, end: None });
    let first = vec![
        spoken("-Mod", "Wie war es?", &[]),
        Spoken { time, ..spoken("Anna", "Beim Stammtisch helfen wir.", &[(0, "Stammtisch"), (3, "helfen")]) },
        spoken(
            "Ben",
            "Stammtisch und. Chat und stammtisch",
            &[(0, "Stammtisch"), (0, "stammtisch"), (4, "Chat")],
        ),
        spoken("Anna", "Nichts gefunden hier", &[]),
    ];
    let second = vec![
        Spoken {
            facts: vec![("group", "b".into())],
            ..spoken("Clara", "Sie kennen sich gut untereinander", &[(1, "kennen untereinander")])
        },
        spoken("", "Ende", &[]),
    ];
    (scheme, vec![Sample::new(0, "w1", first), Sample::new(1, "w2", second)])
}

fn named(name: &str) -> &'static dyn Tabulate {
    *TABLES.iter().find(|table| table.name() == name).expect("a table of the list")
}

fn fold<'c>(
    table: &dyn Tabulate,
    frame: &Frame<'_>,
    all: impl IntoIterator<Item = &'c CodedDocument<'c>>,
) -> Box<dyn Fold> {
    let mut fold = table.start();
    for coded in all {
        fold.add(coded, frame);
    }
    fold
}

fn show(row: &[Cell]) -> String {
    let cells: Vec<String> = row
        .iter()
        .map(|cell| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Marked(text, _) => text.clone(),
            Cell::Count(count) => count.to_string(),
            Cell::Number(number, decimals) => format!("{number:.*}", usize::from(*decimals)),
        })
        .collect();
    cells.join(";")
}

/// The whole table of the hand-made corpus, with its head.
fn table(name: &str, unit: Unit, context: usize, by: &[&str]) -> Vec<String> {
    let (scheme, samples) = corpus();
    let facts = ["group".to_owned()];
    let by: Vec<String> = by.iter().map(|name| (*name).to_owned()).collect();
    let frame = Frame {
        scheme: &scheme,
        unit,
        facts: &facts,
        context,
        mark_hits: false,
        stemmer: Stemmer::default(),
        by: &by,
    };
    let coded: Vec<_> = samples.iter().map(|sample| sample.coded(&scheme, unit)).collect();
    let table = named(name);
    let head: Row = table.columns(&frame).into_iter().map(Cell::Text).collect();
    let rows: Vec<Row> = fold(table, &frame, &coded).finish(&frame).collect();
    assert!(rows.iter().all(|row| row.len() == head.len()), "{name}: every row has all columns");
    [head].iter().chain(&rows).map(|row| show(row)).collect()
}

#[test]
fn frequencies_count_a_passage_once_for_each_code_and_theme() {
    assert_eq!(
        table("frequencies", Unit::Turn, 0, &["document"]),
        [
            "level;theme;code;label;passages;documents;hits;share;hits_per_1000;passages_in_scope;words_in_scope",
            "theme;netzwerke;;netzwerke;3;2;5;0.6000;277.78;5;18",
            "code;netzwerke;netzwerke/real;Reale Netzwerke;3;2;4;0.6000;222.22;5;18",
            "code;netzwerke;netzwerke/digital;Digitale Netzwerke;1;1;1;0.2000;55.56;5;18",
            "theme;hilfe;;hilfe;1;1;1;0.2000;55.56;5;18",
            "code;hilfe;hilfe/nachbarn;Hilfe;1;1;1;0.2000;55.56;5;18",
            "all;;;;3;2;6;0.6000;333.33;5;18",
        ]
    );
}

#[test]
fn excerpts_have_a_row_for_each_code_with_words_and_context() {
    assert_eq!(
        table("excerpts", Unit::Turn, 1, &["document"]),
        [
            "document;passage;speaker;time;line;theme;code;label;words;hits;flags;text;source;before;after;group",
            "w1;2;Anna;00:01:23.4;2;netzwerke;netzwerke/real;Reale Netzwerke;Stammtisch;1;;\
             Beim Stammtisch helfen wir.;w1, Zeile 2, #00:01:23-4#;Mod: Wie war es?;Ben: Stammtisch und. Chat und stammtisch;",
            "w1;2;Anna;00:01:23.4;2;hilfe;hilfe/nachbarn;Hilfe;helfen;1;;\
             Beim Stammtisch helfen wir.;w1, Zeile 2, #00:01:23-4#;Mod: Wie war es?;Ben: Stammtisch und. Chat und stammtisch;",
            "w1;3;Ben;;3;netzwerke;netzwerke/real;Reale Netzwerke;Stammtisch | stammtisch;2;;\
             Stammtisch und. Chat und stammtisch;w1, Zeile 3;Anna: Beim Stammtisch helfen wir.;Anna: Nichts gefunden hier;",
            "w1;3;Ben;;3;netzwerke;netzwerke/digital;Digitale Netzwerke;Chat;1;;\
             Stammtisch und. Chat und stammtisch;w1, Zeile 3;Anna: Beim Stammtisch helfen wir.;Anna: Nichts gefunden hier;",
            "w2;1;Clara;;1;netzwerke;netzwerke/real;Reale Netzwerke;kennen … untereinander;1;;\
             Sie kennen sich gut untereinander;w2, Zeile 1;;Ende;b",
        ]
    );
}

#[test]
fn excerpts_of_sentences_say_which_and_show_their_neighbours() {
    let rows = table("excerpts", Unit::Sentence, 2, &["document"]);
    assert_eq!(rows[0].split(';').nth(2), Some("sentence"));
    assert_eq!(
        rows[3..5],
        [
            "w1;3;1;Ben;;3;netzwerke;netzwerke/real;Reale Netzwerke;Stammtisch;1;;\
             Stammtisch und.;w1, Zeile 3;;Chat und stammtisch;",
            "w1;3;2;Ben;;3;netzwerke;netzwerke/real;Reale Netzwerke;stammtisch;1;;\
             Chat und stammtisch;w1, Zeile 3;Stammtisch und.;;",
        ]
    );
}

#[test]
fn a_document_as_passage_leaves_out_what_was_left_out() {
    let rows = table("excerpts", Unit::Document, 1, &["document"]);
    assert_eq!(
        rows[1],
        "w1;2;;00:01:23.4;2;netzwerke;netzwerke/real;Reale Netzwerke;Stammtisch | Stammtisch | stammtisch;3;;\
         Beim Stammtisch helfen wir.\nStammtisch und. Chat und stammtisch\nNichts gefunden hier;w1, Zeile 2, #00:01:23-4#;;;"
    );
}

#[test]
fn the_matrix_has_all_passages_in_scope() {
    assert_eq!(
        table("matrix", Unit::Turn, 0, &["document"]),
        [
            "document;passage;speaker;netzwerke/real;hilfe/nachbarn;netzwerke/digital",
            "w1;2;Anna;1;1;0",
            "w1;3;Ben;1;0;1",
            "w1;4;Anna;0;0;0",
            "w2;1;Clara;1;0;0",
            "w2;2;;0;0;0",
        ]
    );
}

#[test]
fn by_counts_within_each_value_of_each_fact() {
    let rows = table("by", Unit::Turn, 0, &["speaker", "group"]);
    assert_eq!(
        rows[0],
        "fact;value;level;theme;code;label;passages;passages_in_value;share;hits;words;hits_per_1000"
    );
    // Four values of speaker, two of group, six lines each.
    assert_eq!(rows.len(), 1 + 6 * 6);
    assert_eq!(rows[1], "speaker;Anna;theme;netzwerke;;netzwerke;1;2;0.5000;1;7;142.86");
    assert_eq!(
        rows[7 + 1],
        "speaker;Ben;code;netzwerke;netzwerke/real;Reale Netzwerke;1;1;1.0000;2;5;400.00"
    );
    assert_eq!(rows[7 + 17], "speaker;;all;;;;0;1;0.0000;0;1;0.00");
    assert_eq!(rows[7 + 18], "group;b;theme;netzwerke;;netzwerke;1;1;1.0000;1;5;200.00");
    assert_eq!(rows[7 + 24], "group;;theme;netzwerke;;netzwerke;2;4;0.5000;4;13;307.69");
}

#[test]
fn terms_show_what_each_entry_hit_and_which_hit_nothing() {
    assert_eq!(
        table("terms", Unit::Turn, 0, &["document"]),
        [
            "theme;code;entry;words;hits;passages",
            "netzwerke;netzwerke/real;stammtisch;stammtisch;3;2",
            "netzwerke;netzwerke/real;kennen ..4 untereinander;kennen … untereinander;1;1",
            "netzwerke;netzwerke/real;verein~;;0;0",
            "hilfe;hilfe/nachbarn;helf*;helfen;1;1",
            "netzwerke;netzwerke/digital;chat;chat;1;1",
        ]
    );
}

#[test]
fn cooccurrence_compares_with_chance() {
    assert_eq!(
        table("cooccurrence", Unit::Turn, 0, &["document"]),
        [
            "level;code_a;code_b;passages_a;passages_b;both;expected;lift;jaccard;passages_in_scope",
            "theme;netzwerke;hilfe;3;1;1;0.60;1.67;0.3333;5",
            "code;netzwerke/real;hilfe/nachbarn;3;1;1;0.60;1.67;0.3333;5",
            "code;netzwerke/real;netzwerke/digital;3;1;1;0.60;1.67;0.3333;5",
            "code;hilfe/nachbarn;netzwerke/digital;1;1;0;0.20;0.00;0.0000;5",
        ]
    );
}

#[test]
fn uncoded_has_what_was_not_found_and_nothing_left_out() {
    assert_eq!(
        table("uncoded", Unit::Turn, 0, &["document"]),
        [
            "document;passage;speaker;time;line;words;text;group",
            "w1;4;Anna;;4;3;Nichts gefunden hier;",
            "w2;2;;;2;1;Ende;",
        ]
    );
}

#[test]
fn every_table_of_nothing_has_no_nan_and_no_column_twice() {
    let facts = ["text", "fact_text", "group", "group"].map(str::to_owned);
    let by = ["speaker".to_owned()];
    let odd = scheme(&[("speaker", "", &[]), ("document", "", &["x"])]);
    for scheme in [&Scheme::default(), &some_scheme(), &odd] {
        for (_, unit) in Unit::ALL {
            let frame = Frame {
                scheme,
                unit,
                facts: &facts,
                context: 1,
                mark_hits: false,
                stemmer: Stemmer::default(),
                by: &by,
            };
            for table in TABLES {
                let mut columns = table.columns(&frame);
                for row in table.start().finish(&frame) {
                    assert_eq!(row.len(), columns.len(), "{}", table.name());
                    assert!(row.iter().all(finite), "{}: {row:?}", table.name());
                }
                columns.sort_unstable();
                columns.dedup();
                assert_eq!(columns.len(), table.columns(&frame).len(), "{}", table.name());
            }
        }
    }
}

fn finite(cell: &Cell) -> bool {
    !matches!(cell, Cell::Number(number, _) if !number.is_finite())
}

#[test]
fn tables_are_told_apart_and_say_what_they_do() {
    let mut names: Vec<&str> = TABLES.iter().map(|table| table.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), TABLES.len());
    assert!(TABLES.iter().all(|table| !table.about().is_empty() && table.rule().contains("passage")));
}

fn all_rows(frame: &Frame<'_>, coded: &[CodedDocument<'_>]) -> Vec<Vec<String>> {
    let rows = |table: &&dyn Tabulate| {
        let rows = fold(*table, frame, coded).finish(frame);
        rows.map(|row| {
            assert!(row.iter().all(finite), "{row:?}");
            show(&row)
        })
    };
    TABLES.iter().map(|table| rows(table).collect()).collect()
}

fn names(names: [&str; 4]) -> [String; 4] {
    names.map(str::to_owned)
}

proptest! {
    #[test]
    fn merging_is_associative_and_equals_one_fold(
        corpus in some_corpus(), unit in some_unit(), cuts in prop::array::uniform2(0_usize..12),
    ) {
        let scheme = some_scheme();
        let facts = names(["group", "place", "initial", "none"]);
        let by = names(["document", "speaker", "place", "round"]);
        let frame = Frame { scheme: &scheme, unit, facts: &facts, context: 2, mark_hits: false, stemmer: Stemmer::default(), by: &by };
        // Runs of turns rather than documents, where a run is no passage of its own.
        let mut coded = Vec::new();
        for sample in &corpus {
            let turns = sample.document.turns.len();
            let cut = if unit == Unit::Document { turns } else { cuts[0].min(turns) };
            coded.push(sample.run(&scheme, unit, 0..cut));
            coded.push(sample.run(&scheme, unit, cut..turns));
        }
        let [one, two] = { let mut cuts = cuts.map(|cut| cut.min(coded.len())); cuts.sort_unstable(); cuts };
        let parts = [&coded[..one], &coded[one..two], &coded[two..]];
        for table in TABLES {
            let whole: Vec<Row> = fold(*table, &frame, &coded).finish(&frame).collect();
            let [mut a, b, c] = parts.map(|part| fold(*table, &frame, part));
            a.merge(b);
            let mut left = a.drain();
            a.merge(c);
            left.extend(a.drain());
            left.extend(a.finish(&frame));
            let [mut a, mut b, c] = parts.map(|part| fold(*table, &frame, part));
            b.merge(c);
            a.merge(b);
            let right: Vec<Row> = a.finish(&frame).collect();
            prop_assert_eq!(&whole, &left, "{}", table.name());
            prop_assert_eq!(&whole, &right, "{}", table.name());
        }
        // And runs give what whole documents give.
        let documents: Vec<_> = corpus.iter().map(|sample| sample.coded(&scheme, unit)).collect();
        prop_assert_eq!(all_rows(&frame, &documents), all_rows(&frame, &coded));
    }

    #[test]
    fn tables_from_a_record_equal_tables_from_the_coding(
        corpus in some_corpus(), unit in some_unit(), size in 1_usize..6, context in 0_usize..4,
    ) {
        let scheme = some_scheme();
        let facts = names(["group", "place", "initial", "round"]);
        let by = names(["document", "speaker", "place", "round"]);
        let frame = Frame { scheme: &scheme, unit, facts: &facts, context, mark_hits: false, stemmer: Stemmer::default(), by: &by };
        let coded: Vec<_> = corpus.iter().map(|sample| sample.coded(&scheme, unit)).collect();
        let mut writer = Writer::new(Vec::new());
        for document in &coded {
            writer.write(document, &scheme, unit).expect("memory takes all");
        }
        let record = writer.end().expect("memory takes all");

        let mut inventory = Inventory::new(scheme.clone());
        inventory.take_in(record.as_slice(), "coded.jsonl").expect("it was just written");
        prop_assert_eq!(inventory.scheme(), &scheme);
        let portions: Vec<_> = Reader::new(record.as_slice(), "coded.jsonl", &inventory, context, size)
            .collect::<Result<_, _>>()
            .expect("it was just written");
        let back: Vec<_> =
            portions.iter().map(|portion| portion.codings.clone().on(&portion.document)).collect();
        prop_assert_eq!(all_rows(&frame, &coded), all_rows(&frame, &back));
    }
}
