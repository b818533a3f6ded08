//! Example frames: every kind of TLP, every frame type, every mistake. The tests of the decoder
//! and of the dissector run over them.

use crate::area;
use crate::bridge::{self, FrameType};
use crate::capture::{CaptureError, CaptureWriter};
use crate::error::Error;
use crate::ethernet::{self, MacAddress};
use crate::frame::BridgeFrame;
use crate::keep_alive::{self, capability, Role};
use crate::packet::BridgeHeader;
use crate::tlp::build::{self, ConfigTarget, Requester};
use crate::tlp::{FunctionId, Kind, TlpBuf};
use crate::trace::Direction;
use std::io::Write;

/// An example frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SampleFrame {
    /// What it shows.
    pub name: String,
    /// The frame, padded, without FCS.
    pub bytes: Vec<u8>,
    /// A receiver drops it.
    pub malformed: bool,
}

/// One TLP of each kind, and some with the less usual fields.
///
/// # Errors
/// None: all are legal.
pub fn tlps() -> Result<Vec<TlpBuf>, Error> {
    let from = Requester { id: FunctionId::new(0x12, 3, 4), tag: 0x2A5 };
    let device = FunctionId::new(1, 0, 0);
    let to = |type_1| ConfigTarget { id: device, register: 0x102, type_1 };
    let read = build::memory_read(from, 0x1000, 64)?;
    let locked = build::memory_read_locked(from, 0x1_0000_0040, 8)?;
    let data: Vec<u8> = (0..64).collect();
    Ok(vec![
        read.clone(),
        locked.clone(),
        build::memory_write(from, 0xFEED_F00D_0001, &data[..5])?,
        build::io_read(from, 0x3F8, 1)?,
        build::io_write(from, 0x3F9, &data[..1])?,
        build::config_read(from, to(false), 2)?,
        build::config_write(from, to(false), &data[..2])?,
        build::config_read(from, to(true), 2)?,
        build::config_write(from, to(true), &data[..2])?,
        build::message(from, 4, 0x20, 0, &[])?,
        build::message(from, 4, 0x50, 0x0102_0304_0506_0708, &data[..4])?,
        build::completion(read.head(), device, 1, 64)?,
        build::completion_data(read.head(), device, 0x1000, 64, &data)?,
        build::completion(locked.head(), device, 4, 8)?,
        build::completion_data(locked.head(), device, 0x40, 8, &data[..8])?,
        build::atomic(Kind::FetchAdd, from, 0x2000, &data[..8])?,
        build::atomic(Kind::Swap, from, 0x1_0000_2004, &data[..4])?,
        build::atomic(Kind::CompareSwap, from, 0x2010, &data[..32])?,
        build::memory_write(from, 0x8000, &data)?.with_digest([0xDE, 0xAD, 0xBE, 0xEF]).with_head(
            |head| {
                head.tc = 5;
                head.relaxed_ordering = true;
                head.no_snoop = true;
                head.id_based_ordering = true;
                head.poisoned = true;
                head.address_type = 2;
            },
        ),
        build::memory_read(from, 0xFFFF_F000, 4096)?,
    ])
}

/// Incarnations of both ends: the sender's, the receiver's.
const INCARNATIONS: (u32, u32) = (0x1234_5678, 0x9ABC_DEF0);

fn bridge(frame_type: FrameType, sequence: u32) -> BridgeHeader {
    let tagged = matches!(frame_type, FrameType::Data | FrameType::Ack);
    let tag = |incarnation: u32| if tagged { incarnation as u16 } else { 0 };
    BridgeHeader {
        frame_type,
        nak: false,
        busy: false,
        non_posted_limit: 32,
        length_dw: 0,
        receiver_tag: tag(INCARNATIONS.1),
        sender_tag: tag(INCARNATIONS.0),
        sequence,
        acknowledgement: None,
        timestamp: 1000 + 100 * sequence,
        echo_timestamp: None,
    }
}

fn frame(header: BridgeHeader, area: &[u8]) -> Vec<u8> {
    let parts = BridgeFrame {
        ethernet: ethernet::Repr {
            destination: MacAddress([2, 0, 0, 0, 0, 2]),
            source: MacAddress([2, 0, 0, 0, 0, 1]),
            pcp: 5,
            vid: 100,
            ethertype: ethernet::ETHERTYPE_BRIDGE as u16,
        },
        bridge: header,
        area,
    };
    let mut bytes = parts.build().unwrap_or_default();
    if bytes.len() < ethernet::MIN_FRAME {
        bytes.resize(ethernet::MIN_FRAME, 0);
    }
    bytes
}

