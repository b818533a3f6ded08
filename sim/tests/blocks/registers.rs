//! The register file against the tables, every register of the bridge and of its peers.

use expether_sim::model::rng::Rng;
use expether_sim::Direction;
use expether_wire::keep_alive::role;
use expether_wire::registers::{self as map, peer, Access, Register, RegisterField};

use crate::dut::Dut;

/// Peers of the registered block.
const PEERS: usize = 2;
const OKAY: u64 = 0;
const SLVERR: u64 = 2;

/// A register of the bridge or of a peer, where it stands.
#[derive(Clone)]
struct Place {
    register: Register,
    address: u64,
    peer: Option<usize>,
}

impl Place {
    fn name(&self) -> String {
        format!("{} at {:#06x}", self.register.name, self.address)
    }

    /// What it reads after reset.
    fn reset(&self) -> u64 {
        if self.register.name == "SHAPE" {
            return map::SHAPE_ROLE.set(map::SHAPE_PEERS.set(0, PEERS as u64), role::HOST);
        }
        self.register.reset()
    }

    /// The input that its counter counts.
    fn event(&self) -> String {
        let name = self.register.name.to_lowercase();
        match self.peer {
            None => format!("events_{name}"),
            Some(i) => format!("peer_events_{i}_{}", name.strip_prefix("peer_").unwrap_or(&name)),
        }
    }
}

fn places() -> Vec<Place> {
    let own = map::ALL.iter().map(|&r| Place { register: r, address: r.offset, peer: None });
    let peers = (0..PEERS).flat_map(|i| {
        peer::ALL.iter().map(move |&register| Place {
            register,
            address: peer::offset(i, &register),
            peer: Some(i),
        })
    });
    own.chain(peers).collect()
}

fn places_of(access: Access) -> Vec<Place> {
    places().into_iter().filter(|p| p.register.access == access).collect()
}

/// The processor.
struct Processor {
    dut: Dut,
    /// Clocks from taking a write, a read to its answer.
    latency: (u64, u64),
}

impl Processor {
    fn new() -> Self {
        let mut dut = Dut::new("register_file");
        dut.scramble(9);
        dut.reset();
        Self { dut, latency: (0, 0) }
    }

    fn wait(&mut self, port: &str) -> u64 {
        for clocks in 0..10 {
            self.dut.eval();
            if self.dut.get(port) == 1 {
                return clocks;
            }
            self.dut.tick();
        }
        panic!("{port} stays low");
    }

    /// The answer.
    fn write(&mut self, address: u64, value: u64, strobe: u64) -> u64 {
        for (port, value) in [
            ("axil_awaddr", address),
            ("axil_wdata", value),
            ("axil_wstrb", strobe),
            ("axil_awvalid", 1),
            ("axil_wvalid", 1),
        ] {
            self.dut.set(port, value);
        }
        self.wait("axil_awready");
        assert_eq!(self.dut.get("axil_wready"), 1);
        self.dut.tick();
        self.dut.set("axil_awvalid", 0);
        self.dut.set("axil_wvalid", 0);
        self.latency.0 = 1 + self.wait("axil_bvalid");
        let answer = self.dut.get("axil_bresp");
        self.dut.set("axil_bready", 1);
        self.dut.tick();
        self.dut.set("axil_bready", 0);
        answer
    }

    /// The value and the answer.
    fn read(&mut self, address: u64) -> (u64, u64) {
        self.dut.set("axil_araddr", address);
        self.dut.set("axil_arvalid", 1);
        self.wait("axil_arready");
        self.dut.tick();
        self.dut.set("axil_arvalid", 0);
        self.latency.1 = 1 + self.wait("axil_rvalid");
        let answer = (self.dut.get("axil_rdata"), self.dut.get("axil_rresp"));
        self.dut.set("axil_rready", 1);
        self.dut.tick();
        self.dut.set("axil_rready", 0);
        answer
    }

    /// The first register that does not read as expected.
    fn difference(&mut self, expected: &[(Place, u64)]) -> Option<String> {
        for (place, value) in expected {
            let (found, answer) = self.read(place.address);
            if (found, answer) != (*value, OKAY) {
                return Some(format!(
                    "{}: {found:#x} (answer {answer}), not {value:#x}",
                    place.name()
                ));
            }
        }
        None
    }
}

