//! Errors of the command line: each with a code, the place in the source where there is one, and
//! help; and with the exit code it comes to.

use std::path::PathBuf;
use std::sync::Arc;

use expether_sim::model::plan::PlanError;
use expether_sim::replay::BackendError;
use expether_sim::report::speed::SpeedError;
use expether_sim::scenario::ScenarioError;
use expether_sim::SimError;
use expether_wire::capture::CaptureError;
use expether_wire::trace::{Located, Trace, TraceError};
use miette::{Diagnostic, NamedSource, SourceSpan};

/// What was asked for was done, and failed.
pub const EXIT_FAILED: u8 = 1;
/// What was asked for, or given, makes no sense.
pub const EXIT_INPUT: u8 = 2;
/// A tool is missing.
pub const EXIT_TOOL: u8 = 3;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[non_exhaustive]
pub enum Failure {
    #[error("{source_name}:{line}: found {found}, expected {expected}")]
    #[diagnostic(
        code(expether::trace::syntax),
        help("each line of a session is: seq time_ns H2D|D2H type bdf=bb:dd.f addr=0x… len=N …; see docs/replay.md")
    )]
    Trace {
        source_name: String,
        line: usize,
        found: String,
        expected: String,
        #[source_code]
        text: Arc<NamedSource<String>>,
        #[label("here")]
        at: SourceSpan,
    },

    #[error("{source_name}:{line}: {reason}")]
    #[diagnostic(
        code(expether::trace::replay),
        help("the session contradicts itself here: every request needs one completion, in the other direction, with the same tag")
    )]
    Plan {
        source_name: String,
        line: usize,
        #[source]
        reason: PlanError,
        #[source_code]
        text: Arc<NamedSource<String>>,
        #[label("this event")]
        at: SourceSpan,
    },

    #[error("{0}")]
    #[diagnostic(
        code(expether::trace::read),
        help("a session is a text file (.tlp), or one compressed with gzip (.tlp.gz)")
    )]
    TraceFile(TraceError),

    #[error("{source_name}:{line}: {message}")]
    #[diagnostic(code(expether::scenario))]
    Scenario {
        source_name: String,
        line: usize,
        message: String,
        #[help]
        advice: String,
        #[source_code]
        text: Arc<NamedSource<String>>,
        #[label("here")]
        at: SourceSpan,
    },

    #[error("{0}")]
    #[diagnostic(
        code(expether::scenario::read),
        help(
            "a scenario is a text file (.toml), or one of those that `expether sim --list` names"
        )
    )]
    ScenarioFile(String),

    #[error("{0}: no events in this session")]
    #[diagnostic(
        code(expether::trace::empty),
        help("a session has one event a line; lines that begin with # are remarks")
    )]
    EmptyTrace(String),

    #[error(transparent)]
    #[diagnostic(
        code(expether::capture::read),
        help("expected a pcapng or pcap file of Ethernet frames, such as `expether replay … --out DIR` writes")
    )]
    CaptureFile(CaptureError),

    #[error("{}: {reason}", path.display())]
    #[diagnostic(code(expether::output), help("is the folder writable, and is there room?"))]
    Output { path: PathBuf, reason: String },

    #[error(transparent)]
    #[diagnostic(
        code(expether::gen::unknown),
        help("`expether gen --list` names every block and top")
    )]
    UnknownTop(expether_gen::Error),

    #[error(transparent)]
    #[diagnostic(code(expether::gen::elaboration), help("the description breaks a rule of the hardware front end; docs/architecture.md lists them"))]
    Elaboration(expether_gen::Error),

    #[error("{tool}: {message}")]
    #[diagnostic(code(expether::tool), help("`expether doctor` says what is missing and how to mend it; `--backend native` needs no tool"))]
    Tool { tool: &'static str, message: String },

    #[error(transparent)]
    #[diagnostic(code(expether::simulation))]
    Simulation(SimError),

    #[error("{0} makes no sense")]
    #[diagnostic(code(expether::arguments), help("`expether replay --help` says what each does"))]
    Arguments(&'static str),

    #[error("the workload to be measured failed: {0}")]
    #[diagnostic(code(expether::bench::workload), help("`expether replay` shows more of it"))]
    Workload(String),

    #[error("{0}")]
    #[diagnostic(
        code(expether::internal),
        help("this is a fault of the program, please report it")
    )]
    Internal(String),
}

