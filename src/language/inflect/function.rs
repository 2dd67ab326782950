//! Articles, pronouns and the like: a closed table of their forms; other function words have none.

/// The forms of an article or pronoun, itself first, a space between two.
const TABLE: &[&str] = &[
    "ein eine einem einen einer eines",
    "kein keine keinem keinen keiner keines keins",
    "mein meine meinem meinen meiner meines meins",
    "dein deine deinem deinen deiner deines deins",
    "ihr ihre ihrem ihren ihrer ihres",
    "unser unsere unserem unseren unserer unseres unsre unsrem unsren unsrer unsres",
    "euer eure eurem euren eurer eures",
    "dies diese diesem diesen dieser dieses",
    "dieser dies diese diesem diesen dieses",
    "jen jene jenem jenen jener jenes",
    "jed jede jedem jeden jeder jedes",
    "jeder jede jedem jeden jedes",
    "jede jedem jeden jeder jedes",
    "jener jene jenem jenen jenes",
    "welch welche welchem welchen welcher welches",
    "solch solche solchem solchen solcher solches",
    "manch manche manchem manchen mancher manches",
    "einig einige einigem einigen einiger einiges",
    "einige einigem einigen einiger einiges",
    "mehrere mehreren mehrerer mehreres mehrerem",
    "all alle allem allen aller alles",
    "alle all allem allen aller alles",
    "beide beidem beiden beider beides",
    "viele viel vielem vielen vieler vieles",
    "wenige wenig wenigem wenigen weniger weniges",
    "ander andere anderem anderen anderer anderes andre andrem andren andrer andres andern anderm",
    "andere anderem anderen anderer anderes andre andrem andren andrer andres andern anderm",
    "niemand niemandem niemanden niemands niemandes",
    "jemand jemandem jemanden jemands jemandes",
    "der die das dem den des deren dessen denen",
    "wer wen wem wessen",
    "ich mich mir meiner",
    "du dich dir deiner",
    "er ihn ihm seiner",
    "wir uns unser",
    "ihr euch euer ihre ihrem ihren ihrer ihres",
    "man",
];

/// Function words that look like nouns or short verb forms to the word list.
const ALONE: &[&str] = &[
    "nicht", "nie", "ohne", "kaum", "weder", "noch", "nur", "auch", "aber", "oder", "und", "mit", "von",
    "bei", "für", "gegen", "wegen", "trotz", "statt", "dank", "laut", "während", "zwischen", "hinter",
    "neben", "über", "unter", "vor", "nach", "seit", "bis", "durch", "um", "an", "auf", "aus", "in", "im",
    "ins", "am", "zu", "zum", "zur", "vom", "beim", "so", "wie", "wo", "was", "wann", "warum", "weil",
    "wenn", "dass", "ob", "als", "denn", "doch", "ja", "nein", "schon", "mal", "halt", "eben", "sehr",
    "zusammen", "immer", "hier", "da", "dort", "heute", "gestern", "morgen", "jetzt", "dann", "selbst",
    "sogar", "bitte", "danke", "nichts", "etwas", "es", "sie", "sich", "uns", "euch", "mich", "dich", "mir",
    "dir",
];

/// The forms of a function word, with a space between two; nothing where the word is none.
pub(super) fn forms(lower: &str) -> Option<&'static str> {
    TABLE
        .iter()
        .find(|row| row.split(' ').next() == Some(lower))
        .or_else(|| ALONE.iter().find(|word| **word == lower))
        .copied()
}
