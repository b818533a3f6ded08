//! What can be wrong with a netlist as it is put together.

/// Errors of [`super::NetlistBuilder::finish`]; each names the hardware it is about.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetlistError {
    /// A signal depends on itself without a register between.
    #[error("combinational loop through {}", signals.join(" -> "))]
    CombinationalLoop {
        /// Names of the signals on the loop, each depending on the next; where the nodes of the
        /// loop have no name, a description of the operations.
        signals: Vec<String>,
    },
    /// A wire that is read was never driven.
    #[error("`{name}` is read but nothing drives it")]
    Undriven {
        /// Hierarchical name of the wire.
        name: String,
    },
    /// A register was declared without its next value.
    #[error("register `{name}` has no next value")]
    NoNextValue {
        /// Hierarchical name of the register.
        name: String,
    },
    /// Two registers, two memories or two ports with one name.
    #[error("two {what} have the name `{name}`")]
    DuplicateName {
        /// `registers`, `memories` or `ports`.
        what: &'static str,
        /// The name.
        name: String,
    },
}
