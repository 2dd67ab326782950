//! Every format gives back what it was given, and says when nobody reads any more.

use std::io::{self, Write};

use crate::output::{EXCEL_DE, FORMATS, Layout};
use crate::tables::Cell;

const NASTY: [&str; 12] = [
    "a,b;c",
    "\"Ja\", sagte sie",
    "Zeile\nZeile\r\nZeile\rEnde",
    "=1+1",
    "- Wir sagen nein",
    "👩‍👩‍👧 🙂",
    "vor\0nach",
    "\ttab\t",
    "  Blank ",
    "Bürger*innen ß",
    "\u{2028}\u{85}\u{7f}",
    "\\n \\",
];

fn layout(columns: &[&str]) -> Layout {
    Layout { table: "t".into(), columns: columns.iter().map(|name| (*name).to_owned()).collect() }
}

fn write(format: &str, layout: &Layout, rows: &[Vec<Cell>]) -> String {
    let format = FORMATS.iter().find(|have| have.name() == format).expect("a format of the list");
    let mut out = Vec::new();
    let mut sink = format.begin(layout, Box::new(&mut out)).expect("memory takes all");
    for row in rows {
        sink.row(row).expect("memory takes all");
    }
    sink.end().expect("memory takes all");
    String::from_utf8(out).expect("output is UTF-8")
}

fn nasty_rows() -> Vec<Vec<Cell>> {
    NASTY.iter().map(|text| vec![Cell::text(*text), Cell::Count(7), Cell::text(*text)]).collect()
}

#[test]
fn csv_comes_back_as_it_was() {
    let written = write("csv", &layout(&["a", "n \"x\"", "b"]), &nasty_rows());
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    assert_eq!(reader.headers().expect("a head"), vec!["a", "n \"x\"", "b"]);
    let back: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("it is CSV");
    assert_eq!(back.len(), NASTY.len());
    for (record, text) in back.iter().zip(NASTY) {
        assert_eq!(record.iter().collect::<Vec<_>>(), [text, "7", text]);
    }
}

#[test]
fn json_comes_back_as_it_was() {
    let layout = layout(&["a", "n", "b\n\"x\""]);
    let array = write("json", &layout, &nasty_rows());
    let array: Vec<serde_json::Value> = serde_json::from_str(&array).expect("it is JSON");
    let lines = write("jsonl", &layout, &nasty_rows());
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(array, lines);
    assert_eq!(array.len(), NASTY.len());
    for (object, text) in array.iter().zip(NASTY) {
        assert_eq!(*object, serde_json::json!({"a": text, "n": 7, "b\n\"x\"": text}));
    }
}

#[test]
fn tsv_has_one_line_a_row_and_one_tab_a_border() {
    let written = write("tsv", &layout(&["a\tb", "n", "c"]), &nasty_rows());
    assert!(written.starts_with("a b\tn\tc\n"));
    assert_eq!(written.matches('\n').count(), NASTY.len() + 1);
    for line in written.lines() {
        assert_eq!(line.split('\t').count(), 3, "{line:?}");
    }
    assert!(written.contains("Zeile Zeile Zeile Ende\t"));
}

#[test]
fn numbers_have_their_decimals_and_nothing_is_nothing() {
    let row = vec![Cell::Number(0.5, 4), Cell::Count(3), Cell::Empty, Cell::Number(1234.005, 1)];
    let columns = layout(&["a", "b", "c", "d"]);
    for (format, text) in [
        ("csv", "a,b,c,d\n0.5000,3,,1234.0\n"),
        ("tsv", "a\tb\tc\td\n0.5000\t3\t\t1234.0\n"),
        ("json", "[\n{\"a\":0.5000,\"b\":3,\"c\":null,\"d\":1234.0}\n]\n"),
        ("jsonl", "{\"a\":0.5000,\"b\":3,\"c\":null,\"d\":1234.0}\n"),
    ] {
        assert_eq!(write(format, &columns, std::slice::from_ref(&row)), text);
    }
}

#[test]
fn a_table_without_rows_is_whole() {
    let columns = layout(&["a", "b"]);
    for (format, text) in [("csv", "a,b\n"), ("tsv", "a\tb\n"), ("json", "[]\n"), ("jsonl", "")] {
        assert_eq!(write(format, &columns, &[]), text);
    }
}

struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_closed_pipe_is_said_as_such() {
    let long = vec![Cell::text("x".repeat(100_000)), Cell::Count(1)];
    for format in FORMATS {
        for rows in [0, 1, 3] {
            let write = || -> io::Result<()> {
                let mut sink = format.begin(&layout(&["a", "b"]), Box::new(Closed))?;
                for _ in 0..rows {
                    sink.row(&long)?;
                }
                sink.end()
            };
            let kind = write().expect_err("nobody reads").kind();
            assert_eq!(kind, io::ErrorKind::BrokenPipe, "{} with {rows} rows", format.name());
        }
    }
}

#[test]
fn csv_for_german_spreadsheets_has_what_a_double_click_needs() {
    let rows = [
        vec![Cell::text("=1+1"), Cell::Number(0.5, 4), Cell::text("- Wir sagen \"nein\";\nja")],
        vec![Cell::text("a/b"), Cell::Count(1234), Cell::Empty],
    ];
    let mut out = Vec::new();
    let mut sink =
        EXCEL_DE.begin(&layout(&["code", "share", "text"]), Box::new(&mut out)).expect("memory takes all");
    for row in &rows {
        sink.row(row).expect("memory takes all");
    }
    assert_eq!(sink.guarded(), 1, "codes are the lexicon's own");
    sink.end().expect("memory takes all");
    let text = String::from_utf8(out).expect("UTF-8");
    let expected = "\u{feff}\"code\";\"share\";\"text\"\r\n\"=1+1\";\"0,5000\";\"'- Wir sagen \"\"nein\"\";\nja\"\r\n\
                    \"a/b\";1234;\"\"\r\n";
    assert_eq!(text, expected);
}
