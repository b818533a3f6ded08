//! The Python module's tables.

use super::fill;
use crate::format::{CodeTable, Header, Preset};
use crate::registers::{self, peer, Access, Register, RegisterField};
use crate::tlp::{Layout, KINDS};
use crate::{area, bridge, ethernet, keep_alive, pause, tlp, xgmii};
use std::fmt::Write;

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// As the usual formatter writes it: digits in capitals.
fn hexadecimal(value: u64, digits: usize) -> String {
    format!("0x{value:0digits$X}")
}

/// A comment, in lines of at most 100 characters.
fn comment(text: &str, indent: usize) -> String {
    let start = format!("{}#", " ".repeat(indent));
    let mut out = String::new();
    let mut line = start.clone();
    for word in text.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > 100 {
            let _ = writeln!(out, "{line}");
            line.clone_from(&start);
        }
        let _ = write!(line, " {word}");
    }
    let _ = writeln!(out, "{line}");
    out
}

fn boolean(value: bool) -> &'static str {
    if value {
        "True"
    } else {
        "False"
    }
}

fn header(header: &Header) -> String {
    let mut out = format!(
        "{} = Header(\n    name={},\n    start={},\n    length={},\n    meaning={},\n    fields=(\n",
        header.name.to_uppercase(),
        quoted(header.name),
        header.start,
        header.length,
        quoted(header.meaning)
    );
    for f in header.fields {
        let fixed = match f.preset {
            Preset::Fixed(value) => format!(", fixed={}", hexadecimal(value, 1)),
            Preset::Default(value) => format!(", default={}", hexadecimal(value, 1)),
            Preset::Reserved => ", reserved=True".to_owned(),
            Preset::Any => String::new(),
        };
        let _ = writeln!(
            out,
            "{}        Field({}, byte={}, msb={}, width={}{fixed}),",
            comment(f.meaning, 8),
            quoted(f.name),
            f.byte,
            f.msb,
            f.width
        );
    }
    out + "    ),\n)\n"
}

fn codes(table: &CodeTable) -> String {
    let mut out = format!(
        "{}{}: dict[str, int] = {{\n",
        comment(table.meaning, 0),
        table.name.to_uppercase()
    );
    for code in table.codes {
        let _ = writeln!(out, "    {}: {},", quoted(code.name), hexadecimal(code.value, 2));
    }
    out + "}\n"
}

fn kinds() -> String {
    let mut out = String::from("KINDS: dict[str, Kind] = {\n");
    for k in KINDS {
        let layout = match k.layout {
            Layout::Memory => "memory",
            Layout::Io => "io",
            Layout::Config => "config",
            Layout::Message => "message",
            Layout::Completion => "completion",
        };
        let _ = writeln!(out, "    {}: Kind(", quoted(k.name));
        for (name, value) in [
            ("name", quoted(k.name)),
            ("code", hexadecimal(k.type_code, 2)),
            ("mask", hexadecimal(k.type_mask, 2)),
            ("three_dw", boolean(k.three_dw).to_owned()),
            ("four_dw", boolean(k.four_dw).to_owned()),
            ("data", boolean(k.data).to_owned()),
            ("layout", quoted(layout)),
            ("has_length", boolean(k.kind.has_length()).to_owned()),
            ("max_payload_dw", area::max_payload_dw(k.kind).to_string()),
        ] {
            let _ = writeln!(out, "        {name}={value},");
        }
        out.push_str("    ),\n");
    }
    out + "}\n"
}

/// A constant for each register, and the dictionary `name` of all of them.
fn registers(name: &str, all: &[Register]) -> String {
    let mut out = String::new();
    for r in all {
        let _ = writeln!(
            out,
            "{}{} = Register(\n    name={},\n    offset={},\n    access={},",
            comment(r.meaning, 0),
            r.name,
            quoted(r.name),
            hexadecimal(r.offset, 3),
            quoted(r.access.abbreviation())
        );
        let field = |f: &RegisterField| {
            let reset = hexadecimal(f.reset, 1);
            let name = quoted(f.name);
            format!("RegisterField({name}, lsb={}, width={}, reset={reset}),", f.lsb, f.width)
        };
        if let (Access::Counter, [only]) = (r.access, r.fields) {
            // All counters have the same field: no need to say every time what it means.
            let _ = writeln!(out, "    fields=({}),\n)", field(only));
            continue;
        }
        out.push_str("    fields=(\n");
        for f in r.fields {
            let _ = writeln!(out, "{}        {}", comment(f.meaning, 8), field(f));
        }
        out.push_str("    ),\n)\n");
    }
    let _ = writeln!(
        out,
        "\n{name}: dict[str, Register] = {{\n    register.name: register\n    for register in ("
    );
    for r in all {
        let _ = writeln!(out, "        {},", r.name);
    }
    out + "    )\n}\n"
}

pub(super) fn module() -> String {
    fill(include_str!("expether_wire.py.in"), |name| {
        Some(match name {
            "ETHERNET" => header(&ethernet::HEADER),
            "PAUSE" => header(&pause::HEADER),
            "BRIDGE" => header(&bridge::HEADER),
            "KEEP_ALIVE" => header(&keep_alive::HEADER),
            "TLP_HEADERS" => tlp::format::HEADERS.iter().map(header).collect::<Vec<_>>().join("\n"),
            "CODES" => [
                codes(&bridge::frame_type::CODES),
                codes(&keep_alive::role::CODES),
                codes(&keep_alive::capability::CODES),
                codes(&tlp::format::status::CODES),
                codes(&tlp::format::routing::CODES),
                codes(&tlp::format::message_code::CODES),
                codes(&xgmii::CODES),
            ]
            .join("\n"),
            "KINDS" => kinds(),
            "REGISTERS" => registers("REGISTERS", registers::ALL),
            "PEER_REGISTERS" => registers("PEER_REGISTERS", peer::ALL),
            "PEER_PAGES" => hexadecimal(peer::PAGES, 4),
            "PEER_PAGE" => hexadecimal(peer::PAGE, 3),
            "PEER_MAXIMUM" => peer::MAXIMUM.to_string(),
            "ALIGNMENT" => area::ALIGNMENT.to_string(),
            "WIRE_VERSION" => bridge::WIRE_VERSION.to_string(),
            "TLP_OFFSET" => bridge::TLP_OFFSET.to_string(),
            "BRIDGE_OFFSET" => bridge::OFFSET.to_string(),
            "ETHERTYPE" => hexadecimal(ethernet::ETHERTYPE_BRIDGE, 4),
            "MIN_FRAME" => ethernet::MIN_FRAME.to_string(),
            "MAX_LENGTH_DW" => tlp::MAX_LENGTH_DW.to_string(),
            "DIGEST_LENGTH" => tlp::DIGEST_LENGTH.to_string(),
            "OVERHEAD" => bridge::OVERHEAD.to_string(),
            "TIMESTAMP_HZ" => bridge::TIMESTAMP_HZ.to_string(),
            _ => return None,
        })
    })
}
