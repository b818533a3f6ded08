//! The kinds of TLP, one row each.

/// Flow-control class: what may pass what (PCI Express Base Specification, table 2-40).
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Needs no completion: memory writes and messages.
    Posted,
    /// Is answered by a completion.
    NonPosted,
    /// An answer.
    Completion,
}

/// How the bytes after the first four are laid out.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum Layout {
    /// `request`, then `memory32` or `memory64` as the format says.
    Memory,
    /// `request`, then `io`.
    Io,
    /// `request`, then `config`.
    Config,
    /// `message`.
    Message,
    /// `completion`.
    Completion,
}

/// A row of the table of kinds.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct KindInfo {
    /// The kind.
    pub kind: Kind,
    /// Its name in the specification.
    pub name: &'static str,
    /// Value of the type field; for messages with routing 0 (see [`KindInfo::type_mask`]).
    pub type_code: u64,
    /// Bits of the type field that count: all, but for messages not the three of the routing.
    pub type_mask: u64,
    /// A header of three words exists.
    pub three_dw: bool,
    /// A header of four words exists.
    pub four_dw: bool,
    /// A payload follows.
    pub data: bool,
    /// Flow-control class.
    pub class: Class,
    /// Layout of the rest of the header.
    pub layout: Layout,
    /// What it asks or says.
    pub meaning: &'static str,
}

