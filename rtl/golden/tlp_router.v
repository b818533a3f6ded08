// tlp_router: made from the Rust type expether_rtl::pcie::tlp_router::TlpRouter<4>
// by `expether gen`; edit that instead.
`default_nettype none

module tlp_router (
    input  wire        clock,
    input  wire        reset,
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
    input  wire [15:0] routes_0_id_low,
    input  wire [15:0] routes_0_id_high,
    input  wire [15:0] routes_0_source_low,
    input  wire [15:0] routes_0_source_high,
    input  wire [15:0] routes_0_io_base,
    input  wire [15:0] routes_0_io_limit,
    input  wire [15:0] routes_0_memory_base,
    input  wire [15:0] routes_0_memory_limit,
    input  wire [31:0] routes_0_wide_base,
    input  wire [31:0] routes_0_wide_limit,
    input  wire [15:0] routes_1_id_low,
    input  wire [15:0] routes_1_id_high,
    input  wire [15:0] routes_1_source_low,
    input  wire [15:0] routes_1_source_high,
    input  wire [15:0] routes_1_io_base,
    input  wire [15:0] routes_1_io_limit,
    input  wire [15:0] routes_1_memory_base,
    input  wire [15:0] routes_1_memory_limit,
    input  wire [31:0] routes_1_wide_base,
    input  wire [31:0] routes_1_wide_limit,
    input  wire [15:0] routes_2_id_low,
    input  wire [15:0] routes_2_id_high,
    input  wire [15:0] routes_2_source_low,
    input  wire [15:0] routes_2_source_high,
    input  wire [15:0] routes_2_io_base,
    input  wire [15:0] routes_2_io_limit,
    input  wire [15:0] routes_2_memory_base,
    input  wire [15:0] routes_2_memory_limit,
    input  wire [31:0] routes_2_wide_base,
    input  wire [31:0] routes_2_wide_limit,
    input  wire [15:0] routes_3_id_low,
    input  wire [15:0] routes_3_id_high,
    input  wire [15:0] routes_3_source_low,
    input  wire [15:0] routes_3_source_high,
    input  wire [15:0] routes_3_io_base,
    input  wire [15:0] routes_3_io_limit,
    input  wire [15:0] routes_3_memory_base,
    input  wire [15:0] routes_3_memory_limit,
    input  wire [31:0] routes_3_wide_base,
    input  wire [31:0] routes_3_wide_limit,
    input  wire [3:0]  is_default,
    input  wire [3:0]  connected,
    output wire [63:0] out_0_beat_data,
    output wire [7:0]  out_0_beat_keep,
    output wire        out_0_beat_last,
    output wire        out_0_beat_error,
    output wire [4:0]  out_0_info_kind,
    output wire [2:0]  out_0_info_routing,
    output wire [2:0]  out_0_info_header_dw,
    output wire [10:0] out_0_info_payload_dw,
    output wire [11:0] out_0_info_total_dw,
    output wire        out_0_valid,
    input  wire        out_0_ready,
    output wire [63:0] out_1_beat_data,
    output wire [7:0]  out_1_beat_keep,
    output wire        out_1_beat_last,
    output wire        out_1_beat_error,
    output wire [4:0]  out_1_info_kind,
    output wire [2:0]  out_1_info_routing,
    output wire [2:0]  out_1_info_header_dw,
    output wire [10:0] out_1_info_payload_dw,
    output wire [11:0] out_1_info_total_dw,
    output wire        out_1_valid,
    input  wire        out_1_ready,
    output wire [63:0] out_2_beat_data,
    output wire [7:0]  out_2_beat_keep,
    output wire        out_2_beat_last,
    output wire        out_2_beat_error,
    output wire [4:0]  out_2_info_kind,
    output wire [2:0]  out_2_info_routing,
    output wire [2:0]  out_2_info_header_dw,
    output wire [10:0] out_2_info_payload_dw,
    output wire [11:0] out_2_info_total_dw,
    output wire        out_2_valid,
    input  wire        out_2_ready,
    output wire [63:0] out_3_beat_data,
    output wire [7:0]  out_3_beat_keep,
    output wire        out_3_beat_last,
    output wire        out_3_beat_error,
    output wire [4:0]  out_3_info_kind,
    output wire [2:0]  out_3_info_routing,
    output wire [2:0]  out_3_info_header_dw,
    output wire [10:0] out_3_info_payload_dw,
    output wire [11:0] out_3_info_total_dw,
    output wire        out_3_valid,
    input  wire        out_3_ready,
    output wire [3:0]  held,
    output wire        unrouted,
    output wire        non_posted_unrouted
);

    localparam [1:0] POSITION_FIRST = 2'd0;
    localparam [1:0] POSITION_SECOND = 2'd1;
    localparam [1:0] POSITION_REST = 2'd2;

    reg  [1:0]  position_next;
    reg  [1:0]  position;
    wire [63:0] beats_out_beat_data;
    wire [7:0]  beats_out_beat_keep;
    wire        beats_out_beat_last;
    wire        beats_out_beat_error;
    wire [4:0]  beats_out_info_kind;
    wire [2:0]  beats_out_info_routing;
    wire [2:0]  beats_out_info_header_dw;
    wire [10:0] beats_out_info_payload_dw;
    wire [11:0] beats_out_info_total_dw;
    wire        beats_out_valid;
    wire [15:0] beats_count;
    reg         key_valid_next;
    reg         key_valid;
    reg  [15:0] key_source_next;
    reg  [15:0] key_target_id_next;
    reg  [39:0] key_target_page_next;
    reg         key_target_by_source_next;
    reg         key_target_by_id_next;
    reg         key_target_by_io_next;
    reg         key_target_by_memory_next;
    reg         key_target_by_wide_next;
    reg         key_target_broadcast_next;
    reg  [15:0] key_source;
    reg  [15:0] key_target_id;
    reg  [39:0] key_target_page;
    reg         key_target_by_source;
    reg         key_target_by_id;
    reg         key_target_by_io;
    reg         key_target_by_memory;
    reg         key_target_by_wide;
    reg         key_target_broadcast;
    reg         matched_valid_next;
    reg         matched_valid;
    reg         matched_broadcast_next;
    reg         matched_broadcast;
    reg  [3:0]  matched_source_next;
    reg  [3:0]  matched_source;
    reg  [3:0]  matched_id_next;
    reg  [3:0]  matched_id;
    reg  [3:0]  matched_io_next;
    reg  [3:0]  matched_io;
    reg  [3:0]  matched_memory_next;
    reg  [3:0]  matched_memory;
    reg  [3:0]  matched_wide_next;
    reg  [3:0]  matched_wide;
    reg  [3:0]  matched_default_next;
    reg  [3:0]  matched_default;
    reg  [3:0]  matched_connected_next;
    reg  [3:0]  matched_connected;
    reg         chosen_valid_next;
    reg         chosen_valid;
    reg         chosen_broadcast_next;
    reg         chosen_broadcast;
    reg  [3:0]  chosen_source_next;
    reg  [3:0]  chosen_source;
    reg         any_source_next;
    reg         any_source;
    reg  [3:0]  chosen_window_next;
    reg  [3:0]  chosen_window;
    reg         any_window_next;
    reg         any_window;
    reg  [3:0]  chosen_default_next;
    reg  [3:0]  chosen_default;
    reg  [3:0]  chosen_connected_next;
    reg  [3:0]  chosen_connected;
    wire        decisions_inp_valid;
    wire        decisions_inp_ready;
    wire [3:0]  decisions_out_payload;
    wire        decisions_out_valid;
    wire [15:0] decisions_count;
    reg         destination_valid_next;
    reg         destination_valid;
    reg  [3:0]  destination_next;
    reg  [3:0]  destination;
    wire        slices_0_inp_ready;
    wire        slices_1_inp_ready;
    wire        slices_2_inp_ready;
    wire        slices_3_inp_ready;
    reg  [4:0]  held_tlps_0_next;
    reg  [4:0]  held_tlps_0;
    reg  [4:0]  held_tlps_1_next;
    reg  [4:0]  held_tlps_1;
    reg  [4:0]  held_tlps_2_next;
    reg  [4:0]  held_tlps_2;
    reg  [4:0]  held_tlps_3_next;
    reg  [4:0]  held_tlps_3;
    wire        takes;
    wire [15:0] key_source_2;
    wire [15:0] key_source_3;
    wire [31:0] shifted;
    wire        is_message;
    wire [31:0] shifted_2;
    wire        is_io;
    wire [31:0] shifted_3;
    wire        is_request;
    wire [31:0] shifted_4;
    wire        has_id;
    wire        is_memory;
    wire [31:0] first_word;
    wire [31:0] second_word;
    wire        is_long;
    wire [31:0] high;
    wire [31:0] low;
    wire        key_target_broadcast_2;
    wire        key_target_by_wide_2;
    wire        key_target_by_memory_2;
    wire        key_target_by_io_2;
    wire        key_target_by_id_2;
    wire        key_target_by_source_2;
    wire [39:0] key_target_page_2;
    wire [15:0] key_target_id_2;
    wire        key_target_broadcast_3;
    wire        key_target_by_wide_3;
    wire        key_target_by_memory_3;
    wire        key_target_by_io_3;
    wire        key_target_by_id_3;
    wire        key_target_by_source_3;
    wire [39:0] key_target_page_3;
    wire [15:0] key_target_id_3;
    wire [3:0]  source;
    wire [3:0]  id;
    wire [3:0]  io;
    wire [3:0]  memory;
    wire [3:0]  wide;
    wire [3:0]  source_2;
    wire [3:0]  id_2;
    wire [3:0]  io_2;
    wire [3:0]  memory_2;
    wire [3:0]  wide_2;
    wire [3:0]  source_3;
    wire [3:0]  id_3;
    wire [3:0]  io_3;
    wire [3:0]  memory_3;
    wire [3:0]  wide_3;
    wire [3:0]  source_4;
    wire [3:0]  id_4;
    wire [3:0]  io_4;
    wire [3:0]  memory_4;
    wire [3:0]  wide_4;
    wire [3:0]  windows;
    wire [3:0]  claimed;
    wire [3:0]  decided;
    wire [3:0]  decided_2;
    wire [3:0]  ready;
    wire [3:0]  ready_2;
    wire [3:0]  ready_3;
    wire [3:0]  ready_4;
    wire        moves;
    wire        leaves;
    wire        comes;
    wire [3:0]  held_2;
    wire        leaves_2;
    wire        comes_2;
    wire [3:0]  held_3;
    wire        leaves_3;
    wire        comes_3;
    wire [3:0]  held_4;
    wire        leaves_4;
    wire        comes_4;
    wire [3:0]  held_5;
    wire        ends;
    wire        nowhere;
    wire [31:0] shifted_5;
    wire        is_non_posted;
    wire        is_free;

    assign takes = tlp_valid & tlp_ready;
    assign key_source_2 = {tlp_beat_data[39:32], tlp_beat_data[47:40]};
    assign key_source_3 = (position == POSITION_FIRST) ? key_source_2 : key_source;
    assign shifted = 32'h600 >> tlp_info_kind;
    assign is_message = shifted[0];
    assign shifted_2 = 32'h18 >> tlp_info_kind;
    assign is_io = shifted_2[0];
    assign shifted_3 = 32'h38007 >> tlp_info_kind;
    assign is_request = shifted_3[0];
    assign shifted_4 = 32'h79e0 >> tlp_info_kind;
    assign has_id = shifted_4[0];
    assign is_memory = is_request | (is_message & (tlp_info_routing == 3'd1));
    assign first_word = {
        tlp_beat_data[7:0],
        tlp_beat_data[15:8],
        tlp_beat_data[23:16],
        tlp_beat_data[31:24]
    };
    assign second_word = {
        tlp_beat_data[39:32],
        tlp_beat_data[47:40],
        tlp_beat_data[55:48],
        tlp_beat_data[63:56]
    };
    assign is_long = tlp_info_header_dw == 3'd4;
    assign high = is_long ? first_word : 32'd0;
    assign low = is_long ? second_word : first_word;
    assign key_target_broadcast_2 = is_message & (tlp_info_routing == 3'd3);
    assign key_target_by_wide_2 = is_memory & ~(|high[31:20]);
    assign key_target_by_memory_2 = is_memory & ~(|high);
    assign key_target_by_io_2 = is_io & ~(|low[31:28]);
    assign key_target_by_id_2 = has_id | (is_message & (tlp_info_routing == 3'd2));
    assign key_target_by_source_2 = is_request | is_io;
    assign key_target_page_2 = {high[19:0], low[31:12]};
    assign key_target_id_2 = {tlp_beat_data[7:0], tlp_beat_data[15:8]};
    assign key_target_broadcast_3 =
        (position != POSITION_REST) ? key_target_broadcast_2 :
        key_target_broadcast;
    assign key_target_by_wide_3 =
        (position != POSITION_REST) ? key_target_by_wide_2 :
        key_target_by_wide;
    assign key_target_by_memory_3 =
        (position != POSITION_REST) ? key_target_by_memory_2 :
        key_target_by_memory;
    assign key_target_by_io_3 =
        (position != POSITION_REST) ? key_target_by_io_2 :
        key_target_by_io;
    assign key_target_by_id_3 =
        (position != POSITION_REST) ? key_target_by_id_2 :
        key_target_by_id;
    assign key_target_by_source_3 =
        (position != POSITION_REST) ? key_target_by_source_2 :
        key_target_by_source;
    assign key_target_page_3 =
        (position != POSITION_REST) ? key_target_page_2 :
        key_target_page;
    assign key_target_id_3 = (position != POSITION_REST) ? key_target_id_2 : key_target_id;
    assign source = {
        3'd0,
        (routes_0_source_low <= key_source) & (key_source <= routes_0_source_high) & key_target_by_source
    };
    assign id = {
        3'd0,
        (routes_0_id_low <= key_target_id) & (key_target_id <= routes_0_id_high) & key_target_by_id
    };
    assign io = {
        3'd0,
        (routes_0_io_base <= key_target_page[15:0]) & (key_target_page[15:0] <= routes_0_io_limit) & key_target_by_io
    };
    assign memory = {
        3'd0,
        (routes_0_memory_base <= key_target_page[19:4]) & (key_target_page[19:4] <= routes_0_memory_limit) & key_target_by_memory
    };
    assign wide = {
        3'd0,
        (routes_0_wide_base <= key_target_page[39:8]) & (key_target_page[39:8] <= routes_0_wide_limit) & key_target_by_wide
    };
    assign source_2 = {
        source[3:2],
        (routes_1_source_low <= key_source) & (key_source <= routes_1_source_high) & key_target_by_source,
        source[0]
    };
    assign id_2 = {
        id[3:2],
        (routes_1_id_low <= key_target_id) & (key_target_id <= routes_1_id_high) & key_target_by_id,
        id[0]
    };
    assign io_2 = {
        io[3:2],
        (routes_1_io_base <= key_target_page[15:0]) & (key_target_page[15:0] <= routes_1_io_limit) & key_target_by_io,
        io[0]
    };
    assign memory_2 = {
        memory[3:2],
        (routes_1_memory_base <= key_target_page[19:4]) & (key_target_page[19:4] <= routes_1_memory_limit) & key_target_by_memory,
        memory[0]
    };
    assign wide_2 = {
        wide[3:2],
        (routes_1_wide_base <= key_target_page[39:8]) & (key_target_page[39:8] <= routes_1_wide_limit) & key_target_by_wide,
        wide[0]
    };
    assign source_3 = {
        source_2[3],
        (routes_2_source_low <= key_source) & (key_source <= routes_2_source_high) & key_target_by_source,
        source_2[1:0]
    };
    assign id_3 = {
        id_2[3],
        (routes_2_id_low <= key_target_id) & (key_target_id <= routes_2_id_high) & key_target_by_id,
        id_2[1:0]
    };
    assign io_3 = {
        io_2[3],
        (routes_2_io_base <= key_target_page[15:0]) & (key_target_page[15:0] <= routes_2_io_limit) & key_target_by_io,
        io_2[1:0]
    };
    assign memory_3 = {
        memory_2[3],
        (routes_2_memory_base <= key_target_page[19:4]) & (key_target_page[19:4] <= routes_2_memory_limit) & key_target_by_memory,
        memory_2[1:0]
    };
    assign wide_3 = {
        wide_2[3],
        (routes_2_wide_base <= key_target_page[39:8]) & (key_target_page[39:8] <= routes_2_wide_limit) & key_target_by_wide,
        wide_2[1:0]
    };
    assign source_4 = {
        (routes_3_source_low <= key_source) & (key_source <= routes_3_source_high) & key_target_by_source,
        source_3[2:0]
    };
    assign id_4 = {
        (routes_3_id_low <= key_target_id) & (key_target_id <= routes_3_id_high) & key_target_by_id,
        id_3[2:0]
    };
    assign io_4 = {
        (routes_3_io_base <= key_target_page[15:0]) & (key_target_page[15:0] <= routes_3_io_limit) & key_target_by_io,
        io_3[2:0]
    };
    assign memory_4 = {
        (routes_3_memory_base <= key_target_page[19:4]) & (key_target_page[19:4] <= routes_3_memory_limit) & key_target_by_memory,
        memory_3[2:0]
    };
    assign wide_4 = {
        (routes_3_wide_base <= key_target_page[39:8]) & (key_target_page[39:8] <= routes_3_wide_limit) & key_target_by_wide,
        wide_3[2:0]
    };
    assign windows = matched_id | matched_io | matched_memory | matched_wide;
    assign claimed = any_source ? chosen_source : any_window ? chosen_window : chosen_default;
    assign decided = chosen_broadcast ? chosen_connected : claimed;
    assign decided_2 = decided & connected;
    assign ready = {3'd0, slices_0_inp_ready};
    assign ready_2 = {ready[3:2], slices_1_inp_ready, ready[0]};
    assign ready_3 = {ready_2[3], slices_2_inp_ready, ready_2[1:0]};
    assign ready_4 = {slices_3_inp_ready, ready_3[2:0]};
    assign moves = destination_valid & beats_out_valid & ~(|(destination & ~ready_4));
    assign leaves = out_0_valid & out_0_ready & out_0_beat_last;
    assign comes = chosen_valid & decided_2[0];
    assign held_2 = {3'd0, |held_tlps_0};
    assign leaves_2 = out_1_valid & out_1_ready & out_1_beat_last;
    assign comes_2 = chosen_valid & decided_2[1];
    assign held_3 = {held_2[3:2], |held_tlps_1, held_2[0]};
    assign leaves_3 = out_2_valid & out_2_ready & out_2_beat_last;
    assign comes_3 = chosen_valid & decided_2[2];
    assign held_4 = {held_3[3], |held_tlps_2, held_3[1:0]};
    assign leaves_4 = out_3_valid & out_3_ready & out_3_beat_last;
    assign comes_4 = chosen_valid & decided_2[3];
    assign held_5 = {|held_tlps_3, held_4[2:0]};
    assign ends = moves & beats_out_beat_last;
    assign nowhere = ends & ~(|destination);
    assign shifted_5 = 32'h381fb >> beats_out_info_kind;
    assign is_non_posted = shifted_5[0];
    assign is_free = ~destination_valid | ends;
    assign held = held_5;
    assign unrouted = nowhere & ~beats_out_beat_error;
    assign non_posted_unrouted = nowhere & is_non_posted;
    assign decisions_inp_valid = chosen_valid & (~is_free | decisions_out_valid);

    sync_fifo_tlp_beat_4 beats (
        .clock(clock),
        .reset(reset),
        .inp_beat_data(tlp_beat_data),
        .inp_beat_keep(tlp_beat_keep),
        .inp_beat_last(tlp_beat_last),
        .inp_beat_error(tlp_beat_error),
        .inp_info_kind(tlp_info_kind),
        .inp_info_routing(tlp_info_routing),
        .inp_info_header_dw(tlp_info_header_dw),
        .inp_info_payload_dw(tlp_info_payload_dw),
        .inp_info_total_dw(tlp_info_total_dw),
        .inp_valid(tlp_valid),
        .inp_ready(tlp_ready),
        .out_beat_data(beats_out_beat_data),
        .out_beat_keep(beats_out_beat_keep),
        .out_beat_last(beats_out_beat_last),
        .out_beat_error(beats_out_beat_error),
        .out_info_kind(beats_out_info_kind),
        .out_info_routing(beats_out_info_routing),
        .out_info_header_dw(beats_out_info_header_dw),
        .out_info_payload_dw(beats_out_info_payload_dw),
        .out_info_total_dw(beats_out_info_total_dw),
        .out_valid(beats_out_valid),
        .out_ready(moves),
        .count(beats_count)
    );

    sync_fifo_bits_4_4 decisions (
        .clock(clock),
        .reset(reset),
        .inp_payload(decided_2),
        .inp_valid(decisions_inp_valid),
        .inp_ready(decisions_inp_ready),
        .out_payload(decisions_out_payload),
        .out_valid(decisions_out_valid),
        .out_ready(is_free),
        .count(decisions_count)
    );

    register_slice_tlp_beat slices_0 (
        .clock(clock),
        .reset(reset),
        .inp_beat_data(beats_out_beat_data),
        .inp_beat_keep(beats_out_beat_keep),
        .inp_beat_last(beats_out_beat_last),
        .inp_beat_error(beats_out_beat_error),
        .inp_info_kind(beats_out_info_kind),
        .inp_info_routing(beats_out_info_routing),
        .inp_info_header_dw(beats_out_info_header_dw),
        .inp_info_payload_dw(beats_out_info_payload_dw),
        .inp_info_total_dw(beats_out_info_total_dw),
        .inp_valid(moves & destination[0]),
        .inp_ready(slices_0_inp_ready),
        .out_beat_data(out_0_beat_data),
        .out_beat_keep(out_0_beat_keep),
        .out_beat_last(out_0_beat_last),
        .out_beat_error(out_0_beat_error),
        .out_info_kind(out_0_info_kind),
        .out_info_routing(out_0_info_routing),
        .out_info_header_dw(out_0_info_header_dw),
        .out_info_payload_dw(out_0_info_payload_dw),
        .out_info_total_dw(out_0_info_total_dw),
        .out_valid(out_0_valid),
        .out_ready(out_0_ready)
    );

    register_slice_tlp_beat slices_1 (
        .clock(clock),
        .reset(reset),
        .inp_beat_data(beats_out_beat_data),
        .inp_beat_keep(beats_out_beat_keep),
        .inp_beat_last(beats_out_beat_last),
        .inp_beat_error(beats_out_beat_error),
        .inp_info_kind(beats_out_info_kind),
        .inp_info_routing(beats_out_info_routing),
        .inp_info_header_dw(beats_out_info_header_dw),
        .inp_info_payload_dw(beats_out_info_payload_dw),
        .inp_info_total_dw(beats_out_info_total_dw),
        .inp_valid(moves & destination[1]),
        .inp_ready(slices_1_inp_ready),
        .out_beat_data(out_1_beat_data),
        .out_beat_keep(out_1_beat_keep),
        .out_beat_last(out_1_beat_last),
        .out_beat_error(out_1_beat_error),
        .out_info_kind(out_1_info_kind),
        .out_info_routing(out_1_info_routing),
        .out_info_header_dw(out_1_info_header_dw),
        .out_info_payload_dw(out_1_info_payload_dw),
        .out_info_total_dw(out_1_info_total_dw),
        .out_valid(out_1_valid),
        .out_ready(out_1_ready)
    );

    register_slice_tlp_beat slices_2 (
        .clock(clock),
        .reset(reset),
        .inp_beat_data(beats_out_beat_data),
        .inp_beat_keep(beats_out_beat_keep),
        .inp_beat_last(beats_out_beat_last),
        .inp_beat_error(beats_out_beat_error),
        .inp_info_kind(beats_out_info_kind),
        .inp_info_routing(beats_out_info_routing),
        .inp_info_header_dw(beats_out_info_header_dw),
        .inp_info_payload_dw(beats_out_info_payload_dw),
        .inp_info_total_dw(beats_out_info_total_dw),
        .inp_valid(moves & destination[2]),
        .inp_ready(slices_2_inp_ready),
        .out_beat_data(out_2_beat_data),
        .out_beat_keep(out_2_beat_keep),
        .out_beat_last(out_2_beat_last),
        .out_beat_error(out_2_beat_error),
        .out_info_kind(out_2_info_kind),
        .out_info_routing(out_2_info_routing),
        .out_info_header_dw(out_2_info_header_dw),
        .out_info_payload_dw(out_2_info_payload_dw),
        .out_info_total_dw(out_2_info_total_dw),
        .out_valid(out_2_valid),
        .out_ready(out_2_ready)
    );

    register_slice_tlp_beat slices_3 (
        .clock(clock),
        .reset(reset),
        .inp_beat_data(beats_out_beat_data),
        .inp_beat_keep(beats_out_beat_keep),
        .inp_beat_last(beats_out_beat_last),
        .inp_beat_error(beats_out_beat_error),
        .inp_info_kind(beats_out_info_kind),
        .inp_info_routing(beats_out_info_routing),
        .inp_info_header_dw(beats_out_info_header_dw),
        .inp_info_payload_dw(beats_out_info_payload_dw),
        .inp_info_total_dw(beats_out_info_total_dw),
        .inp_valid(moves & destination[3]),
        .inp_ready(slices_3_inp_ready),
        .out_beat_data(out_3_beat_data),
        .out_beat_keep(out_3_beat_keep),
        .out_beat_last(out_3_beat_last),
        .out_beat_error(out_3_beat_error),
        .out_info_kind(out_3_info_kind),
        .out_info_routing(out_3_info_routing),
        .out_info_header_dw(out_3_info_header_dw),
        .out_info_payload_dw(out_3_info_payload_dw),
        .out_info_total_dw(out_3_info_total_dw),
        .out_valid(out_3_valid),
        .out_ready(out_3_ready)
    );

    always @(*) begin
        position_next = position;
        key_valid_next = key_valid;
        key_source_next = key_source;
        key_target_id_next = key_target_id;
        key_target_page_next = key_target_page;
        key_target_by_source_next = key_target_by_source;
        key_target_by_id_next = key_target_by_id;
        key_target_by_io_next = key_target_by_io;
        key_target_by_memory_next = key_target_by_memory;
        key_target_by_wide_next = key_target_by_wide;
        key_target_broadcast_next = key_target_broadcast;
        key_valid_next = 1'd0;
        if (takes) begin
            key_source_next = key_source_3;
            key_target_id_next = key_target_id_3;
            key_target_page_next = key_target_page_3;
            key_target_by_source_next = key_target_by_source_3;
            key_target_by_id_next = key_target_by_id_3;
            key_target_by_io_next = key_target_by_io_3;
            key_target_by_memory_next = key_target_by_memory_3;
            key_target_by_wide_next = key_target_by_wide_3;
            key_target_broadcast_next = key_target_broadcast_3;
            case (position)
                POSITION_FIRST: begin
                    position_next = POSITION_SECOND;
                    key_valid_next = tlp_beat_last;
                end
                POSITION_SECOND: begin
                    position_next = POSITION_REST;
                    key_valid_next = 1'd1;
                end
                default: begin end
            endcase
            if (tlp_beat_last) begin
                position_next = POSITION_FIRST;
            end
        end
    end

    always @(*) begin
        matched_valid_next = matched_valid;
        matched_valid_next = key_valid;
    end

    always @(*) begin
        matched_broadcast_next = matched_broadcast;
        matched_broadcast_next = key_target_broadcast;
    end

    always @(*) begin
        matched_source_next = matched_source;
        matched_source_next = source_4;
    end

    always @(*) begin
        matched_id_next = matched_id;
        matched_id_next = id_4;
    end

    always @(*) begin
        matched_io_next = matched_io;
        matched_io_next = io_4;
    end

    always @(*) begin
        matched_memory_next = matched_memory;
        matched_memory_next = memory_4;
    end

    always @(*) begin
        matched_wide_next = matched_wide;
        matched_wide_next = wide_4;
    end

    always @(*) begin
        matched_default_next = matched_default;
        matched_default_next = is_default & connected;
    end

    always @(*) begin
        matched_connected_next = matched_connected;
        matched_connected_next = connected;
    end

    always @(*) begin
        chosen_valid_next = chosen_valid;
        chosen_valid_next = matched_valid;
    end

    always @(*) begin
        chosen_broadcast_next = chosen_broadcast;
        chosen_broadcast_next = matched_broadcast;
    end

    always @(*) begin
        chosen_source_next = chosen_source;
        chosen_source_next =
            matched_source
            & matched_connected
            & (~(matched_source & matched_connected) + 4'd1);
    end

    always @(*) begin
        any_source_next = any_source;
        any_source_next = |matched_source;
    end

    always @(*) begin
        chosen_window_next = chosen_window;
        chosen_window_next =
            windows
            & matched_connected
            & (~(windows & matched_connected) + 4'd1);
    end

    always @(*) begin
        any_window_next = any_window;
        any_window_next = |windows;
    end

    always @(*) begin
        chosen_default_next = chosen_default;
        chosen_default_next = matched_default & (~matched_default + 4'd1);
    end

    always @(*) begin
        chosen_connected_next = chosen_connected;
        chosen_connected_next = matched_connected;
    end

    always @(*) begin
        destination_valid_next = destination_valid;
        destination_next = destination;
        if (is_free) begin
            destination_valid_next = decisions_out_valid | chosen_valid;
            destination_next = decisions_out_valid ? decisions_out_payload : decided_2;
        end
    end

    always @(*) begin
        held_tlps_0_next = held_tlps_0;
        if (comes & ~leaves) begin
            held_tlps_0_next = held_tlps_0 + 5'd1;
        end
        if (leaves & ~comes) begin
            held_tlps_0_next = held_tlps_0 - 5'd1;
        end
    end

    always @(*) begin
        held_tlps_1_next = held_tlps_1;
        if (comes_2 & ~leaves_2) begin
            held_tlps_1_next = held_tlps_1 + 5'd1;
        end
        if (leaves_2 & ~comes_2) begin
            held_tlps_1_next = held_tlps_1 - 5'd1;
        end
    end

    always @(*) begin
        held_tlps_2_next = held_tlps_2;
        if (comes_3 & ~leaves_3) begin
            held_tlps_2_next = held_tlps_2 + 5'd1;
        end
        if (leaves_3 & ~comes_3) begin
            held_tlps_2_next = held_tlps_2 - 5'd1;
        end
    end

    always @(*) begin
        held_tlps_3_next = held_tlps_3;
        if (comes_4 & ~leaves_4) begin
            held_tlps_3_next = held_tlps_3 + 5'd1;
        end
        if (leaves_4 & ~comes_4) begin
            held_tlps_3_next = held_tlps_3 - 5'd1;
        end
    end

    initial begin
        position = 2'd0;
        key_valid = 1'd0;
        key_source = 16'd0;
        key_target_id = 16'd0;
        key_target_page = 40'd0;
        key_target_by_source = 1'd0;
        key_target_by_id = 1'd0;
        key_target_by_io = 1'd0;
        key_target_by_memory = 1'd0;
        key_target_by_wide = 1'd0;
        key_target_broadcast = 1'd0;
        matched_valid = 1'd0;
        matched_broadcast = 1'd0;
        matched_source = 4'd0;
        matched_id = 4'd0;
        matched_io = 4'd0;
        matched_memory = 4'd0;
        matched_wide = 4'd0;
        matched_default = 4'd0;
        matched_connected = 4'd0;
        chosen_valid = 1'd0;
        chosen_broadcast = 1'd0;
        chosen_source = 4'd0;
        any_source = 1'd0;
        chosen_window = 4'd0;
        any_window = 1'd0;
        chosen_default = 4'd0;
        chosen_connected = 4'd0;
        destination_valid = 1'd0;
        destination = 4'd0;
        held_tlps_0 = 5'd0;
        held_tlps_1 = 5'd0;
        held_tlps_2 = 5'd0;
        held_tlps_3 = 5'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            position <= 2'd0;
            key_valid <= 1'd0;
            matched_valid <= 1'd0;
            chosen_valid <= 1'd0;
            destination_valid <= 1'd0;
            held_tlps_0 <= 5'd0;
            held_tlps_1 <= 5'd0;
            held_tlps_2 <= 5'd0;
            held_tlps_3 <= 5'd0;
        end else begin
            position <= position_next;
            key_valid <= key_valid_next;
            matched_valid <= matched_valid_next;
            chosen_valid <= chosen_valid_next;
            destination_valid <= destination_valid_next;
            held_tlps_0 <= held_tlps_0_next;
            held_tlps_1 <= held_tlps_1_next;
            held_tlps_2 <= held_tlps_2_next;
            held_tlps_3 <= held_tlps_3_next;
        end
    end

    always @(posedge clock) begin
        key_source <= key_source_next;
        key_target_id <= key_target_id_next;
        key_target_page <= key_target_page_next;
        key_target_by_source <= key_target_by_source_next;
        key_target_by_id <= key_target_by_id_next;
        key_target_by_io <= key_target_by_io_next;
        key_target_by_memory <= key_target_by_memory_next;
        key_target_by_wide <= key_target_by_wide_next;
        key_target_broadcast <= key_target_broadcast_next;
        matched_broadcast <= matched_broadcast_next;
        matched_source <= matched_source_next;
        matched_id <= matched_id_next;
        matched_io <= matched_io_next;
        matched_memory <= matched_memory_next;
        matched_wide <= matched_wide_next;
        matched_default <= matched_default_next;
        matched_connected <= matched_connected_next;
        chosen_broadcast <= chosen_broadcast_next;
        chosen_source <= chosen_source_next;
        any_source <= any_source_next;
        chosen_window <= chosen_window_next;
        any_window <= any_window_next;
        chosen_default <= chosen_default_next;
        chosen_connected <= chosen_connected_next;
        destination <= destination_next;
    end

    wire unused = &{1'b0,
        beats_count,
        decisions_inp_ready,
        decisions_count,
        shifted[31:1],
        shifted_2[31:1],
        shifted_3[31:1],
        shifted_4[31:1],
        low[11:0],
        source[1],
        id[1],
        io[1],
        memory[1],
        wide[1],
        source_2[2],
        id_2[2],
        io_2[2],
        memory_2[2],
        wide_2[2],
        source_3[3],
        id_3[3],
        io_3[3],
        memory_3[3],
        wide_3[3],
        ready[1],
        ready_2[2],
        ready_3[3],
        held_2[1],
        held_3[2],
        held_4[3],
        shifted_5[31:1]};

endmodule

`default_nettype wire
