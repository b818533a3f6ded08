//! Who this bridge is on the network, so that no connection is served under two names.
//!
//! **Ports.** `wanted`: as software has set it, all of it at once. `busy`: a connection is left, or a frame of one on its way out. `present`: the identity in use.
//! `changing`: another is wanted: no connection may be opened, each has to end, and no frame of another kind begins.
//!
//! **Latency** one clock from `wanted` to `changing`, one from the end of `busy` to the new identity; `changing` is high for one clock more. **Reset** the identity of the registers' reset values.
//! While `enable` is 0 nothing is sent, and `present` follows at once.
//!
//! **Why not** take a new address at once: a frame under way would have half of each, and TLPs of a connection would go into another group.
//!
//! The group changes; a connection ends first:
//!
//! ```text
//! clock       0   1   2   3   4   5
//! enable      1   1   1   1   1   1
//! wanted_vid  FFD 9   9   9   9   9
//! busy        1   1   1   0   0   0
//! changing    0   0   1   1   1   0
//! present_vid FFD FFD FFD FFD 9   9
//! ```

use expether_hdl::prelude::*;
use expether_wire::registers;

/// What every frame carries of its sender and its group.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Identity {
    /// Our MAC address; the byte sent first in bits 7:0.
    pub mac: Bits<48>,
    /// VLAN ID: the group.
    pub vid: Bits<12>,
    /// EtherType, as a number.
    pub ethertype: Bits<16>,
    /// Our number.
    pub node_id: Bits<64>,
}

/// See the module's documentation.
#[derive(LogicBlock)]
pub struct Station {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// The bridge is switched on.
    pub enable: Signal<In, Bit>,
    /// What software wants.
    pub wanted: Signal<In, Identity>,
    /// Something of the present identity is left.
    pub busy: Signal<In, Bit>,
    /// The identity in use.
    pub present: Signal<Out, Identity>,
    /// It has to give way.
    pub changing: Signal<Out, Bit>,
    identity: Reg<Identity>,
    /// Another one was wanted a clock before: the comparison is wide, and what it stops is far away.
    differed: Reg<Bit>,
}

impl Default for Station {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            enable: Signal::default(),
            wanted: Signal::default(),
            busy: Signal::default(),
            present: Signal::default(),
            changing: Signal::default(),
            differed: Reg::default(),
            identity: Reg::new(Identity {
                mac: bits(0),
                vid: bits(registers::GROUP_VID.reset),
                ethertype: bits(registers::ETHERTYPE_VALUE.reset),
                node_id: bits(0),
            }),
        }
    }
}

impl Logic for Station {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, identity, differed);
        let wanted = self.wanted.val();
        let present = self.identity.q.val();
        let differs = wanted.mac != present.mac
            || wanted.vid != present.vid
            || wanted.ethertype != present.ethertype
            || wanted.node_id != present.node_id;
        // A clock late at both ends: what begins in the first of them makes the bridge busy; in the last, nothing begins.
        self.differed.d.next = differs;
        if !self.enable.val() || (self.differed.q.val() && !self.busy.val()) {
            self.identity.d.next = wanted;
        }
        self.present.next = present;
        self.changing.next = self.differed.q.val() && self.enable.val();
    }
}
