//! Which program plays which bridge.

use std::collections::HashMap;
use std::sync::Arc;

use crate::backend::Backend;
use crate::engine::legalize::{legalize, Design};
use crate::engine::Engine;
use crate::model::soft_bridge::SoftBridge;
use crate::SimError;

/// A way of running a bridge.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum BackendKind {
    /// The hardware's netlist, compiled.
    Native,
    /// The emitted Verilog in Verilator.
    Verilator,
    /// Both, compared on every port in every cycle.
    Lockstep,
    /// Not the hardware: the software bridge.
    Software,
}

impl BackendKind {
    /// As on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Verilator => "verilator",
            Self::Lockstep => "lockstep",
            Self::Software => "software",
        }
    }
}

/// Why no backend could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackendError {
    #[error(transparent)]
    Elaboration(#[from] expether_gen::Error),
    #[error(transparent)]
    Sim(#[from] SimError),
}

/// Tops of the two sides: host bridge, device bridge.
pub const TOPS: [&str; 2] = ["host_bridge", "device_bridge"];

/// Makes backends; elaborates each top once.
#[derive(Default)]
pub struct Backends {
    designs: HashMap<String, (expether_gen::Design, Arc<Design>)>,
}

impl Backends {
    /// A fresh bridge of a registered top.
    pub fn make(&mut self, kind: BackendKind, top: &str) -> Result<Box<dyn Backend>, BackendError> {
        if kind == BackendKind::Software {
            return Ok(Box::new(SoftBridge::new()));
        }
        if !self.designs.contains_key(top) {
            let design = expether_gen::elaborate(top)?;
            let words = Arc::new(legalize(design.netlist()));
            self.designs.insert(top.to_owned(), (design, words));
        }
        let (_design, words) = &self.designs[top];
        match kind {
            BackendKind::Native => Ok(Box::new(Engine::of_design(Arc::clone(words))?)),
            BackendKind::Verilator | BackendKind::Lockstep | BackendKind::Software => {
                Err(SimError::Tool { tool: "verilator", message: "not connected yet".to_owned() }
                    .into())
            }
        }
    }

    /// Both sides of a pair; `peer` plays the device bridge if it is not to be the same kind.
    pub fn pair(
        &mut self,
        kind: BackendKind,
        peer: Option<BackendKind>,
    ) -> Result<[Box<dyn Backend>; 2], BackendError> {
        Ok([self.make(kind, TOPS[0])?, self.make(peer.unwrap_or(kind), TOPS[1])?])
    }
}
