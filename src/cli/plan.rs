//! Where the results go, settled before any work.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::Ordering;

use lesart::output::folder::Target;
use lesart::output::{EXCEL_DE, FORMATS, Format};
use lesart::tables::{TABLES, Tabulate};
use lesart::{Error, Result};

use super::args::{ALL_TABLES, CsvDialect, OutputArguments};
use super::pipeline::STOPPED;
use super::rows;
use super::screen::Screen;

/// The workbook in a folder.
pub(crate) const WORKBOOK: &str = "results.xlsx";

/// Bytes of material above which a folder gets no workbook unasked: it would take longer than all else, and no
/// spreadsheet would like to open it.
const WORKBOOK_BYTES: u64 = 10 << 20;

/// What results look like.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// A file or stream of rows for each table.
    Rows(&'static dyn Format),
    /// One workbook with a sheet for each table.
    Workbook,
    /// A project for QDA programs: all codings, no tables.
    Project,
}

/// The names of formats that take all tables together, each with what it is.
pub(crate) const WHOLE: [(&str, Shape); 2] = [("xlsx", Shape::Workbook), ("qdpx", Shape::Project)];

/// All names that `--format` takes.
pub(crate) fn shape_names() -> impl Iterator<Item = &'static str> {
    let screen: &dyn Format = &Screen;
    FORMATS.iter().copied().chain([screen]).map(Format::name).chain(WHOLE.map(|(name, _)| name))
}

fn shape(name: &str) -> Option<Shape> {
    if name == Screen.name() {
        return Some(Shape::Rows(&Screen));
    }
    let rows = FORMATS.iter().find(|format| format.name().eq_ignore_ascii_case(name));
    let whole = || WHOLE.iter().find(|(whole, _)| whole.eq_ignore_ascii_case(name)).map(|(_, shape)| *shape);
    rows.map(|format| Shape::Rows(*format)).or_else(whole)
}

/// Where the results go.
pub(crate) struct Plan {
    pub(crate) tables: Vec<&'static dyn Tabulate>,
    pub(crate) shape: Shape,
    target: Option<Target>,
    /// The file of what is written, where the target is no folder; taken when it is written.
    file: Option<File>,
    folder: bool,
    /// Whether a folder gets a workbook beside the files of rows.
    workbook: bool,
    pub(crate) place: Option<String>,
    /// Whether a folder gets the coded passages, too.
    record: bool,
}

