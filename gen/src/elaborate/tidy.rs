//! Makes a module read well: single assignments leave the statements, pins that are plain copies
//! become the nets they copy, and what nothing reads goes.

use super::*;

pub(super) fn tidy(module: &mut Module, hierarchy: &Hierarchy) {
    hoist_single_assignments(module);
    drop_dead(module, hierarchy);
    join_copies(module, hierarchy);
}

/// A net with exactly one assignment, outside of any branch, is an `assign`.
fn hoist_single_assignments(module: &mut Module) {
    let mut count = vec![0u32; module.nets.len()];
    module.targets(&mut |net, _| count[net as usize] += 1);
    let body = std::mem::take(&mut module.body);
    for stmt in body {
        match stmt {
            Stmt::Assign { net, value, .. } if count[net as usize] == 1 => {
                module.assigns.push((net, value))
            }
            other => module.body.push(other),
        }
    }
}

/// Drops assignments to nets that nothing reads.
fn drop_dead(module: &mut Module, hierarchy: &Hierarchy) {
    let mut live = vec![false; module.nets.len()];
    let mut queue: Vec<NetId> = Vec::new();
    queue.extend(module.ports.iter().filter(|n| module.net(**n).kind == NetKind::Output));
    for r in &module.registers {
        queue.extend([r.d, r.clock]);
        queue.extend(r.reset.as_ref().map(|(net, _)| *net));
    }
    for m in &module.memories {
        queue.extend([m.clock, m.write_enable, m.write_address, m.read_address]);
        queue.extend(&m.write_data);
        queue.extend(m.read_enable);
    }
    for instance in &module.instances {
        queue.extend(&instance.ports);
    }
    let deps = crate::hier::Dependencies::of(module, hierarchy);
    while let Some(net) = queue.pop() {
        if !std::mem::replace(&mut live[net as usize], true) {
            queue.extend(&deps.direct[net as usize]);
        }
    }
    module.assigns.retain(|(net, _)| live[*net as usize]);
    keep(&mut module.body, &|net| live[net as usize]);
}

/// Pins of cells and children that only copy a net become that net; an output that copies a
/// child's output becomes the net at that child.
fn join_copies(module: &mut Module, hierarchy: &Hierarchy) {
    let mut child_input = vec![false; module.nets.len()];
    let mut child_output = vec![false; module.nets.len()];
    for instance in &module.instances {
        let child = &hierarchy.modules[instance.module];
        for (port, net) in child.ports.iter().zip(&instance.ports) {
            match child.net(*port).kind {
                NetKind::Output => child_output[*net as usize] = true,
                _ => child_input[*net as usize] = true,
            }
        }
    }
    for r in &module.registers {
        for net in
            [Some(r.d), Some(r.clock), r.reset.as_ref().map(|(n, _)| *n)].into_iter().flatten()
        {
            child_input[net as usize] = true;
        }
    }
    for m in &module.memories {
        let pins = [m.clock, m.write_enable, m.write_address, m.read_address];
        for net in pins.into_iter().chain(m.write_data.iter().copied()).chain(m.read_enable) {
            child_input[net as usize] = true;
        }
    }
    let mut same: Vec<NetId> = (0..module.nets.len() as NetId).collect();
    let assigns = std::mem::take(&mut module.assigns);
    for (net, value) in assigns {
        let source = match module.expr(value).op {
            Op::Net(source) => Some(source),
            _ => None,
        };
        let kind = module.net(net).kind;
        match source {
            Some(source) if kind == NetKind::Wire && child_input[net as usize] => {
                same[net as usize] = source
            }
            Some(source)
                if kind == NetKind::Output
                    && child_output[source as usize]
                    && same[source as usize] == source =>
            {
                same[source as usize] = net;
            }
            _ => module.assigns.push((net, value)),
        }
    }
    let resolve = |mut net: NetId| {
        // A chain of copies is no loop: each link was an assignment of its own net.
        for _ in 0..same.len() {
            if same[net as usize] == net {
                break;
            }
            net = same[net as usize];
        }
        net
    };
    for expr in &mut module.exprs {
        if let Op::Net(net) = &mut expr.op {
            *net = resolve(*net);
        }
    }
    for r in &mut module.registers {
        r.d = resolve(r.d);
        r.clock = resolve(r.clock);
        if let Some((net, _)) = &mut r.reset {
            *net = resolve(*net);
        }
    }
    for m in &mut module.memories {
        for net in [&mut m.clock, &mut m.write_enable, &mut m.write_address, &mut m.read_address] {
            *net = resolve(*net);
        }
        m.write_data
            .iter_mut()
            .chain(m.read_enable.iter_mut())
            .chain(m.read_data.iter_mut())
            .for_each(|n| *n = resolve(*n));
    }
    for instance in &mut module.instances {
        instance.ports.iter_mut().for_each(|n| *n = resolve(*n));
    }
}
