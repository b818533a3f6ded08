//! Rust text of the passes of a design. All values are `u64`, bits above the width zero.

use crate::engine::layout::{memory_slot, reaches_only, Slot};
use crate::engine::legalize::Design;
use crate::engine::schedule::{Program, Stmt};
use crate::engine::words::{mask, WordGraph, WordOp, W};
use std::fmt::Write;

/// Text of a library with one function for each program, `pass0` and so on.
pub fn source(design: &Design, programs: &[Program]) -> String {
    let mut text = String::new();
    text.push_str(
        "// Made from a netlist by the simulator.\n\
         #![allow(warnings)]\n\
         #![no_std]\n\
         #[panic_handler]\n\
         fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }\n\
         type S = *mut u8;\n\
         type T = *const u8;\n",
    );
    for (i, program) in programs.iter().enumerate() {
        let _ = writeln!(text, "#[no_mangle]\npub unsafe extern \"C\" fn pass{i}(s: S, t: T) {{");
        let mut writer = Writer { design, graph: &program.graph, text, depth: 1 };
        writer.program(&program.body);
        text = writer.text;
        text.push_str("}\n");
    }
    text
}

struct Writer<'a> {
    design: &'a Design,
    graph: &'a WordGraph,
    text: String,
    depth: usize,
}

/// Rust's type of so many bytes.
fn unsigned(bytes: u32) -> &'static str {
    match bytes {
        1 => "u8",
        2 => "u16",
        4 => "u32",
        _ => "u64",
    }
}

