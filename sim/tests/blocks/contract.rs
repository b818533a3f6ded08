//! The rules of streams, for every registered block: while `valid` and not `ready` nothing
//! changes, `valid` does not wait for `ready`, and after reset nothing is left of the state
//! before. Blocks that promise to cut the path of `ready` are held to it.

use expether_sim::model::rng::Rng;
use expether_sim::Direction;
use expether_wire::bridge::frame_type;

use crate::dut::Dut;

/// Names of streams whose `valid` has this direction and which have a `ready`.
fn streams(dut: &Dut, valid: Direction) -> Vec<String> {
    let ready = if valid == Direction::Input { Direction::Output } else { Direction::Input };
    dut.ports()
        .into_iter()
        .filter_map(|p| p.0.strip_suffix("_valid").map(str::to_owned))
        .filter(|s| dut.has(&format!("{s}_valid"), valid) && dut.has(&format!("{s}_ready"), ready))
        .collect()
}

/// Ports of a stream's payload.
fn payload(dut: &Dut, stream: &str) -> Vec<String> {
    let prefix = format!("{stream}_");
    let ports = dut.ports().into_iter().map(|p| p.0);
    ports
        .filter(|p| p == stream || p.starts_with(&prefix))
        .filter(|p| !p.ends_with("_valid") && !p.ends_with("_ready"))
        .collect()
}

fn all(dut: &Dut, ports: &[String]) -> Vec<u64> {
    ports.iter().map(|p| dut.get(p)).collect()
}

/// Inputs that are high for a clock: one that stays high begins a frame within a frame.
const STILL: [&str; 1] = ["take"];

/// Drives every stream into a block as the rules demand, at random.
struct Driver {
    rng: Rng,
    /// Streams into the block, flows into it, streams out of it.
    inputs: Vec<String>,
    flows: Vec<String>,
    outputs: Vec<String>,
    /// What stands on an input: (port, value).
    held: Vec<Option<Vec<(String, u64)>>>,
}

impl Driver {
    fn new(dut: &Dut, seed: u64) -> Self {
        let inputs = streams(dut, Direction::Input);
        let is_flow =
            |s: &String| dut.has(&format!("{s}_valid"), Direction::Input) && !inputs.contains(s);
        let ports = dut.ports().into_iter();
        let flows = ports
            .filter_map(|p| p.0.strip_suffix("_valid").map(str::to_owned))
            .filter(is_flow)
            .collect();
        let held = vec![None; inputs.len()];
        Self {
            rng: Rng::new(seed, "contract"),
            outputs: streams(dut, Direction::Output),
            inputs,
            flows,
            held,
        }
    }

    /// Inputs that are no stream get a value and keep it.
    fn configure(&mut self, dut: &mut Dut) {
        for (name, width, direction) in dut.ports() {
            let of_stream = |s: &String| name == *s || name.starts_with(&format!("{s}_"));
            let stream = self.inputs.iter().chain(&self.flows).chain(&self.outputs).any(of_stream);
            if direction == Direction::Input
                && !stream
                && !name.contains("reset")
                && !name.starts_with("axil_")
            {
                let value = self.rng.bits() >> (64 - width.min(64));
                let still = STILL.contains(&name.as_str());
                dut.set(&name, if still { 0 } else { value });
            }
        }
    }

    fn random_payload(&mut self, dut: &Dut, stream: &str) -> Vec<(String, u64)> {
        let last = self.rng.chance(0.2);
        let keep = if last { 0xFF >> self.rng.below(8) } else { 0xFF };
        let error = last && self.rng.chance(0.1);
        let mut values = vec![(format!("{stream}_valid"), 1)];
        for port in payload(dut, stream) {
            let value = match port.strip_prefix(stream) {
                Some("_keep") => keep,
                Some("_last") => last.into(),
                Some("_error") => error.into(),
                _ => self.rng.bits(),
            };
            values.push((port, value));
        }
        values
    }

