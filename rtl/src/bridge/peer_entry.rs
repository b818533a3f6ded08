//! An entry of the peer table: whose it is, and whether the peer is still there.
//!
//! **Ports.** `peer`: a fixed peer's settings. `learn`: the entry is given to the bridge `learn_mac`,
//! if it is free. `heard`: one cycle for each good frame of the peer. `valid`: there is a peer; `mac`, `learnt`: which,
//! and how it is known. `is_known`: `learn_mac` is this peer's. `doubled`: one cycle: another entry is for the same peer. `lost`: one cycle: nothing has been heard of the peer
//! for `settings.keep_alive_timeout`, or a learnt one is `doubled`, so that the one that software has fixed serves it. A learnt entry is then free again; a fixed one remains.
//!
//! **Latency** one clock. **Reset** the entry is free unless fixed.
//!
//! **Why not** one timer for all entries: each costs 24 bits, and is exact.
//!
//! A peer is learnt, and lost after 3 clocks:
//!
//! ```text
//! clock       0 1 2 3 4 5 6 7 8
//! settings_enable 1 1 1 1 1 1 1 1 1
//! settings_keep_alive_timeout 3 3 3 3 3 3 3 3 3
//! peer_fixed  0 0 0 0 0 0 0 0 0
//! learn       0 1 0 0 0 0 0 0 0
//! learn_mac   0 77 0 0 0 0 0 0 0
//! heard       0 0 0 0 0 0 0 0 0
//! doubled     0 0 0 0 0 0 0 0 0
//! valid       0 0 1 1 1 1 1 0 0
//! mac         - - 77 77 77 77 77 - -
//! learnt      0 0 1 1 1 1 1 0 0
//! lost        0 0 0 0 0 0 1 0 0
//! ```

use expether_hdl::prelude::*;

use super::frame::{FabricSettings, PeerSettings};

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct PeerEntry {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// From the peer's registers.
    pub peer: Signal<In, PeerSettings>,
    /// The entry is given to the bridge `learn_mac`.
    pub learn: Signal<In, Bit>,
    /// Source of a keep-alive frame.
    pub learn_mac: Signal<In, Bits<48>>,
    /// Another entry has this address.
    pub doubled: Signal<In, Bit>,
    /// The peer has sent a good frame.
    pub heard: Signal<In, Bit>,
    /// There is a peer.
    pub valid: Signal<Out, Bit>,
    /// Its MAC address.
    pub mac: Signal<Out, Bits<48>>,
    /// It was learnt.
    pub learnt: Signal<Out, Bit>,
    /// It is `learn_mac`.
    pub is_known: Signal<Out, Bit>,
    /// It is gone.
    pub lost: Signal<Out, Bit>,
    is_learnt: Reg<Bit>,
    learnt_mac: DataReg<Bits<48>>,
    silence: Reg<Bits<24>>,
    expired: Reg<Bit>,
}

impl Logic for PeerEntry {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, is_learnt, learnt_mac, silence, expired);
        let settings = self.settings.val();
        let peer = self.peer.val();
        let valid = peer.fixed || self.is_learnt.q.val();
        let mac = if peer.fixed { peer.mac } else { self.learnt_mac.q.val() };
        let lost = self.expired.q.val() && valid;

        if self.learn.val() && !valid {
            self.is_learnt.d.next = true;
            self.learnt_mac.d.next = self.learn_mac.val();
        }
        if lost || peer.fixed || !settings.enable {
            self.is_learnt.d.next = false;
        }
        if self.heard.val() || !valid || lost {
            self.silence.d.next = bits::<24>(0);
        } else {
            self.silence.d.next = self.silence.q.val() + 1;
        }
        let silent = settings.keep_alive_timeout.any()
            && self.silence.q.val() >= settings.keep_alive_timeout;
        let doubled = self.doubled.val() && self.is_learnt.q.val();
        self.expired.d.next = valid && !lost && (silent || doubled);

        self.valid.next = valid;
        self.mac.next = mac;
        self.learnt.next = self.is_learnt.q.val() && !peer.fixed;
        self.is_known.next = valid && mac == self.learn_mac.val();
        self.lost.next = lost;
    }
}
