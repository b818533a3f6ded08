//! Reading all output ports: of a rust-hdl block, and of a backend, in one form.

use expether_hdl::prelude::*;
use expether_sim::{Backend, Direction, PortId};
use num_bigint::BigUint;

#[derive(Default)]
struct Outputs {
    depth: usize,
    namespaces: Vec<String>,
    found: Vec<(String, BigUint)>,
}

fn value(x: &VCDValue) -> BigUint {
    let text = match x {
        VCDValue::Single(bit) => bit.to_string(),
        VCDValue::Vector(bits) => bits.iter().map(|b| b.to_string()).collect(),
        other => panic!("an output of a type that this test does not read: {other:?}"),
    };
    BigUint::parse_bytes(text.as_bytes(), 2).expect("two-state")
}

impl Probe for Outputs {
    fn visit_start_scope(&mut self, _: &str, _: &dyn Block) {
        self.depth += 1;
    }
    fn visit_end_scope(&mut self, _: &str, _: &dyn Block) {
        self.depth -= 1;
    }
    fn visit_start_namespace(&mut self, name: &str, _: &dyn Block) {
        self.namespaces.push(name.to_string());
    }
    fn visit_end_namespace(&mut self, _: &str, _: &dyn Block) {
        self.namespaces.pop();
    }
    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        if self.depth == 1 && signal.kind() == AtomKind::OutputParameter {
            let mut path = self.namespaces.clone();
            path.push(name.to_string());
            self.found.push((path.join("_"), value(&signal.vcd())));
        }
    }
}

/// Output ports of a block, by name, in declaration order.
pub fn outputs(block: &dyn Block) -> Vec<(String, BigUint)> {
    let mut probe = Outputs::default();
    block.accept("top", &mut probe);
    probe.found
}

/// The same of a backend.
pub fn outputs_of(backend: &dyn Backend) -> Vec<(String, BigUint)> {
    let mut found = Vec::new();
    for (i, port) in backend.ports().iter().enumerate() {
        if port.direction == Direction::Output {
            let mut words = vec![0; port.width.div_ceil(64) as usize];
            backend.get_wide(PortId(i as u32), &mut words);
            let digits = words.iter().flat_map(|w| [*w as u32, (*w >> 32) as u32]).collect();
            found.push((port.name.clone(), BigUint::new(digits)));
        }
    }
    found
}
