//! TLP headers as data (PCI Express Base Specification, chapter 2).
//!
//! Every TLP begins with [`common`]. Requests go on with [`request`] and then one of [`memory32`],
//! [`memory64`], [`io`] and [`config`]; messages with [`message`]; completions with [`completion`].
//! Bytes are counted from the TLP's first byte.

/// The first four bytes of every TLP.
pub mod common {
    use crate::format::{header, Preset};
    header! {
        "tlp_common", 4 bytes at 0: "First four bytes of every TLP.";
        FMT "fmt": byte 0 bit 7 width 3, Preset::Any, "Format: bit 0 four-word header, bit 1 with data, bit 2 prefix.";
        TYPE "type": byte 0 bit 4 width 5, Preset::Any, "Type, together with the format.";
        TAG_9 "tag_9": byte 1 bit 7 width 1, Preset::Any, "Bit 9 of a 10-bit tag, else reserved.";
        TC "tc": byte 1 bit 6 width 3, Preset::Any, "Traffic class.";
        TAG_8 "tag_8": byte 1 bit 3 width 1, Preset::Any, "Bit 8 of a 10-bit tag, else reserved.";
        IDO "ido": byte 1 bit 2 width 1, Preset::Any, "Attribute bit 2: ID-based ordering.";
        LN "ln": byte 1 bit 1 width 1, Preset::Any, "Lightweight notification.";
        TH "th": byte 1 bit 0 width 1, Preset::Any, "TLP processing hints present.";
        TD "td": byte 2 bit 7 width 1, Preset::Any, "A 4-byte digest follows the payload.";
        EP "ep": byte 2 bit 6 width 1, Preset::Any, "The payload is poisoned.";
        RO "ro": byte 2 bit 5 width 1, Preset::Any, "Attribute bit 1: relaxed ordering.";
        NS "ns": byte 2 bit 4 width 1, Preset::Any, "Attribute bit 0: no snoop.";
        AT "at": byte 2 bit 3 width 2, Preset::Any, "Address type: 0 untranslated, 1 translation request, 2 translated.";
        LENGTH "length": byte 2 bit 1 width 10, Preset::Any, "Payload, or data asked for, in 4-byte words; 0 means 1,024.";
    }
}

/// Bytes 4 to 7 of memory, I/O, configuration and atomic requests.
pub mod request {
    use crate::format::{header, Preset};
    header! {
        "tlp_request", 4 bytes at 4: "Bytes 4 to 7 of memory, I/O, configuration and atomic requests.";
        REQUESTER "requester": byte 4 bit 7 width 16, Preset::Any, "Requester ID: bus 8, device 5, function 3.";
        TAG "tag": byte 6 bit 7 width 8, Preset::Any, "Tag bits 7:0.";
        LAST_BE "last_be": byte 7 bit 7 width 4, Preset::Any, "Byte enables of the last word; 0 if there is only one.";
        FIRST_BE "first_be": byte 7 bit 3 width 4, Preset::Any, "Byte enables of the first word.";
    }
}

/// Bytes 8 to 11 of a memory or atomic request with a three-word header.
pub mod memory32 {
    use crate::format::{header, Preset};
    header! {
        "tlp_memory32", 4 bytes at 8: "Bytes 8 to 11 of a memory or atomic request with a three-word header.";
        ADDRESS "address": byte 8 bit 7 width 30, Preset::Any, "Address bits 31:2.";
        PH "ph": byte 11 bit 1 width 2, Preset::Any, "Processing hint, if TH.";
    }
}

/// Bytes 8 to 15 of a memory or atomic request with a four-word header.
pub mod memory64 {
    use crate::format::{header, Preset};
    header! {
        "tlp_memory64", 8 bytes at 8: "Bytes 8 to 15 of a memory or atomic request with a four-word header.";
        ADDRESS "address": byte 8 bit 7 width 62, Preset::Any, "Address bits 63:2.";
        PH "ph": byte 15 bit 1 width 2, Preset::Any, "Processing hint, if TH.";
    }
}

/// Bytes 8 to 11 of an I/O request.
pub mod io {
    use crate::format::{header, Preset};
    header! {
        "tlp_io", 4 bytes at 8: "Bytes 8 to 11 of an I/O request.";
        ADDRESS "address": byte 8 bit 7 width 30, Preset::Any, "Address bits 31:2.";
        RESERVED "reserved": byte 11 bit 1 width 2, Preset::Reserved, "Reserved.";
    }
}

/// Bytes 8 to 11 of a configuration request.
pub mod config {
    use crate::format::{header, Preset};
    header! {
        "tlp_config", 4 bytes at 8: "Bytes 8 to 11 of a configuration request.";
        TARGET "target": byte 8 bit 7 width 16, Preset::Any, "The function asked: bus 8, device 5, function 3.";
        RESERVED_HIGH "reserved_high": byte 10 bit 7 width 4, Preset::Reserved, "Reserved.";
        REGISTER "register": byte 10 bit 3 width 10, Preset::Any, "Byte offset bits 11:2: extended register number and register number.";
        RESERVED_LOW "reserved_low": byte 11 bit 1 width 2, Preset::Reserved, "Reserved.";
    }
}

/// Bytes 4 to 15 of a message.
pub mod message {
    use crate::format::{header, Preset};
    header! {
        "tlp_message", 12 bytes at 4: "Bytes 4 to 15 of a message.";
        REQUESTER "requester": byte 4 bit 7 width 16, Preset::Any, "Requester ID: bus 8, device 5, function 3.";
        TAG "tag": byte 6 bit 7 width 8, Preset::Any, "Tag bits 7:0.";
        CODE "code": byte 7 bit 7 width 8, Preset::Any, "Message code.";
        BODY "body": byte 8 bit 7 width 64, Preset::Any, "What the message code says; an address or ID if routed by it.";
    }
}

