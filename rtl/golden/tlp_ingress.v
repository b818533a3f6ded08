// tlp_ingress: made from the Rust type expether_rtl::pcie::tlp_ingress::TlpIngress<0, 128>
// by `expether gen`; edit that instead.
`default_nettype none

module tlp_ingress (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] raw_data,
    input  wire [7:0]  raw_keep,
    input  wire        raw_last,
    input  wire        raw_error,
    input  wire        raw_valid,
    output wire        raw_ready,
    output wire [63:0] tlp_beat_data,
    output wire [7:0]  tlp_beat_keep,
    output wire        tlp_beat_last,
    output wire        tlp_beat_error,
    output wire [4:0]  tlp_info_kind,
    output wire [2:0]  tlp_info_routing,
    output wire [2:0]  tlp_info_header_dw,
    output wire [10:0] tlp_info_payload_dw,
    output wire [11:0] tlp_info_total_dw,
    output wire        tlp_valid,
    input  wire        tlp_ready,
    output wire        malformed,
    output wire        refused,
    output wire [1:0]  non_posted_dropped
);

    wire [63:0] parser_tlp_beat_data;
    wire [7:0]  parser_tlp_beat_keep;
    wire        parser_tlp_beat_last;
    wire        parser_tlp_beat_error;
    wire [4:0]  parser_tlp_info_kind;
    wire [2:0]  parser_tlp_info_routing;
    wire [2:0]  parser_tlp_info_header_dw;
    wire [10:0] parser_tlp_info_payload_dw;
    wire [11:0] parser_tlp_info_total_dw;
    wire        parser_tlp_valid;
    wire        parser_malformed;
    wire        parser_aborted;
    wire        parser_non_posted_lost;
    wire        gate_tlp_ready;
    wire        dropped;
    wire [31:0] shifted;
    wire        held_back;

    assign dropped = (parser_malformed | parser_aborted) & parser_non_posted_lost;
    assign shifted = 32'h381fb >> parser_tlp_info_kind;
    assign held_back = parser_tlp_valid & parser_tlp_beat_last & ~tlp_valid & shifted[0];
    assign malformed = parser_malformed | parser_aborted;
    assign non_posted_dropped = {dropped, held_back};

    tlp_parser_128 parser (
        .clock(clock),
        .reset(reset),
        .raw_data(raw_data),
        .raw_keep(raw_keep),
        .raw_last(raw_last),
        .raw_error(raw_error),
        .raw_valid(raw_valid),
        .raw_ready(raw_ready),
        .tlp_beat_data(parser_tlp_beat_data),
        .tlp_beat_keep(parser_tlp_beat_keep),
        .tlp_beat_last(parser_tlp_beat_last),
        .tlp_beat_error(parser_tlp_beat_error),
        .tlp_info_kind(parser_tlp_info_kind),
        .tlp_info_routing(parser_tlp_info_routing),
        .tlp_info_header_dw(parser_tlp_info_header_dw),
        .tlp_info_payload_dw(parser_tlp_info_payload_dw),
        .tlp_info_total_dw(parser_tlp_info_total_dw),
        .tlp_valid(parser_tlp_valid),
        .tlp_ready(gate_tlp_ready),
        .malformed(parser_malformed),
        .aborted(parser_aborted),
        .non_posted_lost(parser_non_posted_lost)
    );

    tlp_gate_0 gate (
        .tlp_beat_data(parser_tlp_beat_data),
        .tlp_beat_keep(parser_tlp_beat_keep),
        .tlp_beat_last(parser_tlp_beat_last),
        .tlp_beat_error(parser_tlp_beat_error),
        .tlp_info_kind(parser_tlp_info_kind),
        .tlp_info_routing(parser_tlp_info_routing),
        .tlp_info_header_dw(parser_tlp_info_header_dw),
        .tlp_info_payload_dw(parser_tlp_info_payload_dw),
        .tlp_info_total_dw(parser_tlp_info_total_dw),
        .tlp_valid(parser_tlp_valid),
        .tlp_ready(gate_tlp_ready),
        .passed_beat_data(tlp_beat_data),
        .passed_beat_keep(tlp_beat_keep),
        .passed_beat_last(tlp_beat_last),
        .passed_beat_error(tlp_beat_error),
        .passed_info_kind(tlp_info_kind),
        .passed_info_routing(tlp_info_routing),
        .passed_info_header_dw(tlp_info_header_dw),
        .passed_info_payload_dw(tlp_info_payload_dw),
        .passed_info_total_dw(tlp_info_total_dw),
        .passed_valid(tlp_valid),
        .passed_ready(tlp_ready),
        .refused(refused)
    );

    wire unused = &{1'b0,
        shifted[31:1]};

endmodule

`default_nettype wire
