//! The kinds of tokens, and which of them are spoken, counted and matched.

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// A word, hyphenated and gender forms in one piece.
    #[default]
    Word,
    /// An abbreviation with its full stop.
    Abbreviation,
    /// A word that was broken off in speech (`Verwalt-/`); not matched.
    Broken,
    /// A number, date or time of day.
    Number,
    /// A number with the full stop of an ordinal.
    Ordinal,
    /// An address on the web.
    Url,
    /// An e-mail address.
    Mail,
    /// An `@name`.
    Name,
    /// A `#tag`.
    Tag,
    /// An emoticon.
    Emoticon,
    /// A time stamp inside the turn; not matched.
    Stamp,
    /// A transcription mark (`(lacht)`, `//mhm//`, `[Ort]`); not matched unless asked.
    Mark,
    /// Anything else that is printed; only kept when everything is asked for.
    Punctuation,
}

impl Kind {
    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Abbreviation => "abbreviation",
            Self::Broken => "broken",
            Self::Number => "number",
            Self::Ordinal => "ordinal",
            Self::Url => "url",
            Self::Mail => "mail",
            Self::Name => "name",
            Self::Tag => "tag",
            Self::Emoticon => "emoticon",
            Self::Stamp => "stamp",
            Self::Mark => "mark",
            Self::Punctuation => "punctuation",
        }
    }

    /// Whether it counts as a running word (rates per 1,000 words, gaps of patterns).
    #[must_use]
    pub const fn is_word(self) -> bool {
        matches!(self, Self::Word | Self::Abbreviation | Self::Broken)
    }

    /// Whether it was said or written by the speaker: no mark of the transcriber.
    #[must_use]
    pub const fn is_of_speaker(self) -> bool {
        !matches!(self, Self::Mark | Self::Stamp)
    }

    /// Whether entries are looked for in it: of the speaker, and whole.
    #[must_use]
    pub const fn is_matched(self) -> bool {
        self.is_of_speaker() && !matches!(self, Self::Broken)
    }
}
