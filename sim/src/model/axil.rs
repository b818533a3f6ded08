//! AXI4-Lite master: one access at a time, checked.

use std::collections::VecDeque;

use super::stream::ProtocolError;
use crate::backend::{Backend, PortId};
use crate::SimError;

/// One register access.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Access {
    Write { address: u16, value: u32 },
    Read { address: u16 },
}

/// What an access came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub access: Access,
    /// Read data; 0 for a write.
    pub value: u32,
    /// AXI response: 0 OKAY, 2 SLVERR, 3 DECERR.
    pub response: u8,
}

struct Ports {
    awaddr: PortId,
    awvalid: PortId,
    awready: PortId,
    wdata: PortId,
    wstrb: PortId,
    wvalid: PortId,
    wready: PortId,
    bresp: PortId,
    bvalid: PortId,
    bready: PortId,
    araddr: PortId,
    arvalid: PortId,
    arready: PortId,
    rdata: PortId,
    rresp: PortId,
    rvalid: PortId,
    rready: PortId,
}

/// Drives the AXI4-Lite ports of a design, whose names begin with `axil_`.
pub struct AxiLiteMaster {
    ports: Ports,
    queue: VecDeque<Access>,
    /// Address and data handshakes still open of the present access.
    address_pending: bool,
    data_pending: bool,
    active: bool,
    waited: u32,
    /// The ports are known to stand at rest, nothing has to be set.
    at_rest: bool,
}

/// Cycles an access may take.
const BUDGET: u32 = 1_000;

impl AxiLiteMaster {
    /// Finds the ports.
    pub fn new(dut: &dyn Backend) -> Result<Self, SimError> {
        let find = |name: &str| super::port(dut, &format!("axil_{name}"));
        Ok(Self {
            ports: Ports {
                awaddr: find("awaddr")?,
                awvalid: find("awvalid")?,
                awready: find("awready")?,
                wdata: find("wdata")?,
                wstrb: find("wstrb")?,
                wvalid: find("wvalid")?,
                wready: find("wready")?,
                bresp: find("bresp")?,
                bvalid: find("bvalid")?,
                bready: find("bready")?,
                araddr: find("araddr")?,
                arvalid: find("arvalid")?,
                arready: find("arready")?,
                rdata: find("rdata")?,
                rresp: find("rresp")?,
                rvalid: find("rvalid")?,
                rready: find("rready")?,
            },
            queue: VecDeque::new(),
            address_pending: false,
            data_pending: false,
            active: false,
            waited: 0,
            at_rest: false,
        })
    }

    /// Queues an access.
    pub fn push(&mut self, access: Access) {
        self.queue.push_back(access);
    }

    /// Forgets every access, the one under way too: for a design that is reset.
    pub fn restart(&mut self) {
        self.queue.clear();
        self.active = false;
        self.at_rest = false;
    }

    /// Forgets every access but the one under way.
    pub fn forget_waiting(&mut self) {
        self.queue.truncate(usize::from(self.active));
    }

    /// No access queued or under way.
    pub fn idle(&self) -> bool {
        self.queue.is_empty()
    }

    /// Sets the inputs of this cycle.
    pub fn drive(&mut self, dut: &mut dyn Backend) {
        if self.queue.is_empty() && self.at_rest {
            return;
        }
        if !self.active && !self.queue.is_empty() {
            self.active = true;
            self.address_pending = true;
            self.data_pending = true;
            self.waited = 0;
        }
        let p = &self.ports;
        let write = matches!(self.queue.front(), Some(Access::Write { .. })) && self.active;
        let read = matches!(self.queue.front(), Some(Access::Read { .. })) && self.active;
        match self.queue.front() {
            Some(&Access::Write { address, value }) => {
                dut.set(p.awaddr, u64::from(address));
                dut.set(p.wdata, u64::from(value));
                dut.set(p.wstrb, 0xF);
            }
            Some(&Access::Read { address }) => dut.set(p.araddr, u64::from(address)),
            None => {}
        }
        dut.set(p.awvalid, u64::from(write && self.address_pending));
        dut.set(p.wvalid, u64::from(write && self.data_pending));
        dut.set(p.bready, u64::from(write));
        dut.set(p.arvalid, u64::from(read && self.address_pending));
        dut.set(p.rready, u64::from(read));
        self.at_rest = self.queue.is_empty();
    }

