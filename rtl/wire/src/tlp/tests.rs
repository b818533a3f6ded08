#![allow(non_snake_case)]

use super::build::{self, ConfigTarget, Requester};
use super::*;
use crate::error::Error;
use proptest::prelude::*;

const FROM: Requester = Requester { id: FunctionId::new(0x12, 3, 4), tag: 0x2A5 };

fn one_of_each() -> Vec<TlpBuf> {
    let to = |type_1| ConfigTarget { id: FunctionId::new(1, 0, 0), register: 0x102, type_1 };
    let read = build::memory_read(FROM, 0x1000, 64).unwrap();
    let locked = build::memory_read_locked(FROM, 0x1_0000_0040, 8).unwrap();
    let me = FunctionId::new(1, 0, 0);
    vec![
        read.clone(),
        locked.clone(),
        build::memory_write(FROM, 0xFEED_F00D_0001, &[1, 2, 3, 4, 5]).unwrap(),
        build::io_read(FROM, 0x3F8, 1).unwrap(),
        build::io_write(FROM, 0x3F9, &[0x55]).unwrap(),
        build::config_read(FROM, to(false), 2).unwrap(),
        build::config_write(FROM, to(false), &[1, 2]).unwrap(),
        build::config_read(FROM, to(true), 2).unwrap(),
        build::config_write(FROM, to(true), &[1, 2]).unwrap(),
        build::message(FROM, 4, 0x20, 0, &[]).unwrap(),
        build::message(FROM, 4, 0x50, 0, &[1, 2, 3, 4]).unwrap(),
        build::completion(read.head(), me, 1, 64).unwrap(),
        build::completion_data(read.head(), me, 0x1000, 64, &[7; 64]).unwrap(),
        build::completion(locked.head(), me, 4, 8).unwrap(),
        build::completion_data(locked.head(), me, 0x40, 8, &[7; 8]).unwrap(),
        build::atomic(Kind::FetchAdd, FROM, 0x2000, &[1; 8]).unwrap(),
        build::atomic(Kind::Swap, FROM, 0x1_0000_2004, &[1; 4]).unwrap(),
        build::atomic(Kind::CompareSwap, FROM, 0x2010, &[1; 32]).unwrap(),
    ]
}

#[test]
fn build__makes_every_kind__and_the_view_reads_it_back() {
    let all = one_of_each();
    let kinds: Vec<Kind> = all.iter().map(|t| t.head().kind).collect();
    assert_eq!(kinds, ALL_KINDS);
    for tlp in all {
        for tlp in [tlp.clone(), tlp.with_digest([1, 2, 3, 4])] {
            let bytes = tlp.to_bytes();
            let view = Tlp::new_exact(&bytes).unwrap();
            assert_eq!(view.head(), tlp.head());
            assert_eq!(view.payload(), tlp.payload());
            assert_eq!(view.digest(), tlp.digest());
            assert_eq!(TlpBuf::from(&view), tlp);
            assert_eq!(view.head().check(Limits::WIDEST), Ok(()));
            for short in 0..bytes.len() {
                assert!(Tlp::new_checked(&bytes[..short]).is_err());
            }
        }
    }
}

#[test]
fn kind__class__is_that_of_the_ordering_rules() {
    for kind in ALL_KINDS {
        let expected = match kind.name() {
            "MWr" | "Msg" | "MsgD" => Class::Posted,
            name if name.starts_with("Cpl") => Class::Completion,
            _ => Class::NonPosted,
        };
        assert_eq!(kind.class(), expected, "{kind:?}");
        assert_eq!(
            (kind.is_posted(), kind.is_non_posted(), kind.is_completion()),
            (
                expected == Class::Posted,
                expected == Class::NonPosted,
                expected == Class::Completion
            )
        );
    }
}