fn assert_same(processor: &mut Processor, expected: &[(Place, u64)]) {
    if let Some(difference) = processor.difference(expected) {
        panic!("{difference}");
    }
}

fn reset_values() -> Vec<(Place, u64)> {
    places().into_iter().map(|p| (p.clone(), p.reset())).collect()
}

#[test]
fn register_file__after_reset__has_the_values_of_the_tables_three_clocks_late() {
    let mut processor = Processor::new();
    for entry in reset_values() {
        assert_same(&mut processor, &[entry]);
        assert_eq!(processor.latency.1, 3);
    }
    assert_eq!(processor.write(map::GROUP.offset, 1, 15), OKAY);
    assert_eq!(processor.latency.0, 3);
    // The checker sees a wrong value.
    let mut wrong = reset_values();
    wrong[40].1 ^= 1;
    assert!(processor.difference(&wrong).is_some());
}

#[test]
fn register_file__written__keeps_the_bytes_and_fields_and_nothing_else_changes() {
    let mut processor = Processor::new();
    let mut expected = reset_values();
    let mut rng = Rng::new(11, "writes");
    for round in 0..600 {
        let i = rng.below(expected.len() as u64) as usize;
        let (value, strobe) = (rng.bits() >> 32, rng.below(16));
        let (place, old) = &mut expected[i];
        assert_eq!(processor.write(place.address, value, strobe), OKAY, "{}", place.name());
        if place.register.access == Access::ReadWrite {
            let bytes = (0..4).filter(|b| strobe >> b & 1 == 1).fold(0, |m, b| m | 0xFF << (8 * b));
            *old = (*old & !bytes | value & bytes) & place.register.mask();
        }
        if round % 30 == 0 {
            assert_same(&mut processor, &expected);
        }
    }
    assert_same(&mut processor, &expected);
    // Each page has its own, so no two of the registers written last are one.
    for (place, value) in &mut expected {
        if place.register.access == Access::ReadWrite {
            *value = rng.bits() >> 32 & place.register.mask();
            processor.write(place.address, *value, 15);
        }
    }
    assert_same(&mut processor, &expected);
    processor.dut.reset();
    assert_same(&mut processor, &reset_values());
}

#[test]
fn register_file__any_word_of_the_address_space__is_a_register_or_answered_slverr() {
    let mut processor = Processor::new();
    let known: Vec<u64> = places().iter().map(|p| p.address).collect();
    for address in (0..1 << map::ADDRESS_BITS).step_by(4) {
        let is_known = known.contains(&address);
        let answer = processor.read(address).1;
        assert_eq!(answer, if is_known { OKAY } else { SLVERR }, "read of {address:#06x}");
        if !is_known {
            assert_eq!(processor.read(address).0, 0, "{address:#06x}");
            assert_eq!(processor.write(address, u64::MAX >> 32, 15), SLVERR, "{address:#06x}");
        }
    }
    assert_same(&mut processor, &reset_values());
    // The page after the last peer's is as empty as any.
    let beyond = peer::offset(PEERS, &peer::PEER_CONTROL);
    assert_eq!(processor.read(beyond), (0, SLVERR));
}

#[test]
fn register_file__events__count_each_in_its_own_counter_by_its_amount() {
    let mut processor = Processor::new();
    let mut expected = reset_values();
    let mut events = 0;
    for (i, place) in places_of(Access::Counter).into_iter().enumerate() {
        let (port, width) = (place.event(), width(&processor.dut, &place.event()));
        let amount = if width > 1 { (1 << width) - 1 } else { 1 };
        processor.dut.set(&port, amount);
        for _ in 0..=i {
            processor.dut.tick();
        }
        processor.dut.set(&port, 0);
        let entry = expected.iter_mut().find(|e| e.0.address == place.address);
        entry.expect("a register").1 = (i as u64 + 1) * amount;
        events += 1;
    }
    assert_same(&mut processor, &expected);
    // No event without a counter.
    let ports = processor.dut.ports();
    let inputs = ports.iter().filter(|p| p.0.contains("events_") && p.2 == Direction::Input);
    assert_eq!(inputs.count(), events);
}

