//! Verilog module names from Rust type names.

/// `a::b::SyncFifo<c::Beat, 4>` gives `sync_fifo_beat_4`.
pub fn module_name(type_name: &str) -> String {
    let mut words = Vec::new();
    for piece in type_name.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        let last = piece.rsplit("::").next().unwrap_or(piece);
        if !last.is_empty() {
            words.push(snake(last));
        }
    }
    words.join("_")
}

/// `ArqTransmitter` gives `arq_transmitter`, `Crc32` gives `crc32`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut previous_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && previous_lower {
            out.push('_');
        }
        previous_lower = c.is_lowercase() || c.is_ascii_digit();
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    #[allow(non_snake_case)]
    fn module_name__generics__become_a_suffix() {
        assert_eq!(super::module_name("x::prim::SyncFifo<x::stream::Beat, 4>"), "sync_fifo_beat_4");
        assert_eq!(super::module_name("x::eth::XgmiiMacTx"), "xgmii_mac_tx");
        assert_eq!(super::module_name("x::Crc32"), "crc32");
        assert_eq!(
            super::module_name("x::Fifo<rust_hdl_core::bits::Bits<16>, 4>"),
            "fifo_bits_16_4"
        );
    }
}
