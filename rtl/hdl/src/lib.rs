//! Front end of the hardware description.
//!
//! Types, derives and hierarchy are `rust-hdl`'s; what a kernel *means* is what its Rust
//! source means. This crate adds what rust-hdl's own back end is not trusted with:
//!
//! * [`kernel`], the attribute that puts a typed statement tree beside `update()`;
//! * [`tree`], that statement tree, and [`mirror`], the typed expressions it is built from;
//! * [`cell`], the leaf cells: registers, memories, synchronizers.
//!
//! A block is written with `use expether_hdl::prelude::*;`.

pub mod cell;
pub mod concat;
pub mod gf2;
#[doc(hidden)]
pub mod mirror;
pub mod tree;

pub use expether_kernel::kernel;
#[doc(hidden)]
pub use rust_hdl::core as rust_hdl_core;

/// Everything a block needs in scope, the names rust-hdl's derives expect included.
pub mod prelude {
    pub use crate::cell::{DataReg, LutRam, Reg, SyncRam, Synchronizer};
    pub use crate::gf2::gf2_linear;
    pub use crate::{cat, clocked, kernel};
    pub use rust_hdl::core::prelude::*;
}

/// Connects registers of `self` to `self.clock` and `self.reset`, and lets each keep its value
/// unless the kernel says otherwise: `clocked!(self, state, count);`. It stands first in a
/// kernel. For another clock: `clocked!(self, clock = rx_clock, reset = rx_reset, state);`.
#[macro_export]
macro_rules! clocked {
    ($me:ident, clock = $clock:ident, reset = $reset:ident, $($reg:ident),+ $(,)?) => {
        $(
            $me.$reg.clock.next = $me.$clock.val();
            $me.$reg.reset.next = $me.$reset.val();
            $me.$reg.d.next = $me.$reg.q.val();
        )+
    };
    ($me:ident, $($reg:ident),+ $(,)?) => {
        $crate::clocked!($me, clock = clock, reset = reset, $($reg),+)
    };
}

/// Concatenation, the most significant part first: `cat!(a, b)` is `{a, b}` of Verilog. Parts
/// are `Bits<_>` or `bool`; the width of the result comes from its use and must be the sum.
#[macro_export]
macro_rules! cat {
    ($($part:expr),+ $(,)?) => {
        $crate::concat::concat(&[$($crate::concat::Part::from($part)),+])
    };
}

/// The examples of `docs/kernel.md` are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/kernel.md")]
struct KernelLanguage;
