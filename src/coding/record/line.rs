//! One line of a record as other programs and people may write it.

use std::borrow::Cow;
use std::fmt;
use std::io::BufRead;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use crate::error::{Error, Result};

/// A record; all but document and passage may be missing.
#[derive(Deserialize)]
pub(super) struct Line<'a> {
    #[serde(borrow, alias = "doc")]
    pub(super) document: Text<'a>,
    #[serde(alias = "n")]
    pub(super) passage: Number,
    pub(super) part: Option<Number>,
    #[serde(borrow)]
    pub(super) unit: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) speaker: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) time: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) end: Option<Text<'a>>,
    pub(super) line: Option<Number>,
    #[serde(borrow)]
    pub(super) counted: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) id: Option<Text<'a>>,
    pub(super) left_out: Option<bool>,
    #[serde(borrow)]
    pub(super) text: Option<Text<'a>>,
    pub(super) words: Option<Number>,
    #[serde(borrow)]
    pub(super) codings: Option<Vec<Coding<'a>>>,
    #[serde(borrow)]
    pub(super) codes: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    pub(super) facts: Option<Facts<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Coding<'a> {
    #[serde(borrow)]
    pub(super) code: Text<'a>,
    #[serde(borrow)]
    pub(super) hits: Option<Vec<Hit<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct Hit<'a> {
    #[serde(borrow)]
    pub(super) entry: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) words: Option<Vec<Text<'a>>>,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) at: Option<Vec<u64>>,
    #[serde(borrow)]
    pub(super) flags: Option<Vec<Text<'a>>>,
}

/// Text, or a number or truth value as it is written.
#[derive(Clone, Default)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(number.to_string())))
            }
            fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(truth.to_string())))
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Text::default())
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// A number of things, also as a text of digits.
#[derive(Clone, Copy)]
pub(super) struct Number(pub(super) u32);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(written) = Text::deserialize(deserializer)?;
        let number = written.trim().parse();
        number.map(Self).map_err(|_| D::Error::custom(format!("`{written}` is no whole number")))
    }
}

/// Facts in the order of the line.
pub(super) struct Facts<'a>(pub(super) Vec<(Text<'a>, Text<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Facts<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Facts<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with facts")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut facts = Vec::new();
                while let Some(fact) = map.next_entry()? {
                    facts.push(fact);
                }
                Ok(Facts(facts))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// The lines of a file with their numbers; empty ones are passed over.
pub(super) struct Lines<R> {
    input: R,
    path: String,
    number: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(input: R, path: String) -> Self {
        Self { input, path, number: 0, bytes: Vec::new() }
    }

    /// The next line as what it says.
    pub(super) fn next<'l, T: Deserialize<'l>>(&'l mut self) -> Result<Option<T>> {
        loop {
            self.bytes.clear();
            let read = self.input.read_until(b'\n', &mut self.bytes);
            if read.map_err(|source| Error::read(&self.path, source))? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if self.number == 1 && self.bytes.starts_with(b"\xef\xbb\xbf") {
                self.bytes.drain(..3);
            }
            if !self.bytes.trim_ascii().is_empty() {
                break;
            }
        }
        let (path, number) = (&self.path, self.number);
        serde_json::from_slice(&self.bytes).map(Some).map_err(|error| Error::Line {
            path: path.clone(),
            line: number,
            what: format!("this is no coded passage: {error}"),
            hint: "each line is a JSON object with `document` and `passage`, as in coded.jsonl".into(),
        })
    }

    /// An error at the line that was read last.
    pub(super) fn error(&self, what: impl Into<String>, hint: &str) -> Error {
        Error::Line { path: self.path.clone(), line: self.number, what: what.into(), hint: hint.to_owned() }
    }

    /// The file's name in errors.
    pub(super) fn path(&self) -> &str {
        &self.path
    }
}
