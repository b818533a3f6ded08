//! Announces this bridge to its group, and gives places in the peer table to bridges that announce themselves.
//!
//! **Ports.** `wanted`, `taken`: a keep-alive frame is due, and is being sent. `announced`, `announced_mac`: a good keep-alive
//! frame of the other role has come. `learn_mac`: its source, for the entries to compare; `is_known`, `occupied`: what they say (one
//! bit an entry; one that software keeps closed is occupied). `learn`: the entry that gets it. `learnt`, `no_place`: one cycle each.
//!
//! A frame is due when the bridge is enabled, every `settings.keep_alive_interval` clocks, and when a peer has been learnt, so that it
//! need not wait for its turn to learn us.
//!
//! **Latency** one clock from `announced` to `learn`. **Reset** as `settings.enable` 0. **Limits.** With `settings.learn` 0 nothing is learnt.
//!
//! **Why not** by software: a host's bridge has to find its devices before any software runs on it.
//!
//! A bridge is learnt, in the lowest free entry of two:
//!
//! ```text
//! clock         0 1 2 3 4 5
//! settings_enable 1 1 1 1 1 1
//! settings_learn  1 1 1 1 1 1
//! settings_keep_alive_interval 100 100 100 100 100 100
//! taken         0 1 0 0 0 0
//! announced     0 0 1 0 0 0
//! announced_mac - - 77 - - -
//! is_known       0 0 0 0 0 0
//! occupied      1 1 1 1 3 3
//! learn         0 0 0 2 0 0
//! learn_mac     - - - 77 77 77
//! wanted        0 1 0 0 1 1
//! learnt        0 0 0 1 0 0
//! ```

use expether_hdl::prelude::*;

use super::frame::FabricSettings;

/// See the module's documentation. `N`: entries of the peer table.
#[derive(LogicBlock, Default)]
pub struct KeepAlive<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// A keep-alive frame is due.
    pub wanted: Signal<Out, Bit>,
    /// It is being sent.
    pub taken: Signal<In, Bit>,
    /// A keep-alive frame has come.
    pub announced: Signal<In, Bit>,
    /// Its source.
    pub announced_mac: Signal<In, Bits<48>>,
    /// The same a clock later.
    pub learn_mac: Signal<Out, Bits<48>>,
    /// Entries that have it.
    pub is_known: Signal<In, Bits<N>>,
    /// Entries that are not free.
    pub occupied: Signal<In, Bits<N>>,
    /// The entry that gets it.
    pub learn: Signal<Out, Bits<N>>,
    /// An entry was filled.
    pub learnt: Signal<Out, Bit>,
    /// There is no free entry.
    pub no_place: Signal<Out, Bit>,
    due: Reg<Bit>,
    timer: Reg<Bits<24>>,
    was_enabled: Reg<Bit>,
    came: Reg<Bit>,
    mac: DataReg<Bits<48>>,
}

impl<const N: usize> Logic for KeepAlive<N> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, due, timer, was_enabled, came, mac);
        let settings = self.settings.val();
        self.came.d.next = self.announced.val() && settings.enable;
        if self.announced.val() {
            self.mac.d.next = self.announced_mac.val();
        }
        let free = !self.occupied.val();
        let lowest = free & (!free + 1);
        let is_new = self.came.q.val() && settings.learn && !self.is_known.val().any();
        let learns = is_new && free.any();
        self.learn_mac.next = self.mac.q.val();
        self.learn.next = if learns { lowest } else { bits::<N>(0) };
        self.learnt.next = learns;
        self.no_place.next = is_new && !free.any();

        let sends = settings.enable && settings.keep_alive_interval.any();
        let elapsed = self.timer.q.val() >= settings.keep_alive_interval;
        self.was_enabled.d.next = settings.enable;
        self.timer.d.next = self.timer.q.val() + 1;
        if self.taken.val() {
            self.due.d.next = false;
        }
        if sends && (elapsed || learns || !self.was_enabled.q.val()) {
            self.due.d.next = true;
        }
        if elapsed || !settings.enable {
            self.timer.d.next = bits::<24>(0);
        }
        if !sends {
            self.due.d.next = false;
        }
        self.wanted.next = self.due.q.val() && settings.enable;
    }
}
