//! Machine code of a program, made in memory by Cranelift.

use super::cheap::cheap_words;
use super::layout::{reaches_only, Layout, Slot};
use super::outline;
use super::schedule::{Program, Stmt};
use super::words::{mask, WordGraph, WordOp, W};
use super::Pass;
use crate::SimError;
use cranelift::codegen::ir::BlockArg;
use cranelift::prelude::*;
use cranelift_jit::{JITBuilder, JITModule};
use cranelift_module::{FuncId, Linkage, Module};

/// Machine code, freed when dropped.
pub struct Jit {
    module: Option<JITModule>,
    /// Entry points, in the order of the programs.
    pub passes: Vec<Pass>,
}

impl Drop for Jit {
    fn drop(&mut self) {
        if let Some(module) = self.module.take() {
            // SAFETY: the passes are reachable only through this value and are called only
            // while it lives.
            unsafe { module.free_memory() };
        }
    }
}

fn failed(e: impl std::fmt::Display) -> SimError {
    SimError::Compile { what: "machine code", message: e.to_string() }
}

impl Jit {
    /// Compiles programs over one layout.
    pub fn compile(layout: &Layout, programs: &[Program]) -> Result<Self, SimError> {
        let mut flags = settings::builder();
        for (name, value) in [
            ("opt_level", "speed"),
            ("enable_verifier", if cfg!(debug_assertions) { "true" } else { "false" }),
            ("enable_alias_analysis", "false"),
            ("is_pic", "false"),
            ("preserve_frame_pointers", "false"),
        ] {
            flags.set(name, value).map_err(failed)?;
        }
        let isa = cranelift_native::builder().map_err(failed)?;
        let isa = isa.finish(settings::Flags::new(flags)).map_err(failed)?;
        let mut module =
            JITModule::new(JITBuilder::with_isa(isa, cranelift_module::default_libcall_names()));
        let frontend = module.target_config();
        let pointer = frontend.pointer_type();
        let mut context = module.make_context();
        let mut functions = FunctionBuilderContext::new();
        let mut ids = Vec::new();
        for (i, program) in programs.iter().enumerate() {
            let graph = &program.graph;
            let cheap = cheap_words(program, layout.slots.len());
            let is_cut_up = outline::statements(&program.body) >= outline::LEAST_PROGRAM;
            let mut signature = module.make_signature();
            signature.params.extend([AbiParam::new(pointer); 2]);
            let id = module
                .declare_function(&format!("pass{i}"), Linkage::Export, &signature)
                .map_err(failed)?;
            ids.push(id);
            // The pass, and what is called by what was compiled before.
            let mut todo = vec![Outlined { id, body: &program.body, arguments: Vec::new() }];
            while let Some(function) = todo.pop() {
                let parameters = if function.arguments.is_empty() { 2 } else { 3 };
                context.func.signature.params.extend(vec![AbiParam::new(pointer); parameters]);
                let mut b = FunctionBuilder::new(&mut context.func, &mut functions);
                let entry = b.create_block();
                b.append_block_params_for_function_params(entry);
                b.switch_to_block(entry);
                b.seal_block(entry);
                let given = b.block_params(entry).to_vec();
                let mut argument_at = vec![None; graph.words.len()];
                for (at, w) in function.arguments.iter().enumerate() {
                    argument_at[w.0 as usize] = Some(8 * at as i32);
                }
                let mut e = Emitter {
                    b,
                    graph,
                    layout,
                    state: given[0],
                    tables: given[1],
                    arguments: given.get(2).copied(),
                    argument_at,
                    values: vec![None; graph.words.len()],
                    cheap: &cheap,
                    near: vec![None; graph.words.len()],
                    module: &mut module,
                    pointer,
                    is_cut_up,
                    outlined: Vec::new(),
                    failure: None,
                };
                e.program(function.body);
                e.b.ins().return_(&[]);
                e.b.finalize(frontend);
                if let Some(error) = e.failure {
                    return Err(error);
                }
                todo.extend(e.outlined);
                module
                    .define_function(function.id, &mut context)
                    .map_err(|e| failed(format!("{e:?}")))?;
                module.clear_context(&mut context);
            }
        }
        module.finalize_definitions().map_err(failed)?;
        let passes = ids
            .iter()
            .map(|id| {
                let code = module.get_finalized_function(*id);
                // SAFETY: the function was compiled just now with exactly this signature.
                unsafe { std::mem::transmute::<*const u8, Pass>(code) }
            })
            .collect();
        Ok(Self { module: Some(module), passes })
    }
}

