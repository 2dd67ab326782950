//! Projects and codebooks for QDA programs, as REFI-QDA 1.5 has them (qdasoftware.org).
//!
//! Written strictly, because programs read loosely in different ways: positions are code points, texts have LF
//! and no byte order mark, codes have their full paths as names, identifiers are made from names (UUID
//! version 5, RFC 9562), and no date is today's. So the same codings give the same bytes.

use std::io::{self, Cursor, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use uuid::Uuid;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::lexicon::{Lexicon, rows::INDICATORS, theme};
use crate::output::colour;

/// The date of everything: the standard wants one, and the time of a run would make each file another.
const DATE: &str = "2000-01-01T00:00:00Z";
/// Characters of a selection's name.
const NAME: usize = 60;

/// A code of a codebook.
#[derive(Clone, Debug, Default)]
pub struct Code {
    /// Its full path, which is its name.
    pub path: String,
    /// What it means, for people.
    pub description: String,
}

/// A text with what is coded in it.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The document's name.
    pub name: String,
    /// The reading text.
    pub text: String,
    /// Variables with their values.
    pub facts: Vec<(String, String)>,
    /// Coded places, in the order of the text.
    pub selections: Vec<Selection>,
}

/// A coded place.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// From and to, in code points of the text.
    pub range: (usize, usize),
    /// What a person should know of it.
    pub description: String,
    /// Indices of its codes.
    pub codes: Vec<usize>,
}

/// A person who speaks.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The name.
    pub name: String,
    /// Variables with their values.
    pub facts: Vec<(String, String)>,
    /// Indices of the texts in which they speak.
    pub texts: Vec<usize>,
}

/// A project.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// The program that made it, with its version.
    pub origin: String,
    /// The codes in the order of the lexicon.
    pub codes: Vec<Code>,
    /// The people.
    pub cases: Vec<Case>,
    /// The texts.
    pub texts: Vec<Text>,
}

/// The codes of a lexicon with definition, coding rule and indicators.
#[must_use]
pub fn codes(lexicon: &Lexicon) -> Vec<Code> {
    let codes = lexicon.codes.iter().map(|code| {
        let mut parts = vec![code.label.clone(), code.definition.clone()];
        if !code.coding_rule.is_empty() {
            parts.push(format!("Kodierregel: {}", code.coding_rule));
        }
        let entries: Vec<&str> = code.entries.iter().take(INDICATORS).map(|entry| &*entry.text).collect();
        if !entries.is_empty() {
            let more = code.entries.len().saturating_sub(entries.len());
            let more = if more > 0 { format!(" | … (+{more})") } else { String::new() };
            parts.push(format!("Begriffe: {}{more}", entries.join(" | ")));
        }
        parts.retain(|part| !part.is_empty());
        Code { path: code.path.clone(), description: parts.join("\n") }
    });
    codes.collect()
}

/// A codebook (`.qdc`).
#[must_use]
pub fn codebook(codes: &[Code], origin: &str) -> Vec<u8> {
    let mut xml = Xml::default();
    xml.open("CodeBook", &[("xmlns", "urn:QDA-XML:codebook:1.0"), ("origin", origin)]);
    xml.codes(codes);
    xml.close("CodeBook");
    xml.bytes()
}

