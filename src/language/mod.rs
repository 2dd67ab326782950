//! German: words, folding, stems, gender forms, sentence ends.

pub mod cistem;
pub mod compound;
pub mod fold;
pub mod inflect;
pub mod wordlist;
