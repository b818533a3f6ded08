//! Designs run by Verilator: the emitted text compiled to a shared library and loaded.
//!
//! The library is made once for a text and kept in the cache. Verilator itself is the program
//! that `EXPETHER_VERILATOR` names, else the pinned one that the set-up leaves in
//! `build/tools/bin`.

pub(crate) mod shim;

use crate::cache::{self, Key};
use crate::{Backend, ClockSet, Direction, PortId, PortInfo, SimError};
use expether_gen::netlist::Netlist;
use libloading::Library;
use std::ffi::{c_char, c_int, c_void, CString};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A port of the top module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecPort {
    pub name: String,
    /// Bits.
    pub width: u32,
}

/// What Verilator is to compile.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Name of the top module.
    pub top: String,
    /// (file name, Verilog text)
    pub files: Vec<(String, String)>,
    /// Without the clocks.
    pub inputs: Vec<SpecPort>,
    pub outputs: Vec<SpecPort>,
    /// Names of the clock ports; bit `i` of a clock set is clock `i`.
    pub clocks: Vec<String>,
    /// Compiled soon rather than well: for a run of some thousand cycles.
    pub is_short: bool,
}

impl Spec {
    /// Takes ports and clocks from the netlist of the same top.
    pub fn new(net: &Netlist, files: Vec<(String, String)>) -> Self {
        let port =
            |p: &expether_gen::netlist::Port| SpecPort { name: p.name.clone(), width: p.width };
        Self {
            top: net.name.clone(),
            files,
            inputs: net.inputs.iter().map(port).collect(),
            outputs: net.outputs.iter().map(port).collect(),
            clocks: net.clocks.iter().map(|c| c.name.clone()).collect(),
            is_short: false,
        }
    }
}

/// The Verilator program to use, found as the module says.
pub fn program() -> Result<PathBuf, SimError> {
    if let Some(path) = std::env::var_os("EXPETHER_VERILATOR").filter(|p| !p.is_empty()) {
        return Ok(PathBuf::from(path));
    }
    let here = std::env::current_dir().unwrap_or_default();
    let built = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .chain(built.ancestors())
        .map(|dir| dir.join("build/tools/bin/verilator"))
        .find(|p| p.is_file())
        .ok_or_else(|| SimError::Tool {
            tool: "verilator",
            message: "build/tools/bin/verilator is not there; `make setup` puts it there".into(),
        })
}

type Create = unsafe extern "C" fn(c_int, c_int) -> *mut c_void;
type Destroy = unsafe extern "C" fn(*mut c_void);
type PortAddress = unsafe extern "C" fn(*mut c_void, u32) -> *mut c_void;
type Eval = unsafe extern "C" fn(*mut c_void);
type Tick = unsafe extern "C" fn(*mut c_void, u32);
type Trace = unsafe extern "C" fn(*mut c_void, *const c_char) -> c_int;

struct Calls {
    create: Create,
    destroy: Destroy,
    port: PortAddress,
    eval: Eval,
    tick: Tick,
    trace: Trace,
    _library: Library,
}

impl Calls {
    fn load(path: &Path) -> Result<Self, SimError> {
        let failed = |e: libloading::Error| SimError::Compile {
            what: "the Verilator model",
            message: format!("{}: {e}", path.display()),
        };
        // SAFETY: the library was made by this module from its own shim; loading runs only the
        // constructors of the C++ runtime. Names and signatures are those of `shim`.
        unsafe {
            let library = Library::new(path).map_err(failed)?;
            Ok(Self {
                create: *library.get(b"expether_create").map_err(failed)?,
                destroy: *library.get(b"expether_destroy").map_err(failed)?,
                port: *library.get(b"expether_port").map_err(failed)?,
                eval: *library.get(b"expether_eval").map_err(failed)?,
                tick: *library.get(b"expether_tick").map_err(failed)?,
                trace: *library.get(b"expether_trace").map_err(failed)?,
                _library: library,
            })
        }
    }
}

