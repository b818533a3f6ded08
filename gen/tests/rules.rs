//! Each rule of elaboration, broken by a block made for it; and the same block mended.
#![allow(non_snake_case)]

use expether_gen::{Design, Error, Rule};
use expether_hdl::prelude::*;

/// The rules that elaborating a block breaks, with the signals.
fn broken(block: &mut dyn Block) -> Vec<(Rule, String)> {
    match Design::new(block, "uut") {
        Ok(_) => Vec::new(),
        Err(Error::Elaboration(problems)) => {
            for p in &problems {
                assert!(p.block.starts_with("uut"), "{p}");
                assert!(!p.message.is_empty(), "{p}");
            }
            problems.into_iter().map(|p| (p.rule, p.signal)).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

macro_rules! block {
    ($name:ident { $($field:ident: $type:ty),* $(,)? } |$me:ident| $body:block) => {
        #[derive(LogicBlock, Default)]
        struct $name { $(pub $field: $type,)* }
        impl Logic for $name {
            #[kernel]
            fn update(&mut $me) $body
        }
    };
}

block!(Undriven { a: Signal<In, Bit>, y: Signal<Out, Bit>, z: Signal<Out, Bit> } |self| {
    self.y.next = self.a.val();
});

#[test]
fn output__without_driver__is_named() {
    assert_eq!(broken(&mut Undriven::default()), [(Rule::Undriven, "z".into())]);
}

block!(ChildInput { clock: Signal<In, Clock>, reset: Signal<In, Bit>, y: Signal<Out, Bit>, held: Reg<Bit> } |self| {
    self.held.clock.next = self.clock.val();
    self.held.reset.next = self.reset.val();
    self.y.next = self.held.q.val();
});

#[test]
fn child_input__without_driver__is_named() {
    assert_eq!(broken(&mut ChildInput::default()), [(Rule::Undriven, "held_next".into())]);
}

block!(Latch { a: Signal<In, Bit>, b: Signal<In, Bit>, y: Signal<Out, Bit> } |self| {
    if self.a.val() {
        self.y.next = self.b.val();
    }
});

#[test]
fn output__not_assigned_on_every_path__is_a_latch() {
    assert_eq!(broken(&mut Latch::default()), [(Rule::Latch, "y".into())]);
}

block!(NoLatch { a: Signal<In, Bit>, b: Signal<In, Bit>, y: Signal<Out, Bit> } |self| {
    self.y.next = false;
    if self.a.val() {
        self.y.next = self.b.val();
    }
});

#[test]
fn output__with_default__is_no_latch() {
    assert_eq!(broken(&mut NoLatch::default()), []);
}

block!(Inverter { a: Signal<In, Bit>, y: Signal<Out, Bit> } |self| {
    self.y.next = !self.a.val();
});
block!(Ring { y: Signal<Out, Bit>, one: Inverter, two: Inverter } |self| {
    self.one.a.next = self.two.y.val();
    self.two.a.next = self.one.y.val();
    self.y.next = self.one.y.val();
});

#[test]
fn loop__through_children__is_named_with_its_signals() {
    let Err(Error::Elaboration(problems)) = Design::new(&mut Ring::default(), "uut") else {
        panic!("no error")
    };
    assert_eq!(problems[0].rule, Rule::CombinationalLoop);
    for name in ["two_y", "y <-"] {
        assert!(problems[0].message.contains(name), "{}", problems[0]);
    }
}

block!(SelfLoop { a: Signal<In, Bits<4>>, y: Signal<Out, Bits<4>>, l: Signal<Local, Bits<4>>, m: Signal<Local, Bits<4>> } |self| {
    self.l.next = self.a.val() + 1;
    self.m.next = self.l.val();
    self.y.next = self.m.val();
});

#[test]
fn locals__in_a_chain__are_no_loop() {
    assert_eq!(broken(&mut SelfLoop::default()), []);
}

block!(TwoDrivers { a: Signal<In, Bit>, y: Signal<Out, Bit>, one: Inverter } |self| {
    self.one.a.next = self.a.val();
    self.one.y.next = self.a.val();
    self.y.next = self.one.y.val();
});

#[test]
fn child_output__assigned_by_the_parent__has_two_drivers() {
    assert_eq!(broken(&mut TwoDrivers::default()), [(Rule::TwoDrivers, "one_y".into())]);
}

block!(WriteInput { a: Signal<In, Bit>, y: Signal<Out, Bit> } |self| {
    self.a.next = true;
    self.y.next = self.a.val();
});

#[test]
fn input__assigned__is_an_error() {
    assert_eq!(broken(&mut WriteInput::default()), [(Rule::WriteToInput, "a".into())]);
}

block!(ReadFirst { a: Signal<In, Bit>, y: Signal<Out, Bit>, l: Signal<Local, Bit> } |self| {
    self.y.next = self.l.val();
    self.l.next = self.a.val();
});

#[test]
fn local__read_before_it_is_assigned__is_an_error() {
    let found = broken(&mut ReadFirst::default());
    assert!(
        !found.is_empty() && found.iter().all(|f| *f == (Rule::ReadBeforeWrite, "l".into())),
        "{found:?}"
    );
}

block!(WriteAgain { a: Signal<In, Bit>, y: Signal<Out, Bit>, l: Signal<Local, Bit> } |self| {
    self.l.next = self.a.val();
    self.y.next = self.l.val();
    self.l.next = !self.a.val();
});

#[test]
fn local__assigned_again_after_it_was_read__is_an_error() {
    assert_eq!(broken(&mut WriteAgain::default()), [(Rule::ReadBeforeWrite, "l".into())]);
}

#[derive(Clone, Debug, Default, LogicInterface)]
struct Port {
    pub b: Signal<Out, Bit>,
}
block!(Collision { a: Signal<In, Bit>, x_b: Signal<Out, Bit>, x: Port } |self| {
    self.x_b.next = self.a.val();
    self.x.b.next = self.a.val();
});

#[test]
fn names__equal_in_verilog__collide() {
    assert_eq!(broken(&mut Collision::default()), [(Rule::NameCollision, "x_b".into())]);
}

block!(Keyword { a: Signal<In, Bit>, always: Signal<Out, Bit> } |self| {
    self.always.next = self.a.val();
});

#[test]
fn name__that_is_a_keyword__collides() {
    assert_eq!(broken(&mut Keyword::default()), [(Rule::NameCollision, "always".into())]);
}

block!(Crossing {
    clock: Signal<In, Clock>, other_clock: Signal<In, Clock>, reset: Signal<In, Bit>, a: Signal<In, Bit>, y: Signal<Out, Bit>,
    source: Reg<Bit>, sink: Reg<Bit>,
} |self| {
    clocked!(self, source);
    clocked!(self, clock = other_clock, reset = reset, sink);
    self.source.d.next = self.a.val();
    self.sink.d.next = self.source.q.val() & self.a.val();
    self.y.next = self.sink.q.val();
});

#[test]
fn register__fed_from_another_clock__is_a_crossing() {
    assert_eq!(broken(&mut Crossing::default()), [(Rule::ClockCrossing, "sink".into())]);
}

block!(Crossed {
    clock: Signal<In, Clock>, other_clock: Signal<In, Clock>, reset: Signal<In, Bit>, a: Signal<In, Bit>, y: Signal<Out, Bit>,
    source: Reg<Bit>, crossing: Synchronizer<Bit>,
} |self| {
    clocked!(self, source);
    self.source.d.next = self.a.val();
    self.crossing.clock.next = self.other_clock.val();
    self.crossing.d.next = self.source.q.val();
    self.y.next = self.crossing.q.val();
});

#[test]
fn synchronizer__between_clocks__is_allowed() {
    assert_eq!(broken(&mut Crossed::default()), []);
}

/// Vivado's attribute counts for the flip-flops that have it, no more: the last stage needs it as the first does.
#[test]
fn synchronizer__every_stage__has_the_attributes_of_one() {
    let design = Design::new(&mut Crossed::default(), "uut").unwrap_or_else(|e| panic!("{e}"));
    let (_, text) = design.verilog().remove(0);
    let marked: Vec<&str> = text
        .lines()
        .filter_map(|line| {
            line.trim().strip_prefix("(* ASYNC_REG = \"TRUE\", SHREG_EXTRACT = \"no\" *) reg")
        })
        .map(|rest| rest.trim().trim_end_matches(';'))
        .collect();
    assert_eq!(marked, ["crossing", "crossing_metastable"], "{text}");
}

block!(Width { a: Signal<In, Bits<4>>, y: Signal<Out, Bits<9>> } |self| {
    self.y.next = cat!(self.a.val(), self.a.val());
});

#[test]
fn concatenation__of_another_width__is_an_error() {
    assert_eq!(broken(&mut Width::default()), [(Rule::Width, String::new())]);
}

block!(Literal { a: Signal<In, Bits<4>>, y: Signal<Out, Bits<4>> } |self| {
    self.y.next = self.a.val() + 16;
});

#[test]
fn literal__that_does_not_fit__is_an_error() {
    assert_eq!(broken(&mut Literal::default()), [(Rule::Width, String::new())]);
}

block!(Reach { y: Signal<Out, Bit>, ring: Ring } |self| {
    self.ring.one.a.next = true;
    self.y.next = self.ring.y.val();
});

#[test]
fn grandchild__assigned__is_out_of_reach() {
    assert!(broken(&mut Reach::default()).iter().any(|(rule, _)| *rule == Rule::Reach));
}

#[derive(LogicBlock, Default)]
struct NoKernel {
    pub y: Signal<Out, Bit>,
}
impl Logic for NoKernel {
    fn update(&mut self) {}
}

#[test]
fn block__without_kernel__is_an_error() {
    assert_eq!(broken(&mut NoKernel::default()), [(Rule::NoKernel, String::new())]);
}

#[test]
fn elaboration__twice__gives_the_same_bytes() {
    for entry in expether_gen::registry() {
        let (a, b) = (expether_gen::elaborate(entry.name), expether_gen::elaborate(entry.name));
        if let (Ok(a), Ok(b)) = (a, b) {
            assert_eq!(a.verilog(), b.verilog(), "{}", entry.name);
        }
    }
}
