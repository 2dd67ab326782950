//! The coding guide (Kodierleitfaden): what a lexicon says about its codes, with the best quotations.
//!
//! Its parts are those that P. Mayring asks of a coding guide (Qualitative Inhaltsanalyse, 12th edition 2015):
//! definition, anchor examples, coding rules, for each code.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::lexicon::rows::INDICATORS;
use crate::lexicon::rule::thousandths;
use crate::lexicon::{Lexicon, theme};

/// A coding guide.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Guide {
    /// The lexicon's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its themes in the order of the codes.
    pub themes: Vec<GuideTheme>,
}

/// A theme with its codes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GuideTheme {
    /// Its number, from 0: that of its colour.
    pub number: usize,
    /// The name for people.
    pub label: String,
    /// What it is about; may be empty.
    pub definition: String,
    /// Its codes.
    pub codes: Vec<GuideCode>,
}

/// A code.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GuideCode {
    /// Its path.
    pub path: String,
    /// The name for people.
    pub label: String,
    /// Which passages belong to it.
    pub definition: String,
    /// What to do in doubtful cases.
    pub coding_rule: String,
    /// Texts that get it.
    pub examples: Vec<String>,
    /// Texts that do not.
    pub counterexamples: Vec<String>,
    /// The labels of the other codes of its theme.
    pub neighbours: Vec<String>,
    /// The first of its entries.
    pub indicators: Vec<String>,
    /// How many more there are.
    pub more: usize,
    /// Words that none of its entries may hit.
    pub never: Vec<String>,
    /// The least sum of weights, where it is not 1.
    pub threshold: String,
    /// Codes that come along with it.
    pub implies: Vec<String>,
    /// Passages of the material.
    pub quotations: Vec<Quotation>,
}

/// A passage that is quoted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quotation {
    /// Its text.
    pub text: String,
    /// Where it stands, for people.
    pub source: String,
}

impl Guide {
    /// The guide of a lexicon; `quotations` by the paths of codes.
    #[must_use]
    pub fn new(lexicon: &Lexicon, quotations: &BTreeMap<String, Vec<Quotation>>) -> Self {
        let mut guide = Self {
            id: lexicon.id.clone(),
            title: lexicon.title.clone(),
            version: lexicon.version.clone(),
            themes: Vec::new(),
        };
        let mut numbers: Vec<&str> = Vec::new();
        for code in &lexicon.codes {
            let path = theme(&code.path);
            let number = numbers.iter().position(|known| *known == path).unwrap_or(numbers.len());
            if number == numbers.len() {
                numbers.push(path);
                let named = lexicon.themes.iter().find(|theme| theme.path == path);
                guide.themes.push(GuideTheme {
                    number,
                    label: lexicon.theme_label(path).to_owned(),
                    definition: named.map(|theme| theme.definition.clone()).unwrap_or_default(),
                    codes: Vec::new(),
                });
            }
            let beside =
                lexicon.codes.iter().filter(|other| theme(&other.path) == path && other.path != code.path);
            let texts =
                |entries: &[crate::lexicon::Entry]| entries.iter().map(|entry| entry.text.clone()).collect();
            let mut indicators: Vec<String> = texts(&code.entries);
            let more = indicators.len().saturating_sub(INDICATORS);
            indicators.truncate(INDICATORS);
            guide.themes[number].codes.push(GuideCode {
                path: code.path.clone(),
                label: code.label.clone(),
                definition: code.definition.clone(),
                coding_rule: code.coding_rule.clone(),
                examples: code.examples.iter().map(|example| example.text.clone()).collect(),
                counterexamples: code.counterexamples.iter().map(|example| example.text.clone()).collect(),
                neighbours: beside.map(|other| other.label.clone()).collect(),
                indicators,
                more,
                never: texts(&code.never),
                threshold: code.threshold.map(thousandths).unwrap_or_default(),
                implies: code.implies.iter().map(|implied| implied.path.clone()).collect(),
                quotations: quotations.get(&code.path).cloned().unwrap_or_default(),
            });
        }
        guide
    }
}
