// tlp_egress: made from the Rust type expether_rtl::pcie::tlp_egress::TlpEgress<1, 128, 11>
// by `expether gen`; edit that instead.
`default_nettype none

module tlp_egress (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] raw_data,
    input  wire [7:0]  raw_keep,
    input  wire        raw_last,
    input  wire        raw_error,
    input  wire        raw_valid,
    output wire        room,
    output wire [63:0] tlp_data,
    output wire [7:0]  tlp_keep,
    output wire        tlp_last,
    output wire        tlp_error,
    output wire        tlp_valid,
    input  wire        tlp_ready,
    output wire        malformed,
    output wire        refused,
    output wire        delivered
);

    wire        parser_raw_ready;
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
    wire        parser_non_posted;
    wire        gate_tlp_ready;
    wire [63:0] gate_passed_beat_data;
    wire [7:0]  gate_passed_beat_keep;
    wire        gate_passed_beat_last;
    wire        gate_passed_beat_error;
    wire [4:0]  gate_passed_info_kind;
    wire [2:0]  gate_passed_info_routing;
    wire [2:0]  gate_passed_info_header_dw;
    wire [10:0] gate_passed_info_payload_dw;
    wire [11:0] gate_passed_info_total_dw;
    wire        gate_passed_valid;
    wire        fifo_room;
    wire        fifo_committed;
    wire        fifo_dropped;
    wire        fifo_overflowed;
    reg  [63:0] passed_data_next;
    reg  [7:0]  passed_keep_next;
    reg         passed_last_next;
    reg         passed_error_next;
    reg  [63:0] passed_data;
    reg  [7:0]  passed_keep;
    reg         passed_last;
    reg         passed_error;
    reg         passed_valid_next;
    reg         passed_valid;
    reg  [15:0] written_next;
    reg  [15:0] written;
    reg  [15:0] kept_next;
    reg  [15:0] kept;
    reg  [15:0] given_next;
    reg  [15:0] given;
    reg  [15:0] stored_next;
    reg  [15:0] stored;
    reg         room_left_next;
    reg         room_left;
    wire        gives;
    wire [15:0] written_2;

    assign gives = tlp_valid & tlp_ready;
    assign written_2 = written + 16'd1;
    assign room = room_left;
    assign malformed = parser_malformed & ~parser_aborted;
    assign delivered = gives & tlp_last;

    tlp_parser_128 parser (
        .clock(clock),
        .reset(reset),
        .raw_data(raw_data),
        .raw_keep(raw_keep),
        .raw_last(raw_last),
        .raw_error(raw_error),
        .raw_valid(raw_valid),
        .raw_ready(parser_raw_ready),
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
        .non_posted(parser_non_posted)
    );

    tlp_gate_1 gate (
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
        .passed_beat_data(gate_passed_beat_data),
        .passed_beat_keep(gate_passed_beat_keep),
        .passed_beat_last(gate_passed_beat_last),
        .passed_beat_error(gate_passed_beat_error),
        .passed_info_kind(gate_passed_info_kind),
        .passed_info_routing(gate_passed_info_routing),
        .passed_info_header_dw(gate_passed_info_header_dw),
        .passed_info_payload_dw(gate_passed_info_payload_dw),
        .passed_info_total_dw(gate_passed_info_total_dw),
        .passed_valid(gate_passed_valid),
        .passed_ready(1'd1),
        .refused(refused)
    );

    packet_fifo_11 fifo (
        .clock(clock),
        .reset(reset),
        .inp_data(passed_data),
        .inp_keep(passed_keep),
        .inp_last(passed_last),
        .inp_error(passed_error),
        .inp_valid(passed_valid),
        .out_data(tlp_data),
        .out_keep(tlp_keep),
        .out_last(tlp_last),
        .out_error(tlp_error),
        .out_valid(tlp_valid),
        .out_ready(tlp_ready),
        .room(fifo_room),
        .committed(fifo_committed),
        .dropped(fifo_dropped),
        .overflowed(fifo_overflowed)
    );

    always @(*) begin
        passed_data_next = passed_data;
        passed_data_next = gate_passed_beat_data;
    end

    always @(*) begin
        passed_keep_next = passed_keep;
        passed_keep_next = gate_passed_beat_keep;
    end

    always @(*) begin
        passed_last_next = passed_last;
        passed_last_next = gate_passed_beat_last;
    end

    always @(*) begin
        passed_error_next = passed_error;
        passed_error_next = gate_passed_beat_error;
    end

    always @(*) begin
        passed_valid_next = passed_valid;
        passed_valid_next = gate_passed_valid;
    end

    always @(*) begin
        written_next = written;
        kept_next = kept;
        if (passed_valid) begin
            written_next = written_2;
            if (passed_last) begin
                if (passed_error) begin
                    written_next = kept;
                end else begin
                    kept_next = written_2;
                end
            end
        end
    end

    always @(*) begin
        given_next = given;
        if (gives) begin
            given_next = given + 16'd1;
        end
    end

    always @(*) begin
        stored_next = stored;
        stored_next = written - given;
    end

    always @(*) begin
        room_left_next = room_left;
        room_left_next = stored <= 16'h778;
    end

    initial begin
        passed_data = 64'd0;
        passed_keep = 8'd0;
        passed_last = 1'd0;
        passed_error = 1'd0;
        passed_valid = 1'd0;
        written = 16'd0;
        kept = 16'd0;
        given = 16'd0;
        stored = 16'd0;
        room_left = 1'd0;
    end

    always @(posedge clock) begin
        passed_data <= passed_data_next;
        passed_keep <= passed_keep_next;
        passed_last <= passed_last_next;
        passed_error <= passed_error_next;
    end

    always @(posedge clock) begin
        if (reset) begin
            passed_valid <= 1'd0;
            written <= 16'd0;
            kept <= 16'd0;
            given <= 16'd0;
            stored <= 16'd0;
            room_left <= 1'd0;
        end else begin
            passed_valid <= passed_valid_next;
            written <= written_next;
            kept <= kept_next;
            given <= given_next;
            stored <= stored_next;
            room_left <= room_left_next;
        end
    end

    wire unused = &{1'b0,
        parser_raw_ready,
        parser_non_posted,
        gate_passed_info_kind,
        gate_passed_info_routing,
        gate_passed_info_header_dw,
        gate_passed_info_payload_dw,
        gate_passed_info_total_dw,
        fifo_room,
        fifo_committed,
        fifo_dropped,
        fifo_overflowed};

endmodule

`default_nettype wire
