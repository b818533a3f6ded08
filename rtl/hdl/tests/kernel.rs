//! The macro records what the kernel says.
#![allow(non_snake_case)]

use expether_hdl::prelude::*;
use expether_hdl::tree::{record, Recorded};

#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
enum State {
    Idle,
    Busy,
    Done,
}

#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
struct Pair {
    low: Bits<4>,
    high: Bits<8>,
}

#[kernel]
fn saturating_increment<const N: usize>(x: Bits<N>, limit: u64) -> Bits<N> {
    let at_limit = x == limit;
    if at_limit {
        x
    } else {
        x + 1
    }
}

#[derive(LogicBlock, Default)]
struct Everything<const N: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub pair: Signal<In, Pair>,
    pub x: Signal<In, Bits<N>>,
    pub y: Signal<Out, Bits<N>>,
    pub z: Signal<Out, Pair>,
    pub busy: Signal<Out, Bit>,
    lanes: [Reg<Bits<N>>; 3],
    state: Reg<State>,
    sum: Signal<Local, Bits<N>>,
}

impl<const N: usize> Everything<N> {
    const LIMIT: u64 = 9;
}

impl<const N: usize> Logic for Everything<N> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, state);
        let narrow = bit_cast::<8, N>(self.x.val());
        let mut sum: Bits<N> = bits(0);
        for i in 0..3 {
            self.lanes[i].clock.next = self.clock.val();
            self.lanes[i].reset.next = self.reset.val();
            self.lanes[i].d.next = self.x.val() + i as u64;
            sum = sum + self.lanes[i].q.val();
        }
        self.sum.next = sum;
        self.y.next = saturating_increment::<N>(self.sum.val(), Self::LIMIT);
        self.z.next = Pair { low: self.pair.val().low + 1, high: narrow };
        if self.x.val().get_bit(0) && N > 3 {
            self.z.next.high = cat!(narrow.get_bits::<4>(4), !self.pair.val().low);
        }
        match self.state.q.val() {
            State::Idle => {
                if self.x.val().any() {
                    self.state.d.next = State::Busy;
                }
            }
            State::Busy => {
                self.state.d.next = if self.x.val().all() { State::Done } else { State::Idle }
            }
            State::Done => {}
        }
        self.busy.next = match self.state.q.val() {
            State::Busy | State::Done => true,
            State::Idle => false,
        };
    }
}

#[test]
fn kernel__everything__records_a_tree() {
    let mut block = Everything::<16>::default();
    block.connect_all();
    let Some(Recorded::Kernel(kernel)) = record(&block) else { panic!("nothing recorded") };
    assert!(kernel.errors.is_empty(), "{:?}", kernel.errors);
    assert!(
        kernel.body.iter().all(|s| s.site.file.ends_with("tests/kernel.rs") && s.site.line > 10),
        "{:?}",
        kernel.body[0].site
    );
    assert_eq!(
        kernel.locals.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(),
        ["narrow", "sum", "at_limit"]
    );
}