impl Plan {
    pub(crate) fn settle(arguments: &OutputArguments) -> Result<Self> {
        let asked = shape(&arguments.format)
            .ok_or(())
            .or_else(|()| rows::format(&arguments.format).map(Shape::Rows))?;
        let named: Vec<&'static dyn Tabulate> = TABLES
            .iter()
            .copied()
            .filter(|table| arguments.tables.iter().any(|name| name == table.name() || name == ALL_TABLES))
            .collect();
        let one = |named: Vec<&'static dyn Tabulate>| {
            if named.is_empty() { TABLES.iter().copied().take(1).collect() } else { named }
        };
        let usual = |named: Vec<&'static dyn Tabulate>| {
            let usual = || TABLES.iter().copied().filter(|table| !table.on_request()).collect();
            if named.is_empty() { usual() } else { named }
        };
        if arguments.format == Screen.name()
            && (arguments.output.is_some() || !std::io::stdout().is_terminal())
        {
            return Err(Error::Argument {
                what: "--format table is for a terminal only".into(),
                hint: "leave it out for CSV, or name another format".into(),
            });
        }
        let Some(path) = &arguments.output else {
            let unseen = |format: &dyn Format| format.is_binary() && std::io::stdout().is_terminal();
            let (Shape::Rows(_), false) = (asked, matches!(asked, Shape::Rows(format) if unseen(format)))
            else {
                return Err(Error::Argument {
                    what: format!("--format {} is no text for standard output", arguments.format),
                    hint: format!("name a file: -o results.{}", arguments.format),
                });
            };
            if named.len() > 1 {
                return Err(Error::Argument {
                    what: "standard output takes one table".into(),
                    hint: "name one --table, or a folder with -o".into(),
                });
            }
            let shape = dialect(asked, arguments.csv)?;
            return Ok(Self {
                tables: one(named),
                shape,
                target: None,
                file: None,
                folder: false,
                workbook: false,
                place: None,
                record: false,
            });
        };
        let place = Some(path.display().to_string());
        let by_ending = path
            .extension()
            .filter(|ending| *ending != Screen.name())
            .and_then(|ending| shape(&ending.to_string_lossy()));
        if let (Some(of_file), false) = (by_ending, path.is_dir()) {
            let shape = dialect(of_file, arguments.csv)?;
            if named.len() > 1 && matches!(shape, Shape::Rows(_)) {
                return Err(Error::Argument {
                    what: format!("{} is a file and takes one table", path.display()),
                    hint: "name one --table, or give -o a folder or a file that ends in .xlsx".into(),
                });
            }
            let (target, file) = Target::file(path, arguments.force)?;
            let tables = match shape {
                Shape::Rows(_) => one(named),
                Shape::Workbook => usual(named),
                Shape::Project => no_tables(&named)?,
            };
            return Ok(Self {
                tables,
                shape,
                target: Some(target),
                file: Some(file),
                folder: false,
                workbook: false,
                place,
                record: false,
            });
        }
        if !path.is_dir() {
            refuse_file_of_other_kind(path)?;
        }
        let shape = dialect(asked, arguments.csv)?;
        let tables = if matches!(shape, Shape::Project) { no_tables(&named)? } else { usual(named) };
        let target = Target::folder(path, arguments.force)?;
        Ok(Self {
            tables,
            shape,
            target: Some(target),
            file: None,
            folder: true,
            workbook: true,
            place,
            record: true,
        })
    }

    /// No target: the coded passages stay in memory, as for a project.
    pub(crate) const fn memory() -> Self {
        Self {
            tables: Vec::new(),
            shape: Shape::Project,
            target: None,
            file: None,
            folder: false,
            workbook: false,
            place: None,
            record: false,
        }
    }

    /// Whether the results go to a folder, which gets the coded passages and the run record, too.
    pub(crate) const fn to_folder(&self) -> bool {
        self.folder
    }

    /// Whether the tables go to a workbook, alone or beside their files.
    pub(crate) const fn makes_workbook(&self) -> bool {
        (self.folder && self.workbook && !self.makes_project()) || matches!(self.shape, Shape::Workbook)
    }

    /// Looks at the size of the material, in bytes; what a person should know of it.
    pub(crate) fn weigh(&mut self, bytes: u64) -> Option<String> {
        self.workbook &= bytes <= WORKBOOK_BYTES;
        let lacks = self.folder && !self.workbook && !self.makes_project();
        lacks.then(|| {
            format!(
                "no {WORKBOOK} for more than {} MB of material; -o {WORKBOOK} makes one",
                WORKBOOK_BYTES >> 20
            )
        })
    }

    /// Whether coded passages are wanted as they come.
    pub(crate) const fn keeps_passages(&self) -> bool {
        self.record && self.to_folder()
    }

    /// Whether the codings go to a project for QDA programs, which is made of all coded passages.
    pub(crate) const fn makes_project(&self) -> bool {
        matches!(self.shape, Shape::Project)
    }

    /// The name of that project.
    pub(crate) fn project_name(&self) -> Option<String> {
        let path = Path::new(self.place.as_deref()?);
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        self.makes_project().then_some(name).flatten()
    }

    /// Writes its bytes.
    pub(crate) fn write_project(&mut self, bytes: &[u8]) -> Result<()> {
        let (mut file, place) = self.create("project.qdpx")?;
        file.write_all(bytes).map_err(|source| Error::write(&place, source))
    }

    /// Leaves the coded passages away: they are what is read.
    pub(crate) const fn no_record(&mut self) {
        self.record = false;
    }

    /// A new file of the target, with the name it has in errors.
    pub(crate) fn create(&mut self, name: &str) -> Result<(File, String)> {
        if let Some(file) = self.file.take() {
            return Ok((file, self.place.clone().unwrap_or_default()));
        }
        let target = self.target.as_mut().ok_or_else(|| Error::Argument {
            what: "there is no place for files".into(),
            hint: "name one with -o".into(),
        })?;
        let file = target.create(name)?;
        let place = Path::new(self.place.as_deref().unwrap_or_default()).join(name);
        Ok((file, place.display().to_string()))
    }

    /// The same, or standard output where there is no target; buffered.
    pub(crate) fn open(&mut self, name: &str) -> Result<(Box<dyn Write>, String)> {
        if self.target.is_none() {
            return Ok((rows::standard_output(), "standard output".to_owned()));
        }
        let (file, place) = self.create(name)?;
        Ok((Box::new(BufWriter::with_capacity(1 << 16, file)), place))
    }

    /// Gives all files their names.
    pub(crate) fn commit(&mut self) -> Result<()> {
        if STOPPED.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        self.target.take().map_or(Ok(()), Target::commit)
    }
}

/// A project has all codings and no tables; naming some is a misunderstanding.
fn no_tables(named: &[&'static dyn Tabulate]) -> Result<Vec<&'static dyn Tabulate>> {
    if named.is_empty() {
        return Ok(Vec::new());
    }
    Err(Error::Argument {
        what: "a project for QDA programs has no tables".into(),
        hint: "leave --table out, or write the tables in a run of their own".into(),
    })
}

/// The dialect of CSV that is wanted.
fn dialect(shape: Shape, dialect: Option<CsvDialect>) -> Result<Shape> {
    match (shape, dialect) {
        (Shape::Rows(format), Some(dialect)) if format.name() == "csv" => Ok(Shape::Rows(match dialect {
            CsvDialect::Rfc4180 => format,
            CsvDialect::ExcelDe => EXCEL_DE,
        })),
        (_, Some(_)) => Err(Error::Argument {
            what: "--csv speaks of CSV, and something else is written".into(),
            hint: "leave it out, or write --format csv".into(),
        }),
        (shape, None) => Ok(shape),
    }
}

/// Endings of files that people ask for and that no format writes: a folder of that name would be no help.
const OTHER_KINDS: &[&str] = &["xls", "ods", "docx", "odt", "txt", "md", "html", "htm", "pdf", "xml"];

fn refuse_file_of_other_kind(path: &Path) -> Result<()> {
    let is = |kind: &&str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(kind));
    if !OTHER_KINDS.iter().any(is) {
        return Ok(());
    }
    let endings: Vec<String> = shape_names().map(|name| format!(".{name}")).collect();
    Err(Error::Argument {
        what: format!("no table can be written as {}", path.display()),
        hint: format!("name a folder, or a file that ends in one of: {}", endings.join(" ")),
    })
}
