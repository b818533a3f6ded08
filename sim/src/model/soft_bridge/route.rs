//! Which peer a TLP from the PCIe side is for.

use expether_wire::registers::{self as map, peer, RegisterField};
use expether_wire::tlp::format::{
    common, completion, config, io, memory32, memory64, message, request, routing,
};
use expether_wire::tlp::{Kind, Layout, FMT_FOUR_DW};

use super::registers::Registers;
use super::PEERS;

/// What a TLP can be routed by.
enum By {
    /// Requester, address.
    Memory(u16, u64),
    Io(u16, u32),
    Address(u64),
    Id(u16),
    /// To all.
    Everyone,
    /// To whoever takes what nobody claims.
    Nothing,
}

fn by(tlp: &[u8], kind: Kind) -> By {
    let requester = request::REQUESTER.get(tlp) as u16;
    match kind.info().layout {
        Layout::Memory if common::FMT.get(tlp) & FMT_FOUR_DW == 0 => {
            By::Memory(requester, memory32::ADDRESS.get(tlp) << 2)
        }
        Layout::Memory => By::Memory(requester, memory64::ADDRESS.get(tlp) << 2),
        Layout::Io => By::Io(requester, (io::ADDRESS.get(tlp) << 2) as u32),
        Layout::Config => By::Id(config::TARGET.get(tlp) as u16),
        Layout::Completion => By::Id(completion::REQUESTER.get(tlp) as u16),
        Layout::Message => match common::TYPE.get(tlp) & 7 {
            routing::BY_ADDRESS => By::Address(message::BODY.get(tlp)),
            routing::BY_ID => By::Id((message::BODY.get(tlp) >> 48) as u16),
            routing::BROADCAST => By::Everyone,
            _ => By::Nothing,
        },
    }
}

/// The peers to which a TLP goes, of those that are connected. What a window claims goes to nobody
/// else, whether its peer is connected or not.
pub(super) fn route(
    tlp: &[u8],
    kind: Kind,
    connected: &[usize],
    registers: &Registers,
) -> Vec<usize> {
    // Whether any window claims it, and the first of a connected peer that does.
    let claim = |claims: &dyn Fn(usize) -> bool| {
        (0..PEERS).any(claims).then(|| connected.iter().copied().find(|i| claims(*i)))
    };
    let source = |id| claim(&|i| registers.claims_source(i, id));
    let claimed = match by(tlp, kind) {
        By::Everyone => return connected.to_vec(),
        By::Memory(requester, address) => {
            source(requester).or_else(|| claim(&|i| registers.claims_memory(i, address)))
        }
        By::Io(requester, address) => {
            source(requester).or_else(|| claim(&|i| registers.claims_io(i, address)))
        }
        By::Address(address) => claim(&|i| registers.claims_memory(i, address)),
        By::Id(id) => claim(&|i| registers.claims_id(i, id)),
        By::Nothing => None,
    };
    let default = || {
        let takes = |i: &usize| registers.peer_switch(*i, &peer::PEER_CONTROL_DEFAULT);
        connected.iter().copied().find(takes)
    };
    claimed.unwrap_or_else(default).into_iter().collect()
}

/// Whether a TLP from a peer has a requester ID, or completer ID, that is routed to that peer.
pub(super) fn sent_by_peer(tlp: &[u8], kind: Kind, index: usize, registers: &Registers) -> bool {
    let id = match kind.info().layout {
        Layout::Completion => completion::COMPLETER.get(tlp),
        _ => request::REQUESTER.get(tlp),
    } as u16;
    let unclaimed = || !(0..PEERS).any(|i| registers.claims_id(i, id));
    !registers.switch(&map::CONTROL_CHECK_IDS)
        || registers.claims_id(index, id)
        || registers.peer_switch(index, &peer::PEER_CONTROL_DEFAULT) && unclaimed()
}

fn within(value: u64, register: u64, low: &RegisterField, high: &RegisterField) -> bool {
    (low.get(register)..=high.get(register)).contains(&value)
}

impl Registers {
    fn claims_source(&self, index: usize, id: u16) -> bool {
        let register = self.peer(index, &peer::ROUTE_SOURCE);
        within(id.into(), register, &peer::ROUTE_SOURCE_LOW, &peer::ROUTE_SOURCE_HIGH)
    }

    fn claims_id(&self, index: usize, id: u16) -> bool {
        let register = self.peer(index, &peer::ROUTE_ID);
        within(id.into(), register, &peer::ROUTE_ID_LOW, &peer::ROUTE_ID_HIGH)
    }

    fn claims_io(&self, index: usize, address: u32) -> bool {
        let register = self.peer(index, &peer::ROUTE_IO);
        let page = u64::from(address >> 12);
        within(page, register, &peer::ROUTE_IO_BASE, &peer::ROUTE_IO_LIMIT)
    }

