//! Which program plays which bridge.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use expether_wire::keep_alive::Role;

use crate::backend::{Backend, ClockSet, PortId, PortInfo};
use crate::engine::legalize::{legalize, Design};
use crate::engine::Engine;
use crate::lockstep::Lockstep;
use crate::model::soft_bridge::SoftBridge;
use crate::native::Native;
use crate::verilator::{Spec, Verilator};
use crate::wave::Recorder;
use crate::SimError;

/// A way of running a bridge.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum BackendKind {
    /// The hardware's netlist, compiled just in time.
    Native,
    /// The same compiled to a library by `rustc` and kept: slow to make, for long runs.
    Library,
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
            Self::Library => "library",
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

/// Cycles before a failure that a waveform shows.
const WAVE_CYCLES: usize = 1_000;

/// A top in the forms that backends are made from.
struct Top {
    words: Arc<Design>,
    spec: Spec,
    /// Compiled when the first one is wanted; the others share its code.
    engine: OnceCell<Engine>,
    library: OnceCell<Native>,
}

impl Top {
    fn native(&self) -> Result<Engine, SimError> {
        if let Some(engine) = self.engine.get() {
            return Ok(engine.twin());
        }
        let engine = Engine::of_design(Arc::clone(&self.words))?;
        Ok(self.engine.get_or_init(|| engine).twin())
    }

    fn library(&self) -> Result<Native, SimError> {
        if let Some(library) = self.library.get() {
            return Ok(library.twin());
        }
        let library = Native::of_design(Arc::clone(&self.words))?;
        Ok(self.library.get_or_init(|| library).twin())
    }

    fn verilator(&self) -> Result<Verilator, SimError> {
        Verilator::new(&self.spec)
    }
}

/// Makes backends; elaborates each top once.
#[derive(Default)]
pub struct Backends {
    tops: HashMap<String, Top>,
    peers: Option<usize>,
}

impl Backends {
    /// Tops with so many peers, if any number is given.
    pub fn of_peers(peers: Option<usize>) -> Self {
        Self { peers, ..Self::default() }
    }

    fn top(&mut self, name: &str) -> Result<&Top, BackendError> {
        if !self.tops.contains_key(name) {
            let design = expether_gen::elaborate_with(name, self.peers)?;
            let words = Arc::new(legalize(design.netlist()));
            let spec = Spec::new(design.netlist(), design.verilog());
            let (engine, library) = (OnceCell::new(), OnceCell::new());
            self.tops.insert(name.to_owned(), Top { words, spec, engine, library });
        }
        Ok(&self.tops[name])
    }

    /// The native engine of a registered top.
    pub fn native(&mut self, top: &str) -> Result<Engine, BackendError> {
        Ok(self.top(top)?.native()?)
    }

    /// A fresh bridge of a registered top.
    pub fn make(&mut self, kind: BackendKind, top: &str) -> Result<Box<dyn Backend>, BackendError> {
        if kind == BackendKind::Software {
            let role = if top == TOPS[0] { Role::Host } else { Role::Device };
            return Ok(Box::new(SoftBridge::new(role)));
        }
        let top = self.top(top)?;
        Ok(match kind {
            BackendKind::Native => Box::new(top.native()?),
            BackendKind::Library => Box::new(top.library()?),
            BackendKind::Verilator => Box::new(top.verilator()?),
            _ => Box::new(Lockstep::new(top.native()?, top.verilator()?)?),
        })
    }

    /// Both sides of a pair; `peer` plays the device bridge if it is not to be the same kind.
    pub fn pair(
        &mut self,
        kind: BackendKind,
        peer: Option<BackendKind>,
    ) -> Result<[Box<dyn Backend>; 2], BackendError> {
        Ok([self.make(kind, TOPS[0])?, self.make(peer.unwrap_or(kind), TOPS[1])?])
    }

