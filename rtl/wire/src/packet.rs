//! View and builder of what follows the EtherType of a bridge frame: bridge header, area, padding.

use crate::area::Tlps;
use crate::bridge::*;
use crate::error::{at_least, Error};
use crate::format::Field;

/// A view of what follows the EtherType: bridge header, area, padding.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Packet<T: AsRef<[u8]>> {
    buffer: T,
}

impl<T: AsRef<[u8]>> Packet<T> {
    /// A view of `buffer` (which begins after the EtherType), if its version and type are known
    /// and the area lies within it.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::Version`], [`Error::FrameType`], [`Error::Length`].
    pub fn new_checked(buffer: T) -> Result<Self, Error> {
        let bytes = buffer.as_ref();
        at_least("bridge header", bytes, HEADER.length)?;
        let version = VERSION.get(bytes);
        if version != WIRE_VERSION {
            return Err(Error::Version { found: version as u8, expected: WIRE_VERSION as u8 });
        }
        let code = TYPE.get(bytes);
        if FrameType::from_code(code).is_none() {
            return Err(Error::FrameType { found: code as u8 });
        }
        let says = 4 * LENGTH_DW.get(bytes) as usize;
        let found = bytes.len() - HEADER.length;
        if says > found {
            return Err(Error::Length { what: "bridge header", says, other: "the frame", found });
        }
        Ok(Packet { buffer })
    }

    /// The values of the header's fields.
    pub fn header(&self) -> BridgeHeader {
        let bytes = self.buffer.as_ref();
        let flagged = |flag: Field, value: u64| (flag.get(bytes) != 0).then_some(value);
        BridgeHeader {
            // Checked on construction; a data frame is the type that is harmless to assume.
            frame_type: FrameType::from_code(TYPE.get(bytes)).unwrap_or(FrameType::Data),
            nak: NAK.get(bytes) != 0,
            busy: BUSY.get(bytes) != 0,
            length_dw: LENGTH_DW.get(bytes) as u16,
            receiver_tag: RECEIVER_TAG.get(bytes) as u16,
            sender_tag: SENDER_TAG.get(bytes) as u16,
            sequence: SEQUENCE.get(bytes) as u32,
            acknowledgement: flagged(ACK, ACKNOWLEDGEMENT.get(bytes)).map(|v| v as u32),
            non_posted_limit: NON_POSTED_LIMIT.get(bytes) as u8,
            timestamp: TIMESTAMP.get(bytes) as u32,
            echo_timestamp: flagged(ECHO, ECHO_TIMESTAMP.get(bytes)).map(|v| v as u32),
        }
    }

    /// The area: TLPs or a keep-alive body, without padding.
    pub fn area(&self) -> &[u8] {
        self.buffer.as_ref().get(HEADER.length..self.area_end()).unwrap_or(&[])
    }

    /// The TLPs of a data frame.
    pub fn tlps(&self) -> Tlps<'_> {
        Tlps::new(self.area())
    }

    /// What follows the area: the padding of a short frame.
    pub fn padding(&self) -> &[u8] {
        self.buffer.as_ref().get(self.area_end()..).unwrap_or(&[])
    }

    /// The byte after the area.
    fn area_end(&self) -> usize {
        HEADER.length + 4 * LENGTH_DW.get(self.buffer.as_ref()) as usize
    }
}

/// The values of the bridge header's fields.
#[derive(Copy, Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct BridgeHeader {
    /// Frame type.
    pub frame_type: FrameType,
    /// The receiver is asked to resend from `acknowledgement` on; by an open frame, for an answer.
    pub nak: bool,
    /// Frames have been refused for want of room.
    pub busy: bool,
    /// 4-byte words of the area, 12 bits.
    pub length_dw: u16,
    /// Tag of the receiver's incarnation.
    pub receiver_tag: u16,
    /// Tag of the sender's incarnation; of an open frame, `length_dw` of the longest heard.
    pub sender_tag: u16,
    /// Number of the first TLP, or of the next; of an open or close frame, the sender's incarnation.
    pub sequence: u32,
    /// The sequence number expected next, or the receiver's incarnation, if flagged valid.
    pub acknowledgement: Option<u32>,
    /// Non-posted TLPs that the receiver of the frame may send, modulo 256.
    pub non_posted_limit: u8,
    /// When it was sent, in ticks of 6.4 ns, 20 bits.
    pub timestamp: u32,
    /// The timestamp echoed, if flagged valid, 20 bits.
    pub echo_timestamp: Option<u32>,
}

