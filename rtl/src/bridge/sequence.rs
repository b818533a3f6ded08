//! Arithmetic of sequence numbers that wrap.
//!
//! The numbers of frames on their way lie within half the number space, so that their order is
//! the sign of their difference (RFC 1982). All of it is exact at the width of the number.

use expether_hdl::prelude::*;

/// How many frames lie from `from` (inclusive) to `to` (exclusive), going forward.
#[kernel]
pub fn seq_distance<const N: usize>(from: Bits<N>, to: Bits<N>) -> Bits<N> {
    to - from
}

/// Whether `a` comes before `b`. At exactly half the number space neither does.
#[kernel]
pub fn seq_before<const N: usize>(a: Bits<N>, b: Bits<N>) -> bool {
    let ahead = b - a;
    ahead.any() && !ahead.get_bit(N - 1)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sequence__before_and_distance__are_right_for_every_pair_of_five_bits() {
        for a in 0..32u64 {
            for step in 0..32u64 {
                let b = (a + step) % 32;
                let (x, y) = (bits::<5>(a), bits::<5>(b));
                assert_eq!(seq_distance(x, y), bits::<5>(step));
                assert_eq!(seq_before(x, y), (1..16).contains(&step), "{a} {b}");
            }
        }
    }

    proptest! {
        #[test]
        fn sequence__before_and_distance__agree_with_signed_arithmetic(a: u16, b: u16) {
            let (x, y) = (bits::<16>(a as u64), bits::<16>(b as u64));
            prop_assert_eq!(seq_distance(x, y), bits::<16>(b.wrapping_sub(a) as u64));
            prop_assert_eq!(seq_before(x, y), b.wrapping_sub(a) as i16 > 0);
        }

        #[test]
        fn sequence__before__is_irreflexive_and_asymmetric(a: u16, b: u16) {
            let (x, y) = (bits::<16>(a as u64), bits::<16>(b as u64));
            prop_assert!(!seq_before(x, x));
            prop_assert!(!(seq_before(x, y) && seq_before(y, x)));
        }
    }
}
