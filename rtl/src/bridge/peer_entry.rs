//! An entry of the peer table: whose it is, and whether the peer is still there.
//!
//! **Ports.** `peer`: what software has written, all of it at once. `settled`: no connection is left that could have been begun under what stood
//! before. `learn`: the entry is given to the bridge `learn_mac`,
//! if it is free. `heard`: one cycle for each good frame of the peer. `valid`: there is a peer; `mac`, `learnt`: which,
//! and how it is known. `stands`: it is still the one that software wants; else its connection has to end. `is_known`: `learn_mac` is this peer's. `duplicate`: one cycle: another entry is for the same peer. `lost`: one cycle: nothing has been heard of the peer
//! for `settings.keep_alive_timeout`, or a learnt one is `duplicate`, so that the one that software has fixed serves it. A learnt entry is then free again; a fixed one remains.
//!
//! What software writes is taken over only when `settled`, so that no frame of a connection goes to another address.
//!
//! **Latency** one clock. **Reset** the entry is free.
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
//! settled     1 1 1 0 0 0 0 1 1
//! learn       0 1 0 0 0 0 0 0 0
//! learn_mac   0 77 0 0 0 0 0 0 0
//! heard       0 0 0 0 0 0 0 0 0
//! duplicate   0 0 0 0 0 0 0 0 0
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
    /// There is no connection, nor one that ends.
    pub settled: Signal<In, Bit>,
    /// The entry is given to the bridge `learn_mac`.
    pub learn: Signal<In, Bit>,
    /// Source of a keep-alive frame.
    pub learn_mac: Signal<In, Bits<48>>,
    /// Another entry has this address.
    pub duplicate: Signal<In, Bit>,
    /// The peer has sent a good frame.
    pub heard: Signal<In, Bit>,
    /// There is a peer.
    pub valid: Signal<Out, Bit>,
    /// Its MAC address.
    pub mac: Signal<Out, Bits<48>>,
    /// It is the one that software wants.
    pub stands: Signal<Out, Bit>,
    /// It was learnt.
    pub learnt: Signal<Out, Bit>,
    /// It is `learn_mac`.
    pub is_known: Signal<Out, Bit>,
    /// It is gone.
    pub lost: Signal<Out, Bit>,
    is_fixed: Reg<Bit>,
    is_learnt: Reg<Bit>,
    present_mac: DataReg<Bits<48>>,
    silence: Reg<Bits<24>>,
    expired: Reg<Bit>,
}

impl Logic for PeerEntry {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, is_fixed, is_learnt, present_mac, silence, expired);
        let settings = self.settings.val();
        let peer = self.peer.val();
        let is_fixed = self.is_fixed.q.val();
        let is_learnt = self.is_learnt.q.val();
        let valid = is_fixed || is_learnt;
        let mac = self.present_mac.q.val();
        let lost = self.expired.q.val() && valid;

        let stands = if peer.fixed { is_fixed && mac == peer.mac } else { !is_fixed };
        if self.learn.val() && !valid && !peer.fixed {
            self.is_learnt.d.next = true;
            self.present_mac.d.next = self.learn_mac.val();
        }
        if lost || !settings.enable {
            self.is_learnt.d.next = false;
        }
        if self.settled.val() && !stands {
            self.is_fixed.d.next = peer.fixed;
            self.is_learnt.d.next = false;
            self.present_mac.d.next = peer.mac;
        }
        if self.heard.val() || !valid || lost || !stands {
            self.silence.d.next = bits::<24>(0);
        } else {
            self.silence.d.next = self.silence.q.val() + 1;
        }
        let silent = settings.keep_alive_timeout.any()
            && self.silence.q.val() >= settings.keep_alive_timeout;
        let duplicate = self.duplicate.val() && is_learnt;
        self.expired.d.next = valid && !lost && (silent || duplicate);

        self.valid.next = valid;
        self.stands.next = stands;
        self.mac.next = mac;
        self.learnt.next = is_learnt;
        self.is_known.next = valid && mac == self.learn_mac.val();
        self.lost.next = lost;
    }
}
