//! Which bits of which nets the emitted text reads.

use crate::hier::*;
use num_bigint::BigUint;

/// For each net, the bits that are read.
pub struct Usage {
    read: Vec<BigUint>,
    /// How often the whole net is read.
    whole: Vec<u32>,
}

impl Usage {
    pub fn of(module: &Module, hierarchy: &Hierarchy) -> Self {
        let mut usage = Usage {
            read: vec![BigUint::default(); module.nets.len()],
            whole: vec![0; module.nets.len()],
        };
        for (_, value) in &module.assigns {
            usage.expr(module, *value);
        }
        usage.statements(module, &module.body);
        for r in &module.registers {
            usage.net(module, r.d);
            usage.net(module, r.clock);
            if let Some((net, _)) = &r.reset {
                usage.net(module, *net);
            }
        }
        for m in &module.memories {
            let pins = [m.clock, m.write_enable, m.write_address, m.read_address];
            for net in pins.into_iter().chain(m.write_data.iter().copied()).chain(m.read_enable) {
                usage.net(module, net);
            }
        }
        for instance in &module.instances {
            let child = &hierarchy.modules[instance.module];
            for (port, net) in child.ports.iter().zip(&instance.ports) {
                if child.net(*port).kind == NetKind::Input {
                    usage.net(module, *net);
                }
            }
        }
        usage
    }

    fn bits(&mut self, net: NetId, low: u32, width: u32) {
        let mask = ((BigUint::from(1u8) << width) - 1u8) << low;
        self.read[net as usize] |= mask;
    }

    fn net(&mut self, module: &Module, net: NetId) {
        self.whole[net as usize] += 1;
        self.bits(net, 0, module.net(net).width);
    }

    fn expr(&mut self, module: &Module, id: ExprId) {
        let expr = module.expr(id);
        match &expr.op {
            Op::Net(net) => self.net(module, *net),
            Op::Slice(of, low) => match module.expr(*of).op {
                Op::Net(net) => {
                    self.whole[net as usize] += 2;
                    self.bits(net, *low, expr.width);
                }
                _ => self.expr(module, *of),
            },
            Op::Gf2(of, rows) => {
                if let Op::Net(net) = module.expr(*of).op {
                    self.whole[net as usize] += 2;
                    // `^(x & mask)` reads all of x; single selected bits do not.
                    for row in rows {
                        if row.count_ones() == 1 {
                            self.read[net as usize] |= row;
                        } else if row.count_ones() > 1 {
                            self.bits(net, 0, module.net(net).width);
                        }
                    }
                }
            }
            op => each_operand(op, |operand| self.expr(module, operand)),
        }
    }

    fn statements(&mut self, module: &Module, stmts: &[Stmt]) {
        for stmt in stmts {
            match stmt {
                Stmt::Assign { value, .. } => self.expr(module, *value),
                Stmt::If { condition, then, otherwise } => {
                    self.expr(module, *condition);
                    self.statements(module, then);
                    self.statements(module, otherwise);
                }
                Stmt::Case { subject, arms } => {
                    self.expr(module, *subject);
                    for (_, body) in arms {
                        self.statements(module, body);
                    }
                }
            }
        }
    }

    /// Read once, and whole: its value may be written where it is read.
    pub fn once(&self, net: NetId) -> bool {
        self.whole[net as usize] == 1
    }

    /// Runs of bits that nothing reads: (lowest, how many).
    pub fn unused(&self, net: NetId, width: u32) -> Vec<(u32, u32)> {
        let read = &self.read[net as usize];
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for bit in 0..width {
            if read.bit(bit as u64) {
                continue;
            }
            match runs.last_mut() {
                Some((low, n)) if *low + *n == bit => *n += 1,
                _ => runs.push((bit, 1)),
            }
        }
        runs
    }
}