impl Writer<'_> {
    fn line(&mut self, text: std::fmt::Arguments) {
        for _ in 0..self.depth {
            self.text.push(' ');
        }
        let _ = self.text.write_fmt(text);
        self.text.push('\n');
    }

    fn program(&mut self, program: &[Stmt]) {
        for stmt in program {
            match stmt {
                Stmt::Let(w) => {
                    let value = self.word(*w);
                    self.line(format_args!("let w{} = {value};", w.0));
                }
                Stmt::If { condition, then, otherwise, phis } => {
                    for (w, _, _) in phis {
                        self.line(format_args!("let w{};", w.0));
                    }
                    let condition = self.test(*condition);
                    self.line(format_args!("if {condition} {{"));
                    self.arm(then, phis.iter().map(|p| (p.0, p.1)));
                    if !otherwise.is_empty() || !phis.is_empty() {
                        self.line(format_args!("}} else {{"));
                        self.arm(otherwise, phis.iter().map(|p| (p.0, p.2)));
                    }
                    self.line(format_args!("}}"));
                }
                Stmt::Store(slot, w) => {
                    let slot = self.design.layout.slot(*slot);
                    let value = self.value(*w);
                    self.store("s", slot, &value);
                }
                Stmt::MemStore { memory, address, data } => {
                    let m = self.design.layout.memories[*memory as usize];
                    let address_width = self.graph.width(*address);
                    let address = self.value(*address);
                    let checked = !reaches_only(address_width, m.depth);
                    if checked {
                        self.line(format_args!("if {address} < {} {{", m.depth));
                    } else {
                        self.line(format_args!("{{"));
                    }
                    self.line(format_args!("let row = s.add({address} as usize * {});", m.stride));
                    for (part, w) in data.iter().enumerate() {
                        let value = self.value(*w);
                        self.store("row", memory_slot(&m, 0, part as u32), &value);
                    }
                    self.line(format_args!("}}"));
                }
            }
        }
    }

    fn arm(&mut self, stmts: &[Stmt], phis: impl Iterator<Item = (W, W)>) {
        self.depth += 1;
        self.program(stmts);
        for (w, from) in phis {
            let value = self.value(from);
            self.line(format_args!("w{} = {value};", w.0));
        }
        self.depth -= 1;
    }

    fn store(&mut self, base: &str, slot: Slot, value: &str) {
        let ty = unsigned(slot.bytes);
        self.line(format_args!(
            "({base}.add({}) as *mut {ty}).write({value} as {ty});",
            slot.offset
        ));
    }

    fn value(&self, w: W) -> String {
        match self.graph.as_const(w) {
            Some(v) => format!("0x{v:x}u64"),
            None => format!("w{}", w.0),
        }
    }

    fn test(&self, w: W) -> String {
        format!("{} != 0", self.value(w))
    }

    fn word(&self, w: W) -> String {
        let graph = self.graph;
        let word = graph.word(w);
        let width = word.width;
        let v = |w: W| self.value(w);
        let cut = |text: String| match width {
            64 => text,
            _ => format!("({text}) & 0x{:x}", mask(width)),
        };
        match word.op {
            WordOp::Const(x) => format!("0x{x:x}u64"),
            WordOp::Load(slot) => {
                let slot = self.design.layout.slot(slot);
                format!("(s.add({}) as *const {}).read() as u64", slot.offset, unsigned(slot.bytes))
            }
            WordOp::MemLoad { memory, address, part } => {
                let m = self.design.layout.memories[memory as usize];
                let ty = unsigned(m.part_bytes());
                let offset = m.offset + part * 8;
                let read = |index: &str| {
                    format!(
                        "(s.add({index} as usize * {} + {offset}) as *const {ty}).read() as u64",
                        m.stride
                    )
                };
                if reaches_only(graph.width(address), m.rows) {
                    read(&v(address))
                } else {
                    let a = v(address);
                    format!("if {a} < {} {{ {} }} else {{ 0 }}", m.rows, read(&a))
                }
            }
            WordOp::And(a, b) => format!("{} & {}", v(a), v(b)),
            WordOp::Or(a, b) => format!("{} | {}", v(a), v(b)),
            WordOp::Xor(a, b) => format!("{} ^ {}", v(a), v(b)),
            WordOp::Not(a) => format!("{} ^ 0x{:x}", v(a), mask(width)),
            WordOp::Add(a, b) => cut(format!("{}.wrapping_add({})", v(a), v(b))),
            WordOp::Sub(a, b) => cut(format!("{}.wrapping_sub({})", v(a), v(b))),
            WordOp::Mul(a, b) => cut(format!("{}.wrapping_mul({})", v(a), v(b))),
            WordOp::MulHigh(a, b) => {
                cut(format!("(({} as u128 * {} as u128) >> 64) as u64", v(a), v(b)))
            }
            WordOp::Eq(a, b) => format!("({} == {}) as u64", v(a), v(b)),
            WordOp::Ult(a, b) => format!("({} < {}) as u64", v(a), v(b)),
            WordOp::NonZero(a) => format!("({} != 0) as u64", v(a)),
            WordOp::Parity(a) => format!("({}.count_ones() & 1) as u64", v(a)),
            WordOp::Shl(a, n) | WordOp::Shr(a, n) => {
                let op = if matches!(word.op, WordOp::Shl(..)) {
                    "wrapping_shl"
                } else {
                    "wrapping_shr"
                };
                let shifted = format!("{}.{op}({} as u32)", v(a), v(n));
                if graph.width(n) <= 6 {
                    cut(shifted)
                } else {
                    cut(format!("if {} < 64 {{ {shifted} }} else {{ 0 }}", v(n)))
                }
            }
            WordOp::ShlConst(a, n) => cut(format!("{} << {n}", v(a))),
            WordOp::Extract(a, low) => {
                let shifted = if low == 0 { v(a) } else { format!("{} >> {low}", v(a)) };
                if low + width >= graph.width(a) {
                    shifted
                } else {
                    cut(shifted)
                }
            }
            WordOp::Mux(c, a, b) => {
                format!("if {} {{ {} }} else {{ {} }}", self.test(c), v(a), v(b))
            }
            WordOp::Table { table, index } => {
                let (offset, bytes) = graph.tables.entries[table as usize];
                let ty = unsigned(bytes);
                let read = format!(
                    "(t.add({} as usize * {bytes} + {offset}) as *const {ty}).read() as u64",
                    v(index)
                );
                if width == 1 {
                    cut(read)
                } else {
                    read
                }
            }
        }
    }
}