/// Every variant of [`Illegal`] has a TLP that is refused for it, made by one change to a legal
/// one: a checker that lets one pass fails here.
#[test]
fn check__refuses__each_broken_rule() {
    type Change = fn(&mut Head);
    let cases: Vec<(&str, Change, Illegal)> = vec![
        ("MRd", |h| h.kind = Kind::IoRead, Illegal::Form("IORd")),
        ("CplD", |h| h.four_dw = true, Illegal::Form("CplD")),
        (
            "MRd",
            |h| h.length_dw = 1024 - 15,
            Illegal::PageCrossing { address: 0x1040, length_dw: 1009 },
        ),
        ("MRd", |h| h.four_dw = true, Illegal::NeedlessFourWords { address: 0x1040 }),
        ("MRd", |h| set_address(h, 0x1002), Illegal::Address { address: 0x1002 }),
        ("MRd", |h| set_address(h, 1 << 32), Illegal::Address { address: 1 << 32 }),
        (
            "MRd",
            |h| set_enables(h, 0xF, 0),
            Illegal::ByteEnables { first: 0xF, last: 0, length_dw: 16 },
        ),
        (
            "MRd",
            |h| set_enables(h, 0xB, 0xF),
            Illegal::ByteEnables { first: 0xB, last: 0xF, length_dw: 16 },
        ),
        ("MRd", |h| h.length_dw = 1, Illegal::ByteEnables { first: 0xF, last: 0xF, length_dw: 1 }),
        ("MRd", |h| h.length_dw = 0, Illegal::Length { kind: "MRd", length_dw: 0 }),
        ("FetchAdd", |h| h.length_dw = 3, Illegal::Length { kind: "FetchAdd", length_dw: 3 }),
        (
            "FetchAdd",
            |h| set_address(h, 0x2004),
            Illegal::Alignment { address: 0x2004, operand: 8 },
        ),
        (
            "CplD",
            |h| {
                h.length_dw = 129;
                set_byte_count(h, 1024);
            },
            Illegal::Limit { length: 516, limit: 512 },
        ),
        ("MRd", |h| h.length_dw = 257, Illegal::Limit { length: 1028, limit: 1024 }),
        ("CplD", |h| set_byte_count(h, 60), Illegal::ByteCount { byte_count: 60, payload: 64 }),
        ("CplD", |h| set_status(h, 1), Illegal::Status { status: 1 }),
        ("Cpl", |h| set_status(h, 3), Illegal::Status { status: 3 }),
        (
            "Msg",
            |h| {
                if let Body::Message { routing, .. } = &mut h.body {
                    *routing = 6;
                }
            },
            Illegal::Routing { routing: 6 },
        ),
        ("Msg", |h| h.tc = 8, Illegal::Width { field: "tc", value: 8 }),
    ];
    let limits = Limits { max_payload: 512, max_read_request: 1024 };
    for (name, change, expected) in cases {
        let kind = Kind::from_name(name).unwrap();
        let tlp = one_of_each().into_iter().find(|t| t.head().kind == kind);
        let mut head = *tlp.unwrap().head();
        if kind == Kind::MemoryRead {
            set_address(&mut head, 0x1040);
        }
        assert_eq!(head.check(limits), Ok(()), "{name} before the change");
        change(&mut head);
        assert_eq!(head.check(limits), Err(expected), "{name}");
    }
}

fn set_address(head: &mut Head, to: u64) {
    if let Body::Memory { address, .. } = &mut head.body {
        *address = to;
    }
}

fn set_enables(head: &mut Head, first: u8, last: u8) {
    if let Body::Memory { first_be, last_be, .. } = &mut head.body {
        (*first_be, *last_be) = (first, last);
    }
}

fn set_byte_count(head: &mut Head, to: u16) {
    if let Body::Completion { byte_count, .. } = &mut head.body {
        *byte_count = to;
    }
}

fn set_status(head: &mut Head, to: u8) {
    if let Body::Completion { status, .. } = &mut head.body {
        *status = to;
    }
}

