//! What can be wrong with bytes received, or with what is asked to be built.

use crate::tlp::Illegal;

/// Why bytes are not the packet they were taken for, or a packet can't be built.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The buffer ends before the packet does.
    #[error("{what} needs {needed} bytes, but there are {found}")]
    Truncated {
        /// The packet or its part.
        what: &'static str,
        /// Bytes needed.
        needed: usize,
        /// Bytes there.
        found: usize,
    },
    /// No 802.1Q tag.
    #[error("no 802.1Q tag: found {found:#06x} in its place, expected 0x8100")]
    NotTagged {
        /// What stands where the tag protocol identifier should.
        found: u16,
    },
    /// Another EtherType.
    #[error("EtherType is {found:#06x}, expected {expected:#06x}")]
    EtherType {
        /// The frame's.
        found: u16,
        /// The one asked for.
        expected: u16,
    },
    /// A MAC control frame that is not PAUSE.
    #[error("MAC control opcode is {found:#06x}, expected 0x0001 (PAUSE)")]
    Opcode {
        /// The frame's.
        found: u16,
    },
    /// Another version of the wire format.
    #[error("bridge header is of version {found}, expected {expected}")]
    Version {
        /// The frame's.
        found: u8,
        /// That of this crate.
        expected: u8,
    },
    /// A frame type that the format does not have.
    #[error("unknown frame type {found}")]
    FrameType {
        /// The frame's.
        found: u8,
    },
    /// A TLP type that the bridge does not carry.
    #[error("no TLP type has format {fmt} and type {type_code:#04x}")]
    TlpType {
        /// Value of the format field.
        fmt: u8,
        /// Value of the type field.
        type_code: u8,
    },
    /// A length says one thing, another length another.
    #[error("{what} says {says} bytes, but {other} has {found}")]
    Length {
        /// Whose length.
        what: &'static str,
        /// What it says.
        says: usize,
        /// What it is compared with.
        other: &'static str,
        /// How long that is.
        found: usize,
    },
    /// A TLP that the PCI Express Base Specification forbids.
    #[error("illegal TLP: {0}")]
    Illegal(#[from] Illegal),
}

/// Fails unless `bytes` has at least `needed` bytes.
pub(crate) fn at_least(what: &'static str, bytes: &[u8], needed: usize) -> Result<(), Error> {
    if bytes.len() < needed {
        Err(Error::Truncated { what, needed, found: bytes.len() })
    } else {
        Ok(())
    }
}
