//! What the register blocks make of the tables of `expether_wire::registers`.

use expether_hdl::prelude::*;
use expether_wire::registers::{Access, Register};

/// How many registers of a table have this access.
pub const fn count(table: &[Register], access: Access) -> usize {
    let (mut n, mut i) = (0, 0);
    while i < table.len() {
        n += (table[i].access as usize == access as usize) as usize;
        i += 1;
    }
    n
}

/// The `n`-th register of this access.
pub const fn nth(table: &[Register], access: Access, n: usize) -> Register {
    let (mut left, mut i) = (n, 0);
    loop {
        if table[i].access as usize == access as usize {
            if left == 0 {
                return table[i];
            }
            left -= 1;
        }
        i += 1;
    }
}

/// Which one of its access a register is.
pub const fn index(table: &[Register], register: &Register) -> usize {
    let (mut n, mut i) = (0, 0);
    while table[i].offset != register.offset {
        n += (table[i].access as usize == register.access as usize) as usize;
        i += 1;
    }
    n
}

/// Bit `i`: at word `first + i` there is a register.
pub const fn words(table: &[Register], first: u64) -> u64 {
    let (mut map, mut i) = (0, 0);
    while i < table.len() {
        let word = table[i].offset / 4;
        if word >= first && word < first + 64 {
            map |= 1 << (word - first);
        }
        i += 1;
    }
    map
}

/// A register's value after a write of the bytes that `strobe` names.
#[kernel]
pub fn written(old: Bits<32>, data: Bits<32>, strobe: Bits<4>) -> Bits<32> {
    let mask: Bits<32> = cat!(
        if strobe.get_bit(3) { bits::<8>(0xFF) } else { bits::<8>(0) },
        if strobe.get_bit(2) { bits::<8>(0xFF) } else { bits::<8>(0) },
        if strobe.get_bit(1) { bits::<8>(0xFF) } else { bits::<8>(0) },
        if strobe.get_bit(0) { bits::<8>(0xFF) } else { bits::<8>(0) },
    );
    (old & !mask) | (data & mask)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::registers::{peer, ALL};

    #[test]
    fn register_table__nth_and_index__are_inverse_and_cover_the_table() {
        for table in [ALL, peer::ALL] {
            let mut found = 0;
            for access in [Access::ReadOnly, Access::ReadWrite, Access::Status, Access::Counter] {
                for n in 0..count(table, access) {
                    let register = nth(table, access, n);
                    assert_eq!((register.access, index(table, &register)), (access, n));
                    found += 1;
                }
            }
            assert_eq!(found, table.len());
        }
    }

    #[test]
    fn register_table__words__has_a_bit_for_each_register() {
        for (table, first) in [(ALL, 0), (ALL, 64), (peer::ALL, 0)] {
            for word in 0..64 {
                let exists = table.iter().any(|r| r.offset == 4 * (first + word));
                assert_eq!(words(table, first) >> word & 1 == 1, exists, "word {}", first + word);
            }
        }
    }

    #[test]
    fn register_table__written__takes_the_bytes_of_the_strobe() {
        for strobe in 0..16 {
            let bytes = (0..4).filter(|b| strobe >> b & 1 == 1).fold(0, |m, b| m | 0xFF << (8 * b));
            let (old, new) = (0x1234_5678, 0x9ABC_DEF0);
            let expected = bits::<32>(old & !bytes | new & bytes);
            assert_eq!(written(bits(old), bits(new), bits(strobe)), expected);
        }
    }
}
