-- Wireshark dissector of bridge frames and the TLPs in them.
--
--   wireshark -X lua_script:expether.lua capture.pcapng
--
-- Made from the tables of the crate expether-wire; do not edit. The format is described in
-- docs/wire-format.md.

local proto = Proto("expether", "PCI Express over Ethernet bridge")
proto.prefs.ethertype = Pref.uint("EtherType", 0x88b5, "EtherType of bridge frames")

-- Values of the bridge header's type; frames of any other type are dropped and counted.
local frame_type = {
  [1] = "data",
  [2] = "ack",
  [3] = "open",
  [4] = "close",
  [5] = "keep-alive",
  [6] = "manager",
  [7] = "port",
}

-- Roles: only nodes of different roles become peers.
local role = {
  [1] = "host bridge",
  [2] = "device bridge",
}

-- Capabilities, a bit each.
local capability = {
  [1] = "aggregation",
  [2] = "rate control",
}

-- Values of a completion's status.
local completion_status = {
  [0] = "SC",
  [1] = "UR",
  [2] = "CRS",
  [4] = "CA",
}

-- Routing of a message: the low three bits of its type.
local message_routing = {
  [0] = "to root complex",
  [1] = "by address",
  [2] = "by ID",
  [3] = "broadcast",
  [4] = "local",
  [5] = "gathered",
}

-- Message codes.
local message_code = {
  [0] = "Unlock",
  [1] = "Invalidate_Request",
  [2] = "Invalidate_Completion",
  [4] = "Page_Request",
  [5] = "PRG_Response",
  [16] = "LTR",
  [18] = "OBFF",
  [20] = "PM_Active_State_Nak",
  [24] = "PM_PME",
  [25] = "PME_Turn_Off",
  [27] = "PME_TO_Ack",
  [32] = "Assert_INTA",
  [33] = "Assert_INTB",
  [34] = "Assert_INTC",
  [35] = "Assert_INTD",
  [36] = "Deassert_INTA",
  [37] = "Deassert_INTB",
  [38] = "Deassert_INTC",
  [39] = "Deassert_INTD",
  [48] = "ERR_COR",
  [49] = "ERR_NONFATAL",
  [51] = "ERR_FATAL",
  [80] = "Set_Slot_Power_Limit",
  [82] = "PTM_Request",
  [83] = "PTM_Response",
  [126] = "Vendor_Defined_0",
  [127] = "Vendor_Defined_1",
}

local kinds = {
  { name = "MRd", code = 0, mask = 31, three_dw = true, four_dw = true, data = false, layout = "memory", has_length = true, max_payload_dw = 8 },
  { name = "MRdLk", code = 1, mask = 31, three_dw = true, four_dw = true, data = false, layout = "memory", has_length = true, max_payload_dw = 8 },
  { name = "MWr", code = 0, mask = 31, three_dw = true, four_dw = true, data = true, layout = "memory", has_length = true, max_payload_dw = 128 },
  { name = "IORd", code = 2, mask = 31, three_dw = true, four_dw = false, data = false, layout = "io", has_length = true, max_payload_dw = 8 },
  { name = "IOWr", code = 2, mask = 31, three_dw = true, four_dw = false, data = true, layout = "io", has_length = true, max_payload_dw = 8 },
  { name = "CfgRd0", code = 4, mask = 31, three_dw = true, four_dw = false, data = false, layout = "config", has_length = true, max_payload_dw = 8 },
  { name = "CfgWr0", code = 4, mask = 31, three_dw = true, four_dw = false, data = true, layout = "config", has_length = true, max_payload_dw = 8 },
  { name = "CfgRd1", code = 5, mask = 31, three_dw = true, four_dw = false, data = false, layout = "config", has_length = true, max_payload_dw = 8 },
  { name = "CfgWr1", code = 5, mask = 31, three_dw = true, four_dw = false, data = true, layout = "config", has_length = true, max_payload_dw = 8 },
  { name = "Msg", code = 16, mask = 24, three_dw = false, four_dw = true, data = false, layout = "message", has_length = false, max_payload_dw = 128 },
  { name = "MsgD", code = 16, mask = 24, three_dw = false, four_dw = true, data = true, layout = "message", has_length = true, max_payload_dw = 128 },
  { name = "Cpl", code = 10, mask = 31, three_dw = true, four_dw = false, data = false, layout = "completion", has_length = false, max_payload_dw = 128 },
  { name = "CplD", code = 10, mask = 31, three_dw = true, four_dw = false, data = true, layout = "completion", has_length = true, max_payload_dw = 128 },
  { name = "CplLk", code = 11, mask = 31, three_dw = true, four_dw = false, data = false, layout = "completion", has_length = false, max_payload_dw = 128 },
  { name = "CplDLk", code = 11, mask = 31, three_dw = true, four_dw = false, data = true, layout = "completion", has_length = true, max_payload_dw = 128 },
  { name = "FetchAdd", code = 12, mask = 31, three_dw = true, four_dw = true, data = true, layout = "memory", has_length = true, max_payload_dw = 8 },
  { name = "Swap", code = 13, mask = 31, three_dw = true, four_dw = true, data = true, layout = "memory", has_length = true, max_payload_dw = 8 },
  { name = "CAS", code = 14, mask = 31, three_dw = true, four_dw = true, data = true, layout = "memory", has_length = true, max_payload_dw = 8 },
}

