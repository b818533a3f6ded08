//! The values of a TLP header's fields.

use super::format::{common, completion, config, io, memory32, memory64, message, request};
use super::{header_length, total_length, FunctionId, Kind, Layout, FMT_FOUR_DW, MAX_LENGTH_DW};
use crate::error::{at_least, Error};
use serde::Serialize;

/// Fields of the first four bytes, and those of the rest. Reserved bits are not kept.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Head {
    /// What it is.
    pub kind: Kind,
    /// The header has four words, not three.
    pub four_dw: bool,
    /// Traffic class, 3 bits.
    pub tc: u8,
    /// Attribute: ID-based ordering.
    pub id_based_ordering: bool,
    /// Attribute: relaxed ordering.
    pub relaxed_ordering: bool,
    /// Attribute: no snoop.
    pub no_snoop: bool,
    /// Lightweight notification.
    pub lightweight_notification: bool,
    /// Processing hints present.
    pub hints: bool,
    /// A digest follows.
    pub digest: bool,
    /// The payload is poisoned.
    pub poisoned: bool,
    /// Address type, 2 bits.
    pub address_type: u8,
    /// Words carried or asked for: 1 to 1,024; 0 if the kind has no length.
    pub length_dw: u16,
    /// The rest of the header.
    pub body: Body,
}

/// The rest of the header, after its first four bytes (and the tag bits in them).
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// Memory read, write, atomic.
    Memory {
        /// Who asks.
        requester: FunctionId,
        /// Tag, up to 10 bits.
        tag: u16,
        /// Byte enables of the first word, 4 bits.
        first_be: u8,
        /// Byte enables of the last word, 4 bits.
        last_be: u8,
        /// Byte address, a multiple of 4.
        address: u64,
        /// Processing hint, 2 bits.
        hint: u8,
    },
    /// I/O read, write.
    Io {
        /// Who asks.
        requester: FunctionId,
        /// Tag, up to 10 bits.
        tag: u16,
        /// Byte enables of the first word, 4 bits.
        first_be: u8,
        /// Byte enables of the last word, 4 bits.
        last_be: u8,
        /// Byte address, a multiple of 4.
        address: u32,
    },
    /// Configuration read, write.
    Config {
        /// Who asks.
        requester: FunctionId,
        /// Tag, up to 10 bits.
        tag: u16,
        /// Byte enables of the first word, 4 bits.
        first_be: u8,
        /// Byte enables of the last word, 4 bits.
        last_be: u8,
        /// The function asked.
        target: FunctionId,
        /// Byte offset of the register, a multiple of 4 below 4,096.
        register: u16,
    },
    /// Message.
    Message {
        /// Who says it.
        requester: FunctionId,
        /// Tag, up to 10 bits.
        tag: u16,
        /// Routing, 3 bits.
        routing: u8,
        /// Message code.
        code: u8,
        /// Bytes 8 to 15 of the header.
        body: u64,
    },
    /// Completion.
    Completion {
        /// Who answers.
        completer: FunctionId,
        /// Status, 3 bits.
        status: u8,
        /// Byte count modified.
        byte_count_modified: bool,
        /// Bytes that remain, these included: 1 to 4,096.
        byte_count: u16,
        /// Who asked.
        requester: FunctionId,
        /// Tag of the request, up to 10 bits.
        tag: u16,
        /// Address bits 6:0 of the first byte returned.
        lower_address: u8,
    },
}

impl Head {
    /// A header of this kind with these remaining fields; everything else is zero.
    pub const fn new(kind: Kind, four_dw: bool, length_dw: u16, body: Body) -> Self {
        Head {
            kind,
            four_dw,
            tc: 0,
            id_based_ordering: false,
            relaxed_ordering: false,
            no_snoop: false,
            lightweight_notification: false,
            hints: false,
            digest: false,
            poisoned: false,
            address_type: 0,
            length_dw,
            body,
        }
    }

