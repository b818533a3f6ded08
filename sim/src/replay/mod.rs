//! A session replayed across two bridges and a link, checked and measured.

mod backends;
pub mod meter;
pub mod pair;
mod result;
mod run;

pub use backends::{BackendError, BackendKind, Backends, Waves, TOPS};
pub use result::{Failure, Measured, Replayed, SideResult};
pub use run::{run, Observer, ReplayConfig, Silent};