-- Fields of each header: first byte and most significant bit, width in bits, network order.
local headers = {}

-- Bridge header, counted from the byte after the EtherType (byte 18 of the frame).
headers.bridge = {
  { abbr = "expether.version", name = "version", byte = 0, msb = 7, width = 4, about = "Version of this format." },
  { abbr = "expether.type", name = "type", byte = 0, msb = 3, width = 4, about = "Frame type.", values = frame_type },
  { abbr = "expether.ack", name = "ack", byte = 1, msb = 7, width = 1, about = "The acknowledgement is valid." },
  { abbr = "expether.nak", name = "nak", byte = 1, msb = 6, width = 1, about = "Resend everything from the acknowledgement on; only with ACK. Of an open frame: an answer is wanted." },
  { abbr = "expether.echo", name = "echo", byte = 1, msb = 5, width = 1, about = "The echoed timestamp is valid." },
  { abbr = "expether.busy", name = "busy", byte = 1, msb = 4, width = 1, about = "The sender has refused frames for want of room; it sends NAK when there is room again. Of an open frame: an offer, whose sender is connected to another incarnation of the receiver." },
  { abbr = "expether.length_dw", name = "length_dw", byte = 1, msb = 3, width = 12, about = "4-byte words of the area that follows; padding is not counted." },
  { abbr = "expether.non_posted_limit", name = "non_posted_limit", byte = 3, msb = 7, width = 8, about = "Flow control: non-posted TLPs of this connection, counted from its opening modulo 256, that the receiver of this frame may send." },
  { abbr = "expether.receiver_tag", name = "receiver_tag", byte = 4, msb = 7, width = 16, about = "Data and ack: tag of the receiver, the low half of its incarnation number." },
  { abbr = "expether.sequence", name = "sequence", byte = 6, msb = 7, width = 32, about = "Number of the first TLP of a data frame; of an ack frame, the next new TLP's; of an open or close frame, the sender's incarnation." },
  { abbr = "expether.acknowledgement", name = "acknowledgement", byte = 10, msb = 7, width = 32, about = "Cumulative: the TLP expected next; of an open or close frame, the receiver's incarnation as its sender has heard it. Valid if ACK; any value without." },
  { abbr = "expether.sender_tag", name = "sender_tag", byte = 14, msb = 7, width = 16, about = "Data and ack: tag of the sender. Of an open frame: length_dw of the longest open frame heard from the receiver's incarnation." },
  { abbr = "expether.port", name = "port", byte = 16, msb = 7, width = 8, about = "Reserved for the function or port of a shared device." },
  { abbr = "expether.timestamp", name = "timestamp", byte = 17, msb = 7, width = 20, about = "When the frame was sent: ticks of 6.4 ns (156.25 MHz), wrapping." },
  { abbr = "expether.echo_timestamp", name = "echo_timestamp", byte = 19, msb = 3, width = 20, about = "Timestamp of the newest data frame accepted, plus the time since then. Valid if ECHO." },
}

