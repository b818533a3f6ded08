//! For tests: a design of which some output is not what it should be, or that takes an input for
//! something else.

use crate::backend::{Backend, ClockSet, PortId, PortInfo};
use crate::SimError;

/// Passes everything through, but for one port.
pub(crate) struct Meddler<B> {
    inner: B,
    port: PortId,
    change: fn(u64) -> u64,
}

impl<B: Backend> Meddler<B> {
    /// `change` is made of what the design has on the port, or of what it is given there.
    pub fn new(inner: B, port: &str, change: fn(u64) -> u64) -> Self {
        let port = inner.port(port).unwrap_or_else(|| panic!("no port {port}"));
        Self { inner, port, change }
    }
}

impl<B: Backend> Backend for Meddler<B> {
    fn kind(&self) -> &'static str {
        self.inner.kind()
    }

    fn ports(&self) -> &[PortInfo] {
        self.inner.ports()
    }

    fn clocks(&self) -> &[String] {
        self.inner.clocks()
    }

    fn set(&mut self, port: PortId, value: u64) {
        let value = if port == self.port { (self.change)(value) } else { value };
        self.inner.set(port, value);
    }

    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        self.inner.set_wide(port, words);
    }

    fn eval(&mut self) -> Result<(), SimError> {
        self.inner.eval()
    }

    fn get(&self, port: PortId) -> u64 {
        let value = self.inner.get(port);
        if port == self.port {
            (self.change)(value)
        } else {
            value
        }
    }

    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        self.inner.get_wide(port, words);
    }

    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        self.inner.tick(clocks)
    }

    fn power_up(&mut self, random: Option<u64>) {
        self.inner.power_up(random);
    }
}