/// A part of a pass in a function of its own; words computed outside of it are its arguments, by
/// way of memory.
struct Outlined<'a> {
    id: FuncId,
    body: &'a [Stmt],
    arguments: Vec<W>,
}

struct Emitter<'a, 'f> {
    b: FunctionBuilder<'f>,
    graph: &'a WordGraph,
    layout: &'a Layout,
    state: Value,
    tables: Value,
    values: Vec<Option<Value>>,
    /// Words that are computed where they are used, once in each basic block: that is no dearer
    /// than keeping them on the stack, and often cheaper. See [`cheap_words`].
    cheap: &'a [bool],
    near: Vec<Option<(Block, Value)>>,
    /// Where the arguments are, and each one's offset there.
    arguments: Option<Value>,
    argument_at: Vec<Option<i32>>,
    module: &'f mut JITModule,
    pointer: Type,
    is_cut_up: bool,
    outlined: Vec<Outlined<'a>>,
    failure: Option<SimError>,
}

/// One bit is a byte, everything else a 64-bit register.
fn kind(width: u32) -> Type {
    if width == 1 {
        types::I8
    } else {
        types::I64
    }
}

impl<'a> Emitter<'a, '_> {
    fn flags(&self) -> MemFlagsData {
        MemFlagsData::trusted()
    }

    fn program(&mut self, program: &'a [Stmt]) {
        for stmt in program {
            match stmt {
                Stmt::Let(w) if self.is_near(*w) => {}
                Stmt::Let(w) => {
                    let value = self.word(*w);
                    self.values[w.0 as usize] = Some(value);
                }
                Stmt::If { condition, then, otherwise, phis } => {
                    self.branch(*condition, then, otherwise, phis);
                }
                Stmt::Store(slot, w) => {
                    let slot = self.layout.slot(*slot);
                    self.store(*w, slot, None);
                }
                Stmt::MemStore { memory, address, data } => self.mem_store(*memory, *address, data),
            }
        }
    }

    fn branch(
        &mut self,
        condition: W,
        then: &'a [Stmt],
        otherwise: &'a [Stmt],
        phis: &[(W, W, W)],
    ) {
        let (mut then, mut otherwise) = (then, otherwise);
        let mut condition = condition;
        let mut swapped = false;
        while let WordOp::Not(x) = self.graph.word(condition).op {
            condition = x;
            std::mem::swap(&mut then, &mut otherwise);
            swapped = !swapped;
        }
        let c = self.any_kind(condition);
        let (one, zero, join) =
            (self.b.create_block(), self.b.create_block(), self.b.create_block());
        for (w, _, _) in phis {
            self.b.append_block_param(join, kind(self.graph.width(*w)));
        }
        self.b.ins().brif(c, one, &[], zero, &[]);
        for (block, stmts, second) in [(one, then, swapped), (zero, otherwise, !swapped)] {
            self.b.switch_to_block(block);
            self.b.seal_block(block);
            match self.outline(stmts) {
                Some(arguments) if phis.is_empty() => self.call(stmts, arguments),
                _ => self.program(stmts),
            }
            let args: Vec<BlockArg> = phis
                .iter()
                .map(|(w, a, b)| {
                    let value =
                        self.typed(if second { *b } else { *a }, kind(self.graph.width(*w)));
                    BlockArg::Value(value)
                })
                .collect();
            self.b.ins().jump(join, &args);
        }
        self.b.switch_to_block(join);
        self.b.seal_block(join);
        for (i, (w, _, _)) in phis.iter().enumerate() {
            self.values[w.0 as usize] = Some(self.b.block_params(join)[i]);
        }
    }

    /// The arguments of an arm that is worth a function of its own.
    fn outline(&self, body: &[Stmt]) -> Option<Vec<W>> {
        if !self.is_cut_up {
            return None;
        }
        let statements = outline::statements(body);
        if statements < outline::LEAST_STATEMENTS {
            return None;
        }
        let is_here = |w: &W| {
            let i = w.0 as usize;
            self.values[i].is_some() || self.argument_at[i].is_some()
        };
        let used = outline::used(self.graph, self.cheap, body);
        let arguments: Vec<W> = used.into_iter().filter(is_here).collect();
        (statements >= outline::LEAST_PER_ARGUMENT * arguments.len()).then_some(arguments)
    }

    /// Calls a part that becomes a function of its own.
    fn call(&mut self, body: &'a [Stmt], arguments: Vec<W>) {
        let mut signature = self.module.make_signature();
        let parameters = if arguments.is_empty() { 2 } else { 3 };
        signature.params.extend(vec![AbiParam::new(self.pointer); parameters]);
        let id = match self.module.declare_anonymous_function(&signature) {
            Ok(id) => id,
            Err(error) => {
                self.failure = Some(failed(error));
                return;
            }
        };
        let mut given = vec![self.state, self.tables];
        if !arguments.is_empty() {
            let size = 8 * arguments.len() as u32;
            let data = StackSlotData::new(StackSlotKind::ExplicitSlot, size, 3);
            let slot = self.b.create_sized_stack_slot(data);
            for (at, w) in arguments.iter().enumerate() {
                let value = self.any_kind(*w);
                self.b.ins().stack_store(self.pointer, value, slot, 8 * at as i32);
            }
            given.push(self.b.ins().stack_addr(self.pointer, slot, 0));
        }
        let function = self.module.declare_func_in_func(id, self.b.func);
        self.b.ins().call(function, &given);
        self.outlined.push(Outlined { id, body, arguments });
    }

    /// A word computed outside of this function, if it is one.
    fn argument(&mut self, w: W) -> Option<Value> {
        let (base, at) = (self.arguments?, self.argument_at[w.0 as usize]?);
        let block = self.b.current_block();
        match self.near[w.0 as usize] {
            Some((b, v)) if Some(b) == block => Some(v),
            _ => {
                let (ty, flags) = (kind(self.graph.width(w)), self.flags());
                let value = self.b.ins().load(ty, flags, base, at);
                self.near[w.0 as usize] = block.map(|b| (b, value));
                Some(value)
            }
        }
    }

    fn constant(&mut self, ty: Type, value: u64) -> Value {
        let value = if ty == types::I8 { value & 0xFF } else { value };
        self.b.ins().iconst(ty, value as i64)
    }

    /// The value in the kind of its own width.
    fn any_kind(&mut self, w: W) -> Value {
        let word = self.graph.word(w);
        if let WordOp::Const(v) = word.op {
            return self.constant(kind(word.width), v);
        }
        if self.is_near(w) {
            let block = self.b.current_block();
            match self.near[w.0 as usize] {
                Some((b, v)) if Some(b) == block => return v,
                _ => {
                    let v = self.word(w);
                    self.near[w.0 as usize] = block.map(|b| (b, v));
                    return v;
                }
            }
        }
        if let Some(argument) = self.argument(w) {
            return argument;
        }
        match self.values[w.0 as usize] {
            Some(v) => v,
            // The scheduler puts every word before its users; see its assertion.
            None => unreachable!("word {w:?} ({:?}) used before it is computed", word.op),
        }
    }

    fn is_near(&self, w: W) -> bool {
        self.cheap[w.0 as usize]
    }

    fn typed(&mut self, w: W, ty: Type) -> Value {
        if let Some(v) = self.graph.as_const(w) {
            return self.constant(ty, v);
        }
        let v = self.any_kind(w);
        let have = self.b.func.dfg.value_type(v);
        if have == ty {
            v
        } else if ty == types::I8 {
            self.b.ins().ireduce(ty, v)
        } else {
            self.b.ins().uextend(ty, v)
        }
    }

    fn wide(&mut self, w: W) -> Value {
        self.typed(w, types::I64)
    }

    /// Cuts a 64-bit value to a width.
    fn cut(&mut self, v: Value, width: u32) -> Value {
        match width {
            1 => {
                let v = self.b.ins().ireduce(types::I8, v);
                self.b.ins().band_imm_u(v, 1)
            }
            64 => v,
            8 | 16 | 32 => {
                let ty = Type::int(width as u16).unwrap_or(types::I64);
                let v = self.b.ins().ireduce(ty, v);
                self.b.ins().uextend(types::I64, v)
            }
            _ => {
                let m = self.constant(types::I64, mask(width));
                self.b.ins().band(v, m)
            }
        }
    }

    fn compare(&mut self, cc: IntCC, a: W, b: W) -> Value {
        let narrow = self.graph.width(a) == 1 && self.graph.width(b) == 1;
        let ty = if narrow { types::I8 } else { types::I64 };
        let (a, b) = (self.typed(a, ty), self.typed(b, ty));
        self.b.ins().icmp(cc, a, b)
    }

    fn zero_test(&mut self, cc: IntCC, a: W) -> Value {
        let a = self.any_kind(a);
        let ty = self.b.func.dfg.value_type(a);
        let zero = self.constant(ty, 0);
        self.b.ins().icmp(cc, a, zero)
    }

    fn word(&mut self, w: W) -> Value {
        let word = self.graph.word(w);
        let (width, ty) = (word.width, kind(word.width));
        match word.op {
            WordOp::Const(v) => self.constant(ty, v),
            WordOp::Load(slot) => {
                let slot = self.layout.slot(slot);
                let offset = slot.offset as i32;
                let (flags, state) = (self.flags(), self.state);
                match (ty, slot.bytes) {
                    (types::I8, _) => self.b.ins().load(types::I8, flags, state, offset),
                    (_, bytes) => self.load(state, offset, bytes),
                }
            }
            WordOp::MemLoad { memory, address, part } => self.mem_load(memory, address, part, ty),
            WordOp::And(a, b) => {
                let (a, b) = (self.typed(a, ty), self.typed(b, ty));
                self.b.ins().band(a, b)
            }
            WordOp::Or(a, b) => {
                let (a, b) = (self.typed(a, ty), self.typed(b, ty));
                self.b.ins().bor(a, b)
            }
            WordOp::Xor(a, b) => {
                let (a, b) = (self.typed(a, ty), self.typed(b, ty));
                self.b.ins().bxor(a, b)
            }
            WordOp::Not(a) if width == 1 => match self.graph.word(a).op {
                WordOp::NonZero(x) => self.zero_test(IntCC::Equal, x),
                WordOp::Eq(x, y) => self.compare(IntCC::NotEqual, x, y),
                WordOp::Ult(x, y) => self.compare(IntCC::UnsignedGreaterThanOrEqual, x, y),
                _ => {
                    let a = self.typed(a, ty);
                    self.b.ins().bxor_imm_u(a, 1)
                }
            },
            WordOp::Not(a) => {
                let a = self.typed(a, ty);
                if width == 64 {
                    return self.b.ins().bnot(a);
                }
                let m = self.constant(ty, mask(width));
                self.b.ins().bxor(a, m)
            }
            WordOp::Add(a, b) => {
                let (a, b) = (self.wide(a), self.wide(b));
                let v = self.b.ins().iadd(a, b);
                self.cut(v, width)
            }
            WordOp::Sub(a, b) => {
                let (a, b) = (self.wide(a), self.wide(b));
                let v = self.b.ins().isub(a, b);
                self.cut(v, width)
            }
            WordOp::Mul(a, b) => {
                let (a, b) = (self.wide(a), self.wide(b));
                let v = self.b.ins().imul(a, b);
                self.cut(v, width)
            }
            WordOp::MulHigh(a, b) => {
                let (a, b) = (self.wide(a), self.wide(b));
                let v = self.b.ins().umulhi(a, b);
                self.cut(v, width)
            }
            WordOp::Eq(a, b) => self.compare(IntCC::Equal, a, b),
            WordOp::Ult(a, b) => self.compare(IntCC::UnsignedLessThan, a, b),
            WordOp::NonZero(a) => self.zero_test(IntCC::NotEqual, a),
            WordOp::Parity(a) => {
                let a = self.wide(a);
                let ones = self.b.ins().popcnt(a);
                self.cut(ones, 1)
            }
            WordOp::Shl(a, n) => self.shift(a, n, width, true),
            WordOp::Shr(a, n) => self.shift(a, n, width, false),
            WordOp::ShlConst(a, n) => {
                let cut = self.graph.width(a) + n > width;
                let a = self.wide(a);
                let v = self.b.ins().ishl_imm_u(a, i64::from(n));
                if cut || ty == types::I8 {
                    self.cut(v, width)
                } else {
                    v
                }
            }
            WordOp::Extract(a, low) => self.extract(a, low, width),
            WordOp::Mux(mut c, mut a, mut b) => {
                while let WordOp::Not(x) = self.graph.word(c).op {
                    c = x;
                    std::mem::swap(&mut a, &mut b);
                }
                let c = self.any_kind(c);
                let (a, b) = (self.typed(a, ty), self.typed(b, ty));
                self.b.ins().select(c, a, b)
            }
            WordOp::Table { table, index } => {
                let (offset, bytes) = self.graph.tables.entries[table as usize];
                let index = self.wide(index);
                let scaled = self.b.ins().ishl_imm_u(index, i64::from(bytes.trailing_zeros()));
                let at = self.b.ins().iadd(self.tables, scaled);
                let v = self.load(at, offset as i32, bytes);
                if ty == types::I8 {
                    self.cut(v, 1)
                } else {
                    v
                }
            }
        }
    }

    /// Bytes from memory, zero-extended to 64 bits.
    fn load(&mut self, base: Value, offset: i32, bytes: u32) -> Value {
        let flags = self.flags();
        match bytes {
            1 => self.b.ins().uload8(types::I64, flags, base, offset),
            2 => self.b.ins().uload16(types::I64, flags, base, offset),
            4 => self.b.ins().uload32(flags, base, offset),
            _ => self.b.ins().load(types::I64, flags, base, offset),
        }
    }

    fn store(&mut self, w: W, slot: Slot, base: Option<Value>) {
        let (flags, offset) = (self.flags(), slot.offset as i32);
        let base = base.unwrap_or(self.state);
        let v = if slot.bytes == 1 && slot.width == 1 {
            self.typed(w, types::I8)
        } else {
            self.wide(w)
        };
        match (slot.width, slot.bytes) {
            (1, 1) | (_, 8) => self.b.ins().store(flags, v, base, offset),
            (_, 1) => self.b.ins().istore8(flags, v, base, offset),
            (_, 2) => self.b.ins().istore16(flags, v, base, offset),
            _ => self.b.ins().istore32(flags, v, base, offset),
        };
    }

    fn extract(&mut self, a: W, low: u32, width: u32) -> Value {
        let have = self.graph.width(a);
        if have == 1 {
            return self.typed(a, kind(width));
        }
        let v = self.wide(a);
        let v = if low == 0 { v } else { self.b.ins().ushr_imm_u(v, i64::from(low)) };
        if width == 1 && low + 1 == have {
            self.b.ins().ireduce(types::I8, v)
        } else if low + width >= have {
            v
        } else {
            self.cut(v, width)
        }
    }

    fn shift(&mut self, a: W, n: W, width: u32, left: bool) -> Value {
        let amount_width = self.graph.width(n);
        let (v, n) = (self.wide(a), self.wide(n));
        let shifted = if left { self.b.ins().ishl(v, n) } else { self.b.ins().ushr(v, n) };
        // The machine takes the amount modulo 64.
        let all = if amount_width <= 6 {
            shifted
        } else {
            let limit = self.constant(types::I64, 64);
            let zero = self.constant(types::I64, 0);
            let fits = self.b.ins().icmp(IntCC::UnsignedLessThan, n, limit);
            self.b.ins().select(fits, shifted, zero)
        };
        if left || width == 1 {
            self.cut(all, width)
        } else {
            all
        }
    }

    /// Byte address of a memory's row, less the offset of the memory.
    fn row(&mut self, address: Value, stride: u32) -> Value {
        let bytes = if stride.is_power_of_two() {
            self.b.ins().ishl_imm_u(address, i64::from(stride.trailing_zeros()))
        } else {
            let stride = self.constant(types::I64, u64::from(stride));
            self.b.ins().imul(address, stride)
        };
        self.b.ins().iadd(self.state, bytes)
    }

    fn mem_load(&mut self, memory: u32, address: W, part: u32, ty: Type) -> Value {
        let m = self.layout.memories[memory as usize];
        let always = reaches_only(self.graph.width(address), m.rows);
        let mut at = self.wide(address);
        let zero = self.constant(types::I64, 0);
        let mut inside = None;
        if !always {
            let rows = self.constant(types::I64, u64::from(m.rows));
            let fits = self.b.ins().icmp(IntCC::UnsignedLessThan, at, rows);
            at = self.b.ins().select(fits, at, zero);
            inside = Some(fits);
        }
        let at = self.row(at, m.stride);
        let mut v = self.load(at, (m.offset + part * 8) as i32, m.part_bytes());
        if let Some(inside) = inside {
            v = self.b.ins().select(inside, v, zero);
        }
        if ty == types::I8 {
            v = self.b.ins().ireduce(types::I8, v);
        }
        v
    }

    fn mem_store(&mut self, memory: u32, address: W, data: &[W]) {
        let m = self.layout.memories[memory as usize];
        let at = self.wide(address);
        let mut join = None;
        if !reaches_only(self.graph.width(address), m.depth) {
            let depth = self.constant(types::I64, u64::from(m.depth));
            let fits = self.b.ins().icmp(IntCC::UnsignedLessThan, at, depth);
            let (inside, after) = (self.b.create_block(), self.b.create_block());
            self.b.ins().brif(fits, inside, &[], after, &[]);
            self.b.switch_to_block(inside);
            self.b.seal_block(inside);
            join = Some(after);
        }
        let base = self.row(at, m.stride);
        for (i, w) in data.iter().enumerate() {
            let part = i as u32;
            let slot = super::layout::memory_slot(&m, 0, part);
            self.store(*w, slot, Some(base));
        }
        if let Some(after) = join {
            self.b.ins().jump(after, &[]);
            self.b.switch_to_block(after);
            self.b.seal_block(after);
        }
    }
}
