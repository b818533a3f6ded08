//! The TLP router against a plain model: TLPs of all kinds, windows of all sorts, any pauses.

use std::ops::RangeInclusive;

use expether_gen::Design;
use expether_rtl::pcie::TlpRouter;
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::Beat;
use expether_wire::tlp::format::{common, routing};
use expether_wire::tlp::{Body, FunctionId, Head, Kind, Layout, ALL_KINDS};

use crate::dut::Dut;

/// The windows of a peer, as its registers have them.
#[derive(Clone, Debug, Default)]
struct Peer {
    id: (u64, u64),
    source: (u64, u64),
    io: (u64, u64),
    memory: (u64, u64),
    wide: (u64, u64),
    is_default: bool,
    connected: bool,
}

/// The bytes between two numbers of pages of so many address bits.
fn addresses(window: (u64, u64), page: u32) -> RangeInclusive<u64> {
    window.0 << page..=(window.1 << page | ((1 << page) - 1))
}

impl Peer {
    /// One with no window, and no connection.
    fn nobody() -> Self {
        let none = (1, 0);
        let (is_default, connected) = (false, false);
        Self { id: none, source: none, io: none, memory: none, wide: none, is_default, connected }
    }

    fn has_memory(&self, address: u64) -> bool {
        addresses(self.memory, 16).contains(&address) || addresses(self.wide, 20).contains(&address)
    }

    fn has_id(&self, id: u64) -> bool {
        (self.id.0..=self.id.1).contains(&id)
    }

    /// Whether a window for its address or ID has the TLP.
    fn has(&self, head: &Head) -> bool {
        match head.body {
            Body::Memory { address, .. } => self.has_memory(address),
            Body::Io { address, .. } => addresses(self.io, 12).contains(&u64::from(address)),
            Body::Config { target, .. } => self.has_id(target.0.into()),
            Body::Completion { requester, .. } => self.has_id(requester.0.into()),
            Body::Message { routing, body, .. } => match u64::from(routing) {
                routing::BY_ID => self.has_id(body >> 48),
                routing::BY_ADDRESS => self.has_memory(body),
                _ => false,
            },
        }
    }

    /// Whether it claims the TLP for its requester.
    fn has_source(&self, head: &Head) -> bool {
        let is_request = matches!(head.body, Body::Memory { .. } | Body::Io { .. });
        is_request && (self.source.0..=self.source.1).contains(&u64::from(head.requester().0))
    }
}

/// The peers that a TLP goes to.
fn destinations(head: &Head, peers: &[Peer]) -> Vec<usize> {
    let connected: Vec<usize> = (0..peers.len()).filter(|&i| peers[i].connected).collect();
    if matches!(head.body, Body::Message { routing, .. } if u64::from(routing) == routing::BROADCAST)
    {
        return connected;
    }
    // What is claimed by peers that are down is nobody else's.
    let claims: [&dyn Fn(&Peer) -> bool; 3] =
        [&|p| p.has_source(head), &|p| p.has(head), &|p| p.is_default];
    let strongest = claims.into_iter().find(|claim| peers.iter().any(claim));
    let first = strongest.and_then(|claim| connected.iter().find(|&&i| claim(&peers[i])));
    first.copied().into_iter().collect()
}

/// Two numbers near each other: overlapping others, sometimes the wrong way round.
fn window(rng: &mut Rng, width: u32) -> (u64, u64) {
    let top = (1 << width) - 1;
    let base = match rng.below(10) {
        0 => 0,
        1 => top - rng.below(3),
        _ => (rng.below(12) << 3) + rng.below(3),
    };
    let limit = match rng.below(10) {
        0 => base.saturating_sub(1),
        1 => top,
        2..4 => base,
        _ => base + rng.below(20),
    };
    (base, limit.min(top))
}

fn random_peers(count: usize, rng: &mut Rng) -> Vec<Peer> {
    let mut peers = Vec::new();
    let (connected, default) = (rng.below(5) as f64 / 4.0, rng.below(3) as f64 / 4.0);
    for _ in 0..count {
        let claims_sources = rng.chance(0.1);
        peers.push(Peer {
            id: window(rng, 16),
            source: if claims_sources { window(rng, 16) } else { (0xFFFF, 0) },
            io: window(rng, 16),
            memory: window(rng, 16),
            wide: window(rng, 32),
            is_default: rng.chance(default),
            connected: rng.chance(connected),
        });
    }
    peers
}

