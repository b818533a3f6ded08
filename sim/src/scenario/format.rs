//! The text of a scenario: TOML tables, one struct each. `docs/scenarios.md` has every field with
//! its default; a test compares.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::Deserialize;
use toml::Spanned;

use crate::model::link::{Burst, Flaps};
use crate::replay::BackendKind;

/// A whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Scenario {
    pub name: String,
    pub about: String,
    pub seed: u64,
    pub duration: Option<u64>,
    pub patience: u64,
    pub drain: u64,
    pub max_payload: Spanned<usize>,
    pub max_read_request: Spanned<usize>,
    pub completion_boundary: Spanned<usize>,
    pub node: Vec<Node>,
    pub switch: Vec<Switch>,
    pub link: Vec<Link>,
    pub workload: Vec<Workload>,
    pub event: Vec<Event>,
    pub assert: Assert,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            name: String::new(),
            about: String::new(),
            seed: 1,
            duration: None,
            patience: 200_000,
            drain: 10_000,
            max_payload: Spanned::new(0..0, 256),
            max_read_request: Spanned::new(0..0, 512),
            completion_boundary: Spanned::new(0..0, 64),
            node: Vec::new(),
            switch: Vec::new(),
            link: Vec::new(),
            workload: Vec::new(),
            event: Vec::new(),
            assert: Assert::default(),
        }
    }
}

/// What is on the PCIe side of a bridge.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Host,
    Device,
}

/// What runs a bridge.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackendName {
    Native,
    Library,
    Verilator,
    Lockstep,
    Software,
}

impl From<BackendName> for BackendKind {
    fn from(name: BackendName) -> Self {
        match name {
            BackendName::Native => Self::Native,
            BackendName::Library => Self::Library,
            BackendName::Verilator => Self::Verilator,
            BackendName::Lockstep => Self::Lockstep,
            BackendName::Software => Self::Software,
        }
    }
}

/// `[[node]]`: a bridge and its PCIe side.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Node {
    pub name: Spanned<String>,
    pub role: Role,
    pub backend: Option<BackendName>,
    #[serde(default = "group")]
    pub group: Spanned<u16>,
    pub peers: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub learn: bool,
    #[serde(default)]
    pub stall: f64,
    #[serde(default)]
    pub registers: BTreeMap<Spanned<String>, u32>,
    #[serde(default)]
    pub receiver: Receiver,
}

fn group() -> Spanned<u16> {
    Spanned::new(0..0, 100)
}

/// `receiver` of a node: the buffers of its PCIe side.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Receiver {
    pub posted: Option<(u8, u16)>,
    pub non_posted: Option<(u8, u16)>,
    pub completion: Option<(u8, u16)>,
    pub rate: f64,
}

impl Default for Receiver {
    fn default() -> Self {
        Self { posted: None, non_posted: None, completion: None, rate: 8.0 }
    }
}

/// `[[switch]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Switch {
    pub name: Spanned<String>,
    #[serde(default = "buffer")]
    pub buffer: usize,
    #[serde(default = "mtu")]
    pub mtu: Spanned<usize>,
    pub vlans: Option<BTreeMap<Spanned<String>, Vec<Spanned<String>>>>,
    #[serde(default)]
    pub honour_pause: bool,
    pub send_pause: Option<usize>,
}

fn buffer() -> usize {
    131_072
}

fn mtu() -> Spanned<usize> {
    Spanned::new(0..0, crate::model::switch::MOST)
}

/// `[[link]]`: both directions.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Link {
    pub between: [Spanned<String>; 2],
    pub toward: Option<Spanned<String>>,
    #[serde(default = "delay")]
    pub delay: Spanned<u32>,
    #[serde(default)]
    pub loss: f64,
    pub burst: Option<BurstSpec>,
    #[serde(default)]
    pub corruption: f64,
    #[serde(default)]
    pub duplication: f64,
    #[serde(default)]
    pub reordering: f64,
    #[serde(default = "one")]
    pub reorder_depth: u32,
    #[serde(default)]
    pub jitter: u32,
    #[serde(default = "yes")]
    pub jitter_keeps_order: bool,
    pub flaps: Option<FlapSpec>,
    #[serde(default)]
    pub local_fault: bool,
}

fn delay() -> Spanned<u32> {
    Spanned::new(0..0, 4)
}

fn one() -> u32 {
    1
}

fn yes() -> bool {
    true
}

/// `burst` of a link.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BurstSpec {
    pub begin: f64,
    pub length: f64,
    #[serde(default = "certain")]
    pub loss: f64,
}

fn certain() -> f64 {
    1.0
}

impl From<BurstSpec> for Burst {
    fn from(b: BurstSpec) -> Self {
        Self { begin: b.begin, length: b.length, loss: b.loss }
    }
}

/// `flaps` of a link.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FlapSpec {
    pub rate: f64,
    pub length: u32,
}

