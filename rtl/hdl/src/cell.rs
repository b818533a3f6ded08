//! Leaf cells: everything that keeps state or crosses clocks. The back end knows them by the
//! metadata they record ([`crate::tree::Cell`]), not by parsing text; `update()` is their
//! meaning under rust-hdl's `simulate()`.

use crate::tree::{record_cell, Cell, MemoryPorts};
use rust_hdl::core::prelude::*;

/// Register with synchronous, active-high reset. One clock from `d` to `q`.
#[derive(Clone, Debug, LogicBlock)]
pub struct Reg<T: Synth> {
    /// Next value.
    pub d: Signal<In, T>,
    /// Present value.
    pub q: Signal<Out, T>,
    /// Rising edge.
    pub clock: Signal<In, Clock>,
    /// Loads the reset value, before `d`.
    pub reset: Signal<In, Bit>,
    _reset_value: T,
}

impl<T: Synth> Reg<T> {
    /// A register with this reset (and power-up) value; `default()` takes the type's default.
    pub fn new(reset_value: T) -> Self {
        Self {
            d: Signal::default(),
            q: Signal::new_with_default(reset_value),
            clock: Signal::default(),
            reset: Signal::default(),
            _reset_value: reset_value,
        }
    }
}

impl<T: Synth> Default for Reg<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Synth> Logic for Reg<T> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self.q.next = if self.reset.val() { self._reset_value } else { self.d.val() };
        }
    }
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        record_cell(|| Cell::Register {
            clock: self.clock.id(),
            reset: Some((self.reset.id(), crate::tree::value_of(self._reset_value))),
            d: self.d.id(),
            q: self.q.id(),
        })
    }
}

/// Register without reset, for payload. Its `reset` port is there so that `clocked!` serves
/// both kinds; nothing is connected to it in hardware. Zero at power-up.
#[derive(Clone, Debug, LogicBlock)]
pub struct DataReg<T: Synth> {
    /// Next value.
    pub d: Signal<In, T>,
    /// Present value.
    pub q: Signal<Out, T>,
    /// Rising edge.
    pub clock: Signal<In, Clock>,
    /// Ignored.
    pub reset: Signal<In, Bit>,
}

impl<T: Synth> Default for DataReg<T> {
    fn default() -> Self {
        Self {
            d: Signal::default(),
            q: Signal::default(),
            clock: Signal::default(),
            reset: Signal::default(),
        }
    }
}

impl<T: Synth> Logic for DataReg<T> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self.q.next = self.d.val();
        }
    }
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        record_cell(|| Cell::Register {
            clock: self.clock.id(),
            reset: None,
            d: self.d.id(),
            q: self.q.id(),
        })
    }
}

/// Two flip-flops in the destination's clock: the only cell by which a signal of another clock
/// may enter. Give it one bit, or a Gray-coded value. Two destination clocks of latency.
#[derive(Clone, Debug, LogicBlock)]
pub struct Synchronizer<T: Synth> {
    /// From the other clock domain.
    pub d: Signal<In, T>,
    /// In the domain of `clock`.
    pub q: Signal<Out, T>,
    /// The destination's clock.
    pub clock: Signal<In, Clock>,
    _stage: T,
}

impl<T: Synth> Default for Synchronizer<T> {
    fn default() -> Self {
        Self {
            d: Signal::default(),
            q: Signal::default(),
            clock: Signal::default(),
            _stage: T::default(),
        }
    }
}

impl<T: Synth> Logic for Synchronizer<T> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            self.q.next = self._stage;
            self._stage = self.d.val();
        }
    }
    fn connect(&mut self) {
        self.q.connect();
    }
    fn hdl(&self) -> Verilog {
        record_cell(|| Cell::Synchronizer {
            clock: self.clock.id(),
            d: self.d.id(),
            q: self.q.id(),
        })
    }
}

