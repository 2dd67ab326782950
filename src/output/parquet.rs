//! Tables as Apache Parquet, for data frames of R (`arrow`) and Python (`pandas`, `polars`).
//!
//! With the feature `parquet` only.

use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::output::datapackage::Kind;
use crate::output::{Format, Layout, RowSink, plain};
use crate::tables::Cell;

/// Rows that are written together; what the columns hold is settled by the first of them.
const GROUP: usize = 50_000;

/// One file; counts are 64-bit integers, rates doubles, all else text in UTF-8, and empty cells null.
pub(super) struct Parquet;

impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn about(&self) -> &'static str {
        "Apache Parquet for data frames of R and Python"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn begin<'w>(&self, layout: &Layout, out: Box<dyn Write + 'w>) -> io::Result<Box<dyn RowSink + 'w>> {
        let columns = vec![Vec::new(); layout.columns.len()];
        Ok(Box::new(Sink { out, layout: layout.clone(), columns, rows: 0, begun: None }))
    }
}

struct Sink<'w> {
    out: Box<dyn Write + 'w>,
    layout: Layout,
    /// The cells of the rows that are not written yet, column by column.
    columns: Vec<Vec<Cell>>,
    /// How many rows those are.
    rows: usize,
    begun: Option<Begun>,
}

/// A file with a schema. Its bytes go to memory first and are passed on after each group of rows.
struct Begun {
    file: SerializedFileWriter<Vec<u8>>,
    kinds: Vec<Kind>,
}

impl Sink<'_> {
    fn begin_file(&self) -> io::Result<Begun> {
        let kind = |cells: &Vec<Cell>| cells.iter().fold(Kind::Unknown, Kind::with);
        let kinds: Vec<Kind> = self.columns.iter().map(kind).collect();
        let field = |(name, kind): (&String, &Kind)| {
            let builder = Type::primitive_type_builder(name, physical(*kind));
            let builder = builder.with_repetition(Repetition::OPTIONAL);
            let text = matches!(kind, Kind::Text | Kind::Unknown);
            let builder = if text {
                builder.with_converted_type(ConvertedType::UTF8).with_logical_type(Some(LogicalType::String))
            } else {
                builder
            };
            builder.build().map(Arc::new)
        };
        let fields = self.layout.columns.iter().zip(&kinds).map(field);
        let fields = fields.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        let schema = Type::group_type_builder(&self.layout.table).with_fields(fields).build();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("lesart ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let schema = Arc::new(schema.map_err(failed)?);
        let file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).map_err(failed)?;
        Ok(Begun { file, kinds })
    }

    /// Writes the rows that are gathered.
    fn write_group(&mut self) -> io::Result<()> {
        let mut begun = match self.begun.take() {
            Some(begun) => begun,
            None => self.begin_file()?,
        };
        if self.rows > 0 {
            let mut group = begun.file.next_row_group().map_err(failed)?;
            for ((cells, kind), name) in self.columns.iter_mut().zip(&begun.kinds).zip(&self.layout.columns) {
                let cells = mem::take(cells);
                let Some(mut column) = group.next_column().map_err(failed)? else { break };
                let written = write_column(column.untyped(), &cells);
                written.map_err(|error| error.map_or_else(|| mixed(name, *kind), failed))?;
                column.close().map_err(failed)?;
            }
            group.close().map_err(failed)?;
            self.rows = 0;
        }
        begun.file.flush()?;
        self.out.write_all(begun.file.inner())?;
        begun.file.inner_mut().clear();
        self.begun = Some(begun);
        Ok(())
    }
}

impl RowSink for Sink<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell.clone());
        }
        self.rows += 1;
        if self.rows == GROUP { self.write_group() } else { Ok(()) }
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.write_group()?;
        if let Some(begun) = self.begun.take() {
            let rest = begun.file.into_inner().map_err(failed)?;
            self.out.write_all(&rest)?;
        }
        self.out.flush()
    }
}

