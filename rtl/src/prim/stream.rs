//! The interfaces between blocks.
//!
//! Ready/valid, with the four usual rules: a transfer happens at a clock edge where both are
//! high; `valid` never waits for `ready`; while `valid` and not `ready`, nothing changes; across
//! a register slice there is no combinational path from `ready` to `ready`.

use expether_hdl::prelude::*;

/// 64 bits of a frame or TLP. In Verilog, fields of a stream called `x` are `x_data`, `x_keep`,
/// `x_last` and `x_error`.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Beat {
    /// Byte 0, the first on the wire, is in bits 7:0.
    pub data: Bits<64>,
    /// One bit a byte: contiguous from byte 0, and full except on the last beat.
    pub keep: Bits<8>,
    /// End of the frame or TLP.
    pub last: Bit,
    /// With `last`: the whole of it is to be dropped.
    pub error: Bit,
}

/// The side of a stream that sends.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "StreamIn"]
pub struct StreamOut<T: Synth> {
    /// What is transferred.
    pub payload: Signal<Out, T>,
    /// There is something to transfer.
    pub valid: Signal<Out, Bit>,
    /// The receiver takes it at this edge.
    pub ready: Signal<In, Bit>,
}

/// The side of a stream that receives.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "StreamOut"]
pub struct StreamIn<T: Synth> {
    /// What is transferred.
    pub payload: Signal<In, T>,
    /// There is something to transfer.
    pub valid: Signal<In, Bit>,
    /// We take it at this edge.
    pub ready: Signal<Out, Bit>,
}

/// A stream that cannot be stopped (from a MAC, to a packet FIFO): the side that sends.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "FlowIn"]
pub struct FlowOut<T: Synth> {
    /// What is transferred.
    pub payload: Signal<Out, T>,
    /// At this edge.
    pub valid: Signal<Out, Bit>,
}

/// A stream that cannot be stopped: the side that receives.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "FlowOut"]
pub struct FlowIn<T: Synth> {
    /// What is transferred.
    pub payload: Signal<In, T>,
    /// At this edge.
    pub valid: Signal<In, Bit>,
}
