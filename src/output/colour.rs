//! Colours of themes: the same in workbooks, pages and projects.

use crate::lexicon::theme;

/// A colour with its parts from 0 to 255.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Dark enough to be read on white and to carry white text (contrast of 4.5 and more, WCAG 2.2
/// success criterion 1.4.3), and told apart by people who see few colours as long as there are few themes.
const PALETTE: [Colour; 12] = [
    Colour(0x1f, 0x5f, 0xa8),
    Colour(0xb3, 0x26, 0x1e),
    Colour(0x1b, 0x7a, 0x3d),
    Colour(0x7a, 0x3e, 0x9d),
    Colour(0xa6, 0x53, 0x00),
    Colour(0x00, 0x6f, 0x7a),
    Colour(0xa8, 0x00, 0x6d),
    Colour(0x5c, 0x6b, 0x00),
    Colour(0x3f, 0x4f, 0xb5),
    Colour(0x7a, 0x4a, 0x2b),
    Colour(0x4a, 0x5a, 0x6a),
    Colour(0x8a, 0x1c, 0x4a),
];

impl Colour {
    /// The colour of the theme with that number, from 0; more than twelve themes share colours.
    #[must_use]
    pub const fn of_theme(number: usize) -> Self {
        PALETTE[number % PALETTE.len()]
    }

    /// As pages and projects write it: `#1f5fa8`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// As one number, red first.
    #[must_use]
    pub const fn rgb(self) -> u32 {
        (self.0 as u32) << 16 | (self.1 as u32) << 8 | self.2 as u32
    }
}

/// The themes of these code paths with their colours, in the order of first appearance.
#[must_use]
pub fn themes<'p>(paths: impl IntoIterator<Item = &'p str>) -> Vec<(String, Colour)> {
    let mut found: Vec<(String, Colour)> = Vec::new();
    for path in paths {
        let theme = theme(path);
        if !found.iter().any(|(known, _)| known == theme) {
            found.push((theme.to_owned(), Colour::of_theme(found.len())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2.2 defines it.
    fn luminance(colour: Colour) -> f64 {
        let part = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(colour.0) + 0.7152 * part(colour.1) + 0.0722 * part(colour.2)
    }

    #[test]
    fn every_colour_is_readable_on_white_and_has_its_own_tone() {
        for (place, colour) in PALETTE.iter().enumerate() {
            let contrast = 1.05 / (luminance(*colour) + 0.05);
            assert!(contrast >= 4.5, "{} has {contrast:.2}", colour.hex());
            assert!(!PALETTE[..place].contains(colour));
        }
    }

    #[test]
    fn themes_have_their_colours_in_order() {
        let found = themes(["a/x", "b", "a/y", "c/z"]);
        assert_eq!(found.iter().map(|(theme, _)| &**theme).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(found[1].1.hex(), "#b3261e");
        assert_eq!(found[1].1.rgb(), 0x00b3_261e);
    }
}
