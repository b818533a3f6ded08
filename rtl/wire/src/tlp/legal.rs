//! What the PCI Express Base Specification forbids in a TLP whose lengths are consistent.

use super::{Body, Head, Kind, Layout};

/// A rule that a TLP breaks.
#[derive(Copy, Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Illegal {
    /// The header's fields are not those of its kind, or no header of this size exists.
    #[error("{0} has no header of this form")]
    Form(&'static str),
    /// A memory request reaches beyond its 4 KiB page (2.2.7).
    #[error("request of {length_dw} words at {address:#x} crosses a 4 KiB boundary")]
    PageCrossing {
        /// Byte address.
        address: u64,
        /// Words.
        length_dw: u16,
    },
    /// An address below 4 GiB must be sent in a three-word header (2.2.4.1).
    #[error("four-word header for address {address:#x}, which is below 4 GiB")]
    NeedlessFourWords {
        /// Byte address.
        address: u64,
    },
    /// An address that does not fit the header or is not a multiple of 4.
    #[error("address {address:#x} does not fit the header")]
    Address {
        /// Byte address.
        address: u64,
    },
    /// Byte enables against 2.2.5.
    #[error("byte enables {first:#x}/{last:#x} for {length_dw} words")]
    ByteEnables {
        /// Of the first word.
        first: u8,
        /// Of the last word.
        last: u8,
        /// Words.
        length_dw: u16,
    },
    /// I/O and configuration requests carry one word; atomics one of two or four operands; others
    /// 1 to 1,024 words.
    #[error("{kind} with {length_dw} words")]
    Length {
        /// Name of the kind.
        kind: &'static str,
        /// Words.
        length_dw: u16,
    },
    /// An atomic's address is not a multiple of its operand (2.2.7).
    #[error("atomic operand of {operand} bytes at {address:#x}")]
    Alignment {
        /// Byte address.
        address: u64,
        /// Bytes of one operand.
        operand: u16,
    },
    /// More payload, or more data asked for, than the link was set up for.
    #[error("{length} bytes, where at most {limit} are allowed")]
    Limit {
        /// Bytes.
        length: usize,
        /// Max_Payload_Size or Max_Read_Request_Size.
        limit: usize,
    },
    /// Byte count outside 1 to 4,096, or less than the payload's part of it (2.2.9).
    #[error("completion with {payload} bytes of payload and byte count {byte_count}")]
    ByteCount {
        /// The byte count.
        byte_count: u16,
        /// Bytes of payload.
        payload: usize,
    },
    /// Reserved completion status, or data with a status other than success.
    #[error("completion status {status}")]
    Status {
        /// The status.
        status: u8,
    },
    /// Reserved routing of a message (6, 7).
    #[error("message routing {routing}")]
    Routing {
        /// The routing.
        routing: u8,
    },
    /// A value wider than its field.
    #[error("{field} of {value:#x} is wider than its field")]
    Width {
        /// The field.
        field: &'static str,
        /// The value.
        value: u64,
    },
}

/// What a link was set up for.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Max_Payload_Size in bytes.
    pub max_payload: usize,
    /// Max_Read_Request_Size in bytes.
    pub max_read_request: usize,
}

impl Limits {
    /// The most the specification allows.
    pub const WIDEST: Limits = Limits { max_payload: 4096, max_read_request: 4096 };
}

impl Head {
    /// Whether a device may send this TLP over a link set up for `limits`.
    ///
    /// # Errors
    /// The first rule broken.
    pub fn check(&self, limits: Limits) -> Result<(), Illegal> {
        self.check_form()?;
        self.check_widths()?;
        if self.kind.has_length() && !(1..=1024).contains(&self.length_dw) {
            return Err(self.illegal_length());
        }
        match self.body {
            Body::Memory { address, .. } => self.check_memory(address)?,
            Body::Io { address, .. } => {
                if address % 4 != 0 {
                    return Err(Illegal::Address { address: address.into() });
                }
                self.check_one_word()?;
            }
            Body::Config { register, .. } => {
                if register % 4 != 0 || register >= 4096 {
                    return Err(Illegal::Address { address: register.into() });
                }
                self.check_one_word()?;
            }
            Body::Message { routing, .. } => {
                if routing > 5 {
                    return Err(Illegal::Routing { routing });
                }
            }
            Body::Completion { status, byte_count, lower_address, .. } => {
                self.check_completion(status, byte_count, lower_address)?
            }
        }
        let payload = self.payload_length();
        let is_read = matches!(self.kind, Kind::MemoryRead | Kind::MemoryReadLocked);
        let asked = if is_read { 4 * usize::from(self.length_dw) } else { 0 };
        for (length, limit) in [(payload, limits.max_payload), (asked, limits.max_read_request)] {
            if length > limit {
                return Err(Illegal::Limit { length, limit });
            }
        }
        Ok(())
    }

