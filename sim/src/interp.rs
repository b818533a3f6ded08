//! The slow, obvious way to run a netlist: every node in turn, on values of any width. The
//! compiled engines are tested against it.

use crate::engine::layout::{memory_slot, read, Layout};
use crate::engine::words::SlotId;
use crate::{Backend, ClockSet, Direction, PortId, PortInfo, SimError};
use expether_gen::netlist::{evaluate, Netlist, NodeId, Op, Value};

/// Interprets a netlist.
pub struct Interpreter {
    net: Netlist,
    layout: Layout,
    ports: Vec<PortInfo>,
    clocks: Vec<String>,
    inputs: Vec<Value>,
    regs: Vec<Value>,
    memories: Vec<Vec<Value>>,
    sync_reads: Vec<Vec<Value>>,
    values: Vec<Value>,
}

impl Interpreter {
    /// An interpreter in power-up state, inputs zero.
    pub fn new(net: &Netlist) -> Self {
        let layout = Layout::new(net);
        let mut this = Self {
            ports: layout.ports.clone(),
            clocks: layout.clocks.clone(),
            layout,
            inputs: net.inputs.iter().map(|p| Value::zero(p.width)).collect(),
            regs: Vec::new(),
            memories: Vec::new(),
            sync_reads: Vec::new(),
            values: Vec::new(),
            net: net.clone(),
        };
        this.power_up(None);
        this
    }

    /// Value of a node as of the last `eval` or `tick` (before the edge).
    pub fn value(&self, node: NodeId) -> &Value {
        &self.values[node.0 as usize]
    }

    fn settle(&mut self) {
        self.values.clear();
        for node in &self.net.nodes {
            let values = &self.values;
            let value = match &node.op {
                Op::Input(i) => self.inputs[*i as usize].clone(),
                Op::Reg(r) => self.regs[r.0 as usize].clone(),
                Op::SyncRead(m, p) => self.sync_reads[m.0 as usize][*p as usize].clone(),
                Op::AsyncRead(m, a) => self.fetch(m.0 as usize, &values[a.0 as usize]),
                op => evaluate(op, node.width, |x| &values[x.0 as usize])
                    .unwrap_or_else(|| Value::zero(node.width)),
            };
            self.values.push(value);
        }
    }

    fn fetch(&self, memory: usize, address: &Value) -> Value {
        match self.row(memory, address) {
            Some(row) => self.memories[memory][row].clone(),
            None => Value::zero(self.net.memories[memory].width),
        }
    }

    fn row(&self, memory: usize, address: &Value) -> Option<usize> {
        let depth = self.net.memories[memory].depth;
        let small = address.words().iter().skip(1).all(|w| *w == 0);
        (small && address.low_u64() < u64::from(depth)).then(|| address.low_u64() as usize)
    }
}

impl Backend for Interpreter {
    fn kind(&self) -> &'static str {
        "interpreter"
    }

    fn ports(&self) -> &[PortInfo] {
        &self.ports
    }

    fn clocks(&self) -> &[String] {
        &self.clocks
    }

    fn set(&mut self, port: PortId, value: u64) {
        self.set_wide(port, &[value]);
    }

    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        let i = port.0 as usize;
        self.inputs[i] = Value::from_words(self.ports[i].width, words.to_vec());
    }

    fn eval(&mut self) -> Result<(), SimError> {
        self.settle();
        Ok(())
    }

    fn get(&self, port: PortId) -> u64 {
        let mut words = [0];
        self.get_wide(port, &mut words);
        words[0]
    }

    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        let i = port.0 as usize;
        let value = match self.ports[i].direction {
            Direction::Input => &self.inputs[i],
            Direction::Output => self.value(self.net.outputs[i - self.inputs.len()].node),
        };
        words.fill(0);
        words.iter_mut().zip(value.words()).for_each(|(to, from)| *to = *from);
    }

    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        self.settle();
        let on = |c: expether_gen::netlist::ClockId| clocks >> c.0 & 1 == 1;
        let v = |n: NodeId| &self.values[n.0 as usize];
        let mut regs = self.regs.clone();
        for (reg, new) in self.net.regs.iter().zip(&mut regs).filter(|(r, _)| on(r.clock)) {
            new.clone_from(v(reg.next));
        }
        let mut reads = self.sync_reads.clone();
        let mut writes: Vec<(usize, usize, Value)> = Vec::new();
        for (m, memory) in self.net.memories.iter().enumerate() {
            for (port, new) in memory.sync_reads.iter().zip(&mut reads[m]) {
                if on(port.clock) && v(port.enable).bit(0) {
                    *new = self.fetch(m, v(port.address));
                }
            }
            for port in &memory.writes {
                if on(port.clock) && v(port.enable).bit(0) {
                    if let Some(row) = self.row(m, v(port.address)) {
                        writes.push((m, row, v(port.data).clone()));
                    }
                }
            }
        }
        self.regs = regs;
        self.sync_reads = reads;
        for (m, row, value) in writes {
            self.memories[m][row] = value;
        }
        Ok(())
    }

    fn power_up(&mut self, random: Option<u64>) {
        let mut state = vec![0; self.layout.size];
        self.layout.power_up(&mut state, random);
        let at = |first: SlotId, width: u32| {
            let words = (0..width.div_ceil(64)).map(|i| SlotId(first.0 + i));
            let words = words.map(|s| read(&state, self.layout.slot(s)));
            Value::from_words(width, words.collect())
        };
        let regs = self.net.regs.iter().zip(&self.layout.regs);
        self.regs = regs.map(|(r, s)| at(*s, r.width)).collect();
        let ports = self.net.memories.iter().zip(&self.layout.sync_reads);
        self.sync_reads =
            ports.map(|(m, slots)| slots.iter().map(|s| at(*s, m.width)).collect()).collect();
        self.memories = self
            .layout
            .memories
            .iter()
            .map(|m| {
                let word = |row| {
                    let parts = 0..m.width.div_ceil(64);
                    let parts = parts.map(|p| read(&state, memory_slot(m, row, p)));
                    Value::from_words(m.width, parts.collect())
                };
                (0..m.depth).map(word).collect()
            })
            .collect();
    }
}
