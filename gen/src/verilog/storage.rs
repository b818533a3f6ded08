//! Registers and memories of a module as text.

use super::expr::constant;
use super::module::Emitter;
use crate::hier::*;

impl Emitter<'_> {
    pub(super) fn registers(&mut self) {
        let m = self.module;
        let mut groups: Vec<(NetId, Option<NetId>, Vec<&Register>)> = Vec::new();
        for r in &m.registers {
            let reset = r.reset.as_ref().map(|(net, _)| *net);
            match groups.iter_mut().find(|(c, s, _)| *c == r.clock && *s == reset) {
                Some((_, _, list)) => list.push(r),
                None => groups.push((r.clock, reset, vec![r])),
            }
        }
        if groups.is_empty() {
            return;
        }
        self.line("");
        self.line("    initial begin");
        for r in &m.registers {
            let value = r.reset.as_ref().map(|(_, v)| v.clone()).unwrap_or_default();
            let net = m.net(r.q);
            self.line(format!("        {} = {};", net.name, constant(&value, net.width)));
        }
        self.line("    end");
        for (clock, reset, registers) in groups {
            self.line("");
            self.line(format!("    always @(posedge {}) begin", m.net(clock).name));
            let load =
                |e: &Self, r: &Register| format!("{} <= {};", m.net(r.q).name, e.value_of_net(r.d));
            match reset {
                None => {
                    for r in registers {
                        let line = format!("        {}", load(self, r));
                        self.line(line);
                    }
                }
                Some(reset) => {
                    self.line(format!("        if ({}) begin", m.net(reset).name));
                    for r in &registers {
                        let value = r.reset.as_ref().map(|(_, v)| v.clone()).unwrap_or_default();
                        let net = m.net(r.q);
                        self.line(format!(
                            "            {} <= {};",
                            net.name,
                            constant(&value, net.width)
                        ));
                    }
                    self.line("        end else begin");
                    for r in registers {
                        let line = format!("            {}", load(self, r));
                        self.line(line);
                    }
                    self.line("        end");
                }
            }
            self.line("    end");
        }
    }

    pub(super) fn memories(&mut self) {
        let m = self.module;
        for memory in &m.memories {
            let name = &memory.name;
            let word = Self::range(memory.width);
            let value = |e: &Self, nets: &[NetId]| {
                let parts: Vec<String> = nets.iter().map(|n| e.value_of_net(*n)).collect();
                match parts.as_slice() {
                    [one] => one.clone(),
                    _ => format!("{{{}}}", parts.join(", ")),
                }
            };
            let sized = |w: &str| if w.is_empty() { String::new() } else { format!(" {w}") };
            let (write_enable, write_address) =
                (self.value_of_net(memory.write_enable), self.value_of_net(memory.write_address));
            let read_address = self.value_of_net(memory.read_address);
            // A memory whose address is a constant becomes registers in Yosys, with a warning.
            let mut named = Vec::new();
            let mut name_constant = |address: String, what: &str| {
                if !address.starts_with(|c: char| c.is_ascii_digit()) {
                    return address;
                }
                let wire = format!("{name}_{what}_address");
                let width = address.split('\'').next().and_then(|w| w.parse().ok()).unwrap_or(1);
                let range = Self::range(width);
                let space = if range.is_empty() { "" } else { " " };
                named.push(format!("    wire{space}{range} {wire} = {address};"));
                wire
            };
            let write_address = name_constant(write_address, "write");
            let read_address = name_constant(read_address, "read");
            let write_data = value(self, &memory.write_data);
            let single = memory.read_data.len() == 1;
            let read_word = match single {
                true => m.net(memory.read_data[0]).name.clone(),
                false => format!("{name}_read_word"),
            };
            self.line("");
            named.into_iter().for_each(|line| self.line(line));
            self.line(format!("    reg{} {name}_words [0:{}];", sized(&word), memory.depth - 1));
            if !single {
                let kind = if memory.read_enable.is_some() { "reg" } else { "wire" };
                self.line(format!("    {kind}{} {read_word};", sized(&word)));
                let mut low = memory.width;
                for net in &memory.read_data {
                    let width = m.net(*net).width;
                    low -= width;
                    let select = if width == 1 {
                        format!("[{low}]")
                    } else {
                        format!("[{}:{low}]", low + width - 1)
                    };
                    self.line(format!("    assign {} = {read_word}{select};", m.net(*net).name));
                }
            }
            // Contents are not initialised: a loop over thousands of words is what synthesis
            // tools choke on, and nothing may depend on a word that was never written.
            if memory.read_enable.is_some() {
                self.line(format!(
                    "    initial {read_word} = {};",
                    constant(&Default::default(), memory.width)
                ));
            }
            if memory.read_enable.is_none() {
                self.line(format!("    assign {read_word} = {name}_words[{read_address}];"));
            }
            self.line(format!("    always @(posedge {}) begin", m.net(memory.clock).name));
            self.line(format!("        if ({write_enable}) begin"));
            self.line(format!("            {name}_words[{write_address}] <= {write_data};"));
            self.line("        end");
            if let Some(read_enable) = memory.read_enable {
                let read_enable = self.value_of_net(read_enable);
                self.line(format!("        if ({read_enable}) begin"));
                self.line(format!("            {read_word} <= {name}_words[{read_address}];"));
                self.line("        end");
            }
            self.line("    end");
        }
    }
}
