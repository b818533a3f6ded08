//! The kernel language means what Rust means: rust-hdl's `simulate()`, the interpreter, the
//! engine and Verilator on our Verilog give the same for every operator.
#![allow(non_snake_case)]

mod operators;
mod oracle;

use expether_gen::Design;
use expether_hdl::prelude::*;
use expether_sim::verilator::{Spec, Verilator};
use expether_sim::{engine::Engine, interp::Interpreter, Backend};
use num_bigint::BigUint;
use operators::{Inner, Mode, Operators, Outer, Results};
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

macro_rules! table {
    ($($block:ident $result:ident $width:literal),*) => {
        /// One of each width, so that one build of Verilator serves all.
        #[derive(LogicBlock, Default)]
        struct Table {
            pub a: Signal<In, Bits<128>>,
            pub b: Signal<In, Bits<128>>,
            pub s: Signal<In, Bits<3>>,
            pub t: Signal<In, Bits<9>>,
            pub c: Signal<In, Bit>,
            pub d: Signal<In, Bit>,
            pub mode: Signal<In, Mode>,
            pub shape: Signal<In, Outer>,
            $(pub $result: Results<$width>,)*
            $($block: Operators<$width>,)*
        }

        impl Logic for Table {
            #[kernel]
            fn update(&mut self) {
                $(
                    self.$block.a.next = bit_cast::<$width, 128>(self.a.val());
                    self.$block.b.next = bit_cast::<$width, 128>(self.b.val());
                    self.$block.s.next = self.s.val();
                    self.$block.t.next = self.t.val();
                    self.$block.c.next = self.c.val();
                    self.$block.d.next = self.d.val();
                    self.$block.mode.next = self.mode.val();
                    self.$block.shape.next = self.shape.val();
                    Results::<$width>::link(&mut self.$result, &mut self.$block.r);
                )*
            }
        }
    };
}
table!(ops_8 r_8 8, ops_13 r_13 13, ops_31 r_31 31, ops_32 r_32 32, ops_33 r_33 33, ops_64 r_64 64, ops_65 r_65 65, ops_100 r_100 100);

struct Vector {
    a: BigUint,
    b: BigUint,
    s: u64,
    t: u64,
    c: bool,
    d: bool,
    mode: u64,
    shape: u64,
}

/// Corners as often as random bits: small differences, all ones, single bits.
fn vector(rng: &mut Xoshiro256PlusPlus) -> Vector {
    let wide = |rng: &mut Xoshiro256PlusPlus| {
        let words: Vec<u32> = (0..4).map(|_| rng.next_u64() as u32).collect();
        match rng.next_u64() % 6 {
            0 => BigUint::from(rng.next_u64() % 256),
            1 => (BigUint::from(1u8) << 128) - 1u8 - BigUint::from(rng.next_u64() % 4),
            2 => BigUint::from(1u8) << (rng.next_u64() % 128),
            _ => BigUint::new(words),
        }
    };
    let a = wide(rng);
    let mask = (BigUint::from(1u8) << 128) - 1u8;
    let b = match rng.next_u64() % 4 {
        0 => a.clone(),
        1 => (&a + 1u8) & &mask,
        2 => (&a + (BigUint::from(1u8) << 128) - BigUint::from(rng.next_u64() % 40)) & &mask,
        _ => wide(rng),
    };
    let mut v = Vector {
        a,
        b,
        s: rng.next_u64() % 8,
        t: rng.next_u64() % 512,
        c: rng.next_u64() % 2 == 1,
        d: rng.next_u64() % 2 == 1,
        mode: rng.next_u64() % 5,
        shape: rng.next_u64() % (1 << 16),
    };
    // rust-hdl's sign extension does not return for the most negative number of any width.
    for width in [8u32, 13, 31, 32, 33, 64, 65, 100] {
        let low = &v.a & ((BigUint::from(1u8) << width) - 1u8);
        if low == BigUint::from(1u8) << (width - 1) {
            v.a += 1u8;
        }
    }
    v
}

