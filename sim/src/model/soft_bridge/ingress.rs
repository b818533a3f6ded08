//! From the PCIe side: beats to TLPs, and whether they may go on.

use expether_wire::area::max_payload_dw;
use expether_wire::registers as map;
use expether_wire::tlp::format::{common, routing};
use expether_wire::tlp::{header_length, total_length, Class, Kind, FMT_PREFIX};

use super::registers::Registers;
use super::route::route;
use super::sender::Waiting;
use super::table::Table;

/// Posted TLPs and completions that wait at most for a number, for all peers together.
const OTHERS: usize = 32;
/// Non-posted ones.
const NON_POSTED: usize = 32;

/// What comes in from the PCIe side.
#[derive(Default)]
pub(super) struct Ingress {
    /// The TLP coming in.
    tlp: Vec<u8>,
    /// Non-posted TLPs that have come in since reset.
    non_posted: u64,
}

impl Ingress {
    /// A beat's bytes; with `last` the TLP is whole, and bad if `error`.
    pub fn beat(
        &mut self,
        bytes: &[u8],
        (last, error): (bool, bool),
        table: &mut Table,
        registers: &mut Registers,
    ) {
        self.tlp.extend_from_slice(bytes);
        if !last {
            return;
        }
        let tlp = std::mem::take(&mut self.tlp);
        let kind = kind_of(&tlp);
        let class = kind.map(Kind::class);
        self.non_posted += u64::from(class == Some(Class::NonPosted));
        if error || !length_is_right(&tlp) {
            registers.count(&map::TX_TLP_MALFORMED);
            return;
        }
        let Some(kind) = kind.filter(|kind| !refused(&tlp, *kind, registers.is_host())) else {
            registers.count(&map::TX_TLP_REFUSED);
            return;
        };
        let goes_to = route(&tlp, kind, &table.connected(), registers);
        if goes_to.is_empty() {
            registers.count(&map::TX_TLP_UNROUTED);
        }
        for index in goes_to {
            let waiting = Waiting { bytes: tlp.clone(), class: kind.class() };
            table.peers[index].connection.sender.waiting.push_back(waiting);
        }
    }

    /// Whether another TLP may come, and the limit of non-posted ones.
    pub fn open(&self, table: &Table) -> (bool, u64) {
        let (mut all, mut non_posted) = (0, 0);
        for peer in table.peers.iter().filter(|p| p.mac.is_some()) {
            let sender = &peer.connection.sender;
            if !sender.waiting.is_empty() {
                all += sender.waiting.len();
                non_posted += sender.non_posted_waiting();
            }
        }
        let open = all - non_posted < OTHERS && non_posted <= NON_POSTED;
        let gone = self.non_posted - non_posted as u64;
        (open, (gone + NON_POSTED as u64) & 0xFF)
    }
}

/// The kind of a TLP, if it is one.
pub(super) fn kind_of(tlp: &[u8]) -> Option<Kind> {
    Kind::from_fields(common::FMT.get(tlp), common::TYPE.get(tlp))
}

/// The header announces just the bytes that are there, and no more payload than is carried.
fn length_is_right(tlp: &[u8]) -> bool {
    let fmt = common::FMT.get(tlp);
    let length = common::LENGTH.get(tlp);
    let payload = total_length(fmt, length, false) - header_length(fmt);
    fmt & FMT_PREFIX == 0
        && tlp.len() == total_length(fmt, length, common::TD.get(tlp) == 1)
        && kind_of(tlp).is_some_and(|kind| payload <= 4 * max_payload_dw(kind))
}

/// Whether a TLP may not travel from the host to the device, or not the other way.
pub(super) fn refused(tlp: &[u8], kind: Kind, from_host: bool) -> bool {
    let way = common::TYPE.get(tlp) & 7;
    match kind {
        // Only a root complex asks for configuration, and only it locks.
        Kind::ConfigRead0 | Kind::ConfigRead1 | Kind::ConfigWrite0 | Kind::ConfigWrite1 => {
            !from_host
        }
        Kind::MemoryReadLocked => !from_host,
        Kind::CompletionLocked | Kind::CompletionLockedData => from_host,
        Kind::Message | Kind::MessageData if from_host => {
            matches!(way, routing::TO_ROOT_COMPLEX | routing::GATHERED)
        }
        Kind::Message | Kind::MessageData => way == routing::BROADCAST,
        _ => false,
    }
}
