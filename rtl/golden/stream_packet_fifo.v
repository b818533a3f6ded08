// stream_packet_fifo: made from the Rust type expether_rtl::prim::packet_fifo::StreamPacketFifo<9>
// by `expether gen`; edit that instead.
`default_nettype none

module stream_packet_fifo (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] inp_data,
    input  wire [7:0]  inp_keep,
    input  wire        inp_last,
    input  wire        inp_error,
    input  wire        inp_valid,
    output wire        inp_ready,
    output wire [63:0] out_data,
    output wire [7:0]  out_keep,
    output wire        out_last,
    output wire        out_error,
    output wire        out_valid,
    input  wire        out_ready,
    output wire        committed,
    output wire        dropped,
    output wire        overflowed
);

    packet_fifo_9 fifo (
        .clock(clock),
        .reset(reset),
        .inp_data(inp_data),
        .inp_keep(inp_keep),
        .inp_last(inp_last),
        .inp_error(inp_error),
        .inp_valid(inp_valid & inp_ready),
        .out_data(out_data),
        .out_keep(out_keep),
        .out_last(out_last),
        .out_error(out_error),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .room(inp_ready),
        .committed(committed),
        .dropped(dropped),
        .overflowed(overflowed)
    );

endmodule

`default_nettype wire
