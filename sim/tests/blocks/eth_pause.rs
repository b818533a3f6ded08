//! The PAUSE blocks, each against a second reading of IEEE 802.3 clause 31 and annex 31B that
//! shares no table with them. With the MACs on a wire: `eth_pause_wire`.

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{Beat, BeatSource};

use crate::dut::Dut;
use crate::eth_mac::payload;

pub const PAUSE_ADDRESS: [u8; 6] = [0x01, 0x80, 0xC2, 0x00, 0x00, 0x01];
pub const LOCAL: [u8; 6] = [0x02, 0x11, 0x22, 0x33, 0x44, 0x55];

/// A MAC address as the ports have it.
pub fn port(mac: [u8; 6]) -> u64 {
    mac.iter().rev().fold(0, |port, byte| port << 8 | u64::from(*byte))
}

/// A MAC control frame without padding.
pub fn control(destination: [u8; 6], source: [u8; 6], opcode: u16, time: u16) -> Vec<u8> {
    let mut frame = [destination, source].concat();
    frame.extend([0x88, 0x08]);
    frame.extend(opcode.to_be_bytes());
    frame.extend(time.to_be_bytes());
    frame
}

/// What the receiver shows in a clock.
#[derive(Copy, Clone, Debug, PartialEq)]
struct Received {
    out: Beat,
    paused: bool,
    pause_received: bool,
    control_dropped: bool,
}

/// What it should show: whole frames, and a count of clocks.
#[derive(Default)]
struct ReceiverModel {
    frame: Vec<u8>,
    clocks_left: u64,
}

impl ReceiverModel {
    fn clock(&mut self, beat: Beat, honour: bool, transmitting: bool) -> Received {
        let paused = self.clocks_left > 0;
        let mut shown =
            Received { out: beat, paused, pause_received: false, control_dropped: false };
        self.clocks_left -= u64::from(paused && !transmitting);
        if beat.valid {
            let count = beat.keep.count_ones() as usize;
            self.frame.extend_from_slice(&beat.data.to_le_bytes()[..count]);
        }
        if beat.valid && beat.last {
            let frame = std::mem::take(&mut self.frame);
            let is_control = frame.len() > 16 && frame[12..14] == [0x88, 0x08];
            let is_pause = is_control
                && frame.len() > 24
                && frame[14..16] == [0x00, 0x01]
                && frame[..6] == PAUSE_ADDRESS;
            shown.out.error |= is_control;
            shown.pause_received = is_pause && !beat.error;
            shown.control_dropped = is_control && !is_pause && !beat.error;
            if shown.pause_received {
                self.clocks_left = 8 * (u64::from(frame[16]) << 8 | u64::from(frame[17]));
            }
        }
        if !honour {
            self.clocks_left = 0;
        }
        shown
    }
}

/// A frame of any sort that a network may bring.
fn any_frame(rng: &mut Rng) -> Vec<u8> {
    let time = if rng.chance(0.9) { rng.below(9) } else { rng.below(1 << 16) } as u16;
    let destination = [PAUSE_ADDRESS, PAUSE_ADDRESS, LOCAL][rng.below(3) as usize];
    let mut frame = control(destination, payload(6, rng).try_into().expect("six"), 1, time);
    frame.resize(60, 0);
    match rng.below(8) {
        // One bit away from PAUSE to us, in destination, type or opcode.
        0 => frame[rng.below(6) as usize] ^= 1 << rng.below(8),
        1 => frame[12 + rng.below(2) as usize] ^= 1 << rng.below(8),
        2 => frame[14 + rng.below(2) as usize] ^= 1 << rng.below(8),
        // Other lengths, too short ones among them.
        3 => frame.resize(1 + rng.below(120) as usize, 0xAA),
        4 => frame = payload(1 + rng.below(120) as usize, rng),
        _ => {}
    }
    frame
}

