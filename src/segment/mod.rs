//! Documents to passages: turn, paragraph, sentence, document.
