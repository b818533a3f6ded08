//! Where everything that lasts from cycle to cycle lies: one array, so that a snapshot is a copy.

use super::words::{mask, SlotId};
use crate::backend::{Direction, PortId, PortInfo};
use expether_gen::netlist::Netlist;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256StarStar;

/// One value of at most 64 bits, in 1, 2, 4 or 8 bytes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Byte offset in the state.
    pub offset: u32,
    pub width: u32,
    pub bytes: u32,
}

/// A memory: `stride` bytes a word, `rows` words of which those from `depth` on stay zero.
#[derive(Copy, Clone, Debug)]
pub struct MemoryLayout {
    pub offset: u32,
    pub width: u32,
    pub depth: u32,
    pub rows: u32,
    pub stride: u32,
}

impl MemoryLayout {
    /// Bits of part `part` of a word.
    pub fn part_width(&self, part: u32) -> u32 {
        (self.width - 64 * part).min(64)
    }

    /// Bytes in which a part is stored.
    pub fn part_bytes(&self) -> u32 {
        self.stride.min(8)
    }
}

/// Slots of a value wider than 64 bits follow each other.
#[derive(Clone, Debug)]
pub struct Layout {
    pub slots: Vec<Slot>,
    pub memories: Vec<MemoryLayout>,
    /// First slot of each input, output, register and (memory, synchronous read port).
    pub inputs: Vec<SlotId>,
    pub outputs: Vec<SlotId>,
    pub regs: Vec<SlotId>,
    pub sync_reads: Vec<Vec<SlotId>>,
    /// First slot of each named signal. They are no state: the observing pass writes them.
    pub names: Vec<SlotId>,
    /// Size in 64-bit words of the state, and of the array with the named signals behind it.
    pub state_size: usize,
    pub size: usize,
    pub ports: Vec<PortInfo>,
    pub clocks: Vec<String>,
    /// Everything that random initialisation reaches, by name: a random value depends on the
    /// seed and the name only, not on what else there is.
    by_name: Vec<(String, Storage)>,
    power_up: Vec<(SlotId, u64)>,
}

#[derive(Copy, Clone, Debug)]
enum Storage {
    Slot(u32, u32),
    Memory(u32),
}

/// Bytes that hold a width of at most 64 bits.
pub fn bytes_for(width: u32) -> u32 {
    match width {
        0..=8 => 1,
        9..=16 => 2,
        17..=32 => 4,
        _ => 8,
    }
}

/// Places a value behind what is there already, in as few bytes as it needs or in whole words;
/// gives its first slot.
fn place(slots: &mut Vec<Slot>, end: &mut u32, width: u32, whole: bool) -> SlotId {
    let first = SlotId(slots.len() as u32);
    let mut rest = width;
    while rest > 0 {
        let part = rest.min(64);
        let bytes = if whole { 8 } else { bytes_for(part) };
        let offset = end.next_multiple_of(bytes);
        slots.push(Slot { offset, width: part, bytes });
        *end = offset + bytes;
        rest -= part;
    }
    first
}

impl Layout {
    pub fn new(net: &Netlist) -> Self {
        let mut slots: Vec<Slot> = Vec::new();
        let mut end = 0u32;
        // Ports are set and read from outside one by one: all of one size makes that quick.
        let mut port = |width| place(&mut slots, &mut end, width, true);
        let inputs = net.inputs.iter().map(|p| port(p.width)).collect();
        let outputs = net.outputs.iter().map(|p| port(p.width)).collect();
        let mut put = |width| place(&mut slots, &mut end, width, false);
        let regs: Vec<SlotId> = net.regs.iter().map(|r| put(r.width)).collect();
        let sync_reads: Vec<Vec<SlotId>> = net
            .memories
            .iter()
            .map(|m| m.sync_reads.iter().map(|_| put(m.width)).collect())
            .collect();
        let mut end = end.next_multiple_of(64);
        let mut memories = Vec::new();
        for (m, memory) in net.memories.iter().enumerate() {
            let stride = match memory.width {
                0..=64 => bytes_for(memory.width),
                w => w.div_ceil(64) * 8,
            };
            let rows = padded_rows(net, m as u32, memory.depth);
            let offset = end;
            memories.push(MemoryLayout {
                offset,
                width: memory.width,
                depth: memory.depth,
                rows,
                stride,
            });
            end = (end + stride * rows).next_multiple_of(64);
        }
        let state_size = (end / 8) as usize;
        let names =
            net.names.iter().map(|n| place(&mut slots, &mut end, net.node(n.node).width, false));
        let names = names.collect();
        let mut by_name: Vec<(String, Storage)> = Vec::new();
        for (reg, slot) in net.regs.iter().zip(&regs) {
            by_name.push((reg.name.clone(), Storage::Slot(slot.0, reg.width.div_ceil(64))));
        }
        for (i, memory) in net.memories.iter().enumerate() {
            by_name.push((memory.name.clone(), Storage::Memory(i as u32)));
            for (port, slot) in sync_reads[i].iter().enumerate() {
                let words = memory.width.div_ceil(64);
                by_name.push((format!("{}.read{port}", memory.name), Storage::Slot(slot.0, words)));
            }
        }
        let mut power_up = Vec::new();
        for (reg, slot) in net.regs.iter().zip(&regs) {
            for (i, word) in reg.reset.iter().flat_map(|v| v.words()).enumerate() {
                if *word != 0 {
                    power_up.push((SlotId(slot.0 + i as u32), *word));
                }
            }
        }
        let port = |p: &expether_gen::netlist::Port, direction| PortInfo {
            name: p.name.clone(),
            width: p.width,
            direction,
        };
        let ports = net.inputs.iter().map(|p| port(p, Direction::Input));
        let ports = ports.chain(net.outputs.iter().map(|p| port(p, Direction::Output)));
        Self {
            ports: ports.collect(),
            clocks: net.clocks.iter().map(|c| c.name.clone()).collect(),
            slots,
            memories,
            inputs,
            outputs,
            regs,
            sync_reads,
            names,
            state_size,
            size: end.div_ceil(8) as usize,
            by_name,
            power_up,
        }
    }

