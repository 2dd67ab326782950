//! What is written can be read back: CSV and JSON with every text that a cell may hold.

use lesart::output::{FORMATS, Layout};
use lesart::tables::{Cell, Row};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::texts::text;

fn cell() -> impl Strategy<Value = Cell> {
    let nasty = vec(proptest::sample::select("\",;\t\r\n\\' =+-@a\0🙂".chars().collect::<Vec<_>>()), 0..8);
    prop_oneof![
        Just(Cell::Empty),
        text().prop_map(Cell::text),
        nasty.prop_map(|letters| Cell::text(letters.into_iter().collect::<String>())),
        any::<u64>().prop_map(Cell::Count),
        (0..1_000_000_u64, 1..1000_u64, 0..5_u8)
            .prop_map(|(count, whole, decimals)| Cell::ratio(count, whole, 100.0, decimals)),
    ]
}

/// A table: columns with distinct names, and rows.
fn table() -> impl Strategy<Value = (Vec<String>, Vec<Row>)> {
    (1..6_usize).prop_flat_map(|width| {
        let columns: Vec<_> =
            (0..width).map(|at| text().prop_map(move |name| format!("{at} {name}"))).collect();
        (columns, vec(vec(cell(), width), 0..6))
    })
}

fn write(format: &str, columns: &[String], rows: &[Row]) -> Vec<u8> {
    let format = FORMATS.iter().find(|have| have.name() == format).expect("a format of the list");
    let layout = Layout { table: "t".into(), columns: columns.to_vec() };
    let mut out = Vec::new();
    let mut sink = format.begin(&layout, Box::new(&mut out)).expect("memory takes all");
    for row in rows {
        sink.row(row).expect("memory takes all");
    }
    sink.end().expect("memory takes all");
    out
}

/// A cell as text formats show it.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Marked(text, _) => text.clone(),
        Cell::Count(count) => count.to_string(),
        Cell::Number(number, decimals) => format!("{number:.*}", usize::from(*decimals)),
    }
}

/// A cell as JSON has it.
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) | Cell::Marked(text, _) => json!(text),
        Cell::Count(count) => json!(count),
        Cell::Number(..) => serde_json::from_str(&shown(cell)).expect("a number"),
    }
}

proptest! {
    #![proptest_config(crate::cases(128))]

    #[test]
    fn csv_is_read_back(table in table()) {
        let (columns, rows) = table;
        let written = write("csv", &columns, &rows);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_slice());
        let read: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.expect("it is CSV").iter().map(str::to_owned).collect())
            .collect();
        let mut expected = vec![columns];
        expected.extend(rows.iter().map(|row| row.iter().map(shown).collect()));
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn json_is_read_back(table in table()) {
        let (columns, rows) = table;
        let object = |row: &Row| Value::Object(columns.iter().cloned().zip(row.iter().map(value)).collect::<Map<_, _>>());
        let expected: Vec<Value> = rows.iter().map(object).collect();
        let array: Vec<Value> = serde_json::from_slice(&write("json", &columns, &rows)).expect("it is JSON");
        prop_assert_eq!(&array, &expected);
        let lines = String::from_utf8(write("jsonl", &columns, &rows)).expect("UTF-8");
        let lines: Vec<Value> =
            lines.split_terminator('\n').map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
        prop_assert_eq!(&lines, &expected);
    }

    #[test]
    fn tsv_has_a_line_a_row_and_a_tab_a_border(table in table()) {
        let (columns, rows) = table;
        let written = String::from_utf8(write("tsv", &columns, &rows)).expect("UTF-8");
        let lines: Vec<&str> = written.split_terminator('\n').collect();
        prop_assert_eq!(lines.len(), rows.len() + 1);
        for line in lines {
            prop_assert_eq!(line.split('\t').count(), columns.len());
        }
    }
}