#[test]
fn length_field__of_zero__is_1024_words() {
    let tlp = build::memory_read(FROM, 0x8000, 4096).unwrap();
    let bytes = tlp.to_bytes();
    assert_eq!(format::common::LENGTH.get(&bytes), 0);
    assert_eq!(Head::parse(&bytes).unwrap().length_dw, 1024);
    let tlp = build::memory_write(FROM, 0x8000, &[0; 4096]).unwrap();
    assert_eq!(tlp.to_bytes().len(), 12 + 4096);
    let completion = build::completion_data(tlp.head(), FROM.id, 0x8000, 4096, &[0; 4096]).unwrap();
    assert_eq!(format::completion::BYTE_COUNT.get(&completion.to_bytes()), 0);
}

#[test]
fn build__refuses__what_the_specification_forbids() {
    let illegal = |result: Result<TlpBuf, Error>| match result {
        Err(Error::Illegal(illegal)) => illegal,
        other => panic!("{other:?}"),
    };
    assert!(matches!(illegal(build::memory_read(FROM, 0xFFF, 2)), Illegal::PageCrossing { .. }));
    assert!(matches!(illegal(build::memory_write(FROM, 0, &[0; 4100])), Illegal::Length { .. }));
    assert!(matches!(illegal(build::io_read(FROM, 3, 2)), Illegal::ByteEnables { .. }));
    assert!(matches!(
        illegal(build::atomic(Kind::MemoryRead, FROM, 0, &[0; 4])),
        Illegal::Form("MRd")
    ));
    assert!(matches!(
        build::message(FROM, 0, 0x7F, 0, &[1, 2, 3, 4, 5]),
        Err(Error::Length { .. })
    ));
}

proptest! {
    #[test]
    fn byte_enables__cover_exactly__the_bytes_asked_for(address in 0u64..64, length in 0usize..64) {
        let (words, first, last) = build::byte_enables(address, length);
        let mut covered = vec![];
        for word in 0..words {
            let enables = if word == 0 { first } else if word == words - 1 { last } else { 0xF };
            for byte in 0..4 {
                if enables >> byte & 1 == 1 {
                    covered.push((address & !3) + 4 * word as u64 + byte);
                }
            }
        }
        let expected: Vec<u64> = (address..address + length as u64).collect();
        prop_assert_eq!(covered, expected);
    }

    #[test]
    fn tlp__never_panics__on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(tlp) = Tlp::new_checked(&bytes) {
            let _ = tlp.head().check(Limits::WIDEST);
            let header = tlp.head().header_length();
            let digest = tlp.digest().map_or(0, |d| d.len());
            prop_assert_eq!(header + tlp.payload().len() + digest, tlp.total_len());
            prop_assert_eq!(tlp.as_bytes(), &bytes[..tlp.total_len()]);
            // Whatever is not reserved survives: parse, emit, parse gives the same header.
            let again = TlpBuf::from(&tlp).to_bytes();
            let again = Tlp::new_exact(&again).unwrap();
            prop_assert_eq!(again.head(), tlp.head());
            prop_assert_eq!(again.payload(), tlp.payload());
        }
    }

    #[test]
    fn tlp__never_panics__on_a_mutated_one(
        which in 0usize..18, at: prop::sample::Index, to: u8, cut: prop::sample::Index,
    ) {
        let mut bytes = one_of_each()[which].to_bytes();
        let index = at.index(bytes.len().min(16));
        bytes[index] = to;
        bytes.truncate(cut.index(bytes.len() + 1));
        match Tlp::new_exact(&bytes) {
            Ok(tlp) => { let _ = tlp.head().check(Limits::WIDEST); }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn head__emits_any_values__without_panic_or_excess(kind in 0usize..18, four_dw: bool, length_dw: u16, body in 0usize..18) {
        let all = one_of_each();
        let mut head = *all[kind].head();
        head.body = all[body].head().body;
        head.four_dw = four_dw;
        head.length_dw = length_dw;
        let mut buffer = [0xEE; 20];
        head.emit(&mut buffer).unwrap();
        prop_assert!(buffer[head.header_length()..].iter().all(|&b| b == 0xEE));
        let _ = head.check(Limits::WIDEST);
    }
}
