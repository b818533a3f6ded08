//! MAC control frames, and the one that asks for a PAUSE (IEEE 802.3 clause 31, annex 31B). They
//! are untagged and never forwarded; a receiver drops those whose opcode it does not know.

use crate::error::{at_least, Error};
use crate::ethernet::MacAddress;
use crate::format::{header, Preset};

header! {
    "pause", 18 bytes at 0: "PAUSE frame: an untagged MAC control frame that asks a neighbour for silence.";
    DESTINATION "destination": byte 0 bit 7 width 48, Preset::Default(PAUSE_ADDRESS), "The address of all that know PAUSE, or the neighbour's own.";
    SOURCE "source": byte 6 bit 7 width 48, Preset::Any, "MAC address of the station that asks.";
    ETHERTYPE "ethertype": byte 12 bit 7 width 16, Preset::Fixed(ETHERTYPE_MAC_CONTROL), "MAC control.";
    OPCODE "opcode": byte 14 bit 7 width 16, Preset::Fixed(OPCODE_PAUSE), "PAUSE; other MAC control frames have other opcodes.";
    TIME "pause_time": byte 16 bit 7 width 16, Preset::Any, "Silence asked for, in quanta of 512 bit times; 0: none any more.";
}

/// EtherType of MAC control frames.
pub const ETHERTYPE_MAC_CONTROL: u64 = 0x8808;
/// MAC control opcode of PAUSE.
pub const OPCODE_PAUSE: u64 = 0x0001;
/// The multicast address 01-80-C2-00-00-01, which no switch forwards.
pub const PAUSE_ADDRESS: u64 = 0x0180_C200_0001;
/// Bit times of a quantum.
pub const QUANTUM_BITS: u64 = 512;
/// The reserved address as it stands in the lanes of a beat.
pub const ADDRESS_IN_LANES: u64 = DESTINATION.in_lanes(PAUSE_ADDRESS);
/// The EtherType, likewise.
pub const TYPE_IN_LANES: u64 = ETHERTYPE.in_lanes(ETHERTYPE_MAC_CONTROL);
/// The opcode, likewise.
pub const OPCODE_IN_LANES: u64 = OPCODE.in_lanes(OPCODE_PAUSE);

/// What stands in a PAUSE frame.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Repr {
    /// Destination address.
    pub destination: MacAddress,
    /// Source address.
    pub source: MacAddress,
    /// Silence asked for, in quanta.
    pub pause_time: u16,
}

impl Repr {
    /// Reads a frame without FCS; whatever stands behind the header is ignored.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::EtherType`], [`Error::Opcode`].
    pub fn parse(frame: &[u8]) -> Result<Self, Error> {
        at_least("PAUSE frame", frame, HEADER.length)?;
        let found = ETHERTYPE.get(frame) as u16;
        if u64::from(found) != ETHERTYPE_MAC_CONTROL {
            return Err(Error::EtherType { found, expected: ETHERTYPE_MAC_CONTROL as u16 });
        }
        let found = OPCODE.get(frame) as u16;
        if u64::from(found) != OPCODE_PAUSE {
            return Err(Error::Opcode { found });
        }
        Ok(Repr {
            destination: MacAddress::from_u64(DESTINATION.get(frame)),
            source: MacAddress::from_u64(SOURCE.get(frame)),
            pause_time: TIME.get(frame) as u16,
        })
    }

    /// The frame without padding and FCS.
    pub fn to_bytes(&self) -> [u8; HEADER.length] {
        let mut bytes = [0; HEADER.length];
        DESTINATION.set(&mut bytes, self.destination.to_u64());
        SOURCE.set(&mut bytes, self.source.to_u64());
        ETHERTYPE.set(&mut bytes, ETHERTYPE_MAC_CONTROL);
        OPCODE.set(&mut bytes, OPCODE_PAUSE);
        TIME.set(&mut bytes, self.pause_time.into());
        bytes
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every bit of type and opcode counts: none may change unnoticed.
    #[test]
    fn pause__is_refused__short_or_of_another_type_or_opcode() {
        let repr = Repr {
            destination: MacAddress::from_u64(PAUSE_ADDRESS),
            source: MacAddress([2, 0, 0, 0, 0, 1]),
            pause_time: 0x1234,
        };
        let good = repr.to_bytes();
        assert_eq!(Repr::parse(&good), Ok(repr));
        assert!(matches!(
            Repr::parse(&good[..17]),
            Err(Error::Truncated { needed: 18, found: 17, .. })
        ));
        for bit in 0..32 {
            let mut bad = good;
            bad[12 + bit / 8] ^= 1 << (bit % 8);
            let error = Repr::parse(&bad).unwrap_err();
            let expected = if bit < 16 { "EtherType is" } else { "MAC control opcode is" };
            assert!(error.to_string().starts_with(expected), "bit {bit}: {error}");
        }
    }

    proptest! {
        #[test]
        fn pause__parses_what_was_built__for_any_values(
            destination: [u8; 6], source: [u8; 6], pause_time: u16, rest in proptest::collection::vec(any::<u8>(), 0..60),
        ) {
            let repr = Repr {
                destination: MacAddress(destination), source: MacAddress(source), pause_time,
            };
            let mut bytes = repr.to_bytes().to_vec();
            bytes.extend(rest);
            prop_assert_eq!(Repr::parse(&bytes), Ok(repr));
        }
    }
}
