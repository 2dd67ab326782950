//! Reads the rules of an entry and of a code from TOML, with a fault for each that cannot be meant.

use toml::Spanned;
use toml::de::DeValue;

use super::Pattern;
use super::code_path::path_fault;
use super::draft::Placed;
use super::letters::nfc;
use super::rule::{Beside, CodeName, ONE, RuleTerm, Rules, SIDES, Within};
use super::toml_walk::{Member, Walk, members};
use crate::coding::Flags;
use crate::error::did_you_mean;

/// The keys of rules under `[[code.entry]]`.
pub(super) const RULES: &[&str] = &[
    "near",
    "not_near",
    "before",
    "not_before",
    "after",
    "not_after",
    "within",
    "with_code",
    "without_code",
    "flags",
    "not_flags",
    "speaker",
    "not_speaker",
    "facts",
    "not_facts",
    "weight",
];

/// The largest weight or threshold.
const MOST: f64 = 1000.0;
/// The most words of `within`.
const MOST_WORDS: u8 = 200;

impl Walk<'_> {
    /// The rule under the key of `member`; whether it is one.
    pub(super) fn rule(&mut self, member: &Member<'_>, rules: &mut Rules) -> bool {
        let Member { key, value, .. } = member;
        if let Some((_, side, wanted)) = SIDES.iter().find(|(name, ..)| name == key) {
            let terms = self.rule_terms(key, value);
            if !terms.is_empty() {
                rules.beside.push(Beside { side: *side, wanted: *wanted, terms });
                rules.beside.sort_by_key(|beside| (beside.side, !beside.wanted));
            }
            return true;
        }
        match *key {
            "within" => rules.within = self.within(value),
            "with_code" => rules.with_code = self.codes(key, value),
            "without_code" => rules.without_code = self.codes(key, value),
            "flags" => rules.flags = self.flags(key, value),
            "not_flags" => rules.not_flags = self.flags(key, value),
            "speaker" => rules.speaker = self.names(key, value),
            "not_speaker" => rules.not_speaker = self.names(key, value),
            "facts" => rules.facts = self.facts(key, value),
            "not_facts" => rules.not_facts = self.facts(key, value),
            "weight" => rules.weight = self.weight(key, value),
            _ => return false,
        }
        true
    }

    /// A weight or threshold, in thousandths.
    pub(super) fn weight(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<u32> {
        let source = self.source.get(value.span()).unwrap_or_default().replace('_', "");
        let number = matches!(value.get_ref(), DeValue::Integer(_) | DeValue::Float(_));
        let number = source.parse::<f64>().ok().filter(|_| number);
        match number {
            Some(number) if number > 0.0 && number <= MOST => {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1,000,000")]
                let thousandths = (number * f64::from(ONE)).round() as u32;
                return Some(thousandths.max(1));
            }
            Some(_) => self.fault(
                value.span(),
                format!("`{key}` must be over 0 and at most {MOST}"),
                format!("1 is usual; write {key} = 0.5 for half of it"),
            ),
            None => self.fault(
                value.span(),
                format!("`{key}` must be a number"),
                format!("write {key} = 0.5, with a point and without quotation marks"),
            ),
        }
        None
    }

    /// The weights of entries, each under its term.
    pub(super) fn weights(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<(Placed, Pattern, u32)> {
        let DeValue::Table(table) = value.get_ref() else {
            let hint = "write a part of its own: [code.weights], and under it \"term\" = 0.5";
            self.fault(value.span(), format!("`{key}` must name terms and their weights"), hint);
            return Vec::new();
        };
        let mut weights = Vec::new();
        for Member { key: term, key_span, value } in members(table) {
            match Pattern::parse(term) {
                Ok(pattern) => {
                    let term = Placed { text: nfc(term.trim()), place: self.place(key_span) };
                    let weight = self.weight(&term.text, value);
                    weights.extend(weight.map(|weight| (term, pattern, weight)));
                }
                Err(fault) => self.fault(key_span, fault.message, fault.hint),
            }
        }
        weights
    }

    /// A text, or a list of texts.
    fn one_or_more(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<Placed> {
        let texts = match value.get_ref() {
            DeValue::String(_) => self.text(key, value).into_iter().collect(),
            _ => self.texts(key, value),
        };
        let empty = matches!(value.get_ref(), DeValue::Array(list) if list.is_empty());
        if empty || texts.iter().any(|text| text.text.is_empty()) {
            self.fault(value.span(), format!("`{key}` is empty"), "write what it asks for, or leave it out");
        }
        texts
    }

    fn names(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        self.one_or_more(key, value).into_iter().map(|name| name.text).collect()
    }

    fn rule_terms(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<RuleTerm> {
        let mut terms = Vec::new();
        let one = std::iter::once(value);
        let list: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => one.collect(),
        };
        if list.is_empty() {
            self.fault(value.span(), format!("`{key}` is empty"), "write terms, or leave it out");
        }
        for member in list {
            match member.get_ref() {
                DeValue::String(text) if text.trim().starts_with('#') => {
                    terms.extend(self.code_name(key, member).map(RuleTerm::Code));
                }
                _ => {
                    if let Some(entry) = self.term(key, member, false) {
                        let (text, pattern, place) = (entry.text, entry.pattern, entry.place);
                        terms.push(RuleTerm::Pattern { text, pattern, place });
                    }
                }
            }
        }
        terms
    }

    fn code_name(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<CodeName> {
        let text = self.text(key, value)?;
        let path = text.text.trim_start_matches('#').trim().to_owned();
        if let Some((message, hint)) = path_fault(&path) {
            self.fault(value.span(), message, hint);
            return None;
        }
        Some(CodeName { path, place: text.place })
    }

    /// A list of codes, with or without `#`.
    pub(super) fn codes(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<CodeName> {
        match value.get_ref() {
            DeValue::Array(list) if !list.is_empty() => {
                list.iter().filter_map(|member| self.code_name(key, member)).collect()
            }
            DeValue::String(_) => self.code_name(key, value).into_iter().collect(),
            _ => {
                let hint = format!("write {key} = [\"theme/subcode\"]");
                self.fault(value.span(), format!("`{key}` must be a list of codes"), hint);
                Vec::new()
            }
        }
    }

    fn flags(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Flags {
        let mut flags = Flags::default();
        for name in self.one_or_more(key, value) {
            match Flags::named(&name.text) {
                Some(flag) => flags.0 |= flag.0,
                None => {
                    let names = Flags::ALL.map(|(name, _)| name);
                    let hint = did_you_mean(&name.text, names).map_or_else(
                        || format!("the flags are: {}", names.join(", ")),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let message = format!("there is no flag `{}`", name.text);
                    self.fault(name.place.span.range(), message, hint);
                }
            }
        }
        flags
    }

    fn facts(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<(String, Vec<String>)> {
        let DeValue::Table(table) = value.get_ref() else {
            let hint = format!("write {key} = {{ group = \"moderation\" }}");
            self.fault(value.span(), format!("`{key}` must name facts and their values"), hint);
            return Vec::new();
        };
        let facts = members(table);
        facts.iter().map(|fact| (fact.key.to_owned(), self.names(fact.key, fact.value))).collect()
    }

    fn within(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Within> {
        const HINT: &str = "write \"5 words\", \"clause\", \"sentence\" or \"turn\"";
        let text = match value.get_ref() {
            DeValue::String(_) => self.text("within", value)?,
            _ => {
                self.fault(value.span(), "`within` must be a text", HINT);
                return None;
            }
        };
        let mut parts = text.text.split_whitespace();
        match (parts.next(), parts.next(), parts.next()) {
            (Some("clause"), None, None) => return Some(Within::Clause),
            (Some("sentence"), None, None) => return Some(Within::Sentence),
            (Some("turn"), None, None) => return Some(Within::Turn),
            (Some(number), Some("word" | "words"), None) => match number.parse::<u8>() {
                Ok(words @ 1..=MOST_WORDS) => return Some(Within::Words(words)),
                _ => {
                    let message = format!("`{number}` is no number of words from 1 to {MOST_WORDS}");
                    self.fault(value.span(), message, HINT);
                }
            },
            _ => {
                let near = did_you_mean(&text.text, ["clause", "sentence", "turn", "words"]);
                let hint =
                    near.map_or_else(|| HINT.to_owned(), |near| format!("did you mean `{near}`? {HINT}"));
                self.fault(value.span(), format!("`within` cannot be `{}`", text.text), hint);
            }
        }
        None
    }
}