/// Random frames into the receiver, compared in every clock with the model; `fault` may tamper
/// with what is seen. How often each strobe, and a PAUSE that ended by itself, was seen.
fn receive(seed: u64, fault: impl Fn(u64, &mut Received)) -> Result<[u64; 3], String> {
    let mut rng = Rng::new(seed, "frames");
    let mut dut = Dut::new("pause_receiver");
    dut.scramble(seed);
    dut.reset();
    let mut model = ReceiverModel::default();
    let (mut honour, mut transmitting, mut was_paused) = (true, false, false);
    let mut counts = [0; 3];
    let (mut frame, mut offset) = (vec![], 0);
    let (mut error, mut gap) = (false, 0);
    for clock in 0..60_000 {
        if offset >= frame.len() {
            (frame, offset) = (any_frame(&mut rng), 0);
            error = rng.chance(0.1);
            gap = if rng.chance(0.5) { 0 } else { rng.below(80) };
        }
        let mut beat = Beat::cut(&frame, offset, error);
        beat.valid = gap == 0 && !rng.chance(0.1);
        gap = u64::saturating_sub(gap, 1);
        offset += if beat.valid { 8 } else { 0 };
        honour ^= rng.chance(if honour { 0.001 } else { 0.02 });
        transmitting ^= rng.chance(0.05);
        dut.set_beat("inp", beat);
        dut.set("honour", honour.into());
        dut.set("transmitting", transmitting.into());
        dut.eval();
        let mut seen = Received {
            out: dut.beat("out"),
            paused: dut.get("paused") == 1,
            pause_received: dut.get("pause_received") == 1,
            control_dropped: dut.get("control_dropped") == 1,
        };
        fault(clock, &mut seen);
        let wanted = model.clock(beat, honour, transmitting);
        let payload_counts = beat.valid || seen.out.valid;
        let same_out = !payload_counts || seen.out == wanted.out;
        if !same_out || (Received { out: wanted.out, ..seen }) != wanted {
            return Err(format!("clock {clock}: {seen:X?}, expected {wanted:X?}"));
        }
        counts[0] += u64::from(seen.pause_received);
        counts[1] += u64::from(seen.control_dropped);
        counts[2] += u64::from(was_paused && !seen.paused);
        was_paused = seen.paused;
        dut.tick();
    }
    Ok(counts)
}

#[test]
fn pause_receiver__frames_of_all_sorts__are_as_the_standard_has_them() {
    for seed in 1..=3 {
        let counts = receive(seed, |_, _| ()).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        assert!(counts.iter().all(|c| *c >= 100), "seed {seed}: {counts:?}");
    }
}

#[test]
fn pause_receiver__checker__catches_mutants() {
    type Fault = fn(&mut Received);
    let faults: [(&str, Fault); 7] = [
        ("control frame forwarded", |s| s.out.error &= !s.control_dropped && !s.pause_received),
        ("PAUSE not told", |s| s.pause_received = false),
        ("drop not told", |s| s.control_dropped = false),
        ("PAUSE told as dropped", |s| s.control_dropped |= s.pause_received),
        ("never paused", |s| s.paused = false),
        ("wrong byte", |s| s.out.data ^= 1 << 40),
        ("lost beat", |s| s.out.valid &= !s.out.last),
    ];
    for (name, fault) in faults {
        assert!(receive(1, |_, seen| fault(seen)).is_err(), "{name}");
    }
    // Paused a clock too early, too late, too long or too short.
    for shift in [1, -1] {
        let before = std::cell::Cell::new(false);
        let shifted = receive(1, |_, seen| {
            let now = seen.paused;
            seen.paused = if shift == 1 { now || before.get() } else { now && before.get() };
            before.set(now);
        });
        assert!(shifted.is_err(), "shift {shift}");
    }
}

/// What stands on the transmitter's ports in a clock.
#[derive(Copy, Clone, Debug, Default)]
struct Sent {
    inp: Beat,
    inp_ready: bool,
    out: Beat,
    out_ready: bool,
    paused: bool,
    /// `enable` and `congested`, and the quanta if both.
    quanta: u16,
    transmitting: bool,
    pause_sent: bool,
}

