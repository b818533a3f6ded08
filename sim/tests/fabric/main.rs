//! Two fabric ports against each other, without register files.
#![allow(non_snake_case)]
use expether_sim::engine::Engine;
use expether_sim::model::link::{LinkConfig, LinkModel};
use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::{Decoder, Word};
use expether_sim::Backend;
use expether_wire::tlp::Kind;

struct Port {
    dut: Engine,
    queue: std::collections::VecDeque<(Vec<u8>, usize)>,
    got: Vec<Vec<u8>>,
    cur: Vec<u8>,
    pend: Vec<Vec<u8>>,
    mon: Decoder,
    frames: usize,
    word: Word,
    events: std::collections::BTreeMap<String, u64>,
    log: bool,
    np: u64,
}
impl Port {
    fn set(&mut self, n: &str, v: u64) {
        let p = self.dut.port(n).unwrap_or_else(|| panic!("no port {n}"));
        self.dut.set(p, v);
    }
    fn get(&self, n: &str) -> u64 {
        let p = self.dut.port(n).unwrap_or_else(|| panic!("no port {n}"));
        self.dut.get(p)
    }
    fn new(mac: u64, peer: u64) -> Port {
        let design = expether_gen::elaborate("fabric_port").unwrap();
        let dut = Engine::new(design.netlist()).unwrap();
        let mut p = Port { dut, queue: Default::default(), got: vec![], cur: vec![], pend: vec![], mon: Decoder::default(), frames: 0, word: Word::IDLE, events: Default::default(), log: false, np: 0 };
        p.set("reset", 1);
        p.set("xgmii_rx_data", Word::IDLE.data);
        p.set("xgmii_rx_ctrl", 0xFF);
        for _ in 0..4 { p.dut.eval().unwrap(); p.dut.tick(1).unwrap(); }
        p.set("reset", 0);
        for (n, v) in [("enable", 1), ("vid", 0x123), ("local_mac", mac), ("epoch", mac & 15), ("ethertype", 0x88B5), ("ack_delay", 64),
            ("area_beats", 185), ("mtu", 1500), ("window_frames", 32), ("window_beats", 0xFFFF), ("timeout_min", 1024), ("timeout_max", 32768), ("dead_time", 156250),
            ("open_interval", 4096), ("rate_control", 1), ("delay_target", 3125), ("rate_min", 655), ("rate_step", 655), ("rate_burst", 256), ("pause_high", 0xFFFF)] {
            p.set(&format!("settings_{n}"), v);
        }
        p.set("peer_settings_0_fixed", 1);
        p.set("peer_settings_0_mac", peer);
        p.set("free_beats", 2000);
        p
    }
    fn step(&mut self) -> Word {
        let w = self.word;
        self.set("xgmii_rx_data", w.data);
        self.set("xgmii_rx_ctrl", w.ctrl as u64);
        let up = { self.dut.eval().unwrap(); self.get("connected") & 1 == 1 };
        let head = self.queue.front().cloned();
        let valid = up && head.is_some();
        self.set("tlps_0_valid", valid as u64);
        if let (Some((t, at)), true) = (&head, valid) {
            let n = (t.len() - at).min(8);
            let mut b = [0u8; 8];
            b[..n].copy_from_slice(&t[*at..at + n]);
            let kind = if t[0] == 0x40 { Kind::MemoryWrite } else { Kind::MemoryRead };
            self.set("tlps_0_beat_data", u64::from_le_bytes(b));
            self.set("tlps_0_beat_keep", (1u64 << n) - 1);
            self.set("tlps_0_beat_last", (at + n == t.len()) as u64);
            self.set("tlps_0_beat_error", 0);
            self.set("tlps_0_info_kind", kind as u64);
            self.set("tlps_0_info_total_dw", t.len() as u64 / 4);
            self.set("tlps_0_info_payload_dw", t.len() as u64 / 4 - 3);
        }
        self.set("non_posted_delivered", (self.np > 0) as u64);
        self.np = self.np.saturating_sub(1);
        self.dut.eval().unwrap();
        if valid && self.get("tlps_0_ready") == 1 {
            let f = self.queue.front_mut().unwrap();
            f.1 += 8;
            if f.1 >= f.0.len() { self.queue.pop_front(); }
        }
        if self.get("accepted_valid") == 1 {
            let n = self.get("accepted_beat_keep").count_ones() as usize;
            self.cur.extend_from_slice(&self.get("accepted_beat_data").to_le_bytes()[..n]);
            if self.get("accepted_beat_last") == 1 { let c = std::mem::take(&mut self.cur); self.pend.push(c); }
        }
        if self.get("frame_end") == 1 {
            if self.get("frame_good") == 1 {
                self.np += self.pend.iter().filter(|t| t[0] == 0).count() as u64;
                self.got.append(&mut self.pend);
            } else { self.pend.clear(); self.cur.clear(); }
        }
        let names: Vec<String> = self.dut.ports().iter().map(|p| p.name.clone()).filter(|n| n.starts_with("events_")).collect();
        for n in names { let v = self.get(&n); if v != 0 { *self.events.entry(n).or_default() += v; } }
        let out = Word { data: self.get("xgmii_tx_data"), ctrl: self.get("xgmii_tx_ctrl") as u8 };
        if let Some(f) = self.mon.push(out) {
            self.frames += 1;
            if self.log { println!("{} frame {} {:02x?}", f.start_cycle, f.bytes.len(), &f.bytes[..32.min(f.bytes.len())]); }
        }
        self.dut.tick(1).unwrap();
        out
    }
}
fn tlp(rng: &mut Rng, dw: u64) -> Vec<u8> {
    let mut t: Vec<u8> = (0..12 + 4 * dw).map(|_| rng.bits() as u8).collect();
    t[0] = if dw == 0 { 0 } else { 0x40 };
    t[1] &= 0x70;
    t[2] = (dw >> 8) as u8 & 3;
    t[3] = dw as u8;
    t
}
fn run(link: LinkConfig, n: usize, small: bool, log: bool) {
    let mut rng = Rng::new(link.seed, "t");
    let mut ports = [Port::new(0x1234_5601, 0x1234_5602), Port::new(0x1234_5602, 0x1234_5601)];
    ports[0].log = log; ports[1].log = log;
    let mut links = [LinkModel::new(link, "a"), LinkModel::new(link, "b")];
    let sent: Vec<Vec<Vec<u8>>> = (0..2).map(|_| (0..n).map(|_| { let s = if small { rng.below(3) } else { rng.below(129) }; tlp(&mut rng, s) }).collect()).collect();
    for i in 0..2 { for t in &sent[i] { ports[i].queue.push_back((t.clone(), 0)); } }
    let mut done = 0;
    for c in 0..400_000 {
        for i in 0..2 {
            let w = ports[i].step();
            let (o, _) = links[i].clock(w);
            ports[1 - i].word = o;
        }
        if ports[0].got.len() >= n && ports[1].got.len() >= n { done = c; break; }
    }
    for i in 0..2 { println!("port {i}: got {} frames {} events {:?}", ports[i].got.len(), ports[i].frames, ports[i].events); }
    println!("cycles {done}");
    for i in 0..2 {
        // a read may be passed by writes
        for kind in [0u8, 0x40] {
            let a: Vec<_> = ports[1 - i].got.iter().filter(|t| t[0] == kind).collect();
            let b: Vec<_> = sent[i].iter().filter(|t| t[0] == kind).collect();
            let d = a.iter().zip(&b).position(|(x, y)| x != y);
            assert!(d.is_none(), "dir {i} kind {kind} differs at {d:?} of {} {}", a.len(), b.len());
            assert_eq!(a.len(), b.len());
        }
    }
}
#[test]
fn fabric__clean() { run(LinkConfig { delay: 5, ..Default::default() }, 20, false, true); }
#[test]
fn fabric__clean_many() { run(LinkConfig { delay: 5, ..Default::default() }, 1000, false, false); }
#[test]
fn fabric__clean_small() { run(LinkConfig { delay: 5, ..Default::default() }, 3000, true, false); }
#[test]
fn fabric__bad() { for seed in 1..6 { run(LinkConfig { delay: 50, loss: 0.03, corruption: 0.03, duplication: 0.03, reordering: 0.02, seed, ..Default::default() }, 500, seed % 2 == 0, false); } }
