//! What a REFI-QDA project file (`project.qde`) tells: sources, codes, selections, people, variables.
//!
//! Read tolerantly: programs write positions, names and identifiers in many ways. The standard is
//! REFI-QDA Project 1.5 (qdasoftware.org).

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use super::office::{attribute, character};
use crate::error::{Error, Result};

/// A project file.
#[derive(Default, Debug)]
pub(super) struct Project {
    /// Sources in the order of the file.
    pub(super) sources: Vec<TextSource>,
    /// Users by identifier.
    users: FxHashMap<String, String>,
    /// Full names of codes by identifier.
    codes: FxHashMap<String, String>,
    variables: FxHashMap<String, String>,
    cases: Vec<Case>,
    /// Sources that hold no text.
    pub(super) without_text: usize,
}

/// A source with its text, or the place of it.
#[derive(Default, Debug)]
pub(super) struct TextSource {
    pub(super) guid: String,
    pub(super) name: String,
    /// The file in the archive.
    pub(super) path: Option<String>,
    /// The text itself, where it stands in the project file.
    pub(super) content: Option<String>,
    pub(super) selections: Vec<Selection>,
    values: Vec<(String, String)>,
}

/// Coded text.
#[derive(Default, Debug)]
pub(super) struct Selection {
    /// The first words, as most programs write them.
    pub(super) name: String,
    /// From and to, in the units of the program that wrote it; nothing for the whole source.
    pub(super) range: Option<(usize, usize)>,
    /// Each with the code's identifier and the user's.
    codings: Vec<(String, String)>,
}

/// A person or thing that sources belong to.
#[derive(Default, Debug)]
struct Case {
    name: String,
    values: Vec<(String, String)>,
    sources: Vec<String>,
}

/// A selection with its code and who coded it.
pub(super) type Named<'p> = (&'p str, &'p str);

impl Project {
    /// The codes of a selection with the names of the coders.
    pub(super) fn codings<'p>(&'p self, selection: &'p Selection) -> impl Iterator<Item = Named<'p>> {
        selection.codings.iter().filter_map(|(code, user)| {
            let coder = self.users.get(user).map_or("", String::as_str);
            Some((self.codes.get(code)?.as_str(), coder))
        })
    }

    /// Variables of a source with their values; those of a case of it count where it is none of `speakers`.
    pub(super) fn facts_of(&self, source: &TextSource, speakers: &[&str]) -> Vec<(String, String)> {
        let of_source = source.values.iter();
        let cases = self
            .cases
            .iter()
            .filter(|case| case.sources.contains(&source.guid) && !speakers.contains(&&*case.name));
        let values = cases.flat_map(|case| &case.values).chain(of_source);
        values.filter_map(|(id, value)| Some((self.variables.get(id)?.clone(), value.clone()))).collect()
    }

    /// Cases with their variables: a case may be a speaker of that name.
    pub(super) fn cases(&self) -> impl Iterator<Item = (&str, Vec<(&str, &str)>)> {
        self.cases.iter().map(|case| {
            let values = case.values.iter();
            let named = values.filter_map(|(id, value)| Some((self.variables.get(id)?.as_str(), &**value)));
            (case.name.as_str(), named.collect())
        })
    }

    /// Reads the text of a project file.
    ///
    /// # Errors
    /// It is no XML, or no project.
    pub(super) fn read(path: &str, xml: &str) -> Result<Self> {
        let mut reader = XmlReader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut walk = Walk::default();
        loop {
            let event = reader.read_event().map_err(|error| Error::Damaged {
                path: path.to_owned(),
                what: format!("its project file is no valid XML: {error}"),
                hint: "export the project again as REFI-QDA".to_owned(),
            })?;
            match event {
                Event::Start(tag) => walk.open(&tag),
                Event::Empty(tag) => {
                    walk.open(&tag);
                    walk.close();
                }
                Event::End(_) => walk.close(),
                Event::Text(text) => walk.text.push_str(&text.xml10_content()),
                Event::CData(text) => walk.text.push_str(&text.xml10_content()),
                Event::GeneralRef(name) => walk.text.push_str(&character(&name)),
                Event::Eof => break,
                _ => {}
            }
        }
        if !walk.is_project {
            return Err(Error::Damaged {
                path: path.to_owned(),
                what: "its project file is no REFI-QDA project".to_owned(),
                hint: "export it as REFI-QDA project (.qdpx)".to_owned(),
            });
        }
        Ok(walk.project)
    }
}

/// An identifier as it is compared: without braces, in lower case.
fn id(tag: &BytesStart<'_>, name: &str) -> String {
    attribute(tag, name).unwrap_or_default().trim_matches(['{', '}', ' ']).to_lowercase()
}

