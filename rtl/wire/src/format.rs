//! The machinery of the tables: a [`Header`] is a list of [`Field`]s, a [`CodeTable`] a list of
//! [`Code`]s.
//!
//! A header is a run of bytes in network order. A field begins at bit `msb` of byte `byte` and
//! goes on for `width` bits, toward less significant bits and then into the following bytes; bit 7
//! is the most significant of a byte. So one definition says where a field stands for software
//! (a byte slice), for hardware ([`Field::beat`], [`Field::lane`]) and for the documents.
//!
//! Everything here can be used in `const` contexts, and nothing here panics: bytes beyond the end
//! of a slice read as zero and are not written, so checked views need no second check.

/// What a sender puts in a field, and what a receiver makes of it.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Preset {
    /// The sender's to choose.
    Any,
    /// Always this value; a receiver refuses another.
    Fixed(u64),
    /// This value unless configured otherwise.
    Default(u64),
    /// Sent as zero, ignored on receipt.
    Reserved,
}

/// A field of a [`Header`]: `width` bits (1 to 64) in network order.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Name, in lower case with underscores; the same in every generated artefact.
    pub name: &'static str,
    /// First byte, counted from the start of the packet that the header is part of (for a TLP's
    /// headers, from the TLP's first byte).
    pub byte: usize,
    /// The field's most significant bit within that byte (7 to 0).
    pub msb: u32,
    /// Width in bits.
    pub width: u32,
    /// What stands in it.
    pub preset: Preset,
    /// What it means, in one sentence.
    pub meaning: &'static str,
}

impl Field {
    /// Bytes the field touches.
    pub const fn bytes(&self) -> usize {
        ((7 - self.msb + self.width) as usize).div_ceil(8)
    }

    /// Bit position of the field's least significant bit within its last byte.
    pub const fn shift(&self) -> u32 {
        self.bytes() as u32 * 8 - (7 - self.msb) - self.width
    }

    /// `width` ones, right-aligned.
    pub const fn max(&self) -> u64 {
        if self.width >= 64 {
            u64::MAX
        } else {
            (1 << self.width) - 1
        }
    }

    /// One past the last byte touched.
    pub const fn end(&self) -> usize {
        self.byte + self.bytes()
    }

    /// The same field with its header beginning at byte `base` of something larger.
    pub const fn at(&self, base: usize) -> Field {
        Field { byte: self.byte + base, ..*self }
    }

    /// Index of the 8-byte beat that holds the first byte (the header beginning at byte 0).
    pub const fn beat(&self) -> usize {
        self.byte / 8
    }

    /// Byte lane of the first byte within its beat; lane 0 is `data[7:0]`.
    pub const fn lane(&self) -> usize {
        self.byte % 8
    }

    /// Bit of the first byte's least significant bit within its beat: `8 * lane`.
    pub const fn lane_bit(&self) -> usize {
        self.lane() * 8
    }

    /// A value of a field of whole bytes as it stands in the lanes of a beat: the byte sent first
    /// lowest.
    pub const fn in_lanes(&self, value: u64) -> u64 {
        (value & self.max()).swap_bytes() >> (64 - 8 * self.bytes())
    }

    /// The field's value. Bytes beyond the end of `bytes` count as zero.
    pub const fn get(&self, bytes: &[u8]) -> u64 {
        let mut value: u128 = 0;
        let mut i = 0;
        while i < self.bytes() {
            let index = self.byte + i;
            let byte = if index < bytes.len() { bytes[index] } else { 0 };
            value = value << 8 | byte as u128;
            i += 1;
        }
        (value >> self.shift()) as u64 & self.max()
    }

    /// Writes `value` (its low `width` bits), leaving all other bits as they are. Bytes beyond the
    /// end of `bytes` are not written.
    pub const fn set(&self, bytes: &mut [u8], value: u64) {
        let mask = (self.max() as u128) << self.shift();
        let value = (value as u128) << self.shift() & mask;
        let count = self.bytes();
        let mut i = 0;
        while i < count {
            let index = self.byte + i;
            if index < bytes.len() {
                let down = 8 * (count - 1 - i);
                let keep = !((mask >> down) as u8);
                bytes[index] = bytes[index] & keep | (value >> down) as u8;
            }
            i += 1;
        }
    }
}

/// A header: fields in order, covering every bit exactly once.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Header {
    /// Name, in lower case with underscores.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub meaning: &'static str,
    /// Where its first byte stands in the packet: 0, except for the later parts of a TLP header.
    pub start: usize,
    /// Length in bytes.
    pub length: usize,
    /// All fields, in the order they stand on the wire.
    pub fields: &'static [Field],
}

impl Header {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Whether the fields follow one another without gap or overlap and fill the header.
    pub const fn is_complete(&self) -> bool {
        let mut bit = self.start * 8;
        let mut i = 0;
        while i < self.fields.len() {
            let f = &self.fields[i];
            if f.byte * 8 + (7 - f.msb as usize) != bit || f.width == 0 || f.width > 64 {
                return false;
            }
            bit += f.width as usize;
            i += 1;
        }
        bit == (self.start + self.length) * 8
    }
}

