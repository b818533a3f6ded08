//! The Wireshark dissector's tables.

use super::fill;
use crate::format::{CodeTable, Header};
use crate::tlp::{Layout, KINDS};
use crate::{area, bridge, ethernet, keep_alive, tlp};
use std::fmt::Write;

fn header(header: &Header, prefix: &str, values: &[(&str, &str)]) -> String {
    let mut out = format!("-- {}\nheaders.{} = {{\n", header.meaning, header.name);
    for f in header.fields {
        let values = values
            .iter()
            .find(|(field, _)| *field == f.name)
            .map_or(String::new(), |(_, table)| format!(", values = {table}"));
        let _ = writeln!(
            out,
            "  {{ abbr = \"{prefix}.{}\", name = \"{}\", byte = {}, msb = {}, width = {}, \
             about = \"{}\"{values} }},",
            f.name,
            f.name,
            f.byte,
            f.msb,
            f.width,
            f.meaning.replace('"', "\\\"")
        );
    }
    out + "}\n"
}

fn codes(table: &CodeTable) -> String {
    let mut out = format!("-- {}\nlocal {} = {{\n", table.meaning, table.name);
    for code in table.codes {
        let _ = writeln!(out, "  [{}] = \"{}\",", code.value, code.name);
    }
    out + "}\n"
}

fn kinds() -> String {
    let mut out = String::from("local kinds = {\n");
    for k in KINDS {
        let layout = match k.layout {
            Layout::Memory => "memory",
            Layout::Io => "io",
            Layout::Config => "config",
            Layout::Message => "message",
            Layout::Completion => "completion",
        };
        let _ = writeln!(
            out,
            "  {{ name = \"{}\", code = {}, mask = {}, three_dw = {}, four_dw = {}, data = {}, \
             layout = \"{layout}\", has_length = {}, max_payload_dw = {} }},",
            k.name,
            k.type_code,
            k.type_mask,
            k.three_dw,
            k.four_dw,
            k.data,
            k.kind.has_length(),
            area::max_payload_dw(k.kind)
        );
    }
    out + "}\n"
}

fn headers() -> String {
    let mut all = vec![
        header(&bridge::HEADER, "expether", &[("type", "frame_type")]),
        header(&keep_alive::HEADER, "expether.keep_alive", &[("role", "role")]),
    ];
    for h in tlp::format::HEADERS {
        // "tlp_memory32" becomes "expether.tlp.memory32", and so on: short and unique.
        let part = h.name.trim_start_matches("tlp_");
        let values: &[(&str, &str)] = match h.name {
            "tlp_completion" => &[("status", "completion_status")],
            "tlp_message" => &[("code", "message_code")],
            _ => &[],
        };
        all.push(header(h, &format!("expether.tlp.{part}"), values));
    }
    all.join("\n")
}

pub(super) fn dissector() -> String {
    fill(include_str!("expether.lua.in"), |name| {
        Some(match name {
            "HEADERS" => headers(),
            "KINDS" => kinds(),
            "CODES" => [
                codes(&bridge::frame_type::CODES),
                codes(&keep_alive::role::CODES),
                codes(&keep_alive::capability::CODES),
                codes(&tlp::format::status::CODES),
                codes(&tlp::format::routing::CODES),
                codes(&tlp::format::message_code::CODES),
            ]
            .join("\n"),
            "WIRE_VERSION" => bridge::WIRE_VERSION.to_string(),
            "BRIDGE_LENGTH" => bridge::HEADER.length.to_string(),
            "KEEP_ALIVE_LENGTH" => keep_alive::HEADER.length.to_string(),
            "ALIGNMENT" => area::ALIGNMENT.to_string(),
            "DATA" => bridge::frame_type::DATA.to_string(),
            "OPEN" => bridge::frame_type::OPEN.to_string(),
            "KEEP_ALIVE" => bridge::frame_type::KEEP_ALIVE.to_string(),
            "MANAGER" => bridge::frame_type::MANAGER.to_string(),
            "PORT" => bridge::frame_type::PORT.to_string(),
            "CLOSE" => bridge::frame_type::CLOSE.to_string(),
            "ETHERTYPE" => format!("{:#06x}", ethernet::ETHERTYPE_BRIDGE),
            "DIGEST_LENGTH" => tlp::DIGEST_LENGTH.to_string(),
            "MAX_LENGTH_DW" => tlp::MAX_LENGTH_DW.to_string(),
            _ => return None,
        })
    })
}
