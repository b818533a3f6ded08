// tlp_gate: made from the Rust type expether_rtl::pcie::tlp_gate::TlpGate<1>
// by `expether gen`; edit that instead.
`default_nettype none

module tlp_gate (
    input  wire [63:0] tlp_beat_data,
    input  wire [7:0]  tlp_beat_keep,
    input  wire        tlp_beat_last,
    input  wire        tlp_beat_error,
    input  wire [4:0]  tlp_info_kind,
    input  wire [2:0]  tlp_info_routing,
    input  wire [2:0]  tlp_info_header_dw,
    input  wire [10:0] tlp_info_payload_dw,
    input  wire [11:0] tlp_info_total_dw,
    input  wire        tlp_valid,
    output wire        tlp_ready,
    output wire [63:0] passed_beat_data,
    output wire [7:0]  passed_beat_keep,
    output wire        passed_beat_last,
    output wire        passed_beat_error,
    output wire [4:0]  passed_info_kind,
    output wire [2:0]  passed_info_routing,
    output wire [2:0]  passed_info_header_dw,
    output wire [10:0] passed_info_payload_dw,
    output wire [11:0] passed_info_total_dw,
    output wire        passed_valid,
    input  wire        passed_ready,
    output wire        refused
);

    wire [31:0] shifted;
    wire        refused_kind;
    wire [31:0] shifted_2;
    wire        is_message;
    wire [7:0]  shifted_3;
    wire        refused_routing;
    wire        refuse;

    assign shifted = 32'h1e2 >> tlp_info_kind;
    assign refused_kind = shifted[0];
    assign shifted_2 = 32'h600 >> tlp_info_kind;
    assign is_message = shifted_2[0];
    assign shifted_3 = 8'd8 >> tlp_info_routing;
    assign refused_routing = shifted_3[0];
    assign refuse = refused_kind | (is_message & refused_routing);
    assign passed_beat_data = tlp_beat_data;
    assign passed_beat_keep = tlp_beat_keep;
    assign passed_beat_last = tlp_beat_last;
    assign passed_beat_error = tlp_beat_error;
    assign passed_info_kind = tlp_info_kind;
    assign passed_info_routing = tlp_info_routing;
    assign passed_info_header_dw = tlp_info_header_dw;
    assign passed_info_payload_dw = tlp_info_payload_dw;
    assign passed_info_total_dw = tlp_info_total_dw;
    assign passed_valid = tlp_valid & ~refuse;
    assign tlp_ready = passed_ready | refuse;
    assign refused = tlp_valid & refuse & tlp_beat_last & ~tlp_beat_error;

    wire unused = &{1'b0,
        shifted[31:1],
        shifted_2[31:1],
        shifted_3[7:1]};

endmodule

`default_nettype wire