/// One named value of a field.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// Name as in the standard it is from, or in lower case with underscores.
    pub name: &'static str,
    /// The value.
    pub value: u64,
    /// What it means.
    pub meaning: &'static str,
}

/// The named values of a field.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct CodeTable {
    /// Name, in lower case with underscores.
    pub name: &'static str,
    /// What the values are of.
    pub meaning: &'static str,
    /// The values.
    pub codes: &'static [Code],
}

impl CodeTable {
    /// The code of this value.
    pub fn by_value(&self, value: u64) -> Option<&'static Code> {
        self.codes.iter().find(|c| c.value == value)
    }

    /// The code of this name.
    pub fn by_name(&self, name: &str) -> Option<&'static Code> {
        self.codes.iter().find(|c| c.name == name)
    }
}

/// Defines one `const` [`Field`] per line and the [`Header`] `HEADER` of them all, and proves at
/// compile time that they fill it.
macro_rules! header {
    (
        $name:literal, $length:literal bytes at $start:literal: $meaning:literal;
        $( $field:ident $fname:literal: byte $byte:literal bit $msb:literal width $width:literal, $preset:expr, $fmeaning:literal; )+
    ) => {
        $(
            #[doc = $fmeaning]
            pub const $field: $crate::format::Field = $crate::format::Field {
                name: $fname, byte: $byte, msb: $msb, width: $width, preset: $preset, meaning: $fmeaning,
            };
        )+
        #[doc = $meaning]
        pub const HEADER: $crate::format::Header = $crate::format::Header {
            name: $name, meaning: $meaning, start: $start, length: $length, fields: &[$($field),+],
        };
        const _: () = assert!(HEADER.is_complete());
    };
}

/// Defines one `u64` constant per line and the [`CodeTable`] `CODES` of them all.
macro_rules! codes {
    ( $name:literal: $meaning:literal; $( $code:ident $cname:literal = $value:expr, $cmeaning:literal; )+ ) => {
        $( #[doc = $cmeaning] pub const $code: u64 = $value; )+
        #[doc = $meaning]
        pub const CODES: $crate::format::CodeTable = $crate::format::CodeTable {
            name: $name,
            meaning: $meaning,
            codes: &[$( $crate::format::Code { name: $cname, value: $code, meaning: $cmeaning } ),+],
        };
    };
}

pub(crate) use {codes, header};

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn field(byte: usize, msb: u32, width: u32) -> Field {
        Field { name: "f", byte, msb, width, preset: Preset::Any, meaning: "" }
    }

    #[test]
    fn field__reads_network_order__across_bytes() {
        let bytes = [0x12, 0x34, 0x56, 0x78];
        assert_eq!(field(0, 7, 4).get(&bytes), 0x1);
        assert_eq!(field(0, 3, 12).get(&bytes), 0x234);
        assert_eq!(field(1, 5, 10).get(&bytes), 0x34 << 4 | 0x5);
        assert_eq!(field(0, 7, 32).get(&bytes), 0x1234_5678);
    }

    #[test]
    fn field__in_lanes__is_the_beat_that_has_its_bytes() {
        for (f, value) in [(field(4, 7, 16), 0x8808), (field(0, 7, 48), 0x0180_C200_0001)] {
            let mut bytes = [0; 8];
            f.set(&mut bytes, value);
            assert_eq!(u64::from_le_bytes(bytes), f.in_lanes(value) << f.lane_bit());
        }
    }

    #[test]
    fn field__reads_zero_and_writes_nothing__beyond_the_end() {
        let mut bytes = [0xFF, 0xFF];
        assert_eq!(field(1, 7, 16).get(&bytes), 0xFF00);
        assert_eq!(field(9, 7, 64).get(&bytes), 0);
        field(1, 7, 16).set(&mut bytes, 0x1234);
        assert_eq!(bytes, [0xFF, 0x12]);
    }

    #[test]
    fn header__is_incomplete__with_a_gap_or_an_overlap() {
        const GAP: Header = Header {
            name: "",
            meaning: "",
            start: 0,
            length: 2,
            fields: &[field(0, 7, 4), field(1, 7, 8)],
        };
        const OVERLAP: Header = Header {
            name: "",
            meaning: "",
            start: 0,
            length: 1,
            fields: &[field(0, 7, 5), field(0, 3, 4)],
        };
        assert!(!GAP.is_complete());
        assert!(!OVERLAP.is_complete());
    }

    proptest! {
        #[test]
        fn field__returns_what_was_set__and_touches_nothing_else(
            byte in 0usize..8, msb in 0u32..8, width in 1u32..=64, value: u64, fill: [u8; 20],
        ) {
            let f = field(byte, msb, width);
            let mut bytes = fill;
            f.set(&mut bytes, value);
            prop_assert_eq!(f.get(&bytes), value & f.max());
            f.set(&mut bytes, f.get(&fill));
            prop_assert_eq!(bytes, fill);
        }
    }
}
