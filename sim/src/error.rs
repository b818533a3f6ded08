//! What can go wrong in a simulation.

/// Errors of this crate.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// Two backends in lockstep disagree.
    #[error(
        "{signal} differs at cycle {cycle}: {left} has {left_value}, {right} has {right_value}"
    )]
    Mismatch {
        signal: String,
        cycle: u64,
        left: &'static str,
        left_value: String,
        right: &'static str,
        right_value: String,
    },
    /// The design could not be compiled; a fault of the engine or of its tools, not of the design.
    #[error("cannot make {what}: {message}")]
    Compile { what: &'static str, message: String },
    /// A file that can't be read or written.
    #[error("{}: {message}", path.display())]
    Io { path: std::path::PathBuf, message: String },
    /// A tool that is missing or failed.
    #[error("{tool}: {message}")]
    Tool { tool: &'static str, message: String },
    /// Two backends that are to run in lockstep are not of one design.
    #[error("the two backends have different ports: {0}")]
    PortsDiffer(String),
    /// A model looks for a port that the design doesn't have.
    #[error("design has no port `{0}`")]
    MissingPort(String),
    /// Two bridges that are to be measured do not connect.
    #[error("the two bridges do not connect")]
    NoConnection,
    /// A configuration names a register that isn't in the register map.
    #[error("there is no register `{0}`")]
    UnknownRegister(String),
    /// The rules of an interface were broken.
    #[error(transparent)]
    Protocol(#[from] crate::model::stream::ProtocolError),
}
