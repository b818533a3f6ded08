//! XGMII control characters (IEEE 802.3, table 46-3) and the constants of framing on a 64-bit
//! XGMII: lane 0 in `data[7:0]`, its control bit in `ctrl[0]`.

use crate::format::codes;

codes! {
    "xgmii_control": "Control characters of the XGMII: the byte in a lane whose control bit is one.";
    LPI "lpi" = 0x06, "Low-power idle (energy-efficient Ethernet); never sent.";
    IDLE "idle" = 0x07, "Between frames.";
    SEQUENCE "sequence" = 0x9C, "Lane 0 of an ordered set: a fault signal follows in lanes 1 to 3.";
    START "start" = 0xFB, "Replaces the first byte of the preamble; lane 0 or 4 only.";
    TERMINATE "terminate" = 0xFD, "Follows the last byte of the FCS, in any lane.";
    ERROR "error" = 0xFE, "Within a frame: the frame is bad.";
}

/// A byte of the preamble.
pub const PREAMBLE: u64 = 0x55;
/// The start-of-frame delimiter, last of the eight bytes that begin with [`START`].
pub const SFD: u64 = 0xD5;
/// Start, preamble and delimiter as one word with start in lane 0 (control bits [`PREAMBLE_CTRL`]).
pub const PREAMBLE_WORD: u64 = 0xD555_5555_5555_55FB;
/// Control bits of [`PREAMBLE_WORD`].
pub const PREAMBLE_CTRL: u64 = 0x01;
/// Eight idle lanes (control bits [`IDLE_CTRL`]).
pub const IDLE_WORD: u64 = 0x0707_0707_0707_0707;
/// Control bits of [`IDLE_WORD`].
pub const IDLE_CTRL: u64 = 0xFF;
/// Ordered set "local fault" in lanes 0 to 3.
pub const LOCAL_FAULT: u64 = 0x0100_009C;
/// Ordered set "remote fault" in lanes 0 to 3.
pub const REMOTE_FAULT: u64 = 0x0200_009C;
/// Bytes of start, preamble and delimiter together.
pub const PREAMBLE_LENGTH: usize = 8;
/// Inter-frame gap in bytes, on average with the deficit idle count.
pub const INTERFRAME_GAP: usize = 12;

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    /// IEEE 802.3 table 46-3 (permissible encodings of TXC and TXD), typed from the standard.
    #[test]
    fn xgmii__control_codes__are_those_of_ieee_802_3() {
        for (name, value) in [
            ("lpi", 0x06),
            ("idle", 0x07),
            ("sequence", 0x9C),
            ("start", 0xFB),
            ("terminate", 0xFD),
            ("error", 0xFE),
        ] {
            assert_eq!(CODES.by_name(name).map(|c| c.value), Some(value), "{name}");
        }
    }

    #[test]
    fn xgmii__words__are_built_from_the_codes() {
        let bytes = PREAMBLE_WORD.to_le_bytes();
        assert_eq!(u64::from(bytes[0]), START);
        assert!(bytes[1..7].iter().all(|&b| u64::from(b) == PREAMBLE));
        assert_eq!(u64::from(bytes[7]), SFD);
        assert!(IDLE_WORD.to_le_bytes().iter().all(|&b| u64::from(b) == IDLE));
        assert_eq!(LOCAL_FAULT & 0xFF, SEQUENCE);
        assert_eq!(REMOTE_FAULT & 0xFF, SEQUENCE);
    }
}