    /// Reads the outputs of this cycle, before its clock edge; an access if it completed.
    pub fn clock(
        &mut self,
        dut: &dyn Backend,
        cycle: u64,
    ) -> Result<Option<Outcome>, ProtocolError> {
        let Some(&access) = self.queue.front() else { return Ok(None) };
        if !self.active {
            return Ok(None);
        }
        let p = &self.ports;
        let high = |port| dut.get(port) & 1 == 1;
        self.waited += 1;
        let outcome = match access {
            Access::Write { .. } => {
                let answered = high(p.bvalid);
                if answered && (self.address_pending || self.data_pending) {
                    return Err(self.fail(
                        "axil_bvalid",
                        cycle,
                        "response before address and data were taken",
                    ));
                }
                self.address_pending &= !high(p.awready);
                self.data_pending &= !high(p.wready);
                answered.then(|| Outcome { access, value: 0, response: dut.get(p.bresp) as u8 })
            }
            Access::Read { .. } => {
                let answered = high(p.rvalid);
                if answered && self.address_pending {
                    return Err(self.fail(
                        "axil_rvalid",
                        cycle,
                        "data before the address was taken",
                    ));
                }
                self.address_pending &= !high(p.arready);
                answered.then(|| Outcome {
                    access,
                    value: dut.get(p.rdata) as u32,
                    response: dut.get(p.rresp) as u8,
                })
            }
        };
        if outcome.is_some() {
            self.active = false;
            self.queue.pop_front();
        } else if self.waited > BUDGET {
            let signal = match access {
                Access::Write { .. } if self.address_pending => "axil_awready",
                Access::Write { .. } if self.data_pending => "axil_wready",
                Access::Write { .. } => "axil_bvalid",
                Access::Read { .. } if self.address_pending => "axil_arready",
                Access::Read { .. } => "axil_rvalid",
            };
            return Err(self.fail(signal, cycle, "stayed low for 1,000 cycles"));
        }
        Ok(outcome)
    }

    fn fail(&mut self, signal: &str, cycle: u64, rule: &'static str) -> ProtocolError {
        self.queue.clear();
        self.active = false;
        ProtocolError { signal: signal.to_owned(), cycle, rule }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::model::meddler::Meddler;
    use crate::model::soft_bridge::SoftBridge;
    use expether_wire::keep_alive::Role;
    use expether_wire::registers as map;

    /// All accesses to their end, or the first broken rule.
    fn run(mut dut: impl Backend, accesses: &[Access]) -> Result<Vec<Outcome>, ProtocolError> {
        let mut master = AxiLiteMaster::new(&dut).unwrap();
        accesses.iter().for_each(|a| master.push(*a));
        let mut outcomes = Vec::new();
        for cycle in 0.. {
            if master.idle() {
                break;
            }
            master.drive(&mut dut);
            dut.eval().unwrap();
            outcomes.extend(master.clock(&dut, cycle)?);
            dut.tick(1).unwrap();
        }
        Ok(outcomes)
    }

    const WINDOW: u16 = map::WINDOW.offset as u16;
    const WRITE: Access = Access::Write { address: WINDOW, value: 0x1234_5687 };
    const READ: Access = Access::Read { address: WINDOW };

    #[test]
    fn axil__read__gives_what_was_written() {
        let outcomes = run(SoftBridge::new(Role::Host), &[READ, WRITE, READ, READ]).unwrap();
        let values: Vec<u32> = outcomes.iter().map(|o| o.value).collect();
        // The register has the low six bits and eight further up.
        assert_eq!(values, [0x00FF_0020, 0, 0x0034_0007, 0x0034_0007]);
        assert!(outcomes.iter().all(|o| o.response == 0));
    }

    #[test]
    fn axil__each_broken_handshake__is_named() {
        for (port, access, wanted) in
            [("axil_bvalid", WRITE, "axil_bvalid"), ("axil_rvalid", READ, "axil_rvalid")]
        {
            let error =
                run(Meddler::new(SoftBridge::new(Role::Host), port, |_| 0), &[access]).unwrap_err();
            assert_eq!(
                (error.signal.as_str(), error.rule),
                (wanted, "stayed low for 1,000 cycles")
            );
        }
        // The slave takes the address without having said so, and answers.
        for (port, access, wanted) in [
            ("axil_awready", WRITE, "axil_bvalid"),
            ("axil_wready", WRITE, "axil_bvalid"),
            ("axil_arready", READ, "axil_rvalid"),
        ] {
            let error =
                run(Meddler::new(SoftBridge::new(Role::Host), port, |_| 0), &[access]).unwrap_err();
            assert_eq!(error.signal, wanted, "{port}: {error}");
        }
    }
}