/// A design run by Verilator.
///
/// Power-up state is zero and the `initial` values of the text. Random initialisation reaches
/// only what has no `initial` value, and its values are Verilator's own: after it, only what a
/// reset covers equals the native engine.
pub struct Verilator {
    calls: Calls,
    model: *mut c_void,
    ports: Vec<PortInfo>,
    addresses: Vec<*mut c_void>,
    clocks: Vec<String>,
}

// SAFETY: a model uses no thread-local state and is used by one owner at a time.
unsafe impl Send for Verilator {}

impl Verilator {
    /// Compiles (or finds in the cache) and loads a model without waveforms.
    pub fn new(spec: &Spec) -> Result<Self, SimError> {
        Self::with_options(spec, false)
    }

    /// A model that can write its own waveform (slower); see [`Self::trace`].
    pub fn with_trace(spec: &Spec) -> Result<Self, SimError> {
        Self::with_options(spec, true)
    }

    fn with_options(spec: &Spec, trace: bool) -> Result<Self, SimError> {
        let calls = Calls::load(&library(spec, trace)?)?;
        let port =
            |p: &SpecPort, direction| PortInfo { name: p.name.clone(), width: p.width, direction };
        let inputs = spec.inputs.iter().map(|p| port(p, Direction::Input));
        let outputs = spec.outputs.iter().map(|p| port(p, Direction::Output));
        let mut this = Self {
            model: std::ptr::null_mut(),
            ports: inputs.chain(outputs).collect(),
            addresses: Vec::new(),
            clocks: spec.clocks.clone(),
            calls,
        };
        this.create(0, 1);
        Ok(this)
    }

    fn create(&mut self, reset: c_int, seed: c_int) {
        // SAFETY: `model` comes from `create` or is null; port numbers are those of the shim.
        unsafe {
            if !self.model.is_null() {
                (self.calls.destroy)(self.model);
            }
            self.model = (self.calls.create)(reset, seed);
            let ports = 0..self.ports.len() as u32;
            self.addresses = ports.map(|i| (self.calls.port)(self.model, i)).collect();
        }
    }

    /// Writes a waveform of everything from now on; only for a model made `with_trace`.
    pub fn trace(&mut self, path: &Path) -> Result<(), SimError> {
        let failed =
            |message: &str| SimError::Io { path: path.to_owned(), message: message.into() };
        let text = CString::new(path.as_os_str().as_encoded_bytes())
            .map_err(|_| failed("a zero byte in the path"))?;
        // SAFETY: the model lives, the path is a C string.
        match unsafe { (self.calls.trace)(self.model, text.as_ptr()) } {
            0 => Ok(()),
            1 => Err(failed("cannot be written")),
            _ => Err(failed("the model was made without waveforms")),
        }
    }
}

impl Drop for Verilator {
    fn drop(&mut self) {
        // SAFETY: the model comes from `create` and isn't used again.
        unsafe { (self.calls.destroy)(self.model) }
    }
}

/// Bytes of Verilator's type for a width, as far as it is no array.
fn word_bytes(width: u32) -> u32 {
    match width {
        0..=8 => 1,
        9..=16 => 2,
        17..=32 => 4,
        _ => 8,
    }
}