#[derive(Copy, Clone, Debug, PartialEq)]
enum UnderWay {
    Nothing,
    Frame,
    /// Beats of a PAUSE frame made so far, and its time.
    Pause(usize, u16),
}

/// The transmitter's rules. A clock is judged by what stands on `out` in the next one.
struct TransmitterModel {
    /// Clocks of half a quantum: 4.
    half_quantum: u64,
    clock: u64,
    earlier: Sent,
    under_way: UnderWay,
    /// When the neighbour was last asked for silence, and for how long.
    asked: Option<(u64, u16)>,
    after_pause: bool,
    /// Frames, PAUSE frames that ask, that release, and turns given to a frame in spite of a PAUSE
    /// that was due.
    counts: [u64; 4],
}

impl TransmitterModel {
    fn new(half_quantum: u64) -> Self {
        Self {
            half_quantum,
            clock: 0,
            earlier: Sent::default(),
            under_way: UnderWay::Nothing,
            asked: None,
            after_pause: false,
            counts: [0; 4],
        }
    }

    /// What begins if something may.
    fn choose(&mut self, now: &Sent) -> UnderWay {
        let wanted = self.earlier.quanta;
        let due = match self.asked {
            Some((begin, time)) => {
                wanted == 0 || self.clock - begin >= self.half_quantum * u64::from(time)
            }
            None => wanted != 0,
        };
        let frame_may = now.inp.valid && !now.paused;
        if due && !(self.after_pause && frame_may) {
            self.asked = (wanted != 0).then_some((self.clock, wanted));
            self.after_pause = true;
            self.counts[if wanted == 0 { 2 } else { 1 }] += 1;
            UnderWay::Pause(0, wanted)
        } else if frame_may {
            self.after_pause = false;
            self.counts[0] += 1;
            self.counts[3] += u64::from(due);
            UnderWay::Frame
        } else {
            UnderWay::Nothing
        }
    }

    fn judge(&mut self, now: &Sent, next: &Sent) -> Result<(), String> {
        let fail = |what: &str| Err(format!("{what}: {now:X?}, then {:X?}", next.out));
        let taken = now.inp.valid && now.inp_ready;
        if now.transmitting != (self.under_way == UnderWay::Frame) {
            return fail("transmitting is wrong");
        }
        if now.out.valid && !now.out_ready {
            if taken || now.pause_sent || next.out != now.out {
                return fail("something moves though out is not ready");
            }
            self.earlier = *now;
            self.clock += 1;
            return Ok(());
        }
        if self.under_way == UnderWay::Nothing {
            self.under_way = self.choose(now);
        }
        let (beat, is_frame) = match self.under_way {
            UnderWay::Nothing => (Beat::default(), false),
            UnderWay::Frame => (now.inp, true),
            UnderWay::Pause(beats, time) => {
                (Beat::cut(&control(PAUSE_ADDRESS, LOCAL, 1, time), 8 * beats, false), false)
            }
        };
        if taken != (is_frame && now.inp.valid) {
            return fail(if taken { "a beat is taken out of turn" } else { "a frame waits" });
        }
        if next.out.valid != beat.valid || (beat.valid && next.out != beat) {
            return fail("out is wrong");
        }
        if now.pause_sent != (beat.last && !is_frame) {
            return fail("pause_sent is wrong");
        }
        if beat.last {
            self.under_way = UnderWay::Nothing;
        } else if let UnderWay::Pause(beats, time) = self.under_way {
            self.under_way = UnderWay::Pause(beats + 1, time);
        }
        self.earlier = *now;
        self.clock += 1;
        Ok(())
    }
}

