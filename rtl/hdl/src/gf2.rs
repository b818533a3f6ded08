//! Linear maps over GF(2): CRC steps, parities, LFSRs.

use rust_hdl::core::prelude::Bits;

/// Result bit `i` is the parity of the bits of `x` that row `i` selects: bit `j` of a row is
/// bit `j % 64` of its word `j / 64`. In hardware each row is one flat exclusive-or, whatever
/// function computed the rows; constant functions never reach a tool that would choke on them.
pub fn gf2_linear<const M: usize, const N: usize>(x: Bits<N>, rows: &[Vec<u64>]) -> Bits<M> {
    assert_eq!(rows.len(), M, "gf2_linear needs one row a result bit");
    let mut y = Bits::<M>::default();
    for (i, row) in rows.iter().enumerate() {
        let mut parity = false;
        for j in 0..N {
            parity ^= row.get(j / 64).is_some_and(|w| w >> (j % 64) & 1 == 1) && x.get_bit(j);
        }
        y = y.replace_bit(i, parity);
    }
    y
}
