//! Bytes to documents: decoding, speaker labels, time stamps, and one file a format.
