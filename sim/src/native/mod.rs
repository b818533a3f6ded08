//! The engine for long runs: the same passes as the just-in-time compiler's, written as Rust,
//! compiled by `rustc` with all optimization and kept in the cache.

mod source;

use crate::cache::{self, Key};
use crate::engine::legalize::{legalize, Design};
use crate::engine::{Machine, Pass};
use crate::SimError;
use expether_gen::netlist::Netlist;
use libloading::Library;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// Options of the compiler besides the kind of library.
const OPTIONS: [&str; 5] =
    ["-Copt-level=3", "-Ctarget-cpu=native", "-Cpanic=abort", "-Ccodegen-units=1", "-Cdebuginfo=0"];

/// The design run by a compiled library.
pub struct Native {
    machine: Machine,
}

impl Native {
    /// Compiles a netlist, or finds the library in the cache.
    pub fn new(net: &Netlist) -> Result<Self, SimError> {
        Self::of_design(Arc::new(legalize(net)))
    }

    /// The same for a design split into words already.
    pub fn of_design(design: Arc<Design>) -> Result<Self, SimError> {
        let clocks = design.layout.clocks.len();
        let mut programs = vec![design.eval_program()];
        programs.extend((0..clocks).map(|c| design.tick_program(1 << c)));
        let path = library(&design.top, &source::source(&design, &programs))?;
        let failed = |e: libloading::Error| SimError::Compile {
            what: "the native library",
            message: format!("{}: {e}", path.display()),
        };
        // SAFETY: the library was made by this module from text of its own; it has no
        // constructors, and its functions have the signature of a pass.
        let (library, passes) = unsafe {
            let library = Library::new(&path).map_err(failed)?;
            let mut passes = Vec::new();
            for i in 0..programs.len() {
                passes.push(*library.get::<Pass>(format!("pass{i}")).map_err(failed)?);
            }
            (library, passes)
        };
        let ticks = (0..clocks).map(|c| (1 << c, passes[c + 1])).collect();
        let machine = Machine::new(design, "native", passes[0], ticks, Box::new(library));
        Ok(Self { machine })
    }

    /// Another one of the same design, at power-up, that shares the library.
    pub fn twin(&self) -> Self {
        Self { machine: self.machine.twin() }
    }

    /// What runs it: for snapshots, and for recording waveforms.
    pub fn into_machine(self) -> Machine {
        self.machine
    }
}

/// The compiled library of a text.
fn library(top: &str, text: &str) -> Result<PathBuf, SimError> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let failed = |message: String| SimError::Tool { tool: "rustc", message };
    let run = |command: &mut Command| {
        let output = command.output().map_err(|e| failed(format!("cannot be run: {e}")))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let text = String::from_utf8_lossy(&output.stderr);
        Err(failed(text.lines().take(20).collect::<Vec<_>>().join("\n")))
    };
    let mut key = Key::new("native 1");
    key.add(run(Command::new(&rustc).arg("-vV"))?);
    OPTIONS.iter().for_each(|o| key.add(o));
    key.add(text);
    let make = |dir: &Path| {
        let source = dir.join("passes.rs");
        std::fs::write(&source, text)
            .map_err(|e| SimError::Io { path: source.clone(), message: e.to_string() })?;
        let mut command = Command::new(&rustc);
        command.current_dir(dir).args(["--edition=2021", "--crate-type=cdylib"]).args(OPTIONS);
        command.args(["-Clink-arg=-nostartfiles", "-opasses.so", "passes.rs"]);
        run(&mut command).map(|_| ())
    };
    Ok(cache::entry(&format!("native-{top}"), &key, make)?.join("passes.so"))
}

crate::backend::delegate_backend!(Native, machine);