/// A number at an edge of a window, or anywhere near.
fn near(window: (u64, u64), page: u32, rng: &mut Rng) -> u64 {
    let edge = addresses(window, page);
    match rng.below(6) {
        0 => edge.start().wrapping_sub(1),
        1 => *edge.start(),
        2 => *edge.end(),
        3 => edge.end().wrapping_add(1),
        4 => rng.below(128) << page,
        _ => edge.start().wrapping_add(rng.below(1 << (page + 2))),
    }
}

/// A TLP of this kind; what it is routed by lies near a window of some peer.
fn random_tlp(kind: Kind, peers: &[Peer], rng: &mut Rng) -> Vec<u8> {
    let info = kind.info();
    let four_dw = info.four_dw && (!info.three_dw || rng.chance(0.5));
    let of = peers[rng.below(peers.len() as u64) as usize].clone();
    let id = |rng: &mut Rng| FunctionId(near(of.id, 0, rng) as u16);
    let requester = FunctionId(near(of.source, 0, rng) as u16);
    let mut address =
        if rng.chance(0.5) { near(of.wide, 20, rng) } else { near(of.memory, 16, rng) };
    if four_dw && rng.chance(0.2) {
        address ^= 1 << (32 + rng.below(32));
    }
    let tag = rng.bits() as u16 & 0x3FF;
    let (first_be, last_be) = (rng.below(16) as u8, rng.below(16) as u8);
    let body = match info.layout {
        Layout::Memory => {
            let address = if four_dw { address & !3 } else { address & 0xFFFF_FFFC };
            Body::Memory { requester, tag, first_be, last_be, address, hint: rng.below(4) as u8 }
        }
        Layout::Io => {
            let high = if rng.chance(0.2) { rng.below(16) << 28 } else { 0 };
            let address = ((near(of.io, 12, rng) ^ high) & 0xFFFF_FFFC) as u32;
            Body::Io { requester, tag, first_be, last_be, address }
        }
        Layout::Config => Body::Config {
            requester,
            tag,
            first_be,
            last_be,
            target: id(rng),
            register: rng.bits() as u16 & 0xFFC,
        },
        Layout::Message => {
            let routing = if rng.chance(0.3) { routing::BROADCAST } else { rng.below(8) };
            let body = match routing {
                routing::BY_ID => u64::from(id(rng).0) << 48 | rng.bits() >> 16,
                routing::BY_ADDRESS => address,
                _ => rng.bits(),
            };
            let code = rng.bits() as u8;
            Body::Message { requester, tag, routing: routing as u8, code, body }
        }
        Layout::Completion => Body::Completion {
            completer: FunctionId(rng.bits() as u16),
            status: 0,
            byte_count_modified: false,
            byte_count: 4,
            requester: id(rng),
            tag,
            lower_address: rng.bits() as u8 & 0x7F,
        },
    };
    let mut head = Head::new(kind, four_dw, 1 + rng.below(9) as u16, body);
    head.digest = rng.chance(0.2);
    head.tc = rng.below(8) as u8;
    let mut bytes = vec![0; head.total_length()];
    bytes.iter_mut().for_each(|b| *b = rng.bits() as u8);
    head.emit(&mut bytes).expect("a header fits in its TLP");
    bytes
}

/// A TLP on its way: its bytes, whole or cut off, and whether it ends with `error`.
type Sent = (Vec<u8>, bool);

struct Bench {
    dut: Dut,
    rng: Rng,
    /// TLPs to come, and how much of the first has gone.
    queue: Vec<Sent>,
    offset: usize,
    offering: bool,
    /// By peer: beats of the TLP under way, whole TLPs.
    partial: Vec<Vec<u8>>,
    received: Vec<Vec<Sent>>,
    unrouted: usize,
    clocks: u64,
}

