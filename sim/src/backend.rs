//! What every way of running a design offers: the native engine, Verilator, or both at once.
//!
//! A model drives a design in this order, once a clock cycle:
//! `set` inputs → (`eval` if an output that depends on an input of this cycle is to be read) →
//! `get` outputs → `tick`. After `tick` outputs are those of the new state with the old inputs
//! once `eval` has run; `get` before `eval` is an error that debug builds assert.

/// A port of the design, found once by name and then used by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortInfo {
    pub name: String,
    pub width: u32,
    pub direction: Direction,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Direction {
    Input,
    Output,
}

/// Index into [`Backend::ports`].
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct PortId(pub u32);

/// A set of clocks, bit `i` for clock `i` of [`Backend::clocks`].
pub type ClockSet = u32;

/// A running design.
pub trait Backend {
    /// `native`, `verilator` or `lockstep`.
    fn kind(&self) -> &'static str;
    /// All ports except clocks, inputs first, in declaration order.
    fn ports(&self) -> &[PortInfo];
    /// Names of the clock ports.
    fn clocks(&self) -> &[String];
    /// Puts a value of up to 64 bits on an input. Bits above the width are ignored.
    fn set(&mut self, port: PortId, value: u64);
    /// The same for any width; words of 64 bits, least significant first.
    fn set_wide(&mut self, port: PortId, words: &[u64]);
    /// Settles everything combinational for the present inputs and state.
    fn eval(&mut self) -> Result<(), crate::SimError>;
    /// Low 64 bits of an output (or input), as of the last `eval`.
    fn get(&self, port: PortId) -> u64;
    /// The same for any width.
    fn get_wide(&self, port: PortId, words: &mut [u64]);
    /// One rising edge of every clock in the set, at the same instant, with the present inputs.
    fn tick(&mut self, clocks: ClockSet) -> Result<(), crate::SimError>;
    /// Back to power-up state; with a seed, every register and memory word gets a random value.
    fn power_up(&mut self, random: Option<u64>);
    /// Like `set` on each of several ports, in one call.
    fn set_all(&mut self, values: &[(PortId, u64)]) {
        for (port, value) in values {
            self.set(*port, *value);
        }
    }
    /// Like `get` of each of several ports, in one call.
    fn get_all(&self, ports: &[PortId], values: &mut [u64]) {
        for (port, value) in ports.iter().zip(values) {
            *value = self.get(*port);
        }
    }
    /// The port with this name.
    fn port(&self, name: &str) -> Option<PortId> {
        self.ports().iter().position(|p| p.name == name).map(|i| PortId(i as u32))
    }
}

impl<B: Backend + ?Sized> Backend for Box<B> {
    fn kind(&self) -> &'static str {
        (**self).kind()
    }
    fn ports(&self) -> &[PortInfo] {
        (**self).ports()
    }
    fn clocks(&self) -> &[String] {
        (**self).clocks()
    }
    fn set(&mut self, port: PortId, value: u64) {
        (**self).set(port, value);
    }
    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        (**self).set_wide(port, words);
    }
    fn eval(&mut self) -> Result<(), crate::SimError> {
        (**self).eval()
    }
    fn get(&self, port: PortId) -> u64 {
        (**self).get(port)
    }
    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        (**self).get_wide(port, words);
    }
    fn tick(&mut self, clocks: ClockSet) -> Result<(), crate::SimError> {
        (**self).tick(clocks)
    }
    fn power_up(&mut self, random: Option<u64>) {
        (**self).power_up(random);
    }
    fn set_all(&mut self, values: &[(PortId, u64)]) {
        (**self).set_all(values);
    }
    fn get_all(&self, ports: &[PortId], values: &mut [u64]) {
        (**self).get_all(ports, values);
    }
}

/// `Backend` for a type that is a thin owner of another backend, which stands in this field.
macro_rules! delegate_backend {
    ($owner:ty, $field:ident) => {
        impl $crate::Backend for $owner {
            fn kind(&self) -> &'static str {
                self.$field.kind()
            }
            fn ports(&self) -> &[$crate::PortInfo] {
                self.$field.ports()
            }
            fn clocks(&self) -> &[String] {
                self.$field.clocks()
            }
            fn set(&mut self, port: $crate::PortId, value: u64) {
                self.$field.set(port, value);
            }
            fn set_wide(&mut self, port: $crate::PortId, words: &[u64]) {
                self.$field.set_wide(port, words);
            }
            fn eval(&mut self) -> Result<(), $crate::SimError> {
                self.$field.eval()
            }
            fn get(&self, port: $crate::PortId) -> u64 {
                self.$field.get(port)
            }
            fn get_wide(&self, port: $crate::PortId, words: &mut [u64]) {
                self.$field.get_wide(port, words);
            }
            fn tick(&mut self, clocks: $crate::ClockSet) -> Result<(), $crate::SimError> {
                self.$field.tick(clocks)
            }
            fn power_up(&mut self, random: Option<u64>) {
                self.$field.power_up(random);
            }
            fn set_all(&mut self, values: &[($crate::PortId, u64)]) {
                self.$field.set_all(values);
            }
            fn get_all(&self, ports: &[$crate::PortId], values: &mut [u64]) {
                self.$field.get_all(ports, values);
            }
        }
    };
}
pub(crate) use delegate_backend;