impl From<FlapSpec> for Flaps {
    fn from(f: FlapSpec) -> Self {
        Self { rate: f.rate, length: f.length }
    }
}

/// What a workload does.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkloadKind {
    Stream,
    Reads,
    Mixed,
    Trace,
}

impl WorkloadKind {
    /// As in the text.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stream => "stream",
            Self::Reads => "reads",
            Self::Mixed => "mixed",
            Self::Trace => "trace",
        }
    }
}

/// `[[workload]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Workload {
    pub kind: Spanned<WorkloadKind>,
    pub name: Option<String>,
    pub from: Spanned<Names>,
    pub to: Spanned<Names>,
    #[serde(default = "payload")]
    pub payload: Spanned<usize>,
    pub count: Option<u64>,
    pub rate: Option<f64>,
    #[serde(default = "outstanding")]
    pub outstanding: usize,
    #[serde(default = "answer_delay")]
    pub answer_delay: u64,
    #[serde(default)]
    pub relaxed: f64,
    pub latency_max: Option<u64>,
    #[serde(default)]
    pub start: u64,
    pub stop: Option<u64>,
    pub trace: Option<Spanned<String>>,
}

fn payload() -> Spanned<usize> {
    Spanned::new(0..0, 256)
}

fn outstanding() -> usize {
    8
}

fn answer_delay() -> u64 {
    50
}

/// What happens.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    Reset,
    Unplug,
    Plug,
    Set,
    LinkDown,
    HoldCredits,
}

/// Class of TLPs, of which credits are held.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClassName {
    Posted,
    NonPosted,
    Completion,
}

/// `[[event]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Event {
    pub at: u64,
    pub kind: Spanned<EventKind>,
    pub node: Option<Spanned<Names>>,
    pub link: Option<[Spanned<String>; 2]>,
    pub register: Option<Spanned<String>>,
    pub value: Option<u32>,
    pub class: Option<ClassName>,
    pub length: Option<u64>,
    #[serde(default = "once")]
    pub times: u32,
    #[serde(default = "every")]
    pub every: u64,
    #[serde(default)]
    pub within: u64,
}

fn once() -> u32 {
    1
}

fn every() -> u64 {
    20_000
}

/// `[assert]`: what has to hold, beyond what always has.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Assert {
    pub delivered: Option<Compare>,
    pub goodput: Option<f64>,
    pub jain: Option<f64>,
    pub latency_p99: Option<u64>,
    pub latency_max: Option<u64>,
    pub recovered_within: Option<u64>,
    pub connections_ended: Option<Compare>,
    pub dropped: Option<Compare>,
    pub oversize: Option<Compare>,
    pub lost: Option<Compare>,
    pub cut: Option<Compare>,
    pub counters: BTreeMap<Spanned<String>, Compare>,
    pub silent: Vec<Quiet>,
}

/// No TLP comes out at a node in these cycles.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quiet {
    pub node: Spanned<String>,
    pub from: u64,
    pub to: u64,
}

/// A number and how a value has to compare with it: `7`, `"= 7"`, `">= 7"`, `"<= 7"`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Compare {
    pub least: u64,
    pub most: u64,
}

impl Compare {
    pub fn holds(&self, value: u64) -> bool {
        (self.least..=self.most).contains(&value)
    }
}

impl fmt::Display for Compare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (a, b) if a == b => write!(f, "{a}"),
            (a, u64::MAX) => write!(f, "at least {a}"),
            (0, b) => write!(f, "at most {b}"),
            (a, b) => write!(f, "from {a} to {b}"),
        }
    }
}

const COMPARE: &str = "a number, or a text such as \">= 1\", \"<= 5\" or \"= 0\"";

impl<'de> Deserialize<'de> for Compare {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Compare;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(COMPARE)
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<Compare, E> {
                let value = u64::try_from(v)
                    .map_err(|_| E::invalid_value(de::Unexpected::Signed(v), &self))?;
                Ok(Compare { least: value, most: value })
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Compare, E> {
                let wrong = || E::invalid_value(de::Unexpected::Str(text), &COMPARE);
                let text = text.trim();
                let digits = text.trim_start_matches(['<', '>', '=']);
                let value: u64 = digits.trim().parse().map_err(|_| wrong())?;
                let (least, most) = match text[..text.len() - digits.len()].trim() {
                    "" | "=" | "==" => (value, value),
                    ">=" => (value, u64::MAX),
                    ">" => (value.saturating_add(1), u64::MAX),
                    "<=" => (0, value),
                    "<" => (0, value.checked_sub(1).ok_or_else(wrong)?),
                    _ => return Err(wrong()),
                };
                Ok(Compare { least, most })
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// One name or several. `hosts` and `devices` are all nodes of that role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Names;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a node's name, a list of them, \"hosts\" or \"devices\"")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Names, E> {
                Ok(Names(vec![text.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = list.next_element()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
