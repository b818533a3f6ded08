//! From rust-hdl blocks to modules.
//!
//! [`walk`] reads the hierarchy, [`kernel`] turns a recorded kernel into nets and statements,
//! [`cells`] its leaf cells into registers and memories, [`check`] looks for what hardware
//! cannot be. Structurally equal blocks become one module.

mod cells;
mod check;
mod kernel;
mod tidy;
mod walk;

use crate::error::{Error, Problem, Rule};
use crate::hier::*;
use crate::names::{is_keyword, module_name};
use expether_hdl::prelude::Block;
use expether_hdl::tree::{Field, Recorded, SignalId, Site};
use rustc_hash::FxHashMap;
use walk::{Node, SignalKind};

/// Elaborates a block into its hierarchy of modules. The top module gets this name.
pub fn elaborate(top: &mut dyn Block, name: &str) -> Result<Hierarchy, Error> {
    top.connect_all();
    let Some(root) = walk::walk(top, name) else {
        return Err(Error::Elaboration(vec![Problem {
            rule: Rule::NoKernel,
            block: name.into(),
            signal: String::new(),
            site: None,
            message: "this is no block (an interface or a signal cannot be a top)".into(),
        }]));
    };
    let mut elaborator = Elaborator::default();
    elaborator.module(&root, &root.name, Some(name));
    if elaborator.problems.is_empty() {
        Ok(elaborator.hierarchy)
    } else {
        Err(Error::Elaboration(elaborator.problems))
    }
}

#[derive(Default)]
struct Elaborator {
    hierarchy: Hierarchy,
    /// Modules by their structure, to find equal ones.
    known: FxHashMap<String, ModuleId>,
    names: FxHashMap<String, u32>,
    problems: Vec<Problem>,
}

/// How a kernel may use a signal.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    OwnInput,
    /// An output of its own or a `Local`.
    Driven,
    ChildInput,
    ChildOutput,
    /// An input of a child that no hardware looks at (the reset of a `DataReg`).
    Ignored,
}

/// A signal as its nets.
#[derive(Clone, Debug)]
pub(crate) struct Bundle {
    pub name: String,
    pub role: Role,
    /// (lowest bit in the signal, net), lowest first.
    pub nets: Vec<(u32, NetId)>,
}

/// One block being made into a module.
pub(crate) struct Lowering<'a> {
    pub builder: ModuleBuilder,
    pub signals: FxHashMap<SignalId, Bundle>,
    pub problems: &'a mut Vec<Problem>,
    pub path: &'a str,
}

impl Lowering<'_> {
    pub fn problem(
        &mut self,
        rule: Rule,
        signal: &str,
        site: Option<Site>,
        message: impl Into<String>,
    ) {
        self.problems.push(Problem {
            rule,
            block: self.path.to_string(),
            signal: signal.to_string(),
            site,
            message: message.into(),
        });
    }

    /// Makes the nets of a signal.
    fn declare(&mut self, info: &walk::SignalInfo, prefix: &str, role: Role, kind: NetKind) {
        let mut nets = Vec::new();
        for leaf in &info.leaves {
            let name = format!("{prefix}{}{}", info.name, leaf.suffix);
            let net = self.net(&name, leaf, kind, info.clock);
            nets.push((leaf.low, net));
            if matches!(kind, NetKind::Input | NetKind::Output) {
                self.builder.module.ports.push(net);
            }
        }
        let name = format!("{prefix}{}", info.name);
        self.signals.insert(info.id, Bundle { name, role, nets });
    }

    fn net(&mut self, name: &str, leaf: &Field, kind: NetKind, clock: bool) -> NetId {
        if is_keyword(name) {
            self.problem(
                Rule::NameCollision,
                name,
                None,
                "this name is a Verilog keyword; choose another",
            );
        }
        let net = Net {
            name: name.to_string(),
            width: leaf.width,
            kind,
            clock,
            states: leaf.states.clone(),
        };
        match self.builder.net(net) {
            Some(id) => id,
            None => {
                self.problem(
                    Rule::NameCollision,
                    name,
                    None,
                    "two signals of this block get this Verilog name; rename one",
                );
                self.builder.fresh(name, leaf.width)
            }
        }
    }
}

impl Elaborator {
    fn module(&mut self, node: &Node, path: &str, name: Option<&str>) -> Option<ModuleId> {
        let Some(Recorded::Kernel(kernel)) = &node.recorded else {
            self.problems.push(Problem {
                rule: Rule::NoKernel,
                block: path.to_string(),
                signal: String::new(),
                site: None,
                message: "its update() has no #[kernel], so there is no hardware to make of it"
                    .into(),
            });
            return None;
        };
        let children: Vec<Option<ModuleId>> = node
            .children
            .iter()
            .map(|child| match &child.recorded {
                Some(Recorded::Cell(_)) => None,
                _ => self.module(child, &format!("{path}.{}", child.name), None),
            })
            .collect();
        let base = name.map_or_else(|| module_name(kernel.type_name), str::to_string);
        let mut lowering = Lowering {
            builder: ModuleBuilder::new(base.clone(), kernel.type_name.to_string()),
            signals: FxHashMap::default(),
            problems: &mut self.problems,
            path,
        };
        for info in &node.signals {
            match info.kind {
                SignalKind::Input => lowering.declare(info, "", Role::OwnInput, NetKind::Input),
                SignalKind::Output => lowering.declare(info, "", Role::Driven, NetKind::Output),
                SignalKind::Local => lowering.declare(info, "", Role::Driven, NetKind::Wire),
                SignalKind::Constant => {}
            }
        }
        for (child, module) in node.children.iter().zip(children) {
            match (&child.recorded, module) {
                (Some(Recorded::Cell(cell)), _) => lowering.cell(child, cell),
                (_, Some(module)) => {
                    let prefix = format!("{}_", child.name);
                    let mut ports = Vec::new();
                    for info in &child.signals {
                        let role = match info.kind {
                            SignalKind::Input => Role::ChildInput,
                            SignalKind::Output => Role::ChildOutput,
                            _ => continue,
                        };
                        lowering.declare(info, &prefix, role, NetKind::Wire);
                        let bundle = &lowering.signals[&info.id];
                        ports.extend(bundle.nets.iter().map(|(_, net)| *net));
                    }
                    let name = child.name.clone();
                    lowering.builder.module.instances.push(Instance { name, module, ports });
                }
                _ => {}
            }
        }
        lowering.kernel(kernel);
        let mut module = lowering.builder.module;
        check::driven(&module, &self.hierarchy, path, &mut self.problems);
        tidy::tidy(&mut module, &self.hierarchy);
        check::loops(&mut module, &self.hierarchy, path, &mut self.problems);
        Some(self.merge(module, base))
    }

    /// The module with this structure: an equal one, or this one under a name of its own.
    fn merge(&mut self, mut module: Module, base: String) -> ModuleId {
        let structure = format!("{module:?}");
        if let Some(id) = self.known.get(&structure) {
            return *id;
        }
        let count = self.names.entry(base.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            module.name = format!("{base}_v{count}");
        }
        self.hierarchy.modules.push(module);
        let id = self.hierarchy.modules.len() - 1;
        self.known.insert(structure, id);
        id
    }
}
