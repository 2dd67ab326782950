//! Reads a lexicon file in TOML, with the place of every part, and tells all its faults at once.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::code_path::{id_fault, path_fault};
use super::draft::{Draft, DraftCode, Placed};
use super::parse_rules::RULES;
use super::toml_walk::{Member, Walk, members};
use super::{Example, Rules, Theme};
use crate::error::Fault;
use crate::text::Ruler;

const ROOT: &[&str] = &["lexicon", "theme", "code"];
const LEXICON: &[&str] = &["id", "title", "version", "language", "extends", "description"];
const THEME: &[&str] = &["path", "label", "definition"];
const CODE: &[&str] = &[
    "path",
    "label",
    "definition",
    "coding_rule",
    "terms",
    "weak",
    "examples",
    "counterexamples",
    "threshold",
    "weights",
    "never",
    "implies",
    "remove",
    "entry",
];
const ENTRY: &[&str] = &["term", "terms", "weak"];
/// What the file `name` with the content `source` says; its faults are added to `faults`.
pub(super) fn parse(file: u16, name: &str, source: &str, faults: &mut Vec<Fault>) -> Draft {
    let (root, errors) = DeTable::parse_recoverable(source);
    let mut walk = Walk { file, name, source, faults: Vec::new(), broken_lines: Vec::new() };
    walk.syntax(&errors);
    let draft = walk.root(root.get_ref());
    faults.append(&mut walk.faults);
    draft
}

