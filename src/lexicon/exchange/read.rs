//! Reads dictionaries of other programs.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use yaml_rust2::{Yaml, YamlLoader};

use super::{Category, Kind};
use crate::error::{Error, Result};

/// The categories of a dictionary, in its order.
///
/// # Errors
/// The text is not of that format; the line is named.
pub fn read(kind: Kind, path: &str, text: &str) -> Result<Vec<Category>> {
    let text = text.trim_start_matches('\u{feff}');
    match kind {
        Kind::Dic => dic(path, text),
        Kind::Dicx => dicx(path, text),
        Kind::Yaml => yaml(path, text),
        Kind::Cat => Ok(cat(text)),
        Kind::Ykd => xml(path, text),
        Kind::Lc3 => lc3(path, text),
    }
}

fn fault(path: &str, line: usize, what: &str) -> Error {
    Error::Argument {
        what: format!("{path}:{line}: {what}"),
        hint: "is the file what its ending says? open it in a text editor".into(),
    }
}

/// Puts a term into its category, which is made where it is not there yet.
fn put(categories: &mut Vec<Category>, path: &[String], term: &str) {
    let term = term.trim();
    let place = categories.iter().position(|known| known.path == path).unwrap_or_else(|| {
        categories.push(Category { path: path.to_vec(), terms: Vec::new() });
        categories.len() - 1
    });
    if !term.is_empty() && !categories[place].terms.iter().any(|known| known == term) {
        categories[place].terms.push(term.to_owned());
    }
}

/// `%`, numbered categories (nested by tabs), `%`, words with the numbers of their categories.
fn dic(path: &str, text: &str) -> Result<Vec<Category>> {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut categories = Vec::new();
    let mut marks = 0;
    let mut above: Vec<String> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim() == "%" {
            marks += 1;
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        if marks == 1 {
            let depth = line.chars().take_while(|letter| *letter == '\t').count();
            let mut words = line.split_whitespace();
            let id = words.next().unwrap_or_default().to_owned();
            let name = words.collect::<Vec<_>>().join(" ");
            // LIWC 2015 writes the longer name in brackets behind the short one.
            let name = name.split(" (").next().unwrap_or(&name).to_owned();
            if name.is_empty() {
                return Err(fault(path, number, "a category without a name"));
            }
            above.truncate(depth);
            above.push(name);
            put(&mut categories, &above, "");
            names.insert(id, above.clone());
        } else if marks >= 2 {
            let mut fields = line.split('\t').map(str::trim).filter(|field| !field.is_empty());
            let term = fields.next().unwrap_or_default();
            let mut any = false;
            for id in fields.flat_map(str::split_whitespace) {
                let Some(category) = names.get(id) else {
                    return Err(fault(path, number, &format!("no category has the number {id}")));
                };
                put(&mut categories, category, term);
                any = true;
            }
            if !any {
                return Err(fault(path, number, "a word without a category; is there a tab between?"));
            }
        } else {
            return Err(fault(path, number, "a LIWC dictionary begins with a line `%`"));
        }
    }
    Ok(categories)
}

/// `DicTerm` and a column for each category; any value but an empty one and 0 is a mark.
fn dicx(path: &str, text: &str) -> Result<Vec<Category>> {
    let delimiter = if text.lines().next().unwrap_or_default().contains(';') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
        fault(path, line, "this is no table")
    };
    let head = reader.headers().map_err(|error| broken(&error))?.clone();
    let mut categories = Vec::new();
    for name in head.iter().skip(1) {
        put(&mut categories, &[name.trim().to_owned()], "");
    }
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let term = record.get(0).unwrap_or_default();
        for (name, value) in head.iter().zip(record.iter()).skip(1) {
            if !matches!(value.trim(), "" | "0") {
                put(&mut categories, &[name.trim().to_owned()], term);
            }
        }
    }
    Ok(categories)
}

/// Categories by nesting; words in lists or, as a text, alone.
fn yaml(path: &str, text: &str) -> Result<Vec<Category>> {
    let documents = YamlLoader::load_from_str(text).map_err(|error| {
        fault(path, error.marker().line(), "this is no YAML: words that begin with `*` stand in quotes")
    })?;
    let mut categories = Vec::new();
    for document in &documents {
        nested(document, &mut Vec::new(), &mut categories);
    }
    Ok(categories)
}

fn nested(node: &Yaml, path: &mut Vec<String>, categories: &mut Vec<Category>) {
    match node {
        Yaml::Hash(members) => {
            for (name, value) in members {
                path.push(scalar(name));
                nested(value, path, categories);
                path.pop();
            }
        }
        Yaml::Array(items) => {
            for item in items {
                nested(item, path, categories);
            }
        }
        Yaml::Null | Yaml::BadValue | Yaml::Alias(_) => {}
        value => put(categories, path, &scalar(value)),
    }
}

fn scalar(value: &Yaml) -> String {
    match value {
        Yaml::String(text) | Yaml::Real(text) => text.clone(),
        Yaml::Integer(number) => number.to_string(),
        Yaml::Boolean(truth) => truth.to_string(),
        _ => String::new(),
    }
}

/// Categories and words by indent; a word ends with its weight in brackets, `_` stands for a blank.
fn cat(text: &str) -> Vec<Category> {
    let mut categories = Vec::new();
    let mut above: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let depth = line.chars().take_while(|letter| *letter == '\t').count();
        let line = line.trim();
        above.truncate(depth);
        let weighted = line.rsplit_once(" (").filter(|(_, rest)| {
            rest.strip_suffix(')').is_some_and(|weight| weight.chars().all(|digit| digit.is_ascii_digit()))
        });
        match weighted {
            // WordStat writes all in capitals; case is nothing to it.
            Some((term, _)) => put(&mut categories, &above, &term.to_lowercase().replace('_', " ")),
            None => {
                above.push(line.to_lowercase());
                put(&mut categories, &above, "");
            }
        }
    }
    categories
}

/// `cnode` with a name holds others and `pnode`s, which are words.
fn xml(path: &str, text: &str) -> Result<Vec<Category>> {
    let mut reader = Reader::from_str(text);
    let mut categories = Vec::new();
    let mut above: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event();
        let event = event.map_err(|error| {
            let before = text.get(..usize::try_from(reader.buffer_position()).unwrap_or(0));
            let line = before.unwrap_or(text).lines().count().max(1);
            fault(path, line, &format!("this is no XML: {error}"))
        })?;
        let (tag, empty) = match &event {
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::End(tag) => {
                if tag.name().as_ref() == "cnode" {
                    above.pop();
                }
                continue;
            }
            Event::Eof => return Ok(categories),
            _ => continue,
        };
        let attribute = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == "name");
        let name = attribute.map_or_else(String::new, |attribute| {
            unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), |name| name.into_owned())
        });
        match tag.name().as_ref() {
            "cnode" => {
                above.push(name);
                put(&mut categories, &above, "");
                if empty {
                    above.pop();
                }
            }
            "pnode" => put(&mut categories, &above, &name),
            _ => {}
        }
    }
}

/// A line `+category`, then a word a line.
fn lc3(path: &str, text: &str) -> Result<Vec<Category>> {
    let mut categories = Vec::new();
    let mut here: Vec<String> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('+') {
            here = vec![name.trim().to_owned()];
            put(&mut categories, &here, "");
        } else if !line.is_empty() {
            if here.is_empty() {
                return Err(fault(path, number, "a word before the first line `+category`"));
            }
            put(&mut categories, &here, line);
        }
    }
    Ok(categories)
}
