//! rust-hdl's hierarchy, walked once: the only part of the back end that knows rust-hdl.

use expether_hdl::prelude::*;
use expether_hdl::tree::{fields_of, record, Field, Recorded, SignalId};

/// A block with its signals and children, in declaration order.
pub struct Node {
    /// Field name in the parent; elements of arrays are `name_i`.
    pub name: String,
    pub recorded: Option<Recorded>,
    pub signals: Vec<SignalInfo>,
    pub children: Vec<Node>,
}

/// A signal of a block.
pub struct SignalInfo {
    pub id: SignalId,
    /// Field names, from the block's own down.
    pub name: String,
    pub kind: SignalKind,
    pub clock: bool,
    /// The signal itself, or its fields, lowest first.
    pub leaves: Vec<Field>,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum SignalKind {
    Input,
    Output,
    Local,
    Constant,
}

/// Walks a block whose `connect_all()` has run.
pub fn walk(top: &dyn Block, name: &str) -> Option<Node> {
    let mut walker = Walker { open: Vec::new(), namespaces: Vec::new(), done: None };
    top.accept(name, &mut walker);
    walker.done
}

struct Walker {
    open: Vec<Node>,
    namespaces: Vec<String>,
    done: Option<Node>,
}

fn identifier(name: &str) -> String {
    name.replace('$', "_")
}

impl Probe for Walker {
    fn visit_start_scope(&mut self, name: &str, node: &dyn Block) {
        self.open.push(Node {
            name: identifier(name),
            recorded: record(node),
            signals: Vec::new(),
            children: Vec::new(),
        });
    }

    fn visit_end_scope(&mut self, _name: &str, _node: &dyn Block) {
        if let Some(node) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(node),
                None => self.done = Some(node),
            }
        }
    }

    fn visit_start_namespace(&mut self, name: &str, _node: &dyn Block) {
        self.namespaces.push(identifier(name));
    }

    fn visit_end_namespace(&mut self, _name: &str, _node: &dyn Block) {
        self.namespaces.pop();
    }

    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        let Some(node) = self.open.last_mut() else { return };
        let descriptor = signal.descriptor();
        let leaves = fields_of(&descriptor);
        // The payload of a stream adds no name of its own to its fields.
        let mut path = self.namespaces.clone();
        if name != "payload" || leaves.len() == 1 || path.is_empty() {
            path.push(identifier(name));
        }
        node.signals.push(SignalInfo {
            id: signal.id(),
            name: path.join("_"),
            kind: match signal.kind() {
                AtomKind::InputParameter => SignalKind::Input,
                AtomKind::OutputParameter => SignalKind::Output,
                AtomKind::Constant => SignalKind::Constant,
                _ => SignalKind::Local,
            },
            clock: descriptor.name == "clock",
            leaves,
        });
    }
}
