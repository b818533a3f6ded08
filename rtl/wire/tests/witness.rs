//! The tables against bytes that this project did not make.

#![allow(non_snake_case)]

use expether_wire::bridge::FrameType;
use expether_wire::ethernet::{self, fcs, Frame, MacAddress};
use expether_wire::frame::{BridgeFrame, Content};
use expether_wire::packet::BridgeHeader;
use expether_wire::pause;
use expether_wire::tlp::format::{message_code, routing};
use expether_wire::tlp::{Body, FunctionId, Head, Kind, Tlp, TlpBuf, ALL_KINDS};
use expether_wire::{area, keep_alive, Error};
use serde_json::Value;
use std::collections::BTreeSet;

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors/vectors.json")).unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex(value.as_str().unwrap())
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn mac(value: &Value) -> MacAddress {
    let parts: Vec<u8> =
        value.as_str().unwrap().split(':').map(|p| u8::from_str_radix(p, 16).unwrap()).collect();
    MacAddress(parts.try_into().unwrap())
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value}"))
}

#[test]
fn ethernet__agrees_with_scapy__both_ways() {
    let vectors = vectors();
    let frames = vectors["ethernet"].as_array().unwrap();
    assert!(frames.len() >= 16);
    for v in frames {
        let expected = bytes(&v["bytes"]);
        let repr = ethernet::Repr {
            destination: mac(&v["destination"]),
            source: mac(&v["source"]),
            pcp: number(&v["pcp"]) as u8,
            vid: number(&v["vid"]) as u16,
            ethertype: number(&v["ethertype"]) as u16,
        };
        let frame = Frame::new_checked(&expected).unwrap();
        assert_eq!(ethernet::Repr::parse(&frame), repr);
        assert_eq!(frame.payload(), bytes(&v["payload"]));
        let mut built = vec![0; ethernet::HEADER.length];
        repr.emit(&mut built).unwrap();
        built.extend(bytes(&v["payload"]));
        assert_eq!(built, expected);
        assert_eq!(fcs(&expected).to_vec(), bytes(&v["fcs"]));
    }
}

#[test]
fn pause__agrees_with_scapy__both_ways() {
    let vectors = vectors();
    let (mut pauses, mut others) = (0, 0);
    for v in vectors["mac_control"].as_array().unwrap() {
        let frame = bytes(&v["bytes"]);
        let parsed = pause::Repr::parse(&frame);
        let Some(pause_time) = v["pause_time"].as_u64() else {
            let error = parsed.unwrap_err();
            assert!(matches!(error, Error::Opcode { .. }), "{}: {error}", v["name"]);
            others += 1;
            continue;
        };
        let repr = pause::Repr {
            destination: mac(&v["destination"]),
            source: mac(&v["source"]),
            pause_time: pause_time as u16,
        };
        assert_eq!(parsed, Ok(repr));
        let mut built = repr.to_bytes().to_vec();
        built.resize(ethernet::MIN_FRAME, 0);
        assert_eq!(built, frame);
        pauses += 1;
    }
    assert!(pauses >= 16 && others >= 3);
}

/// The header that a vector says it has.
fn head_of(v: &Value) -> Head {
    let flag = |name: &str| v[name].as_bool().unwrap();
    let id = |name: &str| FunctionId(number(&v[name]) as u16);
    let byte = |name: &str| number(&v[name]) as u8;
    let kind = Kind::from_name(v["kind"].as_str().unwrap()).unwrap();
    let requester = id("requester");
    let tag = number(&v["tag"]) as u16;
    let body = if kind.is_completion() {
        Body::Completion {
            completer: id("completer"),
            status: byte("status"),
            byte_count_modified: flag("bcm"),
            byte_count: number(&v["byte_count"]) as u16,
            requester,
            tag,
            lower_address: byte("lower_address"),
        }
    } else {
        let (first_be, last_be) = (byte("first_be"), byte("last_be"));
        match kind.name() {
            name if name.starts_with("Cfg") => Body::Config {
                requester,
                tag,
                first_be,
                last_be,
                target: id("target"),
                register: number(&v["register"]) as u16,
            },
            name if name.starts_with("IO") => Body::Io {
                requester,
                tag,
                first_be,
                last_be,
                address: number(&v["address"]) as u32,
            },
            _ => Body::Memory {
                requester,
                tag,
                first_be,
                last_be,
                address: number(&v["address"]),
                hint: byte("hint"),
            },
        }
    };
    Head {
        tc: byte("tc"),
        id_based_ordering: flag("ido"),
        relaxed_ordering: flag("ro"),
        no_snoop: flag("ns"),
        lightweight_notification: flag("ln"),
        hints: flag("th"),
        digest: v["digest"].is_string(),
        poisoned: flag("ep"),
        address_type: byte("at"),
        ..Head::new(kind, flag("four_dw"), number(&v["length_dw"]) as u16, body)
    }
}

