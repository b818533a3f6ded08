//! CONTROL.ENABLE changes while frames are under way.

use expether_sim::model::axil::Access;
use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::with_fcs;
use expether_wire::bridge::FrameType;
use expether_wire::registers;

use crate::bench::{area_of, data, header, memory_tlp, window, Single, NO_TIMER, SINGLE};

fn write(bridge: &mut Single, register: &registers::Register, value: u32) {
    bridge.node.axil.push(Access::Write { address: register.offset as u16, value });
}

/// What was received while the bridge was disabled leaves nothing behind.
#[test]
fn enable__after_a_frame_that_was_ignored__the_first_tlp_is_whole() {
    for (ignored_dw, first_dw) in [(4, 4), (128, 0), (0, 128), (7, 10)] {
        let mut rng = Rng::new(1, "TLPs");
        let mut bridge = Single::new("device_bridge", &[]);
        write(&mut bridge, &registers::CONTROL, 0);
        bridge.run(50);
        let ignored = memory_tlp(&mut rng, ignored_dw);
        bridge.receive(&bridge.frame(&data(0, &ignored), &ignored));
        write(&mut bridge, &registers::CONTROL, 1);
        bridge.open();
        let tlp = memory_tlp(&mut rng, first_dw);
        bridge.receive(&bridge.frame(&data(0, &tlp), &tlp));
        bridge.run(100);
        let got: Vec<_> = bridge.delivered.iter().map(|t| t.bytes.clone()).collect();
        assert_eq!(got, [tlp], "{ignored_dw} words, then {first_dw}");
    }
}

/// Disables and enables, as fast as the registers let one, and connects anew.
fn restart(bridge: &mut Single) {
    write(bridge, &registers::CONTROL, 0);
    write(bridge, &registers::CONTROL, 1);
    bridge.peer += 1;
    bridge.open();
}

/// A frame of the old connection that ends in the new one is not accepted.
#[test]
fn enable__within_a_frame__does_not_let_the_old_connection_in() {
    let mut rng = Rng::new(2, "TLPs");
    let mut bridge = Single::new("device_bridge", &[]);
    for start in (0..90).step_by(3) {
        restart(&mut bridge);
        let old = memory_tlp(&mut rng, 128);
        bridge.line.push(&with_fcs(&bridge.frame(&data(0, &old), &old)), false);
        bridge.run(start);
        restart(&mut bridge);
        bridge.drain();
        let new = memory_tlp(&mut rng, 20);
        bridge.receive(&bridge.frame(&data(0, &new), &new));
        bridge.run(200);
        let last = bridge.delivered.last().map(|t| t.bytes.clone());
        assert_eq!(last, Some(new), "start {start}");
    }
}

/// What is sent in a connection was taken in it: each number stands for one TLP.
#[test]
fn disable__while_frames_are_sent__sends_nothing_of_before_in_the_new_connection() {
    let mut rng = Rng::new(3, "TLPs");
    let mut bridge =
        Single::new("host_bridge", &[SINGLE, ("TIMEOUT_MIN", 20), ("TIMEOUT_MAX", 20)]);
    let mut pushed = vec![];
    for wait in 0..100 {
        for i in 0..5 {
            let tlp = memory_tlp(&mut rng, 3 + i % 3);
            bridge.node.source.push(tlp.clone(), false);
            pushed.push(tlp);
        }
        bridge.run(wait);
        restart(&mut bridge);
        bridge.run(200);
    }
    let mut tlps = std::collections::BTreeMap::new();
    for frame in bridge.sent.iter().filter(|f| f.error.is_none()) {
        let Some(header) = header(frame).filter(|h| h.frame_type == FrameType::Data) else {
            continue;
        };
        let tlp = area_of(frame).to_vec();
        assert!(pushed.contains(&tlp), "tag {:x}: never pushed", header.sender_tag);
        let first = tlps.entry((header.sender_tag, header.sequence)).or_insert_with(|| tlp.clone());
        assert_eq!(*first, tlp, "tag {:x}, sequence {}", header.sender_tag, header.sequence);
    }
}

/// The frame being sent when the bridge is disabled carries its TLP, or is spoiled.
#[test]
fn disable__while_a_frame_is_sent__sends_no_wrong_tlp() {
    // TLPs whose places reach over the end of the replay buffer's ring of 4,096 beats.
    for wait in 0..5 {
        let mut rng = Rng::new(4, "TLPs");
        let settings = [window(63), SINGLE, NO_TIMER[0], NO_TIMER[1]];
        let mut bridge = Single::new("host_bridge", &settings);
        let tlps: Vec<_> = (0..200).map(|_| memory_tlp(&mut rng, 126)).collect();
        for tlp in &tlps {
            bridge.node.source.push(tlp.clone(), false);
        }
        let mut told = 0;
        // 4,096 beats are 63 TLPs of 65 beats and one beat more.
        while bridge.data_sequences().len() < 126 {
            bridge.step();
            let sent = bridge.data_sequences().len();
            if sent >= told + 8 {
                told = sent;
                let said = crate::bench::ack(told as u32, false);
                bridge.line.push(&with_fcs(&bridge.frame(&said, &[])), false);
            }
        }
        bridge.run(12 * wait);
        write(&mut bridge, &registers::CONTROL, 0);
        bridge.run(500);
        for frame in &bridge.sent {
            let Some(header) = header(frame) else { continue };
            if frame.error.is_none() && header.frame_type == FrameType::Data {
                let tlp = area_of(frame).to_vec();
                let right = &tlps[header.sequence as usize];
                assert!(tlp == *right, "wait {wait}: sequence {}", header.sequence);
            }
        }
    }
}
