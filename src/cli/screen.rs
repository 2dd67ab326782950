//! A table for the eye: as wide as the window, with bars for shares, the themes in colours.

use std::io::{self, Write};

use comfy_table::{
    Attribute, Cell as Shown, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table,
    TableStyle, Width, presets,
};
use lesart::output::{Format, Layout, RowSink};
use lesart::tables::{Cell, Row};

/// The format for a terminal.
pub(crate) struct Screen;

/// Columns that a table is about.
const KEPT: [&str; 20] = [
    "document", "passage", "label", "words", "text", "share", "passages", "entry", "left", "hit", "right",
    "word", "count", "value", "code", "name", "code_a", "code_b", "both", "lift",
];
/// Lines above and below the head and the last row.
const HEAD_ONLY: TableStyle = TableStyle::new()
    .top_border(LineStyle::none().fill('─').junction('─'))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('─').junction('─'));
/// Columns of a bar.
const BAR: usize = 20;
/// The least columns that a window is taken to have.
const NARROWEST: u16 = 40;
/// Colours of themes, one after another: those that every terminal shows on its own ground.
const COLOURS: [Color; 6] =
    [Color::Blue, Color::Red, Color::Green, Color::Magenta, Color::DarkYellow, Color::Cyan];

impl Format for Screen {
    fn name(&self) -> &'static str {
        "table"
    }

    fn about(&self) -> &'static str {
        "a table for the eye, on a terminal only: as wide as the window, with bars"
    }

    fn begin<'w>(&self, layout: &Layout, out: Box<dyn Write + 'w>) -> io::Result<Box<dyn RowSink + 'w>> {
        let window = console::Term::stdout().size().1.max(NARROWEST);
        let colours = console::colors_enabled();
        Ok(Box::new(Sink { out, columns: layout.columns.clone(), rows: Vec::new(), window, colours }))
    }
}

struct Sink<'w> {
    out: Box<dyn Write + 'w>,
    columns: Vec<String>,
    rows: Vec<Row>,
    window: u16,
    colours: bool,
}

impl RowSink for Sink<'_> {
    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.rows.push(cells.to_vec());
        Ok(())
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        let text = draw(&self.columns, &self.rows, self.window, self.colours);
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

/// The table as text, no line longer than `window` columns as long as its columns have room.
fn draw(columns: &[String], rows: &[Row], window: u16, colours: bool) -> String {
    let at = |name: &str| columns.iter().position(|column| column == name);
    let has_label = at("label").is_some();
    let same = |place: usize| match rows {
        [first, rest @ ..] if rest.len() > 1 => {
            rest.iter().all(|row| row.get(place) == first.get(place)).then(|| first.get(place)).flatten()
        }
        _ => None,
    };
    let is_number = |place: usize| {
        rows.iter()
            .all(|row| matches!(row.get(place), None | Some(Cell::Empty | Cell::Count(_) | Cell::Number(..))))
    };
    // What is the same everywhere is said once, below; what a label says needs no path.
    let mut below: Vec<String> = Vec::new();
    let mut kept: Vec<usize> = Vec::new();
    for (place, name) in columns.iter().enumerate() {
        let empty = rows.iter().all(|row| matches!(row.get(place), None | Some(Cell::Empty)));
        let said = has_label && matches!(name.as_str(), "level" | "theme" | "code");
        match same(place).filter(|_| is_number(place) && name != "share") {
            _ if (empty && !rows.is_empty()) || said => {}
            Some(value) => below.push(format!("{name}: {}", plain(value))),
            None => kept.push(place),
        }
    }
    // What finds no room is left to the other formats; the window keeps what the table is about.
    let widths: Vec<usize> = (0..columns.len()).map(|place| natural(columns, rows, place)).collect();
    let wide = |place: &usize| widths[*place] + 2 + if at("share") == Some(*place) { BAR + 2 } else { 0 };
    let room = |kept: &[usize]| kept.iter().map(wide).sum::<usize>();
    let mut dropped: Vec<&str> = Vec::new();
    while room(&kept) + kept.len() > usize::from(window) {
        let Some(last) = kept.iter().rposition(|place| !KEPT.contains(&columns[*place].as_str())) else {
            break;
        };
        dropped.insert(0, &columns[kept.remove(last)]);
    }
    if !dropped.is_empty() {
        below.push(format!("no room for: {}", dropped.join(", ")));
    }
    // Long texts are parted by lines.
    let style = if at("text").is_some() { presets::UTF8_HORIZONTAL_ONLY } else { HEAD_ONLY };
    let mut table = Table::new();
    table.load_style(style).set_content_arrangement(ContentArrangement::Dynamic).set_width(window);
    if colours {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    let share = at("share");
    let most = rows.iter().filter_map(|row| number(row.get(share?)?)).fold(0.0, f64::max);
    let mut head: Vec<Shown> = Vec::new();
    for place in &kept {
        let shown = Shown::new(&columns[*place]).add_attribute(Attribute::Bold);
        head.push(if is_number(*place) { shown.set_alignment(CellAlignment::Right) } else { shown });
        if share == Some(*place) {
            head.push(Shown::new(""));
        }
    }
    table.set_header(head);
    for (place, column) in kept
        .iter()
        .flat_map(|place| {
            let bar = (share == Some(*place)).then_some(None);
            std::iter::once(Some(*place)).chain(bar)
        })
        .zip(table.column_iter_mut())
    {
        let text = place.is_some_and(|place| columns[place] == "text");
        let wide = place.map_or(BAR, |place| widths[place]);
        if !text {
            let wide = u16::try_from(wide + 2).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Boundaries {
                lower: Width::Fixed(wide),
                upper: Width::Fixed(wide),
            });
        }
    }
    let mut themes: Vec<&str> = Vec::new();
    for row in rows {
        let text = |name: &str| at(name).and_then(|place| row.get(place)).and_then(Cell::as_text);
        let level = text("level");
        let colour = text("theme").map(|theme| {
            let number = themes.iter().position(|known| *known == theme).unwrap_or(themes.len());
            if number == themes.len() {
                themes.push(theme);
            }
            COLOURS[number % COLOURS.len()]
        });
        let mut cells: Vec<Shown> = Vec::new();
        for place in &kept {
            let Some(cell) = row.get(*place) else { continue };
            let name = columns[*place].as_str();
            let written = match (name, cell) {
                ("label", cell) => {
                    let label = cell.as_text().unwrap_or(if level == Some("all") { "all" } else { "" });
                    format!("{}{label}", if level == Some("code") { "  " } else { "" })
                }
                (name, Cell::Number(share, _)) if name == "share" || name.starts_with("share_") => {
                    format!("{:.1} %", share * 100.0)
                }
                (_, cell) => plain(cell),
            };
            let mut shown = Shown::new(written);
            if is_number(*place) {
                shown = shown.set_alignment(CellAlignment::Right);
            }
            if let (Some(colour), "label" | "theme" | "code") = (colour, name) {
                shown = shown.fg(colour);
            }
            if matches!(level, Some("theme" | "all")) {
                shown = shown.add_attribute(Attribute::Bold);
            }
            cells.push(shown);
            if share == Some(*place) {
                let bar = Shown::new(bar(number(cell).unwrap_or_default(), most));
                cells.push(colour.map_or(bar.clone(), |colour| bar.fg(colour)));
            }
        }
        table.add_row(cells);
    }
    let mut text: String = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if !below.is_empty() {
        text.push_str(&below.join(", "));
        text.push('\n');
    }
    text
}