fn width(dut: &Dut, port: &str) -> u32 {
    let found = dut.ports().into_iter().find(|p| p.0 == port);
    found.unwrap_or_else(|| panic!("no port {port}")).1
}

#[test]
fn register_file__a_counter__wraps() {
    let mut processor = Processor::new();
    processor.dut.set("peer_events_1_rx_tlps", 1023);
    let clocks = (1u64 << 32) / 1023 + 1;
    for _ in 0..clocks {
        processor.dut.tick();
    }
    processor.dut.set("peer_events_1_rx_tlps", 0);
    let expected = clocks * 1023 - (1 << 32);
    assert_eq!(processor.read(peer::offset(1, &peer::PEER_RX_TLPS)), (expected, OKAY));
}

#[test]
fn register_file__status__is_that_of_the_moment() {
    let mut processor = Processor::new();
    let mut rng = Rng::new(13, "status");
    for _ in 0..50 {
        let mut put = |dut: &mut Dut, port: &str, width: u32| {
            let value = rng.bits() >> (64 - width);
            dut.set(port, value);
            value
        };
        let dut = &mut processor.dut;
        let mut word = 0;
        for (field, port) in [
            (map::STATUS_LOCAL_FAULT, "link_local_fault"),
            (map::STATUS_REMOTE_FAULT, "link_remote_fault"),
            (map::STATUS_PAUSED, "link_paused"),
            (map::STATUS_CONGESTED, "link_congested"),
        ] {
            word = field.set(word, put(dut, port, field.width as u32));
        }
        let mut expected = vec![(map::STATUS.offset, word)];
        for i in 0..PEERS {
            let mut word = 0;
            for (field, port) in [
                (peer::PEER_STATUS_STATE, "state"),
                (peer::PEER_STATUS_LEARNT, "learnt"),
                (peer::PEER_STATUS_EPOCH, "epoch"),
                (peer::PEER_STATUS_PEER_EPOCH, "peer_epoch"),
            ] {
                word = field.set(word, put(dut, &format!("peers_{i}_{port}"), field.width as u32));
            }
            expected.push((peer::offset(i, &peer::PEER_STATUS), word));
            let mac = put(dut, &format!("peers_{i}_mac"), 48);
            expected.push((peer::offset(i, &peer::PEER_ADDRESS_LO), mac & 0xFFFF_FFFF));
            expected.push((peer::offset(i, &peer::PEER_ADDRESS_HI), mac >> 32));
            for (register, field, port) in [
                (peer::PEER_RTT, peer::PEER_RTT_CLOCKS, "round_trip"),
                (peer::PEER_TIMEOUT, peer::PEER_TIMEOUT_CLOCKS, "timeout"),
                (peer::PEER_RATE, peer::PEER_RATE_VALUE, "rate"),
            ] {
                let value = put(dut, &format!("peers_{i}_{port}"), field.width as u32);
                expected.push((peer::offset(i, &register), value));
            }
        }
        for (address, value) in expected {
            assert_eq!(processor.read(address), (value, OKAY), "{address:#06x}");
        }
    }
}

