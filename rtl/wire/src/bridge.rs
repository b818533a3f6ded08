//! The bridge header: 22 bytes after the EtherType, so that the first TLP begins at byte
//! [`TLP_OFFSET`] of the frame, a whole number of 8-byte beats.

use crate::area::Tlps;
use crate::error::{at_least, Error};
use crate::ethernet;
use crate::format::{codes, header, Field, Preset};

header! {
    "bridge", 22 bytes at 0: "Bridge header, counted from the byte after the EtherType (byte 18 of the frame).";
    VERSION "version": byte 0 bit 7 width 4, Preset::Fixed(WIRE_VERSION), "Version of this format.";
    TYPE "type": byte 0 bit 3 width 4, Preset::Any, "Frame type.";
    ACK "ack": byte 1 bit 7 width 1, Preset::Any, "The acknowledgement is valid.";
    NAK "nak": byte 1 bit 6 width 1, Preset::Any, "Resend everything from the acknowledgement on; only with ACK. Of an open frame: an answer is wanted.";
    ECHO "echo": byte 1 bit 5 width 1, Preset::Any, "The echoed timestamp is valid.";
    BUSY "busy": byte 1 bit 4 width 1, Preset::Any, "The sender has refused frames for want of room; it sends NAK when there is room again. Of an open frame: an offer, whose sender is connected to another incarnation of the receiver.";
    LENGTH_DW "length_dw": byte 1 bit 3 width 12, Preset::Any, "4-byte words of the area that follows; padding is not counted.";
    NON_POSTED_LIMIT "non_posted_limit": byte 3 bit 7 width 8, Preset::Any, "Flow control: non-posted TLPs of this connection, counted from its opening modulo 256, that the receiver of this frame may send.";
    RECEIVER_TAG "receiver_tag": byte 4 bit 7 width 16, Preset::Any, "Data and ack: tag of the receiver, the low half of its incarnation number.";
    SEQUENCE "sequence": byte 6 bit 7 width 32, Preset::Any, "Number of the first TLP of a data frame; of an ack frame, the next new TLP's; of an open or close frame, the sender's incarnation.";
    ACKNOWLEDGEMENT "acknowledgement": byte 10 bit 7 width 32, Preset::Any, "Cumulative: the TLP expected next; of an open or close frame, the receiver's incarnation as its sender has heard it. Valid if ACK; any value without.";
    SENDER_TAG "sender_tag": byte 14 bit 7 width 16, Preset::Any, "Data and ack: tag of the sender. Of an open frame: length_dw of the longest open frame heard from the receiver's incarnation.";
    PORT "port": byte 16 bit 7 width 8, Preset::Reserved, "Reserved for the function or port of a shared device.";
    TIMESTAMP "timestamp": byte 17 bit 7 width 20, Preset::Any, "When the frame was sent: ticks of 6.4 ns (156.25 MHz), wrapping.";
    ECHO_TIMESTAMP "echo_timestamp": byte 19 bit 3 width 20, Preset::Any, "Timestamp of the newest data frame accepted, plus the time since then. Valid if ECHO.";
}

/// The version of the wire format that this crate describes.
pub const WIRE_VERSION: u64 = 3;
/// Where the bridge header begins in the frame.
pub const OFFSET: usize = ethernet::HEADER.length;
/// Where the first TLP begins in the frame.
pub const TLP_OFFSET: usize = OFFSET + HEADER.length;
/// Ticks of the timestamps in a second.
pub const TIMESTAMP_HZ: u64 = 156_250_000;
/// Bytes on the wire that carry no TLP: preamble, inter-frame gap, headers and FCS.
pub const OVERHEAD: usize = crate::xgmii::PREAMBLE_LENGTH
    + crate::xgmii::INTERFRAME_GAP
    + TLP_OFFSET
    + ethernet::FCS_LENGTH;

const _: () = assert!(TLP_OFFSET % 8 == 0);

/// Bytes (of 0.8 ns each at 10 Gb/s) that a frame of `length` bytes without FCS takes on the wire:
/// with padding, FCS, preamble and the average inter-frame gap.
pub const fn wire_bytes(length: usize) -> usize {
    let padded = if length < ethernet::MIN_FRAME { ethernet::MIN_FRAME } else { length };
    padded + ethernet::FCS_LENGTH + crate::xgmii::PREAMBLE_LENGTH + crate::xgmii::INTERFRAME_GAP
}

/// Share of the line rate left for payload when every frame carries `tlps` TLPs, each of
/// `header` + `payload` bytes: the goodput bound.
pub fn goodput_bound(payload: usize, tlps: usize, header: usize) -> f64 {
    let frame = TLP_OFFSET + tlps * (header + payload);
    (tlps * payload) as f64 / wire_bytes(frame) as f64
}

/// Share of the goodput bound that Go-Back-N keeps with a window of `window` frames, a share
/// `loss` of which is lost.
pub fn go_back_n_efficiency(window: usize, loss: f64) -> f64 {
    (1.0 - loss) / (1.0 - loss + loss * window as f64)
}