    /// Whether the request reaches beyond the 4 KiB page it begins in.
    pub fn crosses_page(&self) -> bool {
        match self.body {
            Body::Memory { address, .. } => {
                (address & 0xFFF) + 4 * u64::from(self.length_dw) > 4096
            }
            _ => false,
        }
    }

    fn illegal_length(&self) -> Illegal {
        Illegal::Length { kind: self.kind.name(), length_dw: self.length_dw }
    }

    fn check_form(&self) -> Result<(), Illegal> {
        let info = self.kind.info();
        let size = if self.four_dw { info.four_dw } else { info.three_dw };
        let body = matches!(
            (info.layout, &self.body),
            (Layout::Memory, Body::Memory { .. })
                | (Layout::Io, Body::Io { .. })
                | (Layout::Config, Body::Config { .. })
                | (Layout::Message, Body::Message { .. })
                | (Layout::Completion, Body::Completion { .. })
        );
        if size && body {
            Ok(())
        } else {
            Err(Illegal::Form(info.name))
        }
    }

    fn check_widths(&self) -> Result<(), Illegal> {
        let mut values = vec![
            ("tc", u64::from(self.tc), 3),
            ("address type", self.address_type.into(), 2),
            ("tag", self.tag().into(), 10),
        ];
        if let Some((first, last)) = self.byte_enables() {
            values.extend([("first byte enables", first.into(), 4)]);
            values.extend([("last byte enables", last.into(), 4)]);
        }
        match self.body {
            Body::Memory { hint, .. } => values.push(("hint", hint.into(), 2)),
            Body::Completion { status, lower_address, .. } => {
                values.push(("status", status.into(), 3));
                values.push(("lower address", lower_address.into(), 7));
            }
            _ => {}
        }
        match values.iter().find(|(_, value, width)| value >> width != 0) {
            Some(&(field, value, _)) => Err(Illegal::Width { field, value }),
            None => Ok(()),
        }
    }

    fn check_memory(&self, address: u64) -> Result<(), Illegal> {
        if address % 4 != 0 || !self.four_dw && address >> 32 != 0 {
            return Err(Illegal::Address { address });
        }
        if self.four_dw && address >> 32 == 0 {
            return Err(Illegal::NeedlessFourWords { address });
        }
        let length_dw = self.length_dw;
        if self.kind.is_atomic() {
            let operands = if self.kind == Kind::CompareSwap { 2 } else { 1 };
            let operand = 4 * length_dw / operands;
            let allowed: &[u16] = if operands == 2 { &[4, 8, 16] } else { &[4, 8] };
            if length_dw % operands != 0 || !allowed.contains(&operand) {
                return Err(self.illegal_length());
            }
            if address % u64::from(operand) != 0 {
                return Err(Illegal::Alignment { address, operand });
            }
            // The byte enables of an atomic are reserved (2.2.5).
            return Ok(());
        }
        if self.crosses_page() {
            return Err(Illegal::PageCrossing { address, length_dw });
        }
        // With processing hints the byte enables of a read hold a steering tag.
        let steering = self.hints && !self.kind.has_data();
        match self.byte_enables() {
            Some((first, last))
                if !steering && !legal_byte_enables(first, last, length_dw, address) =>
            {
                Err(Illegal::ByteEnables { first, last, length_dw })
            }
            _ => Ok(()),
        }
    }

    fn check_one_word(&self) -> Result<(), Illegal> {
        if self.length_dw != 1 {
            return Err(self.illegal_length());
        }
        match self.byte_enables() {
            Some((first, last)) if last != 0 => {
                Err(Illegal::ByteEnables { first, last, length_dw: 1 })
            }
            _ => Ok(()),
        }
    }

    fn check_completion(&self, status: u8, byte_count: u16, lower: u8) -> Result<(), Illegal> {
        let data = self.kind.has_data();
        if !matches!(status, 0 | 1 | 2 | 4) || data && status != 0 {
            return Err(Illegal::Status { status });
        }
        let payload = self.payload_length();
        // The payload's first and last words may hold bytes that were not asked for.
        let counted = payload.saturating_sub(usize::from(lower & 3) + 3);
        if !(1..=4096).contains(&byte_count) || data && counted > usize::from(byte_count) {
            return Err(Illegal::ByteCount { byte_count, payload });
        }
        Ok(())
    }
}

/// The rules of 2.2.5: one word has no last byte enables; more words have both; enables are
/// contiguous across words, except in one word or in two that are 8-byte aligned.
fn legal_byte_enables(first: u8, last: u8, length_dw: u16, address: u64) -> bool {
    match length_dw {
        1 => last == 0,
        2 if address % 8 == 0 => first != 0 && last != 0,
        _ => matches!(first, 0x8 | 0xC | 0xE | 0xF) && matches!(last, 0x1 | 0x3 | 0x7 | 0xF),
    }
}
