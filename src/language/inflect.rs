//! Inflection (interim).
/// A written form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Form {
    /// As written.
    pub text: String,
    /// It is a noun.
    pub noun: bool,
}
/// Forms of a separable verb.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Separable {
    /// In one piece.
    pub joined: Vec<Form>,
    /// Of the base verb.
    pub torn: Vec<Form>,
}
/// All forms of a word.
#[must_use]
pub fn forms(word: &str) -> Vec<Form> {
    let mut out: Vec<String> = vec![word.to_owned()];
    for e in ["e", "en", "er", "es", "em", "s", "n", "in", "innen"] {
        out.push(format!("{word}{e}"));
    }
    if let Some(st) = word.strip_suffix("en") {
        for e in ["e", "t", "st", "te", "ten", "end"] {
            out.push(format!("{st}{e}"));
        }
        out.push(format!("ge{st}t"));
    }
    out.into_iter().map(|text| Form { text, noun: false }).collect()
}
/// Forms of a separable verb.
#[must_use]
pub fn separable(particle: &str, verb: &str) -> Separable {
    let torn = forms(verb);
    Separable {
        joined: torn.iter().map(|f| Form { text: format!("{particle}{}", f.text), noun: false }).collect(),
        torn,
    }
}
