//! The connection protocol of docs/protocol.md as a model, explored exhaustively in small.
#![warn(missing_docs)]

pub mod catalogue;
pub mod checker;
pub mod connection;
pub mod end;
pub mod limit;
pub mod mutant;
pub mod properties;
pub mod reconnect;
pub mod report;
pub mod window;

pub use end::End;
pub use mutant::{Mutant, Rules};
pub use properties::Property;
