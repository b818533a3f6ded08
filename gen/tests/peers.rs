//! Tops with other numbers of peers than the usual.
#![allow(non_snake_case)]

use expether_gen::{elaborate_with, registry, Error};

#[test]
fn peers__every_form_of_a_top__is_hardware_with_so_many() {
    for entry in registry().into_iter().filter(|e| e.layer == "top") {
        let sizes: Vec<usize> = entry.sizes.iter().map(|(peers, _)| *peers).collect();
        assert_eq!(sizes, [2, 4, 8, 16, 32], "{}", entry.name);
        for peers in sizes {
            let design = elaborate_with(entry.name, Some(peers)).unwrap_or_else(|e| panic!("{e}"));
            let text: String = design.verilog().into_iter().map(|(_, text)| text).collect();
            let ports = text
                .lines()
                .filter(|l| l.trim_start().starts_with("peer_port") && l.contains(" peers_"))
                .count();
            assert_eq!(ports, peers, "{}", entry.name);
        }
    }
}

#[test]
fn peers__any_other_number__is_an_error_that_names_those_there_are() {
    let error = elaborate_with("host_bridge", Some(3)).expect_err("there is no such form");
    assert!(matches!(error, Error::Peers { peers: 3, .. }));
    assert!(error.to_string().contains("2, 4, 8, 16, 32"), "{error}");
    let error = elaborate_with("sync_fifo", Some(2)).expect_err("it has no peers");
    assert!(error.to_string().contains("only tops"), "{error}");
}