-- Body of a keep-alive frame, from byte 40 of the frame on; counted from there.
headers.keep_alive = {
  { abbr = "expether.keep_alive.role", name = "role", byte = 0, msb = 7, width = 8, about = "What the node is.", values = role },
  { abbr = "expether.keep_alive.capabilities", name = "capabilities", byte = 1, msb = 7, width = 8, about = "What it can do: bits of the table of capabilities." },
  { abbr = "expether.keep_alive.reserved", name = "reserved", byte = 2, msb = 7, width = 4, about = "Reserved." },
  { abbr = "expether.keep_alive.group", name = "group", byte = 2, msb = 3, width = 12, about = "Its group: the same as in the tag." },
  { abbr = "expether.keep_alive.mtu", name = "mtu", byte = 4, msb = 7, width = 16, about = "Longest frame that it sends, register MTU: bytes behind the EtherType, without FCS." },
  { abbr = "expether.keep_alive.max_payload", name = "max_payload", byte = 6, msb = 7, width = 16, about = "Bytes of the longest payload of a TLP that it carries." },
  { abbr = "expether.keep_alive.node_id", name = "node_id", byte = 8, msb = 7, width = 64, about = "Its number." },
}

-- First four bytes of every TLP.
headers.tlp_common = {
  { abbr = "expether.tlp.common.fmt", name = "fmt", byte = 0, msb = 7, width = 3, about = "Format: bit 0 four-word header, bit 1 with data, bit 2 prefix." },
  { abbr = "expether.tlp.common.type", name = "type", byte = 0, msb = 4, width = 5, about = "Type, together with the format." },
  { abbr = "expether.tlp.common.tag_9", name = "tag_9", byte = 1, msb = 7, width = 1, about = "Bit 9 of a 10-bit tag, else reserved." },
  { abbr = "expether.tlp.common.tc", name = "tc", byte = 1, msb = 6, width = 3, about = "Traffic class." },
  { abbr = "expether.tlp.common.tag_8", name = "tag_8", byte = 1, msb = 3, width = 1, about = "Bit 8 of a 10-bit tag, else reserved." },
  { abbr = "expether.tlp.common.ido", name = "ido", byte = 1, msb = 2, width = 1, about = "Attribute bit 2: ID-based ordering." },
  { abbr = "expether.tlp.common.ln", name = "ln", byte = 1, msb = 1, width = 1, about = "Lightweight notification." },
  { abbr = "expether.tlp.common.th", name = "th", byte = 1, msb = 0, width = 1, about = "TLP processing hints present." },
  { abbr = "expether.tlp.common.td", name = "td", byte = 2, msb = 7, width = 1, about = "A 4-byte digest follows the payload." },
  { abbr = "expether.tlp.common.ep", name = "ep", byte = 2, msb = 6, width = 1, about = "The payload is poisoned." },
  { abbr = "expether.tlp.common.ro", name = "ro", byte = 2, msb = 5, width = 1, about = "Attribute bit 1: relaxed ordering." },
  { abbr = "expether.tlp.common.ns", name = "ns", byte = 2, msb = 4, width = 1, about = "Attribute bit 0: no snoop." },
  { abbr = "expether.tlp.common.at", name = "at", byte = 2, msb = 3, width = 2, about = "Address type: 0 untranslated, 1 translation request, 2 translated." },
  { abbr = "expether.tlp.common.length", name = "length", byte = 2, msb = 1, width = 10, about = "Payload, or data asked for, in 4-byte words; 0 means 1,024." },
}

-- Bytes 4 to 7 of memory, I/O, configuration and atomic requests.
headers.tlp_request = {
  { abbr = "expether.tlp.request.requester", name = "requester", byte = 4, msb = 7, width = 16, about = "Requester ID: bus 8, device 5, function 3." },
  { abbr = "expether.tlp.request.tag", name = "tag", byte = 6, msb = 7, width = 8, about = "Tag bits 7:0." },
  { abbr = "expether.tlp.request.last_be", name = "last_be", byte = 7, msb = 7, width = 4, about = "Byte enables of the last word; 0 if there is only one." },
  { abbr = "expether.tlp.request.first_be", name = "first_be", byte = 7, msb = 3, width = 4, about = "Byte enables of the first word." },
}

