// peer_ingress: made from the Rust type expether_rtl::bridge::peer_ingress::PeerIngress
// by `expether gen`; edit that instead.
`default_nettype none

module peer_ingress (
    input  wire        clock,
    input  wire        reset,
    input  wire        run,
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
    output wire [63:0] out_beat_data,
    output wire [7:0]  out_beat_keep,
    output wire        out_beat_last,
    output wire        out_beat_error,
    output wire [4:0]  out_info_kind,
    output wire [2:0]  out_info_routing,
    output wire [2:0]  out_info_header_dw,
    output wire [10:0] out_info_payload_dw,
    output wire [11:0] out_info_total_dw,
    output wire        out_valid,
    input  wire        out_ready,
    input  wire [7:0]  limit_payload,
    input  wire        limit_valid,
    input  wire [15:0] freed,
    output wire [15:0] discarded,
    output wire        non_posted_left,
    input  wire [23:0] busy_time,
    input  wire        paused,
    output wire        stuck
);

    wire        queue_inp_ready;
    wire [63:0] queue_out_beat_data;
    wire [7:0]  queue_out_beat_keep;
    wire        queue_out_beat_last;
    wire        queue_out_beat_error;
    wire [4:0]  queue_out_info_kind;
    wire [2:0]  queue_out_info_routing;
    wire [2:0]  queue_out_info_header_dw;
    wire [10:0] queue_out_info_payload_dw;
    wire [11:0] queue_out_info_total_dw;
    wire        queue_out_valid;
    wire        queue_waiting;
    reg  [7:0]  allowed_next;
    reg  [7:0]  allowed;
    reg  [7:0]  sent_next;
    reg  [7:0]  sent;
    reg         may_go_next;
    reg         may_go;
    reg         under_way_next;
    reg         under_way;
    reg         from_queue_next;
    reg         from_queue;
    reg         queue_is_next_next;
    reg         queue_is_next;
    reg  [23:0] waited_next;
    reg  [23:0] waited;
    reg         gone_next;
    reg         gone;
    reg  [15:0] kept_next;
    reg  [15:0] kept;
    reg         took_next;
    reg         took;
    wire [31:0] shifted;
    wire        is_non_posted;
    wire        direct;
    wire        prefers_queue;
    wire        takes_queue;
    wire [11:0] beat_info_total_dw;
    wire [10:0] beat_info_payload_dw;
    wire [2:0]  beat_info_header_dw;
    wire [2:0]  beat_info_routing;
    wire [4:0]  beat_info_kind;
    wire        beat_beat_error;
    wire        beat_beat_last;
    wire [7:0]  beat_beat_keep;
    wire [63:0] beat_beat_data;
    wire        valid;
    wire        tlp_ready_2;
    wire [7:0]  step;
    wire [7:0]  ahead;
    wire        goes;
    wire [7:0]  ahead_2;
    wire [7:0]  ahead_3;
    wire [15:0] kept_2;

    assign shifted = 32'h381fb >> tlp_info_kind;
    assign is_non_posted = shifted[0];
    assign direct = tlp_valid & ~is_non_posted;
    assign prefers_queue = queue_out_valid & (queue_is_next | ~direct);
    assign takes_queue = under_way ? from_queue : prefers_queue;
    assign beat_info_total_dw = takes_queue ? queue_out_info_total_dw : tlp_info_total_dw;
    assign beat_info_payload_dw = takes_queue ? queue_out_info_payload_dw : tlp_info_payload_dw;
    assign beat_info_header_dw = takes_queue ? queue_out_info_header_dw : tlp_info_header_dw;
    assign beat_info_routing = takes_queue ? queue_out_info_routing : tlp_info_routing;
    assign beat_info_kind = takes_queue ? queue_out_info_kind : tlp_info_kind;
    assign beat_beat_error = takes_queue ? queue_out_beat_error : tlp_beat_error;
    assign beat_beat_last = takes_queue ? queue_out_beat_last : tlp_beat_last;
    assign beat_beat_keep = takes_queue ? queue_out_beat_keep : tlp_beat_keep;
    assign beat_beat_data = takes_queue ? queue_out_beat_data : tlp_beat_data;
    assign valid = takes_queue ? queue_out_valid : direct;
    assign tlp_ready_2 = is_non_posted ? queue_inp_ready : (out_ready & ~takes_queue);
    assign step = limit_payload - allowed;
    assign ahead = limit_payload - sent;
    assign goes = valid & out_ready & takes_queue & beat_beat_last & ~beat_beat_error;
    assign ahead_2 = allowed - (sent + 8'd1);
    assign ahead_3 = allowed - sent;
    assign kept_2 = run ? (kept - freed) : 16'd0;
    assign out_beat_data = beat_beat_data;
    assign out_beat_keep = beat_beat_keep;
    assign out_beat_last = beat_beat_last;
    assign out_beat_error = beat_beat_error;
    assign out_info_kind = beat_info_kind;
    assign out_info_routing = beat_info_routing;
    assign out_info_header_dw = beat_info_header_dw;
    assign out_info_payload_dw = beat_info_payload_dw;
    assign out_info_total_dw = beat_info_total_dw;
    assign out_valid = valid;
    assign tlp_ready = tlp_ready_2;
    assign stuck = gone & run;
    assign discarded = run ? 16'd0 : kept;

    non_posted_queue_8 queue (
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
        .inp_valid(tlp_valid & is_non_posted),
        .inp_ready(queue_inp_ready),
        .out_beat_data(queue_out_beat_data),
        .out_beat_keep(queue_out_beat_keep),
        .out_beat_last(queue_out_beat_last),
        .out_beat_error(queue_out_beat_error),
        .out_info_kind(queue_out_info_kind),
        .out_info_routing(queue_out_info_routing),
        .out_info_header_dw(queue_out_info_header_dw),
        .out_info_payload_dw(queue_out_info_payload_dw),
        .out_info_total_dw(queue_out_info_total_dw),
        .out_valid(queue_out_valid),
        .out_ready(takes_queue & out_ready),
        .grant(may_go),
        .flush(~run),
        .left(non_posted_left),
        .waiting(queue_waiting)
    );

    always @(*) begin
        allowed_next = allowed;
        sent_next = sent;
        may_go_next = may_go;
        waited_next = waited;
        gone_next = gone;
        if (limit_valid & ~step[7] & (ahead <= 8'd32)) begin
            allowed_next = limit_payload;
        end
        if (goes) begin
            sent_next = sent + 8'd1;
            may_go_next = (|ahead_2) & ~ahead_2[7];
        end else begin
            may_go_next = (|ahead_3) & ~ahead_3[7];
        end
        if (may_go | ~queue_waiting) begin
            waited_next = 24'd0;
        end else if (~(&waited) & ~paused) begin
            waited_next = waited + 24'd1;
        end
        gone_next = (|busy_time) & (waited >= busy_time);
        if (~run) begin
            if (limit_valid) begin
                allowed_next = (limit_payload <= 8'd32) ? limit_payload : 8'd0;
            end
            sent_next = 8'd0;
            may_go_next = 1'd0;
            waited_next = 24'd0;
            gone_next = 1'd0;
        end
    end

    always @(*) begin
        under_way_next = under_way;
        from_queue_next = from_queue;
        queue_is_next_next = queue_is_next;
        if (valid) begin
            under_way_next = ~(out_ready & beat_beat_last);
            from_queue_next = takes_queue;
            queue_is_next_next = ~takes_queue;
        end
    end

    always @(*) begin
        kept_next = kept;
        kept_next = kept_2 + {15'd0, took};
    end

    always @(*) begin
        took_next = took;
        took_next = tlp_valid & tlp_ready_2 & tlp_beat_last & ~tlp_beat_error;
    end

    initial begin
        allowed = 8'd0;
        sent = 8'd0;
        may_go = 1'd0;
        under_way = 1'd0;
        from_queue = 1'd0;
        queue_is_next = 1'd0;
        waited = 24'd0;
        gone = 1'd0;
        kept = 16'd0;
        took = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            allowed <= 8'd0;
            sent <= 8'd0;
            may_go <= 1'd0;
            under_way <= 1'd0;
            from_queue <= 1'd0;
            queue_is_next <= 1'd0;
            waited <= 24'd0;
            gone <= 1'd0;
            kept <= 16'd0;
            took <= 1'd0;
        end else begin
            allowed <= allowed_next;
            sent <= sent_next;
            may_go <= may_go_next;
            under_way <= under_way_next;
            from_queue <= from_queue_next;
            queue_is_next <= queue_is_next_next;
            waited <= waited_next;
            gone <= gone_next;
            kept <= kept_next;
            took <= took_next;
        end
    end

    wire unused = &{1'b0,
        shifted[31:1],
        step[6:0]};

endmodule

`default_nettype wire