    fn claims_memory(&self, index: usize, address: u64) -> bool {
        let register = self.peer(index, &peer::ROUTE_MEMORY);
        let low =
            within(address >> 16, register, &peer::ROUTE_MEMORY_BASE, &peer::ROUTE_MEMORY_LIMIT);
        let base = self.peer(index, &peer::ROUTE_WIDE_BASE);
        let limit = self.peer(index, &peer::ROUTE_WIDE_LIMIT);
        low || (base..=limit).contains(&(address >> 20))
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::keep_alive::Role;
    use expether_wire::tlp::build::{self, ConfigTarget, Requester};
    use expether_wire::tlp::{FunctionId, TlpBuf};

    fn registers() -> Registers {
        let mut registers = Registers::new(Role::Host);
        let mut set = |index, register: &'static expether_wire::registers::Register, value| {
            assert!(registers.write(peer::offset(index, register), value, 0xF));
        };
        set(1, &peer::ROUTE_ID, 0x01FF_0100);
        set(1, &peer::ROUTE_MEMORY, 0xFE7F_FE60);
        set(1, &peer::ROUTE_IO, 0x0001_0001);
        set(2, &peer::ROUTE_ID, 0x02FF_0200);
        set(2, &peer::ROUTE_WIDE_BASE, 0x0001_0000);
        set(2, &peer::ROUTE_WIDE_LIMIT, 0x0001_00FF);
        set(2, &peer::ROUTE_SOURCE, 0x0308_0300);
        for index in 2..PEERS {
            set(index, &peer::PEER_CONTROL, 2);
        }
        registers
    }

    fn to(tlp: &TlpBuf, connected: &[usize]) -> Vec<usize> {
        route(&tlp.to_bytes(), tlp.head().kind, connected, &registers())
    }

    const FROM: Requester = Requester { id: FunctionId(0x0000), tag: 0 };
    const ALL: &[usize] = &[0, 1, 2];

    #[test]
    fn route__each_kind__goes_by_its_own_field() {
        let read = |address| build::memory_read(FROM, address, 4).unwrap();
        let config = |bus| {
            let to = ConfigTarget { id: FunctionId::new(bus, 0, 0), register: 0, type_1: false };
            build::config_read(FROM, to, 4).unwrap()
        };
        assert_eq!(to(&read(0xFE60_0000), ALL), [1]);
        assert_eq!(to(&read(0xFE7F_FFF0), ALL), [1]);
        assert_eq!(to(&read(0x10_0000_0000), ALL), [2]);
        assert_eq!(to(&read(0x10_0FFF_FFF0), ALL), [2]);
        assert_eq!(to(&build::io_read(FROM, 0x1ABC, 4).unwrap(), ALL), [1]);
        assert_eq!(to(&config(1), ALL), [1]);
        assert_eq!(to(&config(2), ALL), [2]);
        let behind = Requester { id: FunctionId(0x0308), tag: 0 };
        let from_behind = build::memory_read(behind, 0xFE60_0000, 4).unwrap();
        assert_eq!(to(&from_behind, ALL), [2], "the requester counts before the address");
        let of = build::memory_read(Requester { id: FunctionId(0x0110), tag: 0 }, 0, 4).unwrap();
        let answer = build::completion(of.head(), FunctionId(0), 1, 4).unwrap();
        assert_eq!(to(&answer, ALL), [1]);
        let by_id = build::message(FROM, routing::BY_ID as u8, 0x7F, 0x0210 << 48, &[]).unwrap();
        assert_eq!(to(&by_id, ALL), [2]);
        let all = build::message(FROM, routing::BROADCAST as u8, 0x19, 0, &[]).unwrap();
        assert_eq!(to(&all, ALL), ALL);
    }

    #[test]
    fn route__unclaimed__goes_to_the_first_default_that_is_connected() {
        let read = build::memory_read(FROM, 0x1000, 4).unwrap();
        assert_eq!(to(&read, ALL), [2]);
        assert_eq!(to(&read, &[0, 1]), [0usize; 0]);
        assert_eq!(to(&read, &[0, 1, 5, 7]), [5]);
    }

    #[test]
    fn route__claimed_by_a_peer_that_is_down__goes_to_nobody() {
        let claimed = build::memory_read(FROM, 0xFE60_0000, 4).unwrap();
        assert_eq!(to(&claimed, &[0, 2]), [0usize; 0]);
        let behind = Requester { id: FunctionId(0x0308), tag: 0 };
        let from_behind = build::memory_read(behind, 0xFE60_0000, 4).unwrap();
        assert_eq!(to(&from_behind, &[1, 3]), [0usize; 0], "the requester counts first");
    }

    #[test]
    fn ids__of_a_peer__are_in_its_window_or_in_none() {
        let mut registers = registers();
        let read = |id| {
            let from = Requester { id: FunctionId(id), tag: 0 };
            build::memory_read(from, 0x1000, 4).unwrap()
        };
        let passes = |tlp: &TlpBuf, index, registers: &Registers| {
            sent_by_peer(&tlp.to_bytes(), tlp.head().kind, index, registers)
        };
        let of = |id, registers: &Registers| {
            (0..4).filter(|i| passes(&read(id), *i, registers)).collect::<Vec<_>>()
        };
        assert_eq!(of(0x0110, &registers), [1]);
        assert_eq!(of(0x0210, &registers), [2]);
        assert_eq!(of(0x0308, &registers), [2, 3], "in no ROUTE_ID window: those with DEFAULT");
        // Of a completion the completer counts, not the requester.
        let asked = read(0x0210);
        let answer = build::completion(asked.head(), FunctionId(0x0110), 1, 4).unwrap();
        assert!(passes(&answer, 1, &registers) && !passes(&answer, 2, &registers));
        let control = map::CONTROL_CHECK_IDS.set(map::CONTROL.reset(), 0);
        assert!(registers.write(map::CONTROL.offset, control as u32, 0xF));
        assert_eq!(of(0x0110, &registers), [0, 1, 2, 3], "switched off");
    }
}
