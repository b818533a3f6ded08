//! How long frames may be on the way to a peer: open frames try it.

use expether_wire::bridge;
use expether_wire::registers as map;

use super::registers::Registers;
use super::MTU;

/// Bytes behind the EtherType of the shortest try. The longest TLP fits.
pub(super) const LEAST: u64 = 576;
/// Bytes of the try between it and `MTU`.
const USUAL: u64 = 1_500;
/// Tries of the full length in a connection whose path is shorter.
const TRIES: u8 = 3;

/// Words of the area of a frame with so many bytes behind the EtherType.
pub(super) const fn words(bytes: u64) -> u16 {
    (bytes.saturating_sub(bridge::HEADER.length as u64) / 4) as u16
}

/// Whether `MTU` is too short for the longest TLP.
pub(super) fn is_short(registers: &Registers) -> bool {
    registers.get(&map::MTU) < LEAST
}

/// Words of the longest area that `MTU` allows.
fn full(registers: &Registers) -> u16 {
    words(registers.get(&map::MTU).clamp(LEAST, MTU.into()))
}

/// What is known of the way to a peer and back.
#[derive(Default)]
pub(super) struct Path {
    /// Words of the longest open frame heard from the peer's incarnation.
    heard: u16,
    /// Words of our longest open frame that the peer has heard, as it says.
    told: u16,
    /// Tries since the opening, modulo 3.
    turn: u8,
    /// Tries of the full length that are left, and for which length.
    left: u8,
    left_for: u16,
}

impl Path {
    /// Of an opening, to an incarnation from which an open frame of so many words has come.
    pub fn new(heard: u16) -> Self {
        Self { heard, ..Self::default() }
    }

    /// The peer's open frame was so long.
    pub fn hear(&mut self, words: u16) {
        self.heard = self.heard.max(words);
    }

    /// Another incarnation of the peer is heard from now on.
    pub fn restart_hearing(&mut self) {
        self.heard = 0;
    }

    pub fn heard(&self) -> u16 {
        self.heard
    }

    /// The peer says what it has heard of us.
    pub fn tell(&mut self, words: u16) {
        self.told = self.told.max(words.min(self::words(MTU.into())));
    }

    /// Words of the longest area that has come through, as the register has it.
    pub fn known(&self) -> u16 {
        self.told.max(words(LEAST))
    }

    /// Words of the longest area that may be sent.
    pub fn limit(&self, registers: &Registers) -> u16 {
        self.known().min(full(registers))
    }

    /// Words of the area of the next open frame that wants an answer.
    pub fn attempt(&mut self, registers: &Registers) -> u16 {
        let turn = self.turn;
        self.turn = (turn + 1) % 3;
        match turn {
            0 => full(registers),
            1 => full(registers).min(words(USUAL)),
            _ => words(LEAST),
        }
    }

    /// Connected and confirmed: whether the full length is to be tried once more.
    pub fn wants_more(&mut self, registers: &Registers) -> bool {
        let full = full(registers);
        if self.left_for != full {
            (self.left, self.left_for) = (TRIES, full);
        }
        self.known() < full && self.left > 0
    }

    /// Words of such a try.
    pub fn full_attempt(&mut self, registers: &Registers) -> u16 {
        self.left = self.left.saturating_sub(1);
        full(registers)
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::keep_alive::Role;

    fn registers(mtu: u32) -> Registers {
        let mut registers = Registers::new(Role::Host);
        assert!(registers.write(map::MTU.offset, mtu, 0xF));
        registers
    }

    #[test]
    fn path__tries__go_in_turn_and_the_full_length_three_times_more() {
        for (mtu, lengths) in [(9_000, [2244, 369, 138]), (1_500, [369, 369, 138]), (576, [138; 3])]
        {
            let (registers, mut path) = (registers(mtu), Path::default());
            let tries: Vec<u16> = (0..6).map(|_| path.attempt(&registers)).collect();
            assert_eq!(tries, [lengths, lengths].concat());
            assert_eq!(path.limit(&registers), 138, "nothing has come through");
            path.tell(200);
            assert_eq!(path.limit(&registers), lengths[0].min(200));
            let mut more = 0;
            while path.wants_more(&registers) {
                assert_eq!(path.full_attempt(&registers), lengths[0]);
                more += 1;
            }
            assert_eq!(more, if mtu == 576 { 0 } else { 3 });
        }
    }

    #[test]
    fn path__what_a_peer_says__never_exceeds_the_own_mtu() {
        let (registers, mut path) = (registers(1_500), Path::default());
        path.tell(0xFFFF);
        assert_eq!(path.limit(&registers), 369);
        assert_eq!(path.known(), 2244, "a register of 12 bits");
        assert!(is_short(&self::registers(575)) && !is_short(&self::registers(576)));
    }
}
