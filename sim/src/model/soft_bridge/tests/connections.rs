//! Finding, opening, ending.

use super::*;

const STATUS: u64 = peer::offset(0, &peer::PEER_STATUS);

fn pass(bench: &mut Bench, from: usize, count: usize) {
    let before = bench.delivered[from].len();
    let sent: Vec<_> = (0..count).map(write_tlp).collect();
    bench.send(from, &sent);
    bench.until("delivery", 400_000, |b| b.delivered[from].len() >= before + count);
    assert!(bench.delivered[from][before..] == sent);
}

#[test]
fn soft_bridge__with_learn__two_roles_find_each_other() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, false, &[]);
    bench.connect(20_000);
    for side in 0..2 {
        let status = u64::from(bench.read(side, STATUS));
        assert_eq!(peer::PEER_STATUS_LEARNT.get(status), 1);
        assert_eq!(bench.counter(side, &map::PEERS_LEARNT), 1);
        assert_eq!(bench.counter(side, &map::CONNECTS), 1);
    }
    // Both ends mean the same connection, and then fall silent.
    let [host, device] = [0, 1].map(|side| bench.incarnations(side));
    assert_eq!(host, (device.1, device.0));
    let opens =
        |b: &Bench| b.seen.iter().filter(|s| s.header.frame_type == FrameType::Open).count();
    let before = opens(&bench);
    bench.steps(20_000);
    assert_eq!(opens(&bench), before);
}

#[test]
fn soft_bridge__of_the_same_role__are_not_learnt() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, false, &[]);
    bench.nodes[1] = Node::new("host", Box::new(SoftBridge::new(Role::Host)), 0.0, 1).unwrap();
    bench.start(1, 0, false, &[]);
    bench.steps(200_000);
    for side in 0..2 {
        assert_eq!(bench.counter(side, &map::PEERS_LEARNT), 0);
        assert!(bench.counter(side, &map::KEEP_ALIVES_SENT) >= 2);
    }
}

#[test]
fn soft_bridge__tlps_without_a_peer__are_dropped_and_counted() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[]);
    bench.cut = true;
    bench.until("registers", 1_000, |b| b.nodes[0].axil.idle());
    bench.send(0, &[write_tlp(1), read_tlp(2), write_tlp(3)]);
    bench.steps(1_000);
    assert_eq!(bench.counter(0, &map::TX_TLP_UNROUTED), 3);
    bench.cut = false;
    bench.connect(20_000);
    pass(&mut bench, 0, 10);
}

#[test]
fn soft_bridge__restarted__is_found_again_and_nothing_old_arrives() {
    for seed in 1..=6 {
        let link = LinkConfig {
            loss: if seed % 2 == 0 { 0.1 } else { 0.0 },
            reordering: 0.1,
            duplication: 0.1,
            delay: 50,
            seed,
            ..Default::default()
        };
        let mut bench = Bench::new(link, 0.0, seed % 3 != 0, &[]);
        bench.connect(2_000_000);
        pass(&mut bench, 0, 20);
        for (round, side) in [(1, 1), (2, 0), (3, 1), (4, 1)] {
            // In the middle of traffic both ways.
            for from in 0..2 {
                bench.send(from, &(0..60).map(write_tlp).collect::<Vec<_>>());
            }
            bench.steps(300);
            bench.start(side, round, seed % 3 != 0, &[]);
            // What was being sent into the restarted one is gone, on purpose.
            bench.until("the ports", 200_000, |b| {
                b.nodes.iter().all(|n| n.source.pending() == 0 && n.axil.idle())
            });
            bench.settle();
            bench.delivered = Default::default();
            pass(&mut bench, 0, 20);
            pass(&mut bench, 1, 20);
        }
    }
}

#[test]
fn soft_bridge__dead_link__ends_the_connection_and_opens_it_again() {
    // DEAD_TIME before keep-alive.
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[("DEAD_TIME", 20_000)]);
    bench.connect(20_000);
    // Both know that the other is connected.
    bench.steps(2_000);
    bench.cut = true;
    bench.send(0, &[write_tlp(1)]);
    bench.steps(25_000);
    assert_eq!(bench.counter(0, &map::DISCONNECTS), 1);
    assert_eq!(bench.counter(1, &map::DISCONNECTS), 0, "it has heard nothing of that");
    assert!(bench.counter(0, &map::TX_TIMEOUTS) >= 2);
    bench.cut = false;
    bench.settle();
    assert!(bench.delivered[0].is_empty());
    pass(&mut bench, 0, 20);
    pass(&mut bench, 1, 20);
    assert!(bench.counter(1, &map::DISCONNECTS) >= 1);
}

#[test]
fn soft_bridge__peer_not_heard_of__is_lost_and_learnt_again() {
    let registers = [("KEEP_ALIVE_INTERVAL", 5_000), ("KEEP_ALIVE_TIMEOUT", 17_000)];
    let mut bench = Bench::new(LinkConfig::default(), 0.0, false, &registers);
    bench.connect(20_000);
    bench.steps(60_000);
    assert_eq!(bench.counter(0, &map::PEERS_LOST), 0);
    bench.cut = true;
    bench.steps(20_000);
    for side in 0..2 {
        assert_eq!(bench.counter(side, &map::PEERS_LOST), 1);
        assert_eq!(bench.counter(side, &map::DISCONNECTS), 1);
        let status = u64::from(bench.read(side, STATUS));
        assert_eq!(peer::PEER_STATUS_STATE.get(status), 0);
        assert_eq!(peer::PEER_STATUS_LEARNT.get(status), 0, "the entry is free");
    }
    bench.cut = false;
    bench.connect(30_000);
    assert_eq!(bench.counter(0, &map::PEERS_LEARNT), 2);
    pass(&mut bench, 1, 20);
}

#[test]
fn soft_bridge__closed_by_software__stays_closed_until_opened() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[]);
    bench.connect(20_000);
    let control = peer::offset(0, &peer::PEER_CONTROL);
    let fixed = peer::PEER_CONTROL_FIXED.set(peer::PEER_CONTROL.reset(), 1);
    let fixed = peer::PEER_CONTROL_DEFAULT.set(fixed, 1);
    bench.write(0, control, peer::PEER_CONTROL_CLOSE.set(fixed, 1) as u32);
    bench.steps(30_000);
    assert_eq!(peer::PEER_STATUS_STATE.get(bench.read(0, STATUS).into()), 0);
    assert_eq!(peer::PEER_STATUS_STATE.get(bench.read(1, STATUS).into()), 1);
    assert_eq!(bench.counter(1, &map::DISCONNECTS), 1, "it was told by a close frame");
    bench.write(0, control, fixed as u32);
    bench.connect(20_000);
    pass(&mut bench, 0, 20);
}

#[test]
fn soft_bridge__disabled__forgets_and_is_silent() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[]);
    bench.connect(20_000);
    bench.write(0, map::CONTROL.offset, map::CONTROL.reset() as u32);
    // What has begun goes to its end.
    bench.steps(100);
    let sent = bench.links[0].stats.frames;
    bench.steps(10_000);
    assert_eq!(bench.links[0].stats.frames, sent);
    assert_eq!(peer::PEER_STATUS_STATE.get(bench.read(0, STATUS).into()), 0);
    // Under the same seed.
    let control = map::CONTROL_ENABLE.set(map::CONTROL.reset(), 1);
    bench.write(0, map::CONTROL.offset, control as u32);
    bench.settle();
    pass(&mut bench, 0, 20);
    pass(&mut bench, 1, 20);
}