-- Bytes 8 to 11 of a memory or atomic request with a three-word header.
headers.tlp_memory32 = {
  { abbr = "expether.tlp.memory32.address", name = "address", byte = 8, msb = 7, width = 30, about = "Address bits 31:2." },
  { abbr = "expether.tlp.memory32.ph", name = "ph", byte = 11, msb = 1, width = 2, about = "Processing hint, if TH." },
}

-- Bytes 8 to 15 of a memory or atomic request with a four-word header.
headers.tlp_memory64 = {
  { abbr = "expether.tlp.memory64.address", name = "address", byte = 8, msb = 7, width = 62, about = "Address bits 63:2." },
  { abbr = "expether.tlp.memory64.ph", name = "ph", byte = 15, msb = 1, width = 2, about = "Processing hint, if TH." },
}

-- Bytes 8 to 11 of an I/O request.
headers.tlp_io = {
  { abbr = "expether.tlp.io.address", name = "address", byte = 8, msb = 7, width = 30, about = "Address bits 31:2." },
  { abbr = "expether.tlp.io.reserved", name = "reserved", byte = 11, msb = 1, width = 2, about = "Reserved." },
}

-- Bytes 8 to 11 of a configuration request.
headers.tlp_config = {
  { abbr = "expether.tlp.config.target", name = "target", byte = 8, msb = 7, width = 16, about = "The function asked: bus 8, device 5, function 3." },
  { abbr = "expether.tlp.config.reserved_high", name = "reserved_high", byte = 10, msb = 7, width = 4, about = "Reserved." },
  { abbr = "expether.tlp.config.register", name = "register", byte = 10, msb = 3, width = 10, about = "Byte offset bits 11:2: extended register number and register number." },
  { abbr = "expether.tlp.config.reserved_low", name = "reserved_low", byte = 11, msb = 1, width = 2, about = "Reserved." },
}

-- Bytes 4 to 15 of a message.
headers.tlp_message = {
  { abbr = "expether.tlp.message.requester", name = "requester", byte = 4, msb = 7, width = 16, about = "Requester ID: bus 8, device 5, function 3." },
  { abbr = "expether.tlp.message.tag", name = "tag", byte = 6, msb = 7, width = 8, about = "Tag bits 7:0." },
  { abbr = "expether.tlp.message.code", name = "code", byte = 7, msb = 7, width = 8, about = "Message code.", values = message_code },
  { abbr = "expether.tlp.message.body", name = "body", byte = 8, msb = 7, width = 64, about = "What the message code says; an address or ID if routed by it." },
}

-- Bytes 4 to 11 of a completion.
headers.tlp_completion = {
  { abbr = "expether.tlp.completion.completer", name = "completer", byte = 4, msb = 7, width = 16, about = "Completer ID: bus 8, device 5, function 3." },
  { abbr = "expether.tlp.completion.status", name = "status", byte = 6, msb = 7, width = 3, about = "Completion status.", values = completion_status },
  { abbr = "expether.tlp.completion.bcm", name = "bcm", byte = 6, msb = 4, width = 1, about = "Byte count modified (PCI-X completers only)." },
  { abbr = "expether.tlp.completion.byte_count", name = "byte_count", byte = 6, msb = 3, width = 12, about = "Bytes that remain of the request, this completion's included; 0 means 4,096." },
  { abbr = "expether.tlp.completion.requester", name = "requester", byte = 8, msb = 7, width = 16, about = "Requester ID of the request." },
  { abbr = "expether.tlp.completion.tag", name = "tag", byte = 10, msb = 7, width = 8, about = "Tag bits 7:0 of the request." },
  { abbr = "expether.tlp.completion.reserved", name = "reserved", byte = 11, msb = 7, width = 1, about = "Reserved." },
  { abbr = "expether.tlp.completion.lower_address", name = "lower_address", byte = 11, msb = 6, width = 7, about = "Address bits 6:0 of the first byte returned." },
}

