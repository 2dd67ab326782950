//! Coded passages that a command reads: files of an earlier run, or QDA projects; read as often as needed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use lesart::coding::record::{Inventory, Portion, Reader};
use lesart::coding::{CodedDocument, Scheme};
use lesart::{Error, Result};

/// Passages in one portion.
const PORTION: usize = 4096;

/// A file of coded passages; it is read twice, so standard input is kept.
pub(crate) struct Input {
    pub(crate) path: String,
    held: Option<Vec<u8>>,
}

impl Input {
    /// Opens a file, a project, or standard input (`-`).
    pub(crate) fn open(path: &str) -> Result<Self> {
        let held = if path == "-" {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map_err(|source| Error::read("-", source))?;
            Some(bytes)
        } else if super::import::is_project(path) {
            Some(super::import::coded_passages(path)?)
        } else {
            drop(File::open(path).map_err(|source| Error::read(path, source))?);
            None
        };
        Ok(Self { path: path.to_owned(), held })
    }

    /// Passages that were coded just now.
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self { path: "the material".to_owned(), held: Some(bytes) }
    }

    /// Its size in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        match &self.held {
            Some(bytes) => bytes.len() as u64,
            None => std::fs::metadata(&self.path).map_or(0, |file| file.len()),
        }
    }

    pub(crate) fn reader(&self) -> Result<Box<dyn BufRead + Send + '_>> {
        match &self.held {
            Some(bytes) => Ok(Box::new(Cursor::new(bytes))),
            None => {
                let file = File::open(&self.path).map_err(|source| Error::read(&self.path, source))?;
                Ok(Box::new(BufReader::with_capacity(1 << 17, file)))
            }
        }
    }

    /// Its portions, with `context` passages around each.
    pub(crate) fn portions<'i>(
        &'i self,
        inventory: &'i Inventory,
        context: usize,
    ) -> Result<impl Iterator<Item = Result<Portion>> + 'i> {
        Ok(Reader::new(self.reader()?, &self.path, inventory, context, PORTION))
    }
}

/// What all inputs speak of.
pub(crate) fn inventory(inputs: &[Input], scheme: Scheme) -> Result<Inventory> {
    let mut inventory = Inventory::new(scheme);
    for input in inputs {
        inventory.take_in(input.reader()?, &input.path)?;
    }
    Ok(inventory)
}

/// Looks at the coded documents of all inputs, a portion at a time.
pub(crate) fn each(
    inputs: &[Input],
    inventory: &Inventory,
    mut look: impl FnMut(&CodedDocument<'_>),
) -> Result<()> {
    for input in inputs {
        for portion in input.portions(inventory, 0)? {
            let Portion { document, codings, .. } = portion?;
            look(&codings.on(&document));
        }
    }
    Ok(())
}