/// Random frames and conditions into the transmitter; `fault` may tamper with what is seen.
fn transmit(
    seed: u64,
    stall: f64,
    mut model: TransmitterModel,
    fault: impl Fn(&mut Sent),
) -> Result<[u64; 4], String> {
    let mut rng = Rng::new(seed, "conditions");
    let mut dut = Dut::new("pause_transmitter");
    dut.scramble(seed);
    dut.reset();
    dut.set("local_mac", port(LOCAL));
    // Frames do not pause inside; between them there may be time.
    let mut source = BeatSource::new(0.0, Rng::new(seed, "source"));
    let (mut paused, mut enable, mut congested, mut quanta) = (false, true, false, 3);
    let mut busy = true;
    let mut before: Option<Sent> = None;
    for clock in 0..40_000 {
        busy ^= rng.chance(0.01);
        if source.pending() == 0 && (busy || rng.chance(0.02)) {
            source.push(payload(1 + rng.below(100) as usize, &mut rng), rng.chance(0.1));
        }
        paused ^= rng.chance(0.02);
        congested ^= rng.chance(if clock % 8000 < 4000 { 0.01 } else { 0.2 });
        enable ^= rng.chance(if enable { 0.002 } else { 0.02 });
        if rng.chance(0.01) {
            quanta = if rng.chance(0.2) { 0 } else { rng.below(20) };
        }
        let (inp, out_ready) = (source.drive(), !rng.chance(stall));
        dut.set_beat("inp", inp);
        dut.set("out_ready", out_ready.into());
        dut.set("paused", paused.into());
        dut.set("congested", congested.into());
        dut.set("enable", enable.into());
        dut.set("pause_quanta", quanta);
        dut.eval();
        let inp_ready = dut.get("inp_ready") == 1;
        let mut seen = Sent {
            inp,
            inp_ready,
            out: dut.beat("out"),
            out_ready,
            paused,
            quanta: if congested && enable { quanta as u16 } else { 0 },
            transmitting: dut.get("transmitting") == 1,
            pause_sent: dut.get("pause_sent") == 1,
        };
        fault(&mut seen);
        if let Some(before) = before.replace(seen) {
            model.judge(&before, &seen).map_err(|e| format!("clock {}: {e}", clock - 1))?;
        }
        source.clock(inp_ready);
        dut.tick();
    }
    Ok(model.counts)
}

#[test]
fn pause_transmitter__any_conditions__each_frame_has_its_turn() {
    for (seed, stall) in [(1, 0.0), (2, 0.1), (3, 0.6)] {
        let counts = transmit(seed, stall, TransmitterModel::new(4), |_| ())
            .unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        assert!(counts.iter().all(|c| *c >= 50), "seed {seed}: {counts:?}");
    }
}

#[test]
fn pause_transmitter__checker__catches_mutants() {
    type Fault = fn(&mut Sent);
    let faults: [(&str, Fault, &str); 10] = [
        ("begins while paused", |s| s.paused |= s.inp.valid, "out of turn"),
        ("never begins", |s| s.inp_ready = false, "a frame waits"),
        ("wrong byte", |s| s.out.data ^= 1 << 21, "out is wrong"),
        ("gap in a frame", |s| s.out.valid &= !s.out.last, "out is wrong"),
        ("error lost", |s| s.out.error = false, "out is wrong"),
        ("no PAUSE though asked", |s| s.quanta = 5, "out of turn"),
        ("PAUSE unasked", |s| s.quanta = 0, "a frame waits"),
        ("transmitting too long", |s| s.transmitting |= s.out.last, "transmitting"),
        ("PAUSE not told", |s| s.pause_sent = false, "pause_sent"),
        ("moves unasked", |s| s.out_ready = false, "not ready"),
    ];
    for (name, fault, says) in faults {
        let error = transmit(2, 0.1, TransmitterModel::new(4), fault).expect_err(name);
        assert!(error.contains(says), "{name}: {error}");
    }
    // Asked again too early or too late.
    for half_quantum in [3, 5] {
        let error = transmit(1, 0.0, TransmitterModel::new(half_quantum), |_| ());
        assert!(error.is_err(), "{half_quantum} clocks");
    }
}
