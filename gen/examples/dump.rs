fn main() {
    let dir = std::env::args().nth(1).unwrap();
    std::fs::create_dir_all(&dir).unwrap();
    let only: Vec<String> = std::env::args().skip(2).collect();
    for e in expether_gen::registry() {
        if !only.is_empty() && !only.iter().any(|o| o == e.name) {
            continue;
        }
        match expether_gen::elaborate(e.name) {
            Ok(d) => {
                let sub = format!("{dir}/{}", e.name);
                std::fs::create_dir_all(&sub).unwrap();
                for (f, t) in d.verilog() {
                    std::fs::write(format!("{sub}/{f}"), t).unwrap();
                }
                println!("{}: ok, {} nodes", e.name, d.netlist().nodes.len());
            }
            Err(err) => println!("{}: {err}", e.name),
        }
    }
}