/// Memory of 2^A words with synchronous write and *combinational* read: lookup-table memory,
/// for up to some tens of words. The reader may be in another clock domain if it reads only
/// words that are not being written (as an asynchronous FIFO does).
#[derive(Clone, Debug, LogicBlock)]
pub struct LutRam<T: Synth, const A: usize> {
    /// Clock of the write port.
    pub clock: Signal<In, Clock>,
    /// Write at the next edge.
    pub write_enable: Signal<In, Bit>,
    /// Where to write.
    pub write_address: Signal<In, Bits<A>>,
    /// What to write.
    pub write_data: Signal<In, T>,
    /// Where to read.
    pub read_address: Signal<In, Bits<A>>,
    /// The word there, in the same cycle.
    pub read_data: Signal<Out, T>,
    _words: Vec<T>,
}

impl<T: Synth, const A: usize> Default for LutRam<T, A> {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            write_enable: Signal::default(),
            write_address: Signal::default(),
            write_data: Signal::default(),
            read_address: Signal::default(),
            read_data: Signal::default(),
            _words: vec![T::default(); 1 << A],
        }
    }
}

impl<T: Synth, const A: usize> Logic for LutRam<T, A> {
    fn update(&mut self) {
        if self.clock.pos_edge() && self.write_enable.val() {
            self._words[self.write_address.val().index()] = self.write_data.val();
        }
        self.read_data.next = self._words[self.read_address.val().index()];
    }
    fn connect(&mut self) {
        self.read_data.connect();
    }
    fn hdl(&self) -> Verilog {
        record_cell(|| {
            Cell::LutRam(MemoryPorts {
                depth: 1 << A,
                clock: self.clock.id(),
                write_enable: self.write_enable.id(),
                write_address: self.write_address.id(),
                write_data: self.write_data.id(),
                read_enable: None,
                read_address: self.read_address.id(),
                read_data: self.read_data.id(),
            })
        })
    }
}

/// Memory of 2^A words with one write and one read port on one clock: block memory. The word
/// appears one clock after its address, if `read_enable`; else the output keeps its value. A
/// read of the word being written gives the old word.
#[derive(Clone, Debug, LogicBlock)]
pub struct SyncRam<T: Synth, const A: usize> {
    /// Clock of both ports.
    pub clock: Signal<In, Clock>,
    /// Write at the next edge.
    pub write_enable: Signal<In, Bit>,
    /// Where to write.
    pub write_address: Signal<In, Bits<A>>,
    /// What to write.
    pub write_data: Signal<In, T>,
    /// Read at the next edge.
    pub read_enable: Signal<In, Bit>,
    /// Where to read.
    pub read_address: Signal<In, Bits<A>>,
    /// The word read last.
    pub read_data: Signal<Out, T>,
    _words: Vec<T>,
}

impl<T: Synth, const A: usize> Default for SyncRam<T, A> {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            write_enable: Signal::default(),
            write_address: Signal::default(),
            write_data: Signal::default(),
            read_enable: Signal::default(),
            read_address: Signal::default(),
            read_data: Signal::default(),
            _words: vec![T::default(); 1 << A],
        }
    }
}

impl<T: Synth, const A: usize> Logic for SyncRam<T, A> {
    fn update(&mut self) {
        if self.clock.pos_edge() {
            if self.read_enable.val() {
                self.read_data.next = self._words[self.read_address.val().index()];
            }
            if self.write_enable.val() {
                self._words[self.write_address.val().index()] = self.write_data.val();
            }
        }
    }
    fn connect(&mut self) {
        self.read_data.connect();
    }
    fn hdl(&self) -> Verilog {
        record_cell(|| {
            Cell::SyncRam(MemoryPorts {
                depth: 1 << A,
                clock: self.clock.id(),
                write_enable: self.write_enable.id(),
                write_address: self.write_address.id(),
                write_data: self.write_data.id(),
                read_enable: Some(self.read_enable.id()),
                read_address: self.read_address.id(),
                read_data: self.read_data.id(),
            })
        })
    }
}