-- What no header has, but a reader wants.
local derived = {
  kind = ProtoField.string("expether.tlp.kind", "kind"),
  total_length = ProtoField.uint32("expether.tlp.total_length", "total_length", base.DEC, nil, 0, "Bytes of header, payload and digest"),
  byte_address = ProtoField.uint64("expether.tlp.byte_address", "byte_address", base.HEX, nil, 0, "Byte address of a memory or I/O request"),
  register_offset = ProtoField.uint16("expether.tlp.register_offset", "register_offset", base.HEX, nil, 0, "Byte offset of a configuration register"),
  routing = ProtoField.uint8("expether.tlp.routing", "routing", base.DEC, message_routing, 0, "Routing of a message"),
  payload = ProtoField.bytes("expether.tlp.payload", "payload", base.NONE, "Payload"),
  digest = ProtoField.bytes("expether.tlp.digest", "digest", base.NONE, "Digest"),
  gap = ProtoField.bytes("expether.gap", "gap", base.NONE, "Bytes up to the place of the next TLP"),
  capability = ProtoField.string("expether.keep_alive.capability", "capability", base.ASCII, "Something that the node can do"),
  incarnation = ProtoField.uint32("expether.open.incarnation", "incarnation", base.HEX, nil, 0, "The sender's incarnation"),
  heard = ProtoField.uint32("expether.open.heard", "heard", base.HEX, nil, 0, "The receiver's incarnation as the sender has heard it"),
  longest = ProtoField.uint16("expether.open.longest", "longest", base.DEC, nil, 0, "Words of the longest open frame that the sender has heard"),
  offer = ProtoField.bool("expether.open.offer", "offer", 8, nil, 1, "The sender is connected to another incarnation of the receiver"),
  trial = ProtoField.bytes("expether.open.trial", "trial", base.NONE, "Zeros that try how long a frame the path carries"),
  answer = ProtoField.bool("expether.open.answer_wanted", "answer_wanted", 8, nil, 1, "The sender wants an answer"),
  manager = ProtoField.bytes("expether.manager", "manager", base.NONE, "Area of a manager frame"),
  padding = ProtoField.bytes("expether.padding", "padding", base.NONE, "Padding"),
}

local experts = {
  malformed = ProtoExpert.new("expether.malformed", "Malformed frame", expert.group.MALFORMED, expert.severity.ERROR),
  version = ProtoExpert.new("expether.wrong_version", "Unknown version", expert.group.PROTOCOL, expert.severity.WARN),
  frame_type = ProtoExpert.new("expether.wrong_type", "Unknown frame type", expert.group.PROTOCOL, expert.severity.WARN),
}

-- Bytes that a field touches.
local function span(field)
  return math.floor((7 - field.msb + field.width + 7) / 8)
end

local function proto_field(field)
  local new = ProtoField.uint64
  if field.width <= 8 then
    new = ProtoField.uint8
  elseif field.width <= 16 then
    new = ProtoField.uint16
  elseif field.width <= 24 then
    new = ProtoField.uint24
  elseif field.width <= 32 then
    new = ProtoField.uint32
  end
  local shown = (field.values or field.width <= 3) and base.DEC or base.HEX_DEC
  return new(field.abbr, field.name, shown, field.values, 0, field.about)
end

