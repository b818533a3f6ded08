// class_queue: made from the Rust type expether_rtl::pcie::class_queue::ClassQueue<11>
// by `expether gen`; edit that instead.
`default_nettype none

module class_queue (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] inp_data,
    input  wire        inp_half,
    input  wire        inp_last,
    input  wire [5:0]  inp_note,
    input  wire        inp_valid,
    input  wire        commit,
    input  wire        rollback,
    output wire [15:0] free,
    output wire        lost,
    input  wire [7:0]  header_limit,
    input  wire [11:0] data_limit,
    input  wire        unlimited,
    output wire [63:0] out_data,
    output wire        out_half,
    output wire        out_last,
    output wire [5:0]  out_note,
    output wire        out_valid,
    input  wire        out_ready,
    output wire        fits
);

    wire [63:0] fifo_out_data;
    wire        fifo_out_half;
    wire        fifo_out_last;
    wire [5:0]  fifo_out_note;
    wire        fifo_out_valid;
    wire        fifo_room;
    wire        slice_inp_ready;
    reg         in_tlp_next;
    reg         in_tlp;
    wire        moves;

    assign moves = fifo_out_valid & slice_inp_ready;

    commit_fifo_queued_beat_11 fifo (
        .clock(clock),
        .reset(reset),
        .inp_data(inp_data),
        .inp_half(inp_half),
        .inp_last(inp_last),
        .inp_note(inp_note),
        .inp_valid(inp_valid),
        .commit(commit),
        .rollback(rollback),
        .out_data(fifo_out_data),
        .out_half(fifo_out_half),
        .out_last(fifo_out_last),
        .out_note(fifo_out_note),
        .out_valid(fifo_out_valid),
        .out_ready(slice_inp_ready),
        .free(free),
        .lost(lost),
        .room(fifo_room)
    );

    register_slice_queued_beat slice (
        .clock(clock),
        .reset(reset),
        .inp_data(fifo_out_data),
        .inp_half(fifo_out_half),
        .inp_last(fifo_out_last),
        .inp_note(fifo_out_note),
        .inp_valid(fifo_out_valid),
        .inp_ready(slice_inp_ready),
        .out_data(out_data),
        .out_half(out_half),
        .out_last(out_last),
        .out_note(out_note),
        .out_valid(out_valid),
        .out_ready(out_ready)
    );

    credit_gate gate (
        .clock(clock),
        .reset(reset),
        .header_limit(header_limit),
        .data_limit(data_limit),
        .unlimited(unlimited),
        .enters(moves & ~in_tlp),
        .data_credits(fifo_out_note),
        .fits(fits)
    );

    always @(*) begin
        in_tlp_next = in_tlp;
        if (moves) begin
            in_tlp_next = ~fifo_out_last;
        end
    end

    initial begin
        in_tlp = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            in_tlp <= 1'd0;
        end else begin
            in_tlp <= in_tlp_next;
        end
    end

    wire unused = &{1'b0,
        fifo_room};

endmodule

`default_nettype wire
