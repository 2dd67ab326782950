//! Words beside which a cue means something else: `nicht nur`, `kein Problem`, `ich würde sagen`.

/// Words behind a negator that make it none: `nicht nur`, `nicht zuletzt`.
pub(super) const NO_NEGATION_BEFORE: &[&str] = &[
    "nur",
    "bloß",
    "zuletzt",
    "wahr",
    "umsonst",
    "schlecht",
    "übel",
    "verkehrt",
    "wenige",
    "wenig",
    "selten",
    "anderes",
    "lieber",
    "desto",
    "weniger",
    "unbedeutend",
];
/// Nouns that a determiner denies alone: `kein Problem`, `keine Frage`.
pub(super) const DENIED_ALONE: &[&str] =
    &["problem", "wunder", "zufall", "frage", "zweifel", "thema", "sorge", "angst", "geheimnis", "scherz"];
/// Verbs whose negation denies the clause that completes them: `ich glaube nicht, dass …`.
pub(super) const RAISING: &[&str] = &[
    "glaube",
    "glauben",
    "glaubt",
    "denke",
    "denken",
    "denkt",
    "finde",
    "finden",
    "findet",
    "meine",
    "meint",
    "sehe",
    "sehen",
    "sieht",
    "so",
    "fall",
    "behaupten",
    "erwarte",
    "erwarten",
    "heißt",
    "erlebt",
    "erinnern",
];
/// Words beside which an infinitive stays true under negation: `nicht leicht, Räume zu finden`.
pub(super) const TRUE_INFINITIVE: &[&str] = &[
    "leicht",
    "einfach",
    "schwer",
    "schwierig",
    "aufgehört",
    "vergessen",
    "versäumt",
    "müde",
    "gezögert",
    "geholfen",
    "bereut",
    "umsonst",
];
/// `ohne Weiteres` is no negation.
pub(super) const NOTHING_WITHOUT: &[&str] =
    &["weiteres", "frage", "zweifel", "wenn", "ende", "pause", "scheu"];
/// Beside these `sollte` tells what was planned.
pub(super) const PAST: &[&str] =
    &["damals", "gestern", "ursprünglich", "früher", "vorgestern", "letzten", "letztes"];
/// Beside a subjunctive these make a cautious statement: `ich würde sagen`.
pub(super) const CAUTIOUS: &[&str] = &["sagen", "meinen", "behaupten", "gemeint", "gedacht", "vermuten"];
/// Particles of verbs of saying.
pub(super) const PARTICLES: &[&str] =
    &["mit", "an", "vor", "fest", "ein", "zu", "aus", "hin", "hervor", "nach", "ab"];