fn apply_to_oracle(table: &mut Table, v: &Vector) {
    table.a.next = v.a.clone().into();
    table.b.next = v.b.clone().into();
    table.s.next = v.s.into();
    table.t.next = v.t.into();
    table.c.next = v.c;
    table.d.next = v.d;
    table.mode.next =
        [Mode::Add, Mode::Subtract, Mode::Both, Mode::Neither, Mode::Fifth][v.mode as usize];
    table.shape.next = Outer {
        byte: (v.shape & 0xFF).into(),
        inner: Inner { flag: v.shape >> 8 & 1 == 1, nibble: (v.shape >> 9 & 15).into() },
        top: (v.shape >> 13).into(),
    };
}

fn apply(backend: &mut dyn Backend, v: &Vector) {
    let mut set = |name: &str, value: &BigUint| {
        let port = backend.port(name).unwrap_or_else(|| panic!("no port {name}"));
        let mut words = value.to_u64_digits();
        words.resize(4, 0);
        backend.set_wide(port, &words);
    };
    set("a", &v.a);
    set("b", &v.b);
    set("s", &v.s.into());
    set("t", &v.t.into());
    set("c", &(v.c as u8).into());
    set("d", &(v.d as u8).into());
    set("mode", &v.mode.into());
    set("shape_byte", &(v.shape & 0xFF).into());
    set("shape_inner_flag", &(v.shape >> 8 & 1).into());
    set("shape_inner_nibble", &(v.shape >> 9 & 15).into());
    set("shape_top", &(v.shape >> 13).into());
    backend.eval().unwrap();
}

fn outputs(backend: &dyn Backend) -> Vec<(String, BigUint)> {
    oracle::outputs_of(backend)
}

fn design() -> Design {
    Design::new(&mut Table::default(), "operator_table").unwrap_or_else(|e| panic!("{e}"))
}

/// Runs random vectors on `simulate()` and on a backend; the first difference.
fn difference(backend: &mut dyn Backend, vectors: u32, seed: u64) -> Option<String> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut table = Table::default();
    table.connect_all();
    for i in 0..vectors {
        let v = vector(&mut rng);
        apply_to_oracle(&mut table, &v);
        assert!(simulate(&mut table, 50), "simulate() does not settle");
        apply(backend, &v);
        let expected = oracle::outputs(&table);
        let found = outputs(backend);
        assert_eq!(expected.len(), found.len(), "ports");
        for ((name, expected), (other, found)) in expected.iter().zip(&found) {
            assert_eq!(name, other);
            if expected != found {
                return Some(format!(
                    "{name}: simulate() has {expected:x}, {} has {found:x}; vector {i} of seed {seed}: a={:x} b={:x} s={} t={} c={} d={}",
                    backend.kind(), v.a, v.b, v.s, v.t, v.c, v.d
                ));
            }
        }
    }
    None
}

#[test]
fn operators__interpreter__equals_simulate() {
    let mut interpreter = Interpreter::new(design().netlist());
    assert_eq!(difference(&mut interpreter, 200, 1), None);
}

#[test]
fn operators__engine__equals_simulate() {
    let mut engine = Engine::new(design().netlist()).unwrap();
    assert_eq!(difference(&mut engine, 200, 2), None);
}

#[test]
fn operators__verilator__equals_simulate() {
    let design = design();
    let spec = Spec::new(design.netlist(), design.verilog());
    let mut verilator = Verilator::new(&spec).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(difference(&mut verilator, 200, 3), None);
}

/// The mistake that rust-hdl's own printer makes: an unsized literal widens the whole comparison.
#[test]
fn operators__verilog_with_unsized_literal__is_caught() {
    let design = design();
    let mut files = design.verilog();
    let mut mutated = 0;
    for (name, text) in &mut files {
        if name == "operators_8.v" {
            mutated = text.matches("(a + 8'd1) == b").count();
            *text = text.replace("(a + 8'd1) == b", "(a + 1) == {24'd0, b}");
        }
    }
    assert_eq!(mutated, 1, "the expression that this test changes is not there");
    let mut verilator =
        Verilator::new(&Spec::new(design.netlist(), files)).unwrap_or_else(|e| panic!("{e}"));
    let found = difference(&mut verilator, 2000, 3).expect("the mutant lives");
    assert!(found.starts_with("r_8_sum_equals"), "{found}");
}