    /// The header at the start of `bytes`; what follows it is not looked at.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::TlpType`].
    pub fn parse(bytes: &[u8]) -> Result<Head, Error> {
        at_least("TLP header", bytes, common::HEADER.length)?;
        let fmt = common::FMT.get(bytes);
        let type_code = common::TYPE.get(bytes);
        let kind = Kind::from_fields(fmt, type_code)
            .ok_or(Error::TlpType { fmt: fmt as u8, type_code: type_code as u8 })?;
        at_least("TLP header", bytes, header_length(fmt))?;
        let four_dw = fmt & FMT_FOUR_DW != 0;
        let flag = |field: crate::format::Field| field.get(bytes) != 0;
        Ok(Head {
            kind,
            four_dw,
            tc: common::TC.get(bytes) as u8,
            id_based_ordering: flag(common::IDO),
            relaxed_ordering: flag(common::RO),
            no_snoop: flag(common::NS),
            lightweight_notification: flag(common::LN),
            hints: flag(common::TH),
            digest: flag(common::TD),
            poisoned: flag(common::EP),
            address_type: common::AT.get(bytes) as u8,
            length_dw: match common::LENGTH.get(bytes) {
                _ if !kind.has_length() => 0,
                0 => MAX_LENGTH_DW as u16,
                words => words as u16,
            },
            body: Body::parse(kind, four_dw, bytes),
        })
    }

    /// Bytes of the header.
    pub const fn header_length(&self) -> usize {
        header_length(self.kind.fmt(self.four_dw))
    }

    /// Bytes of the payload.
    pub const fn payload_length(&self) -> usize {
        if self.kind.has_data() {
            4 * self.length_dw as usize
        } else {
            0
        }
    }

    /// Bytes of the whole TLP.
    pub const fn total_length(&self) -> usize {
        total_length(self.kind.fmt(self.four_dw), self.length_field(), self.digest)
    }

    /// Value of the length field.
    const fn length_field(&self) -> u64 {
        self.length_dw as u64 & 0x3FF
    }

    /// Writes the header to the start of `buffer`, reserved bits zero.
    ///
    /// # Errors
    /// [`Error::Truncated`] if it does not fit.
    pub fn emit(&self, buffer: &mut [u8]) -> Result<(), Error> {
        at_least("TLP header", buffer, self.header_length())?;
        let buffer = &mut buffer[..self.header_length()];
        buffer.fill(0);
        let info = self.kind.info();
        common::FMT.set(buffer, self.kind.fmt(self.four_dw));
        common::TYPE.set(buffer, info.type_code | self.body.routing());
        common::TAG_9.set(buffer, u64::from(self.tag()) >> 9);
        common::TC.set(buffer, self.tc.into());
        common::TAG_8.set(buffer, u64::from(self.tag()) >> 8);
        common::IDO.set(buffer, self.id_based_ordering.into());
        common::LN.set(buffer, self.lightweight_notification.into());
        common::TH.set(buffer, self.hints.into());
        common::TD.set(buffer, self.digest.into());
        common::EP.set(buffer, self.poisoned.into());
        common::RO.set(buffer, self.relaxed_ordering.into());
        common::NS.set(buffer, self.no_snoop.into());
        common::AT.set(buffer, self.address_type.into());
        common::LENGTH.set(buffer, self.length_field());
        self.body.emit(self.four_dw, buffer);
        Ok(())
    }

    /// Who asked (also in a completion).
    pub const fn requester(&self) -> FunctionId {
        match self.body {
            Body::Memory { requester, .. }
            | Body::Io { requester, .. }
            | Body::Config { requester, .. }
            | Body::Message { requester, .. }
            | Body::Completion { requester, .. } => requester,
        }
    }

    /// Tag, up to 10 bits. With the requester it joins a completion to its request.
    pub const fn tag(&self) -> u16 {
        match self.body {
            Body::Memory { tag, .. }
            | Body::Io { tag, .. }
            | Body::Config { tag, .. }
            | Body::Message { tag, .. }
            | Body::Completion { tag, .. } => tag,
        }
    }

    /// Byte address of a memory or I/O request.
    pub const fn address(&self) -> Option<u64> {
        match self.body {
            Body::Memory { address, .. } => Some(address),
            Body::Io { address, .. } => Some(address as u64),
            _ => None,
        }
    }

    /// First and last byte enables of a request that has them.
    pub const fn byte_enables(&self) -> Option<(u8, u8)> {
        match self.body {
            Body::Memory { first_be, last_be, .. }
            | Body::Io { first_be, last_be, .. }
            | Body::Config { first_be, last_be, .. } => Some((first_be, last_be)),
            _ => None,
        }
    }
}

