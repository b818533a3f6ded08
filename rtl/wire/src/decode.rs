//! A captured frame in words: one line for people, one value for programs.

use crate::bridge::FrameType;
use crate::capture::Captured;
use crate::error::Error;
use crate::ethernet;
use crate::frame::{BridgeFrame, Content};
use crate::keep_alive;
use crate::packet::BridgeHeader;
use crate::tlp::format::{message_code, status};
use crate::tlp::{Body, Head, Limits, Tlp};
use serde::Serialize;
use std::fmt;

/// A frame, as far as it could be understood.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DecodedFrame {
    /// Number in the capture, from 1.
    pub number: usize,
    /// Timestamp in nanoseconds.
    pub time_ns: u64,
    /// Name of the interface.
    pub interface: String,
    /// Bytes of the frame, without FCS.
    pub length: usize,
    /// Its FCS was bad.
    pub bad_fcs: bool,
    /// Addresses and tag.
    #[serde(flatten)]
    pub ethernet: Option<DecodedEthernet>,
    /// Bridge header.
    pub bridge: Option<BridgeHeader>,
    /// The TLPs; of a malformed frame, those before the mistake.
    pub tlps: Vec<DecodedTlp>,
    /// The body of a keep-alive frame.
    pub keep_alive: Option<keep_alive::Repr>,
    /// What is wrong with it, if anything.
    pub error: Option<String>,
}

/// Addresses and tag.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DecodedEthernet {
    /// Destination address.
    pub destination: String,
    /// Source address.
    pub source: String,
    /// VLAN ID.
    pub group: u16,
    /// Priority code point.
    pub pcp: u8,
    /// EtherType.
    pub ethertype: u16,
}

/// A TLP.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DecodedTlp {
    /// Its header.
    #[serde(flatten)]
    pub head: Head,
    /// Its payload in hexadecimal.
    pub payload: String,
    /// Its digest in hexadecimal.
    pub digest: Option<String>,
    /// A rule of the PCI Express Base Specification that it breaks.
    pub illegal: Option<String>,
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

impl DecodedTlp {
    /// Of a view.
    pub fn new<T: AsRef<[u8]>>(tlp: &Tlp<T>) -> Self {
        DecodedTlp {
            head: *tlp.head(),
            payload: hexadecimal(tlp.payload()),
            digest: tlp.digest().map(|d| hexadecimal(&d)),
            illegal: tlp.head().check(Limits::WIDEST).err().map(|e| e.to_string()),
        }
    }
}

/// Decodes a captured frame whose bridge EtherType is `ethertype`.
pub fn decode(captured: &Captured, ethertype: u16) -> DecodedFrame {
    let mut decoded = DecodedFrame {
        number: captured.number,
        time_ns: captured.time_ns,
        interface: captured.interface.clone(),
        length: captured.frame.len(),
        bad_fcs: captured.bad_fcs,
        ethernet: ethernet::Frame::new_checked(&captured.frame[..]).ok().map(|frame| {
            DecodedEthernet {
                destination: frame.destination().to_string(),
                source: frame.source().to_string(),
                group: frame.vid(),
                pcp: frame.pcp(),
                ethertype: frame.ethertype(),
            }
        }),
        bridge: None,
        tlps: vec![],
        keep_alive: None,
        error: None,
    };
    if let Err(error) = fill(&mut decoded, &captured.frame, ethertype) {
        decoded.error = Some(error.to_string());
    }
    decoded
}

fn fill(decoded: &mut DecodedFrame, frame: &[u8], ethertype: u16) -> Result<(), Error> {
    let frame = BridgeFrame::parse(frame, ethertype)?;
    decoded.bridge = Some(frame.bridge);
    if frame.bridge.frame_type == FrameType::Data {
        decoded.tlps = frame.tlps().flatten().map(|tlp| DecodedTlp::new(&tlp)).collect();
    }
    if let Content::KeepAlive(body) = frame.content()? {
        decoded.keep_alive = Some(body);
    }
    Ok(())
}