impl Backend for Verilator {
    fn kind(&self) -> &'static str {
        "verilator"
    }

    fn ports(&self) -> &[PortInfo] {
        &self.ports
    }

    fn clocks(&self) -> &[String] {
        &self.clocks
    }

    fn set(&mut self, port: PortId, value: u64) {
        let i = port.0 as usize;
        let (at, width) = (self.addresses[i], self.ports[i].width);
        let value = if width < 64 { value & ((1 << width) - 1) } else { value };
        // SAFETY: the address is that of the port's variable, whose type follows from its width.
        unsafe {
            match word_bytes(width) {
                1 => *at.cast::<u8>() = value as u8,
                2 => *at.cast::<u16>() = value as u16,
                4 => *at.cast::<u32>() = value as u32,
                _ if width <= 64 => *at.cast::<u64>() = value,
                _ => self.set_wide(port, &[value]),
            }
        }
    }

    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        let i = port.0 as usize;
        let width = self.ports[i].width;
        if width <= 64 {
            return self.set(port, words.first().copied().unwrap_or(0));
        }
        let at = self.addresses[i].cast::<u32>();
        for half in 0..width.div_ceil(32) {
            let word = words.get(half as usize / 2).copied().unwrap_or(0);
            let mut value = (word >> (half % 2 * 32)) as u32;
            if (half + 1) * 32 > width {
                value &= (1 << (width % 32)) - 1;
            }
            // SAFETY: a port wider than 64 bits is an array of 32-bit words, least significant first.
            unsafe { *at.add(half as usize) = value };
        }
    }

    fn eval(&mut self) -> Result<(), SimError> {
        // SAFETY: the model lives.
        unsafe { (self.calls.eval)(self.model) };
        Ok(())
    }

    fn get(&self, port: PortId) -> u64 {
        let i = port.0 as usize;
        let (at, width) = (self.addresses[i], self.ports[i].width);
        // SAFETY: as in `set`.
        unsafe {
            match word_bytes(width) {
                1 => u64::from(*at.cast::<u8>()),
                2 => u64::from(*at.cast::<u16>()),
                4 => u64::from(*at.cast::<u32>()),
                _ if width <= 64 => *at.cast::<u64>(),
                _ => {
                    let low = at.cast::<u32>();
                    u64::from(*low) | u64::from(*low.add(1)) << 32
                }
            }
        }
    }

    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        let i = port.0 as usize;
        let width = self.ports[i].width;
        words.fill(0);
        if width <= 64 {
            if let Some(first) = words.first_mut() {
                *first = self.get(port);
            }
            return;
        }
        let at = self.addresses[i].cast::<u32>();
        for half in 0..width.div_ceil(32) as usize {
            // SAFETY: as in `set_wide`.
            let value = u64::from(unsafe { *at.add(half) });
            if let Some(word) = words.get_mut(half / 2) {
                *word |= value << (half % 2 * 32);
            }
        }
    }

    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        // SAFETY: the model lives.
        unsafe { (self.calls.tick)(self.model, clocks) };
        Ok(())
    }

    fn power_up(&mut self, random: Option<u64>) {
        let inputs: Vec<(PortId, Vec<u64>)> = (0..self.ports.len() as u32)
            .map(PortId)
            .filter(|p| self.ports[p.0 as usize].direction == Direction::Input)
            .map(|p| {
                let mut words = vec![0; self.ports[p.0 as usize].width.div_ceil(64) as usize];
                self.get_wide(p, &mut words);
                (p, words)
            })
            .collect();
        match random {
            None => self.create(0, 1),
            Some(seed) => self.create(2, (seed % 0x7FFF_FFFE) as c_int + 1),
        }
        inputs.into_iter().for_each(|(p, words)| self.set_wide(p, &words));
    }
}

/// Options of the C++ compiler for what runs every cycle, and for what runs once. A bridge with
/// eight peers takes half a minute with these, and seven seconds with none.
const FAST: &str = "-O3\\ -march=native\\ -fPIC";
const SLOW: &str = "-O1\\ -fPIC";
/// For a short run.
const SHORT: &str = "-O0\\ -fPIC";

/// The shared library of a model, from the cache or made now.
fn library(spec: &Spec, trace: bool) -> Result<PathBuf, SimError> {
    let program = program()?;
    let shim = shim::source(spec, trace);
    let version = run(Command::new(&program).arg("--version"), "verilator")?;
    let mut key = Key::new("verilator 1");
    key.add(version);
    key.add(if spec.is_short { SHORT } else { FAST });
    key.add(&shim);
    key.add(&spec.top);
    for (name, text) in &spec.files {
        key.add(name);
        key.add(text);
    }
    let name = format!("verilator-{}", spec.top);
    let folder = cache::entry(&name, &key, |dir| make(spec, &program, &shim, trace, dir))?;
    Ok(folder.join("model.so"))
}

