//! Every operator, cast, slice, compare, shift, literal and nesting of the kernel language, at
//! widths on both sides of 32 and 64 bits.

use expether_hdl::prelude::*;

#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Mode {
    Add,
    Subtract,
    Both,
    Neither,
    Fifth,
}

#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Inner {
    pub flag: Bit,
    pub nibble: Bits<4>,
}

#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Outer {
    pub byte: Bits<8>,
    pub inner: Inner,
    pub top: Bits<3>,
}

macro_rules! results {
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        #[derive(Clone, Debug, Default, LogicInterface)]
        pub struct $name<const N: usize> {
            $(pub $field: Signal<Out, $type>,)*
        }
    };
}

results!(Results {
    add: Bits<N>, sub: Bits<N>, bitand: Bits<N>, bitor: Bits<N>, bitxor: Bits<N>, inverted: Bits<N>,
    add_literal: Bits<N>, literal_minus: Bits<N>, add_constant: Bits<N>, add_bool: Bits<N>,
    shl_literal: Bits<N>, shr_literal: Bits<N>, shl_width: Bits<N>, shr_width: Bits<N>, shl_zero: Bits<N>,
    shl_value: Bits<N>, shr_value: Bits<N>, shl_far: Bits<N>, shr_far: Bits<N>,
    is_eq: Bit, is_ne: Bit, is_lt: Bit, is_le: Bit, is_gt: Bit, is_ge: Bit,
    eq_literal: Bit, literal_lt: Bit, literal_ge: Bit,
    reduce_any: Bit, reduce_all: Bit, parity: Bit,
    bit_low: Bit, bit_high: Bit, bit_value: Bit, part: Bits<4>, part_value: Bits<4>, part_beyond: Bits<6>,
    put_bit: Bits<N>, put_value: Bits<N>, joined: Bits<8>, joined_bools: Bits<3>,
    narrow: Bits<5>, wide: Bits<120>,
    // Where a printer that forgets widths or parentheses goes wrong.
    sum_equals: Bit, window: Bit, not_equals: Bit, wide_of_sum: Bits<120>, narrow_of_sum: Bits<5>,
    shifted_sum: Bits<N>, shifted_left_equals: Bit, not_less: Bit, difference_above: Bit, sum_any: Bit,
    shifted_choice: Bits<N>, nested: Bits<N>, literal_difference: Bit, part_of_sum: Bits<4>, bit_of_difference: Bit,
    minus_chain: Bits<N>, xor_of_equals: Bit,
    // Two's complement.
    signed_lt: Bit, signed_ge: Bit, signed_sum: Bits<N>, negated: Bits<N>, sign: Bit, sign_extended: Bits<130>,
    // One bit.
    bool_and: Bit, bool_or: Bit, bool_xor: Bit, bool_not: Bit, bool_eq: Bit, lazy_and: Bit, lazy_or: Bit,
    // Statements and structure.
    chosen: Bits<N>, matched: Bits<N>, matched_value: Bits<N>, reversed: Bits<N>, ones: Bits<8>, first_one: Bits<8>,
    called: Bits<N>, linear: Bits<6>, product: Bits<32>,
    field: Bits<8>, nested_field: Bits<4>, packed: Bits<16>, variable_field: Bits<8>, nested_if: Bits<N>, constant_branch: Bit,
});

#[kernel]
fn absolute_difference<const N: usize>(x: Bits<N>, y: Bits<N>) -> Bits<N> {
    let smaller = x < y;
    if smaller {
        y - x
    } else {
        x - y
    }
}

fn rows() -> Vec<Vec<u64>> {
    (0..6u64).map(|i| vec![0xD1 >> i ^ 0x35 << i]).collect()
}