impl fmt::Display for DecodedFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (s, ns) = (self.time_ns / 1_000_000_000, self.time_ns % 1_000_000_000);
        write!(f, "{} {s}.{ns:09} {}", self.number, self.interface)?;
        if let Some(e) = &self.ethernet {
            write!(f, " {} > {} group {}", e.source, e.destination, e.group)?;
        }
        if let Some(b) = &self.bridge {
            write!(f, " {b}")?;
        }
        if let Some(k) = &self.keep_alive {
            write!(f, " | {k}")?;
        }
        for tlp in &self.tlps {
            write!(f, " | {tlp}")?;
        }
        if self.bad_fcs {
            write!(f, " [bad FCS]")?;
        }
        match &self.error {
            Some(error) => write!(f, " [{error}]"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for BridgeHeader {
    /// Type, then what frames of this type say.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.frame_type.name())?;
        match self.frame_type {
            FrameType::Open | FrameType::Close => {
                write!(f, " incarnation {:08x}", self.sequence)?;
                if let Some(heard) = self.acknowledgement {
                    write!(f, " to {heard:08x}")?;
                }
                if self.frame_type == FrameType::Open {
                    for (set, says) in [(self.nak, " wants an answer"), (self.busy, " an offer")] {
                        f.write_str(if set { says } else { "" })?;
                    }
                    write!(f, " heard {} DW np limit {}", self.sender_tag, self.non_posted_limit)?;
                }
            }
            FrameType::Data | FrameType::Ack => {
                write!(f, " tags {:04x} to {:04x}", self.sender_tag, self.receiver_tag)?;
                write!(f, " seq {}", self.sequence)?;
                if let Some(ack) = self.acknowledgement {
                    write!(f, " {} {ack}", if self.nak { "nak" } else { "ack" })?;
                }
                write!(f, " np limit {}", self.non_posted_limit)?;
            }
            FrameType::KeepAlive | FrameType::Manager | FrameType::Port => {}
        }
        if self.busy && self.frame_type != FrameType::Open {
            write!(f, " busy")?;
        }
        write!(f, " sent {}", self.timestamp)?;
        match self.echo_timestamp {
            Some(echo) => write!(f, " echo {echo}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for keep_alive::Repr {
    /// Role and what it can do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match keep_alive::role::CODES.by_value(self.role.into()) {
            Some(role) => write!(f, "{}", role.name)?,
            None => write!(f, "role {}", self.role)?,
        }
        write!(f, " {:#x} group {} mtu {}", self.node_id, self.group, self.mtu)?;
        write!(f, " max payload {}", self.max_payload)?;
        for code in keep_alive::capability::CODES.codes {
            if u64::from(self.capabilities) & code.value != 0 {
                write!(f, ", {}", code.name)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for DecodedTlp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.head)?;
        if let Some(illegal) = &self.illegal {
            write!(f, " [{illegal}]")?;
        }
        Ok(())
    }
}

impl fmt::Display for Head {
    /// One line: kind, where to, how much, from whom.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind.name())?;
        let words = self.length_dw;
        match self.body {
            Body::Memory { address, first_be, last_be, .. } => {
                write!(f, " {address:#x} {words} DW be {first_be:x}/{last_be:x}")?
            }
            Body::Io { address, first_be, .. } => write!(f, " {address:#x} be {first_be:x}")?,
            Body::Config { target, register, first_be, .. } => {
                write!(f, " {target} register {register:#x} be {first_be:x}")?
            }
            Body::Message { code, .. } => match message_code::CODES.by_value(code.into()) {
                Some(known) => write!(f, " {}", known.name)?,
                None => write!(f, " code {code:#04x}")?,
            },
            Body::Completion { completer, status: code, byte_count, lower_address, .. } => {
                let name = status::CODES.by_value(code.into()).map_or("?", |c| c.name);
                write!(f, " {name} from {completer} {words} DW of {byte_count} bytes at {lower_address:#x}")?;
            }
        }
        write!(f, " requester {} tag {:#x}", self.requester(), self.tag())?;
        for (set, name) in [
            (self.relaxed_ordering, "RO"),
            (self.no_snoop, "NS"),
            (self.id_based_ordering, "IDO"),
            (self.poisoned, "poisoned"),
            (self.digest, "digest"),
        ] {
            if set {
                write!(f, " {name}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::gen::sample;
    use proptest::prelude::*;

    fn captured(frame: Vec<u8>) -> Captured {
        Captured {
            number: 3,
            interface: "host-to-device".to_owned(),
            time_ns: 1_000_000_005,
            original_length: frame.len(),
            frame,
            bad_fcs: false,
        }
    }

    #[test]
    fn decode__says_everything__in_one_line_and_as_json() {
        let frame = &sample::frames()[0];
        let decoded = decode(&captured(frame.bytes.clone()), 0x88B5);
        assert_eq!(
            decoded.to_string(),
            "3 1.000000005 host-to-device 02:00:00:00:00:01 > 02:00:00:00:00:02 group 100 data \
             tags 5678 to def0 seq 0 np limit 32 sent 1000 | MRd 0x1000 16 DW be f/f requester 12:03.4 tag 0x2a5"
        );
        let json = serde_json::to_value(&decoded).unwrap();
        assert_eq!(json["group"], 100);
        assert_eq!(json["bridge"]["frame_type"], "data");
        assert_eq!(json["tlps"][0]["kind"], "MRd");
        assert_eq!(json["tlps"][0]["body"]["memory"]["address"], 0x1000);
        assert_eq!(json["error"], serde_json::Value::Null);
    }

    /// Frame types by their sample's name, and what their line ends with.
    #[test]
    fn decode__says_what_each_type_of_frame_says() {
        for (name, says) in [
            ("open", "open incarnation 12345678 wants an answer heard 0 DW np limit 32 sent 3000"),
            (
                "open, an offer",
                "open incarnation 12345678 to 9abcdef0 wants an answer an offer heard 369 DW \
                 np limit 32 sent 3000",
            ),
            (
                "open, answered",
                "open incarnation 12345678 to 9abcdef0 heard 369 DW np limit 32 sent 3000",
            ),
            ("close", "close incarnation 12345678 to 9abcdef0 sent 3000"),
            ("ack", "ack tags 5678 to def0 seq 20 nak 19 np limit 32 sent 3000"),
            ("ack, busy", "ack tags 5678 to def0 seq 20 ack 19 np limit 32 busy sent 3000"),
            (
                "keep-alive",
                "keep-alive sent 3000 | host bridge 0x1122334455667788 group 100 mtu 9000 \
                 max payload 512, aggregation, rate control",
            ),
        ] {
            let sample = sample::frames().into_iter().find(|f| f.name == name).unwrap();
            let line = decode(&captured(sample.bytes), 0x88B5).to_string();
            assert!(line.ends_with(&format!("group 100 {says}")), "{name}: {line}");
        }
    }

    #[test]
    fn decode__several_tlps__are_all_shown() {
        let sample = sample::frames().into_iter().find(|f| f.name == "several TLPs").unwrap();
        let decoded = decode(&captured(sample.bytes), 0x88B5);
        let kinds: Vec<_> = decoded.tlps.iter().map(|t| t.head.kind.name()).collect();
        assert_eq!(kinds, ["MRd", "MWr", "CfgWr0", "CplD"]);
        assert_eq!(decoded.to_string().matches(" | ").count(), 4);
    }

    #[test]
    fn decode__names_the_mistake__in_each_malformed_sample() {
        let malformed: Vec<_> = sample::frames().into_iter().filter(|f| f.malformed).collect();
        assert!(malformed.len() >= 10);
        for frame in malformed {
            let decoded = decode(&captured(frame.bytes), 0x88B5);
            assert!(decoded.error.is_some(), "{}", frame.name);
        }
        for frame in sample::frames().into_iter().filter(|f| !f.malformed) {
            let decoded = decode(&captured(frame.bytes), 0x88B5);
            assert_eq!(decoded.error, None, "{}", frame.name);
        }
    }

    proptest! {
        #[test]
        fn decode__never_panics__on_mutated_frames(
            which: prop::sample::Index, at: prop::sample::Index, to: u8, cut: prop::sample::Index,
        ) {
            let frames = sample::frames();
            let mut bytes = frames[which.index(frames.len())].bytes.clone();
            let at = at.index(bytes.len());
            bytes[at] = to;
            bytes.truncate(cut.index(bytes.len() + 1));
            let decoded = decode(&captured(bytes), 0x88B5);
            prop_assert!(serde_json::to_string(&decoded).is_ok());
            prop_assert!(!decoded.to_string().is_empty());
        }
    }
}
