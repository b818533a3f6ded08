//! VLAN tags written and checked, over random frames.

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{Beat, BeatSink, BeatSource};

use crate::dut::Dut;
use crate::eth_mac::payload;

/// Bytes 12 to 15 of a frame of this group (IEEE 802.1Q clause 9.6).
fn tag(group: u64, priority: u64) -> [u8; 4] {
    [0x81, 0x00, (priority << 5 | group >> 8) as u8, group as u8]
}

#[test]
fn vlan_tagger__frames_with_a_slot__get_the_tag_and_nothing_else() {
    let mut rng = Rng::new(1, "frames");
    for (group, priority) in [(1, 0), (0xABC, 5), (4000, 7)] {
        let mut dut = Dut::new("vlan_tagger");
        dut.scramble(1);
        dut.reset();
        dut.set("group", group);
        dut.set("priority_code", priority);
        let mut source = BeatSource::new(0.2, Rng::new(2, "source"));
        let mut sink = BeatSink::new("out", 0.3, Rng::new(2, "sink"));
        let mut sent = vec![];
        for _ in 0..500 {
            let mut frame = payload(1 + rng.below(100) as usize, &mut rng);
            let error = rng.chance(0.1);
            source.push(frame.clone(), error);
            let slot = 12.min(frame.len())..16.min(frame.len());
            let length = slot.len();
            frame[slot].copy_from_slice(&tag(group, priority)[..length]);
            sent.push((frame, error));
        }
        let mut received = vec![];
        for _ in 0..20_000 {
            dut.set_beat("inp", source.drive());
            dut.set("out_ready", sink.drive().into());
            dut.eval();
            source.clock(dut.get("inp_ready") == 1);
            received.extend(sink.clock(dut.beat("out")).map(|t| (t.bytes, t.error)));
            dut.tick();
        }
        assert!(sink.errors.is_empty(), "{:?}", sink.errors);
        assert!(received == sent, "{} of {} frames", received.len(), sent.len());
    }
}

/// Whether a frame passes the checker, and whether it counts as another group's.
fn check(dut: &mut Dut, frame: &[u8], error: bool) -> (bool, bool) {
    let mut strobes = 0;
    for offset in (0..frame.len()).step_by(8) {
        let beat = Beat::cut(frame, offset, error);
        dut.set_beat("inp", beat);
        dut.eval();
        let out = dut.beat("out");
        assert_eq!(
            (out.data, out.keep, out.last, out.valid),
            (beat.data, beat.keep, beat.last, true)
        );
        assert!(beat.last || dut.get("wrong_group") == 0);
        strobes += dut.get("wrong_group");
        dut.tick();
        if out.last {
            return (!out.error, strobes == 1);
        }
    }
    panic!("a frame ends");
}

#[test]
fn vlan_checker__frames_of_all_sorts__only_our_group_passes() {
    let mut rng = Rng::new(3, "frames");
    let mut dut = Dut::new("vlan_checker");
    dut.scramble(2);
    dut.reset();
    dut.set("group", 0xABC);
    for _ in 0..3000 {
        let mut frame = payload(1 + rng.below(120) as usize, &mut rng);
        let kind = rng.below(4);
        let bytes = match kind {
            // Ours, whatever the priority; one bit of the tag away from it; anyone's; untagged.
            0 => tag(0xABC, rng.below(8)),
            1 => (u32::from_be_bytes(tag(0xABC, 0))
                ^ 1 << [0, 1, 11, 16, 24, 31][rng.below(6) as usize])
                .to_be_bytes(),
            2 => tag(rng.below(4096) & !1 | 1, 0),
            _ => [0x88, 0xB5, 0x0A, 0xBC],
        };
        let slot = 12.min(frame.len())..16.min(frame.len());
        let length = slot.len();
        frame[slot].copy_from_slice(&bytes[..length]);
        let error = rng.chance(0.1);
        let ours = kind == 0 && frame.len() > 16;
        let got = check(&mut dut, &frame, error);
        assert_eq!(got, (ours && !error, !ours && !error), "{frame:02X?}");
    }
}
