//! What is not translated is refused at its place, in a sentence that says what to write.

use syn::ItemFn;

/// Refusal of a kernel with these statements: (message, source text it points at).
fn refusals(statements: &str) -> Vec<(String, String)> {
    let source = format!("fn update(&mut self) {{ {statements} }}");
    let function: ItemFn = syn::parse_str(&source).expect("the test's kernel parses");
    match crate::method(&function) {
        Ok(_) => Vec::new(),
        Err(errors) => errors
            .into_iter()
            .map(|e| (e.to_string(), e.span().source_text().unwrap_or_default()))
            .collect(),
    }
}

fn refused(statements: &str, at: &str, advice: &str) {
    let found = refusals(statements);
    assert_eq!(found.len(), 1, "{statements}: {found:?}");
    let (message, text) = &found[0];
    assert!(message.contains(advice), "{statements}: {message}");
    assert_eq!(text, at, "{statements}: {message}");
}

#[test]
fn kernel__what_is_hardware__is_accepted() {
    for fine in [
        "self.y.next = self.a.val() + 1;",
        "clocked!(self, a, b);",
        "clocked!(self, clock = rx_clock, reset = rx_reset, a);",
        "let mut x = self.a.val(); for i in 0..N { x = x ^ (self.a.val() >> i as u64); } self.y.next = x;",
        "match self.s.val() { State::A | State::B => self.y.next = true, _ => {} }",
        "self.y.next = match self.s.val() { true => bits(1), false => bits(2) };",
        "StreamOut::join(&mut self.a.out, &mut self.b.inp);",
        "self.y.next = if N > 3 { self.a.val() } else { bits(0) };",
        "self.y.next.field = cat!(self.a.val(), true);",
    ] {
        assert_eq!(refusals(fine), [], "{fine}");
    }
}

#[test]
fn kernel__what_is_not__is_refused_where_it_stands() {
    refused(
        "match self.s.val() { State::A if self.go.val() => {} _ => {} }",
        "self.go.val()",
        "write an `if` inside the arm",
    );
    refused("match self.s.val() { x => self.y.next = x }", "x", "enum variants");
    refused("match self.s.val() { State::A | _ => {} }", "State::A | _", "write `_` alone");
    refused("let x = self.a.val() as u16;", "self.a.val() as u16", "bit_cast::<TO, FROM>(x)");
    refused("while self.go.val() {}", "while", "unrolled");
    refused("loop {}", "loop", "unrolled");
    refused("if self.go.val() { return; }", "return", "use `if`/`else`");
    refused("let mut x = self.a.val(); x += 1;", "x += 1", "write `x = x + …`");
    refused("if let State::A = self.s.val() {}", "let State::A = self.s.val()", "use `match`");
    refused("let (a, b) = (self.a.val(), 1);", "(a, b)", "LogicStruct");
    refused("let x;", "let x;", "at once");
    refused("let f = |x| x + self.a.val();", "|x| x + self.a.val()", "docs/kernel.md");
    refused("self.y.next = self.a.val() / 3;", "self.a.val() / 3", "shift by a constant");
    refused("self.y.next = self.a.val()[3];", "self.a.val()[3]", "get_bit(i)");
    refused("self.y.next = self.a.val().count_ones();", "count_ones", "have val, get_bit");
    refused("self.y.next = Self::f(self.a.val());", "Self::f", "free function with #[kernel]");
    refused("self.y.next = Beat { data: self.a.val(), ..rest };", "rest", "name every field");
    refused(
        "self.y.next = if self.go.val() { self.z.next = true; bits(1) } else { bits(2) };",
        "self.z.next = true;",
        "assign signals in a statement",
    );
    refused(
        "self.y.next = if self.go.val() { bits(1) };",
        "if self.go.val() { bits(1) }",
        "needs an `else`",
    );
    refused("self.y = self.a.val();", "self.y", "assign to `signal.next`");
    refused("for i in 0..self.a.val() {}", "0..self.a.val()", "range is constant");
    refused("println!(\"x\");", "println", "the only macro");
    refused("self.reset_everything();", "self.reset_everything()", "no effect");
    refused("fn inner() {}", "fn inner() {}", "put them beside it");
}

#[test]
fn kernel__several_mistakes__are_all_reported() {
    assert_eq!(refusals("loop {} self.y.next = self.a.val() as u8;").len(), 2);
}

#[test]
fn kernel__on_another_method__is_refused() {
    let function: ItemFn = syn::parse_str("fn tick(&mut self) {}").expect("parses");
    let error = crate::method(&function).expect_err("refused");
    assert!(error.to_string().contains("`fn update(&mut self)`"), "{error}");
}

#[test]
fn kernel__function_without_value__is_refused() {
    let function: ItemFn = syn::parse_str("fn f(x: Bits<8>) {}").expect("parses");
    let error = crate::free_function(&function).expect_err("refused");
    assert!(error.to_string().contains("name its type"), "{error}");
}