#[test]
fn tlp__agrees_with_cocotbext_pcie__both_ways() {
    let vectors = vectors();
    let tlps = vectors["tlps"].as_array().unwrap();
    let mut kinds = BTreeSet::new();
    for v in tlps {
        let expected = bytes(&v["bytes"]);
        let head = head_of(v);
        kinds.insert((head.kind, head.four_dw));
        let tlp = Tlp::new_exact(&expected).unwrap();
        assert_eq!(*tlp.head(), head);
        assert_eq!(tlp.payload(), bytes(&v["payload"]));
        assert_eq!(head.kind.is_posted(), v["posted"].as_bool().unwrap());
        let mut built = TlpBuf::new(head, bytes(&v["payload"])).unwrap();
        if head.digest {
            built = built.with_digest(bytes(&v["digest"]).try_into().unwrap());
        }
        assert_eq!(built.to_bytes(), expected);
    }
    // Every kind but messages, with every length of header.
    let all: BTreeSet<(Kind, bool)> = ALL_KINDS
        .iter()
        .filter(|k| !matches!(k, Kind::Message | Kind::MessageData))
        .flat_map(|k| {
            let info = k.info();
            [(info.three_dw, false), (info.four_dw, true)]
                .into_iter()
                .filter(|(exists, _)| *exists)
                .map(|(_, four_dw)| (*k, four_dw))
        })
        .collect();
    assert_eq!(kinds, all);
}

/// The bridge header that a vector says a frame has.
fn bridge_of(v: &Value) -> BridgeHeader {
    let flag = |name: &str| number(&v[name]) != 0;
    let valid = |flagged: bool, name: &str| flagged.then(|| number(&v[name]));
    BridgeHeader {
        frame_type: FrameType::from_code(number(&v["type"])).unwrap(),
        nak: flag("nak"),
        busy: flag("busy"),
        length_dw: 0,
        receiver_tag: number(&v["receiver_tag"]) as u16,
        sender_tag: number(&v["sender_tag"]) as u16,
        sequence: number(&v["sequence"]) as u32,
        acknowledgement: valid(flag("ack"), "acknowledgement").map(|a| a as u32),
        non_posted_limit: number(&v["non_posted_limit"]) as u8,
        timestamp: number(&v["timestamp"]) as u32,
        echo_timestamp: valid(flag("echo"), "echo_timestamp").map(|t| t as u32),
    }
}

