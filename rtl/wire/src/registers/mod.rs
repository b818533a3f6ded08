//! The register map of a bridge: 32-bit registers on an AXI4-Lite port of 16 address bits. [`ALL`]
//! are the bridge's own; [`peer::ALL`] stand once for every peer, each peer's in a page of its own.
//!
//! Hardware, `docs/registers.md`, the Python class and the tests all come from these tables.

mod bridge;
pub mod peer;

pub use bridge::*;

/// How software may access a register or a field.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Access {
    /// Reads give the present value; a write is answered OKAY and has no effect.
    ReadOnly,
    /// Reads give the last value written.
    ReadWrite,
    /// Reads give what the hardware says at that moment; a write is answered OKAY and has no effect.
    Status,
    /// Read-only; counts events, wraps from 2^32 - 1 to 0, zero after reset.
    Counter,
}

impl Access {
    /// The abbreviation used in tables.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Access::ReadOnly => "ro",
            Access::ReadWrite => "rw",
            Access::Status => "status",
            Access::Counter => "counter",
        }
    }
}

/// A field of a register; bits in no field read as zero and ignore writes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct RegisterField {
    /// Name in capitals.
    pub name: &'static str,
    /// Its least significant bit.
    pub lsb: usize,
    /// Width in bits.
    pub width: usize,
    /// Value after reset, right-aligned.
    pub reset: u64,
    /// What it means.
    pub meaning: &'static str,
}

impl RegisterField {
    /// Its bits in place.
    pub const fn mask(&self) -> u64 {
        ((1 << self.width) - 1) << self.lsb
    }

    /// Its value in a register's value.
    pub const fn get(&self, register: u64) -> u64 {
        (register & self.mask()) >> self.lsb
    }

    /// A register's value with this field set to the low bits of `value`.
    pub const fn set(&self, register: u64, value: u64) -> u64 {
        register & !self.mask() | value << self.lsb & self.mask()
    }
}

/// A register.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Register {
    /// Name in capitals.
    pub name: &'static str,
    /// Byte offset, a multiple of 4.
    pub offset: u64,
    /// Access of all its fields.
    pub access: Access,
    /// Its fields, least significant first.
    pub fields: &'static [RegisterField],
    /// What it means.
    pub meaning: &'static str,
}

impl Register {
    /// Value after reset.
    pub const fn reset(&self) -> u64 {
        let mut value = 0;
        let mut i = 0;
        while i < self.fields.len() {
            value = self.fields[i].set(value, self.fields[i].reset);
            i += 1;
        }
        value
    }

    /// The bits that are in a field: what hardware keeps of a write.
    pub const fn mask(&self) -> u64 {
        let mut mask = 0;
        let mut i = 0;
        while i < self.fields.len() {
            mask |= self.fields[i].mask();
            i += 1;
        }
        mask
    }
}

/// Address bits of the register port.
pub const ADDRESS_BITS: usize = 16;
macro_rules! registers {
    ( counters at $base:literal; $( $name:ident @ $offset:literal $access:ident, $meaning:literal {
        $( $field:ident $fname:literal [$lsb:literal + $width:literal] = $reset:literal, $fmeaning:literal; )+
    } )+ ;
    counters: $( $counter:ident # $index:literal, $cmeaning:literal; )+ ) => {
        $(
            $( #[doc = $fmeaning] pub const $field: $crate::registers::RegisterField = $crate::registers::RegisterField {
                name: $fname, lsb: $lsb, width: $width, reset: $reset, meaning: $fmeaning,
            }; )+
            #[doc = $meaning]
            pub const $name: $crate::registers::Register = $crate::registers::Register {
                name: stringify!($name), offset: $offset, access: $crate::registers::Access::$access,
                fields: &[$($field),+], meaning: $meaning,
            };
        )+
        $(
            #[doc = $cmeaning]
            pub const $counter: $crate::registers::Register = $crate::registers::Register {
                name: stringify!($counter), offset: COUNTERS + 4 * $index, access: $crate::registers::Access::Counter,
                fields: &[$crate::registers::COUNT], meaning: $cmeaning,
            };
        )+
        /// Offset of the first counter; counters follow one another without a gap.
        pub const COUNTERS: u64 = $base;
        /// Every register, by offset.
        pub const ALL: &[$crate::registers::Register] = &[$($name,)+ $($counter),+];
        /// Every counter, by offset; the first is at [`COUNTERS`].
        pub const ALL_COUNTERS: &[$crate::registers::Register] = &[$($counter),+];
    };
}
pub(crate) use registers;

/// The one field of every counter.
pub const COUNT: RegisterField = RegisterField {
    name: "COUNT",
    lsb: 0,
    width: 32,
    reset: 0,
    meaning: "Events since reset, modulo 2^32.",
};

/// The register at this offset.
pub fn by_offset(offset: u64) -> Option<&'static Register> {
    ALL.iter().find(|r| r.offset == offset)
}

/// The register of this name.
pub fn by_name(name: &str) -> Option<&'static Register> {
    ALL.iter().find(|r| r.name == name)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn registers__offsets__rise_and_counters_are_contiguous() {
        for (all, counters, base, end) in [
            (ALL, ALL_COUNTERS, COUNTERS, peer::PAGES),
            (peer::ALL, peer::ALL_COUNTERS, peer::COUNTERS, peer::PAGE),
        ] {
            assert!(all.windows(2).all(|w| w[0].offset < w[1].offset));
            assert!(all.iter().all(|r| r.offset % 4 == 0 && r.offset < end));
            for (i, counter) in counters.iter().enumerate() {
                assert_eq!(counter.offset, base + 4 * i as u64, "{}", counter.name);
            }
        }
        assert!(peer::PAGES + peer::MAXIMUM as u64 * peer::PAGE <= 1 << ADDRESS_BITS);
    }

    #[test]
    fn registers__fields__do_not_overlap_and_fit() {
        for r in ALL.iter().chain(peer::ALL) {
            let mut seen = 0u64;
            for f in r.fields {
                assert!(f.lsb + f.width <= 32, "{}.{}", r.name, f.name);
                assert_eq!(seen & f.mask(), 0, "{}.{}", r.name, f.name);
                assert_eq!(f.get(f.set(0, f.reset)), f.reset, "{}.{}", r.name, f.name);
                seen |= f.mask();
            }
        }
    }

    #[test]
    fn registers__resets__are_the_published_ones() {
        assert_eq!(ID.reset(), u64::from(u32::from_be_bytes(*b"EXBE")));
        assert_eq!(VERSION.reset(), 0x0003_0003);
        assert_eq!(ETHERTYPE.reset(), 0x88B5);
        assert_eq!(GROUP.mask(), 0xEFFF);
        assert_eq!(by_offset(0x30).map(|r| r.name), Some("WINDOW"));
        assert_eq!(by_name("NAKS_SENT").map(|r| r.offset), Some(0x148));
        assert_eq!(peer::offset(2, &peer::PEER_STATUS), 0x1240);
    }
}
