//! `lesart tables`: every table again from coded passages.
