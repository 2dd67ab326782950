//! Writes dictionaries for other programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::{Category, Kind};

/// The dictionary as text.
#[must_use]
pub fn write(kind: Kind, title: &str, categories: &[Category]) -> String {
    match kind {
        Kind::Dic => dic(categories),
        Kind::Dicx => dicx(categories),
        Kind::Yaml => yaml(categories),
        Kind::Cat => cat(categories),
        Kind::Ykd => ykd(title, categories),
        Kind::Lc3 => lc3(categories),
    }
}

/// A category's name where there is one level only.
fn flat(category: &Category) -> String {
    category.path.join("_").replace(char::is_whitespace, "_")
}

/// Each word with the places of its categories.
fn by_term(categories: &[Category]) -> BTreeMap<&str, Vec<usize>> {
    let mut terms: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, category) in categories.iter().enumerate() {
        for term in &category.terms {
            terms.entry(term).or_default().push(place);
        }
    }
    terms
}

fn dic(categories: &[Category]) -> String {
    let mut out = String::from("%\n");
    for (place, category) in categories.iter().enumerate() {
        let _ = writeln!(out, "{}\t{}", place + 1, flat(category));
    }
    out.push_str("%\n");
    for (term, places) in by_term(categories) {
        let places: Vec<String> = places.iter().map(|place| (place + 1).to_string()).collect();
        let _ = writeln!(out, "{term}\t{}", places.join("\t"));
    }
    out
}

fn dicx(categories: &[Category]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = std::iter::once("DicTerm".to_owned()).chain(categories.iter().map(flat));
    let mut written = writer.write_record(head);
    for (term, places) in by_term(categories) {
        let marks = (0..categories.len()).map(|place| if places.contains(&place) { "X" } else { "" });
        written = written.and_then(|()| writer.write_record(std::iter::once(term).chain(marks)));
    }
    debug_assert!(written.is_ok(), "memory takes all");
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A text in double quotes, as YAML and JSON have it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn yaml(categories: &[Category]) -> String {
    let mut out = String::new();
    let mut above: &[String] = &[];
    for category in categories {
        let same = above.iter().zip(&category.path).take_while(|(one, other)| one == other).count();
        // A category that has words of its own and others below it holds its words under its own name.
        let own = categories
            .iter()
            .any(|other| other.path.len() > category.path.len() && other.path.starts_with(&category.path));
        for (depth, name) in category.path.iter().enumerate().skip(same) {
            let _ = writeln!(out, "{}{}:", "  ".repeat(depth), quoted(name));
        }
        let mut depth = category.path.len();
        if own {
            let name = category.path.last().map_or("", String::as_str);
            let _ = writeln!(out, "{}{}:", "  ".repeat(depth), quoted(name));
            depth += 1;
        }
        for term in &category.terms {
            let _ = writeln!(out, "{}- {}", "  ".repeat(depth), quoted(term));
        }
        above = &category.path;
    }
    out
}

fn cat(categories: &[Category]) -> String {
    let mut out = String::new();
    let mut above: &[String] = &[];
    for category in categories {
        let same = above.iter().zip(&category.path).take_while(|(one, other)| one == other).count();
        for (depth, name) in category.path.iter().enumerate().skip(same) {
            let _ = writeln!(out, "{}{}", "\t".repeat(depth), name.to_uppercase());
        }
        for term in &category.terms {
            let term = term.replace(' ', "_").to_uppercase();
            let _ = writeln!(out, "{}{term} (1)", "\t".repeat(category.path.len()));
        }
        above = &category.path;
    }
    out
}

fn ykd(title: &str, categories: &[Category]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dictionary style=\"050805\" patternengine=\"substring\">\n\
         <cnode name=\"{}\" desc=\"\">\n",
        escape(title)
    );
    let mut open: &[String] = &[];
    for category in categories {
        let same = open.iter().zip(&category.path).take_while(|(one, other)| one == other).count();
        for depth in (same..open.len()).rev() {
            let _ = writeln!(out, "{}</cnode>", " ".repeat(depth + 1));
        }
        for (depth, name) in category.path.iter().enumerate().skip(same) {
            let _ = writeln!(out, "{}<cnode name=\"{}\" desc=\"\">", " ".repeat(depth + 1), escape(name));
        }
        for term in &category.terms {
            let _ =
                writeln!(out, "{}<pnode name=\"{}\"/>", " ".repeat(category.path.len() + 1), escape(term));
        }
        open = &category.path;
    }
    for depth in (0..open.len()).rev() {
        let _ = writeln!(out, "{}</cnode>", " ".repeat(depth + 1));
    }
    out.push_str("</cnode>\n</dictionary>\n");
    out
}

fn lc3(categories: &[Category]) -> String {
    let mut out = String::new();
    for category in categories {
        let _ = writeln!(out, "+{}", flat(category));
        for term in &category.terms {
            let _ = writeln!(out, "{term}");
        }
    }
    out
}
