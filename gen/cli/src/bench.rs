//! `expether bench`: the native engine against Verilator on the same stimulus.

use std::process::ExitCode;

use crate::failure::Failure;

/// Arguments of `expether bench`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Measures.
pub fn run(_args: &Args) -> Result<ExitCode, Failure> {
    Err(Failure::Internal("bench is not connected yet".to_owned()))
}