/// All example frames.
pub fn frames() -> Vec<SampleFrame> {
    let mut all = vec![];
    let mut add = |name: &str, bytes, malformed| {
        all.push(SampleFrame { name: name.to_owned(), bytes, malformed });
    };
    // What the builders make is legal, as their tests show.
    for (number, tlp) in tlps().unwrap_or_default().iter().enumerate() {
        let mut header = bridge(FrameType::Data, number as u32);
        if number % 2 == 1 {
            header.acknowledgement = Some(0xFFFF_FF00 + number as u32);
            header.echo_timestamp = Some(0xA_BCDE);
        }
        add(tlp.head().kind.name(), frame(header, &tlp.to_bytes()), false);
    }
    let tlp = |i: usize| tlps().ok().and_then(|all| all.get(i).map(TlpBuf::to_bytes));
    let some = |which: &[usize]| which.iter().filter_map(|i| tlp(*i)).collect::<Vec<_>>();
    // Of 3 and 6 words, with a gap behind the first; then of 4 and, at the end, 19.
    let several = some(&[0, 2, 6, 12]);
    let mut header = bridge(FrameType::Data, 20);
    header.acknowledgement = Some(19);
    add("several TLPs", frame(header, &area::build(&several).unwrap_or_default()), false);
    let many: Vec<_> = (0..30).flat_map(|_| some(&[0, 12])).collect();
    add(
        "as many TLPs as a long frame has room for",
        frame(header, &area::build(many).unwrap_or_default()),
        false,
    );
    for (name, acknowledgement, (nak, busy), heard_dw, area_dw) in [
        ("open", None, (true, false), 0, 369),
        ("open, an offer", Some(INCARNATIONS.1), (true, true), 369, 138),
        ("open, answered", Some(INCARNATIONS.1), (false, false), 369, 0),
    ] {
        let header = bridge(FrameType::Open, 20);
        let (sequence, sender_tag) = (INCARNATIONS.0, heard_dw);
        let header = BridgeHeader { acknowledgement, nak, busy, sequence, sender_tag, ..header };
        add(name, frame(header, &vec![0; 4 * area_dw]), false);
    }
    let header = bridge(FrameType::Close, 20);
    let (sequence, acknowledgement) = (INCARNATIONS.0, Some(INCARNATIONS.1));
    add("close", frame(BridgeHeader { sequence, acknowledgement, ..header }, &[]), false);
    for (name, nak, busy) in [("ack", true, false), ("ack, busy", false, true)] {
        let header = bridge(FrameType::Ack, 20);
        add(
            name,
            frame(BridgeHeader { acknowledgement: Some(19), nak, busy, ..header }, &[]),
            false,
        );
    }
    let body = keep_alive::Repr {
        role: Role::Host.code(),
        capabilities: (capability::AGGREGATION | capability::RATE_CONTROL) as u8,
        group: 100,
        mtu: 9000,
        max_payload: 512,
        node_id: 0x1122_3344_5566_7788,
    };
    add("keep-alive", frame(bridge(FrameType::KeepAlive, 20), &body.emit()), false);
    add("manager", frame(bridge(FrameType::Manager, 20), &[]), false);
    add("port", frame(bridge(FrameType::Port, 20), &[]), false);

    let read = tlp(0).unwrap_or_default();
    let mut wrong = |name: &str, at: usize, to: u8| {
        let mut bytes = frame(bridge(FrameType::Data, 30), &read);
        bytes[at] = to;
        add(name, bytes, true);
    };
    wrong("another version", bridge::OFFSET, 0x21);
    wrong("unknown frame type", bridge::OFFSET, 0x3F);
    wrong("TLP area longer than the frame", bridge::OFFSET + 2, 0xFF);
    wrong("no TLP", bridge::OFFSET + 2, 0);
    wrong("TLP area longer than its TLP", bridge::OFFSET + 2, 4);
    wrong("TLP area ends within a TLP", bridge::OFFSET + 2, 6);
    wrong("TLP longer than its area", bridge::TLP_OFFSET, 0x40);
    wrong("unknown TLP type", bridge::TLP_OFFSET, 0x1F);
    let mut made = |name: &str, frame_type, area: &[u8]| {
        add(name, frame(bridge(frame_type, 30), area), true);
    };
    made("TLPs without a gap", FrameType::Data, &several.concat());
    let mut damaged = area::build(&several).unwrap_or_default();
    // The second TLP begins at byte 16.
    damaged[16] |= 0x1F;
    made("unknown type of the second TLP", FrameType::Data, &damaged);
    let data = build::memory_write(Requester::default(), 0, &[0; 516]).map(|t| t.to_bytes());
    made("TLP with too much payload", FrameType::Data, &data.unwrap_or_default());
    made("keep-alive body cut off", FrameType::KeepAlive, &body.emit()[..12]);
    made("ack with something in it", FrameType::Ack, &read);
    let mut short = frame(bridge(FrameType::Data, 31), &read);
    short.truncate(bridge::OFFSET + 5);
    add("frame ends within the bridge header", short, true);
    all
}

/// Writes all example frames as a pcapng capture, 1 microsecond apart, in turn in both directions.
///
/// # Errors
/// What writing meets.
pub fn write_capture<W: Write>(name: &str, writer: W) -> Result<W, CaptureError> {
    let mut capture = CaptureWriter::new(name, writer)?;
    for (number, sample) in frames().iter().enumerate() {
        let direction =
            if number % 2 == 0 { Direction::HostToDevice } else { Direction::DeviceToHost };
        capture.write(direction, 1000 * number as u64, &sample.bytes, false)?;
    }
    capture.finish()
}
