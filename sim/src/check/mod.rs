//! What has to hold of every run, whatever carries the TLPs.

pub mod completions;
pub mod ordering;
pub mod scoreboard;

pub use completions::{CompletionChecker, CompletionError};
pub use scoreboard::{DeliveryError, Scoreboard};
