//! The AXI4-Lite port of the registers (AMBA AXI and ACE protocol specification, part B).
//! Signals are named as there; only what a slave without protection needs is here.

use expether_hdl::prelude::*;
use expether_wire::registers::ADDRESS_BITS;

/// The side of the registers.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "AxiLiteMaster"]
pub struct AxiLiteSlave {
    /// Write address, in bytes.
    pub awaddr: Signal<In, Bits<ADDRESS_BITS>>,
    /// There is a write address.
    pub awvalid: Signal<In, Bit>,
    /// It is taken at this edge.
    pub awready: Signal<Out, Bit>,
    /// Data to be written.
    pub wdata: Signal<In, Bits<32>>,
    /// Which bytes of it.
    pub wstrb: Signal<In, Bits<4>>,
    /// There are data.
    pub wvalid: Signal<In, Bit>,
    /// They are taken at this edge.
    pub wready: Signal<Out, Bit>,
    /// 0: OKAY, 2: SLVERR.
    pub bresp: Signal<Out, Bits<2>>,
    /// There is an answer to a write.
    pub bvalid: Signal<Out, Bit>,
    /// It is taken at this edge.
    pub bready: Signal<In, Bit>,
    /// Read address, in bytes.
    pub araddr: Signal<In, Bits<ADDRESS_BITS>>,
    /// There is a read address.
    pub arvalid: Signal<In, Bit>,
    /// It is taken at this edge.
    pub arready: Signal<Out, Bit>,
    /// Data read.
    pub rdata: Signal<Out, Bits<32>>,
    /// 0: OKAY, 2: SLVERR.
    pub rresp: Signal<Out, Bits<2>>,
    /// There are data read.
    pub rvalid: Signal<Out, Bit>,
    /// They are taken at this edge.
    pub rready: Signal<In, Bit>,
}

/// The side of the processor.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "AxiLiteSlave"]
pub struct AxiLiteMaster {
    /// Write address, in bytes.
    pub awaddr: Signal<Out, Bits<ADDRESS_BITS>>,
    /// There is a write address.
    pub awvalid: Signal<Out, Bit>,
    /// It is taken at this edge.
    pub awready: Signal<In, Bit>,
    /// Data to be written.
    pub wdata: Signal<Out, Bits<32>>,
    /// Which bytes of it.
    pub wstrb: Signal<Out, Bits<4>>,
    /// There are data.
    pub wvalid: Signal<Out, Bit>,
    /// They are taken at this edge.
    pub wready: Signal<In, Bit>,
    /// 0: OKAY, 2: SLVERR.
    pub bresp: Signal<In, Bits<2>>,
    /// There is an answer to a write.
    pub bvalid: Signal<In, Bit>,
    /// It is taken at this edge.
    pub bready: Signal<Out, Bit>,
    /// Read address, in bytes.
    pub araddr: Signal<Out, Bits<ADDRESS_BITS>>,
    /// There is a read address.
    pub arvalid: Signal<Out, Bit>,
    /// It is taken at this edge.
    pub arready: Signal<In, Bit>,
    /// Data read.
    pub rdata: Signal<In, Bits<32>>,
    /// 0: OKAY, 2: SLVERR.
    pub rresp: Signal<In, Bits<2>>,
    /// There are data read.
    pub rvalid: Signal<In, Bit>,
    /// They are taken at this edge.
    pub rready: Signal<Out, Bit>,
}
