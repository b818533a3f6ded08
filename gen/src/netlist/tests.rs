//! Tests of construction, folding and `finish`.
#![allow(non_snake_case)]

use super::*;

fn counter() -> NetlistBuilder {
    let mut b = NetlistBuilder::new("top");
    let clock = b.clock("clock");
    let enable = b.input("enable", 1);
    let (r, q) = b.reg_declare("count", 8, clock, Some(Value::zero(8)));
    let one = b.constant_u64(8, 1);
    let sum = b.add(q, one);
    let next = b.mux(enable, sum, q);
    b.reg_set_next(r, next);
    b.output("value", q);
    b
}

#[test]
fn builder__gives_one_node__for_equal_expressions() {
    let mut b = NetlistBuilder::new("top");
    let (x, y) = (b.input("x", 9), b.input("y", 9));
    assert_eq!(b.and(x, y), b.and(y, x));
    assert_ne!(b.sub(x, y), b.sub(y, x));
}

#[test]
fn builder__folds__constants_and_identities() {
    let mut b = NetlistBuilder::new("top");
    let x = b.input("x", 70);
    let c = b.input("c", 1);
    let zero = b.constant(Value::zero(70));
    assert_eq!(b.and(x, zero), zero);
    assert_eq!(b.xor(x, x), zero);
    assert_eq!(b.or(x, zero), x);
    let not = b.not(x);
    assert_eq!(b.not(not), x);
    let (high, low) = (b.slice(x, 30, 40), b.slice(x, 0, 30));
    assert_eq!(b.concat(&[high, low]), x, "touching slices join");
    let amount = b.constant_u64(8, 6);
    let shifted = b.shl(x, amount);
    assert_eq!(b.slice(shifted, 6, 64), b.slice(x, 0, 64), "a shift by a constant is wiring");
    let (one, nought) = (b.constant_u64(1, 1), b.constant_u64(1, 0));
    assert_eq!(b.mux(c, one, nought), c);
    let inner = b.mux(c, x, not);
    let outer = b.mux(c, inner, zero);
    assert_eq!(outer, b.mux(c, x, zero), "an arm decided by the same condition");
    let wide = b.zero_extend(x, 90);
    let big = b.constant(Value::ones(90));
    let never = b.eq(wide, big);
    assert!(b.as_const(never).is_some_and(Value::is_zero));
}

#[test]
fn finish__puts_operands_first__and_keeps_ports() {
    let mut b = counter();
    let unused = b.input("unused", 4);
    b.not(unused);
    let net = b.finish().unwrap();
    assert_eq!(net.inputs.len(), 2);
    for (i, node) in net.nodes.iter().enumerate() {
        Netlist::operands(&node.op, |x| assert!((x.0 as usize) < i, "node {i} reads {x:?}"));
        assert_ne!(node.op, Op::Not(net.inputs[1].node), "dead node kept");
    }
}

#[test]
fn finish__drops_registers__that_reach_nothing() {
    let mut b = counter();
    let clock = ClockId(0);
    let (dead, q) = b.reg_declare("dead", 4, clock, None);
    let next = b.not(q);
    b.reg_set_next(dead, next);
    let (kept, q) = b.reg_declare("kept", 4, clock, None);
    let next = b.not(q);
    b.reg_set_next(kept, next);
    b.name("kept.q", q);
    let net = b.finish().unwrap();
    let names: Vec<_> = net.regs.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["count", "kept"]);
}

#[test]
fn finish__resolves_wires__driven_after_use() {
    let mut b = NetlistBuilder::new("top");
    let w = b.wire("inner.x", 8);
    let inverted = b.not(w);
    b.output("y", inverted);
    let x = b.input("x", 8);
    let driver = b.not(x);
    b.drive(w, driver);
    let net = b.finish().unwrap();
    assert_eq!(net.outputs[0].node, net.inputs[0].node, "folded across the wire");
    assert_eq!(net.nodes.len(), 1);
}

#[test]
fn finish__is_no_loop__when_a_bit_of_a_bus_feeds_another() {
    let mut b = NetlistBuilder::new("top");
    let x = b.input("x", 1);
    let bus = b.wire("bus", 3);
    let mut bits = vec![x];
    for i in 0..2 {
        let below = b.bit(bus, i);
        bits.insert(0, b.not(below));
    }
    let driver = b.concat(&bits);
    b.drive(bus, driver);
    b.output("y", bus);
    let net = b.finish().unwrap();
    assert!(matches!(&net.node(net.outputs[0].node).op, Op::Concat(p) if p.len() == 3));
}

#[test]
fn finish__names_the_signals__of_a_combinational_loop() {
    let mut b = NetlistBuilder::new("top");
    let (p, q) = (b.wire("a.ready", 1), b.wire("b.ready", 1));
    let x = b.input("x", 1);
    let (from_q, from_p) = (b.and(q, x), b.or(p, x));
    b.drive(p, from_q);
    b.drive(q, from_p);
    b.output("y", p);
    match b.finish() {
        Err(NetlistError::CombinationalLoop { signals }) => {
            assert_eq!(signals, ["a.ready", "b.ready"]);
        }
        other => panic!("{other:?}"),
    }
    let mut b = NetlistBuilder::new("top");
    let (p, q) = (b.wire("p", 2), b.wire("q", 2));
    b.drive(p, q);
    b.drive(q, p);
    b.output("y", p);
    assert!(matches!(b.finish(), Err(NetlistError::CombinationalLoop { .. })));
}

#[test]
fn finish__refuses__what_is_incomplete() {
    let mut b = NetlistBuilder::new("top");
    let w = b.wire("floating", 2);
    b.output("y", w);
    let floating = NetlistError::Undriven { name: "floating".into() };
    assert_eq!(b.finish().unwrap_err(), floating);
    let mut b = counter();
    b.reg_declare("forgotten", 1, ClockId(0), None);
    let forgotten = NetlistError::NoNextValue { name: "forgotten".into() };
    assert_eq!(b.finish().unwrap_err(), forgotten);
    let mut b = counter();
    b.input("value", 1);
    let double = NetlistError::DuplicateName { what: "ports", name: "value".into() };
    assert_eq!(b.finish().unwrap_err(), double);
}

#[test]
fn finish__renumbers_read_ports__when_some_are_dead() {
    let mut b = NetlistBuilder::new("top");
    let clock = b.clock("clock");
    let (e, a, d) = (b.input("e", 1), b.input("a", 4), b.input("d", 8));
    let m = b.memory_declare("ram", 8, 16);
    b.mem_write(m, clock, e, a, d);
    let _dead = b.mem_sync_read(m, clock, e, a);
    let not = b.not(a);
    let live = b.mem_sync_read(m, clock, e, not);
    b.output("q", live);
    let net = b.finish().unwrap();
    assert_eq!(net.memories[0].sync_reads.len(), 1);
    assert_eq!(net.node(net.outputs[0].node).op, Op::SyncRead(MemoryId(0), 0));
    assert!(matches!(net.node(net.memories[0].sync_reads[0].address).op, Op::Not(_)));
}
