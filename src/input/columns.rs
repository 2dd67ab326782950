//! Which column of a row file holds the text, the speaker, the id: as asked for, by well-known
//! names, or, for the text, because it is the only long one.

use super::ReadOptions;
use super::lists;
use crate::error::{Error, Result, did_you_mean};

/// A column counts as long from this mean number of characters on, if it is also this many times as
/// long as the next.
const LONG: (usize, usize) = (20, 2);

/// A column holds sentences from this mean number of words on.
const WORDED: usize = 4;

/// Indices of the columns that have a part.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Columns {
    /// The column with the text, or several.
    pub(super) texts: Vec<usize>,
    pub(super) speaker: Option<usize>,
    pub(super) id: Option<usize>,
    /// What a person should know of the choice.
    pub(super) notice: Option<String>,
    /// Columns with the start and the end in milliseconds (Whisper's `tsv`).
    pub(super) times: Option<(usize, usize)>,
}

impl Columns {
    /// Whether a column has a part of its own and is no fact.
    pub(super) fn is_part(&self, column: usize) -> bool {
        let times = self.times.is_some_and(|(start, end)| column == start || column == end);
        self.texts.contains(&column) || self.speaker == Some(column) || self.id == Some(column) || times
    }
}

/// Chooses the columns by their names and the first rows (in characters a row and column).
pub(super) fn choose(
    path: &str,
    names: &[String],
    rows: &[Vec<String>],
    options: &ReadOptions,
) -> Result<Columns> {
    let asked =
        |wanted: &Option<String>| wanted.as_deref().map(|wanted| find(path, names, wanted)).transpose();
    let texts = match options.text_column.as_deref() {
        Some(wanted) => several(path, names, wanted)?,
        None => text_columns(path, names, rows)?,
    };
    let notice = (options.text_column.is_none() && texts.len() > 1).then(|| {
        let taken: Vec<&str> =
            texts.iter().filter_map(|column| names.get(*column)).map(String::as_str).collect();
        format!(
            "every answer to {} is a passage, with its question as a fact; --text-column names other columns",
            taken.join(" | ")
        )
    });
    let speaker = asked(&options.speaker_column)?.or_else(|| known("speaker", names, &texts));
    let id = asked(&options.id_column)?.or_else(|| known("id", names, &texts));
    let number = |column: usize| {
        rows.iter().all(|row| row.get(column).is_some_and(|cell| cell.parse::<u32>().is_ok()))
    };
    let times = known("start", names, &texts).zip(known("end", names, &texts));
    let times = times.filter(|(start, end)| !rows.is_empty() && number(*start) && number(*end));
    Ok(Columns { texts, speaker, id, notice, times })
}

/// The column that was asked for by name (case counts only where two differ by it).
fn find(path: &str, names: &[String], wanted: &str) -> Result<usize> {
    let exact = names.iter().position(|name| name == wanted);
    let folded = || names.iter().position(|name| name.to_lowercase() == wanted.to_lowercase());
    exact.or_else(folded).ok_or_else(|| {
        let near = did_you_mean(wanted, names.iter().map(String::as_str));
        Error::Column {
            path: path.to_owned(),
            what: format!("there is no column {wanted}"),
            columns: names.join(", "),
            hint: near.map_or_else(String::new, |near| format!("did you mean {near}?")),
        }
    })
}

/// The columns that were asked for, parted by commas. A comma may also stand in a name (a question): the
/// longest names go first.
fn several(path: &str, names: &[String], wanted: &str) -> Result<Vec<usize>> {
    let pieces: Vec<&str> = wanted.split(',').collect();
    let mut columns = Vec::new();
    let mut from = 0;
    while from < pieces.len() {
        let joined = |to: usize| pieces.get(from..to).unwrap_or_default().join(",");
        let longest = (from + 1..=pieces.len()).rev().find_map(|to| {
            let name = joined(to);
            find(path, names, name.trim())
                .or_else(|_| find(path, names, &name))
                .ok()
                .map(|column| (to, column))
        });
        match longest {
            Some((to, column)) => {
                columns.push(column);
                from = to;
            }
            None => return find(path, names, joined(from + 1).trim()).map(|column| vec![column]),
        }
    }
    columns.dedup();
    Ok(columns)
}

/// The first column with a well-known name for a role.
fn known(role: &str, names: &[String], texts: &[usize]) -> Option<usize> {
    let lists = lists::columns(role);
    let by_name = |known: &String| names.iter().position(|name| name.trim().to_lowercase() == *known);
    lists.iter().flatten().filter_map(by_name).find(|column| !texts.contains(column))
}