impl Bench {
    fn new<const N: usize>(seed: u64) -> Self {
        let design = Design::new(&mut TlpRouter::<N>::default(), "tlp_router");
        let mut dut = Dut::of(&design.expect("the router elaborates"));
        dut.scramble(seed);
        dut.reset();
        Self {
            dut,
            rng: Rng::new(seed, "tlp_router"),
            queue: vec![],
            offset: 0,
            offering: false,
            partial: vec![vec![]; N],
            received: vec![vec![]; N],
            unrouted: 0,
            clocks: 0,
        }
    }

    fn configure(&mut self, peers: &[Peer]) {
        for (i, peer) in peers.iter().enumerate() {
            for (name, (first, last), value) in [
                ("id", ("low", "high"), peer.id),
                ("source", ("low", "high"), peer.source),
                ("io", ("base", "limit"), peer.io),
                ("memory", ("base", "limit"), peer.memory),
                ("wide", ("base", "limit"), peer.wide),
            ] {
                self.dut.set(&format!("routes_{i}_{name}_{first}"), value.0);
                self.dut.set(&format!("routes_{i}_{name}_{last}"), value.1);
            }
        }
        self.connect(peers);
    }

    fn connect(&mut self, peers: &[Peer]) {
        let map = |flag: &dyn Fn(&Peer) -> bool| {
            peers.iter().enumerate().fold(0, |m, (i, p)| m | u64::from(flag(p)) << i)
        };
        self.dut.set("is_default", map(&|p| p.is_default));
        self.dut.set("connected", map(&|p| p.connected));
    }

    /// One clock; `push` and `pop`: how often a beat is offered, and taken.
    fn clock(&mut self, push: f64, pop: f64) {
        self.offering = !self.queue.is_empty() && (self.offering || self.rng.chance(push));
        if self.offering {
            let (bytes, error) = self.queue[0].clone();
            self.dut.set_fields("tlp_beat", Beat::cut(&bytes, self.offset, error));
            let head = Head::parse(&bytes).expect("a TLP");
            self.dut.set("tlp_info_kind", head.kind as u64);
            self.dut.set("tlp_info_routing", common::TYPE.get(&bytes) & 7);
            self.dut.set("tlp_info_header_dw", head.header_length() as u64 / 4);
            self.dut.set("tlp_info_payload_dw", head.payload_length() as u64 / 4);
            self.dut.set("tlp_info_total_dw", head.total_length() as u64 / 4);
        }
        self.dut.set("tlp_valid", self.offering.into());
        for i in 0..self.partial.len() {
            let ready = self.rng.chance(pop);
            self.dut.set(&format!("out_{i}_ready"), ready.into());
        }
        self.dut.eval();
        if self.offering && self.dut.get("tlp_ready") == 1 {
            self.offset += 8;
            self.offering = false;
            if self.offset >= self.queue[0].0.len() {
                self.offset = 0;
                self.queue.remove(0);
            }
        }
        self.unrouted += self.dut.get("unrouted") as usize;
        for i in 0..self.partial.len() {
            let out = format!("out_{i}");
            if self.dut.get(&format!("{out}_valid")) == 0
                || self.dut.get(&format!("{out}_ready")) == 0
            {
                continue;
            }
            let beat = self.dut.fields(&format!("{out}_beat"));
            let bytes = beat.data.to_le_bytes();
            self.partial[i].extend_from_slice(&bytes[..beat.keep.count_ones() as usize]);
            let head = Head::parse(&[&self.partial[i][..], &[0; 16]].concat()).expect("a TLP");
            let info = |field: &str| self.dut.get(&format!("{out}_info_{field}"));
            assert_eq!(info("kind"), head.kind as u64);
            assert_eq!(info("total_dw"), head.total_length() as u64 / 4);
            if beat.last {
                let bytes = std::mem::take(&mut self.partial[i]);
                self.received[i].push((bytes, beat.error));
            }
        }
        self.dut.tick();
        self.clocks += 1;
    }

    fn run(&mut self, push: f64, pop: f64) {
        let start = self.clocks;
        let patience = 400 * self.queue.len() as u64 + 1000;
        while !self.queue.is_empty() {
            self.clock(push, pop);
            assert!(self.clocks < start + patience, "tlp_ready stays low");
        }
        for _ in 0..400 {
            self.clock(push, pop);
        }
    }
}