#[derive(LogicBlock, Default)]
pub struct Operators<const N: usize> {
    pub a: Signal<In, Bits<N>>,
    pub b: Signal<In, Bits<N>>,
    pub s: Signal<In, Bits<3>>,
    pub t: Signal<In, Bits<9>>,
    pub c: Signal<In, Bit>,
    pub d: Signal<In, Bit>,
    pub mode: Signal<In, Mode>,
    pub shape: Signal<In, Outer>,
    pub r: Results<N>,
    outer: Signal<Local, Outer>,
}

impl<const N: usize> Operators<N> {
    const STEP: u64 = 77;
}

// `&& true` and the like are among what is tested.
#[allow(clippy::overly_complex_bool_expr, clippy::nonminimal_bool)]
impl<const N: usize> Logic for Operators<N> {
    #[kernel]
    fn update(&mut self) {
        let a = self.a.val();
        let b = self.b.val();
        let s = self.s.val();
        let c = self.c.val();
        let d = self.d.val();
        self.r.add.next = a + b;
        self.r.sub.next = a - b;
        self.r.bitand.next = a & b;
        self.r.bitor.next = a | b;
        self.r.bitxor.next = a ^ b;
        self.r.inverted.next = !a;
        self.r.add_literal.next = a + 0xA5;
        self.r.literal_minus.next = 5 - a;
        self.r.add_constant.next = a + Self::STEP + bits::<N>(3);
        self.r.add_bool.next = a + c;
        self.r.shl_literal.next = a << 3;
        self.r.shr_literal.next = a >> 3;
        self.r.shl_width.next = a << N as u64;
        self.r.shr_width.next = a >> (N as u64 + 2);
        self.r.shl_zero.next = a << 0;
        self.r.shl_value.next = a << s;
        self.r.shr_value.next = a >> s;
        self.r.shl_far.next = a << self.t.val();
        self.r.shr_far.next = a >> self.t.val();
        self.r.is_eq.next = a == b;
        self.r.is_ne.next = a != b;
        self.r.is_lt.next = a < b;
        self.r.is_le.next = a <= b;
        self.r.is_gt.next = a > b;
        self.r.is_ge.next = a >= b;
        self.r.eq_literal.next = a == 0x7F;
        self.r.literal_lt.next = 100 < a;
        self.r.literal_ge.next = 100 >= a;
        self.r.reduce_any.next = a.any();
        self.r.reduce_all.next = a.all();
        self.r.parity.next = a.xor();
        self.r.bit_low.next = a.get_bit(0);
        self.r.bit_high.next = a.get_bit(N - 1);
        self.r.bit_value.next = a.get_bit(s.index());
        self.r.part.next = a.get_bits::<4>(2);
        self.r.part_value.next = a.get_bits::<4>(s.index());
        self.r.part_beyond.next = a.get_bits::<6>(N - 2);
        self.r.put_bit.next = a.replace_bit(1, c);
        self.r.put_value.next = a.replace_bit(s.index(), d);
        self.r.joined.next = cat!(a.get_bits::<4>(0), c, b.get_bits::<3>(1));
        self.r.joined_bools.next = cat!(c, d, !c);
        self.r.narrow.next = bit_cast::<5, N>(a);
        self.r.wide.next = bit_cast::<120, N>(a);

        self.r.sum_equals.next = (a + 1) == b;
        self.r.window.next = (a - b) < 32;
        self.r.not_equals.next = !a == 0xFE;
        self.r.wide_of_sum.next = bit_cast::<120, N>(a + b);
        self.r.narrow_of_sum.next = bit_cast::<5, N>(a + b);
        self.r.shifted_sum.next = (a + b) >> 1;
        self.r.shifted_left_equals.next = (a << 1) == b;
        self.r.not_less.next = !a < b;
        self.r.difference_above.next = (a - 1) > b;
        self.r.sum_any.next = (a + b).any();
        self.r.shifted_choice.next = (if c { a + b } else { a - b }) >> 2;
        self.r.nested.next = ((a + b) - (a ^ b)) & !(b << 1) | (a >> s);
        self.r.literal_difference.next = (3 - a) == (b + 200);
        self.r.part_of_sum.next = (a + b).get_bits::<4>(3);
        self.r.bit_of_difference.next = (a - b).get_bit(N - 1);
        self.r.minus_chain.next = a - (b - (a - 1));
        self.r.xor_of_equals.next = (a == b) ^ (a < 9) ^ c;

        self.r.signed_lt.next = signed_cast(a) < signed_cast(b);
        self.r.signed_ge.next = signed_cast(a) >= signed_cast(b);
        self.r.signed_sum.next = unsigned_cast(signed_cast(a) + signed_cast(b));
        self.r.negated.next = unsigned_cast(-signed_cast(a));
        self.r.sign.next = signed_cast(a).get_bit(N - 1);
        self.r.sign_extended.next = unsigned_cast(signed_bit_cast::<130, N>(signed_cast(a)));

        self.r.bool_and.next = c & d;
        self.r.bool_or.next = c | d;
        self.r.bool_xor.next = c ^ d;
        self.r.bool_not.next = !c;
        self.r.bool_eq.next = c == d;
        self.r.lazy_and.next = c && a.any() && true;
        self.r.lazy_or.next = c || a.all() || false;

        self.r.chosen.next = if c {
            a
        } else if d {
            b
        } else {
            bits(9)
        };
        self.r.matched.next = a;
        match self.mode.val() {
            Mode::Add => self.r.matched.next = a + b,
            Mode::Subtract | Mode::Fifth => {
                if c {
                    self.r.matched.next = a - b;
                }
            }
            Mode::Both => {}
            Mode::Neither => self.r.matched.next = bits(1),
        }
        self.r.matched_value.next = match self.mode.val() {
            Mode::Add => a + b,
            Mode::Subtract | Mode::Both => b,
            _ => !b,
        };
        let mut reversed = bits::<N>(0);
        let mut ones = bits::<8>(0);
        let mut first_one = bits::<8>(0xFF);
        let mut found = false;
        for i in 0..N {
            reversed = reversed.replace_bit(N - 1 - i, a.get_bit(i));
            ones = ones + a.get_bit(i);
            if a.get_bit(i) && !found {
                first_one = bits(i as u64);
                found = true;
            }
        }
        self.r.reversed.next = reversed;
        self.r.ones.next = ones;
        self.r.first_one.next = first_one;
        self.r.called.next = absolute_difference::<N>(a, b) + 1;
        self.r.linear.next = gf2_linear::<6, 8>(bit_cast::<8, N>(a ^ b), &rows());
        self.r.product.next = bit_cast::<16, N>(a) * bit_cast::<16, N>(b);

        self.outer.next = self.shape.val();
        self.outer.next.byte = self.shape.val().byte + 1;
        self.outer.next.inner.nibble = bit_cast::<4, N>(a);
        self.r.field.next = self.outer.val().byte;
        self.r.nested_field.next = self.shape.val().inner.nibble ^ self.outer.val().inner.nibble;
        let rebuilt = Outer {
            top: self.shape.val().top,
            byte: !self.shape.val().byte,
            inner: self.shape.val().inner,
        };
        self.r.packed.next =
            cat!(rebuilt.top, rebuilt.inner.nibble, rebuilt.inner.flag, rebuilt.byte);
        let mut shape = self.shape.val();
        if c {
            shape.byte = bits(0x3C);
            shape.inner.flag = d;
        }
        self.r.variable_field.next = if shape.inner.flag { shape.byte } else { !shape.byte };
        self.r.nested_if.next = b;
        if c {
            if d {
                self.r.nested_if.next = a;
            } else if a > b {
                self.r.nested_if.next = a - b;
            }
        } else {
            self.r.nested_if.next = !a;
        }
        self.r.constant_branch.next = c;
        if N > 32 {
            self.r.constant_branch.next = d;
        }
    }
}