const fn physical(kind: Kind) -> Physical {
    match kind {
        Kind::Integer => Physical::INT64,
        Kind::Number => Physical::DOUBLE,
        Kind::Text | Kind::Unknown => Physical::BYTE_ARRAY,
    }
}

/// Writes a column's cells; the error is nothing where a cell is of another kind than the column.
fn write_column(column: &mut ColumnWriter<'_>, cells: &[Cell]) -> Result<(), Option<ParquetError>> {
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(!matches!(cell, Cell::Empty))).collect();
    let full = cells.iter().filter(|cell| !matches!(cell, Cell::Empty));
    let count = match column {
        ColumnWriter::Int64ColumnWriter(column) => {
            let values = full.map(|cell| match cell {
                Cell::Count(count) => i64::try_from(*count).ok(),
                _ => None,
            });
            let values = values.collect::<Option<Vec<_>>>().ok_or(None)?;
            column.write_batch(&values, Some(&levels), None)
        }
        ColumnWriter::DoubleColumnWriter(column) => {
            #[expect(clippy::cast_precision_loss, reason = "counts of words stay far under 2^53")]
            let values = full.map(|cell| match cell {
                Cell::Count(count) => Some(*count as f64),
                Cell::Number(number, _) => Some(*number),
                _ => None,
            });
            let values = values.collect::<Option<Vec<_>>>().ok_or(None)?;
            column.write_batch(&values, Some(&levels), None)
        }
        ColumnWriter::ByteArrayColumnWriter(column) => {
            let values: Vec<ByteArray> = full.map(|cell| ByteArray::from(&*plain(cell))).collect();
            column.write_batch(&values, Some(&levels), None)
        }
        _ => return Err(None),
    };
    count.map(drop).map_err(Some)
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

fn mixed(column: &str, kind: Kind) -> io::Error {
    io::Error::other(format!("the column {column} holds {kind:?} first and something else later"))
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::*;

    fn write(rows: impl Iterator<Item = Vec<Cell>>) -> Vec<u8> {
        let columns = ["text", "count", "rate", "nothing"].map(str::to_owned).to_vec();
        let layout = Layout { table: "t".to_owned(), columns };
        let mut out = Vec::new();
        let mut sink = Parquet.begin(&layout, Box::new(&mut out)).expect("memory takes all");
        for row in rows {
            sink.row(&row).expect("memory takes all");
        }
        sink.end().expect("memory takes all");
        out
    }

    fn row(number: usize) -> Vec<Cell> {
        let text = if number.is_multiple_of(3) { Cell::Empty } else { Cell::text(format!("ä;\n{number}")) };
        vec![text, Cell::Count(number as u64), Cell::Number(0.25, 2), Cell::Empty]
    }

    #[test]
    fn rows_come_back_as_they_were_over_several_groups() {
        let count = GROUP + 2;
        let reader =
            SerializedFileReader::new(bytes::Bytes::from(write((0..count).map(row)))).expect("it is Parquet");
        assert_eq!(reader.num_row_groups(), 2);
        let mut seen = 0;
        for (number, found) in reader.get_row_iter(None).expect("it has rows").enumerate() {
            let found = found.expect("it has whole rows");
            let fields: Vec<Field> = found.get_column_iter().map(|(_, field)| field.clone()).collect();
            let text =
                if number.is_multiple_of(3) { Field::Null } else { Field::Str(format!("ä;\n{number}")) };
            let whole = i64::try_from(number).expect("it is small");
            assert_eq!(fields, [text, Field::Long(whole), Field::Double(0.25), Field::Null]);
            seen += 1;
        }
        assert_eq!(seen, count);
        assert_eq!(write((0..9).map(row)), write((0..9).map(row)), "the same rows give the same bytes");
    }

    #[test]
    fn a_table_without_rows_keeps_its_columns() {
        let reader = SerializedFileReader::new(bytes::Bytes::from(write(std::iter::empty())));
        let reader = reader.expect("it is Parquet");
        assert_eq!(reader.metadata().file_metadata().schema_descr().num_columns(), 4);
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    }
}