/// The column with the texts; the columns with the answers where several open questions are asked.
fn text_columns(path: &str, names: &[String], rows: &[Vec<String>]) -> Result<Vec<usize>> {
    let doubt = |what: &str, hint: String| Error::Column {
        path: path.to_owned(),
        what: what.to_owned(),
        columns: names.join(", "),
        hint,
    };
    let by_name = "say which one holds the text with --text-column NAME";
    for list in lists::columns("text") {
        let found: Vec<usize> = (0..names.len())
            .filter(|column| {
                names.get(*column).is_some_and(|name| list.contains(&name.trim().to_lowercase()))
            })
            .collect();
        match found.as_slice() {
            [] => {}
            [only] => return Ok(vec![*only]),
            _ => break,
        }
    }
    if names.len() == 1 {
        return Ok(vec![0]);
    }
    let worded: Vec<usize> = (0..names.len()).filter(|column| is_worded(*column, rows)).collect();
    let question = |column: &usize| names.get(*column).is_some_and(|name| name.contains('?'));
    match worded.as_slice() {
        [only] => return Ok(vec![*only]),
        [_, _, ..] if worded.iter().all(question) => return Ok(worded),
        _ => {}
    }
    let mut lengths: Vec<(usize, usize)> = (0..names.len())
        .map(|column| {
            let sum: usize =
                rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).sum();
            (sum / rows.len().max(1), column)
        })
        .collect();
    lengths.sort_by(|a, b| b.cmp(a));
    match lengths.as_slice() {
        [(first, column), (second, _), ..] if *first >= LONG.0 && *first >= second * LONG.1 => {
            Ok(vec![*column])
        }
        _ if rows.is_empty() => {
            Err(doubt("no column is called text, and there are no rows", by_name.to_owned()))
        }
        _ => Err(doubt(
            "it is not clear which column holds the text",
            format!("{by_name}, or several with --text-column A,B"),
        )),
    }
}

/// Whether a column holds sentences: the cells that are filled have this many words and more in the mean.
/// Numbers and dates are no words.
fn is_worded(column: usize, rows: &[Vec<String>]) -> bool {
    let filled = rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.trim().is_empty());
    let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1;
    let counts: Vec<usize> = filled.map(|cell| cell.split_whitespace().filter(is_word).count()).collect();
    !counts.is_empty() && counts.iter().sum::<usize>() >= WORDED * counts.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &str, rows: &[&str], expected: Option<&str>) {
        let names: Vec<String> = names.split(' ').map(str::to_owned).collect();
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect();
        let found = choose("x.csv", &names, &rows, &ReadOptions::default()).ok();
        let text = found.as_ref().and_then(|columns| names.get(*columns.texts.first()?));
        assert_eq!(text.map(String::as_str), expected, "{names:?}");
    }

    #[test]
    fn the_text_column_is_found_by_name_or_length() {
        check("id text Kommentar", &["1|a|b"], Some("text"));
        check("ID Datum Kommentar Likes", &["1|1|kurz|2"], Some("Kommentar"));
        check("Antwort Kommentar", &["a|b"], None);
        check("a b", &["1|Das ist ein richtig langer Text hier."], Some("b"));
        check("a b", &["Das ist ein langer Text hier drin.|Das ist ein richtig langer Text hier."], None);
        check("a b", &[], None);
        check("a b", &["2024-03-01 10:11:12|Räume, Geld und Zeit.", "2024-03-02 10:11:12|"], Some("b"));
        let names: Vec<String> = ["id", "Was fehlt?", "Warum?", "Wie oft?"].map(str::to_owned).to_vec();
        let row = ["1", "Uns fehlen die Räume.", "Weil keiner hilft, leider.", "täglich"].map(str::to_owned);
        let found = choose("x.csv", &names, &[row.to_vec()], &ReadOptions::default()).expect("columns");
        assert_eq!(found.texts, [1, 2], "answers to open questions are texts");
        assert!(found.notice.is_some_and(|notice| notice.contains("Was fehlt? | Warum?")));
        check("only", &["x"], Some("only"));
    }

    #[test]
    fn several_columns_are_parted_by_commas_also_where_names_have_some() {
        let names: Vec<String> = ["id", "Was, wenn?", "b", "G01Q02[SQ001]"].map(str::to_owned).to_vec();
        for (wanted, expected) in [
            ("b", vec![2]),
            ("Was, wenn?,b", vec![1, 2]),
            ("b, was, wenn?", vec![2, 1]),
            ("G01Q02[SQ001],b", vec![3, 2]),
        ] {
            assert_eq!(several("x.csv", &names, wanted).expect("columns"), expected, "{wanted}");
        }
        assert!(several("x.csv", &names, "b,c").is_err());
    }

    #[test]
    fn a_wrong_column_is_named_with_the_right_ones() {
        let names = ["id".to_owned(), "Beitrag".to_owned()];
        let options = ReadOptions { text_column: Some("Beitrg".to_owned()), ..ReadOptions::default() };
        let error = choose("x.csv", &names, &[], &options).expect_err("no such column");
        assert_eq!(error.to_string(), "x.csv: there is no column Beitrg; the columns are: id, Beitrag");
        assert_eq!(error.hint().as_deref(), Some("did you mean Beitrag?"));
    }
}
