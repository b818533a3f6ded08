//! The scenarios that come with the program.

use std::path::Path;

use super::{parse, ScenarioError, Topology};

macro_rules! library {
    ($($name:literal),+ $(,)?) => {
        /// Name and text of each.
        pub const LIBRARY: &[(&str, &str)] = &[$((
            $name,
            include_str!(concat!("../../../testbench/scenarios/", $name, ".toml")),
        )),+];
    };
}

library!(
    "one-to-one",
    "one-to-four",
    "four-to-one",
    "four-to-four",
    "two-km-fibre",
    "jumbo",
    "small-switch",
    "slow-receiver",
    "non-posted-blocked",
    "pause",
    "congested-port",
    "bursty-loss",
    "reordering",
    "flap-any-time",
    "restart-of-a-peer",
    "live-control",
    "chaos-reset",
);

/// The scenario of this name.
pub fn from_library(name: &str) -> Option<Result<Topology, ScenarioError>> {
    let (name, text) = LIBRARY.iter().find(|(n, _)| *n == name)?;
    Some(parse(text, &format!("{name}.toml"), name, Path::new("testbench/scenarios")))
}
