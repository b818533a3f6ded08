//! What has to hold of every run, whatever carries the TLPs.

pub mod completions;
pub mod credits;
pub mod liveness;
pub mod ordering;
pub mod pairs;
pub mod scoreboard;

pub use completions::{CompletionChecker, CompletionError};
pub use pairs::{PairError, Pairs};
pub use scoreboard::{DeliveryError, Scoreboard};
