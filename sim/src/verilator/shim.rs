//! The C++ side: one thin C interface over the class that Verilator makes.

use super::Spec;
use std::fmt::Write;

/// Entry points, all `extern "C"`. A tick raises all clocks of the set at one instant. The
/// falling edge is evaluated together with the inputs of the next cycle, as a careful bench
/// would: two evaluations a cycle and no more.
pub fn source(spec: &Spec, trace: bool) -> String {
    let mut ports = String::new();
    for (i, p) in spec.inputs.iter().chain(&spec.outputs).enumerate() {
        let _ = writeln!(ports, "        case {i}: return &m->top->{};", member(&p.name));
    }
    let mut raise = String::new();
    let mut lower = String::new();
    for (i, c) in spec.clocks.iter().enumerate() {
        let _ = writeln!(raise, "    if (set >> {i} & 1) m->top->{} = 1;", member(c));
        let _ = writeln!(lower, "    m->top->{} = 0;", member(c));
    }
    let trace_define = if trace { "#define EXPETHER_TRACE 1\n" } else { "" };
    format!(
        r#"// The C interface of one top; made by the simulator.
{trace_define}#include "Vtop.h"
#include "verilated.h"
#ifdef EXPETHER_TRACE
#include "verilated_fst_c.h"
#endif
#include <cstdint>
#include <memory>

namespace {{
struct Model {{
    std::unique_ptr<VerilatedContext> context;
    std::unique_ptr<Vtop> top;
    bool high = false;  // some clock is high still
#ifdef EXPETHER_TRACE
    std::unique_ptr<VerilatedFstC> trace;
#endif
}};

void dump(Model* m) {{
    m->context->timeInc(1);
#ifdef EXPETHER_TRACE
    if (m->trace) m->trace->dump(m->context->time());
#else
    (void)m;
#endif
}}

void lower(Model* m) {{
{lower}    m->high = false;
}}
}}  // namespace

extern "C" {{

// reset 0: everything zero; 2: random from the seed (1 to 2^31 - 1).
Model* expether_create(int reset, int seed) {{
    auto m = new Model;
    m->context.reset(new VerilatedContext);
    m->context->randReset(reset);
    m->context->randSeed(seed);
#ifdef EXPETHER_TRACE
    m->context->traceEverOn(true);
#endif
    m->top.reset(new Vtop(m->context.get(), "top"));
    lower(m);
    return m;
}}

void expether_destroy(Model* m) {{
    m->top->final();
#ifdef EXPETHER_TRACE
    if (m->trace) m->trace->close();
#endif
    delete m;
}}

void* expether_port(Model* m, uint32_t port) {{
    switch (port) {{
{ports}        default: return nullptr;
    }}
}}

void expether_eval(Model* m) {{
    if (m->high) lower(m);
    m->top->eval();
    dump(m);
}}

void expether_tick(Model* m, uint32_t set) {{
    if (m->high) {{
        lower(m);
        m->top->eval();
    }}
{raise}    m->top->eval();
    m->high = true;
    dump(m);
}}

int expether_trace(Model* m, const char* path) {{
#ifdef EXPETHER_TRACE
    m->trace.reset(new VerilatedFstC);
    m->top->trace(m->trace.get(), 99);
    m->trace->open(path);
    return m->trace->isOpen() ? 0 : 1;
#else
    (void)m;
    (void)path;
    return 2;
#endif
}}

}}  // extern "C"
"#
    )
}

/// Verilator's name of a port's member: two underscores in a row are spelt out.
fn member(name: &str) -> String {
    name.replace("__", "___05F")
}
