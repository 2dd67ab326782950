//! Joins what several files say into one lexicon.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, DraftCode, Placed};
use super::{Code, Entry, Lexicon, Pattern, Place, Theme, place_fault};
use crate::error::{Fault, did_you_mean};

/// How a file stands to what has been joined before it.
#[derive(Clone, Copy, Default)]
pub(super) struct Stand {
    /// It builds on files before it: its words go before theirs, and it may remove terms.
    pub(super) extending: bool,
    /// A file that it builds on has faults, so that what seems missing may stand there.
    pub(super) base_broken: bool,
}

/// The lexicon while files are joined; `lexicon.files` must hold each file before its draft comes.
#[derive(Default)]
pub(super) struct Joiner {
    pub(super) lexicon: Lexicon,
    codes: BTreeMap<String, usize>,
    /// Codes whose label came from a file, not from their path.
    labelled: BTreeSet<usize>,
    pub(super) faults: Vec<Fault>,
}

impl Joiner {
    fn fault(&mut self, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.faults.push(place_fault(&self.lexicon, place, message).hint(hint));
    }

    pub(super) fn join(&mut self, draft: Draft, stand: Stand) {
        for theme in draft.themes {
            self.theme(theme);
        }
        for code in draft.codes {
            self.code(code, stand);
        }
    }

    fn theme(&mut self, theme: Theme) {
        let Some(old) = self.lexicon.themes.iter_mut().find(|old| old.path == theme.path) else {
            self.lexicon.themes.push(theme);
            return;
        };
        if old.label == theme.label || theme.label.is_empty() {
            if old.definition.is_empty() {
                old.definition = theme.definition;
            }
            return;
        }
        let (label, place) = (old.label.clone(), old.place);
        self.clash("theme", &theme.path, (&theme.label, theme.place), (&label, place));
    }

    /// Two labels for one path.
    fn clash(&mut self, what: &str, path: &str, new: (&str, Place), old: (&str, Place)) {
        let first = place_fault(&self.lexicon, old.1, "");
        let message = format!("the {what} `{path}` has the label `{}` here, but `{}` before", new.0, old.0);
        let hint =
            format!("write the same label as in {} line {}, or choose another path", first.file, first.line);
        self.fault(new.1, message, hint);
    }

    fn code(&mut self, mut draft: DraftCode, stand: Stand) {
        let path = draft.path.text.clone();
        let known = self.codes.get(&path).copied();
        self.removals(&draft, known, stand);
        let weights = std::mem::take(&mut draft.weights);
        let file = draft.path.place.file;
        match known {
            Some(index) => self.join_code(index, draft, stand),
            None => self.new_code(draft, stand),
        }
        self.weights(&path, weights, file, stand);
    }

