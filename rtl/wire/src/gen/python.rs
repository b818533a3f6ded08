//! The Python module's tables.

use super::fill;
use crate::format::{CodeTable, Header, Preset};
use crate::registers::{self, Access};
use crate::tlp::{Layout, KINDS};
use crate::{bridge, ethernet, tlp, xgmii};
use std::fmt::Write;

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
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
            Preset::Fixed(value) => format!(", fixed={value:#x}"),
            Preset::Default(value) => format!(", default={value:#x}"),
            Preset::Reserved => ", reserved=True".to_owned(),
            Preset::Any => String::new(),
        };
        let _ = writeln!(
            out,
            "        # {}\n        Field({}, byte={}, msb={}, width={}{fixed}),",
            f.meaning,
            quoted(f.name),
            f.byte,
            f.msb,
            f.width
        );
    }
    out + "    ),\n)\n"
}

fn codes(table: &CodeTable) -> String {
    let mut out =
        format!("# {}\n{}: dict[str, int] = {{\n", table.meaning, table.name.to_uppercase());
    for code in table.codes {
        let _ = writeln!(out, "    {}: {:#04X},", quoted(code.name), code.value);
    }
    (out + "}\n").replace("0X", "0x")
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
            ("code", format!("{:#04x}", k.type_code)),
            ("mask", format!("{:#04x}", k.type_mask)),
            ("three_dw", boolean(k.three_dw).to_owned()),
            ("four_dw", boolean(k.four_dw).to_owned()),
            ("data", boolean(k.data).to_owned()),
            ("layout", quoted(layout)),
            ("has_length", boolean(k.kind.has_length()).to_owned()),
        ] {
            let _ = writeln!(out, "        {name}={value},");
        }
        out.push_str("    ),\n");
    }
    out + "}\n"
}

fn registers() -> String {
    let mut out = String::new();
    for r in registers::ALL {
        let _ = writeln!(
            out,
            "# {}\n{} = Register(\n    name={},\n    offset={:#05x},\n    access={},\n    fields=(",
            r.meaning,
            r.name,
            quoted(r.name),
            r.offset,
            quoted(r.access.abbreviation())
        );
        for f in r.fields {
            if r.access != Access::Counter {
                let _ = writeln!(out, "        # {}", f.meaning);
            }
            let _ = writeln!(
                out,
                "        RegisterField({}, lsb={}, width={}, reset={:#x}),",
                quoted(f.name),
                f.lsb,
                f.width,
                f.reset
            );
        }
        out.push_str("    ),\n)\n");
    }
    out.push_str("\nREGISTERS: dict[str, Register] = {\n    register.name: register\n    for register in (\n");
    for r in registers::ALL {
        let _ = writeln!(out, "        {},", r.name);
    }
    out + "    )\n}\n"
}

pub(super) fn module() -> String {
    fill(include_str!("expether_wire.py.in"), |name| {
        Some(match name {
            "ETHERNET" => header(&ethernet::HEADER),
            "BRIDGE" => header(&bridge::HEADER),
            "TLP_HEADERS" => tlp::format::HEADERS.iter().map(header).collect::<Vec<_>>().join("\n"),
            "CODES" => [
                codes(&bridge::frame_type::CODES),
                codes(&tlp::format::status::CODES),
                codes(&tlp::format::routing::CODES),
                codes(&tlp::format::message_code::CODES),
                codes(&xgmii::CODES),
            ]
            .join("\n"),
            "KINDS" => kinds(),
            "REGISTERS" => registers(),
            "WIRE_VERSION" => bridge::WIRE_VERSION.to_string(),
            "TLP_OFFSET" => bridge::TLP_OFFSET.to_string(),
            "BRIDGE_OFFSET" => bridge::OFFSET.to_string(),
            "ETHERTYPE" => format!("{:#06X}", ethernet::ETHERTYPE_BRIDGE).replace("0X", "0x"),
            "MIN_FRAME" => ethernet::MIN_FRAME.to_string(),
            "MAX_LENGTH_DW" => tlp::MAX_LENGTH_DW.to_string(),
            "DIGEST_LENGTH" => tlp::DIGEST_LENGTH.to_string(),
            "OVERHEAD" => bridge::OVERHEAD.to_string(),
            "TIMESTAMP_HZ" => bridge::TIMESTAMP_HZ.to_string(),
            _ => return None,
        })
    })
}
