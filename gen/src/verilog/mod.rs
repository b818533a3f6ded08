//! Readable Verilog-2005 that means what the Rust says, in any context.
//!
//! Both operands of every operator have the width of its result (or, for comparisons, one
//! width), constants are sized, extensions are written out, and selects stand on names only: so
//! Verilog's context-dependent widths have nothing to change.

mod expr;
mod module;
mod usage;

use crate::hier::Hierarchy;

/// One file a module, children before parents: (file name, text).
pub fn emit(hierarchy: &Hierarchy) -> Vec<(String, String)> {
    hierarchy
        .modules
        .iter()
        .map(|m| (format!("{}.v", m.name), module::emit(m, hierarchy)))
        .collect()
}

/// Words of Verilog-2005 (IEEE 1364-2005, annex B), and of SystemVerilog where tools that read
/// both would trip over them.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

const KEYWORDS: &[&str] = &[
    "always", "and", "assert", "assign", "assume", "automatic", "begin", "bind", "bit", "break", "buf", "bufif0",
    "bufif1", "byte", "case", "casex", "casez", "cell", "chandle", "checker", "class", "clocking", "cmos", "config",
    "const", "constraint", "context", "continue", "cover", "deassign", "default", "defparam", "design", "disable",
    "dist", "do", "edge", "else", "end", "endcase", "endconfig", "endfunction", "endgenerate", "endmodule",
    "endprimitive", "endspecify", "endtable", "endtask", "enum", "event", "expect", "export", "extends", "extern",
    "final", "first_match", "for", "force", "foreach", "forever", "fork", "function", "generate", "genvar", "global",
    "highz0", "highz1", "if", "iff", "ifnone", "import", "incdir", "include", "initial", "inout", "input", "inside",
    "instance", "int", "integer", "interface", "intersect", "join", "large", "let", "liblist", "library", "local",
    "localparam", "logic", "longint", "macromodule", "matches", "medium", "modport", "module", "nand", "negedge",
    "new", "nexttime", "nmos", "nor", "noshowcancelled", "not", "notif0", "notif1", "null", "or", "output", "package",
    "packed", "parameter", "pmos", "posedge", "primitive", "priority", "program", "property", "protected", "pull0",
    "pull1", "pulldown", "pullup", "pulsestyle_ondetect", "pulsestyle_onevent", "pure", "rand", "randc", "rcmos",
    "real", "realtime", "ref", "reg", "release", "repeat", "restrict", "return", "rnmos", "rpmos", "rtran", "rtranif0",
    "rtranif1", "scalared", "sequence", "shortint", "shortreal", "showcancelled", "signed", "small", "solve",
    "specify", "specparam", "static", "string", "strong", "strong0", "strong1", "struct", "super", "supply0",
    "supply1", "table", "tagged", "task", "this", "throughout", "time", "timeprecision", "timeunit", "tran",
    "tranif0", "tranif1", "tri", "tri0", "tri1", "triand", "trior", "trireg", "type", "typedef", "union", "unique",
    "unsigned", "until", "use", "uwire", "var", "vectored", "virtual", "void", "wait", "wait_order", "wand", "weak",
    "weak0", "weak1", "while", "wildcard", "wire", "with", "within", "wor", "xnor", "xor",
];

#[cfg(test)]
mod tests {
    #[test]
    #[allow(non_snake_case)]
    fn keywords__are_sorted_for_the_search() {
        assert!(super::KEYWORDS.is_sorted());
        assert!(super::is_keyword("reg") && !super::is_keyword("register"));
    }
}