    /// The same pair with something to show its last cycles by, which costs time: for a second
    /// run after a failure, which comes to the same cycle again.
    pub fn pair_with_waves(
        &mut self,
        kind: BackendKind,
        peer: Option<BackendKind>,
    ) -> Result<([Box<dyn Backend>; 2], Waves), BackendError> {
        let mut waves = Waves::default();
        let host = self.make_with_waves(kind, TOPS[0], TOPS[0], &mut waves)?;
        let device = self.make_with_waves(peer.unwrap_or(kind), TOPS[1], TOPS[1], &mut waves)?;
        Ok(([host, device], waves))
    }

    /// A fresh bridge of a registered top that shows its last cycles as `name`.
    pub fn make_with_waves(
        &mut self,
        kind: BackendKind,
        top: &str,
        name: &str,
        waves: &mut Waves,
    ) -> Result<Box<dyn Backend>, BackendError> {
        if kind == BackendKind::Software {
            return self.make(kind, top);
        }
        let top = self.top(top)?;
        let recorder = Recorder::new(top.native()?.into_machine(), WAVE_CYCLES);
        if matches!(kind, BackendKind::Native | BackendKind::Library) {
            let shared = Shared::new(recorder);
            waves.0.push((name.to_owned(), Source::Recorder(Rc::clone(&shared.inner))));
            return Ok(Box::new(shared));
        }
        // Verilator alone shows only ports; beside the engine every signal is there.
        let shared = Shared::new(Lockstep::new(recorder, top.verilator()?)?);
        waves.0.push((name.to_owned(), Source::Lockstep(Rc::clone(&shared.inner))));
        Ok(Box::new(shared))
    }
}

/// What bridges show of their last cycles.
#[derive(Default)]
pub struct Waves(Vec<(String, Source)>);

enum Source {
    Recorder(Rc<RefCell<Recorder>>),
    Lockstep(Rc<RefCell<Lockstep<Recorder, Verilator>>>),
}

impl Waves {
    /// Writes `<name>.fst` with every signal for each bridge; for bridges in lockstep also the
    /// ports of each side, in a folder of that name. A bridge's name is its top's, or its own.
    pub fn write(&self, folder: &Path) -> Result<Vec<PathBuf>, SimError> {
        let mut written = Vec::new();
        for (name, source) in &self.0 {
            let path = folder.join(format!("{name}.fst"));
            match source {
                Source::Recorder(recorder) => recorder.borrow_mut().write(&path)?,
                Source::Lockstep(lockstep) => {
                    let ports = folder.join(name);
                    std::fs::create_dir_all(&ports).map_err(|e| SimError::Io {
                        path: ports.clone(),
                        message: e.to_string(),
                    })?;
                    let mut lockstep = lockstep.borrow_mut();
                    lockstep.write_waves(&ports)?;
                    lockstep.sides().0.write(&path)?;
                    written.push(ports);
                }
            }
            written.push(path);
        }
        Ok(written)
    }
}

/// A backend of which somebody else keeps a handle as well.
struct Shared<B> {
    inner: Rc<RefCell<B>>,
    kind: &'static str,
    ports: Vec<PortInfo>,
    clocks: Vec<String>,
}

impl<B: Backend> Shared<B> {
    fn new(backend: B) -> Self {
        Self {
            kind: backend.kind(),
            ports: backend.ports().to_vec(),
            clocks: backend.clocks().to_vec(),
            inner: Rc::new(RefCell::new(backend)),
        }
    }
}

impl<B: Backend> Backend for Shared<B> {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn ports(&self) -> &[PortInfo] {
        &self.ports
    }

    fn clocks(&self) -> &[String] {
        &self.clocks
    }

    fn set(&mut self, port: PortId, value: u64) {
        self.inner.borrow_mut().set(port, value);
    }

    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        self.inner.borrow_mut().set_wide(port, words);
    }

    fn eval(&mut self) -> Result<(), SimError> {
        self.inner.borrow_mut().eval()
    }

    fn get(&self, port: PortId) -> u64 {
        self.inner.borrow().get(port)
    }

    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        self.inner.borrow().get_wide(port, words);
    }

    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        self.inner.borrow_mut().tick(clocks)
    }

    fn power_up(&mut self, random: Option<u64>) {
        self.inner.borrow_mut().power_up(random);
    }
}