    /// A slot behind all others that is no state of the design.
    pub fn extra(&mut self, width: u32) -> SlotId {
        let mut end = self.size as u32 * 8;
        let slot = place(&mut self.slots, &mut end, width, false);
        self.size = end.div_ceil(8) as usize;
        slot
    }

    pub fn slot(&self, id: SlotId) -> Slot {
        self.slots[id.0 as usize]
    }

    /// First slot of a port and its number of words.
    pub fn port_slot(&self, port: PortId) -> (SlotId, u32) {
        let i = port.0 as usize;
        let words = self.ports[i].width.div_ceil(64);
        match i.checked_sub(self.inputs.len()) {
            None => (self.inputs[i], words),
            Some(o) => (self.outputs[o], words),
        }
    }

    /// Writes power-up values; with a seed, random ones, the same for one seed whatever runs them.
    pub fn power_up(&self, state: &mut [u64], seed: Option<u64>) {
        let inputs_end = self.inputs.first().map(|_| 0..self.inputs.len());
        let kept: Vec<(SlotId, u64)> = inputs_end
            .into_iter()
            .flatten()
            .flat_map(|i| {
                let (first, words) = self.port_slot(PortId(i as u32));
                (0..words).map(move |w| SlotId(first.0 + w))
            })
            .map(|s| (s, read(state, self.slot(s))))
            .collect();
        state.fill(0);
        for (slot, value) in kept.into_iter().chain(self.power_up.iter().copied()) {
            write(state, self.slot(slot), value);
        }
        let Some(seed) = seed else { return };
        for (name, storage) in &self.by_name {
            // FNV-1a of the name.
            let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| {
                (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
            });
            let mut random = Xoshiro256StarStar::seed_from_u64(seed ^ hash);
            match *storage {
                Storage::Slot(first, words) => {
                    for i in first..first + words {
                        write(state, self.slots[i as usize], random.next_u64());
                    }
                }
                Storage::Memory(m) => {
                    let m = self.memories[m as usize];
                    for row in 0..m.depth {
                        for part in 0..m.width.div_ceil(64) {
                            write(state, memory_slot(&m, row, part), random.next_u64());
                        }
                    }
                }
            }
        }
    }
}

/// Part of a memory word as a slot.
pub fn memory_slot(m: &MemoryLayout, row: u32, part: u32) -> Slot {
    Slot {
        offset: m.offset + row * m.stride + part * 8,
        width: m.part_width(part),
        bytes: m.part_bytes(),
    }
}

/// Rows so many that reads at any address the design can form need no bounds check, if that
/// costs little memory. Addresses beyond the depth are never written and read as zero.
fn padded_rows(net: &Netlist, memory: u32, depth: u32) -> u32 {
    use expether_gen::netlist::Op;
    let mut widest = 0;
    for node in &net.nodes {
        match node.op {
            Op::AsyncRead(m, a) if m.0 == memory => widest = widest.max(net.node(a).width),
            _ => {}
        }
    }
    for r in &net.memories[memory as usize].sync_reads {
        widest = widest.max(net.node(r.address).width);
    }
    match 1u32.checked_shl(widest) {
        Some(rows) if widest < 31 && rows > depth && rows <= depth.saturating_mul(4).max(64) => {
            rows
        }
        _ => depth,
    }
}

/// Value of a slot.
pub fn read(state: &[u64], slot: Slot) -> u64 {
    let word = state[slot.offset as usize / 8] >> (slot.offset % 8 * 8);
    word & mask(slot.bytes * 8)
}

/// Sets a slot to the low bits of a value.
pub fn write(state: &mut [u64], slot: Slot, value: u64) {
    let shift = slot.offset % 8 * 8;
    let field = mask(slot.bytes * 8) << shift;
    let word = &mut state[slot.offset as usize / 8];
    *word = *word & !field | (value & mask(slot.width)) << shift;
}

/// An address of this width can't go beyond so many rows.
pub fn reaches_only(width: u32, rows: u32) -> bool {
    width < 32 && 1u64 << width <= u64::from(rows)
}