impl Walk<'_> {
    fn root(&mut self, root: &DeTable<'_>) -> Draft {
        let mut draft = Draft::default();
        let mut seen = BTreeMap::new();
        let mut headed = false;
        for member in members(root) {
            match member.key {
                "lexicon" => {
                    headed = true;
                    if let Some(table) = self.table("lexicon", member.value) {
                        self.head(table, member.value.span(), &mut draft);
                    }
                }
                "theme" => {
                    for (table, head) in self.tables("theme", member.value) {
                        draft.themes.extend(self.theme(table, head));
                    }
                }
                "code" => {
                    for (table, head) in self.tables("code", member.value) {
                        let code = self.code(table, head);
                        draft.codes.extend(code.filter(|code| self.once(&mut seen, &code.path)));
                    }
                }
                key => {
                    let elsewhere = if LEXICON.contains(&key) {
                        Some(format!("`{key}` belongs under `[lexicon]`"))
                    } else if CODE.contains(&key) {
                        Some(format!("`{key}` belongs under `[[code]]`"))
                    } else {
                        None
                    };
                    self.unknown_key(&member, ROOT, elsewhere.as_deref());
                }
            }
        }
        let mut seen = BTreeMap::new();
        draft
            .themes
            .retain(|theme| self.once(&mut seen, &Placed { text: theme.path.clone(), place: theme.place }));
        if !headed {
            self.doubtful_fault(
                0..0,
                "no `[lexicon]` at the beginning",
                "write `[lexicon]` and under it id = \"…\"",
            );
        }
        draft
    }

    /// Whether a path is new in this file; where it is not, that is a fault.
    fn once(&mut self, seen: &mut BTreeMap<String, u32>, path: &Placed) -> bool {
        let Some(first) = seen.insert(path.text.clone(), path.place.span.start) else { return true };
        let line = Ruler::new(self.source).line_column(first).0;
        let message = format!("`{}` stands twice in this file, before in line {line}", path.text);
        self.fault(path.place.span.range(), message, "put all of it in one place, or choose another path");
        false
    }

    fn head(&mut self, table: &DeTable<'_>, head: Range<usize>, draft: &mut Draft) {
        let mut has_id = false;
        for member in members(table) {
            let Member { key, value, .. } = member;
            match key {
                "id" => {
                    has_id = true;
                    let Some(id) = self.text(key, value) else { continue };
                    if let Some((message, hint)) = id_fault(&id.text) {
                        self.fault(value.span(), message, hint);
                    }
                    draft.id = id.text;
                }
                "title" => draft.title = self.text(key, value).unwrap_or_default().text,
                "version" => draft.version = self.text(key, value).unwrap_or_default().text,
                "description" => drop(self.text(key, value)),
                "language" => {
                    let language = self.text(key, value);
                    if let Some(language) = language.filter(|language| language.text != "de") {
                        let message = format!("the language `{}` is not supported", language.text);
                        self.fault(value.span(), message, "write language = \"de\", or leave it out");
                    }
                }
                "extends" => {
                    draft.extends = match value.get_ref() {
                        toml::de::DeValue::String(_) => self.text(key, value).into_iter().collect(),
                        _ => self.texts(key, value),
                    };
                }
                _ => self.unknown_key(&member, LEXICON, None),
            }
        }
        if !has_id {
            self.doubtful_fault(
                head,
                "the lexicon has no `id`",
                "write under `[lexicon]`: id = \"my-lexicon\"",
            );
        }
        if draft.title.is_empty() {
            draft.title.clone_from(&draft.id);
        }
    }

    /// The path of a code or a theme; `None` where it is missing or wrong, and its fault is told.
    fn path(&mut self, what: &str, member: Option<&Member<'_>>, head: Range<usize>) -> Option<Placed> {
        let Some(member) = member else {
            let hint =
                if what == "theme" { "write path = \"theme\"" } else { "write path = \"theme/subcode\"" };
            self.doubtful_fault(head, format!("the {what} has no `path`"), hint);
            return None;
        };
        let path = self.text("path", member.value)?;
        if let Some((message, hint)) = path_fault(&path.text) {
            self.fault(member.value.span(), message, hint);
            return None;
        }
        Some(path)
    }

    fn theme(&mut self, table: &DeTable<'_>, head: Range<usize>) -> Option<Theme> {
        let members = members(table);
        let mut theme = Theme::default();
        let mut has_label = false;
        let path = self.path("theme", members.iter().find(|member| member.key == "path"), head.clone());
        for member in &members {
            match member.key {
                "path" => {}
                "label" => {
                    has_label = true;
                    theme.label = self.text("label", member.value).unwrap_or_default().text;
                }
                "definition" => {
                    theme.definition = self.text("definition", member.value).unwrap_or_default().text
                }
                _ => self.unknown_key(member, THEME, None),
            }
        }
        if !has_label {
            self.doubtful_fault(head, "the theme has no `label`", "write label = \"…\": its name for people");
        }
        let path = path?;
        if let Some((before, _)) = path.text.split_once('/') {
            let message = format!("the theme `{}` has a `/`", path.text);
            self.fault(
                path.place.span.range(),
                message,
                format!("write `{before}`; subcodes stand under `[[code]]`"),
            );
            return None;
        }
        (theme.path, theme.place) = (path.text, path.place);
        Some(theme)
    }

    fn code(&mut self, table: &DeTable<'_>, head: Range<usize>) -> Option<DraftCode> {
        let members = members(table);
        let mut code = DraftCode::default();
        let path = self.path("code", members.iter().find(|member| member.key == "path"), head);
        for member in &members {
            let Member { key, value, .. } = member;
            match *key {
                "path" => {}
                "label" => {
                    code.label_optional = true;
                    code.label = self.text(key, value);
                    if code.label.as_ref().is_some_and(|label| label.text.is_empty()) {
                        self.fault(value.span(), "`label` is empty", "write the name of the code for people");
                        code.label = None;
                    }
                }
                "definition" => code.definition = self.text(key, value).unwrap_or_default().text,
                "coding_rule" => code.coding_rule = self.text(key, value).unwrap_or_default().text,
                "terms" => code.entries.extend(self.terms(key, value, false)),
                "weak" => code.entries.extend(self.terms(key, value, true)),
                "examples" => code.examples = examples(self.texts(key, value)),
                "counterexamples" => code.counterexamples = examples(self.texts(key, value)),
                "threshold" => code.threshold = self.weight(key, value),
                "weights" => code.weights = self.weights(key, value),
                "never" => code.never = self.terms(key, value, false),
                "implies" => code.implies = self.codes(key, value),
                "remove" => code.remove = self.texts(key, value),
                "entry" => {
                    for (table, head) in self.tables("code.entry", value) {
                        self.entry(table, head, &mut code);
                    }
                }
                _ => {
                    let rule = RULES.contains(key) || *key == "term";
                    let near_terms = (*key == "term")
                        .then_some("did you mean `terms`? One `term` stands under `[[code.entry]]`");
                    let elsewhere = near_terms.or(rule.then_some("rules stand under `[[code.entry]]`"));
                    self.unknown_key(member, CODE, elsewhere);
                }
            }
        }
        // A broken file may have its label in the part that could not be read.
        code.label_optional |= !self.broken_lines.is_empty();
        code.path = path?;
        Some(code)
    }

    fn entry(&mut self, table: &DeTable<'_>, head: Range<usize>, code: &mut DraftCode) {
        let members = members(table);
        let weak = members.iter().find(|member| member.key == "weak");
        let weak = weak.and_then(|member| self.flag("weak", member.value)).unwrap_or(false);
        let mut given: Option<&str> = None;
        let mut rules = Rules::default();
        let first = code.entries.len();
        for member in &members {
            let Member { key, value, key_span } = member;
            match *key {
                "weak" => {}
                "term" | "terms" => {
                    if given.replace(key).is_some() {
                        let hint = "keep one of them; a list of terms is written terms = [\"…\", \"…\"]";
                        self.fault(key_span.clone(), "`term` and `terms` in one entry", hint);
                    } else if *key == "term" {
                        code.entries.extend(self.term(key, value, weak));
                    } else {
                        code.entries.extend(self.terms(key, value, weak));
                    }
                }
                _ if self.rule(member, &mut rules) => {}
                _ => {
                    let known: Vec<&str> = ENTRY.iter().chain(RULES).copied().collect();
                    let of_code =
                        CODE.contains(key).then_some("it belongs under `[[code]]`, above all entries");
                    self.unknown_key(member, &known, of_code);
                }
            }
        }
        if given.is_none() {
            self.doubtful_fault(head, "the entry has no `term`", "write term = \"…\"");
        }
        for entry in code.entries.iter_mut().skip(first) {
            entry.rules = rules.clone();
        }
    }
}

fn examples(texts: Vec<Placed>) -> Vec<Example> {
    texts.into_iter().map(|Placed { text, place }| Example { text, place }).collect()
}
