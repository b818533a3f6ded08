//! What PCI Express calls flow control: the three classes of TLPs, and credits for each.

use expether_hdl::prelude::*;

use crate::prim::stream::Beat;

/// `class` of a posted TLP: memory writes and messages.
pub const POSTED: u64 = 0;
/// `class` of a non-posted TLP: what is answered by a completion.
pub const NON_POSTED: u64 = 1;
/// `class` of a completion.
pub const COMPLETION: u64 = 2;

/// A beat of a TLP that came from a peer; all but `beat` are the same with every beat of a TLP.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct ClassedBeat {
    /// The beat; `error` is never set.
    pub beat: Beat,
    /// [`POSTED`], [`NON_POSTED`] or [`COMPLETION`].
    pub class: Bits<2>,
    /// Words of the payload, at most 128.
    pub payload_dw: Bits<11>,
    /// Index of the peer.
    pub source: Bits<5>,
}

/// What the receiver on the PCIe link has granted since it was initialized, modulo the width:
/// `CREDIT_LIMIT` of the PCI Express Base Specification, 2.6.1. A data credit is four words.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FlowCredits {
    /// Posted TLPs.
    pub posted_header: Bits<8>,
    /// Their data.
    pub posted_data: Bits<12>,
    /// Non-posted TLPs.
    pub non_posted_header: Bits<8>,
    /// Their data.
    pub non_posted_data: Bits<12>,
    /// Completions.
    pub completion_header: Bits<8>,
    /// Their data.
    pub completion_data: Bits<12>,
    /// One bit a class, in the order of their numbers: there is no limit.
    pub infinite: Bits<3>,
}

/// A beat as the queues store it: 72 bits, which is what a block memory is wide.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct QueuedBeat {
    /// As in [`Beat`].
    pub data: Bits<64>,
    /// Only the first word counts.
    pub half: Bit,
    /// As in [`Beat`].
    pub last: Bit,
    /// In a TLP's first beat its data credits, in the others the number of the peer. Every TLP
    /// has two beats at least.
    pub note: Bits<6>,
}

/// Data credits that so many words take.
#[kernel]
pub fn data_credits(payload_dw: Bits<11>) -> Bits<6> {
    bit_cast::<6, 11>((payload_dw + 3) >> 2)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn flow_control__data_credits__are_units_of_four_words_begun() {
        for words in 0..=128u64 {
            assert_eq!(data_credits(bits(words)), bits::<6>(words.div_ceil(4)));
        }
    }
}