local all_fields = {}
for _, header in pairs(headers) do
  for _, field in ipairs(header) do
    field.proto = proto_field(field)
    all_fields[#all_fields + 1] = field.proto
  end
end
for _, field in pairs(derived) do
  all_fields[#all_fields + 1] = field
end
proto.fields = all_fields
proto.experts = { experts.malformed, experts.version, experts.frame_type }

-- Adds the fields of a header whose packet begins at byte `start` of `tvb`; returns their values.
local function add_header(header, tvb, start, tree)
  local values = {}
  for _, field in ipairs(header) do
    local range = tvb(start + field.byte, span(field))
    local value = range:bitfield(7 - field.msb, field.width)
    values[field.name] = value
    tree:add(field.proto, range, value)
  end
  return values
end

local function find_kind(fmt, code)
  local four_dw = bit.band(fmt, 1) ~= 0
  local data = bit.band(fmt, 2) ~= 0
  if fmt >= 4 then
    return nil
  end
  for _, kind in ipairs(kinds) do
    if kind.code == bit.band(code, kind.mask) and kind.data == data
      and ((four_dw and kind.four_dw) or (not four_dw and kind.three_dw)) then
      return kind
    end
  end
  return nil
end

local function function_id(id)
  return string.format("%02x:%02x.%x", bit.rshift(id, 8), bit.band(bit.rshift(id, 3), 31), bit.band(id, 7))
end

-- Dissects the TLP at byte `start` of `tvb`, which may not reach `limit`. Returns the byte after it
-- and its name, or nil and the mistake.
local function dissect_tlp(tvb, start, limit, tree)
  local item = tree:add(proto, tvb(start, limit - start), "TLP")
  local function mistake(text)
    item:add_proto_expert_info(experts.malformed, text)
    return nil, text
  end
  if limit - start < 12 then
    return mistake("TLP header cut off by the end of the TLP area")
  end
  local common = add_header(headers.tlp_common, tvb, start, item)
  local kind = find_kind(common.fmt, common.type)
  if not kind then
    return mistake(string.format("No TLP has format %d and type 0x%02x", common.fmt, common.type))
  end
  item:add(derived.kind, tvb(start, 1), kind.name):set_generated()
  local four_dw = bit.band(common.fmt, 1) ~= 0
  local header_length = four_dw and 16 or 12
  local words = common.length == 0 and 1024 or common.length
  local payload_length = kind.data and 4 * words or 0
  local digest_length = common.td ~= 0 and 4 or 0
  local total = header_length + payload_length + digest_length
  item:add(derived.total_length, tvb(start, 4), total):set_generated()
  if payload_length > 4 * kind.max_payload_dw then
    return mistake(string.format("%s with %d bytes of payload, more than %d", kind.name, payload_length, 4 * kind.max_payload_dw))
  end
  if start + total > limit then
    return mistake(string.format("TLP of %d bytes in %d bytes", total, limit - start))
  end
  item:set_len(total)

  local summary = kind.name
  if kind.layout == "completion" then
    local values = add_header(headers.tlp_completion, tvb, start, item)
    summary = string.format("%s %s %s", summary, completion_status[values.status] or "?", function_id(values.requester))
  elseif kind.layout == "message" then
    local values = add_header(headers.tlp_message, tvb, start, item)
    item:add(derived.routing, tvb(start, 1), bit.band(common.type, 7)):set_generated()
    summary = string.format("%s %s", summary, message_code[values.code] or string.format("0x%02x", values.code))
  else
    local values = add_header(headers.tlp_request, tvb, start, item)
    if kind.layout == "config" then
      local target = add_header(headers.tlp_config, tvb, start, item)
      item:add(derived.register_offset, tvb(start + 10, 2), 4 * target.register):set_generated()
      summary = string.format("%s %s register 0x%x", summary, function_id(target.target), 4 * target.register)
    else
      local layout = headers.tlp_io
      if kind.layout == "memory" then
        layout = four_dw and headers.tlp_memory64 or headers.tlp_memory32
      end
      local target = add_header(layout, tvb, start, item)
      local address = UInt64(0) + target.address
      address = address:lshift(2)
      item:add(derived.byte_address, tvb(start + 8, four_dw and 8 or 4), address):set_generated()
      summary = string.format("%s 0x%s", summary, address:tohex())
    end
    summary = string.format("%s %s", summary, function_id(values.requester))
  end
  if payload_length > 0 then
    item:add(derived.payload, tvb(start + header_length, payload_length))
  end
  if digest_length > 0 then
    item:add(derived.digest, tvb(start + header_length + payload_length, digest_length))
  end
  item:set_text("TLP: " .. summary)
  return start + total, summary
end

-- Dissects the TLPs of a data frame: each at a multiple of 8 bytes from the start of the area. Adds
-- their names to `info`.
local function dissect_tlps(tvb, start, limit, tree, info)
  local at = start
  if at == limit then
    tree:add_proto_expert_info(experts.malformed, "Data frame without a TLP")
    info[#info + 1] = "malformed"
  end
  while at < limit do
    local next_at, summary = dissect_tlp(tvb, at, limit, tree)
    info[#info + 1] = summary
    if not next_at then
      return
    end
    local gap = (start - next_at) % 8
    if gap > 0 and next_at < limit then
      if next_at + gap >= limit then
        tree:add_proto_expert_info(experts.malformed, "TLP area goes on behind its last TLP")
        info[#info + 1] = "malformed"
        return
      end
      tree:add(derived.gap, tvb(next_at, gap))
      next_at = next_at + gap
    end
    at = next_at
  end
end

local function dissect_keep_alive(tvb, start, limit, tree, info)
  if limit - start ~= 16 then
    tree:add_proto_expert_info(experts.malformed, string.format("Keep-alive body of %d bytes, expected 16", limit - start))
    info[#info + 1] = "malformed"
    return
  end
  local item = tree:add(proto, tvb(start, limit - start), "Keep-alive")
  local body = add_header(headers.keep_alive, tvb, start, item)
  for bits, name in pairs(capability) do
    if bit.band(body.capabilities, bits) ~= 0 then
      item:add(derived.capability, tvb(start + 1, 1), name):set_generated()
    end
  end
  info[#info + 1] = string.format("%s, group %d", role[body.role] or string.format("role %d", body.role), body.group)
end

function proto.dissector(tvb, pinfo, tree)
  pinfo.cols.protocol = "ExpEther"
  local length = tvb:reported_length_remaining()
  local item = tree:add(proto, tvb())
  if tvb:len() < 22 then
    item:add_proto_expert_info(experts.malformed, string.format("Bridge header cut off after %d of 22 bytes", tvb:len()))
    pinfo.cols.info = "Bridge header cut off"
    return length
  end
  local header = add_header(headers.bridge, tvb, 0, item)
  local info = { frame_type[header.type] or string.format("type %d", header.type) }
  if header.type == 3 or header.type == 4 then
    info[#info + 1] = string.format("incarnation %08x", header.sequence)
    item:add(derived.incarnation, tvb(6, 4), header.sequence):set_generated()
    if header.ack ~= 0 then
      info[#info + 1] = string.format("to %08x", header.acknowledgement)
      item:add(derived.heard, tvb(10, 4), header.acknowledgement):set_generated()
    end
    if header.type == 3 then
      if header.nak ~= 0 then
        info[#info + 1] = "wants an answer"
      end
      if header.busy ~= 0 then
        info[#info + 1] = "an offer"
      end
      item:add(derived.answer, tvb(1, 1), header.nak):set_generated()
      item:add(derived.offer, tvb(1, 1), header.busy):set_generated()
      item:add(derived.longest, tvb(14, 2), header.sender_tag):set_generated()
    end
  else
    info[#info + 1] = string.format("seq %d", header.sequence)
    if header.ack ~= 0 then
      info[#info + 1] = string.format("%s %d", header.nak ~= 0 and "nak" or "ack", header.acknowledgement)
    end
    if header.busy ~= 0 then
      info[#info + 1] = "busy"
    end
  end
  local area = 22
  local area_end = area + 4 * header.length_dw
  if header.version ~= 3 then
    item:add_proto_expert_info(experts.version, string.format("Version %d, expected 3", header.version))
    info[#info + 1] = "wrong version"
  elseif not frame_type[header.type] then
    item:add_proto_expert_info(experts.frame_type, string.format("Frame type %d", header.type))
  elseif area_end > tvb:len() then
    item:add_proto_expert_info(experts.malformed, string.format("Area of %d bytes in a frame with %d", 4 * header.length_dw, tvb:len() - area))
    info[#info + 1] = "malformed"
  else
    if header.type == 1 then
      dissect_tlps(tvb, area, area_end, item, info)
    elseif header.type == 5 then
      dissect_keep_alive(tvb, area, area_end, item, info)
    elseif area_end > area then
      if header.type == 6 or header.type == 7 then
        item:add(derived.manager, tvb(area, area_end - area))
      elseif header.type == 3 then
        item:add(derived.trial, tvb(area, area_end - area))
      else
        item:add_proto_expert_info(experts.malformed, string.format("Area of %d bytes in a frame without one", area_end - area))
        info[#info + 1] = "malformed"
      end
    end
    if area_end < tvb:len() then
      item:add(derived.padding, tvb(area_end))
    end
  end
  pinfo.cols.info = table.concat(info, ", ")
  return length
end

local ethertypes = DissectorTable.get("ethertype")
local registered = nil

local function register()
  if registered then
    ethertypes:remove(registered, proto)
  end
  registered = proto.prefs.ethertype
  ethertypes:add(registered, proto)
end

proto.prefs_changed = register
register()
