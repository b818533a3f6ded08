//! A registered block in the engine, its ports by name.

use std::collections::HashMap;

use expether_gen::Design;
use expether_sim::engine::Engine;
use expether_sim::model::stream::Beat;
use expether_sim::{Backend, Direction, PortId};

pub struct Dut {
    engine: Engine,
    ports: HashMap<String, (PortId, u32, Direction)>,
}

impl Dut {
    pub fn new(block: &str) -> Self {
        Self::of(&expether_gen::elaborate(block).unwrap_or_else(|e| panic!("{block}: {e}")))
    }

    /// A block that is not registered, or not with these parameters.
    pub fn of(design: &Design) -> Self {
        let block = design.name();
        let engine = Engine::new(design.netlist()).unwrap_or_else(|e| panic!("{block}: {e}"));
        let ports = engine
            .ports()
            .iter()
            .map(|p| {
                (p.name.clone(), (engine.port(&p.name).expect("a port"), p.width, p.direction))
            })
            .collect();
        let mut dut = Self { engine, ports };
        dut.power_up();
        dut
    }

    /// The state at power-up.
    pub fn power_up(&mut self) {
        self.engine.power_up(None);
    }

    /// Random registers and memories.
    pub fn scramble(&mut self, seed: u64) {
        self.engine.power_up(Some(seed));
    }

    pub fn clocks(&self) -> usize {
        self.engine.clocks().len()
    }

    /// Name, width, direction.
    pub fn ports(&self) -> Vec<(String, u32, Direction)> {
        let ports = self.engine.ports().iter();
        ports.map(|p| (p.name.clone(), p.width, p.direction)).collect()
    }

    pub fn has(&self, port: &str, direction: Direction) -> bool {
        self.ports.get(port).is_some_and(|p| p.2 == direction)
    }

    pub fn set(&mut self, port: &str, value: u64) {
        let (id, ..) = *self.ports.get(port).unwrap_or_else(|| panic!("no port {port}"));
        self.engine.set(id, value);
    }

    pub fn get(&self, port: &str) -> u64 {
        let (id, ..) = *self.ports.get(port).unwrap_or_else(|| panic!("no port {port}"));
        self.engine.get(id)
    }

    /// The value of a port, if there is one of this name.
    pub fn try_get(&self, port: &str) -> Option<u64> {
        self.ports.get(port).map(|(id, ..)| self.engine.get(*id))
    }

    pub fn eval(&mut self) {
        self.engine.eval().expect("the engine runs");
    }

    /// An edge of every clock.
    pub fn tick(&mut self) {
        self.tick_of(u32::MAX >> (32 - self.clocks().max(1)));
    }

    pub fn tick_of(&mut self, clocks: u32) {
        self.engine.tick(clocks).expect("the engine runs");
    }

    /// Some clocks with every input zero and every reset high.
    pub fn reset(&mut self) {
        let inputs: Vec<String> =
            self.ports().into_iter().filter(|p| p.2 == Direction::Input).map(|p| p.0).collect();
        for name in &inputs {
            self.set(name, u64::from(name == "reset" || name.ends_with("_reset")));
        }
        for _ in 0..8 {
            self.tick();
        }
        for name in inputs.iter().filter(|n| *n == "reset" || n.ends_with("_reset")) {
            self.set(name, 0);
        }
        self.eval();
    }

    /// Puts a beat on a stream or flow into the block.
    pub fn set_beat(&mut self, stream: &str, beat: Beat) {
        self.set_fields(stream, beat);
        self.set(&format!("{stream}_valid"), beat.valid.into());
    }

    /// The same without `valid`: for a beat within a larger payload.
    pub fn set_fields(&mut self, beat_name: &str, beat: Beat) {
        self.set(&format!("{beat_name}_data"), beat.data);
        self.set(&format!("{beat_name}_keep"), beat.keep.into());
        self.set(&format!("{beat_name}_last"), beat.last.into());
        self.set(&format!("{beat_name}_error"), beat.error.into());
    }

    /// What stands on a stream or flow out of the block.
    pub fn beat(&self, stream: &str) -> Beat {
        let valid = self.get(&format!("{stream}_valid")) == 1;
        Beat { valid, ..self.fields(stream) }
    }

    /// The same without `valid`.
    pub fn fields(&self, beat_name: &str) -> Beat {
        Beat {
            data: self.get(&format!("{beat_name}_data")),
            keep: self.get(&format!("{beat_name}_keep")) as u8,
            last: self.get(&format!("{beat_name}_last")) == 1,
            error: self.get(&format!("{beat_name}_error")) == 1,
            valid: false,
        }
    }
}
