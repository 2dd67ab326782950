//! What can be doubted in the rules of a lexicon: codes that are not there, rules that change nothing.

use super::{CodeName, Lexicon, place_fault, theme};
use crate::error::{Fault, did_you_mean};

/// Codes that rules and `implies` name, and that the lexicon does not have.
pub(super) fn unknown_codes(lexicon: &Lexicon) -> Vec<Fault> {
    let known = |name: &str| lexicon.codes.iter().any(|code| code.path == name || theme(&code.path) == name);
    let paths = || lexicon.codes.iter().map(|code| code.path.as_str());
    let mut faults = Vec::new();
    let mut fault = |name: &CodeName, message: String, hint: String| {
        faults.push(place_fault(lexicon, name.place, message).hint(hint));
    };
    for code in &lexicon.codes {
        let named = code.entries.iter().flat_map(|entry| entry.rules.codes());
        for name in named.chain(&code.implies).filter(|name| !known(&name.path)) {
            let near = did_you_mean(&name.path, paths());
            let hint = near.map_or_else(
                || "`lesart lexicon show --codes` lists the codes".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            fault(name, format!("there is no code `{}`", name.path), hint);
        }
        for name in code.implies.iter().filter(|name| known(&name.path)) {
            if name.path == code.path {
                fault(name, format!("`{}` implies itself", code.path), "leave it out".to_owned());
            } else if !paths().any(|path| path == name.path) {
                let message = format!("`{}` is a theme with several codes", name.path);
                fault(name, message, "name the code that comes along".to_owned());
            }
        }
    }
    faults
}