#[test]
fn frame__agrees_with_scapy_and_cocotbext_pcie__both_ways() {
    let vectors = vectors();
    let mut several = 0;
    let mut types = BTreeSet::new();
    for v in vectors["frames"].as_array().unwrap() {
        let expected = bytes(&v["bytes"]);
        let frame = BridgeFrame::parse(&expected, 0x88B5).unwrap();
        let header = bridge_of(&v["header"]);
        assert_eq!(BridgeHeader { length_dw: 0, ..frame.bridge }, header);
        assert_eq!(u64::from(frame.ethernet.vid), number(&v["vid"]));
        types.insert(header.frame_type.code());
        let area = match frame.content().unwrap() {
            Content::Tlps(tlps) => {
                let wanted: Vec<_> = v["tlps"].as_array().unwrap().iter().map(bytes).collect();
                assert_eq!(tlps.iter().map(|t| t.as_bytes().to_vec()).collect::<Vec<_>>(), wanted);
                several += usize::from(wanted.len() > 1);
                area::build(wanted).unwrap()
            }
            Content::KeepAlive(body) => {
                let k = &v["keep_alive"];
                let wanted = keep_alive::Repr {
                    role: number(&k["role"]) as u8,
                    capabilities: number(&k["capabilities"]) as u8,
                    group: number(&k["group"]) as u16,
                    mtu: number(&k["mtu"]) as u16,
                    max_payload: number(&k["max_payload"]) as u16,
                    node_id: number(&k["node_id"]),
                };
                assert_eq!(body, wanted);
                wanted.emit().to_vec()
            }
            Content::Manager(_) | Content::Nothing => vec![],
        };
        assert_eq!(BridgeFrame { bridge: header, area: &area, ..frame }.build().unwrap(), expected);
    }
    assert!(several >= 5);
    assert_eq!(types.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
}

/// TLP headers that real devices sent, as Linux's Advanced Error Reporting logged them (16 bytes
/// in the order of the link; after a three-word header the last word is the log's own).
#[test]
fn tlp__reads__headers_logged_from_real_hardware() {
    // Linux, Documentation/PCI/pcieaer-howto.rst.
    let head = Head::parse(&hex("04000001 00200a03 05010000 00050100")).unwrap();
    assert_eq!(head.kind.name(), "CfgRd0");
    assert_eq!((head.length_dw, head.total_length()), (1, 12));
    assert_eq!(head.requester().to_string(), "00:04.0");
    assert_eq!(head.tag(), 0x0A);
    assert_eq!(head.byte_enables(), Some((3, 0)));
    let Body::Config { target, register, .. } = head.body else {
        panic!("{head:?}");
    };
    assert_eq!((target.to_string().as_str(), register), ("05:00.1", 0));

    // An NVMe drive's header log, in the documentation of the program tlp-tool.
    let head = Head::parse(&hex("04000001 0000220f 01070000 9eece789")).unwrap();
    assert_eq!(head.kind.name(), "CfgRd0");
    assert_eq!((head.tag(), head.byte_enables()), (0x22, Some((0xF, 0))));

    // Messages, in reports to the Linux PCI mailing list: a wireless card's latency tolerance
    // report from 04:00.0, and a precision time measurement request from 0a:00.0.
    for (log, code, from, tag, body) in [
        ("34000000 04001f10 00000000 88c888c8", "LTR", "04:00.0", 0x1F, 0x88C8_88C8),
        ("34000000 70000010 00000000 88468846", "LTR", "70:00.0", 0x00, 0x8846_8846),
        ("34000000 0a000052 00000000 00000000", "PTM_Request", "0a:00.0", 0x00, 0),
    ] {
        let raw = hex(log);
        let tlp = Tlp::new_exact(&raw).unwrap();
        assert_eq!(tlp.kind(), Kind::Message);
        let expected = Body::Message {
            requester: from.parse().unwrap(),
            tag,
            routing: routing::LOCAL as u8,
            code: message_code::CODES.by_name(code).unwrap().value as u8,
            body,
        };
        assert_eq!(tlp.head().body, expected);
        assert_eq!(TlpBuf::from(&tlp).to_bytes(), raw);
    }
}

/// Values of the PCI Express Base Specification as Linux's drivers/pci/pci.h has them.
#[test]
fn messages__routing_and_codes__are_those_of_linux() {
    for (name, value) in [
        ("to root complex", 0),
        ("by address", 1),
        ("by ID", 2),
        ("broadcast", 3),
        ("local", 4),
        ("gathered", 5),
    ] {
        assert_eq!(routing::CODES.by_name(name).unwrap().value, value);
    }
    for (name, value) in [
        ("PME_Turn_Off", 0x19),
        ("Assert_INTA", 0x20),
        ("Assert_INTB", 0x21),
        ("Assert_INTC", 0x22),
        ("Assert_INTD", 0x23),
        ("Deassert_INTA", 0x24),
        ("Deassert_INTB", 0x25),
        ("Deassert_INTC", 0x26),
        ("Deassert_INTD", 0x27),
    ] {
        assert_eq!(message_code::CODES.by_name(name).unwrap().value, value);
    }
}