/// What is open while the file is read.
#[derive(Default)]
struct Walk {
    project: Project,
    is_project: bool,
    /// The names of all open elements.
    path: Vec<String>,
    text: String,
    /// Names of the codes that are open, each in those before; the standard's way to build a tree.
    code_names: Vec<String>,
    source: Option<TextSource>,
    /// The name of the picture, PDF or recording that a text stands for.
    outer: String,
    selection: Option<Selection>,
    coding: Option<(String, String)>,
    case: Option<Case>,
    variable: String,
}

impl Walk {
    fn is_in(&self, element: &str) -> bool {
        self.path.iter().any(|open| open == element)
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name().as_ref().to_owned();
        self.text.clear();
        let named = |what: &str| attribute(tag, what).unwrap_or_default();
        match &*name {
            "Project" => self.is_project = true,
            "User" => {
                self.project.users.insert(id(tag, "guid"), named("name"));
            }
            "Code" => {
                let code = named("name").trim().to_owned();
                // NVivo puts all codes under a node of its own.
                let is_root = self.code_names.is_empty() && code == "Nodes" && named("isCodable") == "false";
                let full = match self.code_names.last().filter(|parent| !parent.is_empty()) {
                    // Names may be full already, so that programs without a tree tell them apart.
                    Some(parent) if !code.starts_with(&format!("{parent}/")) => format!("{parent}/{code}"),
                    _ if is_root => String::new(),
                    _ => code,
                };
                self.project.codes.insert(id(tag, "guid"), full.clone());
                self.code_names.push(full);
            }
            "Variable" => {
                self.project.variables.insert(id(tag, "guid"), named("name"));
            }
            "Case" => self.case = Some(Case { name: named("name"), ..Case::default() }),
            "PDFSource" | "PictureSource" | "AudioSource" | "VideoSource" => {
                self.outer = named("name");
                self.project.without_text += 1;
            }
            "TextSource" | "Representation" | "Transcript" => {
                let path = Some(named("plainTextPath")).filter(|path| !path.is_empty());
                let own = named("name");
                let name = if own.is_empty() || name != "TextSource" { self.outer.clone() } else { own };
                self.source = Some(TextSource { guid: id(tag, "guid"), name, path, ..TextSource::default() });
            }
            "PlainTextSelection" => {
                let number = |what: &str| named(what).trim().parse::<usize>().ok();
                let range = number("startPosition").zip(number("endPosition"));
                self.selection = range.map(|range| Selection {
                    name: named("name"),
                    range: Some(range),
                    ..Selection::default()
                });
            }
            "Coding" if self.source.is_some() => {
                self.coding = Some((String::new(), id(tag, "creatingUser")));
                if self.selection.is_none() && !self.is_in("PlainTextSelection") {
                    self.selection = Some(Selection::default());
                }
            }
            "CodeRef" => {
                if let Some((code, _)) = &mut self.coding {
                    *code = id(tag, "targetGUID");
                }
            }
            "VariableRef" => self.variable = id(tag, "targetGUID"),
            "SourceRef" => {
                if let Some(case) = &mut self.case {
                    case.sources.push(id(tag, "targetGUID"));
                }
            }
            _ => {}
        }
        self.path.push(name);
    }

    fn close(&mut self) {
        let Some(name) = self.path.pop() else { return };
        match &*name {
            "Code" => {
                self.code_names.pop();
            }
            "PlainTextContent" => {
                if let Some(source) = &mut self.source {
                    source.content = Some(std::mem::take(&mut self.text));
                }
            }
            "Coding" => {
                if let (Some(selection), Some(coding)) = (&mut self.selection, self.coding.take()) {
                    selection.codings.push(coding);
                }
                if !self.is_in("PlainTextSelection") {
                    self.end_selection();
                }
            }
            "PlainTextSelection" => self.end_selection(),
            "TextSource" | "Representation" | "Transcript" => {
                let Some(source) = self.source.take() else { return };
                let is_outer = name != "TextSource";
                if source.path.is_some() || source.content.is_some() {
                    self.project.without_text -= usize::from(is_outer && self.project.without_text > 0);
                    self.project.sources.push(source);
                } else if !is_outer {
                    self.project.without_text += 1;
                }
            }
            "Case" => self.project.cases.extend(self.case.take()),
            value if value.ends_with("Value") && value != "VariableValue" => {
                let text = std::mem::take(&mut self.text).trim().to_owned();
                let value = (self.variable.clone(), text);
                match (&mut self.case, &mut self.source) {
                    _ if value.1.is_empty() => {}
                    (Some(case), _) => case.values.push(value),
                    (None, Some(source)) => source.values.push(value),
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }

    fn end_selection(&mut self) {
        let Some(selection) = self.selection.take().filter(|selection| !selection.codings.is_empty()) else {
            return;
        };
        if let Some(source) = &mut self.source {
            source.selections.push(selection);
        }
    }
}