macro_rules! kinds {
    ( $( $kind:ident $name:literal $code:literal/$mask:literal [$three:literal $four:literal] data $data:literal $class:ident $layout:ident, $meaning:literal; )+ ) => {
        /// What a TLP is, apart from the length of its header.
        #[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        #[non_exhaustive]
        pub enum Kind { $( #[doc = $meaning] $kind, )+ }

        /// Every kind, in the order of [`Kind`].
        pub const KINDS: &[KindInfo] = &[ $( KindInfo {
            kind: Kind::$kind, name: $name, type_code: $code, type_mask: $mask,
            three_dw: $three, four_dw: $four, data: $data,
            class: Class::$class, layout: Layout::$layout, meaning: $meaning,
        } ),+ ];

        /// Every kind.
        pub const ALL_KINDS: &[Kind] = &[ $(Kind::$kind),+ ];
    };
}

kinds! {
    MemoryRead "MRd" 0x00/0x1F [true true] data false NonPosted Memory, "Memory read.";
    MemoryReadLocked "MRdLk" 0x01/0x1F [true true] data false NonPosted Memory, "Memory read, locked.";
    MemoryWrite "MWr" 0x00/0x1F [true true] data true Posted Memory, "Memory write.";
    IoRead "IORd" 0x02/0x1F [true false] data false NonPosted Io, "I/O read.";
    IoWrite "IOWr" 0x02/0x1F [true false] data true NonPosted Io, "I/O write.";
    ConfigRead0 "CfgRd0" 0x04/0x1F [true false] data false NonPosted Config, "Configuration read, type 0.";
    ConfigWrite0 "CfgWr0" 0x04/0x1F [true false] data true NonPosted Config, "Configuration write, type 0.";
    ConfigRead1 "CfgRd1" 0x05/0x1F [true false] data false NonPosted Config, "Configuration read, type 1.";
    ConfigWrite1 "CfgWr1" 0x05/0x1F [true false] data true NonPosted Config, "Configuration write, type 1.";
    Message "Msg" 0x10/0x18 [false true] data false Posted Message, "Message; the low three bits of the type are its routing.";
    MessageData "MsgD" 0x10/0x18 [false true] data true Posted Message, "Message with data; the low three bits of the type are its routing.";
    Completion "Cpl" 0x0A/0x1F [true false] data false Completion Completion, "Completion without data.";
    CompletionData "CplD" 0x0A/0x1F [true false] data true Completion Completion, "Completion with data.";
    CompletionLocked "CplLk" 0x0B/0x1F [true false] data false Completion Completion, "Completion of a locked read, without data (an error).";
    CompletionLockedData "CplDLk" 0x0B/0x1F [true false] data true Completion Completion, "Completion of a locked read.";
    FetchAdd "FetchAdd" 0x0C/0x1F [true true] data true NonPosted Memory, "Atomic fetch and add.";
    Swap "Swap" 0x0D/0x1F [true true] data true NonPosted Memory, "Atomic unconditional swap.";
    CompareSwap "CAS" 0x0E/0x1F [true true] data true NonPosted Memory, "Atomic compare and swap.";
}

/// Bit 0 of the format: the header has four words, not three.
pub const FMT_FOUR_DW: u64 = 1;
/// Bit 1 of the format: a payload follows.
pub const FMT_DATA: u64 = 2;
/// Bit 2 of the format: a prefix, which no bridge accepts.
pub const FMT_PREFIX: u64 = 4;
/// Longest payload, in words: what a length field of 0 means.
pub const MAX_LENGTH_DW: usize = 1024;
/// Bytes of the digest.
pub const DIGEST_LENGTH: usize = 4;
/// Bytes of the longest TLP: four-word header, 4,096 bytes of payload, digest.
pub const MAX_TLP: usize = 16 + 4 * MAX_LENGTH_DW + DIGEST_LENGTH;

/// Bytes of the header that a format announces.
pub const fn header_length(fmt: u64) -> usize {
    if fmt & FMT_FOUR_DW != 0 {
        16
    } else {
        12
    }
}

/// Bytes of the whole TLP, from its first four bytes alone: header, payload and digest. It needs
/// no knowledge of the type, so that it is what hardware computes.
pub const fn total_length(fmt: u64, length_field: u64, td: bool) -> usize {
    let payload = if fmt & FMT_DATA == 0 {
        0
    } else if length_field == 0 {
        4 * MAX_LENGTH_DW
    } else {
        4 * (length_field & 0x3FF) as usize
    };
    header_length(fmt) + payload + if td { DIGEST_LENGTH } else { 0 }
}

impl Kind {
    /// The kind with these values of the format and type fields, if there is one.
    pub fn from_fields(fmt: u64, type_code: u64) -> Option<Kind> {
        if fmt & FMT_PREFIX != 0 {
            return None;
        }
        let four_dw = fmt & FMT_FOUR_DW != 0;
        let data = fmt & FMT_DATA != 0;
        KINDS
            .iter()
            .find(|k| {
                k.type_code == type_code & k.type_mask
                    && k.data == data
                    && if four_dw { k.four_dw } else { k.three_dw }
            })
            .map(|k| k.kind)
    }

    /// The kind of this name in the specification.
    pub fn from_name(name: &str) -> Option<Kind> {
        KINDS.iter().find(|k| k.name == name).map(|k| k.kind)
    }

    /// Its row of the table.
    pub const fn info(self) -> &'static KindInfo {
        // `KINDS` is in the order of the enum: both come from one macro.
        &KINDS[self as usize]
    }

    /// Its name in the specification.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// Whether a payload follows the header.
    pub const fn has_data(self) -> bool {
        self.info().data
    }

    /// Flow-control class.
    pub const fn class(self) -> Class {
        self.info().class
    }

    /// Needs no completion.
    pub const fn is_posted(self) -> bool {
        matches!(self.class(), Class::Posted)
    }

    /// Is answered by a completion.
    pub const fn is_non_posted(self) -> bool {
        matches!(self.class(), Class::NonPosted)
    }

    /// Is an answer.
    pub const fn is_completion(self) -> bool {
        matches!(self.class(), Class::Completion)
    }

    /// Is an atomic operation.
    pub const fn is_atomic(self) -> bool {
        matches!(self, Kind::FetchAdd | Kind::Swap | Kind::CompareSwap)
    }

    /// Whether the length field says how many words are carried or asked for. It is reserved in
    /// messages and completions without data.
    pub const fn has_length(self) -> bool {
        !matches!(self, Kind::Message | Kind::Completion | Kind::CompletionLocked)
    }

    /// Value of the format field.
    pub const fn fmt(self, four_dw: bool) -> u64 {
        (if self.has_data() { FMT_DATA } else { 0 }) | if four_dw { FMT_FOUR_DW } else { 0 }
    }
}

impl serde::Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn kind__table__is_in_the_order_of_the_enum() {
        for (i, info) in KINDS.iter().enumerate() {
            assert_eq!(info.kind as usize, i);
            assert_eq!(info.kind.info(), info);
        }
    }

    #[test]
    fn kind__from_fields__inverts_the_table_and_is_unambiguous() {
        for fmt in 0..8 {
            for type_code in 0..32 {
                let matching: Vec<_> = KINDS
                    .iter()
                    .filter(|k| {
                        fmt < 4
                            && k.type_code == type_code & k.type_mask
                            && k.data == (fmt & FMT_DATA != 0)
                            && if fmt & FMT_FOUR_DW != 0 { k.four_dw } else { k.three_dw }
                    })
                    .collect();
                assert!(matching.len() <= 1, "fmt {fmt} type {type_code:#x}: {matching:?}");
                assert_eq!(Kind::from_fields(fmt, type_code), matching.first().map(|k| k.kind));
            }
        }
    }

    #[test]
    fn kind__total_length__follows_the_format() {
        assert_eq!(total_length(0, 0, false), 12);
        assert_eq!(total_length(1, 5, true), 20);
        assert_eq!(total_length(2, 1, false), 16);
        assert_eq!(total_length(3, 0, true), MAX_TLP);
    }
}