impl Project {
    /// The project as the bytes of a `.qdpx` file.
    ///
    /// # Errors
    /// It is larger than an archive can be.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("project.qde", options)?;
        archive.write_all(&self.xml())?;
        for text in &self.texts {
            archive.start_file(format!("sources/{}.txt", guid("source", &[&text.name])), options)?;
            archive.write_all(text.text.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    }

    fn xml(&self) -> Vec<u8> {
        let user = guid("user", &["lesart"]);
        let made = [("creatingUser", user.as_str()), ("creationDateTime", DATE)];
        let mut xml = Xml::default();
        xml.open(
            "Project",
            &[
                ("xmlns", "urn:QDA-XML:project:1.0"),
                ("name", &self.name),
                ("origin", &self.origin),
                ("creatingUserGUID", &user),
                ("creationDateTime", DATE),
            ],
        );
        xml.open("Users", &[]);
        xml.empty("User", &[("guid", &user), ("name", "lesart")]);
        xml.close("Users");
        xml.open("CodeBook", &[]);
        xml.codes(&self.codes);
        xml.close("CodeBook");
        let variables = self.variables();
        xml.some("Variables", &variables, |xml, name| {
            let guid = guid("variable", &[name]);
            xml.empty("Variable", &[("guid", &guid), ("name", name), ("typeOfVariable", "Text")]);
        });
        xml.some("Cases", &self.cases, |xml, case| {
            xml.open("Case", &[("guid", &guid("case", &[&case.name])), ("name", &case.name)]);
            xml.values(&case.facts);
            for text in case.texts.iter().filter_map(|text| self.texts.get(*text)) {
                xml.empty("SourceRef", &[("targetGUID", &guid("source", &[&text.name]))]);
            }
            xml.close("Case");
        });
        xml.some("Sources", &self.texts, |xml, text| {
            let source = guid("source", &[&text.name]);
            let path = format!("internal://{source}.txt");
            let head = [("guid", source.as_str()), ("name", &text.name), ("plainTextPath", &path)];
            xml.open("TextSource", &[&head[..], &made[..]].concat());
            let characters: Vec<char> = text.text.chars().collect();
            for selection in &text.selections {
                self.selection(xml, text, selection, &characters, &made);
            }
            xml.values(&text.facts);
            xml.close("TextSource");
        });
        xml.close("Project");
        xml.bytes()
    }

    fn selection(
        &self,
        xml: &mut Xml,
        text: &Text,
        selection: &Selection,
        characters: &[char],
        made: &[(&str, &str)],
    ) {
        let (from, to) = selection.range;
        let words: String = characters.get(from..to).unwrap_or_default().iter().take(NAME).collect();
        let [start, end] = [from.to_string(), to.to_string()];
        let parts = [text.name.as_str(), &start, &end];
        let id = guid("selection", &parts);
        let name = words.replace('\n', " ");
        let head = [("guid", id.as_str()), ("name", &name), ("startPosition", &start), ("endPosition", &end)];
        xml.open("PlainTextSelection", &[&head[..], made].concat());
        xml.text("Description", &selection.description);
        for code in selection.codes.iter().filter_map(|code| self.codes.get(*code)) {
            let coding = guid("coding", &[&parts[..], &[&code.path]].concat());
            xml.open("Coding", &[&[("guid", coding.as_str())][..], made].concat());
            xml.empty("CodeRef", &[("targetGUID", &guid("code", &[&code.path]))]);
            xml.close("Coding");
        }
        xml.close("PlainTextSelection");
    }

    /// The names of all variables, in order of first appearance.
    fn variables(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let of_texts = self.texts.iter().flat_map(|text| &text.facts);
        for (name, _) in of_texts.chain(self.cases.iter().flat_map(|case| &case.facts)) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

/// An identifier that is the same for the same names.
fn guid(kind: &str, names: &[&str]) -> String {
    let all = std::iter::once(kind).chain(names.iter().copied()).collect::<Vec<_>>().join("\u{1f}");
    Uuid::new_v5(&Uuid::new_v5(&Uuid::NAMESPACE_OID, b"lesart"), all.as_bytes()).to_string()
}

/// A text without the characters that XML 1.0 cannot hold.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|character| !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}

/// XML that grows in memory, which takes all that is written.
struct Xml(Writer<Vec<u8>>);

impl Default for Xml {
    fn default() -> Self {
        let mut this = Self(Writer::new_with_indent(Vec::new(), b' ', 1));
        this.put(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        this
    }
}

impl Xml {
    fn put(&mut self, event: Event<'_>) {
        let written = self.0.write_event(event);
        debug_assert!(written.is_ok(), "memory takes all");
    }

    fn tag(name: &'static str, attributes: &[(&str, &str)]) -> BytesStart<'static> {
        let mut tag = BytesStart::new(name);
        for (name, value) in attributes {
            tag.push_attribute((*name, &*clean(value)));
        }
        tag
    }

    fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.put(Event::Start(Self::tag(name, attributes)));
    }

    fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.put(Event::Empty(Self::tag(name, attributes)));
    }

    fn close(&mut self, name: &'static str) {
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with text; none where there is no text.
    fn text(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.open(name, &[]);
            self.put(Event::Text(BytesText::new(&clean(text))));
            self.close(name);
        }
    }

    /// A list in its element; nothing for an empty list, which the standard does not allow.
    fn some<T>(&mut self, name: &'static str, list: &[T], mut each: impl FnMut(&mut Self, &T)) {
        if !list.is_empty() {
            self.open(name, &[]);
            for item in list {
                each(self, item);
            }
            self.close(name);
        }
    }

    fn values(&mut self, facts: &[(String, String)]) {
        for (name, value) in facts {
            self.open("VariableValue", &[]);
            self.empty("VariableRef", &[("targetGUID", &guid("variable", &[name]))]);
            self.open("TextValue", &[]);
            self.put(Event::Text(BytesText::new(&clean(value))));
            self.close("TextValue");
            self.close("VariableValue");
        }
    }

    /// Codes below their themes.
    fn codes(&mut self, codes: &[Code]) {
        self.open("Codes", &[]);
        for (name, colour) in colour::themes(codes.iter().map(|code| &*code.path)) {
            let hex = colour.hex();
            let of_theme = codes.iter().find(|code| code.path == name);
            let codable = if of_theme.is_some() { "true" } else { "false" };
            self.open(
                "Code",
                &[
                    ("guid", &guid("code", &[&name])),
                    ("name", &name),
                    ("isCodable", codable),
                    ("color", &hex),
                ],
            );
            if let Some(code) = of_theme {
                self.text("Description", &code.description);
            }
            for code in codes.iter().filter(|code| theme(&code.path) == name && code.path != name) {
                let id = guid("code", &[&code.path]);
                let head =
                    [("guid", id.as_str()), ("name", &code.path), ("isCodable", "true"), ("color", &hex)];
                self.open("Code", &head);
                self.text("Description", &code.description);
                self.close("Code");
            }
            self.close("Code");
        }
        self.close("Codes");
    }

    fn bytes(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_depend_on_names_only() {
        assert_eq!(guid("code", &["a/b"]), guid("code", &["a/b"]));
        assert_ne!(guid("code", &["a/b"]), guid("source", &["a/b"]));
        assert_ne!(guid("x", &["a", "b"]), guid("x", &["ab"]));
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out_and_what_it_reads_otherwise_is_escaped() {
        let codes = [Code { path: "a&b/c\"d".into(), description: "x < y\u{b}\nund mehr".into() }];
        let xml = String::from_utf8(codebook(&codes, "lesart 1")).expect("UTF-8");
        assert!(xml.contains("name=\"a&amp;b/c&quot;d\"") && xml.contains("x &lt; y\nund mehr"), "{xml}");
        assert!(xml.contains("name=\"a&amp;b\" isCodable=\"false\""), "{xml}");
    }
}
