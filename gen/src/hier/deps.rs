//! Which nets depend on which within a cycle.

use super::*;

/// Combinational dependencies between the nets of one module.
pub struct Dependencies {
    /// For each net, the nets it directly depends on, each once, in ascending order.
    pub direct: Vec<Vec<NetId>>,
}

impl Dependencies {
    /// Through assignments, statements (conditions included), memories read combinationally, and
    /// the children's own paths.
    pub fn of(module: &Module, hierarchy: &Hierarchy) -> Self {
        let mut deps = Dependencies { direct: vec![Vec::new(); module.nets.len()] };
        for (net, value) in &module.assigns {
            module.reads(*value, &mut |n| deps.direct[*net as usize].push(n));
        }
        deps.statements(module, &module.body, &mut Vec::new());
        for memory in module.memories.iter().filter(|m| m.read_enable.is_none()) {
            for net in &memory.read_data {
                deps.direct[*net as usize].push(memory.read_address);
            }
        }
        for instance in &module.instances {
            for (from, to) in &hierarchy.modules[instance.module].paths {
                deps.direct[instance.ports[*to] as usize].push(instance.ports[*from]);
            }
        }
        for list in &mut deps.direct {
            list.sort_unstable();
            list.dedup();
        }
        deps
    }

    fn statements(&mut self, module: &Module, stmts: &[Stmt], conditions: &mut Vec<ExprId>) {
        for stmt in stmts {
            match stmt {
                Stmt::Assign { net, value, .. } => {
                    let list = &mut self.direct[*net as usize];
                    module.reads(*value, &mut |n| list.push(n));
                    for condition in conditions.iter() {
                        module.reads(*condition, &mut |n| list.push(n));
                    }
                }
                Stmt::If { condition, then, otherwise } => {
                    conditions.push(*condition);
                    self.statements(module, then, conditions);
                    self.statements(module, otherwise, conditions);
                    conditions.pop();
                }
                Stmt::Case { subject, arms } => {
                    conditions.push(*subject);
                    for (_, body) in arms {
                        self.statements(module, body, conditions);
                    }
                    conditions.pop();
                }
            }
        }
    }

    /// A net on each loop, with the loop's nets; empty if there is none.
    pub fn first_loop(&self) -> Vec<NetId> {
        #[derive(Copy, Clone, PartialEq)]
        enum Mark {
            New,
            Open,
            Done,
        }
        let mut marks = vec![Mark::New; self.direct.len()];
        for start in 0..self.direct.len() {
            if marks[start] != Mark::New {
                continue;
            }
            let mut stack = vec![(start as NetId, 0usize)];
            marks[start] = Mark::Open;
            while let Some((net, next)) = stack.last_mut() {
                match self.direct[*net as usize].get(*next) {
                    None => {
                        marks[*net as usize] = Mark::Done;
                        stack.pop();
                    }
                    Some(dep) => {
                        *next += 1;
                        let dep = *dep;
                        match marks[dep as usize] {
                            Mark::Done => {}
                            Mark::New => {
                                marks[dep as usize] = Mark::Open;
                                stack.push((dep, 0));
                            }
                            Mark::Open => {
                                let from = stack.iter().position(|(n, _)| *n == dep).unwrap_or(0);
                                return stack[from..].iter().map(|(n, _)| *n).collect();
                            }
                        }
                    }
                }
            }
        }
        Vec::new()
    }

    /// For each net, the number of nets of `counted` on the longest path into it. The graph must
    /// have no loop.
    pub fn ranks(&self, counted: &[bool]) -> Vec<u32> {
        let mut ranks: Vec<Option<u32>> = vec![None; self.direct.len()];
        for start in 0..self.direct.len() as NetId {
            let mut stack = vec![start];
            while let Some(net) = stack.last().copied() {
                if ranks[net as usize].is_some() {
                    stack.pop();
                    continue;
                }
                let waiting = stack.len();
                stack.extend(
                    self.direct[net as usize].iter().filter(|d| ranks[**d as usize].is_none()),
                );
                if stack.len() == waiting {
                    let rank = self.direct[net as usize]
                        .iter()
                        .map(|d| ranks[*d as usize].unwrap_or(0) + counted[*d as usize] as u32)
                        .max();
                    ranks[net as usize] = Some(rank.unwrap_or(0));
                    stack.pop();
                }
            }
        }
        ranks.into_iter().map(|r| r.unwrap_or(0)).collect()
    }

    /// All nets that `net` depends on, directly or not.
    pub fn reach(&self, net: NetId) -> Vec<bool> {
        let mut seen = vec![false; self.direct.len()];
        let mut stack = vec![net];
        while let Some(net) = stack.pop() {
            for dep in &self.direct[net as usize] {
                if !std::mem::replace(&mut seen[*dep as usize], true) {
                    stack.push(*dep);
                }
            }
        }
        seen
    }
}
