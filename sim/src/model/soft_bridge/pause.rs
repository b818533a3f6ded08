//! MAC control frames: they end here (IEEE 802.3, annex 31B).

use expether_wire::registers as map;

use super::registers::Registers;

/// EtherType of MAC control frames, which carry no tag.
const MAC_CONTROL: u16 = 0x8808;
/// Operation code of PAUSE.
const PAUSE: u16 = 1;
/// The address to which PAUSE frames go.
const PAUSE_ADDRESS: u64 = 0x0180_C200_0001;
/// Clocks of a quantum: 512 bit times.
const QUANTUM: u64 = 8;

/// How long the transmitter stands still.
#[derive(Default)]
pub(super) struct Pause {
    left: u64,
}

impl Pause {
    /// Whether the frame is a MAC control frame, which then has had its effect.
    pub fn take(&mut self, frame: &[u8], registers: &mut Registers) -> bool {
        let number = |at: usize, bytes: usize| {
            let part = frame.get(at..at + bytes).unwrap_or(&[]);
            part.iter().fold(0u64, |n, b| n << 8 | u64::from(*b))
        };
        if number(12, 2) != u64::from(MAC_CONTROL) {
            return false;
        }
        if number(0, 6) != PAUSE_ADDRESS || number(14, 2) != u64::from(PAUSE) {
            registers.count(&map::RX_CONTROL);
            return true;
        }
        registers.count(&map::PAUSE_RECEIVED);
        if registers.switch(&map::CONTROL_HONOUR_PAUSE) {
            self.left = QUANTUM * number(16, 2);
        }
        true
    }

    /// Time passes; true while no frame may begin.
    pub fn clock(&mut self, registers: &mut Registers) -> bool {
        let standing = self.standing();
        if standing {
            self.left -= 1;
            registers.count(&map::PAUSED_CLOCKS);
        }
        standing
    }

    pub fn standing(&self) -> bool {
        self.left > 0
    }
}
