//! `expether gen`: Verilog of a block or top.

use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use crate::failure::Failure;
use crate::output;

/// Arguments of `expether gen`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Block or top, such as host_bridge
    #[arg(required_unless_present = "list")]
    pub top: Option<String>,
    /// Folder to write the Verilog to, one file a module
    #[arg(long, value_name = "DIR", required_unless_present = "list")]
    pub out: Option<PathBuf>,
    /// Peers of a top's table: 2, 4, 8, 16 or 32; 8 if not given
    #[arg(long, value_name = "N", conflicts_with = "list")]
    pub peers: Option<usize>,
    /// List every block and top instead
    #[arg(long, conflicts_with_all = ["top", "out"])]
    pub list: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Listed {
    name: &'static str,
    layer: &'static str,
    summary: &'static str,
}

#[derive(Serialize)]
struct Written {
    top: String,
    /// File names, children before parents.
    files: Vec<String>,
}

/// Lists, or generates.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    match (&args.top, &args.out) {
        (Some(top), Some(out)) => generate(top, args.peers, out, args.json),
        _ => list(args.json),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn list(json: bool) -> Result<(), Failure> {
    let entries: Vec<Listed> = expether_gen::registry()
        .iter()
        .map(|e| Listed { name: e.name, layer: e.layer, summary: e.summary })
        .collect();
    if json {
        return output::print(&output::json(&entries)?);
    }
    let width = entries.iter().map(|e| e.name.len()).max().unwrap_or(0);
    let layer = entries.iter().map(|e| e.layer.len()).max().unwrap_or(0);
    let line = |e: &Listed| format!("{:<layer$}  {:<width$}  {}\n", e.layer, e.name, e.summary);
    output::print(&entries.iter().map(line).collect::<String>())
}

fn generate(
    top: &str,
    peers: Option<usize>,
    out: &std::path::Path,
    json: bool,
) -> Result<(), Failure> {
    let design = expether_gen::elaborate_with(top, peers)?;
    let files = design.verilog();
    output::folder(out)?;
    for (name, text) in &files {
        output::file(&out.join(name), text.as_bytes())?;
    }
    let files: Vec<String> = files.into_iter().map(|(name, _)| name).collect();
    tracing::info!(top, files = files.len(), "generated");
    if json {
        return output::print(&output::json(&Written { top: top.to_owned(), files })?);
    }
    output::print(&files.iter().map(|f| format!("{}\n", out.join(f).display())).collect::<String>())
}
