//! The blocks `round_trip` and `rate_controller` in the engine, as one pacer.

use super::{Pacer, Tick};
use crate::engine::Engine;
use crate::model::port;
use crate::{Backend, PortId, SimError};
use expether_gen::Design;
use expether_wire::registers as map;

/// Settings of both blocks, as their ports are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacerSettings {
    pub enable: bool,
    pub target: u64,
    pub rate_min: u64,
    pub step: u64,
    pub burst: u64,
    pub dead_time: u64,
    pub timeout_min: u64,
    pub timeout_max: u64,
    pub ack_delay: u64,
}

impl Default for PacerSettings {
    /// Those of the registers; `docs/rate-control.md` says why.
    fn default() -> Self {
        Self {
            enable: true,
            target: map::DELAY_TARGET.reset(),
            rate_min: map::RATE_MIN.reset(),
            step: map::RATE_STEP.reset(),
            burst: map::RATE_BURST.reset(),
            dead_time: map::DEAD_TIME.reset(),
            timeout_min: map::TIMEOUT_MIN.reset(),
            timeout_max: map::TIMEOUT_MAX.reset(),
            ack_delay: map::ACK_DELAY.reset(),
        }
    }
}

struct RoundTrip {
    engine: Engine,
    run: PortId,
    sample: PortId,
    sample_valid: PortId,
    timed_out: PortId,
    progress: PortId,
    timeout: PortId,
}

struct Controller {
    engine: Engine,
    run: PortId,
    sample: PortId,
    sample_valid: PortId,
    timed_out: PortId,
    sent: PortId,
    sent_valid: PortId,
    may_send: PortId,
    rate: PortId,
}

/// Both blocks of one peer.
pub struct Blocks {
    round_trip: RoundTrip,
    controller: Controller,
}

/// After reset, with these inputs.
fn start(design: &Design, inputs: &[(&str, u64)]) -> Result<Engine, SimError> {
    let mut engine = Engine::new(design.netlist())?;
    let reset = port(&*engine, "reset")?;
    for (name, value) in inputs {
        let id = port(&*engine, name)?;
        engine.set(id, *value);
    }
    engine.set(reset, 1);
    engine.tick(1)?;
    engine.set(reset, 0);
    engine.eval()?;
    Ok(engine)
}

impl Blocks {
    /// From the elaborated blocks `round_trip` and `rate_controller`.
    pub fn new(designs: &[Design; 2], settings: &PacerSettings) -> Result<Self, SimError> {
        let engine = start(
            &designs[0],
            &[
                ("timeout_min", settings.timeout_min),
                ("timeout_max", settings.timeout_max),
                ("ack_delay", settings.ack_delay),
            ],
        )?;
        let find = |name| port(&*engine, name);
        let round_trip = RoundTrip {
            run: find("run")?,
            sample: find("sample_payload")?,
            sample_valid: find("sample_valid")?,
            timed_out: find("timed_out")?,
            progress: find("progress")?,
            timeout: find("timeout")?,
            engine,
        };
        let engine = start(
            &designs[1],
            &[
                ("settings_enable", settings.enable.into()),
                ("settings_target", settings.target),
                ("settings_rate_min", settings.rate_min),
                ("settings_step", settings.step),
                ("settings_burst", settings.burst),
                ("settings_dead_time", settings.dead_time),
            ],
        )?;
        let find = |name| port(&*engine, name);
        let controller = Controller {
            run: find("run")?,
            sample: find("sample_payload")?,
            sample_valid: find("sample_valid")?,
            timed_out: find("timed_out")?,
            sent: find("sent_payload")?,
            sent_valid: find("sent_valid")?,
            may_send: find("may_send")?,
            rate: find("rate")?,
            engine,
        };
        Ok(Self { round_trip, controller })
    }
}

/// The longest round trip that a sample can say.
const LONGEST: u64 = (1 << 20) - 1;

impl Pacer for Blocks {
    fn may_send(&self) -> bool {
        self.controller.engine.get(self.controller.may_send) == 1
    }

    fn timeout(&self) -> u64 {
        self.round_trip.engine.get(self.round_trip.timeout)
    }

    fn rate(&self) -> u64 {
        self.controller.engine.get(self.controller.rate)
    }

    fn clock(&mut self, tick: &Tick) {
        let sample = tick.sample.unwrap_or(0).min(LONGEST);
        let block = &mut self.round_trip;
        block.engine.set_all(&[
            (block.run, tick.run.into()),
            (block.sample, sample),
            (block.sample_valid, tick.sample.is_some().into()),
            (block.timed_out, tick.timed_out.into()),
            (block.progress, tick.progress.into()),
        ]);
        step(&mut block.engine);
        let block = &mut self.controller;
        block.engine.set_all(&[
            (block.run, tick.run.into()),
            (block.sample, sample),
            (block.sample_valid, tick.sample.is_some().into()),
            (block.timed_out, tick.timed_out.into()),
            (block.sent, tick.sent.unwrap_or(0).into()),
            (block.sent_valid, tick.sent.is_some().into()),
        ]);
        step(&mut block.engine);
    }
}

/// One clock, and the outputs after it. No output of either block depends on an input of its clock.
fn step(engine: &mut Engine) {
    // The native engine fails only when it must compile for a new set of clocks; there is one.
    let done = engine.tick(1).and_then(|()| engine.eval());
    debug_assert!(done.is_ok(), "{done:?}");
}
