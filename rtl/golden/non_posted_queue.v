// non_posted_queue: made from the Rust type expether_rtl::pcie::non_posted_queue::NonPostedQueue<8>
// by `expether gen`; edit that instead.
`default_nettype none

module non_posted_queue (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] inp_beat_data,
    input  wire [7:0]  inp_beat_keep,
    input  wire        inp_beat_last,
    input  wire        inp_beat_error,
    input  wire [4:0]  inp_info_kind,
    input  wire [2:0]  inp_info_routing,
    input  wire [2:0]  inp_info_header_dw,
    input  wire [10:0] inp_info_payload_dw,
    input  wire [11:0] inp_info_total_dw,
    input  wire        inp_valid,
    output wire        inp_ready,
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
    input  wire        grant,
    input  wire        flush,
    output wire        left,
    output wire        waiting
);

    wire        fifo_out_half;
    wire        fifo_out_valid;
    wire [15:0] fifo_free;
    wire        fifo_lost;
    reg         arriving_next;
    reg         arriving;
    reg         spoiled_next;
    reg         spoiled;
    reg         leaving_next;
    reg         leaving;
    reg  [7:0]  held_next;
    reg  [7:0]  held;
    reg  [7:0]  forgotten_next;
    reg  [7:0]  forgotten;
    reg         forgetting_next;
    reg         forgetting;
    reg  [3:0]  owed_next;
    reg  [3:0]  owed;
    reg         left_strobe_next;
    reg         left_strobe;
    wire        takes;
    wire        ends;
    wire        spoiled_2;
    wire        drops;
    wire        keeps;
    wire        forgets;
    wire        may;
    wire        offers;
    wire        goes;
    wire        gone;
    wire        first_stays;
    wire [3:0]  owed_2;

    assign takes = inp_valid & inp_ready;
    assign ends = takes & inp_beat_last;
    assign spoiled_2 = spoiled | (flush & (takes | arriving));
    assign drops = ends & (inp_beat_error | spoiled_2 | fifo_lost);
    assign keeps = ends & ~(inp_beat_error | spoiled_2 | fifo_lost);
    assign forgets = forgetting & ~leaving;
    assign may = leaving | (grant & ~forgets);
    assign offers = fifo_out_valid & may;
    assign goes = (offers & out_ready) | (fifo_out_valid & forgets);
    assign gone = goes & out_beat_last;
    assign first_stays = gone | offers | leaving;
    assign owed_2 = (owed + {3'd0, gone}) + {3'd0, drops};
    assign out_valid = offers;
    assign out_beat_keep = fifo_out_half ? 8'd15 : 8'hff;
    assign out_beat_error = 1'd0;
    assign left = left_strobe;
    assign waiting = |held;

    commit_fifo_stored_tlp_beat_8 fifo (
        .clock(clock),
        .reset(reset),
        .inp_data(inp_beat_data),
        .inp_half(~inp_beat_keep[4]),
        .inp_last(inp_beat_last),
        .inp_info_kind(inp_info_kind),
        .inp_info_routing(inp_info_routing),
        .inp_info_header_dw(inp_info_header_dw),
        .inp_info_payload_dw(inp_info_payload_dw),
        .inp_info_total_dw(inp_info_total_dw),
        .inp_valid(takes),
        .commit(keeps),
        .rollback(drops),
        .out_data(out_beat_data),
        .out_half(fifo_out_half),
        .out_last(out_beat_last),
        .out_info_kind(out_info_kind),
        .out_info_routing(out_info_routing),
        .out_info_header_dw(out_info_header_dw),
        .out_info_payload_dw(out_info_payload_dw),
        .out_info_total_dw(out_info_total_dw),
        .out_valid(fifo_out_valid),
        .out_ready((may & out_ready) | forgets),
        .free(fifo_free),
        .lost(fifo_lost),
        .room(inp_ready)
    );

    always @(*) begin
        arriving_next = arriving;
        if (takes) begin
            arriving_next = ~inp_beat_last;
        end
    end

    always @(*) begin
        spoiled_next = spoiled;
        spoiled_next = spoiled_2 & ~ends;
    end

    always @(*) begin
        leaving_next = leaving;
        if (offers) begin
            leaving_next = ~gone;
        end
    end

    always @(*) begin
        held_next = held;
        if (keeps & ~gone) begin
            held_next = held + 8'd1;
        end
        if (gone & ~keeps) begin
            held_next = held - 8'd1;
        end
    end

    always @(*) begin
        forgotten_next = forgotten;
        forgetting_next = forgetting;
        if (flush) begin
            forgotten_next = first_stays ? (held - 8'd1) : held;
            forgetting_next = first_stays ? (held != 8'd1) : (|held);
        end else if (gone & forgets) begin
            forgotten_next = forgotten - 8'd1;
            forgetting_next = forgotten != 8'd1;
        end
    end

    always @(*) begin
        owed_next = owed;
        owed_next = (|owed_2) ? (owed_2 - 4'd1) : owed_2;
    end

    always @(*) begin
        left_strobe_next = left_strobe;
        left_strobe_next = |owed_2;
    end

    initial begin
        arriving = 1'd0;
        spoiled = 1'd0;
        leaving = 1'd0;
        held = 8'd0;
        forgotten = 8'd0;
        forgetting = 1'd0;
        owed = 4'd0;
        left_strobe = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            arriving <= 1'd0;
            spoiled <= 1'd0;
            leaving <= 1'd0;
            held <= 8'd0;
            forgotten <= 8'd0;
            forgetting <= 1'd0;
            owed <= 4'd0;
            left_strobe <= 1'd0;
        end else begin
            arriving <= arriving_next;
            spoiled <= spoiled_next;
            leaving <= leaving_next;
            held <= held_next;
            forgotten <= forgotten_next;
            forgetting <= forgetting_next;
            owed <= owed_next;
            left_strobe <= left_strobe_next;
        end
    end

    wire unused = &{1'b0,
        inp_beat_keep[3:0],
        inp_beat_keep[7:5],
        fifo_free};

endmodule

`default_nettype wire