/// Bytes 4 to 11 of a completion.
pub mod completion {
    use crate::format::{header, Preset};
    header! {
        "tlp_completion", 8 bytes at 4: "Bytes 4 to 11 of a completion.";
        COMPLETER "completer": byte 4 bit 7 width 16, Preset::Any, "Completer ID: bus 8, device 5, function 3.";
        STATUS "status": byte 6 bit 7 width 3, Preset::Any, "Completion status.";
        BCM "bcm": byte 6 bit 4 width 1, Preset::Any, "Byte count modified (PCI-X completers only).";
        BYTE_COUNT "byte_count": byte 6 bit 3 width 12, Preset::Any, "Bytes that remain of the request, this completion's included; 0 means 4,096.";
        REQUESTER "requester": byte 8 bit 7 width 16, Preset::Any, "Requester ID of the request.";
        TAG "tag": byte 10 bit 7 width 8, Preset::Any, "Tag bits 7:0 of the request.";
        RESERVED "reserved": byte 11 bit 7 width 1, Preset::Reserved, "Reserved.";
        LOWER_ADDRESS "lower_address": byte 11 bit 6 width 7, Preset::Any, "Address bits 6:0 of the first byte returned.";
    }
}

/// Values of the completion status.
pub mod status {
    use crate::format::codes;
    codes! {
        "completion_status": "Values of a completion's status.";
        SUCCESSFUL "SC" = 0, "Successful completion.";
        UNSUPPORTED_REQUEST "UR" = 1, "Unsupported request.";
        REQUEST_RETRY "CRS" = 2, "Configuration request retry status.";
        COMPLETER_ABORT "CA" = 4, "Completer abort.";
    }
}

/// Routing of a message: the low three bits of its type.
pub mod routing {
    use crate::format::codes;
    codes! {
        "message_routing": "Routing of a message: the low three bits of its type.";
        TO_ROOT_COMPLEX "to root complex" = 0, "To the root complex.";
        BY_ADDRESS "by address" = 1, "By the address in bytes 8 to 15.";
        BY_ID "by ID" = 2, "By the ID in bytes 8 and 9.";
        BROADCAST "broadcast" = 3, "From the root complex to all.";
        LOCAL "local" = 4, "Ends at the receiver.";
        GATHERED "gathered" = 5, "Gathered, then to the root complex.";
    }
}

/// Message codes.
pub mod message_code {
    use crate::format::codes;
    codes! {
        "message_code": "Message codes.";
        UNLOCK "Unlock" = 0x00, "End of a locked transaction.";
        INVALIDATE_REQUEST "Invalidate_Request" = 0x01, "Address translation services.";
        INVALIDATE_COMPLETION "Invalidate_Completion" = 0x02, "Address translation services.";
        PAGE_REQUEST "Page_Request" = 0x04, "Page request interface.";
        PRG_RESPONSE "PRG_Response" = 0x05, "Page request group response.";
        LTR "LTR" = 0x10, "Latency tolerance reporting.";
        OBFF "OBFF" = 0x12, "Optimized buffer flush and fill.";
        PM_ACTIVE_STATE_NAK "PM_Active_State_Nak" = 0x14, "Power management.";
        PM_PME "PM_PME" = 0x18, "Power management event.";
        PME_TURN_OFF "PME_Turn_Off" = 0x19, "Prepare for power off.";
        PME_TO_ACK "PME_TO_Ack" = 0x1B, "Acknowledges PME_Turn_Off.";
        ASSERT_INTA "Assert_INTA" = 0x20, "Legacy interrupt A becomes active.";
        ASSERT_INTB "Assert_INTB" = 0x21, "Legacy interrupt B becomes active.";
        ASSERT_INTC "Assert_INTC" = 0x22, "Legacy interrupt C becomes active.";
        ASSERT_INTD "Assert_INTD" = 0x23, "Legacy interrupt D becomes active.";
        DEASSERT_INTA "Deassert_INTA" = 0x24, "Legacy interrupt A becomes inactive.";
        DEASSERT_INTB "Deassert_INTB" = 0x25, "Legacy interrupt B becomes inactive.";
        DEASSERT_INTC "Deassert_INTC" = 0x26, "Legacy interrupt C becomes inactive.";
        DEASSERT_INTD "Deassert_INTD" = 0x27, "Legacy interrupt D becomes inactive.";
        ERR_COR "ERR_COR" = 0x30, "Correctable error.";
        ERR_NONFATAL "ERR_NONFATAL" = 0x31, "Uncorrectable error, not fatal.";
        ERR_FATAL "ERR_FATAL" = 0x33, "Uncorrectable error, fatal.";
        SET_SLOT_POWER_LIMIT "Set_Slot_Power_Limit" = 0x50, "Slot power limit; carries data.";
        PTM_REQUEST "PTM_Request" = 0x52, "Precision time measurement.";
        PTM_RESPONSE "PTM_Response" = 0x53, "Precision time measurement; with or without data.";
        VENDOR_DEFINED_0 "Vendor_Defined_0" = 0x7E, "Vendor defined; an unknown one is an unsupported request.";
        VENDOR_DEFINED_1 "Vendor_Defined_1" = 0x7F, "Vendor defined; an unknown one is ignored.";
    }
}

/// All headers of this module, in the order of the documents.
pub const HEADERS: &[crate::format::Header] = &[
    common::HEADER,
    request::HEADER,
    memory32::HEADER,
    memory64::HEADER,
    io::HEADER,
    config::HEADER,
    message::HEADER,
    completion::HEADER,
];
