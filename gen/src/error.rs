//! What can be wrong with a description.

use expether_hdl::tree::Site;
use std::fmt;

/// Errors of this crate.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The description does not make sense as hardware.
    #[error("{}", list(.0))]
    Elaboration(Vec<Problem>),
    /// No block has this name.
    #[error("no block or top is called `{name}`{}", suggestion(.nearest))]
    Unknown { name: String, nearest: Option<String> },
    /// It can't be made with so many peers.
    #[error("`{name}` has no form for {peers} peers; {}", forms(.sizes))]
    Peers { name: String, peers: usize, sizes: Vec<usize> },
    /// The thread that elaborates could not be started.
    #[error("no thread with enough stack to elaborate in: {0}")]
    Thread(std::io::Error),
    /// Combinational loop in the flat netlist, and whatever else the builder found.
    #[error(transparent)]
    Netlist(#[from] crate::netlist::NetlistError),
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(|p| p.to_string()).collect::<Vec<_>>().join("\n")
}

fn forms(sizes: &[usize]) -> String {
    if sizes.is_empty() {
        return "only tops have peers".to_owned();
    }
    let sizes: Vec<String> = sizes.iter().map(usize::to_string).collect();
    format!("there are forms for {}", sizes.join(", "))
}

/// What to say of the name that was probably meant.
pub fn suggestion(name: &Option<String>) -> String {
    name.as_ref().map(|n| format!("; did you mean `{n}`?")).unwrap_or_default()
}

/// The rules a description can break.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Rule {
    /// An output, a local signal or a child's input that nothing drives.
    Undriven,
    /// A signal that keeps its value on some path.
    Latch,
    /// A value that depends on itself within a cycle.
    CombinationalLoop,
    /// Driven by this block and by something else.
    TwoDrivers,
    /// Assignment to one's own input.
    WriteToInput,
    /// A signal read earlier in the kernel than it is assigned.
    ReadBeforeWrite,
    /// Two signals with one Verilog name, or a name that is a Verilog keyword.
    NameCollision,
    /// A register fed from another clock domain without a synchronizer.
    ClockCrossing,
    /// Widths that only elaboration can know do not fit.
    Width,
    /// A kernel reads or drives something that is neither its own nor its child's.
    Reach,
    /// A block without `#[kernel]`.
    NoKernel,
}

/// One broken rule, with the block and the signal.
#[derive(Clone, Debug)]
pub struct Problem {
    pub rule: Rule,
    /// Instance names from the top, with dots.
    pub block: String,
    pub signal: String,
    pub site: Option<Site>,
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}.{}: {}", self.rule, self.block, self.signal, self.message)?;
        if let Some(site) = self.site {
            write!(f, " ({}:{})", site.file, site.line)?;
        }
        Ok(())
    }
}