/// Settings that are a field of a register, no more.
const SETTINGS: &[(&str, Register, RegisterField)] = &[
    ("enable", map::CONTROL, map::CONTROL_ENABLE),
    ("learn", map::CONTROL, map::CONTROL_LEARN),
    ("honour_pause", map::CONTROL, map::CONTROL_HONOUR_PAUSE),
    ("send_pause", map::CONTROL, map::CONTROL_SEND_PAUSE),
    ("rate_control", map::CONTROL, map::CONTROL_RATE_CONTROL),
    ("vid", map::GROUP, map::GROUP_VID),
    ("pcp", map::GROUP, map::GROUP_PCP),
    ("epoch", map::EPOCH, map::EPOCH_VALUE),
    ("ethertype", map::ETHERTYPE, map::ETHERTYPE_VALUE),
    ("ack_delay", map::ACK_DELAY, map::ACK_DELAY_CLOCKS),
    ("mtu", map::MTU, map::MTU_BYTES),
    ("window_frames", map::WINDOW, map::WINDOW_FRAMES),
    ("timeout_min", map::TIMEOUT_MIN, map::TIMEOUT_MIN_CLOCKS),
    ("timeout_max", map::TIMEOUT_MAX, map::TIMEOUT_MAX_CLOCKS),
    ("dead_time", map::DEAD_TIME, map::DEAD_TIME_CLOCKS),
    ("busy_time", map::BUSY_TIME, map::BUSY_TIME_CLOCKS),
    ("open_interval", map::OPEN_INTERVAL, map::OPEN_INTERVAL_CLOCKS),
    ("keep_alive_interval", map::KEEP_ALIVE_INTERVAL, map::KEEP_ALIVE_INTERVAL_CLOCKS),
    ("keep_alive_timeout", map::KEEP_ALIVE_TIMEOUT, map::KEEP_ALIVE_TIMEOUT_CLOCKS),
    ("delay_target", map::DELAY_TARGET, map::DELAY_TARGET_CLOCKS),
    ("rate_min", map::RATE_MIN, map::RATE_MIN_VALUE),
    ("rate_step", map::RATE_STEP, map::RATE_STEP_VALUE),
    ("rate_burst", map::RATE_BURST, map::RATE_BURST_BEATS),
    ("pause_quanta", map::PAUSE_TIME, map::PAUSE_QUANTA),
    ("pause_high", map::PAUSE_LEVELS, map::PAUSE_HIGH),
    ("pause_low", map::PAUSE_LEVELS, map::PAUSE_LOW),
];

/// Likewise of a peer.
const PEER_SETTINGS: &[(&str, Register, RegisterField)] = &[
    ("fixed", peer::PEER_CONTROL, peer::PEER_CONTROL_FIXED),
    ("is_default", peer::PEER_CONTROL, peer::PEER_CONTROL_DEFAULT),
    ("close", peer::PEER_CONTROL, peer::PEER_CONTROL_CLOSE),
    ("route_id_low", peer::ROUTE_ID, peer::ROUTE_ID_LOW),
    ("route_id_high", peer::ROUTE_ID, peer::ROUTE_ID_HIGH),
    ("route_source_low", peer::ROUTE_SOURCE, peer::ROUTE_SOURCE_LOW),
    ("route_source_high", peer::ROUTE_SOURCE, peer::ROUTE_SOURCE_HIGH),
    ("route_io_base", peer::ROUTE_IO, peer::ROUTE_IO_BASE),
    ("route_io_limit", peer::ROUTE_IO, peer::ROUTE_IO_LIMIT),
    ("route_memory_base", peer::ROUTE_MEMORY, peer::ROUTE_MEMORY_BASE),
    ("route_memory_limit", peer::ROUTE_MEMORY, peer::ROUTE_MEMORY_LIMIT),
    ("route_wide_base", peer::ROUTE_WIDE_BASE, peer::ROUTE_WIDE_BASE_51_20),
    ("route_wide_limit", peer::ROUTE_WIDE_LIMIT, peer::ROUTE_WIDE_LIMIT_51_20),
];

/// Every output for these values of the registers.
fn settings(value: impl Fn(Option<usize>, &Register) -> u64) -> Vec<(String, u64)> {
    let own = |r: &Register| value(None, r);
    let field = |(name, r, f): &(&str, Register, RegisterField)| {
        (format!("settings_{name}"), f.get(own(r)))
    };
    let mut expected: Vec<(String, u64)> = SETTINGS.iter().map(field).collect();
    let pair = |high: u64, low: u64| high << 32 | low;
    let mtu = map::MTU_BYTES.get(own(&map::MTU));
    let aggregates = map::AGGREGATION_ENABLE.get(own(&map::AGGREGATION)) == 1;
    let limit = map::AGGREGATION_LIMIT.get(own(&map::AGGREGATION));
    for (name, value) in [
        ("local_mac", pair(own(&map::LOCAL_MAC_HI), own(&map::LOCAL_MAC_LO))),
        ("node_id", pair(own(&map::NODE_ID_HI), own(&map::NODE_ID_LO))),
        // What the MTU leaves behind 14 bytes of bridge header, in beats of 8, but one at least.
        ("area_beats", (mtu.saturating_sub(14) / 8).max(1)),
        ("frame_tlps", if aggregates { limit } else { 1 }),
        ("window_beats", map::WINDOW_KIB.get(own(&map::WINDOW)) * 1024 / 8),
    ] {
        expected.push((format!("settings_{name}"), value));
    }
    for i in 0..PEERS {
        let of = |r: &Register| value(Some(i), r);
        for (name, r, f) in PEER_SETTINGS {
            expected.push((format!("peer_settings_{i}_{name}"), f.get(of(r))));
        }
        let mac = pair(of(&peer::PEER_MAC_HI), of(&peer::PEER_MAC_LO));
        expected.push((format!("peer_settings_{i}_mac"), mac));
    }
    expected
}

