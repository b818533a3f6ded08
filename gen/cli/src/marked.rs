//! Files of which the part between two marks is written by a command.

use std::path::Path;

use crate::failure::Failure;
use crate::output;

/// A file with a part that a command writes.
pub struct Marked<'a> {
    path: &'a Path,
    begin: &'static str,
    before: String,
    /// What is between the marks.
    pub between: String,
    behind: String,
}

const END: &str = "\n<!-- end -->\n";

impl<'a> Marked<'a> {
    /// Reads a file with this first mark in it.
    pub fn read(path: &'a Path, begin: &'static str) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::output(path, error))?;
        let found =
            text.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(END)?)));
        let Some((before, (between, behind))) = found else {
            return Err(Failure::Internal(format!(
                "{}: the lines {begin:?} and {END:?} are missing",
                path.display()
            )));
        };
        let [before, between, behind] = [before, between, behind].map(str::to_owned);
        Ok(Self { path, begin, before, between, behind })
    }

    /// Writes another text between the marks.
    pub fn write(&self, between: &str) -> Result<(), Failure> {
        let Self { path, begin, before, behind, .. } = self;
        output::file(path, [before, *begin, between, END, behind].concat().as_bytes())?;
        eprintln!("{}: written", path.display());
        Ok(())
    }
}
