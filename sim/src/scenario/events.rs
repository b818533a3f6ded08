//! What befalls a fabric, and when.

use expether_wire::tlp::Class;

use super::format::ClassName;
use crate::model::rng::Rng;

/// Something done to a fabric.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Action {
    /// The bridge and its PCIe side are in reset for so many cycles.
    Reset {
        node: usize,
        length: u64,
    },
    /// The card is pulled out: in reset until it is plugged in again, and its link is down.
    Unplug {
        node: usize,
    },
    Plug {
        node: usize,
    },
    /// A register is written.
    Set {
        node: usize,
        address: u16,
        value: u32,
    },
    /// Both directions of a link are down.
    LinkDown {
        link: usize,
        length: u64,
    },
    /// The PCIe side takes nothing of a class out of its buffers.
    Hold {
        node: usize,
        class: Class,
        length: u64,
    },
}

/// An event of the scenario: once or several times.
#[derive(Clone, Debug)]
pub struct Happening {
    pub at: u64,
    pub every: u64,
    pub times: u32,
    /// Each time is later by up to so many cycles, at random.
    pub within: u64,
    pub actions: Vec<Action>,
    pub number: usize,
}

impl From<ClassName> for Class {
    fn from(name: ClassName) -> Self {
        match name {
            ClassName::Posted => Self::Posted,
            ClassName::NonPosted => Self::NonPosted,
            ClassName::Completion => Self::Completion,
        }
    }
}

/// Everything that will happen, by cycle. Cycles count from when the fabric was ready.
pub fn schedule(happenings: &[Happening], seed: u64) -> Vec<(u64, Action)> {
    let mut all = Vec::new();
    for happening in happenings {
        let mut rng = Rng::new(seed, &format!("event {}", happening.number));
        for time in 0..u64::from(happening.times) {
            let at = happening.at + time * happening.every + rng.below(happening.within + 1);
            all.extend(happening.actions.iter().map(|action| (at, *action)));
        }
    }
    all.sort_by_key(|(at, _)| *at);
    all
}
