// packet_fifo: made from the Rust type expether_rtl::prim::packet_fifo::PacketFifo<9>
// by `expether gen`; edit that instead.
`default_nettype none

module packet_fifo (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] inp_data,
    input  wire [7:0]  inp_keep,
    input  wire        inp_last,
    input  wire        inp_error,
    input  wire        inp_valid,
    output wire [63:0] out_data,
    output wire [7:0]  out_keep,
    output wire        out_last,
    output wire        out_error,
    output wire        out_valid,
    input  wire        out_ready,
    output wire        room,
    output wire        committed,
    output wire        dropped,
    output wire        overflowed
);

    wire [2:0]  fifo_out_last_byte;
    wire [15:0] fifo_free;
    wire        fifo_lost;
    reg         committed_strobe_next;
    reg         committed_strobe;
    reg         dropped_strobe_next;
    reg         dropped_strobe;
    reg         overflowed_strobe_next;
    reg         overflowed_strobe;
    wire        ends;
    wire        odd;
    wire        upper_pair;

    assign ends = inp_valid & inp_last;
    assign odd =
        inp_keep[7]
        | (inp_keep[5] & ~inp_keep[6])
        | (inp_keep[3] & ~inp_keep[4])
        | (inp_keep[1] & ~inp_keep[2]);
    assign upper_pair = inp_keep[6] | (inp_keep[2] & ~inp_keep[4]);
    assign out_keep = 8'hff >> (3'd7 - fifo_out_last_byte);
    assign out_error = 1'd0;
    assign committed = committed_strobe;
    assign dropped = dropped_strobe;
    assign overflowed = overflowed_strobe;

    commit_fifo_stored_beat_9 fifo (
        .clock(clock),
        .reset(reset),
        .inp_data(inp_data),
        .inp_last_byte({inp_keep[4], upper_pair, odd}),
        .inp_last(inp_last),
        .inp_valid(inp_valid),
        .commit(ends & ~inp_error),
        .rollback(ends & inp_error),
        .out_data(out_data),
        .out_last_byte(fifo_out_last_byte),
        .out_last(out_last),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .free(fifo_free),
        .lost(fifo_lost),
        .room(room)
    );

    always @(*) begin
        committed_strobe_next = committed_strobe;
        committed_strobe_next = ends & ~fifo_lost & ~inp_error;
    end

    always @(*) begin
        dropped_strobe_next = dropped_strobe;
        dropped_strobe_next = ends & ~fifo_lost & inp_error;
    end

    always @(*) begin
        overflowed_strobe_next = overflowed_strobe;
        overflowed_strobe_next = ends & fifo_lost;
    end

    initial begin
        committed_strobe = 1'd0;
        dropped_strobe = 1'd0;
        overflowed_strobe = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            committed_strobe <= 1'd0;
            dropped_strobe <= 1'd0;
            overflowed_strobe <= 1'd0;
        end else begin
            committed_strobe <= committed_strobe_next;
            dropped_strobe <= dropped_strobe_next;
            overflowed_strobe <= overflowed_strobe_next;
        end
    end

    wire unused = &{1'b0,
        inp_keep[0],
        fifo_free};

endmodule

`default_nettype wire