/// A TLP, sometimes cut off and marked bad.
fn random_sent(peers: &[Peer], rng: &mut Rng) -> Sent {
    let kind = ALL_KINDS[rng.below(ALL_KINDS.len() as u64) as usize];
    let mut bytes = random_tlp(kind, peers, rng);
    let error = rng.chance(0.1);
    if error && rng.chance(0.5) {
        let beats = bytes.len().div_ceil(8) as u64;
        bytes.truncate(8 * (2 + rng.below(beats - 1)) as usize);
    }
    (bytes, error)
}

/// Random TLPs under random windows, against `model`; the first difference.
fn against<const N: usize>(
    seed: u64,
    rounds: usize,
    model: impl Fn(&Head, &[Peer]) -> Vec<usize>,
) -> Result<usize, String> {
    let mut bench = Bench::new::<N>(seed);
    let mut rng = Rng::new(seed, "stimulus");
    let mut broadcasts = 0;
    for round in 0..rounds {
        let peers = random_peers(N, &mut rng);
        bench.configure(&peers);
        let mut expected: Vec<Vec<Sent>> = vec![vec![]; N];
        let mut unrouted = 0;
        for _ in 0..150 {
            let sent = random_sent(&peers, &mut rng);
            let whole = [&sent.0[..], &[0; 16]].concat();
            let to = model(&Head::parse(&whole).map_err(|e| e.to_string())?, &peers);
            to.iter().for_each(|&i| expected[i].push(sent.clone()));
            unrouted += usize::from(to.is_empty() && !sent.1);
            broadcasts += usize::from(to.len() > 1);
            bench.queue.push(sent);
        }
        let pauses = [(1.0, 1.0), (0.6, 0.9), (1.0, 0.6), (0.9, 0.95)];
        let (push, pop) = pauses[round % pauses.len()];
        bench.run(push, pop);
        for (i, expected) in expected.iter().enumerate() {
            let received = std::mem::take(&mut bench.received[i]);
            if received != *expected {
                let at = received.iter().zip(expected).position(|(r, e)| r != e);
                return Err(format!(
                    "seed {seed}, round {round}, peer {i}: {} TLPs, expected {}, first difference at {at:?}",
                    received.len(),
                    expected.len()
                ));
            }
        }
        let counted = std::mem::take(&mut bench.unrouted);
        if counted != unrouted {
            return Err(format!("seed {seed}, round {round}: {counted} unrouted, not {unrouted}"));
        }
    }
    Ok(broadcasts)
}