    /// Before `eval`.
    fn drive(&mut self, dut: &mut Dut) {
        for i in 0..self.inputs.len() {
            let stream = self.inputs[i].clone();
            if self.held[i].is_none() && self.rng.chance(0.7) {
                self.held[i] = Some(self.random_payload(dut, &stream));
            }
            dut.set(&format!("{stream}_valid"), 0);
            for (port, value) in self.held[i].iter().flatten() {
                dut.set(port, *value);
            }
        }
        for i in 0..self.flows.len() {
            let stream = self.flows[i].clone();
            let values = self.random_payload(dut, &stream);
            values.iter().for_each(|(port, value)| dut.set(port, *value));
            dut.set(&format!("{stream}_valid"), self.rng.chance(0.5).into());
        }
        for i in 0..self.outputs.len() {
            let ready = self.rng.chance(0.6);
            dut.set(&format!("{}_ready", self.outputs[i]), ready.into());
        }
    }

    /// After `eval`: what was taken is gone.
    fn take(&mut self, dut: &Dut) {
        for (stream, held) in self.inputs.iter().zip(&mut self.held) {
            if dut.get(&format!("{stream}_ready")) == 1 {
                *held = None;
            }
        }
    }
}

/// The first breach of the rules in so many clocks; `fault` may tamper with what the checker sees.
fn stable(
    block: &str,
    clocks: usize,
    fault: impl Fn(usize, &mut u64, &mut Vec<u64>),
) -> Result<(), String> {
    let mut dut = Dut::new(block);
    let mut driver = Driver::new(&dut, 1);
    dut.reset();
    driver.configure(&mut dut);
    let outputs = driver.outputs.clone();
    let payloads: Vec<Vec<String>> = outputs.iter().map(|s| payload(&dut, s)).collect();
    let mut waiting: Vec<Option<Vec<u64>>> = vec![None; outputs.len()];
    for clock in 0..clocks {
        driver.drive(&mut dut);
        dut.eval();
        for ((stream, ports), waiting) in outputs.iter().zip(&payloads).zip(&mut waiting) {
            let mut valid = dut.get(&format!("{stream}_valid"));
            let mut values = all(&dut, ports);
            fault(clock, &mut valid, &mut values);
            if let Some(before) = waiting.take() {
                if valid == 0 {
                    return Err(format!(
                        "{block}, clock {clock}: {stream}_valid fell before ready"
                    ));
                }
                if values != before {
                    return Err(format!("{block}, clock {clock}: {stream} changed before ready"));
                }
            }
            if valid == 1 && dut.get(&format!("{stream}_ready")) == 0 {
                *waiting = Some(values);
            }
        }
        driver.take(&dut);
        dut.tick();
    }
    Ok(())
}

#[test]
fn streams__out_of_every_block__stand_still_until_taken() {
    for entry in expether_gen::registry() {
        stable(entry.name, 1500, |_, _, _| ()).unwrap_or_else(|e| panic!("{e}"));
    }
}

#[test]
fn streams__checker__catches_mutants() {
    let fall = stable("register_slice", 300, |clock, valid, _| {
        *valid &= u64::from(clock != 100 && clock % 7 != 0)
    });
    assert!(fall.is_err_and(|e| e.contains("fell")));
    let change =
        stable("register_slice", 300, |clock, _, values| values[0] ^= u64::from(clock % 7 == 0));
    assert!(change.is_err_and(|e| e.contains("changed")));
}