impl BridgeHeader {
    /// Writes the header to the start of `buffer`; fields that are not valid are zero.
    ///
    /// # Errors
    /// [`Error::Truncated`] if it does not fit.
    pub fn emit(&self, buffer: &mut [u8]) -> Result<(), Error> {
        at_least("bridge header", buffer, HEADER.length)?;
        VERSION.set(buffer, WIRE_VERSION);
        TYPE.set(buffer, self.frame_type.code());
        ACK.set(buffer, self.acknowledgement.is_some().into());
        NAK.set(buffer, self.nak.into());
        ECHO.set(buffer, self.echo_timestamp.is_some().into());
        BUSY.set(buffer, self.busy.into());
        LENGTH_DW.set(buffer, self.length_dw.into());
        RECEIVER_TAG.set(buffer, self.receiver_tag.into());
        SENDER_TAG.set(buffer, self.sender_tag.into());
        PORT.set(buffer, 0);
        SEQUENCE.set(buffer, self.sequence.into());
        ACKNOWLEDGEMENT.set(buffer, self.acknowledgement.unwrap_or(0).into());
        NON_POSTED_LIMIT.set(buffer, self.non_posted_limit.into());
        TIMESTAMP.set(buffer, self.timestamp.into());
        ECHO_TIMESTAMP.set(buffer, self.echo_timestamp.unwrap_or(0).into());
        Ok(())
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bridge__is_refused__with_a_wrong_version_type_or_length() {
        let mut good = [0; 27];
        (good[0], good[2]) = (0x31, 1);
        good[22..26].copy_from_slice(&[1, 2, 3, 4]);
        let packet = Packet::new_checked(&good[..]).unwrap();
        assert_eq!(packet.area(), [1, 2, 3, 4]);
        assert_eq!(packet.padding(), [0]);
        let changed = |i: usize, to: u8| {
            let mut bytes = good;
            bytes[i] = to;
            Packet::new_checked(bytes).unwrap_err()
        };
        assert_eq!(changed(0, 0x21), Error::Version { found: 2, expected: 3 });
        assert_eq!(changed(0, 0x30), Error::FrameType { found: 0 });
        assert_eq!(changed(0, 0x38), Error::FrameType { found: 8 });
        assert!(matches!(changed(2, 2), Error::Length { says: 8, found: 5, .. }));
        assert!(matches!(Packet::new_checked(&good[..21]), Err(Error::Truncated { .. })));
    }

    proptest! {
        #[test]
        fn bridge__parses_what_was_emitted__for_any_values(
            t in 0usize..7, nak: bool, busy: bool, non_posted_limit: u8, length_dw in 0u16..4096, receiver_tag: u16,
            sender_tag: u16, sequence: u32, acknowledgement: Option<u32>, timestamp in 0u32..1 << 20,
            echo_timestamp in proptest::option::of(0u32..1 << 20),
        ) {
            let header = BridgeHeader {
                frame_type: FrameType::ALL[t], nak, busy, non_posted_limit, length_dw, receiver_tag, sender_tag,
                sequence, acknowledgement,
                timestamp, echo_timestamp,
            };
            let mut bytes = vec![0xFF; HEADER.length + 4 * usize::from(length_dw)];
            header.emit(&mut bytes).unwrap();
            prop_assert_eq!(Packet::new_checked(&bytes).unwrap().header(), header);
        }

        #[test]
        fn bridge__never_panics__on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(packet) = Packet::new_checked(&bytes) {
                let _ = packet.header();
                prop_assert_eq!(HEADER.length + packet.area().len() + packet.padding().len(), bytes.len());
            }
        }
    }
}
