//! German: words, folding, stems, gender forms, sentence ends.