/// How wide a column would like to be, without the blanks beside it.
fn natural(columns: &[String], rows: &[Row], place: usize) -> usize {
    let name = columns[place].as_str();
    let most = match name {
        "text" => 30,
        "words" | "entry" | "left" | "right" | "label" => 24,
        "document" | "speaker" => 14,
        _ => 34,
    };
    let cells = rows.iter().filter_map(|row| row.get(place)).map(|cell| {
        let indent = if name == "label" { 2 } else { 0 };
        indent + plain(cell).lines().map(console::measure_text_width).max().unwrap_or(0)
    });
    cells.chain([console::measure_text_width(name)]).max().unwrap_or(0).min(most)
}

/// A bar of eighths of a column.
fn bar(share: f64, most: f64) -> String {
    if share <= 0.0 || most <= 0.0 {
        return String::new();
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 160")]
    let eighths = ((share / most * 8.0 * 20.0).round() as usize).clamp(1, 8 * BAR);
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    format!("{}{rest}", "█".repeat(eighths / 8))
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number, _) => Some(*number),
        _ => None,
    }
}

/// A cell as it is read; control characters of the material do nothing to the terminal.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Marked(text, _) => text
            .chars()
            .map(|letter| if letter.is_control() && letter != '\n' { '·' } else { letter })
            .collect(),
        Cell::Count(count) => count.to_string(),
        Cell::Number(number, decimals) => format!("{number:.*}", usize::from(*decimals)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(window: u16) -> String {
        let columns = ["level", "theme", "code", "label", "passages", "share", "flags", "scope", "text"]
            .map(str::to_owned);
        let row = |level: &str, theme: &str, label: &str, share: f64| {
            vec![
                Cell::text(level),
                Cell::text(theme),
                Cell::Empty,
                Cell::text(label),
                Cell::Count(7),
                Cell::Number(share, 4),
                Cell::Empty,
                Cell::Count(457),
                Cell::text("Ein Satz mit \u{1b}[31m vielen Wörtern, die nicht in ein Fenster passen."),
            ]
        };
        let rows =
            [row("theme", "a", "Amt", 0.5), row("code", "a", "Rathaus", 0.25), row("all", "", "", 0.625)];
        draw(&columns, &rows, window, false)
    }

    #[test]
    fn a_table_fits_the_window_and_says_once_what_is_the_same() {
        for window in [60, 80, 120] {
            let text = table(window);
            assert!(text.lines().all(|line| line.chars().count() <= usize::from(window)), "{window}\n{text}");
            assert!(text.contains("scope: 457") && text.contains("passages: 7"), "{text}");
            assert!(!text.contains("flags") && !text.contains('\u{1b}'), "{text}");
            assert!(text.contains("  Rathaus") && text.contains("25.0 %"), "{text}");
        }
    }

    #[test]
    fn bars_are_as_long_as_their_shares() {
        assert_eq!(bar(0.5, 0.5).chars().count(), BAR);
        assert_eq!(bar(0.25, 0.5).chars().count(), BAR / 2);
        assert_eq!(bar(0.0001, 1.0), "▏");
        assert_eq!(bar(0.0, 1.0), "");
    }

    #[test]
    fn a_table_without_rows_has_its_head() {
        assert!(draw(&["a".to_owned(), "b".to_owned()], &[], 80, false).contains('a'));
    }
}
