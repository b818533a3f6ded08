// stream_mux: made from the Rust type expether_rtl::prim::stream_mux::StreamMux<2>
// by `expether gen`; edit that instead.
`default_nettype none

module stream_mux (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] inputs_0_data,
    input  wire [7:0]  inputs_0_keep,
    input  wire        inputs_0_last,
    input  wire        inputs_0_error,
    input  wire        inputs_0_valid,
    output wire        inputs_0_ready,
    input  wire [63:0] inputs_1_data,
    input  wire [7:0]  inputs_1_keep,
    input  wire        inputs_1_last,
    input  wire        inputs_1_error,
    input  wire        inputs_1_valid,
    output wire        inputs_1_ready,
    output wire [63:0] out_data,
    output wire [7:0]  out_keep,
    output wire        out_last,
    output wire        out_error,
    output wire        out_valid,
    input  wire        out_ready
);

    wire [1:0]  arbiter_grant;
    reg         in_packet_next;
    reg         in_packet;
    reg  [1:0]  holder_next;
    reg  [1:0]  holder;
    wire [1:0]  offered;
    wire [1:0]  offered_2;
    wire [1:0]  chosen;
    wire        beat_error;
    wire        beat_last;
    wire [7:0]  beat_keep;
    wire [63:0] beat_data;
    wire        valid;
    wire        transfer;

    assign offered = {1'd0, inputs_0_valid};
    assign offered_2 = {inputs_1_valid, offered[0]};
    assign chosen = in_packet ? holder : arbiter_grant;
    assign beat_error = chosen[1] ? inputs_1_error : inputs_0_error;
    assign beat_last = chosen[1] ? inputs_1_last : inputs_0_last;
    assign beat_keep = chosen[1] ? inputs_1_keep : inputs_0_keep;
    assign beat_data = chosen[1] ? inputs_1_data : inputs_0_data;
    assign valid = |(offered_2 & chosen);
    assign transfer = valid & out_ready;
    assign inputs_0_ready = chosen[0] & out_ready;
    assign inputs_1_ready = chosen[1] & out_ready;
    assign out_valid = valid;
    assign out_data = beat_data;
    assign out_keep = beat_keep;
    assign out_last = beat_last;
    assign out_error = beat_error;

    round_robin_arbiter_2 arbiter (
        .clock(clock),
        .reset(reset),
        .request(offered_2),
        .advance(valid & ~in_packet),
        .grant(arbiter_grant)
    );

    always @(*) begin
        in_packet_next = in_packet;
        holder_next = holder;
        if (transfer) begin
            in_packet_next = ~beat_last;
            holder_next = chosen;
        end
        if (valid & ~out_ready) begin
            in_packet_next = 1'd1;
            holder_next = chosen;
        end
    end

    initial begin
        in_packet = 1'd0;
        holder = 2'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            in_packet <= 1'd0;
            holder <= 2'd0;
        end else begin
            in_packet <= in_packet_next;
            holder <= holder_next;
        end
    end

    wire unused = &{1'b0,
        offered[1]};

endmodule

`default_nettype wire
