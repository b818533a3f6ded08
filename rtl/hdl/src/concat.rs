//! Concatenation, which rust-hdl does not have.

use num_bigint::BigUint;
use rust_hdl::core::prelude::Bits;

/// One operand of [`crate::cat!`].
pub struct Part {
    width: usize,
    value: BigUint,
}

impl<const N: usize> From<Bits<N>> for Part {
    fn from(x: Bits<N>) -> Self {
        Part { width: N, value: x.into() }
    }
}

impl From<bool> for Part {
    fn from(x: bool) -> Self {
        Part { width: 1, value: BigUint::from(x as u8) }
    }
}

/// What [`crate::cat!`] calls. The elaborator has checked the widths before this ever runs.
pub fn concat<const R: usize>(parts: &[Part]) -> Bits<R> {
    let mut value = BigUint::default();
    let mut width = 0;
    for part in parts {
        value = (value << part.width) | &part.value;
        width += part.width;
    }
    assert_eq!(width, R, "cat! of {width} bits used where {R} are wanted");
    value.into()
}