/// Frame types.
pub mod frame_type {
    use super::codes;
    codes! {
        "frame_type": "Values of the bridge header's type; frames of any other type are dropped and counted.";
        DATA "data" = 1, "One TLP or several; each consumes a sequence number.";
        ACK "ack" = 2, "Bare acknowledgement (or NAK); carries no TLP, consumes no sequence number.";
        OPEN "open" = 3, "Opens a connection.";
        CLOSE "close" = 4, "Closes a connection.";
        KEEP_ALIVE "keep-alive" = 5, "Periodic broadcast by which peers are learnt and lost.";
        MANAGER "manager" = 6, "Manager request or response.";
        PORT "port" = 7, "Reserved: state and reset of a port.";
    }
}

/// A type of frame.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameType {
    /// One TLP or several.
    Data = frame_type::DATA as isize,
    /// Bare acknowledgement.
    Ack = frame_type::ACK as isize,
    /// Opens a connection.
    Open = frame_type::OPEN as isize,
    /// Closes a connection.
    Close = frame_type::CLOSE as isize,
    /// Periodic broadcast.
    KeepAlive = frame_type::KEEP_ALIVE as isize,
    /// Manager request or response.
    Manager = frame_type::MANAGER as isize,
    /// State and reset of a port; reserved.
    Port = frame_type::PORT as isize,
}

impl FrameType {
    /// Every frame type.
    pub const ALL: [FrameType; 7] = [
        FrameType::Data,
        FrameType::Ack,
        FrameType::Open,
        FrameType::Close,
        FrameType::KeepAlive,
        FrameType::Manager,
        FrameType::Port,
    ];

    /// The type with this code.
    pub fn from_code(code: u64) -> Option<FrameType> {
        FrameType::ALL.into_iter().find(|t| t.code() == code)
    }

    /// Its code in the header.
    pub const fn code(self) -> u64 {
        self as u64
    }

    /// Its name, as in the table of codes.
    pub fn name(self) -> &'static str {
        frame_type::CODES.by_value(self.code()).map_or("", |c| c.name)
    }
}

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
            return Err(Error::Version { found: version as u8 });
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
    pub fn repr(&self) -> Repr {
        let bytes = self.buffer.as_ref();
        let flagged = |flag: Field, value: u64| (flag.get(bytes) != 0).then_some(value);
        Repr {
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
        let bytes = self.buffer.as_ref();
        let end = HEADER.length + 4 * LENGTH_DW.get(bytes) as usize;
        bytes.get(HEADER.length..end).unwrap_or(&[])
    }

    /// The TLPs of a data frame.
    pub fn tlps(&self) -> Tlps<'_> {
        Tlps::new(self.area())
    }

    /// What follows the area: the padding of a short frame.
    pub fn padding(&self) -> &[u8] {
        let bytes = self.buffer.as_ref();
        let end = HEADER.length + 4 * LENGTH_DW.get(bytes) as usize;
        bytes.get(end..).unwrap_or(&[])
    }
}

/// The values of the bridge header's fields.
#[derive(Copy, Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Repr {
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

impl Repr {
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
    fn bridge__geometry__is_that_of_the_document() {
        assert_eq!((OFFSET, HEADER.length, TLP_OFFSET), (18, 22, 40));
        assert_eq!(OVERHEAD, 64);
        assert_eq!(frame_type::CODES.codes.len(), FrameType::ALL.len());
        assert_eq!(FrameType::KeepAlive.name(), "keep-alive");
    }

    /// The figures that the format was designed for.
    #[test]
    fn goodput_bound__is_that_of_the_frame_arithmetic() {
        for (payload, tlps, percent) in [
            (64, 1, 44.4),
            (128, 1, 61.5),
            (256, 1, 76.2),
            (512, 1, 86.5),
            (128, 10, 85.1),
            (256, 5, 89.9),
            (512, 2, 91.4),
            (128, 62, 88.3),
            (256, 33, 93.5),
            (512, 17, 96.3),
        ] {
            let bound = 100.0 * goodput_bound(payload, tlps, 16);
            assert!((bound - percent).abs() < 0.05, "{payload} x {tlps}: {bound}");
        }
        for (loss, percent) in [(1e-4, 99.7), (1e-3, 96.9), (1e-2, 75.6)] {
            let kept = 100.0 * go_back_n_efficiency(32, loss);
            assert!((kept - percent).abs() < 0.05, "{loss}: {kept}");
        }
        assert_eq!(wire_bytes(1), 84);
    }

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
        assert_eq!(changed(0, 0x21), Error::Version { found: 2 });
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
            let repr = Repr {
                frame_type: FrameType::ALL[t], nak, busy, non_posted_limit, length_dw, receiver_tag, sender_tag,
                sequence, acknowledgement,
                timestamp, echo_timestamp,
            };
            let mut bytes = vec![0xFF; HEADER.length + 4 * usize::from(length_dw)];
            repr.emit(&mut bytes).unwrap();
            prop_assert_eq!(Packet::new_checked(&bytes).unwrap().repr(), repr);
        }

        #[test]
        fn bridge__never_panics__on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Ok(packet) = Packet::new_checked(&bytes) {
                let _ = packet.repr();
                prop_assert_eq!(HEADER.length + packet.area().len() + packet.padding().len(), bytes.len());
            }
        }
    }
}
