fn main() {
    let only: Vec<String> = std::env::args().skip(1).collect();
    for entry in expether_gen::registry() {
        if !only.is_empty() && !only.contains(&entry.name.to_string()) {
            continue;
        }
        match expether_gen::elaborate(entry.name) {
            Ok(d) => {
                let _ = std::fs::create_dir_all("/tmp/v");
                for (n, t) in d.verilog() {
                    std::fs::write(format!("/tmp/v/{n}"), t).unwrap();
                }
            }
            Err(e) => println!("{}: {e}", entry.name),
        }
    }
}