    /// Gives the entries of a code the weights that a file lists for it; what an entry of the same file says
    /// of its own weight holds all the same.
    fn weights(&mut self, path: &str, weights: Vec<(Placed, Pattern, u32)>, file: u16, stand: Stand) {
        let Some(index) = self.codes.get(path).copied() else { return };
        for (term, pattern, weight) in weights {
            let entries = &mut self.lexicon.codes[index].entries;
            let mut found = false;
            for entry in entries.iter_mut().filter(|entry| entry.pattern == pattern) {
                found = true;
                if entry.place.file != file || entry.rules.weight.is_none() {
                    entry.rules.weight = Some(weight);
                }
            }
            if !found && !stand.base_broken {
                let near = did_you_mean(&term.text, entries.iter().map(|entry| entry.text.as_str()));
                let hint = near.map_or_else(
                    || "a weight needs its term under `terms`, `weak` or `[[code.entry]]`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                self.fault(term.place, format!("`{}` is no entry of `{path}`", term.text), hint);
            }
        }
    }

    /// Adds what a file says of a code that is there already.
    fn join_code(&mut self, index: usize, draft: DraftCode, stand: Stand) {
        let path = &draft.path.text;
        let old_place = self.lexicon.codes[index].place;
        if let Some(label) = &draft.label {
            let old = self.lexicon.codes[index].label.clone();
            if self.labelled.insert(index) {
                self.lexicon.codes[index].label.clone_from(&label.text);
            } else if old != label.text {
                self.clash("code", path, (&label.text, label.place), (&old, old_place));
            }
        }
        let code = &mut self.lexicon.codes[index];
        for (old, new) in
            [(&mut code.definition, draft.definition), (&mut code.coding_rule, draft.coding_rule)]
        {
            if old.is_empty() || (stand.extending && !new.is_empty()) {
                *old = new;
            }
        }
        // The same pattern in two files is one entry: the file that builds on the other says whether
        // it is weak; between equals a strong one stays strong.
        let key = |entry: &Entry| (entry.pattern.clone(), entry.rules.conditions());
        let mut at: BTreeMap<(Pattern, String), usize> =
            code.entries.iter().enumerate().map(|(at, entry)| (key(entry), at)).collect();
        let before = code.entries.len();
        for entry in draft.entries {
            match at.get(&key(&entry)).copied() {
                Some(old) if old < before => {
                    let old = &mut code.entries[old];
                    let weighs = old.rules.weight != entry.rules.weight;
                    if (old.weak != entry.weak && (stand.extending || old.weak))
                        || (weighs && stand.extending)
                    {
                        *old = entry;
                    }
                }
                _ => {
                    at.insert(key(&entry), code.entries.len());
                    code.entries.push(entry);
                }
            }
        }
        if code.threshold.is_none() || (stand.extending && draft.threshold.is_some()) {
            code.threshold = draft.threshold;
        }
        for never in draft.never {
            if code.never.iter().all(|have| have.pattern != never.pattern) {
                code.never.push(never);
            }
        }
        for implied in draft.implies {
            if code.implies.iter().all(|have| have.path != implied.path) {
                code.implies.push(implied);
            }
        }
        for (old, new) in
            [(&mut code.examples, draft.examples), (&mut code.counterexamples, draft.counterexamples)]
        {
            for example in new {
                if old.iter().all(|have| have.text != example.text) {
                    old.push(example);
                }
            }
        }
    }

    fn new_code(&mut self, draft: DraftCode, stand: Stand) {
        let Placed { text: path, place } = draft.path;
        if draft.label.is_none() && !draft.label_optional && !stand.base_broken {
            let hint = match did_you_mean(&path, self.codes.keys().map(String::as_str)) {
                Some(near) if stand.extending => {
                    format!("did you mean `{near}`? A new code needs label = \"…\"")
                }
                _ => "write label = \"…\": its name for people".to_owned(),
            };
            self.fault(place, format!("the code `{path}` has no label"), hint);
        }
        let index = self.lexicon.codes.len();
        if draft.label.is_some() {
            self.labelled.insert(index);
        }
        self.codes.insert(path.clone(), index);
        self.lexicon.codes.push(Code {
            label: draft.label.map_or_else(|| path.clone(), |label| label.text),
            path,
            definition: draft.definition,
            coding_rule: draft.coding_rule,
            entries: draft.entries,
            examples: draft.examples,
            counterexamples: draft.counterexamples,
            threshold: draft.threshold,
            never: draft.never,
            implies: draft.implies,
            place,
        });
    }

    fn removals(&mut self, draft: &DraftCode, known: Option<usize>, stand: Stand) {
        if draft.remove.is_empty() || stand.base_broken {
            return;
        }
        let first = draft.remove[0].place;
        let path = &draft.path.text;
        let Some(index) = known.filter(|_| stand.extending) else {
            if !stand.extending {
                let hint =
                    "write under `[lexicon]` which lexicon it builds on: extends = \"freies-engagement\"";
                self.fault(first, "`remove` without `extends`", hint);
                return;
            }
            let near = did_you_mean(path, self.codes.keys().map(String::as_str));
            let hint = near.map_or_else(
                || "a new code has nothing to remove".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            self.fault(
                first,
                format!("nothing to remove: there is no code `{path}` in what it builds on"),
                hint,
            );
            return;
        };
        for term in &draft.remove {
            let entries = &mut self.lexicon.codes[index].entries;
            let before = entries.len();
            let pattern = Pattern::parse(&term.text).ok();
            entries.retain(|entry| entry.text != term.text && Some(&entry.pattern) != pattern.as_ref());
            if entries.len() == before {
                let near = did_you_mean(&term.text, entries.iter().map(|entry| entry.text.as_str()));
                let hint = near.map_or_else(
                    || format!("`lesart lexicon show` lists the entries of `{path}`"),
                    |near| format!("did you mean `{near}`?"),
                );
                self.fault(term.place, format!("`{}` is no entry of `{path}`", term.text), hint);
            }
        }
    }
}
