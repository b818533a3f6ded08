//! The documents' tables.

use super::fill;
use crate::format::{CodeTable, Header, Preset};
use crate::registers::{self, peer, Access, Register};
use crate::tlp::{Class, KINDS};
use crate::{area, bridge, ethernet, keep_alive, pause, tlp, xgmii};
use std::fmt::Write;

/// Column by column as wide as its widest cell, so that the source reads as a table too.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |c: usize| rows.iter().map(|r| r[c].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(out, "| {cell:width$} ");
        }
        out.push_str("|\n");
        if index == 0 {
            for width in &widths {
                let _ = write!(out, "|{}", "-".repeat(width + 2));
            }
            out.push_str("|\n");
        }
    }
    out
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// The fields of a header; bytes counted from `base` bytes before it.
fn header(header: &Header, base: usize) -> String {
    let mut rows = vec![row(["byte", "bits", "field", "width", "value", "meaning"])];
    for field in header.fields {
        let last = field.end() - 1;
        let byte = if last == field.byte {
            format!("{}", base + field.byte)
        } else {
            format!("{}–{}", base + field.byte, base + last)
        };
        let bits = format!("{}:{}", field.msb, field.shift());
        let value = match field.preset {
            Preset::Any => String::new(),
            Preset::Fixed(value) => format!("{value:#x}"),
            Preset::Default(value) => format!("{value:#x} by default"),
            Preset::Reserved => "0".to_owned(),
        };
        rows.push(vec![
            byte,
            bits,
            format!("`{}`", field.name),
            field.width.to_string(),
            value,
            field.meaning.to_owned(),
        ]);
    }
    table(&rows)
}

fn codes(table_of: &CodeTable) -> String {
    let mut rows = vec![row(["value", "name", "meaning"])];
    for code in table_of.codes {
        rows.push(vec![
            format!("{:#04x}", code.value),
            format!("`{}`", code.name),
            code.meaning.to_owned(),
        ]);
    }
    table(&rows)
}

fn kinds() -> String {
    let mut rows = vec![row(["TLP", "fmt", "type", "class", "header", "meaning"])];
    for kind in KINDS {
        let fmt: Vec<String> = [(false, kind.three_dw), (true, kind.four_dw)]
            .iter()
            .filter(|(_, exists)| *exists)
            .map(|(four_dw, _)| format!("{:03b}", kind.kind.fmt(*four_dw)))
            .collect();
        let code = if kind.type_mask == 0x1F {
            format!("{:05b}", kind.type_code)
        } else {
            format!("{:02b}rrr", kind.type_code >> 3)
        };
        let class = match kind.class {
            Class::Posted => "posted",
            Class::NonPosted => "non-posted",
            Class::Completion => "completion",
        };
        let header = match (kind.three_dw, kind.four_dw) {
            (true, true) => "12 or 16",
            (true, false) => "12",
            _ => "16",
        };
        rows.push(vec![
            format!("`{}`", kind.name),
            fmt.join(", "),
            code,
            class.to_owned(),
            header.to_owned(),
            kind.meaning.to_owned(),
        ]);
    }
    table(&rows)
}

fn goodput() -> String {
    let mut rows = vec![row(["payload", "1 TLP a frame", "MTU 1,500, full", "MTU 9,000, full"])];
    for payload in [64, 128, 256, 512] {
        let percent = |n| format!("{:.1} %", 100.0 * bridge::goodput_bound(payload, n, 16));
        let full = |mtu: usize| {
            let n = (mtu - bridge::HEADER.length) / area::aligned(16 + payload);
            format!("n = {n}: {}", percent(n))
        };
        rows.push(vec![payload.to_string(), percent(1), full(1500), full(9000)]);
    }
    table(&rows)
}

fn go_back_n() -> String {
    let mut rows = vec![row(["frame loss", "W = 8", "W = 32", "W = 128"])];
    for loss in [1e-4, 1e-3, 1e-2] {
        let mut cells = vec![format!("{} %", loss * 100.0)];
        for window in [8, 32, 128] {
            let kept = 100.0 * bridge::go_back_n_efficiency(window, loss);
            cells.push(format!("{kept:.1} %"));
        }
        rows.push(cells);
    }
    table(&rows)
}

