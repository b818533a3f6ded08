//! What hardware cannot be: undriven nets, latches, loops within a cycle.

use super::*;
use crate::hier::Dependencies;

/// Every net that should have a driver has one, on every path.
pub(super) fn driven(
    module: &Module,
    hierarchy: &Hierarchy,
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let mut has_driver = vec![false; module.nets.len()];
    let mut first_site = vec![None; module.nets.len()];
    for (id, net) in module.nets.iter().enumerate() {
        has_driver[id] = net.kind == NetKind::Input;
    }
    for (net, _) in &module.assigns {
        has_driver[*net as usize] = true;
    }
    for register in &module.registers {
        has_driver[register.q as usize] = true;
    }
    for memory in &module.memories {
        for net in &memory.read_data {
            has_driver[*net as usize] = true;
        }
    }
    for instance in &module.instances {
        let child = &hierarchy.modules[instance.module];
        for (port, net) in child.ports.iter().zip(&instance.ports) {
            has_driver[*net as usize] |= child.net(*port).kind == NetKind::Output;
        }
    }
    module.targets(&mut |net, site| {
        first_site[net as usize].get_or_insert(site);
    });
    for (id, net) in module.nets.iter().enumerate() {
        let problem = |rule, site, message: &str| Problem {
            rule,
            block: path.to_string(),
            signal: net.name.clone(),
            site,
            message: message.to_string(),
        };
        match first_site[id] {
            None if !has_driver[id] => {
                problems.push(problem(
                    Rule::Undriven,
                    None,
                    "nothing drives it; assign it in this kernel",
                ));
            }
            Some(site) if !always_assigned(&module.body, id as NetId) => {
                let message = "not assigned on every path, which would be a latch; give it a value before the `if` or `match`";
                problems.push(problem(Rule::Latch, Some(site), message));
            }
            _ => {}
        }
    }
}

fn always_assigned(stmts: &[Stmt], target: NetId) -> bool {
    stmts.iter().any(|stmt| match stmt {
        Stmt::Assign { net, .. } => *net == target,
        Stmt::If { then, otherwise, .. } => {
            always_assigned(then, target) && always_assigned(otherwise, target)
        }
        Stmt::Case { arms, .. } => arms.iter().all(|(_, body)| always_assigned(body, target)),
    })
}

/// No net depends on itself within a cycle; and the paths through the module.
pub(super) fn loops(
    module: &mut Module,
    hierarchy: &Hierarchy,
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let deps = Dependencies::of(module, hierarchy);
    let cycle = deps.first_loop();
    if let Some(first) = cycle.first() {
        let names: Vec<&str> = cycle.iter().map(|n| module.net(*n).name.as_str()).collect();
        problems.push(Problem {
            rule: Rule::CombinationalLoop,
            block: path.to_string(),
            signal: module.net(*first).name.clone(),
            site: None,
            message: format!(
                "depends on itself within a cycle: {} <- {}",
                names.join(" <- "),
                names[0]
            ),
        });
        return;
    }
    for (to, output) in module.ports.iter().enumerate() {
        if module.net(*output).kind != NetKind::Output {
            continue;
        }
        let reach = deps.reach(*output);
        for (from, input) in module.ports.iter().enumerate() {
            if module.net(*input).kind == NetKind::Input && reach[*input as usize] {
                module.paths.push((from, to));
            }
        }
    }
}
