//! The Verilator backend on a small text written by hand.
#![allow(non_snake_case)]

use super::*;
use crate::engine::Engine;
use crate::lockstep::Lockstep;
use expether_gen::netlist::{NetlistBuilder, Value};

const TEXT: &str = "
module sample(
    input wire clock, input wire clock_b, input wire reset,
    input wire [7:0] step, input wire [99:0] wide,
    output wire [7:0] count, output wire [15:0] other, output wire [99:0] flipped
);
    reg [7:0] count_q = 8'd5;
    reg [15:0] other_q = 16'd0;
    always @(posedge clock) count_q <= reset ? 8'd5 : count_q + step;
    always @(posedge clock_b) other_q <= other_q + {8'd0, count_q};
    assign count = count_q;
    assign other = other_q;
    assign flipped = ~wide;
endmodule
";

/// The same as a netlist; `mutant` adds one more from 78 on.
fn netlist(mutant: bool) -> Netlist {
    let mut b = NetlistBuilder::new("sample");
    let (ca, cb) = (b.clock("clock"), b.clock("clock_b"));
    let (reset, step, wide) = (b.input("reset", 1), b.input("step", 8), b.input("wide", 100));
    let five = Value::from_u64(8, 5);
    let (count, q) = b.reg_declare("count_q", 8, ca, Some(five.clone()));
    let mut sum = b.add(q, step);
    if mutant {
        let at = b.constant_u64(8, 77);
        let hit = b.ult(at, q);
        let more = b.zero_extend(hit, 8);
        sum = b.add(sum, more);
    }
    let five = b.constant(five);
    let next = b.mux(reset, five, sum);
    b.reg_set_next(count, next);
    let (other, o) = b.reg_declare("other_q", 16, cb, Some(Value::zero(16)));
    let q16 = b.zero_extend(q, 16);
    let next = b.add(o, q16);
    b.reg_set_next(other, next);
    b.output("count", q);
    b.output("other", o);
    let flipped = b.not(wide);
    b.output("flipped", flipped);
    b.finish().unwrap()
}

fn spec(net: &Netlist) -> Spec {
    Spec::new(net, vec![("sample.v".into(), TEXT.into())])
}

fn drive(b: &mut dyn Backend, cycles: u32) -> Result<(), SimError> {
    let (reset, step) = (b.port("reset").unwrap(), b.port("step").unwrap());
    let wide = b.port("wide").unwrap();
    for i in 0..cycles {
        b.set(reset, u64::from(i % 100 == 99));
        b.set(step, u64::from(i * 7 % 5));
        b.set_wide(wide, &[u64::from(i), u64::MAX]);
        b.eval()?;
        b.tick([1, 2, 3][i as usize % 3])?;
    }
    b.eval()
}

#[test]
fn verilator__equals_the_engine__on_every_port() {
    let net = netlist(false);
    let verilator = Verilator::new(&spec(&net)).unwrap();
    let mut both = Lockstep::new(Engine::new(&net).unwrap(), verilator).unwrap();
    drive(&mut both, 1000).unwrap();
    let flipped = both.port("flipped").unwrap();
    let mut words = [0; 2];
    both.get_wide(flipped, &mut words);
    assert_eq!(words, [!999, 0]);
    both.power_up(None);
    drive(&mut both, 100).unwrap();
}

#[test]
fn lockstep__catches_a_mutant__and_names_the_signal() {
    let net = netlist(true);
    let verilator = Verilator::new(&spec(&net)).unwrap();
    let mut both = Lockstep::new(Engine::new(&net).unwrap(), verilator).unwrap();
    match drive(&mut both, 1000) {
        Err(SimError::Mismatch { signal, cycle, left_value, right_value, .. }) => {
            assert_eq!(signal, "count");
            assert!(cycle > 10 && cycle < 200, "{cycle}");
            assert_ne!(left_value, right_value);
        }
        other => panic!("the mutant got away: {other:?}"),
    }
}

#[test]
fn verilator__reports_the_tools_words__for_a_bad_text() {
    let net = netlist(false);
    let spec =
        Spec::new(&net, vec![("sample.v".into(), "module sample(input wire x); endmodul".into())]);
    match Verilator::new(&spec) {
        Err(SimError::Tool { tool: "verilator", message }) => {
            assert!(message.contains("syntax error"), "{message}");
        }
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("compiled"),
    }
}