pub(super) fn wire_format() -> String {
    fill(include_str!("wire-format.md.in"), |name| {
        Some(match name {
            "WIRE_VERSION" => bridge::WIRE_VERSION.to_string(),
            "TLP_OFFSET" => bridge::TLP_OFFSET.to_string(),
            "BRIDGE_LENGTH" => bridge::HEADER.length.to_string(),
            "OVERHEAD" => bridge::OVERHEAD.to_string(),
            "ETHERNET" => header(&ethernet::HEADER, 0),
            "PAUSE" => header(&pause::HEADER, 0),
            "QUANTUM_CLOCKS" => (pause::QUANTUM_BITS / 64).to_string(),
            "BRIDGE" => header(&bridge::HEADER, bridge::OFFSET),
            "FRAME_TYPES" => codes(&bridge::frame_type::CODES),
            "KEEP_ALIVE" => header(&keep_alive::HEADER, bridge::TLP_OFFSET),
            "ROLES" => codes(&keep_alive::role::CODES),
            "CAPABILITIES" => codes(&keep_alive::capability::CODES),
            "ALIGNMENT" => area::ALIGNMENT.to_string(),
            "MAX_PAYLOAD_DW" => area::MAX_PAYLOAD_DW.to_string(),
            "MAX_NON_POSTED_PAYLOAD_DW" => area::MAX_NON_POSTED_PAYLOAD_DW.to_string(),
            "KINDS" => kinds(),
            "COMMON" => header(&tlp::format::common::HEADER, 0),
            "REQUEST" => header(&tlp::format::request::HEADER, 0),
            "MEMORY32" => header(&tlp::format::memory32::HEADER, 0),
            "MEMORY64" => header(&tlp::format::memory64::HEADER, 0),
            "IO" => header(&tlp::format::io::HEADER, 0),
            "CONFIG" => header(&tlp::format::config::HEADER, 0),
            "MESSAGE" => header(&tlp::format::message::HEADER, 0),
            "COMPLETION" => header(&tlp::format::completion::HEADER, 0),
            "STATUS" => codes(&tlp::format::status::CODES),
            "ROUTING" => codes(&tlp::format::routing::CODES),
            "MESSAGE_CODES" => codes(&tlp::format::message_code::CODES),
            "XGMII" => codes(&xgmii::CODES),
            "GOODPUT" => goodput(),
            "GO_BACK_N" => go_back_n(),
            _ => return None,
        })
    })
}

/// Offsets in hexadecimal of so many digits, prefix counted.
fn register_map(all: &[Register], digits: usize) -> String {
    let mut rows = vec![row(["offset", "register", "access", "reset", "meaning"])];
    for register in all {
        rows.push(vec![
            format!("{:#0digits$x}", register.offset),
            format!("`{}`", register.name),
            register.access.abbreviation().to_owned(),
            format!("{:#010x}", register.reset()),
            register.meaning.to_owned(),
        ]);
    }
    table(&rows)
}

fn register_fields(register: &Register, digits: usize) -> String {
    let mut out = format!("### `{}` ({:#0digits$x})\n\n", register.name, register.offset);
    let _ = writeln!(out, "{}\n", register.meaning);
    let mut rows = vec![row(["bits", "field", "access", "reset", "meaning"])];
    for field in register.fields.iter().rev() {
        let bits = match field.width {
            1 => format!("{}", field.lsb),
            width => format!("{}:{}", field.lsb + width - 1, field.lsb),
        };
        rows.push(vec![
            bits,
            format!("`{}`", field.name),
            register.access.abbreviation().to_owned(),
            format!("{:#x}", field.reset),
            field.meaning.to_owned(),
        ]);
    }
    out + &table(&rows)
}

/// The fields of all registers but counters, which have one each.
fn all_fields(all: &[Register], digits: usize) -> String {
    all.iter()
        .filter(|r| r.access != Access::Counter)
        .map(|r| register_fields(r, digits))
        .collect::<Vec<_>>()
        .join("\n")
}

pub(super) fn registers() -> String {
    fill(include_str!("registers.md.in"), |name| {
        Some(match name {
            "MAP" => register_map(registers::ALL, 5),
            "FIELDS" => all_fields(registers::ALL, 5),
            "PEER_MAP" => register_map(peer::ALL, 4),
            "PEER_FIELDS" => all_fields(peer::ALL, 4),
            "COUNTERS" => format!("{:#05x}", registers::COUNTERS),
            "PEER_COUNTERS" => format!("{:#04x}", peer::COUNTERS),
            "PAGES" => format!("{:#06x}", peer::PAGES),
            "PAGE" => format!("{:#05x}", peer::PAGE),
            "MAXIMUM" => peer::MAXIMUM.to_string(),
            "ADDRESS_BITS" => registers::ADDRESS_BITS.to_string(),
            _ => return None,
        })
    })
}