fn make(spec: &Spec, program: &Path, shim: &str, trace: bool, dir: &Path) -> Result<(), SimError> {
    let write = |name: &str, text: &str| {
        let path = dir.join(name);
        let failed =
            |e: std::io::Error| SimError::Io { path: path.clone(), message: e.to_string() };
        std::fs::write(&path, text).map_err(failed)
    };
    for (name, text) in &spec.files {
        write(name, text)?;
    }
    write("shim.cpp", shim)?;
    let objects = dir.join("objects");
    let mut verilator = Command::new(program);
    verilator.current_dir(dir).args(["--cc", "--build", "-j", "2", "-O3", "-Wno-fatal"]);
    // Only random initialisation looks at these; see `expether_create`.
    verilator.args(["--x-initial", "unique", "--x-assign", "fast"]);
    verilator.args(["--prefix", "Vtop", "--top-module", &spec.top, "-Mdir", "objects"]);
    verilator.args(["-CFLAGS", "-fPIC"]);
    verilator.arg("-MAKEFLAGS");
    let (fast, slow) = if spec.is_short { (SHORT, SHORT) } else { (FAST, SLOW) };
    verilator.arg(format!("OPT_FAST={fast} OPT_SLOW={slow} OPT_GLOBAL={fast}"));
    if trace {
        verilator.arg("--trace-fst");
    }
    verilator.args(spec.files.iter().map(|(name, _)| name).filter(|n| n.ends_with(".v")));
    run(&mut verilator, "verilator")?;
    let include = include_folder(&objects)?;
    let mut cxx = Command::new(std::env::var_os("CXX").unwrap_or_else(|| "g++".into()));
    cxx.current_dir(dir).args(["-shared", "-fPIC", "-O3", "-march=native", "-o", "model.so"]);
    cxx.args(["-Iobjects", "-I"]).arg(&include).arg("-I").arg(include.join("vltstd"));
    cxx.args(["shim.cpp", "objects/libVtop.a", "objects/libverilated.a", "-pthread"]);
    // Symbols of several models in one process stay apart.
    cxx.args(["-Wl,-Bsymbolic", "-Wl,--exclude-libs,ALL"]);
    if trace {
        cxx.args(["-llz4", "-lz"]);
    }
    run(&mut cxx, "g++")?;
    let _ = std::fs::remove_dir_all(&objects);
    Ok(())
}

/// Where Verilator's headers are: its makefile says so.
fn include_folder(objects: &Path) -> Result<PathBuf, SimError> {
    let path = objects.join("Vtop.mk");
    let failed = |message: String| SimError::Io { path: path.clone(), message };
    let text = std::fs::read_to_string(&path).map_err(|e| failed(e.to_string()))?;
    let root = text
        .lines()
        .find_map(|l| l.strip_prefix("VERILATOR_ROOT = "))
        .ok_or_else(|| failed("no VERILATOR_ROOT".into()))?;
    Ok(Path::new(root.trim()).join("include"))
}

/// Runs a tool to its end; what it printed, or an error with the end of it.
fn run(command: &mut Command, tool: &'static str) -> Result<String, SimError> {
    let failed = |message: String| SimError::Tool { tool, message };
    let output = command.output().map_err(|e| {
        failed(format!("cannot run {}: {e}", command.get_program().to_string_lossy()))
    })?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let all = text + &String::from_utf8_lossy(&output.stderr);
    // The first errors explain the others; without any, the end.
    let is_error = |l: &&str| l.contains("%Error") || l.contains(" error: ");
    let errors: Vec<&str> = all.lines().filter(is_error).take(10).collect();
    let lines: Vec<&str> = all.lines().collect();
    let shown = if errors.is_empty() { &lines[lines.len().saturating_sub(20)..] } else { &errors };
    Err(failed(format!("{}\n{}", output.status, shown.join("\n"))))
}

#[cfg(test)]
mod tests;
