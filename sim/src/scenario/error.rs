//! What can be wrong with a scenario's file.

use std::ops::Range;
use std::path::PathBuf;

/// Why a file is no scenario.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    #[error("{}: {reason}", path.display())]
    Read { path: PathBuf, reason: String },
    /// Something in the text; `help` says what to write instead.
    #[error("{message}")]
    Text { message: String, help: String, at: Range<usize>, source_name: String, text: String },
}

impl ScenarioError {
    /// Byte range of the mistake, the file's name and text.
    pub fn place(&self) -> Option<(Range<usize>, &str, &str)> {
        match self {
            Self::Text { at, source_name, text, .. } => Some((at.clone(), source_name, text)),
            Self::Read { .. } => None,
        }
    }

    /// What to write instead.
    pub fn help(&self) -> &str {
        match self {
            Self::Text { help, .. } => help,
            Self::Read { .. } => "a scenario is a text file (.toml); `expether sim --list` names those that are there",
        }
    }
}

/// A mistake before it is known in which file.
#[derive(Debug, Clone)]
pub(super) struct Mistake {
    pub message: String,
    pub help: String,
    pub at: Range<usize>,
}

impl Mistake {
    pub fn new(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), at }
    }
}