#[test]
fn tlp_router__any_tlps_and_windows__go_where_the_model_says_in_order() {
    for seed in 0..3 {
        let broadcasts = against::<8>(seed, 16, destinations).unwrap_or_else(|e| panic!("{e}"));
        assert!(broadcasts > 20, "only {broadcasts} broadcasts");
    }
    against::<2>(3, 16, destinations).unwrap_or_else(|e| panic!("{e}"));
    against::<32>(4, 8, destinations).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn tlp_router__the_model__has_no_slack() {
    type Destinations = fn(&Head, &[Peer]) -> Vec<usize>;
    let mutants: [(&str, Destinations); 9] = [
        ("the default peer gets what is claimed by one that is down", |head, peers| {
            let up: Vec<Peer> = peers
                .iter()
                .map(|p| if p.connected { p.clone() } else { Peer::nobody() })
                .collect();
            destinations(head, &up)
        }),
        ("of overlapping windows the first decides", |head, peers| {
            let claims = |p: &Peer| p.has_source(head);
            let any = peers.iter().any(claims);
            let first = peers.iter().position(|p| if any { claims(p) } else { p.has(head) });
            match first.filter(|&i| !peers[i].connected) {
                Some(_) => vec![],
                None => destinations(head, peers),
            }
        }),
        ("the last peer", |head, peers| {
            let turned: Vec<Peer> = peers.iter().rev().cloned().collect();
            let to = destinations(head, &turned);
            to.iter().rev().map(|&i| peers.len() - 1 - i).collect()
        }),
        ("limit excluded", |head, peers| {
            let mut peers = peers.to_vec();
            peers.iter_mut().for_each(|p| p.wide.1 = p.wide.1.saturating_sub(1));
            destinations(head, &peers)
        }),
        ("page before the base included", |head, peers| {
            let mut peers = peers.to_vec();
            peers.iter_mut().for_each(|p| p.io.0 = p.io.0.saturating_sub(1));
            destinations(head, &peers)
        }),
        ("no requester decides", |head, peers| {
            let mut peers = peers.to_vec();
            peers.iter_mut().for_each(|p| p.source = (1, 0));
            destinations(head, &peers)
        }),
        ("all are connected", |head, peers| {
            let mut peers = peers.to_vec();
            peers.iter_mut().for_each(|p| p.connected = true);
            destinations(head, &peers)
        }),
        ("a broadcast to one", |head, peers| {
            destinations(head, peers).into_iter().take(1).collect()
        }),
        ("nothing unrouted", |head, peers| {
            let to = destinations(head, peers);
            if to.is_empty() {
                vec![0]
            } else {
                to
            }
        }),
    ];
    for (name, mutant) in mutants {
        assert!(against::<4>(5, 12, mutant).is_err(), "mutant went unnoticed: {name}");
    }
}

#[test]
fn tlp_router__connections_that_come_and_go__none_lost_none_doubled_all_whole() {
    let mut bench = Bench::new::<8>(6);
    let mut rng = Rng::new(6, "stimulus");
    let mut peers = random_peers(8, &mut rng);
    peers.iter_mut().for_each(|p| p.is_default = true);
    bench.configure(&peers);
    let mut sent = vec![];
    while sent.len() < 3000 {
        // Each has another payload, so that it can be told from the others.
        let kind = [Kind::MemoryWrite, Kind::CompletionData][rng.below(2) as usize];
        let tlp = random_tlp(kind, &peers, &mut rng);
        if tlp.len() > 24 {
            sent.push((tlp, false));
        }
    }
    bench.queue = sent.clone();
    while !bench.queue.is_empty() {
        peers.iter_mut().for_each(|p| p.connected ^= rng.chance(0.1));
        bench.connect(&peers);
        bench.clock(0.9, 0.8);
        assert!(bench.clocks < 200_000, "tlp_ready stays low");
    }
    bench.run(0.0, 0.8);
    let mut received: Vec<Sent> = bench.received.concat();
    assert!(bench.unrouted < 1_200, "{} had no peer", bench.unrouted);
    assert_eq!(received.len() + bench.unrouted, sent.len());
    assert!(bench.partial.iter().all(Vec::is_empty));
    // In order at each peer, and each from among those sent, no two the same.
    for of_peer in &bench.received {
        let mut all = sent.iter();
        assert!(of_peer.iter().all(|r| all.any(|s| s == r)), "order or content");
    }
    received.sort();
    received.dedup();
    assert_eq!(received.len() + bench.unrouted, sent.len());
}

#[test]
fn tlp_router__without_pauses__a_beat_a_clock_six_clocks_late() {
    let peers: Vec<Peer> =
        (0..8).map(|_| Peer { is_default: true, connected: true, ..Peer::default() }).collect();
    let mut bench = Bench::new::<8>(7);
    bench.configure(&peers);
    let mut rng = Rng::new(7, "stimulus");
    // The shortest TLPs: a decision every other clock.
    let tlps: Vec<Sent> = (0..500)
        .map(|_| random_tlp(Kind::IoRead, &peers, &mut rng))
        .map(|mut tlp| {
            common::TD.set(&mut tlp, 0);
            tlp.truncate(12);
            (tlp, false)
        })
        .collect();
    bench.queue = tlps.clone();
    let mut first = None;
    while bench.received.iter().map(Vec::len).sum::<usize>() < tlps.len() {
        bench.clock(1.0, 1.0);
        if first.is_none() && bench.partial.iter().any(|p| !p.is_empty()) {
            first = Some(bench.clocks - 1);
        }
        assert!(bench.clocks < 2000);
    }
    assert_eq!(first, Some(6));
    assert_eq!(bench.clocks, 2 * tlps.len() as u64 + 6);
}
