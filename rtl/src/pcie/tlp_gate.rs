//! Lets only those TLPs pass that may travel in its direction.
//!
//! **Ports.** `tlp` as [`TlpParser`](super::TlpParser) gives it; `passed`: the TLPs
//! that may pass; `refused`: one cycle for each one that may not, unless it was bad anyway.
//!
//! A refused TLP vanishes whole. Towards the device (`DIRECTION` = [`DOWNSTREAM`]) these are the
//! completions of locked reads, and messages routed to the root complex. Towards the host
//! ([`UPSTREAM`]): configuration requests and locked reads, which only a root complex makes, and
//! messages broadcast from it. (PCI Express Base Specification, 2.2 and 6.5.)
//!
//! **Latency** none: combinational, no state. **Throughput** one beat a clock.
//!
//! **Why not** in the parser: what is legal depends on the side, what is well-formed does not.
//!
//! Toward the host: a memory read passes, a configuration read does not:
//!
//! ```text
//! clock            0 1 2 3
//! tlp_valid        1 1 1 1
//! tlp_beat_last    0 1 0 1
//! tlp_beat_error   0 0 0 0
//! tlp_beat_data    1 2 3 4
//! tlp_info_kind    0 0 5 5
//! tlp_info_routing 0 0 4 4
//! tlp_ready        1 1 1 1
//! passed_ready     1 1 0 0
//! passed_valid     1 1 0 0
//! passed_beat_data 1 2 - -
//! refused          0 0 0 1
//! ```

use expether_hdl::prelude::*;
use expether_wire::tlp::{format::routing, Kind, ALL_KINDS};

use super::tlp_info::TlpBeat;
use crate::prim::stream::{StreamIn, StreamOut};

/// `DIRECTION` of a gate for TLPs from the host to the device.
pub const DOWNSTREAM: usize = 0;
/// `DIRECTION` of a gate for TLPs from the device to the host.
pub const UPSTREAM: usize = 1;

/// Whether a kind of TLP may not travel in this direction, whatever its routing.
pub fn kind_is_refused(direction: usize, kind: Kind) -> bool {
    match kind {
        Kind::ConfigRead0
        | Kind::ConfigRead1
        | Kind::ConfigWrite0
        | Kind::ConfigWrite1
        | Kind::MemoryReadLocked => direction == UPSTREAM,
        Kind::CompletionLocked | Kind::CompletionLockedData => direction == DOWNSTREAM,
        _ => false,
    }
}

/// Whether a message with this routing may not travel in this direction.
pub fn routing_is_refused(direction: usize, message_routing: u64) -> bool {
    match message_routing {
        routing::TO_ROOT_COMPLEX | routing::GATHERED => direction == DOWNSTREAM,
        routing::BROADCAST => direction == UPSTREAM,
        _ => false,
    }
}

/// Bit `i`: kind `i` is refused.
pub fn refused_kinds(direction: usize) -> u64 {
    let refused = ALL_KINDS.iter().filter(|&&kind| kind_is_refused(direction, kind));
    refused.fold(0, |map, &kind| map | 1 << kind as u64)
}

/// Bit `i`: kind `i` is a message.
pub fn message_kinds() -> u64 {
    1 << Kind::Message as u64 | 1 << Kind::MessageData as u64
}

/// Bit `i`: messages with routing `i` are refused.
pub fn refused_routings(direction: usize) -> u64 {
    (0..8).filter(|&i| routing_is_refused(direction, i)).fold(0, |map, i| map | 1 << i)
}

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct TlpGate<const DIRECTION: usize> {
    /// All TLPs.
    pub tlp: StreamIn<TlpBeat>,
    /// The TLPs that may pass.
    pub passed: StreamOut<TlpBeat>,
    /// A TLP that may not pass has ended.
    pub refused: Signal<Out, Bit>,
}

impl<const DIRECTION: usize> Logic for TlpGate<DIRECTION> {
    #[kernel]
    fn update(&mut self) {
        let input = self.tlp.payload.val();
        let kind = input.info.kind;
        let refused_kind = bits::<32>(refused_kinds(DIRECTION)).get_bit(kind.index());
        let is_message = bits::<32>(message_kinds()).get_bit(kind.index());
        let refused_routing =
            bits::<8>(refused_routings(DIRECTION)).get_bit(input.info.routing.index());
        let refuse = refused_kind || (is_message && refused_routing);

        self.passed.payload.next = input;
        self.passed.valid.next = self.tlp.valid.val() && !refuse;
        self.tlp.ready.next = self.passed.ready.val() || refuse;
        self.refused.next = self.tlp.valid.val() && refuse && input.beat.last && !input.beat.error;
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::settle;
    use expether_wire::tlp::Class;

    fn passes<const DIRECTION: usize>(kind: Kind, message_routing: u64) -> bool {
        let mut uut = TlpGate::<DIRECTION>::default();
        uut.connect_all();
        let mut input = TlpBeat::default();
        input.beat.last = true;
        input.info.kind = bits(kind as u64);
        input.info.routing = bits(message_routing);
        uut.tlp.payload.next = input;
        uut.tlp.valid.next = true;
        uut.passed.ready.next = false;
        settle!(uut);
        let passes = uut.passed.valid.val();
        assert_eq!(uut.refused.val(), !passes, "{}", kind.name());
        assert_eq!(uut.tlp.ready.val(), !passes, "what is refused does not wait");
        passes
    }

    /// PCI Express Base Specification, 2.2.1 (table 2-3) and 2.2.8: who may send what.
    #[test]
    fn tlp_gate__requests_and_completions__pass_in_the_directions_of_the_specification() {
        for &kind in ALL_KINDS {
            if matches!(kind, Kind::Message | Kind::MessageData) {
                continue;
            }
            let name = kind.name();
            let locked_answer = name.starts_with("CplLk") || name.starts_with("CplDLk");
            assert_eq!(passes::<DOWNSTREAM>(kind, 0), !locked_answer, "{name}");
            let only_from_root = name.starts_with("Cfg") || name == "MRdLk";
            assert_eq!(passes::<UPSTREAM>(kind, 0), !only_from_root, "{name}");
            // The routing of what is no message means nothing.
            for message_routing in 1..8 {
                assert_eq!(passes::<UPSTREAM>(kind, message_routing), !only_from_root, "{name}");
            }
        }
        let upstream = ALL_KINDS.iter().filter(|k| k.class() == Class::Completion);
        assert!(
            upstream.clone().count() == 4 && upstream.clone().all(|&k| passes::<UPSTREAM>(k, 0))
        );
    }

    #[test]
    fn tlp_gate__messages__pass_by_their_routing() {
        for kind in [Kind::Message, Kind::MessageData] {
            let down: Vec<_> = (0..8).filter(|&r| passes::<DOWNSTREAM>(kind, r)).collect();
            assert_eq!(down, [1, 2, 3, 4, 6, 7]);
            let up: Vec<_> = (0..8).filter(|&r| passes::<UPSTREAM>(kind, r)).collect();
            assert_eq!(up, [0, 1, 2, 4, 5, 6, 7]);
        }
    }

    #[test]
    fn tlp_gate__a_refused_tlp_that_is_bad_anyway__is_not_counted() {
        let mut uut = TlpGate::<UPSTREAM>::default();
        uut.connect_all();
        let mut input = TlpBeat::default();
        input.beat.last = true;
        input.beat.error = true;
        input.info.kind = bits(Kind::ConfigRead0 as u64);
        uut.tlp.payload.next = input;
        uut.tlp.valid.next = true;
        settle!(uut);
        assert!(!uut.refused.val() && !uut.passed.valid.val());
    }
}
