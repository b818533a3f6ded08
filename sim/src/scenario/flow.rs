//! What a workload sends from one node to another.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use expether_wire::Error;

use super::format::WorkloadKind;
use super::tlps::{self, Made};
use super::topology::{NodeInfo, WorkloadInfo};
use crate::model::node::class_of;
use crate::model::plan::Plan;
use crate::model::rng::Rng;

/// Tags of a node's requests that are free, by requester ID.
#[derive(Default)]
pub struct Tags(HashMap<u16, VecDeque<u8>>);

impl Tags {
    fn free(&mut self, requester: u16) -> &mut VecDeque<u8> {
        // First in, first out: a tag rests as long as possible, so that a late duplicate shows.
        self.0.entry(requester).or_insert_with(|| (0..=255).collect())
    }

    pub fn put_back(&mut self, (requester, tag): (u16, u8)) {
        self.free(requester).push_back(tag);
    }
}

/// A flow.
pub struct Flow {
    pub workload: usize,
    pub kind: WorkloadKind,
    pub from: usize,
    pub to: usize,
    payload: usize,
    count: Option<u64>,
    /// Payload bytes a clock.
    rate: Option<f64>,
    outstanding: usize,
    pub answer_delay: u64,
    relaxed: f64,
    pub start: u64,
    stop: u64,
    tokens: f64,
    rng: Rng,
    made: u64,
    drawn: Option<u64>,
    /// Requests not completed.
    pub open: usize,
    /// The TLP to be sent next.
    next: Option<Made>,
    /// A session, and the direction of it.
    plan: Option<(Rc<Plan>, usize)>,
}

/// Bytes of payload that the line carries in a clock at most.
const LINE: f64 = 8.0;

impl Flow {
    /// The flows of a workload: one from node to node, but two of a session.
    pub fn of(workload: usize, info: &WorkloadInfo, end: Option<u64>, seed: u64) -> Vec<Flow> {
        let spec = &info.spec;
        let flow = |from, to, plan: Option<(Rc<Plan>, usize)>| Flow {
            workload,
            kind: *spec.kind.get_ref(),
            from,
            to,
            payload: *spec.payload.get_ref(),
            count: spec.count,
            rate: spec.rate.map(|r| r * LINE),
            outstanding: spec.outstanding,
            answer_delay: spec.answer_delay,
            relaxed: spec.relaxed,
            start: spec.start,
            stop: spec.stop.unwrap_or(u64::MAX).min(end.unwrap_or(u64::MAX)),
            tokens: 0.0,
            rng: Rng::new(seed, &format!("flow {workload} {from} {to}")),
            made: 0,
            drawn: None,
            open: 0,
            next: None,
            plan,
        };
        if let Some(plan) = &info.plan {
            let plan = Rc::new(plan.clone());
            let both = [(0, false), (1, true)].map(|(direction, back)| {
                let (from, to) = info.flows[0];
                let (from, to) = if back { (to, from) } else { (from, to) };
                flow(from, to, Some((Rc::clone(&plan), direction)))
            });
            return both.into();
        }
        info.flows.iter().map(|&(from, to)| flow(from, to, None)).collect()
    }

    /// All is sent that will be, and all requests are completed.
    pub fn finished(&self, now: u64) -> bool {
        self.next.is_none() && self.open == 0 && self.sent_all(now)
    }

    fn sent_all(&self, now: u64) -> bool {
        match &self.plan {
            Some((plan, d)) => self.made >= plan.tlps[*d].len() as u64 || now >= self.stop,
            None => self.count.is_some_and(|c| self.made >= c) || now >= self.stop,
        }
    }

    /// It answers requests by itself: a session has the completions in it.
    pub fn has_answers(&self) -> bool {
        self.plan.is_some()
    }

    /// TLPs that it will have sent, if that is known.
    pub fn total(&self) -> Option<u64> {
        self.plan.as_ref().map(|(plan, d)| plan.tlps[*d].len() as u64).or(self.count)
    }

    /// What is outstanding will never be completed.
    pub fn forgive(&mut self) {
        self.open = 0;
    }

    /// The node has been reset: what it was about to send is forgotten.
    pub fn restart(&mut self, tags: &mut Tags) {
        if let Some(key) = self.next.take().and_then(|made| made.key) {
            tags.put_back(key);
            self.open = self.open.saturating_sub(1);
        }
    }

    /// A clock passes; the class of the TLP to be sent next. `arrived`: so many TLPs of the other
    /// direction have arrived, without a gap.
    pub fn ready(
        &mut self,
        now: u64,
        arrived: u64,
        nodes: &[NodeInfo],
        tags: &mut Tags,
    ) -> Result<Option<&Made>, Error> {
        if let Some(rate) = self.rate {
            self.tokens = (self.tokens + rate).min(self.payload as f64);
        }
        if self.next.is_none() && now >= self.start && !self.sent_all(now) {
            self.next = self.make(arrived, nodes, tags)?;
        }
        Ok(self.next.as_ref())
    }

    /// The TLP to be sent next, if it has been found.
    pub fn shown(&self) -> Option<&Made> {
        self.next.as_ref()
    }

    /// Takes the TLP that [`Flow::ready`] has shown.
    pub fn take(&mut self) -> Option<Made> {
        self.next.take()
    }

    fn make(
        &mut self,
        arrived: u64,
        nodes: &[NodeInfo],
        tags: &mut Tags,
    ) -> Result<Option<Made>, Error> {
        if let Some((plan, direction)) = &self.plan {
            let Some(tlp) = plan.tlps[*direction].get(self.made as usize) else { return Ok(None) };
            let Some(class) = class_of(&tlp.bytes).filter(|_| tlp.needs <= arrived) else {
                return Ok(None);
            };
            self.made += 1;
            let payload = expether_wire::tlp::Tlp::new_checked(&tlp.bytes[..])
                .map_or(0, |t| t.payload().len());
            return Ok(Some(Made { bytes: tlp.bytes.clone(), class, key: None, payload }));
        }
        if self.rate.is_some() && self.tokens < 0.0 {
            return Ok(None);
        }
        let (from, to) = (&nodes[self.from], &nodes[self.to]);
        let needs_tag = match self.kind {
            WorkloadKind::Stream | WorkloadKind::Trace => false,
            WorkloadKind::Reads => true,
            // Drawn once: what has to wait for a tag is not drawn anew.
            WorkloadKind::Mixed => {
                let drawn = *self.drawn.get_or_insert_with(|| tlps::draw(&mut self.rng));
                tlps::needs_tag(drawn)
            }
        };
        let mut tag = 0;
        if needs_tag {
            let free = tags.free(from.id_for(to).0);
            if self.open >= self.outstanding {
                return Ok(None);
            }
            match free.pop_front() {
                Some(t) => tag = t,
                None => return Ok(None),
            }
            self.open += 1;
        }
        let (n, rng) = (self.made, &mut self.rng);
        let made = match self.kind {
            WorkloadKind::Reads => tlps::read(from, to, n, self.payload, tag)?,
            WorkloadKind::Mixed => {
                let drawn = self.drawn.take().unwrap_or(0);
                tlps::mixed(from, to, drawn, self.payload, tag, rng)?
            }
            _ => {
                let relaxed = rng.chance(self.relaxed);
                tlps::write(from, to, n, self.payload, relaxed, rng)?
            }
        };
        self.made += 1;
        self.tokens -= self.payload as f64;
        Ok(Some(made))
    }
}