impl Failure {
    /// What the process exits with.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Trace { .. }
            | Self::Plan { .. }
            | Self::TraceFile(_)
            | Self::EmptyTrace(_)
            | Self::Scenario { .. }
            | Self::ScenarioFile(_)
            | Self::CaptureFile(_)
            | Self::UnknownTop(_)
            | Self::Arguments(_) => EXIT_INPUT,
            Self::Tool { .. } => EXIT_TOOL,
            _ => EXIT_FAILED,
        }
    }

    /// Of a text that is no scenario.
    pub fn of_scenario(error: &ScenarioError) -> Self {
        let Some((range, source, text)) = error.place() else {
            return Self::ScenarioFile(error.to_string());
        };
        let line = 1 + text[..range.start].matches('\n').count();
        Self::Scenario {
            source_name: source.to_owned(),
            line,
            message: error.to_string(),
            advice: error.help().to_owned(),
            text: Arc::new(NamedSource::new(source, text.to_owned())),
            at: (range.start, range.end - range.start).into(),
        }
    }

    /// Of a session that can't be read.
    pub fn of_trace(error: TraceError) -> Self {
        match error {
            TraceError::Syntax { at, found, expected } => {
                let Located { source, line, column, length, excerpt, .. } = *at;
                let column = (column - 1).min(excerpt.len());
                let length = length.min(excerpt.len() - column);
                let (text, at) = place(&source, line, &excerpt, column, length);
                Self::Trace { source_name: source, line, found, expected, text, at }
            }
            other => Self::TraceFile(other),
        }
    }

    /// Of a session that can't be replayed.
    pub fn of_plan(reason: PlanError, trace: &Trace) -> Self {
        let (line, excerpt) = trace.events.get(reason.event()).map_or((0, String::new()), |e| {
            let (kind, tag) = (e.kind.name(), e.tag.map_or(String::new(), |t| format!(" tag={t}")));
            let text = format!(
                "{} {} {} {kind} bdf={} addr={:#x} len={}{tag}",
                e.seq,
                e.time_ns,
                e.direction.name(),
                e.function,
                e.address,
                e.length,
            );
            (e.line, text)
        });
        let (text, at) = place(&trace.source, line, &excerpt, 0, excerpt.len());
        Self::Plan { source_name: trace.source.clone(), line, reason, text, at }
    }

    /// Of a file that can't be written.
    pub fn output(path: impl Into<PathBuf>, reason: impl ToString) -> Self {
        Self::Output { path: path.into(), reason: reason.to_string() }
    }
}

/// One line of a file as source text, shown under its own line number: the lines before it are
/// there, but empty, so that a line of many kilobytes or a file of many megabytes is not kept.
fn place(
    source: &str,
    line: usize,
    excerpt: &str,
    column: usize,
    length: usize,
) -> (Arc<NamedSource<String>>, SourceSpan) {
    let before = line.saturating_sub(1);
    let text = "\n".repeat(before) + excerpt;
    (Arc::new(NamedSource::new(source, text)), (before + column, length).into())
}

impl From<expether_gen::Error> for Failure {
    fn from(error: expether_gen::Error) -> Self {
        match error {
            expether_gen::Error::Unknown { .. } | expether_gen::Error::Peers { .. } => {
                Self::UnknownTop(error)
            }
            other => Self::Elaboration(other),
        }
    }
}

impl From<SimError> for Failure {
    fn from(error: SimError) -> Self {
        match error {
            SimError::Tool { tool, message } => Self::Tool { tool, message },
            other => Self::Simulation(other),
        }
    }
}

impl From<BackendError> for Failure {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::Elaboration(error) => error.into(),
            BackendError::Sim(error) => error.into(),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<SpeedError> for Failure {
    fn from(error: SpeedError) -> Self {
        match error {
            SpeedError::Backend(error) => error.into(),
            SpeedError::Workload(reason) => Self::Workload(reason),
            other => Self::Internal(other.to_string()),
        }
    }
}
