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
