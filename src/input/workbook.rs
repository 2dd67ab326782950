//! Workbooks (Excel, LibreOffice): one row a comment, as in a CSV file, from one of the sheets.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Range, Reader as _, Sheets, open_workbook_auto_from_rs};

use super::columns::choose;
use super::memory::{self, Table};
use super::{Documents, ReadOptions, Reader, Source, office, zip};
use crate::corpus::Document;
use crate::error::{Error, Result, did_you_mean};

/// Workbooks.
pub(super) struct Workbook;

/// The fact that names the sheet, where a workbook has several.
const SHEET: &str = "sheet";
/// The most rows times columns of a sheet: a cell at the far corner makes no table of all between.
const CELLS: usize = 50_000_000;

impl Reader for Workbook {
    fn name(&self) -> &'static str {
        "xlsx"
    }
    fn about(&self) -> &'static str {
        "workbooks (Excel, LibreOffice), one row a comment"
    }
    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm", "xlsb", "xls", "ods"]
    }
    fn claims(&self, path: &Path) -> bool {
        office::is_no_lock(path)
    }
    fn in_portions(&self) -> bool {
        true
    }
    fn facts_of(&self, source: &Source, options: &ReadOptions) -> Result<Vec<String>> {
        if source.peeked.is_some() {
            return Ok(Vec::new());
        }
        let (bytes, mut frame) = memory::bytes(source, self.name(), options)?;
        let table = table(&source.shown(), bytes, options, &mut frame)?;
        let mut names = table.fact_names(options);
        names.extend(frame.facts.get(SHEET).map(|_| SHEET.to_owned()));
        Ok(names)
    }
    fn read(&self, source: &Source, options: &ReadOptions) -> Result<Documents> {
        let (bytes, mut frame) = memory::bytes(source, self.name(), options)?;
        let path = source.shown();
        let table = table(&path, bytes, options, &mut frame)?;
        if table.names.is_empty() {
            frame.notices.push("the file is empty".to_owned());
        }
        let rows = table.into_rows(&path, options, &mut frame.notices)?;
        Ok(memory::documents(rows, frame, options))
    }
}

/// The table of the sheet that was asked for, or of the first with texts.
fn table(path: &str, bytes: Vec<u8>, options: &ReadOptions, frame: &mut Document) -> Result<Table> {
    if bytes.is_empty() {
        return Ok(Table::default());
    }
    let mut book = open(path, bytes)?;
    let names = book.sheet_names();
    if let Some(wanted) = &options.sheet {
        let name = find(path, &names, wanted)?;
        let table = sheet(path, &mut book, &name)?;
        if names.len() > 1 {
            frame.facts.set(SHEET, name);
        }
        return Ok(table);
    }
    let mut tables = Vec::new();
    for name in names {
        let table = sheet(path, &mut book, &name)?;
        if !table.rows.is_empty() {
            tables.push((name, table));
        }
    }
    let fits = |table: &Table| {
        let rows: Vec<_> = table.rows.iter().take(200).map(|(_, cells)| cells.clone()).collect();
        choose(path, &table.names, &rows, options).is_ok()
    };
    let chosen = tables.iter().position(|(_, table)| fits(table)).unwrap_or(0);
    if tables.is_empty() {
        return Ok(Table::default());
    }
    let (name, table) = tables.swap_remove(chosen);
    if !tables.is_empty() {
        let others: Vec<&str> = tables.iter().map(|(name, _)| name.as_str()).collect();
        frame.notices.push(format!(
            "read is the sheet {name}; not read: {} (--sheet NAME reads another)",
            others.join(", ")
        ));
        frame.facts.set(SHEET, name);
    }
    Ok(table)
}

fn open(path: &str, bytes: Vec<u8>) -> Result<Sheets<Cursor<Vec<u8>>>> {
    let protected = || office::protected(path, "workbook");
    if bytes.starts_with(office::CONTAINER) {
        if office::is_sealed(&bytes) {
            return Err(protected());
        }
    } else if bytes.starts_with(b"PK") {
        zip::check(path, &bytes)?;
    } else {
        return Err(Error::Damaged {
            path: path.to_owned(),
            what: "this is no workbook".to_owned(),
            hint:
                "a text file of comments is named .csv or .tsv; a web page saved as .xls must be saved again \
                   as .xlsx"
                    .to_owned(),
        });
    }
    open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| {
        let said = error.to_string().to_lowercase();
        if said.contains("password") || said.contains("encrypt") { protected() } else { zip::damaged(path) }
    })
}

