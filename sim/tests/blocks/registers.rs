//! The register file against the tables, every register of the bridge and of its peers.

use expether_sim::model::rng::Rng;
use expether_sim::Direction;
use expether_wire::keep_alive::role;
use expether_wire::registers::{self as map, peer, Access, Register};

use crate::dut::Dut;

/// Peers of the registered block.
pub const PEERS: usize = 2;
const OKAY: u64 = 0;
const SLVERR: u64 = 2;

/// A register of the bridge or of a peer, where it stands.
#[derive(Clone)]
pub struct Place {
    pub register: Register,
    pub address: u64,
    pub peer: Option<usize>,
}

impl Place {
    fn name(&self) -> String {
        format!("{} at {:#06x}", self.register.name, self.address)
    }

    /// What it reads after reset.
    pub fn reset(&self) -> u64 {
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

pub fn places_of(access: Access) -> Vec<Place> {
    places().into_iter().filter(|p| p.register.access == access).collect()
}

/// The processor.
pub struct Processor {
    pub dut: Dut,
    /// Clocks from taking a write, a read to its answer.
    latency: (u64, u64),
}

impl Processor {
    pub fn new() -> Self {
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
    pub fn write(&mut self, address: u64, value: u64, strobe: u64) -> u64 {
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
            (map::STATUS_UNSEEDED, "link_unseeded"),
            (map::STATUS_MTU_SHORT, "link_mtu_short"),
        ] {
            word = field.set(word, put(dut, port, field.width as u32));
        }
        let mut expected = vec![(map::STATUS.offset, word)];
        for i in 0..PEERS {
            let mut word = 0;
            for (field, port) in [
                (peer::PEER_STATUS_STATE, "state"),
                (peer::PEER_STATUS_LEARNT, "learnt"),
                (peer::PEER_STATUS_PATH_DW, "path_dw"),
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
                (peer::PEER_INCARNATION, peer::PEER_INCARNATION_OWN, "own"),
                (peer::PEER_INCARNATION_PEER, peer::PEER_INCARNATION_OF_PEER, "peer"),
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
        dut.set("axil_awaddr", map::SEED_LO.offset);
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
            assert_eq!(dut.get("settings_seed"), writes);
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