/// Changes every `ready` into the block within a clock and names the outputs of a kind that follow.
fn followers(block: &str, is_watched: impl Fn(&str) -> bool) -> Vec<String> {
    let mut dut = Dut::new(block);
    let mut driver = Driver::new(&dut, 2);
    dut.reset();
    driver.configure(&mut dut);
    let ports = dut.ports().into_iter().filter(|p| p.2 == Direction::Output && is_watched(&p.0));
    let watched: Vec<String> = ports.map(|p| p.0).collect();
    let mut found = vec![];
    for _ in 0..500 {
        driver.drive(&mut dut);
        let readies: Vec<String> = driver.outputs.iter().map(|s| format!("{s}_ready")).collect();
        let values = all(&dut, &readies);
        dut.eval();
        let before = all(&dut, &watched);
        readies.iter().zip(&values).for_each(|(port, value)| dut.set(port, value ^ 1));
        dut.eval();
        let after = all(&dut, &watched);
        let changed = watched.iter().zip(before.iter().zip(&after)).filter(|(_, (b, a))| b != a);
        found.extend(changed.map(|(name, _)| name.clone()));
        readies.iter().zip(&values).for_each(|(port, value)| dut.set(port, *value));
        dut.eval();
        driver.take(&dut);
        dut.tick();
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn streams__out_of_every_block__valid_does_not_wait_for_ready() {
    for entry in expether_gen::registry() {
        let waiting = followers(entry.name, |port| port.ends_with("_valid"));
        assert!(waiting.is_empty(), "{}: {waiting:?} depend on a ready", entry.name);
    }
}

#[test]
fn streams__blocks_that_cut__no_path_from_ready_to_ready() {
    let cuts = [
        "register_slice",
        "sync_fifo",
        "packet_fifo",
        "stream_packet_fifo",
        "async_fifo",
        "handshake_crossing",
        "tlp_router",
    ];
    for block in cuts {
        assert_eq!(
            followers(block, |port| port.ends_with("_ready") || port == "room"),
            [""; 0],
            "{block}"
        );
    }
    // One that does not cut, so that the check is known to see a path.
    assert_eq!(followers("vlan_tagger", |port| port.ends_with("_ready")), ["inp_ready"]);
}

/// Flows whose payload must make sense: going back to what was never stored reads any memory.
const SENSIBLE: [(&str, &str); 1] = [("replay_buffer", "go_back")];

/// The beginning of an output's name, the other output, and when.
type Unsaid = (&'static str, &'static str, fn(u64) -> bool);
/// Outputs that say nothing while another has such a value, besides payloads of streams.
const UNSAID: [Unsaid; 4] = [
    ("permitted", "tlp_valid", |value| value == 0),
    ("plan_", "planned", |value| value == 0),
    ("request_", "wants", |value| value == 0),
    ("request_plan_", "request_kind", |kind| kind != frame_type::DATA),
];

#[test]
fn reset__of_every_block__leaves_nothing_of_the_state_before() {
    for entry in expether_gen::registry() {
        let mut fresh = Dut::new(entry.name);
        if !fresh.ports().iter().any(|p| p.0.ends_with("reset") && p.2 == Direction::Input) {
            continue;
        }
        let mut stale = Dut::new(entry.name);
        for seed in 0..3 {
            fresh.power_up();
            stale.scramble(seed);
            let mut driver = Driver::new(&fresh, seed);
            driver.flows.retain(|flow| !SENSIBLE.contains(&(entry.name, flow)));
            for dut in [&mut fresh, &mut stale] {
                dut.reset();
                let mut same = Driver::new(dut, seed);
                same.configure(dut);
            }
            driver.rng = Rng::new(seed, "stimulus");
            let outputs: Vec<String> = fresh
                .ports()
                .into_iter()
                .filter(|p| p.2 == Direction::Output && p.1 == 1)
                .map(|p| p.0)
                .collect();
            let valids: Vec<&String> = outputs.iter().filter(|n| n.ends_with("_valid")).collect();
            for clock in 0..400 {
                let before = driver.rng.clone();
                let held = driver.held.clone();
                driver.drive(&mut stale);
                (driver.rng, driver.held) = (before, held);
                driver.drive(&mut fresh);
                fresh.eval();
                stale.eval();
                for name in &outputs {
                    // A payload says nothing while it is not valid.
                    let is_unsaid = UNSAID.iter().any(|(what, by, unsaid)| {
                        name.starts_with(what) && fresh.try_get(by).is_some_and(unsaid)
                    });
                    let idle = is_unsaid
                        || valids.iter().any(|v| {
                            let stream = v.trim_end_matches("valid");
                            name != *v
                                && *name != format!("{stream}ready")
                                && name.starts_with(stream)
                                && fresh.get(v) == 0
                        });
                    assert!(
                        idle || fresh.get(name) == stale.get(name),
                        "{}, seed {seed}, clock {clock}: {name} depends on the state before reset",
                        entry.name
                    );
                }
                driver.take(&fresh);
                fresh.tick();
                stale.tick();
            }
        }
    }
}