#[test]
fn register_file__settings__are_the_fields() {
    let mut processor = Processor::new();
    let mut rng = Rng::new(12, "settings");
    let mut values: Vec<(Place, u64)> =
        places_of(Access::ReadWrite).into_iter().map(|p| (p.clone(), p.reset())).collect();
    for round in 0..60 {
        let expected = settings(|peer, register| {
            let found = values.iter().find(|v| v.0.peer == peer && v.0.register == *register);
            found.expect("a register").1
        });
        processor.dut.eval();
        for (port, value) in &expected {
            assert_eq!(processor.dut.get(port), *value, "{port}, round {round}");
        }
        let ports = processor.dut.ports();
        let outputs =
            ports.iter().filter(|p| p.0.contains("settings_") && p.2 == Direction::Output);
        assert_eq!(outputs.count(), expected.len(), "an output is not judged");
        for (place, value) in &mut values {
            // Every short MTU comes once: there the area is shortest.
            let random = rng.bits() >> 32;
            let new = if place.register == map::MTU { round } else { random };
            *value = new & place.register.mask();
            processor.write(place.address, *value, 15);
        }
    }
}

#[test]
fn register_file__pauses_on_every_channel__answers_wait_and_keep_their_order() {
    let mut processor = Processor::new();
    let dut = &mut processor.dut;
    let mut rng = Rng::new(14, "pauses");
    let (mut sent, mut writes, mut asked, mut reads) = (0u64, 0u64, 0u64, 0u64);
    let (mut aw, mut w, mut ar) = (false, false, false);
    let mut held: Option<(u64, u64)> = None;
    for _ in 0..20_000 {
        aw |= rng.chance(0.3);
        w |= rng.chance(0.3);
        ar |= rng.chance(0.3);
        dut.set("axil_awvalid", aw.into());
        dut.set("axil_awaddr", map::NODE_ID_LO.offset);
        dut.set("axil_wvalid", w.into());
        dut.set("axil_wdata", sent + 1);
        dut.set("axil_wstrb", 15);
        dut.set("axil_arvalid", ar.into());
        // By turns of a register and of none.
        dut.set("axil_araddr", if asked % 2 == 0 { map::ID.offset } else { 0xFFFC });
        dut.set("axil_bready", rng.chance(0.3).into());
        dut.set("axil_rready", rng.chance(0.3).into());
        dut.eval();
        assert_eq!(dut.get("axil_awready"), dut.get("axil_wready"));
        if dut.get("axil_awready") == 1 {
            assert!(aw && w);
            (aw, w) = (false, false);
            sent += 1;
        }
        if dut.get("axil_bvalid") == 1 && dut.get("axil_bready") == 1 {
            writes += 1;
            assert_eq!(dut.get("axil_bresp"), OKAY);
            assert_eq!(dut.get("settings_node_id"), writes);
        }
        if ar && dut.get("axil_arready") == 1 {
            ar = false;
            asked += 1;
        }
        if dut.get("axil_rvalid") == 1 {
            let answer = (dut.get("axil_rdata"), dut.get("axil_rresp"));
            let expected = [(map::ID.reset(), OKAY), (0, SLVERR)][reads as usize % 2];
            assert_eq!(answer, expected);
            assert!(held.is_none_or(|h| h == answer), "changed while it waited");
            held = Some(answer);
            if dut.get("axil_rready") == 1 {
                reads += 1;
                held = None;
            }
        } else {
            assert!(held.is_none(), "an answer was withdrawn");
        }
        dut.tick();
    }
    assert!(writes > 1000 && reads > 1000, "{writes} writes, {reads} reads");
}
