//! One elaborated block in all its forms.

use crate::error::Error;
use crate::hier::Hierarchy;
use crate::netlist::Netlist;
use expether_hdl::prelude::Block;

/// A block, elaborated.
#[derive(Clone, Debug)]
pub struct Design {
    name: String,
    hierarchy: Hierarchy,
    netlist: Netlist,
}

impl Design {
    /// Elaborates a block; the top module gets this name. All rules are checked.
    pub fn new(top: &mut dyn Block, name: &str) -> Result<Self, Error> {
        let hierarchy = crate::elaborate::elaborate(top, name)?;
        let netlist = crate::flatten::flatten(&hierarchy)?;
        Ok(Design { name: name.to_string(), hierarchy, netlist })
    }

    /// Name of the top module.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The modules.
    pub fn hierarchy(&self) -> &Hierarchy {
        &self.hierarchy
    }

    /// The flat netlist.
    pub fn netlist(&self) -> &Netlist {
        &self.netlist
    }

    /// Verilog, one file a module, children before parents: (file name, text).
    pub fn verilog(&self) -> Vec<(String, String)> {
        crate::verilog::emit(&self.hierarchy)
    }
}

/// Every registered block and top, in the order of the layers.
pub fn registry() -> Vec<expether_rtl::registry::Entry> {
    expether_rtl::registry::entries()
}

/// Stack for the elaboration: a top with many peers is a large value, and unoptimized code moves it
/// about on the stack.
const STACK_BYTES: usize = 256 << 20;

/// Elaborates the registered block or top of this name, or the instance for a proof.
pub fn elaborate(name: &str) -> Result<Design, Error> {
    elaborate_with(name, None)
}

/// The same; a top with so many peers, if any number is given.
pub fn elaborate_with(name: &str, peers: Option<usize>) -> Result<Design, Error> {
    std::thread::scope(|scope| {
        let work = std::thread::Builder::new().name("elaborate".to_owned()).stack_size(STACK_BYTES);
        let spawned =
            work.spawn_scoped(scope, || elaborate_here(name, peers)).map_err(Error::Thread)?;
        spawned.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn elaborate_here(name: &str, peers: Option<usize>) -> Result<Design, Error> {
    let entries = registry();
    let entry = entries.iter().find(|e| e.name == name);
    let block = match (entry, peers) {
        (Some(entry), Some(peers)) => {
            let size = entry.sizes.iter().find(|(size, _)| *size == peers);
            let none = || Error::Peers {
                name: name.to_string(),
                peers,
                sizes: entry.sizes.iter().map(|(size, _)| *size).collect(),
            };
            Some(size.ok_or_else(none)?.1)
        }
        (entry, _) => entry.map(|e| e.make),
    };
    let proved = || {
        let found = expether_rtl::proof::instances().into_iter().find(|i| i.name == name);
        found.map(|i| i.make)
    };
    match block.or_else(proved) {
        Some(make) => Design::new(make().as_mut(), name),
        None => Err(Error::Unknown {
            name: name.to_string(),
            nearest: nearest(name, entries.iter().map(|e| e.name)),
        }),
    }
}

/// The name with the fewest edits between, if that is few enough to be a slip.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    names
        .map(|n| (edits(name, n), n))
        .min()
        .filter(|(distance, n)| *distance * 3 <= n.len().max(3))
        .map(|(_, n)| n.to_string())
}

/// Levenshtein's distance.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (corner + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}