/// The sheet of a name (case counts only where two differ by it) or a number from 1.
fn find(path: &str, names: &[String], wanted: &str) -> Result<String> {
    let exact = names.iter().find(|name| *name == wanted);
    let folded = || names.iter().find(|name| name.to_lowercase() == wanted.to_lowercase());
    let numbered = || names.get(wanted.parse::<usize>().ok()?.checked_sub(1)?);
    exact.or_else(folded).or_else(numbered).cloned().ok_or_else(|| {
        let near = did_you_mean(wanted, names.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
        Error::Argument {
            what: format!("{path}: there is no sheet {wanted}"),
            hint: format!("{near}the sheets are: {}", names.join(", ")),
        }
    })
}

/// A sheet as a table. The head is its first row with at least two filled cells, or the first with
/// any where there is one column only.
fn sheet(path: &str, book: &mut Sheets<Cursor<Vec<u8>>>, name: &str) -> Result<Table> {
    let mut range = match book.worksheet_range(name) {
        Ok(range) => range,
        // A sheet of charts or of macros is no table.
        Err(calamine::Error::Xlsx(calamine::XlsxError::NotAWorksheet(_))) => return Ok(Table::default()),
        Err(_) => return Err(zip::damaged(path)),
    };
    let Some((first, left)) = range.start() else { return Ok(Table::default()) };
    if range.height().saturating_mul(range.width()) > CELLS {
        return Err(Error::Damaged {
            path: path.to_owned(),
            what: format!("the sheet {name} reaches over more than {CELLS} cells"),
            hint: "delete the cells far away from the table, or save the sheet as .csv".to_owned(),
        });
    }
    fill_merged(book, name, &mut range, (first, left));
    let filled = |row: &[Data]| row.iter().filter(|cell| !shown(cell).trim().is_empty()).count();
    let widest = range.rows().map(filled).max().unwrap_or(0);
    let head = range.rows().position(|row| filled(row) >= widest.clamp(1, 2));
    let Some(head) = head else { return Ok(Table::default()) };
    let mut table = Table::default();
    for (index, row) in range.rows().enumerate().skip(head) {
        let cells: Vec<String> = row.iter().map(shown).collect();
        if index == head {
            for cell in cells {
                table.names.push(unique(&table.names, cell.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        } else if cells.iter().any(|cell| !cell.trim().is_empty()) {
            let line = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(first).saturating_add(1);
            table.rows.push((line, cells));
        }
    }
    // Columns with neither a head nor a cell are none.
    let used = |column: &usize| {
        let named = table.names.get(*column).is_some_and(|name| !name.starts_with("column "));
        named || table.rows.iter().any(|(_, cells)| cells.get(*column).is_some_and(|cell| !cell.is_empty()))
    };
    let used: Vec<usize> = (0..table.names.len()).filter(used).collect();
    if used.len() < table.names.len() {
        let pick = |cells: &[String]| used.iter().filter_map(|column| cells.get(*column).cloned()).collect();
        table.names = pick(&table.names);
        for (_, cells) in &mut table.rows {
            *cells = pick(cells);
        }
    }
    Ok(table)
}

/// Cells merged downwards hold their value for every row (a group's name beside its members).
fn fill_merged(
    book: &mut Sheets<Cursor<Vec<u8>>>,
    name: &str,
    range: &mut Range<Data>,
    (first, left): (u32, u32),
) {
    let merged = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        _ => Vec::new(),
    };
    let Some((last, _)) = range.end() else { return };
    for area in merged {
        // Titles over several columns are no values of theirs.
        if area.start.1 != area.end.1 || area.start.0 < first || area.start.1 < left {
            continue;
        }
        let Some(value) = range.get_value(area.start).filter(|value| **value != Data::Empty).cloned() else {
            continue;
        };
        for row in area.start.0 + 1..=area.end.0.min(last) {
            if range.get_value((row, area.start.1)).is_some_and(|cell| *cell == Data::Empty) {
                range.set_value((row, area.start.1), value.clone());
            }
        }
    }
}

fn unique(names: &[String], name: String) -> String {
    let base = if name.is_empty() { format!("column {}", names.len() + 1) } else { name };
    let mut unique = base.clone();
    let mut nth = 2;
    while names.contains(&unique) {
        unique = format!("{base} ({nth})");
        nth += 1;
    }
    unique
}

/// A cell as text: whole numbers without a point, days as `2026-03-12`.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date,
                _ if moment.as_f64() < 1.0 => format!("{hour:02}:{minute:02}:{second:02}"),
                _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        other => other.to_string(),
    }
}