impl Body {
    fn parse(kind: Kind, four_dw: bool, bytes: &[u8]) -> Body {
        let requester = FunctionId(request::REQUESTER.get(bytes) as u16);
        let high = common::TAG_9.get(bytes) << 9 | common::TAG_8.get(bytes) << 8;
        let tag = (high | request::TAG.get(bytes)) as u16;
        let first_be = request::FIRST_BE.get(bytes) as u8;
        let last_be = request::LAST_BE.get(bytes) as u8;
        match kind.info().layout {
            Layout::Memory => Body::Memory {
                requester,
                tag,
                first_be,
                last_be,
                address: if four_dw {
                    memory64::ADDRESS.get(bytes) << 2
                } else {
                    memory32::ADDRESS.get(bytes) << 2
                },
                hint: if four_dw {
                    memory64::PH.get(bytes) as u8
                } else {
                    memory32::PH.get(bytes) as u8
                },
            },
            Layout::Io => Body::Io {
                requester,
                tag,
                first_be,
                last_be,
                address: (io::ADDRESS.get(bytes) << 2) as u32,
            },
            Layout::Config => Body::Config {
                requester,
                tag,
                first_be,
                last_be,
                target: FunctionId(config::TARGET.get(bytes) as u16),
                register: (config::REGISTER.get(bytes) << 2) as u16,
            },
            Layout::Message => Body::Message {
                requester: FunctionId(message::REQUESTER.get(bytes) as u16),
                tag: (high | message::TAG.get(bytes)) as u16,
                routing: (common::TYPE.get(bytes) & 7) as u8,
                code: message::CODE.get(bytes) as u8,
                body: message::BODY.get(bytes),
            },
            Layout::Completion => Body::Completion {
                completer: FunctionId(completion::COMPLETER.get(bytes) as u16),
                status: completion::STATUS.get(bytes) as u8,
                byte_count_modified: completion::BCM.get(bytes) != 0,
                byte_count: match completion::BYTE_COUNT.get(bytes) {
                    0 => 4096,
                    count => count as u16,
                },
                requester: FunctionId(completion::REQUESTER.get(bytes) as u16),
                tag: (high | completion::TAG.get(bytes)) as u16,
                lower_address: completion::LOWER_ADDRESS.get(bytes) as u8,
            },
        }
    }

    /// What the body adds to the type field.
    fn routing(&self) -> u64 {
        match self {
            Body::Message { routing, .. } => u64::from(*routing & 7),
            _ => 0,
        }
    }

    fn emit(&self, four_dw: bool, buffer: &mut [u8]) {
        let request = |buffer: &mut [u8], id: FunctionId, tag: u16, first: u8, last: u8| {
            request::REQUESTER.set(buffer, id.0.into());
            request::TAG.set(buffer, tag.into());
            request::FIRST_BE.set(buffer, first.into());
            request::LAST_BE.set(buffer, last.into());
        };
        match *self {
            Body::Memory { requester, tag, first_be, last_be, address, hint } => {
                request(buffer, requester, tag, first_be, last_be);
                let (address_field, hint_field) = if four_dw {
                    (memory64::ADDRESS, memory64::PH)
                } else {
                    (memory32::ADDRESS, memory32::PH)
                };
                address_field.set(buffer, address >> 2);
                hint_field.set(buffer, hint.into());
            }
            Body::Io { requester, tag, first_be, last_be, address } => {
                request(buffer, requester, tag, first_be, last_be);
                io::ADDRESS.set(buffer, u64::from(address) >> 2);
            }
            Body::Config { requester, tag, first_be, last_be, target, register } => {
                request(buffer, requester, tag, first_be, last_be);
                config::TARGET.set(buffer, target.0.into());
                config::REGISTER.set(buffer, u64::from(register) >> 2);
            }
            Body::Message { requester, tag, code, body, .. } => {
                message::REQUESTER.set(buffer, requester.0.into());
                message::TAG.set(buffer, tag.into());
                message::CODE.set(buffer, code.into());
                message::BODY.set(buffer, body);
            }
            Body::Completion {
                completer,
                status,
                byte_count_modified,
                byte_count,
                requester,
                tag,
                lower_address,
            } => {
                completion::COMPLETER.set(buffer, completer.0.into());
                completion::STATUS.set(buffer, status.into());
                completion::BCM.set(buffer, byte_count_modified.into());
                completion::BYTE_COUNT.set(buffer, byte_count.into());
                completion::REQUESTER.set(buffer, requester.0.into());
                completion::TAG.set(buffer, tag.into());
                completion::LOWER_ADDRESS.set(buffer, lower_address.into());
            }
        }
    }
}
