//! Dictionaries of other programs: read as a lexicon, and written from one, with what was lost on the way.
//!
//! The formats are those of LIWC (`.dic`, `.dicx`), quanteda (YAML), WordStat (`.cat`), Yoshikoder (`.ykd`) and
//! Lexicoder (`.lc3`). They hold categories and written words with `*`; what a lexicon has beyond that is
//! told as a [`Loss`].

mod flat;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use flat::flatten;
pub use read::read;
pub use write::write;

use crate::error::{Error, Result};

/// A category with its words, as other programs have it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Category {
    /// The names from the outermost category to this one.
    pub path: Vec<String>,
    /// Words and phrases; `*` stands for any letters.
    pub terms: Vec<String>,
}

/// Something that a format cannot hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loss {
    /// The code or category.
    pub code: String,
    /// The entry, as it was written.
    pub entry: String,
    /// What was lost.
    pub what: String,
}

/// A format of another program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// LIWC: categories with numbers, then words with numbers.
    Dic,
    /// LIWC-22: a table with a column for each category.
    Dicx,
    /// quanteda: nested lists in YAML.
    Yaml,
    /// WordStat: categories and words by indent.
    Cat,
    /// Yoshikoder, and Lexicoder's older form: XML.
    Ykd,
    /// Lexicoder: `+category` lines.
    Lc3,
}

impl Kind {
    /// All formats with their endings.
    pub const ALL: [(Self, &'static [&'static str]); 6] = [
        (Self::Dic, &["dic"]),
        (Self::Dicx, &["dicx"]),
        (Self::Yaml, &["yml", "yaml"]),
        (Self::Cat, &["cat"]),
        (Self::Ykd, &["ykd", "lcd"]),
        (Self::Lc3, &["lc3"]),
    ];

    /// The format of files with that ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_lowercase();
        Self::ALL.into_iter().find(|(_, endings)| endings.contains(&&*ending)).map(|(kind, _)| kind)
    }

    /// Whether a word may begin with `*`.
    const fn open_start(self) -> bool {
        // LIWC takes a star at the end of a word only.
        !matches!(self, Self::Dic | Self::Dicx)
    }
}

/// Categories as the text of a lexicon file. Words find the forms that are written (`=word`), as they do in
/// the other programs; with `all_forms` they find the word in all its forms.
///
/// # Errors
/// There is no category with words.
pub fn to_toml(
    name: &str,
    categories: &[Category],
    all_forms: bool,
    losses: &mut Vec<Loss>,
) -> Result<String> {
    let id = super::code_path::slug(name).replace('/', "-");
    let id = if id.is_empty() { "lexicon".to_owned() } else { id };
    let mut text = format!(
        "# Converted from {}.\n\n[lexicon]\nid = {}\ntitle = {}\nlanguage = \"de\"\n",
        name.replace(['\n', '\r'], " "),
        quoted(&id),
        quoted(name)
    );
    let filled: Vec<&Category> = categories.iter().filter(|category| !category.terms.is_empty()).collect();
    // An outermost category that holds all others is the dictionary itself.
    let outermost = filled.first().and_then(|category| category.path.first());
    let holds_all = |category: &&Category| category.path.len() > 2 && category.path.first() == outermost;
    let common = usize::from(!filled.is_empty() && filled.iter().all(holds_all));
    let mut known: Vec<String> = Vec::new();
    for category in filled {
        let names: Vec<&str> = category.path.iter().skip(common).map(String::as_str).collect();
        let slugs: Vec<String> =
            names.iter().map(|name| super::code_path::slug(name).replace('/', "-")).collect();
        let path = match slugs.as_slice() {
            [] => id.clone(),
            [theme] => theme.clone(),
            [theme, rest @ ..] => format!("{theme}/{}", rest.join("-")),
        };
        let path = free(path, &known);
        known.push(path.clone());
        text.push_str(&format!(
            "\n[[code]]\npath = {}\nlabel = {}\nterms = [\n",
            quoted(&path),
            quoted(names.last().copied().unwrap_or(name))
        ));
        for term in &category.terms {
            match own_term(term, all_forms) {
                Ok(own) => text.push_str(&format!("  {},\n", quoted(&own))),
                Err(what) => losses.push(Loss { code: path.clone(), entry: term.clone(), what }),
            }
        }
        text.push_str("]\n");
    }
    if known.is_empty() {
        return Err(Error::Argument {
            what: format!("{name}: no category with words was found"),
            hint: "is it a dictionary, and does its ending say of which program?".into(),
        });
    }
    Ok(text)
}

/// A path that no code has yet.
fn free(path: String, known: &[String]) -> String {
    let path = if path.trim_matches(['/', '-', '_']).is_empty() { "code".to_owned() } else { path };
    let mut number = 1;
    let mut free = path.clone();
    while known.contains(&free) {
        number += 1;
        free = format!("{path}-{number}");
    }
    free
}

/// A word or phrase as a lexicon writes it, or why it cannot.
fn own_term(term: &str, all_forms: bool) -> Result<String, String> {
    let words: Vec<&str> = term.split_whitespace().collect();
    let mut own = Vec::new();
    for word in &words {
        let inner = word.trim_matches('*');
        if inner.is_empty() {
            return Err("`*` for a whole word is left out: write a gap, `..1`".into());
        }
        if inner.contains(['*', '?', '<', '>', '(', ')', '[', ']', '|', '~', '=', '/']) {
            return Err("a sign inside the word that means something of its own".into());
        }
        let plain = !word.contains('*') && !all_forms;
        own.push(if plain { format!("={word}") } else { (*word).to_owned() });
    }
    let own = own.join(" ");
    super::Pattern::parse(&own).map(|_| own).map_err(|fault| fault.message)
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
