//! What `make prove` proves beside registered blocks: blocks of a size at which a proof converges,
//! and a probe of functions that are no block by themselves. `expether gen` emits each by its name.

use expether_hdl::prelude::*;

use crate::bridge::sequence::{seq_before, seq_distance};
use crate::bridge::{ArqTransmitter, ReplayBuffer};
use crate::prim::packet_fifo::PacketFifo;
use crate::prim::round_robin_arbiter::RoundRobinArbiter;

/// A block to be proved.
pub struct Instance {
    /// The name of its module in Verilog.
    pub name: &'static str,
    /// It, not yet connected.
    pub make: fn() -> Box<dyn Block>,
}

/// All of them.
pub fn instances() -> Vec<Instance> {
    macro_rules! instance {
        ($name:literal, $block:ty) => {
            Instance { name: $name, make: || Box::new(<$block>::default()) }
        };
    }
    vec![
        instance!("proof_sequence", SequenceProbe),
        instance!("proof_round_robin_arbiter", RoundRobinArbiter<8>),
        instance!("proof_packet_fifo", PacketFifo<3>),
        instance!("proof_arq_transmitter", ArqTransmitter<8, 3>),
        instance!("proof_replay_buffer", ReplayBuffer<8, 3>),
    ]
}

/// The comparison of sequence numbers.
#[derive(LogicBlock, Default)]
pub struct SequenceProbe {
    /// A number.
    pub a: Signal<In, Bits<16>>,
    /// Another.
    pub b: Signal<In, Bits<16>>,
    /// A number of 32 bits.
    pub wide_a: Signal<In, Bits<32>>,
    /// Another.
    pub wide_b: Signal<In, Bits<32>>,
    /// Whether `a` comes before `b`.
    pub is_before: Signal<Out, Bit>,
    /// From `a` forward to `b`.
    pub distance: Signal<Out, Bits<16>>,
    /// From `wide_a` forward to `wide_b`.
    pub wide_distance: Signal<Out, Bits<32>>,
}

impl Logic for SequenceProbe {
    #[kernel]
    fn update(&mut self) {
        self.is_before.next = seq_before::<16>(self.a.val(), self.b.val());
        self.distance.next = seq_distance::<16>(self.a.val(), self.b.val());
        self.wide_distance.next = seq_distance::<32>(self.wide_a.val(), self.wide_b.val());
    }
}
