//! The register map of a bridge: 32-bit registers on an AXI4-Lite port of 12 address bits.
//!
//! Hardware, `docs/registers.md`, the Python class and the tests all come from [`ALL`].

/// How software may access a register or a field.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Access {
    /// Reads give the present value; a write is answered OKAY and has no effect.
    ReadOnly,
    /// Reads give the last value written.
    ReadWrite,
    /// Read-only; counts events, wraps from 2^32 - 1 to 0, zero after reset.
    Counter,
}

impl Access {
    /// The abbreviation used in tables.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Access::ReadOnly => "ro",
            Access::ReadWrite => "rw",
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
pub const ADDRESS_BITS: usize = 12;
/// Offset of the first counter; counters follow one another without a gap.
pub const COUNTERS: u64 = 0x100;

macro_rules! registers {
    ( $( $name:ident @ $offset:literal $access:ident, $meaning:literal {
        $( $field:ident $fname:literal [$lsb:literal + $width:literal] = $reset:literal, $fmeaning:literal; )+
    } )+ ;
    counters: $( $counter:ident # $index:literal, $cmeaning:literal; )+ ) => {
        $(
            $( #[doc = $fmeaning] pub const $field: RegisterField = RegisterField {
                name: $fname, lsb: $lsb, width: $width, reset: $reset, meaning: $fmeaning,
            }; )+
            #[doc = $meaning]
            pub const $name: Register = Register {
                name: stringify!($name), offset: $offset, access: Access::$access,
                fields: &[$($field),+], meaning: $meaning,
            };
        )+
        $(
            #[doc = $cmeaning]
            pub const $counter: Register = Register {
                name: stringify!($counter), offset: COUNTERS + 4 * $index, access: Access::Counter,
                fields: &[COUNT], meaning: $cmeaning,
            };
        )+
        /// Every register, by offset.
        pub const ALL: &[Register] = &[$($name,)+ $($counter),+];
        /// Every counter, by offset; the first is at [`COUNTERS`].
        pub const ALL_COUNTERS: &[Register] = &[$($counter),+];
    };
}

/// The one field of every counter.
pub const COUNT: RegisterField = RegisterField {
    name: "COUNT",
    lsb: 0,
    width: 32,
    reset: 0,
    meaning: "Events since reset, modulo 2^32.",
};

registers! {
    ID @ 0x000 ReadOnly, "Identifies the block." {
        ID_MAGIC "MAGIC" [0 + 32] = 0x4558_4245, "\"EXBE\".";
    }
    VERSION @ 0x004 ReadOnly, "Version of the hardware and of what it speaks." {
        VERSION_WIRE "WIRE" [0 + 8] = 1, "Version of the wire format.";
        VERSION_MINOR "MINOR" [16 + 8] = 1, "Minor version of the hardware.";
        VERSION_MAJOR "MAJOR" [24 + 8] = 0, "Major version of the hardware.";
    }
    CONTROL @ 0x008 ReadWrite, "Switches the bridge on." {
        CONTROL_ENABLE "ENABLE" [0 + 1] = 0, "0: no frame is sent, every frame received is dropped uncounted. Set it after all other registers.";
    }
    GROUP @ 0x00C ReadWrite, "The group, sent as the 802.1Q tag's TCI and demanded (VID only) of every frame received." {
        GROUP_VID "VID" [0 + 12] = 4093, "VLAN ID: the group, 1 to 4000; 4093 an unassigned device, 4094 an unassigned host.";
        GROUP_PCP "PCP" [13 + 3] = 0, "Priority code point of frames sent.";
    }
    LOCAL_MAC_LO @ 0x010 ReadWrite, "This bridge's MAC address, bytes 0 to 3." {
        LOCAL_MAC_0_3 "BYTES_0_3" [0 + 32] = 0, "The byte sent first is bits 7:0.";
    }
    LOCAL_MAC_HI @ 0x014 ReadWrite, "This bridge's MAC address, bytes 4 and 5." {
        LOCAL_MAC_4_5 "BYTES_4_5" [0 + 16] = 0, "The byte sent last is bits 15:8.";
    }
    PEER_MAC_LO @ 0x018 ReadWrite, "The peer's MAC address, bytes 0 to 3." {
        PEER_MAC_0_3 "BYTES_0_3" [0 + 32] = 0, "The byte sent first is bits 7:0.";
    }
    PEER_MAC_HI @ 0x01C ReadWrite, "The peer's MAC address, bytes 4 and 5." {
        PEER_MAC_4_5 "BYTES_4_5" [0 + 16] = 0, "The byte sent last is bits 15:8.";
    }
    EPOCH @ 0x020 ReadWrite, "The epoch of the assignment, sent in every bridge header and demanded of every frame received." {
        EPOCH_VALUE "EPOCH" [0 + 8] = 0, "Changed with every reassignment, so that no TLP of the old one is delivered.";
    }
    ETHERTYPE @ 0x024 ReadWrite, "EtherType of bridge frames, sent and demanded." {
        ETHERTYPE_VALUE "ETHERTYPE" [0 + 16] = 0x88B5, "IEEE 802 local experimental EtherType 1.";
    }
    RETRANSMIT_TIMEOUT @ 0x028 ReadWrite, "How long the oldest unacknowledged frame waits before everything is resent." {
        RETRANSMIT_TIMEOUT_CYCLES "CYCLES" [0 + 24] = 4096, "Clock cycles of 6.4 ns.";
    }
    ACK_DELAY @ 0x02C ReadWrite, "How long an acknowledgement waits for a data frame to ride on before it is sent bare." {
        ACK_DELAY_CYCLES "CYCLES" [0 + 16] = 64, "Clock cycles of 6.4 ns.";
    }
    WINDOW @ 0x030 ReadWrite, "How many data frames may be unacknowledged." {
        WINDOW_FRAMES "FRAMES" [0 + 8] = 32, "Frames; 0 stops transmission; more than the replay buffer holds counts as what it holds.";
    }
    ; counters:
    TX_FRAMES # 0, "Frames sent, of any type, resent ones included.";
    TX_TLPS # 1, "TLPs taken from the PCIe side and given a sequence number.";
    TX_RETRANSMITS # 2, "Data frames resent, for a NAK or a timeout.";
    TX_TIMEOUTS # 3, "Expiries of the retransmission timer.";
    TX_NAKS_RECEIVED # 4, "Frames received with flag NAK that started a resend.";
    TX_ACK_FRAMES # 5, "Bare ack frames sent.";
    TX_TLP_MALFORMED # 6, "TLPs from the PCIe side dropped: marked bad, or their length is not what their header says.";
    RX_FRAMES # 7, "Frames received with a good FCS, before any other check.";
    RX_TLPS # 8, "TLPs delivered to the PCIe side.";
    RX_BAD_FCS # 9, "Frames dropped by the MAC: bad FCS, coding error, undersize or oversize.";
    RX_WRONG_GROUP # 10, "Frames dropped: untagged, or another VLAN ID.";
    RX_WRONG_TYPE # 11, "Frames dropped: another EtherType, version, or an unknown type.";
    RX_WRONG_PEER # 12, "Frames dropped: not from the peer's MAC address or not for this one's.";
    RX_WRONG_EPOCH # 13, "Frames dropped: another epoch.";
    RX_DUPLICATE # 14, "Data frames dropped: accepted before; acknowledged again.";
    RX_GAP # 15, "Data frames dropped: a frame before them is missing.";
    RX_MALFORMED # 16, "Frames dropped: a length in them contradicts another, or the frame's own.";
    RX_OVERFLOW # 17, "Frames dropped: no room toward the PCIe side.";
    NAKS_SENT # 18, "Frames sent with flag NAK, one for each gap.";
    TX_TLP_REFUSED # 19, "TLPs from the PCIe side dropped: their kind may not travel in this direction.";
    RX_TLP_REFUSED # 20, "TLPs from the peer dropped: likewise.";
    RX_WRONG_ACK # 21, "Acknowledgements ignored: of a frame that is not on its way.";
}

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
        assert!(ALL.windows(2).all(|w| w[0].offset < w[1].offset));
        assert!(ALL.iter().all(|r| r.offset % 4 == 0 && r.offset < 1 << ADDRESS_BITS));
        for (i, counter) in ALL_COUNTERS.iter().enumerate() {
            assert_eq!(counter.offset, COUNTERS + 4 * i as u64, "{}", counter.name);
        }
    }

    #[test]
    fn registers__fields__do_not_overlap_and_fit() {
        for r in ALL {
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
        assert_eq!(VERSION.reset(), 0x0001_0001);
        assert_eq!(ETHERTYPE.reset(), 0x88B5);
        assert_eq!(GROUP.mask(), 0xEFFF);
        assert_eq!(RETRANSMIT_TIMEOUT.reset(), 4096);
        assert_eq!(by_offset(0x30).map(|r| r.name), Some("WINDOW"));
        assert_eq!(by_name("NAKS_SENT").map(|r| r.offset), Some(0x148));
    }
}
