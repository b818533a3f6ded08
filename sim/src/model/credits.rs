//! The flow control of a PCIe receiver (PCI Express Base Specification, 2.6.1): buffers of limited
//! size, credits for them as cumulative limits, and what is taken out of them at what rate.

use std::collections::VecDeque;

use expether_wire::tlp::{Class, Tlp};

/// Buffer of a class of TLPs.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// Headers it holds: 1 to 127.
    pub header: u8,
    /// Units of four words of payload that it holds: 0 to 2,047.
    pub data: u16,
}

/// A receiver.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct ReceiverConfig {
    /// Posted, non-posted, completion; `None`: no limit is told.
    pub buffers: [Option<Buffer>; 3],
    /// Bytes of TLPs that are taken out of the buffers in a clock.
    pub rate: f64,
}

impl Default for ReceiverConfig {
    fn default() -> Self {
        Self { buffers: [None; 3], rate: 8.0 }
    }
}

/// Cumulative limits of a class.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Modulo 256.
    pub header: u8,
    /// Modulo 4,096.
    pub data: u16,
}

/// Modulus of data credits.
const DATA: u16 = 0xFFF;

/// The receiver's side of the credits of all classes.
#[derive(Debug)]
pub struct Credits {
    config: ReceiverConfig,
    limits: [Limits; 3],
    received: [Limits; 3],
    /// TLPs in the buffers: class, data credits, bytes. Each class is taken out in order, and none
    /// waits for another.
    stored: [VecDeque<(u16, usize)>; 3],
    tokens: f64,
    held: [bool; 3],
}

fn index(class: Class) -> usize {
    match class {
        Class::Posted => 0,
        Class::NonPosted => 1,
        Class::Completion => 2,
    }
}

const NAMES: [&str; 3] = ["posted", "non-posted", "completion"];
/// Bytes that the receiver may take at once after a pause.
const BURST: f64 = 64.0;

impl Credits {
    pub fn new(config: ReceiverConfig) -> Self {
        let mut credits = Self {
            config,
            limits: Default::default(),
            received: Default::default(),
            stored: Default::default(),
            tokens: 0.0,
            held: [false; 3],
        };
        credits.restart();
        credits
    }

    /// As after reset.
    pub fn restart(&mut self) {
        self.received = Default::default();
        self.stored.iter_mut().for_each(VecDeque::clear);
        let all = |b: Option<Buffer>| {
            b.map_or(Limits::default(), |b| Limits { header: b.header, data: b.data })
        };
        self.limits = self.config.buffers.map(all);
    }

    pub fn limits(&self) -> [Limits; 3] {
        self.limits
    }

    /// Bit `i`: class `i` has no limit.
    pub fn infinite(&self) -> u8 {
        (0..3).fold(0, |bits, i| bits | u8::from(self.config.buffers[i].is_none()) << i)
    }

    /// Nothing of this class is taken out of its buffer for now.
    pub fn hold(&mut self, class: Class, hold: bool) {
        self.held[index(class)] = hold;
    }

    /// A TLP has come in; the rule that it breaks, if it does.
    pub fn received(&mut self, tlp: &[u8]) -> Option<&'static str> {
        let Ok(tlp) = Tlp::new_checked(tlp) else { return None };
        let i = index(tlp.kind().class());
        let buffer = self.config.buffers[i]?;
        let data = (tlp.payload().len().div_ceil(16)) as u16;
        let got = &mut self.received[i];
        got.header = got.header.wrapping_add(1);
        got.data = (got.data + data) & DATA;
        self.stored[i].push_back((data, tlp.total_len()));
        // What is stored can't exceed the buffer unless a limit was passed.
        let stored: usize = self.stored[i].iter().map(|(d, _)| usize::from(*d)).sum();
        if self.stored[i].len() > usize::from(buffer.header) {
            return Some("a TLP without a header credit");
        }
        (stored > usize::from(buffer.data)).then_some("a TLP without data credits")
    }

    /// A clock passes; true if a limit has risen.
    pub fn clock(&mut self) -> bool {
        self.tokens = (self.tokens + self.config.rate).min(BURST.max(self.config.rate));
        let mut risen = false;
        while self.tokens > 0.0 {
            // The fullest buffer first, so that none is left to wait for ever.
            let next = (0..3)
                .filter(|&i| !self.held[i] && !self.stored[i].is_empty())
                .max_by_key(|&i| self.stored[i].len());
            let Some((i, (data, bytes))) =
                next.and_then(|i| self.stored[i].pop_front().map(|s| (i, s)))
            else {
                break;
            };
            self.tokens -= bytes as f64;
            let limit = &mut self.limits[i];
            limit.header = limit.header.wrapping_add(1);
            limit.data = (limit.data + data) & DATA;
            risen = true;
        }
        risen
    }

    /// Classes of which no TLP could be sent now, if there is one.
    pub fn shortage(&self) -> Option<String> {
        let short: Vec<&str> = (0..3)
            .filter(|&i| {
                self.config.buffers[i].is_some_and(|b| self.stored[i].len() >= b.header.into())
            })
            .map(|i| NAMES[i])
            .collect();
        (!short.is_empty()).then(|| format!("no credits for {}", short.join(", ")))
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::tlp::build::{memory_read, memory_write, Requester};

    fn credits(header: u8, data: u16, rate: f64) -> Credits {
        let buffer = Some(Buffer { header, data });
        Credits::new(ReceiverConfig { buffers: [buffer, buffer, None], rate })
    }

    fn write(bytes: usize) -> Vec<u8> {
        memory_write(Requester::default(), 0x1000, &vec![0; bytes]).unwrap().to_bytes()
    }

    #[test]
    fn credits__too_many__breaks_the_rule() {
        let mut c = credits(4, 8, 0.0);
        assert_eq!(c.received(&write(64)), None);
        assert_eq!(c.received(&write(64)), None);
        assert_eq!(c.received(&write(4)), Some("a TLP without data credits"));
        let mut c = credits(2, 2000, 0.0);
        assert_eq!((c.received(&write(64)), c.received(&write(64))), (None, None));
        assert!(c.shortage().unwrap().contains("posted"));
        assert_eq!(c.received(&write(64)), Some("a TLP without a header credit"));
        let read = memory_read(Requester::default(), 0, 64).unwrap().to_bytes();
        assert_eq!(c.received(&read), None, "a class of its own");
        assert_eq!(c.infinite(), 0b100);
    }

    #[test]
    fn credits__return__at_the_rate_and_not_while_held() {
        let mut c = credits(4, 64, 0.5);
        (0..4).for_each(|_| assert_eq!(c.received(&write(64)), None));
        // 76 bytes each: the first at once, then one in 152 clocks.
        let risen = (0..400).filter(|_| c.clock()).count();
        assert_eq!((risen, c.limits()[0]), (3, Limits { header: 7, data: 76 }));
        c.hold(Class::Posted, true);
        assert!(!(0..400).any(|_| c.clock()));
        c.hold(Class::Posted, false);
        assert!(c.clock());
    }

    #[test]
    fn credits__limits__wrap() {
        let mut c = credits(100, 2047, 64.0);
        for _ in 0..5_000 {
            assert_eq!(c.received(&write(64)), None);
            c.clock();
            c.clock();
        }
        let limits = c.limits()[0];
        assert_eq!(limits.header, (100u32 + 5_000) as u8);
        assert_eq!(limits.data, ((2047u32 + 4 * 5_000) & 0xFFF) as u16);
    }
}
